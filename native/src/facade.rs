//! Jobs as Python and Kotlin have them: the same [`crate::job::Job`], with plain records and the facade's error.

#![allow(clippy::result_large_err, reason = "the error is a plain record on every surface; UniFFI cannot box it")]

use std::time::Duration;

use ehcert_core::{
    facade::{
        error::{EhcertError, Problem},
        live::Live,
        step::ContractReview,
    },
    request::Password,
};
use serde::Deserialize;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::job::{Event, Job, Operation};

type Result<T> = std::result::Result<T, EhcertError>;

/// What a job tells or asks.
#[derive(Clone, uniffi::Enum)]
pub enum JobEvent {
    /// Nothing happened in the time that was given.
    Nothing,
    /// A step begins.
    Progress {
        /// Its stable name.
        step: String,
        /// 0 to 100.
        percent: u8,
    },
    /// Something that should be told and stops nothing.
    Warning {
        /// What.
        problem: Problem,
    },
    /// The PIN is asked for: [`DriverJob::answer_pin`].
    Pin {
        /// `authentication` or `signature`.
        purpose: String,
        /// How often it may be wrong, where the card tells.
        tries_left: Option<u8>,
    },
    /// The person is to type on the reader now. No answer.
    Pinpad {
        /// How often it may be wrong, where the card tells.
        tries_left: Option<u8>,
    },
    /// A contract is to be shown: [`DriverJob::answer_contract`].
    Contract {
        /// What it is about, with its texts.
        review: ContractReview,
    },
    /// The contract of a revocation: [`DriverJob::answer_contract`].
    Revocation {
        /// What it is about, with its texts.
        review: ContractReview,
    },
    /// A command for the card that the host holds: [`DriverJob::answer_card`].
    Apdu {
        /// Command APDU.
        command: Vec<u8>,
    },
    /// It is done. The last event.
    Done {
        /// What came of it.
        result: JobResult,
    },
    /// It failed. The last event.
    Failed {
        /// Why; for a form every field that is wrong.
        problems: Vec<Problem>,
    },
}

/// What came of an operation. Members that it does not have are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, uniffi::Record)]
#[serde(rename_all = "camelCase", default)]
pub struct JobResult {
    /// Path of the keystore (request, renew, complete).
    pub keystore: Option<String>,
    /// PublicKeyIdentifier, hexadecimal (request, renew).
    pub public_key_identifier: Option<String>,
    /// `false`: eHealth checks by hand, which takes days (request, renew).
    pub automatically_validated: Option<bool>,
    /// Whether an earlier run had sent the request (request, renew).
    pub already_submitted: Option<bool>,
    /// DN, RFC 2253 (step 2).
    pub dn: Option<String>,
    /// Serial number, decimal (step 2).
    pub serial: Option<String>,
    /// Serial number of the encryption certificate, decimal (step 2, self-test).
    pub etk_serial: Option<String>,
    /// Last second of validity (step 2).
    pub not_after: Option<i64>,
    /// The new encryption token must still be activated (step 2 of a renewal).
    pub to_be_activated: Option<bool>,
    /// Wrong PINs until the card is blocked, where it tells (check).
    pub pin_tries_left: Option<u8>,
    /// Everything as JSON; of a status `offline` and `registered`.
    #[serde(skip)]
    pub json: String,
}

impl From<&Value> for JobResult {
    fn from(value: &Value) -> Self {
        let typed = Self::deserialize(value).unwrap_or_default();
        Self { json: value.to_string(), ..typed }
    }
}

impl From<Event> for JobEvent {
    fn from(event: Event) -> Self {
        match event {
            Event::Nothing => Self::Nothing,
            Event::Progress { step, percent } => Self::Progress { step, percent },
            Event::Warning { problem } => Self::Warning { problem },
            Event::Pin { purpose, tries_left } => Self::Pin { purpose, tries_left },
            Event::Pinpad { tries_left } => Self::Pinpad { tries_left },
            Event::Contract { review } => Self::Contract { review: (*review).into() },
            Event::Revocation { review } => Self::Revocation { review: (*review).into() },
            Event::Apdu { command } => Self::Apdu { command: crate::job::octets(&command) },
            Event::Done { result } => Self::Done { result: (&result).into() },
            Event::Failed { problems } => Self::Failed { problems },
        }
    }
}

/// A running operation. May be used from several threads. Whoever drops (or closes) it cancels it; its thread ends soon
/// after.
#[derive(uniffi::Object)]
pub struct DriverJob {
    job: Job,
    _live: Live,
}

#[uniffi::export]
impl DriverJob {
    /// Starts an operation and returns at once. `password`: of the keystore, UTF-8; empty for a check. `new_password`:
    /// for a renewal, absent for the same. Both are wiped.
    #[uniffi::constructor]
    pub fn start(operation: Operation, password: Vec<u8>, new_password: Option<Vec<u8>>) -> Result<Self> {
        let password = Password::from_utf8(password)?;
        let new_password = new_password.map(Password::from_utf8).transpose()?;
        Ok(Self { job: Job::start(operation, password, new_password), _live: Live::new() })
    }

    /// The next event, waiting for it for at most this long (0: not at all). A question is given again until it is
    /// answered, the last event for ever.
    pub fn poll(&self, milliseconds: u32) -> JobEvent {
        self.job.poll(Duration::from_millis(milliseconds.into())).into()
    }

    /// Answers [`JobEvent::Pin`]: digits in ASCII, wiped; absent: the person gives up.
    pub fn answer_pin(&self, pin: Option<Vec<u8>>) -> Result<()> {
        let pin = pin.map(Password::from_utf8).transpose()?;
        Ok(self.job.answer_pin(pin.as_ref().map(Password::as_str))?)
    }

    /// Answers [`JobEvent::Contract`] and [`JobEvent::Revocation`].
    pub fn answer_contract(&self, accepted: bool) -> Result<()> {
        Ok(self.job.answer_contract(accepted)?)
    }

    /// Answers [`JobEvent::Apdu`] with everything that came back, status included; fewer than 2 octets: the card is gone.
    pub fn answer_card(&self, response: Vec<u8>) -> Result<()> {
        Ok(self.job.answer_card(&Zeroizing::new(response))?)
    }

    /// Ends the operation soon: its last event is then [`JobEvent::Failed`] with `Cancelled`, unless it was through
    /// already.
    pub fn cancel(&self) {
        self.job.cancel();
    }

    /// Cancels the operation and waits until its thread is through with everything, at most this long; whether it is.
    pub fn end(&self, milliseconds: u32) -> bool {
        self.job.end(Duration::from_millis(milliseconds.into()))
    }
}
