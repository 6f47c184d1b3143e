//! E-mail addresses and phone numbers by the platform's rules.

use serde::{Deserialize, Serialize};

use crate::{Code, Error, Result};

/// Longest e-mail address.
const MAX_EMAIL: usize = 320;
/// Digits of a whole phone number: E.164 has 15 at most; fewer than 6 reach nobody from outside.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 6..=15;
/// What a person may type as a phone number.
const MAX_TYPED: usize = 64;

/// How the holder is reached when something is wrong with the certificate. The private data is
/// mandatory; of the general data, `None` and blank text mean that there is none.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ContactData {
    /// Personal e-mail address.
    pub email_private: String,
    /// General e-mail address of the organisation.
    pub email_general: Option<String>,
    /// Personal phone number.
    pub phone_private: String,
    /// General phone number of the organisation.
    pub phone_general: Option<String>,
}

impl std::fmt::Debug for ContactData {
    /// Without the data of a person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ContactData(...)")
    }
}

impl ContactData {
    /// The data in the form that is sent, or every error with its field (`email_private`,
    /// `email_general`, `phone_private`, `phone_general`).
    ///
    /// # Errors
    /// [`Code::FIELD_MISSING`] and those of [`check_email`] and [`normalise_phone`].
    pub fn validate(&self) -> std::result::Result<Self, Vec<Error>> {
        let mut errors = Vec::new();
        let mut field = |name: &'static str, text: Option<&str>, mandatory: bool, rule: fn(&str) -> Result<String>| {
            let text = text.map(str::trim).filter(|t| !t.is_empty());
            let result = match text {
                Some(text) => rule(text).map(Some),
                None if mandatory => Err(Error::new(Code::FIELD_MISSING)),
                None => Ok(None),
            };
            result.unwrap_or_else(|e| {
                errors.push(e.field(name));
                None
            })
        };
        let email_private = field("email_private", Some(&self.email_private), true, check_email);
        let email_general = field("email_general", self.email_general.as_deref(), false, check_email);
        let phone_private = field("phone_private", Some(&self.phone_private), true, normalise_phone);
        let phone_general = field("phone_general", self.phone_general.as_deref(), false, normalise_phone);
        match (email_private, phone_private) {
            (Some(email_private), Some(phone_private)) if errors.is_empty() => {
                Ok(Self { email_private, email_general, phone_private, phone_general })
            }
            _ => Err(errors),
        }
    }
}

/// An e-mail address as the platform accepts it, without spaces around it. The rule is that of the
/// platform's own client: dot-separated atoms, `@`, and a domain of two labels or more, all ASCII.
///
/// # Errors
/// [`Code::EMAIL_LENGTH`], [`Code::EMAIL_AT_SIGN`], [`Code::EMAIL_LOCAL_PART`], [`Code::EMAIL_DOMAIN`].
pub fn check_email(text: &str) -> Result<String> {
    let text = text.trim();
    if text.chars().count() > MAX_EMAIL {
        return Err(Code::EMAIL_LENGTH.into());
    }
    let Some((local, domain)) = text.split_once('@') else { return Err(Code::EMAIL_AT_SIGN.into()) };
    if domain.contains('@') {
        return Err(Code::EMAIL_AT_SIGN.into());
    }
    let atom = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c))
    };
    if !local.split('.').all(atom) {
        return Err(Code::EMAIL_LOCAL_PART.into());
    }
    let label = |part: &str| {
        let inside = |c: char| c.is_ascii_alphanumeric() || c == '-';
        !part.is_empty() && part.chars().all(inside) && !part.starts_with('-') && !part.ends_with('-')
    };
    if domain.split('.').count() < 2 || !domain.split('.').all(label) {
        return Err(Code::EMAIL_DOMAIN.into());
    }
    Ok(text.to_owned())
}

