//! The distinguished name of an eHealth certificate, and X.501 names in general.
//!
//! Layout: `CN=TYPE\=id[\, APPLICATION],OU=eHealth-platform Belgium,OU=NAME,OU=TYPE\=id[,OU=APPLICATION],
//! O=Federal Government,C=BE`. The DER encoding has the reverse order; certificates before 2015 have the
//! common name first there too, so nothing here depends on the order of relative names.

mod name;
mod text;

pub(crate) use name::comparable;
pub use name::{Attribute, DistinguishedName, MAX_ATTRIBUTES, MAX_NAME, MAX_VALUE};
use serde::Serialize;

use crate::{Code, Error, Result, asn1::oid};

/// The unit that every eHealth certificate has.
pub const PLATFORM_UNIT: &str = "eHealth-platform Belgium";
/// The organisation that every eHealth certificate has.
pub const ORGANIZATION: &str = "Federal Government";
/// The country that every eHealth certificate has.
pub const COUNTRY: &str = "BE";
/// A name of a person or organisation has at most this many characters here. (X.520 says 64, which the
/// platform does not hold to; longer than this is no name.)
pub const MAX_HOLDER_NAME: usize = 256;
/// A type name has at most this many characters; the longest known one has 23.
pub const MAX_TYPE: usize = 64;
/// A number has at most this many characters; the longest known one has 11.
pub const MAX_IDENTIFIER: usize = 32;

/// Whose certificate it is: the content of an eHealth distinguished name.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    identifier_type: String,
    identifier: String,
    name: String,
    application_id: Option<String>,
}

impl std::fmt::Debug for Subject {
    /// The type alone: the number may be a national number.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Subject({}=...)", self.identifier_type)
    }
}

/// Whether this is an application id: 1 to 30 of `0-9 A-Z - _`.
pub(crate) fn is_application_id(text: &str) -> bool {
    (1..=30).contains(&text.len()) && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'Z' | b'-' | b'_'))
}

fn is_type(text: &str) -> bool {
    (1..=MAX_TYPE).contains(&text.len())
        && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'Z' | b'-' | b'_'))
        && text.starts_with(|c: char| c.is_ascii_uppercase())
}

