//! Revocation in the flows: lists and responders are asked in steps of their own, softly or hard.

mod support;

use ehcert_core::{
    Code,
    certificate::Certificate,
    facade::{
        keystore::Keystore as OpenKeystore,
        verify::{TrustInput, verify_etk, verify_message},
    },
    flow::{RevocationCheck, RevocationInquiry, RevocationReport},
    keystore::Keystore,
    trust::Verdict,
};
use ehcert_sandbox::{Behaviour, Command, Rule, Running};
use support::{Card, Disk, PASSWORD, Site, complete, enrol, now, password, request, run, sandbox, self_test, status};

const CHECKS: [RevocationCheck; 2] = [RevocationCheck::Soft, RevocationCheck::Hard];

/// Nobody who could be asked answers.
fn silence(sandbox: &Running) {
    for operation in ["ocsp", "crl"] {
        let rule = Rule::new(Behaviour::Cut { bytes: 0 }).on(operation);
        sandbox.control(Command::Rule { rule }).unwrap();
    }
}

fn leaf(disk: &Disk<'_>) -> Certificate {
    let store = Keystore::open(disk.stored.as_ref().unwrap(), &password()).unwrap();
    store.authentication().unwrap().chain[0].clone()
}

fn revoke(sandbox: &Running, leaf: &Certificate) {
    let identifier = leaf.public_key().unwrap().identifier();
    let public_key_identifier = identifier.iter().map(|b| format!("{b:02x}")).collect();
    sandbox.control(Command::Revoke { public_key_identifier, reason: "keyCompromise".into() }).unwrap();
}

fn codes(warnings: &[ehcert_core::Error]) -> Vec<Code> {
    warnings.iter().map(ehcert_core::Error::code).collect()
}

/// What is known of things, with the evidence as who judges them takes it.
fn inquire(site: &Site, disk: &mut Disk<'_>, items: &[Vec<u8>]) -> (RevocationReport, TrustInput) {
    let mut flow = RevocationInquiry::new(items, &[], site.anchors.clone()).unwrap();
    run(site, &mut flow, disk).unwrap();
    let report = flow.report().unwrap().clone();
    let trust = TrustInput {
        anchors: site.anchors.certificates().iter().map(|c| c.der().to_vec()).collect(),
        crls: report.crls.iter().map(|c| c.der().to_vec()).collect(),
        ocsp: report.ocsp.iter().map(|r| r.der().to_vec()).collect(),
        revocation: true,
        ..TrustInput::default()
    };
    (report, trust)
}

