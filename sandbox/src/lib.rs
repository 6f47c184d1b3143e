//! An eHealth platform in a box.
