//! Every official name of an ETK's error, provoked by a token made for it; challenge and encryption
//! certificate.

use ehcert_core::{
    Code, Result, Timestamp,
    asn1::{self, oid},
    certificate::{Certificate, key_usage},
    etk::{
        ChainVerdict, Etk, EtkPolicy, RaPolicy, Report, answer_challenge, check_encryption_certificate,
        issue_encryption_certificate, make_challenge,
    },
    key::{Hash, PrivateKey, SignatureAlgorithm},
    random::{OsRandom, Random},
};

use super::support::{ENCIPHERMENT, Spec, at, ca, name, names, now, rsa, trusted, world};

/// A token whose parts a test can spoil.
struct Parts {
    auth: Certificate,
    encryption: Certificate,
    ra: Certificate,
}

fn auth_spec() -> Spec<'static> {
    Spec::new("Wachtpost Alfa", &world().sender_key)
}

fn encryption_spec() -> Spec<'static> {
    let mut spec = Spec::new("Wachtpost Alfa", &world().recipient_key);
    (spec.issuer, spec.serial, spec.usage) = (name("Wachtpost Alfa"), vec![0xA5; 16], Some(ENCIPHERMENT));
    spec.signer = &world().sender_key;
    spec
}

fn ra_spec() -> Spec<'static> {
    Spec::new("ETK-RA proef", &world().other_key)
}

fn parts() -> Parts {
    Parts { auth: auth_spec().make(), encryption: encryption_spec().make(), ra: ra_spec().make() }
}

impl Parts {
    fn token(&self) -> Vec<u8> {
        let chain = [self.auth.clone(), ca()];
        Etk::create(&self.encryption, &chain, &self.ra, &world().other_key, None, &mut OsRandom).unwrap()
    }
    fn judge(&self, policy: &EtkPolicy<'_>) -> Report {
        Etk::parse(&self.token()).unwrap().verify(now(), policy)
    }
}

fn policy() -> EtkPolicy<'static> {
    EtkPolicy { trust: Some(&trusted), ..EtkPolicy::default() }
}

#[test]
fn a_token_of_ours_is_good() {
    let parts = parts();
    let etk = Etk::parse(&parts.token()).unwrap();
    assert_eq!(etk.verify(now(), &policy()), Report::default());
    assert_eq!(etk.encryption_certificate(), &parts.encryption);
    assert_eq!(etk.authentication_certificate(), Some(&parts.auth));
    assert_eq!(etk.signer(), Some(&parts.ra));
    assert_eq!(etk.signing_time(), None);
    assert_eq!(etk.bytes(), parts.token());
    assert_eq!(names(&parts.judge(&EtkPolicy::default()).warnings), ["ChainNotChecked"]);
}

