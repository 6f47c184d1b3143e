#![no_main]
use ehcert_core::Timestamp;
use ehcert_core::certificate::Certificate;
use ehcert_core::trust::{Anchors, path::PathRequest};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // Certificates one behind the other: the first is the leaf, the last the anchor.
    let mut rest = data;
    let mut pool = Vec::new();
    while let Ok(Some(certificate)) = Certificate::from_padded(rest) {
        rest = &rest[certificate.der().len()..];
        pool.push(certificate);
        if rest.is_empty() || pool.len() > 16 {
            break;
        }
    }
    if let [leaf, middle @ .., root] = pool.as_slice() {
        let anchors = Anchors::from_certificates(vec![root.clone()]);
        let _ = PathRequest::new(leaf, middle, &anchors, Timestamp(1_700_000_000)).validate();
    }
});