/// A typed phone number as digits, with `+` in front where the country is given: `0478/29.94.92` becomes
/// `0478299492`, `0032 (0)2 788 51 55` becomes `+3227885155`. The platform takes digits, spaces and a
/// leading `+` only.
///
/// # Errors
/// [`Code::PHONE_CHARACTERS`], [`Code::PHONE_LENGTH`].
pub fn normalise_phone(text: &str) -> Result<String> {
    let characters = || Error::from(Code::PHONE_CHARACTERS);
    if text.len() > MAX_TYPED {
        return Err(characters());
    }
    let is_separator = |c: char| c.is_whitespace() || "./-\u{2010}\u{2011}\u{2012}\u{2013}\u{B7}".contains(c);
    let compact: String = text.chars().filter(|c| !is_separator(*c)).collect();
    let (international, national) = match compact.strip_prefix('+').or_else(|| compact.strip_prefix("00")) {
        Some(rest) => (true, rest),
        None => (false, compact.as_str()),
    };
    // "(0)" after the country is dialled within it only.
    let national = if international { national.replacen("(0)", "", 1) } else { national.to_owned() };
    let digits: String = match (national.matches('(').count(), national.matches(')').count()) {
        (0, 0) => national,
        (1, 1) if national.find('(') < national.find(')') => national.replace(['(', ')'], ""),
        _ => return Err(characters()),
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(characters());
    }
    if !PHONE_DIGITS.contains(&digits.len()) {
        return Err(Error::new(Code::PHONE_LENGTH).with("found", digits.len()));
    }
    Ok(if international { format!("+{digits}") } else { digits })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_each_wrong_kind() {
        let long = format!("{}@example.be", "a".repeat(310));
        for (text, code) in [
            ("", Code::EMAIL_AT_SIGN),
            ("example.be", Code::EMAIL_AT_SIGN),
            ("a@b@example.be", Code::EMAIL_AT_SIGN),
            ("a@example.be, b@example.be", Code::EMAIL_AT_SIGN),
            ("@example.be", Code::EMAIL_LOCAL_PART),
            (".a@example.be", Code::EMAIL_LOCAL_PART),
            ("a.@example.be", Code::EMAIL_LOCAL_PART),
            ("a..b@example.be", Code::EMAIL_LOCAL_PART),
            ("a b@example.be", Code::EMAIL_LOCAL_PART),
            ("é@example.be", Code::EMAIL_LOCAL_PART),
            ("\"a\"@example.be", Code::EMAIL_LOCAL_PART),
            ("A <a@example.be>", Code::EMAIL_LOCAL_PART),
            ("a@", Code::EMAIL_DOMAIN),
            ("a@example", Code::EMAIL_DOMAIN),
            ("a@example.", Code::EMAIL_DOMAIN),
            ("a@.be", Code::EMAIL_DOMAIN),
            ("a@exam_ple.be", Code::EMAIL_DOMAIN),
            ("a@-example.be", Code::EMAIL_DOMAIN),
            ("a@example-.be", Code::EMAIL_DOMAIN),
            ("a@exämple.be", Code::EMAIL_DOMAIN),
            ("a@[127.0.0.1]", Code::EMAIL_DOMAIN),
            ("a@example.be\u{200B}", Code::EMAIL_DOMAIN),
            (&long, Code::EMAIL_LENGTH),
        ] {
            assert_eq!(check_email(text).unwrap_err().code(), code, "{text}");
        }
        for text in ["a@example.be", "A.b+c'd@sub-1.example.be", "x@1.2", &format!("{}@example.be", "a".repeat(309))] {
            assert_eq!(check_email(&format!(" {text} ")).unwrap(), text);
        }
    }

    #[test]
    fn numbers_as_people_type_them() {
        for (typed, sent) in [
            ("0478/29.94.92", "0478299492"),
            ("0478/299492", "0478299492"),
            ("02 788 51 55", "027885155"),
            ("02\u{A0}788\u{202F}51\u{2011}55", "027885155"),
            ("+32 2 788 51 55", "+3227885155"),
            ("0032 (0)2 788 51 55", "+3227885155"),
            ("+32(0)478-29-94-92", "+32478299492"),
            ("(02) 788.51.55", "027885155"),
        ] {
            assert_eq!(normalise_phone(typed).unwrap(), sent, "{typed}");
        }
    }

    #[test]
    fn numbers_of_each_wrong_kind() {
        for (typed, code) in [
            ("", Code::PHONE_CHARACTERS),
            ("+", Code::PHONE_CHARACTERS),
            ("call me", Code::PHONE_CHARACTERS),
            ("02 788 51 55 ext. 3", Code::PHONE_CHARACTERS),
            ("02 788 51 55, 02 788 51 56", Code::PHONE_CHARACTERS),
            ("32+27885155", Code::PHONE_CHARACTERS),
            ("++3227885155", Code::PHONE_CHARACTERS),
            ("(02 7885155", Code::PHONE_CHARACTERS),
            (")02( 7885155", Code::PHONE_CHARACTERS),
            ("٠٢٧٨٨٥١٥٥", Code::PHONE_CHARACTERS),
            ("02788\u{200B}5155", Code::PHONE_CHARACTERS),
            ("12345", Code::PHONE_LENGTH),
            ("1234567890123456", Code::PHONE_LENGTH),
        ] {
            assert_eq!(normalise_phone(typed).unwrap_err().code(), code, "{typed}");
        }
        assert_eq!(normalise_phone(&"1".repeat(65)).unwrap_err().code(), Code::PHONE_CHARACTERS);
    }

    #[test]
    fn every_field_has_its_own_error() {
        let errors = ContactData {
            email_private: " ".into(),
            email_general: Some("x".into()),
            phone_private: String::new(),
            phone_general: Some("x".into()),
        }
        .validate()
        .unwrap_err();
        let found: Vec<_> = errors.iter().map(|e| (e.field_name().unwrap(), e.code())).collect();
        assert_eq!(
            found,
            [
                ("email_private", Code::FIELD_MISSING),
                ("email_general", Code::EMAIL_AT_SIGN),
                ("phone_private", Code::FIELD_MISSING),
                ("phone_general", Code::PHONE_CHARACTERS),
            ]
        );
        let sent = ContactData {
            email_private: " a@example.be".into(),
            email_general: Some("  ".into()),
            phone_private: "02/788.51.55".into(),
            phone_general: None,
        }
        .validate()
        .unwrap();
        assert_eq!((sent.email_private.as_str(), sent.phone_private.as_str()), ("a@example.be", "027885155"));
        assert_eq!((sent.email_general, sent.phone_general), (None, None));
    }
}
