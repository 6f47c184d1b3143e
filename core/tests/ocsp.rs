//! OCSP vectors of RustCrypto's x509-ocsp, and signed data of Chromium.

mod common;

use std::collections::BTreeMap;

use ehcert_core::{
    Code, Timestamp,
    asn1::{self, tag},
    certificate::Certificate,
    key::verify_identified,
    trust::{
        Verdict,
        crl::Reason,
        ocsp::{Check, Request, Response},
    },
};

const FOLDER: &str = "cms/x509-ocsp/tests/examples/";

fn archive() -> Option<BTreeMap<String, Vec<u8>>> {
    common::shared("conformance/cms/cms-ocsp-chromium.tar.xz").map(|p| common::untar(&p))
}

/// The same certificate with another serial number: the vectors are about some that are not in the set,
/// and a response is about a number. Its signature is not looked at.
fn with_serial(certificate: &Certificate, serial: &[u8]) -> Certificate {
    let mut outer = asn1::read_one(certificate.der(), tag::SEQUENCE).expect("certificate").reader();
    let mut tbs = outer.any().expect("TBS").reader();
    let version = tbs.optional(tag::context_constructed(0)).expect("version").map(|t| t.raw).unwrap_or_default();
    tbs.any().expect("serial");
    let tbs = asn1::sequence(&[version, &asn1::tlv(tag::INTEGER, serial), tbs.rest()]);
    Certificate::from_der(&asn1::sequence(&[&tbs, outer.rest()])).expect("certificate")
}

struct Set {
    files: BTreeMap<String, Vec<u8>>,
}

