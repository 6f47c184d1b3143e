//! Certificate revocation lists (RFC 5280 section 5 and 6.3), on the original bytes.

mod scope;
mod status;

use std::ops::Range;

pub use status::CrlCheck;
pub(super) use status::urls;

use super::extension::AuthorityKeyId;
use crate::{
    Code, Error, Result, Timestamp,
    asn1::{self, Reader, Tlv, oid, tag},
    certificate::{Certificate, Signed, extension},
    key::SignatureAlgorithm,
};
use scope::Scope;

/// Lists larger than this are refused. The largest of the identity card PKI have some megabytes.
pub const MAX_CRL: usize = 48 << 20;

/// Why a certificate was revoked (RFC 5280 5.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[allow(missing_docs, reason = "the names are RFC 5280's")]
#[serde(rename_all = "camelCase")]
pub enum Reason {
    Unspecified,
    KeyCompromise,
    CaCompromise,
    AffiliationChanged,
    Superseded,
    CessationOfOperation,
    CertificateHold,
    RemoveFromCrl,
    PrivilegeWithdrawn,
    AaCompromise,
}

impl Reason {
    /// From the CRLReason value.
    pub fn from_value(value: u8) -> Option<Self> {
        Some(match value {
            0 => Self::Unspecified,
            1 => Self::KeyCompromise,
            2 => Self::CaCompromise,
            3 => Self::AffiliationChanged,
            4 => Self::Superseded,
            5 => Self::CessationOfOperation,
            6 => Self::CertificateHold,
            8 => Self::RemoveFromCrl,
            9 => Self::PrivilegeWithdrawn,
            10 => Self::AaCompromise,
            _ => return None,
        })
    }

    /// RFC 5280's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::KeyCompromise => "keyCompromise",
            Self::CaCompromise => "cACompromise",
            Self::AffiliationChanged => "affiliationChanged",
            Self::Superseded => "superseded",
            Self::CessationOfOperation => "cessationOfOperation",
            Self::CertificateHold => "certificateHold",
            Self::RemoveFromCrl => "removeFromCRL",
            Self::PrivilegeWithdrawn => "privilegeWithdrawn",
            Self::AaCompromise => "aACompromise",
        }
    }
}

/// A parsed list together with its bytes. Not yet trusted: see [`CrlCheck`].
#[derive(Clone, PartialEq, Eq)]
pub struct Crl {
    der: Vec<u8>,
    tbs: Range<usize>,
    algorithm: Range<usize>,
    signature: Range<usize>,
    issuer: Range<usize>,
    entries: Range<usize>,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    number: Option<Vec<u8>>,
    delta_base: Option<Vec<u8>>,
    authority_key: Option<Vec<u8>>,
    scope: Option<Scope>,
    unknown_critical: Option<Vec<u8>>,
}

impl std::fmt::Debug for Crl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Crl({} bytes of {})", self.der.len(), self.this_update)
    }
}

/// One entry of a list.
struct Entry<'a> {
    serial: &'a [u8],
    date: Timestamp,
    reason: Reason,
    /// Content of the GeneralNames of certificateIssuer.
    issuer: Option<&'a [u8]>,
    unknown_critical: Option<&'a [u8]>,
}

fn bad(what: &str) -> Error {
    Error::new(Code::CRL_MALFORMED).detail(what)
}

/// What cannot be read inside a list makes the list malformed.
fn unreadable(error: Error) -> Error {
    asn1::unreadable(&error, Code::CRL_MALFORMED)
}

impl Crl {
    /// From DER; [`Code::CRL_MALFORMED`] when it is not a list, [`Code::TOO_LARGE`] beyond [`MAX_CRL`].
    pub fn from_der(der: &[u8]) -> Result<Self> {
        if der.len() > MAX_CRL {
            return Err(Error::new(Code::TOO_LARGE).with("limit", "48 MB"));
        }
        Self::parse(der).map_err(unreadable)
    }

