//! Everything that a person fills in, checked together.

use serde::{Deserialize, Serialize};

use super::{ContactData, FoldedName, base_service, fold::is_invisible, fold_name};
use crate::{
    Code, Error, Result,
    identity::{Catalogue, Ssin},
    subject::{self, Subject},
};

/// The base services that eHealth's client knows; the RA says which ones a type may have.
pub const BASE_SERVICES: [&str; 4] =
    [base_service::TIMESTAMPING, base_service::NATIONAL_REGISTER, base_service::CODING, base_service::OTHER];

/// What a person may fill in for a text field before it is looked at.
const MAX_TYPED: usize = 2048;

/// Who the certificate is for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum Holder {
    /// The person in front of the screen, as a health professional.
    Person {
        /// National number or BIS number.
        ssin: String,
        /// First names as the identity card has them, separated by spaces.
        first_names: String,
        /// Last name as the identity card has it.
        last_name: String,
    },
    /// An organisation of the list that the RA gave for this person.
    RecognizedOrganization {
        /// Identifier type, or an alias.
        identifier_type: String,
        /// Number.
        identifier: String,
        /// Name, as the RA gave it.
        name: String,
    },
    /// Another organisation for which the person may manage certificates, typed in.
    OtherOrganization {
        /// Identifier type, or an alias.
        identifier_type: String,
        /// Number, as typed.
        identifier: String,
        /// Name, as typed.
        name: String,
    },
}

impl std::fmt::Debug for Holder {
    /// Without numbers and names.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Person { .. } => f.write_str("Person(...)"),
            Self::RecognizedOrganization { identifier_type, .. } => {
                write!(f, "RecognizedOrganization({identifier_type}=...)")
            }
            Self::OtherOrganization { identifier_type, .. } => write!(f, "OtherOrganization({identifier_type}=...)"),
        }
    }
}

impl Holder {
    /// Whether it is a natural person.
    pub fn is_person(&self) -> bool {
        matches!(self, Self::Person { .. })
    }
}

/// What was filled in, unchecked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// Who the certificate is for.
    pub holder: Holder,
    /// What tells several certificates of one organisation apart. Blank text means none.
    #[serde(default)]
    pub application_id: Option<String>,
    /// "Specific uses" ([`BASE_SERVICES`]).
    #[serde(default)]
    pub base_services: Vec<String>,
    /// How to reach the holder.
    pub contact: ContactData,
}

/// What was filled in, checked and in the form that is sent.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Validated {
    /// The distinguished name to expect. The RA's contract has the last word.
    pub subject: Subject,
    /// The name as it becomes, and what to tell about it.
    pub name: FoldedName,
    /// Contact data, phone numbers normalised.
    pub contact: ContactData,
    /// Base services without repetition.
    pub base_services: Vec<String>,
    /// What should be shown before going on; nothing of it forbids to.
    #[serde(skip)]
    pub warnings: Vec<Error>,
}

impl Validated {
    /// The request that renews a certificate: the same name, contact data of today, and the base services that
    /// the RA knows of it.
    pub fn renewal(subject: Subject, contact: ContactData, base_services: Vec<String>) -> Self {
        let name = fold_name(subject.name());
        Self { subject, name, contact, base_services, warnings: Vec::new() }
    }
}

/// An application id in the form that is sent: capitals, without diacritics and without spaces around
/// it; `None` for blank text.
///
/// # Errors
/// With the field `application_id`: [`Code::APPLICATION_ID_LENGTH`] (over 30),
/// [`Code::APPLICATION_ID_CHARACTERS`] (other than `0-9 A-Z - _`).
pub fn check_application_id(text: &str) -> Result<Option<String>> {
    let refuse = |code| Error::new(code).field("application_id");
    let typed = text.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let length = typed.chars().count();
    if length > 30 {
        return Err(refuse(Code::APPLICATION_ID_LENGTH).with("found", length));
    }
    let folded = fold_name(typed).text;
    if subject::is_application_id(&folded) {
        return Ok(Some(folded));
    }
    let length = folded.chars().count();
    let mut wrong: Vec<String> = Vec::new();
    for c in folded.chars().filter(|c| !subject::is_application_id(c.encode_utf8(&mut [0; 4]))) {
        let shown =
            if is_invisible(c) || c.is_whitespace() { format!("U+{:04X}", u32::from(c)) } else { c.to_string() };
        if !wrong.contains(&shown) {
            wrong.push(shown);
        }
    }
    if wrong.is_empty() {
        // ß at the end of 30 letters makes 31.
        return Err(refuse(Code::APPLICATION_ID_LENGTH).with("found", length));
    }
    Err(refuse(Code::APPLICATION_ID_CHARACTERS).with("characters", wrong.join(" ")))
}

/// A name without spaces around it and with single spaces in it, folded. The fields are checked one by
/// one because each has its own error.
fn check_name(field: &'static str, typed: &str, errors: &mut Vec<Error>, warnings: &mut Vec<Error>) -> FoldedName {
    let about = |code| Error::new(code).field(field);
    if typed.len() > MAX_TYPED {
        errors.push(about(Code::NAME_LENGTH).with("found", typed.chars().count()));
        return fold_name("");
    }
    // A tab or a line end in a name was not typed by anybody; it is no space.
    let name = typed.split([' ', '\u{A0}', '\u{202F}']).filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        errors.push(about(Code::FIELD_MISSING));
    }
    let folded = fold_name(&name);
    let length = folded.text.chars().count();
    if length > subject::MAX_HOLDER_NAME {
        errors.push(about(Code::NAME_LENGTH).with("found", length));
    }
    if !folded.invisible.is_empty() {
        errors.push(about(Code::NAME_INVISIBLE_CHARACTERS).with("characters", folded.invisible.join(" ")));
    }
    if !folded.unfolded.is_empty() {
        warnings.push(about(Code::NAME_UNFOLDED_LETTERS).with("characters", folded.unfolded.join(" ")));
    }
    folded
}

