//! The engine of ehcert: every rule of the Belgian eHealth certificate, and no I/O.
//!
//! No file, socket, card, clock or thread is touched here. An operation that needs the world is a
//! [`flow`]: a state machine that says what it needs next and is told the answer. The current time is
//! an argument, randomness comes in through [`random::Random`].
//!
//! | room | what it knows |
//! |---|---|
//! | [`identity`] | SSIN, BIS, CBE, NIHII, EHP...: the catalogue of identifier types, check digits, names |
//! | [`request`] | what a person fills in: contact data, application id, base services, password policy, draft |
//! | [`subject`] | the distinguished name |
//! | [`key`], [`csr`] | private keys and PKCS#10 |
//! | [`keystore`] | PKCS#12 |
//! | [`certificate`], [`trust`] | X.509 certificates, chains and trust anchors |
//! | [`ra`] | the registration authority: messages, SOAP, XML signatures |
//! | [`etk`] | challenge, encryption certificate, encryption token, sealed messages |
//! | [`eid`] | the Belgian identity card |
//! | [`flow`] | the operations: pre-flight, enrolment, completion |
//! | [`message`] | errors and their texts in four languages |
//! | `facade` | the public API that every surface projects (feature `os-random`) |
#![cfg_attr(not(feature = "uniffi"), forbid(unsafe_code))]

#[cfg(feature = "uniffi")]
uniffi::setup_scaffolding!("ehcert");

pub mod asn1;
pub mod certificate;
pub mod csr;
pub mod eid;
pub mod etk;
#[cfg(feature = "os-random")]
pub mod facade;
pub mod flow;
pub mod identity;
pub mod key;
pub mod keystore;
pub mod message;
mod order;
pub mod pem;
pub mod ra;
pub mod random;
pub mod request;
pub mod subject;
pub mod time;
pub mod trust;
mod unicode;

pub use message::{Code, Error, Language, Result};
pub use time::Timestamp;
