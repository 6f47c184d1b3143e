//! The issuing authorities, shaped like the real ones: a root, an issuing authority under it, and the
//! leaf profile of eHealth's certificates; once with RSA keys (as CA 001), once with P-384 (as CA 002).
//!
//! Every name says SANDBOX. The keys lie unprotected in the sandbox's database: nobody may trust them
//! with anything but tests. RSA keys have 2048 bits where the real authorities have 4096: the difference
//! shows nowhere but in the seconds until the sandbox is ready.

mod crl;
mod ocsp;

use ehcert_core::{
    Timestamp,
    asn1::oid,
    certificate::{Certificate, key_usage},
    key::{KeyAlgorithm, PrivateKey},
    random::{OsRandom, Random},
};
use serde::{Deserialize, Serialize};

pub use crl::Revoked;
pub use ocsp::Status;

use crate::{
    Result,
    record::Bytes,
    x509::{self, Template},
};

/// The organisation in the names of all authorities.
pub const ORGANISATION: &str = "ehcert SANDBOX - not for real use";

const YEAR: i64 = 365 * Timestamp::DAY;
/// Certificates are back-dated, as the real ones are by about ten minutes.
const BACKDATE: i64 = 600;

/// Which of the two authorities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hierarchy {
    /// RSA keys, SHA-256.
    Rsa,
    /// P-384 keys, SHA-384.
    Ec,
}

impl Hierarchy {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Rsa, Self::Ec];
    /// `rsa` or `ec`: its name in addresses.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Rsa => "rsa",
            Self::Ec => "ec",
        }
    }
    fn number(self) -> &'static str {
        match self {
            Self::Rsa => "001",
            Self::Ec => "002",
        }
    }
    fn algorithm(self) -> KeyAlgorithm {
        match self {
            Self::Rsa => KeyAlgorithm::Rsa2048,
            Self::Ec => KeyAlgorithm::P384,
        }
    }
}

/// A key and its certificate.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The private key.
    pub key: PrivateKey,
    /// The certificate.
    pub certificate: Certificate,
}

/// Root, issuing authority and OCSP responder.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The root, self-signed.
    pub root: Identity,
    /// The authority that issues to people and organisations.
    pub issuing: Identity,
    /// Answers for the issuing authority (delegated, RFC 6960 4.2.2.2).
    pub ocsp: Identity,
}

/// All authorities of the sandbox.
#[derive(Clone, Debug)]
pub struct Authority {
    rsa: Tree,
    ec: Tree,
    /// Signs encryption tokens.
    pub etk_ra: Identity,
}

#[derive(Serialize, Deserialize)]
struct IdentityRecord {
    key: Bytes,
    certificate: Bytes,
}

#[derive(Serialize, Deserialize)]
struct TreeRecord {
    root: IdentityRecord,
    issuing: IdentityRecord,
    ocsp: IdentityRecord,
}

/// An [`Authority`] in the store.
#[derive(Serialize, Deserialize)]
pub(crate) struct AuthorityRecord {
    rsa: TreeRecord,
    ec: TreeRecord,
    etk_ra: IdentityRecord,
}

impl Identity {
    fn to_record(&self) -> Result<IdentityRecord> {
        Ok(IdentityRecord {
            key: Bytes(self.key.to_pkcs8()?.to_vec()),
            certificate: Bytes(self.certificate.der().to_vec()),
        })
    }
    fn from_record(record: &IdentityRecord) -> Result<Self> {
        Ok(Self {
            key: PrivateKey::from_pkcs8(&record.key.0)?,
            certificate: Certificate::from_der(&record.certificate.0)?,
        })
    }
}

impl Tree {
    fn to_record(&self) -> Result<TreeRecord> {
        Ok(TreeRecord {
            root: self.root.to_record()?,
            issuing: self.issuing.to_record()?,
            ocsp: self.ocsp.to_record()?,
        })
    }
    fn from_record(record: &TreeRecord) -> Result<Self> {
        Ok(Self {
            root: Identity::from_record(&record.root)?,
            issuing: Identity::from_record(&record.issuing)?,
            ocsp: Identity::from_record(&record.ocsp)?,
        })
    }
}

