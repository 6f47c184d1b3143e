//! An opened keystore.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{
    error::{EhcertError, Problem},
    flow::profile_of,
    inspect::{CertificateView, view, views},
    live::Live,
    verify::{Trust, TrustInput},
};
use crate::{
    Code, Timestamp,
    certificate::Certificate,
    etk::{self, Etk},
    flow::OfflineStatus,
    keystore as store,
    random::OsRandom,
    request::Password,
    trust::Anchors,
};

type Result<T> = std::result::Result<T, EhcertError>;

/// An entry of a keystore.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct EntryView {
    /// Its name.
    pub alias: String,
    /// Whether it holds a private key.
    pub key: bool,
    /// Its certificates: that of the key first.
    pub certificates: Vec<CertificateView>,
}

/// What a keystore tells by itself.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct KeystoreStatus {
    /// The request was made and the certificate is not here yet.
    pub pending: bool,
    /// DN, RFC 2253; empty while pending.
    pub dn: String,
    /// Serial number, decimal; empty while pending.
    pub serial: String,
    /// Last second of validity.
    pub not_after: Option<i64>,
    /// Whole days until then, negative after it.
    pub days_left: Option<i64>,
    /// Whether a renewal is possible by the calendar.
    pub in_replacement_period: bool,
    /// Serial numbers (decimal) of the encryption keys, those of earlier certificates included.
    pub encryption_keys: Vec<String>,
    /// When the certificate was revoked, as far as the keystore was told.
    pub revoked: Option<i64>,
}

/// What came out of a sealed message.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct UnsealedMessage {
    /// The content.
    #[serde(with = "serde_bytes")]
    pub content: Vec<u8>,
    /// The sender's certificate, DER, where the message has it.
    #[serde(with = "serde_bytes")]
    pub sender: Option<Vec<u8>>,
    /// When the sender says that it was signed.
    pub signing_time: Option<i64>,
    /// What should be told.
    pub warnings: Vec<Problem>,
}

/// An opened keystore. May be used from several threads. Dropping (or closing) it wipes its keys and password.
#[cfg_attr(feature = "uniffi", derive(uniffi::Object))]
pub struct Keystore {
    inner: Mutex<Option<(store::Keystore, Password)>>,
    _live: Live,
}

