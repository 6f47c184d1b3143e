//! Certificates, lists and responses made for tests, with everything that can be wrong.

use super::{Anchors, PathRequest};
use crate::{
    Timestamp,
    asn1::{self, oid, tag},
    certificate::Certificate,
    key::{Hash, KeyAlgorithm, PrivateKey, SignatureAlgorithm},
    random::OsRandom,
};

pub(super) const ALGORITHM: SignatureAlgorithm = SignatureAlgorithm::Ecdsa(Hash::Sha384);

/// The time of the tests.
pub(super) fn now() -> Timestamp {
    Timestamp::parse("2026-11-24T12:00:00Z").unwrap()
}

pub(super) fn key() -> PrivateKey {
    PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap()
}

/// A Name with one common name.
pub(super) fn name(text: &str) -> Vec<u8> {
    let attribute = asn1::sequence(&[&asn1::oid(oid::COMMON_NAME), &asn1::utf8(text)]);
    asn1::sequence(&[&asn1::set_of(&[attribute])])
}

pub(super) fn extension(id: &[u8], critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = if critical { asn1::boolean(true) } else { Vec::new() };
    asn1::sequence(&[&asn1::oid(id), &critical, &asn1::octet_string(value)])
}

pub(super) fn basic_constraints(path: Option<u64>) -> Vec<u8> {
    let path = path.map(asn1::small).unwrap_or_default();
    extension(oid::BASIC_CONSTRAINTS, true, &asn1::sequence(&[&asn1::boolean(true), &path]))
}

pub(super) fn key_usage(bits: u16) -> Vec<u8> {
    extension(oid::KEY_USAGE, true, &asn1::named_bits(&bits.to_be_bytes()))
}

pub(super) fn alternative_name(kind: u8, content: &[u8]) -> Vec<u8> {
    extension(oid::SUBJECT_ALT_NAME, false, &asn1::sequence(&[&asn1::tlv(kind, content)]))
}

/// What signs: a certificate and its key.
pub(super) struct Issuer {
    pub(super) certificate: Certificate,
    pub(super) key: PrivateKey,
}

/// A certificate to be made.
pub(super) struct Plan {
    pub(super) subject: Vec<u8>,
    pub(super) serial: u64,
    pub(super) days: (i64, i64),
    pub(super) extensions: Vec<Vec<u8>>,
}

impl Plan {
    pub(super) fn new(subject: &str, extensions: Vec<Vec<u8>>) -> Self {
        Self { subject: name(subject), serial: 7, days: (-10, 10), extensions }
    }
}

pub(super) fn signed(key: &PrivateKey, tbs: &[u8]) -> Vec<u8> {
    let signature = key.sign(ALGORITHM, tbs, &mut OsRandom).unwrap();
    asn1::sequence(&[tbs, &ALGORITHM.identifier(), &asn1::bit_string(&signature)])
}

fn tbs(issuer: &[u8], plan: &Plan, key: &PrivateKey) -> Vec<u8> {
    let (from, to) = plan.days;
    let day = |n: i64| asn1::time(now().plus(n * Timestamp::DAY));
    let extensions = match plan.extensions.is_empty() {
        true => Vec::new(),
        false => asn1::context(3, &asn1::tlv(tag::SEQUENCE, &plan.extensions.concat())),
    };
    asn1::sequence(&[
        &asn1::context(0, &asn1::small(2)),
        &asn1::small(plan.serial),
        &ALGORITHM.identifier(),
        issuer,
        &asn1::sequence(&[&day(from), &day(to)]),
        &plan.subject,
        &key.public().to_spki(),
        &extensions,
    ])
}

impl Issuer {
    pub(super) fn root(text: &str, extensions: Vec<Vec<u8>>) -> Self {
        let key = key();
        let plan = Plan::new(text, extensions);
        let certificate = Certificate::from_der(&signed(&key, &tbs(&plan.subject, &plan, &key))).unwrap();
        Self { certificate, key }
    }

    pub(super) fn issue(&self, plan: &Plan) -> Self {
        let key = key();
        let tbs = tbs(self.certificate.subject_der(), plan, &key);
        Self { certificate: Certificate::from_der(&signed(&self.key, &tbs)).unwrap(), key }
    }

    /// A CA below this one.
    pub(super) fn ca(&self, text: &str) -> Self {
        self.issue(&Plan::new(text, vec![basic_constraints(None)]))
    }

    /// An end entity below this one.
    pub(super) fn leaf(&self, extensions: Vec<Vec<u8>>) -> Certificate {
        self.issue(&Plan::new("Leaf", extensions)).certificate
    }
}

/// The answer of a search with a root as the only anchor.
pub(super) fn validate(
    leaf: &Certificate,
    untrusted: &[Certificate],
    root: &Issuer,
    change: impl FnOnce(&mut PathRequest<'_>),
) -> crate::Result<super::ValidPath> {
    let anchors = Anchors::from_certificates(vec![root.certificate.clone()]);
    let mut request = PathRequest::new(leaf, untrusted, &anchors, now());
    change(&mut request);
    request.validate()
}
