//! The registration authority: CertRA v2, EtkRA v2 and EtkDepot v1 as typed messages, SOAP 1.1 and
//! enveloped XML signatures.
//!
//! Every message is a codec in both directions, so that the engine (writes requests, reads responses) and
//! the sandbox (reads requests, writes responses) run the same code.
//!
//! The engine: [`Request::new`], [`Request::to_xml`], where [`Operation::signer`] says so
//! [`PendingSignature`], then [`http_request`] and [`read_response`].
//!
//! A server: [`xml::decode`], [`xml::parse`], [`soap::body`], [`Operation::of_request`],
//! [`verify_enveloped`], [`Request::from_xml`]; then [`Response::success`] or [`Response::failure`],
//! [`Response::to_xml`] and [`soap::envelope`], or [`soap::fault`].

mod certra;
mod etkra;
mod exchange;
mod information;
mod operation;
mod signature;
pub mod soap;
mod types;
pub mod xml;

pub use certra::*;
pub use etkra::*;
pub(crate) use exchange::request_xml;
pub use exchange::{
    Content, DEPOT_SUCCESS, REQUESTER, RESPONDER, Request, RequestBody, Response, ResponseBody, SUCCESS, Status,
};
pub use information::{CertificateDetails, CertificateInfo, CertificateStatus, EtkStatus};
pub use operation::{Endpoints, Operation, Service, Signer};
pub use signature::{PendingSignature, VerifiedSignature, default_algorithm, verify_enveloped};
pub(crate) use soap::read_answer_with;
pub use soap::{HttpRequest, http_request, issue_instant, read_answer, read_response};
pub use types::{
    ActorType, CertificateIdentifier, ContactData, Contract, EntityType, Id, PublicKeyIdentifier, RevocationContract,
    RevocationReason, Text, public_key_identifier_hex,
};
