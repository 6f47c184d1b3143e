//! PKCS#12 keystores (RFC 7292): how an eHealth certificate lives on a disk.
//!
//! Reads what any program wrote (BER and DER, old and new encryption), writes what every program of this
//! field reads. Nothing that was in a keystore is lost by writing it again: keys of kinds that ehcert
//! cannot use, certificates outside chains and unknown bags are carried along.

mod dummy;
mod foreign;
mod kdf;
mod pbe;
mod pbkdf2;
mod read;
mod survey;
mod write;

pub use dummy::{dummy_certificate, is_dummy};
pub use pbe::MAX_ITERATIONS;
pub use read::{BagShape, Shape, inspect};
pub use survey::{StoredCertificate, Survey, SurveyInput, SurveyState, certificates, survey, survey_many};

use zeroize::Zeroizing;

use crate::{
    Code, Error, Result, Timestamp,
    asn1::{self, oid, tag},
    certificate::{Certificate, key_usage},
    key::PrivateKey,
    random::Random,
    request::Password,
};

/// Keystores larger than this are refused (the largest real ones, after many renewals, stay under 100 KiB).
pub const MAX_KEYSTORE: usize = 4 << 20;

/// The alias of the authentication key, compared without case (ehealth.md 3.2.3).
pub const AUTHENTICATION: &str = "authentication";

/// How a keystore is encrypted when it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// PBE-SHA1-3DES for keys and certificates, HMAC-SHA1: the one form that every reader from Java 6 and
    /// Windows XP to OpenSSL 3 (with `-legacy`) reads. 10,000 iterations, as current Java writes.
    #[default]
    Ehealth,
    /// PBES2 with AES-256 and HMAC-SHA-256: readers of about 2019 and later.
    Modern,
    /// The very form of Java 8: keys PBE-SHA1-3DES, certificates PBE-SHA1-RC2-40, 50,000 iterations, MAC
    /// HMAC-SHA1 with 100,000.
    JavaLegacy,
}

impl Profile {
    /// From `ehealth`, `modern` or `java-legacy`; empty is the default.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "" | "ehealth" => Some(Self::Ehealth),
            "modern" => Some(Self::Modern),
            "java-legacy" => Some(Self::JavaLegacy),
            _ => None,
        }
    }

    /// The form in which a stored keystore is written anew where nobody chose one: as modern as it was. Every form that
    /// old programs read becomes the one that all read.
    pub fn of_stored(bytes: &[u8]) -> Self {
        let modern = |s: Shape| s.bags.iter().any(|b| b.encryption.starts_with("PBES2"));
        if inspect(bytes).is_ok_and(modern) { Self::Modern } else { Self::Ehealth }
    }
}

/// A private key with the certificates that belong to it.
#[derive(Clone)]
pub struct KeyEntry {
    /// The name of the entry.
    pub alias: String,
    /// The key.
    pub key: PrivateKey,
    /// Its certificate, then the issuers'. Empty for a key without certificate.
    pub chain: Vec<Certificate>,
    /// Binds key and certificate inside the file; Java writes `Time <ms since 1970>`.
    local_key_id: Vec<u8>,
    /// Whom the certificate was asked for, RFC 2253, as long as it is not there.
    requested: Option<String>,
    /// When its certificate was revoked, as far as this keystore was told.
    revoked: Option<Timestamp>,
}

/// A certificate with a name and without key.
#[derive(Clone)]
pub struct TrustedEntry {
    /// The name of the entry.
    pub alias: String,
    /// The certificate.
    pub certificate: Certificate,
}

/// What ehcert cannot use but does not lose.
#[derive(Clone)]
enum Carried {
    /// A private key of another kind: its PrivateKeyInfo and its bag attributes.
    Key { pkcs8: Zeroizing<Vec<u8>>, attributes: Vec<u8> },
    /// A certificate bag that belongs to nothing: bag value and attributes.
    Certificate { value: Vec<u8>, attributes: Vec<u8> },
    /// Any other bag, whole.
    Bag(Vec<u8>),
}

/// An opened keystore.
#[derive(Clone, Default)]
pub struct Keystore {
    keys: Vec<KeyEntry>,
    trusted: Vec<TrustedEntry>,
    carried: Vec<Carried>,
}

impl std::fmt::Debug for Keystore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keystore({} keys, {} certificates)", self.keys.len(), self.trusted.len())
    }
}

impl Keystore {
    /// Opens a keystore.
    ///
    /// Errors: [`Code::KEYSTORE_PASSWORD_WRONG`]; [`Code::KEYSTORE_DAMAGED`]; [`Code::KEYSTORE_OTHER_FILE`] (says
    /// what the file is instead); [`Code::KEYSTORE_TOO_MANY_ITERATIONS`], before any work;
    /// [`Code::UNSUPPORTED_ALGORITHM`]; [`Code::TOO_LARGE`].
    pub fn open(bytes: &[u8], password: &Password) -> Result<Self> {
        read::open(bytes, password)
    }

