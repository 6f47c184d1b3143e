//! The public API: what every surface (C, Python, Kotlin, browser, command line) projects.
//!
//! Rules that keep it projectable: records of plain data, objects with `&self` methods, owned arguments,
//! one error type, no generics, no lifetimes, no callbacks. Times are seconds since 1970 (UTC), bytes are
//! DER or as named, texts are UTF-8. Passwords and PINs come in as bytes (UTF-8) and are wiped here.
//!
//! | module | what it offers |
//! |---|---|
//! | [`error`] | the one error, and the table of all codes |
//! | [`validate`] | identifiers, names, contact data, passwords, drafts, professions |
//! | [`inspect`] | previews of CSRs, certificates and keystores |
//! | [`keystore`] | an opened keystore: status, password change, rewrap, seal, unseal |
//! | [`flow`] | the operations, step by step |
//! | [`step`], [`outcome`] | what they ask for, and what came out |
//! | [`verify`] | certificates, tokens, messages and signatures of others |
//! | [`card`] | the identity card, one APDU at a time |
//! | [`live`] | how many objects are alive |

#![allow(clippy::result_large_err, reason = "the error is a plain record on every surface; UniFFI cannot box it")]

mod bytes;
pub mod card;
pub mod error;
pub mod flow;
pub mod inspect;
pub mod keystore;
pub mod live;
pub mod outcome;
pub mod step;
pub mod validate;
pub mod verify;

/// The version of ehcert, `major.minor.patch`.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
