//! What a form checks while it is filled in: the same rules as the engine's, each with its reason.

use super::{
    error::{EhcertError, Problem, language_of},
    flow::key_algorithm_of,
};
use crate::{
    Code, Error,
    identity::Catalogue,
    key::KeyAlgorithm,
    request::{self, ContactData, Draft, Holder, Password, Validated},
};

type Result<T> = std::result::Result<T, EhcertError>;

/// A number in the form that is sent.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct IdentifierReport {
    /// The type as a certificate has it.
    pub identifier_type: String,
    /// The number without separators.
    pub value: String,
    /// What should be told; nothing of it forbids to go on.
    pub warnings: Vec<Problem>,
}

/// Checks a number by the rules of its type. An unknown type is tolerated with a warning.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn check_identifier(identifier_type: String, value: String) -> Result<IdentifierReport> {
    let checked = Catalogue::built_in().check(&identifier_type, &value)?;
    Ok(IdentifierReport {
        identifier_type: checked.identifier_type,
        value: checked.value,
        warnings: checked.warnings.iter().map(Problem::from).collect(),
    })
}

/// A type of identifier.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct IdentifierTypeInfo {
    /// `NIHII-PHARMACY`...
    pub code: String,
    /// Its name.
    pub name: String,
    /// Digits of a number.
    pub length: Option<u32>,
    /// Whether it names a natural person.
    pub person: bool,
}

/// All built-in types of identifiers, with their names in a language.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn identifier_types(language: String) -> Vec<IdentifierTypeInfo> {
    let language = language_of(&language);
    Catalogue::built_in()
        .types()
        .iter()
        .map(|t| IdentifierTypeInfo {
            code: t.code.clone(),
            name: t.name(language).to_owned(),
            length: t.length.map(u32::from),
            person: t.is_person(),
        })
        .collect()
}

/// A quality of the eHealth portal.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ProfessionInfo {
    /// Stable identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether who has it may ask a personal certificate.
    pub personal_certificate: bool,
    /// Types of organisations that who has it often asks a certificate for.
    pub organization_types: Vec<String>,
}

/// The qualities that the portal lists, with their names in a language.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn professions(language: String) -> Vec<ProfessionInfo> {
    let language = language_of(&language);
    request::professions()
        .iter()
        .map(|p| ProfessionInfo {
            id: p.id.to_owned(),
            name: p.name(language).to_owned(),
            personal_certificate: p.personal_certificate,
            organization_types: p.organization_types.iter().map(|t| (*t).to_owned()).collect(),
        })
        .collect()
}

/// A name as it will stand in the certificate.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct NameReport {
    /// Capitals without diacritics.
    pub text: String,
    /// Whether that differs from what was typed.
    pub changed: bool,
    /// Letters that become several (ß -> SS).
    pub expanded: Vec<String>,
    /// Letters that stay as they are (Ø, Æ, Œ, Ł, Đ).
    pub unfolded: Vec<String>,
    /// Characters that nobody sees (zero width, direction).
    pub invisible: Vec<String>,
}

/// Converts a name as eHealth does, and says what happened to it.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn fold_name(name: String) -> NameReport {
    let folded = request::fold_name(&name);
    NameReport {
        changed: folded.changed,
        expanded: folded.expanded,
        unfolded: folded.unfolded,
        invisible: folded.invisible,
        text: folded.text,
    }
}

/// Checks an e-mail address; gives it as it is sent.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn check_email(email: String) -> Result<String> {
    Ok(request::check_email(&email)?)
}

/// Checks a phone number; gives it as it is sent, without punctuation.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn check_phone(phone: String) -> Result<String> {
    Ok(request::normalise_phone(&phone)?)
}

/// Checks an application id; gives it as it is sent, `None` for blank text.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn check_application_id(application_id: String) -> Result<Option<String>> {
    Ok(request::check_application_id(&application_id)?)
}

/// The ticks beside a new password.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PasswordTicks {
    /// Long enough.
    pub length: bool,
    /// Not longer than old software takes.
    pub not_too_long: bool,
    /// Only characters that every program types alike: printable ASCII.
    pub accepted_characters: bool,
    /// Has a digit or a symbol.
    pub digit_or_symbol: bool,
    /// Has a letter.
    pub letter: bool,
    /// Typed twice alike; `None` while it is not typed a second time.
    pub confirmation: Option<bool>,
    /// Whether all is well.
    pub ok: bool,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Checks a new password (UTF-8; wiped) and, once it is typed, its confirmation.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn check_password(password: Vec<u8>, confirmation: Option<Vec<u8>>) -> Result<PasswordTicks> {
    let password = Password::from_utf8(password)?;
    let confirmation = confirmation.map(Password::from_utf8).transpose()?;
    let report = password.report(confirmation.as_ref());
    Ok(PasswordTicks {
        length: report.length,
        not_too_long: report.not_too_long,
        accepted_characters: report.accepted_characters,
        digit_or_symbol: report.digit_or_symbol,
        letter: report.letter,
        confirmation: report.confirmation,
        ok: report.is_ok(),
        problems: report.errors().iter().map(Problem::from).collect(),
    })
}