    fn parse(der: &[u8]) -> Result<Self> {
        let range = |part: &[u8]| {
            let start = part.as_ptr().addr() - der.as_ptr().addr();
            start..start + part.len()
        };
        let Signed { body: tbs, algorithm, signature } = Signed::read(der)?;
        let mut reader = tbs.reader();
        let second = match reader.optional(tag::INTEGER)? {
            Some(version) if version.small()? == 1 => true,
            Some(_) => return Err(bad("version")),
            None => false,
        };
        if reader.read(tag::SEQUENCE)?.raw != algorithm {
            return Err(bad("the two signature algorithms differ"));
        }
        let issuer = reader.read(tag::SEQUENCE)?;
        let this_update = reader.time()?;
        let next_update = match reader.peek() {
            Some(tag::UTC_TIME | tag::GENERALIZED_TIME) => Some(reader.time()?),
            _ => None,
        };
        // An empty list of entries has to be absent, but some write it.
        let empty = tbs.content.get(tbs.content.len()..).unwrap_or_default();
        let entries = reader.optional(tag::SEQUENCE)?.map_or(empty, |t| t.content);
        let mut crl = Self {
            tbs: range(tbs.raw),
            algorithm: range(algorithm),
            signature: range(signature),
            issuer: range(issuer.raw),
            entries: range(entries),
            this_update,
            next_update,
            number: None,
            delta_base: None,
            authority_key: None,
            scope: None,
            unknown_critical: None,
            der: der.to_vec(),
        };
        if let Some(extensions) = reader.optional(tag::context_constructed(0))? {
            if !second {
                return Err(bad("extensions in a list of version 1"));
            }
            crl.read_extensions(extensions)?;
        }
        reader.finish()?;
        Ok(crl)
    }

    fn read_extensions(&mut self, t: Tlv<'_>) -> Result<()> {
        let mut list = asn1::read_one(t.content, tag::SEQUENCE)?.reader();
        let mut seen: Vec<&[u8]> = Vec::new();
        while !list.is_empty() {
            let (id, critical, value) = extension(&mut list)?;
            if seen.contains(&id) || seen.len() > 32 {
                return Err(bad("an extension occurs twice, or too many"));
            }
            seen.push(id);
            let mut known = true;
            match id {
                oid::CRL_NUMBER => {
                    // RFC 5280 5.2.3: never critical.
                    known = false;
                    self.number = Some(asn1::read_one(value, tag::INTEGER)?.unsigned()?.to_vec());
                }
                oid::DELTA_CRL_INDICATOR => {
                    self.delta_base = Some(asn1::read_one(value, tag::INTEGER)?.unsigned()?.to_vec());
                }
                oid::AUTHORITY_KEY_IDENTIFIER => {
                    known = false;
                    self.authority_key = AuthorityKeyId::read(value)?.key.map(<[u8]>::to_vec);
                }
                oid::ISSUING_DISTRIBUTION_POINT => self.scope = Some(Scope::read(value)?),
                _ => known = false,
            }
            if critical && !known && self.unknown_critical.is_none() {
                self.unknown_critical = Some(id.to_vec());
            }
        }
        Ok(())
    }

    /// The whole list.
    pub fn der(&self) -> &[u8] {
        &self.der
    }
    fn part(&self, range: &Range<usize>) -> &[u8] {
        self.der.get(range.clone()).unwrap_or_default()
    }
    /// Issuer, DER Name.
    pub fn issuer_der(&self) -> &[u8] {
        self.part(&self.issuer)
    }
    /// When it was made.
    pub fn this_update(&self) -> Timestamp {
        self.this_update
    }
    /// When the next one is there at the latest.
    pub fn next_update(&self) -> Option<Timestamp> {
        self.next_update
    }
    /// The number of the list, an unsigned number.
    pub fn number(&self) -> Option<&[u8]> {
        self.number.as_deref()
    }
    /// Whether it only says what changed since another one.
    pub fn is_delta(&self) -> bool {
        self.delta_base.is_some()
    }
    /// Whether it speaks about certificates of other issuers.
    pub fn is_indirect(&self) -> bool {
        self.scope.as_ref().is_some_and(|s| s.indirect)
    }

