//! The operations, step by step.

use std::ffi::c_char;

use ehcert_core::facade::flow::Flow;

use crate::{
    boundary::{bytes, call, handle, invalid, optional_text, text},
    error::EhcError,
    input::{EhcPlatform, EhcSigner},
    step::EhcStep,
    value::EhcText,
};

/// An operation on its way. From any thread, one call at a time. Free it with `ehc_flow_free`, which cancels it.
pub struct EhcFlow(pub(crate) Flow);

/// Frees a flow, which cancels it. NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_flow_free(_flow: Option<Box<EhcFlow>>) {}

/// Asks the RA for its rules and for whom the holder may act. `now`: seconds since 1970.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_preflight(
    signer: Option<&EhcSigner>,
    platform: Option<&EhcPlatform>,
    now: i64,
    out: *mut Option<Box<EhcFlow>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let signer = handle(signer, "signer")?;
            let platform = handle(platform, "platform")?;
            Ok(EhcFlow(Flow::preflight(signer.0.clone(), platform.0.clone(), now)?))
        })
    }
}

/// Step 1: from a request to a pending keystore. `request`: JSON as in `ehc_review_request`. `profile`: `ehealth`,
/// `modern` or `java-legacy`. `pending` (or NULL): a keystore that an earlier run stored. `renews` (or NULL) with
/// `renews_password`: the keystore that is renewed.
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments, reason = "lengths are explicit in C")]
pub unsafe extern "C" fn ehc_flow_enrolment(
    signer: Option<&EhcSigner>,
    request: *const c_char,
    password: *const u8,
    password_length: usize,
    profile: *const c_char,
    pending: *const u8,
    pending_length: usize,
    renews: *const u8,
    renews_length: usize,
    renews_password: *const u8,
    renews_password_length: usize,
    platform: Option<&EhcPlatform>,
    now: i64,
    out: *mut Option<Box<EhcFlow>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let signer = handle(signer, "signer")?;
            let request = text(request, "request")?;
            let password = bytes(password, password_length, "password")?;
            let profile = text(profile, "profile")?;
            let pending = if pending.is_null() { None } else { Some(bytes(pending, pending_length, "pending")?) };
            let renews = if renews.is_null() { None } else { Some(bytes(renews, renews_length, "renews")?) };
            let renews_password = if renews_password.is_null() {
                None
            } else {
                Some(bytes(renews_password, renews_password_length, "renews_password")?)
            };
            let platform = handle(platform, "platform")?;
            let request = serde_json::from_str(&request).map_err(|_| invalid("request"))?;
            let (signer, platform) = (signer.0.clone(), platform.0.clone());
            let flow =
                Flow::enrolment(signer, request, password, profile, pending, renews, renews_password, platform, now)?;
            Ok(EhcFlow(flow))
        })
    }
}

/// Step 2: from a pending keystore to a working one. `expected_dn` (or NULL): whom it must be for. `patience`: seconds to
/// wait for the certificate in all.
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments, reason = "lengths are explicit in C")]
pub unsafe extern "C" fn ehc_flow_completion(
    keystore: *const u8,
    keystore_length: usize,
    password: *const u8,
    password_length: usize,
    profile: *const c_char,
    expected_dn: *const c_char,
    patience: u32,
    platform: Option<&EhcPlatform>,
    out: *mut Option<Box<EhcFlow>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let keystore = bytes(keystore, keystore_length, "keystore")?;
            let password = bytes(password, password_length, "password")?;
            let profile = text(profile, "profile")?;
            let expected_dn = optional_text(expected_dn, "expected_dn")?;
            let platform = handle(platform, "platform")?;
            let platform = platform.0.clone();
            let flow = Flow::completion(keystore, password, profile, expected_dn, patience, platform)?;
            Ok(EhcFlow(flow))
        })
    }
}

/// What the RA knows of the certificate in a keystore.
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments, reason = "lengths are explicit in C")]
pub unsafe extern "C" fn ehc_flow_keystore_status(
    keystore: *const u8,
    keystore_length: usize,
    password: *const u8,
    password_length: usize,
    platform: Option<&EhcPlatform>,
    out: *mut Option<Box<EhcFlow>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let keystore = bytes(keystore, keystore_length, "keystore")?;
            let password = bytes(password, password_length, "password")?;
            let platform = handle(platform, "platform")?;
            Ok(EhcFlow(Flow::keystore_status(keystore, password, platform.0.clone())?))
        })
    }
}

/// What the RA knows of all certificates of a holder.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_citizen_status(
    signer: Option<&EhcSigner>,
    platform: Option<&EhcPlatform>,
    now: i64,
    out: *mut Option<Box<EhcFlow>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let signer = handle(signer, "signer")?;
            let platform = handle(platform, "platform")?;
            Ok(EhcFlow(Flow::citizen_status(signer.0.clone(), platform.0.clone(), now)?))
        })
    }
}

