//! `ehcert request` and `ehcert renew`: step 1 of the procedure.

use std::path::{Path, PathBuf};

use ehcert_core::{
    Code, Error, Result,
    certificate::Certificate,
    eid::PinPurpose,
    flow::{
        ContractDn, Enrolment, EnrolmentInput, EnrolmentOutcome, Preflight, PreflightInput, PreflightReport, Renewed,
        StatusReport,
    },
    identity::Catalogue,
    key::KeyAlgorithm,
    keystore::{Keystore, Profile},
    request::{ContactData, Draft, Holder, Password, Validated},
    subject::Subject,
    trust::Anchors,
};
use ehcert_native::{
    clock,
    driver::{KeystoreSlot, keystore_path, pending_keystore},
    eid::{Eid, PinSource},
    store,
};
use serde_json::json;
use zeroize::Zeroizing;

use crate::{
    args::{Contact, Renew, Request, RequestCommon},
    attendant::Terminal,
    card::{self, OpenCard, Pins},
    command::{complete, status},
    output::Output,
    secret,
    session::Session,
    text,
};

impl Contact {
    fn data(&self) -> ContactData {
        ContactData {
            email_private: self.email_private.clone(),
            email_general: self.email_general.clone(),
            phone_private: self.phone_private.clone(),
            phone_general: self.phone_general.clone(),
        }
    }
}

pub(crate) fn run(args: &Request, output: &Output) -> Result<u8> {
    let (common, organisation) = match args {
        Request::Person { common } => (common, None),
        Request::Organisation { common, organisation } => (common, Some(organisation)),
    };
    let session = Session::open(&common.platform.platform)?;
    // What was typed is checked before the card is touched, as far as it goes without the card.
    let mut draft = Draft {
        holder: organisation.map_or_else(
            || Holder::Person { ssin: String::new(), first_names: String::new(), last_name: String::new() },
            |o| Holder::OtherOrganization {
                identifier_type: o.identifier_type.clone(),
                identifier: o.identifier.clone(),
                name: o.name.clone().unwrap_or_default(),
            },
        ),
        application_id: organisation.and_then(|o| o.application_id.clone()),
        base_services: organisation.map(|o| o.base_services.clone()).unwrap_or_default(),
        contact: common.contact.data(),
    };
    draft.contact.validate().map_err(|e| all(output, e))?;
    if let Some(organisation) = organisation {
        Catalogue::default().check(&organisation.identifier_type, &organisation.identifier)?;
        if organisation.name.is_some() {
            draft.validate(&Catalogue::default()).map_err(|e| all(output, e))?;
        }
        output.say(text::person_or_organisation(output.language()));
    }
    let password = new_password(common.password.password_file.as_ref(), output)?;

    let mut card = card::open(&common.card, output.language(), &session.driver.cancel)?;
    let mut pins = Pins { file: common.card.pin_file.clone(), output };
    let mut eid = open_eid(&mut card, &mut pins, &session)?;
    let report = preflight(&session, &mut eid, output)?;
    match organisation {
        None => {
            report.may_request_personal()?;
            draft.holder = Holder::Person {
                ssin: eid.signer().ssin().to_owned(),
                first_names: eid.signer().first_names().to_owned(),
                last_name: eid.signer().name().to_owned(),
            };
        }
        Some(organisation) => {
            let known = report.organizations.iter().find(|o| {
                o.identifier.r#type == organisation.identifier_type && o.identifier.value == organisation.identifier
            });
            if let Some(known) = known.filter(|_| organisation.name.is_none()) {
                draft.holder = Holder::RecognizedOrganization {
                    identifier_type: known.identifier.r#type.clone(),
                    identifier: known.identifier.value.clone(),
                    name: known.name.get(output.language().tag()).unwrap_or_default().to_owned(),
                };
            }
        }
    }
    let validated = draft.validate(&report.catalogue).map_err(|e| all(output, e))?;
    for warning in &validated.warnings {
        output.say(&format!("  ! {}", warning.message(output.language())));
    }
    let folder = folder(common.dir.as_ref())?;
    let key = if common.ec { KeyAlgorithm::P384 } else { KeyAlgorithm::Rsa2048 };
    let request =
        Step1 { validated, password, key, folder, accept: common.accept_contract, fresh: common.fresh, renews: None };
    finish(&session, &mut eid, request, common, output)
}

