//! `ehcert status`, `activate` and `selftest`.

use ehcert_core::{Result, flow::OfflineStatus, keystore::Keystore};
use ehcert_native::{
    Cancel, clock,
    operation::{self, open_eid},
    platform::Platform,
    store,
};
use serde_json::json;
use zeroize::Zeroizing;

use crate::{
    args::{OnKeystore, StatusArgs},
    attendant::Terminal,
    card::{self, Pins},
    output::Output,
    secret, text,
};

pub(crate) fn run(args: &StatusArgs, output: &Output) -> Result<u8> {
    let language = output.language();
    let Some(keystore) = &args.keystore else { return by_card(args, output) };
    let password = secret::password(args.password.password_file.as_ref(), text::password(language))?;
    let bytes = Zeroizing::new(store::read_keystore(keystore)?);
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
    if let Some(when) = status.revoked {
        lines.push(format!("  {} {}", text::scan_revoked(language), when.to_date()));
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

/// All certificates of the holder of the card, and of the organisations they may act for.
fn by_card(args: &StatusArgs, output: &Output) -> Result<u8> {
    // clap asks for one of the two.
    let address = args.platform.as_deref().unwrap_or("production");
    let cancel = Cancel::new();
    let platform = Platform::open(address, cancel.clone())?;
    let mut card = card::open(&args.card, address, output, &cancel)?;
    let mut pins = Pins::new(&args.card, output);
    let mut eid = open_eid(&platform, card.transport.as_mut(), &mut pins, &card.roots)?;
    for info in operation::status_by_card(&platform, &mut eid, &mut Terminal::new(output, false))? {
        let dn = info.details.as_ref().map(|d| d.dn.clone()).unwrap_or_default();
        let until = info.details.as_ref().map(|d| d.not_after.to_date()).unwrap_or_default();
        let line = format!("{dn}\n  RA: {}, ETK {}  {until}", info.status.as_str(), info.etk_status.as_str());
        output.event("registered", json!(info), &line);
    }
    Ok(0)
}

pub(crate) fn activate(args: &OnKeystore, output: &Output) -> Result<u8> {
    let platform = args.platform.open(Cancel::new())?;
    let password = secret::password(args.password.password_file.as_ref(), text::password(output.language()))?;
    let keystore = Zeroizing::new(store::read_keystore(&args.keystore)?);
    operation::activate(&platform, &keystore, &password, &mut Terminal::new(output, false))?;
    output.event("activated", json!({"keystore": args.keystore}), text::activated(output.language()));
    Ok(0)
}

pub(crate) fn selftest(args: &OnKeystore, output: &Output) -> Result<u8> {
    let platform = args.platform.open(Cancel::new())?;
    let password = secret::password(args.password.password_file.as_ref(), text::password(output.language()))?;
    let keystore = Zeroizing::new(store::read_keystore(&args.keystore)?);
    let report = operation::self_test(&platform, &keystore, &password, &mut Terminal::new(output, false))?;
    output.event(
        "selftest",
        json!({"etk_serial": report.etk_serial, "ok": true}),
        &format!("{}  ETK {}", text::works(output.language()), report.etk_serial),
    );
    Ok(0)
}
