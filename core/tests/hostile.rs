//! Hostile bytes: copies of every vector that are cut, changed in one bit, made longer, or put together from two, through
//! every parser of the public API. Each ends with a value or an error that has a code; none panics, none takes more than
//! [`MOST_HELD`] above its input at any moment, none allocates more than [`MOST_ASKED`] in all, which bounds its work
//! without a clock.

#![allow(clippy::result_large_err, reason = "the facade's error is a plain record")]

mod common;

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    sync::Arc,
};

use ehcert_core::{
    Timestamp,
    certificate::Certificate,
    facade::{
        error::EhcertError,
        inspect::{inspect_keystore, outline_certificate, outline_csr, preview_csr, view_certificate},
        keystore::Keystore,
        verify::{PathInput, TrustInput, verify_certificate, verify_etk, verify_message, verify_signature},
    },
    key::PrivateKey,
    trust::{crl::Crl, ocsp::Response},
};

/// The demand on every call, above its input.
const MOST_HELD: usize = 64 << 20;
/// A second of work allocates at least this much where bytes are copied again and again.
const MOST_ASKED: usize = 1 << 30;
/// Vectors up to here are changed at each of their bytes; longer ones at this many places.
const SMALL: usize = 1600;

/// Counts what a thread holds, has held at most, and has asked for.
struct Counting;