/// `ehcert renew`: the same DN, a new key, only inside the RA's period.
pub(crate) fn renew(args: &Renew, output: &Output) -> Result<u8> {
    let common = &args.common;
    let session = Session::open(&common.platform.platform)?;
    let old_password = secret::password(common.password.password_file.as_ref(), text::password(output.language()))?;
    let keystore = Zeroizing::new(store::read(&args.keystore)?);
    let old = Keystore::open(&keystore, &old_password)?;
    let leaf = old.authentication().and_then(|e| e.chain.first().cloned()).ok_or(Code::KEYSTORE_NOT_PENDING)?;
    let subject = Subject::from_der(leaf.subject_der())?;
    let contact = common.contact.data().validate().map_err(|e| all(output, e))?;

    let info = status::ask(&session, &keystore, &old_password, output)?;
    StatusReport::may_renew(&info, clock::now())?;
    let password = match &args.new_password_file {
        Some(file) => new_password(Some(file), output)?,
        None => old_password.clone(),
    };
    let mut card = card::open(&common.card, output.language(), &session.driver.cancel)?;
    let mut pins = Pins { file: common.card.pin_file.clone(), output };
    let mut eid = open_eid(&mut card, &mut pins, &session)?;
    let validated = Validated::renewal(subject, contact, info.base_services.clone());
    let folder = match &common.dir {
        Some(dir) => dir.clone(),
        None => args.keystore.parent().map(Path::to_owned).unwrap_or_default(),
    };
    let key = if common.ec { KeyAlgorithm::P384 } else { KeyAlgorithm::Rsa2048 };
    let renews = Some(Renewed { keystore, password: old_password });
    let request =
        Step1 { validated, password, key, folder, accept: common.accept_contract, fresh: common.fresh, renews };
    finish(&session, &mut eid, request, common, output)
}

/// What step 1 is done with.
pub(crate) struct Step1 {
    pub(crate) validated: Validated,
    pub(crate) password: Password,
    pub(crate) key: KeyAlgorithm,
    pub(crate) folder: PathBuf,
    pub(crate) accept: bool,
    /// Leave an earlier, unfinished request alone.
    pub(crate) fresh: bool,
    pub(crate) renews: Option<Renewed>,
}

fn finish(session: &Session, eid: &mut Eid<'_>, request: Step1, common: &RequestCommon, output: &Output) -> Result<u8> {
    let (password, subject) = (request.password.clone(), request.validated.subject.clone());
    let (slot, outcome) = enrol(session, eid, request, output)?;
    output.event(
        "pending",
        json!({
            "keystore": slot.path(),
            "public_key_identifier": ehcert_core::ra::public_key_identifier_hex(&outcome.public_key_identifier),
            "automatically_validated": outcome.automatically_validated,
            "already_submitted": outcome.already_submitted,
        }),
        &format!("{}\n  {}", text::pending(output.language()), slot.path().display()),
    );
    if !outcome.automatically_validated {
        output.say(text::manual(output.language()));
    }
    match common.complete {
        Some(patience) => complete::finish(session, slot, &password, Some(subject), patience, output).map(|_| 0),
        None => {
            output.say(text::next_complete(output.language()));
            Ok(0)
        }
    }
}

