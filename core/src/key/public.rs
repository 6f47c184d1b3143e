use ecdsa::signature::hazmat::PrehashVerifier;
use rsa::{pkcs1v15::Pkcs1v15Sign, traits::PublicKeyParts};

use super::{Hash, SignatureAlgorithm, algorithm::unsupported, identified::verify_pss};
use crate::{
    Code, Error, Result,
    asn1::{self, Reader, Tlv, oid, tag},
    random::{Random, Rng},
};

/// A public key that ehcert can verify with.
#[derive(Clone, Debug, PartialEq)]
pub enum PublicKey {
    /// RSA of 1024 to 8192 bits.
    Rsa(rsa::PublicKey),
    /// secp256r1.
    P256(p256::PublicKey),
    /// secp384r1.
    P384(p384::PublicKey),
    /// secp521r1.
    #[cfg(feature = "p521")]
    P521(p521::PublicKey),
}

impl PublicKey {
    /// From a DER SubjectPublicKeyInfo.
    pub fn from_spki(der: &[u8]) -> Result<Self> {
        let mut reader = asn1::read_one(der, tag::SEQUENCE)?.reader();
        let mut algorithm = reader.read(tag::SEQUENCE)?.reader();
        let key = reader.bit_string()?;
        reader.finish()?;
        let invalid = || Error::new(Code::BAD_ENCODING).detail("public key is not valid");
        match algorithm.oid()? {
            oid::RSA_ENCRYPTION => {
                // RFC 3279 2.3.1: the parameters are NULL.
                if !algorithm.read(tag::NULL)?.content.is_empty() {
                    return Err(invalid());
                }
                algorithm.finish()?;
                let mut parts = asn1::read_one(key, tag::SEQUENCE)?.reader();
                let modulus = parts.unsigned()?;
                let exponent = parts.unsigned()?;
                parts.finish()?;
                if modulus.len() > 1024 || exponent.len() > 8 {
                    return Err(unsupported_size(modulus.len() * 8));
                }
                rsa::PublicKey::new(
                    rsa::BoxedUint::from_be_slice_vartime(modulus),
                    rsa::BoxedUint::from_be_slice_vartime(exponent),
                )
                .map(Self::Rsa)
                .map_err(|_| invalid())
            }
            oid::EC_PUBLIC_KEY => match only(algorithm)?.oid()? {
                oid::P256 => p256::PublicKey::from_sec1_bytes(key).map(Self::P256),
                oid::P384 => p384::PublicKey::from_sec1_bytes(key).map(Self::P384),
                #[cfg(feature = "p521")]
                oid::P521 => p521::PublicKey::from_sec1_bytes(key).map(Self::P521),
                curve => return Err(unsupported(curve)),
            }
            .map_err(|_| invalid()),
            other => Err(unsupported(other)),
        }
    }

    /// DER SubjectPublicKeyInfo.
    pub fn to_spki(&self) -> Vec<u8> {
        let ec = |curve, point: &[u8]| {
            let algorithm = asn1::sequence(&[&asn1::oid(oid::EC_PUBLIC_KEY), &asn1::oid(curve)]);
            asn1::sequence(&[&algorithm, &asn1::bit_string(point)])
        };
        match self {
            Self::Rsa(key) => {
                let parts = asn1::sequence(&[&asn1::unsigned(&key.n_bytes()), &asn1::unsigned(&key.e_bytes())]);
                let algorithm = asn1::algorithm(oid::RSA_ENCRYPTION);
                asn1::sequence(&[&algorithm, &asn1::bit_string(&parts)])
            }
            Self::P256(key) => ec(oid::P256, &key.to_sec1_bytes()),
            Self::P384(key) => ec(oid::P384, &key.to_sec1_bytes()),
            #[cfg(feature = "p521")]
            Self::P521(key) => ec(oid::P521, &key.to_sec1_bytes()),
        }
    }

    /// `RSA 2048`, `P-384`...
    pub fn describe(&self) -> String {
        match self {
            Self::Rsa(_) => format!("RSA {}", self.bits()),
            Self::P256(_) => "P-256".into(),
            Self::P384(_) => "P-384".into(),
            #[cfg(feature = "p521")]
            Self::P521(_) => "P-521".into(),
        }
    }

    /// Bits of the RSA modulus, or of the curve.
    pub fn bits(&self) -> usize {
        match self {
            Self::Rsa(key) => key.n().bit_width() as usize,
            Self::P256(_) => 256,
            Self::P384(_) => 384,
            #[cfg(feature = "p521")]
            Self::P521(_) => 521,
        }
    }

    /// Whether `signature` over `message` is this key's. ECDSA signatures are DER.
    pub fn verify(&self, algorithm: SignatureAlgorithm, message: &[u8], signature: &[u8]) -> Result<()> {
        self.verify_digest(algorithm, &algorithm.hash().digest(message), signature)
    }

    /// As [`Self::verify`], from the digest of the message.
    pub fn verify_digest(&self, algorithm: SignatureAlgorithm, digest: &[u8], signature: &[u8]) -> Result<()> {
        let ok = match (self, algorithm) {
            (Self::Rsa(key), SignatureAlgorithm::RsaPkcs1(hash)) => key.verify(pkcs1(hash), digest, signature).is_ok(),
            (Self::Rsa(key), SignatureAlgorithm::RsaPss { hash, salt }) => {
                verify_pss(key, hash, salt, digest, signature)
            }
            (_, SignatureAlgorithm::Ecdsa(_)) => self.verify_ecdsa(digest, signature),
            _ => false,
        };
        if ok { Ok(()) } else { Err(Code::SIGNATURE_INVALID.into()) }
    }

