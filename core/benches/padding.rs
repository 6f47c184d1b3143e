//! Whether the time of RSA decryption tells anything about the padding: ciphertexts with right and with wrong PKCS#1 v1.5
//! padding, in random order, compared by Welch's t-test as dudect does. A leak shows as a |t| that grows with the number
//! of measurements; |t| above 4.5 ends with status 1.
//!
//! `cargo bench -p ehcert-core --bench padding [-- MEASUREMENTS]` (default 4,000). It measures time, so it is no part of
//! the tests.

use std::time::Instant;

use ehcert_core::{
    key::{KeyAlgorithm, PrivateKey},
    random::{OsRandom, Random},
};

/// Above it, the two classes differ beyond reasonable doubt (dudect).
const LIMIT: f64 = 4.5;

fn welch(a: &[f64], b: &[f64]) -> f64 {
    let moments = |v: &[f64]| {
        let count = v.len() as f64;
        let mean = v.iter().sum::<f64>() / count;
        (mean, v.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (count - 1.0) / count)
    };
    let ((mean_a, error_a), (mean_b, error_b)) = (moments(a), moments(b));
    (mean_a - mean_b) / (error_a + error_b).sqrt()
}

fn main() {
    let count: usize = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(4_000);
    let key = PrivateKey::generate(KeyAlgorithm::Rsa2048, &mut OsRandom).expect("a key");
    let right: Vec<Vec<u8>> =
        (0..16).map(|_| key.public().encrypt_pkcs1(&mut OsRandom, &[7; 16]).expect("a ciphertext")).collect();
    // A random number below the modulus: right padding has a chance of 2^-16.
    let wrong: Vec<Vec<u8>> = (0..16)
        .map(|_| {
            let mut bytes = vec![0; 256];
            OsRandom.fill(&mut bytes).expect("randomness");
            bytes[0] &= 0x3F;
            bytes
        })
        .collect();
    let mut times = [Vec::new(), Vec::new()];
    let mut lengths = std::collections::BTreeSet::new();
    let mut order = vec![0; count + 100];
    OsRandom.fill(&mut order).expect("randomness");
    for (number, choice) in order.iter().enumerate() {
        let class = usize::from(choice & 1);
        let ciphertext = &[&right, &wrong][class][usize::from(choice >> 1) % 16];
        let begin = Instant::now();
        let outcome = key.decrypt_pkcs1(&mut OsRandom, ciphertext);
        let time = begin.elapsed().as_secs_f64();
        // One outcome: bytes, whatever the padding was.
        lengths.insert(outcome.expect("wrong padding is no error").len());
        if number >= 100 {
            times[class].push(time);
        }
    }
    // What the scheduler added is cut off, by a threshold that both classes share.
    let mut all: Vec<f64> = times.concat();
    all.sort_by(f64::total_cmp);
    let mut worst: f64 = 0.0;
    for share in [50, 75, 90, 100] {
        let limit = all[(all.len() * share / 100).clamp(1, all.len()) - 1];
        let [a, b] = times.each_ref().map(|v| v.iter().copied().filter(|t| *t <= limit).collect::<Vec<_>>());
        let t = welch(&a, &b);
        println!("padding: fastest {share} %: {} right, {} wrong, t = {t:.2}", a.len(), b.len());
        worst = worst.max(t.abs());
    }
    println!("padding: worst |t| = {worst:.2} of {count} (limit {LIMIT}); {} lengths of outcomes", lengths.len());
    std::process::exit(i32::from(worst > LIMIT));
}
