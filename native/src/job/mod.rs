//! An operation on a thread of its own, for hosts that want neither a blocked thread nor a callback on a foreign one:
//! start it, poll its events, answer its questions, cancel it.
//!
//! A job asks one question at a time and waits for the answer. Whoever drops it cancels it; its thread ends soon after.

mod members;
mod work;

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use ehcert_core::{
    Code, Error, Result,
    eid::{PinCode, PinPurpose},
    facade::error::Problem,
    flow::{Review, RevocationReview},
    request::{ContactData, Password},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    Cancel,
    channel::{Receiver, RecvTimeoutError, Sender, bounded},
};

/// What is to be done. As JSON: `{"operation":"request","with":{"platform":"production"},...}`; members are camelCase,
/// optional ones may be left out, unknown ones are refused.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Operation {
    /// Service, reader, card: before any PIN. Result: appletVersion, authenticationUntil, signatureUntil, pinTriesLeft,
    /// checks (each with name, label, ok, value). It fails with everything that stands in the way.
    Check {
        /// Where and with which card.
        with: With,
    },
    /// Everything that the card shows without a PIN, checked. Result: card, identity, address, photo (width, height, size,
    /// jpeg in Base64), certificates, tokenInfo, checks (each with name, label, ok, and its problem), good.
    ReadCard {
        /// With which card; `platform` matters to a sandbox's card only.
        with: With,
    },
    /// The tries that the PIN has left; none is used up. Result: triesLeft (null where the card cannot tell), blocked.
    PinStatus {
        /// With which card.
        with: With,
    },
    /// Another PIN. It is asked twice ([`Event::Pin`]): with the purpose `old`, then with `new`. Result: triesLeft.
    ChangePin {
        /// With which card.
        with: With,
    },
    /// A signature over a digest by a key of the card. Result: signature (Base64; RSA PKCS#1 v1.5, or ECDSA in DER), raw
    /// (Base64; ECDSA as r||s), algorithm (`rsa-pkcs1-sha256`, `ecdsa-sha384`...), certificate (PEM).
    Sign {
        /// With which card.
        with: With,
        /// `authentication` or `signature`. The latter binds as a signature by hand does.
        key: String,
        /// `SHA-256`, `SHA-384` or `SHA-512`.
        hash: String,
        /// The digest, hexadecimal.
        digest: String,
    },
    /// Step 1. Result: keystore (path), publicKeyIdentifier, automaticallyValidated, alreadySubmitted; with `complete`
    /// also that of step 2.
    Request {
        /// Where and with which card.
        with: With,
        /// An organisation's type; absent for the holder of the card in person.
        identifier_type: Option<String>,
        /// The organisation's number.
        identifier: String,
        /// The organisation's name, where the RA does not know it as the holder's.
        name: Option<String>,
        /// Application id.
        application_id: Option<String>,
        /// Base services.
        base_services: Vec<String>,
        /// Contact data.
        contact: Contact,
        /// The keystore folder; absent: `ehealth/keystore` in the home folder.
        folder: Option<String>,
        /// A P-384 key instead of RSA 2048.
        ec: bool,
        /// Leave an earlier, unfinished request alone.
        fresh: bool,
        /// Go on with step 2, waiting this many seconds for the certificate.
        complete: Option<u32>,
    },
    /// Step 2. Result: keystore, dn, serial, etkSerial, notAfter, toBeActivated.
    Complete {
        /// Where.
        with: With,
        /// The keystore's path; absent: the only unfinished one of `folder`.
        keystore: Option<String>,
        /// The keystore folder.
        folder: Option<String>,
        /// Seconds to wait for the certificate.
        wait: u32,
    },
    /// The successor of a certificate. Result: as of `request`.
    Renew {
        /// Where and with which card.
        with: With,
        /// The path of the keystore that is renewed; it is never changed.
        keystore: String,
        /// Contact data.
        contact: Contact,
        /// The folder of the new one; absent: that of the old one.
        folder: Option<String>,
        /// A P-384 key instead of RSA 2048.
        ec: bool,
        /// Go on with step 2, waiting this many seconds for the certificate.
        complete: Option<u32>,
    },
    /// Makes the renewed token the one in use. Result: empty.
    Activate {
        /// Where.
        with: With,
        /// The keystore's path.
        keystore: String,
    },
    /// Ends a certificate. Result: empty.
    Revoke {
        /// Where and with which card.
        with: With,
        /// The keystore's path.
        keystore: String,
        /// `compromised`, `forgotten`, `changed` or `other`.
        reason: String,
    },
    /// Whether this workstation can receive messages. Result: etkSerial.
    SelfTest {
        /// Where.
        with: With,
        /// The keystore's path.
        keystore: String,
    },
    /// What many keystores tell by themselves: no card, no network. The password of the job, unless it is empty, is tried
    /// on all of them. Result: keystores, the next to end first (each with path, state: read, revoked, pending, empty,
    /// locked or unreadable; holder, identity, dn, serial, notBefore, notAfter, daysLeft, inReplacementPeriod, revoked
    /// (when), encryptionKeys, shape, problem: the name of an error), files, due, unread.
    Scan {
        /// Folders, with what is in them, and files.
        paths: Vec<String>,
        /// A list of passwords: CSV, a pattern of file names and a password on each line.
        passwords: Option<String>,
        /// How many days ahead an end is due; absent: 90.
        within: Option<u32>,
    },
    /// The encryption token of a recipient, from the depot, checked: of `identifier`, or of the holder of `keystore`.
    /// Result: etk (base64), dn, serial, notBefore, notAfter (seconds since 1970), warnings (names).
    Etk {
        /// Where; no card is needed.
        with: With,
        /// Identifier type.
        identifier_type: String,
        /// Number, as typed.
        identifier: String,
        /// Which of several.
        application_id: Option<String>,
        /// A keystore's path instead of a number.
        keystore: Option<String>,
    },
    /// What the keystore and the RA say. Result: offline, registered.
    Status {
        /// Where.
        with: With,
        /// The keystore's path.
        keystore: String,
    },
}

