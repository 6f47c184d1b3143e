//! Checks of what is typed.

use std::ffi::c_char;

use ehcert_core::facade::validate;

use crate::{
    boundary::{bytes, call, invalid, text},
    error::EhcError,
    value::EhcText,
};

/// Checks a number by the rules of its type. Out: JSON with identifierType, value (without separators) and warnings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_check_identifier(
    identifier_type: *const c_char,
    value: *const c_char,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let identifier_type = text(identifier_type, "identifier_type")?;
            let value = text(value, "value")?;
            EhcText::json(&validate::check_identifier(identifier_type, value)?)
        })
    }
}

/// All built-in types of identifiers with their names in a language, as a JSON array.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_identifier_types(
    language: *const c_char,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let language = text(language, "language")?;
            EhcText::json(&validate::identifier_types(language))
        })
    }
}

/// The qualities that the portal lists with their names in a language, as a JSON array.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_professions(
    language: *const c_char,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let language = text(language, "language")?;
            EhcText::json(&validate::professions(language))
        })
    }
}

/// Converts a name as eHealth does. Out: JSON with text, changed, expanded, unfolded, invisible.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_fold_name(name: *const c_char, out: *mut Option<Box<EhcText>>) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let name = text(name, "name")?;
            EhcText::json(&validate::fold_name(name))
        })
    }
}

/// Checks an e-mail address. Out: as it is sent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_check_email(
    email: *const c_char,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let email = text(email, "email")?;
            Ok(EhcText::new(validate::check_email(email)?))
        })
    }
}

/// Checks a phone number. Out: as it is sent, without punctuation.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_check_phone(
    phone: *const c_char,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let phone = text(phone, "phone")?;
            Ok(EhcText::new(validate::check_phone(phone)?))
        })
    }
}

/// Checks an application id. Out: as it is sent; empty for blank text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_check_application_id(
    application_id: *const c_char,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let application_id = text(application_id, "application_id")?;
            Ok(EhcText::new(validate::check_application_id(application_id)?.unwrap_or_default()))
        })
    }
}

/// Checks a new password (UTF-8) and its confirmation (NULL while it is not typed). Out: JSON with a tick for each rule
/// (length, notTooLong, acceptedCharacters, digitOrSymbol, letter, confirmation), ok and problems.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_check_password(
    password: *const u8,
    password_length: usize,
    confirmation: *const u8,
    confirmation_length: usize,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let password = bytes(password, password_length, "password")?;
            let confirmation = if confirmation.is_null() {
                None
            } else {
                Some(bytes(confirmation, confirmation_length, "confirmation")?)
            };
            EhcText::json(&validate::check_password(password, confirmation)?)
        })
    }
}

/// Checks a whole request and previews the certificate's name. `request`: JSON with holder (person, recognized, other),
/// identifierType, identifier, name, firstNames, applicationId, baseServices, contact (emailPrivate, emailGeneral,
/// phonePrivate, phoneGeneral) and key (rsa-2048, p-384). Out: JSON with ok, errors, warnings, dn and its parts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_review_request(
    request: *const c_char,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let request = text(request, "request")?;
            let request = serde_json::from_str(&request).map_err(|_| invalid("request"))?;
            EhcText::json(&validate::review_request(request)?)
        })
    }
}

/// The name of a keystore's file for a DN. The time is local civil time.
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments, reason = "a civil time")]
pub unsafe extern "C" fn ehc_keystore_file_name(
    dn: *const c_char,
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        call(out, || {
            let dn = text(dn, "dn")?;
            let name = validate::keystore_file_name(dn, year, month, day, hour, minute, second)?;
            Ok(EhcText::new(name))
        })
    }
}
