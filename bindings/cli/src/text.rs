//! What the command line says in its own words; errors, fields and steps are named by the core.

use ehcert_core::Language;

/// Declares texts in the order of [`Language::ALL`]: English, French, Dutch, German.
macro_rules! texts {
    ($($name:ident: $en:literal, $fr:literal, $nl:literal, $de:literal;)*) => {
        $(pub(crate) fn $name(language: Language) -> &'static str {
            [$en, $fr, $nl, $de][language as usize]
        })*
    };
}

texts! {
    password: "Password of the keystore: ", "Mot de passe du keystore : ", "Wachtwoord van de keystore: ", "Passwort des Keystores: ";
    new_password: "New password: ", "Nouveau mot de passe : ", "Nieuw wachtwoord: ", "Neues Passwort: ";
    again: "Once more: ", "Encore une fois : ", "Nogmaals: ", "Noch einmal: ";
    pin_authentication: "PIN of the card, to prove who asks: ", "Code PIN de la carte, pour prouver qui demande : ", "Pincode van de kaart, om te bewijzen wie vraagt: ", "PIN der Karte, um zu beweisen, wer fragt: ";
    pin_signature: "PIN of the card, to sign: ", "Code PIN de la carte, pour signer : ", "Pincode van de kaart, om te ondertekenen: ", "PIN der Karte, zum Unterschreiben: ";
    pin_old: "PIN of the card, as it is now: ", "Code PIN actuel de la carte : ", "Huidige pincode van de kaart: ", "Jetzige PIN der Karte: ";
    pin_new: "New PIN, 4 to 12 digits: ", "Nouveau code PIN, de 4 à 12 chiffres : ", "Nieuwe pincode, 4 tot 12 cijfers: ", "Neue PIN, 4 bis 12 Ziffern: ";
    pin_changed: "The PIN is changed.", "Le code PIN est changé.", "De pincode is gewijzigd.", "Die PIN ist geändert.";
    wait_for_card: "Waiting for a card. Ctrl-C ends it.", "En attente d'une carte. Ctrl-C pour arrêter.", "Wachten op een kaart. Ctrl-C om te stoppen.", "Warten auf eine Karte. Strg-C beendet es.";
    card_ready: "The card is fit for a request.", "La carte convient pour une demande.", "De kaart is geschikt voor een aanvraag.", "Die Karte eignet sich für einen Antrag.";
    ready: "A request can be made.", "Une demande peut être faite.", "Een aanvraag kan gebeuren.", "Ein Antrag kann gestellt werden.";
    tries_left: "tries left", "essais restants", "pogingen over", "Versuche übrig";
    type_on_reader: "Type the PIN on the card reader.", "Tapez le code PIN sur le lecteur de cartes.", "Typ de pincode op de kaartlezer.", "Geben Sie die PIN am Kartenleser ein.";
    review: "This will be in the certificate:", "Voici ce qui figurera dans le certificat :", "Dit komt in het certificaat:", "Das wird im Zertifikat stehen:";
    contact: "Contact data", "Données de contact", "Contactgegevens", "Kontaktdaten";
    contract: "The contract", "Le contrat", "Het contract", "Der Vertrag";
    accept: "Do you accept this contract? [y/N] ", "Acceptez-vous ce contrat ? [o/N] ", "Aanvaardt u dit contract? [j/N] ", "Nehmen Sie diesen Vertrag an? [j/N] ";
    revoke_accept: "The certificate ends for good. Do you accept? [y/N] ", "Le certificat prend fin définitivement. Acceptez-vous ? [o/N] ", "Het certificaat eindigt definitief. Aanvaardt u? [j/N] ", "Das Zertifikat endet endgültig. Nehmen Sie an? [j/N] ";
    accepted: "accepted", "accepté", "aanvaard", "angenommen";
    pending: "The request is made. The keystore waits for its certificate:", "La demande est faite. Le keystore attend son certificat :", "De aanvraag is gebeurd. De keystore wacht op zijn certificaat:", "Die Anfrage ist gestellt. Der Keystore wartet auf sein Zertifikat:";
    manual: "eHealth checks this request by hand; that takes days. Complete it when the confirmation mail has come.", "eHealth vérifie cette demande à la main ; cela prend des jours. Complétez-la après le mail de confirmation.", "eHealth kijkt deze aanvraag manueel na; dat duurt dagen. Vervolledig ze na de bevestigingsmail.", "eHealth prüft diese Anfrage von Hand; das dauert Tage. Schließen Sie sie nach der Bestätigungsmail ab.";
    next_complete: "Next:  ehcert complete", "Ensuite :  ehcert complete", "Daarna:  ehcert complete", "Als Nächstes:  ehcert complete";
    done: "The certificate works. The keystore:", "Le certificat fonctionne. Le keystore :", "Het certificaat werkt. De keystore:", "Das Zertifikat funktioniert. Der Keystore:";
    valid_until: "Valid until", "Valable jusqu'au", "Geldig tot", "Gültig bis";
    scan_title: "Certificates of eHealth and when they end", "Certificats eHealth et leur échéance", "eHealth-certificaten en hun vervaldag", "eHealth-Zertifikate und ihr Ablauf";
    scan_as_of: "As of", "Situation au", "Toestand op", "Stand vom";
    scan_holder: "Holder", "Titulaire", "Houder", "Inhaber";
    scan_days: "Days left", "Jours restants", "Dagen over", "Tage übrig";
    scan_file: "File", "Fichier", "Bestand", "Datei";
    scan_unread: "Not read", "Pas lus", "Niet gelezen", "Nicht gelesen";
    scan_pending: "waits for its certificate", "attend son certificat", "wacht op zijn certificaat", "wartet auf sein Zertifikat";
    scan_revoked: "revoked on", "révoqué le", "ingetrokken op", "widerrufen am";
    scan_locked: "no password at hand opens it", "aucun mot de passe donné ne l'ouvre", "geen gegeven wachtwoord opent hem", "kein angegebenes Passwort öffnet ihn";
    scan_renew: "Renew the eHealth certificate of {name}", "Renouveler le certificat eHealth de {name}", "eHealth-certificaat van {name} vernieuwen", "eHealth-Zertifikat von {name} erneuern";
    scan_note: "It ends on {date}. From today on it can be renewed: ehcert renew.", "Il expire le {date}. Il peut être renouvelé à partir d'aujourd'hui : ehcert renew.", "Het vervalt op {date}. Vanaf vandaag kan het vernieuwd worden: ehcert renew.", "Es läuft am {date} ab. Ab heute kann es erneuert werden: ehcert renew.";
    days_left: "days left", "jours restants", "dagen over", "Tage übrig";
    open_with: "Open it with other programs (the password is in a file beside it):", "Ouvrez-le avec d'autres programmes (le mot de passe est dans un fichier à côté) :", "Open hem met andere programma's (het wachtwoord staat in een bestand ernaast):", "Öffnen Sie ihn mit anderen Programmen (das Passwort steht in einer Datei daneben):";
    demo_begin: "A certificate end to end, on a platform in a box and a software card. Nothing here is real.", "Un certificat de bout en bout, sur une plateforme en boîte et une carte logicielle. Rien ici n'est réel.", "Een certificaat van begin tot einde, op een platform in een doos en een softwarekaart. Niets hier is echt.", "Ein Zertifikat von Anfang bis Ende, auf einer Plattform in der Schachtel und einer Softwarekarte. Nichts hier ist echt.";
    platform_started: "The platform in a box answers at", "La plateforme en boîte répond à", "Het platform in een doos antwoordt op", "Die Plattform in der Schachtel antwortet auf";
    card_made: "A software identity card was made for the invented holder", "Une carte d'identité logicielle est créée pour le titulaire inventé", "Een softwarekaart is gemaakt voor de verzonnen houder", "Eine Softwarekarte wurde erstellt für die erfundene Inhaberin";
    organisation_found: "Organisation found for the holder:", "Organisation trouvée pour le titulaire :", "Organisatie gevonden voor de houder:", "Organisation für die Inhaberin gefunden:";
    personal: "A personal certificate is asked for.", "Un certificat personnel est demandé.", "Een persoonlijk certificaat wordt gevraagd.", "Ein persönliches Zertifikat wird beantragt.";
    password_ok: "Password chosen: all four ticks", "Mot de passe choisi : les quatre coches", "Wachtwoord gekozen: alle vier de vinkjes", "Passwort gewählt: alle vier Häkchen";
    sealed: "A message was sealed to the new certificate and opened again.", "Un message a été chiffré pour le nouveau certificat puis rouvert.", "Een bericht werd versleuteld voor het nieuwe certificaat en weer geopend.", "Eine Nachricht wurde für das neue Zertifikat verschlüsselt und wieder geöffnet.";
    person_or_organisation: "Make sure it is for the organisation that you ask, and not for yourself.", "Vérifiez que vous demandez bien pour l'organisation et non pour vous-même.", "Zorg dat u voor de organisatie aanvraagt en niet voor uzelf.", "Achten Sie darauf, dass Sie für die Organisation beantragen und nicht für sich selbst.";
    yes: "yes", "oui", "ja", "ja";
    no: "no", "non", "nee", "nein";
    works: "This workstation can receive messages.", "Ce poste peut recevoir des messages.", "Dit werkstation kan berichten ontvangen.", "Dieser Arbeitsplatz kann Nachrichten empfangen.";
    written: "Written:", "Écrit :", "Geschreven:", "Geschrieben:";
    changed: "The password is changed.", "Le mot de passe est changé.", "Het wachtwoord is gewijzigd.", "Das Passwort ist geändert.";
    activated: "The new encryption token is active. Every workstation must use the new keystore from now on.", "Le nouveau jeton de chiffrement est actif. Chaque poste doit désormais utiliser le nouveau keystore.", "Het nieuwe encryptietoken is actief. Elk werkstation moet vanaf nu de nieuwe keystore gebruiken.", "Das neue Verschlüsselungstoken ist aktiv. Jeder Arbeitsplatz muss ab jetzt den neuen Keystore verwenden.";
    activate_later: "Others still use the old encryption key. When every workstation has the new keystore:  ehcert activate", "Les autres utilisent encore l'ancienne clé de chiffrement. Quand chaque poste aura le nouveau keystore :  ehcert activate", "Anderen gebruiken nog de oude encryptiesleutel. Wanneer elk werkstation de nieuwe keystore heeft:  ehcert activate", "Andere verwenden noch den alten Verschlüsselungsschlüssel. Wenn jeder Arbeitsplatz den neuen Keystore hat:  ehcert activate";
    revoked: "The certificate is revoked. Keep the keystore: it opens old messages.", "Le certificat est révoqué. Conservez le keystore : il ouvre les anciens messages.", "Het certificaat is ingetrokken. Bewaar de keystore: hij opent oude berichten.", "Das Zertifikat ist widerrufen. Bewahren Sie den Keystore auf: Er öffnet alte Nachrichten.";
}

/// Whether an answer to a yes-or-no question is a yes, in any of the four languages.
pub(crate) fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "o" | "oui" | "j" | "ja")
}
