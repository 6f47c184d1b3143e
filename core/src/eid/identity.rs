//! Identity and address as records.

use super::{
    data::ChipNumber,
    date::CardDate,
    document::DocumentType,
    files::CardFile,
    tlv::{Field, parse_fields},
};
use crate::{
    Code, Error, Result,
    asn1::{self, oid, tag},
    certificate::Certificate,
};

/// Sex as the card has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// `M`.
    Male,
    /// `F` on a French card, `V` on a Dutch one, `W` on a German one.
    Female,
}

/// White and yellow cane, extended minority.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct SpecialStatus {
    /// Blind.
    pub white_cane: bool,
    /// Under extended minority.
    pub extended_minority: bool,
    /// Partially sighted.
    pub yellow_cane: bool,
}

/// The identity file. Texts are as on the card, without outer blanks; an absent and an empty field are
/// both `None`. The national number is not shown by `Debug`.
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Identity {
    /// Printed number: 12 digits, or `B` and 9 digits on a foreigner's card.
    pub card_number: Option<String>,
    /// The chip.
    pub chip: Option<ChipNumber>,
    /// First day of validity of the card.
    pub valid_from: Option<CardDate>,
    /// Last day of validity of the card.
    pub valid_until: Option<CardDate>,
    /// Issuing municipality.
    pub municipality: Option<String>,
    /// SSIN: 11 digits.
    pub national_number: String,
    /// Surname, exactly as the RA wants it.
    pub surname: String,
    /// The first two given names in one text, exactly as the RA wants it; may be empty.
    pub given_names: String,
    /// First letter of the third given name. Not part of the name that the RA knows.
    pub third_initial: Option<String>,
    /// Nationality in the language of the card.
    pub nationality: Option<String>,
    /// Place of birth.
    pub birth_place: Option<String>,
    /// Date of birth as the card has it.
    pub birth_text: Option<String>,
    /// Date of birth, when the text is in a known form.
    pub birth_date: Option<CardDate>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Noble condition.
    pub noble_condition: Option<String>,
    /// Kind of document.
    pub document: Option<DocumentType>,
    /// Special status.
    pub special_status: SpecialStatus,
    /// Hash of the photo: SHA-1, SHA-256 or SHA-384 by its length.
    #[serde(skip)]
    pub photo_hash: Option<Vec<u8>>,
    /// Number of the duplicate.
    pub duplicate: Option<String>,
    /// 1 SHAPE, 2 NATO, 4 old blue card, 5 researcher.
    pub special_organisation: Option<String>,
    /// Member of the family of a citizen of the Union.
    pub family_member: bool,
    /// Date and country of protection, `dd.MM.yyyy-A2`.
    pub protection: Option<String>,
    /// 7 unlimited, 8 limited, 9 none, A seasonal.
    pub work_permit: Option<String>,
    /// VAT numbers of one or two employers.
    pub employers: Vec<String>,
    /// Regional file number.
    pub regional_file_number: Option<String>,
    /// SHA-384 of the chip's public key file (1.8).
    #[serde(skip)]
    pub basic_key_hash: Option<Vec<u8>>,
    /// Brexit mentions B and C.
    pub brexit: Vec<String>,
    /// Mentions on an A card.
    pub card_mentions: Vec<String>,
    /// First day of an EU or EU+ stay.
    pub eu_start: Option<CardDate>,
    /// Fields that this version does not know: tag and value.
    #[serde(skip)]
    pub unknown: Vec<(u8, Vec<u8>)>,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Identity(document {:?}, valid until {:?})", self.document, self.valid_until)
    }
}

