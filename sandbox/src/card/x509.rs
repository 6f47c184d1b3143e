//! Issuing X.509 certificates for the sandbox.

use ehcert_core::{
    Result, Timestamp,
    asn1::{self, oid},
    certificate::Certificate,
    key::{PrivateKey, PublicKey, SignatureAlgorithm},
    random::Random,
};

/// A DER Name with one attribute in each RDN. Country and serial number are PrintableString, the rest
/// UTF8String, as in Belgian certificates.
pub fn name(attributes: &[(&[u8], &str)]) -> Vec<u8> {
    let sets: Vec<Vec<u8>> = attributes
        .iter()
        .map(|(attribute, value)| {
            let printable = matches!(*attribute, oid::COUNTRY | oid::SERIAL_NUMBER);
            let value = if printable { asn1::printable(value) } else { asn1::utf8(value) };
            asn1::set_of(&[asn1::sequence(&[&asn1::oid(attribute), &value])])
        })
        .collect();
    let parts: Vec<&[u8]> = sets.iter().map(Vec::as_slice).collect();
    asn1::sequence(&parts)
}

/// A positive serial number of 16 random octets.
pub fn serial(random: &mut dyn Random) -> Result<Vec<u8>> {
    let mut serial = vec![0; 16];
    random.fill(&mut serial)?;
    serial[0] = serial[0] & 0x7F | 0x10;
    Ok(serial)
}

/// A certificate to be signed (RFC 5280 TBSCertificate, version 3).
#[derive(Clone, Debug)]
pub struct Tbs {
    serial: Vec<u8>,
    issuer: Vec<u8>,
    subject: Vec<u8>,
    validity: (Timestamp, Timestamp),
    key: PublicKey,
    extensions: Vec<Vec<u8>>,
}

impl Tbs {
    /// Issuer and subject are DER Names; both ends of the validity are included.
    pub fn new(
        serial: Vec<u8>,
        issuer: Vec<u8>,
        subject: Vec<u8>,
        validity: (Timestamp, Timestamp),
        key: PublicKey,
    ) -> Self {
        Self { serial, issuer, subject, validity, key, extensions: Vec::new() }
    }

    /// An extension: object identifier octets, and its DER value.
    #[must_use]
    pub fn extension(mut self, oid: &[u8], critical: bool, value: &[u8]) -> Self {
        let value = asn1::octet_string(value);
        self.extensions.push(match critical {
            true => asn1::sequence(&[&asn1::oid(oid), &asn1::boolean(true), &value]),
            false => asn1::sequence(&[&asn1::oid(oid), &value]),
        });
        self
    }

    /// basicConstraints of a CA, with how many CAs may follow it.
    #[must_use]
    pub fn authority(self, path_length: Option<u64>) -> Self {
        let mut value = asn1::boolean(true);
        value.extend(path_length.map(asn1::small).unwrap_or_default());
        self.extension(oid::BASIC_CONSTRAINTS, true, &asn1::sequence(&[&value]))
    }

    /// keyUsage from the bits of [`ehcert_core::certificate::key_usage`].
    #[must_use]
    pub fn key_usage(self, bits: u16) -> Self {
        self.extension(oid::KEY_USAGE, true, &asn1::named_bits(&bits.to_be_bytes()))
    }

    /// extKeyUsage from object identifier octets.
    #[must_use]
    pub fn extended_key_usage(self, purposes: &[&[u8]]) -> Self {
        let purposes = purposes.iter().flat_map(|p| asn1::oid(p)).collect::<Vec<u8>>();
        self.extension(oid::EXTENDED_KEY_USAGE, false, &asn1::sequence(&[&purposes]))
    }

    /// subjectKeyIdentifier and authorityKeyIdentifier (SHA-1 of the keys).
    #[must_use]
    pub fn key_identifiers(self, issuer: &PublicKey) -> Self {
        let subject = asn1::octet_string(&self.key.identifier());
        let authority = asn1::sequence(&[&asn1::tlv(asn1::tag::context(0), &issuer.identifier())]);
        self.extension(oid::SUBJECT_KEY_IDENTIFIER, false, &subject).extension(
            oid::AUTHORITY_KEY_IDENTIFIER,
            false,
            &authority,
        )
    }

    /// certificatePolicies with these policies' object identifier octets, without qualifiers.
    #[must_use]
    pub fn policies(self, policies: &[&[u8]]) -> Self {
        let policies = policies.iter().flat_map(|p| asn1::sequence(&[&asn1::oid(p)])).collect::<Vec<u8>>();
        self.extension(oid::CERTIFICATE_POLICIES, false, &asn1::sequence(&[&policies]))
    }

    /// Signs it.
    pub fn sign(self, key: &PrivateKey, algorithm: SignatureAlgorithm, random: &mut dyn Random) -> Result<Certificate> {
        let identifier = algorithm.identifier();
        let extensions = asn1::sequence(&[&self.extensions.concat()]);
        let tbs = asn1::sequence(&[
            &asn1::context(0, &asn1::small(2)),
            &asn1::unsigned(&self.serial),
            &identifier,
            &self.issuer,
            &asn1::sequence(&[&asn1::time(self.validity.0), &asn1::time(self.validity.1)]),
            &self.subject,
            &self.key.to_spki(),
            &if self.extensions.is_empty() { Vec::new() } else { asn1::context(3, &extensions) },
        ]);
        let signature = key.sign(algorithm, &tbs, random)?;
        Certificate::from_der(&asn1::sequence(&[&tbs, &identifier, &asn1::bit_string(&signature)]))
    }
}
