//! Capitals without diacritics, as the platform writes names and application ids.

use serde::Serialize;

/// Each list of characters names this many at most: enough to tell a person, whatever was pasted.
const MAX_LISTED: usize = 64;

/// A folded name, and what a person should be told about it.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FoldedName {
    /// The folded text. Invisible characters are still in it: nothing is dropped without a word.
    pub text: String,
    /// Whether it differs from what was given.
    pub changed: bool,
    /// Letters that became several (`ß` became `SS`), each once.
    pub expanded: Vec<String>,
    /// Characters beyond ASCII that are still there (Ø, Æ, Œ, Ł, Đ and other scripts), each once.
    pub unfolded: Vec<String>,
    /// Characters that nobody sees, as `U+200B`, each once: zero width, writing direction, control.
    pub invisible: Vec<String>,
}

impl std::fmt::Debug for FoldedName {
    /// Without the text, which is the name of a person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FoldedName").field("changed", &self.changed).field("invisible", &self.invisible).finish()
    }
}

/// Default-ignorable and control characters (Unicode's General_Category Cc and Cf where names meet them,
/// and the fillers that look like nothing).
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Upper case, then NFD, then without U+0300 to U+036F: what eHealth's client does to names and
/// application ids.
pub fn fold_name(name: &str) -> FoldedName {
    let mut out = FoldedName {
        text: String::with_capacity(name.len()),
        changed: false,
        expanded: Vec::new(),
        unfolded: Vec::new(),
        invisible: Vec::new(),
    };
    let once = |list: &mut Vec<String>, text: String| {
        if list.len() < MAX_LISTED && !list.contains(&text) {
            list.push(text);
        }
    };
    for c in name.chars() {
        if !c.is_ascii() && crate::unicode::upper(c.encode_utf8(&mut [0; 4])).chars().nth(1).is_some() {
            once(&mut out.expanded, c.to_string());
        }
    }
    out.text = crate::unicode::nfd(&crate::unicode::upper(name))
        .chars()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36F}'))
        .collect();
    for c in out.text.chars() {
        if is_invisible(c) {
            once(&mut out.invisible, format!("U+{:04X}", u32::from(c)));
        } else if !c.is_ascii() {
            once(&mut out.unfolded, c.to_string());
        }
    }
    // A mark that combines with nothing visible was removed with the diacritics; U+034F is one of those.
    if name.contains('\u{34F}') {
        once(&mut out.invisible, "U+034F".into());
    }
    out.changed = out.text != name;
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_without_diacritics() {
        for (from, to) in [
            ("Pharmacie de l'Été", "PHARMACIE DE L'ETE"),
            ("Müller-Lüdenscheidt", "MULLER-LUDENSCHEIDT"),
            ("çñåŞ", "CNAS"),
            ("e\u{301}", "E"),
            ("Groß", "GROSS"),
            ("ŉ", "ʼN"),
            ("ABC 1", "ABC 1"),
        ] {
            let folded = fold_name(from);
            assert_eq!((folded.text.as_str(), folded.changed), (to, from != to), "{from}");
        }
        assert_eq!(fold_name("Großß").expanded, ["ß"]);
    }

    #[test]
    fn letters_that_stay_are_said() {
        let folded = fold_name("Øster æøå Œuvre łódź Đorđe");
        assert_eq!(folded.text, "ØSTER ÆØA ŒUVRE ŁODZ ĐORĐE");
        assert_eq!(folded.unfolded, ["Ø", "Æ", "Œ", "Ł", "Đ"]);
        assert!(fold_name("Été").unfolded.is_empty());
        assert_eq!(fold_name("Привет").unfolded.len(), 6);
        let everything: String = ('\u{4E00}'..='\u{9FFF}').collect();
        assert_eq!(fold_name(&everything).unfolded.len(), MAX_LISTED);
    }

    #[test]
    fn what_nobody_sees_is_said_and_kept() {
        let folded = fold_name("A\u{200B}B\u{202E}C\u{200B}\tD\u{FEFF}");
        assert_eq!(folded.invisible, ["U+200B", "U+202E", "U+0009", "U+FEFF"]);
        assert_eq!(folded.text, "A\u{200B}B\u{202E}C\u{200B}\tD\u{FEFF}");
        assert_eq!(fold_name("A\u{34F}B").invisible, ["U+034F"]);
    }
}
