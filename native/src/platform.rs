//! A platform to talk to: its addresses, its roots, and the driver.

use std::path::Path;

use crate::{
    Cancel,
    driver::Driver,
    http::{HttpClient, HttpConfig, HttpRequest},
};
use ehcert_core::{Code, Error, Result, certificate::Certificate, pem, ra::Endpoints, trust::Anchors};

/// A platform to talk to.
pub struct Platform {
    /// Sends what flows ask for.
    pub driver: Driver,
    /// Its addresses.
    pub endpoints: Endpoints,
    /// Roots of issued certificates.
    pub anchors: Anchors,
    /// Whether it is on this machine: a sandbox.
    pub sandbox: bool,
}

impl Platform {
    /// `production`, `acceptance`, or a base URL. A sandbox on loopback is asked for its roots; any other base
    /// URL is judged by the production roots.
    ///
    /// `cancel` ends every wait of the driver. Errors: those of the sandbox's answer.
    pub fn open(platform: &str, cancel: Cancel) -> Result<Self> {
        let driver = Driver { http: HttpClient::new(HttpConfig::default())?, cancel };
        let (endpoints, anchors, sandbox) = match platform {
            "production" => (Endpoints::production(), Anchors::production(), false),
            "acceptance" => (Endpoints::acceptance(), Anchors::acceptance(), false),
            url if is_loopback(url) => {
                let url = url.trim_end_matches('/');
                (Endpoints::from_base(url), sandbox_roots(&driver, url)?, true)
            }
            url => (Endpoints::from_base(url), Anchors::production(), false),
        };
        Ok(Self { driver, endpoints, anchors, sandbox })
    }
}

/// Plain HTTP is spoken to a sandbox on this machine only.
fn is_loopback(url: &str) -> bool {
    let host = url.strip_prefix("http://").unwrap_or_default();
    ["127.", "localhost", "[::1]"].iter().any(|l| host.starts_with(l))
}

fn sandbox_roots(driver: &Driver, url: &str) -> Result<Anchors> {
    let request = HttpRequest {
        method: "GET".into(),
        url: format!("{url}/ca/roots.pem"),
        headers: Vec::new(),
        body: Vec::new(),
        repeatable: true,
        signed_answer: false,
    };
    let response = driver.http.send(&request, &driver.cancel)?;
    if response.status != 200 {
        return Err(Error::new(Code::HTTP_STATUS).with("status", response.status));
    }
    certificates(&response.body).map(Anchors::from_certificates)
}

/// All certificates of a file: PEM blocks, or one in DER. Errors: `BadEncoding`, `CertificateMalformed`.
pub fn certificates(bytes: &[u8]) -> Result<Vec<Certificate>> {
    if bytes.first() == Some(&0x30) {
        return Ok(vec![Certificate::from_der(bytes)?]);
    }
    pem::all(bytes, "CERTIFICATE")?.iter().map(|der| Certificate::from_der(der)).collect()
}

/// Roots from files, or the production roots when there are none. Errors: those of reading them.
pub fn anchors_from(files: &[impl AsRef<Path>]) -> Result<Anchors> {
    if files.is_empty() {
        return Ok(Anchors::production());
    }
    let mut all = Vec::new();
    for file in files {
        all.extend(certificates(&crate::store::read(file.as_ref())?)?);
    }
    Ok(Anchors::from_certificates(all))
}
