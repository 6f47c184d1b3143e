//! `ehcert check`: a list of ticks, with what to do for each cross.

use ehcert_core::{Result, eid::CardReport};
use ehcert_native::{
    Cancel, clock, eid,
    operation::{NoPin, open_eid, preflight},
};
use serde_json::json;

use crate::{
    args::Check,
    attendant::Terminal,
    card::{self, Pins},
    output::Output,
    text,
};

/// Prints ticks and crosses and remembers whether there was a cross.
struct Ticks<'a> {
    output: &'a Output,
    failed: bool,
}

impl Ticks<'_> {
    fn tell(&mut self, name: &str, label: &str, result: &Result<String>) {
        let language = self.output.language();
        let (fields, line) = match result {
            Ok(note) => (json!({"name": name, "ok": true, "note": note}), format!("  \u{2713} {label}  {note}")),
            Err(error) => {
                self.failed = true;
                let (message, advice) = (error.message(language), error.advice(language));
                let fields = json!({
                    "name": name, "ok": false, "code": error.code().number(), "error": error.code().name(),
                    "message": message, "advice": advice,
                });
                (fields, format!("  \u{2717} {label}\n      {message}\n      -> {advice}"))
            }
        };
        self.output.event("check", fields, &line);
    }
}

pub(crate) fn run(args: &Check, output: &Output) -> Result<u8> {
    let language = output.language();
    let mut ticks = Ticks { output, failed: false };
    let cancel = ehcert_native::Cancel::new();
    let mut card = match card::open(&args.card, &args.platform.platform, language, &cancel) {
        Ok(card) => {
            ticks.tell("reader", text::reader(language), &Ok(card.name.clone()));
            card
        }
        Err(error) => {
            ticks.tell("reader", text::reader(language), &Err(error));
            return Ok(1);
        }
    };
    match eid::inspect(card.transport.as_mut(), &mut NoPin, clock::now(), &cancel) {
        Ok(report) => tell_card(&mut ticks, &report),
        Err(error) => ticks.tell("card", text::reader(language), &Err(error)),
    }
    if !ticks.failed && !args.offline {
        let outcome = authority(args, &mut card, output);
        ticks.tell("registration_authority", text::registration_authority(language), &outcome);
    }
    Ok(u8::from(ticks.failed))
}

fn tell_card(ticks: &mut Ticks<'_>, report: &CardReport) {
    let language = ticks.output.language();
    let valid = |certificate: &ehcert_core::eid::CertificateReport| {
        let until = certificate.certificate.as_ref().map(|c| c.not_after().to_date()).unwrap_or_default();
        certificate.result.clone().map(|()| format!("{} {until}", text::valid_until(language)))
    };
    let generation = report.generation.clone().map(|()| format!("{:02x}", report.card.applet_version));
    ticks.tell("generation", text::generation(language), &generation);
    let (authentication, signature) = (valid(&report.authentication), valid(&report.signature));
    ticks.tell("authentication", text::certificate_authentication(language), &authentication);
    ticks.tell("signature", text::certificate_signature(language), &signature);
    let tries = report.pin.tries_left.map(|t| format!("{t} {}", text::tries_left(language))).unwrap_or_default();
    ticks.tell("pin", text::pin(language), &report.pin_result.clone().map(|()| tries));
}

fn authority(args: &Check, card: &mut card::OpenCard, output: &Output) -> Result<String> {
    let platform = args.platform.open(Cancel::new())?;
    let mut pins = Pins { file: args.card.pin_file.clone(), output };
    let mut eid = open_eid(&platform, card.transport.as_mut(), &mut pins, &card.roots)?;
    let report = preflight(&platform, &mut eid, &mut Terminal::new(output, false))?;
    let names: Vec<String> =
        report.organizations.iter().map(|o| format!("{}={}", o.identifier.r#type, o.identifier.value)).collect();
    let language = output.language();
    let personal = if report.natural_person { text::yes(language) } else { text::no(language) };
    Ok(format!("SSIN: {personal}; {}", names.join(", ")))
}