#[test]
fn a_good_certificate_passes_every_check_and_a_silent_responder_only_the_soft_one() {
    let card = Card::new();
    let sandbox = sandbox(None, 0, &card).unwrap();
    let mut site = Site::of(&sandbox);
    for (number, check) in CHECKS.into_iter().enumerate() {
        site.revocation = check;
        let mut disk = Disk::new(&card);
        enrol(&site, &mut disk, request(Some(&format!("GOOD{number}")))).unwrap();
        let report = complete(&site, &mut disk).unwrap();
        assert!(report.warnings.is_empty(), "{:?}", report.warnings);
        assert!(disk.steps.contains(&"revocation"), "{:?}", disk.steps);
        let found = report.revocation.unwrap();
        assert_eq!(found.standings.len(), 2, "leaf and issuing authority");
        assert!(found.standings.iter().all(|s| s.verdict == Verdict::Good), "{found:?}");
        let report = self_test(&site, &mut disk).unwrap();
        assert!(report.warnings.is_empty() && report.revocation.unwrap().unknown().is_none());
        assert!(status(&site, &mut disk).unwrap().revocation.unwrap().unknown().is_none());
    }
    // Without the check no step is made for it, and nothing is said.
    site.revocation = RevocationCheck::Off;
    let mut disk = Disk::new(&card);
    enrol(&site, &mut disk, request(Some("OFF"))).unwrap();
    assert!(complete(&site, &mut disk).unwrap().revocation.is_none());
    assert!(!disk.steps.contains(&"revocation"));

    silence(&sandbox);
    site.revocation = RevocationCheck::Soft;
    let mut disk = Disk::new(&card);
    enrol(&site, &mut disk, request(Some("SOFT"))).unwrap();
    let report = complete(&site, &mut disk).unwrap();
    assert_eq!(codes(&report.warnings), [Code::REVOCATION_UNKNOWN]);
    assert!(report.warnings[0].detail_text().unwrap().contains("no answer"), "{:?}", report.warnings[0]);
    assert_eq!(codes(&self_test(&site, &mut disk).unwrap().warnings), [Code::REVOCATION_UNKNOWN]);
    let found = status(&site, &mut disk).unwrap().revocation.unwrap();
    assert_eq!(found.unknown().unwrap().code(), Code::REVOCATION_UNKNOWN);

    // Hard: an error, after the certificate is in the keystore; the next run goes on from there.
    site.revocation = RevocationCheck::Hard;
    let mut disk = Disk::new(&card);
    enrol(&site, &mut disk, request(Some("HARD"))).unwrap();
    assert_eq!(complete(&site, &mut disk).err().unwrap().code(), Code::REVOCATION_UNKNOWN);
    assert!(!ehcert_core::keystore::is_dummy(&leaf(&disk)));
    assert_eq!(status(&site, &mut disk).unwrap_err().code(), Code::REVOCATION_UNKNOWN);
    sandbox.control(Command::ClearRules).unwrap();
    complete(&site, &mut disk).unwrap();
    silence(&sandbox);
    assert_eq!(self_test(&site, &mut disk).unwrap_err().code(), Code::ETK_AUTHENTICATION_CERT_STATUS_UNKNOWN);
}

#[test]
fn the_lists_answer_where_the_responder_does_not_and_garbage_is_no_answer() {
    let card = Card::new();
    let sandbox = sandbox(None, 0, &card).unwrap();
    let mut site = Site::of(&sandbox);
    site.revocation = RevocationCheck::Hard;
    let rule = |behaviour, operation| {
        sandbox.control(Command::Rule { rule: Rule::new(behaviour).on(operation) }).unwrap();
    };
    for (number, behaviour) in
        [Behaviour::Garbage, Behaviour::HtmlPage, Behaviour::HttpError { status: 500 }, Behaviour::Cut { bytes: 40 }]
            .into_iter()
            .enumerate()
    {
        sandbox.control(Command::ClearRules).unwrap();
        rule(behaviour.clone(), "ocsp");
        let mut disk = Disk::new(&card);
        enrol(&site, &mut disk, request(Some(&format!("LIST{number}")))).unwrap();
        let found = complete(&site, &mut disk).unwrap().revocation.unwrap();
        assert_eq!((found.crls.len(), found.ocsp.len()), (2, 0), "{behaviour:?}");
        rule(behaviour.clone(), "crl");
        assert_eq!(status(&site, &mut disk).unwrap_err().code(), Code::REVOCATION_UNKNOWN, "{behaviour:?}");
    }
}

