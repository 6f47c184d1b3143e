//! Names of files: legal on every system, and shown without national numbers.

use std::path::Path;

/// Longest name in bytes of UTF-8. File systems allow 255; Windows programs of old allow 260 characters
/// for folder and name together.
const MAX_NAME: usize = 200;
/// What an ending may be when a long name is cut in front of it (`.acc.p12` and the like).
const MAX_ENDING: usize = 16;
/// Length of a national number; nothing else in the name of a keystore has so many digits in a row.
const NATIONAL_NUMBER: usize = 11;

/// The nearest name that is legal on Windows, macOS and Linux, so that a folder can be moved between them.
/// A name that is legal already is returned as it is.
///
/// Characters that Windows refuses (`< > : " / \ | ? *` and control characters) become `_`, dots and
/// spaces at the end are dropped, the names of devices (`CON`, `LPT1`...) get a `_` in front, and what is
/// longer than 200 bytes is cut in front of its ending. An empty name becomes `_`.
pub fn legal_file_name(name: &str) -> String {
    let replaced: String =
        name.chars()
            .map(|c| {
                if c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*') {
                    '_'
                } else {
                    c
                }
            })
            .collect();
    let mut legal = replaced.trim_end_matches(['.', ' ']).to_owned();
    if legal.is_empty() || is_device(&legal) {
        legal.insert(0, '_');
    }
    if legal.len() > MAX_NAME {
        let ending = legal.rfind('.').map(|dot| legal.split_off(dot)).unwrap_or_default();
        let ending = if ending.len() > MAX_ENDING { String::new() } else { ending };
        let mut end = MAX_NAME - ending.len();
        while !legal.is_char_boundary(end) {
            end -= 1;
        }
        legal.truncate(end);
        // The cut may have uncovered what may not stand at the end.
        legal.truncate(legal.trim_end_matches(['.', ' ']).len());
        legal.push_str(&ending);
    }
    legal
}

/// Windows takes these for devices, whatever follows the first dot, in any case, and also with the
/// superscript digits of Latin-1.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end_matches(' ').to_uppercase();
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&stem.as_str()) {
        return true;
    }
    let number = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT")).unwrap_or_default();
    let mut digits = number.chars();
    matches!((digits.next(), digits.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
}

/// A path as errors and logs may show it: the national numbers in it are left out.
pub(super) fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let length = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
        let (digits, after) = from.split_at(length);
        out.push_str(before);
        out.push_str(if length >= NATIONAL_NUMBER { "…" } else { digits });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_legal_and_legal_names_stay() {
        let rows = [
            ("NIHII=10000007,ONCALL 20260101-120000.p12", "NIHII=10000007,ONCALL 20260101-120000.p12"),
            ("SSIN=71010112384 20251117-122425.acc-p12", "SSIN=71010112384 20251117-122425.acc-p12"),
            ("CBE=1,A/B\\C:D*?\"<>|.p12", "CBE=1,A_B_C_D______.p12"),
            ("../../etc/passwd", ".._.._etc_passwd"),
            ("tab\there\u{7f}\u{0}.p12", "tab_here__.p12"),
            ("ends. . ", "ends"),
            ("...", "_"),
            ("", "_"),
            ("con", "_con"),
            ("Lpt1.keystore.p12", "_Lpt1.keystore.p12"),
            ("COM².p12", "_COM².p12"),
            ("nul .p12", "_nul .p12"),
            ("COM10.p12", "COM10.p12"),
            ("CONTACT.p12", "CONTACT.p12"),
            ("été ß Ø.p12", "été ß Ø.p12"),
        ];
        for (given, want) in rows {
            assert_eq!(legal_file_name(given), want, "{given:?}");
            assert_eq!(legal_file_name(want), want, "legal names stay: {want:?}");
        }
    }

    #[test]
    fn long_names_are_cut_in_front_of_their_ending() {
        for filler in ["a", "é", "€", "𝄞", "x. "] {
            let name = legal_file_name(&format!("{}.p12", filler.repeat(400)));
            assert!(name.len() <= MAX_NAME && name.len() > MAX_NAME - 8, "{name}");
            assert!(name.ends_with(".p12") && !name.contains(" .p12"), "{name}");
            assert_eq!(legal_file_name(&name), name);
        }
        assert!(legal_file_name(&format!("a.{}", "b".repeat(400))).len() <= MAX_NAME);
    }

    // All numbers are fictional.
    #[test]
    fn national_numbers_are_not_shown() {
        let rows = [
            ("SSIN=71010112384 20251117-122425.p12", "SSIN=… 20251117-122425.p12"),
            ("71010112384", "…"),
            ("CBE=0200000043.p12", "CBE=0200000043.p12"),
            ("no digits", "no digits"),
        ];
        for (given, want) in rows {
            assert_eq!(shown(Path::new(given)), want);
        }
    }
}
