//! The texts in one language, apart from the program: a module for browsers carries those in English alone
//! ([`super::ENGLISH_ALONE`]), and a page loads the language that it speaks.

use std::sync::OnceLock;

use super::{Code, ENGLISH_ALONE, Language, Text, card_label, label, table};
use crate::{Error, Result, identity::Catalogue, request::professions};

/// The packs that are there, by the number of their language. A pack that is installed stays for as long as the process.
static PACKS: [OnceLock<String>; Language::ALL.len()] = [const { OnceLock::new() }; Language::ALL.len()];
/// Four times what the largest pack has.
const MAX_PACK: usize = 256 << 10;

/// What has names, beside the errors with their texts.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Field,
    Step,
    /// A line of a check of card and reader.
    Check,
    /// Something on a card.
    Card,
    Profession,
    IdentifierType,
}

/// How the lines of a kind begin, in the order of [`Kind`].
const KINDS: [&str; 6] = ["field", "step", "check", "card", "profession", "type"];

/// The tables of names that are lists and nothing else.
const LABELS: [(Kind, &str); 4] = [
    (Kind::Field, label::FIELDS),
    (Kind::Step, label::STEPS),
    (Kind::Check, card_label::CHECKS),
    (Kind::Card, card_label::FIELDS),
];

/// The pack of a language: lines of three fields with tabs between. For each name, its kind, its key and the name; for
/// each code, its number, its message and its advice.
pub fn pack(language: Language) -> String {
    let labels = LABELS.into_iter().flat_map(|(kind, table)| {
        label::keys(table).map(move |key| (kind, key, label::find(kind, table, key, language)))
    });
    let professions = professions().iter().map(|p| (Kind::Profession, p.id, p.name(language)));
    let types = Catalogue::built_in().types().iter();
    let types = types.map(|t| (Kind::IdentifierType, t.code.as_str(), t.name(language)));
    let names = labels.chain(professions).chain(types);
    let names = names.map(|(kind, key, name)| format!("{}\t{key}\t{name}\n", KINDS[kind as usize]));
    let texts = table::all().map(|code| {
        let text = code.text(language);
        format!("{}\t{}\t{}\n", code.number(), text.message, text.advice)
    });
    names.chain(texts).collect()
}

/// Takes the pack of a language, as [`pack`] wrote it. The first one stays; lines of codes and keys that are not known are
/// never asked for.
///
/// # Errors
/// [`Code::INVALID_ARGUMENT`]: it is no pack.
pub fn install(language: Language, pack: String) -> Result<()> {
    if pack.len() > MAX_PACK || !pack.lines().all(is_line) {
        return Err(Error::new(Code::INVALID_ARGUMENT).with("what", "texts").field("texts"));
    }
    // It may be there: from before, or from another thread.
    let _ = PACKS[language as usize].set(pack);
    Ok(())
}

fn is_line(line: &str) -> bool {
    let mut fields = line.split('\t');
    let known = fields.next().is_some_and(|first| KINDS.contains(&first) || first.parse::<u16>().is_ok());
    known && fields.count() == 2
}

/// The name of something, from an installed pack.
pub(crate) fn installed(language: Language, kind: Kind, key: &str) -> Option<&'static str> {
    find(language, format_args!("{}\t{key}\t", KINDS[kind as usize]))
}

/// The texts of a code, from an installed pack.
pub(super) fn installed_text(language: Language, code: Code) -> Option<Text> {
    let (message, advice) = find(language, format_args!("{}\t", code.number()))?.split_once('\t')?;
    Some(Text { message, advice })
}

/// What follows in the line that begins so.
fn find(language: Language, begin: std::fmt::Arguments<'_>) -> Option<&'static str> {
    // A program that has every text in itself never comes here, and need not have the search either. Tests do.
    if !ENGLISH_ALONE && !cfg!(test) {
        return None;
    }
    let begin = begin.to_string();
    PACKS[language as usize].get()?.lines().find_map(|line| line.strip_prefix(begin.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Profession;

    /// Every name: German as a program with English alone finds it, then English and German of this one.
    fn names() -> Vec<[String; 3]> {
        use Language::{De, En};
        let mut names = Vec::new();
        for (kind, table) in LABELS {
            for key in label::keys(table) {
                let name = |language| label::find(kind, table, key, language).to_owned();
                let alone = format!("{key}\t{}\n", name(En)).leak();
                names.push([label::find(kind, alone, key, De).to_owned(), name(En), name(De)]);
            }
        }
        for profession in professions() {
            let alone = Profession { names: [profession.names[0], "", "", ""], ..*profession };
            names.push([alone.name(De), profession.name(En), profession.name(De)].map(str::to_owned));
        }
        for known in Catalogue::built_in().types() {
            let mut alone = known.clone();
            alone.names.truncate(1);
            names.push([alone.name(De), known.name(En), known.name(De)].map(str::to_owned));
        }
        names
    }

    #[test]
    fn a_pack_has_every_text() {
        // German alone: the packs are of the process, and no other test installs one.
        assert!(installed_text(Language::De, Code::INTERNAL).is_none());
        for unfit in
            ["1000", "1000\ta", "1000\ta\tb\tc", "x\ta\tb", "70000\ta\tb", "\ta\tb", "step\tcard", "step\tcard\ta\tb"]
        {
            assert_eq!(install(Language::De, unfit.into()).unwrap_err().code(), Code::INVALID_ARGUMENT, "{unfit}");
        }
        let large = "1000\ta\tb\n".repeat(MAX_PACK / 8);
        assert_eq!(install(Language::De, large).unwrap_err().code(), Code::INVALID_ARGUMENT);
        assert!(names().iter().all(|[found, english, _]| found == english));

        install(Language::De, pack(Language::De)).unwrap();
        for code in table::all() {
            let (found, text) = (installed_text(Language::De, code).unwrap(), code.text(Language::De));
            assert_eq!((found.message, found.advice), (text.message, text.advice), "{code:?}");
        }
        for [found, english, german] in names() {
            assert_eq!(found, german, "{english}");
        }
        assert!(names().iter().filter(|[_, english, german]| english != german).count() > 150);
        assert_eq!(label::find(Kind::Step, label::STEPS, "no_such_step", Language::De), "no_such_step");
        // The first one stays.
        install(Language::De, "1000\tother\tother\n".into()).unwrap();
        assert_ne!(installed_text(Language::De, Code::INTERNAL).unwrap().message, "other");
        assert!(installed_text(Language::Nl, Code::INTERNAL).is_none());
        assert!(installed(Language::Nl, Kind::Step, "card").is_none());
    }

    #[test]
    fn no_pack_comes_near_the_limit() {
        for language in Language::ALL {
            let pack = pack(language);
            assert!(pack.lines().all(is_line) && pack.len() < MAX_PACK / 4, "{}", pack.len());
            // The module for browsers takes no longer text.
            assert!(pack.encode_utf16().count() < 64 << 10);
        }
    }
}
