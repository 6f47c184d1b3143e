//! The step machine around a card script.
//!
//! Inside the room a card operation is written from top to bottom as an `async` function whose only
//! awaited thing is the answer of the host. No executor, waker or thread is involved: [`CardMachine::next`]
//! polls the function once, which either ends or has left the next step in the mailbox.

use std::{
    future::{Future, poll_fn},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use zeroize::Zeroizing;

use super::pin::PinCode;
use crate::{Code, Error, Result};

/// What a machine needs next.
#[derive(Clone, PartialEq, Eq)]
pub enum CardStep {
    /// Transmit these bytes to the card and answer [`CardAnswer::Response`] with everything that comes
    /// back, status included. Begin a PC/SC transaction before the first one, and again after
    /// [`CardStep::AskPin`].
    Apdu {
        /// The command.
        bytes: Zeroizing<Vec<u8>>,
        /// It holds a PIN: never log it, never send it a second time.
        secret: bool,
    },
    /// Let this time pass and answer [`CardAnswer::Waited`].
    Wait {
        /// How long.
        milliseconds: u32,
    },
    /// Ask the person and answer [`CardAnswer::Pin`], or [`CardAnswer::NewPin`] for
    /// [`PinPurpose::Change`], or [`CardAnswer::Cancelled`]. Leave the transaction before: Windows resets a
    /// card whose transaction is idle for 5 seconds.
    AskPin {
        /// What the PIN is for.
        purpose: PinPurpose,
        /// How often it may be wrong before the card is blocked; `None` when the card cannot tell.
        tries_left: Option<u8>,
        /// Fewest digits.
        min: u8,
        /// Most digits.
        max: u8,
    },
    /// Give this structure to the reader's feature VERIFY_PIN_DIRECT or MODIFY_PIN_DIRECT, and answer
    /// [`CardAnswer::Response`] with the reader's two bytes, or [`CardAnswer::Cancelled`]. The person types
    /// on the reader; nothing else may be sent to the card meanwhile or after it.
    Pinpad {
        /// Whether a PIN is verified or changed.
        operation: super::pinpad::Operation,
        /// The structure of PC/SC part 10, packed, little-endian.
        structure: Vec<u8>,
        /// How often the PIN may be wrong before the card is blocked; `None` when the card cannot tell.
        tries_left: Option<u8>,
    },
    /// Take the output.
    Done,
}

impl std::fmt::Debug for CardStep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Apdu { bytes, secret } => {
                let shown = if *secret { bytes.get(..4).unwrap_or_default() } else { bytes.as_slice() };
                write!(f, "Apdu({shown:02x?}{})", if *secret { " ..." } else { "" })
            }
            Self::Wait { milliseconds } => write!(f, "Wait({milliseconds} ms)"),
            Self::AskPin { purpose, tries_left, .. } => write!(f, "AskPin({purpose:?}, {tries_left:?} left)"),
            Self::Pinpad { operation, .. } => write!(f, "Pinpad({operation:?})"),
            Self::Done => f.write_str("Done"),
        }
    }
}

/// What a PIN is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PinPurpose {
    /// To sign with the authentication key: a login.
    Authentication,
    /// To sign with the non-repudiation key: as binding as a signature by hand.
    Signature,
    /// To see whether the person knows it.
    Verify,
    /// To choose another one: the old and the new are asked.
    Change,
}

/// What the host did. Has no `Debug`: it may hold a PIN.
pub enum CardAnswer {
    /// Begin.
    Start,
    /// What the card (or the reader, for [`CardStep::Pinpad`]) answered: data and two bytes of status.
    Response(Vec<u8>),
    /// The time has passed.
    Waited,
    /// The PIN.
    Pin(PinCode),
    /// The old and the new PIN.
    NewPin {
        /// Valid now.
        old: PinCode,
        /// To be valid.
        new: PinCode,
    },
    /// The person does not want to.
    Cancelled,
}

/// How far a machine is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Progress {
    /// Octets read so far.
    pub done: u32,
    /// Octets expected in all: an estimate until the files have said their sizes, never below `done`.
    pub total: u32,
}

impl Progress {
    /// 0 to 100.
    pub fn percent(self) -> u8 {
        if self.total == 0 {
            return 0;
        }
        let percent = u64::from(self.done) * 100 / u64::from(self.total);
        percent.min(100).to_le_bytes()[0]
    }
}

/// A card operation: see the room's documentation for the loop that drives one.
pub trait CardMachine {
    /// Takes the answer to the last step ([`CardAnswer::Start`] first) and says what is needed next. After
    /// an error or [`CardStep::Done`] the machine is over: [`Code::WRONG_STATE`]. Dropping it cancels it.
    fn next(&mut self, answer: CardAnswer) -> Result<CardStep>;
    /// How far it is.
    fn progress(&self) -> Progress;
}

/// More steps than this and the card plays games: a whole card takes about 100, and a file of the
/// largest size 140.
const MAX_STEPS: u32 = 4096;

#[derive(Default)]
struct Slots {
    step: Option<CardStep>,
    answer: Option<CardAnswer>,
    progress: Progress,
}