fn authority_name(hierarchy: Hierarchy, what: &str) -> Vec<u8> {
    let number = hierarchy.number();
    x509::name(&[
        (oid::COUNTRY, "BE"),
        (oid::ORGANIZATION, ORGANISATION),
        (oid::SERIAL_NUMBER, number),
        (oid::COMMON_NAME, &format!("SANDBOX Private Trust PKI - {what} {number}")),
    ])
}

/// Makes a tree from three keys.
fn plant(
    hierarchy: Hierarchy,
    keys: [PrivateKey; 3],
    now: Timestamp,
    base_url: &str,
    random: &mut dyn Random,
) -> Result<Tree> {
    let [root_key, issuing_key, ocsp_key] = keys;
    let slug = hierarchy.slug();
    let root_name = authority_name(hierarchy, "root CA");
    let issuing_name = authority_name(hierarchy, "eHealth issuing CA");
    let identifier = |key: &PrivateKey| key.public().identifier();
    // A year back, so that a test may turn the clock back.
    let not_before = now.plus(-YEAR);
    let root = Template {
        serial: x509::random_serial(8, random)?,
        issuer: root_name.clone(),
        subject: root_name.clone(),
        not_before,
        not_after: now.plus(25 * YEAR),
        spki: root_key.public().to_spki(),
        extensions: vec![
            x509::basic_constraints(true, Some(1)),
            x509::authority_key_identifier(&identifier(&root_key)),
            x509::certificate_policies(&[oid::ANY_POLICY]),
            x509::subject_key_identifier(&identifier(&root_key)),
            x509::key_usage(key_usage::KEY_CERT_SIGN | key_usage::CRL_SIGN),
        ],
    }
    .sign(&root_key, random)?;
    let issuing = Template {
        serial: x509::random_serial(8, random)?,
        issuer: root_name,
        subject: issuing_name.clone(),
        not_before,
        not_after: now.plus(10 * YEAR),
        spki: issuing_key.public().to_spki(),
        extensions: vec![
            x509::authority_info_access(&format!("{base_url}/ocsp"), Some(&format!("{base_url}/ca/{slug}/root.crt"))),
            x509::subject_key_identifier(&identifier(&issuing_key)),
            x509::basic_constraints(true, Some(0)),
            x509::authority_key_identifier(&identifier(&root_key)),
            x509::certificate_policies(&[oid::ANY_POLICY]),
            x509::crl_distribution_point(&format!("{base_url}/crl/{slug}-root.crl")),
            x509::key_usage(key_usage::KEY_CERT_SIGN | key_usage::CRL_SIGN),
        ],
    }
    .sign(&root_key, random)?;
    let ocsp = Template {
        serial: x509::random_serial(8, random)?,
        issuer: issuing_name,
        subject: authority_name(hierarchy, "eHealth OCSP responder"),
        not_before,
        not_after: now.plus(10 * YEAR),
        spki: ocsp_key.public().to_spki(),
        extensions: vec![
            x509::basic_constraints(false, None),
            x509::subject_key_identifier(&identifier(&ocsp_key)),
            x509::authority_key_identifier(&identifier(&issuing_key)),
            x509::key_usage(key_usage::DIGITAL_SIGNATURE),
            x509::extended_key_usage(&[oid::OCSP_SIGNING]),
            x509::ocsp_no_check(),
        ],
    }
    .sign(&issuing_key, random)?;
    Ok(Tree {
        root: Identity { key: root_key, certificate: root },
        issuing: Identity { key: issuing_key, certificate: issuing },
        ocsp: Identity { key: ocsp_key, certificate: ocsp },
    })
}

/// What a new certificate is to say.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// DER Name.
    pub subject: &'a [u8],
    /// DER SubjectPublicKeyInfo.
    pub spki: &'a [u8],
    /// The time of issue; validity begins a little before.
    pub now: Timestamp,
    /// Days of validity.
    pub days: i64,
    /// Where CRL and OCSP are, without a slash at the end.
    pub base_url: &'a str,
}

