//! The operations of a certificate's life, each one call: card, network, disk and flow put together. What a person
//! decides is asked through [`Person`], a PIN through [`crate::eid::PinSource`].

mod card;
mod card_page;
mod enrolment;
mod keystore;
mod revocation;

use ehcert_core::{
    Error, Result,
    eid::{PinCode, PinPurpose},
    flow::{Flow, Preflight, PreflightInput, PreflightReport, Review, RevocationReview, SigningKey},
    key::SignatureAlgorithm,
    trust::Anchors,
};
use zeroize::Zeroizing;

pub use self::{
    card::{ShownCard, change_pin, check_card, check_readers, line_json, pin_status, show_card, sign_digest},
    enrolment::{Applicant, Application, Order, Renewal, complete, enrol, renewal_due, unfinished},
    keystore::{EtkOwner, activate, fetch_etk, revoke, self_test, status, status_by_card},
    revocation::inquire,
};
use crate::{
    clock,
    driver::{Attendant, KeystoreSlot},
    eid::{CardTransport, Eid, PinSource},
    platform::Platform,
};

/// Whoever sits in front of it.
pub trait Person {
    /// A step begins: its stable name ([`ehcert_core::message::step_label`]) and how far the flow is, 0 to 100.
    fn progress(&mut self, step: &'static str, percent: u8);
    /// Something that should be told and stops nothing.
    fn warning(&mut self, warning: &Error);
    /// Whether the person accepts this contract.
    fn contract(&mut self, review: &Review) -> Result<bool>;
    /// Whether the person accepts this revocation, which cannot be taken back.
    fn revocation(&mut self, review: &RevocationReview) -> Result<bool>;
}

/// Attends a flow: asks the person, lets the card sign, stores the keystore.
struct Guide<'a, 'c> {
    person: &'a mut dyn Person,
    eid: Option<&'a mut Eid<'c>>,
    slot: Option<&'a mut KeystoreSlot>,
}

impl Attendant for Guide<'_, '_> {
    fn progress(&mut self, step: &'static str, percent: u8) {
        self.person.progress(step, percent);
    }
    fn contract(&mut self, review: &Review) -> Result<bool> {
        self.person.contract(review)
    }
    fn revocation(&mut self, review: &RevocationReview) -> Result<bool> {
        self.person.revocation(review)
    }
    fn sign(&mut self, key: SigningKey, algorithm: SignatureAlgorithm, digest: &[u8]) -> Result<Vec<u8>> {
        let eid = self.eid.as_mut().ok_or(ehcert_core::Code::WRONG_STATE)?;
        eid.sign(key, algorithm, digest, clock::now())
    }
    fn store(&mut self, keystore: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        self.slot.as_mut().ok_or(ehcert_core::Code::WRONG_STATE)?.put(keystore)
    }
}

/// Runs a flow that neither signs by card nor stores.
fn run(platform: &Platform, flow: &mut dyn Flow, person: &mut dyn Person) -> Result<()> {
    platform.driver.run(flow, &mut Guide { person, eid: None, slot: None })
}

/// Whose roots an identity card must lead to.
pub enum CardRoots {
    /// Belgium's.
    Belgium,
    /// These, for test cards. Believed only with a sandbox; Belgium's otherwise.
    These(Anchors),
    /// Whatever root is on the card itself, for software cards. Believed only with a sandbox; Belgium's otherwise.
    OnCard,
}

/// Reads a card before any PIN is asked, and refuses one that cannot sign.
pub fn open_eid<'a>(
    platform: &Platform,
    card: &'a mut dyn CardTransport,
    pins: &'a mut dyn PinSource,
    roots: &CardRoots,
) -> Result<Eid<'a>> {
    let cancel = platform.driver.cancel.clone();
    // Other roots than Belgium's are believed only by who talks to a sandbox.
    let anchors = match roots {
        CardRoots::These(anchors) if platform.sandbox => anchors.clone(),
        CardRoots::OnCard if platform.sandbox => roots.anchors(card, &cancel)?,
        _ => Anchors::eid(),
    };
    Eid::open(card, pins, &anchors, clock::now(), cancel)
}

/// Asks the RA for its rules and the holder's rights: the first PIN.
pub fn preflight(platform: &Platform, eid: &mut Eid<'_>, person: &mut dyn Person) -> Result<PreflightReport> {
    let mut flow =
        Preflight::new(PreflightInput { signer: eid.signer().clone(), endpoints: platform.endpoints.clone() });
    platform.driver.run(&mut flow, &mut Guide { person: &mut *person, eid: Some(eid), slot: None })?;
    let report = flow.report().cloned().ok_or(ehcert_core::Code::INTERNAL)?;
    for warning in &report.warnings {
        person.warning(warning);
    }
    Ok(report)
}

/// For operations that must not ask for a PIN.
pub struct NoPin;

impl PinSource for NoPin {
    fn pin(&mut self, _: PinPurpose, _: Option<u8>) -> Result<PinCode> {
        Err(ehcert_core::Code::INTERNAL.into())
    }
    fn new_pin(&mut self, _: Option<u8>) -> Result<(PinCode, PinCode)> {
        Err(ehcert_core::Code::INTERNAL.into())
    }
    fn pinpad(&mut self, _: Option<PinPurpose>, _: Option<u8>) {}
}
