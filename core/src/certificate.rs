//! X.509 certificates on their original bytes: what a signature covers is never re-encoded.

use std::ops::Range;

use crate::{
    Code, Error, Result, Timestamp,
    asn1::{self, Reader, Tlv, oid, tag},
    key::{KeyOutline, PublicKey, SignatureAlgorithm},
};

/// Certificates larger than this are refused (the largest real ones stay under 4 KiB).
pub const MAX_CERTIFICATE: usize = 64 << 10;

/// One extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// Content octets of the object identifier.
    pub oid: Vec<u8>,
    /// Whether who does not know it must refuse the certificate.
    pub critical: bool,
    /// The DER value inside the OCTET STRING.
    pub value: Vec<u8>,
}

/// keyUsage bits (RFC 5280 4.2.1.3): bit 0 is the highest of the first octet.
#[allow(missing_docs, reason = "the names are RFC 5280's")]
pub mod key_usage {
    pub const DIGITAL_SIGNATURE: u16 = 0x8000;
    pub const NON_REPUDIATION: u16 = 0x4000;
    pub const KEY_ENCIPHERMENT: u16 = 0x2000;
    pub const DATA_ENCIPHERMENT: u16 = 0x1000;
    pub const KEY_AGREEMENT: u16 = 0x0800;
    pub const KEY_CERT_SIGN: u16 = 0x0400;
    pub const CRL_SIGN: u16 = 0x0200;
}

/// A parsed certificate together with its bytes.
#[derive(Clone, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    tbs: Range<usize>,
    algorithm: Range<usize>,
    signature: Range<usize>,
    serial: Range<usize>,
    issuer: Range<usize>,
    subject: Range<usize>,
    spki: Range<usize>,
    not_before: Timestamp,
    not_after: Timestamp,
    extensions: Vec<Extension>,
}

impl PartialEq for Certificate {
    /// Everything else was read from the bytes.
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Certificate({} bytes, serial {})", self.der.len(), self.serial_decimal())
    }
}

impl Certificate {
    /// From a list of DER; the error of the first that cannot be read.
    pub(crate) fn from_der_list<T: AsRef<[u8]>>(list: &[T]) -> Result<Vec<Self>> {
        let mut certificates = Vec::new();
        for der in list {
            certificates.push(Self::from_der(der.as_ref())?);
        }
        Ok(certificates)
    }
    /// From DER.
    pub fn from_der(der: &[u8]) -> Result<Self> {
        if der.len() > MAX_CERTIFICATE {
            return Err(Error::new(Code::TOO_LARGE).with("limit", "64 KB"));
        }
        Self::parse(der).map_err(|e| asn1::unreadable(&e, Code::CERTIFICATE_MALFORMED))
    }

    fn parse(der: &[u8]) -> Result<Self> {
        let bad = |what: &str| Error::new(Code::CERTIFICATE_MALFORMED).detail(what);
        let range = |part: &[u8]| {
            let start = part.as_ptr().addr() - der.as_ptr().addr();
            start..start + part.len()
        };
        let Signed { body: tbs, algorithm, signature } = Signed::read(der)?;
        let mut reader = tbs.reader();
        let version = match reader.optional(tag::context_constructed(0))? {
            Some(t) => asn1::read_one(t.content, tag::INTEGER)?.small()?,
            None => 0,
        };
        let serial = reader.read(tag::INTEGER)?.content;
        if serial.is_empty() || serial.len() > 64 {
            return Err(bad("serial number"));
        }
        if reader.read(tag::SEQUENCE)?.raw != algorithm {
            return Err(bad("the two signature algorithms differ"));
        }
        let issuer = reader.read(tag::SEQUENCE)?;
        let mut validity = reader.read(tag::SEQUENCE)?.reader();
        let (not_before, not_after) = (validity.time()?, validity.time()?);
        validity.finish()?;
        let subject = reader.read(tag::SEQUENCE)?;
        let spki = reader.read(tag::SEQUENCE)?;
        // issuerUniqueID and subjectUniqueID: nobody uses them, but they may stand there.
        reader.optional(tag::context(1))?;
        reader.optional(tag::context(2))?;
        let mut extensions = Vec::new();
        if let Some(t) = reader.optional(tag::context_constructed(3))? {
            if version != 2 {
                return Err(bad("extensions in a certificate that is not version 3"));
            }
            let mut list = asn1::read_one(t.content, tag::SEQUENCE)?.reader();
            while !list.is_empty() {
                let (oid, critical, value) = extension(&mut list)?;
                extensions.push(Extension { oid: oid.to_vec(), critical, value: value.to_vec() });
                if extensions.len() > 64 {
                    return Err(bad("too many extensions"));
                }
            }
            for (i, e) in extensions.iter().enumerate() {
                if extensions[..i].iter().any(|other| other.oid == e.oid) {
                    return Err(bad("an extension occurs twice"));
                }
            }
        }
        reader.finish()?;
        Ok(Self {
            tbs: range(tbs.raw),
            algorithm: range(algorithm),
            signature: range(signature),
            serial: range(serial),
            issuer: range(issuer.raw),
            subject: range(subject.raw),
            spki: range(spki.raw),
            not_before,
            not_after,
            extensions,
            der: der.to_vec(),
        })
    }

