//! `ehcert eid` and `ehcert check` with software cards, and the same as jobs.

use std::{
    fs,
    time::{Duration, Instant},
};

use base64ct::{Base64, Encoding};
use ehcert_core::{pem, request::Password};
use ehcert_native::job::{Event, Job};
use ehcert_sandbox::{Sandbox, SandboxConfig};
use openssl::{hash::MessageDigest, sign::Verifier, x509::X509};
use serde_json::Value;

use crate::support::{Said, World};

fn eid(world: &World, command: &[&str], more: &[&str]) -> Said {
    let card = format!("software:{}", world.path("card.json"));
    world.run(&[&["eid"], command, &["--card", &card], more].concat())
}

fn tries(world: &World) -> u64 {
    let card: Value = serde_json::from_slice(&fs::read(world.path("card.json")).unwrap()).unwrap();
    card["tries_left"].as_u64().unwrap()
}

#[test]
fn every_kind_of_card_is_shown_with_its_checks() {
    let world = World::new();
    for kind in ["rsa", "rekeyed", "ec", "no-signature", "kid", "foreigner", "blocked", "long-names"] {
        let number = world.card(kind);
        let (photo, page) = (world.path(&format!("{kind}.jpg")), world.path(&format!("{kind}.html")));
        let said = eid(&world, &["show"], &["--photo", &photo, "--html", &page]).ok();
        let shown = said.events("eid")[0];
        assert_eq!(shown["identity"]["national_number"], number.as_str(), "{kind}");
        assert_eq!(shown["good"], true);
        let names: Vec<&str> = shown["checks"].as_array().unwrap().iter().filter_map(|c| c["name"].as_str()).collect();
        for name in ["identity", "address", "photo", "chip-number", "national-register", "validity"] {
            assert!(names.contains(&name), "{kind}: {names:?}");
        }
        assert_eq!(shown["certificates"]["signature"].is_null(), ["no-signature", "kid"].contains(&kind), "{kind}");
        let page = fs::read_to_string(&page).unwrap();
        assert!(page.contains(&number) && page.contains(&Base64::encode_string(&fs::read(&photo).unwrap())));
        assert!(!page.contains("<script") && page.contains("default-src 'none'"));
        // What is there is never written over.
        assert_eq!(eid(&world, &["show"], &["--photo", &photo]).error().0, "FileFailed");
    }
    world.card("expired");
    let said = eid(&world, &["show"], &[]);
    assert_eq!((said.code, &said.events("eid")[0]["good"]), (1, &Value::Bool(false)));
}

#[test]
fn the_check_lists_all_and_says_what_to_do() {
    let world = World::new();
    let card = format!("software:{}", world.path("card.json"));
    let check = |world: &World| world.run(&["check", "--offline", "--card", &card]);
    for (kind, crosses) in [
        ("ec", &[][..]),
        ("rsa", &[]),
        ("foreigner", &[]),
        ("no-signature", &["SignatureCertificateMissing"]),
        ("kid", &["AuthenticationCertificateMissing", "SignatureCertificateMissing"]),
        ("expired", &["CardCertificateExpired", "CardCertificateExpired"]),
        ("blocked", &["PinBlocked"]),
    ] {
        world.card(kind);
        let said = check(&world);
        let found: Vec<&str> = said.events("check").iter().filter_map(|line| line["error"].as_str()).collect();
        assert_eq!(found, crosses, "{kind}");
        assert_eq!(said.code, i32::from(!crosses.is_empty()));
        for line in said.events("check") {
            assert!(!line["label"].as_str().unwrap().is_empty());
            assert!(line["ok"] == true || !line["advice"].as_str().unwrap().is_empty(), "{line}");
        }
        let pin = said.events("check").into_iter().find(|line| line["name"] == "pin").unwrap();
        assert_eq!(pin["value"], if kind == "blocked" { "0" } else { "3" });
    }
}

#[test]
fn the_pin_is_told_changed_and_never_wasted() {
    let world = World::new();
    for (name, pin) in [("wrong", "9999"), ("new", "13579"), ("odd", "12a4")] {
        fs::write(world.path(name), format!("{pin}\n")).unwrap();
    }
    let path = |name: &str| world.path(name);
    assert_eq!(eid(&world, &["pin", "status"], &[]).ok().events("pin")[0]["tries_left"], 3);
    let change = |old: &str, new: &str| {
        eid(&world, &["pin", "change"], &["--pin-file", &path(old), "--new-pin-file", &path(new)])
    };
    assert_eq!((change("wrong", "new").error().0, tries(&world)), ("PinWrong", 2));
    // The new PIN cannot be right: the old one is not sent either.
    assert_eq!((change("pin", "odd").error().0, tries(&world)), ("PinFormat", 2));
    assert_eq!(eid(&world, &["pin", "status"], &[]).ok().events("pin")[0]["tries_left"], 2);
    change("pin", "new").ok();
    assert_eq!(tries(&world), 3);
    assert_eq!(change("pin", "new").error().0, "PinWrong");
}

