//! Contracts, requests, certificates, revocation.

use ehcert_core::{
    Timestamp,
    asn1::{self, oid, tag},
    key::Hash,
    ra::{
        CertificateStatus, GenerateCertificateRequest, GenerateRevocationContractRequest,
        GetCertificateInfoForAuthenticationCertificateRequest, GetCertificateInfoForCitizenRequest,
        GetExistingApplicationIdsRequest, Id, RevocationReason, RevokeRequest,
    },
    subject::Subject,
};

use super::*;
use crate::{AuthorityChoice, Behaviour, Command, Organisation, Other, Rule, UnknownOrganisation, ca::Hierarchy};

fn p384() -> ehcert_core::key::PrivateKey {
    let algorithm = ehcert_core::key::KeyAlgorithm::P384;
    ehcert_core::key::PrivateKey::generate(algorithm, &mut ehcert_core::random::OsRandom).unwrap()
}

fn rule(world: &World, rule: Rule) {
    world.sandbox.control(Command::Rule { rule }).unwrap();
}

#[test]
fn a_certificate_is_issued_under_the_authority_of_its_key() {
    let world = World::new();
    for (key, hierarchy) in [(rsa(0), Hierarchy::Rsa), (p384(), Hierarchy::Ec)] {
        let mut wanted = post();
        wanted.application_id = Some(format!("APP-{}", hierarchy.slug().to_uppercase()));
        let contract = world.contract(&world.alice, &wanted).unwrap();
        for language in ["fr", "nl"] {
            let html = contract.text.get(language).unwrap();
            assert!(html.starts_with("<!DOCTYPE html>") && html.contains("POSTE DE GARDE DES ERABLES"), "{html}");
            assert!(html.contains("Alice Zoë Du Pré") && html.contains(ALICE) && html.contains("alice@example.org"));
        }
        let issued = world.issue_with(&world.alice, &wanted, key.clone());
        assert_eq!(issued.identifier, key.public().identifier());
        let [leaf, ca] = issued.chain.as_slice() else { panic!("leaf and issuing authority") };
        assert_eq!(leaf.public_key().unwrap(), key.public());
        assert_eq!(ca, &world.sandbox.authority().tree(hierarchy).issuing.certificate);
        ca.signed(leaf).unwrap();
        let subject = Subject::from_der(leaf.subject_der()).unwrap();
        assert_eq!(subject.name(), "POSTE DE GARDE DES ERABLES");
        assert_eq!(subject.application_id(), wanted.application_id.as_deref());
    }
    let ids = GetExistingApplicationIdsRequest { organization: Id::new("NIHII-GUARD_POST", POST) };
    let ids = world.ask(ids).unwrap().application_ids;
    assert_eq!(ids, [Some("APP-RSA".to_owned()), Some("APP-EC".to_owned())]);
    let choose = |authority| Command::Settings {
        authority: Some(authority),
        unknown_organisations: None,
        validity_days: Some(30),
        replacement_days: None,
    };
    world.sandbox.control(choose(AuthorityChoice::Ec)).unwrap();
    let issued = world.issue_with(&world.alice, &post(), rsa(1));
    assert_eq!(issued.chain[1], world.sandbox.authority().tree(Hierarchy::Ec).issuing.certificate);
    assert_eq!(issued.chain[0].not_before().days_until(issued.chain[0].not_after()), 30);
}

