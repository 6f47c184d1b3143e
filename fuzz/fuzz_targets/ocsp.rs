#![no_main]
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = ehcert_core::trust::ocsp::Response::from_der(data);
});
