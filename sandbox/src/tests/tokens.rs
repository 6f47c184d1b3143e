//! Encryption tokens: registration, activation, the depot.

use ehcert_core::{
    Result, Timestamp,
    asn1::{self, oid},
    certificate::Certificate,
    etk::{Etk, EtkPolicy, answer_challenge, issue_encryption_certificate},
    key::{KeyAlgorithm, PrivateKey},
    ra::{
        ActivateETKRequest, CompleteETKRegistrationRequest, CompleteETKRegistrationResponse, DepotIdentifier,
        EtkAnswer, EtkStatus, GetCertificateInfoForAuthenticationCertificateRequest, GetEtkRequest,
        StartETKRegistrationRequest,
    },
    random::OsRandom,
};

use super::*;
use crate::Command;

fn start(world: &World, issued: &Issued, key: &PrivateKey) -> Result<[u8; 16]> {
    let request = StartETKRegistrationRequest { public_encryption_key: key.public().to_spki() };
    let challenge = world.ask_signed(request, &issued.signer())?.challenge;
    answer_challenge(&challenge, key, &mut OsRandom)
}

fn complete(world: &World, issued: &Issued, certificate: &Certificate) -> Result<CompleteETKRegistrationResponse> {
    let request = CompleteETKRegistrationRequest { to_be_registered: certificate.der().to_vec() };
    world.ask_signed(request, &issued.signer())
}

fn encryption(issued: &Issued, serial: [u8; 16], key: &PrivateKey) -> Certificate {
    issue_encryption_certificate(&issued.chain[0], &issued.key, &serial, &key.public(), &mut OsRandom).unwrap()
}

fn register(world: &World, issued: &Issued, key: &PrivateKey) -> CompleteETKRegistrationResponse {
    let serial = start(world, issued, key).unwrap();
    complete(world, issued, &encryption(issued, serial, key)).unwrap()
}

fn depot(world: &World, application_id: Option<&str>) -> EtkAnswer {
    let identifier = DepotIdentifier {
        r#type: "NIHII-GUARD_POST".into(),
        value: POST.into(),
        application_id: application_id.map(str::to_owned),
    };
    world.ask(GetEtkRequest { criteria: vec![identifier] }).unwrap().answer
}

fn status(world: &World, issued: &Issued) -> EtkStatus {
    let request = GetCertificateInfoForAuthenticationCertificateRequest;
    world.ask_signed(request, &issued.signer()).unwrap().certificate.unwrap().etk_status
}

#[test]
fn a_first_token_is_active_at_once_and_in_the_depot() {
    let world = World::new();
    // Both kinds of authentication key.
    let mut other = post();
    other.application_id = Some("EC".into());
    for (wanted, key, encryption_key) in [(post(), rsa(0), rsa(1)), (other, p384(), rsa(2))] {
        let issued = world.issue_with(&world.alice, &wanted, key);
        let application_id = wanted.application_id.as_deref();
        assert_eq!(status(&world, &issued), EtkStatus::NotRequested);
        let serial = start(&world, &issued, &encryption_key).unwrap();
        assert_eq!(status(&world, &issued), EtkStatus::InRequest);
        // Started again after a crash: the same serial number, so that no answer is lost.
        assert_eq!(start(&world, &issued, &encryption_key).unwrap(), serial);
        let certificate = encryption(&issued, serial, &encryption_key);
        let answer = complete(&world, &issued, &certificate).unwrap();
        assert!(!answer.to_be_activated);
        assert_eq!(complete(&world, &issued, &certificate).unwrap(), answer);
        assert_eq!(start(&world, &issued, &encryption_key).unwrap(), serial);
        assert_eq!(status(&world, &issued), EtkStatus::ValidActive);
        world.ask_signed(ActivateETKRequest, &issued.signer()).unwrap();

        let token = Etk::parse(&answer.etk).unwrap();
        assert_eq!(token.encryption_certificate(), &certificate);
        assert_eq!(token.authentication_certificate(), Some(&issued.chain[0]));
        let report = token.verify(NOW, &EtkPolicy::default());
        assert!(report.is_ok(), "{report:?}");
        assert_eq!(token.signing_time(), Some(NOW));
        assert_eq!(depot(&world, application_id), EtkAnswer::Etk(answer.etk.clone()));
        refused(start(&world, &issued, &rsa(3)), "ETK_ALREADY_REGISTERED");
    }
    assert!(matches!(depot(&world, Some("NONE")), EtkAnswer::Errors(errors) if errors[0].code == "ETK_NOT_FOUND"));
}

