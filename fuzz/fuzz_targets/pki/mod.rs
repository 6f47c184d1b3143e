//! Certificates, lists and responses described by a few bytes and signed for real: random bytes never get past a
//! signature, descriptions do.

use std::sync::OnceLock;

use arbitrary::Arbitrary;
use ehcert_core::{
    Timestamp,
    asn1::{self, oid, tag},
    certificate::Certificate,
    key::Hash,
    trust::{crl::Crl, ocsp},
};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};

/// The time of the question.
pub const NOW: Timestamp = Timestamp(1_795_500_000);
const ALGORITHM: &[u8] = &[0x30, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];
const KEYS: usize = 4;
const POLICIES: [&[u8]; 4] = [&[0x2A, 3, 1], &[0x2A, 3, 2], &[0x2A, 3, 3], oid::ANY_POLICY];
const PURPOSES: [&[u8]; 5] =
    [oid::CLIENT_AUTH, oid::SERVER_AUTH, oid::EMAIL_PROTECTION, oid::OCSP_SIGNING, oid::ANY_EXTENDED_KEY_USAGE];
const RAW: [&[u8]; 8] = [
    oid::NAME_CONSTRAINTS,
    oid::CERTIFICATE_POLICIES,
    oid::POLICY_MAPPINGS,
    oid::BASIC_CONSTRAINTS,
    oid::CRL_DISTRIBUTION_POINTS,
    oid::SUBJECT_ALT_NAME,
    oid::AUTHORITY_INFO_ACCESS,
    &[0x2A, 3, 9],
];

/// A name of some kind.
#[derive(Arbitrary, Debug)]
pub enum Name {
    Directory(u8),
    Dns(String),
    Mail(String),
    Uri(String),
    Address(Vec<u8>),
    Other(u8, Vec<u8>),
}

/// An extension.
#[derive(Arbitrary, Debug)]
pub enum Extension {
    Authority { ca: bool, length: Option<u8> },
    Usage(u16),
    Purposes(Vec<u8>),
    SubjectKey(u8),
    AuthorityKey(u8),
    Policies(Vec<u8>),
    Mappings(Vec<(u8, u8)>),
    PolicyConstraints { explicit: Option<u8>, mapping: Option<u8> },
    InhibitAny(u8),
    Constraints { permitted: Vec<Name>, excluded: Vec<Name> },
    Names(Vec<Name>),
    Distribution { name: Option<u8>, reasons: Option<u8>, issuer: Option<u8> },
    NoCheck,
    Raw { which: u8, content: Vec<u8> },
}

/// A certificate. Where `parent` is missing the next one of the list issues it, the last one itself.
#[derive(Arbitrary, Debug)]
pub struct Plan {
    subject: u8,
    key: u8,
    parent: Option<u8>,
    other_signer: Option<u8>,
    serial: u8,
    days: (i8, i8),
    extensions: Vec<(bool, Extension)>,
}

/// A revocation list.
#[derive(Arbitrary, Debug)]
pub struct List {
    issuer: u8,
    signer: u8,
    days: (i8, Option<i8>),
    number: Option<u8>,
    delta: Option<u8>,
    scope: Option<Scope>,
    revoked: Vec<(u8, i8, Option<u8>, Option<u8>)>,
}

/// An issuing distribution point.
#[derive(Arbitrary, Debug)]
pub struct Scope {
    name: Option<u8>,
    flags: u8,
    reasons: Option<u8>,
}

/// An OCSP response.
#[derive(Arbitrary, Debug)]
pub struct Answer {
    responder: u8,
    by_key: bool,
    signer: u8,
    produced: i8,
    single: Vec<(u8, u8, u8, i8, Option<i8>)>,
    certificates: Vec<u8>,
}

fn keys() -> &'static [SigningKey; KEYS] {
    static MADE: OnceLock<[SigningKey; KEYS]> = OnceLock::new();
    MADE.get_or_init(|| std::array::from_fn(|i| SigningKey::from_slice(&[i as u8 + 1; 32]).expect("in range")))
}

fn key(index: u8) -> &'static SigningKey {
    &keys()[usize::from(index) % KEYS]
}

fn point(index: u8) -> Vec<u8> {
    key(index).verifying_key().to_sec1_point(false).as_bytes().to_vec()
}

