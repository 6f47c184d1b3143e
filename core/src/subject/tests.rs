use base64ct::{Base64, Encoding};

use super::*;
use crate::{asn1, certificate::Certificate};

fn guard_post() -> Subject {
    Subject::new("NIHII-GUARD_POST", "67803295", "POSTE DE GARDE", None).unwrap()
}

fn gateway() -> Subject {
    Subject::new("EHP", "1990001916", "AGENCE, \"SOINS\"", Some("GATEWAY_1")).unwrap()
}

/// A shared test certificate, when the folder is there.
fn shared(name: &str) -> Option<Certificate> {
    let path = format!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/vectors/cert/{}"), name);
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("skipped: {name} not present");
        return None;
    };
    // Some are in PEM, with a byte order mark in front.
    let text = String::from_utf8_lossy(&bytes);
    let body: String = text.lines().filter(|l| !l.contains("-----")).collect();
    let der = if text.contains("-----BEGIN") { Base64::decode_vec(&body).unwrap() } else { bytes.clone() };
    Some(Certificate::from_der(&der).unwrap())
}

#[test]
fn text_and_encoding_go_both_ways() {
    for subject in [guard_post(), gateway()] {
        assert_eq!(Subject::parse_rfc2253(&subject.to_rfc2253()).unwrap(), subject);
        assert_eq!(Subject::parse_rfc2253(&subject.to_name().to_rfc4514()).unwrap(), subject);
        let read = Subject::from_der(&subject.to_der()).unwrap();
        assert_eq!(read, subject);
        assert_eq!(read.to_der(), subject.to_der());
    }
    assert_eq!(
        guard_post().to_rfc2253(),
        "CN=NIHII-GUARD_POST\\=67803295,OU=eHealth-platform Belgium,OU=POSTE DE GARDE,\
         OU=NIHII-GUARD_POST\\=67803295,O=Federal Government,C=BE"
    );
    assert_eq!(
        gateway().to_rfc2253(),
        "CN=EHP\\=1990001916\\, GATEWAY_1,OU=eHealth-platform Belgium,OU=AGENCE\\, \\\"SOINS\\\",\
         OU=EHP\\=1990001916,OU=GATEWAY_1,O=Federal Government,C=BE"
    );
}

#[test]
fn both_spellings_and_what_people_write() {
    for text in [
        "CN=EHP=1990001916, GATEWAY_1,OU=eHealth-platform Belgium,OU=AGENCE\\, \\\"SOINS\\\",OU=EHP=1990001916,\
         OU=GATEWAY_1,O=Federal Government,C=BE",
        "cn=EHP\\=1990001916\\2C GATEWAY_1 , ou = eHealth-platform Belgium, OU=\"AGENCE, \\\"SOINS\\\"\";\
         OU=EHP\\3D1990001916,OU=GATEWAY_1,O=Federal Government,2.5.4.6=#13024245",
        // Another order.
        "C=BE,O=Federal Government,OU=GATEWAY_1,OU=EHP=1990001916,OU=AGENCE\\, \\\"SOINS\\\",\
         OU=eHealth-platform Belgium,CN=EHP=1990001916\\, GATEWAY_1",
    ] {
        assert_eq!(Subject::parse_rfc2253(text).unwrap(), gateway(), "{text}");
    }
}

#[test]
fn the_encoding_has_the_types_and_the_order_of_issued_certificates() {
    let der = gateway().to_der();
    let mut sets = asn1::read_one(&der, asn1::tag::SEQUENCE).unwrap().reader();
    let mut found = Vec::new();
    while !sets.is_empty() {
        let mut set = sets.read(asn1::tag::SET).unwrap().reader();
        let mut pair = set.read(asn1::tag::SEQUENCE).unwrap().reader();
        set.finish().unwrap();
        let kind = pair.any().unwrap().content.to_vec();
        let value = pair.any().unwrap();
        found.push((kind, value.tag, value.text().unwrap()));
    }
    let utf8 = asn1::tag::UTF8_STRING;
    let ou = oid::ORGANIZATIONAL_UNIT.to_vec();
    assert_eq!(
        found,
        [
            (oid::COUNTRY.to_vec(), asn1::tag::PRINTABLE_STRING, "BE".to_owned()),
            (oid::ORGANIZATION.to_vec(), utf8, "Federal Government".to_owned()),
            (ou.clone(), utf8, "GATEWAY_1".to_owned()),
            (ou.clone(), utf8, "EHP=1990001916".to_owned()),
            (ou.clone(), utf8, "AGENCE, \"SOINS\"".to_owned()),
            (ou, utf8, "eHealth-platform Belgium".to_owned()),
            (oid::COMMON_NAME.to_vec(), utf8, "EHP=1990001916, GATEWAY_1".to_owned()),
        ]
    );
}