/// Where a script leaves its step and finds the answer.
#[derive(Clone, Default)]
pub(super) struct Mailbox(Arc<Mutex<Slots>>);

impl Mailbox {
    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands out a step and waits for its answer.
    pub(super) async fn ask(&self, step: CardStep) -> CardAnswer {
        self.slots().step = Some(step);
        poll_fn(|_| match self.slots().answer.take() {
            Some(answer) => Poll::Ready(answer),
            None => Poll::Pending,
        })
        .await
    }

    pub(super) fn expect(&self, octets: usize) {
        let mut slots = self.slots();
        let octets = u32::try_from(octets).unwrap_or(u32::MAX);
        slots.progress.total = slots.progress.total.saturating_add(octets);
    }

    pub(super) fn advance(&self, octets: usize) {
        let mut slots = self.slots();
        let done = slots.progress.done.saturating_add(u32::try_from(octets).unwrap_or(u32::MAX));
        slots.progress.done = done;
        slots.progress.total = slots.progress.total.max(done);
    }
}

type Script<T> = std::pin::Pin<Box<dyn Future<Output = Result<T>> + Send>>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Awaited {
    Start,
    Response,
    Waited,
    Pin,
    NewPin,
}

/// Runs a script step by step.
pub(super) struct Engine<T> {
    script: Option<Script<T>>,
    dialogue: Dialogue,
    output: Option<T>,
}

impl<T> Engine<T> {
    pub(super) fn new(mailbox: Mailbox, script: impl Future<Output = Result<T>> + Send + 'static) -> Self {
        let dialogue = Dialogue { mailbox, awaited: Awaited::Start, cancellable: false, steps: 0 };
        Self { script: Some(Box::pin(script)), dialogue, output: None }
    }

    pub(super) fn next(&mut self, answer: CardAnswer) -> Result<CardStep> {
        let mut script = self.script.take().ok_or(Code::WRONG_STATE)?;
        self.dialogue.take(answer)?;
        match script.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(output) => {
                self.output = Some(output?);
                Ok(CardStep::Done)
            }
            Poll::Pending => {
                let step = self.dialogue.ask()?;
                self.script = Some(script);
                Ok(step)
            }
        }
    }

    pub(super) fn progress(&self) -> Progress {
        self.dialogue.mailbox.slots().progress
    }

    pub(super) fn take(&mut self) -> Result<T> {
        self.output.take().ok_or_else(|| Code::WRONG_STATE.into())
    }
}

/// What an engine knows of its steps and answers, whatever comes out in the end.
struct Dialogue {
    mailbox: Mailbox,
    awaited: Awaited,
    cancellable: bool,
    steps: u32,
}

impl Dialogue {
    /// Leaves the answer for the script.
    fn take(&mut self, answer: CardAnswer) -> Result<()> {
        let given = match answer {
            CardAnswer::Start => Awaited::Start,
            CardAnswer::Response(_) => Awaited::Response,
            CardAnswer::Waited => Awaited::Waited,
            CardAnswer::Pin(_) => Awaited::Pin,
            CardAnswer::NewPin { .. } => Awaited::NewPin,
            CardAnswer::Cancelled if self.cancellable => return Err(Code::CANCELLED.into()),
            CardAnswer::Cancelled => return Err(Code::WRONG_STATE.into()),
        };
        if given != self.awaited {
            return Err(Error::new(Code::WRONG_STATE).detail("the answer does not belong to the step"));
        }
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return Err(Error::new(Code::TOO_LARGE).with("limit", MAX_STEPS).detail("the card asks without end"));
        }
        if given != Awaited::Start {
            self.mailbox.slots().answer = Some(answer);
        }
        Ok(())
    }

    /// The step that the script left.
    fn ask(&mut self) -> Result<CardStep> {
        let step = self.mailbox.slots().step.take().ok_or(Code::INTERNAL)?;
        (self.awaited, self.cancellable) = match &step {
            CardStep::Apdu { .. } => (Awaited::Response, false),
            CardStep::Pinpad { .. } => (Awaited::Response, true),
            CardStep::Wait { .. } => (Awaited::Waited, false),
            CardStep::AskPin { purpose: PinPurpose::Change, .. } => (Awaited::NewPin, true),
            CardStep::AskPin { .. } => (Awaited::Pin, true),
            CardStep::Done => return Err(Code::INTERNAL.into()),
        };
        Ok(step)
    }
}

/// Declares a machine over an output type.
macro_rules! machine {
    ($(#[$doc:meta])* $vis:vis $name:ident -> $output:ty) => {
        $(#[$doc])*
        $vis struct $name(super::machine::Engine<$output>);

        impl $name {
            /// The output, once, after [`CardStep::Done`](super::CardStep::Done); else
            /// [`Code::WRONG_STATE`](crate::Code::WRONG_STATE).
            $vis fn take(&mut self) -> $crate::Result<$output> {
                self.0.take()
            }
        }

        impl super::CardMachine for $name {
            fn next(&mut self, answer: super::CardAnswer) -> $crate::Result<super::CardStep> {
                self.0.next(answer)
            }
            fn progress(&self) -> super::Progress {
                self.0.progress()
            }
        }
    };
}
pub(super) use machine;
