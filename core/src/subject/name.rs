//! Any X.501 name: read from DER or text, written as text, compared.

use std::fmt::Write as _;

use serde::Serialize;

use crate::{
    Code, Error, Result,
    asn1::{self, oid, tag},
};

/// A name has at most this many attributes (real ones stay under 12).
pub const MAX_ATTRIBUTES: usize = 64;
/// An encoded name or its text is at most this long, in octets: room for [`MAX_ATTRIBUTES`] long ones.
pub const MAX_NAME: usize = 16 << 10;
/// One value has at most this many characters.
pub const MAX_VALUE: usize = 1024;

/// Attribute types that have a short name: object identifier octets, short name, and whether RFC 2253
/// itself names it. Java writes the others as `2.5.4.5=#1303...`, so RFC 2253 text does as well.
const TYPES: &[(&[u8], &str, bool)] = &[
    (oid::COMMON_NAME, "CN", true),
    (oid::COUNTRY, "C", true),
    (oid::LOCALITY, "L", true),
    (&[0x55, 0x04, 0x08], "ST", true),
    (oid::ORGANIZATION, "O", true),
    (oid::ORGANIZATIONAL_UNIT, "OU", true),
    (&[0x55, 0x04, 0x09], "STREET", true),
    (&[0x09, 0x92, 0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 0x01, 0x19], "DC", true),
    (&[0x09, 0x92, 0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 0x01, 0x01], "UID", true),
    (oid::SERIAL_NUMBER, "SERIALNUMBER", false),
    (oid::SURNAME, "SURNAME", false),
    (oid::GIVEN_NAME, "GIVENNAME", false),
    (&[0x55, 0x04, 0x0C], "T", false),
    (&[0x55, 0x04, 0x61], "ORGANIZATIONIDENTIFIER", false),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x01], "EMAILADDRESS", false),
];

/// Other spellings of the short names that programs write.
const OTHER_SPELLINGS: &[(&str, &str)] = &[
    ("S", "ST"),
    ("G", "GIVENNAME"),
    ("GN", "GIVENNAME"),
    ("SN", "SURNAME"),
    ("E", "EMAILADDRESS"),
    ("EMAIL", "EMAILADDRESS"),
    ("TITLE", "T"),
    ("ORGID", "ORGANIZATIONIDENTIFIER"),
];

/// One attribute of a name.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Attribute {
    /// Short name (`CN`, `OU`, `SERIALNUMBER`...), or the dotted object identifier of a type without one.
    pub kind: String,
    /// The value as text; `#` and hexadecimal DER when it is not a text.
    pub value: String,
    #[serde(skip)]
    oid: Vec<u8>,
    /// The value as it was encoded: what cannot be written as text in RFC 2253 is written from it.
    #[serde(skip)]
    der: Vec<u8>,
}

impl std::fmt::Debug for Attribute {
    /// The type alone: values are names and national numbers of people.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}=...", self.kind)
    }
}

impl Attribute {
    /// An attribute with a text value: country as PrintableString, e-mail address and domain component
    /// as IA5String when it can be, everything else as UTF8String, as eHealth's CA does. `oid` is the
    /// content of the object identifier.
    pub fn new(oid: &[u8], value: &str) -> Self {
        let kind = kind_of(oid);
        let string = match kind.as_str() {
            "C" if value.is_ascii() => tag::PRINTABLE_STRING,
            "EMAILADDRESS" | "DC" if value.is_ascii() => tag::IA5_STRING,
            _ => tag::UTF8_STRING,
        };
        let der = asn1::tlv(string, value.as_bytes());
        Self { kind, value: value.to_owned(), oid: oid.to_vec(), der }
    }
    /// Content octets of the object identifier.
    pub fn oid(&self) -> &[u8] {
        &self.oid
    }
    /// The value as it was encoded, DER.
    pub fn value_der(&self) -> &[u8] {
        &self.der
    }
    fn named_by_rfc2253(&self) -> bool {
        TYPES.iter().any(|(oid, _, named)| *oid == self.oid && *named)
    }
    /// Equal by RFC 5280 7.1: without regard to case, string type and repeated spaces.
    fn same_as(&self, other: &Self) -> bool {
        self.oid == other.oid && comparable(&self.value) == comparable(&other.value)
    }
}

fn kind_of(oid: &[u8]) -> String {
    TYPES.iter().find(|(o, ..)| *o == oid).map_or_else(|| oid::dotted(oid), |(_, name, _)| (*name).to_owned())
}

