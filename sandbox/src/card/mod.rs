//! Software eID cards.
//!
//! A [`SoftwareCard`] answers APDUs as the identity applets 1.7 and 1.8 do, T=0 follow-ups, PIN counter and
//! order rules included. It is made for an invented [`CardHolder`] by an [`EidAuthority`], a root, citizen
//! CA and national register of its own whose names say that they are a sandbox. A card lives in one JSON
//! file that holds its private keys and its PIN: it is for tests, and says so.

mod applet;
mod authority;
mod bytes;
mod files;
mod holder;
mod photo;
mod profile;
mod software;
#[cfg(test)]
mod tests;
pub mod vpcd;

pub use authority::{EidAuthority, Hierarchy, Issuer};
pub use holder::{CardHolder, CardLanguage, national_number};
pub use profile::{CardGeneration, Profile};
pub use software::SoftwareCard;
