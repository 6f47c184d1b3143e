//! What a keystore tells at a glance: with a password that may fit, or without any. Keys stay encrypted and the MAC is
//! not asked, which is what most of the time of an old keystore goes into; nothing may be trusted because of it.

use super::{Shape, inspect, is_dummy, read};
use crate::{
    Code, Error, Result, Timestamp,
    certificate::{Certificate, key_usage},
    flow::REPLACEMENT_PERIOD_DAYS,
    request::Password,
    subject::{DistinguishedName, FileIdentity},
};

/// A certificate of a keystore whose keys were not decrypted.
#[derive(Clone, Debug)]
pub struct StoredCertificate {
    /// The certificate.
    pub certificate: Certificate,
    /// The name of its entry.
    pub alias: Option<String>,
    /// Whether a private key with the same localKeyID is there.
    pub with_key: bool,
    /// When it was revoked, as far as the keystore was told ([`super::Keystore::revoked`]).
    pub revoked: Option<Timestamp>,
}

/// The certificates of a keystore, without its keys and without its MAC. Where they are not encrypted, the password does
/// not matter. Errors: as [`super::Keystore::open`].
pub fn certificates(bytes: &[u8], password: &Password) -> Result<Vec<StoredCertificate>> {
    read::certificates(bytes, password)
}

/// What is known of a surveyed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SurveyState {
    /// The certificate was read.
    Read,
    /// The certificate was read; it is revoked.
    Revoked,
    /// A request was made and its certificate is not here yet.
    Pending,
    /// A keystore without a certificate of a key.
    Empty,
    /// None of the passwords opens it.
    Locked,
    /// Not a keystore, damaged, or of a kind that is not read: see the problem.
    Unreadable,
}

/// What a file tells.
#[derive(Clone, Debug)]
pub struct Survey {
    /// What is known.
    pub state: SurveyState,
    /// What the name of the file says.
    pub identity: Option<FileIdentity>,
    /// What shows without a password.
    pub shape: Option<Shape>,
    /// DN, RFC 2253; empty where it is not known.
    pub dn: String,
    /// Serial number, decimal; empty where it is not known.
    pub serial: String,
    /// First second of validity.
    pub not_before: Option<Timestamp>,
    /// Last second of validity.
    pub not_after: Option<Timestamp>,
    /// Whole days until then, negative after it; nothing where there is nothing to renew.
    pub days_left: Option<i64>,
    /// When the certificate was revoked, as far as the keystore was told.
    pub revoked: Option<Timestamp>,
    /// Whether a renewal is possible by the calendar.
    pub in_replacement_period: bool,
    /// Keys for encryption, present and past.
    pub encryption_keys: usize,
    /// Why it was not read.
    pub problem: Option<Error>,
}

/// A file to survey.
#[derive(Clone, Debug)]
pub struct SurveyInput {
    /// Its content.
    pub bytes: Vec<u8>,
    /// Its name, without folder.
    pub name: String,
    /// What to try; the first that opens it counts.
    pub passwords: Vec<Password>,
}

/// Surveys a file of this name; the first password that opens it counts.
pub fn survey(bytes: &[u8], name: &str, passwords: &[Password], now: Timestamp) -> Survey {
    let input = SurveyInput { bytes: bytes.to_vec(), name: name.to_owned(), passwords: passwords.to_vec() };
    survey_many(std::slice::from_ref(&input), now).pop().unwrap_or_else(|| Survey::unread(name))
}

/// Surveys many files, in their order: several times as fast as one after the other, since what old keystores take
/// their time for is done side by side. A few dozen at once are enough for that.
pub fn survey_many(files: &[SurveyInput], now: Timestamp) -> Vec<Survey> {
    let mut out: Vec<Survey> = files.iter().map(|file| Survey::unread(&file.name)).collect();
    // A file without a password is tried with the empty one: its certificates may not be encrypted.
    let none = [Password::from(String::new())];
    let mut open: Vec<usize> = Vec::new();
    for (at, file) in files.iter().enumerate() {
        match inspect(&file.bytes) {
            Ok(shape) => {
                out[at].shape = Some(shape);
                open.push(at);
            }
            Err(error) => out[at].problem = Some(error),
        }
    }
    let forms: Vec<Vec<Password>> = files
        .iter()
        .map(|file| if file.passwords.is_empty() { &none[..] } else { &file.passwords })
        .map(|list| list.iter().flat_map(|p| [Some(p.clone()), read::as_octets(p)]).flatten().collect())
        .collect();
    for turn in 0.. {
        let tried: Vec<(usize, &Password)> = open.iter().filter_map(|at| Some((*at, forms[*at].get(turn)?))).collect();
        if tried.is_empty() {
            return out;
        }
        let keystores: Vec<(&[u8], &Password)> =
            tried.iter().map(|(at, p)| (files[*at].bytes.as_slice(), *p)).collect();
        for ((at, _), found) in tried.iter().zip(read::certificates_many(&keystores)) {
            match found {
                Ok(all) => {
                    out[*at].tell(&all, now);
                    open.retain(|other| other != at);
                }
                Err(error) => out[*at].fail(error),
            }
        }
    }
    out
}

