use super::*;

codes! {
    /// A fault of ehcert itself.
    INTERNAL = 1000 "Internal" No Integrator {
        en: "Something went wrong inside ehcert." => "Try again. If it comes back, send the technical details to the makers of your software.",
        fr: "Une erreur interne s'est produite dans ehcert." => "Réessayez. Si elle revient, transmettez les détails techniques à l'éditeur de votre logiciel.",
        nl: "Er ging iets mis binnen ehcert." => "Probeer opnieuw. Komt het terug, bezorg dan de technische details aan de maker van uw software.",
        de: "In ehcert ist ein interner Fehler aufgetreten." => "Versuchen Sie es erneut. Tritt er wieder auf, geben Sie die technischen Details an den Hersteller Ihrer Software weiter.",
    }
    /// An argument of a call is not of the form that its documentation asks for.
    INVALID_ARGUMENT = 1001 "InvalidArgument" No Integrator {
        en: "A value given by the software is not valid: {what}." => "The makers of the software must correct the call.",
        fr: "Une valeur fournie par le logiciel n'est pas valable : {what}." => "L'éditeur du logiciel doit corriger l'appel.",
        nl: "Een waarde die de software doorgaf is niet geldig: {what}." => "De maker van de software moet de oproep verbeteren.",
        de: "Ein von der Software übergebener Wert ist ungültig: {what}." => "Der Hersteller der Software muss den Aufruf korrigieren.",
    }
    /// A flow was given an answer that it did not ask for, or is over.
    WRONG_STATE = 1002 "WrongState" No Integrator {
        en: "The software did two steps in the wrong order." => "Start the operation again. The makers of the software must correct the order of the steps.",
        fr: "Le logiciel a exécuté deux étapes dans le mauvais ordre." => "Recommencez l'opération. L'éditeur du logiciel doit corriger l'ordre des étapes.",
        nl: "De software deed twee stappen in de verkeerde volgorde." => "Begin de bewerking opnieuw. De maker van de software moet de volgorde van de stappen verbeteren.",
        de: "Die Software hat zwei Schritte in der falschen Reihenfolge ausgeführt." => "Starten Sie den Vorgang neu. Der Hersteller der Software muss die Reihenfolge der Schritte korrigieren.",
    }
    /// The person or the program stopped the operation.
    CANCELLED = 1003 "Cancelled" Yes User {
        en: "The operation was cancelled." => "Nothing is lost. Start it again when you are ready.",
        fr: "L'opération a été annulée." => "Rien n'est perdu. Recommencez quand vous êtes prêt.",
        nl: "De bewerking werd geannuleerd." => "Er is niets verloren. Begin opnieuw wanneer u klaar bent.",
        de: "Der Vorgang wurde abgebrochen." => "Es ist nichts verloren. Starten Sie ihn erneut, wenn Sie bereit sind.",
    }
    /// The source of randomness failed.
    RANDOM_UNAVAILABLE = 1004 "RandomUnavailable" Yes Helpdesk {
        en: "This computer gives no random numbers, so no safe key can be made." => "Restart the computer and try again.",
        fr: "Cet ordinateur ne fournit pas de nombres aléatoires : aucune clé sûre ne peut être créée." => "Redémarrez l'ordinateur et réessayez.",
        nl: "Deze computer levert geen willekeurige getallen, er kan dus geen veilige sleutel gemaakt worden." => "Herstart de computer en probeer opnieuw.",
        de: "Dieser Computer liefert keine Zufallszahlen, daher kann kein sicherer Schlüssel erzeugt werden." => "Starten Sie den Computer neu und versuchen Sie es erneut.",
    }
    /// Input is larger or more deeply nested than anything legitimate.
    TOO_LARGE = 1005 "TooLarge" No User {
        en: "The input is larger than anything that can be valid (limit: {limit})." => "Check that the right file or text was chosen.",
        fr: "Les données dépassent tout ce qui peut être valable (limite : {limit})." => "Vérifiez que vous avez choisi le bon fichier ou le bon texte.",
        nl: "De gegevens zijn groter dan wat geldig kan zijn (grens: {limit})." => "Kijk na of het juiste bestand of de juiste tekst gekozen is.",
        de: "Die Eingabe ist größer als alles, was gültig sein kann (Grenze: {limit})." => "Prüfen Sie, ob die richtige Datei oder der richtige Text gewählt wurde.",
    }
    /// Bytes are not well-formed ASN.1.
    BAD_ENCODING = 1006 "BadEncoding" No Helpdesk {
        en: "The data is damaged or is not of the expected kind." => "Use the original file again, or ask for a new copy.",
        fr: "Les données sont endommagées ou ne sont pas du type attendu." => "Reprenez le fichier d'origine ou demandez-en une nouvelle copie.",
        nl: "De gegevens zijn beschadigd of niet van de verwachte soort." => "Gebruik opnieuw het oorspronkelijke bestand of vraag een nieuwe kopie.",
        de: "Die Daten sind beschädigt oder nicht von der erwarteten Art." => "Verwenden Sie die Originaldatei erneut oder bitten Sie um eine neue Kopie.",
    }
    /// A cryptographic algorithm is not supported.
    UNSUPPORTED_ALGORITHM = 1007 "UnsupportedAlgorithm" No Helpdesk {
        en: "An algorithm is used that ehcert does not support: {algorithm}." => "Ask the sender for a file made with a current algorithm, and tell your helpdesk.",
        fr: "Un algorithme que ehcert ne prend pas en charge est utilisé : {algorithm}." => "Demandez à l'expéditeur un fichier fait avec un algorithme actuel et prévenez votre helpdesk.",
        nl: "Er wordt een algoritme gebruikt dat ehcert niet ondersteunt: {algorithm}." => "Vraag de afzender een bestand met een gangbaar algoritme en verwittig uw helpdesk.",
        de: "Es wird ein Algorithmus verwendet, den ehcert nicht unterstützt: {algorithm}." => "Bitten Sie den Absender um eine Datei mit einem aktuellen Algorithmus und informieren Sie Ihren Helpdesk.",
    }
}
