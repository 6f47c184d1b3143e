//! What needs no SOAP: certificates of the authorities, CRL, OCSP, the page of the ValidationUrl.

use base64ct::{Base64, Encoding};
use ehcert_core::random::OsRandom;
use hyper::Method;

use super::{Platform, issue::serial_key};
use crate::{
    Result,
    ca::{Hierarchy, Revoked, Status},
    http::Answer,
    record::Standing,
    store::{BY_SERIAL, CERTIFICATES, FOREIGNERS, Look},
    x509,
};

/// The page of the ValidationUrl, with one sentence and perhaps a button in it.
fn page(status: u16, text_fr: &str, text_nl: &str, button: bool) -> Answer {
    let form = "<form method=\"post\"><button>Confirmer / Bevestigen</button></form>";
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><title>SANDBOX</title></head><body>\
         <h1>SANDBOX</h1><p>{text_fr}</p><p lang=\"nl\">{text_nl}</p>{}</body></html>\n",
        if button { form } else { "" }
    );
    Answer::new(status, "text/html; charset=utf-8", html)
}

impl Platform {
    pub(super) fn overview(&self) -> Answer {
        Answer::new(
            200,
            "text/plain; charset=utf-8",
            "ehcert SANDBOX: an eHealth platform for tests. Nothing here is real.\n\n\
             /CertRa/v2  /EtkRa/v2  /EtkDepot/v1     SOAP 1.1, POST\n\
             /ca/roots.pem  /ca/{rsa,ec}/{root,issuing}.crt\n\
             /crl/{rsa,ec}.crl  /crl/{rsa,ec}-root.crl  /ocsp\n\
             /control                                JSON: GET the state, POST a command\n",
        )
    }

    pub(super) fn ca_file(&self, path: &[&str]) -> Answer {
        let der = |der: &[u8]| Answer::new(200, "application/pkix-cert", der);
        let hierarchy = |slug: &str| Hierarchy::ALL.into_iter().find(|h| h.slug() == slug);
        match path {
            ["roots.pem"] => {
                let pem: String =
                    self.authority.roots().iter().map(|root| x509::pem("CERTIFICATE", root.der())).collect();
                Answer::new(200, "application/x-pem-file", pem)
            }
            ["root.crt"] => der(self.authority.tree(Hierarchy::Rsa).root.certificate.der()),
            ["etk-ra.crt"] => der(self.authority.etk_ra.certificate.der()),
            [slug, file] => match (hierarchy(slug), *file) {
                (Some(h), "root.crt") => der(self.authority.tree(h).root.certificate.der()),
                (Some(h), "issuing.crt") => der(self.authority.tree(h).issuing.certificate.der()),
                _ => Answer::not_found(),
            },
            _ => Answer::not_found(),
        }
    }

    pub(super) fn crl(&self, name: &str) -> Result<Answer> {
        let Some(name) = name.strip_suffix(".crl") else { return Ok(Answer::not_found()) };
        for hierarchy in Hierarchy::ALL {
            let tree = self.authority.tree(hierarchy);
            let (identity, revoked) = if name == hierarchy.slug() {
                (&tree.issuing, self.revoked(hierarchy)?)
            } else if name.strip_suffix("-root") == Some(hierarchy.slug()) {
                (&tree.root, Vec::new())
            } else {
                continue;
            };
            let list = identity.revocation_list(&revoked, self.now(), &mut OsRandom)?;
            return Ok(Answer::new(200, "application/pkix-crl", list));
        }
        Ok(Answer::not_found())
    }

    fn revoked(&self, hierarchy: Hierarchy) -> Result<Vec<Revoked>> {
        let mut list = Vec::new();
        for (_, record) in self.store.read()?.all(&CERTIFICATES)? {
            if let (Standing::Revoked { at, reason }, true) = (&record.standing, record.hierarchy == hierarchy)
                && let Some(leaf) = record.leaf()?
            {
                list.push(Revoked { serial: leaf.serial().to_vec(), at: *at, reason: reason.clone() });
            }
        }
        Ok(list)
    }

    pub(super) fn ocsp(&self, request: &[u8]) -> Result<Answer> {
        let look = self.store.read()?;
        let status = |hierarchy, serial: &[u8]| {
            let Some(identifier) = look.get(&BY_SERIAL, &serial_key(hierarchy, serial))? else {
                return Ok(Status::Unknown);
            };
            Ok(match look.get(&CERTIFICATES, &identifier)?.map(|record| record.standing) {
                Some(Standing::Revoked { at, reason }) => Status::Revoked(at, reason),
                Some(_) => Status::Good,
                None => Status::Unknown,
            })
        };
        let answer = self.authority.answer_ocsp(request, self.now(), &mut OsRandom, status)?;
        Ok(Answer::new(200, "application/ocsp-response", answer))
    }

    /// RFC 6960 A.1: the request in Base64, percent-encoded where an address demands it.
    pub(super) fn ocsp_get(&self, request: &str) -> Result<Answer> {
        let text = request.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
        let text = text.replace("%2b", "+").replace("%2f", "/").replace("%3d", "=");
        self.ocsp(&Base64::decode_vec(&text).unwrap_or_default())
    }

    pub(super) fn validation_page(&self, method: &Method, token: &str) -> Result<Answer> {
        let Some(record) = self.store.read()?.get(&FOREIGNERS, token)? else {
            return Ok(page(404, "Cette demande n'existe pas.", "Deze aanvraag bestaat niet.", false));
        };
        let confirmed = if method == Method::POST { self.confirm_foreigner(token)? } else { record.confirmed };
        Ok(if confirmed {
            page(200, "La demande est validée.", "De aanvraag is gevalideerd.", false)
        } else if record.expires < self.now() {
            page(410, "Cette demande est expirée.", "Deze aanvraag is verlopen.", false)
        } else {
            page(200, "Confirmez votre demande de certificat.", "Bevestig uw certificaataanvraag.", true)
        })
    }
}