impl Survey {
    fn unread(name: &str) -> Self {
        Self {
            state: SurveyState::Unreadable,
            identity: FileIdentity::of_file_name(name),
            shape: None,
            dn: String::new(),
            serial: String::new(),
            not_before: None,
            not_after: None,
            days_left: None,
            revoked: None,
            in_replacement_period: false,
            encryption_keys: 0,
            problem: None,
        }
    }

    fn fail(&mut self, problem: Error) {
        let locked = problem.code() == Code::KEYSTORE_PASSWORD_WRONG;
        self.state = if locked { SurveyState::Locked } else { SurveyState::Unreadable };
        self.problem = Some(problem);
    }

    fn tell(&mut self, all: &[StoredCertificate], now: Timestamp) {
        self.problem = None;
        let named =
            |c: &&StoredCertificate| c.alias.as_ref().is_some_and(|a| a.eq_ignore_ascii_case(super::AUTHENTICATION));
        let usage = |c: &Certificate| c.key_usage().ok().flatten().unwrap_or_default();
        let encrypts = |c: &&StoredCertificate| {
            let wanted = key_usage::KEY_ENCIPHERMENT | key_usage::DATA_ENCIPHERMENT;
            !is_dummy(&c.certificate) && usage(&c.certificate) & wanted == wanted
        };
        self.encryption_keys = all.iter().filter(|c| c.with_key && encrypts(c)).count();
        // The authentication key by its name; in a keystore of another program the certificate of a key that signs.
        let found = all
            .iter()
            .find(|c| c.with_key && named(c))
            .or_else(|| all.iter().find(|c| c.with_key && !encrypts(c)))
            .or_else(|| all.iter().find(|c| c.with_key));
        let Some(found) = found else {
            self.state = SurveyState::Empty;
            return;
        };
        let leaf = &found.certificate;
        if is_dummy(leaf) {
            self.state = SurveyState::Pending;
            return;
        }
        self.state = SurveyState::Read;
        self.dn = DistinguishedName::from_der(leaf.subject_der()).map(|n| n.to_rfc2253()).unwrap_or_default();
        self.serial = leaf.serial_decimal();
        let days_left = now.days_until(leaf.not_after());
        self.not_before = Some(leaf.not_before());
        self.not_after = Some(leaf.not_after());
        self.revoked = found.revoked;
        if found.revoked.is_some() {
            self.state = SurveyState::Revoked;
            return;
        }
        self.days_left = Some(days_left);
        self.in_replacement_period = (0..REPLACEMENT_PERIOD_DAYS).contains(&days_left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        key::{KeyAlgorithm, PrivateKey},
        keystore::{Keystore, Profile},
        random::OsRandom,
    };

    #[test]
    fn names_of_files() {
        let read = FileIdentity::of_file_name("NIHII-GUARD_POST=67999077,APP-1 20261124-104417.p12").unwrap();
        assert_eq!((read.identifier_type.as_str(), read.identifier.as_str()), ("NIHII-GUARD_POST", "67999077"));
        assert_eq!((read.application_id.as_deref(), read.requested.as_str()), (Some("APP-1"), "20261124-104417"));
        for bad in [
            "",
            "keystore.p12",
            "CBE=0123 2026",
            "=1 20261124-104417",
            "A B=1 20261124-104417",
            "CBE=1x 20261124-104417",
        ] {
            assert_eq!(FileIdentity::of_file_name(bad), None, "{bad}");
        }
    }

    #[test]
    fn every_state() {
        let now = Timestamp::parse("2026-11-24T12:00:00Z").unwrap();
        let password = |text: &str| Password::from(text.to_owned());
        let key = PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap();
        let store = Keystore::pending(key, None, now, &mut OsRandom).unwrap();
        let bytes = store.write(&password("Test-1234"), Profile::Ehealth, &mut OsRandom).unwrap();
        let state = |bytes: &[u8], passwords: &[Password]| survey(bytes, "k.p12", passwords, now).state;
        assert_eq!(state(&bytes, &[password("wrong"), password("Test-1234")]), SurveyState::Pending);
        assert_eq!(state(&bytes, &[password("wrong")]), SurveyState::Locked);
        assert_eq!(state(&bytes, &[]), SurveyState::Locked);
        assert_eq!(state(b"<html>", &[]), SurveyState::Unreadable);
        assert_eq!(state(&bytes[..bytes.len() - 1], &[password("Test-1234")]), SurveyState::Unreadable);
        let empty = Keystore::default().write(&password("Test-1234"), Profile::Modern, &mut OsRandom).unwrap();
        assert_eq!(state(&empty, &[password("Test-1234")]), SurveyState::Empty);
    }
}
