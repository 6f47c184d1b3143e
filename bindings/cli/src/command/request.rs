//! `ehcert request` and `ehcert renew`: step 1 of the procedure.

use std::path::{Path, PathBuf};

use ehcert_core::{
    Code, Error, Result,
    key::KeyAlgorithm,
    request::{ContactData, Password},
};
use ehcert_native::{
    Cancel,
    eid::Eid,
    operation::{self, Applicant, Application, Order, Renewal, open_eid, preflight, renewal_due},
    platform::Platform,
    store,
};
use serde_json::json;
use zeroize::Zeroizing;

use crate::{
    args::{Contact, Renew, Request, RequestCommon},
    attendant::Terminal,
    card::{self, Pins},
    command::complete,
    output::Output,
    secret, text,
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

impl RequestCommon {
    fn key(&self) -> KeyAlgorithm {
        if self.ec { KeyAlgorithm::P384 } else { KeyAlgorithm::Rsa2048 }
    }
}

pub(crate) fn run(args: &Request, output: &Output) -> Result<u8> {
    let (common, organisation) = match args {
        Request::Person { common } => (common, None),
        Request::Organisation { common, organisation } => (common, Some(organisation)),
    };
    let cancel = Cancel::new();
    let platform = common.platform.open(cancel.clone())?;
    let application = Application {
        applicant: organisation.map_or(Applicant::Person, |o| Applicant::Organisation {
            identifier_type: o.identifier_type.clone(),
            identifier: o.identifier.clone(),
            name: o.name.clone(),
        }),
        application_id: organisation.and_then(|o| o.application_id.clone()),
        base_services: organisation.map(|o| o.base_services.clone()).unwrap_or_default(),
        contact: common.contact.data(),
    };
    // What was typed is checked before the card is touched, as far as it goes without the card.
    application.check().map_err(|e| all(output, e))?;
    if organisation.is_some() {
        output.say(text::person_or_organisation(output.language()));
    }
    let password = new_password(common.password.password_file.as_ref(), output)?;

    let mut card = card::open(&common.card, &common.platform.platform, output, &cancel)?;
    let mut pins = Pins::new(&common.card, output);
    let mut eid = open_eid(&platform, card.transport.as_mut(), &mut pins, &card.roots)?;
    let report = preflight(&platform, &mut eid, &mut Terminal::new(output, false))?;
    let validated = application.resolve(&report, eid.signer(), output.language()).map_err(|e| all(output, e))?;
    for warning in &validated.warnings {
        output.say(&format!("  ! {}", warning.message(output.language())));
    }
    let folder = folder(common.dir.as_ref())?;
    let order = Order { validated, password, key: common.key(), folder, fresh: common.fresh, renews: None };
    finish(&platform, &mut eid, order, common, output)
}

/// `ehcert renew`: the same DN, a new key, only inside the RA's period.
pub(crate) fn renew(args: &Renew, output: &Output) -> Result<u8> {
    let common = &args.common;
    let cancel = Cancel::new();
    let platform = common.platform.open(cancel.clone())?;
    let old_password = secret::password(common.password.password_file.as_ref(), text::password(output.language()))?;
    let renewal = Renewal {
        keystore: Zeroizing::new(store::read_keystore(&args.keystore)?),
        password: old_password.clone(),
        contact: common.contact.data(),
    };
    let (validated, renewed) =
        renewal_due(&platform, renewal, &mut Terminal::new(output, false)).map_err(|e| all(output, e))?;
    let password = match &args.new_password_file {
        Some(file) => new_password(Some(file), output)?,
        None => old_password,
    };
    let mut card = card::open(&common.card, &common.platform.platform, output, &cancel)?;
    let mut pins = Pins::new(&common.card, output);
    let mut eid = open_eid(&platform, card.transport.as_mut(), &mut pins, &card.roots)?;
    let folder = match &common.dir {
        Some(dir) => dir.clone(),
        None => args.keystore.parent().map(Path::to_owned).unwrap_or_default(),
    };
    let renews = Some(renewed);
    let order = Order { validated, password, key: common.key(), folder, fresh: common.fresh, renews };
    finish(&platform, &mut eid, order, common, output)
}

fn finish(platform: &Platform, eid: &mut Eid<'_>, order: Order, common: &RequestCommon, output: &Output) -> Result<u8> {
    let (password, subject) = (order.password.clone(), order.validated.subject.clone());
    let mut terminal = Terminal::new(output, common.accept_contract);
    let (mut slot, outcome) = operation::enrol(platform, eid, order, &mut terminal)?;
    drop(terminal);
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
        Some(patience) => complete::finish(platform, &mut slot, &password, Some(subject), patience, output).map(|_| 0),
        None => {
            output.say(text::next_complete(output.language()));
            Ok(0)
        }
    }
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
