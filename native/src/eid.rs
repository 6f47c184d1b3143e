//! Runs the core's card machines over a transport, whatever it is: a PC/SC reader, a software card, a card
//! at the other end of a loopback connection.

use std::time::Duration;

use ehcert_core::{
    Code, Error, Language, Result, Timestamp,
    eid::{
        CardAnswer, CardContents, CardKey, CardMachine, CardRead, CardReport, CardSign, CardStep, Options, PinCode,
        PinEntry, PinPurpose, Preflight, SignRequest, Wanted, pinpad,
    },
    flow::{Signer, SigningKey},
    key::SignatureAlgorithm,
    trust::Anchors,
};

use crate::{
    cancel::Cancel,
    card::{CardConnection, ReaderChoice, Readers},
};

/// A way to a card.
pub trait CardTransport {
    /// Sends a command and gives everything that comes back, status included.
    fn transmit(&mut self, apdu: &[u8]) -> Result<Vec<u8>>;
    /// From here on nobody else may use the card.
    fn begin(&mut self) -> Result<()> {
        Ok(())
    }
    /// Others may use the card again.
    fn end(&mut self) {}
    /// How the reader's own keys are used, where it has some.
    fn pinpad_of(&self) -> Option<pinpad::Pinpad> {
        None
    }
    /// Lets the person type on the reader; gives the reader's two bytes.
    fn pinpad(&mut self, _operation: pinpad::Operation, _structure: &[u8]) -> Result<Vec<u8>> {
        Err(Code::WRONG_STATE.into())
    }
}

/// Where a PIN comes from.
pub trait PinSource {
    /// Asks for the PIN. `tries_left`: how often it may be wrong, where the card tells.
    fn pin(&mut self, purpose: PinPurpose, tries_left: Option<u8>) -> Result<PinCode>;
    /// Asks for the PIN that is valid now and for the new one.
    fn new_pin(&mut self, tries_left: Option<u8>) -> Result<(PinCode, PinCode)>;
    /// The person is to type on the reader now.
    fn pinpad(&mut self, purpose: Option<PinPurpose>, tries_left: Option<u8>);
}

/// Runs a machine to its end; its output is then taken from it.
pub fn run(
    machine: &mut dyn CardMachine,
    card: &mut dyn CardTransport,
    pin: &mut dyn PinSource,
    cancel: &Cancel,
) -> Result<()> {
    card.begin()?;
    let outcome = steps(machine, card, pin, cancel);
    card.end();
    outcome
}

fn steps(
    machine: &mut dyn CardMachine,
    card: &mut dyn CardTransport,
    pin: &mut dyn PinSource,
    cancel: &Cancel,
) -> Result<()> {
    let mut step = machine.next(CardAnswer::Start)?;
    loop {
        cancel.check()?;
        let answer = match step {
            CardStep::Done => return Ok(()),
            CardStep::Apdu { bytes, .. } => CardAnswer::Response(card.transmit(&bytes)?),
            CardStep::Wait { milliseconds } => {
                cancel.sleep(Duration::from_millis(milliseconds.into()))?;
                CardAnswer::Waited
            }
            CardStep::AskPin { purpose, tries_left, .. } => {
                // Windows resets a card whose transaction is idle for five seconds: people type slower.
                card.end();
                let answer = match purpose {
                    PinPurpose::Change => pin.new_pin(tries_left).map(|(old, new)| CardAnswer::NewPin { old, new }),
                    _ => pin.pin(purpose, tries_left).map(CardAnswer::Pin),
                };
                card.begin()?;
                answer?
            }
            CardStep::Pinpad { operation, structure, tries_left } => {
                pin.pinpad((operation == pinpad::Operation::Modify).then_some(PinPurpose::Change), tries_left);
                CardAnswer::Response(card.pinpad(operation, &structure)?)
            }
        };
        step = machine.next(answer)?;
    }
}

/// What an enrolment needs to know of a card, before any PIN is asked.
pub fn inspect(
    card: &mut dyn CardTransport,
    pin: &mut dyn PinSource,
    now: Timestamp,
    cancel: &Cancel,
) -> Result<CardReport> {
    let mut machine = Preflight::new(now, Options::default());
    run(&mut machine, card, pin, cancel)?;
    machine.take()
}

/// Reads from a card.
pub fn read(
    wanted: Wanted,
    card: &mut dyn CardTransport,
    pin: &mut dyn PinSource,
    cancel: &Cancel,
) -> Result<CardContents> {
    let mut machine = CardRead::new(wanted, Options::default());
    run(&mut machine, card, pin, cancel)?;
    machine.take()
}

