//! Every flow after the request, with the platform at its worst and the clock wrong: told in plain words, nothing lost, and
//! said again it goes through.

use std::{fs, path::Path, time::Duration};

use ehcert_core::{
    Code, Result, Timestamp,
    eid::{PinCode, PinPurpose},
    flow::{Review, RevocationReview},
    ra::RevocationReason,
    request::{ContactData, Password},
};
use ehcert_native::{
    Cancel,
    driver::KeystoreSlot,
    eid::{CardTransport, PinSource},
    http::{HttpClient, HttpConfig},
    operation::{self, CardRoots, EtkOwner, Person, Renewal, open_eid},
    platform::Platform,
};
use ehcert_sandbox::{Behaviour, Command, card::SoftwareCard};
use zeroize::Zeroizing;

use crate::{
    support::{PASSWORD, Said, World, open},
    wrong::whole,
};

/// Flows that ask the platform, and what each asks.
const ASKED: [(&str, &[&str]); 6] = [
    ("status", &["GetCertificateInfoForAuthenticationCertificate"]),
    ("selftest", &["GetEtk"]),
    ("activate", &["GetCertificateInfoForAuthenticationCertificate"]),
    ("renew", &["GetCertificateInfoForAuthenticationCertificate", "GenerateContract"]),
    ("etk", &["GetEtk"]),
    ("revoke", &["GenerateRevocationContract", "Revoke"]),
];

/// What an answer can be, and how that is told. Without those that come after the operation took effect, where it has one.
fn bad(operation: &str) -> Vec<(Behaviour, &'static str)> {
    let mut all = vec![
        (Behaviour::Garbage, "AnswerNotXml"),
        (Behaviour::HtmlPage, "AnswerNotXml"),
        (Behaviour::HugeBody { bytes: 50 << 20 }, "ResponseTooLarge"),
        (Behaviour::HttpError { status: 500 }, "HttpStatus"),
        (Behaviour::SoapFault { code: "soap:Server".into(), text: "down".into() }, "SoapFault"),
        (Behaviour::RaError { code: "SOME_RULE".into(), message: "Not today".into() }, "RaRefused"),
        (Behaviour::Cut { bytes: 100 }, "ConnectionCut"),
        (Behaviour::Cut { bytes: 0 }, "ConnectionCut"),
    ];
    let effect = ["CompleteETKRegistration", "ActivateETK", "Revoke"].contains(&operation);
    all.retain(|(behaviour, _)| !effect || !matches!(behaviour, Behaviour::Cut { bytes: 1.. }));
    all
}

/// The keystore that takes the place of this one and waits for its activation.
fn renewed(world: &World, old: &str) -> String {
    world.replaceable();
    let said = world.on("renew", old).ok();
    said.events("completed")[0]["keystore"].as_str().unwrap().to_owned()
}

#[test]
fn bad_answers_to_completion_leave_a_keystore_that_is_completed_later() {
    for operation in ["GetCertificate", "StartETKRegistration", "CompleteETKRegistration", "GetEtk"] {
        let world = World::new();
        world.request(&[]).ok();
        let file = world.files()[0].clone();
        let key = open(&file).authentication().unwrap().key.public();
        for (behaviour, name) in bad(operation) {
            world.rule(behaviour.clone(), operation, 100);
            let said = world.complete(&["--wait", "5"]);
            assert_eq!((said.code, said.error().0), (1, name), "{operation} {behaviour:?}: {:?}", said.lines);
            assert_eq!(open(&file).authentication().unwrap().key.public(), key, "{operation} {behaviour:?}");
            world.control(Command::ClearRules);
        }
        world.complete(&["--wait", "30"]).ok();
        assert!(world.finished(), "{operation}");
        world.on("selftest", file.to_str().unwrap()).ok();
    }
}

#[test]
fn bad_answers_to_every_other_question_change_nothing() {
    let world = World::new();
    let file = whole(&world);
    world.replaceable();
    let before = fs::read(&file).unwrap();
    for (command, operations) in ASKED {
        for operation in operations {
            for (behaviour, name) in bad(operation) {
                world.rule(behaviour.clone(), operation, 100);
                let said = world.on(command, &file);
                assert_eq!((said.code, said.error().0), (1, name), "{command} {operation} {behaviour:?}");
                world.control(Command::ClearRules);
            }
        }
    }
    assert_eq!(fs::read(&file).unwrap(), before, "nothing was marked, nothing lost");
    for (command, _) in ASKED {
        world.on(command, &file).ok();
    }
}

