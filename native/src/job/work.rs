//! What the thread of a job does: it asks at the desk and waits for the answer.

use std::{path::PathBuf, time::Duration};

use ehcert_core::{
    Code, Error, Language, Result,
    eid::{PinCode, PinPurpose},
    facade::error::Problem,
    flow::{OfflineStatus, Review, RevocationCheck, RevocationReview},
    key::KeyAlgorithm,
    keystore::Keystore,
    pem,
    ra::{self, RevocationReason},
    request::Password,
    subject::Subject,
    trust::Anchors,
};
use serde_json::{Value, json};
use zeroize::Zeroizing;

mod card;
mod scan;

use super::{Event, Operation, Reply, With, purpose_name};
use crate::{
    Cancel,
    card::ReaderChoice,
    channel::{Receiver, RecvTimeoutError, Sender, TrySendError},
    clock,
    driver::KeystoreSlot,
    eid::{self, CardTransport, Eid, PinSource, ReaderCard},
    operation::{self, Applicant, Application, CardRoots, EtkOwner, Order, Person, Renewal},
    platform::{Platform, certificates},
    sandbox::SandboxCard,
    store,
};

type Outcome = std::result::Result<Value, Vec<Error>>;

/// How often a wait for an answer looks whether it was called off.
const LOOK: Duration = Duration::from_millis(50);

/// Where the thread tells and asks.
pub(super) struct Desk {
    pub(super) events: Sender<Event>,
    pub(super) replies: Receiver<Reply>,
    pub(super) cancel: Cancel,
}

impl Desk {
    /// Tells something; waits while the host does not poll.
    fn tell(&self, event: Event) -> Result<()> {
        let mut waiting = Some(event);
        while let Some(event) = waiting {
            self.cancel.check()?;
            match self.events.try_send(event) {
                Ok(()) => return Ok(()),
                Err(TrySendError::Full(back)) => waiting = back,
                Err(TrySendError::Disconnected(_)) => break,
            }
            self.cancel.sleep(LOOK)?;
        }
        Err(Code::CANCELLED.into())
    }

    fn ask(&self, event: Event) -> Result<Reply> {
        self.tell(event)?;
        loop {
            self.cancel.check()?;
            match self.replies.recv_timeout(LOOK) {
                Ok(reply) => return Ok(reply),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(Code::CANCELLED.into()),
            }
        }
    }
}

impl Person for &Desk {
    fn progress(&mut self, step: &'static str, percent: u8) {
        // A cancelled job ends at its next question or request.
        let _ = self.tell(Event::Progress { step: step.to_owned(), percent });
    }
    fn warning(&mut self, warning: &Error) {
        let _ = self.tell(Event::Warning { problem: Problem::from(warning) });
    }
    fn contract(&mut self, review: &Review) -> Result<bool> {
        match self.ask(Event::Contract { review: Box::new(review.clone()) })? {
            Reply::Contract(accepted) => Ok(accepted),
            _ => Err(Code::WRONG_STATE.into()),
        }
    }
    fn revocation(&mut self, review: &RevocationReview) -> Result<bool> {
        match self.ask(Event::Revocation { review: Box::new(review.clone()) })? {
            Reply::Contract(accepted) => Ok(accepted),
            _ => Err(Code::WRONG_STATE.into()),
        }
    }
}

impl Desk {
    fn ask_pin(&self, purpose: &str, tries_left: Option<u8>) -> Result<PinCode> {
        match self.ask(Event::Pin { purpose: purpose.to_owned(), tries_left })? {
            Reply::Pin(code) => code,
            _ => Err(Code::WRONG_STATE.into()),
        }
    }
}

impl PinSource for &Desk {
    fn pin(&mut self, purpose: PinPurpose, tries_left: Option<u8>) -> Result<PinCode> {
        self.ask_pin(purpose_name(purpose), tries_left)
    }
    fn new_pin(&mut self, tries_left: Option<u8>) -> Result<(PinCode, PinCode)> {
        Ok((self.ask_pin("old", tries_left)?, self.ask_pin("new", None)?))
    }
    fn pinpad(&mut self, _: Option<PinPurpose>, tries_left: Option<u8>) {
        let _ = self.tell(Event::Pinpad { tries_left });
    }
}

/// A card that the host holds.
struct HostCard<'a>(&'a Desk);

impl CardTransport for HostCard<'_> {
    fn transmit(&mut self, apdu: &[u8]) -> Result<Vec<u8>> {
        let command: Zeroizing<String> = Zeroizing::new(apdu.iter().map(|b| format!("{b:02x}")).collect());
        match self.0.ask(Event::Apdu { command: command.to_string() })? {
            Reply::Card(response) if response.len() >= 2 => Ok(response),
            Reply::Card(_) => Err(Error::new(Code::CARD_REMOVED).with("reader", "host")),
            _ => Err(Code::WRONG_STATE.into()),
        }
    }
}

fn one(error: Error) -> Vec<Error> {
    vec![error]
}

