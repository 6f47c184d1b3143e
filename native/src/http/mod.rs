//! Requests over HTTPS, bounded in time and size.
//!
//! The rules, which no caller can turn off: TLS 1.2 or later, with the name and the chain checked against
//! the roots of the platform; `http` only to this computer itself, or for answers that carry their own
//! signature (CRL, OCSP; RFC 5280 section 8); no redirect to another origin, and none at all for a POST;
//! no compressed answers; every answer bounded in bytes and every wait in time. A request is repeated
//! after a failure only where the caller says that repeating it does no harm.
//!
//! A proxy is taken from the variables `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, on Windows
//! also from the settings of the system. This computer itself is never asked through one.

mod failure;
mod provider;

use std::{
    io::Read,
    net::IpAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use ehcert_core::{Code, Error, Result};
use ureq::{
    Agent, Body,
    http::{HeaderName, HeaderValue, Method, Request, Response, Uri, header},
    tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem},
};

use self::failure::classify;
use crate::{
    cancel::{Cancel, Received},
    channel::bounded,
};

/// Redirects within one origin that a GET follows. More is a loop.
const MAX_REDIRECTS: usize = 5;
/// Bytes of status line and headers. The largest seen from eHealth is under 2 KiB.
const MAX_HEADER_BYTES: usize = 32 * 1024;
/// A server's `Retry-After` is followed up to this; a longer one is for the person to decide.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(30);

/// Who vouches for a server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Roots {
    /// The certificate authorities that this computer trusts, kept up to date by its system.
    #[default]
    Platform,
    /// Only these, as PEM: for a test platform with a certificate authority of its own.
    Only(Vec<u8>),
}

/// How a [`HttpClient`] behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpConfig {
    /// Time to find the address, reach the server and agree on TLS.
    pub connect_timeout: Duration,
    /// Longest silence of the server, and longest refusal to take more of the request.
    pub read_timeout: Duration,
    /// Time for a whole [`HttpClient::send`], repetitions included. It also bounds a server that sends a
    /// byte now and then.
    pub total_timeout: Duration,
    /// Largest body of an answer in bytes.
    pub max_response: u64,
    /// Value of the header `User-Agent`.
    pub user_agent: String,
    /// Who vouches for the server.
    pub roots: Roots,
    /// How often a repeatable request is sent at most; 1 or 0 is once.
    pub attempts: u32,
    /// Pause before the first repetition; each following pause is twice as long.
    pub backoff: Duration,
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(15),
            read_timeout: Duration::from_secs(45),
            total_timeout: Duration::from_secs(120),
            // The largest legitimate answer is a list of organisations, some tens of KiB.
            max_response: 4 * 1024 * 1024,
            user_agent: concat!("ehcert/", env!("CARGO_PKG_VERSION")).to_owned(),
            roots: Roots::Platform,
            attempts: 3,
            backoff: Duration::from_millis(500),
        }
    }
}

/// A request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpRequest {
    /// `GET` or `POST`.
    pub method: String,
    /// Absolute address.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The bytes to post; empty for a GET.
    pub body: Vec<u8>,
    /// Whether the server may get this request twice without harm.
    pub repeatable: bool,
    /// Whether the answer carries its own signature (CRL, OCSP response, certificate), so that it may come
    /// over plain `http` from anywhere.
    pub signed_answer: bool,
}

/// An answer, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpResponse {
    /// Status code, such as 200.
    pub status: u16,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body, complete.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// The value of the first header of this name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The media type in lower case without parameters (`text/xml`), empty where the server gave none.
    pub fn content_type(&self) -> String {
        let value = self.header("content-type").unwrap_or_default();
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}

/// Sends requests and keeps connections open between them. Clones share the connections; use one from as
/// many threads as you like.
#[derive(Clone, Debug)]
pub struct HttpClient {
    agent: Agent,
    config: Arc<HttpConfig>,
}

impl HttpClient {
    /// A client. Nothing is opened or read yet.
    ///
    /// Errors: `InvalidArgument` when [`Roots::Only`] holds no certificate.
    pub fn new(config: HttpConfig) -> Result<Self> {
        let roots = match &config.roots {
            Roots::Platform => RootCerts::PlatformVerifier,
            Roots::Only(pem) => RootCerts::from(parse_roots(pem)?),
        };
        let tls = TlsConfig::builder()
            .root_certs(roots)
            .unversioned_rustls_crypto_provider(Arc::new(provider::provider()))
            .build();
        let agent = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent(config.user_agent.as_str())
            .accept_encoding("identity")
            .max_response_header_size(MAX_HEADER_BYTES)
            .timeout_resolve(Some(config.connect_timeout))
            .timeout_connect(Some(config.connect_timeout))
            .timeout_per_read(Some(config.read_timeout))
            .timeout_per_write(Some(config.read_timeout))
            .build()
            .new_agent();
        Ok(Self { agent, config: Arc::new(config) })
    }

    /// The same client, which tries once and gives up after this time.
    #[must_use]
    pub fn hurried(&self, total_timeout: Duration) -> Self {
        let config = HttpConfig { total_timeout, attempts: 1, ..(*self.config).clone() };
        Self { agent: self.agent.clone(), config: Arc::new(config) }
    }