#[test]
fn a_revoked_certificate_is_refused_by_who_looks() {
    let card = Card::new();
    let sandbox = sandbox(None, 0, &card).unwrap();
    let mut site = Site::of(&sandbox);
    let mut disk = Disk::new(&card);
    enrol(&site, &mut disk, request(None)).unwrap();
    let token = complete(&site, &mut disk).unwrap().etk.unwrap();
    let keystore = OpenKeystore::open(disk.stored.clone().unwrap().to_vec(), PASSWORD.into()).unwrap();

    // Good: sealed, opened, judged.
    let (report, trust) = inquire(&site, &mut disk, std::slice::from_ref(&token));
    assert!(report.unknown().is_none() && report.revoked().is_none(), "{report:?}");
    let message = keystore.seal_unrevoked(b"text".to_vec(), vec![token.clone()], trust.clone(), now().0).unwrap();
    let (of_message, trust_of_message) = inquire(&site, &mut disk, std::slice::from_ref(&message));
    assert_eq!(of_message.standings[0].certificate, leaf(&disk));
    let opened = keystore.unseal_unrevoked(message.clone(), trust_of_message, true, now().0).unwrap();
    assert_eq!(opened.content, b"text");
    assert!(verify_etk(token.clone(), trust.clone(), now().0).unwrap().accepted);

    // Nothing known: refused to seal to, opened with a warning or not at all.
    let nothing = TrustInput { crls: Vec::new(), ocsp: Vec::new(), ..trust };
    let code =
        |result: Result<Vec<u8>, ehcert_core::facade::error::EhcertError>| result.unwrap_err().into_problem().name;
    let sealed = keystore.seal_unrevoked(b"text".to_vec(), vec![token.clone()], nothing.clone(), now().0);
    assert_eq!(code(sealed), "ETK_AUTHENTICATION_CERT_STATUS_UNKNOWN");
    let opened = keystore.unseal_unrevoked(message.clone(), nothing.clone(), false, now().0).unwrap();
    assert!(opened.warnings.iter().any(|w| w.name == "OUTER_CERTIFICATE_STATUS_UNKNOWN"), "{:?}", opened.warnings);
    let opened = keystore.unseal_unrevoked(message.clone(), nothing, true, now().0).map(|m| m.content);
    assert_eq!(code(opened), "OUTER_CERTIFICATE_STATUS_UNKNOWN");

    revoke(&sandbox, &leaf(&disk));
    for (check, silent) in [(RevocationCheck::Soft, None), (RevocationCheck::Hard, Some("ocsp"))] {
        site.revocation = check;
        sandbox.control(Command::ClearRules).unwrap();
        if let Some(operation) = silent {
            let rule = Rule::new(Behaviour::Cut { bytes: 0 }).on(operation);
            sandbox.control(Command::Rule { rule }).unwrap();
        }
        let found = status(&site, &mut disk).unwrap().revocation.unwrap();
        assert_eq!(found.revoked().unwrap().code(), Code::CERTIFICATE_REVOKED, "the status says so");
        assert_eq!(complete(&site, &mut disk).err().unwrap().code(), Code::CERTIFICATE_REVOKED);
        let (_, trust) = inquire(&site, &mut disk, std::slice::from_ref(&token));
        let judged = verify_etk(token.clone(), trust.clone(), now().0).unwrap();
        assert_eq!(judged.problems[0].name, "ETK_AUTHENTICATION_CERT_REVOKED");
        let judged = verify_message(message.clone(), None, trust.clone(), now().0).unwrap();
        assert_eq!(judged.problems[0].name, "OUTER_CERTIFICATE_REVOKED");
        let sealed = keystore.seal_unrevoked(b"text".to_vec(), vec![token.clone()], trust.clone(), now().0);
        assert_eq!(code(sealed), "ETK_AUTHENTICATION_CERT_REVOKED");
        let opened = keystore.unseal_unrevoked(message.clone(), trust, false, now().0).map(|m| m.content);
        assert_eq!(code(opened), "OUTER_CERTIFICATE_REVOKED");
    }
}

#[test]
fn an_inquiry_visits_only_addresses_of_certificates_that_lead_to_an_anchor() {
    let card = Card::new();
    let sandbox = sandbox(None, 0, &card).unwrap();
    let site = Site::of(&sandbox);
    let forged =
        ehcert_sandbox::ca::Authority::forged(ehcert_sandbox::ca::Hierarchy::Ec, now(), sandbox.url()).unwrap();
    let items = [forged.issuing.certificate.der().to_vec()];
    let mut disk = Disk::new(&card);
    let (report, _) = inquire(&site, &mut disk, &items);
    assert!(report.without_path && report.standings.is_empty() && report.crls.is_empty() && report.ocsp.is_empty());
    assert_eq!(report.unknown().unwrap().code(), Code::REVOCATION_UNKNOWN);
    assert_eq!(disk.steps, ["done"], "no request was made");
    let error = RevocationInquiry::new(&[b"nothing".to_vec()], &[], site.anchors).err().unwrap();
    assert_eq!(error.code(), Code::INVALID_ARGUMENT);
}
