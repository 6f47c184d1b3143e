//! The identity card, one APDU at a time: what a host with a reader of its own drives.

use std::sync::{Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use super::{error::EhcertError, live::Live};
use crate::{
    Code, Error, Timestamp,
    certificate::Certificate,
    eid::{
        self, AskPin, AskedSign, CardAnswer, CardKey, CardMachine, Holder, HolderRead, Options, PinCode, SignRequest,
    },
    key::Hash,
};

type Result<T> = std::result::Result<T, EhcertError>;

/// What a card operation needs next.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum CardStep {
    /// Transmit and answer with [`CardFlow::answer_response`].
    Apdu {
        /// The command.
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
        /// It holds a PIN: never log it, never send it twice.
        secret: bool,
    },
    /// Wait and call [`CardFlow::answer_waited`].
    Wait {
        /// How long.
        milliseconds: u32,
    },
    /// Ask the person and answer with [`CardFlow::answer_pin`].
    AskPin {
        /// `authentication`, `signature` or `verify`.
        purpose: String,
        /// How often it may be wrong; `None` when the card cannot tell.
        tries_left: Option<u8>,
    },
    /// Over: read the outcome.
    Done,
}

/// What was read from a card.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CardHolderView {
    /// National number.
    pub national_number: String,
    /// Surname.
    pub surname: String,
    /// First names.
    pub given_names: String,
    /// DER certificates of the authentication key: leaf, CA, root; empty when there is none.
    #[serde(with = "super::bytes")]
    pub authentication_chain: Vec<Vec<u8>>,
    /// DER certificates of the signature key; empty when the holder declined it.
    #[serde(with = "super::bytes")]
    pub signature_chain: Vec<Vec<u8>>,
}

#[allow(clippy::large_enum_variant, reason = "one value for each card operation, never in bulk")]
enum Inner {
    Read(HolderRead, Option<Box<CardHolderView>>),
    Sign(AskedSign, Option<Vec<u8>>),
}

/// A card operation on its way. One call at a time, from any thread.
#[cfg_attr(feature = "uniffi", derive(uniffi::Object))]
pub struct CardFlow {
    inner: Mutex<Inner>,
    _live: Live,
}

impl CardFlow {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, answer: CardAnswer) -> Result<CardStep> {
        let mut inner = self.lock();
        let step = match &mut *inner {
            Inner::Read(machine, _) => machine.next(answer)?,
            Inner::Sign(machine, _) => machine.next(answer)?,
        };
        Ok(match step {
            eid::CardStep::Apdu { bytes, secret } => CardStep::Apdu { bytes: bytes.to_vec(), secret },
            eid::CardStep::Wait { milliseconds } => CardStep::Wait { milliseconds },
            eid::CardStep::AskPin { purpose, tries_left, .. } => CardStep::AskPin {
                purpose: match purpose {
                    eid::PinPurpose::Authentication => "authentication",
                    eid::PinPurpose::Signature => "signature",
                    eid::PinPurpose::Verify | eid::PinPurpose::Change => "verify",
                }
                .into(),
                tries_left,
            },
            // Never asked for: the operations here take the PIN from the host.
            eid::CardStep::Pinpad { .. } => return Err(Code::INTERNAL.into()),
            eid::CardStep::Done => {
                match &mut *inner {
                    Inner::Read(machine, view) => *view = Some(Box::new(view_of(machine.take()?))),
                    Inner::Sign(machine, signature) => *signature = Some(machine.take()?.signature),
                }
                CardStep::Done
            }
        })
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl CardFlow {
    /// Reads the holder and the certificates. No PIN is asked.
    #[cfg_attr(feature = "uniffi", uniffi::constructor)]
    pub fn read() -> Self {
        Self { inner: Mutex::new(Inner::Read(HolderRead::new(Options::default()), None)), _live: Live::new() }
    }

    /// Signs a digest, as [`super::step::FlowStep::Sign`] asks. `key`: `authentication` or `signature`; `hash`:
    /// `SHA-256`, `SHA-384`, `SHA-512`; `certificate`: that of the key, DER, where it was read before.
    #[cfg_attr(feature = "uniffi", uniffi::constructor)]
    pub fn sign(key: String, hash: String, digest: Vec<u8>, certificate: Option<Vec<u8>>, now: i64) -> Result<Self> {
        let request = SignRequest {
            key: CardKey::by_name(&key)?,
            hash: Hash::by_name(&hash)?,
            digest,
            pin: AskPin,
            certificate: certificate.map(|der| Certificate::from_der(&der)).transpose()?,
            chip: None,
            now: Timestamp(now),
        };
        let inner = Mutex::new(Inner::Sign(AskedSign::new(request, Options::default()), None));
        Ok(Self { inner, _live: Live::new() })
    }

    /// The first step.
    pub fn start(&self) -> Result<CardStep> {
        self.run(CardAnswer::Start)
    }

    /// Answers [`CardStep::Apdu`] with everything that came back, status included.
    pub fn answer_response(&self, response: Vec<u8>) -> Result<CardStep> {
        self.run(CardAnswer::Response(response))
    }

    /// Answers [`CardStep::Wait`].
    pub fn answer_waited(&self) -> Result<CardStep> {
        self.run(CardAnswer::Waited)
    }

    /// Answers [`CardStep::AskPin`]: digits in ASCII; wiped.
    pub fn answer_pin(&self, pin: Vec<u8>) -> Result<CardStep> {
        let pin = Zeroizing::new(pin);
        let digits = std::str::from_utf8(&pin).map_err(|_| Error::new(Code::PIN_FORMAT).field("pin"))?;
        self.run(CardAnswer::Pin(PinCode::new(digits)?))
    }

    /// The person does not want to type the PIN.
    pub fn answer_cancelled(&self) -> Result<CardStep> {
        self.run(CardAnswer::Cancelled)
    }

    /// What was read; `None` before the end and for a signature.
    pub fn holder(&self) -> Option<CardHolderView> {
        match &*self.lock() {
            Inner::Read(_, view) => view.as_deref().cloned(),
            Inner::Sign(..) => None,
        }
    }

    /// The signature, RSA or r||s; `None` before the end and for a reading.
    pub fn signature(&self) -> Option<Vec<u8>> {
        match &*self.lock() {
            Inner::Sign(_, signature) => signature.clone(),
            Inner::Read(..) => None,
        }
    }
}

fn view_of(Holder { national_number, surname, given_names, certificates }: Holder) -> CardHolderView {
    let chain = |leaf: &Option<Certificate>| {
        let mut chain = Vec::new();
        if leaf.is_some() {
            for certificate in [leaf, &certificates.ca, &certificates.root].into_iter().flatten() {
                chain.push(certificate.der().to_vec());
            }
        }
        chain
    };
    CardHolderView {
        national_number,
        surname,
        given_names,
        authentication_chain: chain(&certificates.authentication),
        signature_chain: chain(&certificates.signature),
    }
}
