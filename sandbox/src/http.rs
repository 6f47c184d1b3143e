//! HTTP on loopback: connections, answers good and bad, and a stop that waits for what is being answered.

use std::{
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use http_body_util::{BodyExt, Limited};
use hyper::{
    Method, Request, Response, StatusCode,
    body::{Body, Bytes, Frame, Incoming},
    header::{self, HeaderMap, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{net::TcpListener, sync::watch, time::Sleep};

use crate::{
    platform::Platform,
    rule::Behaviour,
    web::{self, WebFile},
};

/// Requests larger than this are refused: the largest honest one (a signed contract) stays under 200 KB.
const MAX_REQUEST: usize = 2 << 20;
/// How long a client may take to send its head.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);
/// How long a stop waits for answers on their way.
const STOP_TIMEOUT: Duration = Duration::from_secs(2);
/// Pieces of a slow answer.
const SLOW_PIECES: u32 = 10;

/// An answer of the platform, before it is spoilt.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
    /// How it is to be spoilt on its way.
    pub(crate) fault: Option<Behaviour>,
}

impl Answer {
    pub(crate) fn new(status: u16, content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, content_type, body: body.into(), fault: None }
    }
    pub(crate) fn not_found() -> Self {
        Self::new(404, "text/plain; charset=utf-8", "There is nothing at this address of the sandbox.\n")
    }
}

/// Serves until `stop` turns true, then lets answers on their way arrive.
pub(crate) async fn serve(
    listener: TcpListener,
    platform: Arc<Platform>,
    web: &'static [WebFile],
    mut stop: watch::Receiver<bool>,
) {
    let mut connections = tokio::task::JoinSet::new();
    loop {
        tokio::select! {
            _ = stop.changed() => break,
            accepted = listener.accept() => {
                // A failed accept (the peer is gone, no descriptors left) concerns one connection only.
                let Ok((stream, _)) = accepted else {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    continue;
                };
                // Answers are written whole: waiting for more only makes them late.
                let _ = stream.set_nodelay(true);
                let (platform, mut stop) = (Arc::clone(&platform), stop.clone());
                connections.spawn(async move {
                    let service = service_fn(move |request| respond(Arc::clone(&platform), web, request));
                    let connection = http1::Builder::new()
                        .timer(TokioTimer::new())
                        .header_read_timeout(HEAD_TIMEOUT)
                        .serve_connection(TokioIo::new(stream), service);
                    let mut connection = std::pin::pin!(connection);
                    // An error here is a client that left or a cut that was asked for.
                    tokio::select! {
                        _ = connection.as_mut() => {}
                        _ = stop.changed() => {
                            connection.as_mut().graceful_shutdown();
                            let _ = tokio::time::timeout(STOP_TIMEOUT, connection).await;
                        }
                    }
                });
                while connections.try_join_next().is_some() {}
            }
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// Ends a connection without an answer.
#[derive(Debug)]
pub(crate) struct Cut;
impl std::fmt::Display for Cut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("cut on purpose")
    }
}
impl std::error::Error for Cut {}

async fn respond(
    platform: Arc<Platform>,
    web: &'static [WebFile],
    request: Request<Incoming>,
) -> Result<Response<Spoilt>, Cut> {
    let (parts, body) = request.into_parts();
    // The page's files are public; its frame without origin asks for one of them.
    if !web.is_empty()
        && loopback_name(&parts.headers)
        && let Some(file) = web::answer(web, &parts.method, parts.uri.path(), &parts.headers)
    {
        return Ok(file);
    }
    let origin = match allowed(&parts.headers) {
        Ok(origin) => origin,
        Err(why) => return Ok(plain(StatusCode::FORBIDDEN, why)),
    };
    let mut response = if parts.method == Method::OPTIONS {
        plain(StatusCode::NO_CONTENT, "")
    } else {
        match Limited::new(body, MAX_REQUEST).collect().await {
            Err(_) => plain(StatusCode::PAYLOAD_TOO_LARGE, "The request is too large or was cut off.\n"),
            Ok(collected) => {
                let body = collected.to_bytes();
                // Signatures and the database are work for another thread than the one that reads sockets.
                let answer = tokio::task::spawn_blocking(move || {
                    platform.answer(&parts.method, parts.uri.path(), &parts.headers, &body)
                })
                .await
                .unwrap_or_else(|_| Answer::new(500, "text/plain; charset=utf-8", "The sandbox itself failed.\n"));
                spoil(answer).await?
            }
        }
    };
    if let Some(origin) = origin {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::VARY, HeaderValue::from_static("Origin"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, OPTIONS"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type, soapaction"));
        headers.insert("access-control-allow-private-network", HeaderValue::from_static("true"));
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    }
    Ok(response)
}

fn is_loopback_host(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Whether the client asked for this computer by one of its own names.
fn loopback_name(headers: &HeaderMap) -> bool {
    headers.get(header::HOST).and_then(|h| h.to_str().ok()).is_some_and(is_loopback_host)
}

/// A page of the internet in the user's browser must not steer the sandbox: neither under another name
/// (the Host header) nor across origins. Pages from loopback may; their origin is returned.
fn allowed(headers: &HeaderMap) -> Result<Option<HeaderValue>, &'static str> {
    if !loopback_name(headers) {
        return Err("The sandbox answers to loopback names only.\n");
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(None) };
    let from_loopback = origin
        .to_str()
        .ok()
        .and_then(|o| o.strip_prefix("http://").or_else(|| o.strip_prefix("https://")))
        .is_some_and(is_loopback_host);
    if from_loopback { Ok(Some(origin.clone())) } else { Err("The sandbox answers to loopback pages only.\n") }
}

fn response(status: StatusCode, content_type: &'static str, body: Spoilt) -> Response<Spoilt> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

pub(crate) fn plain(status: StatusCode, text: &'static str) -> Response<Spoilt> {
    response(status, "text/plain; charset=utf-8", Spoilt::whole(text.into()))
}

async fn spoil(answer: Answer) -> Result<Response<Spoilt>, Cut> {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = Bytes::from(answer.body);
    let whole = |status, kind, body| Ok(response(status, kind, Spoilt::whole(body)));
    match answer.fault {
        None => whole(status, answer.content_type, body),
        Some(Behaviour::HttpError { status }) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            whole(status, "text/html; charset=utf-8", "<html><body><h1>Error</h1></body></html>".into())
        }
        Some(Behaviour::Garbage) => {
            // The same bytes each time: neither XML nor text.
            let bytes: Vec<u8> = (0u32..4096).map(|i| (i.wrapping_mul(2_654_435_761) >> 24).to_le_bytes()[0]).collect();
            whole(status, answer.content_type, bytes.into())
        }
        Some(Behaviour::HtmlPage) => whole(
            StatusCode::OK,
            "text/html; charset=utf-8",
            "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><p>Sign in to use the network.</p></body></html>\n"
                .into(),
        ),
        Some(Behaviour::HugeBody { bytes }) => Ok(response(status, answer.content_type, Spoilt::Huge { left: bytes })),
        Some(Behaviour::Stall) => std::future::pending().await,
        Some(Behaviour::Cut { bytes: 0 }) => Err(Cut),
        Some(Behaviour::Cut { bytes }) => {
            let length = body.len();
            let first = body.slice(..bytes.min(length));
            let mut response = response(status, answer.content_type, Spoilt::Cut { first: Some(first) });
            // The length is promised, so that the client can know what it did not get.
            response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length.max(bytes + 1)));
            Ok(response)
        }
        Some(Behaviour::WrongContentType) => whole(status, "application/octet-stream", body),
        Some(Behaviour::Slow { milliseconds }) => {
            let pause = Duration::from_millis(milliseconds) / SLOW_PIECES;
            let piece = body.len().div_ceil(SLOW_PIECES as usize).max(1);
            let sleep = Box::pin(tokio::time::sleep(pause));
            Ok(response(status, answer.content_type, Spoilt::Slow { rest: body, piece, pause, sleep }))
        }
        // Decisions and SOAP answers were already made by the platform.
        Some(_) => whole(status, answer.content_type, body),
    }
}

