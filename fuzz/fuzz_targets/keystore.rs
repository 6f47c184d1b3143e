#![no_main]
use ehcert_core::random::OsRandom;
use ehcert_core::request::Password;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let password = Password::from("test".to_owned());
    let _ = ehcert_core::keystore::inspect(data);
    if let Ok(store) = ehcert_core::keystore::Keystore::open(data, &password) {
        // What could be opened can be written and opened again, whole.
        let bytes = store.write(&password, Default::default(), &mut OsRandom).expect("writes what it read");
        let again = ehcert_core::keystore::Keystore::open(&bytes, &password).expect("reads what it wrote");
        assert!(again.holds_all_of(&store));
    }
});
