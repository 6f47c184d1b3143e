//! The facade as JavaScript has it, on the engine of Node and of a browser: `tests/parts/wasm.sh` runs these in both.
//! What other programs say of the same package is in `tests/browser`.

use ehcert_core::{
    Timestamp,
    key::{KeyAlgorithm, PrivateKey},
    keystore::{Keystore as Store, Profile},
    random::OsRandom,
    request::Password,
};
use js_sys::{Array, Date, JSON, Reflect, Uint8Array};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{boundary, flow::Flow, forms, keystore::Keystore, preview};

const PASSWORD: &str = "Test-Wasm-1";
const LANGUAGES: [&str; 4] = ["fr", "nl", "de", "en"];

fn octets(value: &[u8]) -> JsValue {
    Uint8Array::from(value).into()
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap()
}

/// What JavaScript would write as JSON.
fn written(value: &JsValue) -> Value {
    if value.is_undefined() {
        return Value::Null;
    }
    serde_json::from_str(&String::from(JSON::stringify(value).unwrap())).unwrap()
}

/// A member that is `undefined` is none: JSON has `null` in its place.
fn present(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            members.iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.clone(), present(v))).collect()
        }
        Value::Array(items) => items.iter().map(present).collect(),
        other => other.clone(),
    }
}

fn given(value: &Value) -> JsValue {
    JSON::parse(&value.to_string()).unwrap()
}

/// The name of the error that was thrown, which has all that an error has.
fn refused<T>(outcome: Result<T, JsValue>) -> String {
    let thrown = outcome.err().expect("an error");
    assert!(thrown.is_instance_of::<js_sys::Error>());
    assert!(get(&thrown, "code").as_f64().is_some_and(|code| code > 0.0));
    for text in ["name", "message", "advice"] {
        assert!(get(&thrown, text).as_string().is_some_and(|said| !said.is_empty()), "{text}");
    }
    get(&thrown, "name").as_string().unwrap()
}

#[wasm_bindgen_test]
fn every_field_is_judged_as_on_all_surfaces() {
    let file: Value = serde_json::from_str(include_str!("../../tests/scenarios/fields.json")).unwrap();
    boundary::set_language(file["language"].as_str().unwrap().into()).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert!(cases.len() > 200);
    for case in cases {
        let argument = |at: usize| given(&case["arguments"][at]);
        let password = |at: usize| case["arguments"][at].as_str().map_or(JsValue::NULL, |p| octets(p.as_bytes()));
        let number = |at: usize| case["arguments"][at].as_i64().unwrap() as i32;
        let outcome = match case["call"].as_str().unwrap() {
            "checkIdentifier" => forms::check_identifier(argument(0), argument(1)),
            "checkEmail" => forms::check_email(argument(0)).map(JsValue::from),
            "checkPhone" => forms::check_phone(argument(0)).map(JsValue::from),
            "checkApplicationId" => forms::check_application_id(argument(0)).map(JsValue::from),
            "checkPassword" => forms::check_password(password(0), password(1)),
            "foldName" => forms::fold_name(argument(0)),
            "reviewRequest" => forms::review_request(argument(0)),
            "keystoreFileName" => {
                let date = Date::new_with_year_month_day_hr_min_sec(
                    number(1) as u32,
                    number(2) - 1,
                    number(3),
                    number(4),
                    number(5),
                    number(6),
                );
                forms::keystore_file_name(argument(0), date.into()).map(JsValue::from)
            }
            "fieldLabel" => forms::field_label(argument(0), JsValue::UNDEFINED).map(JsValue::from),
            "stepLabel" => preview::step_label(argument(0), JsValue::UNDEFINED).map(JsValue::from),
            other => panic!("no such call: {other}"),
        };
        match outcome {
            Ok(result) => assert_eq!(present(&written(&result)), present(&case["result"]), "{case}"),
            Err(thrown) => {
                assert_eq!(present(&written(&get(&thrown, "problem"))), present(&case["error"]), "{case}");
                assert_eq!(written(&get(&thrown, "message")), case["message"], "{case}");
                assert_eq!(written(&get(&thrown, "advice")), case["advice"], "{case}");
            }
        }
    }
    boundary::set_language("en".into()).unwrap();
}

#[wasm_bindgen_test]
fn every_error_has_its_words_in_four_languages() {
    let rows = LANGUAGES.map(|language| written(&preview::error_table(language.into()).unwrap()));
    let count = rows[0].as_array().unwrap().len();
    assert!(count > 100);
    for at in 0..count {
        let codes: Vec<_> = rows.iter().map(|table| &table[at]["code"]).collect();
        assert!(codes.iter().all(|code| *code == codes[0]));
        let said: Vec<_> = rows.iter().map(|table| table[at]["message"].as_str().unwrap()).collect();
        assert!(said.iter().all(|text| !text.is_empty()), "{}", codes[0]);
    }
    let qualities = LANGUAGES.map(|language| written(&forms::professions(language.into()).unwrap()));
    assert!(qualities.iter().all(|list| list.as_array().is_some_and(|l| l.len() == 29)));
}

