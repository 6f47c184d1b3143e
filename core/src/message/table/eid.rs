use super::*;

codes! {
    /// The card in the reader does not have the Belgian identity applet.
    CARD_NOT_RECOGNISED = 1701 "CardNotRecognised" Yes User {
        en: "The card in the reader is not a Belgian identity card." => "Put your Belgian eID in the reader with the chip first, and try again.",
        fr: "La carte dans le lecteur n'est pas une carte d'identité belge." => "Insérez votre eID belge dans le lecteur, la puce en premier, et réessayez.",
        nl: "De kaart in de lezer is geen Belgische identiteitskaart." => "Steek uw Belgische eID met de chip eerst in de lezer en probeer opnieuw.",
        de: "Die Karte im Leser ist kein belgischer Personalausweis." => "Stecken Sie Ihre belgische eID mit dem Chip voran in den Leser und versuchen Sie es erneut.",
    }
    /// The card or the reader answered fewer than two bytes.
    CARD_NO_ANSWER = 1702 "CardNoAnswer" Yes User {
        en: "The card stopped answering." => "Take the card out, wipe the chip, put it back firmly and try again. Leave it in the reader until the end.",
        fr: "La carte ne répond plus." => "Retirez la carte, essuyez la puce, remettez-la bien en place et réessayez. Laissez-la dans le lecteur jusqu'à la fin.",
        nl: "De kaart antwoordt niet meer." => "Haal de kaart eruit, veeg de chip schoon, steek ze stevig terug en probeer opnieuw. Laat ze tot het einde in de lezer.",
        de: "Die Karte antwortet nicht mehr." => "Nehmen Sie die Karte heraus, wischen Sie den Chip ab, stecken Sie sie fest zurück und versuchen Sie es erneut. Lassen Sie sie bis zum Ende im Leser.",
    }
    /// The card answered a command with a status that has no place there.
    CARD_ANSWER_UNEXPECTED = 1703 "CardAnswerUnexpected" Yes Helpdesk {
        en: "The identity card refused a command (status {status})." => "Take the card out, put it back and try again. If it happens again, try another reader and tell your helpdesk.",
        fr: "La carte d'identité a refusé une commande (statut {status})." => "Retirez la carte, remettez-la et réessayez. Si cela se répète, essayez un autre lecteur et prévenez votre helpdesk.",
        nl: "De identiteitskaart weigerde een opdracht (status {status})." => "Haal de kaart eruit, steek ze terug en probeer opnieuw. Gebeurt het nog eens, probeer dan een andere lezer en verwittig uw helpdesk.",
        de: "Der Personalausweis hat einen Befehl abgelehnt (Status {status})." => "Nehmen Sie die Karte heraus, stecken Sie sie zurück und versuchen Sie es erneut. Passiert es wieder, probieren Sie einen anderen Leser und informieren Sie Ihren Helpdesk.",
    }
    /// The card was not activated by the municipality.
    CARD_NOT_ACTIVATED = 1704 "CardNotActivated" No User {
        en: "This identity card has not been activated yet." => "Have it activated at your municipality with the codes from the letter that you received.",
        fr: "Cette carte d'identité n'a pas encore été activée." => "Faites-la activer à votre commune avec les codes de la lettre que vous avez reçue.",
        nl: "Deze identiteitskaart is nog niet geactiveerd." => "Laat ze activeren bij uw gemeente met de codes uit de brief die u kreeg.",
        de: "Dieser Personalausweis wurde noch nicht aktiviert." => "Lassen Sie ihn bei Ihrer Gemeinde mit den Codes aus dem Brief aktivieren, den Sie erhalten haben.",
    }
    /// A file that every identity card has is not there.
    CARD_FILE_MISSING = 1705 "CardFileMissing" No User {
        en: "A file is missing on the identity card ({file})." => "Try again. If it stays missing, use another identity card and ask your municipality about this one.",
        fr: "Un fichier manque sur la carte d'identité ({file})." => "Réessayez. S'il manque toujours, utilisez une autre carte d'identité et interrogez votre commune au sujet de celle-ci.",
        nl: "Er ontbreekt een bestand op de identiteitskaart ({file})." => "Probeer opnieuw. Blijft het ontbreken, gebruik dan een andere identiteitskaart en vraag uw gemeente om deze na te kijken.",
        de: "Auf dem Personalausweis fehlt eine Datei ({file})." => "Versuchen Sie es erneut. Fehlt sie weiterhin, verwenden Sie einen anderen Ausweis und fragen Sie Ihre Gemeinde nach diesem.",
    }
    /// A file of the card is cut off or not in the form of its specification.
    CARD_FILE_DAMAGED = 1706 "CardFileDamaged" Yes User {
        en: "A file on the identity card could not be read whole ({file})." => "Clean the chip and try again, if you can with another reader. If it stays so, the card is damaged: ask your municipality.",
        fr: "Un fichier de la carte d'identité n'a pas pu être lu en entier ({file})." => "Nettoyez la puce et réessayez, si possible avec un autre lecteur. Si cela persiste, la carte est endommagée : adressez-vous à votre commune.",
        nl: "Een bestand op de identiteitskaart kon niet volledig gelezen worden ({file})." => "Maak de chip schoon en probeer opnieuw, liefst met een andere lezer. Blijft het zo, dan is de kaart beschadigd: ga naar uw gemeente.",
        de: "Eine Datei auf dem Personalausweis konnte nicht vollständig gelesen werden ({file})." => "Reinigen Sie den Chip und versuchen Sie es erneut, möglichst mit einem anderen Leser. Bleibt es so, ist die Karte beschädigt: Wenden Sie sich an Ihre Gemeinde.",
    }
    /// A file of the card does not end where every real one does.
    CARD_FILE_TOO_LARGE = 1707 "CardFileTooLarge" No Helpdesk {
        en: "The card sends more data than an identity card can hold ({file})." => "Do not use this card. It is damaged or not a real identity card.",
        fr: "La carte envoie plus de données qu'une carte d'identité ne peut en contenir ({file})." => "N'utilisez pas cette carte. Elle est endommagée ou n'est pas une vraie carte d'identité.",
        nl: "De kaart stuurt meer gegevens dan een identiteitskaart kan bevatten ({file})." => "Gebruik deze kaart niet. Ze is beschadigd of geen echte identiteitskaart.",
        de: "Die Karte sendet mehr Daten, als ein Personalausweis enthalten kann ({file})." => "Verwenden Sie diese Karte nicht. Sie ist beschädigt oder kein echter Personalausweis.",
    }
    /// The applet is older than 1.7: its cards have all expired.
    CARD_TOO_OLD = 1708 "CardTooOld" No User {
        en: "This identity card is of a generation that expired years ago. It can be read, but not used to sign." => "Use your current identity card.",
        fr: "Cette carte d'identité est d'une génération expirée depuis des années. On peut la lire, mais pas signer avec elle." => "Utilisez votre carte d'identité actuelle.",
        nl: "Deze identiteitskaart is van een generatie die al jaren vervallen is. Ze kan gelezen worden, maar u kunt er niet mee tekenen." => "Gebruik uw huidige identiteitskaart.",
        de: "Dieser Personalausweis gehört zu einer seit Jahren abgelaufenen Generation. Er kann gelesen, aber nicht zum Signieren verwendet werden." => "Verwenden Sie Ihren aktuellen Personalausweis.",
    }
    /// Another card than before is in the reader.
    CARD_CHANGED = 1709 "CardChanged" Yes User {
        en: "Another identity card than before is in the reader." => "Put back the card that you began with, or start again with this one.",
        fr: "Le lecteur contient une autre carte d'identité que tout à l'heure." => "Remettez la carte avec laquelle vous avez commencé, ou recommencez avec celle-ci.",
        nl: "Er zit een andere identiteitskaart in de lezer dan daarnet." => "Steek de kaart terug waarmee u begon, of begin opnieuw met deze kaart.",
        de: "Im Leser steckt ein anderer Personalausweis als zuvor." => "Stecken Sie die Karte zurück, mit der Sie begonnen haben, oder beginnen Sie mit dieser von vorn.",
    }
    /// The holder declined the signature certificate, or is a child.
    SIGNATURE_CERTIFICATE_MISSING = 1710 "SignatureCertificateMissing" No User {
        en: "This identity card has no signature certificate: it was declined when the card was made." => "Ask your municipality to activate the signature certificate. It is free and done while you wait; bring the card and its PIN.",
        fr: "Cette carte d'identité n'a pas de certificat de signature : il a été refusé lors de la délivrance." => "Demandez à votre commune d'activer le certificat de signature. C'est gratuit et immédiat ; prenez la carte et son code PIN.",
        nl: "Deze identiteitskaart heeft geen handtekeningcertificaat: het werd geweigerd toen de kaart gemaakt werd." => "Vraag uw gemeente om het handtekeningcertificaat te activeren. Dat is gratis en gebeurt terwijl u wacht; breng de kaart en de pincode mee.",
        de: "Dieser Personalausweis hat kein Signaturzertifikat: Es wurde bei der Ausstellung abgelehnt." => "Bitten Sie Ihre Gemeinde, das Signaturzertifikat zu aktivieren. Das ist kostenlos und sofort möglich; bringen Sie Karte und PIN mit.",
    }
    /// The card has no authentication certificate: a card of a young child.
    AUTHENTICATION_CERTIFICATE_MISSING = 1711 "AuthenticationCertificateMissing" No User {
        en: "This identity card has no certificates, as the cards of young children." => "Use the identity card of an adult, or ask your municipality to activate the certificates.",
        fr: "Cette carte d'identité n'a pas de certificats, comme celles des jeunes enfants." => "Utilisez la carte d'identité d'un adulte ou demandez à votre commune d'activer les certificats.",
        nl: "Deze identiteitskaart heeft geen certificaten, zoals de kaarten van jonge kinderen." => "Gebruik de identiteitskaart van een volwassene of vraag uw gemeente om de certificaten te activeren.",
        de: "Dieser Personalausweis hat keine Zertifikate, wie die Karten kleiner Kinder." => "Verwenden Sie den Ausweis eines Erwachsenen oder bitten Sie Ihre Gemeinde, die Zertifikate zu aktivieren.",
    }
    /// A certificate of the card is past its validity.
    CARD_CERTIFICATE_EXPIRED = 1712 "CardCertificateExpired" No User {
        en: "The certificates of this identity card expired on {date}." => "Use your current identity card, or ask your municipality for a new one.",
        fr: "Les certificats de cette carte d'identité ont expiré le {date}." => "Utilisez votre carte d'identité actuelle ou demandez-en une nouvelle à votre commune.",
        nl: "De certificaten van deze identiteitskaart zijn vervallen op {date}." => "Gebruik uw huidige identiteitskaart of vraag een nieuwe aan bij uw gemeente.",
        de: "Die Zertifikate dieses Personalausweises sind am {date} abgelaufen." => "Verwenden Sie Ihren aktuellen Ausweis oder beantragen Sie bei Ihrer Gemeinde einen neuen.",
    }
    /// A certificate of the card is not valid yet: mostly a computer with a wrong date.
    CARD_CERTIFICATE_NOT_YET_VALID = 1713 "CardCertificateNotYetValid" Yes User {
        en: "The certificates of this identity card are valid from {date} only." => "Check the date of this computer.",
        fr: "Les certificats de cette carte d'identité ne sont valables qu'à partir du {date}." => "Vérifiez la date de cet ordinateur.",
        nl: "De certificaten van deze identiteitskaart zijn pas geldig vanaf {date}." => "Kijk de datum van deze computer na.",
        de: "Die Zertifikate dieses Personalausweises gelten erst ab dem {date}." => "Prüfen Sie das Datum dieses Computers.",
    }
    /// A PIN that no card can have: refused before the card sees it.
    PIN_FORMAT = 1720 "PinFormat" Yes User {
        en: "A PIN has 4 to 12 digits and nothing else. It was not sent to the card; no try was lost." => "Type the PIN of your identity card again.",
        fr: "Un code PIN compte de 4 à 12 chiffres et rien d'autre. Il n'a pas été envoyé à la carte ; aucun essai n'est perdu." => "Tapez à nouveau le code PIN de votre carte d'identité.",
        nl: "Een pincode telt 4 tot 12 cijfers en niets anders. Ze werd niet naar de kaart gestuurd; u verloor geen poging." => "Typ de pincode van uw identiteitskaart opnieuw.",
        de: "Eine PIN hat 4 bis 12 Ziffern und sonst nichts. Sie wurde nicht an die Karte gesendet; kein Versuch ging verloren." => "Geben Sie die PIN Ihres Personalausweises erneut ein.",
    }
    /// The card refused the PIN.
    PIN_WRONG = 1721 "PinWrong" Yes User {
        en: "The PIN is not right. Tries left: {tries}." => "Try again with care. After three wrong PINs in a row the card is blocked.",
        fr: "Le code PIN n'est pas correct. Essais restants : {tries}." => "Réessayez avec attention. Après trois codes PIN erronés de suite, la carte est bloquée.",
        nl: "De pincode is niet juist. Resterende pogingen: {tries}." => "Probeer aandachtig opnieuw. Na drie foute pincodes na elkaar is de kaart geblokkeerd.",
        de: "Die PIN ist nicht richtig. Verbleibende Versuche: {tries}." => "Versuchen Sie es sorgfältig erneut. Nach drei falschen PINs hintereinander ist die Karte gesperrt.",
    }
    /// No tries are left.
    PIN_BLOCKED = 1722 "PinBlocked" No User {
        en: "The PIN of this identity card is blocked." => "Go to your municipality with the card: they unblock it and let you choose a new PIN. You can order the PUK code in advance on the site of the federal government.",
        fr: "Le code PIN de cette carte d'identité est bloqué." => "Rendez-vous à votre commune avec la carte : elle la débloque et vous choisissez un nouveau code PIN. Le code PUK peut être demandé à l'avance sur le site de l'administration fédérale.",
        nl: "De pincode van deze identiteitskaart is geblokkeerd." => "Ga met de kaart naar uw gemeente: zij deblokkeert ze en u kiest een nieuwe pincode. U kunt de pukcode vooraf aanvragen op de site van de federale overheid.",
        de: "Die PIN dieses Personalausweises ist gesperrt." => "Gehen Sie mit der Karte zu Ihrer Gemeinde: Sie entsperrt sie und Sie wählen eine neue PIN. Den PUK-Code können Sie vorab auf der Website der föderalen Verwaltung beantragen.",
    }
    /// On a reader with keys the new PIN was typed differently the second time.
    PIN_CONFIRMATION = 1723 "PinConfirmation" Yes User {
        en: "The new PIN was not the same twice. The old PIN is still valid." => "Start again and type the same new PIN twice.",
        fr: "Le nouveau code PIN n'était pas identique les deux fois. L'ancien reste valable." => "Recommencez et tapez deux fois le même nouveau code PIN.",
        nl: "De nieuwe pincode was niet twee keer dezelfde. De oude pincode blijft geldig." => "Begin opnieuw en typ twee keer dezelfde nieuwe pincode.",
        de: "Die neue PIN war nicht zweimal dieselbe. Die alte PIN gilt weiterhin." => "Beginnen Sie erneut und geben Sie zweimal dieselbe neue PIN ein.",
    }
    /// Nobody typed a PIN on the reader in time.
    PINPAD_TIMEOUT = 1724 "PinpadTimeout" Yes User {
        en: "No PIN was typed on the card reader in time." => "Start again and type the PIN on the reader within 30 seconds.",
        fr: "Aucun code PIN n'a été tapé à temps sur le lecteur de carte." => "Recommencez et tapez le code PIN sur le lecteur dans les 30 secondes.",
        nl: "Er werd niet op tijd een pincode getypt op de kaartlezer." => "Begin opnieuw en typ de pincode binnen 30 seconden op de lezer.",
        de: "Auf dem Kartenleser wurde nicht rechtzeitig eine PIN eingegeben." => "Beginnen Sie erneut und geben Sie die PIN innerhalb von 30 Sekunden am Leser ein.",
    }
    /// The reader refused the PIN structure.
    PINPAD_REFUSED = 1725 "PinpadRefused" No Helpdesk {
        en: "The keys of this card reader cannot be used for the PIN." => "Type the PIN on the computer instead, or use another reader, and tell your helpdesk the name of this one.",
        fr: "Les touches de ce lecteur de carte ne peuvent pas servir pour le code PIN." => "Tapez le code PIN sur l'ordinateur ou utilisez un autre lecteur, et indiquez le nom de celui-ci à votre helpdesk.",
        nl: "De toetsen van deze kaartlezer kunnen niet gebruikt worden voor de pincode." => "Typ de pincode op de computer of gebruik een andere lezer, en meld de naam van deze lezer aan uw helpdesk.",
        de: "Die Tasten dieses Kartenlesers können nicht für die PIN verwendet werden." => "Geben Sie die PIN am Computer ein oder verwenden Sie einen anderen Leser und nennen Sie Ihrem Helpdesk den Namen dieses Lesers.",
    }
    /// The card lost the PIN that was just given: another program talks to it.
    CARD_ACCESS_LOST = 1730 "CardAccessLost" Yes User {
        en: "Another program used the identity card at the same moment, so nothing was signed." => "Close other programs and browser pages that use the card, and try again.",
        fr: "Un autre programme a utilisé la carte d'identité au même moment ; rien n'a été signé." => "Fermez les autres programmes et pages web qui utilisent la carte, puis réessayez.",
        nl: "Een ander programma gebruikte de identiteitskaart op hetzelfde moment; er werd niets ondertekend." => "Sluit andere programma's en webpagina's die de kaart gebruiken en probeer opnieuw.",
        de: "Ein anderes Programm hat den Personalausweis gleichzeitig verwendet; es wurde nichts signiert." => "Schließen Sie andere Programme und Webseiten, die die Karte verwenden, und versuchen Sie es erneut.",
    }
    /// The card has no such key, or it is not active.
    CARD_KEY_MISSING = 1731 "CardKeyMissing" No User {
        en: "The key needed to sign is missing or not active on this identity card." => "Ask your municipality to activate the certificates of the card.",
        fr: "La clé nécessaire pour signer manque ou n'est pas active sur cette carte d'identité." => "Demandez à votre commune d'activer les certificats de la carte.",
        nl: "De sleutel om te tekenen ontbreekt of is niet actief op deze identiteitskaart." => "Vraag uw gemeente om de certificaten van de kaart te activeren.",
        de: "Der zum Signieren nötige Schlüssel fehlt auf diesem Personalausweis oder ist nicht aktiv." => "Bitten Sie Ihre Gemeinde, die Zertifikate der Karte zu aktivieren.",
    }
    /// The card cannot sign in the way asked for.
    CARD_ALGORITHM = 1732 "CardAlgorithm" No Integrator {
        en: "This identity card cannot make the kind of signature asked for ({algorithm})." => "The makers of the software must choose the algorithm that fits the card.",
        fr: "Cette carte d'identité ne peut pas faire le type de signature demandé ({algorithm})." => "L'éditeur du logiciel doit choisir l'algorithme qui convient à la carte.",
        nl: "Deze identiteitskaart kan het gevraagde soort handtekening niet zetten ({algorithm})." => "De maker van de software moet het algoritme kiezen dat bij de kaart past.",
        de: "Dieser Personalausweis kann die verlangte Art von Signatur nicht erstellen ({algorithm})." => "Der Hersteller der Software muss den Algorithmus wählen, der zur Karte passt.",
    }
    /// The signature that came from the card is not that of its certificate.
    CARD_SIGNATURE_WRONG = 1733 "CardSignatureWrong" Yes User {
        en: "The signature made by the card does not match its certificate. It was not sent anywhere." => "Try again. If it happens again, the card is damaged: ask your municipality.",
        fr: "La signature faite par la carte ne correspond pas à son certificat. Elle n'a été envoyée nulle part." => "Réessayez. Si cela se répète, la carte est endommagée : adressez-vous à votre commune.",
        nl: "De handtekening van de kaart past niet bij haar certificaat. Ze werd nergens naartoe gestuurd." => "Probeer opnieuw. Gebeurt het nog eens, dan is de kaart beschadigd: ga naar uw gemeente.",
        de: "Die Signatur der Karte passt nicht zu ihrem Zertifikat. Sie wurde nirgendwohin gesendet." => "Versuchen Sie es erneut. Passiert es wieder, ist die Karte beschädigt: Wenden Sie sich an Ihre Gemeinde.",
    }
    /// The national register did not sign this data.
    CARD_DATA_FORGED = 1740 "CardDataForged" No User {
        en: "The data on this identity card was not signed by the national register ({what})." => "Do not trust this card. Check it with its holder and the municipality.",
        fr: "Les données de cette carte d'identité ne sont pas signées par le registre national ({what})." => "Ne vous fiez pas à cette carte. Vérifiez-la avec son titulaire et la commune.",
        nl: "De gegevens op deze identiteitskaart zijn niet ondertekend door het rijksregister ({what})." => "Vertrouw deze kaart niet. Kijk ze na met de houder en de gemeente.",
        de: "Die Daten auf diesem Personalausweis sind nicht vom Nationalregister signiert ({what})." => "Vertrauen Sie dieser Karte nicht. Prüfen Sie sie mit dem Inhaber und der Gemeinde.",
    }
    /// The photo is not a JPEG picture.
    CARD_PHOTO_INVALID = 1741 "CardPhotoInvalid" No User {
        en: "The photo on the identity card is not a picture." => "The card is damaged or not genuine. Everything else can be checked with the holder.",
        fr: "La photo de la carte d'identité n'est pas une image." => "La carte est endommagée ou n'est pas authentique. Vérifiez le reste avec le titulaire.",
        nl: "De foto op de identiteitskaart is geen afbeelding." => "De kaart is beschadigd of niet echt. Kijk de rest na met de houder.",
        de: "Das Foto auf dem Personalausweis ist kein Bild." => "Die Karte ist beschädigt oder nicht echt. Prüfen Sie alles andere mit dem Inhaber.",
    }
    /// Identity file and certificate name two different persons.
    CARD_HOLDER_MISMATCH = 1742 "CardHolderMismatch" No User {
        en: "The certificate on this identity card belongs to another person than the identity on it." => "Do not use this card. Ask your municipality about it.",
        fr: "Le certificat de cette carte d'identité appartient à une autre personne que l'identité qu'elle porte." => "N'utilisez pas cette carte. Interrogez votre commune.",
        nl: "Het certificaat op deze identiteitskaart hoort bij iemand anders dan de identiteit erop." => "Gebruik deze kaart niet. Vraag raad aan uw gemeente.",
        de: "Das Zertifikat auf diesem Personalausweis gehört einer anderen Person als die Identität darauf." => "Verwenden Sie diese Karte nicht. Fragen Sie Ihre Gemeinde.",
    }
    /// The chip could not prove that it is the one that the data was made for.
    CARD_COPIED = 1743 "CardCopied" No User {
        en: "The chip of this identity card could not prove that it is genuine: it may be a copy." => "Do not trust this card. Check it with its holder and the municipality.",
        fr: "La puce de cette carte d'identité n'a pas pu prouver son authenticité : il s'agit peut-être d'une copie." => "Ne vous fiez pas à cette carte. Vérifiez-la avec son titulaire et la commune.",
        nl: "De chip van deze identiteitskaart kon niet bewijzen dat hij echt is: misschien is het een kopie." => "Vertrouw deze kaart niet. Kijk ze na met de houder en de gemeente.",
        de: "Der Chip dieses Personalausweises konnte seine Echtheit nicht beweisen: Es kann eine Kopie sein." => "Vertrauen Sie dieser Karte nicht. Prüfen Sie sie mit dem Inhaber und der Gemeinde.",
    }
    /// The chip proves itself 5000 times, then wants a PIN first.
    CARD_PROOF_EXHAUSTED = 1744 "CardProofExhausted" Yes User {
        en: "The chip wants the PIN once before it proves again that it is genuine." => "Use the card once with its PIN, for instance to log in somewhere, and try again.",
        fr: "La puce demande une fois le code PIN avant de prouver à nouveau son authenticité." => "Utilisez une fois la carte avec son code PIN, par exemple pour vous connecter quelque part, et réessayez.",
        nl: "De chip wil één keer de pincode voor hij opnieuw bewijst dat hij echt is." => "Gebruik de kaart één keer met de pincode, bijvoorbeeld om ergens aan te melden, en probeer opnieuw.",
        de: "Der Chip verlangt einmal die PIN, bevor er seine Echtheit erneut beweist." => "Verwenden Sie die Karte einmal mit der PIN, zum Beispiel für eine Anmeldung, und versuchen Sie es erneut.",
    }
}
