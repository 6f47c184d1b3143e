//! The registration authority at its worst, and the disk: a clear error, nothing lost, and a second run that
//! ends with one certificate.

use std::{fs, os::unix::fs::PermissionsExt};

use ehcert_core::Timestamp;
use ehcert_sandbox::{Behaviour, Command, Other};

use crate::support::{POST, World};

/// A fault of one operation: what is said, and that the same command again goes through with one certificate.
#[test]
fn bad_answers_are_told_apart_and_a_second_run_goes_through() {
    let fault = |code: &str| Behaviour::SoapFault { code: code.into(), text: "down".into() };
    for (behaviour, name) in [
        (fault("soap:Server"), "SoapFault"),
        (Behaviour::HttpError { status: 500 }, "HttpStatus"),
        (Behaviour::Garbage, "AnswerNotXml"),
        (Behaviour::HtmlPage, "AnswerNotXml"),
        (Behaviour::HugeBody { bytes: 50 << 20 }, "ResponseTooLarge"),
        (Behaviour::Cut { bytes: 100 }, "ConnectionCut"),
        (Behaviour::Cut { bytes: 0 }, "ConnectionCut"),
    ] {
        for operation in ["GenerateContract", "GenerateCertificate"] {
            let world = World::new();
            // More often than anything is repeated.
            world.rule(behaviour.clone(), operation, 20);
            let said = world.request(&[]);
            assert_eq!((said.code, said.error().0), (1, name), "{behaviour:?} {operation}");
            let kept = world.files();
            assert_eq!(kept.len(), usize::from(operation == "GenerateCertificate"), "{behaviour:?}: the key is safe");
            world.control(Command::ClearRules);
            world.request(&[("--complete", "30")]).ok();
            assert_eq!((world.files().len(), world.issued()), (1, 1), "{behaviour:?} {operation}");
            assert_eq!(world.keystore().keys().len(), 2);
            if let [kept] = kept.as_slice() {
                assert_eq!(world.files()[0], *kept, "it was gone on with");
            }
        }
    }
}

#[test]
fn an_answer_that_is_lost_after_the_request_took_effect() {
    let world = World::new();
    let mut rule = ehcert_sandbox::Rule::new(Behaviour::Cut { bytes: 0 }).on("GenerateCertificate").times(20);
    rule.after = true;
    world.control(Command::Rule { rule });
    let said = world.request(&[]);
    assert_eq!((said.code, said.error().0), (1, "ConnectionCut"));
    world.control(Command::ClearRules);
    world.request(&[("--complete", "30")]).ok();
    assert_eq!((world.files().len(), world.issued()), (1, 1));
}

#[test]
fn slow_answers_are_waited_for() {
    let world = World::new();
    world.rule(Behaviour::Slow { milliseconds: 1500 }, "GenerateContract", 1);
    world.rule(Behaviour::DeliverAfter { polls: 2 }, "GenerateCertificate", 1);
    world.request(&[("--complete", "60")]).ok();
    assert_eq!(world.keystore().keys().len(), 2);
}

#[test]
fn a_request_that_somebody_must_approve() {
    let world = World::new();
    world.rule(Behaviour::ManualValidation, "GenerateCertificate", 1);
    let said = world.request(&[]).ok();
    let pending = said.events("pending")[0];
    assert_eq!(pending["automatically_validated"], false);
    let said = world.complete(&["--wait", "1"]);
    assert_eq!((said.code, said.error().0), (1, "CertNotYetDelivered"));
    let identifier = pending["public_key_identifier"].as_str().unwrap().to_owned();
    world.control(Command::Approve { public_key_identifier: identifier });
    world.complete(&["--wait", "30"]).ok();
    assert_eq!((world.keystore().keys().len(), world.issued()), (2, 1));
}

