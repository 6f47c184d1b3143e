//! Chains and trust anchors.

mod anchors;
mod issued;
pub mod name;

pub use anchors::Anchors;
pub use issued::check_issued;
