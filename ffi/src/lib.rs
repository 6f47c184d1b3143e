//! The C ABI of ehcert. It holds no rule: it translates types between C and `ehcert_core::facade`.
//!
//! Ownership stands in the signatures: `Option<Box<T>>` is a pointer that the caller owns and frees,
//! `Option<&T>` one that is only lent. cbindgen writes them as `T *` and `const T *`.

#![allow(clippy::result_large_err, reason = "the facade's error is a plain record")]
#![allow(
    clippy::missing_safety_doc,
    reason = "these comments are read in C; what every caller must keep is told once, in include/README.md: pointers are \
              NULL or valid, texts end with NUL, bytes are readable for their length"
)]

mod boundary;
pub mod card;
pub mod error;
pub mod event;
pub mod flow;
pub mod input;
pub mod inspect;
pub mod job;
pub mod keystore;
#[cfg(feature = "panic-test")]
pub mod panic_test;
pub mod revocation;
mod stay;
pub mod step;
pub mod validate;
pub mod value;
pub mod verify;

#[cfg(feature = "uniffi")]
ehcert_core::uniffi_reexport_scaffolding!();
#[cfg(feature = "uniffi")]
ehcert_native::uniffi_reexport_scaffolding!();

/// Password and key buffers are wiped when they are freed, wherever in the library they were allocated.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

/// The version of the ABI. Functions are added without changing it; anything else changes it.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_abi_version() -> u32 {
    1
}

/// The version of the library as a text that need not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_version() -> *const std::ffi::c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// Flows, card operations, keystores and jobs that are alive in this process: 0 when everything was freed.
#[unsafe(no_mangle)]
pub extern "C" fn ehc_live_objects() -> u32 {
    ehcert_core::facade::live::live_objects()
}
