//! `ehcert complete`: step 2 of the procedure.

use ehcert_core::{Result, flow::CompletionReport, request::Password, subject::Subject};
use ehcert_native::{
    Cancel,
    driver::KeystoreSlot,
    operation::{self, unfinished},
    platform::Platform,
    store,
};
use serde_json::json;

use crate::{args::Complete, attendant::Terminal, command::request::folder, output::Output, secret, text};

pub(crate) fn run(args: &Complete, output: &Output) -> Result<u8> {
    let platform = args.platform.open(Cancel::new())?;
    let password = secret::password(args.password.password_file.as_ref(), text::password(output.language()))?;
    let path = match &args.keystore {
        Some(path) => path.clone(),
        None => unfinished(&folder(args.dir.as_ref())?, &password)?,
    };
    store::prepare_folder(path.parent().unwrap_or(std::path::Path::new(".")))?;
    let mut slot = KeystoreSlot::open(path, platform.driver.cancel.clone())?;
    finish(&platform, &mut slot, &password, None, args.wait, output)?;
    Ok(0)
}

/// Runs the completion and tells its result.
pub(crate) fn finish(
    platform: &Platform,
    slot: &mut KeystoreSlot,
    password: &Password,
    expected: Option<Subject>,
    patience: u32,
    output: &Output,
) -> Result<CompletionReport> {
    let mut terminal = Terminal::new(output, false);
    let report = operation::complete(platform, slot, password, expected, patience, &mut terminal)?;
    drop(terminal);
    let language = output.language();
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
    Ok(report)
}
