//! The three operations of EtkRA v2 (ehealth.md 1.5) and the one of EtkDepot v1 (1.9).

use super::{
    certra::{codec, flag},
    exchange::{Content, RequestBody, ResponseBody},
    operation::Operation,
    xml::{self, Fields, Node, Writer, name},
};
use crate::{Result, message::RaError, pem::to_base64};

/// Announces an encryption key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartETKRegistrationRequest {
    /// SubjectPublicKeyInfo of an RSA key of 2048 bits, DER.
    pub public_encryption_key: Vec<u8>,
}

/// The challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartETKRegistrationResponse {
    /// Encrypted for the announced key.
    pub challenge: Vec<u8>,
}

codec! { StartETKRegistrationRequest => StartETKRegistrationResponse: StartETKRegistration {
    write_request(this, writer) {
        writer.leaf(name::ETKRA, "PublicEncryptionKey", &to_base64(&this.public_encryption_key));
    }
    read_request(fields) {
        Self { public_encryption_key: fields.inside(name::ETKRA, "PublicEncryptionKey", Fields::own_base64) }
    }
    write_response(this, writer) { writer.leaf(name::ETKRA, "Challenge", &to_base64(&this.challenge)); }
    read_response(fields) { Self { challenge: fields.inside(name::ETKRA, "Challenge", Fields::own_base64) } }
} }

/// Registers the encryption certificate that answers the challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompleteETKRegistrationRequest {
    /// The certificate, DER.
    pub to_be_registered: Vec<u8>,
}

/// The encryption token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompleteETKRegistrationResponse {
    /// The ETK: CMS signed by the registration authority.
    pub etk: Vec<u8>,
    /// Whether it replaces another and must be activated first.
    pub to_be_activated: bool,
}

codec! { CompleteETKRegistrationRequest => CompleteETKRegistrationResponse: CompleteETKRegistration {
    write_request(this, writer) { writer.leaf(name::ETKRA, "ToBeRegistered", &to_base64(&this.to_be_registered)); }
    read_request(fields) {
        Self { to_be_registered: fields.inside(name::ETKRA, "ToBeRegistered", Fields::own_base64) }
    }
    write_response(this, writer) {
        writer.leaf(name::ETKRA, "ETK", &to_base64(&this.etk));
        writer.leaf(name::ETKRA, "ToBeActivated", flag(this.to_be_activated));
    }
    read_response(fields) {
        Self {
            etk: fields.inside(name::ETKRA, "ETK", Fields::own_base64),
            to_be_activated: fields.boolean(name::ETKRA, "ToBeActivated"),
        }
    }
} }

/// Activates the token that belongs to the signing certificate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActivateETKRequest;

/// The token is active.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActivateETKResponse;

codec! { ActivateETKRequest => ActivateETKResponse: ActivateETK {
    write_request(_this, _writer) {}
    read_request(_fields) { Self }
    write_response(_this, _writer) {}
    read_response(_fields) { Self }
} }

/// Whose token: one identifier in the depot.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DepotIdentifier {
    /// Name of the identifier type.
    pub r#type: String,
    /// The number, digits only.
    pub value: String,
    /// Application id; `None` finds any.
    pub application_id: Option<String>,
}

impl DepotIdentifier {
    fn write_all(identifiers: &[Self], writer: &mut Writer) {
        for identifier in identifiers {
            writer.start(name::DEPOT, "Identifier", &[]);
            writer.leaf(name::DEPOT, "Type", &identifier.r#type);
            writer.leaf(name::DEPOT, "Value", &identifier.value);
            writer.optional(name::DEPOT, "ApplicationID", identifier.application_id.as_deref());
            writer.end();
        }
    }

    fn read_all(fields: &mut Fields<'_, '_>) -> Vec<Self> {
        fields.some(name::DEPOT, "Identifier", |fields| Self {
            r#type: fields.text(name::DEPOT, "Type"),
            value: fields.text(name::DEPOT, "Value"),
            application_id: fields.optional_text(name::DEPOT, "ApplicationID"),
        })
    }
}

/// Looks up a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetEtkRequest {
    /// At least one.
    pub criteria: Vec<DepotIdentifier>,
}

/// What the depot has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EtkAnswer {
    /// The token: CMS signed by the registration authority.
    Etk(Vec<u8>),
    /// Several match: ask again with the identifiers of one of them.
    Matching(Vec<Vec<DepotIdentifier>>),
    /// None, for these reasons.
    Errors(Vec<RaError>),
}

/// The answer of the depot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetEtkResponse {
    /// The question, repeated; empty when the depot did not.
    pub criteria: Vec<DepotIdentifier>,
    /// What was found. An answer without anything is `Errors` of nothing.
    pub answer: EtkAnswer,
}

codec! { GetEtkRequest => GetEtkResponse: GetEtk {
    write_request(this, writer) {
        writer.start(name::DEPOT, "SearchCriteria", &[]);
        DepotIdentifier::write_all(&this.criteria, writer);
        writer.end();
    }
    read_request(fields) {
        Self { criteria: fields.inside(name::DEPOT, "SearchCriteria", DepotIdentifier::read_all) }
    }
    write_response(this, writer) {
        if !this.criteria.is_empty() {
            writer.start(name::DEPOT, "GivenSearchCriteria", &[]);
            DepotIdentifier::write_all(&this.criteria, writer);
            writer.end();
        }
        match &this.answer {
            EtkAnswer::Etk(etk) => writer.leaf(name::DEPOT, "ETK", &to_base64(etk)),
            EtkAnswer::Matching(all) => {
                for identifiers in all {
                    writer.start(name::DEPOT, "MatchingEtk", &[]);
                    DepotIdentifier::write_all(identifiers, writer);
                    writer.end();
                }
            }
            EtkAnswer::Errors(errors) => {
                for error in errors {
                    writer.start(name::DEPOT, "Error", &[]);
                    writer.leaf(name::DEPOT, "Code", &error.code);
                    writer.leaf(name::DEPOT, "Message", &error.message);
                    writer.end();
                }
            }
        }
    }
    read_response(fields) {
        let criteria = fields.optional(name::DEPOT, "GivenSearchCriteria", DepotIdentifier::read_all);
        let answer = if let Some(etk) = fields.optional(name::DEPOT, "ETK", Fields::own_base64) {
            EtkAnswer::Etk(etk)
        } else if fields.has(name::DEPOT, "MatchingEtk") {
            EtkAnswer::Matching(fields.each(name::DEPOT, "MatchingEtk", DepotIdentifier::read_all))
        } else {
            EtkAnswer::Errors(fields.each(name::DEPOT, "Error", |fields| RaError {
                code: fields.text(name::DEPOT, "Code"),
                message: fields.text(name::DEPOT, "Message"),
                parameters: Vec::new(),
            }))
        };
        Self { criteria: criteria.unwrap_or_default(), answer }
    }
} }
