//! What only a sandbox on this computer has: roots of its own, and a software card that is asked over HTTP.

use ehcert_core::{Code, Error, Result, certificate::Certificate};

use crate::{
    Cancel,
    driver::Driver,
    eid::CardTransport,
    http::{self, HttpClient, HttpConfig, HttpRequest},
    platform::certificates,
};

/// Whether this is the address of a sandbox: plain HTTP is spoken to this computer only.
pub fn is_sandbox(url: &str) -> bool {
    http::is_plain_loopback(url)
}

/// The roots of what it issues. Errors: those of the request, `HttpStatus`.
pub fn roots(driver: &Driver, url: &str) -> Result<Vec<Certificate>> {
    certificates(&ask(&driver.http, &driver.cancel, "GET", format!("{url}/ca/roots.pem"), Vec::new())?)
}

fn ask(client: &HttpClient, cancel: &Cancel, method: &str, url: String, body: Vec<u8>) -> Result<Vec<u8>> {
    let request = HttpRequest {
        method: method.into(),
        url,
        headers: Vec::new(),
        body,
        // A command to a card counts: it must not arrive twice.
        repeatable: method == "GET",
        signed_answer: false,
    };
    let response = client.send(&request, cancel)?;
    if response.status != 200 {
        return Err(Error::new(Code::HTTP_STATUS).with("status", response.status));
    }
    Ok(response.body)
}

/// The card of a sandbox that was started with one.
pub struct SandboxCard {
    http: HttpClient,
    address: String,
    cancel: Cancel,
}

impl SandboxCard {
    /// Puts the card in. `platform`: the sandbox's base URL. Errors: `InvalidArgument` when that is no sandbox;
    /// `ReaderEmpty` when it has none; those of the request.
    pub fn open(platform: &str, cancel: Cancel) -> Result<Self> {
        if !is_sandbox(platform) {
            return Err(Error::new(Code::INVALID_ARGUMENT).with("what", "card"));
        }
        let http = HttpClient::new(HttpConfig::default())?;
        let address = format!("{}/card", platform.trim_end_matches('/'));
        ask(&http, &cancel, "POST", format!("{address}/reset"), Vec::new()).map_err(|e| {
            if e.code() == Code::HTTP_STATUS { Error::new(Code::READER_EMPTY).with("reader", "sandbox") } else { e }
        })?;
        Ok(Self { http, address, cancel })
    }
}

impl CardTransport for SandboxCard {
    fn transmit(&mut self, apdu: &[u8]) -> Result<Vec<u8>> {
        ask(&self.http, &self.cancel, "POST", self.address.clone(), apdu.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::is_sandbox;

    #[test]
    fn a_name_that_only_begins_like_this_computer_is_no_sandbox() {
        for url in ["http://127.0.0.1:8470", "http://127.0.0.1:8470/", "http://localhost:1", "http://[::1]:8470"] {
            assert!(is_sandbox(url), "{url}");
        }
        for url in [
            "http://localhost.example.org",
            "http://127.example.org",
            "http://127.0.0.1@example.org",
            "https://127.0.0.1",
            "http://192.0.2.1",
            "production",
            "",
        ] {
            assert!(!is_sandbox(url), "{url}");
        }
    }
}
