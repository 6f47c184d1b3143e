//! The Belgian PKIs: every certificate of the set in its chain, every list and the trusted list.

mod common;

use std::collections::BTreeMap;

use ehcert_core::{
    Code, Timestamp,
    certificate::Certificate,
    trust::{Anchors, Evidence, PathRequest, Purpose, Strictness, Urls, Verdict, check_issued, crl::Crl},
};

fn archive() -> Option<BTreeMap<String, Vec<u8>>> {
    common::shared("conformance/be/belgian-ca.tar.xz").map(|p| common::untar(&p))
}

/// Every certificate of the set, by file.
fn certificates(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<&str, Certificate> {
    let mut out = BTreeMap::new();
    for (name, content) in files {
        if !name.ends_with(".crt") && !name.ends_with(".cer") && !name.ends_with(".pem") {
            continue;
        }
        // One file is Base64 without its PEM lines.
        let text = std::str::from_utf8(content).unwrap_or_default();
        let certificate = match text.starts_with("MII") {
            true => common::certificate(format!("-----BEGIN X-----\n{text}\n-----END X-----").as_bytes()),
            // One has bytes after its end.
            false if content.starts_with(&[0x30]) => Certificate::from_padded(content).map(|c| c.expect("not empty")),
            false => common::certificate(content),
        };
        match certificate {
            Ok(c) => drop(out.insert(name.as_str(), c)),
            Err(e) => panic!("{name}: {e}"),
        }
    }
    out
}

#[test]
fn every_chain_is_built() {
    let Some(files) = archive() else { return };
    let all = certificates(&files);
    let pool: Vec<Certificate> = all.values().cloned().collect();
    let roots: Vec<Certificate> = pool.iter().filter(|c| c.is_self_issued()).cloned().collect();
    let anchors = Anchors::from_certificates(roots).and(Anchors::production()).and(Anchors::eid());
    let (mut built, mut total) = (0, 0);
    let mut missed = Vec::new();
    for (name, certificate) in &all {
        total += 1;
        // A day after it was issued, when its issuers must be valid.
        let now = certificate.not_before().plus(Timestamp::DAY);
        let request = PathRequest { inspect_old: true, ..PathRequest::new(certificate, &pool, &anchors, now) };
        match request.validate() {
            Ok(path) => {
                built += 1;
                assert_eq!(path.chain.first(), Some(certificate));
                Urls::of(certificate).expect("addresses");
            }
            Err(e) => {
                eprintln!("{name}: {e}");
                missed.push((*name).to_owned());
            }
        }
    }
    eprintln!("Belgian set: {built} of {total} chains");
    assert_eq!(missed, common::known_misses("be"));
}

#[test]
fn what_is_old_is_only_inspected() {
    let Some(files) = archive() else { return };
    let all = certificates(&files);
    let old = &all["be/ca/Citizen201204.crt"];
    let (pool, anchors, now) = (Vec::new(), Anchors::eid(), old.not_before().plus(Timestamp::DAY));
    let request = PathRequest::new(old, &pool, &anchors, now);
    assert_eq!(request.validate().unwrap_err().code(), Code::CERTIFICATE_WEAK);
    assert!(PathRequest { inspect_old: true, ..request.clone() }.validate().is_ok());
    let late =
        PathRequest { inspect_old: true, now: Timestamp::parse("2026-11-24T00:00:00Z").expect("time"), ..request };
    assert_eq!(late.validate().unwrap_err().code(), Code::CERTIFICATE_EXPIRED);
}

#[test]
fn citizen_and_foreigner_ca_of_today() {
    let Some(files) = archive() else { return };
    let all = certificates(&files);
    let anchors = Anchors::eid();
    let now = Timestamp::parse("2026-11-24T00:00:00Z").expect("time");
    for name in ["be/ca/CitizenCA202002.pem", "be/ca/ForeignerCA202001.pem", "be/ca/Citizen201709.crt"] {
        let path = PathRequest::new(&all[name], &[], &anchors, now).validate().expect(name);
        assert_eq!(path.chain.len(), 2, "{name}");
    }
    let production = Anchors::production();
    let other = PathRequest::new(&all["be/ca/CitizenCA202002.pem"], &[], &production, now).validate();
    assert_eq!(other.unwrap_err().code(), Code::CERTIFICATE_UNTRUSTED);
}

#[test]
fn an_issued_certificate_is_the_one_asked_for() {
    let Some(path) = common::shared("vectors/cert/vitalink-org-prod-2020.der") else { return };
    let leaf = common::certificate(&std::fs::read(path).expect("certificate")).expect("certificate");
    let key = leaf.public_key().expect("key");
    let (anchors, now) = (Anchors::production(), Timestamp::parse("2021-01-01T00:00:00Z").expect("time"));
    let chain = check_issued(&leaf, &[], &key, leaf.subject_der(), &anchors, now).expect("chain");
    assert_eq!(chain.len(), 3);
    let other = anchors.certificates()[0].public_key().expect("key");
    let issuer = leaf.issuer_der();
    let late = Timestamp::parse("2024-01-01T00:00:00Z").expect("time");
    let early = Timestamp::parse("2020-01-01T00:00:00Z").expect("time");
    let subject = leaf.subject_der();
    let acceptance = Anchors::acceptance();
    for (key, subject, anchors, now, code) in [
        (&other, subject, &anchors, now, Code::CERTIFICATE_OTHER_KEY),
        (&key, issuer, &anchors, now, Code::CERTIFICATE_OTHER_SUBJECT),
        (&key, subject, &acceptance, now, Code::CERTIFICATE_UNTRUSTED),
        (&key, subject, &anchors, late, Code::CERTIFICATE_EXPIRED),
        (&key, subject, &anchors, early, Code::CERTIFICATE_NOT_YET_VALID),
    ] {
        let error = check_issued(&leaf, &[], key, subject, anchors, now).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
    }
    let urls = Urls::of(&leaf).expect("addresses");
    assert_eq!(urls.crl, ["http://crl-eh-ptpki.confidens.zetes.com/ZCEHPTPKICA001.crl"]);
    assert_eq!(urls.ocsp, ["http://ocsp-eh-ptpki.confidens.zetes.com"]);
    let request = PathRequest { purpose: Purpose::ServerAuth, ..PathRequest::new(&leaf, &[], &anchors, now) };
    assert_eq!(request.validate().unwrap_err().code(), Code::CERTIFICATE_PURPOSE);
}

#[test]
fn lists_are_read_and_asked() {
    let Some(files) = archive() else { return };
    let all = certificates(&files);
    let pool: Vec<Certificate> = all.values().cloned().collect();
    let roots: Vec<Certificate> = pool.iter().filter(|c| c.is_self_issued()).cloned().collect();
    let anchors = Anchors::from_certificates(roots);
    let lists: Vec<(&String, Crl)> = files
        .iter()
        .filter(|(name, _)| name.ends_with(".crl"))
        .map(|(name, content)| (name, Crl::from_der(content).unwrap_or_else(|e| panic!("{name}: {e}"))))
        .collect();
    assert_eq!(lists.len(), 6);
    let (mut signed, mut good) = (Vec::new(), Vec::new());
    for (name, crl) in &lists {
        if anchors.certificates().iter().any(|c| crl.is_signed_by(c).is_ok()) {
            signed.push(name.as_str());
        }
        let list = std::slice::from_ref(crl);
        let evidence = Evidence { strictness: Strictness::Hard, ..Evidence::new(list, &[]) };
        for (file, certificate) in &all {
            let now = crl.this_update().plus(Timestamp::DAY);
            let request = PathRequest { inspect_old: true, ..PathRequest::new(certificate, &pool, &anchors, now) };
            let Ok(path) = request.validate() else { continue };
            match evidence.status(&request, &path.chain) {
                Verdict::Unknown(_) => {}
                Verdict::Good => good.push((name.as_str(), *file)),
                verdict @ Verdict::Revoked { .. } => panic!("{name} about {file}: {verdict:?}"),
            }
            // Without a list of its issuer nothing is known, and hard means no.
            if crl.is_signed_by(path.chain.last().expect("anchor")).is_err() {
                let error = request.validate_unrevoked(&evidence).map(|_| ());
                assert_eq!(error.is_ok(), path.chain.len() == 1, "{name} about {file}");
            }
        }
    }
    // The issuers of the other two are not in the set.
    assert_eq!(
        signed,
        ["be/crl/Citizen201204-2.crl", "be/crl/Citizen201204.crl", "be/crl/belgium2.crl", "be/crl/belgium4.crl"]
    );
    assert_eq!(
        good,
        [
            ("be/crl/Citizen201204-2.crl", "be/ca/Citizen201204.crt"),
            ("be/crl/Citizen201204-2.crl", "be/crl/citizen_ca.cer"),
            ("be/crl/Citizen201204.crl", "be/ca/Citizen201204.crt"),
            ("be/crl/Citizen201204.crl", "be/crl/citizen_ca.cer"),
            ("be/crl/belgium2.crl", "be/ca/Citizen201204.crt"),
            ("be/crl/belgium2.crl", "be/crl/citizen_ca.cer"),
            ("be/crl/belgium4.crl", "be/ca/Citizen201709.crt"),
        ]
    );
}

#[test]
fn every_certificate_of_the_trusted_list_is_read() {
    let Some(files) = archive() else { return };
    let list = std::str::from_utf8(&files["be/tsl/BE.xml"]).expect("text");
    let mut read = 0;
    for part in list.split("X509Certificate>").skip(1).step_by(2) {
        let body = part.split('<').next().unwrap_or_default();
        if body.trim().is_empty() {
            continue;
        }
        let pem = format!("-----BEGIN X-----\n{body}\n-----END X-----");
        let certificate = common::certificate(pem.as_bytes()).expect("certificate");
        certificate.public_key().expect("key");
        Urls::of(&certificate).expect("addresses");
        read += 1;
    }
    eprintln!("Belgian trusted list: {read} certificates");
    assert!(read >= 32, "{read}");
}
