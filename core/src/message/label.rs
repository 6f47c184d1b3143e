//! Names of fields and of steps, for people.

use super::{Kind, Language, installed};

/// The name of a field of the caller's input, as [`super::Error::field_name`] gives it. An unknown field
/// is returned as it is.
pub fn field_label(field: &str, language: Language) -> &str {
    find(Kind::Field, FIELDS, field, language)
}

/// The name of a step of a flow (present tense, as a progress line shows it). An unknown step is
/// returned as it is.
pub fn step_label(step: &str, language: Language) -> &str {
    find(Kind::Step, STEPS, step, language)
}

/// A table of names: a line for each key, of the key and its texts, with tabs between; English alone where the others
/// are installed. One text takes far less space in a module for browsers than five for each row, with an address and a
/// length each.
macro_rules! labels {
    ($(($key:literal, [$en:literal, $fr:literal, $nl:literal, $de:literal $(,)?] $(,)?),)*) => {
        if crate::message::ENGLISH_ALONE {
            concat!($($key, "\t", $en, "\n"),*)
        } else {
            concat!($($key, "\t", $en, "\t", $fr, "\t", $nl, "\t", $de, "\n"),*)
        }
    };
}
pub(super) use labels;

pub(super) fn find<'a>(kind: Kind, table: &'static str, key: &'a str, language: Language) -> &'a str {
    let mut rows = table.split('\n').map(|row| row.split('\t'));
    let Some(mut texts) = rows.find_map(|mut row| if row.next()? == key { Some(row) } else { None }) else {
        return key;
    };
    let english = texts.clone().next();
    texts.nth(language as usize).or_else(|| installed(language, kind, key)).or(english).unwrap_or(key)
}

/// The keys of a table.
pub(super) fn keys(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter_map(|row| row.split('\t').next())
}

/// Texts in the order of [`Language::ALL`]: English, French, Dutch, German.
pub(super) const FIELDS: &str = labels![
    ("ssin", ["National number", "Numéro de registre national", "Rijksregisternummer", "Nationalregisternummer"]),
    ("first_names", ["First names", "Prénoms", "Voornamen", "Vornamen"]),
    ("last_name", ["Last name", "Nom de famille", "Familienaam", "Familienname"]),
    ("holder", ["For whom", "Pour qui", "Voor wie", "Für wen"]),
    ("identifier_type", ["Type of organisation", "Type d'organisation", "Soort organisatie", "Art der Organisation"]),
    ("identifier", ["Number", "Numéro", "Nummer", "Nummer"]),
    ("name", ["Name", "Nom", "Naam", "Name"]),
    ("application_id", ["Application ID", "ID d'application", "Toepassings-ID", "Anwendungs-ID"]),
    ("base_services", ["Specific use", "Utilisation spécifique", "Specifiek gebruik", "Spezifische Verwendung"]),
    ("email_private", ["Personal e-mail", "E-mail personnel", "Persoonlijk e-mailadres", "Persönliche E-Mail"]),
    ("email_general", ["General e-mail", "E-mail général", "Algemeen e-mailadres", "Allgemeine E-Mail"]),
    (
        "phone_private",
        ["Personal phone", "Téléphone personnel", "Persoonlijk telefoonnummer", "Persönliche Telefonnummer"],
    ),
    ("phone_general", ["General phone", "Téléphone général", "Algemeen telefoonnummer", "Allgemeine Telefonnummer"]),
    ("password", ["Password", "Mot de passe", "Wachtwoord", "Passwort"]),
    (
        "password_confirmation",
        ["Password, once more", "Confirmation du mot de passe", "Wachtwoord, nogmaals", "Passwort, noch einmal"],
    ),
    ("pin", ["PIN", "Code PIN", "Pincode", "PIN-Code"]),
    ("keystore", ["Keystore", "Keystore", "Keystore", "Keystore"]),
    ("contract", ["Contract", "Contrat", "Contract", "Vertrag"]),
    (
        "revocation_reason",
        ["Reason of revocation", "Motif de révocation", "Reden van intrekking", "Grund der Sperrung"],
    ),
];

