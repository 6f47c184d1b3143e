//! What goes wrong after a certificate is there: each told in plain words, nothing lost, and safe to repeat.

use std::{fs, path::Path, time::Duration};

use ehcert_core::{
    Timestamp,
    certificate::Certificate,
    key::{KeyAlgorithm, PrivateKey},
    keystore::{Keystore, Profile},
    random::OsRandom,
    request::Password,
};
use ehcert_native::{
    clock,
    job::{Event, Job},
};
use ehcert_sandbox::{Behaviour, Command, Organisation, UnknownOrganisation};
use openssl::{
    asn1::Asn1Time,
    hash::MessageDigest,
    nid::Nid,
    pkcs12::Pkcs12,
    pkey::PKey,
    x509::{X509, X509NameBuilder},
};

use crate::support::{PASSWORD, POST, Said, World, open};

impl World {
    /// A command on a keystore, with platform, password, card and whatever else it takes.
    pub(crate) fn on(&self, command: &str, keystore: &str) -> Said {
        let (url, password) = (self.sandbox.url().to_owned(), self.path("password"));
        let (card, pin) = (format!("software:{}", self.path("card.json")), self.path("pin"));
        let mut arguments = vec![command, keystore, "--platform", &url, "--password-file", &password];
        let dir = self.path("next");
        if matches!(command, "renew" | "revoke") {
            arguments.extend(["--card", &card, "--pin-file", &pin, "--accept-contract"]);
        }
        match command {
            "revoke" => arguments.extend(["--reason", "compromised"]),
            "renew" => arguments.extend([
                "--email-private",
                "an@example.org",
                "--phone-private",
                "0470000000",
                "--dir",
                &dir,
                "--complete",
                "30",
            ]),
            "etk" => {
                arguments.insert(1, "--keystore");
            }
            _ => {}
        }
        self.run(&arguments)
    }

    pub(crate) fn replaceable(&self) {
        self.control(Command::Settings {
            authority: None,
            unknown_organisations: None,
            validity_days: None,
            replacement_days: Some(3650),
        });
    }

    pub(crate) fn key_identifier(&self) -> String {
        self.sandbox.control(Command::State).unwrap().certificates[0].public_key_identifier.clone()
    }
}

pub(crate) fn whole(world: &World) -> String {
    world.request(&[("--complete", "30")]).ok();
    world.files()[0].to_str().unwrap().to_owned()
}

#[test]
fn a_keystore_of_step_1_says_so_to_every_command() {
    let world = World::new();
    world.request(&[]).ok();
    let file = world.files()[0].to_str().unwrap().to_owned();
    let before = fs::read(&file).unwrap();
    for command in ["status", "activate", "selftest", "renew", "revoke", "etk"] {
        let said = world.on(command, &file);
        assert_eq!((said.code, said.error().0), (1, "KeystoreIncomplete"), "{command}");
    }
    assert_eq!(fs::read(&file).unwrap(), before);
    world.complete(&[]).ok();
    world.on("selftest", &file).ok();
}

#[test]
fn a_keystore_of_something_else_and_files_that_are_none() {
    let world = World::new();
    let password = Password::from(PASSWORD.to_owned());
    let key = PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap();
    let mut store = Keystore::default();
    store.add_key("tls", key, Vec::new(), clock::now()).unwrap();
    let other = store.write(&password, Profile::Ehealth, &mut OsRandom).unwrap();
    let file = world.path("other.p12");
    for (content, name, kind) in [
        (other.as_slice(), "KeystoreNotPending", ""),
        (b"", "KeystoreOtherFile", "empty file"),
        (b"-----BEGIN CERTIFICATE-----\nMAo=\n-----END CERTIFICATE-----\n", "KeystoreOtherFile", "PEM"),
        (
            b"Bag Attributes\n    friendlyName: authentication\n-----BEGIN PRIVATE KEY-----\nMAo=\n",
            "KeystoreOtherFile",
            "PEM",
        ),
        (&[0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2], "KeystoreOtherFile", "JKS"),
        (&[0, 0, 0, 2, 0, 0, 0, 20, 1, 2, 3], "KeystoreOtherFile", "BKS"),
        ("\u{feff}\n <!DOCTYPE html><title>Log in</title>".as_bytes(), "KeystoreOtherFile", "HTML"),
        (world.sandbox.authority().roots()[0].der(), "KeystoreOtherFile", "X.509"),
        (&other[..other.len() / 2], "KeystoreDamaged", ""),
    ] {
        fs::write(&file, content).unwrap();
        for command in ["status", "activate", "selftest", "renew", "revoke", "complete"] {
            let said = world.on(command, &file);
            assert_eq!((said.code, said.error().0), (1, name), "{command} {kind}");
            let values = said.events("error")[0]["values"].to_string();
            assert!(values.contains(kind), "{command} {kind}: {values}");
        }
        assert_eq!(fs::read(&file).unwrap(), content);
    }
}

