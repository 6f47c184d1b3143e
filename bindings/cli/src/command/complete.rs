//! `ehcert complete`: step 2 of the procedure.

use ehcert_core::{
    Code, Error, Result,
    flow::{Completion, CompletionInput, CompletionReport},
    keystore::Profile,
    request::Password,
    subject::Subject,
};
use ehcert_native::{
    driver::{KeystoreSlot, unfinished_keystores},
    store,
};
use serde_json::json;

use crate::{
    args::Complete, attendant::Terminal, command::request::folder, output::Output, secret, session::Session, text,
};

pub(crate) fn run(args: &Complete, output: &Output) -> Result<u8> {
    let session = Session::open(&args.platform.platform)?;
    let password = secret::password(args.password.password_file.as_ref(), text::password(output.language()))?;
    let path = match &args.keystore {
        Some(path) => path.clone(),
        None => {
            let folder = folder(args.dir.as_ref())?;
            let mut found = unfinished_keystores(&folder, &password)?;
            match (found.pop(), found.is_empty()) {
                (Some(path), true) => path,
                (None, _) => return Err(Error::new(Code::KEYSTORE_NOT_FOUND).with("folder", folder.display())),
                (Some(_), false) => {
                    return Err(Error::new(Code::KEYSTORE_SEVERAL).with("folder", folder.display()));
                }
            }
        }
    };
    store::prepare_folder(path.parent().unwrap_or(std::path::Path::new(".")))?;
    let slot = KeystoreSlot::open(path, session.driver.cancel.clone())?;
    finish(&session, slot, &password, None, args.wait, output)?;
    Ok(0)
}

/// Runs the completion and tells its result.
pub(crate) fn finish(
    session: &Session,
    mut slot: KeystoreSlot,
    password: &Password,
    expected: Option<Subject>,
    patience: u32,
    output: &Output,
) -> Result<(KeystoreSlot, CompletionReport)> {
    let mut flow = Completion::new(CompletionInput {
        keystore: slot.content().cloned().ok_or(Code::INTERNAL)?,
        password: password.clone(),
        profile: Profile::Ehealth,
        endpoints: session.endpoints.clone(),
        anchors: session.anchors.clone(),
        expected,
        patience,
    })?;
    let mut terminal = Terminal::new(output);
    terminal.slot = Some(&mut slot);
    session.driver.run(&mut flow, &mut terminal)?;
    drop(terminal);
    let report = flow.report().cloned().ok_or(Code::INTERNAL)?;
    let language = output.language();
    for warning in &report.warnings {
        output.say(&format!("  ! {}", warning.message(language)));
    }
    output.event(
        "completed",
        json!({
            "keystore": slot.path(),
            "dn": report.dn,
            "serial": report.serial,
            "etk_serial": report.etk_serial,
            "not_after": report.not_after.to_rfc3339(),
            "to_be_activated": report.to_be_activated,
        }),
        &format!(
            "{}\n{}\n  {}\n  {}\n  {} {}",
            text::sealed(language),
            text::done(language),
            slot.path().display(),
            report.dn,
            text::valid_until(language),
            report.not_after.to_date()
        ),
    );
    if report.to_be_activated {
        output.say(text::activate_later(language));
    }
    Ok((slot, report))
}
