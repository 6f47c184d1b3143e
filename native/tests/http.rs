//! The network against servers on this computer that do everything a server can do wrong.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use ehcert_core::{Code, Error};
use ehcert_native::{
    Cancel,
    http::{HttpClient, HttpConfig, HttpRequest, HttpResponse, Roots},
};

/// A server that hands each connection, with its number from 0, to `answer` on a thread of its own.
struct Server {
    port: u16,
    connections: Arc<AtomicUsize>,
}

impl Server {
    fn new(answer: impl Fn(usize, TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let (count, answer) = (connections.clone(), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let number = count.fetch_add(1, Ordering::SeqCst);
                let answer = answer.clone();
                std::thread::spawn(move || answer(number, stream.unwrap()));
            }
        });
        Self { port, connections }
    }

    /// Answers each request on a connection with the same bytes and closes it.
    fn fixed(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::new(move |_, mut stream| {
            request(&mut stream);
            let _ = stream.write_all(&answer);
        })
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}/path", self.port)
    }

    fn requests(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// Reads one request whole.
fn request(stream: &mut impl Read) -> String {
    let mut text = Vec::new();
    let mut byte = [0];
    while !text.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n == 1) {
        text.push(byte[0]);
    }
    let head = String::from_utf8(text).unwrap().to_lowercase();
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()?.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    head + &String::from_utf8(body).unwrap()
}

fn config() -> HttpConfig {
    HttpConfig {
        connect_timeout: Duration::from_secs(20),
        read_timeout: Duration::from_secs(20),
        total_timeout: Duration::from_secs(30),
        backoff: Duration::from_millis(1),
        ..HttpConfig::default()
    }
}

fn get(url: &str) -> HttpRequest {
    HttpRequest { method: "GET".into(), url: url.into(), ..HttpRequest::default() }
}

fn post(url: &str) -> HttpRequest {
    HttpRequest { method: "POST".into(), url: url.into(), body: b"body".to_vec(), ..HttpRequest::default() }
}

fn send(request: &HttpRequest) -> Result<HttpResponse, Error> {
    send_with(config(), request)
}

fn send_with(config: HttpConfig, request: &HttpRequest) -> Result<HttpResponse, Error> {
    HttpClient::new(config).unwrap().send(request, &Cancel::new())
}

fn code(outcome: Result<HttpResponse, Error>) -> &'static str {
    match outcome {
        Ok(response) => panic!("an error was expected, not status {}", response.status),
        Err(error) => {
            for language in ehcert_core::Language::ALL {
                assert!(!error.message(language).contains('{'), "{}", error.message(language));
            }
            error.code().name()
        }
    }
}

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Type: Text/XML; charset=utf-8\r\nContent-Length: 4\r\n\r\nfine";

#[test]
fn a_post_arrives_whole_and_its_answer_too() {
    let server = Server::new(|_, mut stream| {
        let got = request(&mut stream);
        for part in ["post /path http/1.1\r\n", "soapaction: \"urn:x\"\r\n", "user-agent: ehcert/", "\r\n\r\nbody"] {
            assert!(got.contains(part), "{part} in {got}");
        }
        assert!(got.contains("accept-encoding: identity\r\n"), "{got}");
        stream.write_all(OK.as_bytes()).unwrap();
    });
    let mut request = post(&server.url());
    request.headers.push(("SOAPAction".into(), "\"urn:x\"".into()));
    let answer = send(&request).unwrap();
    assert_eq!((answer.status, answer.body.as_slice()), (200, &b"fine"[..]));
    assert_eq!(answer.content_type(), "text/xml");
    assert_eq!(answer.header("CONTENT-LENGTH"), Some("4"));
}