#[test]
fn published_certificates() {
    for (file, kind, number, name, application) in [
        ("vitalink-org-prod-2020.der", "EHP", "1990001916", "VLAAMS AGENTSCHAP ZORG EN GEZONDHEID", "VITALINKGATEWAY"),
        ("IAMACC.cer", "CBE", "0809394427", "EHEALTH-PLATFORM", "IAMACC"),
    ] {
        let Some(certificate) = shared(file) else { return };
        let subject = Subject::from_der(certificate.subject_der()).unwrap();
        assert_eq!(subject, Subject::new(kind, number, name, Some(application)).unwrap(), "{file}");
        let name = DistinguishedName::from_der(certificate.subject_der()).unwrap();
        assert_eq!(name.to_der(), certificate.subject_der(), "{file}");
        assert!(name.same_as(&subject.to_name()), "{file}");
    }
    let Some(issuing) = shared("prod-ZetesConfidens-Private-Trust-PKI-eHealth-issuing-CA-001.der") else { return };
    let name = DistinguishedName::from_der(issuing.subject_der()).unwrap();
    assert_eq!(name.serial_number(), Some("001"));
    assert_eq!(name.organization(), Some("ZETES SA"));
    assert_eq!(name.country(), Some("BE"));
    assert!(
        name.to_rfc4514().starts_with("CN=ZetesConfidens Private Trust PKI - eHealth issuing CA 001,SERIALNUMBER=001,")
    );
    assert!(name.to_rfc2253().contains(",2.5.4.5=#1303303031,O=ZETES SA,C=BE"));
    assert!(DistinguishedName::parse(&name.to_rfc2253()).unwrap().same_as(&name));
    assert_eq!(Subject::from_name(&name).unwrap_err().code(), Code::SUBJECT_NOT_EHEALTH);
}

#[test]
fn names_that_look_like_something_else() {
    for (kind, number, name, application) in [
        // A name that ends like the common name, that is the application id, that is a constant, that
        // looks like an identity; a type with a digit in it.
        ("CBE", "0809394427", "B", Some("A-B")),
        ("CBE", "0809394427", "A", Some("A")),
        ("CBE", "0809394427", "4427", None),
        ("CBE", "0809394427", "eHealth-platform Belgium", Some("A")),
        ("CBE", "0809394427", "EHP=1990001916", None),
        ("NIHII11", "10000079001", "ANNA EXEMPLE", None),
    ] {
        let subject = Subject::new(kind, number, name, application).unwrap();
        assert_eq!(Subject::from_der(&subject.to_der()).unwrap(), subject, "{name}");
        // Common name first, as before 2015.
        let mut attributes: Vec<Attribute> = subject.to_name().attributes().cloned().collect();
        attributes.reverse();
        let reversed = DistinguishedName::new(attributes);
        assert_ne!(reversed.to_der(), subject.to_der());
        assert!(reversed.same_as(&subject.to_name()));
        assert_eq!(Subject::from_name(&reversed).unwrap(), subject, "{name}");
    }
}

#[test]
fn other_names_are_refused() {
    let base = "OU=eHealth-platform Belgium,OU=X,OU=CBE=0809394427,O=Federal Government,C=BE";
    for text in [
        base.to_owned(),
        format!("CN=X,{base}"),
        format!("CN=CBE=0809394428,{base}"),
        format!("CN=CBE=0809394427\\, APP,{base}"),
        format!("CN=CBE=0809394427,OU=Y,{base}"),
        format!("CN=CBE=0809394427,CN=CBE=0809394427,{base}"),
        format!("SERIALNUMBER=1,CN=CBE=0809394427,{base}"),
        format!("L=Namur,CN=CBE=0809394427,{base}"),
        format!("CN=CBE=0809394427,{}", base.replace("Federal", "Other")),
        format!("CN=CBE=0809394427,{}", base.replace("C=BE", "C=FR")),
        format!("CN=CBE=0809394427,{}", base.replace("OU=X,", "")),
        format!("CN=CBE=0809394427,{}", base.replace("OU=X", "OU=X\\0A")),
    ] {
        assert_eq!(Subject::parse_rfc2253(&text).unwrap_err().code(), Code::SUBJECT_NOT_EHEALTH, "{text}");
    }
}

