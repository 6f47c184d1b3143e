//! An eHealth platform in a box: registration authority, issuing authorities, ETK depot, CRL and OCSP
//! over loopback HTTP. Integrators have no access to the acceptance environment on day one; they develop
//! against this. It enforces the published rules of the registration authority, remembers its state in
//! a folder, and can be told to answer late, wrongly or not at all.
//!
//! ```no_run
//! use ehcert_sandbox::{Behaviour, Command, Rule, Sandbox, SandboxConfig};
//!
//! let sandbox = Sandbox::start(SandboxConfig::default())?;
//! println!("CertRa: {}/CertRa/v2", sandbox.url());
//! let late = Rule::new(Behaviour::DeliverAfter { polls: 3 }).times(1);
//! sandbox.control(Command::Rule { rule: late })?;
//! sandbox.stop();
//! # Ok::<(), ehcert_sandbox::Error>(())
//! ```
//!
//! # What is enforced, and what is not known
//!
//! The rules come from the service's schemas and from certificates in the field. Of the real error
//! catalogue only `CERT_NOT_YET_DELIVERED` is public: every other code that the sandbox answers is its
//! own, readable word for the rule that was broken, and a client must not depend on it.
//!
//! A request that is repeated after a crash is answered as the first time: the same key by the same
//! signer for the same DN gives the same PublicKeyIdentifier, the same encryption key the same challenge
//! serial, the same encryption certificate the same ETK; activation and revocation may be repeated.
#![forbid(unsafe_code)]

pub mod ca;
pub mod card;
mod control;
mod error;
mod http;
mod platform;
mod record;
mod rule;
mod server;
mod store;
#[cfg(test)]
mod tests;
mod web;
pub mod x509;

pub use control::{Command, Exchange, MAX_EXCHANGES, State, Summary};
pub use error::{Error, Result};
pub use platform::Clock;
pub use record::{AuthorityChoice, Contact, Holder, Organisation, Settings, UnknownOrganisation};
pub use rule::{Behaviour, Other, Rule};
pub use server::{Running, Sandbox, SandboxConfig};
pub use web::WebFile;
