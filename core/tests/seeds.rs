//! OpenSSL's fuzz seeds: bytes that broke other programs.

mod common;

use ehcert_core::{
    Timestamp,
    certificate::Certificate,
    key::verify_identified,
    trust::{Anchors, Evidence, PathRequest, PeerName, Profile, Purpose, Urls, crl::Crl, ocsp::Response},
};

#[test]
fn nothing_panics() {
    let Some(path) = common::shared("conformance/seeds/openssl-fuzz-seeds.tar.xz") else { return };
    let now = Timestamp::parse("2020-01-01T00:00:00Z").expect("time");
    let (mut files, mut certificates, mut lists, mut responses) = (0, 0, 0, 0);
    let mut pool: Vec<Certificate> = Vec::new();
    let mut crls: Vec<Crl> = Vec::new();
    for content in common::untar(&path).values() {
        files += 1;
        if let Ok(crl) = Crl::from_der(content) {
            lists += 1;
            crls.push(crl);
            crls.truncate(8);
        }
        responses += usize::from(Response::from_der(content).is_ok());
        let Ok(leaf) = Certificate::from_der(content) else { continue };
        certificates += 1;
        let _ = Urls::of(&leaf);
        let _ = verify_identified(leaf.spki_der(), leaf.signature_algorithm_der(), leaf.tbs(), leaf.signature());
        let anchors = Anchors::from_certificates(vec![leaf.clone()]);
        for profile in [Profile::Path, Profile::WebPki] {
            let request = PathRequest {
                profile,
                purpose: Purpose::ServerAuth,
                name: Some(PeerName::parse("host.test")),
                inspect_old: true,
                ..PathRequest::new(&leaf, &pool, &anchors, now)
            };
            let _ = request.validate();
            // And as an issuer of whatever came before.
            if let Some(before) = pool.last() {
                let request = PathRequest { leaf: before, name: None, purpose: Purpose::None, ..request.clone() };
                let _ = request.validate_unrevoked(&Evidence::new(&crls, &[]));
            }
        }
        pool.push(leaf);
        if pool.len() > 16 {
            pool.remove(0);
        }
    }
    eprintln!("seeds: {files} files, {certificates} certificates, {lists} lists, {responses} responses read");
    assert!(files > 1000 && certificates > 0 && lists > 0, "{files} {certificates} {lists}");
}
