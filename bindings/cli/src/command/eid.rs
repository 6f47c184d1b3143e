//! `ehcert eid`: the card itself.

use std::path::{Path, PathBuf};

use base64ct::{Base64, Encoding};
use ehcert_core::{
    Result,
    eid::{CardKey, photo_size},
    key::Hash,
    message::{card_label, check_label},
    pem,
};
use ehcert_native::{Cancel, operation};
use serde_json::json;

use super::{check::cross, inspect::read, seal::write_new};
use crate::{
    card::{self, OpenCard, Pins},
    eid_args::{CardAlone, Eid, EidHash, EidKey, EidPin},
    output::Output,
    text,
};

pub(crate) fn run(args: &Eid, output: &Output) -> Result<u8> {
    match args {
        Eid::Show { card, photo, html } => show(card, photo.as_deref(), html.as_deref(), output),
        Eid::Pin(EidPin::Status { card }) => {
            let (mut open, cancel) = open(card, output)?;
            let state = operation::pin_status(open.transport.as_mut(), &cancel)?;
            let tries = state.tries_left.map_or("?".to_owned(), |t| t.to_string());
            output.event(
                "pin",
                json!({"tries_left": state.tries_left, "blocked": state.is_blocked()}),
                &format!("{tries} {}", text::tries_left(output.language())),
            );
            // A blocked PIN is an answer, with its advice.
            if state.is_blocked() { Err(ehcert_core::Code::PIN_BLOCKED.into()) } else { Ok(0) }
        }
        Eid::Pin(EidPin::Change { card, new_pin_file }) => {
            let (mut open, cancel) = open(card, output)?;
            let mut pins = Pins { new_file: new_pin_file.clone(), ..Pins::new(&card.card, output) };
            let state = operation::change_pin(open.transport.as_mut(), &mut pins, &cancel)?;
            output.event("pin_changed", json!({"tries_left": state.tries_left}), text::pin_changed(output.language()));
            Ok(0)
        }
        Eid::Sign { card, file, key, hash, out, certificate, raw } => {
            let key = match key {
                EidKey::Authentication => CardKey::Authentication,
                EidKey::Signature => CardKey::Signature,
            };
            let hash = match hash {
                EidHash::Sha256 => Hash::Sha256,
                EidHash::Sha384 => Hash::Sha384,
                EidHash::Sha512 => Hash::Sha512,
            };
            // The file is read before the PIN is asked.
            let digest = hash.digest(&read(file)?);
            let (mut open, cancel) = open(card, output)?;
            let mut pins = Pins::new(&card.card, output);
            let signed = operation::sign_digest(open.transport.as_mut(), &mut pins, key, hash, &digest, &cancel)?;
            let signature = if *raw { signed.signature.clone() } else { signed.to_der()? };
            let text = Base64::encode_string(&signature);
            write(out.as_ref(), &signature)?;
            write(certificate.as_ref(), pem::encode("CERTIFICATE", signed.certificate.der()).as_bytes())?;
            let plain = match out {
                Some(out) => format!("{} {}", text::written(output.language()), out.display()),
                None => text.clone(),
            };
            let fields = json!({
                "signature": text, "algorithm": signed.algorithm.name(), "file": out, "certificate": certificate,
            });
            output.event("signed", fields, &plain);
            Ok(0)
        }
    }
}

fn open(args: &CardAlone, output: &Output) -> Result<(OpenCard, Cancel)> {
    let cancel = Cancel::new();
    Ok((card::open(&args.card, &args.platform, output, &cancel)?, cancel))
}

fn write(file: Option<&PathBuf>, content: &[u8]) -> Result<()> {
    file.map_or(Ok(()), |file| write_new(file, content))
}

fn show(args: &CardAlone, photo: Option<&Path>, html: Option<&Path>, output: &Output) -> Result<u8> {
    let language = output.language();
    let (mut open, cancel) = open(args, output)?;
    let shown = operation::show_card(open.transport.as_mut(), &open.roots, &cancel)?;
    // Whatever follows, the card may go.
    drop(open);
    let jpeg = shown.contents.photo.as_deref().filter(|jpeg| photo_size(jpeg).is_some());
    if let (Some(file), Some(jpeg)) = (photo, jpeg) {
        write_new(file, jpeg)?;
    }
    if let Some(file) = html {
        write_new(file, shown.to_page(language).as_bytes())?;
    }
    let rows =
        shown.rows(language).into_iter().map(|(name, value)| format!("  {}: {value}", card_label(name, language)));
    let checks = shown.checks.iter().map(|check| {
        let label = check_label(check.subject.name(), language);
        match &check.result {
            Ok(()) => format!("  \u{2713} {label}"),
            Err(error) => cross(label, error, output),
        }
    });
    let text: Vec<String> = rows.chain([String::new()]).chain(checks).collect();
    output.event("eid", shown.to_json(language), &text.join("\n"));
    for file in [photo.filter(|_| jpeg.is_some()), html].into_iter().flatten() {
        output.say(&format!("{} {}", text::written(language), file.display()));
    }
    Ok(u8::from(!shown.is_good()))
}