fn p384() -> PrivateKey {
    PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap()
}

#[test]
fn several_tokens_are_told_apart_by_application_id() {
    let world = World::new();
    for (application_id, at) in [("A", 0), ("B", 1)] {
        let mut wanted = post();
        wanted.application_id = Some(application_id.into());
        register(&world, &world.issue(&world.alice, &wanted), &rsa(at));
    }
    let EtkAnswer::Matching(found) = depot(&world, None) else { panic!("several") };
    let ids: Vec<_> = found.iter().map(|f| f[0].application_id.clone().unwrap()).collect();
    assert_eq!(ids, ["A", "B"]);
    assert!(matches!(depot(&world, Some("B")), EtkAnswer::Etk(_)));
}

#[test]
fn only_a_new_rsa_key_of_2048_bits_becomes_an_encryption_key() {
    let world = World::new();
    let issued = world.issue_with(&world.alice, &post(), rsa(0));
    let send =
        |spki: Vec<u8>| world.ask_signed(StartETKRegistrationRequest { public_encryption_key: spki }, &issued.signer());
    refused(send(b"no key".to_vec()), "ENCRYPTION_KEY_INVALID");
    refused(send(p384().public().to_spki()), "ENCRYPTION_KEY_INVALID");
    for octets in [128, 384] {
        let mut modulus = vec![0xC1; octets];
        modulus[octets - 1] = 0xC3;
        let key = asn1::sequence(&[&asn1::unsigned(&modulus), &asn1::small(65537)]);
        let algorithm = asn1::sequence(&[&asn1::oid(oid::RSA_ENCRYPTION), &asn1::null()]);
        refused(send(asn1::sequence(&[&algorithm, &asn1::bit_string(&key)])), "ENCRYPTION_KEY_INVALID");
    }
    refused(send(rsa(0).public().to_spki()), "PUBLIC_KEY_ALREADY_USED");
    register(&world, &issued, &rsa(1));
    let bobs = world.issue(&world.bob, &world.own(&world.bob));
    refused(start(&world, &bobs, &rsa(1)), "PUBLIC_KEY_ALREADY_USED");
    // An encryption key does not become an authentication key either.
    refused(world.request(&world.alice, &world.own(&world.alice), &rsa(1)), "PUBLIC_KEY_ALREADY_USED");
}

#[test]
fn the_encryption_certificate_must_be_exactly_the_asked_one() {
    let world = World::new();
    let issued = world.issue(&world.alice, &post());
    let key = rsa(0);
    let leaf = &issued.chain[0];
    refused(complete(&world, &issued, &encryption(&issued, [1; 16], &key)), "ETK_NOT_STARTED");
    let serial = start(&world, &issued, &key).unwrap();
    let mut wrong = serial;
    wrong[15] ^= 1;
    refused(complete(&world, &issued, &encryption(&issued, wrong, &key)), "CHALLENGE_NOT_ANSWERED");
    refused(complete(&world, &issued, &encryption(&issued, serial, &rsa(1))), "ENCRYPTION_CERT_INVALID");

    let good = crate::x509::Template {
        serial: serial.to_vec(),
        issuer: leaf.subject_der().to_vec(),
        subject: leaf.subject_der().to_vec(),
        not_before: leaf.not_before(),
        not_after: leaf.not_after(),
        spki: key.public().to_spki(),
        extensions: vec![crate::x509::key_usage(0x3000)],
    };
    let with = |change: &dyn Fn(&mut crate::x509::Template), signer: &PrivateKey| {
        let mut template = good.clone();
        change(&mut template);
        template.sign(signer, &mut OsRandom).unwrap()
    };
    let stranger = p384();
    type Change<'a> = &'a dyn Fn(&mut crate::x509::Template);
    let changes: [Change<'_>; 8] = [
        &|t| t.not_before = t.not_before.plus(1),
        &|t| t.not_after = t.not_after.plus(-1),
        &|t| t.subject = crate::x509::name(&[(oid::COMMON_NAME, "another")]),
        &|t| t.issuer = crate::x509::name(&[(oid::COMMON_NAME, "another")]),
        &|t| t.extensions = vec![crate::x509::key_usage(0x2000)],
        &|t| t.extensions = vec![crate::x509::extension(oid::KEY_USAGE, false, &asn1::named_bits(&[0x30]))],
        &|t| t.extensions.push(crate::x509::basic_constraints(false, None)),
        &|t| t.extensions.clear(),
    ];
    for (at, change) in changes.iter().enumerate() {
        let error = complete(&world, &issued, &with(*change, &issued.key)).expect_err("refused");
        assert_eq!(code(&error), "ENCRYPTION_CERT_INVALID", "row {at}");
    }
    refused(complete(&world, &issued, &with(&|_| {}, &stranger)), "ENCRYPTION_CERT_INVALID");
    let bad = CompleteETKRegistrationRequest { to_be_registered: b"no certificate".to_vec() };
    refused(world.ask_signed(bad, &issued.signer()), "ENCRYPTION_CERT_INVALID");
    complete(&world, &issued, &with(&|_| {}, &issued.key)).unwrap();
}

