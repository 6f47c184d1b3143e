use ecdsa::signature::hazmat::PrehashSigner;
use zeroize::Zeroizing;

use super::{Hash, PublicKey, SignatureAlgorithm, identified::sign_pss, public::pkcs1};
use crate::{
    Code, Error, Result,
    random::{Random, Rng},
};

/// What keys ehcert makes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyAlgorithm {
    /// RSA with 2048 bits: the RA's published rule.
    #[default]
    Rsa2048,
    /// EC on secp384r1: issued by the newer CA.
    P384,
}

/// A private key.
#[derive(Clone)]
pub enum PrivateKey {
    /// RSA.
    Rsa(Box<rsa::PrivateKey>),
    /// secp384r1.
    P384(p384::SecretKey),
}

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PrivateKey({})", self.public().describe())
    }
}

/// What `rsa` says when it does not do something. Its own texts would bring those of all encodings along.
pub(super) fn refused(error: &rsa::Error) -> Error {
    Error::new(Code::RANDOM_UNAVAILABLE).detail(match error {
        rsa::Error::Rng => "the source of randomness failed",
        rsa::Error::MessageTooLong => "the message is too long for the key",
        _ => "the key cannot do this",
    })
}

impl PrivateKey {
    /// A new key. RSA takes 50 to 500 ms: run it where nobody waits, or as two prime searches.
    pub fn generate(algorithm: KeyAlgorithm, random: &mut dyn Random) -> Result<Self> {
        match algorithm {
            KeyAlgorithm::Rsa2048 => Self::generate_rsa_2048(random),
            KeyAlgorithm::P384 => {
                // Rejection sampling: one try is enough but for a chance of 2^-190.
                for _ in 0..8 {
                    let mut bytes = Zeroizing::new([0u8; 48]);
                    random.fill(&mut *bytes)?;
                    if let Ok(key) = p384::SecretKey::from_slice(&*bytes) {
                        return Ok(Self::P384(key));
                    }
                }
                Err(Code::RANDOM_UNAVAILABLE.into())
            }
        }
    }

    /// From a DER PrivateKeyInfo (RFC 5208/5958).
    pub fn from_pkcs8(der: &[u8]) -> Result<Self> {
        super::pkcs8::read(der)
    }

    /// DER PrivateKeyInfo, in a buffer that wipes itself.
    pub fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>> {
        super::pkcs8::write(self)
    }

    /// Which of the kinds that ehcert makes this is; `None` for another (an old RSA 1024...).
    pub fn algorithm(&self) -> Option<KeyAlgorithm> {
        match self {
            Self::Rsa(_) => (self.public().bits() == 2048).then_some(KeyAlgorithm::Rsa2048),
            Self::P384(_) => Some(KeyAlgorithm::P384),
        }
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        match self {
            Self::Rsa(key) => PublicKey::Rsa(key.to_public_key()),
            Self::P384(key) => PublicKey::P384(key.public_key()),
        }
    }

    /// The algorithm that eHealth uses with this key in CSR, XML and certificates: RSA with SHA-256, and
    /// P-384 with SHA-384 (ehealth.md 4.2.3).
    pub fn default_signature(&self) -> SignatureAlgorithm {
        match self {
            Self::Rsa(_) => SignatureAlgorithm::RsaPkcs1(Hash::Sha256),
            Self::P384(_) => SignatureAlgorithm::Ecdsa(Hash::Sha384),
        }
    }

