//! Bad answers on command, messages that are none, the control port, a restart.

use std::time::Duration;

use base64ct::Encoding;
use ehcert_core::{
    Code,
    key::{KeyAlgorithm, PrivateKey},
    ra::{Endpoints, GetEtkRequest, GetGenericOrganizationTypesRequest, HttpRequest, Operation, Request, http_request},
    random::OsRandom,
};

use super::*;
use crate::{Behaviour, Command, Rule, Sandbox};

fn question(world: &World) -> HttpRequest {
    let request = Request::new(GetGenericOrganizationTypesRequest, NOW, &mut OsRandom).unwrap();
    let endpoints = Endpoints::from_base(world.sandbox.url());
    http_request(Operation::GetGenericOrganizationTypes, &endpoints, &request.to_xml())
}

#[test]
fn every_bad_answer_is_given_as_often_as_told() {
    let world = World::new();
    let request = question(&world);
    let (status, kind, whole) = world.send(&request).unwrap();
    assert_eq!((status, kind.as_str()), (200, "text/xml; charset=utf-8"));
    let told = |behaviour: Behaviour| {
        let rule = Rule::new(behaviour).on("GetGenericOrganizationTypes").times(1);
        world.sandbox.control(Command::Rule { rule }).unwrap();
        let answer = world.send(&request);
        assert_eq!(world.send(&request).unwrap().0, 200, "only the one request");
        answer
    };
    let (status, _, body) = told(Behaviour::HttpError { status: 503 }).unwrap();
    assert!(status == 503 && !body.is_empty());
    let (status, _, body) = told(Behaviour::SoapFault { code: "soap:Server".into(), text: "a < b".into() }).unwrap();
    assert!(status == 500 && String::from_utf8(body).unwrap().contains("<faultstring>a &lt; b</faultstring>"));
    let (status, _, body) = told(Behaviour::Garbage).unwrap();
    assert!(status == 200 && String::from_utf8(body).is_err());
    assert!(told(Behaviour::HtmlPage).unwrap().1.starts_with("text/html"));
    assert_eq!(told(Behaviour::HugeBody { bytes: 50 << 20 }).unwrap().2.len(), 50 << 20);
    assert_eq!(told(Behaviour::WrongContentType).unwrap().1, "application/octet-stream");
    told(Behaviour::Cut { bytes: 0 }).unwrap_err();
    told(Behaviour::Cut { bytes: 100 }).unwrap_err();
    assert_eq!(told(Behaviour::Slow { milliseconds: 50 }).unwrap().2.len(), whole.len());
    let ra = Behaviour::RaError { code: "SOMETHING".into(), message: "odd".into() };
    let rule = Rule::new(ra).times(1);
    world.sandbox.control(Command::Rule { rule }).unwrap();
    refused(world.ask(GetGenericOrganizationTypesRequest), "SOMETHING");
    let fault = Rule::new(Behaviour::SoapFault { code: "Server".into(), text: "down".into() }).times(1);
    world.sandbox.control(Command::Rule { rule: fault }).unwrap();
    assert_eq!(world.ask(GetGenericOrganizationTypesRequest).unwrap_err().code(), Code::SOAP_FAULT);
}

#[test]
fn a_stalled_answer_never_comes_and_does_not_hinder_others() {
    let world = World::new();
    let rule = Rule::new(Behaviour::Stall).times(1);
    world.sandbox.control(Command::Rule { rule }).unwrap();
    let request = question(&world);
    let bytes = post_bytes("/CertRa/v2", &request.headers, &request.body);
    let mut stream = std::net::TcpStream::connect(world.sandbox.url().strip_prefix("http://").unwrap()).unwrap();
    std::io::Write::write_all(&mut stream, &bytes).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    let nothing = std::io::Read::read(&mut stream, &mut [0; 16]).unwrap_err().kind();
    assert!(matches!(nothing, std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut), "{nothing}");
    assert_eq!(world.send(&request).unwrap().0, 200);
}