#[test]
fn malformed_text_and_bytes() {
    let many = vec!["OU=X"; 65].join(",");
    let long = format!("CN={}", "x".repeat(MAX_VALUE + 1));
    let huge = format!("CN={}", "x".repeat(MAX_NAME));
    for text in [
        "",
        "x",
        "CN",
        "=x",
        "XY=x",
        "1.2=x",
        "CN=x,",
        "CN=x+",
        "CN=\"x",
        "CN=x\\",
        "CN=#",
        "CN=#1",
        "CN=#zz",
        "CN=#0C0578",
        "CN=#0C01780C0178",
        "CN=\\FF",
        &many,
        &long,
        &huge,
    ] {
        assert_eq!(DistinguishedName::parse(text).unwrap_err().code(), Code::SUBJECT_MALFORMED, "{text:.40}");
    }
    let good = gateway().to_der();
    for cut in 0..good.len() {
        assert_eq!(DistinguishedName::from_der(&good[..cut]).unwrap_err().code(), Code::SUBJECT_MALFORMED, "{cut}");
    }
    // Every byte changed: an answer, never a panic; and what is read can be written.
    for at in 0..good.len() {
        for value in [0u8, 0x1F, 0x30, 0x80, 0xFF] {
            let mut bytes = good.clone();
            bytes[at] = value;
            if let Ok(name) = DistinguishedName::from_der(&bytes) {
                assert!(!name.to_rfc2253().contains('\n'));
                let _ = (Subject::from_name(&name), name.to_rfc4514());
            }
        }
    }
    let many = DistinguishedName::new(vec![Attribute::new(oid::COMMON_NAME, "x"); 65]);
    assert_eq!(DistinguishedName::from_der(&many.to_der()).unwrap_err().code(), Code::SUBJECT_MALFORMED);
}

#[test]
fn parts_that_cannot_be() {
    let long = "X".repeat(MAX_HOLDER_NAME + 1);
    for (kind, number, name, application, field) in [
        ("", "1", "X", None, "identifier_type"),
        ("ssin", "1", "X", None, "identifier_type"),
        ("A=B", "1", "X", None, "identifier_type"),
        ("CBE", "", "X", None, "identifier"),
        ("CBE", "08 09", "X", None, "identifier"),
        ("CBE", "123456789012345678901234567890123", "X", None, "identifier"),
        ("CBE", "0809394427", " ", None, "name"),
        ("CBE", "0809394427", "A\nB", None, "name"),
        ("CBE", "0809394427", &long, None, "name"),
        ("CBE", "0809394427", "X", Some(""), "application_id"),
        ("CBE", "0809394427", "X", Some("A B"), "application_id"),
        ("CBE", "0809394427", "X", Some("abc"), "application_id"),
        ("CBE", "0809394427", "X", Some("ABCDEFGHIJABCDEFGHIJABCDEFGHIJK"), "application_id"),
    ] {
        let error = Subject::new(kind, number, name, application).unwrap_err();
        assert_eq!((error.code(), error.field_name()), (Code::SUBJECT_PART_INVALID, Some(field)));
    }
}

#[test]
fn contract_file_name_and_comparison() {
    let subject = gateway();
    let dn = "CN=EHP=1990001916\\, GATEWAY_1,OU=X,OU=EHP=1990001916,O=Federal Government,C=BE";
    let escaped = "CN=EHP\\=1990001916\\, GATEWAY_1,OU=X,OU=EHP\\=1990001916,O=Federal Government,C=BE";
    assert_eq!(subject.contract_dn_escaped(dn), escaped);
    assert_eq!(subject.contract_dn_escaped(escaped), escaped);
    assert_eq!(subject.file_base_name(2025, 1, 7, 3, 4, 5), "EHP=1990001916,GATEWAY_1 20250107-030405");
    assert_eq!(guard_post().file_base_name(2025, 11, 17, 12, 24, 25), "NIHII-GUARD_POST=67803295 20251117-122425");

    let with_name = |name| Subject::new("CBE", "0809394427", name, None).unwrap();
    assert!(with_name("LES  POMMIERS").same_as(&with_name("Les Pommiers")));
    assert!(!with_name("LES POMMIERS").same_as(&with_name("LES POMMIERES")));
    let name = |text| DistinguishedName::parse(text).unwrap();
    assert!(name("OU=A,OU=B,C=BE").same_as(&name("C=be,OU=b,OU=A")));
    assert!(!name("OU=A,OU=A,C=BE").same_as(&name("OU=A,OU=B,C=BE")));
    assert!(!name("OU=A,C=BE").same_as(&name("OU=A,OU=A,C=BE")));
}

#[test]
fn an_identity_card() {
    let name = DistinguishedName::parse(
        "SERIALNUMBER=93051822361,GIVENNAME=Anna Maria,SURNAME=Exemple,CN=Anna Exemple (Authentication),C=BE",
    )
    .unwrap();
    assert_eq!(name.serial_number(), Some("93051822361"));
    assert_eq!((name.given_name(), name.surname()), (Some("Anna Maria"), Some("Exemple")));
    assert_eq!(name.common_name(), Some("Anna Exemple (Authentication)"));
    assert_eq!(Subject::from_name(&name).unwrap_err().code(), Code::SUBJECT_NOT_EHEALTH);
    let shown = format!("{name:?}");
    assert!(!shown.contains("9305") && !shown.contains("Anna"), "{shown}");
    let person = Subject::new("SSIN", "93051822361", "ANNA MARIA EXEMPLE", None).unwrap();
    assert!(person.is_person());
    assert_eq!(format!("{person:?}"), "Subject(SSIN=...)");
}