    /// A signature over `message`; ECDSA in DER.
    pub fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8], random: &mut dyn Random) -> Result<Vec<u8>> {
        self.sign_digest(algorithm, &algorithm.hash().digest(message), random)
    }

    /// As [`Self::sign`], from the digest of the message.
    pub fn sign_digest(
        &self,
        algorithm: SignatureAlgorithm,
        digest: &[u8],
        random: &mut dyn Random,
    ) -> Result<Vec<u8>> {
        let mut rng = Rng(random);
        match (self, algorithm) {
            (Self::Rsa(key), SignatureAlgorithm::RsaPkcs1(hash)) => {
                key.sign_with_rng(&mut rng, pkcs1(hash), digest).map_err(|e| refused(&e))
            }
            (Self::Rsa(key), SignatureAlgorithm::RsaPss { hash, salt }) => {
                sign_pss(key, hash, salt, digest, &mut rng).map_err(|e| refused(&e))
            }
            // RFC 6979: the nonce comes from key and digest, no randomness is needed.
            (Self::P384(key), SignatureAlgorithm::Ecdsa(_)) => {
                let signature: p384::ecdsa::Signature =
                    p384::ecdsa::SigningKey::from(key).sign_prehash(digest).map_err(|_| {
                        Error::new(Code::PRIVATE_KEY_INVALID).detail("the digest is too short for the curve")
                    })?;
                super::ecdsa_raw_to_der(&signature.to_bytes())
            }
            _ => Err(Error::new(Code::UNSUPPORTED_ALGORITHM)
                .with("algorithm", format!("{algorithm:?} with {}", self.public().describe()))),
        }
    }

    /// RSAES-PKCS1-v1_5 decryption with implicit rejection: a wrong padding yields other bytes, never an
    /// error, so that nothing can be learnt from the outcome. The caller authenticates what comes out.
    pub fn decrypt_pkcs1(&self, random: &mut dyn Random, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let Self::Rsa(key) = self else {
            return Err(Error::new(Code::UNSUPPORTED_ALGORITHM).with("algorithm", self.public().describe()));
        };
        key.decrypt_blinded(&mut Rng(random), rsa::Pkcs1v15Encrypt, ciphertext).map(Zeroizing::new).map_err(|e| match e
        {
            rsa::Error::Rng => refused(&e),
            _ => Code::DECRYPTION_FAILED.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::OsRandom;

    #[test]
    fn both_kinds_sign_wrap_and_unwrap() {
        for algorithm in [KeyAlgorithm::Rsa2048, KeyAlgorithm::P384] {
            let key = PrivateKey::generate(algorithm, &mut OsRandom).unwrap();
            let again = PrivateKey::from_pkcs8(&key.to_pkcs8().unwrap()).unwrap();
            let signature = again.sign(key.default_signature(), b"hello", &mut OsRandom).unwrap();
            key.public().verify(key.default_signature(), b"hello", &signature).unwrap();
            assert_eq!(
                key.public().verify(key.default_signature(), b"hullo", &signature).unwrap_err().code(),
                Code::SIGNATURE_INVALID
            );
            assert_eq!(PublicKey::from_spki(&key.public().to_spki()).unwrap(), key.public());
        }
    }

    #[test]
    fn rsa_decrypts_and_never_tells_about_the_padding() {
        let key = PrivateKey::generate(KeyAlgorithm::Rsa2048, &mut OsRandom).unwrap();
        let sealed = key.public().encrypt_pkcs1(&mut OsRandom, b"secret").unwrap();
        assert_eq!(key.decrypt_pkcs1(&mut OsRandom, &sealed).unwrap().as_slice(), b"secret");
        let mut other = sealed.clone();
        other[100] ^= 1;
        assert_ne!(key.decrypt_pkcs1(&mut OsRandom, &other).unwrap().as_slice(), b"secret");
    }

    /// Random bytes from a counter, and how many were asked for; from `none` on there are none.
    struct Counted {
        drawn: usize,
        none: bool,
    }
    impl Random for Counted {
        fn fill(&mut self, buffer: &mut [u8]) -> Result<()> {
            if self.none {
                return Err(Code::RANDOM_UNAVAILABLE.into());
            }
            for byte in buffer.iter_mut() {
                self.drawn += 1;
                *byte = (self.drawn * 167 % 251) as u8;
            }
            Ok(())
        }
    }

    #[test]
    fn rsa_operations_are_blinded_or_not_done() {
        let key = PrivateKey::generate(KeyAlgorithm::Rsa2048, &mut OsRandom).unwrap();
        let sealed = key.public().encrypt_pkcs1(&mut OsRandom, b"secret").unwrap();
        let algorithm = SignatureAlgorithm::RsaPkcs1(Hash::Sha256);
        let plain = key.sign(algorithm, b"hello", &mut OsRandom).unwrap();
        let mut random = Counted { drawn: 0, none: false };
        // A blinding factor is as long as the modulus; neither result shows which it was.
        assert_eq!(key.sign(algorithm, b"hello", &mut random).unwrap(), plain);
        assert!(random.drawn >= 256, "{} octets drawn", random.drawn);
        let before = random.drawn;
        assert_eq!(key.decrypt_pkcs1(&mut random, &sealed).unwrap().as_slice(), b"secret");
        assert!(random.drawn >= before + 256, "{} octets drawn", random.drawn - before);
        random.none = true;
        assert_eq!(key.sign(algorithm, b"hello", &mut random).unwrap_err().code(), Code::RANDOM_UNAVAILABLE);
        assert_eq!(key.decrypt_pkcs1(&mut random, &sealed).unwrap_err().code(), Code::RANDOM_UNAVAILABLE);
    }

    /// With the same randomness the same octets as from `rsa`, whose own signing has a copy for each hash.
    #[test]
    fn pss_signatures_are_those_of_the_rsa_crate() {
        use rsa::pss::Pss;
        // Of 1025 bits the encoded message is an octet shorter than the modulus; in 1030 the first octet is cut.
        for bits in [1024, 1025, 1030] {
            let key = rsa::PrivateKey::new(&mut Rng(&mut OsRandom), bits).unwrap();
            for hash in [Hash::Sha1, Hash::Sha256, Hash::Sha384, Hash::Sha512] {
                let digest = hash.digest(b"message");
                // 62 is the most that 1024 bits hold beside SHA-512; with 63 and 64 they are too few.
                for (salt, digest) in
                    [0, 20, 32, 62, 63, 64].map(|s| (s, &*digest)).into_iter().chain([(8, &digest[1..])])
                {
                    let mut random = Counted { drawn: 0, none: false };
                    let rng = &mut Rng(&mut random);
                    let theirs = match hash {
                        Hash::Sha1 => key.sign_with_rng(rng, Pss::<sha1::Sha1>::new_with_salt(salt), digest),
                        Hash::Sha256 => key.sign_with_rng(rng, Pss::<sha2::Sha256>::new_with_salt(salt), digest),
                        Hash::Sha384 => key.sign_with_rng(rng, Pss::<sha2::Sha384>::new_with_salt(salt), digest),
                        Hash::Sha512 => key.sign_with_rng(rng, Pss::<sha2::Sha512>::new_with_salt(salt), digest),
                    }
                    .map_err(|e| refused(&e).to_string());
                    let drawn = random.drawn;
                    let mut random = Counted { drawn: 0, none: false };
                    let ours = PrivateKey::Rsa(Box::new(key.clone()))
                        .sign_digest(SignatureAlgorithm::RsaPss { hash, salt }, digest, &mut random)
                        .map_err(|e| e.to_string());
                    assert_eq!((ours, random.drawn), (theirs, drawn), "{bits} {hash:?} {salt}");
                }
            }
        }
    }

    #[test]
    fn debug_shows_no_key() {
        let key = PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap();
        assert_eq!(format!("{key:?}"), "PrivateKey(P-384)");
    }
}