    fn verify_ecdsa(&self, digest: &[u8], signature: &[u8]) -> bool {
        let field = self.bits().div_ceil(8);
        let Ok(raw) = ecdsa_der_to_raw(signature, field) else { return false };
        let digest = padded(digest, field);
        match self {
            Self::Rsa(_) => false,
            Self::P256(key) => p256::ecdsa::Signature::from_slice(&raw)
                .is_ok_and(|s| p256::ecdsa::VerifyingKey::from(key).verify_prehash(&digest, &s).is_ok()),
            Self::P384(key) => p384::ecdsa::Signature::from_slice(&raw)
                .is_ok_and(|s| p384::ecdsa::VerifyingKey::from(key).verify_prehash(&digest, &s).is_ok()),
            #[cfg(feature = "p521")]
            Self::P521(key) => p521::ecdsa::Signature::from_slice(&raw)
                .is_ok_and(|s| p521::ecdsa::VerifyingKey::from(key).verify_prehash(&digest, &s).is_ok()),
        }
    }

    /// As [`Self::verify`], for ECDSA signatures in the raw form r||s of XML and of the card. RSA
    /// signatures have one form only.
    pub fn verify_raw(&self, algorithm: SignatureAlgorithm, message: &[u8], signature: &[u8]) -> Result<()> {
        match algorithm {
            SignatureAlgorithm::Ecdsa(_) => self.verify(algorithm, message, &ecdsa_raw_to_der(signature)?),
            _ => self.verify(algorithm, message, signature),
        }
    }

    /// RSAES-PKCS1-v1_5 encryption; an error for a key that is not RSA.
    pub fn encrypt_pkcs1(&self, random: &mut dyn Random, message: &[u8]) -> Result<Vec<u8>> {
        let Self::Rsa(key) = self else {
            return Err(Error::new(Code::UNSUPPORTED_ALGORITHM).with("algorithm", self.describe()));
        };
        key.encrypt(&mut Rng(random), rsa::Pkcs1v15Encrypt, message).map_err(|e| super::private::refused(&e))
    }

    /// The content of the subjectPublicKey BIT STRING.
    pub fn subject_public_key(&self) -> Vec<u8> {
        let spki = self.to_spki();
        let read = || -> Result<Vec<u8>> {
            let mut reader: Reader<'_> = asn1::read_one(&spki, tag::SEQUENCE)?.reader();
            reader.any()?;
            Ok(reader.bit_string()?.to_vec())
        };
        read().unwrap_or_default()
    }

    /// SHA-1 over the subjectPublicKey bits (RFC 5280 4.2.1.2 method 1): eHealth's PublicKeyIdentifier and
    /// the SubjectKeyIdentifier of the certificate.
    pub fn identifier(&self) -> [u8; 20] {
        super::identifier_of(&self.subject_public_key())
    }
}

/// The single element that is left.
fn only(mut reader: Reader<'_>) -> Result<Tlv<'_>> {
    let tlv = reader.any()?;
    reader.finish()?;
    Ok(tlv)
}

/// Bits2int of a digest shorter than the field is the same number with zeros in front; the ECDSA crates
/// refuse digests under half the field's length unless told so.
fn padded(digest: &[u8], field: usize) -> Vec<u8> {
    let mut out = vec![0; field.saturating_sub(digest.len())];
    out.extend_from_slice(digest);
    out
}

pub(super) fn pkcs1(hash: Hash) -> Pkcs1v15Sign {
    match hash {
        Hash::Sha1 => Pkcs1v15Sign::new::<sha1::Sha1>(),
        Hash::Sha256 => Pkcs1v15Sign::new::<sha2::Sha256>(),
        Hash::Sha384 => Pkcs1v15Sign::new::<sha2::Sha384>(),
        Hash::Sha512 => Pkcs1v15Sign::new::<sha2::Sha512>(),
    }
}

fn unsupported_size(bits: usize) -> Error {
    Error::new(Code::UNSUPPORTED_ALGORITHM).with("algorithm", format!("RSA {bits}"))
}

/// r||s of equal lengths -> DER `SEQUENCE { r, s }`.
pub fn ecdsa_raw_to_der(raw: &[u8]) -> Result<Vec<u8>> {
    if raw.is_empty() || !raw.len().is_multiple_of(2) || raw.len() > 132 {
        return Err(Error::new(Code::BAD_ENCODING).detail("raw ECDSA signature of a wrong length"));
    }
    let (r, s) = raw.split_at(raw.len() / 2);
    Ok(asn1::sequence(&[&asn1::unsigned(r), &asn1::unsigned(s)]))
}

/// DER `SEQUENCE { r, s }` -> r||s, each left-padded to `field` octets (48 for P-384).
pub fn ecdsa_der_to_raw(der: &[u8], field: usize) -> Result<Vec<u8>> {
    let mut reader = asn1::read_one(der, tag::SEQUENCE)?.reader();
    let mut raw = Vec::with_capacity(2 * field);
    for _ in 0..2 {
        let number = reader.unsigned()?;
        if number.len() > field {
            return Err(Error::new(Code::BAD_ENCODING).detail("ECDSA signature too long for its curve"));
        }
        raw.resize(raw.len() + field - number.len(), 0);
        raw.extend_from_slice(number);
    }
    reader.finish()?;
    Ok(raw)
}
