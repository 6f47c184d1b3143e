//! What the sandbox can be told, over HTTP (`POST /control`) and in Rust: the same commands.

use ehcert_core::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    record::{AuthorityChoice, Holder, Organisation, Settings, UnknownOrganisation},
    rule::{Behaviour, Rule},
};

/// A command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Nothing: the answer tells the state, as every answer does.
    State,
    /// Coming requests meet this.
    Rule {
        /// What, and which requests.
        rule: Rule,
    },
    /// Forgets all rules.
    ClearRules,
    /// Sets how far the clock is ahead of the computer's (or of the fixed time).
    Clock {
        /// Seconds; negative: behind.
        offset: i64,
    },
    /// Moves the clock on from where it is.
    Advance {
        /// Seconds; negative: back.
        seconds: i64,
    },
    /// Changes choices; what is left out stays.
    Settings {
        /// Which authority signs.
        #[serde(default)]
        authority: Option<AuthorityChoice>,
        /// Organisations that the signer is not known to represent.
        #[serde(default)]
        unknown_organisations: Option<UnknownOrganisation>,
        /// Days that a certificate is valid.
        #[serde(default)]
        validity_days: Option<i64>,
        /// Days before the end from which on it may be replaced.
        #[serde(default)]
        replacement_days: Option<i64>,
    },
    /// From now on, identity cards of this root are believed.
    TrustEidRoot {
        /// The certificate, DER in Base64.
        certificate: String,
    },
    /// Whether a person has a health care quality.
    Person {
        /// National number.
        ssin: String,
        /// Whether a personal certificate may be asked for.
        professional: bool,
    },
    /// A person may manage certificates for an organisation.
    AddOrganisation {
        /// National number of the person.
        ssin: String,
        /// The organisation.
        organisation: Organisation,
    },
    /// A person may no longer do so.
    RemoveOrganisation {
        /// National number of the person.
        ssin: String,
        /// Identifier type.
        #[serde(rename = "type")]
        kind: String,
        /// The number.
        id: String,
    },
    /// The support team approves a request that waits for its manual validation, or ends the polls.
    Approve {
        /// Which, hexadecimal.
        public_key_identifier: String,
    },
    /// The support team refuses a request that is in progress.
    Refuse {
        /// Which, hexadecimal.
        public_key_identifier: String,
        /// Told to the client.
        #[serde(default)]
        reason: String,
    },
    /// eHealth revokes a certificate (as it does after a form sent by mail).
    Revoke {
        /// Which, hexadecimal.
        public_key_identifier: String,
        /// RFC 5280's name of the reason.
        reason: String,
    },
    /// A non-resident has logged in at the ValidationUrl.
    Confirm {
        /// The last part of the ValidationUrl.
        token: String,
    },
}

/// The state, as the sandbox shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct State {
    /// The sandbox's clock.
    pub now: Timestamp,
    /// Clock offset and choices.
    pub settings: Settings,
    /// Rules in force, with what is left of their counts.
    pub rules: Vec<Rule>,
    /// Requests and certificates, oldest first.
    pub certificates: Vec<Summary>,
    /// The last operations that were asked for since the sandbox began, oldest first, at most
    /// [`MAX_EXCHANGES`].
    pub exchanges: Vec<Exchange>,
}

/// How many operations are remembered.
pub const MAX_EXCHANGES: usize = 200;

/// An operation that was asked for, without any personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exchange {
    /// The sandbox's clock.
    pub at: Timestamp,
    /// The name of the request without `Request`; empty for a message that is none.
    pub operation: &'static str,
    /// `Success`, the code of the refusal, or `Fault` for a SOAP fault; empty when the request met a bad
    /// answer before it was looked at.
    pub outcome: String,
    /// The bad answer that a rule asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spoilt: Option<Behaviour>,
}

/// A request or certificate in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Upper-case hexadecimal.
    pub public_key_identifier: String,
    /// Whose.
    pub holder: Holder,
    /// `IN_PROGRESS`, `VALID_ACTIVE`...
    pub status: &'static str,
    /// `NOT_REQUESTED`, `VALID_ACTIVE`...
    pub etk_status: &'static str,
    /// Whether nobody had to look at it.
    pub automatically_validated: bool,
    /// When it was asked for.
    pub requested: Timestamp,
    /// Last second of validity, once issued.
    pub not_after: Option<Timestamp>,
    /// What it replaces.
    pub replaces: Option<String>,
}
