//! `ehcert verify` as other programs call it: exit codes, names, batches of the conformance sets.

#[path = "../../../core/tests/common/mod.rs"]
mod common;

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};

use ehcert_core::{
    key::{Hash, KeyAlgorithm, PrivateKey, SignatureAlgorithm},
    random::OsRandom,
};
use serde_json::{Value, json};

/// A folder of this test run that goes away with it.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ehcert-verify-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
    fn file(&self, name: &str, content: &[u8]) -> String {
        let path = self.0.join(name);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Exit code and the JSON lines of standard output.
fn ehcert(arguments: &[&str], input: &[u8]) -> (i32, Vec<Value>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ehcert"))
        .arg("verify")
        .args(arguments)
        .arg("--json")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let input = input.to_vec();
    // Answers come while the questions are still being written. A closed pipe is the command's right.
    let writer = std::thread::spawn(move || {
        let _ = pipe.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect())
}

fn batch(cases: impl IntoIterator<Item = Value>) -> BTreeMap<String, Value> {
    let input: String = cases.into_iter().map(|c| format!("{c}\n")).collect();
    let (_, answers) = ehcert(&["--batch", "-"], input.as_bytes());
    answers.into_iter().map(|a| (a["id"].as_str().unwrap().to_owned(), a)).collect()
}

#[test]
fn exit_codes_of_a_signature() {
    let scratch = Scratch::new("signature");
    let key = PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap();
    let signature = key.sign(SignatureAlgorithm::Ecdsa(Hash::Sha384), b"data", &mut OsRandom).unwrap();
    let spki = scratch.file("key.pem", ehcert_core::pem::encode("PUBLIC KEY", &key.public().to_spki()).as_bytes());
    let signed = scratch.file("signature", &signature);
    let ask = |algorithm: &str, key: &str, data: &[u8]| {
        let (code, answers) =
            ehcert(&["signature", "--key", key, "--algorithm", algorithm, "--signature", &signed, "-"], data);
        (code, answers[0]["name"].as_str().map(str::to_owned))
    };
    assert_eq!(ask("ecdsa-sha384", &spki, b"data"), (0, None));
    assert_eq!(ask("SHA384withECDSA", &spki, b"Data"), (1, Some("SignatureInvalid".into())));
    assert_eq!(ask("sha384", &spki, b"data"), (2, Some("UnsupportedAlgorithm".into())));
    assert_eq!(ask("ecdsa-sha384", &signed, b"data").0, 1, "no key");
    assert_eq!(ehcert(&["cert", "no such file"], &[]).0, 2);
    assert_eq!(ehcert(&["cert", "-", "--at", "yesterday"], b"").0, 2);
    assert_eq!(ehcert(&[], b"").0, 2);
}

#[test]
fn a_batch_answers_every_line() {
    let text = b"{\"id\":1,\"verify\":\"etk\",\"file\":\"no such file\"}\n\nnot json\n{\"id\":\"x\",\"frob\":1}\n[]\n";
    let (code, answers) = ehcert(&["--batch", "-"], text);
    let seen: Vec<_> = answers.iter().map(|a| (a["id"].clone(), a["exit"].clone())).collect();
    assert_eq!(code, 2);
    assert_eq!(seen, [(json!(1), json!(2)), (Value::Null, json!(2)), (json!("x"), json!(2)), (Value::Null, json!(2))]);
    assert_eq!(answers[0]["name"], "FileNotFound");
}

#[test]
fn limbo() {
    let Some(path) = common::shared("conformance/limbo/limbo.json.xz") else { return };
    let peers = fs::read_to_string(common::shared("conformance/limbo/limbo-peers.tsv").unwrap()).unwrap();
    let agreed: Vec<&str> =
        peers.lines().filter(|l| l.ends_with("\tC")).map(|l| l.split('\t').next().unwrap()).collect();
    let set: Value = serde_json::from_slice(&common::unxz(&path)).unwrap();
    let cases: Vec<&Value> = set["testcases"].as_array().unwrap().iter().collect();
    let answers = batch(cases.iter().map(|case| {
        let name = case["expected_peer_name"]["value"].as_str();
        json!({
            "id": case["id"], "verify": "cert", "cert": case["peer_certificate"],
            "untrusted": case["untrusted_intermediates"], "anchor": case["trusted_certs"], "crl": case["crls"],
            "at": case["validation_time"].as_str().unwrap_or("2026-11-22T21:27:37Z"),
            "name": name.or(case["expected_peer_names"][0]["value"].as_str()),
            "max_intermediates": case["max_chain_depth"],
        })
    }));
    let mut wrong: BTreeMap<&str, usize> = BTreeMap::new();
    let mut false_accepts = Vec::new();
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        let expected = case["expected_result"] == "SUCCESS";
        let accepted = answers[id]["accepted"] == true;
        if expected != accepted {
            let part = if id.starts_with("bettertls::") {
                "bettertls"
            } else if agreed.contains(&id) {
                "consensus"
            } else {
                "core"
            };
            *wrong.entry(part).or_default() += 1;
            if accepted {
                false_accepts.push(id);
            }
        }
    }
    eprintln!("limbo over the command line: wrong {wrong:?}, accepted wrongly {false_accepts:?}");
    assert_eq!(answers.len(), cases.len());
    assert_eq!((wrong.get("consensus"), wrong.get("bettertls")), (None, None));
    // Each is half of a pair that contradicts itself: the same chain must be accepted in the other half.
    assert_eq!(false_accepts, ["rfc5280::nc::permitted-dns-match-noncritical", "webpki::eku::ee-without-eku"]);
}

#[test]
fn pkits() {
    let (Some(list), Some(archive)) =
        (common::shared("conformance/pkits/pkits-cases.tsv"), common::shared("conformance/pkits/pkits.tar.xz"))
    else {
        return;
    };
    let scratch = Scratch::new("pkits");
    let mut files = BTreeMap::new();
    for (path, content) in common::untar(&archive) {
        let name = path.rsplit('/').next().unwrap().to_owned();
        files.insert(name.clone(), scratch.file(&name, &content));
    }
    let list = fs::read_to_string(list).unwrap();
    let rows: Vec<Vec<&str>> = list.lines().map(|l| l.split('\t').collect()).collect();
    let answers = batch(rows.iter().map(|row| {
        let paths = |cell: &str| -> Vec<String> {
            cell.split(',').filter(|n| !n.is_empty()).map(|n| files[n].clone()).collect()
        };
        let pool = paths(row[2]);
        json!({
            "id": row[0], "verify": "cert", "cert": pool.last(), "anchor": pool[0],
            "untrusted": pool[1..pool.len() - 1], "crl": paths(row[3]), "at": "2020-01-01T00:00:00Z",
            "policy": row[4].split(',').collect::<Vec<_>>(), "explicit-policy": row[5] == "1",
            "inhibit-mapping": row[6] == "1", "inhibit-any": row[7] == "1",
        })
    }));
    let wrong: Vec<&str> =
        rows.iter().filter(|row| (row[1] == "1") != (answers[row[0]]["accepted"] == true)).map(|row| row[0]).collect();
    eprintln!("PKITS over the command line: {} of {}", rows.len() - wrong.len(), rows.len());
    // DSA is refused on purpose.
    assert_eq!(wrong, ["4.1.4 Valid DSA Signatures Test4", "4.1.5 Valid DSA Parameter Inheritance Test5"]);
}

#[test]
fn tokens_and_messages_have_the_official_names() {
    let Some(etk) = common::shared("vectors/etk") else { return };
    let token = |file: &str, at: &str| {
        let (code, answers) = ehcert(&["etk", etk.join(file).to_str().unwrap(), "--at", at], b"");
        (code, answers[0]["name"].as_str().unwrap_or_default().to_owned())
    };
    for (file, at, code, name) in [
        ("alices_public_key.etk", "2026-11-24T00:00:00Z", 0, ""),
        ("bobs_public_key.etk", "2026-11-24T00:00:00Z", 0, ""),
        ("kgss.etk", "2012-01-01T00:00:00Z", 0, ""),
        ("expired_encr.etk", "2015-01-01T00:00:00Z", 1, "ETK_ENCRYPTION_CERT_EXPIRED"),
        ("invalid_key_size.etk", "2012-01-01T00:00:00Z", 1, "ETK_AUTHENTICATION_CERT_HAS_INVALID_KEY"),
        ("auth_and_encr_not_same_DN.etk", "2012-01-01T00:00:00Z", 1, "ETK_CERTS_DO_NOT_MATCH"),
    ] {
        assert_eq!(token(file, at), (code, name.to_owned()), "{file}");
    }
    let scratch = Scratch::new("message");
    let password = scratch.file("password", b"test\n");
    let folder = common::shared("vectors/msg").unwrap();
    let store = common::shared("vectors/p12/bobs_private_key_store.p12").unwrap();
    let message = |file: &str, more: &[&str]| {
        let path = folder.join(file);
        let keystore = ["--keystore", store.to_str().unwrap(), "--password-file", &password];
        let all = [&["message", path.to_str().unwrap(), "--at", "2014-04-01T12:00:00Z"][..], &keystore, more].concat();
        let (code, answers) = ehcert(&all, b"");
        (code, answers[0]["name"].as_str().unwrap_or_default().to_owned())
    };
    for (file, more, code, name) in [
        ("triple_wrapped_correct.msg", &[][..], 0, ""),
        ("openssl_outer_signed.msg", &[], 1, "OUTER_SIGNATURE_DIGEST_ALGORITHM_UNAUTHORIZED"),
        ("openssl_outer_signed.msg", &["--inspect-old"], 0, ""),
        ("triple_wrapped_invalid_signature.msg", &[], 1, "OUTER_SIGNATURE_COULD_NOT_BE_VERIFIED"),
        ("triple_wrapped_expired_auth.msg", &[], 1, "OUTER_CERTIFICATE_EXPIRED"),
    ] {
        assert_eq!(message(file, more), (code, name.to_owned()), "{file}");
    }
    // Trust: an anchor that the sender does not lead to.
    let other = common::shared("vectors/cert/CA2.cer").unwrap();
    let (code, name) = message("triple_wrapped_correct.msg", &["--anchor", other.to_str().unwrap()]);
    assert_eq!((code, name.as_str()), (1, "OUTER_CERTIFICATE_CHAIN_NOT_TRUSTED"));
}
