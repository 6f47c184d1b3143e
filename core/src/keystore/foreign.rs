//! What a file is that is no PKCS#12: people drop all kinds of files.

use crate::{Code, Error, certificate::Certificate};

/// The error for bytes that are no keystore, naming what they are instead.
pub(super) fn refuse(bytes: &[u8]) -> Error {
    let text = bytes.get(..512).unwrap_or(bytes).to_ascii_lowercase();
    let text = String::from_utf8_lossy(&text);
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    let kind = if bytes.is_empty() {
        "empty file"
    } else if text.starts_with("<!doctype html") || text.starts_with("<html") {
        "HTML"
    } else if text.contains("-----begin") {
        "PEM"
    } else if bytes.starts_with(&[0xFE, 0xED, 0xFE, 0xED]) {
        "JKS"
    } else if bytes.starts_with(&[0xCE, 0xCE, 0xCE, 0xCE]) {
        "JCEKS"
    } else if matches!(bytes, [0, 0, 0, 1 | 2, 0, 0, 0, 8..=64, ..]) {
        "BKS"
    } else if Certificate::from_der(bytes).is_ok() {
        "X.509"
    } else if bytes.starts_with(b"PK\x03\x04") {
        "ZIP"
    } else {
        return Error::new(Code::KEYSTORE_DAMAGED).detail("not PKCS#12");
    };
    Error::new(Code::KEYSTORE_OTHER_FILE).with("kind", kind)
}
