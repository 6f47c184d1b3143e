//! Whether the national register vouches for what was read.

use subtle::ConstantTimeEq;

use super::{
    contents::{CardContents, ChipProof, photo_size},
    files::CardFile,
    identity,
    sign::CardKey,
};
use crate::{
    Code, Error, Result, Timestamp,
    asn1::Reader,
    certificate::Certificate,
    key::{Hash, PublicKey, SignatureAlgorithm, ecdsa_raw_to_der},
    trust::{Anchors, PathRequest},
};

/// What a check is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DataSubject {
    /// The signature over the identity file.
    Identity,
    /// The signature over the address file.
    Address,
    /// The hash of the photo in the identity file.
    Photo,
    /// The national number in identity and certificates.
    Holder,
    /// The chip number in card data, token information and identity.
    ChipNumber,
    /// The chip's own key.
    Chip,
    /// The last day of the card.
    Validity,
    /// The national register's certificate: without it the signatures prove nothing.
    NationalRegister,
    /// The certificate of the authentication key.
    AuthenticationCertificate,
    /// The certificate of the signature key.
    SignatureCertificate,
}

impl DataSubject {
    /// `identity`, `national-register`...: its words are [`crate::message::check_label`]'s.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Address => "address",
            Self::Photo => "photo",
            Self::Holder => "holder",
            Self::ChipNumber => "chip-number",
            Self::Chip => "chip",
            Self::Validity => "validity",
            Self::NationalRegister => "national-register",
            Self::AuthenticationCertificate => "authentication",
            Self::SignatureCertificate => "signature",
        }
    }
}

/// One check and its outcome.
#[derive(Clone, Debug)]
pub struct DataCheck {
    /// What it is about.
    pub subject: DataSubject,
    /// Its outcome.
    pub result: Result<()>,
}

fn forged(what: &str) -> Error {
    Error::new(Code::CARD_DATA_FORGED).with("what", what)
}

impl CardContents {
    /// Checks everything that was read, as far as the files for it were read too, up to one of `anchors`: the data by
    /// the national register's signatures, that certificate and the holder's by their chains, and the last day of the
    /// card. Revocation is not looked at.
    pub fn judge(&self, anchors: &Anchors, now: Timestamp) -> Vec<DataCheck> {
        let mut checks = self.checks();
        let certificates = &self.certificates;
        let between: Vec<Certificate> = [&certificates.ca, &certificates.root].into_iter().flatten().cloned().collect();
        let mut add = |subject, result| checks.push(DataCheck { subject, result });
        let chained = |certificate: &Certificate| {
            PathRequest::new(certificate, &between, anchors, now)
                .validate()
                .map(|_| ())
                .map_err(|e| Error::new(Code::EID_CERTIFICATE_UNTRUSTED).detail(e))
        };
        if let Some(rrn) = &certificates.rrn {
            add(DataSubject::NationalRegister, chained(rrn));
        }
        for (subject, key, certificate) in [
            (DataSubject::AuthenticationCertificate, CardKey::Authentication, &certificates.authentication),
            (DataSubject::SignatureCertificate, CardKey::Signature, &certificates.signature),
        ] {
            if let Some(certificate) = certificate {
                add(subject, key.usable(certificate, now).and_then(|()| chained(certificate)));
            }
        }
        if let Some(until) = self.identity.as_ref().and_then(|i| i.valid_until) {
            // Both are written year first.
            let over = until.to_string() < now.to_date();
            let expired = || Error::new(Code::CARD_CERTIFICATE_EXPIRED).with("date", until);
            add(DataSubject::Validity, if over { Err(expired()) } else { Ok(()) });
        }
        checks
    }

