//! Wycheproof: signatures that must verify and signatures that must not.

mod common;

use std::collections::BTreeMap;

use ehcert_core::key::{Hash, PublicKey, SignatureAlgorithm};
use serde_json::Value;

fn hex(value: &Value) -> Vec<u8> {
    let text = value.as_str().expect("hex");
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).expect("hex")).collect()
}

fn hash(value: &Value) -> Option<Hash> {
    match value.as_str()? {
        "SHA-1" => Some(Hash::Sha1),
        "SHA-256" => Some(Hash::Sha256),
        "SHA-384" => Some(Hash::Sha384),
        "SHA-512" => Some(Hash::Sha512),
        _ => None,
    }
}

/// The algorithm of a group; `None` when ehcert does not know it.
fn algorithm(group: &Value) -> Option<SignatureAlgorithm> {
    let digest = hash(&group["sha"])?;
    match group["type"].as_str()? {
        "EcdsaVerify" => Some(SignatureAlgorithm::Ecdsa(digest)),
        "RsassaPkcs1Verify" => Some(SignatureAlgorithm::RsaPkcs1(digest)),
        "RsassaPssVerify" if hash(&group["mgfSha"]) == Some(digest) => {
            Some(SignatureAlgorithm::RsaPss { hash: digest, salt: group["sLen"].as_u64()? as usize })
        }
        _ => None,
    }
}

#[test]
fn signatures() {
    let Some(path) = common::shared("conformance/wycheproof/wycheproof-subset.tar.xz") else { return };
    let known = common::known_misses("wycheproof");
    let (mut right, mut total, mut false_accepts, mut acceptable) = (0, 0, 0, 0);
    let mut missed: BTreeMap<String, usize> = BTreeMap::new();
    for (name, content) in common::untar(&path) {
        let file = name.rsplit('/').next().expect("name");
        let wanted = ["ecdsa_", "rsa_signature_", "rsa_pss_"].iter().any(|p| file.starts_with(p));
        if !wanted {
            continue;
        }
        let set: Value = serde_json::from_slice(&content).expect("JSON");
        for group in set["testGroups"].as_array().expect("groups") {
            let key = PublicKey::from_spki(&hex(&group["publicKeyDer"]));
            for test in group["tests"].as_array().expect("tests") {
                let verified = match (&key, algorithm(group)) {
                    (Ok(key), Some(algorithm)) => key.verify(algorithm, &hex(&test["msg"]), &hex(&test["sig"])).is_ok(),
                    _ => false,
                };
                let expected = match test["result"].as_str() {
                    Some("valid") => true,
                    Some("invalid") => false,
                    // RFC 8017 and Wycheproof differ on a missing NULL in DigestInfo: both answers are right.
                    _ => {
                        acceptable += 1;
                        eprintln!("{file} {}: acceptable ({}), {verified}", test["tcId"], test["comment"]);
                        continue;
                    }
                };
                total += 1;
                if verified == expected {
                    right += 1;
                } else {
                    false_accepts += usize::from(verified);
                    let why = if algorithm(group).is_some() { test["tcId"].to_string() } else { "hashes".into() };
                    *missed.entry(format!("{file} {why}")).or_default() += 1;
                }
            }
        }
    }
    eprintln!("Wycheproof: {right} of {total}, {false_accepts} false accepts, {acceptable} acceptable");
    assert!(total > 3000, "{total}");
    assert_eq!(missed.into_keys().collect::<Vec<_>>(), known);
    assert_eq!(false_accepts, 0);
}
