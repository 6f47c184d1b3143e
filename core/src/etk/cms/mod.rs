//! Cryptographic Message Syntax (RFC 5652), the part that eHealth uses: SignedData with attached content and
//! EnvelopedData with key transport.
//!
//! Everything here reads DER: run [`crate::asn1::to_der`] over what came from outside. That changes no
//! byte that a signature covers: the content is taken out of its OCTET STRING, and signed attributes are DER
//! by definition (RFC 5652 5.4).

mod enveloped;
mod signed;

pub use enveloped::{ContentCipher, EnvelopedData, Recipient, Transport, envelop};
pub use signed::{Attributes, SignOptions, SignedData, Signer, SignerInfo, sign};

use std::borrow::Cow;

use zeroize::Zeroizing;

use crate::{
    Code, Error, Result,
    asn1::{self, Tlv, tag},
    certificate::Certificate,
};

/// More entries than this in any list of a message are refused: the largest group of recipients that eHealth
/// addresses at once stays well under it.
pub const MAX_ENTRIES: usize = 1024;

pub(super) fn bad(what: &str) -> Error {
    Error::new(Code::BAD_ENCODING).detail(what)
}

/// How a SignerInfo or a RecipientInfo names a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateId<'a> {
    /// IssuerAndSerialNumber: DER Name and content octets of the serial number.
    IssuerSerial {
        /// DER Name.
        issuer: &'a [u8],
        /// Content octets of the INTEGER.
        serial: &'a [u8],
    },
    /// SubjectKeyIdentifier.
    KeyIdentifier(&'a [u8]),
}

impl<'a> CertificateId<'a> {
    fn parse(tlv: Tlv<'a>) -> Result<Self> {
        match tlv.tag {
            tag::SEQUENCE => {
                let mut reader = tlv.reader();
                let issuer = reader.read(tag::SEQUENCE)?.raw;
                // Content octets as they are: what is compared is the certificate's own bytes.
                let serial = reader.read(tag::INTEGER)?.content;
                reader.finish()?;
                Ok(Self::IssuerSerial { issuer, serial })
            }
            0x80 => Ok(Self::KeyIdentifier(tlv.content)),
            _ => Err(bad("identifier of a certificate")),
        }
    }

    /// Whether this names the certificate. Issuer names are compared as [`super::same_name`] does, since
    /// some programs write a name anew.
    pub fn names(&self, certificate: &Certificate) -> bool {
        match self {
            Self::IssuerSerial { issuer, serial } => {
                *serial == certificate.serial() && super::same_name(issuer, certificate.issuer_der())
            }
            Self::KeyIdentifier(id) => certificate.subject_key_identifier() == Some(*id),
        }
    }

    /// IssuerAndSerialNumber of a certificate, DER.
    fn write(certificate: &Certificate) -> Vec<u8> {
        asn1::sequence(&[certificate.issuer_der(), &asn1::tlv(tag::INTEGER, certificate.serial())])
    }
}

/// The content of a ContentInfo of this type: the element inside `[0]`.
pub(super) fn content_info<'a>(der: &'a [u8], content_type: &[u8]) -> Result<Tlv<'a>> {
    let mut reader = asn1::read_one(der, tag::SEQUENCE)?.reader();
    if reader.oid()? != content_type {
        return Err(bad("CMS of another content type"));
    }
    let inside = reader.read(tag::context_constructed(0))?;
    reader.finish()?;
    let mut inside = inside.reader();
    let content = inside.any()?;
    inside.finish()?;
    Ok(content)
}

/// The octets of `[n] IMPLICIT OCTET STRING`, which BER allows to be in pieces.
fn implicit_octets(tlv: Tlv<'_>) -> Result<Cow<'_, [u8]>> {
    if tlv.tag & 0x20 == 0 {
        return Ok(Cow::Borrowed(tlv.content));
    }
    let mut reader = tlv.reader();
    let mut joined = Vec::with_capacity(tlv.content.len());
    while !reader.is_empty() {
        joined.extend_from_slice(reader.read(tag::OCTET_STRING)?.content);
    }
    Ok(Cow::Owned(joined))
}

/// What stands around a large content, so that the content is copied once, into a buffer that wipes itself.
struct Frame {
    before: Vec<u8>,
    length: usize,
    after: Vec<u8>,
}

impl Frame {
    fn around(length: usize) -> Self {
        Self { before: Vec::new(), length, after: Vec::new() }
    }
    /// Puts everything so far in an element, with `first` and `last` beside it.
    fn inside(mut self, tag: u8, first: &[u8], last: &[u8]) -> Self {
        self.after.extend_from_slice(last);
        let length = first.len() + self.before.len() + self.length + self.after.len();
        let mut before = asn1::header(tag, length);
        before.extend_from_slice(first);
        before.append(&mut self.before);
        Self { before, ..self }
    }
    fn fill(self, content: &[u8]) -> Zeroizing<Vec<u8>> {
        let mut out = Zeroizing::new(Vec::with_capacity(self.before.len() + content.len() + self.after.len()));
        out.extend_from_slice(&self.before);
        out.extend_from_slice(content);
        out.extend_from_slice(&self.after);
        out
    }
}
