//! The CMS files of RustCrypto and the signatures of Chromium's `VerifySignedData`, out of the shared archive.

use std::{fs, path::PathBuf};

use ehcert_core::{
    asn1::{self, tag},
    certificate::Certificate,
    etk::cms::{EnvelopedData, SignedData},
    key::{PublicKey, SignatureAlgorithm},
};

use super::support::{pem, run, scratch, shared};

fn unpacked(purpose: &str) -> Option<PathBuf> {
    let archive = shared("conformance/cms/cms-ocsp-chromium.tar.xz")?;
    let folder = scratch(purpose);
    let (ok, _) = run("tar", &["-xJf", archive.to_str()?, "-C", folder.to_str()?])?;
    ok.then_some(folder)
}

#[test]
fn signed_data_of_other_programs() {
    let Some(folder) = unpacked("cms-signed") else { return };
    let read = |file: &str| {
        let bytes = fs::read(folder.join("cms/cms/tests/examples").join(file)).unwrap();
        asn1::to_der(&bytes).unwrap()
    };
    // File, certificates, signers; each signature verifies with the certificate beside it.
    for (file, certificates, signers) in
        [("cms_der.bin", 1, 1), ("cms_ber.bin", 1, 1), ("scep_der.bin", 1, 1), ("sd.cms", 1, 1)]
    {
        let der = read(file);
        let data = SignedData::parse(&der).unwrap();
        assert_eq!((data.certificates.len(), data.signers.len()), (certificates, signers), "{file}");
        for signer in &data.signers {
            let certificate = data.certificate_of(signer).unwrap();
            signer.verify(data.content_type, data.content.unwrap(), certificate).unwrap();
            let mut other = data.content.unwrap().to_vec();
            other[0] ^= 1;
            assert!(signer.verify(data.content_type, &other, certificate).is_err(), "{file}");
        }
    }
    // Only certificates.
    for (file, certificates) in [("pkits.p7b", 2), ("pkits_ee.p7b", 1)] {
        let der = read(file);
        let data = SignedData::parse(&der).unwrap();
        assert_eq!((data.certificates.len(), data.signers.len(), data.content), (certificates, 0, None), "{file}");
    }
    // Attributes in another form than the standard's.
    for file in ["signer_info_sequence_not_set.bin", "signer_info_explicit_attrs.bin"] {
        let info = fs::read(folder.join("cms/cms/tests/examples").join(file)).unwrap();
        assert!(SignedData::parse(&around(&info)).is_err(), "{file}");
    }
    for file in ["enveloped_data_ktri.bin", "compressed_data.bin", "digested_data.bin", "encrypted_data.bin"] {
        assert!(SignedData::parse(&read(file)).is_err(), "{file}");
    }
    fs::remove_dir_all(folder).unwrap();
}

/// A SignedData with this one SignerInfo.
fn around(info: &[u8]) -> Vec<u8> {
    use ehcert_core::asn1::oid;
    let content = asn1::sequence(&[&asn1::oid(oid::DATA)]);
    let data = asn1::sequence(&[&asn1::small(1), &asn1::tlv(tag::SET, &[]), &content, &asn1::tlv(tag::SET, info)]);
    asn1::sequence(&[&asn1::oid(oid::SIGNED_DATA), &asn1::context(0, &data)])
}

#[test]
fn enveloped_data_of_other_programs() {
    let Some(folder) = unpacked("cms-enveloped") else { return };
    // File, recipients, recipients by certificate.
    for (file, recipients, transports) in [
        ("enveloped_data_ktri.bin", 1, 1),
        ("enveloped_data_kari.bin", 1, 0),
        ("enveloped_data_kekri.bin", 1, 0),
        ("enveloped_data_pwri.bin", 1, 0),
        ("enveloped_data_multi.bin", 4, 1),
        ("kms_ciphertext_for_recipient_1.ber", 1, 1),
        ("kms_ciphertext_for_recipient_2.ber", 1, 1),
        ("kms_ciphertext_for_recipient_3.ber", 1, 1),
        ("kms_ciphertext_for_recipient_4.ber", 1, 1),
        ("1.3.6.1.4.1.22554.5.6.1_ML-KEM-512-ipd_kemri_ukm.der", 1, 0),
    ] {
        let bytes = fs::read(folder.join("cms/cms/tests/examples").join(file)).unwrap();
        let der = asn1::to_der(&bytes).unwrap();
        let data = EnvelopedData::parse(&der).unwrap();
        assert_eq!((data.recipients.len(), data.transports().count()), (recipients, transports), "{file}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn chromiums_signatures() {
    let Some(folder) = unpacked("cms-chromium") else { return };
    let folder_of = folder.join("cms/chromium/data/verify_signed_data");
    // Absent parameters of an RSA key are accepted here, as OpenSSL does. Everything else in the folder is wrong in one way that its name says, or a PSS or ECDH key that no
    // eHealth certificate has.
    let good = [
        "ecdsa-prime256v1-sha512.pem",
        "ecdsa-secp384r1-sha256.pem",
        "rsa-pkcs1-sha1.pem",
        "rsa-pkcs1-sha256.pem",
        "rsa-pss-sha1-salt20.pem",
        "rsa-pss-sha256-salt10.pem",
        "rsa2048-pkcs1-sha512.pem",
        "ours/ecdsa-prime256v1-sha256.pem",
        "ours/ecdsa-prime256v1-sha256-compressed.pem",
        "ours/rsa-pss-sha256-salt32.pem",
        "ours/rsa-pss-sha384-salt48.pem",
        "ours/rsa-pss-sha512-salt64.pem",
    ];
    let mut seen = 0;
    for sub in ["", "ours/"] {
        for entry in fs::read_dir(folder_of.join(sub)).unwrap() {
            let file = format!("{sub}{}", entry.unwrap().file_name().to_str().unwrap());
            if !file.ends_with(".pem") {
                continue;
            }
            let text = fs::read_to_string(folder_of.join(&file)).unwrap();
            let block = |label: &str| pem(&text, label).into_iter().next();
            let (Some(key), Some(algorithm), Some(data), Some(signature)) =
                (block("PUBLIC KEY"), block("ALGORITHM"), block("DATA"), block("SIGNATURE"))
            else {
                continue;
            };
            let verified = PublicKey::from_spki(&key).and_then(|key| {
                let algorithm = SignatureAlgorithm::parse(asn1::read_one(&algorithm, tag::SEQUENCE)?, None)?;
                let signature = asn1::read_one(&signature, tag::BIT_STRING)?.bit_string()?;
                key.verify(algorithm, &data, signature)
            });
            assert_eq!(verified.is_ok(), good.contains(&file.as_str()), "{file}: {verified:?}");
            seen += 1;
        }
    }
    assert!(seen >= 35, "{seen}");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn certificates_of_the_archive_are_read_or_refused_without_panic() {
    let Some(folder) = unpacked("cms-x509") else { return };
    for sub in ["cms/x509-cert/tests/examples", "cms/x509-ocsp/tests/examples"] {
        for entry in fs::read_dir(folder.join(sub)).unwrap() {
            let Ok(bytes) = fs::read(entry.unwrap().path()) else { continue };
            if let Ok(certificate) = Certificate::from_der(&bytes) {
                let _ = (certificate.key_usage(), certificate.basic_constraints(), certificate.public_key());
            }
            assert!(SignedData::parse(&bytes).is_err() && EnvelopedData::parse(&bytes).is_err());
        }
    }
    fs::remove_dir_all(folder).unwrap();
}
