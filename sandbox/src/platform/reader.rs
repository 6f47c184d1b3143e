//! A software card that is asked over HTTP, for programs that have no reader: `POST /card` takes a command APDU and
//! gives the response APDU, `POST /card/reset` is what a reader does when a card is put in.

use std::{
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use super::Answer;
use crate::{Result, card::SoftwareCard};

/// The largest command that a short APDU can be; longer ones are no commands of this card.
const MAX_COMMAND: usize = 261;

/// A reader with a card in it.
#[derive(Debug)]
pub(crate) struct Reader {
    file: PathBuf,
    card: Mutex<SoftwareCard>,
}

impl Reader {
    /// Takes the card out of its file; its counters are kept there.
    pub(crate) fn open(file: PathBuf) -> Result<Self> {
        let card = SoftwareCard::from_json(&std::fs::read_to_string(&file)?)?;
        Ok(Self { file, card: Mutex::new(card) })
    }

    /// Transmits a command.
    pub(crate) fn transmit(&self, command: &[u8]) -> Result<Answer> {
        if command.len() < 4 || command.len() > MAX_COMMAND {
            return Ok(Answer::new(400, "text/plain; charset=utf-8", "This is no command APDU.\n"));
        }
        let mut card = self.card.lock().unwrap_or_else(PoisonError::into_inner);
        let before = card.counters();
        let response = card.transmit(command);
        if card.counters() != before {
            card.save(&self.file)?;
        }
        Ok(Answer::new(200, "application/octet-stream", response))
    }

    /// Resets the card: nothing is selected and no PIN is known any more.
    pub(crate) fn reset(&self) -> Answer {
        let mut card = self.card.lock().unwrap_or_else(PoisonError::into_inner);
        card.reset();
        Answer::new(200, "application/octet-stream", card.atr())
    }
}
