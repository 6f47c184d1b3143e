//! Signatures as other programs make them: any AlgorithmIdentifier of RSA and ECDSA, RSASSA-PSS with
//! SHA-224 or with another hash for the mask than for the message, keys that are only for PSS.
//!
//! Certificates, lists and messages of eHealth and of the identity card need none of the latter, so
//! [`super::SignatureAlgorithm`] knows no such things; this is for judging what somebody else signed.
//!
//! What RSASSA-PSS computes is here, with the hash as a value, and serves [`super::PrivateKey`] and [`PublicKey`] too.

use crypto_bigint::modular::BoxedMontyForm;
use rsa::{hazmat::rsa_decrypt_and_check, rand_core::TryRng, traits::PublicKeyParts};
use sha2::Digest;
use subtle::ConstantTimeEq;

use super::{Hash, PublicKey, SignatureAlgorithm};
use crate::{
    Code, Error, Result,
    asn1::{self, Tlv, oid, tag},
    random::Rng,
};

/// A salt longer than the largest modulus is nonsense.
const MAX_SALT: u64 = 1024;

/// Whether `signature` over `message` was made by the key of a DER SubjectPublicKeyInfo with the algorithm
/// of a DER AlgorithmIdentifier (RFC 3279, 4055, 5758). ECDSA signatures are DER.
///
/// A key for RSASSA-PSS signs nothing else, and with parameters only what they allow (RFC 4055 3.3).
/// [`Code::SIGNATURE_INVALID`] when it does not verify, [`Code::UNSUPPORTED_ALGORITHM`] or
/// [`Code::BAD_ENCODING`] when it cannot be judged.
pub fn verify_identified(spki: &[u8], algorithm: &[u8], message: &[u8], signature: &[u8]) -> Result<()> {
    let (key, restricted) = read_key(spki)?;
    let identifier = asn1::read_one(algorithm, tag::SEQUENCE)?;
    let mut reader = identifier.reader();
    if reader.oid()? != oid::RSASSA_PSS {
        if restricted.is_some() {
            return Err(Error::new(Code::SIGNATURE_INVALID).detail("the key is for RSASSA-PSS only"));
        }
        return key.verify(SignatureAlgorithm::parse(identifier, None)?, message, signature);
    }
    let pss = Pss::read(reader.any()?)?;
    reader.finish()?;
    if let Some(Some(limit)) = &restricted
        && (limit.hash != pss.hash || limit.mask != pss.mask || limit.salt > pss.salt)
    {
        return Err(Error::new(Code::SIGNATURE_INVALID).detail("the key is for other parameters"));
    }
    let PublicKey::Rsa(key) = &key else { return Err(Code::SIGNATURE_INVALID.into()) };
    if pss.verify(key, &pss.hash.digest(message), signature) { Ok(()) } else { Err(Code::SIGNATURE_INVALID.into()) }
}

/// A key, and whether it is for PSS only, perhaps with parameters.
fn read_key(spki: &[u8]) -> Result<(PublicKey, Option<Option<Pss>>)> {
    let mut reader = asn1::read_one(spki, tag::SEQUENCE)?.reader();
    let mut algorithm = reader.read(tag::SEQUENCE)?.reader();
    if algorithm.oid()? != oid::RSASSA_PSS {
        return Ok((PublicKey::from_spki(spki)?, None));
    }
    let limit = if algorithm.is_empty() { None } else { Some(Pss::read(algorithm.any()?)?) };
    algorithm.finish()?;
    let plain = asn1::algorithm(oid::RSA_ENCRYPTION);
    let key = PublicKey::from_spki(&asn1::sequence(&[&plain, reader.rest()]))?;
    Ok((key, Some(limit)))
}

/// Whether this is an RSASSA-PSS signature over a digest, with one hash for message and mask.
// Not rsa's own check, of which there would be a copy for each hash.
pub(super) fn verify_pss(key: &rsa::PublicKey, hash: Hash, salt: usize, digest: &[u8], signature: &[u8]) -> bool {
    let hash = PssHash::Known(hash);
    Pss { hash, mask: hash, salt }.verify(key, digest, signature)
}

/// An RSASSA-PSS signature over a digest, with one hash for message and mask, blinded as all that private keys do.
// Not rsa's own signing either, for the same reason.
pub(super) fn sign_pss(
    key: &rsa::PrivateKey,
    hash: Hash,
    salt: usize,
    digest: &[u8],
    rng: &mut Rng<'_>,
) -> rsa::Result<Vec<u8>> {
    let hash = PssHash::Known(hash);
    Pss { hash, mask: hash, salt }.sign(key, digest, rng)
}

