//! Whole operations, each one call: the library finds card and network itself, on a thread of its own that calls
//! nothing of the host. Start, poll, answer, free.

use std::{ffi::c_char, time::Duration};

use ehcert_core::{Code, Error, facade::live::Live, request::Password};
use ehcert_native::job::{Job, Operation};

use crate::{
    boundary::{bytes, call, handle, run, text},
    error::EhcError,
    event::EhcEvent,
    stay::stay_loaded,
};

/// A running operation. May be used from several threads. Free it with `ehc_job_free`.
pub struct EhcJob(Job, Live);

/// Starts an operation and returns at once.
///
/// `operation_json`: JSON with operation (check, request, complete, renew, activate, revoke, selfTest, status...), with
/// (platform, card, language) and the members of that operation; operations.md beside this file has them all.
///
/// `password`: of the keystore, UTF-8; empty for check. `new_password`: for renew, may be NULL for the same. The
/// library's copies are wiped.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_job_start(
    operation_json: *const c_char,
    password: *const u8,
    password_length: usize,
    new_password: *const u8,
    new_password_length: usize,
    out: *mut Option<Box<EhcJob>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let operation = text(operation_json, "operation_json")?;
            let operation: Operation = serde_json::from_str(&operation).map_err(|e| {
                // The message of the reader can hold what was typed; the place says enough.
                Error::new(Code::INVALID_ARGUMENT)
                    .with("what", "operation_json")
                    .field("operation_json")
                    .detail(format!("{:?} at line {} column {}", e.classify(), e.line(), e.column()))
            })?;
            let password = Password::from_utf8(bytes(password, password_length, "password")?)?;
            let new_password = if new_password.is_null() {
                None
            } else {
                Some(Password::from_utf8(bytes(new_password, new_password_length, "new_password")?)?)
            };
            stay_loaded();
            Ok(EhcJob(Job::start(operation, password, new_password), Live::new()))
        })
    }
}

/// Gives the next event, waiting for it for at most `milliseconds` (0: not at all). A question is given again until it
/// is answered, the last event for ever.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_job_poll(
    job: Option<&EhcJob>,
    milliseconds: u32,
    out: *mut Option<Box<EhcEvent>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call`.
    unsafe { call(out, || Ok(handle(job, "job")?.0.poll(Duration::from_millis(milliseconds.into())).into())) }
}

/// Answers `EHC_EVENT_PIN`. NULL: the person gives up. The library's copy is wiped.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_job_answer_pin(
    job: Option<&EhcJob>,
    pin: *const u8,
    pin_length: usize,
) -> Option<Box<EhcError>> {
    run(|| {
        let job = handle(job, "job")?;
        if pin.is_null() {
            return Ok(job.0.answer_pin(None)?);
        }
        // SAFETY: the contract of this function.
        let pin = Password::from_utf8(unsafe { bytes(pin, pin_length, "pin") }?)?;
        Ok(job.0.answer_pin(Some(pin.as_str()))?)
    })
}

/// Answers `EHC_EVENT_CONTRACT` and `EHC_EVENT_REVOCATION`: not 0 when the person accepts.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_job_answer_contract(job: Option<&EhcJob>, accepted: i32) -> Option<Box<EhcError>> {
    run(|| Ok(handle(job, "job")?.0.answer_contract(accepted != 0)?))
}

/// Answers `EHC_EVENT_APDU` with the card's response, status included; fewer than 2 octets when the card is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_job_answer_card(
    job: Option<&EhcJob>,
    response: *const u8,
    response_length: usize,
) -> Option<Box<EhcError>> {
    run(|| {
        // SAFETY: the contract of this function.
        let response = unsafe { bytes(response, response_length, "response") }?;
        Ok(handle(job, "job")?.0.answer_card(&response)?)
    })
}

/// Ends the operation soon: its last event is then `EHC_EVENT_FAILED` with Cancelled, unless it was through already. May be called
/// from any thread.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_job_cancel(job: Option<&EhcJob>) -> Option<Box<EhcError>> {
    run(|| {
        handle(job, "job")?.0.cancel();
        Ok(())
    })
}

/// Cancels the operation and frees it, without waiting for its thread, which ends soon after. NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_job_free(_job: Option<Box<EhcJob>>) {}
