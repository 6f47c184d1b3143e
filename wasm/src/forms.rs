//! What a form checks while it is filled in.

use ehcert_core::facade::{error, validate};
use js_sys::Date;
use wasm_bindgen::{JsCast, prelude::*};

use crate::boundary::{
    Outcome, bytes, describe, invalid, optional_bytes, plain, record, secretly, shown, tag, text, thrown,
};

/// The version of ehcert.
#[wasm_bindgen]
pub fn version() -> String {
    ehcert_core::facade::version()
}

/// Checks a number by the rules of its type. An unknown type is tolerated with a warning.
#[wasm_bindgen(js_name = checkIdentifier, unchecked_return_type = "IdentifierReport")]
pub fn check_identifier(
    #[wasm_bindgen(js_name = identifierType, unchecked_param_type = "string")] identifier_type: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] value: JsValue,
) -> Outcome<JsValue> {
    shown(validate::check_identifier(text(&identifier_type, "identifier_type")?, text(&value, "identifier")?))
}

/// All built-in types of identifiers, with their names in a language.
#[wasm_bindgen(js_name = identifierTypes, unchecked_return_type = "IdentifierTypeInfo[]")]
pub fn identifier_types(
    #[wasm_bindgen(unchecked_optional_param_type = "Language | string")] language: JsValue,
) -> Outcome<JsValue> {
    plain(&validate::identifier_types(tag(&language)?))
}

/// The qualities that the portal lists, with their names in a language.
#[wasm_bindgen(unchecked_return_type = "ProfessionInfo[]")]
pub fn professions(
    #[wasm_bindgen(unchecked_optional_param_type = "Language | string")] language: JsValue,
) -> Outcome<JsValue> {
    plain(&validate::professions(tag(&language)?))
}

/// Converts a name as eHealth does, and says what happened to it.
#[wasm_bindgen(js_name = foldName, unchecked_return_type = "NameReport")]
pub fn fold_name(#[wasm_bindgen(unchecked_param_type = "string")] name: JsValue) -> Outcome<JsValue> {
    plain(&validate::fold_name(text(&name, "name")?))
}

/// Checks an e-mail address; gives it as it is sent.
#[wasm_bindgen(js_name = checkEmail)]
pub fn check_email(#[wasm_bindgen(unchecked_param_type = "string")] email: JsValue) -> Outcome<String> {
    validate::check_email(text(&email, "email_private")?).map_err(thrown)
}

/// Checks a phone number; gives it as it is sent, without punctuation.
#[wasm_bindgen(js_name = checkPhone)]
pub fn check_phone(#[wasm_bindgen(unchecked_param_type = "string")] phone: JsValue) -> Outcome<String> {
    validate::check_phone(text(&phone, "phone_private")?).map_err(thrown)
}

/// Checks an application id; gives it as it is sent, `undefined` for blank text.
#[wasm_bindgen(js_name = checkApplicationId)]
pub fn check_application_id(
    #[wasm_bindgen(js_name = applicationId, unchecked_param_type = "string")] application_id: JsValue,
) -> Outcome<Option<String>> {
    validate::check_application_id(text(&application_id, "application_id")?).map_err(thrown)
}

/// The ticks beside a new password and, once it is typed, its confirmation: UTF-8. Wipe the arrays after the call.
#[wasm_bindgen(js_name = checkPassword, unchecked_return_type = "PasswordTicks")]
pub fn check_password(
    #[wasm_bindgen(unchecked_param_type = "Uint8Array")] password: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Uint8Array")] confirmation: JsValue,
) -> Outcome<JsValue> {
    let confirmation = optional_bytes(&confirmation, "password_confirmation")?;
    let password = bytes(&password, "password")?;
    shown(secretly(|| validate::check_password(password, confirmation)))
}

/// Checks a whole request and previews the certificate's name. All errors come at once.
#[wasm_bindgen(js_name = reviewRequest, unchecked_return_type = "DraftReport")]
pub fn review_request(#[wasm_bindgen(unchecked_param_type = "RequestInput")] request: JsValue) -> Outcome<JsValue> {
    shown(validate::review_request(record(&request, "request")?))
}

/// The name of the keystore's file for a DN, in the local time of the host.
#[wasm_bindgen(js_name = keystoreFileName)]
pub fn keystore_file_name(
    #[wasm_bindgen(unchecked_param_type = "string")] dn: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Date")] date: JsValue,
) -> Outcome<String> {
    let date = if date.is_undefined() { Date::new_0() } else { date.dyn_into().map_err(|_| invalid("date"))? };
    if date.get_time().is_nan() {
        return Err(invalid("date"));
    }
    let year = u16::try_from(date.get_full_year()).map_err(|_| invalid("date"))?;
    let part = |n: u32| u8::try_from(n).map_err(|_| invalid("date"));
    let (month, day) = (part(date.get_month() + 1)?, part(date.get_date())?);
    let (hour, minute, second) = (part(date.get_hours())?, part(date.get_minutes())?, part(date.get_seconds())?);
    validate::keystore_file_name(text(&dn, "dn")?, year, month, day, hour, minute, second).map_err(thrown)
}

/// What a person reads of a problem: of a report, or the `problem` of an error.
#[wasm_bindgen(js_name = describeProblem, unchecked_return_type = "Description")]
pub fn describe_problem(
    #[wasm_bindgen(unchecked_param_type = "Problem")] problem: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Language | string")] language: JsValue,
) -> Outcome<JsValue> {
    plain(&describe(record(&problem, "problem")?, tag(&language)?))
}

/// The name of a field, for people.
#[wasm_bindgen(js_name = fieldLabel)]
pub fn field_label(
    #[wasm_bindgen(unchecked_param_type = "string")] field: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Language | string")] language: JsValue,
) -> Outcome<String> {
    Ok(error::field_label(text(&field, "field")?, tag(&language)?))
}
