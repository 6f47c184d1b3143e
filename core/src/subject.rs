//! The distinguished name of an eHealth certificate.
