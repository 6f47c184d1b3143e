//! The texts of errors in one language, apart from the program: a module for browsers carries those in English alone
//! (`ENGLISH_ALONE` of the table), and a page loads the language that it speaks.

use std::sync::OnceLock;

use super::{Code, Language, Text, table};
use crate::{Error, Result};

/// The packs that are there, by the number of their language. A pack that is installed stays for as long as the process.
static PACKS: [OnceLock<Vec<(u16, Text)>>; Language::ALL.len()] = [const { OnceLock::new() }; Language::ALL.len()];
/// Four times what the largest pack has.
const MAX_PACK: usize = 256 << 10;

/// The pack of a language: a line for each code, of its number, its message and its advice, with tabs between.
pub fn pack(language: Language) -> String {
    let row = |code: Code| {
        let text = code.text(language);
        format!("{}\t{}\t{}\n", code.number(), text.message, text.advice)
    };
    table::all().map(row).collect()
}

/// Takes the pack of a language, as [`pack`] wrote it. The first one stays; lines of codes that are not known are never asked for.
///
/// # Errors
/// [`Code::INVALID_ARGUMENT`]: it is no pack.
pub fn install(language: Language, pack: String) -> Result<()> {
    let unfit = || Error::new(Code::INVALID_ARGUMENT).with("what", "texts").field("texts");
    if pack.len() > MAX_PACK {
        return Err(unfit());
    }
    let mut rows = Vec::new();
    for line in pack.lines() {
        let mut fields = line.split('\t');
        let (Some(number), Some(message), Some(advice), None) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            return Err(unfit());
        };
        rows.push((number.parse().map_err(|_| unfit())?, message.to_owned(), advice.to_owned()));
    }
    // What is kept is never freed: nothing is, of a pack that comes again.
    if PACKS[language as usize].get().is_some() {
        return Ok(());
    }
    let kept = |text: String| -> &'static str { text.leak() };
    let rows = rows.into_iter().map(|(n, message, advice)| (n, Text { message: kept(message), advice: kept(advice) }));
    // Two threads with the same pack: one of them stays.
    let _ = PACKS[language as usize].set(rows.collect());
    Ok(())
}

/// The texts of a code from an installed pack.
pub(super) fn find(language: Language, code: Code) -> Option<Text> {
    let rows = PACKS[language as usize].get()?;
    rows.iter().find(|(number, _)| *number == code.number()).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pack_has_every_text() {
        // German alone: the packs are of the process, and no other test installs one.
        assert!(find(Language::De, Code::INTERNAL).is_none());
        for unfit in ["1000", "1000\ta", "1000\ta\tb\tc", "x\ta\tb", "70000\ta\tb"] {
            assert_eq!(install(Language::De, unfit.into()).unwrap_err().code(), Code::INVALID_ARGUMENT, "{unfit}");
        }
        let large = "1000\ta\tb\n".repeat(MAX_PACK / 8);
        assert_eq!(install(Language::De, large).unwrap_err().code(), Code::INVALID_ARGUMENT);

        install(Language::De, pack(Language::De)).unwrap();
        for code in table::all() {
            let (found, text) = (find(Language::De, code).unwrap(), code.text(Language::De));
            assert_eq!((found.message, found.advice), (text.message, text.advice), "{code:?}");
        }
        // The first one stays.
        install(Language::De, "1000\tother\tother\n".into()).unwrap();
        assert_ne!(find(Language::De, Code::INTERNAL).unwrap().message, "other");
        assert!(find(Language::Nl, Code::INTERNAL).is_none());
    }
}
