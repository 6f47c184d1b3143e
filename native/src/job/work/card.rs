//! Jobs on the card alone.

use base64ct::{Base64, Encoding};
use ehcert_core::{
    Code, Error, Result,
    eid::{CardKey, CertificateReport, Finding},
    key::Hash,
    pem,
};
use serde_json::{Map, Value, json};

use super::{Desk, Outcome, language, one, open_card, roots};
use crate::{
    job::With,
    operation::{self, line_json},
};

pub(super) fn check(with: &With, desk: &Desk) -> Outcome {
    let roots = roots(with).map_err(one)?;
    let mut card = open_card(with, desk).map_err(one)?;
    let (report, findings) = operation::check_card(card.as_mut(), &roots, &desk.cancel).map_err(one)?;
    let problems: Vec<Error> = findings.iter().filter_map(|finding| finding.result.clone().err()).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let until = |c: &CertificateReport| c.certificate.as_ref().map(|c| c.not_after().to_rfc3339());
    let line = |f: &Finding| line_json(f.name, f.value.as_deref(), &f.result, language(with));
    Ok(json!({
        "appletVersion": report.card.applet_version,
        "authenticationUntil": until(&report.authentication),
        "signatureUntil": until(&report.signature),
        "pinTriesLeft": report.pin.tries_left,
        "checks": findings.iter().map(line).collect::<Vec<_>>(),
    }))
}

pub(super) fn read(with: &With, desk: &Desk) -> Result<Value> {
    let roots = roots(with)?;
    let mut card = open_card(with, desk)?;
    let shown = operation::show_card(card.as_mut(), &roots, &desk.cancel)?;
    let mut result = camel_case(shown.to_json(language(with)));
    if let (Some(jpeg), Some(photo)) = (&shown.contents.photo, result.get_mut("photo").and_then(Value::as_object_mut)) {
        photo.insert("jpeg".into(), Base64::encode_string(jpeg).into());
    }
    Ok(result)
}

pub(super) fn pin_status(with: &With, desk: &Desk) -> Result<Value> {
    let mut card = open_card(with, desk)?;
    let state = operation::pin_status(card.as_mut(), &desk.cancel)?;
    Ok(json!({"triesLeft": state.tries_left, "blocked": state.is_blocked()}))
}

pub(super) fn change_pin(with: &With, desk: &Desk) -> Result<Value> {
    let mut card = open_card(with, desk)?;
    let mut pins = desk;
    let state = operation::change_pin(card.as_mut(), &mut pins, &desk.cancel)?;
    Ok(json!({"triesLeft": state.tries_left}))
}

pub(super) fn sign(with: &With, key: &str, hash: &str, digest: &str, desk: &Desk) -> Result<Value> {
    let (key, hash) = (CardKey::by_name(key)?, Hash::by_name(hash)?);
    let digest = octets(digest)?;
    let mut card = open_card(with, desk)?;
    let mut pins = desk;
    let signed = operation::sign_digest(card.as_mut(), &mut pins, key, hash, &digest, &desk.cancel)?;
    Ok(json!({
        "signature": Base64::encode_string(&signed.to_der()?),
        "raw": Base64::encode_string(&signed.signature),
        "algorithm": signed.algorithm.name(),
        "certificate": pem::encode("CERTIFICATE", signed.certificate.der()),
    }))
}

fn octets(hex: &str) -> Result<Vec<u8>> {
    let bad = || Error::new(Code::INVALID_ARGUMENT).with("what", "digest").field("digest");
    if !hex.is_ascii() || !hex.len().is_multiple_of(2) {
        return Err(bad());
    }
    let pairs = (0..hex.len()).step_by(2).map(|i| hex.get(i..i + 2).ok_or_else(bad));
    pairs.map(|pair| u8::from_str_radix(pair?, 16).map_err(|_| bad())).collect()
}

/// Members of every object in camelCase, as everywhere in a job's JSON.
fn camel_case(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut renamed = Map::new();
            renamed.extend(fields.into_iter().map(|(name, value)| (camel(&name), camel_case(value))));
            Value::Object(renamed)
        }
        Value::Array(all) => Value::Array(all.into_iter().map(camel_case).collect()),
        other => other,
    }
}

fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut letters = part.chars();
        out.extend(letters.next().map(|c| c.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out
}