    /// Whether this certificate's key made the signature of the list.
    pub fn is_signed_by(&self, certificate: &Certificate) -> Result<()> {
        let algorithm = self.signature_algorithm()?;
        let key = certificate.public_key()?;
        key.verify(algorithm, self.part(&self.tbs), self.part(&self.signature))
            .map_err(|_| Error::new(Code::CRL_UNTRUSTED).detail("signature"))
    }

    fn signature_algorithm(&self) -> Result<SignatureAlgorithm> {
        SignatureAlgorithm::parse(asn1::read_one(self.part(&self.algorithm), tag::SEQUENCE)?, None)
    }

    /// Whether it may be used at this time at all: current, and without conditions that are not known.
    fn usable(&self, now: Timestamp, skew: i64) -> Result<()> {
        if let Some(unknown) = &self.unknown_critical {
            return Err(Error::new(Code::CRL_CRITICAL_EXTENSION).with("oid", oid::dotted(unknown)));
        }
        // RFC 5280 5.1.2.5: nextUpdate must be there.
        let until = self.next_update.unwrap_or(self.this_update);
        if now.plus(skew) < self.this_update || now > until {
            return Err(Error::new(Code::CRL_EXPIRED).with("from", self.this_update).with("until", until));
        }
        Ok(())
    }

    /// The entry about a certificate, if there is one. `indirect`: entries may name another issuer.
    ///
    /// A critical extension of an entry that is not known makes the whole list unusable (RFC 5280 5.3).
    fn find(&self, certificate: &Certificate) -> Result<Option<(Timestamp, Reason)>> {
        let mut reader = Reader::new(self.part(&self.entries));
        let mut current_issuer: Option<&[u8]> = None;
        let mut found = None;
        while !reader.is_empty() {
            let entry = Entry::read(&mut reader).map_err(unreadable)?;
            if let Some(unknown) = entry.unknown_critical {
                return Err(Error::new(Code::CRL_CRITICAL_EXTENSION).with("oid", oid::dotted(unknown)));
            }
            current_issuer = entry.issuer.or(current_issuer);
            if found.is_some() || entry.serial != certificate.serial() {
                continue;
            }
            let matches = match current_issuer.filter(|_| self.is_indirect()) {
                Some(names) => scope::names_issuer(names, certificate.issuer_der())?,
                None => super::name::same(self.issuer_der(), certificate.issuer_der()),
            };
            if matches {
                found = Some((entry.date, entry.reason));
            }
        }
        Ok(found)
    }
}

impl<'a> Entry<'a> {
    fn read(list: &mut Reader<'a>) -> Result<Self> {
        let mut reader = list.read(tag::SEQUENCE)?.reader();
        let mut entry = Self {
            serial: reader.read(tag::INTEGER)?.content,
            date: reader.time()?,
            reason: Reason::Unspecified,
            issuer: None,
            unknown_critical: None,
        };
        if let Some(extensions) = reader.optional(tag::SEQUENCE)? {
            let mut extensions = extensions.reader();
            while !extensions.is_empty() {
                let (id, critical, value) = extension(&mut extensions)?;
                match id {
                    oid::CRL_REASON => {
                        let value = asn1::read_one(value, tag::ENUMERATED)?.content;
                        entry.reason = match value {
                            [v] => Reason::from_value(*v).ok_or_else(|| bad("reason"))?,
                            _ => return Err(bad("reason")),
                        };
                    }
                    oid::CERTIFICATE_ISSUER => entry.issuer = Some(asn1::read_one(value, tag::SEQUENCE)?.content),
                    _ if critical => entry.unknown_critical = Some(id),
                    _ => {}
                }
            }
        }
        reader.finish()?;
        Ok(entry)
    }
}