pub(super) const STEPS: &str = labels![
    ("preflight", ["Checking the card", "Vérification de la carte", "De kaart nakijken", "Karte prüfen"]),
    ("card", ["Reading the card", "Lecture de la carte", "De kaart lezen", "Karte lesen"]),
    ("qualities", ["Asking for your rights", "Demande de vos droits", "Uw rechten opvragen", "Ihre Rechte abfragen"]),
    (
        "organization_types",
        [
            "Fetching the types of organisations",
            "Récupération des types d'organisations",
            "Soorten organisaties ophalen",
            "Arten von Organisationen abrufen",
        ],
    ),
    (
        "application_ids",
        [
            "Fetching existing application IDs",
            "Récupération des ID d'application existants",
            "Bestaande toepassings-ID's ophalen",
            "Vorhandene Anwendungs-IDs abrufen",
        ],
    ),
    ("contract", ["Fetching the contract", "Récupération du contrat", "Het contract ophalen", "Vertrag abrufen"]),
    (
        "review",
        [
            "Waiting for your agreement",
            "Attente de votre accord",
            "Wachten op uw akkoord",
            "Warten auf Ihre Zustimmung",
        ],
    ),
    ("key", ["Making the key", "Création de la clé", "De sleutel aanmaken", "Schlüssel erzeugen"]),
    ("csr", ["Making the request", "Création de la demande", "De aanvraag aanmaken", "Antrag erstellen"]),
    ("keystore", ["Saving the keystore", "Enregistrement du keystore", "De keystore bewaren", "Keystore speichern"]),
    (
        "sign",
        ["Signing with the card", "Signature avec la carte", "Ondertekenen met de kaart", "Mit der Karte signieren"],
    ),
    ("send", ["Sending the request", "Envoi de la demande", "De aanvraag versturen", "Antrag senden"]),
    (
        "wait",
        [
            "Waiting for the certificate",
            "Attente du certificat",
            "Wachten op het certificaat",
            "Warten auf das Zertifikat",
        ],
    ),
    (
        "certificate",
        ["Fetching the certificate", "Récupération du certificat", "Het certificaat ophalen", "Zertifikat abrufen"],
    ),
    (
        "chain",
        ["Checking the certificate", "Vérification du certificat", "Het certificaat nakijken", "Zertifikat prüfen"],
    ),
    (
        "etk_start",
        [
            "Starting the encryption key",
            "Démarrage de la clé de chiffrement",
            "De encryptiesleutel starten",
            "Verschlüsselungsschlüssel beginnen",
        ],
    ),
    (
        "etk_complete",
        [
            "Registering the encryption key",
            "Enregistrement de la clé de chiffrement",
            "De encryptiesleutel registreren",
            "Verschlüsselungsschlüssel registrieren",
        ],
    ),
    (
        "store_final",
        [
            "Storing the finished keystore",
            "Enregistrement du keystore terminé",
            "De afgewerkte keystore opslaan",
            "Fertigen Keystore speichern",
        ],
    ),
    (
        "etk_activate",
        [
            "Activating the encryption key",
            "Activation de la clé de chiffrement",
            "De encryptiesleutel activeren",
            "Verschlüsselungsschlüssel aktivieren",
        ],
    ),
    ("self_test", ["Testing the result", "Test du résultat", "Het resultaat testen", "Ergebnis testen"]),
    ("status", ["Asking for the status", "Demande du statut", "De status opvragen", "Status abfragen"]),
    (
        "revoke",
        ["Revoking the certificate", "Révocation du certificat", "Het certificaat intrekken", "Zertifikat sperren"],
    ),
    (
        "password",
        ["Changing the password", "Modification du mot de passe", "Het wachtwoord wijzigen", "Passwort ändern"],
    ),
    (
        "sign_identity",
        [
            "Signing with the card: who asks (PIN)",
            "Signature avec la carte : qui demande (PIN)",
            "Ondertekenen met de kaart: wie vraagt (PIN)",
            "Mit der Karte unterschreiben: wer fragt (PIN)",
        ],
    ),
    (
        "ask_earlier",
        [
            "Looking for an earlier request",
            "Recherche d'une demande antérieure",
            "Een eerdere aanvraag zoeken",
            "Frühere Anfrage suchen",
        ],
    ),
    (
        "store_key",
        [
            "Storing the key and reading it back",
            "Enregistrement et relecture de la clé",
            "De sleutel bewaren en teruglezen",
            "Schlüssel speichern und zurücklesen",
        ],
    ),
    (
        "sign_request",
        [
            "Signing the request with the card (PIN)",
            "Signature de la demande avec la carte (PIN)",
            "De aanvraag ondertekenen met de kaart (PIN)",
            "Anfrage mit der Karte unterschreiben (PIN)",
        ],
    ),
    ("submit", ["Sending the request", "Envoi de la demande", "De aanvraag verzenden", "Anfrage senden"]),
    (
        "delivery",
        ["Fetching the certificate", "Récupération du certificat", "Het certificaat ophalen", "Zertifikat abholen"],
    ),
    ("waiting", ["Waiting for eHealth", "Attente d'eHealth", "Wachten op eHealth", "Warten auf eHealth"]),
    (
        "store_certificate",
        [
            "Checking the chain and storing the certificate",
            "Vérification de la chaîne et enregistrement du certificat",
            "De keten nakijken en het certificaat bewaren",
            "Kette prüfen und Zertifikat speichern",
        ],
    ),
    (
        "revocation",
        [
            "Asking whether a certificate was revoked",
            "Vérification de la révocation",
            "Nagaan of een certificaat ingetrokken is",
            "Abfragen, ob ein Zertifikat widerrufen wurde",
        ],
    ),
    (
        "encryption_key",
        [
            "Making the encryption key",
            "Création de la clé de chiffrement",
            "De encryptiesleutel maken",
            "Verschlüsselungsschlüssel erzeugen",
        ],
    ),
    (
        "store_encryption_key",
        [
            "Storing the encryption key",
            "Enregistrement de la clé de chiffrement",
            "De encryptiesleutel bewaren",
            "Verschlüsselungsschlüssel speichern",
        ],
    ),
    (
        "etk_status",
        [
            "Asking what became of the encryption token",
            "Demande de l'état du jeton de chiffrement",
            "De toestand van het encryptietoken opvragen",
            "Stand des Verschlüsselungstokens abfragen",
        ],
    ),
    (
        "store_encryption_certificate",
        [
            "Answering the challenge and storing the encryption certificate",
            "Réponse au défi et enregistrement du certificat de chiffrement",
            "De uitdaging beantwoorden en het encryptiecertificaat bewaren",
            "Challenge beantworten und Verschlüsselungszertifikat speichern",
        ],
    ),
    (
        "etk_depot",
        [
            "Checking the published encryption token",
            "Vérification du jeton de chiffrement publié",
            "Het gepubliceerde encryptietoken nakijken",
            "Veröffentlichtes Verschlüsselungstoken prüfen",
        ],
    ),
    (
        "sign_revocation",
        [
            "Signing the revocation with the card (PIN)",
            "Signature de la révocation avec la carte (PIN)",
            "De intrekking ondertekenen met de kaart (PIN)",
            "Widerruf mit der Karte unterschreiben (PIN)",
        ],
    ),
    ("done", ["Done", "Terminé", "Klaar", "Fertig"]),
];
