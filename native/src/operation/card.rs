//! Operations on the identity card alone: looking at it, its PIN, a signature, and whether a request could be made.

use ehcert_core::{
    Code, Error, Language, Result,
    certificate::Certificate,
    eid::{
        CardContents, CardKey, CardReport, CardSign, CardSignature, DataCheck, Finding, Options, PinChange, PinCheck,
        PinEntry, PinState, SignRequest, Wanted, photo_size,
    },
    facade::{error::Problem, inspect::view_certificate},
    key::Hash,
    message::check_label,
    random::{OsRandom, Random},
    trust::Anchors,
};
use serde_json::{Value, json};

use super::{CardRoots, NoPin};
use crate::{
    Cancel,
    card::{Reader, ReaderChoice, Readers},
    clock,
    eid::{self, CardTransport, PinSource, read},
};

impl CardRoots {
    /// The roots that this card must lead to. Those on the card itself are believed for software cards only.
    pub(super) fn anchors(&self, card: &mut dyn CardTransport, cancel: &Cancel) -> Result<Anchors> {
        Ok(match self {
            Self::Belgium => Anchors::eid(),
            Self::These(anchors) => anchors.clone(),
            Self::OnCard => {
                let wanted = Wanted { chain: true, ..Wanted::default() };
                let root: Vec<Certificate> =
                    read(wanted, card, &mut NoPin, cancel)?.certificates.root.into_iter().collect();
                Anchors::from_certificates(root)
            }
        })
    }
}

/// Everything that a card shows without a PIN, and what the checks say of it.
pub struct ShownCard {
    /// What was read.
    pub contents: CardContents,
    /// Whether the national register vouches for it.
    pub checks: Vec<DataCheck>,
}

/// Reads everything that a card shows without a PIN, has the chip prove itself (1.8), and checks all of it up to `roots`.
/// Nothing is sent anywhere.
pub fn show_card(card: &mut dyn CardTransport, roots: &CardRoots, cancel: &Cancel) -> Result<ShownCard> {
    let anchors = roots.anchors(card, cancel)?;
    let mut challenge = [0; 48];
    OsRandom.fill(&mut challenge)?;
    let wanted = Wanted { challenge: Some(challenge), ..Wanted::everything() };
    let contents = read(wanted, card, &mut NoPin, cancel)?;
    let checks = contents.judge(&anchors, clock::now());
    Ok(ShownCard { contents, checks })
}

impl ShownCard {
    /// Whether every check is good.
    pub fn is_good(&self) -> bool {
        self.checks.iter().all(|check| check.result.is_ok())
    }

    /// Full years of the holder, when the birth date is known.
    pub fn age(&self) -> Option<u16> {
        let (year, month, day, ..) = clock::now().to_utc();
        let birth = self.contents.identity.as_ref()?.birth_date?;
        Some(birth.age_on((year, month, day)))
    }

    /// As JSON, members in snake_case: card, identity, address, photo (width, height, size), certificates, token_info,
    /// checks, each with its words in `language`. The photo itself and keys are not in it.
    pub fn to_json(&self, language: Language) -> Value {
        let contents = &self.contents;
        let certificates = &contents.certificates;
        let view = |certificate: &Option<Certificate>| {
            certificate.as_ref().and_then(|c| view_certificate(c.der().to_vec()).ok()).map(|v| {
                json!({
                    "subject": v.subject, "issuer": v.issuer, "serial": v.serial,
                    "not_before": v.not_before, "not_after": v.not_after, "key": v.key,
                })
            })
        };
        let identity = contents.identity.as_ref().map(|identity| {
            let mut value = serde_json::to_value(identity).unwrap_or_default();
            if let Value::Object(fields) = &mut value {
                fields.insert("document_name".into(), identity.document.map(|document| document.name(language)).into());
                fields.insert("age".into(), self.age().into());
            }
            value
        });
        let photo = contents.photo.as_ref().map(|photo| {
            let (width, height) = photo_size(photo).unwrap_or_default();
            json!({"width": width, "height": height, "size": photo.len()})
        });
        let checks: Vec<Value> =
            self.checks.iter().map(|check| line_json(check.subject.name(), None, &check.result, language)).collect();
        json!({
            "card": contents.card,
            "identity": identity,
            "address": contents.address,
            "photo": photo,
            "certificates": {
                "authentication": view(&certificates.authentication),
                "signature": view(&certificates.signature),
                "ca": view(&certificates.ca),
                "root": view(&certificates.root),
                "national_register": view(&certificates.rrn),
            },
            "token_info": contents.token_info,
            "checks": checks,
            "good": self.is_good(),
        })
    }
}

