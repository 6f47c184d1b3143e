//! The Belgian identity card, without I/O.
