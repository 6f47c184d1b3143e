//! An eHealth platform in a box.

pub mod card;