    /// From DER followed by zeros, as the files of an eID card have it. `None` when there are only zeros.
    pub fn from_padded(bytes: &[u8]) -> Result<Option<Self>> {
        if bytes.iter().all(|b| *b == 0) {
            return Ok(None);
        }
        let first = Reader::new(bytes).any().map_err(|_| Error::from(Code::CERTIFICATE_MALFORMED))?;
        Self::from_der(first.raw).map(Some)
    }

    /// The whole certificate.
    pub fn der(&self) -> &[u8] {
        &self.der
    }
    /// TBSCertificate: what the signature covers.
    pub fn tbs(&self) -> &[u8] {
        &self.der[self.tbs.clone()]
    }
    /// AlgorithmIdentifier of the signature, DER.
    pub fn signature_algorithm_der(&self) -> &[u8] {
        &self.der[self.algorithm.clone()]
    }
    /// How it was signed.
    pub fn signature_algorithm(&self) -> Result<SignatureAlgorithm> {
        SignatureAlgorithm::parse(asn1::read_one(self.signature_algorithm_der(), tag::SEQUENCE)?, None)
    }
    /// The signature (ECDSA: DER).
    pub fn signature(&self) -> &[u8] {
        &self.der[self.signature.clone()]
    }
    /// Content octets of the serial number, two's complement.
    pub fn serial(&self) -> &[u8] {
        &self.der[self.serial.clone()]
    }
    /// The serial number as a decimal number, as eHealth's aliases have it.
    pub fn serial_decimal(&self) -> String {
        crate::certificate::decimal(self.serial())
    }
    /// The serial number in upper-case hexadecimal without leading zeros.
    pub fn serial_hex(&self) -> String {
        let hex: String = self.serial().iter().map(|b| format!("{b:02X}")).collect();
        let trimmed = hex.trim_start_matches('0');
        if trimmed.is_empty() { "0".into() } else { trimmed.into() }
    }
    /// Issuer, DER Name.
    pub fn issuer_der(&self) -> &[u8] {
        &self.der[self.issuer.clone()]
    }
    /// Subject, DER Name.
    pub fn subject_der(&self) -> &[u8] {
        &self.der[self.subject.clone()]
    }
    /// SubjectPublicKeyInfo, DER.
    pub fn spki_der(&self) -> &[u8] {
        &self.der[self.spki.clone()]
    }
    /// The public key.
    pub fn public_key(&self) -> Result<PublicKey> {
        PublicKey::from_spki(self.spki_der())
    }
    /// The public key, as far as its encoding tells.
    pub fn key_outline(&self) -> Result<KeyOutline> {
        KeyOutline::from_spki(self.spki_der())
    }
    /// First second of validity.
    pub fn not_before(&self) -> Timestamp {
        self.not_before
    }
    /// Last second of validity.
    pub fn not_after(&self) -> Timestamp {
        self.not_after
    }
    /// The moment of the validity that is nearest to `at`. A certificate may say that it ends before it begins: then its
    /// last second, at which nothing is valid.
    pub fn nearest_valid(&self, at: Timestamp) -> Timestamp {
        at.max(self.not_before).min(self.not_after)
    }
    /// Whether `now` is within the validity, both ends included.
    pub fn is_valid_at(&self, now: Timestamp) -> bool {
        self.not_before <= now && now <= self.not_after
    }
    /// All extensions, in their order.
    pub fn extensions(&self) -> &[Extension] {
        &self.extensions
    }
    /// The extension with these object identifier octets.
    pub fn extension(&self, oid: &[u8]) -> Option<&Extension> {
        self.extensions.iter().find(|e| e.oid == oid)
    }
    /// keyUsage as the bits of [`key_usage`]; `None` when the extension is absent.
    pub fn key_usage(&self) -> Result<Option<u16>> {
        let Some(extension) = self.extension(oid::KEY_USAGE) else { return Ok(None) };
        match asn1::read_one(&extension.value, tag::BIT_STRING)?.content {
            [_] => Ok(Some(0)),
            [_, high] => Ok(Some(u16::from(*high) << 8)),
            [_, high, low] => Ok(Some(u16::from(*high) << 8 | u16::from(*low))),
            _ => Err(Error::new(Code::CERTIFICATE_MALFORMED).detail("keyUsage")),
        }
    }
    /// basicConstraints: whether it is a CA, and how many CAs may follow it.
    pub fn basic_constraints(&self) -> Result<(bool, Option<u64>)> {
        let Some(extension) = self.extension(oid::BASIC_CONSTRAINTS) else { return Ok((false, None)) };
        let mut reader = asn1::read_one(&extension.value, tag::SEQUENCE)?.reader();
        let ca = reader.optional(tag::BOOLEAN)?.map_or(Ok(false), |t| t.boolean())?;
        let path = reader.optional(tag::INTEGER)?.map(|t| t.small()).transpose()?;
        reader.finish()?;
        Ok((ca, path))
    }
    /// SubjectKeyIdentifier.
    pub fn subject_key_identifier(&self) -> Option<&[u8]> {
        let value = &self.extension(oid::SUBJECT_KEY_IDENTIFIER)?.value;
        asn1::read_one(value, tag::OCTET_STRING).ok().map(|t| t.content)
    }
    /// Whether this certificate's key made `other`'s signature. Names are not compared.
    pub fn signed(&self, other: &Self) -> Result<()> {
        self.public_key()?.verify(other.signature_algorithm()?, other.tbs(), other.signature())
    }
    /// Whether issuer and subject are the same bytes.
    pub fn is_self_issued(&self) -> bool {
        self.issuer_der() == self.subject_der()
    }
}