fn oid_of(kind: &str) -> Option<Vec<u8>> {
    let upper = kind.to_ascii_uppercase();
    let name = OTHER_SPELLINGS.iter().find(|(other, _)| *other == upper).map_or(upper.as_str(), |(_, name)| name);
    if let Some((oid, ..)) = TYPES.iter().find(|(_, n, _)| *n == name) {
        return Some(oid.to_vec());
    }
    // Three arcs or more: "1.2" would also be a version number.
    let dotted = upper.strip_prefix("OID.").unwrap_or(&upper);
    (dotted.matches('.').count() > 1).then(|| oid::parse(dotted)).flatten()
}

/// The text by which two values are compared.
pub(crate) fn comparable(text: &str) -> String {
    crate::unicode::lower(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn bad(what: &str) -> Error {
    Error::new(Code::SUBJECT_MALFORMED).detail(what)
}

/// Any X.501 name: of a CA, of an eID certificate, of an eHealth certificate.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct DistinguishedName {
    /// Relative names in the order of the encoding (country first, usually).
    rdns: Vec<Vec<Attribute>>,
}

impl std::fmt::Debug for DistinguishedName {
    /// The types alone: values are names and national numbers of people.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.attributes()).finish()
    }
}

impl DistinguishedName {
    /// From attributes in the order of the encoding, each alone in its relative name.
    pub fn new(attributes: Vec<Attribute>) -> Self {
        Self { rdns: attributes.into_iter().map(|a| vec![a]).collect() }
    }

    /// From a DER Name (`SEQUENCE OF SET OF AttributeTypeAndValue`).
    ///
    /// # Errors
    /// [`Code::SUBJECT_MALFORMED`] when it is not one or is larger than the limits of this module.
    pub fn from_der(name: &[u8]) -> Result<Self> {
        Self::read(name)
            .map_err(|e| if e.code() == Code::BAD_ENCODING { asn1::unreadable(&e, Code::SUBJECT_MALFORMED) } else { e })
    }

    fn read(name: &[u8]) -> Result<Self> {
        if name.len() > MAX_NAME {
            return Err(bad("the name is too large"));
        }
        let mut reader = asn1::read_one(name, tag::SEQUENCE)?.reader();
        let (mut rdns, mut count) = (Vec::new(), 0);
        while !reader.is_empty() {
            let mut set = reader.read(tag::SET)?.reader();
            let mut rdn = Vec::new();
            while !set.is_empty() {
                count += 1;
                if count > MAX_ATTRIBUTES {
                    return Err(bad("too many attributes"));
                }
                let mut pair = set.read(tag::SEQUENCE)?.reader();
                let kind = pair.oid()?;
                let value = pair.any()?;
                pair.finish()?;
                // A value that is no text (or a damaged one) is shown as RFC 4514 2.4 has it.
                let text = value.text().unwrap_or_else(|_| hash(value.raw));
                if value.content.len() > MAX_VALUE * 4 {
                    return Err(bad("a value is too long"));
                }
                rdn.push(Attribute { kind: kind_of(kind), value: text, oid: kind.to_vec(), der: value.raw.to_vec() });
            }
            if rdn.is_empty() {
                return Err(bad("an empty relative name"));
            }
            rdns.push(rdn);
        }
        Ok(Self { rdns })
    }

    /// From RFC 2253 or RFC 4514 text: the last relative name of the encoding first. More is accepted
    /// than the RFCs allow, because people and programs write it: spaces around separators, unescaped
    /// `=` in values, and an unescaped comma after which no `TYPE=` follows.
    ///
    /// # Errors
    /// [`Code::SUBJECT_MALFORMED`].
    pub fn parse(text: &str) -> Result<Self> {
        super::text::parse(text)
    }

    pub(super) fn from_rdns(rdns: Vec<Vec<Attribute>>) -> Self {
        Self { rdns }
    }

    pub(super) fn attribute(kind: &str, value: &str, der: Option<Vec<u8>>) -> Result<Attribute> {
        let oid = oid_of(kind).ok_or_else(|| bad("an unknown attribute type"))?;
        if value.chars().count() > MAX_VALUE {
            return Err(bad("a value is too long"));
        }
        let mut attribute = Attribute::new(&oid, value);
        if let Some(der) = der {
            attribute.der = der;
        }
        Ok(attribute)
    }

