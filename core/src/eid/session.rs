//! Exchanges that every machine uses: T=0, recognising the card, reading a file.

use zeroize::Zeroizing;

use super::{
    apdu::{self, Response},
    data::{CardData, ChipNumber, Generation},
    files::{CardFile, Extent},
    machine::{CardAnswer, CardStep, Mailbox},
};
use crate::{Code, Error, Result, certificate::MAX_CERTIFICATE};

/// How to talk to a card and its reader. The defaults are what official programs use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Octets asked for in one READ BINARY, 1 to 255. Old readers fail above 252.
    pub chunk: u8,
    /// Pause in milliseconds between 6Cxx and the repeated command. Applets 1.0 and 1.1 need 10.
    pub pause_after_6c: u32,
    /// Pause after a SELECT. 0, or 20 for a reader that answers with sharing violations.
    pub pause_after_select: u32,
    /// Pause before a file is selected again because the reader lost its place, or the card was not ready.
    pub pause_before_retry: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { chunk: 248, pause_after_6c: 10, pause_after_select: 0, pause_before_retry: 50 }
    }
}

/// An answer in pieces (61xx) is given up after this many: 256 octets come in one.
const MAX_PIECES: usize = 8;
/// How often a file that seems to end too early is selected again at the same place.
const MAX_RETRIES: u32 = 2;

pub(super) fn unexpected(what: &str, status: u16) -> Error {
    Error::new(Code::CARD_ANSWER_UNEXPECTED).with("status", format!("{status:04X}")).detail(what)
}

fn damaged(file: CardFile, why: &str) -> Error {
    Error::new(Code::CARD_FILE_DAMAGED).with("file", file.name()).detail(why)
}

/// A card as a script sees it.
#[derive(Clone)]
pub(super) struct Session {
    pub(super) mailbox: Mailbox,
    pub(super) options: Options,
}

impl Session {
    pub(super) fn new(options: Options) -> Self {
        Self { mailbox: Mailbox::default(), options }
    }

    pub(super) async fn wait(&self, milliseconds: u32) {
        if milliseconds > 0 {
            self.mailbox.ask(CardStep::Wait { milliseconds }).await;
        }
    }

    /// One command and its answer as it came.
    async fn exchange(&self, bytes: Zeroizing<Vec<u8>>, secret: bool) -> Result<Response> {
        match self.mailbox.ask(CardStep::Apdu { bytes, secret }).await {
            CardAnswer::Response(answer) => split(&answer),
            _ => Err(Code::WRONG_STATE.into()),
        }
    }

    /// A command that holds a PIN: sent once, whatever comes back.
    pub(super) async fn transmit_secret(&self, bytes: Zeroizing<Vec<u8>>) -> Result<Response> {
        self.exchange(bytes, true).await
    }

    /// A command that holds no PIN, with the length that the card wants for its answer.
    async fn send(&self, command: &[u8]) -> Result<Response> {
        let mut bytes = command.to_vec();
        let mut shortened = false;
        loop {
            let mut response = self.exchange(Zeroizing::new(bytes), false).await?;
            response.shortened = shortened;
            match (command, response.status.to_be_bytes()) {
                // Only a command that asks for data and carries none may be repeated with another Le, and once.
                ([cla, ins, p1, p2, _], [0x6C, le]) if !shortened => bytes = vec![*cla, *ins, *p1, *p2, le],
                _ => return Ok(response),
            }
            shortened = true;
            self.wait(self.options.pause_after_6c).await;
        }
    }

    /// A command with the follow-ups of T=0.
    pub(super) async fn transmit(&self, command: Vec<u8>) -> Result<Response> {
        let mut response = self.send(&command).await?;
        for _ in 0..MAX_PIECES {
            let [0x61, length] = response.status.to_be_bytes() else { break };
            let mut piece = self.send(&apdu::get_response(length)).await?;
            response.data.append(&mut piece.data);
            response.status = piece.status;
        }
        if response.status >> 8 == 0x61 {
            return Err(unexpected("an answer without end", response.status));
        }
        Ok(response)
    }

    /// Selects the applet and reads the card data: the only proof that it is a Belgian card. With `same`,
    /// another chip is [`Code::CARD_CHANGED`].
    pub(super) async fn recognise(&self, same: Option<ChipNumber>) -> Result<CardData> {
        let (mut p2, mut retried) = (0x0C, false);
        loop {
            match self.transmit(apdu::select_applet(p2)).await?.status {
                // Some cards answer so right after they were put in.
                0x6D00 if p2 == 0x0C && !retried => {
                    retried = true;
                    self.wait(self.options.pause_before_retry).await;
                }
                0x6A86 if p2 == 0x0C => p2 = 0x00,
                status if status >> 8 == 0x90 => break,
                0x6985 | 0x6283 => return Err(Code::CARD_NOT_ACTIVATED.into()),
                status => {
                    return Err(Error::new(Code::CARD_NOT_RECOGNISED).detail(format!("SELECT applet: {status:04X}")));
                }
            }
        }
        self.wait(self.options.pause_after_select).await;
        let response = self.transmit(apdu::card_data()).await?;
        if !response.ok() {
            return Err(Error::new(Code::CARD_NOT_RECOGNISED).detail(format!("card data: {:04X}", response.status)));
        }
        let card = CardData::parse(&response.data)?;
        match same {
            Some(chip) if chip != card.chip => Err(Code::CARD_CHANGED.into()),
            _ => Ok(card),
        }
    }

