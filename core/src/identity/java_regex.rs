//! Expressions in Java syntax, run in linear time.
//!
//! The RA gives a validation expression for each organisation type "in Java syntax". Java's engine tries
//! alternatives one after the other and can take exponential time, so the expression is translated for
//! the `regex` crate, which cannot. What has no equal there (backreferences, lookaround inside the
//! expression, atomic groups) is refused by name. `java.util.regex.Matcher.matches()` is meant: the whole
//! text must match.
//!
//! Text with control characters or line separators never matches. No identifier has any, and without
//! them `$`, `\Z` and `\z` are the same thing, and `.` is every character.

mod class;
mod parse;

use regex::{Regex, RegexBuilder};

use crate::{Code, Error, Result};

/// An expression has at most this many characters; a list of all organisation numbers would be no rule.
pub const MAX_PATTERN: usize = 4096;
/// Compiled automata beyond this size (octets) are refused: `(\d{1,9999}){1,9999}` is short to write.
const MAX_COMPILED: usize = 1 << 20;

/// A translated expression.
#[derive(Clone, Debug)]
pub struct Pattern {
    whole: Regex,
    /// Lookaheads at the start: expression, and whether it must match.
    conditions: Vec<(Regex, bool)>,
}

fn invalid(detail: impl ToString) -> Error {
    Error::new(Code::PATTERN_INVALID).detail(detail)
}

fn unsupported(construct: &str) -> Error {
    Error::new(Code::PATTERN_UNSUPPORTED).with("construct", construct)
}

impl Pattern {
    /// Translates an expression in Java's syntax.
    ///
    /// # Errors
    /// [`Code::PATTERN_UNSUPPORTED`] with `{construct}`, [`Code::PATTERN_INVALID`] (not an expression, or
    /// too large).
    pub fn translate(java: &str) -> Result<Self> {
        if java.chars().count() > MAX_PATTERN {
            return Err(invalid("the expression is too long"));
        }
        let translated = parse::translate(java)?;
        let compile = |text: &str| {
            RegexBuilder::new(text)
                .size_limit(MAX_COMPILED)
                .dfa_size_limit(MAX_COMPILED)
                .nest_limit(250)
                .build()
                .map_err(|e| invalid(if matches!(e, regex::Error::CompiledTooBig(_)) { "too large" } else { "syntax" }))
        };
        let conditions = translated
            .conditions
            .iter()
            .map(|(text, wanted)| Ok((compile(&format!(r"\A(?:{text})"))?, *wanted)))
            .collect::<Result<Vec<_>>>()?;
        Ok(Self { whole: compile(&format!(r"\A(?:{})\z", translated.whole))?, conditions })
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        !text.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
            && self.conditions.iter().all(|(regex, wanted)| regex.is_match(text) == *wanted)
            && self.whole.is_match(text)
    }
}

#[cfg(test)]
#[path = "java_regex/tests.rs"]
mod tests;
