//! The operations as step machines. A flow does no I/O: it says what it needs next ([`Step`]), the host
//! carries it out and tells the outcome ([`Answer`]). Dropping a flow cancels it.
//!
//! | flow | what it does |
//! |---|---|
//! | [`Preflight`] | checks the eID, fetches the RA's organisation types, asks who the holder may act for |
//! | [`Enrolment`] | contract, review, key, CSR, keystore, GenerateCertificate: ends with a pending keystore |
//! | [`Completion`] | GetCertificate, chain, encryption key, ETK, self-test: ends with a working keystore |
//! | [`Status`] | what the RA knows of a certificate, or of all certificates of a holder |
//! | [`ApplicationIds`] | which certificates an organisation has already |
//! | [`EtkLookup`] | the token of a recipient, from the depot, checked |
//! | [`SelfTest`] | the published ETK, its chain, a message sealed and opened |
//! | [`Activation`] | makes the ETK of a renewed certificate the one that senders use |
//! | [`Revocation`] | contract, reason, signature: ends a certificate and its ETK |
//! | [`RevocationInquiry`] | lists and OCSP responses about certificates, tokens and senders of messages |
//! | [`ForeignRequest`] | the request of who has no eID (BIS number): ends with a page to confirm on |
//!
//! Rules that all flows keep:
//! - A step that failed can be done again: an error leaves the flow where it was, and [`Flow::repeat`]
//!   gives the step once more (with a fresh request where the old one must not be sent twice).
//! - A key is stored, synced and read back before the world hears of it. [`Need::Store`] is answered with
//!   the bytes *as read back from the medium*, and the flow opens them with the password before it goes on.
//! - A flow can be begun again from the stored keystore alone, after a crash at any point, on any computer.

mod activation;
mod application_ids;
mod completion;
mod enrolment;
mod etk_lookup;
mod exchange;
mod foreign;
mod gathering;
mod preflight;
mod revocation;
mod selftest;
mod signer;
mod status;

pub use activation::{Activation, ActivationInput};
pub use application_ids::ApplicationIds;
pub use completion::{Completion, CompletionInput, CompletionReport, is_unfinished};
pub use enrolment::{ContractDn, Enrolment, EnrolmentInput, EnrolmentOutcome, Renewed, Review};
pub use etk_lookup::{EtkLookup, EtkLookupInput, EtkLookupReport};
pub use foreign::{ForeignRequest, ForeignRequestInput, ForeignRequestOutcome};
pub use gathering::{RevocationCheck, RevocationInquiry, RevocationReport, Standing};
pub use preflight::{Preflight, PreflightInput, PreflightReport};
pub use revocation::{Revocation, RevocationInput, RevocationReview};
pub use selftest::{SelfTest, SelfTestInput, SelfTestReport};
pub use signer::Signer;
pub use status::{OfflineStatus, REPLACEMENT_PERIOD_DAYS, Status, StatusInput, StatusReport, renewable};

use zeroize::Zeroizing;

use crate::{
    Code, Error, Result, Timestamp,
    key::{KeyAlgorithm, PrivateKey, SignatureAlgorithm},
    ra::HttpRequest,
    random::Random,
};

/// Which key a signature is asked from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum SigningKey {
    /// The eID's key `Authentication` (82): proves who asks.
    EidAuthentication,
    /// The eID's key `Signature` (83, non-repudiation): signs the contract.
    EidSignature,
}

/// What a flow needs next. `name` is the key of [`crate::message::step_label`], `percent` how far the flow is.
#[derive(Debug)]
pub struct Step {
    /// Stable name of the step.
    pub name: &'static str,
    /// 0 to 100, never falling.
    pub percent: u8,
    /// What to do.
    pub need: Need,
}

