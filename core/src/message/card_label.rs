//! Names of what is on an identity card and of what is checked about it, for people.

use super::{
    Kind, Language,
    label::{find, labels},
};

/// The name of a line of a check of card and reader: a [`crate::eid::Finding`] or a [`crate::eid::DataCheck`]. An unknown
/// one is returned as it is.
pub fn check_label(check: &str, language: Language) -> &str {
    find(Kind::Check, CHECKS, check, language)
}

/// The name of something on a card: `surname`, `birth_place`... An unknown one is returned as it is.
pub fn card_label(field: &str, language: Language) -> &str {
    find(Kind::Card, FIELDS, field, language)
}

/// Texts in the order of [`Language::ALL`]: English, French, Dutch, German.
pub(super) const CHECKS: &str = labels![
    ("service", ["Card service", "Service des cartes", "Kaartdienst", "Kartendienst"]),
    ("readers", ["Card readers", "Lecteurs de cartes", "Kaartlezers", "Kartenleser"]),
    ("reader", ["Card in the reader", "Carte dans le lecteur", "Kaart in de lezer", "Karte im Leser"]),
    (
        "generation",
        ["Generation of the card", "Génération de la carte", "Generatie van de kaart", "Generation der Karte"],
    ),
    (
        "authentication",
        [
            "Authentication certificate",
            "Certificat d'authentification",
            "Authenticatiecertificaat",
            "Authentifizierungszertifikat",
        ],
    ),
    (
        "signature",
        ["Signature certificate", "Certificat de signature", "Handtekeningcertificaat", "Signaturzertifikat"],
    ),
    ("trusted", ["Issuer of the card", "Émetteur de la carte", "Uitgever van de kaart", "Aussteller der Karte"]),
    ("pin", ["PIN", "Code PIN", "Pincode", "PIN"]),
    ("age", ["Age of the holder", "Âge du titulaire", "Leeftijd van de houder", "Alter des Inhabers"]),
    (
        "registration_authority",
        ["Registration authority", "Autorité d'enregistrement", "Registratieautoriteit", "Registrierungsstelle"],
    ),
    ("identity", ["Identity data", "Données d'identité", "Identiteitsgegevens", "Identitätsdaten"]),
    ("address", ["Address", "Adresse", "Adres", "Adresse"]),
    ("photo", ["Photo", "Photo", "Foto", "Foto"]),
    (
        "holder",
        [
            "Certificates of this holder",
            "Certificats de ce titulaire",
            "Certificaten van deze houder",
            "Zertifikate dieses Inhabers",
        ],
    ),
    ("chip-number", ["Number of the chip", "Numéro de la puce", "Nummer van de chip", "Nummer des Chips"]),
    ("chip", ["Genuine chip", "Puce authentique", "Echte chip", "Echter Chip"]),
    ("validity", ["Validity of the card", "Validité de la carte", "Geldigheid van de kaart", "Gültigkeit der Karte"]),
    (
        "national-register",
        [
            "Certificate of the National Register",
            "Certificat du Registre national",
            "Certificaat van het Rijksregister",
            "Zertifikat des Nationalregisters",
        ],
    ),
];

pub(super) const FIELDS: &str = labels![
    ("document", ["Document", "Document", "Document", "Dokument"]),
    ("surname", ["Surname", "Nom", "Naam", "Name"]),
    ("given_names", ["Given names", "Prénoms", "Voornamen", "Vornamen"]),
    (
        "national_number",
        ["National number", "Numéro de registre national", "Rijksregisternummer", "Nationalregisternummer"],
    ),
    ("birth", ["Born", "Naissance", "Geboren", "Geboren"]),
    ("age", ["Age", "Âge", "Leeftijd", "Alter"]),
    ("sex", ["Sex", "Sexe", "Geslacht", "Geschlecht"]),
    ("male", ["male", "masculin", "mannelijk", "männlich"]),
    ("female", ["female", "féminin", "vrouwelijk", "weiblich"]),
    ("nationality", ["Nationality", "Nationalité", "Nationaliteit", "Staatsangehörigkeit"]),
    ("noble_condition", ["Title", "Titre", "Titel", "Titel"]),
    ("special_status", ["Special status", "Statut spécial", "Bijzondere status", "Besonderer Status"]),
    ("white_cane", ["white cane", "canne blanche", "witte stok", "weißer Stock"]),
    ("yellow_cane", ["yellow cane", "canne jaune", "gele stok", "gelber Stock"]),
    (
        "extended_minority",
        ["extended minority", "minorité prolongée", "verlengde minderjarigheid", "verlängerte Minderjährigkeit"],
    ),
    ("address", ["Address", "Adresse", "Adres", "Adresse"]),
    ("card_number", ["Card number", "Numéro de carte", "Kaartnummer", "Kartennummer"]),
    ("validity", ["Valid", "Validité", "Geldig", "Gültig"]),
    ("municipality", ["Issued at", "Délivrée à", "Afgegeven te", "Ausgestellt in"]),
    ("generation", ["Generation", "Génération", "Generatie", "Generation"]),
    ("chip", ["Chip", "Puce", "Chip", "Chip"]),
    ("photo", ["Photo", "Photo", "Foto", "Foto"]),
    ("title", ["Identity card", "Carte d'identité", "Identiteitskaart", "Personalausweis"]),
    ("checks", ["Checks", "Vérifications", "Controles", "Prüfungen"]),
];