#[test]
fn every_error_of_the_certificates_has_its_name() {
    let spoilt = |auth: &dyn Fn(&mut Spec<'static>), encryption: &dyn Fn(&mut Spec<'static>)| {
        let (mut a, mut e) = (auth_spec(), encryption_spec());
        auth(&mut a);
        encryption(&mut e);
        let parts = Parts { auth: a.make(), encryption: e.make(), ra: ra_spec().make() };
        let report = parts.judge(&policy());
        let pair = check_encryption_certificate(&parts.encryption, &parts.auth).map_err(|e| e.code().name());
        (names(&report.errors), pair)
    };
    let same = |_: &mut Spec<'static>| {};
    let (old, new) = (at("2026-11-24T11:59:59Z"), at("2026-11-24T12:00:01Z"));
    let w = world();

    let (errors, pair) = spoilt(&same, &|e| e.signer = &w.recipient_key);
    assert_eq!(errors, ["ETK_ENCRYPTION_CERT_SIGNATURE_NOT_VALID"]);
    assert_eq!(pair, Err("ETK_ENCRYPTION_CERT_SIGNATURE_NOT_VALID"));

    let (errors, pair) = spoilt(&|a| a.key = &w.weak_key, &|e| e.signer = &w.weak_key);
    assert_eq!(errors, ["ETK_AUTHENTICATION_CERT_HAS_INVALID_KEY"]);
    assert_eq!(pair, Err("ETK_AUTHENTICATION_CERT_HAS_INVALID_KEY"));

    let (errors, pair) = spoilt(&same, &|e| e.key = &w.weak_key);
    assert_eq!(errors, ["ETK_CERTS_INVALID"]);
    assert_eq!(pair, Err("ETK_CERTS_INVALID"));

    let (errors, pair) = spoilt(&same, &|e| e.until = old);
    assert_eq!((errors, pair), (vec!["ETK_ENCRYPTION_CERT_EXPIRED"], Ok(())));
    let (errors, pair) = spoilt(&same, &|e| e.from = new);
    assert_eq!((errors, pair), (vec!["ETK_ENCRYPTION_CERT_NOT_YET_VALID"], Ok(())));
    let (errors, pair) = spoilt(&|a| a.until = old, &same);
    assert_eq!((errors, pair), (vec!["ETK_AUTHENTICATION_CERT_EXPIRED"], Ok(())));
    let (errors, pair) = spoilt(&|a| a.from = new, &same);
    assert_eq!((errors, pair), (vec!["ETK_AUTHENTICATION_CERT_NOT_YET_VALID"], Ok(())));

    let usages = [None, Some(key_usage::KEY_ENCIPHERMENT), Some(ENCIPHERMENT | key_usage::DIGITAL_SIGNATURE)];
    for usage in usages {
        let (errors, pair) = spoilt(&same, &|e| e.usage = usage);
        assert_eq!(errors, ["ETK_ENCRYPTION_CERT_HAS_INVALID_KEYUSAGE"], "{usage:?}");
        assert_eq!(pair, Err("ETK_ENCRYPTION_CERT_HAS_INVALID_KEYUSAGE"));
    }
    let (errors, _) = spoilt(&same, &|e| e.ca = true);
    assert_eq!(errors, ["ETK_ENCRYPTION_CERT_HAS_INVALID_KEYUSAGE"]);
    for usage in [None, Some(key_usage::NON_REPUDIATION)] {
        let (errors, pair) = spoilt(&|a| a.usage = usage, &same);
        assert_eq!(errors, ["ETK_AUTHENTICATION_CERT_HAS_INVALID_KEYUSAGE"], "{usage:?}");
        assert_eq!(pair, Err("ETK_AUTHENTICATION_CERT_HAS_INVALID_KEYUSAGE"));
    }
    let (errors, _) = spoilt(&|a| a.ca = true, &same);
    assert_eq!(errors, ["ETK_AUTHENTICATION_CERT_HAS_INVALID_KEYUSAGE"]);

    let (errors, pair) = spoilt(&same, &|e| e.subject = name("Wachtpost Omega"));
    assert_eq!(errors, ["ETK_CERTS_DO_NOT_MATCH"]);
    assert_eq!(pair, Err("ETK_CERTS_DO_NOT_MATCH"));
}

#[test]
fn every_verdict_on_a_chain_has_its_name() {
    let parts = parts();
    let ra = parts.ra.clone();
    for (verdict, owner, eh) in [
        (ChainVerdict::NotTrusted, "ETK_CERTS_INVALID", "EtkSignatureInvalid"),
        (ChainVerdict::Revoked, "ETK_AUTHENTICATION_CERT_REVOKED", "ETK_RA_CERT_REVOKED"),
        (ChainVerdict::StatusUnknown, "ETK_AUTHENTICATION_CERT_STATUS_UNKNOWN", "ETK_RA_CERT_STATUS_UNKNOWN"),
    ] {
        let trust = |_: &Certificate, others: &[Certificate], _: Timestamp| {
            assert_eq!(others.len(), 2);
            verdict
        };
        let report = parts.judge(&EtkPolicy { trust: Some(&trust), ..policy() });
        assert_eq!(names(&report.errors), [owner]);
        let report =
            parts.judge(&EtkPolicy { ra: RaPolicy { trust: Some(&trust), ..RaPolicy::default() }, ..policy() });
        assert_eq!(names(&report.errors), [eh]);
    }
    // An unknown status can be a warning, and a CRL of an unchecked signer is one.
    let unknown = |leaf: &Certificate, _: &[Certificate], _: Timestamp| {
        if *leaf == ra { ChainVerdict::StatusUnknown } else { ChainVerdict::TrustedCrlNotVerified }
    };
    let soft = EtkPolicy {
        trust: Some(&unknown),
        hard_revocation: false,
        ra: RaPolicy { trust: Some(&unknown), ..RaPolicy::default() },
        ..policy()
    };
    let report = parts.judge(&soft);
    assert!(report.is_ok());
    assert_eq!(names(&report.warnings), ["CRL_TRUST_NOT_VERIFIED", "ETK_RA_CERT_STATUS_UNKNOWN"]);
}