#[test]
fn what_is_signed_is_confirmed_by_openssl() {
    let world = World::new();
    fs::write(world.path("data"), "to be signed").unwrap();
    let (data, pin, out, certificate) = (world.path("data"), world.path("pin"), world.path("out"), world.path("pem"));
    for kind in ["rsa", "ec"] {
        world.card(kind);
        for key in ["authentication", "signature"] {
            for file in [&out, &certificate] {
                let _ = fs::remove_file(file);
            }
            let more = ["--pin-file", &pin, "--key", key, "--out", &out, "--certificate", &certificate];
            let said = eid(&world, &["sign", &data], &more).ok();
            let signature = fs::read(&out).unwrap();
            assert_eq!(said.events("signed")[0]["signature"], Base64::encode_string(&signature));
            let signer = X509::from_pem(&fs::read(&certificate).unwrap()).unwrap();
            let public = signer.public_key().unwrap();
            let mut verifier = Verifier::new(MessageDigest::sha256(), &public).unwrap();
            assert!(verifier.verify_oneshot(&signature, b"to be signed").unwrap(), "{kind} {key}");
        }
    }
    world.card("no-signature");
    assert_eq!(eid(&world, &["sign", &data], &["--pin-file", &pin]).error().0, "SignatureCertificateMissing");
    assert_eq!(tries(&world), 3);
}

/// Runs a job to its end; gives these PINs, one after the other.
fn job(input: &str, pins: &[(&str, &str)]) -> Result<Value, String> {
    let job = Job::start(serde_json::from_str(input).unwrap(), Password::from(String::new()), None);
    let (mut pins, until) = (pins.iter(), Instant::now() + Duration::from_secs(60));
    while Instant::now() < until {
        match job.poll(Duration::from_millis(100)) {
            Event::Pin { purpose, .. } => {
                let (wanted, pin) = pins.next().unwrap();
                assert_eq!(purpose, *wanted);
                job.answer_pin(Some(pin)).unwrap();
            }
            Event::Done { result } => return Ok(result),
            Event::Failed { problems } => return Err(problems.first().unwrap().name.clone()),
            _ => {}
        }
    }
    panic!("the job does not end");
}

#[test]
fn the_same_as_jobs() {
    let world = World::new();
    let folder = world.folder.join("with-card");
    fs::create_dir(&folder).unwrap();
    let authority = Sandbox::eid_authority(&folder).unwrap();
    let sandbox = Sandbox::start(SandboxConfig {
        dir: Some(folder),
        eid_roots: authority.roots().into_iter().cloned().collect(),
        card: Some(world.folder.join("card.json")),
        ..SandboxConfig::default()
    })
    .unwrap();
    let with = format!(r#""with":{{"platform":"{}","card":"sandbox","language":"nl"}}"#, sandbox.url());
    let run = |operation: &str, more: &str, pins: &[(&str, &str)]| {
        job(&format!(r#"{{"operation":"{operation}",{with}{more}}}"#), pins)
    };
    let shown = run("readCard", "", &[]).unwrap();
    assert_eq!(shown["identity"]["nationalNumber"], world.ssin.as_str());
    assert_eq!((&shown["good"], &shown["card"]["appletVersion"]), (&Value::Bool(true), &Value::from(0x18)));
    let jpeg = Base64::decode_vec(shown["photo"]["jpeg"].as_str().unwrap()).unwrap();
    assert!(jpeg.starts_with(&[0xFF, 0xD8]));

    let checked = run("check", "", &[]).unwrap();
    assert_eq!(checked["pinTriesLeft"], 3);
    assert!(checked["checks"].as_array().unwrap().iter().all(|line| line["ok"] == true));

    assert_eq!(run("pinStatus", "", &[]).unwrap()["triesLeft"], 3);
    assert_eq!(run("changePin", "", &[("old", "9999"), ("new", "2468")]).unwrap_err(), "PinWrong");
    assert_eq!(run("pinStatus", "", &[]).unwrap()["triesLeft"], 2);
    assert_eq!(run("changePin", "", &[("old", "12"), ("new", "2468")]).unwrap_err(), "PinFormat");
    assert_eq!(run("changePin", "", &[("old", "1234"), ("new", "2468")]).unwrap()["triesLeft"], 3);

    let digest = "5a".repeat(48);
    let order = |key: &str, hash: &str, digest: &str| format!(r#","key":"{key}","hash":"{hash}","digest":"{digest}""#);
    let signed = run("sign", &order("signature", "SHA-384", &digest), &[("signature", "2468")]).unwrap();
    assert_eq!(signed["algorithm"], "ecdsa-sha384");
    let der = pem::der_of(signed["certificate"].as_str().unwrap().as_bytes(), &["CERTIFICATE"]).unwrap();
    let public = X509::from_der(&der).unwrap().public_key().unwrap();
    let signature = Base64::decode_vec(signed["signature"].as_str().unwrap()).unwrap();
    let checked = openssl::ecdsa::EcdsaSig::from_der(&signature).unwrap();
    assert!(checked.verify(&[0x5A; 48], &public.ec_key().unwrap()).unwrap());
    assert_eq!(Base64::decode_vec(signed["raw"].as_str().unwrap()).unwrap().len(), 96);
    for bad in [
        order("both", "SHA-384", &digest),
        order("signature", "SHA-1", &digest),
        order("signature", "SHA-384", "zz"),
        order("signature", "SHA-384", "é"),
    ] {
        assert_eq!(run("sign", &bad, &[]).unwrap_err(), "InvalidArgument", "{bad}");
    }
    assert_eq!(run("sign", &order("signature", "SHA-384", "5a"), &[]).unwrap_err(), "InvalidArgument");
}
