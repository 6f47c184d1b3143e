//! Distinguished names as people mean them: RFC 5280 7.1 comparison, and comparison as sets.

use crate::{
    Code, Error, Result,
    asn1::{self, Tlv, tag},
};

/// More attributes than this are refused: comparing sets is quadratic.
pub const MAX_ATTRIBUTES: usize = 4096;

/// The value of an attribute, ready to be compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    /// A string of any type, folded.
    Text(String),
    /// Anything else, with its tag.
    Other(Vec<u8>),
}

/// One attribute: object identifier octets and value.
type Attribute<'a> = (&'a [u8], Value);

/// A name, folded for comparison: relative distinguished names in their order, each sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded<'a>(Vec<Vec<Attribute<'a>>>);

/// Folds a string as RFC 5280 7.1 (RFC 4518) asks: compatibility normalisation, no case, white space
/// trimmed and in runs of one.
pub fn fold(text: &str) -> String {
    // Nearly every name is ASCII, for which normalisation changes nothing.
    let lower: String =
        if text.is_ascii() { text.to_ascii_lowercase() } else { crate::unicode::lower(&crate::unicode::nfkc(text)) };
    let mut out = String::with_capacity(lower.len());
    for word in lower.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

impl<'a> Folded<'a> {
    /// From a DER Name.
    pub fn parse(name: &'a [u8]) -> Result<Self> {
        let mut rdns = asn1::read_one(name, tag::SEQUENCE)?.reader();
        let mut out = Vec::new();
        let mut count = 0usize;
        while !rdns.is_empty() {
            let rdn = attributes(rdns.read(tag::SET)?)?;
            count = count.saturating_add(rdn.len());
            if count > MAX_ATTRIBUTES {
                return Err(Error::new(Code::TOO_LARGE).with("limit", MAX_ATTRIBUTES).detail("attributes of a name"));
            }
            out.push(rdn);
        }
        Ok(Self(out))
    }

    /// Whether there is no attribute.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this name lies in the subtree of `base` (RFC 5280 4.2.1.10, directoryName).
    pub fn is_within(&self, base: &Self) -> bool {
        self.0.starts_with(&base.0)
    }

    /// All attributes, without their order.
    fn set(&self) -> Vec<&Attribute<'a>> {
        let mut all: Vec<_> = self.0.iter().flatten().collect();
        crate::order::sort(&mut all);
        all
    }

    /// The values of a string attribute, as they stand in the certificate but folded.
    pub fn texts<'s>(&'s self, oid: &'s [u8]) -> impl Iterator<Item = &'s str> {
        self.0.iter().flatten().filter(move |(o, _)| *o == oid).filter_map(|(_, value)| match value {
            Value::Text(text) => Some(text.as_str()),
            Value::Other(_) => None,
        })
    }
}

/// A RelativeDistinguishedName, sorted.
fn attributes(rdn: Tlv<'_>) -> Result<Vec<Attribute<'_>>> {
    let mut reader = rdn.reader();
    let mut out = Vec::new();
    while !reader.is_empty() {
        let mut attribute = reader.read(tag::SEQUENCE)?.reader();
        let oid = attribute.oid()?;
        let value = attribute.any()?;
        attribute.finish()?;
        out.push((
            oid,
            match value.text() {
                Ok(text) => Value::Text(fold(&text)),
                Err(_) => Value::Other(value.raw.to_vec()),
            },
        ));
    }
    if out.is_empty() {
        return Err(Error::new(Code::BAD_ENCODING).detail("empty part of a name"));
    }
    crate::order::sort(&mut out);
    Ok(out)
}

/// Whether two DER Names are the same name by RFC 5280 7.1: same attributes in the same order, strings
/// compared without case and superfluous white space, whatever their string types. A name that cannot be
/// read equals only its own bytes.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a == b || matches!((Folded::parse(a), Folded::parse(b)), (Ok(a), Ok(b)) if a == b)
}

/// Whether two DER Names hold the same attributes in any order: eHealth's older certificates have their
/// parts in another order than the newer ones.
pub fn same_attributes(a: &[u8], b: &[u8]) -> bool {
    a == b || matches!((Folded::parse(a), Folded::parse(b)), (Ok(a), Ok(b)) if a.set() == b.set())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1::{oid, printable, sequence, set_of, tlv, utf8};

    fn name(parts: &[(&[u8], Vec<u8>)]) -> Vec<u8> {
        let rdns: Vec<Vec<u8>> = parts.iter().map(|(o, v)| set_of(&[sequence(&[&asn1::oid(o), v])])).collect();
        tlv(tag::SEQUENCE, &rdns.concat())
    }

    #[test]
    fn compared_by_meaning() {
        let a = name(&[(oid::COUNTRY, printable("BE")), (oid::ORGANIZATION, utf8("Fédération  des Soins "))]);
        let b = name(&[(oid::COUNTRY, utf8("be")), (oid::ORGANIZATION, utf8("FE\u{301}DÉRATION DES SOINS"))]);
        let turned = name(&[(oid::ORGANIZATION, utf8("Fédération des Soins")), (oid::COUNTRY, printable("BE"))]);
        let other = name(&[(oid::COUNTRY, printable("BE")), (oid::ORGANIZATION, utf8("Federation des Soins"))]);
        let short = name(&[(oid::COUNTRY, printable("BE"))]);
        assert!(same(&a, &b) && same_attributes(&a, &turned) && !same(&a, &turned));
        for (what, x) in [("an accent", &other), ("a missing part", &short)] {
            assert!(!same(&a, x) && !same_attributes(&a, x), "{what}");
        }
        let (a, short) = (Folded::parse(&a).unwrap(), Folded::parse(&short).unwrap());
        assert!(a.is_within(&short) && !short.is_within(&a) && a.is_within(&a));
    }

    #[test]
    fn twice_is_not_once() {
        let ou = |t| (oid::ORGANIZATIONAL_UNIT, utf8(t));
        let once = name(&[ou("A"), ou("B")]);
        let twice = name(&[ou("A"), ou("A"), ou("B")]);
        assert!(!same_attributes(&once, &twice));
    }

    #[test]
    fn unreadable_names_equal_only_themselves() {
        let empty_set = [0x30, 2, 0x31, 0];
        assert!(Folded::parse(&empty_set).is_err());
        assert!(same(&empty_set, &empty_set));
        assert!(!same(&empty_set, &[0x30, 4, 0x31, 0, 0x31, 0]));
        assert!(Folded::parse(&[0x30, 0]).unwrap().is_empty());
    }
}