impl Draft {
    /// Checks everything, and says everything that is wrong at once: each error has its field
    /// (`ssin`, `first_names`, `last_name`, `identifier_type`, `identifier`, `name`, `application_id`,
    /// `base_services`, `email_private`, `email_general`, `phone_private`, `phone_general`).
    ///
    /// # Errors
    /// Those of [`Catalogue::check`], [`Ssin::parse`], [`check_application_id`], [`ContactData::validate`],
    /// and [`Code::FIELD_MISSING`], [`Code::NAME_INVISIBLE_CHARACTERS`], [`Code::NAME_LENGTH`],
    /// [`Code::APPLICATION_ID_FOR_PERSON`], [`Code::BASE_SERVICE_UNKNOWN`], [`Code::HOLDER_MISMATCH`].
    pub fn validate(&self, catalogue: &Catalogue) -> std::result::Result<Validated, Vec<Error>> {
        let (mut errors, mut warnings) = (Vec::new(), Vec::new());
        let (identity, name) = match &self.holder {
            Holder::Person { ssin, first_names, last_name } => {
                let number = Ssin::parse(ssin).map_err(|e| errors.push(e.field("ssin"))).ok();
                // A few people have no first name on their card; nobody has no last name.
                let first = if first_names.trim().is_empty() { "" } else { first_names };
                let mut parts = Vec::new();
                if !first.is_empty() {
                    parts.push(check_name("first_names", first, &mut errors, &mut warnings).text);
                }
                parts.push(check_name("last_name", last_name, &mut errors, &mut warnings).text);
                let given = [first, last_name].map(|t| t.split(' ').filter(|p| !p.is_empty()).collect::<Vec<_>>());
                let mut name = fold_name(&given.concat().join(" "));
                name.text = parts.join(" ");
                if errors.is_empty() && name.text.chars().count() > subject::MAX_HOLDER_NAME {
                    let found = name.text.chars().count();
                    errors.push(Error::new(Code::NAME_LENGTH).field("last_name").with("found", found));
                }
                (number.map(|n| ("SSIN".to_owned(), n.plain().to_owned())), name)
            }
            Holder::RecognizedOrganization { identifier_type, identifier, name }
            | Holder::OtherOrganization { identifier_type, identifier, name } => {
                let identity = match catalogue.check(identifier_type, identifier) {
                    Ok(checked) => {
                        warnings.extend(checked.warnings);
                        Some((checked.identifier_type, checked.value))
                    }
                    Err(e) => {
                        errors.push(e);
                        None
                    }
                };
                if let Some(known) = catalogue.find(identifier_type).filter(|t| t.is_person()) {
                    let mismatch = Error::new(Code::HOLDER_MISMATCH).field("identifier_type");
                    errors.push(mismatch.with("type", &known.code));
                }
                (identity, check_name("name", name, &mut errors, &mut warnings))
            }
        };
        let application_id = self.check_application(&mut errors);
        let base_services = self.check_base_services(catalogue, &mut errors);
        let contact = self.contact.validate().map_err(|mut e| errors.append(&mut e)).ok();
        let (Some((identifier_type, identifier)), Some(contact), true) = (identity, contact, errors.is_empty()) else {
            return Err(errors);
        };
        let subject = Subject::new(&identifier_type, &identifier, &name.text, application_id.as_deref());
        let subject = subject.map_err(|e| vec![e])?;
        Ok(Validated { subject, name, contact, base_services, warnings })
    }

    fn check_application(&self, errors: &mut Vec<Error>) -> Option<String> {
        let typed = self.application_id.as_deref().filter(|t| !t.trim().is_empty())?;
        if self.holder.is_person() {
            errors.push(Error::new(Code::APPLICATION_ID_FOR_PERSON).field("application_id"));
            return None;
        }
        check_application_id(typed).unwrap_or_else(|e| {
            errors.push(e);
            None
        })
    }

    fn check_base_services(&self, catalogue: &Catalogue, errors: &mut Vec<Error>) -> Vec<String> {
        let known = match &self.holder {
            Holder::Person { .. } => None,
            Holder::RecognizedOrganization { identifier_type, .. }
            | Holder::OtherOrganization { identifier_type, .. } => catalogue.find(identifier_type),
        };
        // Only the RA's own list says which services a type may have; until then all known ones.
        let of_ra = known.filter(|t| t.from_ra);
        let mut out: Vec<String> = Vec::new();
        for typed in &self.base_services {
            let service = typed.trim();
            let accepted = match of_ra {
                Some(known) => known.available_base_services.iter().any(|s| s == service),
                None => BASE_SERVICES.contains(&service),
            };
            if !accepted {
                let shown: String = service.chars().filter(|c| !is_invisible(*c)).take(64).collect();
                errors.push(Error::new(Code::BASE_SERVICE_UNKNOWN).field("base_services").with("service", shown));
            } else if !out.iter().any(|s| s == service) {
                out.push(service.to_owned());
            }
        }
        out
    }
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