/// A body, whole or spoilt.
pub(crate) enum Spoilt {
    Whole(Option<Bytes>),
    Huge { left: u64 },
    Cut { first: Option<Bytes> },
    Slow { rest: Bytes, piece: usize, pause: Duration, sleep: Pin<Box<Sleep>> },
}

impl Spoilt {
    pub(crate) fn whole(body: Bytes) -> Self {
        Self::Whole((!body.is_empty()).then_some(body))
    }
}

/// What a huge body consists of.
static FILLING: [u8; 64 << 10] = [b' '; 64 << 10];

impl Body for Spoilt {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        match self.get_mut() {
            Self::Whole(body) => Poll::Ready(body.take().map(|b| Ok(Frame::data(b)))),
            Self::Huge { left: 0 } => Poll::Ready(None),
            Self::Huge { left } => {
                let now = (*left).min(FILLING.len() as u64);
                *left -= now;
                let piece = FILLING.get(..usize::try_from(now).unwrap_or_default()).unwrap_or_default();
                Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(piece)))))
            }
            Self::Cut { first } => Poll::Ready(Some(first.take().map_or(Err(Cut), |b| Ok(Frame::data(b))))),
            Self::Slow { rest, .. } if rest.is_empty() => Poll::Ready(None),
            Self::Slow { rest, piece, pause, sleep } => {
                std::task::ready!(sleep.as_mut().poll(context));
                sleep.as_mut().reset(tokio::time::Instant::now() + *pause);
                Poll::Ready(Some(Ok(Frame::data(rest.split_to((*piece).min(rest.len()))))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(body) => body.is_none(),
            Self::Huge { left } => *left == 0,
            Self::Slow { rest, .. } => rest.is_empty(),
            Self::Cut { .. } => false,
        }
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        match self {
            Self::Whole(body) => hyper::body::SizeHint::with_exact(body.as_ref().map_or(0, |b| b.len() as u64)),
            Self::Huge { left } => hyper::body::SizeHint::with_exact(*left),
            Self::Slow { rest, .. } => hyper::body::SizeHint::with_exact(rest.len() as u64),
            Self::Cut { .. } => hyper::body::SizeHint::default(),
        }
    }
}

