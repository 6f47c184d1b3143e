//! Signatures made and verified, and everything that must be refused.

use std::fmt::Debug;

use ehcert_core::{
    Code, Error,
    key::{Hash, KeyAlgorithm, PrivateKey, SignatureAlgorithm},
    ra::{xml::parse, *},
    random::OsRandom,
};

use crate::samples::{self, Visit, every_operation, now};

fn verify(document: &str, operation: Operation) -> Result<VerifiedSignature, Error> {
    let document = parse(document)?;
    let root = match document.root_element().tag_name().name() {
        "Envelope" => soap::body(&document)?,
        _ => document.root_element(),
    };
    verify_enveloped(root, operation)
}

fn code(document: &str) -> Code {
    verify(document, Operation::GetActorQualities).expect_err(document).code()
}

struct BothWays {
    key: PrivateKey,
    certificate: ehcert_core::certificate::Certificate,
}

impl Visit for BothWays {
    fn visit<T>(&mut self, request: T, _response: T::Response)
    where
        T: RequestBody + Debug + PartialEq + Clone,
        T::Response: ResponseBody + Debug + PartialEq + Clone,
    {
        if T::OPERATION.signer() == Signer::None {
            return;
        }
        let request = Request::new(request, now(), &mut OsRandom).unwrap();
        let signed = samples::sign(&request, &self.key, &self.certificate);
        // Bare, and inside the envelope whose namespaces must not matter.
        for document in [signed.clone(), soap::envelope(&signed)] {
            let verified = verify(&document, T::OPERATION).unwrap();
            assert_eq!(verified.certificates, std::slice::from_ref(&self.certificate));
            assert_eq!(verified.id, request.id);
        }
        let parsed = parse(&signed).unwrap();
        assert_eq!(Request::<T>::from_xml_strict(parsed.root_element()).unwrap(), request);
        // What is written is canonical already.
        assert_eq!(xml::canonicalize(parsed.root_element(), &[]), signed);
    }
}

#[test]
fn made_and_verified_with_both_kinds_of_key() {
    for algorithm in [KeyAlgorithm::Rsa2048, KeyAlgorithm::P384] {
        let key = samples::key(algorithm);
        let certificate = samples::certificate(&key);
        every_operation(&mut BothWays { key, certificate });
    }
}

#[test]
fn every_allowed_hash_and_no_other() {
    for (kind, make) in [
        (KeyAlgorithm::Rsa2048, SignatureAlgorithm::RsaPkcs1 as fn(Hash) -> _),
        (KeyAlgorithm::P384, SignatureAlgorithm::Ecdsa as fn(Hash) -> _),
    ] {
        let key = samples::key(kind);
        let certificate = samples::certificate(&key);
        let request = qualities();
        for hash in [Hash::Sha256, Hash::Sha384, Hash::Sha512] {
            let signed = samples::sign_xml(&request.to_xml(), &request.id, &key, &certificate, make(hash));
            assert_eq!(verify(&signed, Operation::GetActorQualities).unwrap().algorithm, make(hash));
        }
        let wrong_kind = match kind {
            KeyAlgorithm::Rsa2048 => SignatureAlgorithm::Ecdsa(Hash::Sha256),
            KeyAlgorithm::P384 => SignatureAlgorithm::RsaPkcs1(Hash::Sha256),
        };
        let pss = SignatureAlgorithm::RsaPss { hash: Hash::Sha256, salt: 32 };
        for algorithm in [make(Hash::Sha1), wrong_kind, pss] {
            let chain = [certificate.clone()];
            let error = PendingSignature::new(&request.to_xml(), &request.id, &chain, algorithm, &mut OsRandom);
            assert_eq!(error.unwrap_err().code(), Code::UNSUPPORTED_ALGORITHM, "{algorithm:?}");
        }
    }
}

fn qualities() -> Request<GetActorQualitiesRequest> {
    let body = GetActorQualitiesRequest { ssin: Id::new("SSIN", "85061599987") };
    Request::new(body, now(), &mut OsRandom).unwrap()
}

struct Signed {
    request: Request<GetActorQualitiesRequest>,
    key: PrivateKey,
    certificate: ehcert_core::certificate::Certificate,
    xml: String,
}

fn signed() -> Signed {
    let key = samples::key(KeyAlgorithm::P384);
    let certificate = samples::certificate(&key);
    let request = qualities();
    let xml = samples::sign(&request, &key, &certificate);
    Signed { request, key, certificate, xml }
}

/// The part of a document from the start of `<start` to the end of `end`.
fn part<'a>(xml: &'a str, start: &str, end: &str) -> &'a str {
    let from = xml.find(start).unwrap();
    let to = xml.find(end).unwrap() + end.len();
    &xml[from..to]
}

