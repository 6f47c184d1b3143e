//! What ehcert makes is opened by OpenSSL.

use std::fs;

use base64ct::{Base64, Encoding};
use ehcert_core::{
    etk::{
        Etk, SealOptions,
        cms::{ContentCipher, SignOptions},
        issue_encryption_certificate, seal,
    },
    key::PrivateKey,
    random::OsRandom,
};

use super::support::{Spec, as_sender, ca, now, recipient, recipient_of, rsa, run, scratch, sender, world};

fn write_key(path: &std::path::Path, key: &PrivateKey) {
    let body = Base64::encode_string(&key.to_pkcs8().unwrap());
    fs::write(path, format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n")).unwrap();
}

#[test]
fn an_encryption_certificate_and_its_token_are_read_by_openssl() {
    let w = world();
    let folder = scratch("token");
    let path = |file: &str| folder.join(file).to_str().unwrap().to_owned();
    let ra_key = rsa(2048);
    let ra = Spec::new("ETK-RA proef", &ra_key).make();
    for (auth_key, algorithm) in [(&w.sender_key, "sha256WithRSAEncryption"), (&w.ec_key, "ecdsa-with-SHA384")] {
        let auth = Spec::new("Wachtpost Alfa", auth_key).make();
        let encryption =
            issue_encryption_certificate(&auth, auth_key, &[0xA5; 16], &w.recipient_key.public(), &mut OsRandom)
                .unwrap();
        fs::write(path("enc.der"), encryption.der()).unwrap();
        let Some((ok, text)) = run("openssl", &["x509", "-inform", "DER", "-in", &path("enc.der"), "-noout", "-text"])
        else {
            return;
        };
        let text = String::from_utf8_lossy(&text);
        assert!(ok && text.contains(&format!("Signature Algorithm: {algorithm}")), "{text}");
        assert!(text.contains("Key Usage: critical\n                Key Encipherment, Data Encipherment\n"), "{text}");
        assert!(text.contains("a5:a5:a5:a5:a5:a5:a5:a5:a5:a5:a5:a5:a5:a5:a5:a5"), "{text}");
        let new = SignOptions { signing_time: Some(now()), algorithm_protect: true };
        for options in [None, Some(new)] {
            let bytes = Etk::create(&encryption, &[auth.clone(), ca()], &ra, &ra_key, options, &mut OsRandom).unwrap();
            fs::write(path("t.etk"), &bytes).unwrap();
            let arguments = ["cms", "-verify", "-noverify", "-inform", "DER", "-in", &path("t.etk")];
            let (ok, content) = run("openssl", &arguments).unwrap();
            assert!(ok, "{algorithm} {options:?}");
            assert_eq!(content, encryption.der());
        }
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_sealed_message_is_opened_by_openssl() {
    let w = world();
    let folder = scratch("message");
    let path = |file: &str| folder.join(file).to_str().unwrap().to_owned();
    let content = b"Geachte collega, \x00\xFF bijlage";
    let second_key = rsa(2048);
    let (first, second) = (recipient(), recipient_of("Praktijk Gamma", &[0x12, 0x34], &second_key));
    for (key, cipher) in [
        (&w.sender_key, ContentCipher::Aes128Cbc),
        (&w.ec_key, ContentCipher::Aes192Cbc),
        (&w.sender_key, ContentCipher::Aes256Cbc),
    ] {
        let chain = [Spec::new("Wachtpost Alfa", key).make(), ca()];
        let options = SealOptions { cipher, ..SealOptions::default() };
        let message =
            seal(content, &as_sender(key, &chain), &[&first, &second], now(), &options, &mut OsRandom).unwrap();
        fs::write(path("m.msg"), &message).unwrap();
        let pem = Base64::encode_string(chain[0].der());
        fs::write(path("s.pem"), format!("-----BEGIN CERTIFICATE-----\n{pem}\n-----END CERTIFICATE-----\n")).unwrap();
        let verify = |file: &str| {
            let file = path(file);
            run(
                "openssl",
                &[
                    "cms",
                    "-verify",
                    "-noverify",
                    "-binary",
                    "-inform",
                    "DER",
                    "-in",
                    &file,
                    "-certfile",
                    &path("s.pem"),
                ],
            )
        };
        let Some((ok, envelope)) = verify("m.msg") else { return };
        assert!(ok, "outer signature, {cipher:?}");
        fs::write(path("e.der"), envelope).unwrap();
        for (key, recipient) in [(&w.recipient_key, &first), (&second_key, &second)] {
            write_key(&folder.join("key.pem"), key);
            fs::write(path("r.der"), recipient.der()).unwrap();
            let (ok, inner) = run(
                "openssl",
                &[
                    "cms",
                    "-decrypt",
                    "-binary",
                    "-inform",
                    "DER",
                    "-in",
                    &path("e.der"),
                    "-inkey",
                    &path("key.pem"),
                    "-recip",
                    &path("r.der"),
                ],
            )
            .unwrap();
            assert!(ok, "decryption, {cipher:?}");
            fs::write(path("i.der"), inner).unwrap();
            let (ok, text) = verify("i.der").unwrap();
            assert!(ok, "inner signature, {cipher:?}");
            assert_eq!(text, content);
        }
    }
    assert_eq!(sender().subject_der(), Spec::new("Wachtpost Alfa", &w.ec_key).make().subject_der());
    fs::remove_dir_all(folder).unwrap();
}

/// The other direction: OpenSSL makes it, ehcert opens it.
#[test]
fn a_message_that_openssl_sealed_opens() {
    use ehcert_core::etk::{UnsealPolicy, unseal};

    use super::support::{key_of, trusted};
    let w = world();
    let folder = scratch("sealed");
    let path = |file: &str| folder.join(file).to_str().unwrap().to_owned();
    let certificate = |file: &str, der: &[u8]| {
        let body = Base64::encode_string(der);
        fs::write(path(file), format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")).unwrap();
    };
    let (from, to) = (sender(), recipient());
    certificate("s.pem", from.der());
    certificate("r.pem", to.der());
    write_key(&folder.join("s.key"), &w.sender_key);
    fs::write(path("clear"), b"Beste \x0D\x0A groeten").unwrap();
    let sign = |input: &str, output: &str, extra: &[&str]| {
        let (input, output, s, k) = (path(input), path(output), path("s.pem"), path("s.key"));
        let mut arguments =
            vec!["cms", "-sign", "-binary", "-nodetach", "-outform", "DER", "-md", "sha256", "-in", &input];
        arguments.extend(["-out", &output, "-signer", &s, "-inkey", &k]);
        arguments.extend(extra);
        run("openssl", &arguments)
    };
    let pss = ["-keyopt", "rsa_padding_mode:pss"];
    for (extra, stream) in [(&pss[..], "-stream"), (&[][..], "-binary")] {
        let Some((true, _)) = sign("clear", "i.der", &[extra, &["-nocerts"]].concat()) else { return };
        let (i, e, r) = (path("i.der"), path("e.der"), path("r.pem"));
        let (ok, _) = run(
            "openssl",
            &["cms", "-encrypt", "-binary", stream, "-outform", "DER", "-aes-256-cbc", "-in", &i, "-out", &e, &r],
        )
        .unwrap();
        assert!(ok);
        assert!(sign("e.der", "m.msg", extra).unwrap().0);
        let message = fs::read(path("m.msg")).unwrap();
        let policy = UnsealPolicy {
            trust: Some(&trusted),
            signing_time_expiration: None,
            // OpenSSL takes the signing time from the machine's own clock.
            clock_skew: i64::MAX / 4,
            ..UnsealPolicy::default()
        };
        let opened = unseal(&message, &[key_of(&to, &w.recipient_key)], &policy, now(), &mut OsRandom).unwrap();
        assert_eq!(opened.content().unwrap(), fs::read(path("clear")).unwrap());
    }
    fs::remove_dir_all(folder).unwrap();
}