/// An eID in use: what was read before any PIN, and the way to its keys.
pub struct Eid<'a> {
    card: &'a mut dyn CardTransport,
    pin: &'a mut dyn PinSource,
    cancel: Cancel,
    report: CardReport,
    signer: Signer,
}

impl<'a> Eid<'a> {
    /// Reads what an enrolment needs, before any PIN is asked, and refuses a card that cannot sign.
    pub fn open(
        card: &'a mut dyn CardTransport,
        pin: &'a mut dyn PinSource,
        anchors: &Anchors,
        now: Timestamp,
        cancel: Cancel,
    ) -> Result<Self> {
        let report = inspect(card, pin, now, &cancel)?;
        report.verdict()?;
        let chain = |key| report.chain(key, anchors, now);
        let signer = Signer::new(chain(CardKey::Authentication)?, chain(CardKey::Signature)?, anchors, now)?;
        Ok(Self { card, pin, cancel, report, signer })
    }

    /// What was read.
    pub fn report(&self) -> &CardReport {
        &self.report
    }

    /// The holder, as the flows need them.
    pub fn signer(&self) -> &Signer {
        &self.signer
    }

    /// One signature; asks for the PIN. Another card than the one that was read is refused.
    pub fn sign(
        &mut self,
        key: SigningKey,
        algorithm: SignatureAlgorithm,
        digest: &[u8],
        now: Timestamp,
    ) -> Result<Vec<u8>> {
        let certificate = self.signer.chain(key).first().cloned();
        let request = SignRequest {
            key: match key {
                SigningKey::EidAuthentication => CardKey::Authentication,
                SigningKey::EidSignature => CardKey::Signature,
            },
            hash: algorithm.hash(),
            digest: digest.to_vec(),
            pin: self.card.pinpad_of().map_or(PinEntry::Ask, PinEntry::Pinpad),
            certificate,
            chip: Some(self.report.card.chip),
            now,
        };
        let mut machine = CardSign::new(request, Options::default());
        run(&mut machine, self.card, self.pin, &self.cancel)?;
        let signed = machine.take()?;
        if signed.algorithm != algorithm {
            return Err(Error::new(Code::INTERNAL).detail("the card signed by another algorithm"));
        }
        Ok(signed.signature)
    }
}

/// How long another program may hold the reader before it is given up, unless the caller says otherwise.
pub const READER_WAIT: Duration = Duration::from_secs(30);

/// A card in a PC/SC reader.
pub struct ReaderCard {
    connection: CardConnection,
    features: pinpad::Features,
    pinpad: Option<pinpad::Pinpad>,
    wait: Duration,
    cancel: Cancel,
}

impl ReaderCard {
    /// Connects to the card in a reader. `language`: of what a pinpad shows. `wait`: how long another program may hold
    /// the reader; `busy` is told when one does, once.
    pub fn open(
        choice: &ReaderChoice,
        language: Language,
        wait: Duration,
        busy: &mut dyn FnMut(&Error),
        cancel: Cancel,
    ) -> Result<Self> {
        let mut connection = Readers::new().connect_or_tell(choice, wait, busy, &cancel)?;
        let features = connection.features(&cancel)?;
        let pinpad = if features.has(pinpad::FEATURE_VERIFY_PIN_DIRECT) {
            let firmware = connection.firmware(&cancel)?;
            pinpad::Pinpad::for_reader(connection.reader(), firmware, language)
        } else {
            None
        };
        Ok(Self { connection, features, pinpad, wait, cancel })
    }

    /// Name of the reader.
    pub fn reader(&self) -> &str {
        self.connection.reader()
    }
}

impl CardTransport for ReaderCard {
    fn transmit(&mut self, apdu: &[u8]) -> Result<Vec<u8>> {
        self.connection.transmit(apdu, &self.cancel)
    }
    fn begin(&mut self) -> Result<()> {
        match self.connection.begin(self.wait, &self.cancel) {
            // Somebody else reset it meanwhile, or it was put back: the machine begins by recognising the card
            // and refuses another one.
            Err(error) if [Code::CARD_RESET, Code::CARD_REMOVED].contains(&error.code()) => {
                self.connection.reconnect(self.wait, &self.cancel)?;
                self.connection.begin(self.wait, &self.cancel)
            }
            other => other,
        }
    }
    fn end(&mut self) {
        // A transaction that cannot be ended ends with the connection.
        let _ = self.connection.end(&self.cancel);
    }
    fn pinpad_of(&self) -> Option<pinpad::Pinpad> {
        self.pinpad
    }
    fn pinpad(&mut self, operation: pinpad::Operation, structure: &[u8]) -> Result<Vec<u8>> {
        self.connection.pinpad(&self.features, operation, structure, &self.cancel)
    }
}
