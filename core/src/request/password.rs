//! The password of a keystore.

use serde::Serialize;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::{Code, Error, Result};

/// A password: wiped when dropped, never shown.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(...)")
    }
}

impl From<String> for Password {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<Zeroizing<String>> for Password {
    fn from(text: Zeroizing<String>) -> Self {
        Self(text)
    }
}

impl Password {
    /// The text, for whoever derives a key from it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// From UTF-8 bytes, as they come over a language boundary; the bytes are wiped.
    /// [`Code::INVALID_ARGUMENT`] when they are not UTF-8.
    pub fn from_utf8(bytes: Vec<u8>) -> Result<Self> {
        let bytes = Zeroizing::new(bytes);
        let text = std::str::from_utf8(&bytes)
            .map_err(|_| Error::new(Code::INVALID_ARGUMENT).with("what", "password").field("password"))?;
        Ok(Self(Zeroizing::new(text.to_owned())))
    }

    /// Whether both are the same, in a time that depends on their lengths alone.
    pub fn same_as(&self, other: &Self) -> bool {
        bool::from(self.0.as_bytes().ct_eq(other.0.as_bytes()))
    }

    /// The ticks beside the field. `confirmation` is `None` as long as it was not typed.
    pub fn report(&self, confirmation: Option<&Self>) -> PasswordReport {
        let length = self.0.chars().count();
        PasswordReport {
            length: length >= PasswordReport::MIN,
            not_too_long: length <= PasswordReport::MAX,
            accepted_characters: self.0.bytes().all(|b| matches!(b, b' '..=b'~')),
            digit_or_symbol: self.0.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_punctuation()),
            letter: self.0.bytes().any(|b| b.is_ascii_alphabetic()),
            confirmation: confirmation.map(|c| self.same_as(c)),
        }
    }

    /// Every rule that this password and its confirmation break: nothing when both will do.
    pub fn check(&self, confirmation: &Self) -> Vec<Error> {
        self.report(Some(confirmation)).errors()
    }
}

/// The checks of a new password, each on its own. A keystore that exists already is opened with whatever
/// password it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PasswordReport {
    /// 8 characters or more.
    pub length: bool,
    /// 256 characters or fewer.
    pub not_too_long: bool,
    /// Printable ASCII only: what every keyboard has and every old program reads in the same way.
    pub accepted_characters: bool,
    /// A digit or a symbol at least.
    pub digit_or_symbol: bool,
    /// A letter at least.
    pub letter: bool,
    /// Typed twice in the same way; `None` when there is no confirmation yet.
    pub confirmation: Option<bool>,
}

impl PasswordReport {
    /// Fewest characters.
    pub const MIN: usize = 8;
    /// Most characters: a bound on the work of key derivation, far beyond what people type.
    pub const MAX: usize = 256;

    /// Whether the password may be used: every check passed, the confirmation too.
    pub fn is_ok(&self) -> bool {
        self.confirmation == Some(true) && self.errors().is_empty()
    }

    /// The failed checks, with the field `password` or `password_confirmation`.
    pub fn errors(&self) -> Vec<Error> {
        let mut errors = Vec::new();
        for (passed, code, field) in [
            (self.length, Code::PASSWORD_TOO_SHORT, "password"),
            (self.not_too_long, Code::PASSWORD_TOO_LONG, "password"),
            (self.accepted_characters, Code::PASSWORD_CHARACTERS, "password"),
            (self.digit_or_symbol, Code::PASSWORD_DIGIT_OR_SYMBOL, "password"),
            (self.letter, Code::PASSWORD_LETTER, "password"),
            (self.confirmation != Some(false), Code::PASSWORD_CONFIRMATION, "password_confirmation"),
        ] {
            if !passed {
                errors.push(Error::new(code).field(field));
            }
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(text: &str, confirmation: &str) -> Vec<Code> {
        let (password, confirmation) = (Password::from(text.to_owned()), Password::from(confirmation.to_owned()));
        password.check(&confirmation).iter().map(Error::code).collect()
    }

    #[test]
    fn each_rule_alone() {
        for (text, codes) in [
            ("abcdef7", &[Code::PASSWORD_TOO_SHORT][..]),
            ("abcdefgh", &[Code::PASSWORD_DIGIT_OR_SYMBOL]),
            ("abc defgh", &[Code::PASSWORD_DIGIT_OR_SYMBOL]),
            ("12345678", &[Code::PASSWORD_LETTER]),
            ("abcdéfg8", &[Code::PASSWORD_CHARACTERS]),
            ("abcdefg8\t", &[Code::PASSWORD_CHARACTERS]),
            ("", &[Code::PASSWORD_TOO_SHORT, Code::PASSWORD_DIGIT_OR_SYMBOL, Code::PASSWORD_LETTER]),
            ("abcdefg8", &[]),
            ("abcdefg!", &[]),
            ("a longer one, in words", &[]),
        ] {
            assert_eq!(failed(text, text), codes, "{text}");
        }
        let long = "a1".repeat(129);
        assert_eq!(failed(&long, &long), [Code::PASSWORD_TOO_LONG]);
        assert_eq!(failed("abcdefg8", "abcdefg9"), [Code::PASSWORD_CONFIRMATION]);
        assert_eq!(failed("abcdefg8", "abcdefg"), [Code::PASSWORD_CONFIRMATION]);
    }

    #[test]
    fn nothing_is_shown_and_nothing_is_ready_without_confirmation() {
        let password = Password::from("abcdefg8".to_owned());
        assert_eq!(format!("{password:?}"), "Password(...)");
        let report = password.report(None);
        assert!(report.errors().is_empty() && !report.is_ok());
        assert!(password.report(Some(&password.clone())).is_ok());
    }
}