pub(super) fn run(operation: Operation, password: &Password, new: Option<Password>, desk: &mut Desk) -> Outcome {
    let desk = &*desk;
    let person: &mut dyn Person = &mut &*desk;
    match operation {
        Operation::Check { with } => card::check(&with, desk),
        Operation::ReadCard { with } => card::read(&with, desk).map_err(one),
        Operation::PinStatus { with } => card::pin_status(&with, desk).map_err(one),
        Operation::ChangePin { with } => card::change_pin(&with, desk).map_err(one),
        Operation::Sign { with, key, hash, digest } => card::sign(&with, &key, &hash, &digest, desk).map_err(one),
        Operation::Request {
            with,
            identifier_type,
            identifier,
            name,
            application_id,
            base_services,
            contact,
            folder,
            ec,
            fresh,
            complete,
        } => {
            let application = Application {
                applicant: match identifier_type {
                    None => Applicant::Person,
                    Some(identifier_type) => Applicant::Organisation { identifier_type, identifier, name },
                },
                application_id,
                base_services,
                contact: contact.into(),
            };
            application.check()?;
            let errors = password.report(None).errors();
            if !errors.is_empty() {
                return Err(errors);
            }
            let platform = platform(&with, desk).map_err(one)?;
            let folder = folder_of(folder).map_err(one)?;
            with_eid(&with, &platform, desk, |eid| {
                let report = operation::preflight(&platform, eid, person).map_err(one)?;
                let validated = application.resolve(&report, eid.signer(), language(&with))?;
                for warning in &validated.warnings {
                    person.warning(warning);
                }
                let order = Order { validated, password: password.clone(), key: key(ec), folder, fresh, renews: None };
                enrol(&platform, eid, order, complete, person).map_err(one)
            })
        }
        Operation::Complete { with, keystore, folder, wait } => {
            let platform = platform(&with, desk).map_err(one)?;
            let path = match keystore {
                Some(path) => PathBuf::from(path),
                None => operation::unfinished(&folder_of(folder).map_err(one)?, password).map_err(one)?,
            };
            let mut slot = KeystoreSlot::open(path, desk.cancel.clone()).map_err(one)?;
            complete(&platform, &mut slot, password, None, wait, person).map_err(one)
        }
        Operation::Renew { with, keystore, contact, folder, ec, complete } => {
            let platform = platform(&with, desk).map_err(one)?;
            let path = PathBuf::from(keystore);
            let folder = match folder {
                Some(folder) => PathBuf::from(folder),
                None => path.parent().map(PathBuf::from).unwrap_or_default(),
            };
            if let Some(errors) = new.as_ref().map(|p| p.report(None).errors()).filter(|e| !e.is_empty()) {
                return Err(errors);
            }
            let keystore = read(&path).map_err(one)?;
            let renewal = Renewal { keystore, password: password.clone(), contact: contact.into() };
            let (validated, renewed) = operation::renewal_due(&platform, renewal, person)?;
            let password = new.unwrap_or_else(|| password.clone());
            with_eid(&with, &platform, desk, |eid| {
                let order = Order { validated, password, key: key(ec), folder, fresh: false, renews: Some(renewed) };
                enrol(&platform, eid, order, complete, person).map_err(one)
            })
        }
        Operation::Activate { with, keystore } => {
            let platform = platform(&with, desk).map_err(one)?;
            let keystore = read(&PathBuf::from(keystore)).map_err(one)?;
            operation::activate(&platform, &keystore, password, person).map_err(one)?;
            Ok(json!({}))
        }
        Operation::Revoke { with, keystore, reason } => {
            let reason = RevocationReason::of_person(&reason).map_err(one)?;
            let platform = platform(&with, desk).map_err(one)?;
            let mut slot = KeystoreSlot::open(PathBuf::from(keystore), desk.cancel.clone()).map_err(one)?;
            // A wrong password is said before the card is asked for.
            Keystore::open(slot.content().ok_or_else(|| one(Code::INTERNAL.into()))?, password)
                .and_then(|opened| opened.issued().map(|_| ()))
                .map_err(one)?;
            with_eid(&with, &platform, desk, |eid| {
                operation::revoke(&platform, eid, &mut slot, password, reason, person).map_err(one)?;
                Ok(json!({}))
            })
        }
        Operation::SelfTest { with, keystore } => {
            let platform = platform(&with, desk).map_err(one)?;
            let keystore = read(&PathBuf::from(keystore)).map_err(one)?;
            let report = operation::self_test(&platform, &keystore, password, person).map_err(one)?;
            Ok(json!({"etkSerial": report.etk_serial}))
        }
        Operation::Scan { paths, passwords, within } => {
            scan::run(&paths, passwords.as_deref(), password, within.unwrap_or(scan::WITHIN), desk).map_err(one)
        }
        Operation::Etk { with, identifier_type, identifier, application_id, keystore } => {
            let platform = platform(&with, desk).map_err(one)?;
            let owner = match keystore {
                Some(path) => {
                    let keystore = read(&PathBuf::from(path)).map_err(one)?;
                    EtkOwner::Keystore { keystore, password: password.clone() }
                }
                None => EtkOwner::Identifier { identifier_type, identifier, application_id },
            };
            let found = operation::fetch_etk(&platform, &owner, person).map_err(one)?;
            Ok(json!({
                "etk": pem::to_base64(&found.etk),
                "dn": found.dn,
                "serial": found.serial,
                "notBefore": found.not_before.0,
                "notAfter": found.not_after.0,
                "warnings": found.warnings.iter().map(|w| w.code().name()).collect::<Vec<_>>(),
            }))
        }
        Operation::Status { with, keystore } => {
            let platform = platform(&with, desk).map_err(one)?;
            let keystore = read(&PathBuf::from(keystore)).map_err(one)?;
            let opened = Keystore::open(&keystore, password).map_err(one)?;
            let offline = OfflineStatus::of(&opened, clock::now()).map_err(one)?;
            let registered = operation::status(&platform, &keystore, password, person).map_err(one)?;
            Ok(json!({"offline": offline, "registered": registered}))
        }
    }
}