#[test]
fn a_lost_answer_can_be_asked_for_again() {
    let world = World::new();
    for after in [false, true] {
        let mut rule = Rule::new(Behaviour::Cut { bytes: 0 }).on("GenerateCertificate").times(1);
        rule.after = after;
        world.sandbox.control(Command::Rule { rule }).unwrap();
        let mut wanted = post();
        wanted.application_id = Some(if after { "AFTER" } else { "BEFORE" }.into());
        let key = ehcert_core::key::PrivateKey::generate(Default::default(), &mut OsRandom).unwrap();
        let order = world.order(world.contract(&world.alice, &wanted).unwrap(), &key);
        let (_, xml) = world.sign(order.clone(), &world.alice.signature.0, &world.alice.signature.1).unwrap();
        let http = http_request(Operation::GenerateCertificate, &Endpoints::from_base(world.sandbox.url()), &xml);
        world.send(&http).unwrap_err();
        let identifier = key.public().identifier();
        assert_eq!(world.fetch(identifier).is_ok(), after);
        let again = world.ask_signed(order, &world.alice.signature).unwrap();
        assert_eq!(again.public_key_identifier, identifier);
        world.fetch(identifier).unwrap();
    }
    assert_eq!(world.sandbox.control(Command::State).unwrap().certificates.len(), 2);
}

