//! PKCS#12, writing.

use zeroize::Zeroizing;

use super::{
    Carried, Keystore, Profile, REVOKED,
    pbe::{self, Prf, Writing},
};
use crate::{
    Code, Result,
    asn1::{self, oid, tag},
    certificate::Certificate,
    random::Random,
    request::Password,
};

struct Plan {
    keys: Writing,
    certificates: Writing,
    mac: Prf,
    mac_oid: &'static [u8],
    mac_rounds: u32,
}

impl Profile {
    fn plan(self) -> Plan {
        match self {
            Self::Ehealth => Plan {
                keys: Writing::TripleDes { rounds: 10_000 },
                certificates: Writing::TripleDes { rounds: 10_000 },
                mac: Prf::Sha1,
                mac_oid: oid::SHA1,
                mac_rounds: 10_000,
            },
            Self::Modern => Plan {
                keys: Writing::Aes256 { rounds: 10_000 },
                certificates: Writing::Aes256 { rounds: 10_000 },
                mac: Prf::Sha256,
                mac_oid: oid::SHA256,
                mac_rounds: 10_000,
            },
            Self::JavaLegacy => Plan {
                keys: Writing::TripleDes { rounds: 50_000 },
                certificates: Writing::Rc2 { rounds: 50_000 },
                mac: Prf::Sha1,
                mac_oid: oid::SHA1,
                mac_rounds: 100_000,
            },
        }
    }
}

pub(super) fn write(
    store: &Keystore,
    password: &Password,
    profile: Profile,
    random: &mut dyn Random,
) -> Result<Vec<u8>> {
    let plan = profile.plan();
    let keys = key_bags(store, password, plan.keys, random)?;
    let certificates = Zeroizing::new(certificate_bags(store));
    let (identifier, sealed) = pbe::encrypt(plan.certificates, password, &certificates, random)?;
    let encrypted_info = asn1::sequence(&[&asn1::oid(oid::DATA), &identifier, &asn1::tlv(tag::context(0), &sealed)]);
    let encrypted = asn1::sequence(&[&asn1::small(0), &encrypted_info]);
    let safe = asn1::sequence(&[
        &asn1::sequence(&[&asn1::oid(oid::DATA), &asn1::context(0, &asn1::octet_string(&keys))]),
        &asn1::sequence(&[&asn1::oid(oid::ENCRYPTED_DATA), &asn1::context(0, &encrypted)]),
    ]);
    let mut salt = [0u8; 20];
    random.fill(&mut salt)?;
    let digest_length = if plan.mac == Prf::Sha1 { 20 } else { 32 };
    let key = plan.mac.pkcs12(&pbe::bmp(password), &salt, plan.mac_rounds, 3, digest_length);
    let mac = plan.mac.hmac(&key, &safe)?;
    let algorithm = asn1::sequence(&[&asn1::oid(plan.mac_oid), &asn1::null()]);
    let mac_data = asn1::sequence(&[
        &asn1::sequence(&[&algorithm, &asn1::octet_string(&mac)]),
        &asn1::octet_string(&salt),
        &asn1::small(plan.mac_rounds.into()),
    ]);
    let content = asn1::sequence(&[&asn1::oid(oid::DATA), &asn1::context(0, &asn1::octet_string(&safe))]);
    Ok(asn1::sequence(&[&asn1::small(3), &content, &mac_data]))
}

fn bag(kind: &[u8], value: &[u8], attributes: &[u8]) -> Vec<u8> {
    asn1::sequence(&[&asn1::oid(kind), &asn1::context(0, value), attributes])
}

fn attribute(kind: &[u8], value: &[u8]) -> Vec<u8> {
    asn1::sequence(&[&asn1::oid(kind), &asn1::set_of(&[value])])
}

fn friendly_name(alias: &str) -> Vec<u8> {
    let mut units = Vec::new();
    pbe::put_utf16(alias, &mut units);
    attribute(oid::FRIENDLY_NAME, &asn1::tlv(tag::BMP_STRING, &units))
}

fn key_bags(store: &Keystore, password: &Password, writing: Writing, random: &mut dyn Random) -> Result<Vec<u8>> {
    let mut bags = Vec::new();
    for entry in &store.keys {
        let id = attribute(oid::LOCAL_KEY_ID, &asn1::octet_string(&entry.local_key_id));
        let mut attributes = vec![friendly_name(&entry.alias), id];
        let marked = entry.revoked.map(|t| format!("{REVOKED}{}", t.to_rfc3339()));
        if let Some(name) = marked.as_ref().or(entry.requested.as_ref()) {
            attributes.push(attribute(oid::UNSTRUCTURED_NAME, &asn1::tlv(tag::UTF8_STRING, name.as_bytes())));
        }
        let attributes = asn1::set_of(&attributes);
        bags.push(shrouded(&entry.key.to_pkcs8()?, &attributes, password, writing, random)?);
    }
    for carried in &store.carried {
        if let Carried::Key { pkcs8, attributes } = carried {
            bags.push(shrouded(pkcs8, attributes, password, writing, random)?);
        }
    }
    Ok(asn1::tlv(tag::SEQUENCE, &bags.concat()))
}

fn shrouded(
    pkcs8: &[u8],
    attributes: &[u8],
    password: &Password,
    writing: Writing,
    random: &mut dyn Random,
) -> Result<Vec<u8>> {
    if pkcs8.is_empty() {
        return Err(Code::PRIVATE_KEY_INVALID.into());
    }
    let (identifier, sealed) = pbe::encrypt(writing, password, pkcs8, random)?;
    let info = asn1::sequence(&[&identifier, &asn1::octet_string(&sealed)]);
    Ok(bag(oid::SHROUDED_KEY_BAG, &info, attributes))
}

fn certificate_bags(store: &Keystore) -> Vec<u8> {
    let cert_bag = |certificate: &Certificate, attributes: &[Vec<u8>]| {
        let content = asn1::context(0, &asn1::octet_string(certificate.der()));
        let value = asn1::sequence(&[&asn1::oid(oid::X509_CERTIFICATE), &content]);
        let set = if attributes.is_empty() { Vec::new() } else { asn1::set_of(attributes) };
        bag(oid::CERT_BAG, &value, &set)
    };
    let mut bags = Vec::new();
    let mut written: Vec<&Certificate> = Vec::new();
    for entry in &store.keys {
        for (index, certificate) in entry.chain.iter().enumerate() {
            if index == 0 {
                let id = attribute(oid::LOCAL_KEY_ID, &asn1::octet_string(&entry.local_key_id));
                bags.push(cert_bag(certificate, &[friendly_name(&entry.alias), id]));
            } else if !written.contains(&certificate) && !store.trusted.iter().any(|t| &t.certificate == certificate) {
                bags.push(cert_bag(certificate, &[]));
                written.push(certificate);
            }
        }
    }
    // Java shows a certificate as an entry of its own only with this attribute.
    let usage = attribute(oid::JAVA_TRUSTED_KEY_USAGE, &asn1::oid(oid::ANY_EXTENDED_KEY_USAGE));
    for entry in &store.trusted {
        bags.push(cert_bag(&entry.certificate, &[friendly_name(&entry.alias), usage.clone()]));
    }
    for carried in &store.carried {
        match carried {
            Carried::Certificate { value, attributes } => bags.push(bag(oid::CERT_BAG, value, attributes)),
            Carried::Bag(whole) => bags.push(whole.clone()),
            Carried::Key { .. } => {}
        }
    }
    asn1::tlv(tag::SEQUENCE, &bags.concat())
}