/// Contact data, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ContactInput {
    /// Personal e-mail, mandatory.
    pub email_private: String,
    /// General e-mail.
    pub email_general: Option<String>,
    /// Personal phone, mandatory.
    pub phone_private: String,
    /// General phone.
    pub phone_general: Option<String>,
}

impl From<ContactData> for ContactInput {
    fn from(data: ContactData) -> Self {
        Self {
            email_private: data.email_private,
            email_general: data.email_general,
            phone_private: data.phone_private,
            phone_general: data.phone_general,
        }
    }
}

impl From<ContactInput> for ContactData {
    fn from(input: ContactInput) -> Self {
        Self {
            email_private: input.email_private,
            email_general: input.email_general,
            phone_private: input.phone_private,
            phone_general: input.phone_general,
        }
    }
}

impl ContactInput {
    pub(super) fn checked(self) -> crate::Result<ContactData> {
        ContactData::from(self).validate().map_err(first)
    }
}

/// What is asked for, as typed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct RequestInput {
    /// `person`, `recognized` (an organisation that the RA listed) or `other` (an organisation typed in).
    pub holder: String,
    /// Type of the number; `SSIN` for a person.
    pub identifier_type: String,
    /// The number: the national number of a person.
    pub identifier: String,
    /// Name of the organisation; surname of a person.
    pub name: String,
    /// First names of a person; empty otherwise.
    #[serde(default)]
    pub first_names: String,
    /// Tells several certificates of one organisation apart.
    pub application_id: Option<String>,
    /// `tsa`, `consultrn`, `codage`, `other`.
    #[serde(default)]
    pub base_services: Vec<String>,
    /// Contact data.
    pub contact: ContactInput,
    /// `rsa-2048` or `p-384`; empty for the default.
    #[serde(default)]
    pub key: String,
}

impl RequestInput {
    fn draft(self) -> crate::Result<Draft> {
        let holder = match self.holder.as_str() {
            "person" => Holder::Person { ssin: self.identifier, first_names: self.first_names, last_name: self.name },
            "recognized" => Holder::RecognizedOrganization {
                identifier_type: self.identifier_type,
                identifier: self.identifier,
                name: self.name,
            },
            "other" => Holder::OtherOrganization {
                identifier_type: self.identifier_type,
                identifier: self.identifier,
                name: self.name,
            },
            _ => return Err(Error::new(Code::INVALID_ARGUMENT).with("what", "holder").field("holder")),
        };
        Ok(Draft {
            holder,
            application_id: self.application_id,
            base_services: self.base_services,
            contact: self.contact.into(),
        })
    }

    pub(super) fn key_algorithm(&self) -> crate::Result<KeyAlgorithm> {
        key_algorithm_of(&self.key)
    }

    pub(super) fn validated(self) -> crate::Result<Validated> {
        self.draft()?.validate(Catalogue::built_in()).map_err(first)
    }
}

/// The first of several errors.
fn first(errors: Vec<Error>) -> Error {
    errors.into_iter().next().unwrap_or_else(|| Code::INTERNAL.into())
}

/// What a request would put into the certificate.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct DraftReport {
    /// Whether it can be sent.
    pub ok: bool,
    /// Everything that is wrong, each with its field.
    pub errors: Vec<Problem>,
    /// What should be told; nothing of it forbids to go on.
    pub warnings: Vec<Problem>,
    /// The expected DN, RFC 2253; empty while there are errors. The RA's contract has the last word.
    pub dn: String,
    /// CN.
    pub common_name: String,
    /// The OUs in the order of the DN.
    pub organizational_units: Vec<String>,
    /// O.
    pub organization: String,
    /// C.
    pub country: String,
    /// The name as it will stand there.
    pub name: Option<NameReport>,
    /// Contact data as sent.
    pub contact: Option<ContactInput>,
}

/// Checks a whole request and previews its result. All errors come at once.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn review_request(input: RequestInput) -> Result<DraftReport> {
    let empty = DraftReport {
        ok: false,
        errors: Vec::new(),
        warnings: Vec::new(),
        dn: String::new(),
        common_name: String::new(),
        organizational_units: Vec::new(),
        organization: String::new(),
        country: String::new(),
        name: None,
        contact: None,
    };
    match input.draft()?.validate(Catalogue::built_in()) {
        Err(errors) => Ok(DraftReport { errors: errors.iter().map(Problem::from).collect(), ..empty }),
        Ok(valid) => Ok(DraftReport {
            ok: true,
            warnings: valid.warnings.iter().map(Problem::from).collect(),
            dn: valid.subject.to_rfc2253(),
            common_name: valid.subject.common_name(),
            organizational_units: valid.subject.organizational_units(),
            organization: crate::subject::ORGANIZATION.into(),
            country: crate::subject::COUNTRY.into(),
            name: Some(fold_name(valid.name.text.clone())),
            contact: Some(valid.contact.into()),
            ..empty
        }),
    }
}

/// The name of the keystore's file for a DN, without folder (ehealth.md 3.1.2). The time is local civil time.
#[cfg_attr(feature = "uniffi", uniffi::export)]
#[allow(clippy::too_many_arguments, reason = "a civil time")]
pub fn keystore_file_name(
    dn: String,
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
) -> Result<String> {
    let subject = crate::subject::Subject::parse_rfc2253(&dn)?;
    Ok(subject.file_base_name(year, month, day, hour, minute, second) + ".p12")
}