#[test]
fn wrapping_is_refused() {
    let s = signed();
    let signature = part(&s.xml, "<ds:Signature ", "</ds:Signature>");
    let bare = s.xml.replace(signature, "");
    let id = &s.request.id;
    let evil = s.request.to_xml().replace("85061599987", "92023000175");
    let evil_other_id = evil.replace(id.as_str(), "_evil");
    let close = "</ra:GetActorQualitiesRequest>";
    let inside = |root: &str, extra: &str| root.replace(close, &format!("{extra}{close}"));

    // No signature at all, or of something else only.
    assert_eq!(code(&bare), Code::XML_SIGNATURE_MISSING);
    // Content changed.
    assert_eq!(code(&s.xml.replace("85061599987", "92023000175")), Code::SIGNATURE_INVALID);
    // The signed element moved into another request, the signature with it or without it.
    let rows = [
        ("moved below the request", inside(&evil_other_id, &s.xml)),
        ("moved, signature of the outer", inside(&inside(&evil_other_id, &bare), signature)),
        ("moved, the same Id twice", inside(&inside(&evil, &bare), signature)),
        (
            "moved into the signature",
            inside(
                &evil_other_id,
                &signature.replace("</ds:Signature>", &format!("<ds:Object>{bare}</ds:Object></ds:Signature>")),
            ),
        ),
        ("Id repeated in lower case", inside(&s.xml, "").replace("<ra:SSIN ", &format!("<ra:SSIN id=\"{id}\" "))),
        ("Id repeated as xml:id", s.xml.replace("<ra:SSIN ", &format!("<ra:SSIN xml:id=\" {id} \" "))),
        ("signature twice", inside(&s.xml, signature)),
        ("signature below a child", bare.replace("</ra:SSIN>", &format!("{signature}</ra:SSIN>"))),
        ("reference to everything", s.xml.replace(&format!("URI=\"#{id}\""), "URI=\"\"")),
        ("reference without URI", s.xml.replace(&format!(" URI=\"#{id}\""), "")),
        ("no Id", s.xml.replace(&format!(" Id=\"{id}\""), "")),
        ("two references", {
            let reference = part(&s.xml, "<ds:Reference ", "</ds:Reference>");
            s.xml.replace(reference, &format!("{reference}{reference}"))
        }),
        (
            "a transform more",
            s.xml.replacen(
                "<ds:Transform ",
                "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#base64\"></ds:Transform><ds:Transform ",
                1,
            ),
        ),
        (
            "transforms in the other order",
            s.xml.replacen(
                "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
                "http://www.w3.org/2001/10/xml-exc-c14n#",
                1,
            ),
        ),
        ("canonicalisation with comments", s.xml.replacen("xml-exc-c14n#\"", "xml-exc-c14n#WithComments\"", 1)),
        ("a long PrefixList", {
            let list = (0..17).map(|i| format!("p{i} ")).collect::<String>();
            let parameter = format!(
                "<ec:InclusiveNamespaces xmlns:ec=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"{list}\"/>"
            );
            s.xml.replacen("xml-exc-c14n#\"></ds:Transform>", &format!("xml-exc-c14n#\">{parameter}</ds:Transform>"), 1)
        }),
        ("SHA-1", s.xml.replace("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2000/09/xmldsig#sha1")),
        (
            "HMAC",
            s.xml.replace(
                "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
                "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
            ),
        ),
        ("no certificate", {
            let data = part(&s.xml, "<ds:X509Data>", "</ds:X509Data>");
            s.xml.replace(data, "<ds:KeyName>x</ds:KeyName>")
        }),
    ];
    for (row, document) in rows {
        let error = verify(&document, Operation::GetActorQualities).expect_err(row);
        assert_eq!(error.code(), Code::XML_SIGNATURE_REFUSED, "{row}: {error}");
    }
    // The signature in the SOAP header, the evil request in the body.
    let header =
        soap::envelope(&evil).replace("<soap:Body>", &format!("<soap:Header>{}</soap:Header><soap:Body>", s.xml));
    assert_eq!(code(&header), Code::XML_SIGNATURE_REFUSED);
    // Another operation's request, correctly signed.
    let error = verify(&s.xml, Operation::GetCertificateInfoForCitizen).unwrap_err();
    assert_eq!(error.code(), Code::MESSAGE_UNEXPECTED);
}