#[test]
fn slow_answers_are_waited_for_by_every_flow() {
    let world = World::new();
    world.request(&[]).ok();
    for operation in ["GetCertificate", "CompleteETKRegistration"] {
        world.rule(Behaviour::Slow { milliseconds: 700 }, operation, 1);
    }
    world.complete(&["--wait", "30"]).ok();
    let file = world.files()[0].to_str().unwrap().to_owned();
    world.replaceable();
    for (command, operations) in ASKED {
        for operation in operations {
            world.rule(Behaviour::Slow { milliseconds: 700 }, operation, 1);
        }
        world.on(command, &file).ok();
        world.control(Command::ClearRules);
    }
}

#[test]
fn a_lost_answer_to_the_activation_is_no_reason_to_refuse_it_the_second_time() {
    let world = World::new();
    let file = renewed(&world, &whole(&world));
    for (behaviour, name) in bad("ActivateETK") {
        world.rule(behaviour.clone(), "ActivateETK", 100);
        let said = world.on("activate", &file);
        assert_eq!((said.code, said.error().0), (1, name), "{behaviour:?}");
        world.control(Command::ClearRules);
    }
    let mut rule = ehcert_sandbox::Rule::new(Behaviour::Cut { bytes: 0 }).on("ActivateETK").times(20);
    rule.after = true;
    world.control(Command::Rule { rule });
    let said = world.on("activate", &file);
    assert_eq!((said.code, said.error().0), (1, "ConnectionCut"));
    // It took effect. An authority that refuses a second one is not even asked.
    world.control(Command::ClearRules);
    world.rule(Behaviour::RaError { code: "NOTHING_TO_ACTIVATE".into(), message: String::new() }, "ActivateETK", 100);
    world.on("activate", &file).ok();
    world.on("selftest", &file).ok();
}

#[test]
fn a_clock_that_is_a_day_wrong_is_told_by_completion_activation_and_status() {
    let world = World::new();
    world.request(&[]).ok();
    let file = world.files()[0].clone();
    let offsets = [Timestamp::DAY, -Timestamp::DAY];
    let wrong = |said: Said, file: &Path, before: &[u8], what: &str| {
        assert_eq!((said.code, said.error().0), (1, "ClockWrong"), "{what}: {:?}", said.lines);
        assert_eq!(said.events("error")[0]["values"][0]["value"], "1440", "{what}");
        assert_eq!(fs::read(file).unwrap(), before, "{what}");
    };
    // Before the certificate is there, and with it there but without its token.
    for operation in [None, Some("StartETKRegistration"), Some("CompleteETKRegistration")] {
        if let Some(operation) = operation {
            world.rule(Behaviour::HttpError { status: 503 }, operation, 100);
            assert_eq!(world.complete(&["--wait", "5"]).code, 1);
            world.control(Command::ClearRules);
        }
        let before = fs::read(&file).unwrap();
        for offset in offsets {
            world.control(Command::Clock { offset });
            for _ in 0..2 {
                wrong(world.complete(&["--wait", "5"]), &file, &before, &format!("complete {operation:?} {offset}"));
            }
        }
        world.control(Command::Clock { offset: 0 });
    }
    world.complete(&["--wait", "30"]).ok();
    let file = renewed(&world, file.to_str().unwrap());
    let before = fs::read(&file).unwrap();
    for offset in offsets {
        world.control(Command::Clock { offset });
        for command in ["activate", "status", "activate"] {
            let said = world.on(command, &file);
            wrong(said, Path::new(&file), &before, &format!("{command} {offset}"));
        }
    }
    world.control(Command::Clock { offset: 0 });
    let state = world.sandbox.control(Command::State).unwrap();
    assert!(state.certificates.iter().any(|c| c.etk_status == "WAIT_FOR_ACTIVATION"), "{state:?}");
    for command in ["activate", "activate", "selftest"] {
        world.on(command, &file).ok();
    }
}

/// Somebody who agrees to everything.
struct Anybody;