thread_local! {
    static HELD: Cell<usize> = const { Cell::new(0) };
    static PEAK: Cell<usize> = const { Cell::new(0) };
    static ASKED: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call is passed on to the system's allocator; the counters are plain cells without destructors.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        HELD.set(HELD.get().wrapping_add(layout.size()));
        PEAK.set(PEAK.get().max(HELD.get()));
        ASKED.set(ASKED.get().wrapping_add(layout.size()));
        // SAFETY: the contract of this function.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.set(HELD.get().saturating_sub(layout.size()));
        // SAFETY: the contract of this function.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const NOW: i64 = 1_795_500_000;

type Parser = (&'static str, fn(&[u8]) -> Result<(), u16>);

fn facade<T>(result: Result<T, EhcertError>) -> Result<(), u16> {
    result.map(drop).map_err(|e| e.into_problem().code)
}

fn core<T>(result: ehcert_core::Result<T>) -> Result<(), u16> {
    facade(result.map_err(EhcertError::from))
}

const PARSERS: [Parser; 15] = [
    ("view_certificate", |b| facade(view_certificate(b.to_vec()))),
    ("outline_certificate", |b| facade(outline_certificate(b.to_vec()))),
    ("verify_certificate", |b| {
        facade(verify_certificate(b.to_vec(), TrustInput::default(), PathInput::default(), NOW))
    }),
    ("verify_certificate as its own anchor", |b| {
        let trust = TrustInput { anchors: vec![b.to_vec()], inspect_old: true, ..TrustInput::default() };
        facade(verify_certificate(b.to_vec(), trust, PathInput::default(), NOW))
    }),
    ("evidence", |b| {
        let one = vec![b.to_vec()];
        let trust = TrustInput {
            untrusted: one.clone(),
            crls: one.clone(),
            ocsp: one,
            revocation: true,
            ..TrustInput::default()
        };
        facade(verify_certificate(b.to_vec(), trust, PathInput::default(), NOW))
    }),
    ("Crl", |b| core(Crl::from_der(b))),
    ("ocsp::Response", |b| core(Response::from_der(b))),
    ("preview_csr", |b| facade(preview_csr(b.to_vec()))),
    ("outline_csr", |b| facade(outline_csr(b.to_vec()))),
    ("inspect_keystore", |b| facade(inspect_keystore(b.to_vec()))),
    ("verify_etk", |b| facade(verify_etk(b.to_vec(), TrustInput::default(), NOW))),
    ("verify_message", |b| facade(verify_message(b.to_vec(), None, TrustInput::default(), NOW))),
    ("PrivateKey", |b| core(PrivateKey::from_pkcs8(b))),
    ("verify_signature", |b| {
        facade(verify_signature(b.to_vec(), "rsa-pkcs1-sha256".into(), b"data".to_vec(), b.to_vec()))
    }),
    ("RevocationInquiry", |b| {
        core(ehcert_core::flow::RevocationInquiry::new(&[b.to_vec()], &[], ehcert_core::trust::Anchors::production()))
    }),
];

/// Runs a parser and holds it to the bounds; whether it gave a value.
fn held(name: &str, what: &str, input: &[u8], work: impl FnOnce(&[u8]) -> Result<(), u16>) -> bool {
    let before = HELD.get();
    PEAK.set(before);
    ASKED.set(0);
    let outcome = work(input);
    let (peak, asked) = (PEAK.get().saturating_sub(before), ASKED.get());
    assert!(peak < input.len() + MOST_HELD, "{name} of {what}: held {peak} for {} bytes", input.len());
    assert!(asked < MOST_ASKED, "{name} of {what}: asked for {asked} for {} bytes", input.len());
    if let Err(code) = outcome {
        assert!(code != 0 && code != ehcert_core::Code::INTERNAL.number(), "{name} of {what}: code {code}");
    }
    outcome.is_ok()
}

/// All that is done to a vector: at each byte of a small one, at [`SMALL`] places of others.
fn changed(vector: &[u8], other: &[u8], mut each: impl FnMut(&str, &[u8])) {
    let step = vector.len().div_ceil(SMALL).max(1);
    for at in (0..vector.len()).step_by(step) {
        each("cut", &vector[..at]);
        let mut flipped = vector.to_vec();
        // Another bit at each place, and the highest, which makes lengths long, at every fourth.
        flipped[at] ^= if at % 4 == 0 { 0x80 } else { 1 << (at / 4 % 7) };
        each("flipped", &flipped);
        if at % (step * 16) == 0 {
            let tail = other.get(at.min(other.len())..).unwrap_or_default();
            each("spliced", &[&vector[..at], tail].concat());
            each("inserted", &[&vector[..at], &other[..other.len().min(64)], &vector[at..]].concat());
        }
    }
    for extra in [1, 2, 255, 65_536] {
        each("extended", &[vector, &vec![0; extra]].concat());
        each("extended", &[vector, &vec![0xFF; extra]].concat());
        each("doubled", &[vector, vector].concat());
    }
    for lead in
        [&[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF][..], &[0x30, 0x80], &[0x24, 0x80], b"-----BEGIN ", b"\xEF\xBB\xBF"]
    {
        each("led", &[lead, vector].concat());
    }
    // Nested without end.
    for tag in [0x30, 0x31, 0xA0, 0x24] {
        each("nested", &[tag, 0x80].repeat(50_000));
    }
}

/// The vectors of a folder beside the checkout.
fn vectors(folder: &str) -> Vec<(String, Vec<u8>)> {
    let Some(folder) = common::shared(&format!("vectors/{folder}")) else { return Vec::new() };
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    files.sort();
    let name = |p: &std::path::Path| p.file_name().expect("a name").to_string_lossy().into_owned();
    files.iter().map(|p| (name(p), std::fs::read(p).expect("a file"))).collect()
}

fn sweep(folder: &str, own: &[&str]) {
    let vectors = vectors(folder);
    let (mut calls, mut values) = (0u32, 0u32);
    for (index, (name, vector)) in vectors.iter().enumerate() {
        let other = &vectors[(index + 1) % vectors.len()].1;
        let mut number = 0u32;
        changed(vector, other, |how, bytes| {
            number += 1;
            for (parser, work) in PARSERS {
                // Its own parsers see everything, the others each 64th.
                if own.contains(&parser) || number.is_multiple_of(64) {
                    calls += 1;
                    values += u32::from(held(parser, &format!("{name}, {how} {number}"), bytes, work));
                }
            }
        });
    }
    if !vectors.is_empty() {
        println!("hostile: {folder}: {} vectors, {calls} calls, {values} gave a value", vectors.len());
        // A judgement that refuses is a value too; some of all calls must still be refusals.
        assert!(calls > 10_000 && values < calls - calls / 10, "{calls} {values}");
    }
}

#[test]
fn certificates() {
    sweep("cert", &["view_certificate", "verify_certificate", "verify_certificate as its own anchor"]);
}

#[test]
fn tokens() {
    sweep("etk", &["verify_etk"]);
}

#[test]
fn messages() {
    sweep("msg", &["verify_message"]);
}

#[test]
fn keystores() {
    sweep("p12", &["inspect_keystore"]);
}

/// With the password: what is encrypted comes in too. A keystore with any change in it opens as what it was or not at all.
#[test]
fn keystores_with_their_password() {
    let vectors: Vec<_> = vectors("p12").into_iter().filter(|(name, _)| name == "alice_enc.p12").collect();
    for (name, vector) in &vectors {
        let open = |bytes: &[u8]| Keystore::open(bytes.to_vec(), b"test".to_vec());
        let own = open(vector).map_err(|e| e.into_problem().name);
        let step = vector.len().div_ceil(512);
        let mut number = 0;
        for at in (0..vector.len()).step_by(step) {
            let mut flipped = vector.clone();
            flipped[at] ^= 1 << (at % 8);
            for bytes in [&vector[..at], &flipped] {
                number += 1;
                held("Keystore::open", &format!("{name} {number}"), bytes, |b| facade(open(b)));
            }
        }
        println!("hostile: {name} with a password: {number} copies; itself: {:?}", own.map(|_| "opens"));
    }
}

/// A signer's certificate that ends before it begins is refused by name; it once stopped the judge.
#[test]
fn a_certificate_that_ends_before_it_begins() {
    let Some(folder) = common::shared("vectors/etk") else { return };
    let token = std::fs::read(folder.join("alices_public_key.etk")).expect("a token");
    // UTCTime of both dates of every certificate in it, exchanged.
    let mut turned = token.clone();
    let mut at = 0;
    let mut pairs = 0;
    while at + 30 <= turned.len() {
        if turned[at..].starts_with(&[0x17, 13]) && turned[at + 15..].starts_with(&[0x17, 13]) {
            let (first, second) = turned[at..at + 30].split_at_mut(15);
            first.swap_with_slice(second);
            pairs += 1;
            at += 30;
        } else {
            at += 1;
        }
    }
    assert!(pairs >= 2, "{pairs}");
    let judged = verify_etk(turned.clone(), TrustInput::default(), NOW).expect("a judgement");
    assert!(!judged.accepted);
    let inquiry = ehcert_core::flow::RevocationInquiry::new(&[turned], &[], ehcert_core::trust::Anchors::production());
    let mut inquiry = inquiry.expect("a token");
    let mut random = ehcert_core::random::OsRandom;
    let mut host = ehcert_core::flow::Host { now: Timestamp(NOW), random: &mut random };
    ehcert_core::flow::Flow::repeat(&mut inquiry, &mut host).expect("a step");
    assert!(inquiry.report().expect("nobody is asked").without_path);
}

/// Messages that are opened with a key: what stands in the clear names the recipient, all else comes after it.
#[test]
fn messages_with_the_recipients_key() {
    let Some(folder) = common::shared("vectors") else { return };
    let store = std::fs::read(folder.join("p12/bobs_private_key_store.p12")).expect("a keystore");
    let store = Arc::new(Keystore::open(store, b"test".to_vec()).expect("its password"));
    let vector = std::fs::read(folder.join("msg/message_from_alice_for_bob.msg")).expect("a message");
    let mut accepted = 0;
    let mut number = 0;
    for at in (0..vector.len()).step_by(3) {
        let mut flipped = vector.clone();
        flipped[at] ^= 1 << (at % 8);
        number += 1;
        held("verify_message", &format!("message {number}"), &flipped, |b| {
            let judged = verify_message(b.to_vec(), Some(Arc::clone(&store)), TrustInput::default(), NOW);
            if let Ok(judged) = judged.as_ref().map_err(|_| ()).and_then(|j| j.accepted.then_some(j).ok_or(())) {
                accepted += 1;
                // What the outer signature does not bind are the certificates beside it, and those are the chain's.
                assert!(judged.warnings.iter().any(|w| w.name == "ChainNotChecked"), "{:?}", judged.warnings);
            }
            facade(judged)
        });
    }
    println!("hostile: a message with its key: {number} copies, {accepted} accepted but for their chain");
    assert!(accepted < number / 2, "{accepted} of {number}");
}

/// Lists and responses that are made here, since no vector beside the checkout is one.
#[test]
fn lists_and_responses_of_the_seeds() {
    let Some(path) = common::shared("conformance/seeds/openssl-fuzz-seeds.tar.xz") else { return };
    let seeds = common::untar(&path);
    let mut calls = 0u32;
    for (parser, work) in PARSERS.iter().filter(|(name, _)| ["Crl", "ocsp::Response", "verify_etk"].contains(name)) {
        let small = seeds.values().filter(|s| s.len() < 700 && work(s).is_ok()).take(6);
        for seed in small {
            changed(seed, seed, |how, bytes| {
                calls += 1;
                held(parser, how, bytes, work);
            });
        }
    }
    println!("hostile: lists and responses: {calls} calls");
}

#[test]
fn times_and_certificates_read_back_what_they_wrote() {
    // The bound itself works: a call that holds too much is found.
    let caught = std::panic::catch_unwind(|| {
        held("a test", "nothing", &[], |_| {
            std::hint::black_box(vec![1u8; MOST_HELD + 1]);
            Ok(())
        })
    });
    assert!(caught.is_err(), "the counter counts nothing");
    assert!(Certificate::from_der(&[]).is_err() && Timestamp::parse("").is_err());
}
