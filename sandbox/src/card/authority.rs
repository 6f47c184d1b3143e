//! The sandbox's own Belgium Root CA, Citizen CA, Foreigner CA and national register.

use ehcert_core::{
    Code, Error, Result, Timestamp,
    asn1::oid,
    certificate::{Certificate, key_usage},
    key::{KeyAlgorithm, PrivateKey, PublicKey},
    random::Random,
};
use serde::{Deserialize, Serialize};

use super::{
    bytes::{StoredCertificate, StoredKey},
    x509::{self, Tbs},
};

const YEAR: i64 = 365 * Timestamp::DAY + Timestamp::DAY / 4;

/// 2.16.56.12.1.1: certificate policies of the eID; 2 citizens, 7 foreigners; 1 signature, 2 authentication.
fn policy(foreigner: bool, signature: bool) -> [u8; 7] {
    [0x60, 0x38, 0x0C, 0x01, 0x01, if foreigner { 7 } else { 2 }, if signature { 1 } else { 2 }]
}

/// A key with its certificate.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Issuer {
    key: StoredKey,
    certificate: StoredCertificate,
}

impl Issuer {
    /// Its certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate.0
    }
    /// A signature with its key over a message, with SHA-256 (RSA) or SHA-384 (EC); ECDSA as DER.
    pub fn sign(&self, message: &[u8], random: &mut dyn Random) -> Result<Vec<u8>> {
        self.key.0.sign(self.key.0.default_signature(), message, random)
    }
}

/// A root and what hangs below it, with keys of one kind.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Hierarchy {
    /// Belgium Root CA.
    pub root: Issuer,
    /// Issues citizens' certificates.
    pub citizen: Issuer,
    /// Issues foreigners' certificates.
    pub foreigner: Issuer,
    /// Signs identity and address files.
    pub rrn: Issuer,
}

/// Everything that makes eID cards in the sandbox. Serialisable: it holds private keys that are worth
/// nothing outside of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EidAuthority {
    /// What the file is, for who finds it.
    note: String,
    /// RSA 2048 keys: cards of applet 1.7.
    pub rsa: Hierarchy,
    /// P-384 keys: cards of applet 1.8, and re-keyed ones of 1.7.
    pub ec: Hierarchy,
}

impl EidAuthority {
    /// New keys and certificates, valid from 12 years before `now`, so that expired cards had a valid CA,
    /// until 20 years after it.
    pub fn create(now: Timestamp, random: &mut dyn Random) -> Result<Self> {
        Ok(Self {
            note: "Sandbox: these CA keys are for tests only and trusted by nobody.".into(),
            rsa: Hierarchy::create(KeyAlgorithm::Rsa2048, "RSA", now, random)?,
            ec: Hierarchy::create(KeyAlgorithm::P384, "EC", now, random)?,
        })
    }

    /// The roots, for whoever is to trust sandbox cards.
    pub fn roots(&self) -> [&Certificate; 2] {
        [self.rsa.root.certificate(), self.ec.root.certificate()]
    }

    /// The intermediate CAs: what a signer's chain is built from beside the leaf.
    pub fn intermediates(&self) -> [&Certificate; 4] {
        [
            self.rsa.citizen.certificate(),
            self.rsa.foreigner.certificate(),
            self.ec.citizen.certificate(),
            self.ec.foreigner.certificate(),
        ]
    }

    /// As JSON.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string_pretty(self).map_err(|e| Error::new(Code::INTERNAL).detail(e))
    }

    /// From JSON.
    pub fn from_json(json: &str) -> Result<Self> {
        serde_json::from_str(json)
            .map_err(|e| Error::new(Code::INVALID_ARGUMENT).with("what", "eID authority").detail(e))
    }
}

impl Hierarchy {
    fn create(algorithm: KeyAlgorithm, kind: &str, now: Timestamp, random: &mut dyn Random) -> Result<Self> {
        let validity = (now.plus(-12 * YEAR), now.plus(20 * YEAR));
        let ca = key_usage::KEY_CERT_SIGN | key_usage::CRL_SIGN;
        let root_name = x509::name(&[
            (oid::COUNTRY, "BE"),
            (oid::COMMON_NAME, &format!("Sandbox Belgium Root CA {kind}")),
            (oid::ORGANIZATION, "ehcert sandbox"),
        ]);
        let root_key = PrivateKey::generate(algorithm, random)?;
        let root = Tbs::new(x509::serial(random)?, root_name.clone(), root_name.clone(), validity, root_key.public())
            .authority(None)
            .key_usage(ca)
            .key_identifiers(&root_key.public())
            .sign(&root_key, root_key.default_signature(), random)?;
        let mut below = |subject: &[u8], is_ca: bool| -> Result<Issuer> {
            let key = PrivateKey::generate(algorithm, random)?;
            let serial = x509::serial(random)?;
            let tbs = Tbs::new(serial, root_name.clone(), subject.to_vec(), validity, key.public())
                .key_identifiers(&root_key.public());
            let tbs = match is_ca {
                true => tbs.authority(Some(0)).key_usage(ca),
                false => tbs.key_usage(key_usage::DIGITAL_SIGNATURE | key_usage::NON_REPUDIATION),
            };
            let certificate = tbs.sign(&root_key, root_key.default_signature(), random)?;
            Ok(Issuer { key: StoredKey(key), certificate: StoredCertificate(certificate) })
        };
        let ca_name = |common: &str| {
            x509::name(&[
                (oid::COUNTRY, "BE"),
                (oid::COMMON_NAME, &format!("Sandbox {common} {kind}")),
                (oid::SERIAL_NUMBER, "202601"),
            ])
        };
        let rrn_name = x509::name(&[
            (oid::COUNTRY, "BE"),
            (oid::ORGANIZATION, "ehcert sandbox"),
            (oid::COMMON_NAME, &format!("Sandbox RRN {kind}")),
        ]);
        let citizen = below(&ca_name("Citizen CA"), true)?;
        let foreigner = below(&ca_name("Foreigner CA"), true)?;
        let rrn = below(&rrn_name, false)?;
        let root = Issuer { key: StoredKey(root_key), certificate: StoredCertificate(root) };
        Ok(Self { root, citizen, foreigner, rrn })
    }

    /// A holder's certificate: shaped like a real one, but without addresses for status and CRL.
    pub(super) fn issue_leaf(
        &self,
        foreigner: bool,
        subject: Vec<u8>,
        key: PublicKey,
        validity: (Timestamp, Timestamp),
        signature: bool,
        random: &mut dyn Random,
    ) -> Result<Certificate> {
        let issuer = if foreigner { &self.foreigner } else { &self.citizen };
        let tbs = Tbs::new(x509::serial(random)?, issuer.certificate().subject_der().to_vec(), subject, validity, key)
            .key_identifiers(&issuer.key.public())
            .policies(&[&policy(foreigner, signature)]);
        let tbs = match signature {
            true => tbs.key_usage(key_usage::NON_REPUDIATION),
            false => tbs
                .key_usage(key_usage::DIGITAL_SIGNATURE)
                .extended_key_usage(&[oid::CLIENT_AUTH, oid::EMAIL_PROTECTION]),
        };
        tbs.sign(&issuer.key.0, issuer.key.0.default_signature(), random)
    }
}
