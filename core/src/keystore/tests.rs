use super::*;
use crate::{key::KeyAlgorithm, random::OsRandom};

fn now() -> Timestamp {
    Timestamp::from_utc(2026, 11, 24, 12, 0, 0).unwrap()
}

fn store() -> Keystore {
    let key = PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap();
    let other = PrivateKey::generate(KeyAlgorithm::Rsa2048, &mut OsRandom).unwrap();
    let mut store = Keystore::pending(key, None, now(), &mut OsRandom).unwrap();
    let dummy = dummy_certificate(&other, now(), &mut OsRandom).unwrap();
    store.add_key("825373489", other, vec![dummy.clone()], now()).unwrap();
    store.trusted.push(TrustedEntry { alias: "C=Dummy".into(), certificate: dummy });
    store
}

fn password(text: &str) -> Password {
    Password::from(text.to_owned())
}

#[test]
fn every_profile_is_read_back_whole() {
    let store = store();
    for profile in [Profile::Ehealth, Profile::Modern, Profile::JavaLegacy] {
        let bytes = store.write(&password("Test-1234"), profile, &mut OsRandom).unwrap();
        let again = Keystore::open(&bytes, &password("Test-1234")).unwrap();
        assert_eq!(again.keys().len(), 2);
        assert_eq!(again.trusted().len(), 1);
        for (a, b) in store.keys().iter().zip(again.keys()) {
            assert_eq!((&a.alias, a.key.public(), &a.chain), (&b.alias, b.key.public(), &b.chain));
        }
        assert!(again.key("AUTHENTICATION").is_some(), "aliases are compared without case");
        let error = Keystore::open(&bytes, &password("test-1234")).unwrap_err();
        assert_eq!(error.code(), Code::KEYSTORE_PASSWORD_WRONG);
    }
}

#[test]
fn a_file_of_another_kind_is_named() {
    let dummy = store().keys()[0].chain[0].der().to_vec();
    for (bytes, kind) in [
        (&b""[..], "empty file"),
        (b"<!DOCTYPE html><html>", "HTML"),
        (b"-----BEGIN CERTIFICATE-----", "PEM"),
        (&[0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2], "JKS"),
        (&dummy, "X.509"),
    ] {
        let error = Keystore::open(bytes, &password("x")).unwrap_err();
        assert_eq!((error.code(), error.value("kind")), (Code::KEYSTORE_OTHER_FILE, Some(kind)));
    }
}

#[test]
fn cut_and_flipped_bytes_never_panic_and_never_open_as_something_else() {
    let bytes = store().write(&password("Test-1234"), Profile::Ehealth, &mut OsRandom).unwrap();
    for length in (0..bytes.len()).step_by(7) {
        assert!(Keystore::open(&bytes[..length], &password("Test-1234")).is_err());
    }
    for at in (0..bytes.len()).step_by(bytes.len() / 40) {
        let mut other = bytes.clone();
        other[at] ^= 0x55;
        assert!(Keystore::open(&other, &password("Test-1234")).is_err(), "byte {at}");
    }
}

#[test]
fn a_hostile_iteration_count_is_refused_before_any_work() {
    let bytes = store().write(&password("Test-1234"), Profile::Ehealth, &mut OsRandom).unwrap();
    // The last three bytes are the MAC's iterations: 10,000 as INTEGER of two octets.
    let mut hostile = bytes.clone();
    let length = hostile.len();
    assert_eq!(hostile[length - 4..], [0x02, 0x02, 0x27, 0x10]);
    hostile.truncate(length - 4);
    let grown = asn1::small(2_000_001);
    // Rebuild the lengths around it.
    let mut reader = asn1::Reader::new(&bytes);
    let mut outer = reader.any().unwrap().reader();
    let (version, content, mac) = (outer.any().unwrap(), outer.any().unwrap(), outer.any().unwrap());
    let mut parts = mac.reader();
    let (info, salt) = (parts.any().unwrap(), parts.any().unwrap());
    let mac = asn1::sequence(&[info.raw, salt.raw, &grown]);
    let hostile = asn1::sequence(&[version.raw, content.raw, &mac]);
    let error = Keystore::open(&hostile, &password("Test-1234")).unwrap_err();
    assert_eq!(error.code(), Code::KEYSTORE_TOO_MANY_ITERATIONS);
}

#[test]
fn the_shape_is_seen_without_password() {
    let bytes = store().write(&password("Test-1234"), Profile::JavaLegacy, &mut OsRandom).unwrap();
    let shape = inspect(&bytes).unwrap();
    assert_eq!((shape.mac.as_str(), shape.mac_iterations), ("HMAC-SHA1", 100_000));
    assert_eq!(shape.bags[0].alias.as_deref(), Some("authentication"));
    assert_eq!(shape.bags[2].encryption, "PBE-SHA1-RC2-40");
}

#[test]
fn the_vectors_of_the_official_library_are_read_whole() {
    let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/vectors/p12"));
    let Ok(files) = std::fs::read_dir(folder) else {
        eprintln!("skipped: keystore vectors are not present");
        return;
    };
    let mut read = 0;
    for file in files {
        let path = file.unwrap().path();
        let store = Keystore::open(&std::fs::read(&path).unwrap(), &password("test"))
            .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert!(!store.keys().is_empty() || store.unusable_keys() > 0, "{}", path.display());
        assert!(store.keys().iter().all(|k| !k.chain.is_empty()), "{}", path.display());
        read += 1;
    }
    assert!(read >= 6);
}
