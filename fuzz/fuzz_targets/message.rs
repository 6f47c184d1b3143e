#![no_main]
use ehcert_core::Timestamp;
use ehcert_core::random::OsRandom;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = ehcert_core::etk::unseal(data, &[], &Default::default(), Timestamp(1_700_000_000), &mut OsRandom);
});