/// Hash functions of RSASSA-PSS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PssHash {
    Sha224,
    Known(Hash),
}

impl PssHash {
    fn read(t: Tlv<'_>) -> Result<Self> {
        let mut reader = t.expect(tag::SEQUENCE)?.reader();
        let id = reader.oid()?;
        if let Some(parameters) = reader.optional(tag::NULL)?
            && !parameters.content.is_empty()
        {
            return Err(Error::new(Code::BAD_ENCODING).detail("parameters of a hash"));
        }
        reader.finish()?;
        if id == oid::SHA224 { Ok(Self::Sha224) } else { Hash::from_oid(id).map(Self::Known) }
    }
    fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha224 => sha2::Sha224::digest(bytes).to_vec(),
            Self::Known(hash) => hash.digest(bytes),
        }
    }
}

/// RSASSA-PSS-params (RFC 4055 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pss {
    hash: PssHash,
    mask: PssHash,
    salt: usize,
}

impl Pss {
    fn read(t: Tlv<'_>) -> Result<Self> {
        let bad = |what: &str| Error::new(Code::BAD_ENCODING).detail(what);
        let one = |t: Tlv<'_>| -> Result<Vec<u8>> {
            let mut inner = t.reader();
            let raw = inner.any()?.raw.to_vec();
            inner.finish()?;
            Ok(raw)
        };
        let sha1 = PssHash::Known(Hash::Sha1);
        let mut out = Self { hash: sha1, mask: sha1, salt: 20 };
        let mut reader = t.expect(tag::SEQUENCE)?.reader();
        if let Some(t) = reader.optional(tag::context_constructed(0))? {
            out.hash = PssHash::read(asn1::read_one(&one(t)?, tag::SEQUENCE)?)?;
        }
        if let Some(t) = reader.optional(tag::context_constructed(1))? {
            let raw = one(t)?;
            let mut mask = asn1::read_one(&raw, tag::SEQUENCE)?.reader();
            if mask.oid()? != oid::MGF1 {
                return Err(bad("PSS mask is not MGF1"));
            }
            out.mask = PssHash::read(mask.any()?)?;
            mask.finish()?;
        }
        if let Some(t) = reader.optional(tag::context_constructed(2))? {
            let salt = asn1::read_one(t.content, tag::INTEGER)?.small()?;
            out.salt = usize::try_from(salt.min(MAX_SALT)).map_err(|_| bad("PSS salt"))?;
        }
        if let Some(t) = reader.optional(tag::context_constructed(3))?
            && asn1::read_one(t.content, tag::INTEGER)?.small()? != 1
        {
            return Err(bad("PSS trailer"));
        }
        reader.finish()?;
        Ok(out)
    }

    /// RSASSA-PSS-SIGN (RFC 8017 8.1.1), from the digest of the message.
    fn sign(&self, key: &rsa::PrivateKey, digest: &[u8], rng: &mut Rng<'_>) -> rsa::Result<Vec<u8>> {
        let mut salt = vec![0; self.salt];
        rng.try_fill_bytes(&mut salt).map_err(|_| rsa::Error::Rng)?;
        let bits = key.n().bit_width().saturating_sub(1) as usize;
        let encoded = self.encode(digest, &salt, bits).ok_or(rsa::Error::Internal)?;
        let number = rsa::BoxedUint::from_be_slice(&encoded, key.n_bits_precision())?;
        let mut signature = rsa_decrypt_and_check(key, Some(rng), &number)?.to_be_bytes().into_vec();
        // The number has room for whole words, the signature is as long as the modulus.
        Ok(signature.split_off(signature.len().saturating_sub(key.size())))
    }

    /// EMSA-PSS-ENCODE (RFC 8017 9.1.1) to an encoded message of so many bits; `None` where the digest is of another
    /// hash, or does not fit.
    fn encode(&self, digest: &[u8], salt: &[u8], bits: usize) -> Option<Vec<u8>> {
        let hash = self.hash.digest(&[&[0; 8], digest, salt].concat());
        let length = bits.div_ceil(8);
        let zeros = length.checked_sub(digest.len() + salt.len() + 2).filter(|_| hash.len() == digest.len())?;
        let block = [&vec![0; zeros], &[1][..], salt].concat();
        let mut encoded: Vec<u8> = block.iter().zip(self.mask(&hash, block.len())).map(|(a, b)| a ^ b).collect();
        if let Some(first) = encoded.first_mut() {
            *first &= 0xFF >> (length * 8 - bits);
        }
        encoded.extend(hash);
        encoded.push(0xBC);
        Some(encoded)
    }

    /// RSASSA-PSS-VERIFY (RFC 8017 8.1.2), from the digest of the message.
    fn verify(&self, key: &rsa::PublicKey, digest: &[u8], signature: &[u8]) -> bool {
        if signature.len() != key.size() {
            return false;
        }
        let Ok(number) = rsa::BoxedUint::from_be_slice(signature, key.n_bits_precision()) else { return false };
        if number >= *key.n().as_ref() {
            return false;
        }
        // The exponent is public: its few bits are enough.
        let opened = BoxedMontyForm::new(number, key.n_params())
            .pow_bounded_exp(key.e(), key.e().bit_width_vartime())
            .retrieve()
            .to_be_bytes();
        // The encoded message has one bit less than the modulus (8.1.2, step 2c).
        let bits = key.n().bit_width().saturating_sub(1) as usize;
        let length = bits.div_ceil(8);
        let Some(split) = opened.len().checked_sub(length) else { return false };
        let (zeros, encoded) = opened.split_at(split);
        zeros.iter().all(|b| *b == 0) && self.verify_encoded(digest, encoded, bits)
    }

    /// EMSA-PSS-VERIFY (RFC 8017 9.1.2) of an encoded message of so many bits.
    fn verify_encoded(&self, digest: &[u8], encoded: &[u8], bits: usize) -> bool {
        let Some((&0xBC, rest)) = encoded.split_last() else { return false };
        let Some(length) = rest.len().checked_sub(digest.len()) else { return false };
        let (masked, hash) = rest.split_at(length);
        let mut block: Vec<u8> = masked.iter().zip(self.mask(hash, length)).map(|(a, b)| a ^ b).collect();
        // Bits above the encoded message must be zero before, and are not looked at after unmasking.
        let keep = 0xFFu8 >> (encoded.len() * 8).saturating_sub(bits).min(7);
        if masked.first().is_some_and(|b| b & !keep != 0) {
            return false;
        }
        if let Some(first) = block.first_mut() {
            *first &= keep;
        }
        let Some(start) = length.checked_sub(self.salt) else { return false };
        let (padding, salt) = block.split_at(start);
        let Some((&1, zeros)) = padding.split_last() else { return false };
        if zeros.iter().any(|b| *b != 0) {
            return false;
        }
        let again = self.hash.digest(&[&[0; 8], digest, salt].concat());
        again.ct_eq(hash).into()
    }

    /// MGF1 (RFC 8017 B.2.1).
    fn mask(&self, seed: &[u8], length: usize) -> Vec<u8> {
        let mut out = Vec::with_capacity(length + 64);
        let mut counter = 0u32;
        while out.len() < length {
            out.extend(self.mask.digest(&[seed, &counter.to_be_bytes()].concat()));
            counter += 1;
        }
        out.truncate(length);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        key::{KeyAlgorithm, PrivateKey},
        random::OsRandom,
    };

    #[test]
    fn what_our_own_keys_sign() {
        let rsa = PrivateKey::generate(KeyAlgorithm::Rsa2048, &mut OsRandom).unwrap();
        let ec = PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap();
        let pss = |hash, salt| SignatureAlgorithm::RsaPss { hash, salt };
        for (key, algorithm) in [
            (&rsa, pss(Hash::Sha256, 32)),
            (&rsa, pss(Hash::Sha512, 0)),
            (&rsa, SignatureAlgorithm::RsaPkcs1(Hash::Sha256)),
            (&ec, SignatureAlgorithm::Ecdsa(Hash::Sha384)),
        ] {
            let signature = key.sign(algorithm, b"message", &mut OsRandom).unwrap();
            let spki = key.public().to_spki();
            let verify = |message: &[u8], signature: &[u8]| {
                verify_identified(&spki, &algorithm.identifier(), message, signature).map_err(|e| e.code())
            };
            assert_eq!(verify(b"message", &signature), Ok(()), "{algorithm:?}");
            assert_eq!(verify(b"Message", &signature), Err(Code::SIGNATURE_INVALID), "{algorithm:?}");
            for at in (0..signature.len()).step_by(17) {
                let mut changed = signature.clone();
                changed[at] ^= 1;
                assert!(verify(b"message", &changed).is_err(), "{algorithm:?} {at}");
            }
            assert!(verify(b"message", &signature[1..]).is_err());
            assert!(verify(b"message", &[]).is_err());
        }
        let signature = rsa.sign(pss(Hash::Sha256, 32), b"message", &mut OsRandom).unwrap();
        let spki = rsa.public().to_spki();
        for wrong in [pss(Hash::Sha256, 31), pss(Hash::Sha256, 64), pss(Hash::Sha512, 32)] {
            assert!(verify_identified(&spki, &wrong.identifier(), b"message", &signature).is_err(), "{wrong:?}");
        }
    }
}