#[test]
fn a_reason_that_is_none_and_somebody_elses_card() {
    let world = World::new();
    let file = whole(&world);
    let before = fs::read(&file).unwrap();
    let said = world.run(&["revoke", &file, "--reason", "boredom"]);
    assert_eq!(said.code, 2);
    world.control(Command::Settings {
        authority: None,
        unknown_organisations: Some(UnknownOrganisation::Refuse),
        validity_days: None,
        replacement_days: Some(3650),
    });
    world.card("foreigner");
    for command in ["revoke", "renew", "revoke", "renew"] {
        let said = world.on(command, &file);
        assert_eq!(said.code, 1, "{command}: {:?}", said.lines);
        let error = said.events("error")[0];
        assert!(error["ra"][0]["code"].as_str().is_some_and(|c| c.contains("MANDATE")), "{command}: {error}");
    }
    assert_eq!(world.issued(), 1);
    assert_eq!(fs::read(&file).unwrap(), before);
    // The right card again.
    world.card("ec");
    world.on("renew", &file).ok();
    world.on("revoke", &file).ok();
}

#[test]
fn a_keystore_that_the_platform_does_not_know() {
    let (here, elsewhere) = (World::new(), World::new());
    let file = whole(&elsewhere);
    let before = fs::read(&file).unwrap();
    for command in ["activate", "renew", "revoke", "selftest"] {
        let said = here.on(command, &file);
        assert_eq!(said.code, 1, "{command}");
        assert!(!said.error().0.is_empty() && said.error().0 != "Internal", "{command}: {:?}", said.lines);
    }
    assert_eq!(fs::read(&file).unwrap(), before);
    elsewhere.on("selftest", &file).ok();
}

#[test]
fn a_revoked_keystore_is_kept_marked_and_says_so_from_then_on() {
    let world = World::new();
    let file = whole(&world);
    let before = open(Path::new(&file));
    world.replaceable();
    world.on("revoke", &file).ok();
    let after = open(Path::new(&file));
    assert!(after.holds_all_of(&before) && after.revoked().is_some() && before.revoked().is_none());
    let said = world.run(&["status", &file, "--password-file", &world.path("password")]).ok();
    assert!(said.events("status")[0]["revoked"].is_number(), "{:?}", said.lines);
    for (command, name) in [("renew", "CertificateRevoked"), ("selftest", "CertificateRevoked")] {
        let said = world.on(command, &file);
        assert_eq!((said.code, said.error().0), (1, name), "{command}");
    }
    // The mark shows without decrypting a key, and nothing is due.
    let said = world.run(&["scan", &file, "--password-file", &world.path("password"), "--within", "3650"]);
    assert_eq!(said.code, 0, "nothing to renew");
    let row = said.events("keystore")[0];
    assert_eq!((&row["state"], &row["revoked"]), (&"revoked".into(), &after.revoked().unwrap().to_rfc3339().into()));
    // As a job, and in the status that every surface shows.
    let rows = scan_job(&world.path("keystore"));
    assert_eq!((&rows["files"], &rows["due"], &rows["unread"]), (&1.into(), &0.into(), &0.into()), "{rows}");
    let row = &rows["keystores"][0];
    assert_eq!((&row["state"], &row["revoked"]), (&"revoked".into(), &after.revoked().unwrap().to_rfc3339().into()));
    let shown =
        ehcert_core::facade::keystore::Keystore::open(fs::read(&file).unwrap(), PASSWORD.as_bytes().to_vec()).unwrap();
    assert_eq!(shown.status(clock::now().0).unwrap().revoked, after.revoked().map(|t| t.0));
    // It survives another form and another password.
    world.run(&["rewrap", &file, "--password-file", &world.path("password"), "--profile", "modern"]).ok();
    assert_eq!(open(Path::new(&file)).revoked(), after.revoked());
    // By the card as well.
    let (card, pin) = (format!("software:{}", world.path("card.json")), world.path("pin"));
    let said = world.run(&["status", "--platform", world.sandbox.url(), "--card", &card, "--pin-file", &pin]).ok();
    assert_eq!(said.events("registered")[0]["status"], "REVOKED", "{:?}", said.lines);
}

