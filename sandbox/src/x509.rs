//! Writing certificates: the few profiles that the sandbox issues, in DER by the core's writers.
//!
//! The engine itself never issues a CA's certificate, so this stays here.

use ehcert_core::{
    Error, Result, Timestamp,
    asn1::{self, oid, tag},
    certificate::Certificate,
    key::PrivateKey,
    random::Random,
};

/// One attribute of a name: object identifier octets and value.
pub type Attribute<'a> = (&'a [u8], &'a str);

/// A DER Name with one attribute for each RDN. Country and serial number are PrintableString and e-mail
/// addresses IA5String, as RFC 5280 appendix A asks for; the rest is UTF8String.
pub fn name(attributes: &[Attribute<'_>]) -> Vec<u8> {
    let rdns: Vec<Vec<u8>> = attributes
        .iter()
        .map(|(kind, value)| {
            let text = match *kind {
                oid::COUNTRY | oid::SERIAL_NUMBER => asn1::printable(value),
                oid::EMAIL_ADDRESS => asn1::tlv(tag::IA5_STRING, value.as_bytes()),
                _ => asn1::utf8(value),
            };
            asn1::tlv(tag::SET, &asn1::sequence(&[&asn1::oid(kind), &text]))
        })
        .collect();
    asn1::tlv(tag::SEQUENCE, &rdns.concat())
}

/// What a certificate says; the signature is added by [`Template::sign`].
#[derive(Clone, Debug)]
pub struct Template {
    /// Unsigned big-endian serial number.
    pub serial: Vec<u8>,
    /// DER Name of who signs.
    pub issuer: Vec<u8>,
    /// DER Name of the holder.
    pub subject: Vec<u8>,
    /// First second of validity.
    pub not_before: Timestamp,
    /// Last second of validity.
    pub not_after: Timestamp,
    /// DER SubjectPublicKeyInfo of the holder.
    pub spki: Vec<u8>,
    /// Encoded extensions, made by the functions of this module.
    pub extensions: Vec<Vec<u8>>,
}

impl Template {
    /// The certificate, signed by `key` with the algorithm that goes with it (RSA: SHA-256, P-384: SHA-384).
    pub fn sign(&self, key: &PrivateKey, random: &mut dyn Random) -> Result<Certificate> {
        let algorithm = key.default_signature().identifier();
        let list: Vec<&[u8]> = self.extensions.iter().map(Vec::as_slice).collect();
        let tbs = asn1::sequence(&[
            &asn1::context(0, &asn1::small(2)),
            &asn1::unsigned(&self.serial),
            &algorithm,
            &self.issuer,
            &asn1::sequence(&[&asn1::time(self.not_before), &asn1::time(self.not_after)]),
            &self.subject,
            &self.spki,
            &asn1::context(3, &asn1::sequence(&list)),
        ]);
        Certificate::from_der(&signed(&tbs, key, random)?)
    }
}

/// `SEQUENCE { tbs, algorithm, signature }`: the outer form of certificates and CRLs.
pub(crate) fn signed(tbs: &[u8], key: &PrivateKey, random: &mut dyn Random) -> Result<Vec<u8>> {
    let algorithm = key.default_signature();
    let signature = key.sign(algorithm, tbs, random)?;
    Ok(asn1::sequence(&[tbs, &algorithm.identifier(), &asn1::bit_string(&signature)]))
}

/// A random serial number of `octets` octets, positive and never zero.
pub fn random_serial(octets: usize, random: &mut dyn Random) -> Result<Vec<u8>> {
    let mut serial = vec![0; octets.max(1)];
    random.fill(&mut serial)?;
    if let Some(first) = serial.first_mut() {
        // The highest bit would cost a sign octet, a zero in front would shorten it.
        *first = (*first & 0x7F) | 0x01;
    }
    Ok(serial)
}

/// One Extension.
pub fn extension(kind: &[u8], critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = if critical { asn1::boolean(true) } else { Vec::new() };
    asn1::sequence(&[&asn1::oid(kind), &critical, &asn1::octet_string(value)])
}

/// basicConstraints, critical. `path_length` only counts for a CA.
pub fn basic_constraints(ca: bool, path_length: Option<u64>) -> Vec<u8> {
    let mut content = Vec::new();
    if ca {
        content.extend(asn1::boolean(true));
        content.extend(path_length.map(asn1::small).unwrap_or_default());
    }
    extension(oid::BASIC_CONSTRAINTS, true, &asn1::tlv(tag::SEQUENCE, &content))
}

/// keyUsage, critical, from the bits of [`ehcert_core::certificate::key_usage`].
pub fn key_usage(bits: u16) -> Vec<u8> {
    extension(oid::KEY_USAGE, true, &asn1::named_bits(&bits.to_be_bytes()))
}

/// extKeyUsage.
pub fn extended_key_usage(purposes: &[&[u8]]) -> Vec<u8> {
    let list: Vec<u8> = purposes.iter().flat_map(|p| asn1::oid(p)).collect();
    extension(oid::EXTENDED_KEY_USAGE, false, &asn1::tlv(tag::SEQUENCE, &list))
}

/// subjectKeyIdentifier.
pub fn subject_key_identifier(identifier: &[u8]) -> Vec<u8> {
    extension(oid::SUBJECT_KEY_IDENTIFIER, false, &asn1::octet_string(identifier))
}

/// The value of authorityKeyIdentifier with the key identifier alone.
pub(crate) fn authority_key_identifier_value(identifier: &[u8]) -> Vec<u8> {
    asn1::sequence(&[&asn1::tlv(tag::context(0), identifier)])
}

/// authorityKeyIdentifier with the key identifier alone.
pub fn authority_key_identifier(identifier: &[u8]) -> Vec<u8> {
    extension(oid::AUTHORITY_KEY_IDENTIFIER, false, &authority_key_identifier_value(identifier))
}

fn uri(text: &str) -> Vec<u8> {
    asn1::tlv(tag::context(6), text.as_bytes())
}

/// cRLDistributionPoints with one address.
pub fn crl_distribution_point(url: &str) -> Vec<u8> {
    let full_name = asn1::context(0, &asn1::context(0, &uri(url)));
    extension(oid::CRL_DISTRIBUTION_POINTS, false, &asn1::sequence(&[&asn1::sequence(&[&full_name])]))
}

/// authorityInfoAccess: OCSP responder, and where the issuer's certificate is.
pub fn authority_info_access(ocsp: &str, ca_issuers: Option<&str>) -> Vec<u8> {
    let mut list = asn1::sequence(&[&asn1::oid(oid::OCSP), &uri(ocsp)]);
    if let Some(url) = ca_issuers {
        list.extend(asn1::sequence(&[&asn1::oid(oid::CA_ISSUERS), &uri(url)]));
    }
    extension(oid::AUTHORITY_INFO_ACCESS, false, &asn1::tlv(tag::SEQUENCE, &list))
}

/// certificatePolicies with these policies.
pub fn certificate_policies(policies: &[&[u8]]) -> Vec<u8> {
    let list: Vec<u8> = policies.iter().flat_map(|p| asn1::sequence(&[&asn1::oid(p)])).collect();
    extension(oid::CERTIFICATE_POLICIES, false, &asn1::tlv(tag::SEQUENCE, &list))
}

/// id-pkix-ocsp-nocheck (RFC 6960 4.2.2.2.1): nobody asks about the responder itself.
pub fn ocsp_no_check() -> Vec<u8> {
    extension(oid::OCSP_NOCHECK, false, &asn1::null())
}

/// subjectAltName with one e-mail address.
pub fn subject_alt_email(address: &str) -> Vec<u8> {
    extension(oid::SUBJECT_ALT_NAME, false, &asn1::sequence(&[&asn1::tlv(tag::context(1), address.as_bytes())]))
}

/// PEM with 64 characters a line.
pub fn pem(label: &str, der: &[u8]) -> String {
    use base64ct::{Base64, Encoding};
    let text = Base64::encode_string(der);
    let mut out = format!("-----BEGIN {label}-----\n");
    for line in text.as_bytes().chunks(64) {
        // Base64 is ASCII: a chunk never cuts a character.
        out.extend(line.iter().map(|b| char::from(*b)));
        out.push('\n');
    }
    out.push_str(&format!("-----END {label}-----\n"));
    out
}

/// The text of the first attribute of this kind in a DER Name.
pub fn attribute(name: &[u8], kind: &[u8]) -> Result<Option<String>> {
    Ok(attributes(name)?.into_iter().find(|(k, _)| k == kind).map(|(_, value)| value))
}

/// All attributes of a DER Name, in their order.
pub fn attributes(name: &[u8]) -> Result<Vec<(Vec<u8>, String)>> {
    let mut found = Vec::new();
    let mut rdns = asn1::read_one(name, tag::SEQUENCE)?.reader();
    while !rdns.is_empty() {
        let mut rdn = rdns.read(tag::SET)?.reader();
        while !rdn.is_empty() {
            let mut pair = rdn.read(tag::SEQUENCE)?.reader();
            let kind = pair.any()?.oid()?.to_vec();
            let value = pair.any()?.text()?;
            pair.finish()?;
            found.push((kind, value));
        }
    }
    Ok(found)
}

/// An error of the sandbox's own data: what the store holds is not what was put there.
pub(crate) fn internal(what: impl ToString) -> Error {
    Error::new(ehcert_core::Code::INTERNAL).detail(what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ehcert_core::{
        certificate::key_usage as bits,
        key::{KeyAlgorithm, PrivateKey},
        random::OsRandom,
    };

    #[test]
    fn a_certificate_says_what_its_template_says() {
        for algorithm in [KeyAlgorithm::Rsa2048, KeyAlgorithm::P384] {
            let key = PrivateKey::generate(algorithm, &mut OsRandom).unwrap();
            let subject = name(&[(oid::COUNTRY, "BE"), (oid::COMMON_NAME, "Zoë")]);
            let template = Template {
                serial: random_serial(8, &mut OsRandom).unwrap(),
                issuer: subject.clone(),
                subject: subject.clone(),
                not_before: Timestamp(1_700_000_000),
                not_after: Timestamp(4_000_000_000),
                spki: key.public().to_spki(),
                extensions: vec![
                    basic_constraints(true, Some(0)),
                    key_usage(bits::KEY_CERT_SIGN | bits::CRL_SIGN),
                    subject_key_identifier(&key.public().identifier()),
                    authority_key_identifier(&key.public().identifier()),
                    authority_info_access("http://127.0.0.1/ocsp", Some("http://127.0.0.1/root")),
                    crl_distribution_point("http://127.0.0.1/crl"),
                    certificate_policies(&[oid::ANY_POLICY]),
                ],
            };
            let certificate = template.sign(&key, &mut OsRandom).unwrap();
            certificate.signed(&certificate).unwrap();
            assert_eq!(certificate.subject_der(), subject);
            assert_eq!(certificate.basic_constraints().unwrap(), (true, Some(0)));
            assert_eq!(certificate.key_usage().unwrap(), Some(bits::KEY_CERT_SIGN | bits::CRL_SIGN));
            assert_eq!(certificate.subject_key_identifier(), Some(&key.public().identifier()[..]));
            assert_eq!(certificate.not_after(), Timestamp(4_000_000_000), "beyond 2049 the time is generalised");
            assert_eq!(attribute(certificate.subject_der(), oid::COMMON_NAME).unwrap().as_deref(), Some("Zoë"));
        }
    }

    #[test]
    fn serials_are_positive_and_have_their_length() {
        for _ in 0..200 {
            let serial = random_serial(8, &mut OsRandom).unwrap();
            assert_eq!(serial.len(), 8);
            assert!(serial[0] > 0 && serial[0] < 0x80);
        }
    }
}
