//! The Belgian identity card, without I/O.
//!
//! A card operation is a [`CardMachine`]: it asks for one exchange with the card, one pause or one PIN at
//! a time and is told the answer, until it is done and its output can be taken. It sends the T=0
//! follow-ups (GET RESPONSE, repeated Le) itself, so a driver only transmits. One loop drives them all:
//!
//! ```text
//! let mut step = machine.next(CardAnswer::Start)?;
//! loop {
//!     step = machine.next(match step {
//!         CardStep::Apdu { bytes, .. } => CardAnswer::Response(transmit(&bytes)),
//!         CardStep::Wait { milliseconds } => { sleep(milliseconds); CardAnswer::Waited }
//!         CardStep::AskPin { .. } => CardAnswer::Pin(ask()?),
//!         CardStep::Pinpad { structure, .. } => CardAnswer::Response(control(&structure)),
//!         CardStep::Done => break,
//!     })?;
//! }
//! let output = machine.take()?;
//! ```
//!
//! | machine | output |
//! |---|---|
//! | [`CardRead`] | identity, address, photo, certificates, token information: [`CardContents`] |
//! | [`Preflight`] | whether an enrolment can go ahead, before any PIN: [`CardReport`] |
//! | [`CardSign`] | one signature, checked with the card's certificate: [`CardSignature`] |
//! | [`PinCheck`], [`PinVerify`], [`PinChange`] | the PIN: [`PinState`] |

mod apdu;
mod checks;
mod contents;
mod data;
mod date;
mod document;
mod files;
mod identity;
mod machine;
mod pin;
pub mod pinpad;
mod preflight;
mod read;
mod session;
mod sign;
mod tlv;

#[cfg(test)]
mod tests;

pub use checks::{DataCheck, DataSubject};
pub use contents::{CardCertificates, CardContents, ChipProof, TokenInfo, photo_size};
pub use data::{CardData, ChipNumber, Generation, KNOWN_ATRS, KnownAtr, generation_hint};
pub use date::CardDate;
pub use document::DocumentType;
pub use files::CardFile;
pub use identity::{Address, Identity, Sex, SpecialStatus, parse_address, parse_identity, subject_value};
pub use machine::{CardAnswer, CardMachine, CardStep, PinPurpose, Progress};
pub(crate) use pin::AskPin;
pub use pin::{PIN_MAX, PIN_MIN, PinChange, PinCheck, PinCode, PinEntry, PinState, PinVerify};
pub use preflight::{CardReport, CertificateReport, Finding, Preflight};
pub use read::{CardRead, Wanted};
pub(crate) use read::{Holder, HolderRead};
pub use session::Options;
pub(crate) use sign::AskedSign;
pub use sign::{CardKey, CardSign, CardSignature, SignRequest};
pub use tlv::{Field, parse_fields};
