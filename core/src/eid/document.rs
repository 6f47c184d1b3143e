//! Kinds of identity documents.

use crate::Language;

/// A kind of document by its number on the card; unknown numbers are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentType(pub u8);

/// Number and names in the order of [`Language::ALL`]: English, French, Dutch, German.
const NAMES: [(u8, [&str; 4]); 36] = [
    (1, ["Belgian citizen", "Citoyen belge", "Belgische burger", "Belgischer Bürger"]),
    (
        2,
        [
            "Citizen of the European Community",
            "Citoyen de la Communauté européenne",
            "Burger van de Europese Gemeenschap",
            "Bürger der Europäischen Gemeinschaft",
        ],
    ),
    (
        3,
        [
            "Citizen from outside the European Community",
            "Ressortissant hors Communauté européenne",
            "Burger van buiten de Europese Gemeenschap",
            "Bürger von außerhalb der Europäischen Gemeinschaft",
        ],
    ),
    (6, ["Belgian child (Kids-ID)", "Enfant belge (Kids-ID)", "Belgisch kind (Kids-ID)", "Belgisches Kind (Kids-ID)"]),
    (7, ["Bootstrap card", "Carte d'amorçage", "Bootstrapkaart", "Bootstrap-Karte"]),
    (8, ["Habilitation card", "Carte d'habilitation", "Machtigingskaart", "Ermächtigungskarte"]),
    (11, ["A: limited stay", "A : séjour limité", "A: beperkt verblijf", "A: befristeter Aufenthalt"]),
    (12, ["B: unlimited stay", "B : séjour illimité", "B: onbeperkt verblijf", "B: unbefristeter Aufenthalt"]),
    (13, ["C: establishment", "C : établissement", "C: vestiging", "C: Niederlassung"]),
    (
        14,
        [
            "D: long-term resident of the EU",
            "D : résident de longue durée de l'UE",
            "D: langdurig ingezetene van de EU",
            "D: langfristig Aufenthaltsberechtigter der EU",
        ],
    ),
    (15, ["E: citizen of the Union", "E : citoyen de l'Union", "E: burger van de Unie", "E: Unionsbürger"]),
    (
        16,
        [
            "E+: citizen of the Union, permanent stay",
            "E+ : citoyen de l'Union, séjour permanent",
            "E+: burger van de Unie, duurzaam verblijf",
            "E+: Unionsbürger, Daueraufenthalt",
        ],
    ),
    (
        17,
        [
            "F: family of a citizen of the Union",
            "F : membre de la famille d'un citoyen de l'Union",
            "F: familielid van een burger van de Unie",
            "F: Familienangehöriger eines Unionsbürgers",
        ],
    ),
    (
        18,
        [
            "F+: family of a citizen of the Union, permanent stay",
            "F+ : membre de la famille d'un citoyen de l'Union, séjour permanent",
            "F+: familielid van een burger van de Unie, duurzaam verblijf",
            "F+: Familienangehöriger eines Unionsbürgers, Daueraufenthalt",
        ],
    ),
    (19, ["H: European blue card", "H : carte bleue européenne", "H: Europese blauwe kaart", "H: Blaue Karte EU"]),
    (
        20,
        [
            "I: intra-corporate transferee",
            "I : personne transférée au sein d'une entreprise",
            "I: binnen een onderneming overgeplaatste persoon",
            "I: unternehmensintern transferierte Person",
        ],
    ),
    (
        21,
        [
            "J: mobile intra-corporate transferee",
            "J : personne transférée, mobilité de longue durée",
            "J: overgeplaatste persoon, langetermijnmobiliteit",
            "J: transferierte Person, langfristige Mobilität",
        ],
    ),
    (22, ["M: Brexit, limited stay", "M : Brexit, séjour", "M: brexit, verblijf", "M: Brexit, Aufenthalt"]),
    (
        23,
        [
            "N: Brexit, frontier worker",
            "N : Brexit, travailleur frontalier",
            "N: brexit, grensarbeider",
            "N: Brexit, Grenzarbeiter",
        ],
    ),
    (27, ["K: establishment", "K : établissement", "K: vestiging", "K: Niederlassung"]),
    (
        28,
        [
            "L: long-term resident of the EU",
            "L : résident de longue durée de l'UE",
            "L: langdurig ingezetene van de EU",
            "L: langfristig Aufenthaltsberechtigter der EU",
        ],
    ),
    (31, ["EU: citizen of the Union", "EU : citoyen de l'Union", "EU: burger van de Unie", "EU: Unionsbürger"]),
    (
        32,
        [
            "EU+: citizen of the Union, permanent stay",
            "EU+ : citoyen de l'Union, séjour permanent",
            "EU+: burger van de Unie, duurzaam verblijf",
            "EU+: Unionsbürger, Daueraufenthalt",
        ],
    ),
    (
        33,
        [
            "A: limited stay (new model)",
            "A : séjour limité (nouveau modèle)",
            "A: beperkt verblijf (nieuw model)",
            "A: befristeter Aufenthalt (neues Modell)",
        ],
    ),
    (
        34,
        [
            "B: unlimited stay (new model)",
            "B : séjour illimité (nouveau modèle)",
            "B: onbeperkt verblijf (nieuw model)",
            "B: unbefristeter Aufenthalt (neues Modell)",
        ],
    ),
    (
        35,
        [
            "F: family of a citizen of the Union (new model)",
            "F : membre de la famille d'un citoyen de l'Union (nouveau modèle)",
            "F: familielid van een burger van de Unie (nieuw model)",
            "F: Familienangehöriger eines Unionsbürgers (neues Modell)",
        ],
    ),
    (
        36,
        [
            "F+: family of a citizen of the Union, permanent stay (new model)",
            "F+ : membre de la famille d'un citoyen de l'Union, séjour permanent (nouveau modèle)",
            "F+: familielid van een burger van de Unie, duurzaam verblijf (nieuw model)",
            "F+: Familienangehöriger eines Unionsbürgers, Daueraufenthalt (neues Modell)",
        ],
    ),
    (61, ["Child: EU", "Enfant : EU", "Kind: EU", "Kind: EU"]),
    (62, ["Child: EU+", "Enfant : EU+", "Kind: EU+", "Kind: EU+"]),
    (63, ["Child: A", "Enfant : A", "Kind: A", "Kind: A"]),
    (64, ["Child: B", "Enfant : B", "Kind: B", "Kind: B"]),
    (65, ["Child: K", "Enfant : K", "Kind: K", "Kind: K"]),
    (66, ["Child: L", "Enfant : L", "Kind: L", "Kind: L"]),
    (67, ["Child: F", "Enfant : F", "Kind: F", "Kind: F"]),
    (68, ["Child: F+", "Enfant : F+", "Kind: F+", "Kind: F+"]),
    (69, ["Child: M", "Enfant : M", "Kind: M", "Kind: M"]),
];