#[test]
fn every_status_is_an_answer() {
    for status in [204, 304, 400, 404, 500] {
        let server = Server::fixed(format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n"));
        assert_eq!(send(&get(&server.url())).unwrap().status, status);
        assert_eq!(server.requests(), 1);
    }
}

#[test]
fn addresses_and_requests_that_may_not_be_are_refused_before_anything_is_sent() {
    for url in ["http://example.org/", "http://10.0.0.1/", "http://127.1/", "http://[::2]/", "ftp://127.0.0.1/"] {
        assert_eq!(code(send(&get(url))), "InsecureUrl", "{url}");
    }
    for url in ["", "/path", "127.0.0.1", "http://user@127.0.0.1/", "https://127.0.0.1@example.org/", "http://"] {
        assert_eq!(code(send(&get(url))), "InvalidArgument", "{url}");
    }
    let mut bad = get("http://127.0.0.1:1/");
    bad.headers.push(("X".into(), "a\r\nEvil: b".into()));
    assert_eq!(code(send(&bad)), "InvalidArgument");
    bad.headers.clear();
    bad.body.push(1);
    assert_eq!(code(send(&bad)), "InvalidArgument");
    bad.method = "DELETE".into();
    assert_eq!(code(send(&bad)), "InvalidArgument");
    let roots = HttpConfig { roots: Roots::Only(b"no PEM".to_vec()), ..config() };
    assert_eq!(HttpClient::new(roots).unwrap_err().code(), Code::INVALID_ARGUMENT);
}

#[test]
fn redirects_stay_within_the_origin() {
    let other = Server::fixed(OK);
    let target = other.url();
    let to = |location: &str| format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
    let home = to("/home");
    let follows = Server::new(move |number, mut stream| {
        let got = request(&mut stream);
        assert_eq!(got.starts_with("get /home "), number > 0, "{got}");
        let answer = if number == 0 { home.as_str() } else { OK };
        // Each on a new connection, so that they can be counted.
        stream.write_all(answer.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
    });
    assert_eq!(send(&get(&follows.url())).unwrap().body, b"fine");
    let rows = [target.as_str(), "//example.org/", "https://127.0.0.1/", "relative", "http://example.org/", ""];
    for location in rows {
        let server = Server::fixed(to(location));
        assert_eq!(code(send(&get(&server.url()))), "RedirectRefused", "{location}");
    }
    assert_eq!(code(send(&post(&Server::fixed(to("/home")).url()))), "RedirectRefused");
    assert_eq!(code(send(&get(&Server::fixed(to("/path")).url()))), "RedirectRefused");
    assert_eq!(other.requests(), 0);
}

#[test]
fn answers_are_bounded() {
    let small = || HttpConfig { max_response: 1024, ..config() };
    let announced = Server::fixed("HTTP/1.1 200 OK\r\nContent-Length: 1025\r\n\r\n");
    assert_eq!(code(send_with(small(), &get(&announced.url()))), "ResponseTooLarge");
    let chunk = format!("400\r\n{}\r\n", "x".repeat(1024));
    let endless = move |head: &'static str, part: String| {
        Server::new(move |_, mut stream| {
            request(&mut stream);
            let _ = stream.write_all(head.as_bytes());
            while stream.write_all(part.as_bytes()).is_ok() {}
        })
    };
    let chunked = endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", chunk);
    assert_eq!(code(send_with(small(), &get(&chunked.url()))), "ResponseTooLarge");
    let unbounded = endless("HTTP/1.1 200 OK\r\n\r\n", "x".repeat(1000));
    assert_eq!(code(send_with(small(), &get(&unbounded.url()))), "ResponseTooLarge");
    let headers = endless("HTTP/1.1 200 OK\r\n", format!("X: {}\r\n", "x".repeat(1000)));
    let refused = code(send_with(small(), &get(&headers.url())));
    assert!(["ResponseTooLarge", "ResponseMalformed"].contains(&refused), "{refused}");
    let exact = Server::fixed(format!("HTTP/1.1 200 OK\r\nContent-Length: 1024\r\n\r\n{}", "x".repeat(1024)));
    assert_eq!(send_with(small(), &get(&exact.url())).unwrap().body.len(), 1024);
}

#[test]
fn what_is_no_proper_answer_is_told_apart() {
    let rows = [
        ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\u{8}ab", "UnexpectedCompression"),
        ("what is this?\r\n\r\n", "ResponseMalformed"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nfine\r\n", "ResponseMalformed"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfine", "ConnectionCut"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfine\r\n", "ConnectionCut"),
        ("HTTP/1.1 200 OK\r\nContent-Le", "ConnectionCut"),
        ("", "ConnectionCut"),
    ];
    for (answer, want) in rows {
        assert_eq!(code(send(&post(&Server::fixed(answer).url()))), want, "{answer:?}");
    }
}

#[test]
fn silence_and_dripping_end_at_the_time_limits() {
    let silent = Server::new(|_, mut stream| {
        request(&mut stream);
        let _ = stream.read(&mut [0]);
    });
    let short = HttpConfig { read_timeout: Duration::from_millis(100), ..config() };
    assert_eq!(code(send_with(short, &get(&silent.url()))), "NetworkTimeout");
    let dripping = Server::new(|_, mut stream| {
        request(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        while stream.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(10));
        }
    });
    let bounded = HttpConfig { total_timeout: Duration::from_millis(300), ..config() };
    let repeatable = HttpRequest { repeatable: true, ..get(&dripping.url()) };
    assert_eq!(code(send_with(bounded, &repeatable)), "NetworkTimeout");
    // The time is for the whole call: no second attempt is begun after it.
    assert_eq!(dripping.requests(), 1);
}

#[test]
fn only_what_is_repeatable_is_repeated() {
    let flaky = || {
        Server::new(|number, mut stream| {
            request(&mut stream);
            match number {
                0 => {}
                1 => stream.write_all(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n").unwrap(),
                _ => stream.write_all(OK.as_bytes()).unwrap(),
            }
        })
    };
    let server = flaky();
    assert_eq!(code(send(&post(&server.url()))), "ConnectionCut");
    assert_eq!(server.requests(), 1);
    let server = flaky();
    let repeatable = HttpRequest { repeatable: true, ..post(&server.url()) };
    assert_eq!(send(&repeatable).unwrap().status, 200);
    assert_eq!(server.requests(), 3);
    let server = flaky();
    let twice = HttpConfig { attempts: 2, ..config() };
    assert_eq!(send_with(twice, &HttpRequest { url: server.url(), ..repeatable.clone() }).unwrap().status, 503);
    assert_eq!(server.requests(), 2);
    // A server that asks to come back in an hour is not asked again now.
    let later = Server::fixed("HTTP/1.1 503 Busy\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(send(&HttpRequest { url: later.url(), ..repeatable.clone() }).unwrap().status, 503);
    assert_eq!(later.requests(), 1);
    // An error that repeating cannot mend.
    let garbage = Server::fixed("what is this?\r\n\r\n");
    assert_eq!(code(send(&HttpRequest { url: garbage.url(), ..repeatable })), "ResponseMalformed");
    assert_eq!(garbage.requests(), 1);
}

#[test]
fn what_may_not_be_repeated_never_goes_over_a_kept_connection() {
    let server = Server::new(|_, mut stream| {
        // A kept connection that the server gives up after its first answer.
        request(&mut stream);
        stream.write_all(OK.as_bytes()).unwrap();
        request(&mut stream);
    });
    let client = HttpClient::new(config()).unwrap();
    for _ in 0..3 {
        assert_eq!(client.send(&post(&server.url()), &Cancel::new()).unwrap().status, 200);
    }
    assert_eq!(server.requests(), 3);
}

#[test]
fn cancel_does_not_wait_for_the_server() {
    let cancel = Cancel::new();
    let inside = cancel.clone();
    let silent = Server::new(move |_, mut stream| {
        request(&mut stream);
        inside.cancel();
        let _ = stream.read(&mut [0]);
    });
    let endless = HttpConfig { read_timeout: Duration::MAX, total_timeout: Duration::MAX, ..config() };
    let client = HttpClient::new(endless).unwrap();
    assert_eq!(client.send(&get(&silent.url()), &cancel).unwrap_err().code(), Code::CANCELLED);
    assert_eq!(client.send(&get(&silent.url()), &cancel).unwrap_err().code(), Code::CANCELLED);
    assert_eq!(silent.requests(), 1);
}

#[test]
fn nobody_there_is_told() {
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let refused = send(&get(&format!("http://127.0.0.1:{port}/"))).unwrap_err();
    assert_eq!((refused.code().name(), refused.value("host")), ("ConnectionRefused", Some("127.0.0.1")));
    // A signed answer may come over http; names under .invalid never exist (RFC 2606).
    let unknown = HttpRequest { signed_answer: true, ..get("http://crl.ehcert.invalid/x.crl") };
    let refused = code(send(&unknown));
    assert!(["HostNotFound", "NetworkUnreachable", "ProxyFailed"].contains(&refused), "{refused}");
}

mod tls {
    use std::time::SystemTime;

    use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
    use rustls::{
        ServerConfig, ServerConnection, StreamOwned,
        pki_types::{CertificateDer, PrivateKeyDer},
    };

    use super::*;

    struct Authority {
        issuer: Issuer<'static, KeyPair>,
        pem: Vec<u8>,
    }

    impl Authority {
        fn new() -> Self {
            let key = KeyPair::generate().unwrap();
            let mut params = CertificateParams::new(Vec::new()).unwrap();
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            let pem = params.self_signed(&key).unwrap().pem().into_bytes();
            Self { issuer: Issuer::new(params, key), pem }
        }

        fn server(&self, name: &str, change: impl Fn(&mut CertificateParams)) -> Server {
            let key = KeyPair::generate().unwrap();
            let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
            change(&mut params);
            let certificate: CertificateDer<'static> = params.signed_by(&key, &self.issuer).unwrap().into();
            let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            let config = ServerConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(vec![certificate], key)
                .unwrap();
            let config = Arc::new(config);
            Server::new(move |_, stream| {
                let mut stream = StreamOwned::new(ServerConnection::new(config.clone()).unwrap(), stream);
                let mut byte = [0];
                // A client that breaks off the handshake sends no request.
                if stream.read(&mut byte).is_ok_and(|n| n == 1) {
                    request(&mut stream);
                    stream.write_all(OK.as_bytes()).unwrap();
                    stream.conn.send_close_notify();
                    let _ = stream.flush();
                }
            })
        }

        fn trusted(&self) -> HttpConfig {
            HttpConfig { roots: Roots::Only(self.pem.clone()), ..config() }
        }
    }

    fn https(host: &str, server: &Server) -> HttpRequest {
        get(&format!("https://{host}:{}/", server.port))
    }

    #[test]
    fn a_trusted_server_of_the_right_name_is_believed() {
        let authority = Authority::new();
        let server = authority.server("localhost", |_| {});
        assert_eq!(send_with(authority.trusted(), &https("localhost", &server)).unwrap().body, b"fine");
    }

    #[test]
    fn every_reason_for_distrust_is_told_apart() {
        let (authority, stranger) = (Authority::new(), Authority::new());
        let server = authority.server("localhost", |_| {});
        assert_eq!(code(send_with(stranger.trusted(), &https("localhost", &server))), "ServerNotTrusted");
        assert_eq!(code(send_with(authority.trusted(), &https("127.0.0.1", &server))), "ServerNameMismatch");
        let other = authority.server("other.example", |_| {});
        assert_eq!(code(send_with(authority.trusted(), &https("localhost", &other))), "ServerNameMismatch");
        let day = Duration::from_secs(86_400);
        let expired = authority.server("localhost", |params| params.not_after = (SystemTime::now() - day).into());
        assert_eq!(code(send_with(authority.trusted(), &https("localhost", &expired))), "ServerCertificateExpired");
        let early = authority.server("localhost", |params| params.not_before = (SystemTime::now() + day).into());
        assert_eq!(code(send_with(authority.trusted(), &https("localhost", &early))), "ServerCertificateExpired");
    }

    #[test]
    fn the_roots_of_this_computer_do_not_know_a_test_authority() {
        let server = Authority::new().server("localhost", |_| {});
        let refused = code(send(&https("localhost", &server)));
        assert!(["ServerNotTrusted", "NoTrustedRoots"].contains(&refused), "{refused}");
    }

    #[test]
    fn old_protocols_and_what_is_no_tls_are_refused() {
        let trusted = Authority::new().trusted();
        // A server hello that chooses TLS 1.1, and the alert "protocol version".
        let mut hello = vec![0x16, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2];
        hello.extend([7; 32]);
        hello.extend([0, 0xC0, 0x13, 0]);
        let rows: [&[u8]; 3] = [&hello, &[0x15, 3, 1, 0, 2, 2, 70], b"HTTP/1.1 200 OK\r\n\r\n"];
        for answer in rows {
            let answer = answer.to_vec();
            let server = Server::new(move |_, mut stream| {
                // The client speaks first; what it says does not matter.
                let _ = stream.read(&mut [0; 4096]);
                let _ = stream.write_all(&answer);
                let _ = stream.read(&mut [0; 4096]);
            });
            assert_eq!(code(send_with(trusted.clone(), &https("localhost", &server))), "TlsFailed");
        }
    }
}
