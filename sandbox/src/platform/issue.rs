//! From a request that was accepted to a certificate that is delivered.

use ehcert_core::{
    Timestamp,
    asn1::oid,
    certificate::Certificate,
    key::{KeyAlgorithm, PrivateKey},
    random::OsRandom,
};

use super::Platform;
use crate::{
    Result,
    ca::{Authority, Hierarchy, Order},
    record::{AuthorityChoice, Bytes, CertificateRecord, EtkRecord, Settings, Standing},
    rule::Other,
    store::{BY_ACTOR, BY_DN, BY_SERIAL, CERTIFICATES, KEYS, Write},
    x509,
};

impl Settings {
    /// The authority for a key.
    pub(super) fn hierarchy(&self, key: &ehcert_core::key::PublicKey) -> Hierarchy {
        match (self.authority, key) {
            (AuthorityChoice::Rsa, _) => Hierarchy::Rsa,
            (AuthorityChoice::Ec, _) => Hierarchy::Ec,
            (AuthorityChoice::ByKey, ehcert_core::key::PublicKey::Rsa(_)) => Hierarchy::Rsa,
            (AuthorityChoice::ByKey, _) => Hierarchy::Ec,
        }
    }
}

impl CertificateRecord {
    /// The certificate, once issued.
    pub(super) fn leaf(&self) -> Result<Option<Certificate>> {
        Ok(self.chain.first().map(|der| Certificate::from_der(&der.0)).transpose()?)
    }

    /// AuthenticationCertificateStatus.
    pub(super) fn status(&self, now: Timestamp) -> Result<&'static str> {
        Ok(match self.standing {
            Standing::InProgress => "IN_PROGRESS",
            Standing::Refused { .. } => "REFUSED",
            Standing::Revoked { .. } => "REVOKED",
            Standing::Issued if self.leaf()?.is_some_and(|c| c.not_after() < now) => "EXPIRED",
            Standing::Issued => "VALID_ACTIVE",
        })
    }

    /// Whether it stands in the way of another certificate for the same DN: being made, or valid.
    pub(super) fn is_active(&self, now: Timestamp) -> Result<bool> {
        Ok(matches!(self.status(now)?, "IN_PROGRESS" | "VALID_ACTIVE"))
    }

    /// ETKStatus. A token is over with its certificate.
    pub(super) fn etk_status(&self, now: Timestamp) -> Result<&'static str> {
        Ok(match (&self.etk, self.status(now)?) {
            (EtkRecord::NotRequested, _) => "NOT_REQUESTED",
            (EtkRecord::InRequest { .. }, _) => "IN_REQUEST",
            (EtkRecord::Revoked, _) | (_, "REVOKED") => "REVOKED",
            (_, "EXPIRED") => "EXPIRED",
            (EtkRecord::Registered { active: true, .. }, _) => "VALID_ACTIVE",
            (EtkRecord::Registered { active: false, .. }, _) => "WAIT_FOR_ACTIVATION",
        })
    }

    /// From when on the certificate may be replaced.
    pub(super) fn replacement_start(&self, settings: &Settings) -> Result<Option<Timestamp>> {
        Ok(self.leaf()?.map(|c| c.not_after().plus(-settings.replacement_days.saturating_mul(Timestamp::DAY))))
    }

    /// Whether the certificate may be replaced now.
    pub(super) fn is_replaceable(&self, settings: &Settings, now: Timestamp) -> Result<bool> {
        Ok(self.status(now)? == "VALID_ACTIVE" && self.replacement_start(settings)?.is_some_and(|start| start <= now))
    }
}

/// The same name with another organisational unit, as a certificate for somebody else would have it.
fn other_name(subject: &[u8]) -> Result<Vec<u8>> {
    let attributes = x509::attributes(subject)?;
    let changed: Vec<(Vec<u8>, String)> = attributes
        .into_iter()
        .map(|(kind, value)| match kind.as_slice() {
            oid::ORGANIZATIONAL_UNIT | oid::COMMON_NAME if value.contains('=') => (kind, format!("{value}0")),
            _ => (kind, value),
        })
        .collect();
    let list: Vec<x509::Attribute<'_>> = changed.iter().map(|(k, v)| (k.as_slice(), v.as_str())).collect();
    Ok(x509::name(&list))
}

impl Platform {
    /// Takes a request that was accepted into the books, and issues at once what need not wait.
    pub(super) fn admit(&self, w: &Write, record: &mut CertificateRecord) -> Result<()> {
        let identifier = record.public_key_identifier.clone();
        w.append(&BY_DN, &dn_key(&record.subject.0)?, &identifier)?;
        w.append(&BY_ACTOR, &record.holder.actor_key(), &identifier)?;
        w.put(&KEYS, &identifier, &identifier)?;
        if record.automatically_validated && record.polls_left == 0 && record.standing == Standing::InProgress {
            self.issue(w, record)
        } else {
            w.put(&CERTIFICATES, &identifier, record)
        }
    }

    /// Issues the certificate of a request in progress and stores it.
    pub(super) fn issue(&self, w: &Write, record: &mut CertificateRecord) -> Result<()> {
        let now = self.now();
        let hierarchy = record.hierarchy;
        let forged;
        let mut tree = self.authority.tree(hierarchy);
        let (mut subject, mut spki) = (record.subject.0.clone(), record.spki.0.clone());
        match record.other {
            None => {}
            Some(Other::Key) => spki = PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom)?.public().to_spki(),
            Some(Other::Name) => subject = other_name(&subject)?,
            Some(Other::Authority) => {
                forged = Authority::forged(hierarchy, now, &self.base_url)?;
                tree = &forged;
            }
        }
        let order = Order {
            subject: &subject,
            spki: &spki,
            now,
            days: self.settings().validity_days,
            base_url: &self.base_url,
        };
        let leaf = tree.issue(hierarchy, &order, &mut OsRandom)?;
        w.put(&BY_SERIAL, &serial_key(hierarchy, leaf.serial()), &record.public_key_identifier)?;
        record.chain = [leaf.der(), tree.issuing.certificate.der()].map(|der| Bytes(der.to_vec())).to_vec();
        record.standing = Standing::Issued;
        record.polls_left = 0;
        w.put(&CERTIFICATES, &record.public_key_identifier, record)
    }
}

/// The key of the index by serial number.
pub(super) fn serial_key(hierarchy: Hierarchy, serial: &[u8]) -> String {
    let hex: String = serial.iter().skip_while(|b| **b == 0).map(|b| format!("{b:02X}")).collect();
    format!("{}/{hex}", hierarchy.slug())
}

/// The key of the index by DN: the attributes without regard to their order (older certificates
/// have the common name first).
pub(super) fn dn_key(subject: &[u8]) -> Result<String> {
    let mut parts: Vec<String> =
        x509::attributes(subject)?.into_iter().map(|(kind, value)| format!("{}={value}", oid::dotted(&kind))).collect();
    parts.sort();
    Ok(parts.join("\n"))
}