/// The kinds of steps. `Debug` tells the kind alone: a review holds personal data.
pub enum Need {
    /// Sign a digest with a key that the flow does not hold. Answer: [`Answer::Signature`].
    Sign {
        /// With which key.
        key: SigningKey,
        /// How. ECDSA signatures are answered raw, r||s.
        algorithm: SignatureAlgorithm,
        /// The digest to sign, of the length of the algorithm's hash.
        digest: Vec<u8>,
    },
    /// Show the contract to the person, who accepts it or not. Answer: [`Answer::Contract`].
    ShowContract(Box<Review>),
    /// Show the revocation contract to the person, who accepts it or not. Answer: [`Answer::Contract`].
    ShowRevocation(Box<RevocationReview>),
    /// Make a key; RSA takes up to a second: [`PrivateKey::generate`], or two prime searches on two threads.
    /// Answer: [`Answer::Key`].
    GenerateKey(KeyAlgorithm),
    /// Send a request. Answer: [`Answer::Http`].
    Http {
        /// Method, URL, headers and body.
        request: HttpRequest,
        /// Whether the very same request may be sent again when no answer came.
        repeatable: bool,
        /// Whether the flow can go on without an answer: a list of revoked certificates or an OCSP response, which
        /// carries its own signature, so that plain HTTP will do. When none came, answer with the status 0.
        optional: bool,
    },
    /// Store these bytes so that they survive a power cut, then read them back. Answer: [`Answer::Stored`].
    Store {
        /// The keystore, PKCS#12. Encrypted, but keep it as private as a key.
        keystore: Zeroizing<Vec<u8>>,
        /// Whether a keystore of this flow is stored already and is to be replaced.
        replace: bool,
    },
    /// Ask again after this many seconds. Answer: [`Answer::Waited`].
    Wait {
        /// Whole seconds.
        seconds: u32,
    },
    /// The flow is over; its outcome can be taken.
    Done,
}

impl std::fmt::Debug for Need {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sign { key, .. } => write!(f, "Sign({key:?})"),
            Self::ShowContract(_) => f.write_str("ShowContract"),
            Self::ShowRevocation(_) => f.write_str("ShowRevocation"),
            Self::GenerateKey(algorithm) => write!(f, "GenerateKey({algorithm:?})"),
            Self::Http { request, .. } => write!(f, "{request:?}"),
            Self::Store { keystore, .. } => write!(f, "Store({} bytes)", keystore.len()),
            Self::Wait { seconds } => write!(f, "Wait({seconds} s)"),
            Self::Done => f.write_str("Done"),
        }
    }
}

/// The outcome of a step.
pub enum Answer {
    /// The signature: RSA PKCS#1 v1.5, or ECDSA as r||s.
    Signature(Vec<u8>),
    /// Whether the person accepts the contract.
    Contract {
        /// `false` ends the flow with [`Code::CONTRACT_REFUSED`].
        accepted: bool,
    },
    /// The key that was made.
    Key(PrivateKey),
    /// The answer of the server.
    Http {
        /// HTTP status code; 0 when no answer came to an optional request.
        status: u16,
        /// Value of the Content-Type header, empty when there is none.
        content_type: String,
        /// The body, bounded by the host.
        body: Vec<u8>,
    },
    /// The keystore is stored; these bytes were read back from the medium.
    Stored {
        /// What was read.
        read_back: Zeroizing<Vec<u8>>,
    },
    /// The time is over.
    Waited,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Signature(_) => "Signature",
            Self::Contract { .. } => "Contract",
            Self::Key(_) => "Key",
            Self::Http { .. } => "Http",
            Self::Stored { .. } => "Stored",
            Self::Waited => "Waited",
        })
    }
}

/// What the host lends to a flow at every call: the time, and randomness.
pub struct Host<'a> {
    /// Now, by the host's clock.
    pub now: Timestamp,
    /// Where randomness comes from.
    pub random: &'a mut dyn Random,
}

/// A step machine.
pub trait Flow {
    /// The step that is due. The first call begins the flow; later calls give the same step again, with a
    /// fresh request where the old one must not be sent twice.
    fn repeat(&mut self, host: &mut Host<'_>) -> Result<Step>;

    /// Tells the outcome of the step that is due and gives the next one. After an error the same step is
    /// still due. [`Code::WRONG_STATE`] when the answer does not fit.
    fn answer(&mut self, answer: Answer, host: &mut Host<'_>) -> Result<Step>;
}

/// The error for an answer that does not fit the step that is due.
fn misfit(due: &str, answer: &Answer) -> Error {
    Error::new(Code::WRONG_STATE).detail(format!("{answer:?} was answered to the step {due}"))
}
