//! What a search through memory looks at: obtains a certificate as a Rust host would, opens its keystore, closes
//! everything and waits. Standard input: PLATFORM, FOLDER, PASSWORD, PIN, a line each; the end of input ends it.
//!
//! `tests/c/secrets.py` starts it and searches it for password, PIN and keys.

use std::{
    io::{Read, Write},
    time::Duration,
};

use ehcert_core::{keystore::Keystore, request::Password};
use ehcert_native::job::{Event, Job, Operation};
use zeroize::Zeroizing;

/// A host in Rust has this too: the arithmetic of new keys frees intermediate values that no type of ours owns.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn obtain(operation: &str, password: &str, pin: &str) {
    let operation: Operation = serde_json::from_str(operation).expect("an operation");
    let job = Job::start(operation, Password::from_utf8(password.as_bytes().to_vec()).expect("a password"), None);
    loop {
        match job.poll(Duration::from_millis(200)) {
            Event::Pin { .. } => job.answer_pin(Some(pin)).expect("the PIN is asked for"),
            Event::Contract { .. } => job.answer_contract(true).expect("the contract is asked for"),
            Event::Failed { problems } => panic!("{:?}", problems.first().map(|p| &p.name)),
            Event::Done { .. } => return,
            _ => (),
        }
    }
}

fn main() {
    // One octet at a time: no buffer of the standard library keeps a line. On the heap: what moves leaves a copy behind.
    let mut input = Zeroizing::new(vec![0_u8; 4096]);
    let mut filled = 0;
    let mut stdin = std::fs::File::open("/dev/stdin").expect("standard input");
    while input[..filled].iter().filter(|b| **b == b'\n').count() < 4 {
        stdin.read_exact(&mut input[filled..=filled]).expect("four lines");
        filled += 1;
    }
    {
        let lines: Vec<&str> = std::str::from_utf8(&input[..filled]).expect("UTF-8").lines().collect();
        let [platform, folder, password, pin] = lines[..] else { panic!("four lines") };
        let operation = serde_json::json!({
            "operation": "request", "with": { "platform": platform, "card": "sandbox" }, "folder": folder,
            "identifierType": "NIHII-GUARD_POST", "identifier": "67803295", "name": "On-call post Example",
            "contact": { "emailPrivate": "someone@example.org", "phonePrivate": "0470123456" }, "complete": 120,
        });
        obtain(&operation.to_string(), password, pin);
        let file = std::fs::read_dir(folder)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").path())
            .find(|path| path.extension().is_some_and(|e| e == "p12"))
            .expect("a keystore");
        let octets = std::fs::read(file).expect("the keystore");
        let password = Password::from_utf8(password.as_bytes().to_vec()).expect("a password");
        assert!(Keystore::open(&octets, &password).expect("it opens").authentication().is_some());
        // The file is no secret: the search shows by it that it can find something.
        std::mem::forget(octets);
    }
    drop(input);
    println!("done");
    std::io::stdout().flush().expect("standard output");
    let _ = stdin.read(&mut [0]);
}
