//! Card readers, over PC/SC found at run time.
//!
//! This carries commands to a card and answers back and knows nothing of what they mean, but for one rule:
//! what checks a PIN or makes a signature is sent once and never again ([`CardConnection::transmit`]).
//! Where PC/SC is not installed everything else works, and the calls here say `PcscServiceMissing`.
//!
//! No call here blocks for longer than it was told to: what PC/SC may block in is done on a thread of the
//! connection, which is left behind when a card never answers.

mod connection;
mod failure;
mod pcsc;
mod service;

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use ehcert_core::{Code, Error, Result};

pub use self::connection::CardConnection;
use self::{
    failure::of_pcsc,
    service::{Opener, Outcome, Seen, Service, number, state},
};
use crate::Cancel;

/// How often a wait looks at the readers.
const POLL: Duration = Duration::from_millis(100);
/// Readers may come and go between asking for their names and for their states.
const LOOK_TRIES: usize = 4;
/// Readers that Windows invents for signing in to itself. No card is ever put in one.
const NOT_FOR_CARDS: &str = "Windows Hello";

/// A reader and what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Its name, as the system gives it.
    pub name: String,
    /// Answer to reset of the card in it; nothing without card, or when the card does not react.
    pub atr: Option<Vec<u8>>,
    /// Whether there is a card in it.
    pub card_present: bool,
    /// Whether the card does not react, as when it is the wrong way round.
    pub mute: bool,
    /// Whether another program uses the card, sharing it.
    pub in_use: bool,
    /// Whether another program holds the card for itself.
    pub held: bool,
    /// Counts how often a card went in or out, so that a quick exchange is seen. 0 where the system does
    /// not count.
    pub changes: u16,
}

impl Reader {
    fn new(name: String, seen: Seen) -> Self {
        let has = |bit| seen.state & bit != 0;
        let card_present = has(state::PRESENT);
        Self {
            name,
            card_present,
            mute: has(state::MUTE),
            in_use: has(state::IN_USE),
            held: has(state::EXCLUSIVE),
            changes: u16::try_from(seen.state >> 16).unwrap_or(0),
            atr: Some(seen.atr).filter(|atr| card_present && !atr.is_empty()),
        }
    }

    /// What makes two looks at a reader differ for a person: not who else is using it.
    fn essence(&self) -> (&str, bool, bool, &Option<Vec<u8>>, u16) {
        (&self.name, self.card_present, self.mute, &self.atr, self.changes)
    }
}

/// Which reader is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ReaderChoice {
    /// The first with a card that reacts.
    #[default]
    Any,
    /// The reader of this name, or whose name contains this text in any case; of several, the first with a
    /// card.
    Named(String),
}

/// The card readers of this computer. May be shared between threads.
pub struct Readers {
    opener: Opener,
    service: Mutex<Option<Box<dyn Service>>>,
}

impl std::fmt::Debug for Readers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Readers")
    }
}

impl Default for Readers {
    fn default() -> Self {
        Self::new()
    }
}

impl Readers {
    /// The readers of this computer. PC/SC is looked for at the first use, and again after it failed, so
    /// that one of these can be kept for as long as a program runs.
    pub fn new() -> Self {
        Self::with(pcsc::system())
    }

    fn with(opener: Opener) -> Self {
        Self { opener, service: Mutex::new(None) }
    }

    /// All readers and what is in them now; none is no error.
    ///
    /// Errors: `PcscServiceMissing`, `PcscServiceStopped`, `ReaderAccessDenied`, `PcscFailed`.
    pub fn list(&self) -> Result<Vec<Reader>> {
        let found = self.with_service(|service| {
            let mut tries = 0;
            loop {
                tries += 1;
                let names = service.readers()?;
                match service.look(&names) {
                    Err(number::UNKNOWN_READER | number::READER_UNAVAILABLE) if tries < LOOK_TRIES => {}
                    outcome => return Ok((names, outcome?)),
                }
            }
        });
        match found {
            Ok((names, seen)) => {
                let readers = names.into_iter().zip(seen);
                let readers = readers.filter(|(_, seen)| seen.state & state::UNAVAILABLE == 0);
                Ok(readers.map(|(name, seen)| Reader::new(name, seen)).collect())
            }
            // Windows runs the service only while a reader is connected.
            Err(number::NO_SERVICE | number::SERVICE_STOPPED) if cfg!(windows) => Ok(Vec::new()),
            Err(number) => Err(of_pcsc(number, "PC/SC")),
        }
    }

