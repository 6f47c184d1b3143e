//! Texts and bytes that the library gives, and members of records.

use std::ffi::c_char;

use serde_json::Value;

use crate::{
    boundary::{self, Outcome, call, handle, invalid},
    error::EhcError,
};

/// A text in UTF-8, with a NUL behind it. Free it with `ehc_text_free`.
pub struct EhcText(Vec<u8>);

/// Bytes. Free them with `ehc_bytes_free`, which wipes them.
pub struct EhcBytes(Vec<u8>);

impl EhcText {
    pub(crate) fn new(text: String) -> Self {
        let mut bytes = text.into_bytes();
        bytes.push(0);
        Self(bytes)
    }
    /// A member of a record: a text as it is, everything else as JSON.
    pub(crate) fn member(value: &Value) -> Self {
        Self::new(match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
    }
    /// A record of plain data, as JSON.
    pub(crate) fn json<T: serde::Serialize>(value: &T) -> Outcome<Self> {
        serde_json::to_string(value)
            .map(Self::new)
            .map_err(|e| ehcert_core::Error::new(ehcert_core::Code::INTERNAL).detail(e).into())
    }
}

impl EhcBytes {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

/// The characters, NUL-terminated; valid until the text is freed. NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_text_data(text: Option<&EhcText>) -> *const c_char {
    text.map_or(std::ptr::null(), |t| t.0.as_ptr().cast())
}

/// How many bytes the characters take, without the NUL. 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_text_length(text: Option<&EhcText>) -> usize {
    text.map_or(0, |t| t.0.len().saturating_sub(1))
}

/// A member of a record by its path, such as dn or entries.0.alias: texts as they are, everything else as JSON; the
/// whole record for an empty path. A member that is not there is the error InvalidArgument, as is a text that is no JSON.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_text_value(
    text: Option<&EhcText>,
    path: *const c_char,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe { call(out, || Ok(EhcText::member(at(&record(text)?, &boundary::text(path, "path")?)?))) }
}

/// How many there are in a list or record of a record, by its path; 0 for anything else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_text_count(text: Option<&EhcText>, path: *const c_char) -> usize {
    boundary::value(|| {
        let record = record(text)?;
        // SAFETY: the contract of this function is that of the reader.
        Ok(match at(&record, &unsafe { boundary::text(path, "path") }?)? {
            Value::Array(list) => list.len(),
            Value::Object(members) => members.len(),
            _ => 0,
        })
    })
}

fn record(text: Option<&EhcText>) -> Outcome<Value> {
    let octets = handle(text, "text")?.0.strip_suffix(&[0]).unwrap_or_default();
    serde_json::from_slice(octets).map_err(|_| invalid("text"))
}

/// What is at a path of names and places.
pub(crate) fn at<'a>(record: &'a Value, path: &str) -> Outcome<&'a Value> {
    let mut members = path.split('.').filter(|_| !path.is_empty());
    members
        .try_fold(record, |at, member| match at {
            Value::Array(list) => list.get(member.parse::<usize>().ok()?),
            other => other.get(member),
        })
        .ok_or_else(|| invalid("path"))
}

/// Frees a text. NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_text_free(_text: Option<Box<EhcText>>) {}

/// The bytes; valid until they are freed. NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_bytes_data(bytes: Option<&EhcBytes>) -> *const u8 {
    bytes.map_or(std::ptr::null(), |b| b.0.as_ptr())
}

/// How many bytes there are. 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_bytes_length(bytes: Option<&EhcBytes>) -> usize {
    bytes.map_or(0, |b| b.0.len())
}

/// Wipes and frees bytes. NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_bytes_free(_bytes: Option<Box<EhcBytes>>) {}
