//! A card in a reader: commands, transactions, pinpad.

use std::{
    thread,
    time::{Duration, Instant},
};

use ehcert_core::{
    Code, Error, Result,
    eid::pinpad::{self, Access, Features, Operation, Quirk},
};
use zeroize::Zeroizing;

use super::{
    failure::of_pcsc,
    pcsc::control_code,
    service::{Link, Opener, Outcome, number},
};
use crate::{
    cancel::{Cancel, Received},
    channel::{Receiver, Sender, bounded},
};

/// Longest time a card may take for one command. A signature takes one or two seconds.
const COMMAND_TIME: Duration = Duration::from_secs(20);
/// Longest time for a person at the keypad of a reader, whose own limit is usually 30 seconds for each key.
const PINPAD_TIME: Duration = Duration::from_secs(180);
/// Time to power a card and read its answer to reset, when nobody else has it.
const CONNECT_TIME: Duration = Duration::from_secs(5);
/// After this time of waiting for a reader the person is told.
const BUSY_TOLD: Duration = Duration::from_secs(2);
/// Pause before asking again for a reader that another program holds.
const BUSY_PAUSE: Duration = Duration::from_millis(100);
/// How often the service is asked, after a command was lost, whether card or reader are gone; it looks after its readers
/// every 400 ms.
const GONE_TRIES: u32 = 7;
/// Pause between these questions.
const GONE_PAUSE: Duration = Duration::from_millis(100);
/// How long closing waits for the card to be given back.
const CLOSE_TIME: Duration = Duration::from_secs(2);
/// Shortest and longest command: header, and header with length, 255 bytes and expected length.
const COMMAND_SIZES: std::ops::RangeInclusive<usize> = 4..=261;
/// `CM_IOCTL_GET_FEATURE_REQUEST` of PC/SC part 10.
const FEATURE_REQUEST: u32 = control_code(3400);
/// Largest structure for a pinpad in bytes; those of an identity card have under 50.
const MAX_PIN_STRUCTURE: usize = 255;
type Job = Box<dyn FnOnce(&mut dyn Link) + Send>;

/// A card that was taken up, until dropped. When it was left with its PIN verified it is reset then.
#[derive(Debug)]
pub struct CardConnection {
    /// To the thread that holds the card; gone when a call was left behind.
    jobs: Option<Sender<Job>>,
    /// Ends when that thread has given the card back.
    ended: Receiver<()>,
    reader: String,
    atr: Vec<u8>,
    in_transaction: bool,
}

impl CardConnection {
    pub(super) fn open(
        opener: Opener,
        reader: String,
        wait: Duration,
        busy: &mut dyn FnMut(&Error),
        cancel: &Cancel,
    ) -> Result<Self> {
        let (jobs, work) = bounded::<Job>(1);
        let (ready, opened) = bounded(1);
        let (end, ended) = bounded::<()>(1);
        let give_up = Instant::now().checked_add(wait);
        let (name, stop) = (reader.clone(), cancel.clone());
        thread::Builder::new()
            .name("ehcert-card".into())
            .spawn(move || {
                // Dropped at the very end, after the card.
                let _end = end;
                let open = || {
                    let service = opener()?;
                    let mut link = patiently(give_up, &stop, || service.connect(&name))?;
                    let atr = link.atr()?;
                    Ok((service, link, atr))
                };
                match open() {
                    Err(number) => {
                        let _ = ready.send(Err(number));
                    }
                    Ok((_service, mut link, atr)) => {
                        if ready.send(Ok(atr)).is_ok() {
                            for job in work {
                                job(&mut *link);
                            }
                        }
                    }
                }
            })
            .map_err(|error| Error::new(Code::INTERNAL).detail(error))?;
        let last = give_up.and_then(|end| end.checked_add(CONNECT_TIME));
        let first = Instant::now().checked_add(BUSY_TOLD).filter(|_| wait > BUSY_TOLD);
        let mut outcome = cancel.receive(&opened, first.or(last));
        if first.is_some() && matches!(outcome, Received::Late) {
            busy(&of_pcsc(number::SHARING_VIOLATION, &reader));
            outcome = cancel.receive(&opened, last);
        }
        let atr: Outcome<Vec<u8>> = match outcome {
            Received::Value(outcome) => outcome,
            // PC/SC blocks in connect for as long as another program holds the card.
            Received::Late => Err(number::SHARING_VIOLATION),
            Received::Cancelled => return Err(Error::new(Code::CANCELLED)),
            Received::Gone => return Err(thread_gone()),
        };
        let atr = atr.map_err(|number| of_pcsc(number, &reader))?;
        Ok(Self { jobs: Some(jobs), ended, reader, atr, in_transaction: false })
    }

