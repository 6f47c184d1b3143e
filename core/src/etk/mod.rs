//! What makes encrypted messages possible: the challenge that proves an encryption key, the encryption
//! certificate, the encryption token (ETK) that the depot hands out, and sealed messages to known recipients
//! (ETEE "triple wrap").
//!
//! The names of the errors in capitals are eHealth's own: see [`crate::Code`] 1801 to 1857.
//!
//! Who is to be trusted is decided elsewhere: a [`ChainTrust`] is asked for a [`ChainVerdict`] on each
//! certificate that signed.

pub mod challenge;
pub mod cms;
mod encryption_certificate;
mod name;
mod path_trust;
mod seal;
mod token;
mod unseal;

pub use challenge::{answer_challenge, make_challenge};
pub use encryption_certificate::{
    EncryptionCertificateDraft, check_encryption_certificate, issue_encryption_certificate,
};
pub use name::same_name;
pub use path_trust::PathTrust;
pub use seal::{SealOptions, Sender, seal};
pub use token::{Etk, EtkPolicy, MAX_ETK, RaPolicy};
pub use unseal::{DecryptionKey, MAX_MESSAGE, UnsealPolicy, Unsealed, ValidateAt, unseal};

use crate::{Code, Error, Result, Timestamp, certificate::Certificate, random::Random};

/// RSA keys shorter than this are refused for eHealth certificates (ehealth.md 4.4.4: key >= 2048).
pub const MIN_RSA_BITS: usize = 2048;

/// What is known of the chain above a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum ChainVerdict {
    /// It leads to an anchor and nothing in it is revoked.
    Trusted,
    /// As [`Self::Trusted`], but a CRL was believed whose own signer could not be checked.
    TrustedCrlNotVerified,
    /// It leads to no anchor, or a link of it does not hold.
    NotTrusted,
    /// The certificate or one above it is revoked.
    Revoked,
    /// It leads to an anchor; whether it is revoked could not be found out.
    StatusUnknown,
}

/// Decides on chains. Every `Fn(&Certificate, &[Certificate], Timestamp) -> ChainVerdict` is one.
pub trait ChainTrust {
    /// The verdict on `leaf` at the time `at`. `others` are the certificates that came with it, in any order
    /// and from an untrusted hand.
    ///
    /// The dates of `leaf` itself are judged by the caller, which has names of its own for them.
    fn verdict(&self, leaf: &Certificate, others: &[Certificate], at: Timestamp) -> ChainVerdict;
}

impl<F: Fn(&Certificate, &[Certificate], Timestamp) -> ChainVerdict> ChainTrust for F {
    fn verdict(&self, leaf: &Certificate, others: &[Certificate], at: Timestamp) -> ChainVerdict {
        self(leaf, others, at)
    }
}

/// What was found in checking a token or a message: errors (it must not be relied on) and warnings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// In the order in which they were found.
    pub errors: Vec<Code>,
    /// In the order in which they were found.
    pub warnings: Vec<Code>,
}

impl Report {
    /// Whether there is no error.
    pub fn is_ok(&self) -> bool {
        self.errors.is_empty()
    }
    /// The first error, if there is one.
    pub fn into_result(&self) -> Result<()> {
        self.errors.first().map_or(Ok(()), |code| Err((*code).into()))
    }
    fn error(&mut self, code: Code) {
        if !self.errors.contains(&code) {
            self.errors.push(code);
        }
    }
    fn warning(&mut self, code: Code) {
        if !self.warnings.contains(&code) {
            self.warnings.push(code);
        }
    }
    /// An error, or only a warning.
    fn note(&mut self, code: Code, hard: bool) {
        if hard {
            self.error(code);
        } else {
            self.warning(code);
        }
    }
}

/// Remembers that the source of randomness failed, where the operation that needs it has one error for
/// everything: a computer without randomness must not be told that its key is wrong.
struct Watched<'a> {
    inner: &'a mut dyn Random,
    failure: Option<Error>,
}

impl<'a> Watched<'a> {
    fn new(inner: &'a mut dyn Random) -> Self {
        Self { inner, failure: None }
    }
    fn into_result(self) -> Result<()> {
        self.failure.map_or(Ok(()), Err)
    }
}

impl Random for Watched<'_> {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<()> {
        self.inner.fill(buffer).inspect_err(|e| self.failure = Some(e.clone()))
    }
}
