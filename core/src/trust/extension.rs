//! The extensions of RFC 5280 that a path or a revocation check looks at, read strictly.

use crate::{
    Code, Error, Result,
    asn1::{self, Reader, Tlv, oid, tag},
    certificate::Certificate,
};

/// More names or constraints than this in one extension are refused.
pub(super) const MAX_NAMES: usize = 4096;
/// More policies or mappings than this in one certificate are refused (real ones have up to five).
pub(super) const MAX_POLICIES: usize = 128;

fn bad(what: &str) -> Error {
    Error::new(Code::CERTIFICATE_MALFORMED).detail(what)
}

/// What cannot be read inside a certificate makes the certificate malformed.
pub(super) fn malformed(error: Error) -> Error {
    if error.code() == Code::BAD_ENCODING { asn1::unreadable(&error, Code::CERTIFICATE_MALFORMED) } else { error }
}

/// A GeneralName (RFC 5280 4.2.1.6), on the bytes of the certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GeneralName<'a> {
    Email(&'a str),
    Dns(&'a str),
    Directory(&'a [u8]),
    Uri(&'a str),
    Ip(&'a [u8]),
    /// otherName, x400Address, ediPartyName, registeredID: which of them, and its content.
    Other(u8, &'a [u8]),
}

impl<'a> GeneralName<'a> {
    pub(super) fn read(t: Tlv<'a>) -> Result<Self> {
        let ia5 = || match std::str::from_utf8(t.content) {
            Ok(text) if text.is_ascii() && !text.contains('\0') => Ok(text),
            _ => Err(bad("name is not ASCII")),
        };
        Ok(match t.tag {
            0x81 => Self::Email(ia5()?),
            0x82 => Self::Dns(ia5()?),
            0xA4 => Self::Directory(asn1::read_one(t.content, tag::SEQUENCE)?.raw),
            0x86 => Self::Uri(ia5()?),
            0x87 => Self::Ip(t.content),
            0xA0 | 0xA3 | 0xA5 | 0x88 => Self::Other(t.tag, t.content),
            _ => return Err(bad("kind of name")),
        })
    }

    /// GeneralNames from the content of their SEQUENCE; never empty.
    pub(super) fn read_list(mut reader: Reader<'a>) -> Result<Vec<Self>> {
        let mut out = Vec::new();
        while !reader.is_empty() {
            out.push(Self::read(reader.any()?)?);
            if out.len() > MAX_NAMES {
                return Err(Error::new(Code::TOO_LARGE).with("limit", MAX_NAMES).detail("names"));
            }
        }
        if out.is_empty() { Err(bad("empty list of names")) } else { Ok(out) }
    }
}

/// NameConstraints (RFC 5280 4.2.1.10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NameConstraints<'a> {
    pub(super) permitted: Vec<GeneralName<'a>>,
    pub(super) excluded: Vec<GeneralName<'a>>,
}

impl<'a> NameConstraints<'a> {
    fn read(value: &'a [u8]) -> Result<Self> {
        let mut reader = asn1::read_one(value, tag::SEQUENCE)?.reader();
        let mut subtrees = |n| -> Result<Vec<GeneralName<'a>>> {
            let Some(list) = reader.optional(tag::context_constructed(n))? else { return Ok(Vec::new()) };
            let mut list = list.reader();
            let mut out = Vec::new();
            while !list.is_empty() {
                let mut subtree = list.read(tag::SEQUENCE)?.reader();
                out.push(GeneralName::read(subtree.any()?)?);
                // RFC 5280: minimum is always 0 (thus absent in DER) and maximum is always absent.
                subtree.finish().map_err(|_| bad("minimum or maximum of a name constraint"))?;
                if out.len() > MAX_NAMES {
                    return Err(Error::new(Code::TOO_LARGE).with("limit", MAX_NAMES).detail("name constraints"));
                }
            }
            if out.is_empty() { Err(bad("empty name constraints")) } else { Ok(out) }
        };
        let (permitted, excluded) = (subtrees(0)?, subtrees(1)?);
        reader.finish()?;
        if permitted.is_empty() && excluded.is_empty() {
            return Err(bad("empty name constraints"));
        }
        Ok(Self { permitted, excluded })
    }
}

/// AuthorityKeyIdentifier (RFC 5280 4.2.1.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct AuthorityKeyId<'a> {
    pub(super) key: Option<&'a [u8]>,
    /// Content of authorityCertIssuer.
    pub(super) issuer: Option<&'a [u8]>,
    pub(super) serial: Option<&'a [u8]>,
}

impl<'a> AuthorityKeyId<'a> {
    pub(super) fn read(value: &'a [u8]) -> Result<Self> {
        let mut reader = asn1::read_one(value, tag::SEQUENCE)?.reader();
        let key = reader.optional(tag::context(0))?.map(|t| t.content);
        let issuer = reader.optional(tag::context_constructed(1))?.map(|t| t.content);
        let serial = reader.optional(tag::context(2))?.map(|t| t.content);
        reader.finish()?;
        Ok(Self { key, issuer, serial })
    }
}

/// Everything a path check asks of a certificate's extensions, read once.
#[derive(Clone, Debug, Default)]
pub(super) struct Extensions<'a> {
    pub(super) ca: bool,
    pub(super) path_length: Option<u64>,
    pub(super) key_usage: Option<u16>,
    /// Object identifier octets; never empty when present.
    pub(super) purposes: Option<Vec<&'a [u8]>>,
    pub(super) alternative_names: Vec<GeneralName<'a>>,
    pub(super) constraints: Option<NameConstraints<'a>>,
    pub(super) policies: Option<Vec<&'a [u8]>>,
    /// issuerDomainPolicy, subjectDomainPolicy.
    pub(super) mappings: Option<Vec<(&'a [u8], &'a [u8])>>,
    pub(super) require_explicit: Option<u64>,
    pub(super) inhibit_mapping: Option<u64>,
    pub(super) inhibit_any: Option<u64>,
    pub(super) authority_key: Option<AuthorityKeyId<'a>>,
    pub(super) subject_key: Option<&'a [u8]>,
    /// The first critical extension that is not processed here.
    pub(super) unknown_critical: Option<&'a [u8]>,
}

impl<'a> Extensions<'a> {
    /// Reads the extensions; [`Code::CERTIFICATE_MALFORMED`] when one of the known ones cannot be read.
    pub(super) fn read(certificate: &'a Certificate) -> Result<Self> {
        Self::parse(certificate).map_err(malformed)
    }

    fn parse(certificate: &'a Certificate) -> Result<Self> {
        let mut out = Self { key_usage: certificate.key_usage()?, ..Self::default() };
        (out.ca, out.path_length) = certificate.basic_constraints()?;
        for extension in certificate.extensions() {
            let value = extension.value.as_slice();
            let mut known = true;
            match extension.oid.as_slice() {
                oid::KEY_USAGE | oid::BASIC_CONSTRAINTS => {}
                // Read by the revocation check, which refuses what it does not understand.
                oid::CRL_DISTRIBUTION_POINTS => {}
                oid::EXTENDED_KEY_USAGE => out.purposes = Some(oids(value, "extended key usage")?),
                oid::SUBJECT_ALT_NAME => {
                    out.alternative_names = GeneralName::read_list(asn1::read_one(value, tag::SEQUENCE)?.reader())?;
                }
                oid::NAME_CONSTRAINTS => out.constraints = Some(NameConstraints::read(value)?),
                oid::CERTIFICATE_POLICIES => out.policies = Some(policies(value)?),
                oid::POLICY_MAPPINGS => out.mappings = Some(mappings(value)?),
                oid::POLICY_CONSTRAINTS => {
                    let mut reader = asn1::read_one(value, tag::SEQUENCE)?.reader();
                    out.require_explicit = reader.optional(tag::context(0))?.map(skip_certs).transpose()?;
                    out.inhibit_mapping = reader.optional(tag::context(1))?.map(skip_certs).transpose()?;
                    reader.finish()?;
                    if out.require_explicit.is_none() && out.inhibit_mapping.is_none() {
                        return Err(bad("empty policy constraints"));
                    }
                }
                oid::INHIBIT_ANY_POLICY => {
                    out.inhibit_any = Some(skip_certs(asn1::read_one(value, tag::INTEGER)?)?);
                }
                // RFC 5280: these two must not be critical, so a critical one is somebody else's meaning.
                oid::AUTHORITY_KEY_IDENTIFIER => {
                    known = false;
                    out.authority_key = Some(AuthorityKeyId::read(value)?);
                }
                oid::SUBJECT_KEY_IDENTIFIER => {
                    known = false;
                    out.subject_key = Some(asn1::read_one(value, tag::OCTET_STRING)?.content);
                }
                _ => known = false,
            }
            if extension.critical && !known && out.unknown_critical.is_none() {
                out.unknown_critical = Some(&extension.oid);
            }
        }
        Ok(out)
    }

    /// Whether the certificate may sign certificates as far as keyUsage says.
    pub(super) fn may_sign_certificates(&self) -> bool {
        self.key_usage.is_none_or(|u| u & crate::certificate::key_usage::KEY_CERT_SIGN != 0)
    }

    /// Whether the certificate may sign CRLs as far as keyUsage says (RFC 5280 6.3.3 f).
    pub(super) fn may_sign_crls(&self) -> bool {
        self.key_usage.is_none_or(|u| u & crate::certificate::key_usage::CRL_SIGN != 0)
    }
}

/// SkipCerts; a number beyond every chain is as good as any.
fn skip_certs(t: Tlv<'_>) -> Result<u64> {
    match t.content {
        [] => Err(bad("empty number")),
        [first, ..] if first & 0x80 != 0 => Err(bad("negative number")),
        [n] => Ok(u64::from(*n)),
        _ => Ok(u64::from(u8::MAX)),
    }
}

fn oids<'a>(value: &'a [u8], what: &str) -> Result<Vec<&'a [u8]>> {
    let mut reader = asn1::read_one(value, tag::SEQUENCE)?.reader();
    let mut out = Vec::new();
    while !reader.is_empty() {
        out.push(reader.oid()?);
        if out.len() > MAX_POLICIES {
            return Err(Error::new(Code::TOO_LARGE).with("limit", MAX_POLICIES).detail(what));
        }
    }
    if out.is_empty() { Err(bad(what)) } else { Ok(out) }
}

