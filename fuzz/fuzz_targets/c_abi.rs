#![no_main]
//! Sequences of calls of the C ABI as a program with bugs makes them: handles that are missing, of an earlier call, used
//! again and again, wiped; texts and bytes of anything; answers that fit no step. What calls the network or makes RSA keys
//! is left out. A panic that the boundary would turn into an error stops the fuzzer.
#![allow(dead_code, reason = "the modules of the library, not all of which are called")]

#[path = "../../ffi/src/boundary.rs"]
mod boundary;
#[path = "../../ffi/src/card.rs"]
mod card;
#[path = "../../ffi/src/error.rs"]
mod error;
#[path = "../../ffi/src/flow.rs"]
mod flow;
#[path = "../../ffi/src/input.rs"]
mod input;
#[path = "../../ffi/src/inspect.rs"]
mod inspect;
#[path = "../../ffi/src/keystore.rs"]
mod keystore;
#[path = "../../ffi/src/revocation.rs"]
mod revocation;
#[path = "../../ffi/src/step.rs"]
mod step;
#[path = "../../ffi/src/validate.rs"]
mod validate;
#[path = "../../ffi/src/value.rs"]
mod value;
#[path = "../../ffi/src/verify.rs"]
mod verify;

use std::ffi::{CString, c_char};

use card::*;
use error::*;
use flow::*;
use input::*;
use inspect::*;
use keystore::*;
use libfuzzer_sys::fuzz_target;
use revocation::*;
use step::*;
use validate::*;
use value::*;
use verify::*;

/// What one call in the input is: its number, and a piece of the bytes behind it.
struct Script<'a>(&'a [u8]);

impl<'a> Script<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }
    /// Two octets of length, then as many bytes as there are. Length 65535: NULL.
    fn piece(&mut self) -> Option<&'a [u8]> {
        let length = u16::from_le_bytes([self.byte()?, self.byte()?]);
        if length == u16::MAX {
            return None;
        }
        let (now, later) = self.0.split_at(self.0.len().min(length.into()));
        self.0 = later;
        Some(now)
    }
    fn bytes(&mut self) -> (*const u8, usize) {
        self.piece().map_or((std::ptr::null(), 0), |b| (b.as_ptr(), b.len()))
    }
    fn text(&mut self) -> Option<CString> {
        let piece = self.piece()?;
        let end = piece.iter().position(|b| *b == 0).unwrap_or(piece.len());
        CString::new(&piece[..end]).ok()
    }
}

fn pointer(text: &Option<CString>) -> *const c_char {
    text.as_ref().map_or(std::ptr::null(), |t| t.as_ptr())
}

/// Reads everything that an error tells, and frees it.
fn settle(error: Option<Box<EhcError>>) {
    let Some(error) = error else { return };
    let mut text = None;
    assert_ne!(ehc_error_code(Some(&error)), 0);
    assert!(!ehc_error_name(Some(&error)).is_null() && !ehc_error_actor(Some(&error)).is_null());
    let _ = ehc_error_field(Some(&error));
    // SAFETY: `out` is a variable, the language a literal.
    unsafe {
        assert!(ehc_error_message(Some(&error), c"fr".as_ptr(), &mut text).is_none());
        ehc_text_free(text.take());
        assert!(ehc_error_to_json(Some(&error), &mut text).is_none());
    }
    ehc_text_free(text);
    ehc_error_free(Some(error));
}

