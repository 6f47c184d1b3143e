//! One case of `fields.json`.

use ehcert_core::facade::{
    error::{EhcertError, describe_problem, field_label, step_label},
    validate,
};
use serde::Serialize;
use serde_json::{Value, json};

fn line<T: Serialize>(call: &Value, result: Result<T, EhcertError>, language: &str) -> Value {
    match result {
        Ok(result) => json!({"call": call, "result": result}),
        Err(error) => {
            let told = describe_problem(error.problem().clone(), language.to_owned());
            json!({"call": call, "error": error.problem(), "message": told.message, "advice": told.advice})
        }
    }
}

pub(crate) fn judged(case: &Value, language: &str) -> Value {
    let (call, arguments) = (&case["call"], case["arguments"].as_array().unwrap());
    let text = |at: usize| arguments[at].as_str().unwrap().to_owned();
    let number = |at: usize| u8::try_from(arguments[at].as_u64().unwrap()).unwrap();
    match call.as_str().unwrap() {
        "checkIdentifier" => line(call, validate::check_identifier(text(0), text(1)), language),
        "checkEmail" => line(call, validate::check_email(text(0)), language),
        "checkPhone" => line(call, validate::check_phone(text(0)), language),
        "checkApplicationId" => line(call, validate::check_application_id(text(0)), language),
        "checkPassword" => {
            let confirmation = arguments[1].as_str().map(|c| c.as_bytes().to_vec());
            line(call, validate::check_password(text(0).into_bytes(), confirmation), language)
        }
        "foldName" => line(call, Ok(validate::fold_name(text(0))), language),
        "reviewRequest" => {
            let input = serde_json::from_value(arguments[0].clone()).unwrap();
            line(call, validate::review_request(input), language)
        }
        "keystoreFileName" => {
            let year = u16::try_from(arguments[1].as_u64().unwrap()).unwrap();
            let (month, day) = (number(2), number(3));
            let (hour, minute, second) = (number(4), number(5), number(6));
            line(call, validate::keystore_file_name(text(0), year, month, day, hour, minute, second), language)
        }
        "fieldLabel" => line(call, Ok(field_label(text(0), language.to_owned())), language),
        "stepLabel" => line(call, Ok(step_label(text(0), language.to_owned())), language),
        other => panic!("no such call: {other}"),
    }
}
