#![no_main]
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = ehcert_core::eid::parse_identity(data);
    let _ = ehcert_core::eid::parse_address(data);
});
