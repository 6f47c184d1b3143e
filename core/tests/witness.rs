//! What ehcert writes, read by the x509-cert crate: a parser that shares no code with ours.

use ehcert_core::{
    Timestamp, csr, etk,
    key::{KeyAlgorithm, PrivateKey},
    keystore::dummy_certificate,
    random::OsRandom,
    subject::Subject,
};
use x509_cert::{
    Certificate,
    der::{Decode, Encode},
    request::CertReq,
};

fn now() -> Timestamp {
    Timestamp::from_utc(2026, 11, 24, 12, 0, 0).unwrap()
}

#[test]
fn a_csr_has_the_subject_and_nothing_else() {
    let subject = Subject::new("NIHII-GUARD_POST", "67999077", "POSTE FICTIF", Some("APP-1")).unwrap();
    for algorithm in [KeyAlgorithm::Rsa2048, KeyAlgorithm::P384] {
        let key = PrivateKey::generate(algorithm, &mut OsRandom).unwrap();
        let der = csr::create(&key, &subject.to_der(), &mut OsRandom).unwrap();
        let read = CertReq::from_der(&der).unwrap();
        assert!(read.info.attributes.is_empty());
        assert_eq!(read.info.subject.to_der().unwrap(), subject.to_der());
        assert_eq!(read.info.public_key.to_der().unwrap(), key.public().to_spki());
        assert_eq!(read.to_der().unwrap(), der);
        // RFC 4514 order is the reverse of the encoding's, and so is eHealth's string.
        let text = read.info.subject.to_string();
        assert!(text.starts_with("CN=NIHII-GUARD_POST"), "{text}");
        assert!(text.ends_with("O=Federal Government,C=BE"), "{text}");
    }
}

#[test]
fn dummy_and_encryption_certificates_are_what_was_meant() {
    let auth_key = PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap();
    let encryption_key = PrivateKey::generate(KeyAlgorithm::Rsa2048, &mut OsRandom).unwrap();
    let auth = dummy_certificate(&auth_key, now(), &mut OsRandom).unwrap();
    let read = Certificate::from_der(auth.der()).unwrap();
    assert_eq!(read.tbs_certificate().subject().to_string(), "C=Dummy");
    assert_eq!(read.tbs_certificate().serial_number().as_bytes(), [0]);

    let serial = [0x52; 16];
    let issued =
        etk::issue_encryption_certificate(&auth, &auth_key, &serial, &encryption_key.public(), &mut OsRandom).unwrap();
    let read = Certificate::from_der(issued.der()).unwrap();
    let tbs = read.tbs_certificate();
    assert_eq!(tbs.serial_number().as_bytes(), serial);
    assert_eq!(tbs.subject(), tbs.issuer());
    assert_eq!(tbs.extensions().map(Vec::len), Some(1));
    assert_eq!(tbs.subject_public_key_info().to_der().unwrap(), encryption_key.public().to_spki());
}
