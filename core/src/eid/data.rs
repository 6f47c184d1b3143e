//! GET CARD DATA, and what the ATR hints at.

use crate::{Code, Error, Result};

/// The 16 octets that name a chip: the same in card data, token information and identity file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ChipNumber(pub [u8; 16]);

impl std::fmt::Display for ChipNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02X}"))
    }
}

impl serde::Serialize for ChipNumber {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The generations of the applet that differ for a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum Generation {
    /// 1.0 and 1.1 (2003 to about 2014): RSA 1024, all expired; read only.
    #[serde(rename = "1.1")]
    V1_1,
    /// 1.7 (2014 to 2021): RSA 2048.
    #[serde(rename = "1.7")]
    V1_7,
    /// 1.8 (from 2020) and later: EC P-384.
    #[serde(rename = "1.8")]
    V1_8,
}

/// What GET CARD DATA tells.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct CardData {
    /// The chip.
    pub chip: ChipNumber,
    /// Applet version as the card has it: 0x11, 0x17, 0x18.
    pub applet_version: u8,
    /// What follows from it.
    pub generation: Generation,
    /// Global operating system version (1.7: 3; 1.0, 1.1 and 1.8: 1).
    pub os_version: u16,
    /// 0x07 selectable, 0x0F personalised, 0x8A activated.
    pub life_cycle: u8,
}

impl CardData {
    /// From the 28 octets of `80 E4 00 00 1C`, or the 31 of `80 E4 00 01 1F`.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let bad = || Error::new(Code::CARD_NOT_RECOGNISED).detail("card data");
        if !matches!(bytes.len(), 28 | 31) {
            return Err(bad());
        }
        let (chip, _) = bytes.split_first_chunk::<16>().ok_or_else(bad)?;
        let at = |i: usize| bytes.get(i).copied().ok_or_else(bad);
        let applet_version = at(21)?;
        let generation = match applet_version {
            0x10..=0x16 => Generation::V1_1,
            0x17 => Generation::V1_7,
            // A later applet is taken for the newest known one: only what it cannot do is refused.
            0x18..=0x2F => Generation::V1_8,
            _ => return Err(bad()),
        };
        // Up to 1.1 the life cycle stands in the same octet, but 22 and 23 hold the applet's own version.
        let os_version = u16::from_be_bytes([at(22)?, at(23)?]);
        Ok(Self { chip: ChipNumber(*chip), applet_version, generation, os_version, life_cycle: at(27)? })
    }
}

/// An ATR that Belgian cards have.
#[derive(Debug)]
pub struct KnownAtr {
    /// The bytes.
    pub atr: &'static [u8],
    /// The generations that have it.
    pub generations: &'static [Generation],
}

/// The ATRs of Belgian cards. A hint for a list of readers, never a decision: 1.1 and 1.7 share one, and
/// the one of 1.8 is a maker's general one that cards of other countries have too.
pub const KNOWN_ATRS: [KnownAtr; 4] = [
    KnownAtr {
        atr: &[0x3B, 0x98, 0x94, 0x40, 0xFF, 0xA5, 0x03, 0x01, 0x01, 0x01, 0xAD, 0x13, 0x10],
        generations: &[Generation::V1_1],
    },
    KnownAtr {
        atr: &[0x3B, 0x98, 0x94, 0x40, 0x0A, 0xA5, 0x03, 0x01, 0x01, 0x01, 0xAD, 0x13, 0x10],
        generations: &[Generation::V1_1],
    },
    KnownAtr {
        atr: &[0x3B, 0x98, 0x13, 0x40, 0x0A, 0xA5, 0x03, 0x01, 0x01, 0x01, 0xAD, 0x13, 0x11],
        generations: &[Generation::V1_1, Generation::V1_7],
    },
    KnownAtr {
        atr: &[
            0x3B, 0x7F, 0x96, 0x00, 0x00, 0x80, 0x31, 0x80, 0x65, 0xB0, 0x85, 0x04, 0x01, 0x20, 0x12, 0x0F, 0xFF, 0x82,
            0x90, 0x00,
        ],
        generations: &[Generation::V1_8],
    },
];

/// The generations that a card with this ATR may be of; empty when no Belgian card is known to have it.
pub fn generation_hint(atr: &[u8]) -> &'static [Generation] {
    KNOWN_ATRS.iter().find(|known| known.atr == atr).map_or(&[], |known| known.generations)
}
