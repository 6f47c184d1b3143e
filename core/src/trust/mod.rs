//! Chains and trust anchors: the check of an issued certificate, path validation, revocation.

mod anchors;
pub mod crl;
mod extension;
mod issued;
pub mod name;
pub mod ocsp;
pub mod path;
pub mod revocation;

pub use anchors::Anchors;
pub use issued::check_issued;
pub use path::{PathRequest, PeerName, Profile, Purpose, ValidPath};
pub use revocation::{Evidence, Strictness, Urls, Verdict};

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