/// Runs the enrolment. A keystore that an earlier run left for the same subject is gone on with.
pub(crate) fn enrol(
    session: &Session,
    eid: &mut Eid<'_>,
    request: Step1,
    output: &Output,
) -> Result<(KeystoreSlot, EnrolmentOutcome)> {
    let cancel = session.driver.cancel.clone();
    store::prepare_folder(&request.folder)?;
    let earlier = if request.fresh {
        None
    } else {
        pending_keystore(&request.folder, &request.validated.subject, &request.password)?
    };
    let mut slot = match earlier {
        Some(path) => KeystoreSlot::open(path, cancel)?,
        None => KeystoreSlot::new(keystore_path(&request.folder, &request.validated.subject, clock::now()), cancel),
    };
    let mut flow = Enrolment::new(EnrolmentInput {
        signer: eid.signer().clone(),
        request: request.validated,
        password: request.password,
        key_algorithm: request.key,
        profile: Profile::Ehealth,
        endpoints: session.endpoints.clone(),
        pending: slot.content().cloned(),
        renews: request.renews,
        contract_dn: ContractDn::default(),
    });
    let mut terminal = Terminal::new(output);
    terminal.accept = request.accept;
    terminal.eid = Some(eid);
    terminal.slot = Some(&mut slot);
    session.driver.run(&mut flow, &mut terminal)?;
    drop(terminal);
    let outcome = flow.outcome().cloned().ok_or(Code::INTERNAL)?;
    Ok((slot, outcome))
}

/// Asks the RA for its rules and the holder's rights: the first PIN.
pub(crate) fn preflight(session: &Session, eid: &mut Eid<'_>, output: &Output) -> Result<PreflightReport> {
    let mut flow =
        Preflight::new(PreflightInput { signer: eid.signer().clone(), endpoints: session.endpoints.clone() });
    let mut terminal = Terminal::new(output);
    terminal.eid = Some(eid);
    session.driver.run(&mut flow, &mut terminal)?;
    drop(terminal);
    let report = flow.report().cloned().ok_or(Code::INTERNAL)?;
    for warning in &report.warnings {
        output.say(&format!("  ! {}", warning.message(output.language())));
    }
    Ok(report)
}

/// Reads the card; a software card is believed only by a sandbox.
pub(crate) fn open_eid<'a>(card: &'a mut OpenCard, pins: &'a mut dyn PinSource, session: &Session) -> Result<Eid<'a>> {
    let now = clock::now();
    // Other roots than Belgium's are believed only by who talks to a sandbox.
    let anchors = if let Some(file) = card.anchors.as_ref().filter(|_| session.sandbox) {
        Anchors::from_certificates(crate::session::certificates(&store::read(file)?)?)
    } else if card.software && session.sandbox {
        let mut quiet = NoPin;
        let wanted = ehcert_core::eid::Wanted { chain: true, ..Default::default() };
        let contents = ehcert_native::eid::read(wanted, card.transport.as_mut(), &mut quiet, &session.driver.cancel)?;
        let roots: Vec<Certificate> = contents.certificates.root.into_iter().collect();
        Anchors::from_certificates(roots)
    } else {
        Anchors::eid()
    };
    Eid::open(card.transport.as_mut(), pins, &anchors, now, session.driver.cancel.clone())
}

/// For operations that must not ask for a PIN.
pub(crate) struct NoPin;

impl PinSource for NoPin {
    fn pin(&mut self, _: PinPurpose, _: Option<u8>) -> Result<ehcert_core::eid::PinCode> {
        Err(Code::INTERNAL.into())
    }
    fn pinpad(&mut self, _: Option<PinPurpose>, _: Option<u8>) {}
}

/// The folder of keystores: that of the argument, or `ehealth/keystore` in the home folder.
pub(crate) fn folder(dir: Option<&PathBuf>) -> Result<PathBuf> {
    dir.map_or_else(store::default_folder, |d| Ok(d.clone()))
}

/// Tells all errors of a form; the last one is the command's.
pub(crate) fn all(output: &Output, mut errors: Vec<Error>) -> Error {
    let last = errors.pop();
    for error in &errors {
        output.error(error);
    }
    last.unwrap_or_else(|| Code::INTERNAL.into())
}

pub(crate) fn new_password(file: Option<&PathBuf>, output: &Output) -> Result<Password> {
    let language = output.language();
    let (first, second) = match file {
        Some(path) => {
            let text = Password::from(secret::first_line(path)?);
            (text.clone(), text)
        }
        None => (
            Password::from(secret::ask(text::new_password(language))?),
            Password::from(secret::ask(text::again(language))?),
        ),
    };
    match first.check(&second) {
        errors if errors.is_empty() => Ok(first),
        errors => Err(all(output, errors)),
    }
}
