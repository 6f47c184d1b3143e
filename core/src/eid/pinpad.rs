//! Readers with keys (PC/SC part 10).

use super::machine::PinPurpose;
use crate::{Code, Error, Language, Result};

/// What the reader is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Feature 06, VERIFY_PIN_DIRECT.
    Verify,
    /// Feature 07, MODIFY_PIN_DIRECT.
    Modify,
}

impl Operation {
    /// The feature's number.
    pub fn feature(self) -> u8 {
        match self {
            Self::Verify => FEATURE_VERIFY_PIN_DIRECT,
            Self::Modify => FEATURE_MODIFY_PIN_DIRECT,
        }
    }
}

/// Control code that asks a reader for its features, on Linux and macOS (SCARD_CTL_CODE(3400)).
pub const CONTROL_FEATURES_UNIX: u32 = 0x4200_0D48;
/// The same on Windows.
pub const CONTROL_FEATURES_WINDOWS: u32 = 0x0031_3520;
/// VERIFY_PIN_DIRECT.
pub const FEATURE_VERIFY_PIN_DIRECT: u8 = 0x06;
/// MODIFY_PIN_DIRECT.
pub const FEATURE_MODIFY_PIN_DIRECT: u8 = 0x07;
/// Pseudo-APDU that lists the features of a reader that hides them from the control channel.
pub const PPDU_FEATURES: [u8; 5] = [0xFF, 0xC2, 0x01, 0x00, 0x00];

/// How a feature of a reader is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// By this control code.
    Control(u32),
    /// By a pseudo-APDU, see [`ppdu`].
    Ppdu,
}

/// The features of a reader: their numbers and how they are reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features(Vec<(u8, Access)>);

impl Features {
    /// From the answer to the feature request: a tag, the length 4, a control code with its highest octet first. What
    /// is cut short or of another length is passed over.
    pub fn parse(mut list: &[u8]) -> Self {
        let mut found = Vec::new();
        while let [tag, length, rest @ ..] = list {
            let Some((value, after)) = rest.split_at_checked(usize::from(*length)) else { break };
            if let Ok(code) = <[u8; 4]>::try_from(value) {
                found.push((*tag, Access::Control(u32::from_be_bytes(code))));
            }
            list = after;
        }
        Self(found)
    }
    /// From the answer to [`PPDU_FEATURES`]: the numbers of the features, then 9000. Any other status: none.
    pub fn parse_ppdu(answer: &[u8]) -> Self {
        match answer.split_last_chunk::<2>() {
            Some((numbers, [0x90, 0x00])) => Self(numbers.iter().map(|number| (*number, Access::Ppdu)).collect()),
            _ => Self::default(),
        }
    }
    /// How a feature is reached; `None` when the reader has it not.
    pub fn access(&self, feature: u8) -> Option<Access> {
        self.0.iter().find(|(number, _)| *number == feature).map(|(_, access)| *access)
    }
    /// Whether the reader says that it has this feature.
    pub fn has(&self, feature: u8) -> bool {
        self.access(feature).is_some()
    }
    /// Without the features that take a PIN on the reader's keys.
    pub fn without_keys(mut self) -> Self {
        self.0.retain(|(number, _)| ![FEATURE_VERIFY_PIN_DIRECT, FEATURE_MODIFY_PIN_DIRECT].contains(number));
        self
    }
}

/// A feature as a pseudo-APDU, for readers with [`Quirk::Ppdu`].
pub fn ppdu(operation: Operation, structure: &[u8]) -> Vec<u8> {
    let mut apdu = vec![0xFF, 0xC2, 0x01, operation.feature(), structure.len().to_le_bytes()[0]];
    apdu.extend_from_slice(structure);
    apdu
}

/// What a reader does differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quirk {
    /// Takes format string 01 instead of 89 up to the firmware before this one (major, minor).
    FormatOneBefore(u8, u8),
    /// Its keys must not be used: at most 8 digits, and it sends an empty VERIFY of its own.
    NotAPinpad,
    /// Where its control channel tells nothing (on Windows) its features are reached by pseudo-APDUs.
    Ppdu,
}

/// Readers that differ, by a part of their name in lower case.
pub const QUIRKS: [(&str, Quirk); 11] = [
    ("spr532", Quirk::FormatOneBefore(5, 6)),
    ("gempc pinpad", Quirk::NotAPinpad),
    ("gempcpinpad", Quirk::NotAPinpad),
    ("digipass 840", Quirk::Ppdu),
    ("digipass 870", Quirk::Ppdu),
    ("digipass 875", Quirk::Ppdu),
    ("digipass 876", Quirk::Ppdu),
    ("digipass 920", Quirk::Ppdu),
    ("shield pro", Quirk::Ppdu),
    ("ekrypto", Quirk::Ppdu),
    ("dioss", Quirk::Ppdu),
];

/// What is known of the reader with this name.
pub fn quirk(reader: &str) -> Option<Quirk> {
    let reader = crate::unicode::lower(reader);
    QUIRKS.iter().find(|(part, _)| reader.contains(part)).map(|(_, quirk)| *quirk)
}

