//! From the request to the revocation, by the commands of the README.

use std::{fs, path::Path};

use ehcert_core::{Timestamp, pem};
use ehcert_sandbox::Command;
use openssl::{hash::MessageDigest, nid::Nid, pkcs12::Pkcs12, pkey::PKey, x509::X509};

use crate::support::{POST, World, open};

#[test]
fn renewal_activation_selftest_password_and_revocation() {
    let world = World::new();
    world.request(&[("--complete", "30")]).ok();
    let (url, password) = (world.sandbox.url().to_owned(), world.path("password"));
    let file = world.files().remove(0);
    let old = file.to_str().unwrap();
    let with = ["--platform", &url, "--password-file", &password];
    let talk = |command: &str, file: &str| world.run(&[&[command, file][..], &with].concat());

    let said = talk("status", old).ok();
    assert_eq!(said.events("status").len(), 1, "{:?}", said.lines);
    talk("selftest", old).ok();

    // Too early.
    let card = format!("software:{}", world.path("card.json"));
    let pin = world.path("pin");
    let renew = |folder: &str| {
        world.run(&[
            "renew",
            old,
            "--platform",
            &url,
            "--password-file",
            &password,
            "--card",
            &card,
            "--pin-file",
            &pin,
            "--email-private",
            "an@example.org",
            "--phone-private",
            "0470000000",
            "--accept-contract",
            "--complete",
            "30",
            "--dir",
            folder,
        ])
    };
    let folder = world.path("renewed");
    let said = renew(&folder);
    assert_eq!((said.code, said.error().0), (1, "RenewalTooEarly"));

    // A platform whose period is as long as the validity renews at once.
    world.control(Command::Settings {
        authority: None,
        unknown_organisations: None,
        validity_days: None,
        replacement_days: Some(3650),
    });
    let said = renew(&folder).ok();
    let done = said.events("completed")[0];
    let new = done["keystore"].as_str().unwrap();
    assert_eq!(done["to_be_activated"], true);
    let store = open(std::path::Path::new(new));
    assert_eq!(store.encryption_entries().len(), 2, "the old encryption key stays, for old messages");
    assert!(fs::read(old).is_ok(), "the old keystore stays");
    talk("activate", new).ok();
    talk("selftest", new).ok();

    // Another password: the old one no longer opens, nothing is lost.
    fs::write(world.folder.join("new"), "Andere-5678").unwrap();
    let next = world.path("new");
    world.run(&["passwd", new, "--password-file", &password, "--new-password-file", &next]).ok();
    let said = talk("selftest", new);
    assert_eq!((said.code, said.error().0), (1, "KeystorePasswordWrong"));
    fs::copy(world.folder.join("new"), world.folder.join("password")).unwrap();
    talk("selftest", new).ok();

    let revoke = |accept: &[&str]| {
        let fixed = ["revoke", new, "--card", &card, "--pin-file", &pin, "--reason", "changed"];
        world.run(&[&fixed[..], &with, accept].concat())
    };
    let said = revoke(&[]);
    assert_eq!((said.code, said.error().0), (1, "ContractRefused"));
    revoke(&["--accept-contract"]).ok();
    let state = world.sandbox.control(Command::State).unwrap();
    let revoked = state.certificates.iter().filter(|c| c.status.contains("REVOKED")).count();
    assert!(revoked >= 1, "{:?}", state.certificates);
    assert_ne!(state.now, Timestamp(0));
}

