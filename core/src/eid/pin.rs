//! The PIN: its form, its state, asking for it, changing it.

use zeroize::Zeroizing;

use super::{
    apdu,
    data::{CardData, ChipNumber, Generation},
    machine::{CardAnswer, CardStep, PinPurpose, machine},
    pinpad::{self, Operation, Pinpad},
    session::{Options, Session, unexpected},
};
use crate::{Code, Error, Result};

/// Fewest digits of a PIN.
pub const PIN_MIN: u8 = 4;
/// Most digits of a PIN.
pub const PIN_MAX: u8 = 12;
/// Tries after a right PIN.
const TRIES: u8 = 3;

/// A PIN that can be right: 4 to 12 digits. Wipes itself, has no `Debug` and is never serialised.
#[derive(Clone)]
pub struct PinCode(Zeroizing<Vec<u8>>);

impl PinCode {
    /// From what the person typed. [`Code::PIN_FORMAT`] when no card can have such a PIN: nothing is sent
    /// and no try is lost.
    pub fn new(digits: &str) -> Result<Self> {
        let digits = digits.as_bytes();
        let length = usize::from(PIN_MIN)..=usize::from(PIN_MAX);
        if !length.contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
            return Err(Error::new(Code::PIN_FORMAT).field("pin"));
        }
        Ok(Self(Zeroizing::new(digits.to_vec())))
    }

    /// The block of 8 octets: `2`, the number of digits, the digits, all as nibbles, filled with `F`.
    pub fn block(&self) -> Zeroizing<[u8; 8]> {
        let mut block = Zeroizing::new([0xFF; 8]);
        block[0] = 0x20 | self.0.len().to_le_bytes()[0];
        for (octet, pair) in block.iter_mut().skip(1).zip(self.0.chunks(2)) {
            let digit = |i: usize| pair.get(i).map_or(0xF, |d| d & 0xF);
            *octet = digit(0) << 4 | digit(1);
        }
        block
    }
}

/// How the PIN comes to the card.
pub enum PinEntry {
    /// The machine asks with [`CardStep::AskPin`] when everything that needs no PIN went well.
    Ask,
    /// The person typed it already.
    Given(PinCode),
    /// The person types it on the reader.
    Pinpad(Pinpad),
}

/// The state of the PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PinState {
    /// How often it may be wrong before the card is blocked: 0 to 3; `None` when the applet cannot tell
    /// without counting a wrong PIN (1.1).
    pub tries_left: Option<u8>,
    /// A right PIN was given in this session of the card.
    pub verified: bool,
}

impl PinState {
    /// Whether no try is left.
    pub fn is_blocked(self) -> bool {
        self.tries_left == Some(0)
    }
    fn fresh() -> Self {
        Self { tries_left: Some(TRIES), verified: false }
    }
}

impl Session {
    /// The tries left, without ever burning one.
    pub(super) async fn pin_state(&self, card: &CardData) -> Result<PinState> {
        match card.generation {
            // An empty VERIFY would count as a wrong PIN.
            Generation::V1_1 => return Ok(PinState { tries_left: None, verified: false }),
            Generation::V1_7 => {}
            Generation::V1_8 => {
                let response = self.transmit(apdu::card_data_with_tries()).await?;
                // FF: no PIN there; other values mean that this applet counts elsewhere.
                if let (0x9000, Some(tries @ 0..=TRIES)) = (response.status, response.data.get(28)) {
                    return Ok(PinState { tries_left: Some(*tries), verified: false });
                }
            }
        }
        let response = self.transmit(apdu::verify_query()).await?;
        match response.status {
            0x9000 => Ok(PinState { tries_left: Some(TRIES), verified: true }),
            0x6983 => Ok(PinState { tries_left: Some(0), verified: false }),
            0x63C0..=0x63CF => {
                Ok(PinState { tries_left: Some(response.status.to_le_bytes()[0] & 0xF), verified: false })
            }
            // Not a reason to stop: the tries are not known then.
            0x6A86 | 0x6A88 | 0x6D00 | 0x6700 => Ok(PinState { tries_left: None, verified: false }),
            status => Err(unexpected("PIN status", status)),
        }
    }

    /// Asks for a PIN; the card must be selected again afterwards, the transaction was left meanwhile.
    pub(super) async fn ask_pin(&self, purpose: PinPurpose, tries_left: Option<u8>) -> Result<CardAnswer> {
        Ok(self.mailbox.ask(CardStep::AskPin { purpose, tries_left, min: PIN_MIN, max: PIN_MAX }).await)
    }

    async fn pinpad(&self, operation: Operation, structure: Vec<u8>, tries_left: Option<u8>) -> Result<u16> {
        match self.mailbox.ask(CardStep::Pinpad { operation, structure, tries_left }).await {
            CardAnswer::Response(answer) => match answer.split_last_chunk::<2>() {
                Some((_, status)) => pinpad::judge(u16::from_be_bytes(*status)),
                None => Err(Code::CARD_NO_ANSWER.into()),
            },
            _ => Err(Code::WRONG_STATE.into()),
        }
    }

    /// LOG OFF. Its answer changes nothing: the card forgets the PIN at the next reset anyway.
    pub(super) async fn log_off(&self) {
        let _ = self.transmit(apdu::log_off()).await;
    }
}

/// Where a PIN comes from. A script is compiled for each source that it is used with, so that whoever only asks the
/// person links nothing of pinpads.
pub(super) trait PinSource {
    /// A PIN that is ready to be sent.
    type Ready;
    /// The PIN, ready to be sent.
    async fn collect(
        self,
        session: &Session,
        purpose: PinPurpose,
        state: PinState,
        card: &CardData,
    ) -> Result<Self::Ready>;
    /// VERIFY on the card or on the reader, once.
    async fn verify(session: &Session, ready: &Self::Ready, tries_left: Option<u8>) -> Result<()>;
}

