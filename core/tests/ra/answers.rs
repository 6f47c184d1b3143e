//! Every message both ways, and every kind of answer that can come back.

use std::fmt::Debug;

use ehcert_core::{
    Code, Error, Language,
    message::RaError,
    ra::{xml::parse, *},
    random::OsRandom,
};

use crate::samples::{Visit, every_operation, now};

struct BothWays;

impl Visit for BothWays {
    fn visit<T>(&mut self, request: T, response: T::Response)
    where
        T: RequestBody + Debug + PartialEq + Clone,
        T::Response: ResponseBody + Debug + PartialEq + Clone,
    {
        let operation = T::OPERATION;
        let request = Request::new(request, now(), &mut OsRandom).unwrap();
        let endpoints = Endpoints::from_base("http://127.0.0.1:1/");
        let http = http_request(operation, &endpoints, &request.to_xml());
        let text = xml::decode(&http.body).unwrap();
        let document = parse(text).unwrap();
        let root = soap::body(&document).unwrap();
        assert_eq!(Operation::of_request(root).unwrap(), operation);
        let read = Request::<T>::from_xml_strict(root).unwrap();
        assert_eq!(read.body, request.body);
        if operation.service() != Service::EtkDepot {
            assert_eq!(read, request);
        }
        assert_eq!(xml::canonicalize(root, &[]), request.to_xml(), "what is written is canonical");

        let answer = Response::success(response.clone(), &request.id, now(), &mut OsRandom).unwrap().to_xml();
        let http = soap::envelope(&answer);
        for kind in [Some("text/xml; charset=utf-8"), Some("application/xml"), None] {
            assert_eq!(read_response(&request, 200, kind, http.as_bytes()).unwrap(), response);
        }
        let document = parse(&answer).unwrap();
        assert_eq!(xml::canonicalize(document.root_element(), &[]), answer);

        let errors = vec![RaError { code: "X".into(), message: "no".into(), parameters: vec![] }];
        let refusal = Response::<T::Response>::failure(Status::refused(errors), &request.id, now(), &mut OsRandom);
        let refusal = soap::envelope(&refusal.unwrap().to_xml());
        let error = read_response(&request, 200, None, refusal.as_bytes()).unwrap_err();
        assert_eq!((error.code(), error.ra_errors()[0].message.as_str()), (Code::RA_REFUSED, "no"), "{operation:?}");

        // Unknown elements are passed over by a client, and refused by a strict server.
        let close = format!("</ra:{}>", operation.request_name());
        let extended = request.to_xml().replace(&close, &format!("<x:New xmlns:x=\"urn:x\">1</x:New>{close}"));
        if operation.service() == Service::CertRa {
            let document = parse(&extended).unwrap();
            assert_eq!(Request::<T>::from_xml(document.root_element()).unwrap(), request);
            let error = Request::<T>::from_xml_strict(document.root_element()).unwrap_err();
            assert_eq!(error.code(), Code::MESSAGE_UNEXPECTED);
        }
        // Cut short anywhere: an error, never a panic, never another meaning.
        let bytes = http.as_bytes();
        for length in (0..bytes.len()).step_by(7) {
            assert!(read_response(&request, 200, None, &bytes[..length]).is_err(), "{operation:?} {length}");
        }
    }
}

#[test]
fn every_operation_both_ways() {
    every_operation(&mut BothWays);
}

#[test]
fn soap_actions_and_addresses() {
    let http = http_request(Operation::CompleteETKRegistration, &Endpoints::acceptance(), "<a></a>");
    assert_eq!(http.url, "https://services-acpt.ehealth.fgov.be/EtkRa/v2");
    assert_eq!(http.method, "POST");
    assert_eq!(
        http.headers,
        [
            ("Content-Type", "text/xml; charset=utf-8".to_owned()),
            ("SOAPAction", "\"urn:be:fgov:ehealth:etee:etkra:protocol:v2:completeETKregistration\"".to_owned())
        ]
    );
    let depot = http_request(Operation::GetEtk, &Endpoints::production(), "<a></a>");
    assert_eq!(depot.url, "https://services.ehealth.fgov.be/EtkDepot/v1");
    assert_eq!(depot.headers[1].1, "\"\"");
    assert!(!Operation::GenerateCertificate.repeatable() && Operation::GetCertificate.repeatable());
}

fn get_certificate() -> Request<GetCertificateRequest> {
    Request::new(GetCertificateRequest { public_key_identifier: [9; 20] }, now(), &mut OsRandom).unwrap()
}

fn refused(status: Status) -> Error {
    let request = get_certificate();
    let answer = Response::<GetCertificateResponse>::failure(status, &request.id, now(), &mut OsRandom).unwrap();
    read_response(&request, 200, None, soap::envelope(&answer.to_xml()).as_bytes()).unwrap_err()
}