#[test]
fn only_active_certificates_of_this_sandbox_sign() {
    let world = World::new();
    let issued = world.issue(&world.alice, &post());
    refused(
        world.ask_signed(
            StartETKRegistrationRequest { public_encryption_key: rsa(0).public().to_spki() },
            &world.alice.authentication,
        ),
        "SIGNER_UNKNOWN",
    );
    // The right serial number in a certificate that we did not issue.
    let leaf = &issued.chain[0];
    let forged = crate::x509::Template {
        serial: leaf.serial().to_vec(),
        issuer: leaf.issuer_der().to_vec(),
        subject: leaf.subject_der().to_vec(),
        not_before: leaf.not_before(),
        not_after: leaf.not_after(),
        spki: issued.key.public().to_spki(),
        extensions: Vec::new(),
    }
    .sign(&issued.key, &mut OsRandom);
    refused(world.ask_signed(ActivateETKRequest, &(issued.key.clone(), vec![forged.unwrap()])), "SIGNER_UNKNOWN");
    refused(world.ask_signed(ActivateETKRequest, &issued.signer()), "ETK_NOT_REGISTERED");
    world.sandbox.control(Command::Clock { offset: -Timestamp::DAY }).unwrap();
    refused(start(&world, &issued, &rsa(0)), "AUTH_CERT_NOT_YET_VALID");
    world.sandbox.control(Command::Clock { offset: 2000 * Timestamp::DAY }).unwrap();
    refused(start(&world, &issued, &rsa(0)), "AUTH_CERT_NOT_ACTIVE");
    world.sandbox.control(Command::Clock { offset: 0 }).unwrap();
    register(&world, &issued, &rsa(0));
    let hex = issued.identifier.iter().map(|b| format!("{b:02X}")).collect();
    let command = Command::Revoke { public_key_identifier: hex, reason: "superseded".into() };
    world.sandbox.control(command).unwrap();
    refused(start(&world, &issued, &rsa(0)), "AUTH_CERT_NOT_ACTIVE");
    assert_eq!(status(&world, &issued), EtkStatus::Revoked);
    assert!(matches!(depot(&world, None), EtkAnswer::Errors(_)), "a revoked token is not given out");
}

#[test]
fn the_token_of_a_replacement_waits_for_its_activation() {
    let world = World::new();
    let old = world.issue(&world.alice, &post());
    let first = register(&world, &old, &rsa(0));
    let offset = old.chain[0].not_after().0 - NOW.0 - 10 * Timestamp::DAY;
    world.sandbox.control(Command::Clock { offset }).unwrap();
    let new = world.issue(&world.alice, &post());
    let second = register(&world, &new, &rsa(1));
    assert!(second.to_be_activated);
    assert_eq!(status(&world, &new), EtkStatus::WaitForActivation);
    assert_eq!(depot(&world, None), EtkAnswer::Etk(first.etk));
    world.ask_signed(ActivateETKRequest, &new.signer()).unwrap();
    world.ask_signed(ActivateETKRequest, &new.signer()).unwrap();
    assert_eq!(status(&world, &new), EtkStatus::ValidActive);
    assert_eq!(status(&world, &old), EtkStatus::Revoked);
    assert_eq!(depot(&world, None), EtkAnswer::Etk(second.etk));
    refused(world.ask_signed(ActivateETKRequest, &old.signer()), "ETK_REVOKED");
}
