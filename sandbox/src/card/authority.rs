//! The sandbox's own Belgium Root CA, Citizen CA, Foreigner CA and national register.

use ehcert_core::{
    Code, Error, Result, Timestamp,
    asn1::oid,
    certificate::{Certificate, key_usage},
    key::{KeyAlgorithm, PrivateKey, PublicKey},
    random::Random,
};
use serde::{Deserialize, Serialize};

use super::bytes::{StoredCertificate, StoredKey};
use crate::x509::{self, Template};

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
        let of_ca = |path_length| vec![x509::basic_constraints(true, path_length), x509::key_usage(ca)];
        let issuer = (&root_name[..], &root_key);
        let root = certificate(issuer, &root_name, &root_key.public(), validity, of_ca(None), random)?;
        let mut below = |subject: &[u8], extensions| -> Result<Issuer> {
            let key = PrivateKey::generate(algorithm, random)?;
            let made = certificate(issuer, subject, &key.public(), validity, extensions, random)?;
            Ok(Issuer { key: StoredKey(key), certificate: StoredCertificate(made) })
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
        let citizen = below(&ca_name("Citizen CA"), of_ca(Some(0)))?;
        let foreigner = below(&ca_name("Foreigner CA"), of_ca(Some(0)))?;
        let rrn = below(&rrn_name, vec![x509::key_usage(key_usage::DIGITAL_SIGNATURE | key_usage::NON_REPUDIATION)])?;
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
        let mut extensions = vec![x509::certificate_policies(&[&policy(foreigner, signature)])];
        if signature {
            extensions.push(x509::key_usage(key_usage::NON_REPUDIATION));
        } else {
            extensions.push(x509::key_usage(key_usage::DIGITAL_SIGNATURE));
            extensions.push(x509::extended_key_usage(&[oid::CLIENT_AUTH, oid::EMAIL_PROTECTION]));
        }
        certificate((issuer.certificate().subject_der(), &issuer.key.0), &subject, &key, validity, extensions, random)
    }
}

/// A certificate for `key`, whose identifiers are added to the extensions. `issuer`: its DER Name and its key.
fn certificate(
    issuer: (&[u8], &PrivateKey),
    subject: &[u8],
    key: &PublicKey,
    validity: (Timestamp, Timestamp),
    mut extensions: Vec<Vec<u8>>,
    random: &mut dyn Random,
) -> Result<Certificate> {
    extensions.push(x509::subject_key_identifier(&key.identifier()));
    extensions.push(x509::authority_key_identifier(&issuer.1.public().identifier()));
    Template {
        serial: x509::random_serial(16, random)?,
        issuer: issuer.0.to_vec(),
        subject: subject.to_vec(),
        not_before: validity.0,
        not_after: validity.1,
        spki: key.to_spki(),
        extensions,
    }
    .sign(issuer.1, random)
}
