//! A card: its files, keys, PIN and counters.

use std::collections::BTreeMap;

use ehcert_core::{
    Code, Error, Result, Timestamp,
    key::{Hash, KeyAlgorithm, PrivateKey},
    random::{OsRandom, Random},
};
use serde::{Deserialize, Serialize};

use super::{
    applet::State,
    authority::EidAuthority,
    bytes::{Bytes, StoredKey, to_hex},
    files,
    holder::CardHolder,
    photo,
    profile::{CardGeneration, Profile},
};

/// The PIN of a new card.
const FIRST_PIN: &str = "1234";
/// Wrong PINs until it is blocked.
pub(super) const TRIES: u8 = 3;
/// Proofs of the chip until it wants the PIN.
pub(super) const PROOFS: u16 = 5000;

/// A software eID card. Not a real one: its keys and PIN stand in its JSON.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SoftwareCard {
    /// What the file is, for who finds it.
    note: String,
    /// What the card is like.
    profile: Profile,
    /// Whose it is.
    holder: CardHolder,
    pub(super) pin: String,
    pub(super) tries_left: u8,
    pub(super) proofs_left: u16,
    pub(super) chip: Bytes,
    pub(super) authentication: Option<StoredKey>,
    pub(super) signature: Option<StoredKey>,
    pub(super) basic: Option<StoredKey>,
    /// By folder and file: `DF01/4031`.
    pub(super) files: BTreeMap<String, Bytes>,
    /// What the card forgets when its power goes.
    #[serde(skip)]
    pub(super) state: State,
}

impl SoftwareCard {
    /// Makes a card with PIN 1234: keys, certificates from the authority, signed identity and address.
    pub fn create(
        authority: &EidAuthority,
        holder: &CardHolder,
        profile: Profile,
        now: Timestamp,
        random: &mut dyn Random,
    ) -> Result<Self> {
        let ec = profile.generation == CardGeneration::Ec;
        // Who signs the certificates and files is not always of the kind of the holder's keys.
        let hierarchy = if profile.generation == CardGeneration::Rsa { &authority.rsa } else { &authority.ec };
        let algorithm = if ec { KeyAlgorithm::P384 } else { KeyAlgorithm::Rsa2048 };
        let validity = profile.validity(now);
        let foreigner = !matches!(profile.document, 1 | 6);

        let mut chip = [0u8; 16];
        random.fill(&mut chip)?;
        chip[..2].copy_from_slice(b"SL");
        let mut key = |wanted: bool| match wanted {
            true => PrivateKey::generate(algorithm, random).map(|k| Some(StoredKey(k))),
            false => Ok(None),
        };
        let (authentication, signature, basic) = (key(profile.authentication)?, key(profile.signature)?, key(ec)?);

        let mut issue = |key: &Option<StoredKey>, purpose: &str, signature: bool| match key {
            Some(key) => {
                let subject = files::subject(holder, purpose);
                hierarchy.issue_leaf(foreigner, subject, key.public(), validity, signature, random).map(Some)
            }
            None => Ok(None),
        };
        let authentication_certificate = issue(&authentication, "Authentication", false)?;
        let signature_certificate = issue(&signature, "Signature", true)?;

        let photo = photo::jpeg();
        let photo_hash = if ec { Hash::Sha384 } else { Hash::Sha256 }.digest(&photo);
        let basic_file = basic.as_ref().map(|key| files::basic_key(&key.public()));
        let identity = files::identity(holder, &profile, &chip, validity, &photo_hash, basic_file.as_deref());
        let mut sign = |data: &[u8]| -> Result<Vec<u8>> {
            let mut signature = hierarchy.rrn.sign(data, random)?;
            signature.resize(signature.len().max(256), 0);
            Ok(signature)
        };
        let identity_signature = sign(&identity)?;
        let address = files::address(holder);
        let end = address.iter().rposition(|b| *b != 0).map_or(0, |i| i + 1);
        let address_signature = sign(&[&address[..end], &identity_signature].concat())?;

        let mut key_rows = Vec::new();
        let mut certificate_rows = Vec::new();
        if authentication.is_some() {
            key_rows.push((2, "Authentication", 0x82));
            certificate_rows.push((2, "Authentication", [0x50, 0x38], false));
        }
        if signature.is_some() {
            key_rows.push((3, "Signature", 0x83));
            certificate_rows.push((3, "Signature", [0x50, 0x39], false));
        }
        certificate_rows.extend([(4, "CA", [0x50, 0x3A], true), (6, "Root", [0x50, 0x3B], true)]);

        let issuer = if foreigner { &hierarchy.foreigner } else { &hierarchy.citizen };
        let mut all = vec![
            ("3F00/2F00", files::directory()),
            ("DF00/5031", files::object_directory()),
            ("DF00/5032", files::token_info(&chip, [0x01, 0x02, 0x01, 0x00])),
            ("DF00/5034", files::pins()),
            ("DF00/5035", files::private_keys(&key_rows, !ec)),
            ("DF00/5037", files::certificates(&certificate_rows)),
            ("DF00/5038", files::certificate(authentication_certificate.as_ref(), ec)),
            ("DF00/5039", files::certificate(signature_certificate.as_ref(), ec)),
            ("DF00/503A", issuer.certificate().der().to_vec()),
            ("DF00/503B", hierarchy.root.certificate().der().to_vec()),
            ("DF00/503C", hierarchy.rrn.certificate().der().to_vec()),
            ("DF01/4031", identity),
            ("DF01/4032", identity_signature),
            ("DF01/4033", address),
            ("DF01/4034", address_signature),
            ("DF01/4035", photo),
        ];
        if let Some(file) = basic_file {
            all.push(("DF01/4040", file));
        }
        Ok(Self {
            note: "Sandbox test card of an invented person: it holds its private keys and its PIN. Not a real eID."
                .into(),
            profile,
            holder: holder.clone(),
            pin: FIRST_PIN.into(),
            tries_left: if profile.blocked { 0 } else { TRIES },
            proofs_left: PROOFS,
            chip: Bytes(chip.to_vec()),
            authentication,
            signature,
            basic,
            files: all.into_iter().map(|(name, octets)| (name.to_owned(), Bytes(octets))).collect(),
            state: State::default(),
        })
    }

