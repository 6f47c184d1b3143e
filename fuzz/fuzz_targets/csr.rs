#![no_main]
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(csr) = ehcert_core::csr::Csr::parse(data) {
        let _ = csr.verify();
    }
});
