//! Certificates, CRL, OCSP and tokens as OpenSSL sees them.

use std::{path::Path, process::Command as Process};

use ehcert_core::ra::{CompleteETKRegistrationRequest, StartETKRegistrationRequest};
use ehcert_core::{
    etk::{answer_challenge, issue_encryption_certificate},
    key::{KeyAlgorithm, PrivateKey},
    random::OsRandom,
};

use super::*;
use crate::{Command, ca::Hierarchy, x509::pem};

/// Standard output and error of an OpenSSL command.
fn openssl(folder: &Path, arguments: &str) -> String {
    let output = Process::new("openssl").current_dir(folder).args(arguments.split(' ')).output().unwrap();
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn openssl_agrees_on_chain_revocation_and_token() {
    if Process::new("openssl").arg("version").output().is_err() {
        eprintln!("skipped: openssl is not present");
        return;
    }
    let folder = std::env::temp_dir().join(format!("ehcert-sandbox-openssl-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    // OpenSSL asks the computer's clock.
    let world = World::with(|c| c.clock = crate::Clock::System);
    let url = world.sandbox.url();
    let get = |path: &str| {
        let get = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        exchange(url, get.as_bytes()).unwrap().2
    };
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).unwrap();
    write("roots.pem", &get("/ca/roots.pem"));
    for hierarchy in Hierarchy::ALL {
        let algorithm = if hierarchy == Hierarchy::Rsa { KeyAlgorithm::Rsa2048 } else { KeyAlgorithm::P384 };
        let slug = hierarchy.slug();
        let mut wanted = post();
        wanted.application_id = Some(slug.to_uppercase());
        let key = PrivateKey::generate(algorithm, &mut OsRandom).unwrap();
        let issued = world.issue_with(&world.alice, &wanted, key);
        write("leaf.pem", pem("CERTIFICATE", issued.chain[0].der()).as_bytes());
        write("issuing.pem", pem("CERTIFICATE", issued.chain[1].der()).as_bytes());

        let encryption = rsa(if hierarchy == Hierarchy::Rsa { 0 } else { 1 });
        let start = StartETKRegistrationRequest { public_encryption_key: encryption.public().to_spki() };
        let challenge = world.ask_signed(start, &issued.signer()).unwrap().challenge;
        let serial = answer_challenge(&challenge, &encryption, &mut OsRandom).unwrap();
        let leaf = &issued.chain[0];
        let certificate =
            issue_encryption_certificate(leaf, &issued.key, &serial, &encryption.public(), &mut OsRandom).unwrap();
        let complete = CompleteETKRegistrationRequest { to_be_registered: certificate.der().to_vec() };
        write("token.der", &world.ask_signed(complete, &issued.signer()).unwrap().etk);
        let told =
            openssl(&folder, "cms -verify -inform DER -in token.der -CAfile roots.pem -purpose any -out out.der");
        assert!(told.contains("successful"), "{told}");
        assert_eq!(std::fs::read(folder.join("out.der")).unwrap(), certificate.der());

        let verify = || {
            let lists = [format!("/crl/{slug}.crl"), format!("/crl/{slug}-root.crl")];
            write("lists.pem", lists.map(|path| pem("X509 CRL", &get(&path))).concat().as_bytes());
            openssl(
                &folder,
                "verify -x509_strict -purpose sslclient -crl_check_all -CRLfile lists.pem -CAfile roots.pem -untrusted issuing.pem leaf.pem",
            )
        };
        let ocsp = || {
            let asked = "ocsp -issuer issuing.pem -cert leaf.pem -CAfile roots.pem -verify_other issuing.pem";
            openssl(&folder, &format!("{asked} -url {url}/ocsp"))
        };
        assert!(verify().contains("leaf.pem: OK"), "{}", verify());
        let answer = ocsp();
        assert!(answer.contains("Response verify OK") && answer.contains("leaf.pem: good"), "{answer}");
        let hex = issued.identifier.iter().map(|b| format!("{b:02X}")).collect();
        let command = Command::Revoke { public_key_identifier: hex, reason: "keyCompromise".into() };
        world.sandbox.control(command).unwrap();
        assert!(verify().contains("certificate revoked"), "{}", verify());
        let answer = ocsp();
        assert!(answer.contains("leaf.pem: revoked") && answer.contains("keyCompromise"), "{answer}");
    }
    drop(world);
    std::fs::remove_dir_all(folder).unwrap();
}