/// A line of a check as JSON: name, label, ok, value, and the problem with its message and advice.
pub fn line_json(name: &str, value: Option<&str>, result: &Result<()>, language: Language) -> Value {
    let mut line = json!({"name": name, "label": check_label(name, language), "ok": result.is_ok(), "value": value});
    if let (Err(error), Value::Object(line)) = (result, &mut line) {
        line.insert("code".into(), error.code().number().into());
        line.insert("error".into(), error.code().name().into());
        line.insert("message".into(), error.message(language).into());
        line.insert("advice".into(), error.advice(language).into());
        line.insert("problem".into(), serde_json::to_value(Problem::from(error)).unwrap_or_default());
    }
    line
}

/// What is known of service, readers and the chosen reader, in this order; the last is an error when no card can be taken
/// up, else the reader's name. No card is touched.
pub fn check_readers(readers: &Readers, choice: &ReaderChoice) -> Vec<Finding> {
    let good = |name, value| Finding { name, value, result: Ok(()) };
    let bad = |name, error| Finding { name, value: None, result: Err(error) };
    let list = match readers.list() {
        Ok(list) => list,
        Err(error) => return vec![bad("service", error)],
    };
    let mut all = vec![good("service", None)];
    if list.is_empty() {
        all.push(bad("readers", Error::new(Code::NO_READER)));
        return all;
    }
    let names: Vec<&str> = list.iter().map(|reader: &Reader| reader.name.as_str()).collect();
    all.push(good("readers", Some(names.join(", "))));
    all.push(match readers.find(choice) {
        Ok(reader) => good("reader", Some(reader.name)),
        Err(error) => bad("reader", error),
    });
    all
}

/// What is known of the card, without a PIN, and [`CardReport::findings`] of it.
///
/// Errors: those that leave nothing to be found, such as another kind of card.
pub fn check_card(
    card: &mut dyn CardTransport,
    roots: &CardRoots,
    cancel: &Cancel,
) -> Result<(CardReport, Vec<Finding>)> {
    let report = eid::inspect(card, &mut NoPin, clock::now(), cancel)?;
    let anchors = match report.authentication.certificate.is_some() || report.signature.certificate.is_some() {
        true => roots.anchors(card, cancel)?,
        false => Anchors::empty(),
    };
    let findings = report.findings(&anchors, clock::now());
    Ok((report, findings))
}

/// How often the PIN may be wrong. No try is used up.
pub fn pin_status(card: &mut dyn CardTransport, cancel: &Cancel) -> Result<PinState> {
    let mut machine = PinCheck::new(Options::default());
    eid::run(&mut machine, card, &mut NoPin, cancel)?;
    machine.take()
}

/// Changes the PIN: both are asked from `pins`, or typed on the reader's keys.
///
/// Errors: `PinWrong` with the tries left, `PinBlocked`, `PinFormat`, `PinConfirmation`, `Cancelled`, and those of the way
/// to the card.
pub fn change_pin(card: &mut dyn CardTransport, pins: &mut dyn PinSource, cancel: &Cancel) -> Result<PinState> {
    let mut machine = PinChange::new(card.pinpad_of(), None, Options::default());
    eid::run(&mut machine, card, pins, cancel)?;
    machine.take()
}

/// Signs a digest with a key of the card; the PIN is asked from `pins`, or typed on the reader's keys. `hash`: what made
/// `digest`. The signature was checked with the card's certificate.
///
/// A signature by [`CardKey::Signature`] binds the holder as one by hand does: show first what is signed.
pub fn sign_digest(
    card: &mut dyn CardTransport,
    pins: &mut dyn PinSource,
    key: CardKey,
    hash: Hash,
    digest: &[u8],
    cancel: &Cancel,
) -> Result<CardSignature> {
    let request = SignRequest {
        key,
        hash,
        digest: digest.to_vec(),
        pin: card.pinpad_of().map_or(PinEntry::Ask, PinEntry::Pinpad),
        certificate: None,
        chip: None,
        now: clock::now(),
    };
    let mut machine = CardSign::new(request, Options::default());
    eid::run(&mut machine, card, pins, cancel)?;
    machine.take()
}
