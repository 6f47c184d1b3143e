//! What a flow asks for: its steps as plain data.

#[cfg(doc)]
use super::flow::Flow;
use super::validate::ContactInput;
use crate::{
    flow::{self, Need, SigningKey},
    key::{Hash, KeyAlgorithm, SignatureAlgorithm},
};

/// A header of a request.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Header {
    /// Name.
    pub name: String,
    /// Value.
    pub value: String,
}

/// A contract as the person sees it before signing.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ContractReview {
    /// The DN, RFC 2253.
    pub dn: String,
    /// CN; empty for a revocation.
    pub common_name: String,
    /// The OUs: eHealth-platform Belgium, name, type=number, application id; empty for a revocation.
    pub organizational_units: Vec<String>,
    /// O.
    pub organization: String,
    /// C.
    pub country: String,
    /// First names and surname of who signs.
    pub signer: String,
    /// Contact data as sent; empty for a revocation.
    pub contact: ContactInput,
    /// Base services asked for.
    pub base_services: Vec<String>,
    /// The contract, HTML5. From the network: render it sandboxed, without scripts.
    pub texts: Vec<LocalizedText>,
}

impl From<flow::Review> for ContractReview {
    fn from(review: flow::Review) -> Self {
        Self {
            dn: review.dn,
            common_name: review.common_name,
            organizational_units: review.organizational_units,
            organization: review.organization,
            country: review.country,
            signer: review.signer,
            contact: review.contact.into(),
            base_services: review.base_services,
            texts: LocalizedText::all(&review.contract),
        }
    }
}

impl From<flow::RevocationReview> for ContractReview {
    fn from(review: flow::RevocationReview) -> Self {
        Self {
            dn: review.dn,
            common_name: String::new(),
            organizational_units: Vec::new(),
            organization: String::new(),
            country: String::new(),
            signer: review.signer,
            contact: ContactInput::default(),
            base_services: Vec::new(),
            texts: LocalizedText::all(&review.contract),
        }
    }
}

/// A text in a language.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct LocalizedText {
    /// ISO 639-1.
    pub language: String,
    /// The text.
    pub text: String,
}

/// What is due. `name` is a stable name ([`super::error::step_label`] has its text), `percent` never falls.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum FlowStep {
    /// Sign a digest with a key of the eID; answer with [`Flow::answer_signature`].
    Sign {
        /// Stable name.
        name: String,
        /// How far.
        percent: u8,
        /// `authentication` (key 82) or `signature` (key 83).
        key: String,
        /// `RSASSA-PKCS1-v1_5` or `ECDSA` (answered raw, r||s).
        algorithm: String,
        /// `SHA-256`, `SHA-384` or `SHA-512`.
        hash: String,
        /// The digest.
        #[serde(with = "serde_bytes")]
        digest: Vec<u8>,
    },
    /// Show the contract; answer with [`Flow::answer_contract`].
    ShowContract {
        /// Stable name.
        name: String,
        /// How far.
        percent: u8,
        /// What to show.
        review: ContractReview,
    },
    /// Call [`Flow::generate_key`], where nobody waits: it takes up to a second; or answer with
    /// [`Flow::answer_key`].
    GenerateKey {
        /// Stable name.
        name: String,
        /// How far.
        percent: u8,
        /// `rsa-2048` or `p-384`.
        algorithm: String,
    },
    /// Send a request; answer with [`Flow::answer_http`].
    Http {
        /// Stable name.
        name: String,
        /// How far.
        percent: u8,
        /// `POST`; `GET` for a list of revoked certificates.
        method: String,
        /// Where to.
        url: String,
        /// All headers to send.
        headers: Vec<Header>,
        /// The body.
        #[serde(with = "serde_bytes")]
        body: Vec<u8>,
        /// Whether it may be sent again when no answer came.
        repeatable: bool,
        /// Whether the flow can go on without: a list of revoked certificates or an OCSP response, which carries its
        /// own signature. When no answer came, call [`Flow::answer_http`] with the status 0.
        optional: bool,
    },
    /// Store the keystore so that it survives a power cut, read it back, answer with [`Flow::answer_stored`].
    Store {
        /// Stable name.
        name: String,
        /// How far.
        percent: u8,
        /// PKCS#12.
        #[serde(with = "serde_bytes")]
        keystore: Vec<u8>,
        /// Whether an earlier version is replaced.
        replace: bool,
    },
    /// Wait, then call [`Flow::answer_waited`].
    Wait {
        /// Stable name.
        name: String,
        /// How far.
        percent: u8,
        /// How long.
        seconds: u32,
    },
    /// Over: read the outcome.
    Done {
        /// Stable name.
        name: String,
        /// 100.
        percent: u8,
    },
}

impl LocalizedText {
    pub(super) fn all(values: &[(String, String)]) -> Vec<Self> {
        values.iter().map(|(language, text)| Self { language: language.clone(), text: text.clone() }).collect()
    }
}

impl From<flow::Step> for FlowStep {
    fn from(step: flow::Step) -> Self {
        let (name, percent) = (step.name.to_owned(), step.percent);
        match step.need {
            Need::Sign { key, algorithm, digest } => Self::Sign {
                name,
                percent,
                key: match key {
                    SigningKey::EidAuthentication => "authentication",
                    SigningKey::EidSignature => "signature",
                }
                .into(),
                algorithm: match algorithm {
                    SignatureAlgorithm::Ecdsa(_) => "ECDSA",
                    _ => "RSASSA-PKCS1-v1_5",
                }
                .into(),
                hash: match algorithm.hash() {
                    Hash::Sha1 => "SHA-1",
                    Hash::Sha256 => "SHA-256",
                    Hash::Sha384 => "SHA-384",
                    Hash::Sha512 => "SHA-512",
                }
                .into(),
                digest,
            },
            Need::ShowContract(review) => Self::ShowContract { name, percent, review: (*review).into() },
            Need::ShowRevocation(review) => Self::ShowContract { name, percent, review: (*review).into() },
            Need::GenerateKey(algorithm) => Self::GenerateKey {
                name,
                percent,
                algorithm: match algorithm {
                    KeyAlgorithm::Rsa2048 => "rsa-2048",
                    KeyAlgorithm::P384 => "p-384",
                }
                .into(),
            },
            Need::Http { request, repeatable, optional } => Self::Http {
                name,
                percent,
                method: request.method.to_owned(),
                url: request.url,
                headers: request
                    .headers
                    .into_iter()
                    .map(|(name, value)| Header { name: name.to_owned(), value })
                    .collect(),
                body: request.body,
                repeatable,
                optional,
            },
            Need::Store { keystore, replace } => Self::Store { name, percent, keystore: keystore.to_vec(), replace },
            Need::Wait { seconds } => Self::Wait { name, percent, seconds },
            Need::Done => Self::Done { name, percent },
        }
    }
}
