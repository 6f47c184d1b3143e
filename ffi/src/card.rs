//! The identity card, one APDU at a time.

use std::ffi::c_char;

use ehcert_core::facade::card::{CardFlow, CardStep};

use crate::{
    boundary::{bytes, call, certificates, handle, text},
    error::EhcError,
    input::EhcSigner,
    value::{EhcBytes, EhcText},
};

/// A card operation on its way. Free it with `ehc_card_free`.
pub struct EhcCard(CardFlow);

/// What a card operation needs next. Free it with `ehc_card_step_free`.
pub struct EhcCardStep(CardStep);

/// The operation is over.
pub const EHC_CARD_DONE: u32 = 0;
/// Transmit `ehc_card_step_data`; answer with `ehc_card_answer_response`.
pub const EHC_CARD_APDU: u32 = 1;
/// Wait `ehc_card_step_milliseconds`; answer with `ehc_card_answer_waited`.
pub const EHC_CARD_WAIT: u32 = 2;
/// Ask the person; answer with `ehc_card_answer_pin` or `ehc_card_answer_cancelled`.
pub const EHC_CARD_ASK_PIN: u32 = 3;

/// One of the EHC_CARD constants. `EHC_CARD_DONE` for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_card_step_kind(step: Option<&EhcCardStep>) -> u32 {
    step.map_or(EHC_CARD_DONE, |s| match s.0 {
        CardStep::Done => EHC_CARD_DONE,
        CardStep::Apdu { .. } => EHC_CARD_APDU,
        CardStep::Wait { .. } => EHC_CARD_WAIT,
        CardStep::AskPin { .. } => EHC_CARD_ASK_PIN,
    })
}

/// The command of an APDU step; valid until the step is freed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_card_step_data(step: Option<&EhcCardStep>) -> *const u8 {
    match step.map(|s| &s.0) {
        Some(CardStep::Apdu { bytes, .. }) => bytes.as_ptr(),
        _ => std::ptr::null(),
    }
}

/// The length of `ehc_card_step_data`.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_card_step_data_length(step: Option<&EhcCardStep>) -> usize {
    match step.map(|s| &s.0) {
        Some(CardStep::Apdu { bytes, .. }) => bytes.len(),
        _ => 0,
    }
}

/// Milliseconds of a wait step, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_card_step_milliseconds(step: Option<&EhcCardStep>) -> u32 {
    match step.map(|s| &s.0) {
        Some(CardStep::Wait { milliseconds }) => *milliseconds,
        _ => 0,
    }
}

/// How often the PIN may be wrong; -1 when the card cannot tell or nothing is asked.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_card_step_tries_left(step: Option<&EhcCardStep>) -> i32 {
    match step.map(|s| &s.0) {
        Some(CardStep::AskPin { tries_left: Some(tries), .. }) => (*tries).into(),
        _ => -1,
    }
}

/// Frees a step. NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_card_step_free(_step: Option<Box<EhcCardStep>>) {}

/// Frees a card operation, which cancels it. NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_card_free(_card: Option<Box<EhcCard>>) {}

/// Reads the holder and the certificates. No PIN is asked.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_card_read(out: *mut Option<Box<EhcCard>>) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe { call(out, || Ok(EhcCard(CardFlow::read()))) }
}

/// Signs a digest. `key`: `authentication` or `signature`; `hash`: `SHA-256`, `SHA-384` or `SHA-512`; `certificate` (or
/// NULL): that of the key, DER, where it was read before.
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments, reason = "lengths are explicit in C")]
pub unsafe extern "C" fn ehc_card_sign(
    key: *const c_char,
    hash: *const c_char,
    digest: *const u8,
    digest_length: usize,
    certificate: *const u8,
    certificate_length: usize,
    now: i64,
    out: *mut Option<Box<EhcCard>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let key = text(key, "key")?;
            let hash = text(hash, "hash")?;
            let digest = bytes(digest, digest_length, "digest")?;
            let certificate =
                if certificate.is_null() { None } else { Some(bytes(certificate, certificate_length, "certificate")?) };
            Ok(EhcCard(CardFlow::sign(key, hash, digest, certificate, now)?))
        })
    }
}

/// The first step.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_card_start(
    card: Option<&EhcCard>,
    out: *mut Option<Box<EhcCardStep>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let card = handle(card, "card")?;
            Ok(EhcCardStep(card.0.start()?))
        })
    }
}

/// Answers EHC_CARD_APDU with everything that came back, status included.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_card_answer_response(
    card: Option<&EhcCard>,
    response: *const u8,
    response_length: usize,
    out: *mut Option<Box<EhcCardStep>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let card = handle(card, "card")?;
            let response = bytes(response, response_length, "response")?;
            Ok(EhcCardStep(card.0.answer_response(response)?))
        })
    }
}

/// Answers EHC_CARD_WAIT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_card_answer_waited(
    card: Option<&EhcCard>,
    out: *mut Option<Box<EhcCardStep>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let card = handle(card, "card")?;
            Ok(EhcCardStep(card.0.answer_waited()?))
        })
    }
}

/// Answers EHC_CARD_ASK_PIN: digits in ASCII.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_card_answer_pin(
    card: Option<&EhcCard>,
    pin: *const u8,
    pin_length: usize,
    out: *mut Option<Box<EhcCardStep>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let card = handle(card, "card")?;
            let pin = bytes(pin, pin_length, "pin")?;
            Ok(EhcCardStep(card.0.answer_pin(pin)?))
        })
    }
}

/// The person does not want to type the PIN: the operation fails with `Cancelled`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_card_answer_cancelled(
    card: Option<&EhcCard>,
    out: *mut Option<Box<EhcCardStep>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let card = handle(card, "card")?;
            Ok(EhcCardStep(card.0.answer_cancelled()?))
        })
    }
}

/// The holder that was read, as JSON: nationalNumber, surname, givenNames; `null` before the end.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_card_holder(
    card: Option<&EhcCard>,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let card = handle(card, "card")?;
            EhcText::json(&card.0.holder().map(|h| {
                serde_json::json!({
                    "nationalNumber": h.national_number,
                    "surname": h.surname,
                    "givenNames": h.given_names,
                })
            }))
        })
    }
}

/// The signer for flows from a card that was read. `anchors` as in `ehc_signer_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_card_signer(
    card: Option<&EhcCard>,
    anchors: *const u8,
    anchors_length: usize,
    out: *mut Option<Box<EhcSigner>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let card = handle(card, "card")?;
            let anchors = certificates(anchors, anchors_length, "anchors")?;
            let holder = card.0.holder().ok_or(ehcert_core::Code::WRONG_STATE)?;
            Ok(EhcSigner::new(holder.authentication_chain, holder.signature_chain, anchors))
        })
    }
}

/// The signature that was made: RSA, or r||s.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_card_signature(
    card: Option<&EhcCard>,
    out: *mut Option<Box<EhcBytes>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let card = handle(card, "card")?;
            let signature = card.0.signature().ok_or(ehcert_core::Code::WRONG_STATE)?;
            Ok(EhcBytes::new(signature))
        })
    }
}