fn is_identifier(text: &str) -> bool {
    (1..=MAX_IDENTIFIER).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn not_ehealth(why: &str) -> Error {
    Error::new(Code::SUBJECT_NOT_EHEALTH).detail(why)
}

impl Subject {
    /// From its parts, which are taken as they are: normalise them first
    /// ([`crate::request::fold_name`], [`crate::identity::Catalogue::check`]).
    ///
    /// # Errors
    /// [`Code::SUBJECT_PART_INVALID`] with the field `identifier_type`, `identifier`, `name` or
    /// `application_id`: empty, too long, control characters, or not the characters of 2.1.
    pub fn new(identifier_type: &str, identifier: &str, name: &str, application_id: Option<&str>) -> Result<Self> {
        let invalid = |field| Error::new(Code::SUBJECT_PART_INVALID).field(field);
        if !is_type(identifier_type) {
            return Err(invalid("identifier_type"));
        }
        if !is_identifier(identifier) {
            return Err(invalid("identifier"));
        }
        if name.trim().is_empty() || name.chars().count() > MAX_HOLDER_NAME || name.chars().any(char::is_control) {
            return Err(invalid("name"));
        }
        if application_id.is_some_and(|id| !is_application_id(id)) {
            return Err(invalid("application_id"));
        }
        Ok(Self {
            identifier_type: identifier_type.to_owned(),
            identifier: identifier.to_owned(),
            name: name.to_owned(),
            application_id: application_id.map(str::to_owned),
        })
    }

    /// From the DER Name of a certificate, a request or an ETK.
    ///
    /// # Errors
    /// [`Code::SUBJECT_MALFORMED`] when it is no name, [`Code::SUBJECT_NOT_EHEALTH`] when it is the name
    /// of something else (a CA, an eID card).
    pub fn from_der(name_der: &[u8]) -> Result<Self> {
        Self::from_name(&DistinguishedName::from_der(name_der)?)
    }

    /// From RFC 2253 text with `TYPE=` or `TYPE\=`, as the RA's contract has it.
    ///
    /// # Errors
    /// As [`Self::from_der`].
    pub fn parse_rfc2253(text: &str) -> Result<Self> {
        Self::from_name(&DistinguishedName::parse(text)?)
    }

    /// From a name that was read already.
    ///
    /// # Errors
    /// [`Code::SUBJECT_NOT_EHEALTH`].
    pub fn from_name(name: &DistinguishedName) -> Result<Self> {
        if name.serial_number().is_some() {
            return Err(not_ehealth("serialNumber: the name of an eID or of a CA"));
        }
        if name.attributes().any(|a| !matches!(a.kind.as_str(), "CN" | "OU" | "O" | "C")) {
            return Err(not_ehealth("an attribute other than CN, OU, O, C"));
        }
        let single = |kind: &str, what: &str| {
            let mut values = name.values(kind);
            match (values.next(), values.next()) {
                (Some(value), None) => Ok(value.to_owned()),
                _ => Err(not_ehealth(what)),
            }
        };
        let same = |a: &str, b: &str| comparable(a) == comparable(b);
        if !same(&single("O", "one organisation expected")?, ORGANIZATION) {
            return Err(not_ehealth("another organisation"));
        }
        if !same(&single("C", "one country expected")?, COUNTRY) {
            return Err(not_ehealth("another country"));
        }
        // The common name says what the units mean: whatever follows its comma is the application id, so
        // a name that happens to end like the common name is not taken for one.
        let common_name = single("CN", "one common name expected")?;
        let (identity, application_id) = match common_name.split_once(',') {
            Some((identity, application)) => (identity.trim(), Some(application.trim())),
            None => (common_name.trim(), None),
        };
        let (identifier_type, identifier) =
            identity.split_once('=').ok_or_else(|| not_ehealth("the common name is not TYPE=number"))?;
        let mut units = name.organizational_units();
        let mut take = |wanted: &str, what: &str| {
            let at = units.iter().position(|u| same(u, wanted)).ok_or_else(|| not_ehealth(what))?;
            units.remove(at);
            Ok::<_, Error>(())
        };
        take(PLATFORM_UNIT, "the platform's unit is missing")?;
        take(identity, "the unit TYPE=number is missing")?;
        if let Some(application) = application_id {
            take(application, "the unit of the application id is missing")?;
        }
        let [holder] = units.as_slice() else { return Err(not_ehealth("one unit with the name expected")) };
        Self::new(identifier_type.trim(), identifier.trim(), holder, application_id)
            .map_err(|e| not_ehealth(e.field_name().unwrap_or("a part is not valid")))
    }

    /// `NIHII-PHARMACY`, `SSIN`...
    pub fn identifier_type(&self) -> &str {
        &self.identifier_type
    }
    /// The number, without separators.
    pub fn identifier(&self) -> &str {
        &self.identifier
    }
    /// The name of the person or organisation, as the certificate has it.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// What tells several certificates of one organisation apart.
    pub fn application_id(&self) -> Option<&str> {
        self.application_id.as_deref()
    }
    /// Whether it is the certificate of a natural person.
    pub fn is_person(&self) -> bool {
        self.identifier_type == "SSIN"
    }
    /// `TYPE=number`, as the unit has it.
    pub fn identity_unit(&self) -> String {
        format!("{}={}", self.identifier_type, self.identifier)
    }
    /// `TYPE=number` or `TYPE=number, APPLICATION`.
    pub fn common_name(&self) -> String {
        match &self.application_id {
            Some(application) => format!("{}, {application}", self.identity_unit()),
            None => self.identity_unit(),
        }
    }
    /// The units in the order of the text: platform, name, `TYPE=number`, application id.
    pub fn organizational_units(&self) -> Vec<String> {
        let mut units = vec![PLATFORM_UNIT.to_owned(), self.name.clone(), self.identity_unit()];
        units.extend(self.application_id.clone());
        units
    }

    /// As a general name, in the order of issued certificates: country first, common name last.
    pub fn to_name(&self) -> DistinguishedName {
        let mut attributes =
            vec![Attribute::new(oid::COUNTRY, COUNTRY), Attribute::new(oid::ORGANIZATION, ORGANIZATION)];
        let units = self.organizational_units();
        attributes.extend(units.iter().rev().map(|u| Attribute::new(oid::ORGANIZATIONAL_UNIT, u)));
        attributes.push(Attribute::new(oid::COMMON_NAME, &self.common_name()));
        DistinguishedName::new(attributes)
    }

    /// DER Name: country as PrintableString, the rest as UTF8String, one attribute for each relative name.
    pub fn to_der(&self) -> Vec<u8> {
        self.to_name().to_der()
    }

    /// RFC 2253 text with `TYPE\=`, common name first.
    pub fn to_rfc2253(&self) -> String {
        self.to_name().to_rfc2253()
    }

    /// The distinguished name of a contract as eHealth's own client sends it back: every `TYPE=` of the
    /// text becomes `TYPE\=`. Text that is escaped already stays as it is.
    pub fn contract_dn_escaped(&self, contract_dn: &str) -> String {
        contract_dn.replace(&format!("{}=", self.identifier_type), &format!("{}\\=", self.identifier_type))
    }

    /// Whether both are the same holder and application. The name is compared without regard to case
    /// and repeated spaces, the rest exactly.
    pub fn same_as(&self, other: &Self) -> bool {
        self.identifier_type == other.identifier_type
            && self.identifier == other.identifier
            && self.application_id == other.application_id
            && comparable(&self.name) == comparable(&other.name)
    }

    /// The name of a keystore's file without its ending: `TYPE=number[,APPLICATION] yyyyMMdd-HHmmss`, with
    /// the local time of the request.
    pub fn file_base_name(&self, year: u16, month: u8, day: u8, hour: u8, minute: u8, second: u8) -> String {
        let application = self.application_id.as_ref().map(|id| format!(",{id}")).unwrap_or_default();
        let identity = self.identity_unit();
        format!("{identity}{application} {year:04}{month:02}{day:02}-{hour:02}{minute:02}{second:02}")
    }
}

/// What the name of a keystore's file tells (ehealth.md 3.1.2), see [`Subject::file_base_name`].
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FileIdentity {
    /// Identifier type.
    pub identifier_type: String,
    /// The number.
    pub identifier: String,
    /// Application id, where it has one.
    pub application_id: Option<String>,
    /// `yyyyMMdd-HHmmss` of the request, local time.
    pub requested: String,
}

impl FileIdentity {
    /// Reads a file's name, with or without its ending. `None` when it is not one that eHealth's program or ehcert
    /// gives.
    pub fn of_file_name(name: &str) -> Option<Self> {
        let (identity, rest) = name.split_once(' ')?;
        let requested = rest.get(..15)?;
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let well_formed = requested
            .split_once('-')
            .is_some_and(|(day, time)| day.len() == 8 && time.len() == 6 && digits(day) && digits(time));
        let (kind, number) = identity.split_once('=')?;
        let (number, application) = match number.split_once(',') {
            Some((number, application)) => (number, Some(application.to_owned())),
            None => (number, None),
        };
        let kind_ok = !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        (well_formed && kind_ok && !number.is_empty() && digits(number)).then(|| Self {
            identifier_type: kind.to_owned(),
            identifier: number.to_owned(),
            application_id: application,
            requested: requested.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests;