#[test]
fn a_request_that_is_refused() {
    let world = World::new();
    world.rule(Behaviour::Refuse { reason: "not entitled".into() }, "GenerateCertificate", 1);
    world.request(&[]).ok();
    let said = world.complete(&["--wait", "1"]);
    assert_eq!((said.code, said.error().0), (1, "RaRefused"));
    // The key is kept, and a new request makes a new one beside it.
    assert_eq!(world.files().len(), 1);
    let mut arguments = world.request_arguments("organisation", &[("--complete", "30")]);
    arguments.push("--fresh".into());
    world.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>()).ok();
    assert!(world.files().iter().any(|f| crate::support::open(f).keys().len() == 2));
}

#[test]
fn what_the_authority_says_is_kept_with_its_code() {
    let world = World::new();
    let behaviour = Behaviour::RaError { code: "SOME_RULE".into(), message: "Not today".into() };
    world.rule(behaviour, "GenerateContract", 1);
    let said = world.request(&[]);
    assert_eq!(said.code, 1);
    let error = said.events("error")[0];
    assert_eq!(
        (error["ra"][0]["code"].as_str(), error["ra"][0]["message"].as_str()),
        (Some("SOME_RULE"), Some("Not today"))
    );
}

#[test]
fn a_certificate_that_is_not_the_asked_one_is_never_stored() {
    for (what, name) in [
        (Other::Key, "CertificateOtherKey"),
        (Other::Name, "CertificateOtherSubject"),
        (Other::Authority, "CertificateSignature"),
    ] {
        let world = World::new();
        world.rule(Behaviour::DeliverOther { what }, "GenerateCertificate", 1);
        world.request(&[]).ok();
        let before = fs::read(&world.files()[0]).unwrap();
        let said = world.complete(&["--wait", "5"]);
        assert_eq!((said.code, said.error().0), (1, name));
        assert_eq!(fs::read(&world.files()[0]).unwrap(), before, "{name}: the key is as it was");
    }
}

#[test]
fn a_second_certificate_for_the_same_name_is_refused_in_plain_words() {
    let world = World::new();
    world.request(&[("--complete", "30")]).ok();
    let said = world.request(&[]);
    assert_eq!(said.code, 1);
    let error = said.events("error")[0];
    assert!(error["ra"][0]["code"].is_string(), "{error}");
    assert_eq!(world.issued(), 1);
    assert!(!error["advice"].as_str().unwrap().is_empty());
}

#[test]
fn a_clock_that_is_a_day_wrong_is_told() {
    for offset in [Timestamp::DAY, -Timestamp::DAY] {
        let world = World::new();
        world.control(Command::Clock { offset });
        let said = world.request(&[]);
        assert_eq!((said.code, said.error().0), (1, "ClockWrong"), "{offset}");
        assert_eq!(world.files().len(), 0);
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_told_before_the_first_pin_of_the_request() {
    let world = World::new();
    let folder = world.folder.join("keystore");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(folder.join("probe"), b"").is_ok() {
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    let said = world.request(&[]);
    assert_eq!((said.code, said.error().0), (1, "FileAccessDenied"));
    assert_eq!(world.issued(), 0);
}

#[test]
fn a_folder_that_is_a_file() {
    let world = World::new();
    fs::write(world.folder.join("keystore"), b"").unwrap();
    let said = world.request(&[]);
    assert_eq!((said.code, said.error().0), (1, "FolderUnusable"));
    assert_eq!(world.issued(), 0);
}

#[test]
fn two_requests_at_once_end_with_one_certificate() {
    let world = World::new();
    let arguments = world.request_arguments("organisation", &[("--complete", "30")]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    // Each has its own card file: two people at two workstations with the same folder.
    let codes: Vec<i32> = std::thread::scope(|scope| {
        let both = [0, 1].map(|_| scope.spawn(|| world.run(&arguments).code));
        both.map(|b| b.join().unwrap()).into()
    });
    assert!(codes.contains(&0) || world.request(&[("--complete", "30")]).code == 0, "{codes:?}");
    assert_eq!(world.issued(), 1);
    let whole = world.files().iter().filter(|f| crate::support::open(f).keys().len() == 2).count();
    assert_eq!(whole, 1);
    assert_eq!(POST.1, "67999077");
}