    /// Waits until a reader or card comes or goes, compared with `known` (what [`Readers::list`] gave), and
    /// gives the readers as they are then; nothing when `timeout` passes first. Without a timeout it waits
    /// until something changes or somebody cancels.
    ///
    /// Errors: as [`Readers::list`]; `Cancelled`.
    pub fn wait_for_change(
        &self,
        known: &[Reader],
        timeout: Option<Duration>,
        cancel: &Cancel,
    ) -> Result<Option<Vec<Reader>>> {
        let end = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        loop {
            cancel.check()?;
            let now = self.list()?;
            if !now.iter().map(Reader::essence).eq(known.iter().map(Reader::essence)) {
                return Ok(Some(now));
            }
            let left = end.map_or(POLL, |end| end.saturating_duration_since(Instant::now()).min(POLL));
            if left.is_zero() {
                return Ok(None);
            }
            cancel.sleep(left)?;
        }
    }

    /// The chosen reader, with a card in it that reacts.
    ///
    /// Errors: `NoReader`, `ReaderNotFound`, `ReaderEmpty`, `CardMute`, and as [`Readers::list`].
    pub fn find(&self, choice: &ReaderChoice) -> Result<Reader> {
        let all = self.list()?;
        if all.is_empty() {
            return Err(Error::new(Code::NO_READER));
        }
        let candidates: Vec<&Reader> = match choice {
            ReaderChoice::Any => {
                let real: Vec<&Reader> = all.iter().filter(|reader| !reader.name.starts_with(NOT_FOR_CARDS)).collect();
                if real.is_empty() {
                    return Err(Error::new(Code::NO_READER));
                }
                real
            }
            ReaderChoice::Named(name) => {
                let wanted = name.to_lowercase();
                let exact: Vec<&Reader> = all.iter().filter(|reader| reader.name == *name).collect();
                if exact.is_empty() {
                    all.iter().filter(|reader| reader.name.to_lowercase().contains(&wanted)).collect()
                } else {
                    exact
                }
            }
        };
        let ready = candidates.iter().find(|reader| reader.card_present && !reader.mute);
        let best = ready.or_else(|| candidates.iter().find(|reader| reader.card_present)).or(candidates.first());
        match best {
            Some(reader) if !reader.card_present => Err(Error::new(Code::READER_EMPTY).with("reader", &reader.name)),
            Some(reader) if reader.mute => Err(Error::new(Code::CARD_MUTE).with("reader", &reader.name)),
            Some(reader) => Ok((*reader).clone()),
            None => {
                let names: Vec<&str> = all.iter().map(|reader| reader.name.as_str()).collect();
                let wanted = if let ReaderChoice::Named(name) = choice { name.as_str() } else { "" };
                Err(Error::new(Code::READER_NOT_FOUND).with("reader", wanted).with("readers", names.join(", ")))
            }
        }
    }

    /// Takes up the card in the chosen reader, sharing it with other programs. While another program holds
    /// the reader for itself this waits for it, up to `wait`.
    ///
    /// Errors: as [`Readers::find`]; `ReaderBusy`, `CardMute`, `CardProtocol`, `CardRemoved`, `Cancelled`.
    pub fn connect(&self, choice: &ReaderChoice, wait: Duration, cancel: &Cancel) -> Result<CardConnection> {
        self.connect_or_tell(choice, wait, &mut |_| {}, cancel)
    }

    /// As [`Readers::connect`], and tells once (`ReaderBusy`, with the reader's name) when it has to wait for another
    /// program.
    ///
    /// Errors: as [`Readers::connect`].
    pub fn connect_or_tell(
        &self,
        choice: &ReaderChoice,
        wait: Duration,
        busy: &mut dyn FnMut(&Error),
        cancel: &Cancel,
    ) -> Result<CardConnection> {
        cancel.check()?;
        let reader = self.find(choice)?;
        CardConnection::open(self.opener.clone(), reader.name, wait, busy, cancel)
    }

    /// Does a job with the opened service, and once more with a new opening when the old one is dead.
    fn with_service<T>(&self, job: impl Fn(&dyn Service) -> Outcome<T>) -> Outcome<T> {
        let mut kept = self.service.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(service) = kept.as_deref() {
            match job(service) {
                Err(number::NO_SERVICE | number::SERVICE_STOPPED | number::COMM_ERROR | number::INVALID_HANDLE) => {
                    *kept = None
                }
                outcome => return outcome,
            }
        }
        let service = (self.opener)()?;
        let outcome = job(&*service);
        if outcome.is_ok() {
            *kept = Some(service);
        }
        outcome
    }
}

#[cfg(test)]
mod tests;
