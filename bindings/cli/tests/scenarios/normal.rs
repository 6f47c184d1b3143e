//! What differs from run to run is taken out of a line before it is compared, as `check.py` does it.

use serde_json::{Map, Value};

const VARIES: [&str; 12] = [
    "publicKeyIdentifier",
    "replaces",
    "serial",
    "etkSerial",
    "notBefore",
    "notAfter",
    "daysLeft",
    "replacementPeriodStart",
    "clockDifference",
    "validationUrl",
    "expires",
    "encryptionKeys",
];

/// A line as it is compared.
pub(crate) fn normalised(line: &Value, base: &str) -> Value {
    member(line, base, "")
}

fn member(value: &Value, base: &str, name: &str) -> Value {
    match value {
        Value::Object(members) => {
            let dropped = |name: &str, value: &Value| {
                matches!(name, "digest" | "body" | "text") || (name == "keystore" && !value.is_object())
            };
            members
                .iter()
                .filter(|(name, value)| !dropped(name, value) && !value.is_null())
                .map(|(name, value)| match (name.as_str(), members.get("key")) {
                    ("value", Some(Value::String(key))) => (name.clone(), member(value, base, &lower(key))),
                    _ => (name.clone(), member(value, base, name)),
                })
                .collect::<Map<_, _>>()
                .into()
        }
        Value::Array(items) => items.iter().map(|item| member(item, base, name)).collect(),
        Value::Null => Value::Null,
        Value::String(text) if text.is_empty() => value.clone(),
        _ if VARIES.contains(&name) => "*".into(),
        Value::String(text) => text.replace(base, "http://sandbox").into(),
        _ => value.clone(),
    }
}

/// A name as the API has it.
fn lower(key: &str) -> String {
    key.get(..1).unwrap_or_default().to_ascii_lowercase() + key.get(1..).unwrap_or_default()
}

/// A member that is null is as good as none.
pub(crate) fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.clone(), without_nulls(value)))
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        _ => value.clone(),
    }
}

/// The keystore at the end holds what the last completion told.
pub(crate) fn assert_serials_agree(name: &str, lines: &[Value]) {
    let told = lines.iter().rev().map(|line| &line["outcome"]).find(|outcome| !outcome["toBeActivated"].is_null());
    let status = lines.iter().map(|line| &line["keystore"]).find(|status| status.is_object());
    if let (Some(told), Some(status)) = (told, status)
        && status["pending"] == false
    {
        assert_eq!(status["serial"], told["serial"], "{name}");
        assert!(status["encryptionKeys"].as_array().unwrap().contains(&told["etkSerial"]), "{name}");
    }
}