fn identifier(index: u8) -> Vec<u8> {
    Hash::Sha1.digest(&point(index))
}

fn day(days: i8) -> Timestamp {
    NOW.plus(i64::from(days) * Timestamp::DAY)
}

/// One of eight distinguished names; every other one in another spelling.
fn directory(index: u8) -> Vec<u8> {
    let letter = char::from(b'A' + index % 8 / 2);
    let text = if index % 2 == 0 {
        asn1::utf8(&format!("Fictional {letter}"))
    } else {
        asn1::printable(&format!("fictional  {letter}"))
    };
    asn1::sequence(&[&asn1::set_of(&[asn1::sequence(&[&asn1::oid(oid::COMMON_NAME), &text])])])
}

impl Name {
    fn der(&self) -> Vec<u8> {
        match self {
            Self::Mail(text) => asn1::tlv(0x81, text.as_bytes()),
            Self::Dns(text) => asn1::tlv(0x82, text.as_bytes()),
            Self::Directory(index) => asn1::context(4, &directory(*index)),
            Self::Uri(text) => asn1::tlv(0x86, text.as_bytes()),
            Self::Address(octets) => asn1::tlv(0x87, octets),
            Self::Other(kind, content) => asn1::tlv(0x80 | (kind & 0x2F), content),
        }
    }
}

fn tagged(n: u8, value: Option<u8>) -> Vec<u8> {
    value.map(|v| asn1::tlv(0x80 | n, &[v & 0x7F])).unwrap_or_default()
}

fn point_name(name: Option<u8>) -> Vec<u8> {
    name.map(|n| asn1::context(0, &asn1::context(0, &asn1::context(4, &directory(n))))).unwrap_or_default()
}

impl Extension {
    fn der(&self, critical: bool) -> Vec<u8> {
        let pick = |list: &[u8], table: &[&'static [u8]]| -> Vec<u8> {
            list.iter().flat_map(|i| asn1::oid(table[usize::from(*i) % table.len()])).collect()
        };
        let policy = |i: &u8| asn1::oid(POLICIES[usize::from(*i) % POLICIES.len()]);
        let seq = |content: &[u8]| asn1::tlv(tag::SEQUENCE, content);
        let (id, value) = match self {
            Self::Authority { ca, length } => {
                let ca = if *ca { asn1::boolean(true) } else { Vec::new() };
                let length = length.map(|l| asn1::small(l.into())).unwrap_or_default();
                (oid::BASIC_CONSTRAINTS, asn1::sequence(&[&ca, &length]))
            }
            Self::Usage(bits) => (oid::KEY_USAGE, asn1::named_bits(&bits.to_be_bytes())),
            Self::Purposes(list) => (oid::EXTENDED_KEY_USAGE, seq(&pick(list, &PURPOSES))),
            Self::SubjectKey(k) => (oid::SUBJECT_KEY_IDENTIFIER, asn1::octet_string(&identifier(*k))),
            Self::AuthorityKey(k) => (oid::AUTHORITY_KEY_IDENTIFIER, seq(&asn1::tlv(0x80, &identifier(*k)))),
            Self::Policies(list) => {
                (oid::CERTIFICATE_POLICIES, seq(&list.iter().flat_map(|p| seq(&policy(p))).collect::<Vec<u8>>()))
            }
            Self::Mappings(list) => {
                let pairs: Vec<u8> = list.iter().flat_map(|(a, b)| asn1::sequence(&[&policy(a), &policy(b)])).collect();
                (oid::POLICY_MAPPINGS, seq(&pairs))
            }
            Self::PolicyConstraints { explicit, mapping } => {
                (oid::POLICY_CONSTRAINTS, asn1::sequence(&[&tagged(0, *explicit), &tagged(1, *mapping)]))
            }
            Self::InhibitAny(skip) => (oid::INHIBIT_ANY_POLICY, asn1::small((*skip).into())),
            Self::Constraints { permitted, excluded } => {
                let trees = |n, names: &[Name]| {
                    let content: Vec<u8> = names.iter().flat_map(|name| seq(&name.der())).collect();
                    if names.is_empty() { Vec::new() } else { asn1::context(n, &content) }
                };
                (oid::NAME_CONSTRAINTS, asn1::sequence(&[&trees(0, permitted), &trees(1, excluded)]))
            }
            Self::Names(names) => (oid::SUBJECT_ALT_NAME, seq(&names.iter().flat_map(Name::der).collect::<Vec<u8>>())),
            Self::Distribution { name, reasons, issuer } => {
                let reasons = reasons.map(|r| asn1::tlv(0x81, &[0, r])).unwrap_or_default();
                let issuer = issuer.map(|i| asn1::context(2, &asn1::context(4, &directory(i)))).unwrap_or_default();
                let point = asn1::sequence(&[&point_name(*name), &reasons, &issuer]);
                (oid::CRL_DISTRIBUTION_POINTS, seq(&point))
            }
            Self::NoCheck => (oid::OCSP_NOCHECK, asn1::null()),
            Self::Raw { which, content } => (RAW[usize::from(*which) % RAW.len()], content.clone()),
        };
        let critical = if critical { asn1::boolean(true) } else { Vec::new() };
        asn1::sequence(&[&asn1::oid(id), &critical, &asn1::octet_string(&value)])
    }
}

