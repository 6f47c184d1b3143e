//! Expressions in Java syntax, run in linear time.
//!
//! The RA gives a validation expression for each organisation type "in Java syntax". Java's engine tries alternatives one
//! after the other and can take exponential time, so expressions are run here in a way that cannot. What that way has no
//! equal for (backreferences, lookaround inside the expression, atomic groups) is refused by name.
//! `java.util.regex.Matcher.matches()` is meant: the whole text must match.
//!
//! Text with control characters or line separators never matches. No identifier has any, and without them `$`, `\Z` and
//! `\z` are the same thing, and `.` is every character.
//!
//! There are libraries for expressions, but none for Java's: they would have to be written anew in the syntax of one of
//! them, and what they bring beyond the steps of [`program`] (search in long texts, captures, their own parser and tables)
//! is many times as large as this module.

mod class;
mod parse;
mod program;

use program::Program;

use crate::{Code, Error, Result};

/// An expression has at most this many characters; a list of all organisation numbers would be no rule.
pub const MAX_PATTERN: usize = 4096;

/// A translated expression.
#[derive(Clone, Debug)]
pub struct Pattern {
    whole: Program,
    /// Lookaheads at the start: expression, and whether it must match.
    conditions: Vec<(Program, bool)>,
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
        let (node, conditions) = parse::parse(java)?;
        let conditions = conditions
            .iter()
            .map(|(node, wanted)| Ok((Program::prefix(node)?, *wanted)))
            .collect::<Result<Vec<_>>>()?;
        Ok(Self { whole: Program::whole(&node)?, conditions })
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        !text.iter().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
            && self.conditions.iter().all(|(program, wanted)| program.matches(&text) == *wanted)
            && self.whole.matches(&text)
    }
}

#[cfg(test)]
#[path = "java_regex/tests.rs"]
mod tests;