    /// Sends a request and waits for the whole answer. An answer of any status is `Ok`; what a status means
    /// is for the caller to know. After `cancel` it returns at once; the server may still get the request.
    ///
    /// Errors: `InvalidArgument`, `InsecureUrl`, `Cancelled`, and one code for each way in which a network
    /// fails (`HostNotFound`, `NetworkUnreachable`, `ConnectionRefused`, `ServerNotTrusted`,
    /// `ServerNameMismatch`, `ServerCertificateExpired`, `TlsFailed`, `NetworkTimeout`, `ConnectionCut`,
    /// `ResponseTooLarge`, `RedirectRefused`, `ResponseMalformed`, ...).
    pub fn send(&self, request: &HttpRequest, cancel: &Cancel) -> Result<HttpResponse> {
        let mut call = Call::new(request)?;
        // A time beyond what the clock can count is as good as an hour.
        let now = Instant::now();
        let end = now.checked_add(self.config.total_timeout).unwrap_or(now + Duration::from_secs(3600));
        let attempts = if request.repeatable { self.config.attempts.max(1) } else { 1 };
        let mut pause = self.config.backoff;
        let mut attempt = 1;
        let mut redirects = 0;
        loop {
            cancel.check()?;
            let outcome = self.attempt(&call, end, cancel);
            let wait = match &outcome {
                Ok(response) => match call.redirected(response)? {
                    Some(next) => {
                        redirects += 1;
                        if redirects > MAX_REDIRECTS {
                            return Err(call.error(Code::REDIRECT_REFUSED).detail("too many redirects"));
                        }
                        call = next;
                        continue;
                    }
                    None if matches!(response.status, 429 | 502..=504) => retry_after(response).unwrap_or(pause),
                    None => return outcome,
                },
                Err(error) if failure::is_passing(error.code()) => pause,
                Err(_) => return outcome,
            };
            let late = end.saturating_duration_since(Instant::now()) <= wait;
            if attempt >= attempts || late || wait > MAX_RETRY_AFTER {
                return outcome;
            }
            cancel.sleep(wait)?;
            attempt += 1;
            pause = pause.saturating_mul(2);
        }
    }

    /// One attempt on a thread of its own, so that a cancel need not wait for the network.
    fn attempt(&self, call: &Call, end: Instant, cancel: &Cancel) -> Result<HttpResponse> {
        let (sender, answers) = bounded(1);
        let (agent, job) = (self.agent.clone(), call.clone());
        let (left, limit) = (end.saturating_duration_since(Instant::now()), self.config.max_response);
        std::thread::Builder::new()
            .name("ehcert-http".into())
            .spawn(move || {
                // Nobody listens any more after a cancel: then the answer is dropped.
                let _ = sender.send(job.run(&agent, left, limit));
            })
            .map_err(|error| call.error(Code::NETWORK_FAILED).detail(error))?;
        // The work bounds itself by the same time; the margin is for a resolver or handshake that does not.
        match cancel.receive(&answers, end.checked_add(Duration::from_secs(1))) {
            Received::Value(outcome) => outcome.map_err(|error| classify(&error, call, limit)),
            Received::Late => Err(call.error(Code::NETWORK_TIMEOUT)),
            Received::Cancelled => Err(Error::new(Code::CANCELLED)),
            Received::Gone => Err(Error::new(Code::INTERNAL).detail("the network thread stopped")),
        }
    }
}

/// A checked request, ready to be sent again and again.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    method: Method,
    uri: Uri,
    host: String,
    loopback: bool,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Vec<u8>,
    repeatable: bool,
    signed_answer: bool,
}

impl Call {
    fn new(request: &HttpRequest) -> Result<Self> {
        let invalid = |what: String| Error::new(Code::INVALID_ARGUMENT).with("what", what);
        let method = match request.method.as_str() {
            "GET" if request.body.is_empty() => Method::GET,
            "POST" => Method::POST,
            "GET" => return Err(invalid("a GET with a body".into())),
            _ => return Err(invalid("the method of the request".into())),
        };
        let mut headers = Vec::with_capacity(request.headers.len());
        for (name, value) in &request.headers {
            let pair = HeaderName::from_bytes(name.as_bytes()).ok().zip(HeaderValue::from_str(value).ok());
            headers.push(pair.ok_or_else(|| invalid("a header of the request".into()))?);
        }
        let (uri, host, loopback) = checked_address(&request.url, request.signed_answer)?;
        Ok(Self {
            method,
            uri,
            host,
            loopback,
            headers,
            body: request.body.clone(),
            repeatable: request.repeatable,
            signed_answer: request.signed_answer,
        })
    }

    /// An error about the server of this call.
    pub(crate) fn error(&self, code: Code) -> Error {
        Error::new(code).with("host", &self.host)
    }

