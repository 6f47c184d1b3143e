//! The built-in identifier types: what eHealth's own libraries know, used until the RA says better.

use serde::Serialize;

use super::java_regex::Pattern;
use crate::{
    Language,
    message::{ENGLISH_ALONE, Kind, installed},
};

/// What an identifier type identifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum HolderKind {
    /// A natural person.
    Person,
    /// An organisation, or a person's practice as one.
    Organization,
}

/// One identifier type of a [`super::Catalogue`].
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentifierType {
    /// The type as a certificate has it (`NIHII-PHARMACY`).
    pub code: String,
    /// Other names for the same thing: of eHealthBox (`INSS`), and what people say (`RIZIV`).
    pub aliases: Vec<String>,
    /// How many digits a number has; `None` when only the RA knows.
    pub length: Option<u8>,
    /// Person or organisation.
    pub holder: HolderKind,
    /// Names for people: language and text. The RA gives those that it has; built-in types have all four, but for those
    /// that are to be installed first ([`crate::message::install`]).
    pub names: Vec<(Language, String)>,
    /// The RA's expression for a valid number, in Java syntax, as it came.
    pub validation_regex: Option<String>,
    /// Names of check-digit algorithms, one of which must accept a number; none means that any number will do.
    pub check_digit_algorithms: Vec<String>,
    /// Base services that this type may ask for. Known only when [`Self::from_ra`].
    pub available_base_services: Vec<String>,
    /// Whether the RA gave this type, rather than ehcert's own list.
    pub from_ra: bool,
    #[serde(skip)]
    pub(super) rule: Rule,
    #[serde(skip)]
    pub(super) pattern: Option<Result<Pattern, crate::Error>>,
}

impl IdentifierType {
    /// The name in this language, or in English, or in any, or the code itself.
    pub fn name(&self, language: Language) -> &str {
        let find = |l| self.names.iter().find(|(have, _)| *have == l).map(|(_, text)| text.as_str());
        find(language)
            .or_else(|| installed(language, Kind::IdentifierType, &self.code))
            .or_else(|| find(Language::En))
            .or_else(|| self.names.first().map(|(_, text)| text.as_str()))
            .unwrap_or(&self.code)
    }
    /// Whether it is the type of a natural person's certificate.
    pub fn is_person(&self) -> bool {
        self.holder == HolderKind::Person
    }
}

/// How ehcert itself checks a number of a built-in type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// [`super::Ssin`].
    Ssin,
    /// The modulus of the RA's algorithm, without doubt.
    Certain,
    /// The modulus fits all known numbers, but nobody published the rule: a failure is a warning.
    Inferred,
    /// 97; 89 for numbers given since 2013; 83 in some programs.
    Nihii,
    /// No check digits.
    None,
    /// What the RA said.
    Ra,
}

/// A row of the table below.
struct Row {
    code: &'static str,
    length: u8,
    holder: HolderKind,
    rule: Rule,
    aliases: &'static [&'static str],
    /// In the order of [`Language::ALL`], a line each; English alone where the others are installed.
    names: &'static str,
}

macro_rules! rows {
    ($(row(
        $code:literal, $length:literal, $holder:ident, $rule:ident, $aliases:expr,
        [$en:literal, $fr:literal, $nl:literal, $de:literal $(,)?] $(,)?
    ),)*) => {
        &[$(Row {
            code: $code,
            length: $length,
            holder: HolderKind::$holder,
            rule: Rule::$rule,
            aliases: $aliases,
            names: if ENGLISH_ALONE { $en } else { concat!($en, "\n", $fr, "\n", $nl, "\n", $de) },
        },)*]
    };
}

pub(super) fn built_in() -> Vec<IdentifierType> {
    let owned = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect();
    ROWS.iter()
        .map(|row| {
            let algorithms: &[&str] = match row.rule {
                Rule::Certain | Rule::Inferred => &["CHECK-97-MOD-97"],
                Rule::Nihii => &["CHECK-97-MOD-97", "CHECK-89-MOD-89", "CHECK-83-MOD-83"],
                Rule::Ssin | Rule::None | Rule::Ra => &[],
            };
            IdentifierType {
                code: row.code.to_owned(),
                aliases: owned(row.aliases),
                length: Some(row.length),
                holder: row.holder,
                names: Language::ALL.into_iter().zip(row.names.split('\n').map(str::to_owned)).collect(),
                validation_regex: None,
                check_digit_algorithms: owned(algorithms),
                available_base_services: Vec::new(),
                from_ra: false,
                rule: row.rule,
                pattern: None,
            }
        })
        .collect()
}

