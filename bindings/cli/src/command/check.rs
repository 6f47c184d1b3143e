//! `ehcert check`: a list of ticks, with what to do for each cross.

use std::time::{Duration, Instant};

use ehcert_core::{Code, Error, Result, eid::Finding, message::check_label};
use ehcert_native::{
    Cancel,
    card::{Reader, Readers},
    operation::{check_card, check_readers, line_json, open_eid, preflight},
};
use serde_json::json;

use crate::{
    args::Check,
    attendant::Terminal,
    card::{self, Pins},
    output::Output,
    text,
};

/// Pause before looking again for a service that is not there.
const SERVICE_PAUSE: Duration = Duration::from_millis(500);

pub(crate) fn run(args: &Check, output: &Output) -> Result<u8> {
    let (readers, cancel) = (Readers::new(), Cancel::new());
    let end = args.seconds.and_then(|s| Instant::now().checked_add(Duration::from_secs(s.into())));
    loop {
        let known = readers.list();
        let ready = once(args, &readers, output, &cancel)?;
        let words = match (ready, args.offline) {
            (false, _) => "",
            (true, true) => text::card_ready(output.language()),
            (true, false) => text::ready(output.language()),
        };
        output.event("checked", json!({"ready": ready}), words);
        if ready || !args.watch || !change(known, &readers, end, output, &cancel)? {
            return Ok(u8::from(!ready));
        }
    }
}

/// Waits until readers or cards are others; whether there was time for it.
fn change(
    known: Result<Vec<Reader>>,
    readers: &Readers,
    end: Option<Instant>,
    output: &Output,
    cancel: &Cancel,
) -> Result<bool> {
    output.say(&format!("\n  {}\n", text::wait_for_card(output.language())));
    let left = || end.map(|end| end.saturating_duration_since(Instant::now()));
    if let Ok(known) = known
        && let Ok(changed) = readers.wait_for_change(&known, left(), cancel)
    {
        return Ok(changed.is_some());
    }
    // The service is not there, or went away while waiting: its coming is the change.
    while readers.list().is_err() {
        if left().is_some_and(|left| left.is_zero()) {
            return Ok(false);
        }
        cancel.sleep(SERVICE_PAUSE)?;
    }
    Ok(true)
}

/// All lines, down to the first that makes the next ones senseless. Whether all are good.
fn once(args: &Check, readers: &Readers, output: &Output, cancel: &Cancel) -> Result<bool> {
    if let Some(choice) = card::reader_choice(&args.card)
        && !tell(&check_readers(readers, &choice), output)
    {
        return Ok(false);
    }
    let bad = |error| tell(&[Finding { name: "reader", value: None, result: Err(error) }], output);
    let mut card = match card::open(&args.card, &args.platform.platform, output, cancel) {
        Ok(card) => card,
        Err(error) => return Ok(bad(error)),
    };
    if card::reader_choice(&args.card).is_none() {
        tell(&[Finding { name: "reader", value: Some(card.name.clone()), result: Ok(()) }], output);
    }
    let findings = match check_card(card.transport.as_mut(), &card.roots, cancel) {
        Ok((_, findings)) => findings,
        Err(error) => return Ok(bad(error)),
    };
    if !tell(&findings, output) {
        return Ok(false);
    }
    if args.offline {
        return Ok(true);
    }
    let (value, result) = match authority(args, &mut card, output, cancel) {
        // Whoever gives up at the PIN wants no further answer.
        Err(error) if error.code() == Code::CANCELLED => return Err(error),
        Err(error) => (None, Err(error)),
        Ok(value) => (Some(value), Ok(())),
    };
    Ok(tell(&[Finding { name: "registration_authority", value, result }], output))
}

/// Prints ticks and crosses; whether there was no cross.
fn tell(findings: &[Finding], output: &Output) -> bool {
    let language = output.language();
    for Finding { name, value, result } in findings {
        let label = check_label(name, language);
        let line = match result {
            Ok(()) => format!("  \u{2713} {label}  {}", words(name, value.as_deref(), output)),
            Err(error) => cross(label, error, output),
        };
        output.event("check", line_json(name, value.as_deref(), result, language), line.trim_end());
    }
    findings.iter().all(|finding| finding.result.is_ok())
}

/// A cross, what is wrong, and what to do about it.
pub(super) fn cross(label: &str, error: &Error, output: &Output) -> String {
    let (message, advice) = (error.message(output.language()), error.advice(output.language()));
    format!("  \u{2717} {label}\n      {message}\n      -> {advice}")
}

fn words(name: &str, value: Option<&str>, output: &Output) -> String {
    let language = output.language();
    match (name, value) {
        ("authentication" | "signature", Some(date)) => format!("{} {date}", text::valid_until(language)),
        ("pin", Some(tries)) => format!("{tries} {}", text::tries_left(language)),
        (_, value) => value.unwrap_or_default().to_owned(),
    }
}

fn authority(args: &Check, card: &mut card::OpenCard, output: &Output, cancel: &Cancel) -> Result<String> {
    let platform = args.platform.open(cancel.clone())?;
    let mut pins = Pins::new(&args.card, output);
    let mut eid = open_eid(&platform, card.transport.as_mut(), &mut pins, &card.roots)?;
    let report = preflight(&platform, &mut eid, &mut Terminal::new(output, false))?;
    let names: Vec<String> =
        report.organizations.iter().map(|o| format!("{}={}", o.identifier.r#type, o.identifier.value)).collect();
    let language = output.language();
    let personal = if report.natural_person { text::yes(language) } else { text::no(language) };
    Ok(format!("SSIN: {personal}; {}", names.join(", ")))
}