/// Where, with which card, in which language.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct With {
    /// `production`, `acceptance`, or a base URL.
    pub platform: String,
    /// A reader's name, a part of it, `any` (default), `host`: the host carries the commands itself
    /// ([`Event::Apdu`]), or `sandbox`: the software card of the sandbox at `platform`.
    #[serde(default = "any")]
    pub card: String,
    /// Roots of test cards, PEM; for requests only with a sandbox.
    #[serde(default)]
    pub eid_anchors: Option<String>,
    /// Seconds that another program may hold the reader before it is given up; absent: 30.
    #[serde(default)]
    pub reader_wait: Option<u32>,
    /// `fr`, `nl`, `de`, `en`: of pinpads and of names that the RA gives in several.
    #[serde(default)]
    pub language: String,
    /// How revocation is looked after: `soft` (default; what cannot be found out is a warning), `hard` or `off`.
    #[serde(default)]
    pub revocation: String,
}

fn any() -> String {
    "any".to_owned()
}

/// Contact data as typed.
#[derive(Clone, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Contact {
    /// Mandatory.
    pub email_private: String,
    /// May be absent.
    #[serde(default)]
    pub email_general: Option<String>,
    /// Mandatory.
    pub phone_private: String,
    /// May be absent.
    #[serde(default)]
    pub phone_general: Option<String>,
}

impl std::fmt::Debug for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Contact")
    }
}

impl From<Contact> for ContactData {
    fn from(input: Contact) -> Self {
        Self {
            email_private: input.email_private,
            email_general: input.email_general,
            phone_private: input.phone_private,
            phone_general: input.phone_general,
        }
    }
}

/// What a job tells or asks.
#[derive(Clone, Serialize)]
#[serde(tag = "event", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Event {
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
    /// The PIN is asked for: [`Job::answer_pin`].
    Pin {
        /// `authentication`, `signature`; for a change `old`, then `new`.
        purpose: String,
        /// How often it may be wrong, where the card tells.
        tries_left: Option<u8>,
    },
    /// The person is to type on the reader now. No answer.
    Pinpad {
        /// How often it may be wrong, where the card tells.
        tries_left: Option<u8>,
    },
    /// A contract is to be shown: [`Job::answer_contract`].
    Contract {
        /// What it is about, with its texts.
        review: Box<Review>,
    },
    /// The contract of a revocation: [`Job::answer_contract`].
    Revocation {
        /// What it is about, with its texts.
        review: Box<RevocationReview>,
    },
    /// A command for the card that the host holds, hexadecimal: [`Job::answer_card`].
    Apdu {
        /// Command APDU.
        command: String,
    },
    /// It is done. The last event.
    Done {
        /// By operation, see [`Operation`].
        result: Value,
    },
    /// It failed. The last event.
    Failed {
        /// Why; for a form every field that is wrong.
        problems: Vec<Problem>,
    },
}