/// The answer of the job `scan` for a folder.
fn scan_job(folder: &str) -> serde_json::Value {
    let operation = serde_json::json!({"operation": "scan", "paths": [folder]}).to_string();
    let job = Job::start(serde_json::from_str(&operation).unwrap(), Password::from(PASSWORD.to_owned()), None);
    loop {
        match job.poll(Duration::from_secs(20)) {
            Event::Done { result } => return result,
            Event::Failed { problems } => panic!("{:?}", problems.iter().map(|p| &p.name).collect::<Vec<_>>()),
            _ => {}
        }
    }
}

#[test]
fn a_certificate_that_was_revoked_elsewhere() {
    let world = World::new();
    let file = whole(&world);
    let before = fs::read(&file).unwrap();
    world.replaceable();
    let public_key_identifier = world.key_identifier();
    world.control(Command::Revoke { public_key_identifier, reason: "keyCompromise".into() });
    for command in ["renew", "complete", "activate", "selftest"] {
        let said = world.on(command, &file);
        assert_eq!(said.code, 1, "{command}");
        let error = said.events("error")[0];
        let told = format!("{} {}", error["name"], error["ra"]);
        assert!(told.to_uppercase().contains("REVO") || command == "selftest", "{command}: {error}");
    }
    assert_eq!(fs::read(&file).unwrap(), before);
    // To revoke it is nothing new, but the keystore then knows.
    world.on("revoke", &file).ok();
    assert!(open(Path::new(&file)).revoked().is_some());
}

#[test]
fn a_certificate_that_was_revoked_between_the_two_steps() {
    let world = World::new();
    world.request(&[]).ok();
    let public_key_identifier = world.key_identifier();
    let file = world.files()[0].clone();
    let key = open(&file).authentication().unwrap().key.public();
    // Delivered, then everything stops before the encryption key is registered; meanwhile it is revoked.
    world.rule(Behaviour::HttpError { status: 503 }, "StartETKRegistration", 100);
    assert_eq!(world.complete(&[]).code, 1);
    world.control(Command::ClearRules);
    world.control(Command::Revoke { public_key_identifier, reason: "keyCompromise".into() });
    for _ in 0..2 {
        let said = world.complete(&[]);
        assert_eq!(said.code, 1);
        let error = said.events("error")[0];
        assert!(format!("{} {}", error["name"], error["ra"]).to_uppercase().contains("REVOKED"), "{error}");
    }
    assert_eq!(open(&file).authentication().unwrap().key.public(), key, "the key is kept");
}

