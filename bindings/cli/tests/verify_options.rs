//! Each option of `ehcert verify cert` by itself: what it changes in the verdict about one small PKI.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CustomExtension, DnType,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose, RevokedCertParams, SanType,
    SerialNumber, date_time_ymd,
};
use serde_json::Value;

/// 1.3.6.1.4.1.99999.1 and .2, contents of an OID.
const POLICY: [&[u8]; 2] = [&[0x2B, 6, 1, 4, 1, 0x86, 0x8D, 0x1F, 1], &[0x2B, 6, 1, 4, 1, 0x86, 0x8D, 0x1F, 2]];
const POLICY_1: &str = "1.3.6.1.4.1.99999.1";
const POLICY_2: &str = "1.3.6.1.4.1.99999.2";
const AT: &str = "2026-06-01T00:00:00Z";

fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    [&[tag, u8::try_from(content.len()).unwrap()][..], content].concat()
}

fn policies(oids: &[&[u8]]) -> CustomExtension {
    let list: Vec<u8> = oids.iter().flat_map(|oid| tlv(0x30, &tlv(6, oid))).collect();
    CustomExtension::from_oid_content(&[2, 5, 29, 32], tlv(0x30, &list))
}

fn mapping(from: &[u8], to: &[u8]) -> CustomExtension {
    CustomExtension::from_oid_content(&[2, 5, 29, 33], tlv(0x30, &tlv(0x30, &[tlv(6, from), tlv(6, to)].concat())))
}

/// A name, its validity, and who it may be.
fn params(name: &str, serial: u64, authority: bool) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, format!("Fictitious {name}"));
    params.serial_number = Some(SerialNumber::from(serial));
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2040, 1, 1);
    params.use_authority_key_identifier_extension = true;
    if authority {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    } else {
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    }
    params
}

fn crl(issuer: &Issuer<'_, KeyPair>, revoked: &[u64]) -> String {
    CertificateRevocationListParams {
        this_update: date_time_ymd(2026, 5, 30),
        next_update: date_time_ymd(2026, 6, 30),
        crl_number: SerialNumber::from(1_u64),
        issuing_distribution_point: None,
        revoked_certs: revoked
            .iter()
            .map(|serial| RevokedCertParams {
                serial_number: SerialNumber::from(*serial),
                revocation_time: date_time_ymd(2026, 5, 1),
                reason_code: None,
                invalidity_date: None,
            })
            .collect(),
        key_identifier_method: KeyIdMethod::Sha256,
    }
    .signed_by(issuer)
    .unwrap()
    .pem()
    .unwrap()
}

/// `accepted`, or the name of the refusal. Files are given by their names in the folder.
fn verdict(folder: &Path, arguments: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_ehcert"))
        .args(["verify", "cert", "--json"])
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let said: Value = serde_json::from_str(text.lines().next().unwrap_or_default())
        .unwrap_or_else(|_| panic!("{arguments}: {text} {}", String::from_utf8_lossy(&output.stderr)));
    let accepted = said["accepted"] == true;
    assert_eq!(output.status.code(), Some(i32::from(!accepted)), "{arguments}: {said}");
    if accepted { "accepted".into() } else { said["name"].as_str().unwrap().into() }
}