    /// PKCS#12, with one password for the MAC and for every key.
    ///
    /// Errors: [`Code::PASSWORD_CHARACTERS`] for a password outside ASCII, which programs take for different octets:
    /// such a keystore is opened, and never written.
    pub fn write(&self, password: &Password, profile: Profile, random: &mut dyn Random) -> Result<Vec<u8>> {
        if !password.as_str().is_ascii() {
            return Err(Error::new(Code::PASSWORD_CHARACTERS).field("password"));
        }
        write::write(self, password, profile, random)
    }

    /// The keystore after step 1 of the procedure (ehealth.md 3.2.1): the key with a dummy certificate.
    /// `requested` is whom the certificate is asked for, RFC 2253: [`Self::requested_name`] tells it in step 2,
    /// on another day and perhaps without anything else that would know.
    pub fn pending(
        key: PrivateKey,
        requested: Option<String>,
        now: Timestamp,
        random: &mut dyn Random,
    ) -> Result<Self> {
        let dummy = dummy_certificate(&key, now, random)?;
        let mut store = Self::default();
        store.add_key(AUTHENTICATION, key, vec![dummy], now)?;
        if let [entry] = store.keys.as_mut_slice() {
            entry.requested = requested;
        }
        Ok(store)
    }

    /// Whom the certificate was asked for, RFC 2253, while it is not there yet. `None` for a keystore that the
    /// official program made. It stands in the key's unstructuredName attribute (PKCS #9), which other programs
    /// pass over.
    pub fn requested_name(&self) -> Option<&str> {
        self.authentication()?.requested.as_deref()
    }

    /// When the certificate was revoked, as far as this keystore was told: a revoked keystore is kept, since only it
    /// opens old messages, and says of itself that it is revoked. The mark stands where [`Self::requested_name`] stood.
    pub fn revoked(&self) -> Option<Timestamp> {
        self.authentication()?.revoked
    }

    /// Marks the certificate as revoked. A mark that is there already stays.
    pub fn mark_revoked(&mut self, now: Timestamp) -> Result<()> {
        let entry = self.keys.iter_mut().find(|e| same_alias(&e.alias, AUTHENTICATION));
        let entry = entry.ok_or(Code::KEYSTORE_NOT_PENDING)?;
        entry.revoked.get_or_insert(now);
        Ok(())
    }

    /// The entry `authentication` with its issued certificate. Errors: [`Code::KEYSTORE_NOT_PENDING`] when there is no
    /// such entry, [`Code::KEYSTORE_INCOMPLETE`] while its certificate is not there.
    pub fn issued(&self) -> Result<(&KeyEntry, &Certificate)> {
        let entry = self.authentication().ok_or(Code::KEYSTORE_NOT_PENDING)?;
        let leaf = entry.chain.first().filter(|c| !is_dummy(c)).ok_or(Code::KEYSTORE_INCOMPLETE)?;
        Ok((entry, leaf))
    }

    /// All entries with a usable key, in their order.
    pub fn keys(&self) -> &[KeyEntry] {
        &self.keys
    }
    /// All certificates that stand by themselves.
    pub fn trusted(&self) -> &[TrustedEntry] {
        &self.trusted
    }
    /// How many private keys there are that ehcert keeps but cannot use.
    pub fn unusable_keys(&self) -> usize {
        self.carried.iter().filter(|c| matches!(c, Carried::Key { .. })).count()
    }
    /// The key entry with this alias, compared without case.
    pub fn key(&self, alias: &str) -> Option<&KeyEntry> {
        self.keys.iter().find(|e| same_alias(&e.alias, alias))
    }
    /// The entry `authentication`.
    pub fn authentication(&self) -> Option<&KeyEntry> {
        self.key(AUTHENTICATION)
    }
    /// Every key that messages can be sealed to, present and past: those whose certificate says so
    /// (keyEncipherment and dataEncipherment, ehealth.md 4.2.1), whatever their alias.
    pub fn encryption_entries(&self) -> Vec<&KeyEntry> {
        let wanted = key_usage::KEY_ENCIPHERMENT | key_usage::DATA_ENCIPHERMENT;
        self.keys
            .iter()
            .filter(|e| !same_alias(&e.alias, AUTHENTICATION))
            .filter(|e| {
                let leaf = e.chain.first().filter(|c| !is_dummy(c));
                leaf.is_some_and(|c| c.key_usage().is_ok_and(|u| u.is_some_and(|u| u & wanted == wanted)))
            })
            .collect()
    }

