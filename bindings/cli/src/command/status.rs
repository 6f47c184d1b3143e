//! `ehcert status`, `activate` and `selftest`.

use ehcert_core::{Result, flow::OfflineStatus, keystore::Keystore};
use ehcert_native::{Cancel, clock, operation, platform::Platform, store};
use serde_json::json;
use zeroize::Zeroizing;

use crate::{
    args::{OnKeystore, StatusArgs},
    attendant::Terminal,
    output::Output,
    secret, text,
};

pub(crate) fn run(args: &StatusArgs, output: &Output) -> Result<u8> {
    let language = output.language();
    let password = secret::password(args.password.password_file.as_ref(), text::password(language))?;
    let bytes = Zeroizing::new(store::read(&args.keystore)?);
    let opened = Keystore::open(&bytes, &password)?;
    let status = OfflineStatus::of(&opened, clock::now())?;
    let mut lines = vec![status.dn.clone()];
    if let (Some(until), Some(days)) = (status.not_after, status.days_left) {
        lines.push(format!(
            "  {} {} ({days} {})",
            text::valid_until(language),
            until.to_date(),
            text::days_left(language)
        ));
    }
    if status.pending {
        lines.push(text::next_complete(language).to_owned());
    }
    lines.push(format!("  ETK: {}", status.encryption_keys.join(", ")));
    output.event("status", json!(status), &lines.join("\n"));
    if let Some(platform) = &args.platform {
        let platform = Platform { revocation: args.revocation.revocation, ..Platform::open(platform, Cancel::new())? };
        let info = operation::status(&platform, &bytes, &password, &mut Terminal::new(output, false))?;
        output.event(
            "registered",
            json!(info),
            &format!("  RA: {}, ETK {}", info.status.as_str(), info.etk_status.as_str()),
        );
    }
    Ok(0)
}

pub(crate) fn activate(args: &OnKeystore, output: &Output) -> Result<u8> {
    let platform = args.platform.open(Cancel::new())?;
    let password = secret::password(args.password.password_file.as_ref(), text::password(output.language()))?;
    let keystore = Zeroizing::new(store::read(&args.keystore)?);
    operation::activate(&platform, &keystore, &password, &mut Terminal::new(output, false))?;
    output.event("activated", json!({"keystore": args.keystore}), text::activated(output.language()));
    Ok(0)
}

pub(crate) fn selftest(args: &OnKeystore, output: &Output) -> Result<u8> {
    let platform = args.platform.open(Cancel::new())?;
    let password = secret::password(args.password.password_file.as_ref(), text::password(output.language()))?;
    let keystore = Zeroizing::new(store::read(&args.keystore)?);
    let report = operation::self_test(&platform, &keystore, &password, &mut Terminal::new(output, false))?;
    output.event(
        "selftest",
        json!({"etk_serial": report.etk_serial, "ok": true}),
        &format!("{}  ETK {}", text::works(output.language()), report.etk_serial),
    );
    Ok(0)
}