    /// All attributes in the order of the encoding.
    pub fn attributes(&self) -> impl DoubleEndedIterator<Item = &Attribute> {
        self.rdns.iter().flatten()
    }

    /// The values of a type, by its short name (`CN`) in upper case, in the order of the encoding.
    pub fn values<'a>(&'a self, kind: &'a str) -> impl DoubleEndedIterator<Item = &'a str> {
        self.attributes().filter(move |a| a.kind == kind).map(|a| a.value.as_str())
    }

    /// The last common name of the encoding, which is the most specific one.
    pub fn common_name(&self) -> Option<&str> {
        self.values("CN").next_back()
    }
    /// Organisational units in the order of the encoding.
    pub fn organizational_units(&self) -> Vec<&str> {
        self.values("OU").collect()
    }
    /// Organisation.
    pub fn organization(&self) -> Option<&str> {
        self.values("O").next()
    }
    /// Country, two letters.
    pub fn country(&self) -> Option<&str> {
        self.values("C").next()
    }
    /// serialNumber: on an eID certificate the national number of its holder; on a CA a counter.
    pub fn serial_number(&self) -> Option<&str> {
        self.values("SERIALNUMBER").next()
    }
    /// givenName: the first names on an eID certificate.
    pub fn given_name(&self) -> Option<&str> {
        self.values("GIVENNAME").next()
    }
    /// Surname on an eID certificate.
    pub fn surname(&self) -> Option<&str> {
        self.values("SURNAME").next()
    }

    /// RFC 2253 text as Java's `X500Principal` writes it, so that aliases of old keystores are met:
    /// `=` and `#` escaped too, types that RFC 2253 does not name as dotted number and hexadecimal DER.
    pub fn to_rfc2253(&self) -> String {
        self.write(|a| {
            if a.named_by_rfc2253() && !a.value.starts_with('#') {
                format!("{}={}", a.kind, escape(&a.value, ",=+<>#;\"\\"))
            } else {
                format!("{}={}", oid::dotted(&a.oid), hash(&a.der))
            }
        })
    }

    /// RFC 4514 text for people: short names wherever there are some, and only what must be escaped.
    pub fn to_rfc4514(&self) -> String {
        self.write(|a| format!("{}={}", a.kind, escape(&a.value, ",+<>;\"\\")))
    }

    fn write(&self, one: impl Fn(&Attribute) -> String) -> String {
        let rdn = |r: &Vec<Attribute>| r.iter().map(&one).collect::<Vec<_>>().join("+");
        self.rdns.iter().rev().map(rdn).collect::<Vec<_>>().join(",")
    }

    /// DER Name, in the order of this name and with the values as they were encoded.
    pub fn to_der(&self) -> Vec<u8> {
        let sets: Vec<Vec<u8>> = self
            .rdns
            .iter()
            .map(|rdn| {
                let pairs: Vec<_> = rdn.iter().map(|a| asn1::sequence(&[&asn1::oid(&a.oid), &a.der])).collect();
                asn1::set_of(&pairs)
            })
            .collect();
        asn1::tlv(tag::SEQUENCE, &sets.concat())
    }

    /// Whether both have the same attributes, whatever their order (older eHealth certificates have the
    /// common name first). Case, string type and repeated spaces do not count (RFC 5280 7.1).
    pub fn same_as(&self, other: &Self) -> bool {
        let mut left: Vec<&Attribute> = other.attributes().collect();
        for attribute in self.attributes() {
            let Some(at) = left.iter().position(|o| attribute.same_as(o)) else { return false };
            left.swap_remove(at);
        }
        left.is_empty()
    }
}

fn hash(der: &[u8]) -> String {
    der.iter().fold(String::from("#"), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// RFC 2253 2.4: these characters, a leading `#` or space and a trailing space get a backslash; control
/// characters become pairs of hexadecimal digits, so that a name never breaks a line or a log.
pub(super) fn escape(value: &str, special: &str) -> String {
    let last = value.chars().count().saturating_sub(1);
    let mut out = String::with_capacity(value.len() + 4);
    for (i, c) in value.chars().enumerate() {
        if c.is_control() {
            for byte in c.to_string().bytes() {
                let _ = write!(out, "\\{byte:02X}");
            }
            continue;
        }
        if special.contains(c) || (c == ' ' && (i == 0 || i == last)) || (c == '#' && i == 0) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
