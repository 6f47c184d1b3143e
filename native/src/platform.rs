//! A platform to talk to: its addresses, its roots, and the driver.

use std::path::Path;

use crate::{
    Cancel,
    driver::Driver,
    http::{HttpClient, HttpConfig},
    sandbox,
};
use ehcert_core::{Result, certificate::Certificate, flow::RevocationCheck, pem, ra::Endpoints, trust::Anchors};

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
    /// How revocation is looked after. Default [`RevocationCheck::Soft`].
    pub revocation: RevocationCheck,
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
            url if sandbox::is_sandbox(url) => {
                let url = url.trim_end_matches('/');
                (Endpoints::from_base(url), Anchors::from_certificates(sandbox::roots(&driver, url)?), true)
            }
            url => (Endpoints::from_base(url), Anchors::production(), false),
        };
        Ok(Self { driver, endpoints, anchors, sandbox, revocation: RevocationCheck::Soft })
    }
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