impl Event {
    /// Whether the job is over.
    pub fn is_last(&self) -> bool {
        matches!(self, Self::Done { .. } | Self::Failed { .. })
    }
    /// What question waits for an answer.
    fn question(&self) -> Option<Question> {
        match self {
            Self::Pin { .. } => Some(Question::Pin),
            Self::Contract { .. } | Self::Revocation { .. } => Some(Question::Contract),
            Self::Apdu { .. } => Some(Question::Card),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    Pin,
    Contract,
    Card,
}

enum Reply {
    Pin(Result<PinCode>),
    Contract(bool),
    Card(Vec<u8>),
}

/// Events that wait for being polled, at most: then the job waits.
const QUEUE: usize = 64;

/// A running operation.
pub struct Job {
    inner: Mutex<Inner>,
    cancel: Cancel,
}

struct Inner {
    events: Receiver<Event>,
    replies: Sender<Reply>,
    question: Option<Question>,
    last: Option<Event>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Job {
    /// Starts an operation. `new_password` only for `renew`; absent: the old one.
    pub fn start(operation: Operation, password: Password, new_password: Option<Password>) -> Self {
        let (send_event, events) = bounded(QUEUE);
        let (replies, receive_reply) = bounded(QUEUE);
        let cancel = Cancel::new();
        let stop = cancel.clone();
        // Where no thread is to be had, its end of the channel is gone, and `poll` says so.
        let thread = std::thread::Builder::new().name("ehcert-job".into()).spawn(move || {
            let mut desk = work::Desk { events: send_event, replies: receive_reply, cancel: stop };
            let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                work::run(operation, &password, new_password, &mut desk)
            }));
            let outcome = outcome.unwrap_or_else(|_| Err(vec![Error::new(Code::INTERNAL).detail("a panic")]));
            let event = match outcome {
                Ok(result) => Event::Done { result },
                Err(errors) => Event::Failed { problems: errors.iter().map(Problem::from).collect() },
            };
            let _ = desk.events.send(event);
        });
        Self { inner: Mutex::new(Inner { events, replies, question: None, last: None, thread: thread.ok() }), cancel }
    }

    /// The next event, waiting for it for at most `patience` (then [`Event::Nothing`]). While a question waits for its
    /// answer, and after the last event, that one is given again.
    pub fn poll(&self, patience: Duration) -> Event {
        let mut inner = self.lock();
        if self.cancel.is_cancelled() && inner.question.take().is_some() {
            // Nobody waits for this answer any more.
            inner.last = None;
        }
        if let Some(last) = &inner.last {
            return last.clone();
        }
        let event = match inner.events.recv_timeout(patience) {
            Ok(event) => event,
            Err(RecvTimeoutError::Timeout) => return Event::Nothing,
            Err(RecvTimeoutError::Disconnected) => {
                Event::Failed { problems: vec![Problem::from(&Error::from(Code::INTERNAL))] }
            }
        };
        if event.is_last()
            && let Some(thread) = inner.thread.take()
        {
            // It said its last word: nothing of it is left behind.
            let _ = thread.join();
        }
        inner.question = event.question();
        if inner.question.is_some() || event.is_last() {
            inner.last = Some(event.clone());
        }
        event
    }

    /// The PIN, UTF-8 digits; `None`: the person gives up, and the job ends with `Cancelled`. It is wiped.
    ///
    /// Errors: `WrongState` when no PIN is asked for.
    pub fn answer_pin(&self, pin: Option<&str>) -> Result<()> {
        let code = pin.map_or_else(|| Err(Code::CANCELLED.into()), PinCode::new);
        self.answer(Question::Pin, Reply::Pin(code))
    }

    /// Whether the person accepts the contract. Errors: `WrongState`.
    pub fn answer_contract(&self, accepted: bool) -> Result<()> {
        self.answer(Question::Contract, Reply::Contract(accepted))
    }

    /// The card's response APDU; fewer than 2 octets: the card is gone. Errors: `WrongState`.
    pub fn answer_card(&self, response: &[u8]) -> Result<()> {
        self.answer(Question::Card, Reply::Card(response.to_vec()))
    }

    /// Ends it soon: the last event is then `Failed` with `Cancelled`, unless it was done already.
    pub fn cancel(&self) {
        self.cancel.cancel();
    }

    /// Cancels it and waits until its thread is through with everything, at most this long; whether it is.
    pub fn end(&self, patience: Duration) -> bool {
        self.cancel();
        let until = Instant::now() + patience;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if self.poll(left.min(Duration::from_millis(50))).is_last() {
                return true;
            }
            if left.is_zero() {
                return false;
            }
        }
    }

    fn answer(&self, question: Question, reply: Reply) -> Result<()> {
        let mut inner = self.lock();
        if inner.question != Some(question) {
            return Err(Error::new(Code::WRONG_STATE).detail("this was not asked"));
        }
        inner.question = None;
        inner.last = None;
        inner.replies.send(reply).map_err(|_| Code::WRONG_STATE.into())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

/// The octets of a command as [`Event::Apdu`] has it.
pub fn octets(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().filter_map(|c| c.to_digit(16)).filter_map(|d| u8::try_from(d).ok()).collect();
    digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |octet, digit| octet << 4 | digit)).collect()
}

fn purpose_name(purpose: PinPurpose) -> &'static str {
    match purpose {
        PinPurpose::Signature => "signature",
        _ => "authentication",
    }
}

#[cfg(test)]
mod tests;
