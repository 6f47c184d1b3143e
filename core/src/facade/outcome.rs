//! What came out of a flow, as plain data.

use super::{error::Problem, step::LocalizedText};

/// Outcome of a pre-flight.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PreflightOutcome {
    /// Whether the holder may have a personal certificate.
    pub natural_person: bool,
    /// Organisations recognised for the holder.
    pub organizations: Vec<OrganizationChoice>,
    /// The RA's clock minus the host's, seconds.
    pub clock_difference: i64,
    /// What should be told.
    pub warnings: Vec<Problem>,
}

/// An organisation to choose.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct OrganizationChoice {
    /// `NIHII-GUARD_POST`...
    pub identifier_type: String,
    /// Its number.
    pub identifier: String,
    /// Its name, by language.
    pub names: Vec<LocalizedText>,
}

/// Outcome of an enrolment.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct EnrolmentResult {
    /// PublicKeyIdentifier, hexadecimal.
    pub public_key_identifier: String,
    /// `false`: eHealth checks by hand, which takes days.
    pub automatically_validated: bool,
    /// PublicKeyIdentifier of the certificate that is replaced, hexadecimal.
    pub replaces: Option<String>,
    /// Whether an earlier run had sent the request.
    pub already_submitted: bool,
}

/// Outcome of a completion.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CompletionResult {
    /// DN, RFC 2253.
    pub dn: String,
    /// Serial number, decimal.
    pub serial: String,
    /// First second of validity.
    pub not_before: i64,
    /// Last second of validity.
    pub not_after: i64,
    /// Serial number of the encryption certificate, decimal.
    pub etk_serial: String,
    /// The new ETK must still be activated (renewal).
    pub to_be_activated: bool,
    /// What should be told.
    pub warnings: Vec<Problem>,
}

/// What lists and responders said.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct RevocationResult {
    /// `good`, `revoked`, or `unknown` when it could not be found out for some certificate.
    pub status: String,
    /// `CertificateRevoked` or `RevocationUnknown`, with the reason; empty when good.
    pub problems: Vec<Problem>,
    /// What went wrong on the way: requests without answer, answers that could not be used.
    pub failures: Vec<Problem>,
    /// The lists that were fetched, DER: for [`super::verify::TrustInput::crls`].
    #[serde(with = "super::bytes")]
    pub crls: Vec<Vec<u8>>,
    /// The responses that were fetched, DER: for [`super::verify::TrustInput::ocsp`].
    #[serde(with = "super::bytes")]
    pub ocsp: Vec<Vec<u8>>,
}

/// Outcome of a request of a person without eID.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ForeignResult {
    /// The page to confirm on.
    pub validation_url: String,
    /// Until when.
    pub expires: i64,
}

/// What the RA knows of a certificate.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct RegisteredCertificate {
    /// PublicKeyIdentifier, hexadecimal.
    pub public_key_identifier: String,
    /// DN as the RA writes it; empty while it is not issued.
    pub dn: String,
    /// Serial number as the RA writes it; empty while it is not issued.
    pub serial: String,
    /// `IN_PROGRESS`, `VALID_ACTIVE`, `REFUSED`, `REVOKED`, `EXPIRED`.
    pub status: String,
    /// `NOT_REQUESTED`, `IN_REQUEST`, `WAIT_FOR_ACTIVATION`, `VALID_ACTIVE`, `REVOKED`, `EXPIRED`.
    pub etk_status: String,
    /// Last second of validity.
    pub not_after: Option<i64>,
    /// Whether it can be revoked.
    pub revocable: bool,
    /// Whether it can be renewed now.
    pub replaceable: bool,
    /// From when it can be renewed.
    pub replacement_period_start: Option<i64>,
}