/// How to ask on the reader's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pinpad {
    /// Of the messages on its display.
    pub language: Language,
    /// bmFormatString: 89 (octets, position 1, left, BCD); 01 for some old firmware.
    pub format: u8,
}

impl Pinpad {
    /// For a reader: `None` when its keys must not be used. `firmware` is major and minor when known.
    pub fn for_reader(name: &str, firmware: Option<(u8, u8)>, language: Language) -> Option<Self> {
        match quirk(name) {
            Some(Quirk::NotAPinpad) => None,
            Some(Quirk::FormatOneBefore(major, minor)) if firmware.is_some_and(|f| f < (major, minor)) => {
                Some(Self { language, format: 0x01 })
            }
            _ => Some(Self { language, format: 0x89 }),
        }
    }
}

/// Windows language identifier, little-endian: nl-BE, fr-BE, de, en.
pub fn language_id(language: Language) -> [u8; 2] {
    let id: u16 = match language {
        Language::Nl => 0x0813,
        Language::Fr => 0x080C,
        Language::De => 0x0407,
        Language::En => 0x0409,
    };
    id.to_le_bytes()
}

/// Seconds that the person has, before and after the first key.
const TIMEOUT: u8 = 30;
/// An empty PIN block, which the reader fills.
const TEMPLATE: [u8; 8] = [0x20, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

/// PIN_VERIFY_STRUCTURE around VERIFY.
pub fn verify_structure(pad: &Pinpad) -> Vec<u8> {
    let [low, high] = language_id(pad.language);
    // Timeouts; format; 4-bit length in a block of 7; length at bit 4; 12 to 4 digits; OK key; 1 message;
    // language; message 0; T=1 prologue; length of what follows.
    let mut out = vec![TIMEOUT, TIMEOUT, pad.format, 0x47, 0x04, super::PIN_MAX, super::PIN_MIN, 0x02, 0x01, low, high];
    out.extend_from_slice(&[0, 0, 0, 0, 0x0D, 0, 0, 0]);
    out.extend_from_slice(&[0x00, 0x20, 0x00, 0x01, 0x08]);
    out.extend_from_slice(&TEMPLATE);
    out
}

/// PIN_MODIFY_STRUCTURE around CHANGE REFERENCE DATA: the old PIN, the new one, and the new one again.
pub fn modify_structure(pad: &Pinpad) -> Vec<u8> {
    let [low, high] = language_id(pad.language);
    // As above, with the offsets of old and new PIN (0 and 8), confirmation and current PIN asked (3),
    // 3 messages and their numbers 0, 1, 2.
    let mut out = vec![TIMEOUT, TIMEOUT, pad.format, 0x47, 0x04, 0x00, 0x08, super::PIN_MAX, super::PIN_MIN];
    out.extend_from_slice(&[0x03, 0x02, 0x03, low, high, 0x00, 0x01, 0x02, 0, 0, 0, 0x15, 0, 0, 0]);
    out.extend_from_slice(&[0x00, 0x24, 0x00, 0x01, 0x10]);
    out.extend_from_slice(&TEMPLATE);
    out.extend_from_slice(&TEMPLATE);
    out
}

/// Takes the reader's own answers out of a status; what is left is the card's.
pub(super) fn judge(status: u16) -> Result<u16> {
    match status {
        0x6400 => Err(Code::PINPAD_TIMEOUT.into()),
        0x6401 => Err(Code::CANCELLED.into()),
        0x6402 => Err(Error::new(Code::PIN_CONFIRMATION).field("pin")),
        0x6403 => Err(Error::new(Code::PIN_FORMAT).field("pin").detail("refused by the reader")),
        0x6B80 => Err(Code::PINPAD_REFUSED.into()),
        status => Ok(status),
    }
}

impl PinPurpose {
    /// The words beside the PIN field.
    pub fn prompt(self, language: Language) -> &'static str {
        let texts = match self {
            Self::Authentication => [
                "PIN of the identity card, to log in",
                "Code PIN de la carte d'identité, pour s'identifier",
                "Pincode van de identiteitskaart, om aan te melden",
                "PIN des Personalausweises, zur Anmeldung",
            ],
            Self::Signature => [
                "PIN of the identity card, to sign",
                "Code PIN de la carte d'identité, pour signer",
                "Pincode van de identiteitskaart, om te ondertekenen",
                "PIN des Personalausweises, zum Unterschreiben",
            ],
            Self::Verify => [
                "PIN of the identity card",
                "Code PIN de la carte d'identité",
                "Pincode van de identiteitskaart",
                "PIN des Personalausweises",
            ],
            Self::Change => [
                "Old and new PIN of the identity card",
                "Ancien et nouveau code PIN de la carte d'identité",
                "Oude en nieuwe pincode van de identiteitskaart",
                "Alte und neue PIN des Personalausweises",
            ],
        };
        texts[language as usize]
    }
}