fn language(with: &With) -> Language {
    Language::from_tag(&with.language).unwrap_or_default()
}

fn key(ec: bool) -> KeyAlgorithm {
    if ec { KeyAlgorithm::P384 } else { KeyAlgorithm::Rsa2048 }
}

fn platform(with: &With, desk: &Desk) -> Result<Platform> {
    let revocation = match with.revocation.as_str() {
        "" => RevocationCheck::Soft,
        name => RevocationCheck::from_name(name)
            .ok_or_else(|| Error::new(Code::INVALID_ARGUMENT).with("what", "revocation").field("revocation"))?,
    };
    Ok(Platform { revocation, ..Platform::open(&with.platform, desk.cancel.clone())? })
}

fn folder_of(folder: Option<String>) -> Result<PathBuf> {
    folder.map_or_else(store::default_folder, |f| Ok(PathBuf::from(f)))
}

fn read(path: &std::path::Path) -> Result<Zeroizing<Vec<u8>>> {
    store::read_keystore(path).map(Zeroizing::new)
}

fn open_card<'a>(with: &With, desk: &'a Desk) -> Result<Box<dyn CardTransport + 'a>> {
    let choice = match with.card.as_str() {
        "host" => return Ok(Box::new(HostCard(desk))),
        "sandbox" => return Ok(Box::new(SandboxCard::open(&with.platform, desk.cancel.clone())?)),
        "any" => ReaderChoice::Any,
        name => ReaderChoice::Named(name.to_owned()),
    };
    let wait = with.reader_wait.map_or(eid::READER_WAIT, |seconds| Duration::from_secs(seconds.into()));
    let mut busy = |problem: &Error| {
        let _ = desk.tell(Event::Warning { problem: Problem::from(problem) });
    };
    Ok(Box::new(ReaderCard::open(&choice, language(with), wait, &mut busy, desk.cancel.clone())?))
}

/// Whose roots the card must lead to.
fn roots(with: &With) -> Result<CardRoots> {
    Ok(match &with.eid_anchors {
        Some(pem) => CardRoots::These(Anchors::from_certificates(certificates(pem.as_bytes())?)),
        None if with.card == "sandbox" => CardRoots::OnCard,
        None => CardRoots::Belgium,
    })
}

fn with_eid(with: &With, platform: &Platform, desk: &Desk, work: impl FnOnce(&mut Eid<'_>) -> Outcome) -> Outcome {
    let roots = roots(with).map_err(one)?;
    let mut card = open_card(with, desk).map_err(one)?;
    let mut pins = desk;
    let mut eid = operation::open_eid(platform, card.as_mut(), &mut pins, &roots).map_err(one)?;
    work(&mut eid)
}

fn enrol(
    platform: &Platform,
    eid: &mut Eid<'_>,
    order: Order,
    patience: Option<u32>,
    person: &mut dyn Person,
) -> Result<Value> {
    let (password, subject) = (order.password.clone(), order.validated.subject.clone());
    let (mut slot, outcome) = operation::enrol(platform, eid, order, &mut *person)?;
    let mut result = json!({
        "keystore": slot.path(),
        "publicKeyIdentifier": ra::public_key_identifier_hex(&outcome.public_key_identifier),
        "automaticallyValidated": outcome.automatically_validated,
        "alreadySubmitted": outcome.already_submitted,
    });
    if let Some(patience) = patience {
        let done = complete(platform, &mut slot, &password, Some(subject), patience, person)?;
        if let (Value::Object(result), Value::Object(done)) = (&mut result, done) {
            result.extend(done);
        }
    }
    Ok(result)
}

fn complete(
    platform: &Platform,
    slot: &mut KeystoreSlot,
    password: &Password,
    expected: Option<Subject>,
    patience: u32,
    person: &mut dyn Person,
) -> Result<Value> {
    let report = operation::complete(platform, slot, password, expected, patience, person)?;
    Ok(json!({
        "keystore": slot.path(),
        "dn": report.dn,
        "serial": report.serial,
        "etkSerial": report.etk_serial,
        "notAfter": report.not_after.0,
        "toBeActivated": report.to_be_activated,
    }))
}
