//! The error object.

use std::ffi::c_char;

use ehcert_core::facade::error::{EhcertError, Problem, describe_problem, error_table, field_label, step_label};

use crate::{
    boundary::{self, call, handle, text},
    value::EhcText,
};

/// What went wrong. A function that can fail returns one, or NULL for success. Free it with `ehc_error_free`.
pub struct EhcError {
    problem: Problem,
    name: Vec<u8>,
    field: Option<Vec<u8>>,
    actor: Vec<u8>,
}

fn terminated(text: &str) -> Vec<u8> {
    text.bytes().chain([0]).collect()
}

impl From<EhcertError> for EhcError {
    fn from(error: EhcertError) -> Self {
        let problem = error.problem().clone();
        Self {
            name: terminated(&problem.name),
            field: problem.field.as_deref().map(terminated),
            actor: terminated(&problem.actor),
            problem,
        }
    }
}

/// The stable number; 0 for NULL (success).
#[unsafe(no_mangle)]
pub extern "C" fn ehc_error_code(error: Option<&EhcError>) -> u32 {
    error.map_or(0, |e| e.problem.code.into())
}

/// The stable name; valid until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_error_name(error: Option<&EhcError>) -> *const c_char {
    error.map_or(std::ptr::null(), |e| e.name.as_ptr().cast())
}

/// The field of the input that is wrong, or NULL; valid until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_error_field(error: Option<&EhcError>) -> *const c_char {
    error.and_then(|e| e.field.as_ref()).map_or(std::ptr::null(), |f| f.as_ptr().cast())
}

/// Who must act: `user`, `helpdesk`, `integrator` or `ehealth`; valid until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_error_actor(error: Option<&EhcError>) -> *const c_char {
    error.map_or(std::ptr::null(), |e| e.actor.as_ptr().cast())
}

/// Whether a repetition can help.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_error_retryable(error: Option<&EhcError>) -> bool {
    error.is_some_and(|e| e.problem.retryable)
}

/// What happened, in plain words. `language`: `fr`, `nl`, `de` or `en`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_error_message(
    error: Option<&EhcError>,
    language: *const c_char,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and `text`.
    unsafe { call(out, || Ok(EhcText::new(describe(error, language)?.0))) }
}

/// What to do next. `language` as in `ehc_error_message`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_error_advice(
    error: Option<&EhcError>,
    language: *const c_char,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: as above.
    unsafe { call(out, || Ok(EhcText::new(describe(error, language)?.1))) }
}

unsafe fn describe(error: Option<&EhcError>, language: *const c_char) -> boundary::Outcome<(String, String)> {
    // SAFETY: the caller's contract.
    let language = unsafe { text(language, "language") }?;
    let description = describe_problem(handle(error, "error")?.problem.clone(), language);
    Ok((description.message, description.advice))
}

/// Everything of an error as JSON: code, name, field, retryable, actor, detail, values, and what the RA said.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_error_to_json(
    error: Option<&EhcError>,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function.
    unsafe { call(out, || EhcText::json(&handle(error, "error")?.problem)) }
}

/// Frees an error. NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_error_free(_error: Option<Box<EhcError>>) {}

/// The table of all codes in a language, as a JSON array.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_error_table(
    language: *const c_char,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function.
    unsafe { call(out, || EhcText::json(&error_table(text(language, "language")?))) }
}

/// The name of a field, for people.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_field_label(
    field: *const c_char,
    language: *const c_char,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function.
    unsafe { call(out, || Ok(EhcText::new(field_label(text(field, "field")?, text(language, "language")?)))) }
}

/// The name of a step, for people.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_step_label(
    step: *const c_char,
    language: *const c_char,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function.
    unsafe { call(out, || Ok(EhcText::new(step_label(text(step, "step")?, text(language, "language")?)))) }
}
