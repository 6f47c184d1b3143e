//! The one boundary between C and Rust: arguments are checked, panics become errors, outputs are written
//! only on success.

use std::{
    cell::Cell,
    ffi::{CStr, c_char},
    panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind},
    sync::Once,
};

use ehcert_core::{Code, facade::error::EhcertError};

use crate::error::EhcError;

pub(crate) type Outcome<T> = Result<T, EhcertError>;

/// Runs a call. `out` is written only on success; NULL for it is an error.
///
/// # Safety
/// `out` is NULL or points to a pointer that may be written.
pub(crate) unsafe fn call<T>(out: *mut Option<Box<T>>, work: impl FnOnce() -> Outcome<T>) -> Option<Box<EhcError>> {
    if out.is_null() {
        return Some(Box::new(invalid("out").into()));
    }
    match guarded(work) {
        Ok(value) => {
            // SAFETY: not NULL, and by the contract of this function writable. The old content is whatever
            // the caller had there, so it must not be dropped.
            unsafe { out.write(Some(Box::new(value))) };
            None
        }
        Err(error) => Some(error),
    }
}

/// Runs a call without output.
pub(crate) fn run(work: impl FnOnce() -> Outcome<()>) -> Option<Box<EhcError>> {
    guarded(work).err()
}

/// Runs a call that gives a plain value; that of nothing where it fails.
pub(crate) fn value<T: Default>(work: impl FnOnce() -> Outcome<T>) -> T {
    guarded(work).unwrap_or_default()
}

fn guarded<T>(work: impl FnOnce() -> Outcome<T>) -> Result<T, Box<EhcError>> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| std::panic::set_hook(Box::new(remember)));
    // What a panic leaves behind is dropped or locked by a mutex that forgives poisoning.
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(Box::new(error.into())),
        Err(_) => {
            let place = PLACE.take().unwrap_or_default();
            let error = ehcert_core::Error::new(Code::INTERNAL).detail(format!("a panic at {place}"));
            Err(Box::new(EhcertError::from(error).into()))
        }
    }
}

thread_local! {
    static PLACE: Cell<Option<String>> = const { Cell::new(None) };
}

/// A library does not write on its host's standard error; and a panic's message may hold what was typed, so only its
/// place is kept.
fn remember(panic: &PanicHookInfo<'_>) {
    PLACE.set(panic.location().map(ToString::to_string));
}

/// The error for an argument that is NULL or malformed.
pub(crate) fn invalid(what: &str) -> EhcertError {
    ehcert_core::Error::new(Code::INVALID_ARGUMENT).with("what", what).into()
}

/// A text argument: NUL-terminated UTF-8.
///
/// # Safety
/// `text` is NULL or points to a NUL-terminated string.
pub(crate) unsafe fn text(text: *const c_char, what: &str) -> Outcome<String> {
    if text.is_null() {
        return Err(invalid(what));
    }
    // SAFETY: not NULL, NUL-terminated by the contract.
    let bytes = unsafe { CStr::from_ptr(text) };
    bytes.to_str().map(str::to_owned).map_err(|_| invalid(what))
}

/// A text argument that may be NULL.
///
/// # Safety
/// As [`text`].
pub(crate) unsafe fn optional_text(pointer: *const c_char, what: &str) -> Outcome<Option<String>> {
    if pointer.is_null() {
        return Ok(None);
    }
    // SAFETY: the same contract.
    unsafe { text(pointer, what) }.map(Some)
}

/// A longer argument is a negative or uninitialised length: nothing that is taken here is as long as 1 GiB.
const MAX_BYTES: usize = 1 << 30;

/// A bytes argument. NULL is allowed with length 0.
///
/// # Safety
/// `data` is NULL or points to `length` readable bytes.
pub(crate) unsafe fn bytes(data: *const u8, length: usize, what: &str) -> Outcome<Vec<u8>> {
    if length == 0 {
        return Ok(Vec::new());
    }
    if data.is_null() || length > MAX_BYTES {
        return Err(invalid(what));
    }
    // SAFETY: not NULL, readable for `length` bytes by the contract, and no longer than isize::MAX.
    Ok(unsafe { std::slice::from_raw_parts(data, length) }.to_vec())
}

/// A handle argument.
pub(crate) fn handle<'a, T>(handle: Option<&'a T>, what: &str) -> Outcome<&'a T> {
    handle.ok_or_else(|| invalid(what))
}

/// DER certificates one behind the other.
///
/// # Safety
/// As [`bytes`].
pub(crate) unsafe fn certificates(data: *const u8, length: usize, what: &str) -> Outcome<Vec<Vec<u8>>> {
    // SAFETY: the same contract.
    let all = unsafe { bytes(data, length, what) }?;
    let mut reader = ehcert_core::asn1::Reader::new(&all);
    let mut list = Vec::new();
    while !reader.is_empty() {
        list.push(reader.any().map_err(|_| invalid(what))?.raw.to_vec());
    }
    Ok(list)
}