impl Authority {
    /// New authorities. Four RSA keys are made, each in its own thread.
    pub fn generate(now: Timestamp, base_url: &str) -> Result<Self> {
        let new_key = || PrivateKey::generate(KeyAlgorithm::Rsa2048, &mut OsRandom);
        let [root, issuing, ocsp, etk_ra] = std::thread::scope(|scope| {
            let lanes = [(); 4].map(|()| scope.spawn(new_key));
            lanes.map(|lane| lane.join().unwrap_or_else(|_| Err(x509::internal("key generation panicked"))))
        });
        let rsa = plant(Hierarchy::Rsa, [root?, issuing?, ocsp?], now, base_url, &mut OsRandom)?;
        let ec = Self::plant_new(Hierarchy::Ec, now, base_url)?;
        let etk_ra_key = etk_ra?;
        let etk_ra = Template {
            serial: x509::random_serial(8, &mut OsRandom)?,
            issuer: rsa.issuing.certificate.subject_der().to_vec(),
            subject: x509::name(&[
                (oid::COUNTRY, "BE"),
                (oid::ORGANIZATION, ORGANISATION),
                (oid::COMMON_NAME, "SANDBOX ETK-RA"),
            ]),
            not_before: now.plus(-YEAR),
            not_after: now.plus(10 * YEAR),
            spki: etk_ra_key.public().to_spki(),
            extensions: vec![
                x509::basic_constraints(false, None),
                x509::subject_key_identifier(&etk_ra_key.public().identifier()),
                x509::authority_key_identifier(&rsa.issuing.key.public().identifier()),
                x509::key_usage(key_usage::DIGITAL_SIGNATURE | key_usage::NON_REPUDIATION),
                x509::crl_distribution_point(&format!("{base_url}/crl/rsa.crl")),
                x509::authority_info_access(&format!("{base_url}/ocsp"), None),
            ],
        }
        .sign(&rsa.issuing.key, &mut OsRandom)?;
        Ok(Self { rsa, ec, etk_ra: Identity { key: etk_ra_key, certificate: etk_ra } })
    }

    fn plant_new(hierarchy: Hierarchy, now: Timestamp, base_url: &str) -> Result<Tree> {
        let key = || PrivateKey::generate(hierarchy.algorithm(), &mut OsRandom);
        plant(hierarchy, [key()?, key()?, key()?], now, base_url, &mut OsRandom)
    }

    /// A tree with the same names and other keys: what a forger would make.
    pub fn forged(hierarchy: Hierarchy, now: Timestamp, base_url: &str) -> Result<Tree> {
        let key = || PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom);
        plant(hierarchy, [key()?, key()?, key()?], now, base_url, &mut OsRandom)
    }

    pub(crate) fn to_record(&self) -> Result<AuthorityRecord> {
        Ok(AuthorityRecord { rsa: self.rsa.to_record()?, ec: self.ec.to_record()?, etk_ra: self.etk_ra.to_record()? })
    }

    pub(crate) fn from_record(record: &AuthorityRecord) -> Result<Self> {
        Ok(Self {
            rsa: Tree::from_record(&record.rsa)?,
            ec: Tree::from_record(&record.ec)?,
            etk_ra: Identity::from_record(&record.etk_ra)?,
        })
    }

    /// One of the two.
    pub fn tree(&self, hierarchy: Hierarchy) -> &Tree {
        match hierarchy {
            Hierarchy::Rsa => &self.rsa,
            Hierarchy::Ec => &self.ec,
        }
    }

    /// The roots that a client of the sandbox trusts.
    pub fn roots(&self) -> Vec<Certificate> {
        Hierarchy::ALL.map(|h| self.tree(h).root.certificate.clone()).to_vec()
    }
}