impl Keystore {
    /// Does something with all keys to decrypt with, present and past.
    pub(super) fn unseal_with<T>(
        &self,
        work: impl FnOnce(&[etk::DecryptionKey<'_>]) -> crate::Result<T>,
    ) -> crate::Result<T> {
        let guard = self.lock();
        let (store, _) = guard.as_ref().ok_or(Code::WRONG_STATE)?;
        work(&decryption_keys(store))
    }

    fn with<T>(&self, work: impl FnOnce(&store::Keystore, &Password) -> crate::Result<T>) -> Result<T> {
        let guard = self.lock();
        let (store, password) = guard.as_ref().ok_or(Code::WRONG_STATE)?;
        Ok(work(store, password)?)
    }

    fn lock(&self) -> MutexGuard<'_, Option<(store::Keystore, Password)>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Keystore {
    /// Opens a keystore. The password is UTF-8 and is wiped.
    #[cfg_attr(feature = "uniffi", uniffi::constructor)]
    pub fn open(bytes: Vec<u8>, password: Vec<u8>) -> Result<Self> {
        let password = Password::from_utf8(password)?;
        let store = store::Keystore::open(&bytes, &password)?;
        Ok(Self { inner: Mutex::new(Some((store, password))), _live: Live::new() })
    }

    /// Wipes keys and password now; every later call fails with `WrongState`.
    pub fn wipe(&self) {
        self.lock().take();
    }

    /// All entries.
    pub fn entries(&self) -> Result<Vec<EntryView>> {
        self.with(|store, _| {
            let mut entries = Vec::new();
            for entry in store.keys() {
                let certificates = views(&entry.chain)?;
                entries.push(EntryView { alias: entry.alias.clone(), key: true, certificates });
            }
            for entry in store.trusted() {
                let certificates = vec![view(&entry.certificate)?];
                entries.push(EntryView { alias: entry.alias.clone(), key: false, certificates });
            }
            Ok(entries)
        })
    }

    /// What the keystore tells by itself.
    pub fn status(&self, now: i64) -> Result<KeystoreStatus> {
        self.with(|store, _| {
            let status = OfflineStatus::of(store, Timestamp(now))?;
            Ok(KeystoreStatus {
                pending: status.pending,
                dn: status.dn,
                serial: status.serial,
                not_after: status.not_after.map(|t| t.0),
                days_left: status.days_left,
                in_replacement_period: status.in_replacement_period,
                encryption_keys: status.encryption_keys,
                revoked: status.revoked.map(|t| t.0),
            })
        })
    }

    /// The certificates of the authentication key, DER, leaf first.
    pub fn authentication_chain(&self) -> Result<Vec<Vec<u8>>> {
        self.with(|store, _| {
            let entry = store.authentication().ok_or(Code::KEYSTORE_NOT_PENDING)?;
            Ok(entry.chain.iter().map(|c| c.der().to_vec()).collect())
        })
    }

    /// PublicKeyIdentifier of the authentication key, hexadecimal.
    pub fn public_key_identifier(&self) -> Result<String> {
        self.with(|store, _| {
            let entry = store.authentication().ok_or(Code::KEYSTORE_NOT_PENDING)?;
            Ok(super::flow::hex(&entry.key.public().identifier()))
        })
    }

    /// The keystore written anew with another form (`ehealth`, `modern`, `java-legacy`); nothing in it is lost.
    pub fn rewrap(&self, profile: String) -> Result<Vec<u8>> {
        let profile = profile_of(&profile)?;
        self.with(|store, password| store.write(password, profile, &mut OsRandom))
    }

    /// The keystore written anew with another password (UTF-8; wiped), which must meet the policy. The opened
    /// object keeps the old one.
    pub fn change_password(&self, new_password: Vec<u8>, profile: String) -> Result<Vec<u8>> {
        let new_password = Password::from_utf8(new_password)?;
        if let Some(error) = new_password.report(None).errors().into_iter().next() {
            return Err(error.into());
        }
        let profile = profile_of(&profile)?;
        self.with(|store, _| store.write(&new_password, profile, &mut OsRandom))
    }

    /// Seals a message to the owners of these encryption tokens. Each token is checked first: its binding, and
    /// its owner's chain up to `anchors` (DER; empty: the production roots). Whether the owner's certificate was
    /// revoked is not asked: that is [`Self::seal_unrevoked`].
    pub fn seal(&self, content: Vec<u8>, etks: Vec<Vec<u8>>, anchors: Vec<Vec<u8>>, now: i64) -> Result<Vec<u8>> {
        let anchors = anchors_of(&anchors)?;
        self.seal_by(&content, &etks, &etk::PathTrust::new(&anchors), Timestamp(now))
    }

    /// As [`Self::seal`], and every owner's certificate must be known not to be revoked, by the lists and responses in
    /// `trust` ([`super::flow::Flow::revocation_inquiry`] fetches them). A status that they do not tell is a refusal,
    /// whatever `trust.revocation` says. Without anchors the production roots count.
    pub fn seal_unrevoked(&self, content: Vec<u8>, etks: Vec<Vec<u8>>, trust: TrustInput, now: i64) -> Result<Vec<u8>> {
        let trust = Trust::for_keystore(&trust);
        self.seal_by(&content, &etks, &trust.path_trust_unrevoked(), Timestamp(now))
    }

    /// Opens a sealed message with the keys in this keystore, present and past. The sender's chain must lead to
    /// `anchors` (DER; empty: the production roots).
    pub fn unseal(&self, message: Vec<u8>, anchors: Vec<Vec<u8>>, now: i64) -> Result<UnsealedMessage> {
        let anchors = anchors_of(&anchors)?;
        self.unseal_by(&message, &etk::PathTrust::new(&anchors), true, Timestamp(now))
    }

    /// As [`Self::unseal`], and the sender's certificate must not be revoked, by the lists and responses in `trust`.
    /// A status that they do not tell is an error when `hard`, otherwise a warning. Without anchors the production
    /// roots count.
    pub fn unseal_unrevoked(
        &self,
        message: Vec<u8>,
        trust: TrustInput,
        hard: bool,
        now: i64,
    ) -> Result<UnsealedMessage> {
        let trust = Trust::for_keystore(&trust);
        self.unseal_by(&message, &trust.path_trust_unrevoked(), hard, Timestamp(now))
    }
}

impl Keystore {
    fn seal_by(&self, content: &[u8], etks: &[Vec<u8>], judge: &etk::PathTrust<'_>, now: Timestamp) -> Result<Vec<u8>> {
        self.with(|store, _| {
            let entry = store.authentication().ok_or(Code::KEYSTORE_NOT_PENDING)?;
            let policy = etk::EtkPolicy { trust: Some(judge), ..etk::EtkPolicy::default() };
            let mut recipients = Vec::new();
            for bytes in etks {
                let token = Etk::parse(bytes)?;
                token.verify(now, &policy).into_result()?;
                recipients.push(token.encryption_certificate().clone());
            }
            let recipients: Vec<&Certificate> = recipients.iter().collect();
            let sender = etk::Sender { key: &entry.key, chain: &entry.chain };
            etk::seal(content, &sender, &recipients, now, &etk::SealOptions::default(), &mut OsRandom)
        })
    }

    fn unseal_by(
        &self,
        message: &[u8],
        judge: &etk::PathTrust<'_>,
        hard: bool,
        now: Timestamp,
    ) -> Result<UnsealedMessage> {
        self.with(|store, _| {
            let policy =
                etk::UnsealPolicy { trust: Some(judge), hard_revocation: hard, ..etk::UnsealPolicy::default() };
            let opened = etk::unseal(message, &decryption_keys(store), &policy, now, &mut OsRandom)?;
            Ok(UnsealedMessage {
                sender: opened.sender.as_ref().map(|c| c.der().to_vec()),
                signing_time: opened.signing_time.map(|t| t.0),
                warnings: opened.report.warnings.iter().map(|c| Problem::from(&(*c).into())).collect(),
                content: opened.into_content()?.to_vec(),
            })
        })
    }
}

fn decryption_keys(store: &store::Keystore) -> Vec<etk::DecryptionKey<'_>> {
    let entries = store.encryption_entries();
    entries
        .into_iter()
        .filter_map(|e| Some(etk::DecryptionKey { certificate: e.chain.first()?, key: &e.key }))
        .collect()
}

fn anchors_of(list: &[Vec<u8>]) -> crate::Result<Anchors> {
    if list.is_empty() { Ok(Anchors::production()) } else { Anchors::from_der_list(list) }
}