#[test]
fn the_contract_must_come_back_untouched() {
    let world = World::new();
    let contract = world.contract(&world.alice, &post()).unwrap();
    let send = |contract, key: &_| world.ask_signed(world.order(contract, key), &world.alice.signature);

    let mut altered = contract.clone();
    altered.text.values[0].1 = altered.text.values[0].1.replace("eHealth", "Ehealth");
    refused(send(altered, &p384()), "CONTRACT_ALTERED");
    let mut altered = contract.clone();
    altered.text.values.pop();
    refused(send(altered, &p384()), "CONTRACT_ALTERED");
    let mut altered = contract.clone();
    altered.dn = altered.dn.replace("ERABLES", "CHENES");
    refused(send(altered, &p384()), "CONTRACT_ALTERED");
    let mut altered = contract.clone();
    altered.signer.name = "Janssens".into();
    refused(send(altered, &p384()), "CONTRACT_ALTERED");

    // Both spellings of the same name are the same contract.
    assert!(!contract.dn.contains("\\="));
    let mut escaped = contract.clone();
    escaped.dn = Subject::parse_rfc2253(&contract.dn).unwrap().contract_dn_escaped(&contract.dn);
    assert!(escaped.dn.contains("NIHII-GUARD_POST\\="));
    send(escaped, &p384()).unwrap();
    let mut person = world.contract(&world.bob, &world.own(&world.bob)).unwrap();
    person.dn = person.dn.clone();
    world.ask_signed(world.order(person, &p384()), &world.bob.signature).unwrap();
}

#[test]
fn the_signer_must_be_the_person_with_the_signature_key() {
    let world = World::new();
    let contract = world.contract(&world.alice, &post()).unwrap();
    let order = |key: &_| world.order(contract.clone(), key);
    refused(world.ask_signed(order(&p384()), &world.alice.authentication), "SIGNED_WITH_WRONG_KEY");
    refused(world.ask_signed(order(&p384()), &world.bob.signature), "SIGNER_IS_NOT_THE_PERSON");
    // The same person on a card of another PKI, and with other names.
    let stranger = EidPki::new().card(ALICE, "Alice Zoë", "Du Pré");
    refused(world.ask_signed(order(&p384()), &stranger.signature), "SIGNER_NOT_TRUSTED");
    for (first, name) in [("Alice", "Du Pré"), ("Alice Zoë", "Du Pre"), ("Alice Zoë", "DU PRÉ")] {
        let renamed = world.eid.card(ALICE, first, name);
        refused(world.ask_signed(order(&p384()), &renamed.signature), "NAMES_DIFFER_FROM_EID");
    }
    // A chain that ends too early.
    let (key, chain) = &world.alice.signature;
    refused(world.ask_signed(order(&p384()), &(key.clone(), chain[..1].to_vec())), "SIGNER_NOT_TRUSTED");
    // Content that was changed after it was signed.
    let (id, xml) = world.sign(order(&p384()), key, chain).unwrap();
    let changed = xml.replace("alice@example.org", "mallory@example.org");
    assert_ne!(xml, changed);
    refused(world.send_xml::<GenerateCertificateRequest>(&id, &changed), "SIGNATURE_INVALID");
    world.send_xml::<GenerateCertificateRequest>(&id, &xml).unwrap();
    // The card has expired by then.
    world.sandbox.control(Command::Clock { offset: 6000 * Timestamp::DAY }).unwrap();
    let own = world.contract(&world.alice, &world.own(&world.alice)).unwrap();
    refused(world.ask_signed(world.order(own, &p384()), &world.alice.signature), "SIGNER_NOT_TRUSTED");
}