    /// Whether every key and certificate of another keystore is here, under the same aliases.
    pub fn holds_all_of(&self, other: &Self) -> bool {
        let same_key = |e: &KeyEntry| {
            self.key(&e.alias).is_some_and(|mine| mine.key.public() == e.key.public() && mine.chain == e.chain)
        };
        let same_certificate = |e: &TrustedEntry| self.trusted.iter().any(|mine| mine.certificate == e.certificate);
        other.keys.iter().all(same_key)
            && other.trusted.iter().all(same_certificate)
            && self.carried.len() >= other.carried.len()
    }

    /// Adds a key. [`Code::KEYSTORE_ALIAS_TAKEN`] when there is one of this name.
    pub fn add_key(&mut self, alias: &str, key: PrivateKey, chain: Vec<Certificate>, now: Timestamp) -> Result<()> {
        if self.key(alias).is_some() {
            return Err(Error::new(Code::KEYSTORE_ALIAS_TAKEN).with("alias", alias));
        }
        // Java takes the identifier's number as the entry's date; it must be another for each key.
        let mut milliseconds = now.0.saturating_mul(1000);
        let taken = |store: &Self, id: &[u8]| store.keys.iter().any(|e| e.local_key_id == id);
        while taken(self, format!("Time {milliseconds}").as_bytes()) {
            milliseconds += 1;
        }
        let local_key_id = format!("Time {milliseconds}").into_bytes();
        self.keys.push(KeyEntry { alias: alias.to_owned(), key, chain, local_key_id, requested: None, revoked: None });
        Ok(())
    }

    /// Removes a key entry; `false` when there was none of this name.
    pub fn remove(&mut self, alias: &str) -> bool {
        let before = self.keys.len();
        self.keys.retain(|e| !same_alias(&e.alias, alias));
        self.keys.len() < before
    }

    /// Puts the issued chain into the entry `authentication`, and each certificate of it as a trusted entry
    /// (ehealth.md 3.2.2) under the alias that `alias` gives: its RFC 2253 subject.
    pub fn set_authentication_chain(
        &mut self,
        chain: Vec<Certificate>,
        alias: impl Fn(&Certificate) -> Result<String>,
    ) -> Result<()> {
        for certificate in &chain {
            let alias = alias(certificate)?;
            if !self.trusted.iter().any(|e| same_alias(&e.alias, &alias)) {
                self.trusted.push(TrustedEntry { alias, certificate: certificate.clone() });
            }
        }
        let entry = self.keys.iter_mut().find(|e| same_alias(&e.alias, AUTHENTICATION));
        let entry = entry.ok_or(Code::KEYSTORE_NOT_PENDING)?;
        entry.chain = chain;
        entry.requested = None;
        Ok(())
    }

    /// Carries the encryption keys of an older keystore over (ehealth.md 3.2.8), those that ehcert cannot use
    /// included: messages sealed to them stay sealed to them.
    pub fn carry_encryption_keys(&mut self, older: &Self) -> Result<()> {
        for entry in older.encryption_entries() {
            if self.key(&entry.alias).is_none() {
                self.keys.push(entry.clone());
            }
        }
        let keys = older.carried.iter().filter(|c| matches!(c, Carried::Key { .. }));
        self.carried.extend(keys.cloned());
        Ok(())
    }
}

fn same_alias(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || crate::unicode::lower(a) == crate::unicode::lower(b)
}

/// The values of a bag's attributes that ehcert knows.
#[derive(Default)]
struct Attributes {
    alias: Option<String>,
    local_key_id: Option<Vec<u8>>,
    requested: Option<String>,
    revoked: Option<Timestamp>,
    trusted: bool,
}

/// What stands before the time in the attribute of a key whose certificate is revoked.
const REVOKED: &str = "revoked ";

impl Attributes {
    fn parse(set: Option<asn1::Tlv<'_>>) -> Result<Self> {
        let mut found = Self::default();
        let Some(set) = set else { return Ok(found) };
        let mut list = set.reader();
        while !list.is_empty() {
            let mut attribute = list.read(tag::SEQUENCE)?.reader();
            let kind = attribute.oid()?;
            let mut values = attribute.read(tag::SET)?.reader();
            match kind {
                oid::FRIENDLY_NAME if !values.is_empty() => found.alias = Some(values.any()?.text()?),
                oid::LOCAL_KEY_ID if !values.is_empty() => found.local_key_id = Some(values.any()?.content.to_vec()),
                // Another program's may be of any kind: what is no text is not ours.
                oid::UNSTRUCTURED_NAME if !values.is_empty() => {
                    let text = values.any()?.text().ok();
                    found.revoked =
                        text.as_deref().and_then(|t| t.strip_prefix(REVOKED)).and_then(|t| Timestamp::parse(t).ok());
                    found.requested = text.filter(|_| found.revoked.is_none());
                }
                oid::JAVA_TRUSTED_KEY_USAGE => found.trusted = true,
                _ => {}
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests;
