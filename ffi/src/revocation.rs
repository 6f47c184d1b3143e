//! Whether certificates were revoked: the steps that ask, and sealing and opening by what was answered.

use std::ffi::c_char;

use ehcert_core::{
    facade::{flow::Flow, step::FlowStep},
    pem,
};

use crate::{
    boundary::{bytes, call, certificates, handle, invalid, run, text},
    error::EhcError,
    flow::EhcFlow,
    input::EhcPlatform,
    keystore::EhcKeystore,
    step::EhcStep,
    value::{EhcBytes, EhcText},
    verify::{EhcTrust, trust},
};

/// Whether completion, status of a keystore and self-test with this platform ask about revocation, in HTTP steps that
/// are optional: `off` (as it is without this call), `soft` (a status that cannot be found out is a warning) or `hard`
/// (it is an error).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_platform_set_revocation(
    platform: Option<&mut EhcPlatform>,
    revocation: *const c_char,
) -> Option<Box<EhcError>> {
    run(|| {
        let platform = platform.ok_or_else(|| invalid("platform"))?;
        // SAFETY: the contract of this function.
        let revocation = unsafe { text(revocation, "revocation") }?;
        if ehcert_core::flow::RevocationCheck::from_name(&revocation).is_none() {
            return Err(invalid("revocation"));
        }
        platform.0.revocation = revocation;
        Ok(())
    })
}

/// `POST` or `GET` of an HTTP step, else an empty text. Never to be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_step_method(step: Option<&EhcStep>) -> *const c_char {
    let method = match step.map(|s| &s.step) {
        None => return std::ptr::null(),
        Some(FlowStep::Http { method, .. }) if method == "GET" => c"GET",
        Some(FlowStep::Http { .. }) => c"POST",
        Some(_) => c"",
    };
    method.as_ptr()
}

/// Whether the flow can go on without the answer to this HTTP step: a list of revoked certificates or an OCSP response.
/// When none came, call `ehc_flow_answer_http` with the status 0 and no body.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_step_optional(step: Option<&EhcStep>) -> bool {
    step.is_some_and(|s| matches!(s.step, FlowStep::Http { optional: true, .. }))
}

/// Fetches what is known of the revocation of certificates, encryption tokens (their owners) and sealed messages (their
/// senders). `items`: one or several, DER, one behind the other. `untrusted` (or NULL): certificates that may lie
/// between, likewise.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_revocation_inquiry(
    items: *const u8,
    items_length: usize,
    untrusted: *const u8,
    untrusted_length: usize,
    platform: Option<&EhcPlatform>,
    out: *mut Option<Box<EhcFlow>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let items = certificates(items, items_length, "items")?;
            let untrusted = certificates(untrusted, untrusted_length, "untrusted")?;
            let platform = handle(platform, "platform")?;
            Ok(EhcFlow(Flow::revocation_inquiry(items, untrusted, platform.0.clone())?))
        })
    }
}

/// What lists and responders said in a flow that is done, as JSON: status (good, revoked, unknown), problems, failures,
/// crls and ocsp; `null` when they were not asked.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_revocation_outcome(
    flow: Option<&EhcFlow>,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call`.
    unsafe { call(out, || EhcText::json(&handle(flow, "flow")?.0.revocation_outcome())) }
}

/// The lists that a flow fetched, as PEM blocks for `EhcTrust.crls`; an empty text when there are none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_revocation_crls(
    flow: Option<&EhcFlow>,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call`.
    unsafe {
        call(out, || {
            let found = handle(flow, "flow")?.0.revocation_outcome();
            Ok(EhcText::new(found.iter().flat_map(|f| &f.crls).map(|der| pem::encode("X509 CRL", der)).collect()))
        })
    }
}

/// The OCSP responses that a flow fetched, as PEM blocks for `EhcTrust.ocsp`; an empty text when there are none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_flow_revocation_ocsp(
    flow: Option<&EhcFlow>,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call`.
    unsafe {
        call(out, || {
            let found = handle(flow, "flow")?.0.revocation_outcome();
            Ok(EhcText::new(found.iter().flat_map(|f| &f.ocsp).map(|der| pem::encode("OCSP RESPONSE", der)).collect()))
        })
    }
}

/// As `ehc_keystore_seal`, and every owner's certificate must be known not to be revoked, by the lists and responses in
/// `trust` (`ehc_flow_revocation_inquiry` fetches them): a status that they do not tell is a refusal.
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments, reason = "lengths are explicit in C")]
pub unsafe extern "C" fn ehc_keystore_seal_unrevoked(
    keystore: Option<&EhcKeystore>,
    content: *const u8,
    content_length: usize,
    etks: *const u8,
    etks_length: usize,
    trust: *const EhcTrust,
    now: i64,
    out: *mut Option<Box<EhcBytes>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let keystore = handle(keystore, "keystore")?;
            let content = bytes(content, content_length, "content")?;
            let etks = certificates(etks, etks_length, "etks")?;
            if etks.is_empty() {
                return Err(invalid("etks"));
            }
            Ok(EhcBytes::new(keystore.0.seal_unrevoked(content, etks, self::trust(trust)?, now)?))
        })
    }
}

/// As `ehc_keystore_unseal`, and the sender's certificate must not be revoked, by the lists and responses in `trust`.
/// `hard`: a status that they do not tell is an error; otherwise the message is opened all the same.
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments, reason = "lengths are explicit in C")]
pub unsafe extern "C" fn ehc_keystore_unseal_unrevoked(
    keystore: Option<&EhcKeystore>,
    message: *const u8,
    message_length: usize,
    trust: *const EhcTrust,
    hard: bool,
    now: i64,
    out: *mut Option<Box<EhcBytes>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let keystore = handle(keystore, "keystore")?;
            let message = bytes(message, message_length, "message")?;
            Ok(EhcBytes::new(keystore.0.unseal_unrevoked(message, self::trust(trust)?, hard, now)?.content))
        })
    }
}