#[test]
fn the_token_of_a_recipient_is_fetched_checked_and_sealed_to() {
    let world = World::new();
    world.request(&[("--complete", "30")]).ok();
    let (url, password) = (world.sandbox.url().to_owned(), world.path("password"));
    let (keystore, token) = (world.files().remove(0), world.path("token.etk"));
    let keystore = keystore.to_str().unwrap();
    let etk = |whose: &[&str]| world.run(&[&["etk", "--platform", &url], whose].concat());
    // As people type it.
    let said = etk(&["--type", "nihii-guard_post", "--id", "67.999.077", "--out", &token]).ok();
    let found = said.events("etk")[0].clone();
    assert!(found["dn"].as_str().unwrap().contains("67999077"), "{found}");
    let store = open(std::path::Path::new(keystore));
    assert_eq!(found["serial"], store.encryption_entries()[0].alias.as_str());
    let said = etk(&["--keystore", keystore, "--password-file", &password]).ok();
    assert_eq!(said.events("etk")[0]["serial"], found["serial"]);
    // It is what `seal` takes.
    let roots =
        world.sandbox.authority().roots().iter().map(|c| pem::encode("CERTIFICATE", c.der())).collect::<String>();
    fs::write(world.folder.join("roots"), roots).unwrap();
    fs::write(world.folder.join("plain"), "a letter").unwrap();
    let (plain, sealed, opened, roots) =
        (world.path("plain"), world.path("sealed"), world.path("opened"), world.path("roots"));
    let with = ["--keystore", keystore, "--password-file", &password, "--anchor", &roots];
    world.run(&[&["seal", &plain, "--to", &token, "--out", &sealed][..], &with].concat()).ok();
    world.run(&[&["unseal", &sealed, "--out", &opened][..], &with].concat()).ok();
    assert_eq!(fs::read(&opened).unwrap(), b"a letter");
    // Nobody; a number that cannot be; a file that is there already; a keystore whose certificate is not there yet.
    for (whose, name) in [
        (&["--type", "CBE", "--id", "0314595348"][..], "EtkNotFound"),
        (&["--type", "CBE", "--id", "0314595349"], "IdentifierCheckDigit"),
        (&["--type", "NIHII-GUARD_POST", "--id", "67999077", "--application-id", "OTHER"], "EtkNotFound"),
        (&["--type", "NIHII-GUARD_POST", "--id", "67999077", "--out", &token], "FileFailed"),
    ] {
        let said = etk(whose);
        assert_eq!((said.code, said.error().0), (1, name), "{whose:?}");
    }
    assert_eq!(etk(&[]).code, 2);
    let other = World::new();
    other.request(&[]).ok();
    let said = etk(&["--keystore", other.files()[0].to_str().unwrap(), "--password-file", &password]);
    assert_eq!((said.code, said.error().0), (1, "KeystoreIncomplete"));
    // Two certificates of one organisation: the depot asks which.
    world.request(&[("--application-id", "LABO"), ("--complete", "30")]).ok();
    world.request(&[("--application-id", "APOTHEEK"), ("--complete", "30")]).ok();
    let said = etk(&["--type", "NIHII-GUARD_POST", "--id", "67999077", "--application-id", "LABO"]).ok();
    assert!(said.events("etk")[0]["dn"].as_str().unwrap().contains("LABO"));
}

#[test]
fn a_personal_certificate_and_rewrap() {
    let world = World::new();
    world.request_person(&[("--complete", "30")]).ok();
    let file = world.files().remove(0);
    let password = world.path("password");
    for profile in ["modern", "java-legacy", "ehealth"] {
        let out = world.path(&format!("{profile}.p12"));
        let arguments =
            ["rewrap", file.to_str().unwrap(), "--password-file", &password, "--profile", profile, "--out", &out];
        world.run(&arguments).ok();
        let store = open(std::path::Path::new(&out));
        assert_eq!(store.keys().len(), 2, "{profile}");
        world.run(&["inspect", &out, "--password-file", &password]).ok();
    }
    let said = world.run(&[
        "check",
        "--platform",
        world.sandbox.url(),
        "--card",
        &format!("software:{}", world.path("card.json")),
        "--pin-file",
        &world.path("pin"),
    ]);
    assert_eq!(said.code, 0, "{:?}", said.lines);
}

