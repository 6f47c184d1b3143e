//! What is in a file.

use ehcert_core::facade::inspect;

use crate::{
    boundary::{bytes, call},
    error::EhcError,
    value::EhcText,
};

/// Shows a CSR, DER or PEM, as JSON: subject, key, publicKeyIdentifier, signatureValid, attributes,
/// requestedExtensions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_preview_csr(
    csr: *const u8,
    csr_length: usize,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let csr = bytes(csr, csr_length, "csr")?;
            EhcText::json(&inspect::preview_csr(csr)?)
        })
    }
}

/// Shows a certificate, DER or PEM, as JSON. Nothing is verified.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_view_certificate(
    certificate: *const u8,
    certificate_length: usize,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let certificate = bytes(certificate, certificate_length, "certificate")?;
            EhcText::json(&inspect::view_certificate(certificate)?)
        })
    }
}

/// Shows what a keystore tells without its password, as JSON.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_inspect_keystore(
    keystore: *const u8,
    keystore_length: usize,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let keystore = bytes(keystore, keystore_length, "keystore")?;
            EhcText::json(&inspect::inspect_keystore(keystore)?)
        })
    }
}