    /// As JSON, with the keys and the PIN.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string_pretty(self).map_err(|e| Error::new(Code::INTERNAL).detail(e))
    }

    /// From JSON; the card is as if just put in.
    pub fn from_json(json: &str) -> Result<Self> {
        let bad = |detail: &dyn std::fmt::Display| {
            Error::new(Code::INVALID_ARGUMENT).with("what", "software card file").detail(detail)
        };
        let card: Self = serde_json::from_str(json).map_err(|e| bad(&e))?;
        if card.chip.0.len() != 16 || card.tries_left > TRIES {
            return Err(bad(&"chip number or tries"));
        }
        Ok(card)
    }

    /// What it is like.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Whose it is.
    pub fn holder(&self) -> &CardHolder {
        &self.holder
    }

    /// The PIN, for a test that types it.
    pub fn pin(&self) -> &str {
        &self.pin
    }

    /// Chooses another first PIN (4 to 12 digits).
    pub fn set_pin(&mut self, pin: &str) -> Result<()> {
        ehcert_core::eid::PinCode::new(pin)?;
        self.pin = pin.into();
        Ok(())
    }

    /// Wrong PINs until it is blocked.
    pub fn tries_left(&self) -> u8 {
        self.tries_left
    }

    /// Keeps the card in a file. Whoever is cut off in the middle finds the file as it was before.
    pub fn save(&self, file: &std::path::Path) -> crate::Result<()> {
        let mut mark = [0; 8];
        OsRandom.fill(&mut mark)?;
        let temporary = file.with_extension(format!("{:016x}", u64::from_be_bytes(mark)));
        std::fs::write(&temporary, self.to_json()?)?;
        std::fs::rename(&temporary, file).inspect_err(|_| {
            let _ = std::fs::remove_file(&temporary);
        })?;
        Ok(())
    }

    /// What changes in use and must be kept: tries left, proofs left, PIN.
    pub(crate) fn counters(&self) -> (u8, u16, String) {
        (self.tries_left, self.proofs_left, self.pin.to_string())
    }

    /// The chip number in hexadecimal.
    pub fn chip(&self) -> String {
        to_hex(&self.chip.0)
    }

    /// The octets of a file by folder and file (`DF01/4031`), to damage it in a test.
    pub fn file_mut(&mut self, name: &str) -> Option<&mut Vec<u8>> {
        self.files.get_mut(name).map(|bytes| &mut bytes.0)
    }

    /// What a card of this generation answers to a reset.
    pub fn atr(&self) -> &'static [u8] {
        let known = &ehcert_core::eid::KNOWN_ATRS;
        if self.is_1_8() { known[3].atr } else { known[2].atr }
    }

    pub(super) fn is_1_8(&self) -> bool {
        self.profile.generation == CardGeneration::Ec
    }
}
