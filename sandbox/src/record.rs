//! What the store remembers.

use base64ct::{Base64, Encoding};
use ehcert_core::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ca::Hierarchy, rule::Other};

/// Bytes, as Base64 in JSON.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}
impl Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Base64::encode_string(&self.0))
    }
}
impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Base64::decode_vec(&text).map(Self).map_err(serde::de::Error::custom)
    }
}

/// Which authority signs a certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthorityChoice {
    /// RSA keys under the RSA authority, P-384 keys under the EC authority.
    #[default]
    ByKey,
    /// Everything under the RSA authority (as CA 001 does).
    Rsa,
    /// Everything under the EC authority (as CA 002 does).
    Ec,
}

/// What happens to a request for an organisation that the signer is not known to represent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownOrganisation {
    /// Accepted, so that a fresh sandbox can be used at once.
    #[default]
    Accept,
    /// Checked by hand (`AutomaticallyValidated` is false; approve it over the control port).
    Manual,
    /// Refused.
    Refuse,
}

/// Clock and choices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Seconds by which the sandbox's clock is ahead of the computer's.
    pub clock_offset: i64,
    /// Which authority signs.
    pub authority: AuthorityChoice,
    /// Organisations that the signer is not known to represent.
    pub unknown_organisations: UnknownOrganisation,
    /// Days that an issued certificate is valid.
    pub validity_days: i64,
    /// Days before the end from which on a certificate may be replaced.
    pub replacement_days: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            clock_offset: 0,
            authority: AuthorityChoice::default(),
            unknown_organisations: UnknownOrganisation::default(),
            // Three years and 90 days: what real certificates and the service's pages say.
            validity_days: 1095,
            replacement_days: 90,
        }
    }
}

/// An organisation that somebody represents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Identifier type, such as `NIHII-GUARD_POST`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The number.
    pub id: String,
    /// The name, in capitals.
    pub name: String,
}

/// What the platform knows of a person. Who is not in the table is a health professional without
/// organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Person {
    /// Whether the person has a health care quality, so that a personal certificate may be asked for.
    #[serde(default = "yes")]
    pub(crate) professional: bool,
    /// The organisations for which the person may manage certificates.
    #[serde(default)]
    pub(crate) organisations: Vec<Organisation>,
}

fn yes() -> bool {
    true
}

impl Default for Person {
    fn default() -> Self {
        Self { professional: true, organisations: Vec::new() }
    }
}

/// Whose certificate it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Identifier type: `SSIN` for a person.
    #[serde(rename = "type")]
    pub kind: String,
    /// The number.
    pub id: String,
    /// First names of a person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub first_names: Vec<String>,
    /// Family name, or name of the organisation.
    pub name: String,
    /// Application id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application_id: Option<String>,
}

impl Holder {
    /// Whether it is a person.
    pub fn is_person(&self) -> bool {
        self.kind == "SSIN"
    }
    /// The key of the index by holder: `TYPE=identifier`.
    pub(crate) fn actor_key(&self) -> String {
        format!("{}={}", self.kind, self.id)
    }
}

/// Contact data as they were given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Personal e-mail address.
    pub email_private: String,
    /// General e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_general: Option<String>,
    /// Personal phone number.
    pub phone_private: String,
    /// General phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_general: Option<String>,
}

/// A contract that was given out: GenerateCertificate and Revoke must bring it back untouched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ContractRecord {
    /// When it was made.
    pub(crate) made: Timestamp,
    /// SSIN of who was to sign.
    pub(crate) signer: String,
    /// Whose certificate it is about.
    pub(crate) holder: Holder,
    /// The subject that the certificate is to have, DER.
    pub(crate) subject: Bytes,
    /// For a revocation: the certificate and the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) revokes: Option<(String, String)>,
}

/// Where the encryption token of a certificate stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(crate) enum EtkRecord {
    NotRequested,
    /// StartETKRegistration was answered.
    InRequest {
        /// The encryption key, DER SubjectPublicKeyInfo.
        key: Bytes,
        /// The 16 octets that the certificate must have as its serial number.
        serial: Bytes,
    },
    /// CompleteETKRegistration was answered.
    Registered {
        /// The encryption certificate, DER.
        certificate: Bytes,
        /// The token, DER.
        token: Bytes,
        active: bool,
        /// The answer's ToBeActivated, for a repeated request.
        to_be_activated: bool,
    },
    /// Revoked, or replaced by the token of a newer certificate.
    Revoked,
}

/// Where a request stands. That a certificate is over is seen by its date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(crate) enum Standing {
    InProgress,
    Issued,
    Refused { reason: String },
    Revoked { at: Timestamp, reason: String },
}

/// A request, and the certificate that came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CertificateRecord {
    /// Upper-case hexadecimal.
    pub(crate) public_key_identifier: String,
    pub(crate) requested: Timestamp,
    pub(crate) holder: Holder,
    /// SSIN of who signed the request.
    pub(crate) signer: String,
    /// Subject, DER.
    pub(crate) subject: Bytes,
    /// DER SubjectPublicKeyInfo.
    pub(crate) spki: Bytes,
    pub(crate) contact: Contact,
    pub(crate) base_services: Vec<String>,
    pub(crate) automatically_validated: bool,
    /// Polls that are still answered with "not yet".
    pub(crate) polls_left: u32,
    /// What to deliver wrongly, for the test of a client.
    pub(crate) other: Option<Other>,
    /// Which authority signed (or is to sign).
    pub(crate) hierarchy: Hierarchy,
    /// The PublicKeyIdentifier of the certificate that this one replaces.
    pub(crate) replaces: Option<String>,
    pub(crate) standing: Standing,
    /// What GetCertificate gives: leaf first, root left out.
    pub(crate) chain: Vec<Bytes>,
    pub(crate) etk: EtkRecord,
}

/// A request of a non-resident that waits for its validation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ForeignerRecord {
    pub(crate) expires: Timestamp,
    pub(crate) confirmed: bool,
    /// What becomes a request as soon as the person has logged in.
    pub(crate) request: CertificateRecord,
}
