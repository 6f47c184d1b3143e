//! What Java programs made: opened, or refused for the reason in the name.

use std::fs;

use ehcert_core::{
    Code, Timestamp,
    certificate::Certificate,
    etk::{DecryptionKey, Etk, EtkPolicy, UnsealPolicy, Unsealed, unseal},
    key::{Hash, PrivateKey},
    random::OsRandom,
};

use super::support::{at, names, pem, run, shared, trusted};

fn token(file: &str) -> Option<Etk> {
    Some(Etk::parse(&fs::read(shared(&format!("vectors/etk/{file}"))?).unwrap()).unwrap())
}

fn judged(file: &str, when: &str) -> Option<(Vec<&'static str>, Vec<&'static str>)> {
    let report = token(file)?.verify(at(when), &EtkPolicy { trust: Some(&trusted), ..EtkPolicy::default() });
    Some((names(&report.errors), names(&report.warnings)))
}

#[test]
fn good_tokens_are_good() {
    for (file, alias) in [
        ("alices_public_key.etk", "1204544406096826217265"),
        ("bobs_public_key.etk", "825373489"),
        ("Bob2_public_key.etk", "658796280569535360574118552194830058299383705189"),
    ] {
        let Some(etk) = token(file) else { return };
        assert_eq!(etk.chain().len(), 4, "{file}");
        assert_eq!(etk.signer().unwrap().serial_hex(), "CE361DE809993D0E717BC2B839182B54", "{file}");
        assert_eq!(etk.alias(), alias, "{file}");
        etk.check_alias([etk.alias().as_str(), "authentication"]).unwrap();
        let code = etk.check_alias(["authentication"]).unwrap_err().code();
        assert_eq!(code, Code::ETK_NOT_IN_KEYSTORE);
        let (errors, warnings) = judged(file, "2026-11-24T12:00:00Z").unwrap();
        assert_eq!(errors, Vec::<&str>::new(), "{file}");
        assert_eq!(warnings, ["WeakHash", "ETK_RA_CERT_EXPIRED"], "{file}");
    }
}

#[test]
fn bad_tokens_are_bad_for_the_reason_in_their_name() {
    for (file, when, errors) in [
        ("kgss.etk", "2012-01-01T00:00:00Z", &[][..]),
        ("kgss.etk", "2016-01-01T00:00:00Z", &["ETK_AUTHENTICATION_CERT_EXPIRED", "ETK_ENCRYPTION_CERT_EXPIRED"]),
        ("expired_encr.etk", "2015-01-01T00:00:00Z", &["ETK_ENCRYPTION_CERT_EXPIRED"]),
        ("expired_encr.etk", "2014-03-15T00:00:00Z", &[]),
        (
            "invalid_key_size.etk",
            "2012-01-01T00:00:00Z",
            &["ETK_AUTHENTICATION_CERT_HAS_INVALID_KEY", "ETK_CERTS_INVALID", "ETK_CERTS_DO_NOT_MATCH"],
        ),
        ("auth_and_encr_not_same_DN.etk", "2012-01-01T00:00:00Z", &["ETK_CERTS_DO_NOT_MATCH"]),
    ] {
        let Some((found, _)) = judged(file, when) else { return };
        assert_eq!(found, errors, "{file} at {when}");
    }
}

/// Every private key of a keystore with its certificate.
fn keystore(file: &str) -> Option<Vec<(Certificate, PrivateKey)>> {
    let path = shared(&format!("vectors/p12/{file}"))?;
    let arguments = ["pkcs12", "-legacy", "-nodes", "-passin", "pass:test", "-in", path.to_str().unwrap()];
    let (ok, text) = run("openssl", &arguments)?;
    if !ok {
        eprintln!("skipped: this openssl does not read old keystores");
        return None;
    }
    let text = String::from_utf8(text).unwrap();
    let certificates: Vec<Certificate> =
        pem(&text, "CERTIFICATE").iter().map(|der| Certificate::from_der(der).unwrap()).collect();
    let keys = pem(&text, "PRIVATE KEY").into_iter().map(|der| PrivateKey::from_pkcs8(&der).unwrap());
    let pairs = keys.filter_map(|key| {
        let certificate = certificates.iter().find(|c| c.public_key().unwrap() == key.public())?;
        Some((certificate.clone(), key))
    });
    Some(pairs.collect())
}