impl DocumentType {
    /// Every number that has a name.
    pub fn known() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|(number, _)| Self(*number))
    }

    /// From the one or two digits of the card.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit());
        if fits { text.parse().ok().map(Self) } else { None }
    }

    /// The name of the kind; `Document 99` in the language when it is unknown.
    pub fn name(self, language: Language) -> String {
        match NAMES.iter().find(|(number, _)| *number == self.0) {
            Some((_, names)) => names[language as usize].to_owned(),
            None => match language {
                Language::De => format!("Dokument {}", self.0),
                _ => format!("Document {}", self.0),
            },
        }
    }

    /// Whether it is a child's card.
    pub fn is_child(self) -> bool {
        matches!(self.0, 6 | 61..=69)
    }

    /// Whether it is the card of someone without Belgian nationality.
    pub fn is_foreigner(self) -> bool {
        !matches!(self.0, 1 | 6 | 7 | 8)
    }
}

impl serde::Serialize for DocumentType {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_in_every_language() {
        assert_eq!(DocumentType::known().count(), 36);
        for kind in DocumentType::known() {
            for language in Language::ALL {
                assert!(!kind.name(language).starts_with("Do"), "{kind:?} {language:?}");
            }
            assert_eq!(DocumentType::parse(&kind.0.to_string()), Some(kind));
        }
        assert_eq!(DocumentType(99).name(Language::De), "Dokument 99");
        for text in ["", "123", "x", "+1"] {
            assert_eq!(DocumentType::parse(text), None, "{text}");
        }
        assert!(DocumentType(6).is_child() && !DocumentType(6).is_foreigner());
        assert!(DocumentType(65).is_child() && DocumentType(65).is_foreigner());
    }
}
