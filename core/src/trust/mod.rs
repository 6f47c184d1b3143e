//! Chains and trust anchors.