#[test]
fn a_scan_tells_what_ends_when() {
    let world = World::new();
    world.request(&[("--complete", "30")]).ok();
    fs::write(world.folder.join("keystore/broken.p12"), b"<html>").unwrap();
    let (folder, password) = (world.path("keystore"), world.path("password"));
    let (html, ics) = (world.path("wall.html"), world.path("wall.ics"));
    let said = world.run(&["scan", &folder, "--password-file", &password, "--html", &html, "--ics", &ics]).ok();
    let rows = said.events("keystore");
    assert_eq!(rows.len(), 2);
    let read = rows.iter().find(|r| r["state"] == "read").unwrap();
    assert_eq!(read["identity"]["identifier"], POST.1);
    assert_eq!(read["encryption_keys"], 1);
    assert_eq!(rows.iter().find(|r| r["state"] == "unreadable").unwrap()["problem"], "KeystoreOtherFile");
    let summary = said.events("summary")[0];
    assert_eq!((&summary["files"], &summary["due"], &summary["unread"]), (&2.into(), &0.into(), &1.into()));
    let page = fs::read_to_string(html).unwrap();
    assert!(page.contains(read["holder"].as_str().unwrap()) && !page.contains("://"), "{page}");
    assert_eq!(fs::read_to_string(ics).unwrap().matches("BEGIN:VEVENT").count(), 1);
    // A task of the night: something ends within ten years.
    let said = world.run(&["scan", &folder, "--password-file", &password, "--within", "3650"]);
    assert_eq!(said.code, 3);
    // Patterns; one that does not fit opens nothing.
    fs::write(world.folder.join("list"), "OTHER=*,Demo-1234\n").unwrap();
    let list = world.path("list");
    let said = world.run(&["scan", &folder, "--passwords", &list]).ok();
    assert!(said.events("keystore").iter().any(|r| r["state"] == "locked"));
    fs::write(world.folder.join("list"), "NIHII-GUARD_POST=*,Demo-1234\n").unwrap();
    let said = world.run(&["scan", &folder, "--passwords", &list]).ok();
    assert!(said.events("keystore").iter().any(|r| r["state"] == "read"));
}

/// OpenSSL writes the same keystore in both ways in which programs took a password outside ASCII: its characters, and
/// the octets of its UTF-8 as characters.
#[test]
fn an_old_keystore_with_a_password_outside_ascii_is_opened_and_gets_a_better_one() {
    let world = World::new();
    world.request(&[("--complete", "30")]).ok();
    let store = world.keystore();
    let entry = store.authentication().unwrap();
    let key = PKey::private_key_from_pkcs8(&entry.key.to_pkcs8().unwrap()).unwrap();
    let (text, octets) = ("Cl\u{e9}-1234", "Cl\u{c3}\u{a9}-1234");
    fs::write(world.folder.join("accent"), text).unwrap();
    fs::write(world.folder.join("other"), "Cl\u{e8}-1234").unwrap();
    let (accent, other) = (world.path("accent"), world.path("other"));
    for (name, written) in [("characters", text), ("octets", octets)] {
        let triple = Nid::PBE_WITHSHA1AND3_KEY_TRIPLEDES_CBC;
        let mut builder = Pkcs12::builder();
        builder.name("authentication").pkey(&key).cert(&X509::from_der(entry.chain[0].der()).unwrap());
        builder.key_algorithm(triple).cert_algorithm(triple).mac_md(MessageDigest::sha1());
        let file = world.path(&format!("{name}.p12"));
        fs::write(&file, builder.build2(written).unwrap().to_der().unwrap()).unwrap();
        world.run(&["inspect", &file, "--password-file", &accent]).ok();
        let said = world.run(&["inspect", &file, "--password-file", &other]);
        assert_eq!((said.code, said.error().0), (1, "KeystorePasswordWrong"), "{name}");
        let said = world.run(&["scan", &file, "--password-file", &accent]).ok();
        assert_eq!(said.events("keystore")[0]["state"], "read", "{name}");
        // It is not written with that password again.
        let before = fs::read(&file).unwrap();
        let said = world.run(&["rewrap", &file, "--password-file", &accent]);
        assert_eq!((said.code, said.error()), (1, ("PasswordCharacters", "password")), "{name}");
        assert_eq!(fs::read(&file).unwrap(), before);
        let (new, changed) = (world.path("password"), Path::new(&file));
        world.run(&["passwd", &file, "--password-file", &accent, "--new-password-file", &new]).ok();
        assert_eq!(open(changed).authentication().unwrap().key.public(), entry.key.public(), "{name}");
    }
}
