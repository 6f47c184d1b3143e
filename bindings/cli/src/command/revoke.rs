//! `ehcert revoke`.

use clap::ValueEnum;
use ehcert_core::{Code, Result, keystore::Keystore, ra::RevocationReason};
use ehcert_native::{
    Cancel,
    driver::KeystoreSlot,
    operation::{self, open_eid},
};
use serde_json::json;

use crate::{
    args::Revoke,
    attendant::Terminal,
    card::{self, Pins},
    output::Output,
    secret, text,
};

pub(crate) fn run(args: &Revoke, output: &Output) -> Result<u8> {
    // clap lets through no other words than these four.
    let reason = args.reason.to_possible_value().map(|v| v.get_name().to_owned()).unwrap_or_default();
    let reason = RevocationReason::of_person(&reason)?;
    let cancel = Cancel::new();
    let platform = args.platform.open(cancel.clone())?;
    let password = secret::password(args.password.password_file.as_ref(), text::password(output.language()))?;
    let mut slot = KeystoreSlot::open(args.keystore.clone(), cancel.clone())?;
    // A wrong password is said before the card is asked for.
    Keystore::open(slot.content().ok_or(Code::INTERNAL)?, &password)?.issued()?;
    let mut card = card::open(&args.card, &args.platform.platform, output, &cancel)?;
    let mut pins = Pins::new(&args.card, output);
    let mut eid = open_eid(&platform, card.transport.as_mut(), &mut pins, &card.roots)?;
    let mut terminal = Terminal::new(output, args.accept_contract);
    operation::revoke(&platform, &mut eid, &mut slot, &password, reason, &mut terminal)?;
    drop(terminal);
    output.event("revoked", json!({"keystore": args.keystore}), text::revoked(output.language()));
    Ok(0)
}
