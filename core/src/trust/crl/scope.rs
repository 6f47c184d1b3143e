//! What a list speaks about: issuing distribution points of lists, distribution points of certificates.

use super::super::{
    extension::{GeneralName, malformed},
    name,
};
use crate::{
    Code, Error, Result,
    asn1::{self, Reader, Tlv, oid, tag},
    certificate::Certificate,
};

/// All reasons of ReasonFlags but the unused bit 0 (RFC 5280 4.2.1.13): bits 1 to 8.
pub(super) const ALL_REASONS: u16 = 0x7F80;

/// IssuingDistributionPoint (RFC 5280 5.2.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scope {
    pub(super) point: Option<PointName>,
    pub(super) only_users: bool,
    pub(super) only_cas: bool,
    pub(super) only_attributes: bool,
    pub(super) reasons: u16,
    pub(super) indirect: bool,
}

/// DistributionPointName: the content of the GeneralNames, or of the relative name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PointName {
    Full(Vec<u8>),
    Relative(Vec<u8>),
}

/// A DistributionPoint of a certificate (RFC 5280 4.2.1.13).
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub(super) name: Option<PointName>,
    pub(super) reasons: u16,
    /// Content of the GeneralNames of cRLIssuer.
    pub(super) issuer: Option<Vec<u8>>,
}

impl PointName {
    fn read(t: Tlv<'_>) -> Result<Self> {
        let mut reader = t.reader();
        let name = reader.any()?;
        reader.finish()?;
        match name.tag {
            0xA0 => Ok(Self::Full(name.content.to_vec())),
            0xA1 => Ok(Self::Relative(name.content.to_vec())),
            _ => Err(Error::new(Code::BAD_ENCODING).detail("name of a distribution point")),
        }
    }

    /// The names, a relative one being completed with `base` (DER Name).
    fn names(&self, base: &[u8]) -> Result<Vec<Named>> {
        match self {
            Self::Full(content) => named(content),
            Self::Relative(rdn) => {
                let parts = asn1::read_one(base, tag::SEQUENCE)?.content;
                let full = asn1::tlv(tag::SEQUENCE, &[parts, &asn1::tlv(tag::SET, rdn)].concat());
                Ok(vec![Named::Directory(full)])
            }
        }
    }
}

/// A name of a distribution point.
enum Named {
    Directory(Vec<u8>),
    Other(u8, Vec<u8>),
}

impl Named {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Directory(a), Self::Directory(b)) => name::same(a, b),
            (Self::Other(kind, a), Self::Other(other, b)) => kind == other && a == b,
            _ => false,
        }
    }
}

fn named(content: &[u8]) -> Result<Vec<Named>> {
    let mut reader = Reader::new(content);
    let mut out = Vec::new();
    while !reader.is_empty() && out.len() < 64 {
        let t = reader.any()?;
        out.push(match GeneralName::read(t)? {
            GeneralName::Directory(der) => Named::Directory(der.to_vec()),
            _ => Named::Other(t.tag, t.content.to_vec()),
        });
    }
    Ok(out)
}

/// Whether one of these GeneralNames (content) is this directory name.
pub(super) fn names_issuer(content: &[u8], issuer: &[u8]) -> Result<bool> {
    Ok(named(content)?.iter().any(|n| matches!(n, Named::Directory(der) if name::same(der, issuer))))
}

/// ReasonFlags as bits of [`ALL_REASONS`].
fn reasons(content: &[u8]) -> u16 {
    let octet = |i: usize| u16::from(content.get(i).copied().unwrap_or(0));
    (octet(1) << 8 | octet(2)) & ALL_REASONS
}