    /// Name of the reader.
    pub fn reader(&self) -> &str {
        &self.reader
    }

    /// Answer to reset of the card.
    pub fn atr(&self) -> &[u8] {
        &self.atr
    }

    /// Sends a command (T=0: no expected length behind data) and gives the answer, its two status bytes at
    /// the end. `61xx` and `6Cxx` are given as they come.
    ///
    /// A SELECT, READ BINARY or GET CARD DATA that PC/SC lost on the way is sent once more. Nothing else
    /// is: sending a VERIFY again could cost a try, a second signature is refused by the card. For the same
    /// reason a cancel does not interrupt those; they take a second or two.
    ///
    /// After `CardReset` or `CardRemoved`, [`CardConnection::reconnect`] and start with the card from the
    /// beginning: nothing is selected, no PIN is verified, and it may be another card. After
    /// `CardNotAnswering` or `Cancelled` this connection is of no more use.
    ///
    /// Errors: those, and `CardCommunication`, `ReaderUnplugged`, `ReaderBusy`, `PcscServiceStopped`,
    /// `PcscFailed`; `InvalidArgument` for a command shorter than 4 or longer than 261 bytes.
    pub fn transmit(&mut self, command: &[u8], cancel: &Cancel) -> Result<Vec<u8>> {
        if !COMMAND_SIZES.contains(&command.len()) {
            return Err(Error::new(Code::INVALID_ARGUMENT).with("what", "the length of a card command"));
        }
        let kind = Kind::of(command);
        // It may hold a PIN.
        let command = Zeroizing::new(command.to_vec());
        let job = move |link: &mut dyn Link| {
            if kind == Kind::Pin {
                link.reset_at_end(true);
            }
            let answer = match link.transmit(&command) {
                Err(number::NOT_TRANSACTED | number::COMM_DATA_LOST) if kind == Kind::Reading => {
                    link.transmit(&command)
                }
                outcome => outcome,
            };
            if let Err(lost @ (number::NOT_TRANSACTED | number::COMM_DATA_LOST)) = answer {
                return Err(what_is_gone(link).unwrap_or(lost));
            }
            if kind == Kind::LogOff && answer.as_deref() == Ok(&[0x90, 0x00]) {
                link.reset_at_end(false);
            }
            answer
        };
        cancel.check()?;
        let patient = Cancel::new();
        let cancel = if kind == Kind::Reading { cancel } else { &patient };
        let answer = self.call(COMMAND_TIME, Code::CARD_NOT_ANSWERING, cancel, job)?;
        self.complete(answer)
    }

    /// Keeps other programs from the card until [`CardConnection::end`], waiting for one that does the same
    /// up to `wait`. Have the PIN ready before: Windows resets a card that is kept and not used for five
    /// seconds.
    ///
    /// Errors: `ReaderBusy` (then this connection is of no more use), and as [`CardConnection::transmit`].
    pub fn begin(&mut self, wait: Duration, cancel: &Cancel) -> Result<()> {
        let give_up = Instant::now().checked_add(wait);
        let stop = cancel.clone();
        let job = move |link: &mut dyn Link| patiently(give_up, &stop, || link.begin());
        self.call(wait.saturating_add(CONNECT_TIME), Code::READER_BUSY, cancel, job)?;
        self.in_transaction = true;
        Ok(())
    }

    /// Lets other programs to the card again. Without a [`CardConnection::begin`] it does nothing.
    ///
    /// Errors: as [`CardConnection::transmit`].
    pub fn end(&mut self, cancel: &Cancel) -> Result<()> {
        if !std::mem::take(&mut self.in_transaction) {
            return Ok(());
        }
        self.call(COMMAND_TIME, Code::CARD_NOT_ANSWERING, cancel, |link| link.end())
    }