#[test]
fn the_csr_must_fit_the_contract_and_have_a_good_key() {
    let world = World::new();
    let contract = world.contract(&world.alice, &post()).unwrap();
    let subject = Subject::parse_rfc2253(&contract.dn).unwrap();
    let send = |csr: Vec<u8>| {
        let order = GenerateCertificateRequest { csr, ..world.order(contract.clone(), &p384()) };
        world.ask_signed(order, &world.alice.signature)
    };
    refused(send(b"no request".to_vec()), "CSR_INVALID");
    let key = p384();
    let other = Subject::new("NIHII-GUARD_POST", "71234543", subject.name(), None).unwrap();
    refused(send(pkcs10(&other.to_der(), &key)), "CSR_DN_MISMATCH");
    let mut csr = pkcs10(&subject.to_der(), &key);
    let last = csr.len() - 1;
    csr[last] ^= 1;
    refused(send(csr), "CSR_SIGNATURE_INVALID");
    // RSA of 1024 bits and P-256: refused for the key, before anything else is looked at.
    let spki = |algorithm: Vec<u8>, key: &[u8]| asn1::sequence(&[&algorithm, &asn1::bit_string(key)]);
    let mut modulus = vec![0xC1; 128];
    modulus[127] = 0xC3;
    let small = spki(
        asn1::sequence(&[&asn1::oid(oid::RSA_ENCRYPTION), &asn1::null()]),
        &asn1::sequence(&[&asn1::unsigned(&modulus), &asn1::small(65537)]),
    );
    let info = asn1::sequence(&[&asn1::small(0), &subject.to_der(), &small, &asn1::context(0, &[])]);
    refused(send(crate::x509::signed(&info, &key, &mut ehcert_core::random::OsRandom).unwrap()), "CSR_KEY_INVALID");
    // The order of the attributes is not part of the name.
    let mut rdns: Vec<Vec<u8>> = Vec::new();
    let der = subject.to_der();
    let mut reader = asn1::read_one(&der, tag::SEQUENCE).unwrap().reader();
    while !reader.is_empty() {
        rdns.insert(0, reader.any().unwrap().raw.to_vec());
    }
    send(pkcs10(&asn1::tlv(tag::SEQUENCE, &rdns.concat()), &key)).unwrap();
}

#[test]
fn a_repeated_request_has_the_same_answer_and_a_used_key_no_other() {
    let world = World::new();
    let key = p384();
    let contract = world.contract(&world.alice, &post()).unwrap();
    let order = world.order(contract, &key);
    let first = world.ask_signed(order.clone(), &world.alice.signature).unwrap();
    let again = world.ask_signed(order, &world.alice.signature).unwrap();
    assert_eq!(first, again);
    // Another contract for the same DN, after the client lost everything but the key.
    assert_eq!(world.request(&world.alice, &post(), &key).unwrap(), first);
    assert_eq!(world.sandbox.control(Command::State).unwrap().certificates.len(), 1);
    refused(world.request(&world.alice, &world.own(&world.alice), &key), "PUBLIC_KEY_ALREADY_USED");
    refused(world.request(&world.bob, &post(), &key), "PUBLIC_KEY_ALREADY_USED");
}

#[test]
fn one_active_certificate_for_a_name_until_the_replacement_period() {
    let world = World::new();
    let issued = world.issue(&world.alice, &post());
    refused(world.request(&world.alice, &post(), &p384()), "ACTIVE_CERTIFICATE_EXISTS");
    // Another application id is another name.
    let mut other = post();
    other.application_id = Some("SECOND".into());
    world.request(&world.alice, &other, &p384()).unwrap();

    let not_after = issued.chain[0].not_after();
    let until = |days: i64| not_after.0 - NOW.0 - days * Timestamp::DAY;
    world.sandbox.control(Command::Clock { offset: until(91) }).unwrap();
    refused(world.request(&world.alice, &post(), &p384()), "ACTIVE_CERTIFICATE_EXISTS");
    world.sandbox.control(Command::Clock { offset: until(90) }).unwrap();
    let info = world
        .ask_signed(GetCertificateInfoForAuthenticationCertificateRequest, &issued.signer())
        .unwrap()
        .certificate
        .unwrap();
    assert!(info.replaceable);
    assert_eq!(info.replacement_start, Some(not_after.plus(-90 * Timestamp::DAY)));
    let key = p384();
    let answer = world.request(&world.alice, &post(), &key).unwrap();
    assert_eq!(answer.replaces, Some(issued.identifier));
    // Two at once are enough.
    refused(world.request(&world.alice, &post(), &p384()), "ACTIVE_CERTIFICATE_EXISTS");
    // After the end of the old one nothing is replaced.
    let third = World::new();
    let old = third.issue(&third.alice, &post());
    third.sandbox.control(Command::Clock { offset: old.chain[0].not_after().0 - NOW.0 + 1 }).unwrap();
    assert_eq!(third.request(&third.alice, &post(), &p384()).unwrap().replaces, None);
}