impl Scope {
    pub(super) fn read(value: &[u8]) -> Result<Self> {
        let mut reader = asn1::read_one(value, tag::SEQUENCE)?.reader();
        let flag = |t: Option<Tlv<'_>>| match t.map(|t| t.content) {
            None | Some([0]) => Ok(false),
            Some([0xFF]) => Ok(true),
            Some(_) => Err(Error::new(Code::BAD_ENCODING).detail("flag of a distribution point")),
        };
        let point = reader.optional(tag::context_constructed(0))?.map(PointName::read).transpose()?;
        let only_users = flag(reader.optional(tag::context(1))?)?;
        let only_cas = flag(reader.optional(tag::context(2))?)?;
        let some = reader.optional(tag::context(3))?;
        let indirect = flag(reader.optional(tag::context(4))?)?;
        let only_attributes = flag(reader.optional(tag::context(5))?)?;
        reader.finish()?;
        Ok(Self {
            point,
            only_users,
            only_cas,
            only_attributes,
            reasons: some.map_or(ALL_REASONS, |t| reasons(t.content)),
            indirect,
        })
    }
}

impl Point {
    /// The distribution points of a certificate.
    pub(super) fn list(certificate: &Certificate) -> Result<Vec<Self>> {
        let Some(extension) = certificate.extension(oid::CRL_DISTRIBUTION_POINTS) else { return Ok(Vec::new()) };
        let read = || -> Result<Vec<Self>> {
            let mut list = asn1::read_one(&extension.value, tag::SEQUENCE)?.reader();
            let mut out = Vec::new();
            while !list.is_empty() && out.len() < 32 {
                let mut reader = list.read(tag::SEQUENCE)?.reader();
                let name = reader.optional(tag::context_constructed(0))?.map(PointName::read).transpose()?;
                let some = reader.optional(tag::context(1))?;
                let issuer = reader.optional(tag::context_constructed(2))?.map(|t| t.content.to_vec());
                reader.finish()?;
                out.push(Self { name, reasons: some.map_or(ALL_REASONS, |t| reasons(t.content)), issuer });
            }
            Ok(out)
        };
        read().map_err(malformed)
    }

    /// Where lists can be fetched that are not named in the certificate: from its issuer, for all reasons.
    pub(super) fn of_issuer() -> Self {
        Self { name: None, reasons: ALL_REASONS, issuer: None }
    }

    /// The URLs.
    pub(super) fn urls(&self) -> Vec<String> {
        let Some(PointName::Full(content)) = &self.name else { return Vec::new() };
        let mut reader = Reader::new(content);
        let mut out = Vec::new();
        while let Ok(t) = reader.any() {
            if let Ok(GeneralName::Uri(uri)) = GeneralName::read(t) {
                out.push(uri.to_owned());
            }
        }
        out
    }

    /// RFC 5280 6.3.3 b: whether a list by `crl_issuer` with this scope speaks about the certificate, as
    /// far as this distribution point says.
    pub(super) fn fits(
        &self,
        certificate: &Certificate,
        is_ca: bool,
        crl_issuer: &[u8],
        scope: Option<&Scope>,
    ) -> Result<bool> {
        let by_issuer = match &self.issuer {
            Some(names) => scope.is_some_and(|s| s.indirect) && names_issuer(names, crl_issuer)?,
            None => name::same(crl_issuer, certificate.issuer_der()),
        };
        let Some(scope) = scope else { return Ok(by_issuer) };
        if !by_issuer || (scope.only_users && is_ca) || (scope.only_cas && !is_ca) || scope.only_attributes {
            return Ok(false);
        }
        let Some(wanted) = &scope.point else { return Ok(true) };
        let theirs = wanted.names(crl_issuer)?;
        let ours = match (&self.name, &self.issuer) {
            (Some(name), issuer) => {
                let base = match issuer {
                    Some(names) => named(names)?.into_iter().find_map(|n| match n {
                        Named::Directory(der) => Some(der),
                        Named::Other(..) => None,
                    }),
                    None => None,
                };
                name.names(base.as_deref().unwrap_or(certificate.issuer_der()))?
            }
            (None, Some(issuer)) => named(issuer)?,
            (None, None) => vec![Named::Directory(certificate.issuer_der().to_vec())],
        };
        Ok(theirs.iter().any(|t| ours.iter().any(|o| o.same(t))))
    }
}