    /// The same call at the address that the answer sends us to; nothing when it is no redirect.
    fn redirected(&self, response: &HttpResponse) -> Result<Option<Self>> {
        if !matches!(response.status, 301 | 302 | 303 | 307 | 308) {
            return Ok(None);
        }
        let refused = || self.error(Code::REDIRECT_REFUSED);
        let target = response.header("location").ok_or_else(refused)?;
        if self.method != Method::GET {
            return Err(refused());
        }
        let absolute = match (target.strip_prefix("//"), target.starts_with('/')) {
            (None, true) => {
                let scheme = self.uri.scheme_str().unwrap_or_default();
                let authority = self.uri.authority().map(|a| a.as_str()).unwrap_or_default();
                format!("{scheme}://{authority}{target}")
            }
            _ => target.to_owned(),
        };
        let (uri, host, loopback) = checked_address(&absolute, self.signed_answer).map_err(|_| refused())?;
        let origin = |uri: &Uri| (uri.scheme_str().map(str::to_owned), port(uri));
        if host != self.host || origin(&uri) != origin(&self.uri) {
            return Err(refused());
        }
        Ok(Some(Self { uri, host, loopback, ..self.clone() }))
    }

    /// Sends once and reads the whole answer. Runs on the thread of the attempt.
    fn run(&self, agent: &Agent, left: Duration, limit: u64) -> std::result::Result<HttpResponse, ureq::Error> {
        let mut builder = Request::builder().method(self.method.clone()).uri(self.uri.clone());
        for (name, value) in &self.headers {
            builder = builder.header(name, value);
        }
        let response = if self.method == Method::GET {
            agent.run(self.configured(agent, builder.body(())?, left))?
        } else {
            agent.run(self.configured(agent, builder.body(self.body.as_slice())?, left))?
        };
        self.read(response, limit)
    }

    fn configured<S: ureq::AsSendBody>(&self, agent: &Agent, request: Request<S>, left: Duration) -> Request<S> {
        let mut config = agent.configure_request(request).timeout_global(Some(left));
        if !self.repeatable {
            // A server may close a kept connection at the moment we use it. What must not be sent twice
            // gets a connection that is certain to be open.
            config = config.max_idle_age(Duration::ZERO);
        }
        if self.loopback {
            // What is on this computer is never asked through a proxy.
            config = config.proxy(None);
        }
        config.build()
    }

    fn read(&self, response: Response<Body>, limit: u64) -> std::result::Result<HttpResponse, ureq::Error> {
        let (parts, mut body) = response.into_parts();
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let encoding = parts.headers.get(header::CONTENT_ENCODING).map(text).unwrap_or_default();
        if !encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity") {
            return Err(ureq::Error::Other(Box::new(failure::Encoded)));
        }
        // Said at once when the server announces it, and found while reading when it does not.
        if body.content_length().is_some_and(|length| length > limit) {
            return Err(ureq::Error::BodyExceedsLimit(limit));
        }
        let mut bytes = Vec::new();
        body.as_reader().take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length > limit) {
            return Err(ureq::Error::BodyExceedsLimit(limit));
        }
        let headers = parts.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
        Ok(HttpResponse { status: parts.status.as_u16(), headers, body: bytes })
    }
}

/// Whether this is plain HTTP to this computer itself, as a sandbox speaks it.
pub(crate) fn is_plain_loopback(url: &str) -> bool {
    checked_address(url, false).is_ok_and(|(uri, _, loopback)| loopback && uri.scheme_str() == Some("http"))
}

/// The address, its host in lower case, and whether it is this computer.
fn checked_address(url: &str, signed_answer: bool) -> Result<(Uri, String, bool)> {
    let invalid = || Error::new(Code::INVALID_ARGUMENT).with("what", "the address of a server");
    let uri: Uri = url.parse().map_err(|_| invalid())?;
    let scheme = uri.scheme_str().ok_or_else(invalid)?;
    let authority = uri.authority().ok_or_else(invalid)?;
    // `user:password@` has no place here and is a known way to make an address look like another.
    if authority.as_str().contains('@') || authority.host().is_empty() {
        return Err(invalid());
    }
    let host = authority.host().to_ascii_lowercase();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let loopback = bare == "localhost" || bare.parse().is_ok_and(|address: IpAddr| address.is_loopback());
    match scheme {
        "https" => {}
        "http" if loopback || signed_answer => {}
        _ => return Err(Error::new(Code::INSECURE_URL).with("host", &host)),
    }
    Ok((uri, host, loopback))
}

fn port(uri: &Uri) -> u16 {
    uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 })
}

fn retry_after(response: &HttpResponse) -> Option<Duration> {
    response.header("retry-after")?.trim().parse().ok().map(Duration::from_secs)
}

fn parse_roots(pem: &[u8]) -> Result<Vec<Certificate<'static>>> {
    let invalid = || Error::new(Code::INVALID_ARGUMENT).with("what", "the trusted certificates (PEM)");
    let mut roots = Vec::new();
    for item in parse_pem(pem) {
        if let PemItem::Certificate(certificate) = item.map_err(|_| invalid())? {
            roots.push(certificate);
        }
    }
    if roots.is_empty() { Err(invalid()) } else { Ok(roots) }
}
