//! Texts and bytes that the library gives.

use crate::boundary::Outcome;

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
pub extern "C" fn ehc_text_data(text: Option<&EhcText>) -> *const std::ffi::c_char {
    text.map_or(std::ptr::null(), |t| t.0.as_ptr().cast())
}

/// How many bytes the characters take, without the NUL. 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_text_length(text: Option<&EhcText>) -> usize {
    text.map_or(0, |t| t.0.len().saturating_sub(1))
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