/// Binds, and refuses everything but loopback.
pub(crate) fn bind(address: SocketAddr) -> crate::Result<std::net::TcpListener> {
    if !address.ip().is_loopback() {
        return Err(crate::Error::NotLoopback(address));
    }
    let listener = std::net::TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_is_listened_on_and_answered() {
        for address in ["0.0.0.0:0", "192.0.2.1:0", "[::]:0"] {
            assert!(matches!(bind(address.parse().unwrap()), Err(crate::Error::NotLoopback(_))), "{address}");
        }
        for (host, good) in [
            ("127.0.0.1:80", true),
            ("localhost", true),
            ("LOCALHOST:1", true),
            ("[::1]:8", true),
            ("example.org", false),
            ("localhost.example.org", false),
            ("127.0.0.1.example.org:80", false),
            ("", false),
        ] {
            assert_eq!(is_loopback_host(host), good, "{host}");
        }
        let mut headers = HeaderMap::new();
        assert!(allowed(&headers).is_err(), "no Host");
        headers.insert(header::HOST, HeaderValue::from_static("127.0.0.1:8080"));
        assert_eq!(allowed(&headers).unwrap(), None);
        headers.insert(header::ORIGIN, HeaderValue::from_static("http://localhost:5173"));
        assert_eq!(allowed(&headers).unwrap().unwrap(), "http://localhost:5173");
        for origin in ["null", "https://example.org", "https://localhost.example.org"] {
            headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
            assert!(allowed(&headers).is_err(), "{origin}");
        }
    }
}
