//! Keystores of other programs: all are opened, whole, and nothing of them is lost by writing them again.

mod common;

use std::collections::BTreeMap;

use ehcert_core::{
    Code, Result, Timestamp,
    certificate::Certificate,
    csr::Csr,
    key::PrivateKey,
    keystore::{Keystore, Profile, SurveyState, survey},
    random::OsRandom,
    request::Password,
};

fn open(bytes: &[u8], password: &str) -> Result<Keystore> {
    Keystore::open(bytes, &Password::from(password.to_owned()))
}

/// Written in every form and opened again, it holds the same.
fn written_again(name: &str, store: &Keystore) {
    let password = Password::from("Test-1234".to_owned());
    for profile in [Profile::Ehealth, Profile::Modern, Profile::JavaLegacy] {
        let bytes = store.write(&password, profile, &mut OsRandom).unwrap();
        let again = Keystore::open(&bytes, &password).unwrap();
        assert!(again.holds_all_of(store), "{name} {profile:?}");
        assert_eq!(again.unusable_keys(), store.unusable_keys(), "{name} {profile:?}");
    }
}

fn archive(path: &str) -> Option<BTreeMap<String, Vec<u8>>> {
    common::shared(path).map(|p| common::untar(&p))
}

#[test]
fn eighteen_writers() {
    let Some(files) = archive("conformance/p12/p12-ascii-go-rustcrypto.tar.xz") else { return };
    let key = PrivateKey::from_pkcs8(&files["p12/generated/k/ee.p8"]).or_else(|_| {
        let pem = common::pem(&String::from_utf8_lossy(&files["p12/generated/k/ee.p8"]));
        PrivateKey::from_pkcs8(&pem[0].1)
    });
    let key = key.unwrap();
    let leaf = common::certificate(&files["p12/generated/k/ee.pem"]).unwrap();
    let mut read = 0;
    for (name, bytes) in files.iter().filter(|(n, _)| n.starts_with("p12/generated/ascii/") && n.ends_with(".p12")) {
        let store = open(bytes, "test1234").unwrap_or_else(|e| panic!("{name}: {e}"));
        let [entry] = store.keys() else { panic!("{name}: {} keys", store.keys().len()) };
        assert_eq!(entry.key.public(), key.public(), "{name}");
        assert_eq!(entry.chain.first(), Some(&leaf), "{name}");
        for wrong in ["", "test123", "TEST1234", "test12345"] {
            assert_eq!(open(bytes, wrong).unwrap_err().code(), Code::KEYSTORE_PASSWORD_WRONG, "{name} {wrong}");
        }
        // Without keys and MAC the same certificate is found, and a wrong password is one.
        let now = Timestamp::parse("2026-11-24T12:00:00Z").unwrap();
        let passwords = ["wrong", "test1234"].map(|p| Password::from(p.to_owned()));
        let told = survey(bytes, "k.p12", &passwords, now);
        assert_eq!((told.state, told.serial), (SurveyState::Read, leaf.serial_decimal()), "{name}");
        written_again(name, &store);
        read += 1;
    }
    eprintln!("keystores of other writers: {read} of 18");
    assert_eq!(read, 18);
}

#[test]
fn pbmac1_of_rfc_9579() {
    let Some(files) = archive("conformance/p12/p12-ascii-go-rustcrypto.tar.xz") else { return };
    let file = |name: &str| {
        let text = String::from_utf8_lossy(&files[&format!("p12/go/{name}.txt")]).into_owned();
        let der = ehcert_core::pem::der_of(format!("-----BEGIN X-----\n{text}-----END X-----\n").as_bytes(), &["X"]);
        open(&der.unwrap(), "1234")
    };
    // Appendix A: the first three are right, the others wrong in iterations, salt or length.
    for good in ["rfc9579-a1", "rfc9579-a2", "rfc9579-a3"] {
        let store = file(good).unwrap_or_else(|e| panic!("{good}: {e}"));
        assert_eq!((store.keys().len() + store.unusable_keys(), good), (1, good));
    }
    for bad in ["rfc9579-a4", "rfc9579-a5", "rfc9579-a6", "pbmac1-short-key-bypass"] {
        assert!(file(bad).is_err(), "{bad}");
    }
}

#[test]
fn keystores_of_rustcrypto() {
    let Some(files) = archive("conformance/p12/p12-ascii-go-rustcrypto.tar.xz") else { return };
    let (mut opened, mut seen) = (0, 0);
    for (name, bytes) in files.iter().filter(|(n, _)| n.contains("/rustcrypto/")) {
        if !name.ends_with(".pfx") && !name.ends_with(".p12") {
            continue;
        }
        seen += 1;
        let found = ["", "1234", "password", "test"].iter().find_map(|p| open(bytes, p).ok());
        match found {
            Some(store) => {
                written_again(name, &store);
                opened += 1;
            }
            None => eprintln!("{name}: {}", open(bytes, "1234").unwrap_err()),
        }
    }
    eprintln!("keystores of RustCrypto: {opened} of {seen}");
    // example11 is encrypted with an algorithm of one library's own.
    assert_eq!(opened, seen - 1);
}

#[test]
fn keystores_of_pyca() {
    let Some(files) = archive("conformance/pyca/pyca-pkcs12-requests.tar.xz") else { return };
    let mut read = 0;
    for (name, bytes) in files.iter().filter(|(n, _)| n.ends_with(".p12")) {
        let password = match name.as_str() {
            n if n.contains("-no-pwd") || n.ends_with("no-password.p12") || n.ends_with("truststore.p12") => "",
            n if n.contains("-pwd") => "password",
            _ => "cryptography",
        };
        let store = open(bytes, password).unwrap_or_else(|e| panic!("{name}: {e}"));
        written_again(name, &store);
        read += 1;
    }
    eprintln!("keystores of pyca: {read}");
    assert!(read >= 30, "{read}");
}

#[test]
fn requests_of_pyca() {
    let Some(files) = archive("conformance/pyca/pyca-pkcs12-requests.tar.xz") else { return };
    let mut answers = BTreeMap::new();
    for (path, bytes) in files.iter().filter(|(n, _)| n.starts_with("x509/requests/")) {
        let name = path.trim_start_matches("x509/requests/");
        if name.ends_with('/') || name.is_empty() {
            continue;
        }
        let answer = match Csr::parse(bytes) {
            Err(_) => "not read",
            Ok(csr) if csr.verify().is_ok() => "verified",
            Ok(_) => "not verified",
        };
        answers.insert(name.to_owned(), answer);
    }
    eprintln!("requests: {answers:#?}");
    for good in ["rsa_sha256.pem", "rsa_sha256.der", "ec_sha256.pem", "ec_sha256.der", "ec_sha256_old_header.pem"] {
        assert_eq!(answers[good], "verified", "{good}");
    }
    for bad in ["invalid_signature.pem", "dsa_sha1.pem", "dsa_sha1.der", "rsa_md4.pem", "rsa_md4.der"] {
        assert_ne!(answers[bad], "verified", "{bad}");
    }
    assert!(Certificate::from_der(&files["x509/requests/rsa_sha256.der"]).is_err());
}
