//! The operations as step machines.
