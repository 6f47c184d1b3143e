//! Kinds of card that people come with.

use ehcert_core::Timestamp;
use serde::{Deserialize, Serialize};

use super::holder::{CardHolder, CardLanguage};

/// Applet and keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardGeneration {
    /// Applet 1.7, RSA 2048, files signed with RSA.
    Rsa,
    /// Applet 1.7, RSA 2048, certificates and file signatures from EC keys.
    RsaRekeyed,
    /// Applet 1.8, P-384.
    Ec,
}

/// What is special about a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Applet and keys.
    pub generation: CardGeneration,
    /// Has an authentication certificate.
    pub authentication: bool,
    /// Has a signature certificate.
    pub signature: bool,
    /// Valid from so many days before its making.
    pub age_days: u16,
    /// Valid for so many days in all.
    pub valid_days: u16,
    /// Document type of the identity file.
    pub document: u8,
    /// The PIN is blocked from the start.
    pub blocked: bool,
}

const USUAL: Profile = Profile {
    generation: CardGeneration::Ec,
    authentication: true,
    signature: true,
    age_days: 365,
    valid_days: 3652,
    document: 1,
    blocked: false,
};

impl Profile {
    /// Applet 1.7 with RSA 2048.
    pub const RSA: Self = Self { generation: CardGeneration::Rsa, ..USUAL };
    /// Applet 1.7, re-keyed: EC signatures on identity and address.
    pub const REKEYED: Self = Self { generation: CardGeneration::RsaRekeyed, ..USUAL };
    /// Applet 1.8 with P-384.
    pub const EC: Self = USUAL;
    /// The holder declined the signature certificate.
    pub const NO_SIGNATURE: Self = Self { signature: false, ..USUAL };
    /// Expired 29 days before it was made.
    pub const EXPIRED: Self = Self { generation: CardGeneration::Rsa, age_days: 3681, ..USUAL };
    /// A young child's card, without certificates.
    pub const KID: Self = Self { authentication: false, signature: false, document: 6, valid_days: 1095, ..USUAL };
    /// A foreigner's card (long-term resident).
    pub const FOREIGNER: Self = Self { document: 14, valid_days: 1826, ..USUAL };
    /// Three wrong PINs were typed.
    pub const BLOCKED: Self = Self { blocked: true, ..USUAL };

    /// Every kind by its name on the command line. `long-names` is [`Self::EC`] for another holder.
    pub const ALL: [(&'static str, Self); 9] = [
        ("rsa", Self::RSA),
        ("rekeyed", Self::REKEYED),
        ("ec", Self::EC),
        ("no-signature", Self::NO_SIGNATURE),
        ("expired", Self::EXPIRED),
        ("kid", Self::KID),
        ("foreigner", Self::FOREIGNER),
        ("blocked", Self::BLOCKED),
        ("long-names", Self::EC),
    ];

    /// The kind with this name, and an invented holder who fits.
    pub fn by_name(name: &str) -> Option<(Self, CardHolder)> {
        let (_, profile) = Self::ALL.iter().find(|(known, _)| *known == name)?;
        let holder = match name {
            "kid" => CardHolder::child(),
            "foreigner" => CardHolder::foreigner(),
            "long-names" => CardHolder::long_names(),
            "rsa" | "expired" => CardHolder::fictional(CardLanguage::Nl),
            _ => CardHolder::fictional(CardLanguage::Fr),
        };
        Some((*profile, holder))
    }

    /// First and last second of validity for a card that is made now.
    pub(super) fn validity(&self, now: Timestamp) -> (Timestamp, Timestamp) {
        let from = now.plus(-i64::from(self.age_days) * Timestamp::DAY);
        (from, from.plus(i64::from(self.valid_days) * Timestamp::DAY))
    }
}
