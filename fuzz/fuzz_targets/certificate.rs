#![no_main]
use ehcert_core::certificate::Certificate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(certificate) = Certificate::from_der(data) {
        assert_eq!(certificate.der(), data);
        let _ = (certificate.public_key(), certificate.key_usage(), certificate.basic_constraints());
        let _ = ehcert_core::subject::DistinguishedName::from_der(certificate.subject_der()).map(|n| n.to_rfc2253());
        let _ = ehcert_core::facade::inspect::view_certificate(data.to_vec());
    }
});