fn opened(file: &str, store: &str, when: Timestamp, policy: &UnsealPolicy<'_>) -> Option<Unsealed> {
    let message = fs::read(shared(&format!("vectors/msg/{file}"))?).unwrap();
    let store = keystore(store)?;
    let keys: Vec<_> = store.iter().map(|(certificate, key)| DecryptionKey { certificate, key }).collect();
    Some(unseal(&message, &keys, policy, when, &mut OsRandom).unwrap())
}

const BOB: &str = "bobs_private_key_store.p12";

#[test]
fn good_messages_open() {
    let policy = UnsealPolicy { trust: Some(&trusted), ..UnsealPolicy::default() };
    let secret = "This is a secret message from Alice for Bob written at Thu Mar 13 12:39:12 CET 2014";
    for (file, signed, clear) in [
        ("message_from_alice_for_bob.msg", "2014-03-13T11:39:12Z", secret),
        ("triple_wrapped_correct.msg", "2014-03-13T11:39:12Z", secret),
        (
            "triple_wrapped_multi_recipients.msg",
            "2014-03-19T10:07:04Z",
            &secret.replace("Thu Mar 13 12:39:12", "Wed Mar 19 11:07:04"),
        ),
    ] {
        let Some(message) = opened(file, BOB, at(signed).plus(60), &policy) else { return };
        assert_eq!(String::from_utf8_lossy(message.content().unwrap()), clear, "{file}");
        assert_eq!(message.signing_time, Some(at(signed)), "{file}");
        assert_eq!(message.report.warnings, [], "{file}");
        assert_eq!(message.sender.unwrap().serial_decimal(), "11687039761893623079", "{file}");
        let later = opened(file, BOB, at("2026-11-24T12:00:00Z"), &policy).unwrap();
        assert_eq!(names(&later.report.warnings), ["SIGNING_TIME_EXPIRED"], "{file}");
        assert_eq!(later.content().unwrap(), clear.as_bytes(), "{file}");
    }
}

#[test]
fn a_message_signed_with_sha1_opens_only_where_that_is_allowed() {
    let strict = UnsealPolicy { trust: Some(&trusted), ..UnsealPolicy::default() };
    let when = at("2026-11-24T12:00:00Z");
    let Some(message) = opened("openssl_outer_signed.msg", BOB, when, &strict) else { return };
    assert_eq!(
        names(&message.report.errors),
        ["OUTER_SIGNATURE_DIGEST_ALGORITHM_UNAUTHORIZED", "INNER_SIGNATURE_DIGEST_ALGORITHM_UNAUTHORIZED"]
    );
    assert_eq!(names(&message.report.warnings), ["SIGNING_TIME_MISSING"]);
    assert!(message.content().is_err());
    let lenient = UnsealPolicy { hashes: vec![Hash::Sha1, Hash::Sha256], ..strict };
    let message = opened("openssl_outer_signed.msg", BOB, when, &lenient).unwrap();
    assert_eq!(String::from_utf8_lossy(message.content().unwrap()), "a message for BOB");
}

#[test]
fn bad_messages_are_refused_for_the_reason_in_their_name() {
    let policy = UnsealPolicy { trust: Some(&trusted), ..UnsealPolicy::default() };
    for (file, errors) in [
        (
            "triple_wrapped_with_2_signerinfos.msg",
            &["MESSAGE_OUTER_SIGNED_PART_HAS_MORE_THAN_ONE_SIGNER_INFORMATION"][..],
        ),
        ("triple_wrapped_invalid_signature.msg", &["OUTER_SIGNATURE_COULD_NOT_BE_VERIFIED"]),
        ("triple_wrapped_expired_auth.msg", &["OUTER_CERTIFICATE_EXPIRED", "DECRYPTION_PRIVATE_KEY_NOT_FOUND"]),
    ] {
        let Some(message) = opened(file, BOB, at("2014-04-01T12:00:00Z"), &policy) else { return };
        assert_eq!(names(&message.report.errors), errors, "{file}");
        assert!(message.content().is_err() && message.content_despite_errors().is_none(), "{file}");
    }
}

#[test]
fn a_keystore_of_somebody_else_opens_nothing() {
    let policy = UnsealPolicy { trust: Some(&trusted), ..UnsealPolicy::default() };
    let when = at("2014-03-13T11:40:00Z");
    let Some(message) = opened("triple_wrapped_correct.msg", "alice_enc.p12", when, &policy) else { return };
    assert_eq!(names(&message.report.errors), ["DECRYPTION_PRIVATE_KEY_NOT_FOUND"]);
}
