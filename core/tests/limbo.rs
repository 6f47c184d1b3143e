//! C2SP x509-limbo: path validation cases of many projects, and the BetterTLS suites.

mod common;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use ehcert_core::{
    Error, Result, Timestamp,
    certificate::Certificate,
    trust::{Anchors, PathRequest, PeerName, Profile, Purpose},
};
use serde_json::Value;

fn cases() -> Option<&'static [Value]> {
    static CASES: OnceLock<Option<Value>> = OnceLock::new();
    let all = CASES.get_or_init(|| {
        let path = common::shared("conformance/limbo/limbo.json.xz")?;
        Some(serde_json::from_slice(&common::unxz(&path)).expect("JSON"))
    });
    all.as_ref().map(|v| v["testcases"].as_array().expect("cases").as_slice())
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Runs one case under a profile.
fn run(case: &Value, profile: Profile) -> Result<()> {
    // A helper or anchor that cannot be read is one that is not there.
    let readable = |value: &Value| -> Vec<Certificate> {
        texts(value).into_iter().filter_map(|t| common::certificate(t.as_bytes()).ok()).collect()
    };
    let anchors = Anchors::from_certificates(readable(&case["trusted_certs"]));
    let untrusted = readable(&case["untrusted_intermediates"]);
    let leaf = common::certificate(case["peer_certificate"].as_str().expect("leaf").as_bytes())?;
    // Cases without a time were made for the day of the set.
    let now = Timestamp::parse(case["validation_time"].as_str().unwrap_or("2026-11-22T21:27:37Z"))?;
    let names: Vec<Option<PeerName>> = match case["expected_peer_name"]["value"].as_str() {
        Some(name) => vec![Some(match case["expected_peer_name"]["kind"].as_str() {
            Some("DNS") => PeerName::Dns(name.to_owned()),
            _ => PeerName::parse(name),
        })],
        None => {
            let several = case["expected_peer_names"].as_array().expect("names");
            let all: Vec<_> =
                several.iter().map(|n| PeerName::parse(n["value"].as_str().expect("name"))).map(Some).collect();
            if all.is_empty() { vec![None] } else { all }
        }
    };
    let mut result: Result<()> = Ok(());
    for name in names {
        let request = PathRequest {
            purpose: match texts(&case["extended_key_usage"]).first() {
                Some(&"serverAuth") => Purpose::ServerAuth,
                Some(&"clientAuth") => Purpose::ClientAuth,
                _ => Purpose::None,
            },
            name,
            max_intermediates: case["max_chain_depth"].as_u64().map(|n| n as usize),
            profile,
            ..PathRequest::new(&leaf, &untrusted, &anchors, now)
        };
        let answer = request.validate();
        result = answer.map(|_| ());
        if result.is_ok() {
            return Ok(());
        }
    }
    result
}

/// The profile that a case asks for: limbo sorts its cases by the rules they are about.
fn profile(id: &str) -> Profile {
    match id.split("::").next() {
        Some("webpki") => Profile::WebPki,
        _ => Profile::Rfc5280,
    }
}

#[test]
fn core_cases() {
    let Some(cases) = cases() else { return };
    let mut wrong: BTreeMap<&str, Option<Error>> = BTreeMap::new();
    for case in cases {
        let id = case["id"].as_str().expect("id");
        if id.starts_with("bettertls::") {
            continue;
        }
        let expected = case["expected_result"] == "SUCCESS";
        let answer = run(case, profile(id));
        if answer.is_ok() != expected {
            eprintln!("{id}: expected {expected}, {answer:?}");
            wrong.insert(id, answer.err());
        }
    }
    eprintln!("{} wrong", wrong.len());
    assert!(wrong.is_empty());
}

#[test]
fn better_tls() {
    let Some(cases) = cases() else { return };
    let mut wrong = BTreeSet::new();
    let mut total = 0;
    for case in cases {
        let id = case["id"].as_str().expect("id");
        if !id.starts_with("bettertls::") {
            continue;
        }
        total += 1;
        let expected = case["expected_result"] == "SUCCESS";
        let answer = run(case, profile(id));
        if answer.is_ok() != expected {
            if wrong.len() < 20 {
                eprintln!("{id}: expected {expected}, {answer:?}");
            }
            wrong.insert(id);
        }
    }
    eprintln!("BetterTLS: {} of {total}", total - wrong.len());
    assert!(wrong.is_empty());
}