    /// Checks everything that was read, as far as the files for it were read too. The chain from the
    /// national register's certificate and from the holder's certificates to an anchor is the matter of
    /// [`Self::judge`]: without it these checks prove nothing against a forger.
    pub fn checks(&self) -> Vec<DataCheck> {
        let mut checks = Vec::new();
        let mut add = |subject, result| checks.push(DataCheck { subject, result });
        let file = |file| self.files.get(&file).map(Vec::as_slice);
        let rrn = self.certificates.rrn.as_ref().map(|c| c.public_key());
        let key = || match &rrn {
            Some(key) => key.clone(),
            None => Err(forged("no certificate of the national register")),
        };
        if let (Some(data), Some(signature)) = (file(CardFile::Identity), file(CardFile::IdentitySignature)) {
            add(DataSubject::Identity, key().and_then(|k| signed(&k, data, signature, "DF01/4031")));
            if let (Some(address), Some(over)) = (file(CardFile::Address), file(CardFile::AddressSignature)) {
                // The identity's signature is covered with its own padding, the address without.
                let end = address.iter().rposition(|b| *b != 0).map_or(0, |i| i + 1);
                let data = [address.get(..end).unwrap_or_default(), signature].concat();
                add(DataSubject::Address, key().and_then(|k| signed(&k, &data, over, "DF01/4033")));
            }
        }
        if let Some(identity) = &self.identity {
            if let Some(photo) = &self.photo {
                add(DataSubject::Photo, photo_is(photo, identity.photo_hash.as_deref()));
            }
            let holders = [&self.certificates.authentication, &self.certificates.signature];
            let mut holders = holders.into_iter().flatten().peekable();
            if holders.peek().is_some() {
                add(DataSubject::Holder, holders.try_for_each(|c| identity::same_holder(identity, c)));
            }
        }
        let chips = [self.identity.as_ref().and_then(|i| i.chip), self.token_info.map(|t| t.chip)];
        if chips.iter().any(Option::is_some) {
            let same = chips.iter().flatten().all(|chip| *chip == self.card.chip);
            add(DataSubject::ChipNumber, if same { Ok(()) } else { Err(Code::CARD_COPIED.into()) });
        }
        if let Some(proof) = &self.chip_proof {
            add(DataSubject::Chip, proof.clone().and_then(|proof| self.chip_is_genuine(&proof)));
        }
        checks
    }

    /// The first check that failed.
    pub fn verify(&self) -> Result<()> {
        self.checks().into_iter().try_for_each(|check| check.result)
    }

    /// Key 4040 is the one whose hash the national register signed, and the chip has its private half.
    fn chip_is_genuine(&self, proof: &ChipProof) -> Result<()> {
        let copied = || Error::from(Code::CARD_COPIED);
        let key = self.files.get(&CardFile::BasicKey).ok_or_else(copied)?;
        let hash = self.identity.as_ref().and_then(|i| i.basic_key_hash.as_ref()).ok_or_else(copied)?;
        if !bool::from(Hash::Sha384.digest(key).ct_eq(hash)) {
            return Err(copied());
        }
        let signature = ecdsa_raw_to_der(&proof.signature).map_err(|_| copied())?;
        PublicKey::from_spki(key)
            .and_then(|k| k.verify_digest(SignatureAlgorithm::Ecdsa(Hash::Sha384), &proof.challenge, &signature))
            .map_err(|_| copied())
    }
}

/// The algorithm follows from the key, never from the applet: 1.7 cards were re-signed with EC keys, and an
/// address may be signed with another hash than the identity.
fn signed(key: &PublicKey, data: &[u8], signature: &[u8], what: &str) -> Result<()> {
    let (signature, algorithms): (&[u8], &[SignatureAlgorithm]) = match key {
        PublicKey::Rsa(_) => {
            let length = key.bits().div_ceil(8);
            let cut = signature.get(..length).ok_or_else(|| forged(what))?;
            (cut, &[SignatureAlgorithm::RsaPkcs1(Hash::Sha256), SignatureAlgorithm::RsaPkcs1(Hash::Sha1)])
        }
        // DER in front of zeros.
        _ => {
            let der = Reader::new(signature).any().map_err(|_| forged(what))?.raw;
            let hash = match key {
                PublicKey::P384(_) => &[SignatureAlgorithm::Ecdsa(Hash::Sha384)][..],
                #[cfg(feature = "p521")]
                PublicKey::P521(_) => &[SignatureAlgorithm::Ecdsa(Hash::Sha512)],
                _ => &[SignatureAlgorithm::Ecdsa(Hash::Sha256)],
            };
            (der, hash)
        }
    };
    let good = algorithms.iter().any(|algorithm| key.verify(*algorithm, data, signature).is_ok());
    if good { Ok(()) } else { Err(forged(what)) }
}

fn photo_is(photo: &[u8], hash: Option<&[u8]>) -> Result<()> {
    let hash = hash.ok_or_else(|| forged("DF01/4035"))?;
    let algorithm = [Hash::Sha1, Hash::Sha256, Hash::Sha384].into_iter().find(|h| h.length() == hash.len());
    let good = algorithm.is_some_and(|a| a.digest(photo).ct_eq(hash).into());
    if !good {
        return Err(forged("DF01/4035"));
    }
    if photo_size(photo).is_none() { Err(Code::CARD_PHOTO_INVALID.into()) } else { Ok(()) }
}
