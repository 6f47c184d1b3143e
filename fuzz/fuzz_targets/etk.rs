#![no_main]
use ehcert_core::Timestamp;
use ehcert_core::etk::Etk;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(token) = Etk::parse(data) {
        let _ = token.verify(Timestamp(1_700_000_000), &Default::default());
    }
});
