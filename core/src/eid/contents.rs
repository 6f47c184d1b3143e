//! What was read from a card.

use std::collections::BTreeMap;

use super::{
    data::{CardData, ChipNumber},
    files::CardFile,
    identity::{Address, Identity},
};
use crate::{
    Code, Error, Result,
    asn1::{self, tag},
    certificate::Certificate,
};

/// The certificates of a card; `None` for what was not asked for or is not on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardCertificates {
    /// Of key 82.
    pub authentication: Option<Certificate>,
    /// Of key 83; missing when the holder declined it, or is a child.
    pub signature: Option<Certificate>,
    /// Citizen CA or Foreigner CA.
    pub ca: Option<Certificate>,
    /// Belgium Root CA. It comes from the card: compare it with an anchor, do not trust it.
    pub root: Option<Certificate>,
    /// The national register's.
    pub rrn: Option<Certificate>,
}

/// EF(TokenInfo).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct TokenInfo {
    /// The chip.
    pub chip: ChipNumber,
    /// Version of the graphical personalisation.
    pub graphical: u8,
    /// Version of the electrical personalisation.
    pub electrical: u8,
    /// Version of the interface of the electrical personalisation.
    pub interface: u8,
}

impl TokenInfo {
    /// From the file: PKCS#15 TokenInfo whose serial number is the chip's, ending in `9E 04` and four
    /// octets.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let bad = || Error::new(Code::CARD_FILE_DAMAGED).with("file", CardFile::TokenInfo.name());
        let read = || -> Result<Self> {
            let mut reader = asn1::Reader::new(bytes).read(tag::SEQUENCE)?.reader();
            reader.read(tag::INTEGER)?;
            let serial = reader.read(tag::OCTET_STRING)?.content;
            let chip = ChipNumber(serial.try_into().map_err(|_| bad())?);
            let mut versions = None;
            while !reader.is_empty() {
                let field = reader.any()?;
                if field.tag == 0x9E {
                    versions = Some(field.content);
                }
            }
            match versions {
                Some([graphical, electrical, interface, _]) => {
                    Ok(Self { chip, graphical: *graphical, electrical: *electrical, interface: *interface })
                }
                _ => Err(bad()),
            }
        };
        read().map_err(|_| bad())
    }
}

/// The chip's answer to a challenge (applet 1.8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChipProof {
    /// The hash that was given.
    pub challenge: [u8; 48],
    /// Raw r||s.
    pub signature: Vec<u8>,
}

/// Everything that [`super::CardRead`] read. Nothing in it is checked yet: see [`Self::checks`].
#[derive(Clone, Debug)]
pub struct CardContents {
    /// GET CARD DATA.
    pub card: CardData,
    /// Identity.
    pub identity: Option<Identity>,
    /// Address.
    pub address: Option<Address>,
    /// JPEG, grey.
    pub photo: Option<Vec<u8>>,
    /// Certificates.
    pub certificates: CardCertificates,
    /// Token information.
    pub token_info: Option<TokenInfo>,
    /// The chip's proof that it is genuine, or why it gave none; `None` when it was not asked.
    pub chip_proof: Option<Result<ChipProof>>,
    /// The files as read: signatures are over these octets.
    pub files: BTreeMap<CardFile, Vec<u8>>,
}

/// Width and height in pixels from a JPEG's frame header; `None` when it is no JPEG.
pub fn photo_size(jpeg: &[u8]) -> Option<(u16, u16)> {
    let mut rest = jpeg.strip_prefix(&[0xFF, 0xD8])?;
    // Every round takes at least four octets.
    loop {
        match rest {
            [0xFF, 0xFF, ..] => rest = &rest[1..],
            // SOF0 to SOF15 without DHT, JPG and DAC.
            [0xFF, 0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF, _, _, _, h1, h2, w1, w2, ..] => {
                let (width, height) = (u16::from_be_bytes([*w1, *w2]), u16::from_be_bytes([*h1, *h2]));
                return (width > 0 && height > 0).then_some((width, height));
            }
            // The picture itself, or its end, before any frame header.
            [0xFF, 0xDA | 0xD9, ..] => return None,
            [0xFF, _, high, low, after @ ..] => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                rest = after.get(length.checked_sub(2)?..)?;
            }
            _ => return None,
        }
    }
}
