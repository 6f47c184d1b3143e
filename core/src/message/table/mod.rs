//! The rows, one file for each room.

use super::{Actor, Code, ENGLISH_ALONE, Entry, Retry};

/// Declares the codes of one room: a constant of [`Code`] for each, and the list `ROWS` of them.
macro_rules! codes {
    ($(
        $(#[$doc:meta])*
        $constant:ident = $number:literal $name:literal $retry:ident $actor:ident {
            en: $en:literal => $en_advice:literal,
            fr: $fr:literal => $fr_advice:literal,
            nl: $nl:literal => $nl_advice:literal,
            de: $de:literal => $de_advice:literal $(,)?
        }
    )*) => {
        impl Code {
            $(
                $(#[$doc])*
                pub const $constant: Self = Self(&Entry {
                    number: $number,
                    retry: Retry::$retry,
                    actor: Actor::$actor,
                    texts: if ENGLISH_ALONE {
                        concat!($name, "\n", $en, "\n", $en_advice)
                    } else {
                        concat!(
                            $name, "\n", $en, "\n", $en_advice, "\n", $fr, "\n", $fr_advice, "\n",
                            $nl, "\n", $nl_advice, "\n", $de, "\n", $de_advice
                        )
                    },
                });
            )*
        }
        pub(super) const ROWS: &[Code] = &[$(Code::$constant),*];
    };
}

mod driver;
mod eid;
mod etk;
mod flow;
mod general;
mod identity;
mod key;
mod keystore;
mod ra;
mod request;
mod trust;

/// The codes that checks of a form and previews give: a small part of the table, for a module that a page loads
/// before anything else.
pub fn of_forms() -> impl Iterator<Item = Code> {
    [general::ROWS, identity::ROWS, request::ROWS, key::ROWS, &[Code::CERTIFICATE_MALFORMED]]
        .into_iter()
        .flatten()
        .copied()
}

/// Every code there is.
pub fn all() -> impl Iterator<Item = Code> {
    [
        general::ROWS,
        identity::ROWS,
        request::ROWS,
        key::ROWS,
        keystore::ROWS,
        trust::ROWS,
        ra::ROWS,
        eid::ROWS,
        etk::ROWS,
        flow::ROWS,
        driver::ROWS,
    ]
    .into_iter()
    .flatten()
    .copied()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::Language;

    #[test]
    fn numbers_and_names_are_unique() {
        let mut numbers = HashSet::new();
        let mut names = HashSet::new();
        for code in all() {
            assert!(numbers.insert(code.number()), "{} is given twice", code.number());
            assert!(names.insert(code.name()), "{} is given twice", code.name());
            assert_eq!(Code::from_number(code.number()), Some(code));
            assert_eq!(Code::from_name(code.name()), Some(code));
        }
    }

    #[test]
    fn every_text_is_there_and_has_the_same_places_in_every_language() {
        let places = |text: &str| {
            let mut found: Vec<String> =
                text.split('{').skip(1).filter_map(|t| t.split_once('}')).map(|(p, _)| p.to_owned()).collect();
            found.sort();
            found
        };
        for code in all() {
            assert_eq!(code.0.texts.split('\n').count(), 9, "{code:?}");
            let english = code.text(Language::En);
            for language in Language::ALL {
                let text = code.text(language);
                assert!(!text.message.is_empty() && !text.advice.is_empty(), "{code:?} {language:?}");
                assert_eq!(places(text.message), places(english.message), "{code:?} {language:?} message");
                assert_eq!(places(text.advice), places(english.advice), "{code:?} {language:?} advice");
            }
        }
    }
}
