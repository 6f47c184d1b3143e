//! What every flow takes: the holder of the eID, and the platform.

use std::ffi::c_char;

use ehcert_core::facade::flow::{PlatformInput, SignerInput};

use crate::{
    boundary::{call, certificates, text},
    error::EhcError,
};

/// The holder of the eID, as flows need them. Free it with `ehc_signer_free`.
pub struct EhcSigner(pub(crate) SignerInput);

/// Where the platform is. Free it with `ehc_platform_free`.
pub struct EhcPlatform(pub(crate) PlatformInput);

impl EhcSigner {
    pub(crate) fn new(
        authentication_chain: Vec<Vec<u8>>,
        signature_chain: Vec<Vec<u8>>,
        anchors: Vec<Vec<u8>>,
    ) -> Self {
        Self(SignerInput { authentication_chain, signature_chain, anchors })
    }
}

/// Frees a signer. NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_signer_free(_signer: Option<Box<EhcSigner>>) {}

/// Frees a platform. NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_platform_free(_platform: Option<Box<EhcPlatform>>) {}

/// The two certificate chains of the card, each DER certificates one behind the other (leaf, CA, root). `anchors`: roots
/// that they must lead to; none for the Belgian roots.
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments, reason = "lengths are explicit in C")]
pub unsafe extern "C" fn ehc_signer_new(
    authentication_chain: *const u8,
    authentication_chain_length: usize,
    signature_chain: *const u8,
    signature_chain_length: usize,
    anchors: *const u8,
    anchors_length: usize,
    out: *mut Option<Box<EhcSigner>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let authentication_chain =
                certificates(authentication_chain, authentication_chain_length, "authentication_chain")?;
            let signature_chain = certificates(signature_chain, signature_chain_length, "signature_chain")?;
            let anchors = certificates(anchors, anchors_length, "anchors")?;
            Ok(EhcSigner(SignerInput { authentication_chain, signature_chain, anchors }))
        })
    }
}

/// `platform`: `production`, `acceptance` or a base URL. `anchors`: roots of issued certificates, DER, one behind the
/// other; none for those of the platform.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_platform_new(
    platform: *const c_char,
    anchors: *const u8,
    anchors_length: usize,
    out: *mut Option<Box<EhcPlatform>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let platform = text(platform, "platform")?;
            let anchors = certificates(anchors, anchors_length, "anchors")?;
            Ok(EhcPlatform(PlatformInput { platform, anchors, revocation: String::new() }))
        })
    }
}