const ROWS: &[Row] = rows![
    row(
        "SSIN",
        11,
        Person,
        Ssin,
        &["INSS", "NISS", "INSZ", "BIS"],
        [
            "National number of a person",
            "Numéro de registre national d'une personne",
            "Rijksregisternummer van een persoon",
            "Nationalregisternummer einer Person",
        ],
    ),
    row(
        "NIHII11",
        11,
        Person,
        Nihii,
        &["INAMI11", "RIZIV11"],
        [
            "NIHDI number of a care provider (11 digits)",
            "Numéro INAMI d'un prestataire (11 chiffres)",
            "RIZIV-nummer van een zorgverlener (11 cijfers)",
            "LIKIV-Nummer eines Leistungserbringers (11 Ziffern)",
        ],
    ),
    row(
        "CBE",
        10,
        Organization,
        Certain,
        &["KBO", "BCE"],
        [
            "Enterprise (enterprise number)",
            "Entreprise (numéro d'entreprise)",
            "Onderneming (ondernemingsnummer)",
            "Unternehmen (Unternehmensnummer)",
        ],
    ),
    row(
        "CBE-TREAT_CENTER",
        10,
        Organization,
        Certain,
        &["CBE-TREATMENT_CENTER"],
        [
            "Treatment centre (enterprise number)",
            "Centre de traitement (numéro d'entreprise)",
            "Behandelingscentrum (ondernemingsnummer)",
            "Behandlungszentrum (Unternehmensnummer)",
        ],
    ),
    row(
        "CBE-CONSORTIUM",
        10,
        Organization,
        Certain,
        &[],
        [
            "Consortium (enterprise number)",
            "Consortium (numéro d'entreprise)",
            "Consortium (ondernemingsnummer)",
            "Konsortium (Unternehmensnummer)",
        ],
    ),
    row(
        "EHP",
        10,
        Organization,
        Inferred,
        &[],
        [
            "Organisation with an eHealth-platform number",
            "Organisation avec numéro de la plate-forme eHealth",
            "Organisatie met een nummer van het eHealth-platform",
            "Organisation mit einer Nummer der eHealth-Plattform",
        ],
    ),
    row(
        "EHP-CTRL_ORGANISM",
        10,
        Organization,
        Inferred,
        &[],
        [
            "Inspection body with an eHealth-platform number",
            "Organisme de contrôle avec numéro de la plate-forme eHealth",
            "Controleorganisme met een nummer van het eHealth-platform",
            "Kontrollorgan mit einer Nummer der eHealth-Plattform",
        ],
    ),
    row(
        "SITESMUR",
        10,
        Organization,
        None,
        &[],
        [
            "Site of a mobile emergency group (SMUR/MUG)",
            "Site d'un service mobile d'urgence (SMUR)",
            "Site van een mobiele urgentiegroep (MUG)",
            "Standort eines mobilen Rettungsdienstes (SMUR)",
        ],
    ),
    row(
        "SITEPIT",
        10,
        Organization,
        None,
        &[],
        [
            "Site of a paramedical intervention team (PIT)",
            "Site d'une équipe d'intervention paramédicale (PIT)",
            "Site van een paramedisch interventieteam (PIT)",
            "Standort eines paramedizinischen Interventionsteams (PIT)",
        ],
    ),
    row(
        "SITE",
        4,
        Organization,
        None,
        &[],
        [
            "Site of a care institution",
            "Site d'un établissement de soins",
            "Vestigingsplaats van een zorginstelling",
            "Standort einer Pflegeeinrichtung",
        ],
    ),
    row(
        "NIHII",
        8,
        Organization,
        Nihii,
        &["INAMI", "RIZIV"],
        [
            "Care provider or institution (NIHDI number)",
            "Prestataire ou établissement de soins (numéro INAMI)",
            "Zorgverlener of zorginstelling (RIZIV-nummer)",
            "Leistungserbringer oder Pflegeeinrichtung (LIKIV-Nummer)",
        ],
    ),
    row("NIHII-PHARMACY", 8, Organization, Nihii, &[], ["Pharmacy", "Pharmacie", "Apotheek", "Apotheke"]),
    row(
        "NIHII-LABO",
        8,
        Organization,
        Nihii,
        &["NIHII-LABORATORY"],
        ["Laboratory", "Laboratoire", "Laboratorium", "Labor"],
    ),
    row(
        "NIHII-RETIREMENT",
        8,
        Organization,
        Nihii,
        &[],
        ["Retirement home", "Maison de repos", "Rusthuis", "Altenheim"],
    ),
    row(
        "NIHII-OTD_PHARMACY",
        8,
        Organization,
        Nihii,
        &[],
        [
            "Tarification office of pharmacies",
            "Office de tarification de pharmacies",
            "Tariferingsdienst van apotheken",
            "Tarifierungsstelle der Apotheken",
        ],
    ),
    row("NIHII-HOSPITAL", 8, Organization, Nihii, &[], ["Hospital", "Hôpital", "Ziekenhuis", "Krankenhaus"]),
    row(
        "NIHII-GROUP",
        8,
        Organization,
        Nihii,
        &[],
        ["Group of nurses", "Groupement d'infirmiers", "Groepering van verpleegkundigen", "Gruppe von Krankenpflegern",],
    ),
    row(
        "NIHII-PALLIATIVE_CARE",
        8,
        Organization,
        Nihii,
        &[],
        ["Palliative care team", "Équipe de soins palliatifs", "Palliatief zorgteam", "Palliativpflegeteam"],
    ),
    row(
        "NIHII-OFFICE_DENTISTS",
        8,
        Organization,
        Nihii,
        &[],
        ["Dental practice", "Cabinet de dentistes", "Tandartspraktijk", "Zahnarztpraxis"],
    ),
    row(
        "NIHII-MEDICAL_HOUSE",
        8,
        Organization,
        Nihii,
        &[],
        ["Community health centre", "Maison médicale", "Wijkgezondheidscentrum", "Medizinisches Haus"],
    ),
    row(
        "NIHII-OFFICE_DOCTORS",
        8,
        Organization,
        Nihii,
        &[],
        ["Doctors' practice", "Cabinet de médecins", "Artsenpraktijk", "Arztpraxis"],
    ),
    row(
        "NIHII-GROUP_DOCTORS",
        8,
        Organization,
        Nihii,
        &[],
        ["Group of doctors", "Groupement de médecins", "Groepering van artsen", "Ärztegruppe"],
    ),
    row(
        "NIHII-OF_BAND",
        8,
        Organization,
        Nihii,
        &[],
        [
            "Practice of orthotists (truss makers)",
            "Cabinet de bandagistes",
            "Praktijk van bandagisten",
            "Praxis von Bandagisten",
        ],
    ),
    row(
        "NIHII-PSYCH_HOUSE",
        8,
        Organization,
        Nihii,
        &[],
        [
            "Psychiatric nursing home",
            "Maison de soins psychiatriques",
            "Psychiatrisch verzorgingstehuis",
            "Psychiatrisches Pflegeheim",
        ],
    ),
    row(
        "NIHII-PROT_ACC",
        8,
        Organization,
        Nihii,
        &[],
        ["Sheltered housing", "Habitation protégée", "Beschut wonen", "Betreutes Wohnen"],
    ),
    row(
        "NIHII-HOME_SERVICES",
        8,
        Organization,
        Nihii,
        &[],
        [
            "Integrated home care service",
            "Service intégré de soins à domicile",
            "Geïntegreerde dienst voor thuisverzorging",
            "Integrierter Dienst für Hauspflege",
        ],
    ),
    row(
        "NIHII-OF_PHYSIOS",
        8,
        Organization,
        Nihii,
        &[],
        [
            "Physiotherapists' practice",
            "Cabinet de kinésithérapeutes",
            "Kinesitherapeutenpraktijk",
            "Praxis von Heilgymnasten",
        ],
    ),
    row(
        "NIHII-GUARD_POST",
        8,
        Organization,
        Nihii,
        &[],
        ["On-call post", "Poste de garde", "Wachtpost", "Bereitschaftsdienst"],
    ),
    row(
        "NIHII-BELRAI",
        8,
        Organization,
        Nihii,
        &[],
        [
            "Organisation that uses BelRAI",
            "Organisation qui utilise BelRAI",
            "Organisatie die BelRAI gebruikt",
            "Organisation, die BelRAI verwendet",
        ],
    ),
    row(
        "NIHII-BELRAI_SCREEN",
        8,
        Organization,
        Nihii,
        &[],
        [
            "Organisation that uses the BelRAI Screener",
            "Organisation qui utilise le BelRAI Screener",
            "Organisatie die de BelRAI Screener gebruikt",
            "Organisation, die den BelRAI Screener verwendet",
        ],
    ),
    row(
        "NIHII-GROUP_MIDWIVES",
        8,
        Organization,
        Nihii,
        &[],
        ["Group of midwives", "Groupement de sages-femmes", "Groepering van vroedvrouwen", "Gruppe von Hebammen"],
    ),
    row(
        "NIHII-AMBU_SERVICE",
        8,
        Organization,
        Nihii,
        &[],
        ["Ambulance service", "Service d'ambulances", "Ambulancedienst", "Krankenwagendienst"],
    ),
    row(
        "NIHII-LEGAL_PSY",
        8,
        Organization,
        Nihii,
        &[],
        [
            "Forensic psychiatric centre",
            "Centre de psychiatrie légale",
            "Forensisch psychiatrisch centrum",
            "Forensisch-psychiatrisches Zentrum",
        ],
    ),
    row(
        "NIHII-REEDUCATION",
        8,
        Organization,
        Nihii,
        &[],
        ["Rehabilitation centre", "Centre de rééducation", "Revalidatiecentrum", "Rehabilitationszentrum"],
    ),
    row(
        "NIHII-SORTING_CENTER",
        8,
        Organization,
        Nihii,
        &[],
        ["Triage centre", "Centre de tri", "Triagecentrum", "Triagezentrum"],
    ),
];