fn openssl(folder: &Path, arguments: &str) {
    let output = Command::new("openssl").args(arguments.split_whitespace()).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "openssl {arguments}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn each_option_changes_what_it_says() {
    let folder = std::env::temp_dir().join(format!("ehcert-verify-options-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, text: String| fs::write(folder.join(name), text).unwrap();

    let key = || KeyPair::generate().unwrap();
    let root_key = key();
    let root = params("root", 1, true);
    write("root.pem", root.clone().self_signed(&root_key).unwrap().pem());
    write("root.key", root_key.serialize_pem());
    let root = Issuer::new(root, root_key);

    let middle_key = key();
    let mut middle = params("middle", 2, true);
    // The first policy, which the root's world calls so, is the second one below.
    middle.custom_extensions = vec![policies(&[POLICY[0]]), mapping(POLICY[0], POLICY[1])];
    write("middle.pem", middle.signed_by(&middle_key, &root).unwrap().pem());
    let middle = Issuer::new(middle, middle_key);

    let mut leaf = params("leaf", 3, false);
    leaf.subject_alt_names = vec![SanType::Rfc822Name("someone@example.org".try_into().unwrap())];
    leaf.custom_extensions = vec![policies(&[POLICY[1]])];
    write("leaf.pem", leaf.signed_by(&key(), &middle).unwrap().pem());

    let mut any = params("any", 4, true);
    any.custom_extensions = vec![policies(&[&[0x55, 0x1D, 0x20, 0]])];
    let any_key = key();
    write("any.pem", any.signed_by(&any_key, &root).unwrap().pem());
    let any = Issuer::new(any, any_key);
    write("below-any.pem", leaf.signed_by(&key(), &any).unwrap().pem());

    let mut server = params("server", 5, false);
    server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    server.subject_alt_names = vec![SanType::DnsName("ra.example.org".try_into().unwrap())];
    write("server.pem", server.signed_by(&key(), &root).unwrap().pem());
    let plain = params("plain", 6, false);
    write("plain.pem", plain.signed_by(&key(), &root).unwrap().pem());

    write("none.crl", crl(&root, &[]));
    write("revoked.crl", crl(&root, &[6]));
    // OpenSSL as the responder, and as the maker of what is old.
    let row = |state: &str, serial: u64| {
        format!(
            "{state}\t270101000000Z\t{}\t0{serial}\tunknown\t/CN=x\n",
            if state == "R" { "260501000000Z" } else { "" }
        )
    };
    for (name, state) in [("good", "V"), ("revoked", "R")] {
        write("index", row(state, 6));
        openssl(
            &folder,
            &format!(
                "ocsp -index index -CA root.pem -rsigner root.pem -rkey root.key -issuer root.pem -cert plain.pem -ndays 7 -no_nonce -respout {name}.ocsp"
            ),
        );
    }
    openssl(&folder, "genrsa -out old.key 1024");
    openssl(&folder, "req -new -key old.key -subj /CN=old -out old.csr");
    openssl(&folder, "x509 -req -in old.csr -CA root.pem -CAkey root.key -set_serial 7 -days 30 -sha1 -out old.pem");

    let tried: Vec<(String, &str)> = vec![
        // The path.
        (format!("leaf.pem --at {AT} --anchor root.pem"), "CertificateUntrusted"),
        (format!("leaf.pem --at {AT} --anchor root.pem --untrusted middle.pem"), "accepted"),
        (format!("leaf.pem --at {AT} --untrusted middle.pem"), "CertificateUntrusted"),
        (
            format!("leaf.pem --at {AT} --anchor root.pem --untrusted middle.pem --max-intermediates 0"),
            "CertificatePathLength",
        ),
        (format!("leaf.pem --at {AT} --anchor root.pem --untrusted middle.pem --max-intermediates 1"), "accepted"),
        ("plain.pem --at 2019-12-31T23:59:59Z --anchor root.pem".into(), "CertificateNotYetValid"),
        ("plain.pem --at 2040-01-02T00:00:00Z --anchor root.pem".into(), "CertificateExpired"),
        // Policies.
        (format!("plain.pem --at {AT} --anchor root.pem --explicit-policy"), "CertificatePolicy"),
        (format!("leaf.pem --at {AT} --anchor root.pem --untrusted middle.pem --explicit-policy"), "accepted"),
        (
            format!(
                "leaf.pem --at {AT} --anchor root.pem --untrusted middle.pem --explicit-policy --policy {POLICY_1}"
            ),
            "accepted",
        ),
        (
            format!(
                "leaf.pem --at {AT} --anchor root.pem --untrusted middle.pem --explicit-policy --policy {POLICY_2}"
            ),
            "CertificatePolicy",
        ),
        (
            format!(
                "leaf.pem --at {AT} --anchor root.pem --untrusted middle.pem --explicit-policy --policy {POLICY_1} --inhibit-mapping"
            ),
            "CertificatePolicy",
        ),
        (format!("below-any.pem --at {AT} --anchor root.pem --untrusted any.pem --explicit-policy"), "accepted"),
        (
            format!("below-any.pem --at {AT} --anchor root.pem --untrusted any.pem --explicit-policy --inhibit-any"),
            "CertificatePolicy",
        ),
        // Purposes and names.
        (format!("plain.pem --at {AT} --anchor root.pem --purpose client"), "accepted"),
        (format!("plain.pem --at {AT} --anchor root.pem --purpose server"), "CertificatePurpose"),
        (format!("plain.pem --at {AT} --anchor root.pem --purpose email"), "CertificatePurpose"),
        (format!("plain.pem --at {AT} --anchor root.pem --purpose none"), "accepted"),
        (format!("server.pem --at {AT} --anchor root.pem --name ra.example.org --profile rfc5280"), "accepted"),
        (
            format!("server.pem --at {AT} --anchor root.pem --name other.example.org --profile rfc5280"),
            "CertificateNameMismatch",
        ),
        (
            format!("server.pem --at {AT} --anchor root.pem --name ra.example.org --purpose client --profile rfc5280"),
            "CertificatePurpose",
        ),
        (format!("leaf.pem --at {AT} --anchor root.pem --untrusted middle.pem --name someone@example.org"), "accepted"),
        (
            format!("leaf.pem --at {AT} --anchor root.pem --untrusted middle.pem --name nobody@example.org"),
            "CertificateNameMismatch",
        ),
        (format!("plain.pem --at {AT} --anchor root.pem --profile web-pki"), "CertificateNotConforming"),
        // Revocation.
        (format!("plain.pem --at {AT} --anchor root.pem --crl none.crl"), "accepted"),
        (format!("plain.pem --at {AT} --anchor root.pem --crl revoked.crl"), "CertificateRevoked"),
        (format!("plain.pem --at {AT} --anchor root.pem --crl revoked.crl --no-revocation"), "accepted"),
        ("plain.pem --at 2026-07-15T00:00:00Z --anchor root.pem --crl none.crl".into(), "CrlExpired"),
        (format!("leaf.pem --at {AT} --anchor root.pem --untrusted middle.pem --crl none.crl"), "RevocationUnknown"),
        ("plain.pem --anchor root.pem --ocsp good.ocsp".into(), "accepted"),
        ("plain.pem --anchor root.pem --ocsp revoked.ocsp".into(), "CertificateRevoked"),
        ("server.pem --anchor root.pem --ocsp good.ocsp".into(), "RevocationUnknown"),
        // What is old. It is of this minute, as the OCSP answers are.
        ("old.pem --anchor root.pem".into(), "CertificateWeak"),
        ("old.pem --anchor root.pem --inspect-old".into(), "accepted"),
    ];
    let differ: Vec<String> = tried
        .iter()
        .map(|(arguments, expected)| (verdict(&folder, arguments), arguments, expected))
        .filter(|(said, _, expected)| said != *expected)
        .map(|(said, arguments, expected)| format!("{arguments}: {said} instead of {expected}"))
        .collect();
    assert!(differ.is_empty(), "{}", differ.join("\n"));
    fs::remove_dir_all(folder).unwrap();
}
