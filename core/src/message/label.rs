//! Names of fields and of steps, for people.

use super::Language;

/// The name of a field of the caller's input, as [`super::Error::field_name`] gives it. An unknown field
/// is returned as it is.
pub fn field_label(field: &str, language: Language) -> &str {
    find(FIELDS, field, language)
}

/// The name of a step of a flow (present tense, as a progress line shows it). An unknown step is
/// returned as it is.
pub fn step_label(step: &str, language: Language) -> &str {
    find(STEPS, step, language)
}

fn find<'a>(rows: &[(&str, [&'static str; 4])], key: &'a str, language: Language) -> &'a str {
    rows.iter().find(|(k, _)| *k == key).map_or(key, |(_, texts)| texts[language as usize])
}

/// Texts in the order of [`Language::ALL`]: English, French, Dutch, German.
const FIELDS: &[(&str, [&str; 4])] = &[("identifier", ["Number", "Numéro", "Nummer", "Nummer"])];

const STEPS: &[(&str, [&str; 4])] =
    &[("preflight", ["Checking the card", "Vérification de la carte", "De kaart nakijken", "Karte prüfen"])];