#[test]
fn an_expired_registration_authority_is_a_matter_of_policy() {
    let mut spec = ra_spec();
    spec.until = at("2026-11-24T11:00:00Z");
    let parts = Parts { ra: spec.make(), ..parts() };
    let report = parts.judge(&policy());
    assert!(report.is_ok());
    assert_eq!(names(&report.warnings), ["ETK_RA_CERT_EXPIRED"]);
    let hard = EtkPolicy { ra: RaPolicy { expired_is_error: true, ..RaPolicy::default() }, ..policy() };
    assert_eq!(names(&parts.judge(&hard).errors), ["ETK_RA_CERT_EXPIRED"]);
}

#[test]
fn a_token_without_its_parts_is_refused() {
    let parts = parts();
    let w = world();
    // The owner's certificate is missing: nobody in the token signed the encryption certificate.
    let token = Etk::create(&parts.encryption, &[], &parts.ra, &w.other_key, None, &mut OsRandom).unwrap();
    let etk = Etk::parse(&token).unwrap();
    assert_eq!(etk.authentication_certificate(), None);
    assert_eq!(names(&etk.verify(now(), &policy()).errors), ["ETK_CERTS_INVALID"]);
    // Signed with another key than the signer's certificate has.
    let chain = [parts.auth.clone()];
    let token = Etk::create(&parts.encryption, &chain, &parts.ra, &w.ec_key, None, &mut OsRandom).unwrap();
    let etk = Etk::parse(&token).unwrap();
    assert_eq!(names(&etk.verify(now(), &policy()).errors), ["EtkSignatureInvalid"]);
    let blind = EtkPolicy { ra: RaPolicy { signature: false, ..RaPolicy::default() }, ..policy() };
    assert!(etk.verify(now(), &blind).is_ok());
    for bytes in [&[][..], b"no token", parts.auth.der(), &[0x30; 300 << 10]] {
        let code = Etk::parse(bytes).unwrap_err().code();
        assert_eq!(code, if bytes.len() > 1 << 18 { Code::TOO_LARGE } else { Code::ETK_MALFORMED });
    }
}

#[test]
fn the_encryption_certificate_is_exactly_as_asked() {
    let w = world();
    for (auth_key, serial) in [(&w.sender_key, [0x7F; 16]), (&w.ec_key, [0xFF; 16])] {
        // The authentication certificate is signed by a P-384 CA: an RSA key must not take over that algorithm.
        let auth = Spec::new("Wachtpost Alfa", auth_key).make();
        let made =
            issue_encryption_certificate(&auth, auth_key, &serial, &w.recipient_key.public(), &mut OsRandom).unwrap();
        assert_eq!(made.subject_der(), auth.subject_der());
        assert_eq!(made.issuer_der(), auth.subject_der());
        assert_eq!((made.not_before(), made.not_after()), (auth.not_before(), auth.not_after()));
        let unsigned: &[u8] = if made.serial().len() == 17 { &made.serial()[1..] } else { made.serial() };
        assert_eq!(unsigned, serial);
        assert_eq!(made.public_key().unwrap(), w.recipient_key.public());
        let [usage] = made.extensions() else { panic!("not exactly one extension") };
        assert_eq!((usage.oid.as_slice(), usage.critical), (oid::KEY_USAGE, true));
        assert_eq!(usage.value, [0x03, 0x02, 0x04, 0x30]);
        let want = match auth_key {
            PrivateKey::Rsa(_) => SignatureAlgorithm::RsaPkcs1(Hash::Sha256),
            PrivateKey::P384(_) => SignatureAlgorithm::Ecdsa(Hash::Sha384),
        };
        assert_eq!(made.signature_algorithm().unwrap(), want);
        check_encryption_certificate(&made, &auth).unwrap();
        let other = Spec::new("Wachtpost Alfa", &w.other_key).make();
        let code = check_encryption_certificate(&made, &other).unwrap_err().code();
        assert_eq!(code, Code::ETK_ENCRYPTION_CERT_SIGNATURE_NOT_VALID);
    }
    let auth = auth_spec().make();
    let wrong = issue_encryption_certificate(&auth, &w.ec_key, &[1; 16], &w.recipient_key.public(), &mut OsRandom);
    assert_eq!(wrong.unwrap_err().code(), Code::INVALID_ARGUMENT);
}

