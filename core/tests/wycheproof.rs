//! Wycheproof: signatures that must verify and signatures that must not.

mod common;

use ehcert_core::{
    asn1::{self, oid},
    key::{Hash, PublicKey, SignatureAlgorithm, verify_identified},
};
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

/// The algorithm of a group, where keys know it themselves.
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

/// AlgorithmIdentifier of RSASSA-PSS with any two hashes.
fn pss(group: &Value) -> Vec<u8> {
    let hash = |value: &Value| match hash(value) {
        Some(hash) => hash.identifier(),
        None => asn1::sequence(&[&asn1::oid(oid::SHA224), &asn1::null()]),
    };
    let mask = asn1::sequence(&[&asn1::oid(oid::MGF1), &hash(&group["mgfSha"])]);
    let parameters = asn1::sequence(&[
        &asn1::context(0, &hash(&group["sha"])),
        &asn1::context(1, &mask),
        &asn1::context(2, &asn1::small(group["sLen"].as_u64().expect("salt"))),
    ]);
    asn1::sequence(&[&asn1::oid(oid::RSASSA_PSS), &parameters])
}

/// Whether a signature verifies; the two ways to ask must agree.
fn verify(group: &Value, test: &Value) -> bool {
    let (spki, message, signature) = (hex(&group["publicKeyDer"]), hex(&test["msg"]), hex(&test["sig"]));
    let algorithm = algorithm(group);
    let identifier = algorithm.map_or_else(|| pss(group), SignatureAlgorithm::identifier);
    let identified = verify_identified(&spki, &identifier, &message, &signature).is_ok();
    if let Some(algorithm) = algorithm {
        let own = PublicKey::from_spki(&spki).and_then(|key| key.verify(algorithm, &message, &signature));
        assert_eq!(own.is_ok(), identified, "{algorithm:?} {}", test["tcId"]);
    }
    identified
}

#[test]
fn signatures() {
    let Some(path) = common::shared("conformance/wycheproof/wycheproof-subset.tar.xz") else { return };
    let known = common::known_misses("wycheproof");
    let (mut right, mut total, mut false_accepts, mut acceptable) = (0, 0, 0, 0);
    let mut missed = Vec::new();
    for (name, content) in common::untar(&path) {
        let file = name.rsplit('/').next().expect("name");
        let wanted = ["ecdsa_", "rsa_signature_", "rsa_pss_"].iter().any(|p| file.starts_with(p));
        if !wanted {
            continue;
        }
        let set: Value = serde_json::from_slice(&content).expect("JSON");
        for group in set["testGroups"].as_array().expect("groups") {
            for test in group["tests"].as_array().expect("tests") {
                let verified = verify(group, test);
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
                    missed.push(format!("{file} {}", test["tcId"]));
                }
            }
        }
    }
    eprintln!("Wycheproof: {right} of {total}, {false_accepts} false accepts, {acceptable} acceptable");
    assert!(total > 3000, "{total}");
    assert_eq!(missed, known);
    assert_eq!(false_accepts, 0);
}
