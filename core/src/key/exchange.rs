//! Agreement on a secret over elliptic curves, with keys for one time (ECDH; SEC 1 section 3.3.1), as TLS needs it.

use zeroize::Zeroizing;

use crate::{Code, Error, Result, random::Random};

/// A curve of a [`KeyExchange`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExchangeCurve {
    /// secp256r1.
    P256,
    /// secp384r1.
    P384,
}

/// A private key for one agreement.
pub struct KeyExchange(Secret);

enum Secret {
    P256(p256::SecretKey),
    P384(p384::SecretKey),
}

impl KeyExchange {
    /// A new key.
    ///
    /// # Errors
    /// [`Code::RANDOM_UNAVAILABLE`].
    pub fn generate(curve: ExchangeCurve, random: &mut dyn Random) -> Result<Self> {
        let mut bytes = Zeroizing::new([0u8; 48]);
        // Rejection sampling: of P-256's numbers of 256 bits one in 2^32 is none of its keys.
        for _ in 0..8 {
            random.fill(&mut *bytes)?;
            let key = match curve {
                ExchangeCurve::P256 => p256::SecretKey::from_slice(&bytes[..32]).map(Secret::P256),
                ExchangeCurve::P384 => p384::SecretKey::from_slice(&*bytes).map(Secret::P384),
            };
            if let Ok(key) = key {
                return Ok(Self(key));
            }
        }
        Err(Code::RANDOM_UNAVAILABLE.into())
    }

    /// The public key: a point, uncompressed (65 or 97 octets).
    pub fn public(&self) -> Vec<u8> {
        match &self.0 {
            Secret::P256(key) => key.public_key().to_sec1_bytes().into(),
            Secret::P384(key) => key.public_key().to_sec1_bytes().into(),
        }
    }

    /// The secret shared with the owner of the public key `peer` (a point, uncompressed): 32 or 48 octets.
    ///
    /// # Errors
    /// [`Code::BAD_ENCODING`] when it is no point of the curve in that form.
    pub fn agree(self, peer: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let bad = || Error::new(Code::BAD_ENCODING).detail("not a point of the curve");
        if peer.first() != Some(&4) {
            return Err(bad());
        }
        Ok(match self.0 {
            Secret::P256(key) => {
                let peer = p256::PublicKey::from_sec1_bytes(peer).map_err(|_| bad())?;
                let shared = p256::ecdh::diffie_hellman(key.to_nonzero_scalar(), peer.as_affine());
                Zeroizing::new(shared.raw_secret_bytes().to_vec())
            }
            Secret::P384(key) => {
                let peer = p384::PublicKey::from_sec1_bytes(peer).map_err(|_| bad())?;
                let shared = p384::ecdh::diffie_hellman(key.to_nonzero_scalar(), peer.as_affine());
                Zeroizing::new(shared.raw_secret_bytes().to_vec())
            }
        })
    }
}

#[cfg(test)]
#[path = "exchange_tests.rs"]
mod tests;