fuzz_target!(|data: &[u8]| {
    let mut script = Script(data);
    let now = 1_795_500_000;
    let (mut text, mut blob, mut platform, mut signer): (_, Option<Box<EhcBytes>>, _, _) = (None, None, None, None);
    let (mut store, mut flow, mut step, mut card, mut card_step) = (None, None, None, None, None);
    // Every call's length is bounded by that of the input.
    for _ in 0..64 {
        let Some(call) = script.byte() else { break };
        // SAFETY: pieces are readable for their length, texts end with NUL, outputs are variables.
        let error = unsafe {
            match call % 40 {
                0 => {
                    let ((a, al), (b, bl)) = (script.bytes(), script.bytes());
                    ehc_keystore_open(a, al, b, bl, &mut store)
                }
                1 => ehc_keystore_wipe(store.as_deref()),
                2 => ehc_keystore_entries(store.as_deref(), &mut text),
                3 => ehc_keystore_status(store.as_deref(), now, &mut text),
                4 => ehc_keystore_rewrap(store.as_deref(), pointer(&script.text()), &mut blob),
                5 => {
                    let ((a, al), (b, bl)) = (script.bytes(), script.bytes());
                    ehc_keystore_unseal(store.as_deref(), a, al, b, bl, now, &mut blob)
                }
                6 => {
                    let ((a, al), (b, bl), (c, cl)) = (script.bytes(), script.bytes(), script.bytes());
                    ehc_keystore_seal(store.as_deref(), a, al, b, bl, c, cl, now, &mut blob)
                }
                7 => {
                    ehc_keystore_free(store.take());
                    None
                }
                8 => {
                    let (a, al) = script.bytes();
                    ehc_platform_new(pointer(&script.text()), a, al, &mut platform)
                }
                9 => ehc_platform_set_revocation(platform.as_deref_mut(), pointer(&script.text())),
                10 => {
                    let ((a, al), (b, bl), (c, cl)) = (script.bytes(), script.bytes(), script.bytes());
                    ehc_signer_new(a, al, b, bl, c, cl, &mut signer)
                }
                11 => ehc_flow_preflight(signer.as_deref(), platform.as_deref(), now, &mut flow),
                12 => {
                    let ((a, al), (b, bl)) = (script.bytes(), script.bytes());
                    let (form, dn) = (script.text(), script.text());
                    let platform = platform.as_deref();
                    ehc_flow_completion(a, al, b, bl, pointer(&form), pointer(&dn), 3, platform, &mut flow)
                }
                13 => {
                    let ((a, al), (b, bl)) = (script.bytes(), script.bytes());
                    ehc_flow_keystore_status(a, al, b, bl, platform.as_deref(), &mut flow)
                }
                14 => {
                    let (kind, number) = (script.text(), script.text());
                    ehc_flow_application_ids(pointer(&kind), pointer(&number), platform.as_deref(), &mut flow)
                }
                15 => {
                    let ((a, al), (b, bl)) = (script.bytes(), script.bytes());
                    ehc_flow_self_test(a, al, b, bl, platform.as_deref(), &mut flow)
                }
                16 => {
                    let ((a, al), (b, bl)) = (script.bytes(), script.bytes());
                    ehc_flow_revocation_inquiry(a, al, b, bl, platform.as_deref(), &mut flow)
                }
                17 => ehc_flow_step(flow.as_deref(), now, &mut step),
                18 => {
                    let (a, al) = script.bytes();
                    ehc_flow_answer_signature(flow.as_deref(), a, al, now, &mut step)
                }
                19 => ehc_flow_answer_contract(flow.as_deref(), true, now, &mut step),
                20 => {
                    let (a, al) = script.bytes();
                    ehc_flow_answer_key(flow.as_deref(), a, al, now, &mut step)
                }
                21 => {
                    let (kind, (a, al)) = (script.text(), script.bytes());
                    let status = u16::from(script.byte().unwrap_or(100)) * 2;
                    ehc_flow_answer_http(flow.as_deref(), status, pointer(&kind), a, al, now, &mut step)
                }
                22 => {
                    let (a, al) = script.bytes();
                    ehc_flow_answer_stored(flow.as_deref(), a, al, now, &mut step)
                }
                23 => ehc_flow_answer_waited(flow.as_deref(), now, &mut step),
                24 => ehc_flow_preflight_outcome(flow.as_deref(), &mut text),
                25 => ehc_flow_revocation_outcome(flow.as_deref(), &mut text),
                26 => ehc_step_to_json(step.as_deref(), &mut text),
                27 => ehc_card_read(&mut card),
                28 => ehc_card_start(card.as_deref(), &mut card_step),
                29 => {
                    let (a, al) = script.bytes();
                    ehc_card_answer_response(card.as_deref(), a, al, &mut card_step)
                }
                30 => {
                    let (a, al) = script.bytes();
                    ehc_card_answer_pin(card.as_deref(), a, al, &mut card_step)
                }
                31 => ehc_card_answer_waited(card.as_deref(), &mut card_step),
                32 => {
                    let (key, hash) = (script.text(), script.text());
                    let ((a, al), (b, bl)) = (script.bytes(), script.bytes());
                    ehc_card_sign(pointer(&key), pointer(&hash), a, al, b, bl, now, &mut card)
                }
                33 => ehc_card_holder(card.as_deref(), &mut text),
                34 => {
                    let (a, al) = script.bytes();
                    ehc_card_signer(card.as_deref(), a, al, &mut signer)
                }
                35 => {
                    let (a, al) = script.bytes();
                    ehc_verify_etk(a, al, std::ptr::null(), now, &mut text)
                }
                36 => {
                    let ((a, al), path) = (script.bytes(), script.text());
                    ehc_verify_certificate(a, al, std::ptr::null(), pointer(&path), now, &mut text)
                }
                37 => ehc_review_request(pointer(&script.text()), &mut text),
                38 => {
                    let (kind, number) = (script.text(), script.text());
                    ehc_check_identifier(pointer(&kind), pointer(&number), &mut text)
                }
                _ => {
                    let (a, al) = script.bytes();
                    ehc_inspect_keystore(a, al, &mut text)
                }
            }
        };
        settle(error);
        // A step lends what it holds for as long as it lives.
        let length = ehc_step_data_length(step.as_deref());
        if length > 0 {
            // SAFETY: the library says how long it is.
            let lent = unsafe { std::slice::from_raw_parts(ehc_step_data(step.as_deref()), length) };
            std::hint::black_box(lent.iter().fold(0u8, |sum, b| sum ^ b));
        }
    }
    ehc_flow_free(flow);
    ehc_step_free(step);
    ehc_card_free(card);
    ehc_card_step_free(card_step);
    ehc_keystore_free(store);
    ehc_text_free(text);
    ehc_bytes_free(blob);
    ehc_platform_free(platform);
    ehc_signer_free(signer);
});
