//! The registration authority.