#[test]
fn errors_of_the_ra_are_kept() {
    let errors = vec![
        RaError {
            code: "ORG_NOT_FOUND".into(),
            message: "Organisation <x> & y unknown".into(),
            parameters: vec![("identifier".into(), "0499999960".into()), ("type".into(), "CBE".into())],
        },
        RaError { code: "SECOND".into(), message: String::new(), parameters: vec![] },
    ];
    let error = refused(Status::refused(errors.clone()));
    assert_eq!(error.code(), Code::RA_REFUSED);
    assert_eq!(error.ra_errors(), errors);
    assert!(error.message(Language::Nl).contains("Organisation <x> & y unknown"));

    for (ra, code, retryable) in [
        ("CERT_NOT_YET_DELIVERED", Code::CERT_NOT_YET_DELIVERED, true),
        ("AUTH_CERT_NOT_YET_VALID", Code::AUTH_CERT_NOT_YET_VALID, true),
        ("AUTH_CERT_NOT_YET_VALID[24/11/2026 04:05,x]", Code::AUTH_CERT_NOT_YET_VALID, true),
        ("CERT_NOT_YET_DELIVERED_X", Code::RA_REFUSED, false),
        ("", Code::RA_REFUSED, false),
    ] {
        let error = RaError { code: ra.into(), message: "m".into(), parameters: vec![] };
        let error = refused(Status::refused(vec![error]));
        assert_eq!((error.code(), error.code().retryable()), (code, retryable), "{ra}");
        assert_eq!(error.ra_errors()[0].code, ra);
    }
    // Only a status, no detail: its innermost code and its message are what the RA said.
    let status = Status { codes: vec![RESPONDER.into(), "urn:x".into()], message: Some("Down".into()), errors: vec![] };
    let error = refused(status);
    assert_eq!((error.code(), error.ra_errors()[0].code.as_str()), (Code::RA_REFUSED, "urn:x"));
    assert_eq!(error.ra_errors()[0].message, "Down");
    // A code that merely begins like success is none.
    assert_eq!(refused(Status { codes: vec![format!("{SUCCESS}ful")], ..Status::default() }).code(), Code::RA_REFUSED);
}

#[test]
fn faults_are_kept_whatever_the_http_status() {
    let request = get_certificate();
    for status in [200, 500] {
        let body = soap::fault("Server", "SOA-03001 Malfunction");
        let error = read_response(&request, status, Some("text/xml"), body.as_bytes()).unwrap_err();
        assert_eq!(error.code(), Code::SOAP_FAULT);
        assert_eq!(error.ra_errors()[0].code, "soap:Server");
        assert_eq!(error.ra_errors()[0].message, "SOA-03001 Malfunction");
    }
}

