//! C2SP x509-limbo: path validation cases of many projects, and the BetterTLS suites.

mod common;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use ehcert_core::{
    Error, Result, Timestamp,
    certificate::Certificate,
    trust::{Anchors, Evidence, PathRequest, PeerName, Profile, Purpose, Strictness, crl::Crl},
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

/// How a case is looked at.
#[derive(Clone, Copy)]
struct Rules {
    profile: Profile,
    /// For cases that name none.
    purpose: Purpose,
    purpose_required: bool,
}

/// Runs one case; without rules, by what its name tells.
fn run(case: &Value, rules: Option<Rules>) -> Result<()> {
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
        let asked = PathRequest::new(&leaf, &untrusted, &anchors, now);
        let Some(rules) = rules else {
            let mut asked = match name {
                Some(name) => asked.for_peer(name),
                None => asked,
            };
            asked.max_intermediates = case["max_chain_depth"].as_u64().map(|n| n as usize);
            result = judged(asked, case);
            if result.is_ok() {
                return Ok(());
            }
            continue;
        };
        let request = PathRequest {
            purpose: match texts(&case["extended_key_usage"]).first() {
                Some(&"serverAuth") => Purpose::ServerAuth,
                Some(&"clientAuth") => Purpose::ClientAuth,
                _ => rules.purpose,
            },
            name,
            max_intermediates: case["max_chain_depth"].as_u64().map(|n| n as usize),
            profile: rules.profile,
            purpose_required: rules.purpose_required,
            ..asked
        };
        result = judged(request, case);
        if result.is_ok() {
            return Ok(());
        }
    }
    result
}

fn judged(request: PathRequest<'_>, case: &Value) -> Result<()> {
    let lists = texts(&case["crls"]);
    if lists.is_empty() {
        return request.validate().map(|_| ());
    }
    let crls = lists.iter().filter_map(|t| Crl::from_der(&common::pem(t)[0].1).ok()).collect::<Vec<_>>();
    let evidence = Evidence { strictness: Strictness::Hard, ..Evidence::new(&crls, &[]) };
    request.validate_unrevoked(&evidence).map(|_| ())
}

/// What a case asks for: limbo sorts its cases by the rules they are about. Those of browsers and of
/// BetterTLS are about TLS servers whether they say so or not.
fn rules(id: &str) -> Option<Rules> {
    let (profile, purpose) = match id.split("::").next() {
        Some("webpki") => (Profile::WebPki, Purpose::ServerAuth),
        Some("bettertls") => (Profile::Rfc5280, Purpose::ServerAuth),
        _ => (Profile::Rfc5280, Purpose::None),
    };
    Some(Rules { profile, purpose, purpose_required: profile == Profile::WebPki })
}

/// What a caller asks for who wants to talk to a TLS server and says no more.
fn server(profile: Profile) -> Option<Rules> {
    Some(Rules { profile, purpose: Purpose::ServerAuth, purpose_required: false })
}

/// The cases on which the peers agree.
fn consensus() -> BTreeSet<String> {
    let Some(path) = common::shared("conformance/limbo/limbo-peers.tsv") else { return BTreeSet::new() };
    let text = std::fs::read_to_string(path).expect("peers");
    let rows = text.lines().map(|l| l.split('\t').collect::<Vec<_>>());
    rows.filter(|r| r.last() == Some(&"C")).map(|r| r[0].to_owned()).collect()
}

/// Cases of a part of the set that were answered otherwise than expected.
struct Figures<'a> {
    total: usize,
    missed: BTreeMap<&'a str, String>,
    false_accepts: usize,
}

fn figures<'a>(cases: &'a [Value], part: impl Fn(&str) -> bool, rules: impl Fn(&str) -> Option<Rules>) -> Figures<'a> {
    let mut out = Figures { total: 0, missed: BTreeMap::new(), false_accepts: 0 };
    for case in cases {
        let id = case["id"].as_str().expect("id");
        if !part(id) {
            continue;
        }
        out.total += 1;
        let expected = case["expected_result"] == "SUCCESS";
        let answer = run(case, rules(id));
        if answer.is_ok() != expected {
            out.false_accepts += usize::from(!expected);
            out.missed.insert(id, answer.err().map_or("accepted".into(), |e: Error| e.to_string()));
        }
    }
    out
}

fn core(id: &str) -> bool {
    !id.starts_with("bettertls::")
}

#[test]
fn core_cases() {
    let Some(cases) = cases() else { return };
    let agreed = consensus();
    let all = figures(cases, core, rules);
    let part = figures(cases, |id| core(id) && agreed.contains(id), rules);
    eprintln!(
        "limbo: consensus {} of {}; core {} of {}, {} false accepts",
        part.total - part.missed.len(),
        part.total,
        all.total - all.missed.len(),
        all.total,
        all.false_accepts
    );
    // What a caller gets who leaves the profile as it is for everything.
    let ways = [
        ("Path", server(Profile::Path)),
        ("Rfc5280", server(Profile::Rfc5280)),
        ("WebPki", server(Profile::WebPki)),
        ("the profile of the name", None),
    ];
    for (way, rules) in ways {
        let all = figures(cases, core, |_| rules);
        let part = figures(cases, |id| core(id) && agreed.contains(id), |_| rules);
        eprintln!(
            "limbo with {way} for all: consensus {} of {}; core {} of {}, {} false accepts",
            part.total - part.missed.len(),
            part.total,
            all.total - all.missed.len(),
            all.total,
            all.false_accepts
        );
        if rules.is_none_or(|r| r.profile == Profile::WebPki) {
            // The halves of two contradictory pairs.
            assert_eq!((part.missed.len(), all.false_accepts), (0, 2));
        }
    }
    for (id, answer) in &all.missed {
        eprintln!("{id}: {answer}");
    }
    assert_eq!((part.total, all.total), (120, 208));
    assert_eq!(all.missed.into_keys().map(str::to_owned).collect::<Vec<_>>(), common::known_misses("limbo"));
    assert_eq!(part.missed.len(), 0);
    assert_eq!(all.false_accepts, 0);
}

#[test]
fn better_tls() {
    let Some(cases) = cases() else { return };
    for rules in [rules, |_: &str| server(Profile::WebPki)] {
        let all = figures(cases, |id| !core(id), rules);
        eprintln!("BetterTLS: {} of {}, {} false accepts", all.total - all.missed.len(), all.total, all.false_accepts);
        for (id, answer) in &all.missed {
            eprintln!("{id}: {answer}");
        }
        assert_eq!(all.total, 9572);
        assert!(all.missed.is_empty());
    }
}
