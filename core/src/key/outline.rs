use crate::{
    Code, Error, Result,
    asn1::{self, oid, tag},
};

/// A public key as its encoding tells, without arithmetic: what a form shows of it. [`super::PublicKey::from_spki`]
/// checks it (the point on its curve, the modulus).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyOutline {
    /// `RSA 2048`, `P-384`... as [`super::PublicKey::describe`] writes it.
    pub name: String,
    /// PublicKeyIdentifier, as [`super::PublicKey::identifier`] gives it.
    pub identifier: [u8; 20],
}

impl KeyOutline {
    /// From a DER SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// [`Code::BAD_ENCODING`], [`Code::UNSUPPORTED_ALGORITHM`].
    pub fn from_spki(der: &[u8]) -> Result<Self> {
        let mut reader = asn1::read_one(der, tag::SEQUENCE)?.reader();
        let mut algorithm = reader.read(tag::SEQUENCE)?.reader();
        let key = reader.bit_string()?;
        reader.finish()?;
        let invalid = || Error::new(Code::BAD_ENCODING).detail("public key is not valid");
        let name = match algorithm.oid()? {
            oid::RSA_ENCRYPTION => {
                let mut parts = asn1::read_one(key, tag::SEQUENCE)?.reader();
                let modulus = parts.unsigned()?;
                parts.unsigned()?;
                parts.finish()?;
                let [first, ..] = modulus else { return Err(invalid()) };
                format!("RSA {}", modulus.len() * 8 - first.leading_zeros() as usize)
            }
            oid::EC_PUBLIC_KEY => {
                let (name, field) = match algorithm.oid()? {
                    oid::P256 => ("P-256", 32),
                    oid::P384 => ("P-384", 48),
                    oid::P521 => ("P-521", 66),
                    curve => return Err(super::algorithm::unsupported(curve)),
                };
                // SEC 1 2.3.3: uncompressed, or one coordinate and the sign of the other.
                let length = match key.first() {
                    Some(4) => 1 + 2 * field,
                    Some(2 | 3) => 1 + field,
                    _ => return Err(invalid()),
                };
                if key.len() != length {
                    return Err(invalid());
                }
                name.to_owned()
            }
            other => return Err(super::algorithm::unsupported(other)),
        };
        Ok(Self { name, identifier: super::identifier_of(key) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        key::{KeyAlgorithm, PrivateKey, PublicKey},
        random::OsRandom,
    };

    #[test]
    fn an_outline_tells_what_the_key_tells() {
        for algorithm in [KeyAlgorithm::Rsa2048, KeyAlgorithm::P384] {
            let key = PrivateKey::generate(algorithm, &mut OsRandom).unwrap().public();
            let outline = KeyOutline::from_spki(&key.to_spki()).unwrap();
            assert_eq!(outline, KeyOutline { name: key.describe(), identifier: key.identifier() });
        }
    }

    #[test]
    fn what_is_no_key_is_said() {
        let spki = |curve: &[u8], point: &[u8]| {
            let algorithm = asn1::sequence(&[&asn1::oid(oid::EC_PUBLIC_KEY), &asn1::oid(curve)]);
            asn1::sequence(&[&algorithm, &asn1::bit_string(point)])
        };
        let code = |der: &[u8]| KeyOutline::from_spki(der).unwrap_err().code();
        assert_eq!(code(&spki(oid::P256, &[4; 64])), Code::BAD_ENCODING);
        assert_eq!(code(&spki(oid::P256, &[])), Code::BAD_ENCODING);
        assert_eq!(code(&spki(&[0x2B, 0x81, 0x04, 0x00, 0x0A], &[4; 65])), Code::UNSUPPORTED_ALGORITHM);
        assert_eq!(code(b""), Code::BAD_ENCODING);
        // A point that is on no curve has an outline, and is no key.
        let nowhere = spki(oid::P256, &[4; 65]);
        assert_eq!(KeyOutline::from_spki(&nowhere).unwrap().name, "P-256");
        assert!(PublicKey::from_spki(&nowhere).is_err());
    }
}