impl Tree {
    /// A certificate for a person or an organisation with the profile of the real ones: critical
    /// keyUsage of signature, non-repudiation and key encipherment, clientAuth and emailProtection, a
    /// serial number of about 63 bits.
    pub fn issue(&self, hierarchy: Hierarchy, order: &Order<'_>, random: &mut dyn Random) -> Result<Certificate> {
        let slug = hierarchy.slug();
        let key = ehcert_core::key::PublicKey::from_spki(order.spki)?;
        let not_before = order.now.plus(-BACKDATE);
        let not_after = not_before.plus(order.days.saturating_mul(Timestamp::DAY));
        let certificate = Template {
            serial: x509::random_serial(8, random)?,
            issuer: self.issuing.certificate.subject_der().to_vec(),
            subject: order.subject.to_vec(),
            not_before,
            not_after: not_after.min(self.issuing.certificate.not_after()),
            spki: order.spki.to_vec(),
            extensions: vec![
                x509::authority_info_access(&format!("{}/ocsp", order.base_url), None),
                x509::subject_key_identifier(&key.identifier()),
                x509::basic_constraints(false, None),
                x509::authority_key_identifier(&self.issuing.key.public().identifier()),
                x509::crl_distribution_point(&format!("{}/crl/{slug}.crl", order.base_url)),
                x509::key_usage(
                    key_usage::DIGITAL_SIGNATURE | key_usage::NON_REPUDIATION | key_usage::KEY_ENCIPHERMENT,
                ),
                x509::extended_key_usage(&[oid::CLIENT_AUTH, oid::EMAIL_PROTECTION]),
            ],
        }
        .sign(&self.issuing.key, random)?;
        Ok(certificate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_500_000);

    #[test]
    fn both_hierarchies_issue_the_profile_and_survive_the_store() {
        let made = Authority::generate(NOW, "http://127.0.0.1:1").unwrap();
        let json = serde_json::to_vec(&made.to_record().unwrap()).unwrap();
        let authority = Authority::from_record(&serde_json::from_slice(&json).unwrap()).unwrap();
        authority.tree(Hierarchy::Rsa).issuing.certificate.signed(&authority.etk_ra.certificate).unwrap();
        for hierarchy in Hierarchy::ALL {
            let tree = authority.tree(hierarchy);
            tree.root.certificate.signed(&tree.root.certificate).unwrap();
            tree.root.certificate.signed(&tree.issuing.certificate).unwrap();
            tree.issuing.certificate.signed(&tree.ocsp.certificate).unwrap();
            let key = PrivateKey::generate(hierarchy.algorithm(), &mut OsRandom).unwrap();
            let subject = x509::name(&[(oid::COMMON_NAME, "CBE=0123456749")]);
            let order = Order {
                subject: &subject,
                spki: &key.public().to_spki(),
                now: NOW,
                days: 1095,
                base_url: "http://127.0.0.1:1",
            };
            let leaf = tree.issue(hierarchy, &order, &mut OsRandom).unwrap();
            tree.issuing.certificate.signed(&leaf).unwrap();
            assert_eq!(leaf.issuer_der(), tree.issuing.certificate.subject_der());
            assert_eq!(leaf.key_usage().unwrap(), Some(0xE000));
            assert_eq!(leaf.basic_constraints().unwrap(), (false, None));
            assert_eq!(leaf.subject_key_identifier(), Some(&key.public().identifier()[..]));
            assert_eq!(leaf.serial().len(), 8);
            assert_eq!(leaf.not_before().days_until(leaf.not_after()), 1095);
            for certificate in [&tree.root.certificate, &tree.issuing.certificate, &tree.ocsp.certificate] {
                let name = x509::attribute(certificate.subject_der(), oid::COMMON_NAME).unwrap().unwrap();
                assert!(name.contains("SANDBOX"), "{name}");
            }
            let forged = Authority::forged(hierarchy, NOW, "http://127.0.0.1:1").unwrap();
            assert_eq!(forged.root.certificate.subject_der(), tree.root.certificate.subject_der());
            tree.root.certificate.signed(&forged.issuing.certificate).unwrap_err();
        }
    }
}
