//! ASN.1 on the original bytes: a bounded DER reader and writer, and a BER normaliser.
//!
//! The `der` crate reads typed structures; what it cannot do is keep the exact bytes that a signature
//! covers next to the parsed value, and read BER (indefinite lengths, constructed strings) as ETKs,
//! sealed messages and old keystores have it. Certificates, CMS and PKCS#12 go through this room.

mod ber;
pub mod oid;
mod reader;
mod writer;

pub use ber::{to_der, to_der_within};
pub(crate) use reader::unreadable;
pub use reader::{Reader, Tlv, read_one};
pub use writer::*;

/// Universal and context tags, as the whole identifier octet.
#[allow(missing_docs, reason = "the names are X.680's")]
pub mod tag {
    pub const BOOLEAN: u8 = 0x01;
    pub const INTEGER: u8 = 0x02;
    pub const BIT_STRING: u8 = 0x03;
    pub const OCTET_STRING: u8 = 0x04;
    pub const NULL: u8 = 0x05;
    pub const OID: u8 = 0x06;
    pub const ENUMERATED: u8 = 0x0A;
    pub const UTF8_STRING: u8 = 0x0C;
    pub const NUMERIC_STRING: u8 = 0x12;
    pub const PRINTABLE_STRING: u8 = 0x13;
    pub const TELETEX_STRING: u8 = 0x14;
    pub const IA5_STRING: u8 = 0x16;
    pub const UTC_TIME: u8 = 0x17;
    pub const GENERALIZED_TIME: u8 = 0x18;
    pub const UNIVERSAL_STRING: u8 = 0x1C;
    pub const BMP_STRING: u8 = 0x1E;
    pub const SEQUENCE: u8 = 0x30;
    pub const SET: u8 = 0x31;
    /// `[n]`, primitive.
    pub const fn context(n: u8) -> u8 {
        0x80 | n
    }
    /// `[n]`, constructed.
    pub const fn context_constructed(n: u8) -> u8 {
        0xA0 | n
    }
}

/// Nesting deeper than this is refused: the deepest legitimate structure (a certificate in a safe bag
/// in a sealed keystore) stays under 20.
pub const MAX_DEPTH: usize = 48;

/// Input larger than this is refused before it is looked at.
pub const MAX_INPUT: usize = 64 << 20;