impl Person for Anybody {
    fn progress(&mut self, _: &'static str, _: u8) {}
    fn warning(&mut self, _: &ehcert_core::Error) {}
    fn contract(&mut self, _: &Review) -> Result<bool> {
        Ok(true)
    }
    fn revocation(&mut self, _: &RevocationReview) -> Result<bool> {
        Ok(true)
    }
}

struct Card(SoftwareCard);

impl CardTransport for Card {
    fn transmit(&mut self, apdu: &[u8]) -> Result<Vec<u8>> {
        Ok(self.0.transmit(apdu))
    }
}

struct Pin;

impl PinSource for Pin {
    fn pin(&mut self, _: PinPurpose, _: Option<u8>) -> Result<PinCode> {
        PinCode::new("1234")
    }
    fn new_pin(&mut self, _: Option<u8>) -> Result<(PinCode, PinCode)> {
        Err(Code::WRONG_STATE.into())
    }
    fn pinpad(&mut self, _: Option<PinPurpose>, _: Option<u8>) {}
}

#[test]
fn answers_that_never_come_are_waited_for_as_long_as_was_said() {
    let world = World::new();
    world.request(&[]).ok();
    let pending = world.files()[0].clone();
    let mut platform = Platform::open(world.sandbox.url(), Cancel::new()).unwrap();
    platform.driver.http =
        HttpClient::new(HttpConfig { read_timeout: Duration::from_millis(300), attempts: 1, ..HttpConfig::default() })
            .unwrap();
    let password = Password::from(PASSWORD.to_owned());
    let stall = |operation: &str| world.rule(Behaviour::Stall, operation, 1);
    let late = |outcome: Option<Code>, what: &str| assert_eq!(outcome, Some(Code::NETWORK_TIMEOUT), "{what}");
    let complete = || {
        let mut slot = KeystoreSlot::open(pending.clone(), Cancel::new()).unwrap();
        operation::complete(&platform, &mut slot, &password, None, 5, &mut Anybody).map(|_| ())
    };
    for operation in ["GetCertificate", "StartETKRegistration", "CompleteETKRegistration", "GetEtk"] {
        stall(operation);
        late(complete().err().map(|e| e.code()), operation);
    }
    complete().unwrap();
    world.replaceable();
    let stored = Zeroizing::new(fs::read(&pending).unwrap());
    let card = fs::read_to_string(world.folder.join("card.json")).unwrap();
    type Run<'a> = &'a dyn Fn() -> Option<Code>;
    let flows: [(&str, &str, Run<'_>); 6] = [
        ("status", "GetCertificateInfoForAuthenticationCertificate", &|| {
            operation::status(&platform, &stored, &password, &mut Anybody).err().map(|e| e.code())
        }),
        ("activate", "GetCertificateInfoForAuthenticationCertificate", &|| {
            operation::activate(&platform, &stored, &password, &mut Anybody).err().map(|e| e.code())
        }),
        ("selftest", "GetEtk", &|| {
            operation::self_test(&platform, &stored, &password, &mut Anybody).err().map(|e| e.code())
        }),
        ("etk", "GetEtk", &|| {
            let owner = EtkOwner::Keystore { keystore: stored.clone(), password: password.clone() };
            operation::fetch_etk(&platform, &owner, &mut Anybody).err().map(|e| e.code())
        }),
        ("renew", "GetCertificateInfoForAuthenticationCertificate", &|| {
            let contact = ContactData {
                email_private: "an@example.org".into(),
                phone_private: "0470000000".into(),
                ..ContactData::default()
            };
            let renewal = Renewal { keystore: stored.clone(), password: password.clone(), contact };
            operation::renewal_due(&platform, renewal, &mut Anybody).err().map(|e| e[0].code())
        }),
        ("revoke", "GenerateRevocationContract", &|| {
            let mut card = Card(SoftwareCard::from_json(&card).unwrap());
            let mut pin = Pin;
            let mut eid = open_eid(&platform, &mut card, &mut pin, &CardRoots::OnCard).unwrap();
            let mut slot = KeystoreSlot::open(pending.clone(), Cancel::new()).unwrap();
            let reason = RevocationReason::of_person("compromised").unwrap();
            operation::revoke(&platform, &mut eid, &mut slot, &password, reason, &mut Anybody).err().map(|e| e.code())
        }),
    ];
    for (name, operation, flow) in flows {
        stall(operation);
        late(flow(), name);
        assert_eq!(fs::read(&pending).unwrap(), *stored, "{name}");
        assert_eq!(flow(), None, "{name}, said again");
    }
}