/// Which application ids an organisation has certificates for.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_application_ids(
    identifier_type: *const c_char,
    identifier: *const c_char,
    platform: Option<&EhcPlatform>,
    out: *mut Option<Box<EhcFlow>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let identifier_type = text(identifier_type, "identifier_type")?;
            let identifier = text(identifier, "identifier")?;
            let platform = handle(platform, "platform")?;
            Ok(EhcFlow(Flow::application_ids(identifier_type, identifier, platform.0.clone())?))
        })
    }
}

/// Whether a workstation with this keystore can receive messages.
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments, reason = "lengths are explicit in C")]
pub unsafe extern "C" fn ehc_flow_self_test(
    keystore: *const u8,
    keystore_length: usize,
    password: *const u8,
    password_length: usize,
    platform: Option<&EhcPlatform>,
    out: *mut Option<Box<EhcFlow>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let keystore = bytes(keystore, keystore_length, "keystore")?;
            let password = bytes(password, password_length, "password")?;
            let platform = handle(platform, "platform")?;
            Ok(EhcFlow(Flow::self_test(keystore, password, platform.0.clone())?))
        })
    }
}

/// ActivateETK: from then on senders use the key of this renewed keystore.
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments, reason = "lengths are explicit in C")]
pub unsafe extern "C" fn ehc_flow_activation(
    keystore: *const u8,
    keystore_length: usize,
    password: *const u8,
    password_length: usize,
    platform: Option<&EhcPlatform>,
    out: *mut Option<Box<EhcFlow>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let keystore = bytes(keystore, keystore_length, "keystore")?;
            let password = bytes(password, password_length, "password")?;
            let platform = handle(platform, "platform")?;
            Ok(EhcFlow(Flow::activation(keystore, password, platform.0.clone())?))
        })
    }
}

/// Ends a certificate. `public_key_identifier`: hexadecimal. `reason`: `keyCompromise`, `affiliationChanged`,
/// `superseded` or `cessationOfOperation`.
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments, reason = "lengths are explicit in C")]
pub unsafe extern "C" fn ehc_flow_revocation(
    signer: Option<&EhcSigner>,
    public_key_identifier: *const c_char,
    reason: *const c_char,
    platform: Option<&EhcPlatform>,
    now: i64,
    out: *mut Option<Box<EhcFlow>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let signer = handle(signer, "signer")?;
            let public_key_identifier = text(public_key_identifier, "public_key_identifier")?;
            let reason = text(reason, "reason")?;
            let platform = handle(platform, "platform")?;
            let (signer, platform) = (signer.0.clone(), platform.0.clone());
            Ok(EhcFlow(Flow::revocation(signer, public_key_identifier, reason, platform, now)?))
        })
    }
}

/// The request of a person with a BIS number and without eID. `contact`: JSON with emailPrivate, emailGeneral,
/// phonePrivate, phoneGeneral.
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments, reason = "lengths are explicit in C")]
pub unsafe extern "C" fn ehc_flow_foreign_request(
    bis: *const c_char,
    first_names: *const c_char,
    name: *const c_char,
    contact: *const c_char,
    password: *const u8,
    password_length: usize,
    key_algorithm: *const c_char,
    profile: *const c_char,
    platform: Option<&EhcPlatform>,
    out: *mut Option<Box<EhcFlow>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let bis = text(bis, "bis")?;
            let first_names = text(first_names, "first_names")?;
            let name = text(name, "name")?;
            let contact = text(contact, "contact")?;
            let password = bytes(password, password_length, "password")?;
            let key_algorithm = text(key_algorithm, "key_algorithm")?;
            let profile = text(profile, "profile")?;
            let platform = handle(platform, "platform")?;
            let contact = serde_json::from_str(&contact).map_err(|_| invalid("contact"))?;
            let platform = platform.0.clone();
            let flow =
                Flow::foreign_request(bis, first_names, name, contact, password, key_algorithm, profile, platform)?;
            Ok(EhcFlow(flow))
        })
    }
}

/// The step that is due. The first call begins the flow; later ones, after an error for instance, give the same step
/// again, with a new request (another message identifier) where one is due: only an answer to the newest fits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_step(
    flow: Option<&EhcFlow>,
    now: i64,
    out: *mut Option<Box<EhcStep>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let flow = handle(flow, "flow")?;
            Ok(EhcStep::new(flow.0.step(now)?))
        })
    }
}

/// Answers EHC_STEP_SIGN: RSA PKCS#1 v1.5, or ECDSA as r||s.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_answer_signature(
    flow: Option<&EhcFlow>,
    signature: *const u8,
    signature_length: usize,
    now: i64,
    out: *mut Option<Box<EhcStep>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let flow = handle(flow, "flow")?;
            let signature = bytes(signature, signature_length, "signature")?;
            Ok(EhcStep::new(flow.0.answer_signature(signature, now)?))
        })
    }
}

