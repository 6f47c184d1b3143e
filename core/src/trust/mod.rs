//! Chains and trust anchors: the check of an issued certificate, path validation, revocation.

mod anchors;
mod extension;
mod issued;
pub mod name;
pub mod path;

pub use anchors::Anchors;
pub use issued::check_issued;
pub use path::{PathRequest, PeerName, Profile, Purpose, ValidPath};
