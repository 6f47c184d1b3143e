//! Persons, organisations, contact data; people without a Belgian card.

use ehcert_core::ra::{
    GenerateContractRequest, GetActorQualitiesRequest, GetExistingApplicationIdsRequest,
    GetGenericOrganizationTypesRequest, Id, SubmitCSRForForeignerRequest,
};
use ehcert_core::subject::Subject;

use super::*;
use crate::{Command, Organisation};

fn p384() -> ehcert_core::key::PrivateKey {
    let algorithm = ehcert_core::key::KeyAlgorithm::P384;
    ehcert_core::key::PrivateKey::generate(algorithm, &mut ehcert_core::random::OsRandom).unwrap()
}

#[test]
fn qualities_are_told_to_the_person_alone() {
    let world = World::new();
    let organisation = Organisation { kind: "NIHII-GUARD_POST".into(), id: POST.into(), name: "POST".into() };
    world.sandbox.control(Command::AddOrganisation { ssin: ALICE.into(), organisation }).unwrap();
    let request = GetActorQualitiesRequest { ssin: Id::new("SSIN", ALICE) };
    let answer = world.ask_signed(request.clone(), &world.alice.authentication).unwrap();
    assert!(answer.natural_person);
    assert_eq!(answer.organizations[0].identifier, Id::new("NIHII-GUARD_POST", POST));
    assert_eq!(answer.organizations[0].name.get("nl"), Some("POST"));
    refused(world.ask_signed(request.clone(), &world.alice.signature), "SIGNED_WITH_WRONG_KEY");
    refused(world.ask_signed(request, &world.bob.authentication), "SIGNER_IS_NOT_THE_PERSON");
    for (kind, number) in [("SSIN", "80010112300"), ("SSIN", ""), ("CBE", ALICE)] {
        let request = GetActorQualitiesRequest { ssin: Id::new(kind, number) };
        let error = world.ask_signed(request, &world.alice.authentication).unwrap_err();
        assert!(["SSIN_INVALID", "IDENTIFIER_TYPE_INVALID"].contains(&code(&error).as_str()), "{error}");
    }
}

#[test]
fn organisation_types_are_the_ones_that_numbers_are_checked_with() {
    let world = World::new();
    let types = world.ask(GetGenericOrganizationTypesRequest).unwrap().types;
    assert!(types.len() > 20);
    let post = types.iter().find(|t| t.identifier_type == "NIHII-GUARD_POST").unwrap();
    assert_eq!(post.validation_regex.as_deref(), Some("[0-9]{8}"));
    assert!(!post.check_digit_algorithms.is_empty());
    assert_eq!(post.available_base_services, ["tsa", "consultrn", "codage", "other"]);
    assert!(types.iter().all(|t| t.identifier_type != "SSIN" && t.name.values.len() == 4));
    for (kind, number, good) in [
        ("NIHII-GUARD_POST", POST, true),
        ("NIHII-GUARD_POST", "67803296", false),
        ("NIHII-GUARD_POST", "678032950", false),
        ("NIHII-GUARD_POST", "6780329A", false),
        ("NIHII-GUARD_POST", "678-032-95", false),
        ("nihii-guard_post", POST, false),
        ("CBE", "0123456749", true),
        ("CBE", "0123456750", false),
        ("EHP", "1990001917", true),
        ("EHP", "199000191", false),
        ("NO-SUCH_TYPE", "12345678", false),
        ("SSIN", ALICE, false),
    ] {
        // This answer has no status: a refusal is a SOAP fault.
        let asked = world.ask(GetExistingApplicationIdsRequest { organization: Id::new(kind, number) });
        assert_eq!(asked.is_ok(), good, "{kind}={number}");
    }
}

