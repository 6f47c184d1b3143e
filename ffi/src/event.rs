//! What a job tells or asks.

use std::ffi::c_char;

use ehcert_core::facade::error::{EhcertError, Problem};
use ehcert_native::job::{Event, octets};

use crate::{
    boundary::{call, handle, invalid, text},
    error::EhcError,
    value::{EhcText, at},
};

/// Nothing happened in the time that was given.
pub const EHC_EVENT_NOTHING: u32 = 0;
/// A step begins: `ehc_event_name`, `ehc_event_percent`.
pub const EHC_EVENT_PROGRESS: u32 = 1;
/// Something that should be told and stops nothing: `ehc_event_problem`.
pub const EHC_EVENT_WARNING: u32 = 2;
/// Ask the person for the PIN; answer with `ehc_job_answer_pin`.
pub const EHC_EVENT_PIN: u32 = 3;
/// The person is to type on the reader now. No answer.
pub const EHC_EVENT_PINPAD: u32 = 4;
/// Show the contract of a request (`ehc_event_value`); answer with `ehc_job_answer_contract`.
pub const EHC_EVENT_CONTRACT: u32 = 5;
/// Show the contract of a revocation (`ehc_event_value`); answer with `ehc_job_answer_contract`.
pub const EHC_EVENT_REVOCATION: u32 = 6;
/// Transmit `ehc_event_command` to the card; answer with `ehc_job_answer_card`.
pub const EHC_EVENT_APDU: u32 = 7;
/// It is done: `ehc_event_value`. The last event.
pub const EHC_EVENT_DONE: u32 = 8;
/// It failed: `ehc_event_problem`. The last event.
pub const EHC_EVENT_FAILED: u32 = 9;

/// What a job tells or asks. Free it with `ehc_event_free`.
pub struct EhcEvent {
    event: Event,
    name: Option<Vec<u8>>,
    command: Vec<u8>,
}

impl From<Event> for EhcEvent {
    fn from(event: Event) -> Self {
        let name = match &event {
            Event::Progress { step, .. } => Some(step),
            Event::Pin { purpose, .. } => Some(purpose),
            _ => None,
        };
        let name = name.map(|n| n.bytes().chain([0]).collect());
        let command = match &event {
            Event::Apdu { command } => octets(command),
            _ => Vec::new(),
        };
        Self { event, name, command }
    }
}

fn problems(event: &Event) -> &[Problem] {
    match event {
        Event::Warning { problem } => std::slice::from_ref(problem),
        Event::Failed { problems } => problems,
        _ => &[],
    }
}

/// One of the `EHC_EVENT_` values; `EHC_EVENT_NOTHING` for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_event_kind(event: Option<&EhcEvent>) -> u32 {
    match event.map(|e| &e.event) {
        None | Some(Event::Nothing) => EHC_EVENT_NOTHING,
        Some(Event::Progress { .. }) => EHC_EVENT_PROGRESS,
        Some(Event::Warning { .. }) => EHC_EVENT_WARNING,
        Some(Event::Pin { .. }) => EHC_EVENT_PIN,
        Some(Event::Pinpad { .. }) => EHC_EVENT_PINPAD,
        Some(Event::Contract { .. }) => EHC_EVENT_CONTRACT,
        Some(Event::Revocation { .. }) => EHC_EVENT_REVOCATION,
        Some(Event::Apdu { .. }) => EHC_EVENT_APDU,
        Some(Event::Done { .. }) => EHC_EVENT_DONE,
        Some(Event::Failed { .. }) => EHC_EVENT_FAILED,
    }
}

/// The stable name of the step that begins (`ehc_step_label` has its text), or what a PIN is for: authentication or
/// signature. NULL for other events; valid until the event is freed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_event_name(event: Option<&EhcEvent>) -> *const c_char {
    event.and_then(|e| e.name.as_ref()).map_or(std::ptr::null(), |n| n.as_ptr().cast())
}

/// How far the operation is, 0 to 100; 0 for what is no progress.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_event_percent(event: Option<&EhcEvent>) -> u32 {
    match event.map(|e| &e.event) {
        Some(Event::Progress { percent, .. }) => (*percent).into(),
        _ => 0,
    }
}

/// How often the PIN may be wrong; -1 where the card does not tell, and for other events.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_event_tries_left(event: Option<&EhcEvent>) -> i32 {
    match event.map(|e| &e.event) {
        Some(Event::Pin { tries_left: Some(tries), .. } | Event::Pinpad { tries_left: Some(tries) }) => (*tries).into(),
        _ => -1,
    }
}

/// The command APDU; valid until the event is freed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_event_command(event: Option<&EhcEvent>) -> *const u8 {
    event.filter(|e| !e.command.is_empty()).map_or(std::ptr::null(), |e| e.command.as_ptr())
}

/// Octets of the command APDU; 0 for other events.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_event_command_length(event: Option<&EhcEvent>) -> usize {
    event.map_or(0, |e| e.command.len())
}

/// A problem that the event tells, from 0 on, as an error object to be freed; NULL beyond the last one.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_event_problem(event: Option<&EhcEvent>, index: usize) -> Option<Box<EhcError>> {
    let problem = problems(&event?.event).get(index)?.clone();
    Some(Box::new(EhcertError::from(problem).into()))
}

/// A member of the event by its path, such as result.keystore, result.dn, review.dn or review.contract: texts as they
/// are, everything else as JSON. `ehc_event_to_json` shows which there are. A member that is not there is the error
/// InvalidArgument.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_event_value(
    event: Option<&EhcEvent>,
    path: *const c_char,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and `text`.
    unsafe {
        call(out, || {
            let path = text(path, "path")?;
            let all = serde_json::to_value(&handle(event, "event")?.event).map_err(|_| invalid("event"))?;
            Ok(EhcText::member(at(&all, &path)?))
        })
    }
}

/// Everything of the event as JSON.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_event_to_json(
    event: Option<&EhcEvent>,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call`.
    unsafe { call(out, || EhcText::json(&handle(event, "event")?.event)) }
}

/// Frees an event and wipes its command, which may hold a PIN. NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_event_free(_event: Option<Box<EhcEvent>>) {}