#[test]
fn other_keys_values_and_hashes_do_not_verify() {
    let s = signed();
    let other = samples::certificate(&samples::key(KeyAlgorithm::P384));
    let encode = |bytes: &[u8]| {
        use base64ct::Encoding;
        base64ct::Base64::encode_string(bytes)
    };
    let own = encode(s.certificate.der());
    assert_eq!(code(&s.xml.replace(&own, &encode(other.der()))), Code::SIGNATURE_INVALID);
    let value = part(&s.xml, "<ds:SignatureValue>", "</ds:SignatureValue>");
    for bytes in [&[0u8; 96][..], &[1; 96], &[0xFF; 96], &[1; 95], &[1; 98], &[]] {
        let wrong = format!("<ds:SignatureValue>{}</ds:SignatureValue>", encode(bytes));
        assert_eq!(code(&s.xml.replace(value, &wrong)), Code::SIGNATURE_INVALID, "{bytes:?}");
    }
    let upgraded = s.xml.replace("ecdsa-sha256", "ecdsa-sha384");
    assert_eq!(code(&upgraded), Code::SIGNATURE_INVALID);
    let kind = s.xml.replace("ecdsa-sha256", "rsa-sha256");
    assert_eq!(code(&kind), Code::UNSUPPORTED_ALGORITHM);
    let garbage = s.xml.replace(&own, "AAAA");
    assert_eq!(code(&garbage), Code::CERTIFICATE_MALFORMED);
}

#[test]
fn what_does_not_change_the_canonical_form_may_differ() {
    let s = signed();
    let value = part(&s.xml, "<ds:SignatureValue>", "</ds:SignatureValue>");
    let broken_lines = value.replacen("<ds:SignatureValue>", "<ds:SignatureValue>\n  ", 1).replace("</", "\r\n</");
    let same = [
        s.xml.replace("85061599987", "8506<!-- comment -->1599987"),
        s.xml.replace("85061599987", "8506<![CDATA[1599987]]>"),
        s.xml.replace("85061599987", "&#x38;5061599987"),
        s.xml.replace("<ra:SSIN Type=\"SSIN\">", "<ra:SSIN\n\tType = 'SSIN' xmlns:unused='urn:x' >"),
        s.xml.replace(value, &broken_lines),
    ];
    for document in same {
        assert_ne!(document, s.xml);
        verify(&document, Operation::GetActorQualities).expect(&document);
        let parsed = parse(&document).unwrap();
        let read = Request::<GetActorQualitiesRequest>::from_xml(parsed.root_element()).unwrap();
        assert_eq!(read.body.ssin.value, "85061599987", "what is read is what was signed");
    }
}

#[test]
fn wrong_arguments_and_foreign_signature_values_are_noticed_before_sending() {
    let s = signed();
    let chain = [s.certificate.clone()];
    let algorithm = default_algorithm(&s.key.public());
    let xml = s.request.to_xml();
    for (xml, id, chain) in [
        (xml.as_str(), "_other", &chain[..]),
        (xml.as_str(), "", &chain[..]),
        (xml.as_str(), s.request.id.as_str(), &[]),
        (s.xml.as_str(), s.request.id.as_str(), &chain[..]),
    ] {
        let error = PendingSignature::new(xml, id, chain, algorithm, &mut OsRandom).unwrap_err();
        assert_eq!(error.code(), Code::INVALID_ARGUMENT);
    }
    let pending = PendingSignature::new(&xml, &s.request.id, &chain, algorithm, &mut OsRandom).unwrap();
    assert_eq!(pending.digest(), Hash::Sha256.digest(pending.to_be_signed()));
    let other = samples::key(KeyAlgorithm::P384).sign_digest(algorithm, &pending.digest(), &mut OsRandom).unwrap();
    let der = s.key.sign_digest(algorithm, &pending.digest(), &mut OsRandom).unwrap();
    let raw = ehcert_core::key::ecdsa_der_to_raw(&other, 48).unwrap();
    for value in [&raw[..], &der, &[]] {
        assert_eq!(pending.finish(value).unwrap_err().code(), Code::SIGNATURE_INVALID);
    }
    assert!(!format!("{pending:?}").contains("85061599987"));
}

#[test]
fn no_changed_byte_gets_through_with_another_meaning() {
    let s = signed();
    let original = s.xml.as_bytes();
    let mut accepted = 0;
    for at in 0..original.len() {
        for change in [0x01, 0x20, 0x80] {
            let mut bytes = original.to_vec();
            bytes[at] ^= change;
            let Ok(text) = xml::decode(&bytes) else { continue };
            let Ok(document) = parse(text) else { continue };
            let root = document.root_element();
            if verify_enveloped(root, Operation::GetActorQualities).is_ok() {
                // Only what no signature covers may differ, such as the signature's own Id.
                let read = Request::<GetActorQualitiesRequest>::from_xml(root).unwrap();
                assert_eq!(read, s.request, "byte {at}");
                accepted += 1;
            }
        }
    }
    assert!(accepted > 0, "the signature's own Id is not covered");
}