#[test]
fn contracts_are_made_for_what_can_become_a_certificate() {
    let world = World::new();
    let good = GenerateContractRequest { contact: contact(), signer: world.alice.person.clone(), certificate: post() };
    let contract = world.ask(good.clone()).unwrap().contract;
    assert_eq!(
        contract.dn,
        "CN=NIHII-GUARD_POST=67803295,OU=eHealth-platform Belgium,OU=POSTE DE GARDE DES ERABLES,\
         OU=NIHII-GUARD_POST=67803295,O=Federal Government,C=BE"
    );
    let own = GenerateContractRequest { certificate: world.own(&world.alice), ..good.clone() };
    assert!(world.ask(own.clone()).unwrap().contract.dn.contains("OU=ALICE ZOE DU PRE,"));

    type Change = fn(&mut GenerateContractRequest);
    let changes: [(Change, &str); 14] = [
        (|r| r.contact.email_private = "alice".into(), "CONTACT_DATA_INVALID"),
        (|r| r.contact.email_general = Some(String::new()), "CONTACT_DATA_INVALID"),
        (|r| r.contact.phone_private = "0470/00 00 00".into(), "CONTACT_DATA_INVALID"),
        (|r| r.contact.phone_general = Some("none".into()), "CONTACT_DATA_INVALID"),
        (|r| r.signer.ids[0].value = "80010112300".into(), "SSIN_INVALID"),
        (|r| r.signer.ids[0].r#type = "INSS".into(), "IDENTIFIER_TYPE_INVALID"),
        (|r| r.signer.first_names[0] = String::new(), "NAMES_INVALID"),
        (|r| r.signer.name = " ".into(), "NAMES_INVALID"),
        (|r| r.certificate.actor.ids.push(Id::new("CBE", "0123456749")), "ACTOR_INVALID"),
        (|r| r.certificate.actor.ids[0].value = "67803296".into(), "IDENTIFIER_INVALID"),
        (|r| r.certificate.actor.ids[0].r#type = "NIHII-NOTHING".into(), "IDENTIFIER_TYPE_INVALID"),
        (|r| r.certificate.actor.name = String::new(), "NAMES_INVALID"),
        (|r| r.certificate.application_id = Some("with space".into()), "APPLICATION_ID_INVALID"),
        (|r| r.certificate.application_id = Some("X".repeat(31)), "APPLICATION_ID_INVALID"),
    ];
    for (at, (change, wanted)) in changes.into_iter().enumerate() {
        let mut request = good.clone();
        change(&mut request);
        let error = world.ask(request).expect_err("refused");
        assert_eq!(code(&error), wanted, "row {at}");
    }
    let mut with_application = own.clone();
    with_application.certificate.application_id = Some("APP".into());
    refused(world.ask(with_application), "APPLICATION_ID_FOR_A_PERSON");
    let for_another = GenerateContractRequest { certificate: world.own(&world.bob), ..good.clone() };
    refused(world.ask(for_another), "ACTOR_IS_NOT_THE_SIGNER");
    let mut renamed = own;
    renamed.certificate.actor.name = "Dupre".into();
    refused(world.ask(renamed), "ACTOR_IS_NOT_THE_SIGNER");
    // What the official client sends along does no harm.
    let mut quirk = good;
    quirk.certificate.actor.first_names = vec!["Alice".into()];
    assert_eq!(world.ask(quirk).unwrap().contract.dn, contract.dn);
}

#[test]
fn a_person_may_have_no_first_name() {
    let world = World::new();
    let card = world.eid.card(BOB, "", "Janssens");
    assert!(card.person.first_names.is_empty());
    let issued = world.issue(&card, &world.own(&card));
    assert_eq!(Subject::from_der(issued.chain[0].subject_der()).unwrap().name(), "JANSSENS");
}

#[test]
fn base_services_are_those_that_are_offered() {
    let world = World::new();
    for (services, good) in [(vec!["tsa", "other"], true), (vec!["Timestamping"], false), (vec!["tsa", "tsa"], false)] {
        let mut order = world.order(world.contract(&world.alice, &post()).unwrap(), &p384());
        order.base_services = services.iter().map(|s| (*s).to_owned()).collect();
        let answer = world.ask_signed(order, &world.alice.signature);
        if good {
            answer.unwrap();
            let identifier =
                world.sandbox.control(Command::State).unwrap().certificates[0].public_key_identifier.clone();
            let reason = "cessationOfOperation".to_owned();
            world.sandbox.control(Command::Revoke { public_key_identifier: identifier, reason }).unwrap();
        } else {
            refused(answer, "BASE_SERVICE_UNKNOWN");
        }
    }
}

#[test]
fn one_certificate_for_a_person_even_under_another_name() {
    let world = World::new();
    world.issue(&world.alice, &world.own(&world.alice));
    let renamed = world.eid.card(ALICE, "Alice Zoë", "Janssens");
    refused(world.request(&renamed, &world.own(&renamed), &p384()), "ACTIVE_CERTIFICATE_EXISTS");
    world.issue(&world.bob, &world.own(&world.bob));
}

#[test]
fn non_residents_confirm_in_a_browser() {
    let world = World::new();
    let key = p384();
    let person = world.eid.card(FOREIGNER, "Zoé", "Müller").person;
    let subject = Subject::new("SSIN", FOREIGNER, "ZOE MULLER", None).unwrap();
    let request = SubmitCSRForForeignerRequest {
        person: person.clone(),
        contact: contact(),
        csr: pkcs10(&subject.to_der(), &key),
    };
    let mut national = request.clone();
    national.person.ids[0].value = ALICE.into();
    refused(world.ask(national), "SSIN_IS_NOT_BIS");
    let wrong = Subject::new("SSIN", FOREIGNER, "ZOE MAIER", None).unwrap();
    let wrong = SubmitCSRForForeignerRequest { csr: pkcs10(&wrong.to_der(), &key), ..request.clone() };
    refused(world.ask(wrong), "CSR_DN_MISMATCH");

    let answer = world.ask(request.clone()).unwrap();
    assert_eq!(world.ask(request).unwrap(), answer, "the same request has the same answer");
    let identifier = key.public().identifier();
    refused(world.fetch(identifier), "CERT_NOT_YET_DELIVERED");
    let path = answer.validation_url.strip_prefix(world.sandbox.url()).unwrap();
    let get = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    let (status, kind, page) = exchange(world.sandbox.url(), get.as_bytes()).unwrap();
    assert!(status == 200 && kind.starts_with("text/html") && String::from_utf8(page).unwrap().contains("<form"));
    refused(world.fetch(identifier), "CERT_NOT_YET_DELIVERED");
    let (status, _, page) = exchange(world.sandbox.url(), &post_bytes(path, &[], b"")).unwrap();
    assert!(status == 200 && !String::from_utf8(page).unwrap().contains("<form"));
    assert_eq!(world.fetch(identifier).unwrap()[0].subject_der(), subject.to_der());

    // Two submissions, and both are confirmed: the person still has one certificate.
    let both = World::new();
    let submit = |key: &_| {
        let csr = pkcs10(&subject.to_der(), key);
        both.ask(SubmitCSRForForeignerRequest { person: person.clone(), contact: contact(), csr }).unwrap()
    };
    let keys = [p384(), p384()];
    for answer in keys.each_ref().map(submit) {
        let token = answer.validation_url.rsplit('/').next().unwrap().to_owned();
        both.sandbox.control(Command::Confirm { token }).unwrap();
    }
    both.fetch(keys[0].public().identifier()).unwrap();
    refused(both.fetch(keys[1].public().identifier()), "CERT_REQUEST_REFUSED");

    // Too late.
    let late = World::new();
    let other = Subject::new("SSIN", FOREIGNER, "MULLER ZOE", None).unwrap();
    let request = SubmitCSRForForeignerRequest { person, contact: contact(), csr: pkcs10(&other.to_der(), &key) };
    let answer = late.ask(request.clone()).unwrap();
    late.sandbox.control(Command::Clock { offset: answer.expiration.0 - NOW.0 + 1 }).unwrap();
    let path = answer.validation_url.strip_prefix(late.sandbox.url()).unwrap();
    assert_eq!(exchange(late.sandbox.url(), &post_bytes(path, &[], b"")).unwrap().0, 410);
    refused(late.fetch(identifier), "CERT_NOT_YET_DELIVERED");
    assert_ne!(late.ask(request).unwrap().validation_url, answer.validation_url, "a new submission is needed");
}