    /// Takes up the card again after a reset or after it was put back, waiting for another program up to
    /// `wait`. A transaction is over then, nothing is selected, and it may be another card: read its chip
    /// number before going on.
    ///
    /// Errors: `ReaderEmpty` or `CardRemoved` while no card is there, and as [`CardConnection::transmit`].
    pub fn reconnect(&mut self, wait: Duration, cancel: &Cancel) -> Result<()> {
        self.in_transaction = false;
        let give_up = Instant::now().checked_add(wait);
        let stop = cancel.clone();
        let job = move |link: &mut dyn Link| {
            patiently(give_up, &stop, || link.reconnect())?;
            link.atr()
        };
        self.atr = self.call(wait.saturating_add(CONNECT_TIME), Code::READER_BUSY, cancel, job)?;
        Ok(())
    }

    /// What the reader can do by itself. A reader that does not understand the question can do nothing, and the keys of
    /// one that is known not to use them well count for nothing.
    ///
    /// Errors: as [`CardConnection::transmit`].
    pub fn features(&mut self, cancel: &Cancel) -> Result<Features> {
        let quirk = pinpad::quirk(&self.reader);
        let hidden = quirk == Some(Quirk::Ppdu);
        let job = move |link: &mut dyn Link| {
            let features = match link.control(FEATURE_REQUEST, &[]) {
                Err(gone) if is_loss(gone) => return Err(gone),
                Err(_) => Features::default(),
                Ok(list) => Features::parse(&list),
            };
            if !hidden || features != Features::default() {
                return Ok(features);
            }
            Ok(Features::parse_ppdu(&link.transmit(&pinpad::PPDU_FEATURES)?))
        };
        let features = self.call(COMMAND_TIME, Code::CARD_NOT_ANSWERING, cancel, job)?;
        Ok(if quirk == Some(Quirk::NotAPinpad) { features.without_keys() } else { features })
    }

    /// Major and minor version of the reader's firmware; `None` when it does not tell.
    ///
    /// Errors: as [`CardConnection::transmit`].
    pub fn firmware(&mut self, cancel: &Cancel) -> Result<Option<(u8, u8)>> {
        let job = |link: &mut dyn Link| match link.firmware() {
            Err(gone) if is_loss(gone) => Err(gone),
            outcome => Ok(outcome.ok()),
        };
        self.call(COMMAND_TIME, Code::CARD_NOT_ANSWERING, cancel, job)
    }

    /// Has the person type a PIN on the keypad of the reader: gives it `structure` (PC/SC part 10) and gives the status of
    /// the card (two bytes), or `6400` (too late), `6401` (cancelled at the keypad), `6402` (the two new PINs differ),
    /// `6403` (too short or long). Waits for up to three minutes; it is never sent twice.
    ///
    /// Errors: `NoPinpad`, and as [`CardConnection::transmit`].
    pub fn pinpad(
        &mut self,
        features: &Features,
        operation: Operation,
        structure: &[u8],
        cancel: &Cancel,
    ) -> Result<Vec<u8>> {
        let access = features
            .access(operation.feature())
            .ok_or_else(|| Error::new(Code::NO_PINPAD).with("reader", &self.reader))?;
        if structure.len() > MAX_PIN_STRUCTURE {
            return Err(Error::new(Code::INVALID_ARGUMENT).with("what", "the length of a pinpad structure"));
        }
        let structure = structure.to_vec();
        let job = move |link: &mut dyn Link| {
            link.reset_at_end(true);
            match access {
                Access::Control(code) => link.control(code, &structure),
                Access::Ppdu => link.transmit(&pinpad::ppdu(operation, &structure)),
            }
        };
        let answer = self.call(PINPAD_TIME, Code::CARD_NOT_ANSWERING, cancel, job)?;
        self.complete(answer)
    }