#[wasm_bindgen_test]
fn keys_differ_since_chance_comes_from_the_host() {
    let key = || preview::generate_key("p-384".into()).unwrap();
    let (one, other) = (key(), key());
    assert!(one.len() > 100 && other.len() > 100);
    assert_ne!(one, other);
    assert_eq!(refused(preview::generate_key("dsa".into())), "InvalidArgument");
}

fn store() -> Vec<u8> {
    let now = Timestamp::from_utc(2026, 1, 1, 0, 0, 0).unwrap();
    let key = PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap();
    let store = Store::pending(key, None, now, &mut OsRandom).unwrap();
    store.write(&Password::from(PASSWORD.to_owned()), Profile::Ehealth, &mut OsRandom).unwrap().to_vec()
}

#[wasm_bindgen_test]
fn a_keystore_is_opened_and_written_in_every_form() {
    let before = crate::live_objects();
    let file = store();
    let open = |file: &[u8], password: &str| Keystore::open(octets(file), octets(password.as_bytes()));
    let keystore = open(&file, PASSWORD).unwrap();
    assert_eq!(crate::live_objects(), before + 1);
    let identifier = keystore.public_key_identifier().unwrap();
    for profile in ["ehealth", "modern", "java-legacy"] {
        let written = keystore.rewrap(profile.into()).unwrap();
        assert_eq!(open(&written, PASSWORD).unwrap().public_key_identifier().unwrap(), identifier, "{profile}");
    }
    assert_eq!(refused(keystore.rewrap("jks".into())), "InvalidArgument");
    let changed = keystore.change_password(octets(b"Test-Wasm-2"), JsValue::UNDEFINED).unwrap();
    assert_eq!(refused(open(&changed, PASSWORD)), "KeystorePasswordWrong");
    assert_eq!(open(&changed, "Test-Wasm-2").unwrap().public_key_identifier().unwrap(), identifier);
    assert_eq!(refused(open(&file[..file.len() - 1], PASSWORD)), "KeystoreDamaged");
    keystore.wipe();
    assert_eq!(refused(keystore.entries()), "WrongState");
    drop(keystore);
    assert_eq!(crate::live_objects(), before);
}

#[wasm_bindgen_test]
fn previews_tell_what_was_dropped_on_the_page() {
    let file = store();
    let keystore = Keystore::open(octets(&file), octets(PASSWORD.as_bytes())).unwrap();
    let chain: Array = keystore.authentication_chain().unwrap().unchecked_into();
    let certificate = Uint8Array::new(&chain.get(0)).to_vec();
    let view = written(&preview::view_certificate(octets(&certificate)).unwrap());
    assert!(view["subject"].as_str().is_some(), "{view}");
    assert_eq!(refused(preview::preview_csr(octets(&certificate))), "CsrMalformed");
    let shape = written(&preview::inspect_keystore(octets(&file)).unwrap());
    assert!(shape.is_object());
}

#[wasm_bindgen_test]
fn a_flow_begins_with_a_step_and_refuses_what_answers_another() {
    let file = store();
    let options = given(&json!({"platform": "acceptance"}));
    Reflect::set(&options, &"keystore".into(), &octets(&file)).unwrap();
    Reflect::set(&options, &"password".into(), &octets(PASSWORD.as_bytes())).unwrap();
    let flow = Flow::completion(options).unwrap();
    let kind = get(&flow.step(JsValue::UNDEFINED).unwrap(), "kind").as_string().unwrap();
    assert!(!kind.is_empty());
    assert_eq!(refused(flow.answer_contract(true, JsValue::UNDEFINED)), "WrongState");
    assert_eq!(get(&flow.step(JsValue::UNDEFINED).unwrap(), "kind").as_string().unwrap(), kind);
}

#[wasm_bindgen_test]
fn arguments_of_a_wrong_kind_are_named() {
    for wrong in [JsValue::UNDEFINED, JsValue::NULL, 1.into(), Array::new().into()] {
        let names = [
            refused(forms::check_identifier(wrong.clone(), "1".into())),
            refused(forms::check_email(wrong.clone())),
            refused(forms::check_password(wrong.clone(), JsValue::UNDEFINED)),
            refused(forms::review_request(wrong.clone())),
            refused(preview::preview_csr(wrong.clone())),
            refused(Keystore::open(wrong.clone(), wrong.clone())),
            refused(Flow::completion(wrong)),
        ];
        assert!(names.iter().all(|name| name == "InvalidArgument"), "{names:?}");
    }
}
