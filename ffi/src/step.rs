//! What a flow needs next, as C reads it.

use std::ffi::c_char;

use ehcert_core::facade::step::FlowStep;

use crate::{
    boundary::{call, handle},
    error::EhcError,
    value::EhcText,
};

/// What a flow needs next. Free it with `ehc_step_free`.
pub struct EhcStep {
    pub(crate) step: FlowStep,
    /// What the accessors lend, NUL-terminated.
    name: Vec<u8>,
    url: Vec<u8>,
    key: Vec<u8>,
    headers: Vec<u8>,
}

/// The flow is over.
pub const EHC_STEP_DONE: u32 = 0;
/// Sign `ehc_step_data` (a digest) with the eID; answer with `ehc_flow_answer_signature`.
pub const EHC_STEP_SIGN: u32 = 1;
/// Show the contract (`ehc_step_to_json`); answer with `ehc_flow_answer_contract`.
pub const EHC_STEP_SHOW_CONTRACT: u32 = 2;
/// Call `ehc_flow_generate_key` where nobody waits.
pub const EHC_STEP_GENERATE_KEY: u32 = 3;
/// Send `ehc_step_data` to `ehc_step_url` by `ehc_step_method` with the headers `ehc_step_headers`; answer with
/// `ehc_flow_answer_http`.
pub const EHC_STEP_HTTP: u32 = 4;
/// Store `ehc_step_data`, sync, read it back; answer with `ehc_flow_answer_stored`.
pub const EHC_STEP_STORE: u32 = 5;
/// Wait `ehc_step_seconds`; answer with `ehc_flow_answer_waited`.
pub const EHC_STEP_WAIT: u32 = 6;

impl EhcStep {
    pub(crate) fn new(step: FlowStep) -> Self {
        let terminated = |text: &str| text.bytes().chain([0]).collect::<Vec<u8>>();
        let (FlowStep::Sign { name, .. }
        | FlowStep::ShowContract { name, .. }
        | FlowStep::GenerateKey { name, .. }
        | FlowStep::Http { name, .. }
        | FlowStep::Store { name, .. }
        | FlowStep::Wait { name, .. }
        | FlowStep::Done { name, .. }) = &step;
        let url = match &step {
            FlowStep::Http { url, .. } => terminated(url),
            _ => vec![0],
        };
        let key = match &step {
            FlowStep::Sign { key, .. } => terminated(key),
            _ => vec![0],
        };
        let headers = match &step {
            FlowStep::Http { headers, .. } => {
                terminated(&headers.iter().map(|h| format!("{}: {}\r\n", h.name, h.value)).collect::<String>())
            }
            _ => vec![0],
        };
        Self { name: terminated(name), url, key, headers, step }
    }
    fn data(&self) -> &[u8] {
        match &self.step {
            FlowStep::Sign { digest, .. } => digest,
            FlowStep::Http { body, .. } => body,
            FlowStep::Store { keystore, .. } => keystore,
            _ => &[],
        }
    }
}

/// One of the EHC_STEP constants. `EHC_STEP_DONE` for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_step_kind(step: Option<&EhcStep>) -> u32 {
    step.map_or(EHC_STEP_DONE, |s| match s.step {
        FlowStep::Done { .. } => EHC_STEP_DONE,
        FlowStep::Sign { .. } => EHC_STEP_SIGN,
        FlowStep::ShowContract { .. } => EHC_STEP_SHOW_CONTRACT,
        FlowStep::GenerateKey { .. } => EHC_STEP_GENERATE_KEY,
        FlowStep::Http { .. } => EHC_STEP_HTTP,
        FlowStep::Store { .. } => EHC_STEP_STORE,
        FlowStep::Wait { .. } => EHC_STEP_WAIT,
    })
}

/// The stable name (`ehc_step_label` has its text); valid until the step is freed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_step_name(step: Option<&EhcStep>) -> *const c_char {
    step.map_or(std::ptr::null(), |s| s.name.as_ptr().cast())
}

/// The address of an HTTP step, else an empty text; valid until the step is freed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_step_url(step: Option<&EhcStep>) -> *const c_char {
    step.map_or(std::ptr::null(), |s| s.url.as_ptr().cast())
}

/// The headers of an HTTP step as lines of `Name: value` with CR LF behind each, else an empty text; valid until the
/// step is freed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_step_headers(step: Option<&EhcStep>) -> *const c_char {
    step.map_or(std::ptr::null(), |s| s.headers.as_ptr().cast())
}

/// The key of a signature step, `authentication` or `signature`, else an empty text; valid until the step is freed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_step_key(step: Option<&EhcStep>) -> *const c_char {
    step.map_or(std::ptr::null(), |s| s.key.as_ptr().cast())
}

/// How far the flow is, 0 to 100.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_step_percent(step: Option<&EhcStep>) -> u32 {
    step.map_or(0, |s| {
        let (FlowStep::Sign { percent, .. }
        | FlowStep::ShowContract { percent, .. }
        | FlowStep::GenerateKey { percent, .. }
        | FlowStep::Http { percent, .. }
        | FlowStep::Store { percent, .. }
        | FlowStep::Wait { percent, .. }
        | FlowStep::Done { percent, .. }) = &s.step;
        (*percent).into()
    })
}

/// Seconds of a wait step, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_step_seconds(step: Option<&EhcStep>) -> u32 {
    step.map_or(0, |s| if let FlowStep::Wait { seconds, .. } = s.step { seconds } else { 0 })
}

/// The digest, body or keystore of the step; valid until the step is freed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_step_data(step: Option<&EhcStep>) -> *const u8 {
    step.map_or(std::ptr::null(), |s| s.data().as_ptr())
}

/// The length of `ehc_step_data`.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_step_data_length(step: Option<&EhcStep>) -> usize {
    step.map_or(0, |s| s.data().len())
}

/// Frees a step. NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_step_free(_step: Option<Box<EhcStep>>) {}

/// The whole step as JSON: kind, name, percent, and what it holds (key, algorithm and hash of a signature; review; url,
/// method and headers; seconds).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_step_to_json(
    step: Option<&EhcStep>,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let step = handle(step, "step")?;
            EhcText::json(&step.step)
        })
    }
}