    /// An answer without a whole status comes from a card that is being pulled out.
    fn complete(&self, answer: Vec<u8>) -> Result<Vec<u8>> {
        match answer.len() {
            0 => Err(of_pcsc(number::REMOVED_CARD, &self.reader).detail("empty answer")),
            1 => Err(of_pcsc(number::COMM_DATA_LOST, &self.reader).detail("answer of one byte")),
            _ => Ok(answer),
        }
    }

    /// Has the thread of the card do a job and waits for its answer.
    fn call<T: Send + 'static>(
        &mut self,
        limit: Duration,
        late: Code,
        cancel: &Cancel,
        job: impl FnOnce(&mut dyn Link) -> Outcome<T> + Send + 'static,
    ) -> Result<T> {
        cancel.check()?;
        let (sender, answer) = bounded(1);
        let job: Job = Box::new(move |link| {
            // Nobody listens any more when the call was left behind.
            let _ = sender.send(job(link));
        });
        let not_answering = || Error::new(Code::CARD_NOT_ANSWERING).with("reader", &self.reader);
        self.jobs.as_ref().ok_or_else(not_answering)?.send(job).map_err(|_| thread_gone())?;
        let error = match cancel.receive(&answer, Instant::now().checked_add(limit)) {
            Received::Value(outcome) => {
                return outcome.map_err(|number| match number {
                    // It was there when the card was taken up.
                    number::NO_SERVICE => of_pcsc(number::SERVICE_STOPPED, &self.reader),
                    number => of_pcsc(number, &self.reader),
                });
            }
            Received::Late => Error::new(late).with("reader", &self.reader),
            Received::Cancelled => Error::new(Code::CANCELLED),
            Received::Gone => thread_gone(),
        };
        // The thread ends, and gives the card back, as soon as PC/SC lets go of it.
        self.jobs = None;
        Err(error)
    }
}

impl Drop for CardConnection {
    fn drop(&mut self) {
        if self.jobs.take().is_some() {
            // So that a program that ends right after this leaves no card behind with its PIN verified.
            let _ = self.ended.recv_timeout(CLOSE_TIME);
        }
    }
}

/// What a command does, as far as its carrier must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Can be sent again without harm: SELECT, READ BINARY, GET CARD DATA.
    Reading,
    /// Leaves the PIN verified: VERIFY and CHANGE REFERENCE DATA with a PIN in them.
    Pin,
    /// Ends that.
    LogOff,
    /// Anything else.
    Other,
}

impl Kind {
    fn of(command: &[u8]) -> Self {
        match command {
            [0x00, 0xA4 | 0xB0, ..] | [0x80, 0xE4, ..] => Self::Reading,
            // With four or five bytes it only asks for the tries that are left.
            [0x00, 0x20 | 0x24, _, _, _, _, ..] => Self::Pin,
            [0x80, 0xE6, ..] => Self::LogOff,
            _ => Self::Other,
        }
    }
}

/// Asks again while another program holds the reader, until the time is over or somebody cancels.
fn patiently<T>(give_up: Option<Instant>, stop: &Cancel, mut ask: impl FnMut() -> Outcome<T>) -> Outcome<T> {
    loop {
        let outcome = ask();
        let over = give_up.is_some_and(|end| end <= Instant::now());
        if over || !matches!(outcome, Err(number::SHARING_VIOLATION)) || stop.sleep(BUSY_PAUSE).is_err() {
            return outcome;
        }
    }
}

/// Whether the card, the reader or the service is gone, or the state of the card.
fn is_loss(number: u32) -> bool {
    matches!(
        number,
        number::NO_SERVICE
            | number::SERVICE_STOPPED
            | number::READER_UNAVAILABLE
            | number::INVALID_VALUE
            | number::NO_SMARTCARD
            | number::REMOVED_CARD
            | number::RESET_CARD
    )
}

/// A card or a reader that was pulled out looks like a lost command first: the service knows better a moment later.
fn what_is_gone(link: &mut dyn Link) -> Option<u32> {
    for again in 0..GONE_TRIES {
        if again > 0 {
            thread::sleep(GONE_PAUSE);
        }
        if let Some(number) = link.atr().err().filter(|number| is_loss(*number)) {
            return Some(number);
        }
    }
    None
}

fn thread_gone() -> Error {
    Error::new(Code::INTERNAL).detail("the thread of the card stopped")
}