impl Identity {
    /// Given names, then surname: how the RA and a personal certificate write the name.
    pub fn full_name(&self) -> String {
        [self.given_names.as_str(), self.surname.as_str()]
            .into_iter()
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// The address file. Not shown by `Debug`.
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Address {
    /// Street and number in one text.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Municipality.
    pub municipality: String,
    /// Fields that this version does not know: tag and value.
    #[serde(skip)]
    pub unknown: Vec<(u8, Vec<u8>)>,
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Address(...)")
    }
}

fn named(file: CardFile) -> impl Fn(Error) -> Error {
    move |e| e.with("file", file.name())
}

fn damaged(file: CardFile, tag: u8) -> Error {
    Error::new(Code::CARD_FILE_DAMAGED).with("file", file.name()).detail(format!("field {tag:02X}"))
}

fn text(field: &Field<'_>, file: CardFile) -> Result<String> {
    let text = std::str::from_utf8(field.value).map_err(|_| damaged(file, field.tag))?;
    if text.chars().any(char::is_control) {
        return Err(damaged(file, field.tag));
    }
    Ok(text.trim().to_owned())
}

/// Where a field of the identity file goes, and how it is read. An empty text is no text.
enum Place<'a> {
    Text(&'a mut String),
    Optional(&'a mut Option<String>),
    /// Further texts of a kind.
    List(&'a mut Vec<String>),
    Date(&'a mut Option<CardDate>),
    Octets(&'a mut Option<Vec<u8>>),
}

impl Identity {
    /// `None` for a field that is no text, date or octets as such.
    fn place(&mut self, tag: u8) -> Option<Place<'_>> {
        Some(match tag {
            0x01 => Place::Optional(&mut self.card_number),
            0x03 => Place::Date(&mut self.valid_from),
            0x04 => Place::Date(&mut self.valid_until),
            0x05 => Place::Optional(&mut self.municipality),
            0x06 => Place::Text(&mut self.national_number),
            0x07 => Place::Text(&mut self.surname),
            0x08 => Place::Text(&mut self.given_names),
            0x09 => Place::Optional(&mut self.third_initial),
            0x0A => Place::Optional(&mut self.nationality),
            0x0B => Place::Optional(&mut self.birth_place),
            0x0C => Place::Optional(&mut self.birth_text),
            0x0E => Place::Optional(&mut self.noble_condition),
            0x11 => Place::Octets(&mut self.photo_hash),
            0x12 => Place::Optional(&mut self.duplicate),
            0x13 => Place::Optional(&mut self.special_organisation),
            0x15 => Place::Optional(&mut self.protection),
            0x16 => Place::Optional(&mut self.work_permit),
            0x17 | 0x18 => Place::List(&mut self.employers),
            0x19 => Place::Optional(&mut self.regional_file_number),
            0x1A => Place::Octets(&mut self.basic_key_hash),
            0x1B | 0x1C => Place::List(&mut self.brexit),
            0x1D | 0x1E => Place::List(&mut self.card_mentions),
            0x1F => Place::Date(&mut self.eu_start),
            _ => return None,
        })
    }
}

/// Reads the identity file. [`Code::CARD_FILE_DAMAGED`] for a TLV that lies, bad UTF-8, or a missing
/// national number or surname.
pub fn parse_identity(bytes: &[u8]) -> Result<Identity> {
    let mut id = parse_without_birth(bytes)?;
    id.birth_date = id.birth_text.as_deref().and_then(CardDate::parse_birth);
    Ok(id)
}

/// [`parse_identity`] without the day of birth, which is written for people: in any of three languages.
pub(super) fn parse_without_birth(bytes: &[u8]) -> Result<Identity> {
    const FILE: CardFile = CardFile::Identity;
    let mut id = Identity::default();
    for field in parse_fields(bytes).map_err(named(FILE))? {
        let some = || text(&field, FILE).map(|t| Some(t).filter(|t| !t.is_empty()));
        match id.place(field.tag) {
            Some(Place::Text(place)) => *place = text(&field, FILE)?,
            Some(Place::Optional(place)) => *place = some()?,
            Some(Place::List(list)) => list.extend(some()?),
            Some(Place::Date(place)) => {
                let date = |t: String| CardDate::parse_numeric(&t).ok_or_else(|| damaged(FILE, field.tag));
                *place = some()?.map(date).transpose()?;
            }
            Some(Place::Octets(place)) => *place = Some(field.value.to_vec()).filter(|v| !v.is_empty()),
            None => match field.tag {
                // The version of the structure; nothing depends on it.
                0x00 => {}
                0x02 => id.chip = field.value.try_into().ok().map(ChipNumber),
                0x0D => {
                    id.sex = match some()?.as_deref() {
                        Some("M") => Some(Sex::Male),
                        Some("F" | "V" | "W") => Some(Sex::Female),
                        _ => None,
                    }
                }
                0x0F => id.document = some()?.and_then(|t| DocumentType::parse(&t)),
                0x10 => {
                    // 1 white cane, 2 extended minority, 3 both, 4 yellow cane, 5 yellow cane and minority.
                    let digit = some()?.unwrap_or_default();
                    id.special_status = SpecialStatus {
                        white_cane: matches!(digit.as_str(), "1" | "3"),
                        extended_minority: matches!(digit.as_str(), "2" | "3" | "5"),
                        yellow_cane: matches!(digit.as_str(), "4" | "5"),
                    };
                }
                // Its presence says it, its value is empty.
                0x14 => id.family_member = true,
                other => id.unknown.push((other, field.value.to_vec())),
            },
        }
    }
    if id.national_number.len() != 11 || !id.national_number.bytes().all(|b| b.is_ascii_digit()) {
        return Err(damaged(FILE, 0x06));
    }
    if id.surname.is_empty() {
        return Err(damaged(FILE, 0x07));
    }
    Ok(id)
}

/// Reads the address file.
pub fn parse_address(bytes: &[u8]) -> Result<Address> {
    const FILE: CardFile = CardFile::Address;
    let mut address = Address::default();
    for field in parse_fields(bytes).map_err(named(FILE))? {
        match field.tag {
            0x00 => {}
            0x01 => address.street = text(&field, FILE)?,
            0x02 => address.postal_code = text(&field, FILE)?,
            0x03 => address.municipality = text(&field, FILE)?,
            other => address.unknown.push((other, field.value.to_vec())),
        }
    }
    Ok(address)
}

/// The value of an attribute (object identifier octets) in a certificate's subject: the last one, when
/// it occurs more than once.
pub fn subject_value(certificate: &Certificate, attribute: &[u8]) -> Result<Option<String>> {
    let mut found = None;
    let mut names = asn1::read_one(certificate.subject_der(), tag::SEQUENCE)?.reader();
    while !names.is_empty() {
        let mut set = names.read(tag::SET)?.reader();
        while !set.is_empty() {
            let mut pair = set.read(tag::SEQUENCE)?.reader();
            if pair.any()?.oid()? == attribute {
                found = Some(pair.any()?.text()?);
            }
        }
    }
    Ok(found)
}

/// Whether the certificate names the holder with this national number.
pub(super) fn same_holder(identity: &Identity, certificate: &Certificate) -> Result<()> {
    match subject_value(certificate, oid::SERIAL_NUMBER)? {
        Some(number) if number == identity.national_number => Ok(()),
        _ => Err(Code::CARD_HOLDER_MISMATCH.into()),
    }
}