/// Answers EHC_STEP_SHOW_CONTRACT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_answer_contract(
    flow: Option<&EhcFlow>,
    accepted: bool,
    now: i64,
    out: *mut Option<Box<EhcStep>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let flow = handle(flow, "flow")?;
            Ok(EhcStep::new(flow.0.answer_contract(accepted, now)?))
        })
    }
}

/// Does EHC_STEP_GENERATE_KEY: up to a second of work on this thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_generate_key(
    flow: Option<&EhcFlow>,
    now: i64,
    out: *mut Option<Box<EhcStep>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let flow = handle(flow, "flow")?;
            Ok(EhcStep::new(flow.0.generate_key(now)?))
        })
    }
}

/// Answers EHC_STEP_GENERATE_KEY with a key made elsewhere: DER PrivateKeyInfo.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_answer_key(
    flow: Option<&EhcFlow>,
    pkcs8: *const u8,
    pkcs8_length: usize,
    now: i64,
    out: *mut Option<Box<EhcStep>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let flow = handle(flow, "flow")?;
            let pkcs8 = bytes(pkcs8, pkcs8_length, "pkcs8")?;
            Ok(EhcStep::new(flow.0.answer_key(pkcs8, now)?))
        })
    }
}

/// Answers EHC_STEP_HTTP. `content_type`: the header's value, or NULL.
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments, reason = "lengths are explicit in C")]
pub unsafe extern "C" fn ehc_flow_answer_http(
    flow: Option<&EhcFlow>,
    status: u16,
    content_type: *const c_char,
    body: *const u8,
    body_length: usize,
    now: i64,
    out: *mut Option<Box<EhcStep>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let flow = handle(flow, "flow")?;
            let content_type = optional_text(content_type, "content_type")?;
            let body = bytes(body, body_length, "body")?;
            let content_type = content_type.unwrap_or_default();
            Ok(EhcStep::new(flow.0.answer_http(status, content_type, body, now)?))
        })
    }
}

/// Answers EHC_STEP_STORE with the bytes as read back from the medium.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_answer_stored(
    flow: Option<&EhcFlow>,
    read_back: *const u8,
    read_back_length: usize,
    now: i64,
    out: *mut Option<Box<EhcStep>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let flow = handle(flow, "flow")?;
            let read_back = bytes(read_back, read_back_length, "read_back")?;
            Ok(EhcStep::new(flow.0.answer_stored(read_back, now)?))
        })
    }
}

/// Answers EHC_STEP_WAIT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_answer_waited(
    flow: Option<&EhcFlow>,
    now: i64,
    out: *mut Option<Box<EhcStep>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let flow = handle(flow, "flow")?;
            Ok(EhcStep::new(flow.0.answer_waited(now)?))
        })
    }
}

/// The outcome of this kind of flow as JSON; `null` before the end and for another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_preflight_outcome(
    flow: Option<&EhcFlow>,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let flow = handle(flow, "flow")?;
            EhcText::json(&flow.0.preflight_outcome())
        })
    }
}

/// The outcome of this kind of flow as JSON; `null` before the end and for another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_enrolment_outcome(
    flow: Option<&EhcFlow>,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let flow = handle(flow, "flow")?;
            EhcText::json(&flow.0.enrolment_outcome())
        })
    }
}

/// The outcome of this kind of flow as JSON; `null` before the end and for another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_completion_outcome(
    flow: Option<&EhcFlow>,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let flow = handle(flow, "flow")?;
            EhcText::json(&flow.0.completion_outcome())
        })
    }
}

/// The outcome of this kind of flow as JSON; `null` before the end and for another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_status_outcome(
    flow: Option<&EhcFlow>,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let flow = handle(flow, "flow")?;
            EhcText::json(&flow.0.status_outcome())
        })
    }
}

/// The outcome of this kind of flow as JSON; `null` before the end and for another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_foreign_outcome(
    flow: Option<&EhcFlow>,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let flow = handle(flow, "flow")?;
            EhcText::json(&flow.0.foreign_outcome())
        })
    }
}

/// The outcome of this kind of flow as JSON; `null` before the end and for another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_application_ids_outcome(
    flow: Option<&EhcFlow>,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let flow = handle(flow, "flow")?;
            EhcText::json(&flow.0.application_ids_outcome())
        })
    }
}

/// The outcome of this kind of flow as JSON; `null` before the end and for another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_self_test_outcome(
    flow: Option<&EhcFlow>,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let flow = handle(flow, "flow")?;
            EhcText::json(&flow.0.self_test_outcome())
        })
    }
}