#[test]
fn the_certificate_was_delivered_to_another_copy_of_the_keystore() {
    let world = World::new();
    world.request(&[]).ok();
    let file = world.files()[0].clone();
    let copy = world.folder.join("copy");
    fs::create_dir(&copy).unwrap();
    let copy = copy.join("copy.p12");
    fs::copy(&file, &copy).unwrap();
    world.complete(&[]).ok();
    // The copy gets the certificate too, but not the encryption key that only the first one holds.
    let said = world.on("complete", copy.to_str().unwrap());
    let first = open(&file);
    if said.code == 0 {
        assert_eq!(open(&copy).keys().len(), 2);
        // Whoever came last can receive messages.
        world.on("selftest", copy.to_str().unwrap()).ok();
    } else {
        let error = said.events("error")[0];
        assert!(!error["advice"].as_str().unwrap().is_empty() && said.error().0 != "Internal", "{error}");
    }
    assert_eq!(first.keys().len(), 2);
    assert_eq!(world.issued(), 1);
}

#[test]
fn a_clock_that_is_a_day_wrong_is_told_before_anything_is_signed() {
    let world = World::new();
    let file = whole(&world);
    let before = fs::read(&file).unwrap();
    for offset in [Timestamp::DAY, -Timestamp::DAY] {
        world.control(Command::Clock { offset });
        for command in ["renew", "revoke"] {
            let said = world.on(command, &file);
            assert_eq!((said.code, said.error().0), (1, "ClockWrong"), "{command} {offset}");
        }
    }
    world.control(Command::Clock { offset: 0 });
    assert_eq!(fs::read(&file).unwrap(), before);
    world.on("selftest", &file).ok();
}

#[test]
fn a_revocation_whose_answer_was_lost_is_done_and_marked_when_it_is_said_again() {
    let world = World::new();
    let file = whole(&world);
    let mut rule = ehcert_sandbox::Rule::new(Behaviour::Cut { bytes: 0 }).on("Revoke").times(20);
    rule.after = true;
    world.control(Command::Rule { rule });
    assert_eq!(world.on("revoke", &file).code, 1);
    world.control(Command::ClearRules);
    world.on("revoke", &file).ok();
    assert!(open(Path::new(&file)).revoked().is_some());
}

#[test]
fn an_expired_certificate_is_not_renewed_and_nobody_is_asked() {
    let world = World::new();
    let file = whole(&world);
    let password = Password::from(PASSWORD.to_owned());
    // The same holder, with a certificate that has ended.
    let old = open(Path::new(&file));
    let entry = old.authentication().unwrap();
    let key = PKey::private_key_from_pkcs8(&entry.key.to_pkcs8().unwrap()).unwrap();
    let issued = X509::from_der(entry.chain[0].der()).unwrap();
    let mut issuer = X509NameBuilder::new().unwrap();
    issuer.append_entry_by_text("CN", "Fictional").unwrap();
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    builder.set_subject_name(issued.subject_name()).unwrap();
    builder.set_issuer_name(&issuer.build()).unwrap();
    builder.set_pubkey(&key).unwrap();
    builder.set_not_before(&Asn1Time::from_unix(1_600_000_000).unwrap()).unwrap();
    builder.set_not_after(&Asn1Time::from_unix(1_694_000_000).unwrap()).unwrap();
    builder.sign(&key, MessageDigest::sha256()).unwrap();
    let expired = Certificate::from_der(&builder.build().to_der().unwrap()).unwrap();
    let mut store = Keystore::default();
    store.add_key("authentication", entry.key.clone(), vec![expired], clock::now()).unwrap();
    fs::write(&file, store.write(&password, Profile::Ehealth, &mut OsRandom).unwrap()).unwrap();
    let before = fs::read(&file).unwrap();
    let asked = || world.sandbox.control(Command::State).unwrap().exchanges.len();
    let begin = asked();
    let said = world.on("renew", &file);
    assert_eq!((said.code, said.error().0), (1, "RenewalTooLate"));
    let advice = said.events("error")[0]["advice"].as_str().unwrap().to_owned();
    assert!(advice.contains("new certificate"), "{advice}");
    assert!(asked() == begin && fs::read(&file).unwrap() == before);
    let said = world.run(&["scan", &file, "--password-file", &world.path("password")]);
    assert_eq!(said.code, 3, "a scan says that it has ended");
    let said = world.run(&["status", &file, "--password-file", &world.path("password")]).ok();
    assert!(said.events("status")[0]["daysLeft"].as_i64().unwrap() < 0, "{:?}", said.lines);
    // What would be signed with it is refused in plain words, and changes nothing.
    for command in ["status", "complete", "activate"] {
        let said = world.on(command, &file);
        assert_eq!((said.code, said.error().0), (1, "CertificateExpired"), "{command}: {:?}", said.lines);
    }
    assert!(asked() == begin && fs::read(&file).unwrap() == before);
}