#[test]
fn messages_that_are_none_get_a_soap_fault() {
    let world = World::new();
    let good = question(&world);
    let text = String::from_utf8(good.body.clone()).unwrap();
    let send = |change: &dyn Fn(&mut HttpRequest)| {
        let mut request = good.clone();
        change(&mut request);
        let (status, _, body) = world.send(&request).unwrap();
        (status, String::from_utf8(body).unwrap())
    };
    type Change<'a> = &'a dyn Fn(&mut HttpRequest);
    let changes: [(Change<'_>, &str); 10] = [
        (&|r| r.body.clear(), "soap:Client"),
        (&|r| r.body = b"hello".to_vec(), "soap:Client"),
        (&|r| r.body = text.replace("Body", "Bodies").into_bytes(), "soap:Client"),
        (&|r| r.body = text.replace("?>", "?><!DOCTYPE a [<!ENTITY b \"c\">]>").into_bytes(), "soap:Client"),
        (&|r| r.body = text.replace("certra:protocol:v2", "certra:protocol:v9").into_bytes(), "soap:Client"),
        (&|r| r.body = text.replace("IssueInstant", "Instant").into_bytes(), "IssueInstant"),
        (&|r| r.body = text.replace(" IssueInstant", " Extra=\"1\" IssueInstant").into_bytes(), "no attribute Extra"),
        (&|r| r.headers[0].1 = "application/json".into(), "content type"),
        (&|r| r.headers[1].1 = "\"urn:be:fgov:ehealth:certra:protocol:v2:generateContract\"".into(), "SOAPAction"),
        (&|r| r.headers[1].1 = Operation::GetGenericOrganizationTypes.soap_action().into(), "SOAPAction"),
    ];
    for (at, (change, wanted)) in changes.into_iter().enumerate() {
        let (status, body) = send(change);
        assert!(status == 500 && body.contains("faultstring") && body.contains(wanted), "row {at}: {body}");
    }
    let elsewhere = send(&|r| r.url = r.url.replace("CertRa/v2", "EtkRa/v2"));
    assert!(elsewhere.1.contains("another service"), "{}", elsewhere.1);
    // An element that the schema does not have, and one in the wrong place.
    let request = Request::new(
        ehcert_core::ra::GenerateContractRequest {
            contact: contact(),
            signer: world.alice.person.clone(),
            certificate: post(),
        },
        NOW,
        &mut OsRandom,
    )
    .unwrap();
    let xml = request.to_xml();
    let endpoints = Endpoints::from_base(world.sandbox.url());
    let body = |xml: &str| {
        let answer = world.send(&http_request(Operation::GenerateContract, &endpoints, xml)).unwrap();
        String::from_utf8(answer.2).unwrap()
    };
    assert!(body(&xml).contains("status:Success"));
    let end = xml.rfind("</").unwrap();
    let extra = format!("{}<x xmlns=\"urn:x\"/>{}", &xml[..end], &xml[end..]);
    assert!(body(&extra).contains("x is not expected at the end"), "{}", body(&extra));
    let swapped = swap(&xml, "EmailPrivate", "EmailGeneral");
    assert!(body(&swapped).contains("stands where EmailPrivate is expected"), "{}", body(&swapped));
    let huge = vec![b' '; 3 << 20];
    let refused = exchange(world.sandbox.url(), &post_bytes("/CertRa/v2", &good.headers, &huge));
    assert!(refused.is_err() || refused.unwrap().0 == 413);
}

/// The document with two neighbouring elements in the other order.
fn swap(xml: &str, first: &str, second: &str) -> String {
    let part = |name: &str| {
        let at = xml.find(name).unwrap();
        let start = xml[..at].rfind('<').unwrap();
        let closing = xml[at..].find("</").unwrap() + at;
        let end = xml[closing..].find('>').unwrap() + closing + 1;
        (start, end)
    };
    let ((a, b), (c, d)) = (part(first), part(second));
    assert_eq!(b, c);
    format!("{}{}{}{}", &xml[..a], &xml[c..d], &xml[a..b], &xml[d..])
}

#[test]
fn control_over_http() {
    let world = World::new();
    let control = |json: &str| {
        let (status, kind, body) =
            exchange(world.sandbox.url(), &post_bytes("/control", &[], json.as_bytes())).unwrap();
        assert_eq!(kind, "application/json");
        (status, String::from_utf8(body).unwrap())
    };
    let (status, state) = control(r#"{"do":"clock","offset":3600}"#);
    assert!(status == 200 && state.contains("\"clock_offset\": 3600"), "{state}");
    assert_eq!(world.sandbox.now(), NOW.plus(3600));
    let (_, state) = control(r#"{"do":"advance","seconds":-600}"#);
    assert!(state.contains("\"clock_offset\": 3000"), "{state}");
    let (_, state) =
        control(r#"{"do":"rule","rule":{"kind":"http_error","status":502,"operation":"GetEtk","times":3}}"#);
    assert!(state.contains("\"http_error\"") && state.contains("\"times\": 3"), "{state}");
    for bad in [
        "",
        "{}",
        r#"{"do":"nothing"}"#,
        r#"{"do":"rule","rule":{"kind":"nonsense"}}"#,
        r#"{"do":"rule","rule":{"kind":"stall","times":0}}"#,
        r#"{"do":"approve","public_key_identifier":"00"}"#,
        r#"{"do":"settings","validity_days":0}"#,
        r#"{"do":"confirm","token":"x"}"#,
    ] {
        let (status, body) = control(bad);
        assert!(status == 400 && body.contains("error"), "{bad}: {body}");
    }
    let (_, state) = control(r#"{"do":"clear_rules"}"#);
    assert!(!state.contains("http_error"));
    // A page of the internet may not.
    let foreign = post_bytes("/control", &[("Origin", "https://example.org".into())], br#"{"do":"state"}"#);
    assert_eq!(exchange(world.sandbox.url(), &foreign).unwrap().0, 403);
    let preflight =
        b"OPTIONS /CertRa/v2 HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost:5173\r\nConnection: close\r\n\r\n";
    assert_eq!(exchange(world.sandbox.url(), preflight).unwrap().0, 204);
    for path in ["/", "/ca/roots.pem", "/ca/root.crt", "/ca/ec/issuing.crt", "/crl/rsa-root.crl", "/control"] {
        let get = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        let (status, _, body) = exchange(world.sandbox.url(), get.as_bytes()).unwrap();
        assert!(status == 200 && !body.is_empty(), "{path}");
    }
    for path in ["/nothing", "/ca/none.crt", "/crl/none.crl", "/validate/none", "/CertRa/v2"] {
        let get = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assert_eq!(exchange(world.sandbox.url(), get.as_bytes()).unwrap().0, 404, "{path}");
    }
}

#[test]
fn everything_survives_a_restart() {
    let folder = std::env::temp_dir().join(format!("ehcert-sandbox-restart-{}", std::process::id()));
    let mut world = World::with(|c| c.dir = Some(folder.clone()));
    let rule = Rule::new(Behaviour::DeliverAfter { polls: 1 }).times(1);
    world.sandbox.control(Command::Rule { rule: rule.clone() }).unwrap();
    world.sandbox.control(Command::Clock { offset: 60 }).unwrap();
    let contract = world.contract(&world.alice, &post()).unwrap();
    let restart = |world: &mut World| {
        let config = crate::SandboxConfig {
            dir: Some(folder.clone()),
            clock: crate::Clock::Fixed(NOW),
            eid_roots: vec![world.eid.root.clone()],
            ..crate::SandboxConfig::default()
        };
        let fresh = Sandbox::start(crate::SandboxConfig { dir: None, ..config.clone() }).unwrap();
        // The database has one owner: the old sandbox ends before the new one begins.
        std::mem::replace(&mut world.sandbox, fresh).stop();
        world.sandbox = Sandbox::start(config).unwrap();
    };
    restart(&mut world);
    assert_eq!(world.sandbox.now(), NOW.plus(60));
    assert_eq!(world.sandbox.control(Command::State).unwrap().rules, [rule]);
    let key = rsa(0);
    let order = world.order(contract, &key);
    let answer = world.ask_signed(order, &world.alice.signature).unwrap();
    restart(&mut world);
    refused(world.fetch(answer.public_key_identifier), "CERT_NOT_YET_DELIVERED");
    restart(&mut world);
    let chain = world.fetch(answer.public_key_identifier).unwrap();
    assert_eq!(chain[1], world.sandbox.authority().tree(crate::ca::Hierarchy::Rsa).issuing.certificate);
    let empty = GetEtkRequest {
        criteria: vec![ehcert_core::ra::DepotIdentifier {
            r#type: "CBE".into(),
            value: "0123456749".into(),
            application_id: None,
        }],
    };
    world.ask(empty).unwrap();
    // A root that is trusted later, and still after a restart.
    let other = EidPki::new();
    let card = other.card(BOB, "Bob", "Janssens");
    let own = world.own(&card);
    refused(world.request(&card, &own, &rsa(1)), "SIGNER_NOT_TRUSTED");
    let certificate = base64ct::Base64::encode_string(other.root.der());
    world.sandbox.control(Command::TrustEidRoot { certificate }).unwrap();
    for bad in ["!", "aGVsbG8=", &base64ct::Base64::encode_string(card.signature.1[0].der())] {
        world.sandbox.control(Command::TrustEidRoot { certificate: bad.into() }).unwrap_err();
    }
    restart(&mut world);
    world.request(&card, &own, &rsa(1)).unwrap();
    drop(world);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn of_many_requests_at_once_one_wins() {
    let world = World::new();
    let orders: Vec<_> = (0..12)
        .map(|_| {
            let key = PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap();
            world.order(world.contract(&world.alice, &post()).unwrap(), &key)
        })
        .collect();
    let won = std::thread::scope(|scope| {
        let lanes: Vec<_> =
            orders.into_iter().map(|order| scope.spawn(|| world.ask_signed(order, &world.alice.signature))).collect();
        let answers: Vec<_> = lanes.into_iter().map(|lane| lane.join().unwrap()).collect();
        for error in answers.iter().filter_map(|a| a.as_ref().err()) {
            assert_eq!(code(error), "ACTIVE_CERTIFICATE_EXISTS");
        }
        answers.iter().filter(|a| a.is_ok()).count()
    });
    assert_eq!(won, 1);
    assert_eq!(world.sandbox.control(Command::State).unwrap().certificates.len(), 1);
}

#[test]
fn enrolments_under_fire_end_with_one_certificate_each() {
    let world = World::new();
    let rule = |rule| drop(world.sandbox.control(Command::Rule { rule }).unwrap());
    rule(Rule::new(Behaviour::Cut { bytes: 0 }).every(11).after());
    rule(Rule::new(Behaviour::HttpError { status: 500 }).every(7));
    rule(Rule::new(Behaviour::Cut { bytes: 40 }).every(13));
    rule(Rule::new(Behaviour::DeliverAfter { polls: 1 }).every(3));
    // What a client does: again, until there is an answer.
    fn again<T>(mut ask: impl FnMut() -> ehcert_core::Result<T>) -> T {
        for _ in 0..50 {
            match ask() {
                Ok(answer) => return answer,
                Err(e) if e.ra_errors().iter().all(|r| r.code == "CERT_NOT_YET_DELIVERED") => {}
                Err(e) => panic!("{e}"),
            }
        }
        panic!("no answer in fifty tries");
    }
    std::thread::scope(|scope| {
        for lane in 0..6 {
            let world = &world;
            scope.spawn(move || {
                for turn in 0..4 {
                    let mut wanted = post();
                    wanted.application_id = Some(format!("LANE-{lane}-{turn}"));
                    let key = PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap();
                    let contract = again(|| world.contract(&world.alice, &wanted));
                    let order = world.order(contract, &key);
                    let answer = again(|| world.ask_signed(order.clone(), &world.alice.signature));
                    let chain = again(|| world.fetch(answer.public_key_identifier));
                    assert_eq!(chain[0].public_key().unwrap(), key.public());
                }
            });
        }
    });
    let state = world.sandbox.control(Command::State).unwrap();
    assert_eq!(state.certificates.len(), 24);
    assert!(state.certificates.iter().all(|c| c.status == "VALID_ACTIVE"));
}

#[test]
fn what_was_asked_is_remembered_without_personal_data() {
    let world = World::new();
    world.ask(GetGenericOrganizationTypesRequest).unwrap();
    refused(world.fetch([9; 20]), "UNKNOWN_PUBLIC_KEY_IDENTIFIER");
    world.contract(&world.alice, &post()).unwrap();
    let rule = Rule::new(Behaviour::Garbage).on("GetCertificate").times(1);
    world.sandbox.control(Command::Rule { rule }).unwrap();
    world.fetch([9; 20]).unwrap_err();
    world.send(&HttpRequest { body: b"hello".to_vec(), ..question(&world) }).unwrap();
    let state = world.sandbox.control(Command::State).unwrap();
    let told: Vec<_> = state.exchanges.iter().map(|e| (e.operation, e.outcome.as_str(), e.spoilt.is_some())).collect();
    assert_eq!(
        told,
        [
            ("GetGenericOrganizationTypes", "Success", false),
            ("GetCertificate", "UNKNOWN_PUBLIC_KEY_IDENTIFIER", false),
            ("GenerateContract", "Success", false),
            ("GetCertificate", "", true),
            ("", "Fault", false),
        ]
    );
    let json = serde_json::to_string(&state.exchanges).unwrap();
    assert!(!json.contains(ALICE) && !json.contains("Alice"), "{json}");
    for _ in 0..crate::MAX_EXCHANGES {
        world.fetch([9; 20]).unwrap_err();
    }
    let exchanges = world.sandbox.control(Command::State).unwrap().exchanges;
    assert_eq!(exchanges.len(), crate::MAX_EXCHANGES);
    assert!(exchanges.iter().all(|e| e.operation == "GetCertificate"));
}

#[test]
fn one_connection_serves_many_requests() {
    let world = World::new();
    let request = question(&world);
    let bytes = post_bytes("/CertRa/v2", &request.headers, &request.body);
    let text = String::from_utf8(bytes).unwrap().replace("Connection: close", "Connection: keep-alive");
    let last = text.replace("keep-alive", "close");
    let (status, _, first) = exchange(world.sandbox.url(), last.as_bytes()).unwrap();
    assert_eq!(status, 200);
    let mut stream = std::net::TcpStream::connect(world.sandbox.url().strip_prefix("http://").unwrap()).unwrap();
    for part in [&text, &text, &last] {
        std::io::Write::write_all(&mut stream, part.as_bytes()).unwrap();
    }
    let mut answers = String::new();
    std::io::Read::read_to_string(&mut stream, &mut answers).unwrap();
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 3);
    assert!(answers.len() > 3 * first.len());
}

#[test]
fn a_stop_lets_answers_arrive_and_frees_the_port() {
    let world = World::new();
    let rule = Rule::new(Behaviour::Slow { milliseconds: 600 });
    world.sandbox.control(Command::Rule { rule }).unwrap();
    let request = question(&world);
    let url = world.sandbox.url().to_owned();
    let bytes = post_bytes("/CertRa/v2", &request.headers, &request.body);
    let asked = std::thread::spawn({
        let url = url.clone();
        move || exchange(&url, &bytes)
    });
    // The request is on its way when it is remembered.
    while world.sandbox.control(Command::State).unwrap().exchanges.is_empty() {
        std::thread::yield_now();
    }
    world.sandbox.stop();
    assert_eq!(asked.join().unwrap().unwrap().0, 200);
    std::net::TcpListener::bind(url.strip_prefix("http://").unwrap()).unwrap();
}

#[test]
fn a_request_that_was_changed_anywhere_is_never_taken() {
    let world = World::new();
    let key = PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap();
    let order = world.order(world.contract(&world.alice, &post()).unwrap(), &key);
    let (_, xml) = world.sign(order, &world.alice.signature.0, &world.alice.signature.1).unwrap();
    let endpoints = Endpoints::from_base(world.sandbox.url());
    let send = |message: &str| {
        let (_, _, body) = world.send(&http_request(Operation::GenerateCertificate, &endpoints, message)).unwrap();
        String::from_utf8(body).unwrap()
    };
    // Every part of the request up to the value of the signature; what follows is its certificates.
    let end = xml.find("<ds:KeyInfo").unwrap_or_else(|| xml.find("KeyInfo").unwrap());
    for at in (1..end).step_by(97) {
        let mut changed = xml.clone().into_bytes();
        changed[at] = if changed[at] == b'x' { b'y' } else { b'x' };
        let Ok(changed) = String::from_utf8(changed) else { continue };
        let answer = send(&changed);
        assert!(!answer.contains("status:Success") && !answer.contains("soap:Server"), "octet {at}: {answer}");
    }
    // The signed request hidden in another one, doubled, or with a second Id.
    let start = xml.find(' ').unwrap();
    let name = &xml[1..start];
    let inner = format!("{}{xml}</{name}>", &xml[..xml.find('>').unwrap() + 1]);
    let doubled = format!("{xml}{xml}");
    let id = xml.split("Id=\"").nth(1).unwrap().split('"').next().unwrap();
    let second = xml.replacen("EmailPrivate", &format!("EmailPrivate Id=\"{id}\""), 1);
    for (what, message) in [("inner", inner), ("doubled", doubled), ("second Id", second)] {
        let answer = send(&message);
        assert!(!answer.contains("status:Success") && !answer.contains("soap:Server"), "{what}: {answer}");
    }
    assert!(world.sandbox.control(Command::State).unwrap().certificates.is_empty());
    assert!(send(&xml).contains("status:Success"));
}
