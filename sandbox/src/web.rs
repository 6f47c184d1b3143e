//! The portal page: files that were built elsewhere and are served under `/portal/`, on the platform's own origin.

use hyper::{
    Method, Response, StatusCode,
    body::Bytes,
    header::{self, HeaderMap, HeaderValue},
};

use crate::http::{Spoilt, plain};

/// A file of the page.
#[derive(Clone, Copy, Debug)]
pub struct WebFile {
    /// Below `/portal/`: `index.html`, `assets/index-1a2b.js`.
    pub path: &'static str,
    /// Its MIME type.
    pub content_type: &'static str,
    /// As it is.
    pub content: &'static [u8],
    /// Compressed by Brotli, where that is worth it.
    pub brotli: Option<&'static [u8]>,
    /// Compressed by gzip, where that is worth it.
    pub gzip: Option<&'static [u8]>,
}

/// What the page may do: scripts, styles, pictures and answers from its own origin alone, WebAssembly, no `eval`.
/// `frame-src` is for the contract, which is shown in a frame without scripts and without origin.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
                      connect-src 'self'; worker-src 'self'; manifest-src 'self'; frame-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// The answer to a request for a file of the page; `None` when the address is not below `/portal`.
pub(crate) fn answer(
    files: &'static [WebFile],
    method: &Method,
    path: &str,
    headers: &HeaderMap,
) -> Option<Response<Spoilt>> {
    let name = path.strip_prefix("/portal")?;
    let Some(name) = name.strip_prefix('/') else {
        // Addresses in the page are relative to its folder.
        return name.is_empty().then(|| {
            let mut moved = plain(StatusCode::PERMANENT_REDIRECT, "");
            moved.headers_mut().insert(header::LOCATION, HeaderValue::from_static("/portal/"));
            moved
        });
    };
    if method != Method::GET && method != Method::HEAD {
        return Some(plain(StatusCode::METHOD_NOT_ALLOWED, "The page can be read only.\n"));
    }
    let name = if name.is_empty() { "index.html" } else { name };
    let Some(file) = files.iter().find(|f| f.path == name) else {
        return Some(plain(StatusCode::NOT_FOUND, "The page has no such file.\n"));
    };
    let (content, encoding) = encoded(file, headers);
    let body = if method == Method::HEAD { Bytes::new() } else { Bytes::from_static(content) };
    let mut response = Response::new(Spoilt::whole(body));
    let out = response.headers_mut();
    let mut set = |name, value| out.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_TYPE, file.content_type);
    // The names of assets hold a digest of their content.
    set(header::CACHE_CONTROL, if name.starts_with("assets/") { "max-age=31536000, immutable" } else { "no-cache" });
    set(header::VARY, "Accept-Encoding");
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    if let Some(encoding) = encoding {
        set(header::CONTENT_ENCODING, encoding);
    }
    Some(response)
}

/// The smallest form that the client takes.
fn encoded(file: &WebFile, headers: &HeaderMap) -> (&'static [u8], Option<&'static str>) {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|h| h.to_str().ok()).unwrap_or_default();
    let takes = |name: &str| {
        accepted.split(',').any(|one| {
            let mut parts = one.split(';').map(str::trim);
            parts.next() == Some(name) && !matches!(parts.next(), Some("q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
    };
    match (file.brotli.filter(|_| takes("br")), file.gzip.filter(|_| takes("gzip"))) {
        (Some(content), _) => (content, Some("br")),
        (None, Some(content)) => (content, Some("gzip")),
        (None, None) => (file.content, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static FILES: &[WebFile] = &[
        WebFile {
            path: "index.html",
            content_type: "text/html; charset=utf-8",
            content: b"page",
            brotli: Some(b"b"),
            gzip: Some(b"g"),
        },
        WebFile {
            path: "assets/a-1.wasm",
            content_type: "application/wasm",
            content: b"wasm",
            brotli: None,
            gzip: None,
        },
    ];

    fn get(path: &str, accept: &str) -> Option<Response<Spoilt>> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_str(accept).unwrap());
        answer(FILES, &Method::GET, path, &headers)
    }

    #[test]
    fn files_under_their_names_and_nothing_else() {
        let page = get("/portal/", "").unwrap();
        assert_eq!(page.status(), 200);
        assert!(
            page.headers()["content-security-policy"]
                .to_str()
                .unwrap()
                .contains("script-src 'self' 'wasm-unsafe-eval'")
        );
        assert_eq!(page.headers()["cache-control"], "no-cache");
        let module = get("/portal/assets/a-1.wasm", "br").unwrap();
        assert_eq!(module.headers()["content-type"], "application/wasm");
        assert!(!module.headers().contains_key("content-encoding"));
        assert_eq!(get("/portal", "").unwrap().headers()["location"], "/portal/");
        assert_eq!(get("/portal/../sandbox.redb", "").unwrap().status(), 404);
        assert!(get("/portalx", "").is_none() && get("/ca/roots.pem", "").is_none());
        let posted = answer(FILES, &Method::POST, "/portal/", &HeaderMap::new()).unwrap();
        assert_eq!(posted.status(), 405);
    }

    #[test]
    fn the_smallest_form_that_the_client_takes() {
        for (accept, encoding) in [
            ("gzip, deflate, br", Some("br")),
            ("gzip", Some("gzip")),
            ("br;q=0, gzip;q=0.5", Some("gzip")),
            ("identity", None),
            ("", None),
        ] {
            let answer = get("/portal/", accept).unwrap();
            assert_eq!(answer.headers().get("content-encoding").map(|h| h.to_str().unwrap()), encoding, "{accept}");
        }
    }
}
