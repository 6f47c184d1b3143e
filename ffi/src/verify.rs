//! Judging certificates, encryption tokens, sealed messages and signatures of others.
//!
//! Answers are JSON: accepted, problems, warnings, chain, policies, revocation, signingTime, ignored. What must not be
//! relied on is an answer (`accepted` is false); an error is for a question that is not understood.

use std::ffi::c_char;

use ehcert_core::{
    Code, Error,
    facade::verify::{self, PathInput, TrustInput},
};

use crate::{
    boundary::{bytes, call, text},
    error::EhcError,
    value::EhcText,
};

/// Whom to trust, and what is known of revocation. Every member may be NULL with length 0; each is one DER file or any
/// number of PEM blocks. No anchors: the built-in roots (eHealth production and acceptance, Belgian eID).
#[repr(C)]
pub struct EhcTrust {
    /// Trusted certificates.
    pub anchors: *const u8,
    /// Octets of `anchors`.
    pub anchors_length: usize,
    /// Certificates that may lie between, trusted for nothing.
    pub untrusted: *const u8,
    /// Octets of `untrusted`.
    pub untrusted_length: usize,
    /// Revocation lists: complete, delta and indirect ones.
    pub crls: *const u8,
    /// Octets of `crls`.
    pub crls_length: usize,
    /// OCSP responses.
    pub ocsp: *const u8,
    /// Octets of `ocsp`.
    pub ocsp_length: usize,
    /// Not 0: revocation counts; with lists or responses, a status that they do not tell is then a refusal.
    pub revocation: i32,
    /// Not 0: let SHA-1 and RSA 1024 through, to look at what is old; nothing may be trusted because of the result.
    pub inspect_old: i32,
}

// The layout that tests/c/misuse.c asserts in C.
const _: () = assert!(size_of::<EhcTrust>() == 8 * size_of::<*const u8>() + 8);
const _: () = assert!(std::mem::offset_of!(EhcTrust, revocation) == 8 * size_of::<*const u8>());

/// # Safety
/// `trust` is NULL, or its members are readable for their lengths.
pub(crate) unsafe fn trust(trust: *const EhcTrust) -> Result<TrustInput, ehcert_core::facade::error::EhcertError> {
    // SAFETY: the contract of this function.
    let Some(trust) = (unsafe { trust.as_ref() }) else {
        return Ok(TrustInput { revocation: true, ..TrustInput::default() });
    };
    let file = |pointer: *const u8, length: usize, name: &'static str| {
        if length == 0 {
            return Ok(Vec::new());
        }
        // SAFETY: the contract of this function.
        unsafe { bytes(pointer, length, name) }.map(|file| vec![file])
    };
    Ok(TrustInput {
        anchors: file(trust.anchors, trust.anchors_length, "anchors")?,
        untrusted: file(trust.untrusted, trust.untrusted_length, "untrusted")?,
        crls: file(trust.crls, trust.crls_length, "crls")?,
        ocsp: file(trust.ocsp, trust.ocsp_length, "ocsp")?,
        revocation: trust.revocation != 0,
        inspect_old: trust.inspect_old != 0,
    })
}

/// Builds and validates the path of a certificate, DER or PEM (RFC 5280 6.1). `trust` may be NULL. `path_json` may be
/// NULL, or an object with any of policies, explicitPolicy, inhibitMapping, inhibitAny, purpose (client, server, email,
/// none), name, profile (path, rfc5280, web-pki), maxIntermediates. `at`: seconds since 1970 at which all must be valid.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_verify_certificate(
    certificate: *const u8,
    certificate_length: usize,
    trust: *const EhcTrust,
    path_json: *const c_char,
    at: i64,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let certificate = bytes(certificate, certificate_length, "certificate")?;
            let path = if path_json.is_null() {
                PathInput::default()
            } else {
                serde_json::from_str(&text(path_json, "path_json")?).map_err(|e| {
                    Error::new(Code::INVALID_ARGUMENT)
                        .with("what", "path_json")
                        .field("path_json")
                        .detail(format!("column {}", e.column()))
                })?
            };
            EhcText::json(&verify::verify_certificate(certificate, self::trust(trust)?, path, at)?)
        })
    }
}

/// Judges an encryption token (ETK; DER, BER or base64) by the checks and names of the official library. `trust` may be
/// NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_verify_etk(
    token: *const u8,
    token_length: usize,
    trust: *const EhcTrust,
    at: i64,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let token = bytes(token, token_length, "token")?;
            EhcText::json(&verify::verify_etk(token, self::trust(trust)?, at)?)
        })
    }
}

/// Judges the outer signature of a sealed message and its signer, by the checks and names of the official library;
/// `ehc_keystore_unseal` opens it. `trust` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_verify_message(
    message: *const u8,
    message_length: usize,
    trust: *const EhcTrust,
    at: i64,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let message = bytes(message, message_length, "message")?;
            EhcText::json(&verify::verify_message(message, None, self::trust(trust)?, at)?)
        })
    }
}

/// Whether a signature over data was made by the key of a SubjectPublicKeyInfo (DER or PEM). `algorithm`: for example
/// rsa-pkcs1-sha256, rsa-pss-sha256-salt32, ecdsa-sha384, ecdsa-sha384-p1363, or as Java and RFC 5758 name them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_verify_signature(
    spki: *const u8,
    spki_length: usize,
    algorithm: *const c_char,
    data: *const u8,
    data_length: usize,
    signature: *const u8,
    signature_length: usize,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let spki = bytes(spki, spki_length, "spki")?;
            let algorithm = text(algorithm, "algorithm")?;
            let data = bytes(data, data_length, "data")?;
            let signature = bytes(signature, signature_length, "signature")?;
            EhcText::json(&verify::verify_signature(spki, algorithm, data, signature)?)
        })
    }
}