#[test]
fn everything_else_that_can_come_back() {
    let request = get_certificate();
    let good =
        Response::success(GetCertificateResponse { certificates: vec![vec![1]] }, &request.id, now(), &mut OsRandom)
            .unwrap()
            .to_xml();
    let envelope = soap::envelope(&good);
    let other = Response::success(
        GetEtkResponse { criteria: vec![], answer: EtkAnswer::Etk(vec![1]) },
        "",
        now(),
        &mut OsRandom,
    )
    .unwrap()
    .to_xml();
    let laughs = format!(
        "<!DOCTYPE x [<!ENTITY a \"ha\">{}]><x>&h;</x>",
        ('b'..='h').map(|c| format!("<!ENTITY {c} \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">")).collect::<String>()
    );
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let nested = format!("{}{}", "<a>".repeat(65), "</a>".repeat(65));
    let attributes = format!("<a {}/>", (0..65).map(|i| format!("b{i}=\"\" ")).collect::<String>());
    // Two on each of 33 levels: neither too many levels nor too many attributes.
    let two = |inner: String, i| format!("<a xmlns:n{i}=\"urn:{i}\" xmlns:m{i}=\"urn:{i}\">{inner}</a>");
    let namespaces = (0..33).fold(String::new(), two);
    type Row<'a> = (&'a str, u16, Option<&'a str>, Vec<u8>, Code);
    let rows: Vec<Row<'_>> = vec![
        ("empty", 200, None, vec![], Code::ANSWER_EMPTY),
        ("blank", 200, None, b" \r\n".to_vec(), Code::ANSWER_EMPTY),
        ("garbage", 200, None, b"\x00\x01\xFF\xFE".to_vec(), Code::ANSWER_NOT_XML),
        ("text", 200, None, b"OK".to_vec(), Code::ANSWER_NOT_XML),
        ("web page by type", 200, Some("text/html"), b"<p/>".to_vec(), Code::ANSWER_NOT_XML),
        ("web page by content", 200, None, b"\n<!DOCTYPE HTML><html></html>".to_vec(), Code::ANSWER_NOT_XML),
        ("web page without doctype", 200, Some("text/xml"), b"<HTML><body>".to_vec(), Code::ANSWER_NOT_XML),
        ("json", 200, Some("application/json"), b"{}".to_vec(), Code::ANSWER_NOT_XML),
        ("500", 500, Some("text/html"), b"<h1>Error</h1>".to_vec(), Code::HTTP_STATUS),
        ("404", 404, None, vec![], Code::HTTP_STATUS),
        ("redirect", 302, None, envelope.clone().into_bytes(), Code::HTTP_STATUS),
        ("503 with a good answer", 503, None, envelope.clone().into_bytes(), Code::HTTP_STATUS),
        ("not an envelope", 200, None, good.clone().into_bytes(), Code::MESSAGE_UNEXPECTED),
        ("empty body", 200, None, soap::envelope("").into_bytes(), Code::MESSAGE_UNEXPECTED),
        ("two elements", 200, None, soap::envelope(&format!("{good}{good}")).into_bytes(), Code::MESSAGE_UNEXPECTED),
        ("another answer", 200, None, soap::envelope(&other).into_bytes(), Code::MESSAGE_UNEXPECTED),
        (
            "SOAP 1.2",
            200,
            None,
            envelope
                .replace("http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope")
                .into(),
            Code::MESSAGE_UNEXPECTED,
        ),
        (
            "namespace",
            200,
            None,
            envelope.replace("certra:protocol:v2", "certra:protocol:v3").into(),
            Code::MESSAGE_UNEXPECTED,
        ),
        ("no certificate", 200, None, envelope.replace("X509Certificate", "Other").into(), Code::MESSAGE_UNEXPECTED),
        ("bad base64", 200, None, envelope.replace("AQ==", "A!==").into(), Code::MESSAGE_UNEXPECTED),
        ("no status", 200, None, envelope.replace("core:Status", "core:Stat").into(), Code::MESSAGE_UNEXPECTED),
        ("no time", 200, None, envelope.replace("IssueInstant", "Instant").into(), Code::MESSAGE_UNEXPECTED),
        ("answer to another", 200, None, envelope.replace(&request.id, "_x").into(), Code::ANSWER_MISMATCH),
        ("DTD", 200, None, format!("<!DOCTYPE x>{envelope}").into(), Code::XML_FORBIDDEN),
        ("billion laughs", 200, None, laughs.into(), Code::XML_FORBIDDEN),
        ("unknown entity", 200, None, envelope.replace("AQ==", "&x;").into(), Code::ANSWER_NOT_XML),
        ("two default namespaces", 200, None, b"<a xmlns='urn:a' xmlns='urn:b'/>".to_vec(), Code::ANSWER_NOT_XML),
        ("very deep", 200, None, deep.into(), Code::TOO_LARGE),
        ("too deep", 200, None, nested.into(), Code::TOO_LARGE),
        ("attributes", 200, None, attributes.into(), Code::TOO_LARGE),
        ("namespaces", 200, None, namespaces.into(), Code::TOO_LARGE),
        ("elements", 200, None, format!("<a>{}</a>", "<b/>".repeat(100_001)).into(), Code::TOO_LARGE),
        ("equals signs", 200, None, format!("<a>{}</a>", "=".repeat(100_001)).into(), Code::TOO_LARGE),
        ("huge", 200, None, vec![b' '; xml::MAX_MESSAGE].into_iter().chain(*b"<a/>").collect(), Code::TOO_LARGE),
    ];
    for (row, status, kind, body, code) in rows {
        let error = read_response(&request, status, kind, &body).expect_err(row);
        assert_eq!(error.code(), code, "{row}: {error}");
    }
    // Without InResponseTo there is nothing to compare; a byte order mark does not hurt.
    let silent = envelope.replace(&format!(" InResponseTo=\"{}\"", request.id), "");
    assert_ne!(silent, envelope);
    read_response(&request, 200, None, format!("\u{FEFF}{silent}").as_bytes()).unwrap();
}

#[test]
fn unknown_values_of_the_ra_are_kept() {
    let status = CertificateStatus::from(" SUSPENDED ");
    assert_eq!(status, CertificateStatus::Other("SUSPENDED".into()));
    assert_eq!(status.as_str(), "SUSPENDED");
    assert_eq!(EtkStatus::from("IN_REQUEST"), EtkStatus::InRequest);
}

#[test]
fn qualified_error_details_are_read_as_well() {
    let request = get_certificate();
    let error = RaError { code: "X".into(), message: "m".into(), parameters: vec![("a".into(), "b".into())] };
    let answer = Response::<GetCertificateResponse>::failure(
        Status::refused(vec![error.clone()]),
        &request.id,
        now(),
        &mut OsRandom,
    )
    .unwrap()
    .to_xml();
    assert!(answer.contains("<Errors><Code>X</Code>"), "the children have no namespace: {answer}");
    let mut qualified = answer;
    for name in ["Errors>", "Code>X", "Message>m", "Parameters>", "Name>a", "Value>b"] {
        let (local, rest) = name.split_at(name.find('>').unwrap());
        qualified = qualified.replace(&format!("<{name}"), &format!("<etee:{local}{rest}"));
    }
    for local in ["Errors", "Code", "Message", "Parameters", "Name", "Value"] {
        qualified = qualified.replace(&format!("</{local}>"), &format!("</etee:{local}>"));
    }
    let read = read_response(&request, 200, None, soap::envelope(&qualified).as_bytes()).unwrap_err();
    assert_eq!(read.ra_errors(), [error]);
}