#[test]
fn validation_by_hand_polls_and_refusals() {
    let world = World::new();
    rule(&world, Rule::new(Behaviour::DeliverAfter { polls: 2 }).times(1));
    let key = p384();
    let answer = world.request(&world.alice, &post(), &key).unwrap();
    assert!(answer.automatically_validated);
    refused(world.fetch(answer.public_key_identifier), "CERT_NOT_YET_DELIVERED");
    refused(world.request(&world.alice, &post(), &p384()), "REQUEST_IN_PROGRESS");
    refused(world.fetch(answer.public_key_identifier), "CERT_NOT_YET_DELIVERED");
    assert_eq!(world.fetch(answer.public_key_identifier).unwrap()[0].public_key().unwrap(), key.public());

    rule(&world, Rule::new(Behaviour::ManualValidation).times(2));
    let own = world.request(&world.alice, &world.own(&world.alice), &p384()).unwrap();
    let bobs = world.request(&world.bob, &world.own(&world.bob), &p384()).unwrap();
    assert!(!own.automatically_validated);
    let hex = |id: &[u8]| id.iter().map(|b| format!("{b:02x}")).collect::<String>();
    refused(world.fetch(own.public_key_identifier), "CERT_NOT_YET_DELIVERED");
    world.sandbox.control(Command::Approve { public_key_identifier: hex(&own.public_key_identifier) }).unwrap();
    world.fetch(own.public_key_identifier).unwrap();
    let no = Command::Refuse { public_key_identifier: hex(&bobs.public_key_identifier), reason: "no".into() };
    world.sandbox.control(no.clone()).unwrap();
    refused(world.fetch(bobs.public_key_identifier), "CERT_REQUEST_REFUSED");
    world.sandbox.control(no).unwrap_err();
    // A refused request stands in nobody's way.
    rule(&world, Rule::new(Behaviour::Refuse { reason: "not today".into() }).times(1));
    let again = world.request(&world.bob, &world.own(&world.bob), &p384()).unwrap();
    refused(world.fetch(again.public_key_identifier), "CERT_REQUEST_REFUSED");
    world.issue(&world.bob, &world.own(&world.bob));
    refused(world.fetch([7; 20]), "UNKNOWN_PUBLIC_KEY_IDENTIFIER");
}

#[test]
fn wrong_certificates_are_delivered_on_demand() {
    for what in [Other::Key, Other::Name, Other::Authority] {
        let world = World::new();
        rule(&world, Rule::new(Behaviour::DeliverOther { what }));
        let key = p384();
        let issued = world.issue_with(&world.alice, &post(), key.clone());
        let leaf = &issued.chain[0];
        let subject = Subject::parse_rfc2253(&world.contract(&world.alice, &post()).unwrap().dn).unwrap();
        let root = &world.sandbox.authority().tree(Hierarchy::Ec).root.certificate;
        assert_eq!(leaf.public_key().unwrap() == key.public(), what != Other::Key);
        assert_eq!(leaf.subject_der() == subject.to_der(), what != Other::Name);
        assert_eq!(root.signed(&issued.chain[1]).is_ok(), what != Other::Authority);
        issued.chain[1].signed(leaf).unwrap();
    }
}