/// What certificates, lists and requests are: a body, how it is signed, and the signature.
pub(crate) struct Signed<'a> {
    pub(crate) body: Tlv<'a>,
    /// AlgorithmIdentifier.
    pub(crate) algorithm: &'a [u8],
    pub(crate) signature: &'a [u8],
}

impl<'a> Signed<'a> {
    pub(crate) fn read(der: &'a [u8]) -> Result<Self> {
        let mut outer = asn1::read_one(der, tag::SEQUENCE)?.reader();
        let body = outer.read(tag::SEQUENCE)?;
        let algorithm = outer.read(tag::SEQUENCE)?.raw;
        let signature = outer.bit_string()?;
        outer.finish()?;
        Ok(Self { body, algorithm, signature })
    }
}

/// The next extension of a certificate, list or response: object identifier octets, whether critical, value.
pub(crate) fn extension<'a>(list: &mut Reader<'a>) -> Result<(&'a [u8], bool, &'a [u8])> {
    let mut reader = list.read(tag::SEQUENCE)?.reader();
    let id = reader.oid()?;
    let critical = reader.optional(tag::BOOLEAN)?.map_or(Ok(false), |t| t.boolean())?;
    let value = reader.read(tag::OCTET_STRING)?.content;
    reader.finish()?;
    Ok((id, critical, value))
}

/// An unsigned big-endian number of any length in decimal.
pub fn decimal(number: &[u8]) -> String {
    let mut digits = vec![0u8];
    for byte in number {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            carry += u32::from(*digit) * 256;
            *digit = (carry % 10).to_le_bytes()[0];
            carry /= 10;
        }
        while carry > 0 {
            digits.push((carry % 10).to_le_bytes()[0]);
            carry /= 10;
        }
    }
    digits.iter().rev().map(|d| char::from(b'0' + d)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn big_numbers_in_decimal() {
        assert_eq!(decimal(&[]), "0");
        assert_eq!(decimal(&[0, 1, 0]), "256");
        assert_eq!(decimal(&[0xFF; 16]), "340282366920938463463374607431768211455");
    }

    #[test]
    fn malformed_is_said() {
        for bytes in [&[][..], &[0x30, 0], b"-----BEGIN"] {
            assert_eq!(Certificate::from_der(bytes).unwrap_err().code(), Code::CERTIFICATE_MALFORMED);
        }
        assert_eq!(Certificate::from_padded(&[0; 1300]).unwrap(), None);
    }
}
