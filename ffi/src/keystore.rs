//! An opened keystore.

use std::ffi::c_char;

use ehcert_core::facade::keystore::Keystore;

use crate::{
    boundary::{bytes, call, certificates, handle, invalid, text},
    error::EhcError,
    value::{EhcBytes, EhcText},
};

/// An opened keystore. May be used from several threads. Free it with `ehc_keystore_free`, which wipes its keys
/// and password.
pub struct EhcKeystore(pub(crate) Keystore);

/// Opens a keystore (PKCS#12). The password is UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_keystore_open(
    data: *const u8,
    data_length: usize,
    password: *const u8,
    password_length: usize,
    out: *mut Option<Box<EhcKeystore>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let data = bytes(data, data_length, "data")?;
            let password = bytes(password, password_length, "password")?;
            Ok(EhcKeystore(Keystore::open(data, password)?))
        })
    }
}

/// Wipes and frees a keystore. NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_keystore_free(_keystore: Option<Box<EhcKeystore>>) {}

/// Wipes keys and password now; every later call with this keystore fails with `WrongState`.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_keystore_wipe(keystore: Option<&EhcKeystore>) -> Option<Box<EhcError>> {
    crate::boundary::run(|| {
        handle(keystore, "keystore")?.0.wipe();
        Ok(())
    })
}

/// All entries as a JSON array: alias, key, certificates.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_keystore_entries(
    keystore: Option<&EhcKeystore>,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let keystore = handle(keystore, "keystore")?;
            EhcText::json(&keystore.0.entries()?)
        })
    }
}

/// What the keystore tells by itself at a time (seconds since 1970), as JSON: pending, dn, serial, notAfter, daysLeft,
/// inReplacementPeriod, encryptionKeys, revoked (seconds since 1970, or null).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_keystore_status(
    keystore: Option<&EhcKeystore>,
    now: i64,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let keystore = handle(keystore, "keystore")?;
            EhcText::json(&keystore.0.status(now)?)
        })
    }
}

/// The certificates of the authentication key, DER, one behind the other, leaf first.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_keystore_authentication_chain(
    keystore: Option<&EhcKeystore>,
    out: *mut Option<Box<EhcBytes>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let keystore = handle(keystore, "keystore")?;
            Ok(EhcBytes::new(keystore.0.authentication_chain()?.concat()))
        })
    }
}

/// PublicKeyIdentifier of the authentication key, hexadecimal.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_keystore_public_key_identifier(
    keystore: Option<&EhcKeystore>,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let keystore = handle(keystore, "keystore")?;
            Ok(EhcText::new(keystore.0.public_key_identifier()?))
        })
    }
}

/// The keystore written anew in another form: `ehealth`, `modern` or `java-legacy`. Nothing in it is lost.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_keystore_rewrap(
    keystore: Option<&EhcKeystore>,
    profile: *const c_char,
    out: *mut Option<Box<EhcBytes>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let keystore = handle(keystore, "keystore")?;
            let profile = text(profile, "profile")?;
            Ok(EhcBytes::new(keystore.0.rewrap(profile)?))
        })
    }
}

/// The keystore written anew with another password (UTF-8), which must meet the policy. The opened one keeps the old.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_keystore_change_password(
    keystore: Option<&EhcKeystore>,
    new_password: *const u8,
    new_password_length: usize,
    profile: *const c_char,
    out: *mut Option<Box<EhcBytes>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let keystore = handle(keystore, "keystore")?;
            let new_password = bytes(new_password, new_password_length, "new_password")?;
            let profile = text(profile, "profile")?;
            Ok(EhcBytes::new(keystore.0.change_password(new_password, profile)?))
        })
    }
}

/// Seals a message to the owner of an encryption token. `anchors`: roots, DER, one behind the other; none for the
/// production roots. For several recipients put their tokens one behind the other.
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments, reason = "lengths are explicit in C")]
pub unsafe extern "C" fn ehc_keystore_seal(
    keystore: Option<&EhcKeystore>,
    content: *const u8,
    content_length: usize,
    etks: *const u8,
    etks_length: usize,
    anchors: *const u8,
    anchors_length: usize,
    now: i64,
    out: *mut Option<Box<EhcBytes>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let keystore = handle(keystore, "keystore")?;
            let content = bytes(content, content_length, "content")?;
            let etks = certificates(etks, etks_length, "etks")?;
            let anchors = certificates(anchors, anchors_length, "anchors")?;
            if etks.is_empty() {
                return Err(invalid("etks"));
            }
            Ok(EhcBytes::new(keystore.0.seal(content, etks, anchors, now)?))
        })
    }
}

/// Opens a sealed message with the keys in this keystore, present and past. `anchors` as in `ehc_keystore_seal`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_keystore_unseal(
    keystore: Option<&EhcKeystore>,
    message: *const u8,
    message_length: usize,
    anchors: *const u8,
    anchors_length: usize,
    now: i64,
    out: *mut Option<Box<EhcBytes>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let keystore = handle(keystore, "keystore")?;
            let message = bytes(message, message_length, "message")?;
            let anchors = certificates(anchors, anchors_length, "anchors")?;
            Ok(EhcBytes::new(keystore.0.unseal(message, anchors, now)?.content))
        })
    }
}