#[test]
fn who_may_ask_for_whom() {
    let world = World::new();
    world.sandbox.control(Command::Person { ssin: BOB.into(), professional: false }).unwrap();
    refused(world.request(&world.bob, &world.own(&world.bob), &p384()), "NO_HEALTHCARE_QUALITY");
    let settings = |unknown| Command::Settings {
        authority: None,
        unknown_organisations: Some(unknown),
        validity_days: None,
        replacement_days: None,
    };
    world.sandbox.control(settings(UnknownOrganisation::Refuse)).unwrap();
    refused(world.request(&world.bob, &post(), &p384()), "NO_MANDATE");
    let organisation =
        Organisation { kind: "NIHII-GUARD_POST".into(), id: POST.into(), name: "POSTE DE GARDE DES ERABLES".into() };
    world.sandbox.control(Command::AddOrganisation { ssin: BOB.into(), organisation }).unwrap();
    assert!(world.request(&world.bob, &post(), &p384()).unwrap().automatically_validated);
    world.sandbox.control(settings(UnknownOrganisation::Manual)).unwrap();
    let mut other = post();
    other.application_id = Some("X".into());
    assert!(!world.request(&world.alice, &other, &p384()).unwrap().automatically_validated);

    let mut own =
        world.ask_signed(GetCertificateInfoForCitizenRequest, &world.bob.authentication).unwrap().certificates;
    assert_eq!(own.len(), 2, "what the organisation has, whoever asked for it");
    own.retain(|c| c.status == CertificateStatus::ValidActive);
    assert!(own.len() == 1 && own[0].revocable && own[0].base_services == ["codage"]);
    assert_eq!(own[0].identifier.actor.name, "POSTE DE GARDE DES ERABLES");
    refused(world.ask_signed(GetCertificateInfoForCitizenRequest, &world.bob.signature), "SIGNED_WITH_WRONG_KEY");
}

#[test]
fn revocation() {
    let world = World::new();
    let issued = world.issue(&world.alice, &post());
    let ask = |card: &Card, reason| {
        world.ask(GenerateRevocationContractRequest {
            public_key_identifier: issued.identifier,
            signer: card.person.clone(),
            reason,
        })
    };
    refused(ask(&world.alice, RevocationReason::Other("boredom".into())), "REVOCATION_REASON_INVALID");
    let contract = ask(&world.alice, RevocationReason::KeyCompromise).unwrap().contract;
    let request = RevokeRequest { public_key_identifier: issued.identifier, contract };
    let mut altered = request.clone();
    altered.contract.reason = RevocationReason::Superseded;
    refused(world.ask_signed(altered, &world.alice.signature), "CONTRACT_ALTERED");
    refused(world.ask_signed(request.clone(), &world.bob.signature), "SIGNER_IS_NOT_THE_PERSON");
    let bobs = ask(&world.bob, RevocationReason::KeyCompromise).unwrap().contract;
    let bobs = RevokeRequest { public_key_identifier: issued.identifier, contract: bobs };
    refused(world.ask_signed(bobs, &world.bob.signature), "NO_MANDATE");

    let serial = issued.chain[0].serial().to_vec();
    let issuer = &issued.chain[1];
    let key = issuer.public_key().unwrap().subject_public_key();
    let id = asn1::sequence(&[
        &Hash::Sha256.identifier(),
        &asn1::octet_string(&Hash::Sha256.digest(issuer.subject_der())),
        &asn1::octet_string(&Hash::Sha256.digest(&key)),
        &asn1::unsigned(&serial),
    ]);
    let question = asn1::sequence(&[&asn1::sequence(&[&asn1::sequence(&[&asn1::sequence(&[&id])])])]);
    let ocsp = || exchange(world.sandbox.url(), &post_bytes("/ocsp", &[], &question)).unwrap();
    let crl = || {
        exchange(world.sandbox.url(), b"GET /crl/ec.crl HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .unwrap()
    };
    let holds = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|w| w == part);
    let revoked_status = [asn1::generalized_time(NOW), asn1::context(0, &[10, 1, 1])].concat();
    assert_eq!((ocsp().0, ocsp().1.as_str()), (200, "application/ocsp-response"));
    assert!(!holds(&ocsp().2, &revoked_status) && !holds(&crl().2, &serial));

    world.ask_signed(request.clone(), &world.alice.signature).unwrap();
    assert!(holds(&ocsp().2, &revoked_status) && holds(&crl().2, &serial));
    world.ask_signed(request, &world.alice.signature).unwrap();
    refused(ask(&world.alice, RevocationReason::KeyCompromise), "CERT_NOT_REVOCABLE");
    refused(world.fetch(issued.identifier), "CERT_REVOKED");
    // The name is free again.
    assert_eq!(world.request(&world.alice, &post(), &p384()).unwrap().replaces, None);
}