/// [`PinEntry::Ask`] alone.
pub(crate) struct AskPin;

impl PinSource for AskPin {
    type Ready = Zeroizing<[u8; 8]>;

    /// The card is recognised again after the person was asked: it may have been taken out meanwhile, and another
    /// program may have used it.
    async fn collect(
        self,
        session: &Session,
        purpose: PinPurpose,
        state: PinState,
        card: &CardData,
    ) -> Result<Self::Ready> {
        let CardAnswer::Pin(pin) = session.ask_pin(purpose, state.tries_left).await? else {
            return Err(Code::WRONG_STATE.into());
        };
        let block = pin.block();
        drop(pin);
        session.recognise(Some(card.chip)).await?;
        Ok(block)
    }

    async fn verify(session: &Session, block: &Self::Ready, _: Option<u8>) -> Result<()> {
        judge(session.transmit_secret(apdu::verify(block)).await?.status)
    }
}

/// What becomes of a [`PinEntry`].
pub(super) enum Verification {
    Block(Zeroizing<[u8; 8]>),
    Pinpad(Pinpad),
}

impl PinSource for PinEntry {
    type Ready = Verification;

    async fn collect(
        self,
        session: &Session,
        purpose: PinPurpose,
        state: PinState,
        card: &CardData,
    ) -> Result<Self::Ready> {
        match self {
            Self::Given(pin) => Ok(Verification::Block(pin.block())),
            Self::Pinpad(pad) => Ok(Verification::Pinpad(pad)),
            Self::Ask => AskPin.collect(session, purpose, state, card).await.map(Verification::Block),
        }
    }

    async fn verify(session: &Session, ready: &Self::Ready, tries_left: Option<u8>) -> Result<()> {
        match ready {
            Verification::Block(block) => AskPin::verify(session, block, tries_left).await,
            Verification::Pinpad(pad) => {
                judge(session.pinpad(Operation::Verify, pinpad::verify_structure(pad), tries_left).await?)
            }
        }
    }
}

/// What VERIFY and CHANGE answer.
fn judge(status: u16) -> Result<()> {
    match status {
        0x9000 => Ok(()),
        0x6983 | 0x63C0 => Err(Code::PIN_BLOCKED.into()),
        0x63C1..=0x63CF => Err(Error::new(Code::PIN_WRONG).field("pin").with("tries", status.to_le_bytes()[0] & 0xF)),
        0x6700 | 0x6A80 => Err(Error::new(Code::PIN_FORMAT).field("pin").detail(format!("{status:04X}"))),
        status => Err(unexpected("PIN", status)),
    }
}

pub(super) fn refuse_blocked(state: PinState) -> Result<()> {
    if state.is_blocked() { Err(Code::PIN_BLOCKED.into()) } else { Ok(()) }
}

machine! {
    /// Tells how many tries are left, without burning one.
    pub PinCheck -> PinState
}

impl PinCheck {
    /// For the card in the reader.
    pub fn new(options: Options) -> Self {
        let session = Session::new(options);
        Self(super::machine::Engine::new(session.mailbox.clone(), async move {
            let card = session.recognise(None).await?;
            session.pin_state(&card).await
        }))
    }
}

machine! {
    /// Verifies the PIN and forgets it again. A wrong PIN is [`Code::PIN_WRONG`] with the tries left.
    pub PinVerify -> PinState
}

impl PinVerify {
    /// For the card in the reader, or the one with this chip number.
    pub fn new(entry: PinEntry, chip: Option<ChipNumber>, options: Options) -> Self {
        let session = Session::new(options);
        Self(super::machine::Engine::new(session.mailbox.clone(), async move {
            let card = session.recognise(chip).await?;
            let state = session.pin_state(&card).await?;
            refuse_blocked(state)?;
            let verification = entry.collect(&session, PinPurpose::Verify, state, &card).await?;
            PinEntry::verify(&session, &verification, state.tries_left).await?;
            session.log_off().await;
            Ok(PinState::fresh())
        }))
    }
}

machine! {
    /// Changes the PIN. A wrong old PIN is [`Code::PIN_WRONG`]; the new one is refused here when it has
    /// not 4 to 12 digits.
    pub PinChange -> PinState
}

impl PinChange {
    /// For the card in the reader, or the one with this chip number. With [`None`] for `pinpad` the two PINs
    /// are asked for by [`CardStep::AskPin`].
    pub fn new(pinpad: Option<Pinpad>, chip: Option<ChipNumber>, options: Options) -> Self {
        let session = Session::new(options);
        Self(super::machine::Engine::new(session.mailbox.clone(), async move {
            let card = session.recognise(chip).await?;
            let state = session.pin_state(&card).await?;
            refuse_blocked(state)?;
            let status = match pinpad {
                Some(pad) => {
                    let structure = pinpad::modify_structure(&pad);
                    session.pinpad(Operation::Modify, structure, state.tries_left).await?
                }
                None => {
                    let CardAnswer::NewPin { old, new } = session.ask_pin(PinPurpose::Change, state.tries_left).await?
                    else {
                        return Err(Code::WRONG_STATE.into());
                    };
                    session.recognise(Some(card.chip)).await?;
                    session.transmit_secret(apdu::change(&old.block(), &new.block())).await?.status
                }
            };
            judge(status)?;
            session.log_off().await;
            Ok(PinState::fresh())
        }))
    }
}
