//! Keystores of two keys opened by ehcert, by the crate p12-keystore, and by the JDK where `java` is on the path (in one
//! virtual machine, after it is warm); and the dates of certificates alone.
//!
//! ehcert and p12-keystore take turns, and the fastest opening of each counts, so that what else the machine does is no
//! part of the ratio. A ratio below 1 means that ehcert is faster.

use std::{
    env, fs,
    hint::black_box,
    process::Command,
    time::{Duration, Instant},
};

use ehcert_core::{
    Timestamp,
    certificate::Certificate,
    key::{KeyAlgorithm, PrivateKey},
    keystore::{Keystore, Profile},
    random::OsRandom,
    request::Password,
};
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};

const PASSWORD: &str = "Bench-1234";
/// Openings by each that are measured.
const ROUNDS: usize = 100;
/// Openings by the JDK before that, for its compiler.
const WARM: usize = 50;
/// Certificates whose dates are read in one go.
const CERTIFICATES: usize = 10_000;

fn main() {
    let password = Password::from(PASSWORD.to_owned());
    println!("whole keystore, two keys      ehcert  p12-keystore  ratio        JDK  ratio");
    for (key, algorithm) in [("RSA 2048", KeyAlgorithm::Rsa2048), ("P-384", KeyAlgorithm::P384)] {
        let store = store(algorithm);
        for (form, profile) in [
            ("Java 8, 50,000/100,000", Profile::JavaLegacy),
            ("PBES2, 10,000", Profile::Modern),
            ("3DES, 10,000", Profile::Ehealth),
        ] {
            let bytes = store.write(&password, profile, &mut OsRandom).unwrap();
            let [ours, theirs] =
                fastest([&mut || assert_eq!(Keystore::open(&bytes, &password).unwrap().keys().len(), 2), &mut || {
                    let opened = KeyStore::from_pkcs12(&bytes, PASSWORD, Pkcs12ImportPolicy::Relaxed).unwrap();
                    assert_eq!(opened.entries_len(), 2);
                }]);
            let ratio = |theirs: Duration| ours.as_secs_f64() / theirs.as_secs_f64();
            println!("{key}, {form}");
            print!("{:>33.2} ms {:>10.2} ms {:>6.2}", ms(ours), ms(theirs), ratio(theirs));
            match jdk(&bytes) {
                Some(theirs) => println!(" {:>7.2} ms {:>6.2}", ms(theirs), ratio(theirs)),
                None => println!("   no `java` here"),
            }
        }
        let der: Vec<&[u8]> = store.keys().iter().flat_map(|k| k.chain.iter().map(Certificate::der)).collect();
        let [took] = fastest([&mut || {
            for der in der.iter().cycle().take(CERTIFICATES) {
                let certificate = Certificate::from_der(der).unwrap();
                black_box((certificate.not_before(), certificate.not_after()));
            }
        }]);
        println!("{key}, dates of certificates: {:.0} a second", CERTIFICATES as f64 / took.as_secs_f64());
    }
}

/// A keystore of two keys, each with a certificate.
fn store(algorithm: KeyAlgorithm) -> Keystore {
    let now = Timestamp::from_utc(2026, 1, 1, 0, 0, 0).unwrap();
    let pending = || {
        let key = PrivateKey::generate(algorithm, &mut OsRandom).unwrap();
        Keystore::pending(key, None, now, &mut OsRandom).unwrap()
    };
    let (mut store, other) = (pending(), pending());
    let entry = &other.keys()[0];
    store.add_key("encryption", entry.key.clone(), entry.chain.clone(), now).unwrap();
    store
}

/// The least that each takes, in turns.
fn fastest<const N: usize>(mut work: [&mut dyn FnMut(); N]) -> [Duration; N] {
    let mut least = [Duration::MAX; N];
    for _ in 0..ROUNDS {
        for (least, work) in least.iter_mut().zip(&mut work) {
            let begin = Instant::now();
            work();
            *least = begin.elapsed().min(*least);
        }
    }
    least
}

/// The JDK on the same file; `None` where there is none.
fn jdk(keystore: &[u8]) -> Option<Duration> {
    let file = env::temp_dir().join(format!("ehcert-bench-{}.p12", std::process::id()));
    fs::write(&file, keystore).unwrap();
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/Open.java");
    let times = [WARM, ROUNDS].map(|n| n.to_string());
    let done = Command::new("java").arg(source).arg(&file).arg(PASSWORD).args(times).output();
    fs::remove_file(&file).unwrap();
    let done = done.ok()?;
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Some(Duration::from_nanos(String::from_utf8(done.stdout).unwrap().trim().parse().unwrap()))
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