fn signed(signer: u8, tbs: &[u8]) -> Vec<u8> {
    let signature: Signature = key(signer).sign(tbs);
    asn1::sequence(&[tbs, ALGORITHM, &asn1::bit_string(signature.to_der().as_bytes())])
}

fn spki(index: u8) -> Vec<u8> {
    let algorithm = asn1::sequence(&[&asn1::oid(oid::EC_PUBLIC_KEY), &asn1::oid(oid::P256)]);
    asn1::sequence(&[&algorithm, &asn1::bit_string(&point(index))])
}

/// The certificates of these plans, those that can be read; with each the key that made its signature.
pub fn certificates(plans: &[Plan]) -> Vec<(Certificate, u8)> {
    let made = plans.iter().enumerate().filter_map(|(number, plan)| {
        let next = (number + 1).min(plans.len() - 1);
        let parent = &plans[plan.parent.map_or(next, |p| usize::from(p) % plans.len())];
        let signer = plan.other_signer.unwrap_or(parent.key);
        let extensions: Vec<u8> = plan.extensions.iter().take(12).flat_map(|(c, e)| e.der(*c)).collect();
        let extensions = match extensions.is_empty() {
            true => Vec::new(),
            false => asn1::context(3, &asn1::tlv(tag::SEQUENCE, &extensions)),
        };
        let tbs = asn1::sequence(&[
            &asn1::context(0, &asn1::small(2)),
            &asn1::small(u64::from(plan.serial) + 1),
            ALGORITHM,
            &directory(parent.subject),
            &asn1::sequence(&[&asn1::time(day(plan.days.0)), &asn1::time(day(plan.days.1))]),
            &directory(plan.subject),
            &spki(plan.key),
            &extensions,
        ]);
        Certificate::from_der(&signed(signer, &tbs)).ok().map(|c| (c, signer))
    });
    made.collect()
}

/// Whether this key is that of the certificate.
pub fn is_key_of(index: u8, certificate: &Certificate) -> bool {
    certificate.spki_der() == spki(index)
}

