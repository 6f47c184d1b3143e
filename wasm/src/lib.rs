//! ehcert for browsers and Node: the facade as JavaScript. Records are plain objects in camelCase, bytes are
//! `Uint8Array`, times are seconds since 1970 (absent: the host's clock), and what fails throws an `Error` with
//! `code`, `name`, `field`, `retryable`, `actor`, `detail`, `advice` and `problem`, its `message` in the language
//! of `setLanguage`.
//!
//! The crate is built twice: with `full` it is the module `ehcert`, without it `ehcert/validate`.
#![cfg(target_family = "wasm")]
#![allow(unreachable_pub, reason = "what wasm-bindgen exports is public to JavaScript")]

mod boundary;
#[cfg(feature = "full")]
mod card;
#[cfg(feature = "full")]
mod flow;
mod forms;
mod input;
#[cfg(feature = "full")]
mod keystore;
mod outline;
mod output;
#[cfg(feature = "full")]
mod preview;
#[cfg(all(test, feature = "full"))]
mod tests;
#[cfg(feature = "full")]
mod verify;

/// Whatever is freed is wiped: passwords and keys pass through buffers that nobody sees.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

/// Flows, card operations and keystores that are alive: 0 when everything was freed.
#[cfg(feature = "full")]
#[wasm_bindgen::prelude::wasm_bindgen(js_name = liveObjects)]
pub fn live_objects() -> u32 {
    ehcert_core::facade::live::live_objects()
}