impl Set {
    fn file(&self, name: &str) -> &[u8] {
        &self.files[&format!("{FOLDER}{name}")]
    }
    fn certificate(&self, name: &str) -> Certificate {
        Certificate::from_der(self.file(name)).expect(name)
    }
    fn response(&self, name: &str) -> Response {
        Response::from_der(self.file(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }
}

#[test]
fn responses() {
    let Some(files) = archive() else { return };
    let file = |name: &str| files[&format!("{FOLDER}{name}")].as_slice();
    for (name, status) in [
        ("ocsp-malformed.der", "malformedRequest"),
        ("ocsp-internal-error.der", "internalError"),
        ("ocsp-try-later.der", "tryLater"),
        ("ocsp-sig-required.der", "sigRequired"),
        ("ocsp-unauthorized.der", "unauthorized"),
    ] {
        let error = Response::from_der(file(name)).unwrap_err();
        assert_eq!((error.code(), error.value("status")), (Code::OCSP_REFUSED, Some(status)), "{name}");
    }
    let all: Vec<&String> = files.keys().filter(|n| n.starts_with(FOLDER) && n.ends_with("-res.der")).collect();
    for name in &all {
        let response = Response::from_der(&files[*name]).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(response.produced_at() >= Timestamp::parse("2020-01-01T00:00:00Z").expect("time"), "{name}");
    }
    let email = Response::from_der(file("DODEMAILCA_63-resp.der")).expect("response");
    assert_eq!(email.certificates().len(), 1);
    eprintln!("OCSP: {} responses and 5 refusals read", all.len() + 1);
}

#[test]
fn a_revoked_certificate() {
    let Some(files) = archive() else { return };
    let set = Set { files };
    let issuer = set.certificate("rsa-2048-sha256-ca.der");
    let responder = set.certificate("rsa-2048-sha256-ocsp-crt.der");
    let leaf = with_serial(&set.certificate("rsa-2048-sha256-crt.der"), &[3]);
    let response = set.response("rsa-2048-sha256-revoked-ocsp-res.der");
    let ask = |certificate: &Certificate, issuer: &Certificate, now: &str, responder_status: Verdict| {
        let now = Timestamp::parse(now).expect("time");
        let check = Check { certificate, issuer, now, skew: 0, responders: &[], inspect_old: false };
        response.status(&check, &|_| responder_status.clone())
    };
    let day = "2023-12-01T00:00:00Z";
    let verdict = ask(&leaf, &issuer, day, Verdict::Good);
    assert!(matches!(verdict, Ok(Verdict::Revoked { .. })), "{verdict:?}");
    let at = Timestamp::parse(day).expect("time");
    let revoked = || Verdict::Revoked { at, reason: Reason::KeyCompromise };
    // The responder of the vectors has no ocsp-nocheck, so its own status counts.
    for (certificate, issuer, now, status, code) in [
        (&responder, &issuer, day, Verdict::Good, Code::OCSP_OTHER_CERTIFICATE),
        (&leaf, &responder, day, Verdict::Good, Code::OCSP_OTHER_CERTIFICATE),
        (&leaf, &issuer, "2023-11-01T00:00:00Z", Verdict::Good, Code::OCSP_EXPIRED),
        (&leaf, &issuer, "2025-01-01T00:00:00Z", Verdict::Good, Code::OCSP_EXPIRED),
        (&leaf, &issuer, day, Verdict::Unknown(None), Code::OCSP_UNTRUSTED),
        (&leaf, &issuer, day, revoked(), Code::OCSP_UNTRUSTED),
    ] {
        let error = ask(certificate, issuer, now, status).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
    }
}

#[test]
fn a_changed_response_says_nothing() {
    let Some(files) = archive() else { return };
    let set = Set { files };
    let issuer = set.certificate("rsa-2048-sha256-ca.der");
    let leaf = with_serial(&set.certificate("rsa-2048-sha256-crt.der"), &[3]);
    let name = "rsa-2048-sha256-revoked-ocsp-res.der";
    let now = Timestamp::parse("2023-12-01T00:00:00Z").expect("time");
    let check = Check { certificate: &leaf, issuer: &issuer, now, skew: 0, responders: &[], inspect_old: false };
    let whole = set.response(name).status(&check, &|_| Verdict::Good).expect("verdict");
    let mut survived = 0;
    for at in 0..set.file(name).len() {
        for bit in [0x01, 0x80] {
            let mut changed = set.file(name).to_vec();
            changed[at] ^= bit;
            if let Ok(verdict) = Response::from_der(&changed).and_then(|r| r.status(&check, &|_| Verdict::Good)) {
                assert_eq!(verdict, whole, "{at}");
                survived += 1;
            }
        }
        assert!(Response::from_der(&set.file(name)[..at]).is_err(), "{at}");
    }
    // What is left is not covered by a signature: the Boolean of an optional default, for instance.
    assert!(survived < 4, "{survived}");
}

#[test]
fn with_every_hash_and_from_strangers() {
    let Some(files) = archive() else { return };
    let set = Set { files };
    let issuer = set.certificate("rsa-2048-sha256-ca.der");
    let responders = [set.certificate("rsa-2048-sha256-ocsp-crt.der")];
    let leaf = with_serial(&set.certificate("rsa-2048-sha256-crt.der"), &[1, 0, 1]);
    // They are of 2020, the responder is of 2023: only clocks that differ by years bring them together.
    let now = Timestamp::parse("2023-12-01T00:00:00Z").expect("time");
    let check = Check {
        certificate: &leaf,
        issuer: &issuer,
        now,
        skew: 4 * 366 * Timestamp::DAY,
        responders: &responders,
        inspect_old: false,
    };
    for (name, known_key) in [
        ("ocsp-dtm-no-chain-res.der", true),
        // Signed with keys that are not in the set; OpenSSL refuses them as well.
        ("sha1-certid-ocsp-res.der", false),
        ("sha256-certid-ocsp-res.der", false),
        ("sha512-certid-ocsp-res.der", false),
        ("ocsp-by-key-res.der", false),
        ("ocsp-multiple-exts-res.der", false),
        ("ocsp-multiple-responses-res.der", false),
    ] {
        let response = set.response(name);
        let code = |check: &Check<'_>| response.status(check, &|_| Verdict::Good).map_err(|e| e.code());
        let expected = if known_key { Ok(Verdict::Good) } else { Err(Code::OCSP_UNTRUSTED) };
        assert_eq!(code(&check), expected, "{name}");
        assert_eq!(code(&Check { responders: &[], ..check }), Err(Code::OCSP_UNTRUSTED), "{name}");
        assert_eq!(code(&Check { skew: 0, ..check }), Err(Code::OCSP_EXPIRED), "{name}");
        let other = Check { certificate: &issuer, ..check };
        assert_eq!(code(&other), Err(Code::OCSP_OTHER_CERTIFICATE), "{name}");
    }
}

#[test]
fn requests_are_those_of_other_writers() {
    let Some(files) = archive() else { return };
    let set = Set { files };
    let issuer = set.certificate("rsa-2048-sha256-ca.der");
    let leaf = with_serial(&set.certificate("rsa-2048-sha256-crt.der"), &[1, 0, 1]);
    let request = Request::new(&leaf, &issuer, None).expect("request");
    assert_eq!(request.der, set.file("sha1-certid-ocsp-req.der"));
    let with_nonce = Request::new(&leaf, &issuer, Some(&mut ehcert_core::random::OsRandom)).expect("request");
    let nonce = with_nonce.nonce.as_deref().expect("nonce");
    assert_eq!(nonce.len(), 32);
    assert!(with_nonce.der.ends_with(nonce));
    // A response with another nonce belongs to another request; one without may be signed in advance.
    let other = set.response("ocsp-by-key-res.der");
    assert_eq!(other.answers(&with_nonce).unwrap_err().code(), Code::OCSP_NONCE);
    assert!(set.response("sha1-certid-ocsp-res.der").answers(&with_nonce).is_ok());
}

/// Signed data that must verify; everything else in the folder must not.
const VALID: [&str; 15] = [
    "ecdsa-prime256v1-sha512.pem",
    "ecdsa-secp384r1-sha256.pem",
    "ours/ecdsa-prime256v1-sha256-compressed.pem",
    "ours/ecdsa-prime256v1-sha256.pem",
    "ours/rsa-pss-sha256-salt32.pem",
    "ours/rsa-pss-sha384-salt48.pem",
    "ours/rsa-pss-sha512-salt64.pem",
    "rsa-pkcs1-sha1.pem",
    "rsa-pkcs1-sha256.pem",
    "rsa-pss-sha1-salt20-using-pss-key-no-params.pem",
    "rsa-pss-sha1-salt20.pem",
    "rsa-pss-sha256-mgf1-sha512-salt33.pem",
    "rsa-pss-sha256-salt10-using-pss-key-with-params.pem",
    "rsa-pss-sha256-salt10.pem",
    "rsa2048-pkcs1-sha512.pem",
];

#[test]
fn chromium_signed_data() {
    let Some(files) = archive() else { return };
    let (mut total, mut right, mut false_accepts) = (0, 0, 0);
    let mut missed = Vec::new();
    for (path, content) in &files {
        let Some((_, name)) = path.split_once("/verify_signed_data/") else { continue };
        if !name.ends_with(".pem") || name.ends_with("priv.pem") || name.ends_with("pub.pem") {
            continue;
        }
        let text = String::from_utf8_lossy(content);
        let blocks: BTreeMap<String, Vec<u8>> = common::pem(&text).into_iter().collect();
        let verify = || {
            let signature = asn1::read_one(&blocks["SIGNATURE"], tag::BIT_STRING)?.bit_string()?;
            verify_identified(&blocks["PUBLIC KEY"], &blocks["ALGORITHM"], &blocks["DATA"], signature)
        };
        let (expected, answer) = (VALID.contains(&name), verify());
        total += 1;
        if answer.is_ok() == expected {
            right += 1;
        } else {
            false_accepts += usize::from(!expected);
            eprintln!("{name}: expected {expected}, {answer:?}");
            missed.push(name.to_owned());
        }
    }
    eprintln!("Chromium signed data: {right} of {total}, {false_accepts} false accepts");
    assert_eq!(total, 40);
    assert_eq!(missed, common::known_misses("chromium"));
    assert_eq!(false_accepts, 0);
}