impl List {
    /// The list, when it can be read.
    pub fn made(&self) -> Option<Crl> {
        let extension = |id: &[u8], critical: bool, value: Vec<u8>| {
            let critical = if critical { asn1::boolean(true) } else { Vec::new() };
            asn1::sequence(&[&asn1::oid(id), &critical, &asn1::octet_string(&value)])
        };
        let entries: Vec<u8> = self
            .revoked
            .iter()
            .take(20)
            .flat_map(|(serial, at, reason, issuer)| {
                let mut own = Vec::new();
                if let Some(reason) = reason {
                    own.extend(extension(oid::CRL_REASON, false, asn1::tlv(0x0A, &[reason % 12])));
                }
                if let Some(issuer) = issuer {
                    let names = asn1::sequence(&[&asn1::context(4, &directory(*issuer))]);
                    own.extend(extension(oid::CERTIFICATE_ISSUER, true, names));
                }
                let own = if own.is_empty() { Vec::new() } else { asn1::tlv(tag::SEQUENCE, &own) };
                asn1::sequence(&[&asn1::small(u64::from(*serial) + 1), &asn1::time(day(*at)), &own])
            })
            .collect();
        let entries = if entries.is_empty() { Vec::new() } else { asn1::tlv(tag::SEQUENCE, &entries) };
        let mut own = Vec::new();
        if let Some(number) = self.number {
            own.extend(extension(oid::CRL_NUMBER, false, asn1::small(number.into())));
        }
        if let Some(base) = self.delta {
            own.extend(extension(oid::DELTA_CRL_INDICATOR, true, asn1::small(base.into())));
        }
        if let Some(scope) = &self.scope {
            let flag = |n: u8, bit: u8| if scope.flags & bit != 0 { asn1::tlv(0x80 | n, &[0xFF]) } else { Vec::new() };
            let reasons = scope.reasons.map(|r| asn1::tlv(0x83, &[0, r])).unwrap_or_default();
            let value = asn1::sequence(&[
                &point_name(scope.name),
                &flag(1, 1),
                &flag(2, 2),
                &reasons,
                &flag(4, 4),
                &flag(5, 8),
            ]);
            own.extend(extension(oid::ISSUING_DISTRIBUTION_POINT, true, value));
        }
        let own = if own.is_empty() { Vec::new() } else { asn1::context(0, &asn1::tlv(tag::SEQUENCE, &own)) };
        let until = self.days.1.map(|d| asn1::time(day(d))).unwrap_or_default();
        let issuer = directory(self.issuer);
        let tbs = asn1::sequence(&[
            &asn1::small(1),
            ALGORITHM,
            &issuer,
            &asn1::time(day(self.days.0)),
            &until,
            &entries,
            &own,
        ]);
        Crl::from_der(&signed(self.signer, &tbs)).ok()
    }
}

impl Answer {
    /// The response, when it can be read.
    pub fn made(&self, pool: &[(Certificate, u8)]) -> Option<ocsp::Response> {
        let single: Vec<u8> = self
            .single
            .iter()
            .take(8)
            .flat_map(|(issuer, serial, status, from, until)| {
                let id = asn1::sequence(&[
                    &Hash::Sha1.identifier(),
                    &asn1::octet_string(&Hash::Sha1.digest(&directory(*issuer))),
                    &asn1::octet_string(&identifier(issuer / 8)),
                    &asn1::small(u64::from(*serial) + 1),
                ]);
                let status = match status % 4 {
                    0 => asn1::tlv(0x80, &[]),
                    1 => asn1::context(1, &asn1::generalized_time(day(*from))),
                    2 => asn1::context(
                        1,
                        &[asn1::generalized_time(day(*from)), asn1::context(0, &asn1::tlv(0x0A, &[1]))].concat(),
                    ),
                    _ => asn1::tlv(0x82, &[]),
                };
                let until = until.map(|u| asn1::context(0, &asn1::generalized_time(day(u)))).unwrap_or_default();
                asn1::sequence(&[&id, &status, &asn1::generalized_time(day(*from)), &until])
            })
            .collect();
        let responder = match self.by_key {
            true => asn1::context(2, &asn1::octet_string(&identifier(self.responder))),
            false => asn1::context(1, &directory(self.responder)),
        };
        let data = asn1::sequence(&[
            &responder,
            &asn1::generalized_time(day(self.produced)),
            &asn1::tlv(tag::SEQUENCE, &single),
        ]);
        let signature: Signature = key(self.signer).sign(&data);
        let own: Vec<u8> = self
            .certificates
            .iter()
            .take(4)
            .filter_map(|i| pool.get(usize::from(*i) % pool.len().max(1)))
            .flat_map(|(c, _)| c.der().to_vec())
            .collect();
        let own = if own.is_empty() { own } else { asn1::context(0, &asn1::tlv(tag::SEQUENCE, &own)) };
        let basic = asn1::sequence(&[&data, ALGORITHM, &asn1::bit_string(signature.to_der().as_bytes()), &own]);
        let bytes = asn1::sequence(&[&asn1::oid(oid::OCSP_BASIC), &asn1::octet_string(&basic)]);
        ocsp::Response::from_der(&asn1::sequence(&[&asn1::tlv(0x0A, &[0]), &asn1::context(0, &bytes)])).ok()
    }
}