#[test]
fn a_challenge_is_answered_by_its_key_alone() {
    let key = &world().recipient_key;
    for serial in [[0u8; 16], [0xFF; 16], *b"fictief nummer 1"] {
        let challenge = make_challenge(&serial, &key.public(), &mut OsRandom).unwrap();
        assert_eq!(challenge.len(), 256 + 32);
        assert_eq!(answer_challenge(&challenge, key, &mut OsRandom).unwrap(), serial);
    }
    assert_eq!(
        make_challenge(&[1; 16], &world().ec_key.public(), &mut OsRandom).unwrap_err().code(),
        Code::UNSUPPORTED_ALGORITHM
    );
}

#[test]
fn every_wrong_challenge_has_the_same_error() {
    use sha2::Digest;
    let w = world();
    let key = &w.recipient_key;
    let serial = *b"fictief nummer 1";
    let good = make_challenge(&serial, &key.public(), &mut OsRandom).unwrap();
    let with = |plain: &[u8], hashed: &[u8]| {
        let mut challenge = key.public().encrypt_pkcs1(&mut OsRandom, plain).unwrap();
        challenge.extend_from_slice(&sha2::Sha256::digest(hashed));
        challenge
    };
    let flipped = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    let mut short = [0u8; 16];
    short[..15].copy_from_slice(&serial[..15]);
    let wrong = [
        Vec::new(),
        vec![0; 31],
        vec![0; 32],
        vec![0; 288],
        vec![0xFF; 288],
        vec![0; 5000],
        good[..287].to_vec(),
        [good.clone(), vec![0]].concat(),
        flipped(0),
        flipped(255),
        flipped(256),
        flipped(287),
        with(&serial[..15], &serial[..15]),
        with(&serial[..15], &short),
        with(&[], &[0; 16]),
        with(&serial, b"fictief nummer 2"),
    ];
    let want = answer_challenge(&wrong[0], key, &mut OsRandom).unwrap_err();
    assert_eq!(want.code(), Code::CHALLENGE_INVALID);
    for (i, challenge) in wrong.iter().enumerate() {
        assert_eq!(answer_challenge(challenge, key, &mut OsRandom).unwrap_err(), want, "row {i}");
    }
    for other in [&w.sender_key, &w.ec_key, &rsa(1024)] {
        assert_eq!(answer_challenge(&good, other, &mut OsRandom).unwrap_err(), want);
    }
    // More than 16 octets: the first 16 are the serial number (ehealth.md 4.1.2).
    let longer = with(b"fictief nummer 1 en nog meer", &serial);
    assert_eq!(answer_challenge(&longer, key, &mut OsRandom).unwrap(), serial);
}

#[test]
fn without_randomness_nothing_is_made() {
    struct Dry;
    impl Random for Dry {
        fn fill(&mut self, _: &mut [u8]) -> Result<()> {
            Err(Code::RANDOM_UNAVAILABLE.into())
        }
    }
    let w = world();
    let code = make_challenge(&[1; 16], &w.recipient_key.public(), &mut Dry).unwrap_err().code();
    assert_eq!(code, Code::RANDOM_UNAVAILABLE);
    let auth = auth_spec().make();
    let made = issue_encryption_certificate(&auth, &w.sender_key, &[1; 16], &w.recipient_key.public(), &mut Dry);
    assert_eq!(made.unwrap_err().code(), Code::RANDOM_UNAVAILABLE);
    // Not "challenge invalid": neither the key nor the challenge is to blame.
    let challenge = make_challenge(&[1; 16], &w.recipient_key.public(), &mut OsRandom).unwrap();
    let code = answer_challenge(&challenge, &w.recipient_key, &mut Dry).unwrap_err().code();
    assert_eq!(code, Code::RANDOM_UNAVAILABLE);
}

#[test]
fn names_are_written_in_whatever_order() {
    let mut auth = auth_spec();
    let part = |kind: &[u8], value: Vec<u8>| asn1::set_of(&[asn1::sequence(&[&asn1::oid(kind), &value])]);
    auth.subject = asn1::sequence(&[
        &part(oid::COMMON_NAME, asn1::printable("Wachtpost  ALFA")),
        &part(oid::ORGANIZATION, asn1::printable("Proef")),
        &part(oid::COUNTRY, asn1::utf8("BE")),
    ]);
    check_encryption_certificate(&encryption_spec().make(), &auth.make()).unwrap();
}