fn policies(value: &[u8]) -> Result<Vec<&[u8]>> {
    let mut reader = asn1::read_one(value, tag::SEQUENCE)?.reader();
    let mut out: Vec<&[u8]> = Vec::new();
    while !reader.is_empty() {
        let mut information = reader.read(tag::SEQUENCE)?.reader();
        let policy = information.oid()?;
        // Qualifiers are text for people; the path does not depend on them.
        information.optional(tag::SEQUENCE)?;
        information.finish()?;
        if out.contains(&policy) {
            return Err(bad("a policy occurs twice"));
        }
        out.push(policy);
        if out.len() > MAX_POLICIES {
            return Err(Error::new(Code::TOO_LARGE).with("limit", MAX_POLICIES).detail("policies"));
        }
    }
    if out.is_empty() { Err(bad("empty policies")) } else { Ok(out) }
}

fn mappings(value: &[u8]) -> Result<Vec<(&[u8], &[u8])>> {
    let mut reader = asn1::read_one(value, tag::SEQUENCE)?.reader();
    let mut out = Vec::new();
    while !reader.is_empty() {
        let mut pair = reader.read(tag::SEQUENCE)?.reader();
        out.push((pair.oid()?, pair.oid()?));
        pair.finish()?;
        if out.len() > MAX_POLICIES {
            return Err(Error::new(Code::TOO_LARGE).with("limit", MAX_POLICIES).detail("policy mappings"));
        }
    }
    if out.is_empty() { Err(bad("empty policy mappings")) } else { Ok(out) }
}

/// The locations in an AuthorityInfoAccess of this method (object identifier octets).
/// An extension that cannot be read is an error.
pub(super) fn access(certificate: &Certificate, method: &[u8]) -> Result<Vec<String>> {
    let Some(extension) = certificate.extension(oid::AUTHORITY_INFO_ACCESS) else { return Ok(Vec::new()) };
    let mut reader = asn1::read_one(&extension.value, tag::SEQUENCE)?.reader();
    if reader.is_empty() {
        return Err(bad("empty authority information access"));
    }
    let mut out = Vec::new();
    while !reader.is_empty() {
        let mut description = reader.read(tag::SEQUENCE)?.reader();
        let which = description.oid()?;
        let location = GeneralName::read(description.any()?)?;
        description.finish()?;
        if let GeneralName::Uri(uri) = location
            && which == method
        {
            out.push(uri.to_owned());
        }
    }
    Ok(out)
}
