//! The driver of ehcert: smart card, network and keystore folder.
//!
//! The core says what it needs, this crate knows how to get it from the machine it runs on. Each part
//! stands by itself:
//!
//! | module | what it does |
//! |---|---|
//! | [`http`] | requests over HTTPS, bounded in time and size |
//! | [`store`] | the keystore folder, and files that are replaced whole or not at all |
//! | [`card`] | card readers, over PC/SC found at run time |
//! | [`keygen`] | two jobs on two threads, for the two primes of a key |
//! | [`scan`] | many keystores at once, and reports of them |
//! | [`clock`] | the current time |
//! | [`platform`] | a platform by name or address, with its roots |
//! | [`operation`] | request, complete, renew, revoke...: each one call |
//! | [`job`] | such an operation on a thread of its own, to be polled |
//! | `facade` | jobs as Python and Kotlin have them (feature `uniffi`) |
//! | [`driver`] | runs the core's flows: what a person decides is handed back |
//! | [`eid`] | runs the core's card machines over any way to a card |
//! | [`cancel`] | the handle by which a person stops what is going on |
//!
//! Everything that can wait takes a [`Cancel`] and comes back soon after it is used.
// The scaffolding of UniFFI is unsafe and generated.
#![cfg_attr(not(feature = "uniffi"), deny(unsafe_code))]

#[cfg(feature = "uniffi")]
uniffi::setup_scaffolding!("ehcert_driver");

pub mod cancel;
pub mod card;
mod channel;
pub mod clock;
pub mod driver;
pub mod eid;
#[cfg(feature = "uniffi")]
pub mod facade;
pub mod http;
pub mod job;
pub mod keygen;
pub mod operation;
pub mod platform;
pub mod sandbox;
pub mod scan;
pub mod store;

pub use cancel::Cancel;