#[test]
fn the_keystore_of_an_organisation_that_the_person_no_longer_acts_for() {
    let world = World::new();
    let file = whole(&world);
    let before = fs::read(&file).unwrap();
    world.control(Command::Settings {
        authority: None,
        unknown_organisations: Some(UnknownOrganisation::Refuse),
        validity_days: None,
        replacement_days: Some(3650),
    });
    let (ssin, kind, id) = (world.ssin.clone(), POST.0.to_owned(), POST.1.to_owned());
    world.control(Command::RemoveOrganisation { ssin: ssin.clone(), kind, id });
    for _ in 0..2 {
        let said = world.on("renew", &file);
        assert_eq!((said.code, said.error().0), (1, "RaRefused"), "{:?}", said.lines);
        let error = said.events("error")[0];
        assert!(error["ra"][0]["code"].as_str().is_some_and(|c| c.contains("MANDATE")), "{error}");
    }
    assert_eq!((fs::read(&file).unwrap(), world.issued()), (before, 1));
    // What needs no card goes on.
    for command in ["status", "selftest", "activate"] {
        world.on(command, &file).ok();
    }
    let organisation = Organisation { kind: POST.0.into(), id: POST.1.into(), name: POST.2.into() };
    world.control(Command::AddOrganisation { ssin, organisation });
    world.on("renew", &file).ok();
}

#[test]
fn a_revoked_keystore_whose_password_is_not_written_again_is_told_and_marked_under_a_new_one() {
    let world = World::new();
    let file = whole(&world);
    let store = open(Path::new(&file));
    let entry = store.authentication().unwrap();
    let triple = Nid::PBE_WITHSHA1AND3_KEY_TRIPLEDES_CBC;
    let key = PKey::private_key_from_pkcs8(&entry.key.to_pkcs8().unwrap()).unwrap();
    let mut builder = Pkcs12::builder();
    builder.name("authentication").pkey(&key).cert(&X509::from_der(entry.chain[0].der()).unwrap());
    builder.key_algorithm(triple).cert_algorithm(triple).mac_md(MessageDigest::sha1());
    let accent = "Cl\u{e9}-1234";
    let old = world.path("old.p12");
    fs::write(&old, builder.build2(accent).unwrap().to_der().unwrap()).unwrap();
    let before = fs::read(&old).unwrap();
    let right = fs::read(world.folder.join("password")).unwrap();
    fs::write(world.folder.join("password"), accent).unwrap();
    for round in 0..2 {
        let said = world.on("revoke", &old).ok();
        let warnings: Vec<&str> = said.events("warning").iter().filter_map(|w| w["name"].as_str()).collect();
        assert!(warnings.ends_with(&["PasswordCharacters", "KeystoreNotMarked"]), "round {round}: {warnings:?}");
        assert_eq!(fs::read(&old).unwrap(), before, "round {round}");
    }
    let state = world.sandbox.control(Command::State).unwrap();
    assert_eq!(state.certificates[0].status, "REVOKED");
    let accented = world.path("accent");
    fs::write(&accented, accent).unwrap();
    fs::write(world.folder.join("password"), right).unwrap();
    let new = world.path("password");
    world.run(&["passwd", &old, "--password-file", &accented, "--new-password-file", &new]).ok();
    assert!(open(Path::new(&old)).revoked().is_none());
    let said = world.on("revoke", &old).ok();
    assert!(said.events("warning").iter().all(|w| w["name"] != "KeystoreNotMarked"), "{:?}", said.lines);
    assert!(open(Path::new(&old)).revoked().is_some());
}