    async fn select_file(&self, file: CardFile) -> Result<()> {
        let (folder, id) = file.ids();
        let path = [0x3F, 0x00, folder[0], folder[1], id[0], id[1]];
        let mut response = self.transmit(apdu::select_path(&path)).await?;
        if matches!(response.status, 0x6A82 | 0x6A86 | 0x6A87) {
            // The manuals write absolute paths without the master file; cards in the field take it with.
            response = self.transmit(apdu::select_path(&path[2..])).await?;
        }
        match response.status {
            0x9000 => {
                self.wait(self.options.pause_after_select).await;
                Ok(())
            }
            0x6A82 => Err(Error::new(Code::CARD_FILE_MISSING).with("file", file.name())),
            0x6985 | 0x6283 | 0x6D00 => Err(Code::CARD_NOT_ACTIVATED.into()),
            status => Err(unexpected("SELECT file", status)),
        }
    }

    /// A whole file; a certificate without its padding, except that a missing one yields zeros.
    pub(super) async fn read(&self, file: CardFile, generation: Generation) -> Result<Vec<u8>> {
        self.select_file(file).await?;
        let chunk = usize::from(self.options.chunk.max(1));
        let extent = file.extent(generation);
        let mut length = match extent {
            Extent::AtMost(length) => Some(length),
            _ => None,
        };
        let mut bytes: Vec<u8> = Vec::new();
        let mut retries = 0;
        loop {
            let offset = bytes.len();
            if offset > apdu::MAX_OFFSET {
                return Err(Error::new(Code::CARD_FILE_TOO_LARGE).with("file", file.name()));
            }
            let wanted = length.map_or(chunk, |l| chunk.min(l.saturating_sub(offset)));
            if wanted == 0 {
                break;
            }
            let response = self.transmit(apdu::read_binary(offset, wanted)).await?;
            match (response.status, response.data.len()) {
                (0x9000, read @ 1..) => {
                    if read > wanted {
                        return Err(damaged(file, "more octets than asked for"));
                    }
                    bytes.extend_from_slice(&response.data);
                    self.mailbox.advance(read);
                    retries = 0;
                    if extent == Extent::Der && offset == 0 {
                        if bytes.iter().all(|b| *b == 0) {
                            return Ok(bytes);
                        }
                        length = Some(der_length(&bytes, file)?);
                    }
                    // Short data is the end of the file, whether the card said 6Cxx or the reader repeated
                    // the command by itself. Inside a certificate it is not: its length is known.
                    if read < wanted && (extent != Extent::Der || response.shortened) {
                        break;
                    }
                }
                // The end exactly at a chunk's border, or a reader that lost its place: the second answer
                // after another SELECT tells which.
                (0x6B00, _) if offset > 0 && extent == Extent::Unknown && retries > 0 => break,
                (0x6B00 | 0x6986 | 0x9000, _) if retries < MAX_RETRIES => {
                    retries += 1;
                    self.wait(self.options.pause_before_retry).await;
                    self.select_file(file).await?;
                }
                (0x6B00 | 0x6986 | 0x9000, _) => return Err(damaged(file, "ends too early")),
                (0x6985 | 0x6283 | 0x6D00, _) => return Err(Code::CARD_NOT_ACTIVATED.into()),
                (status, _) => return Err(unexpected("READ BINARY", status)),
            }
        }
        if extent == Extent::Der {
            let length = length.unwrap_or_default();
            if bytes.len() < length {
                return Err(damaged(file, "shorter than its certificate"));
            }
            bytes.truncate(length);
        }
        Ok(bytes)
    }
}

fn split(answer: &[u8]) -> Result<Response> {
    match answer.split_last_chunk::<2>() {
        // 256 octets are the most that a short APDU brings back.
        Some((data, status)) if data.len() <= 256 => {
            Ok(Response { data: data.to_vec(), status: u16::from_be_bytes(*status), shortened: false })
        }
        Some(_) => Err(Error::new(Code::TOO_LARGE).with("limit", 256).detail("answer of the card")),
        None => Err(Code::CARD_NO_ANSWER.into()),
    }
}

/// The length of the DER element at the start, header included.
fn der_length(bytes: &[u8], file: CardFile) -> Result<usize> {
    let length = match bytes {
        [0x30, 0x82, high, low, ..] => 4 + usize::from(u16::from_be_bytes([*high, *low])),
        [0x30, 0x81, low, ..] => 3 + usize::from(*low),
        [0x30, low @ 0..=0x7F, ..] => 2 + usize::from(*low),
        [0x30, 0x83 | 0x84, ..] => usize::MAX,
        _ => return Err(damaged(file, "not a certificate")),
    };
    if length > MAX_CERTIFICATE.min(apdu::MAX_OFFSET) {
        return Err(Error::new(Code::CARD_FILE_TOO_LARGE).with("file", file.name()));
    }
    Ok(length)
}
