//! Keys: RSA 2048 (the published rule) and EC P-384 (what the newer CA issues), private and public.
//!
//! Private keys are wiped when they are dropped and leave the engine only as PKCS#8 in a buffer that is
//! wiped as well. RSA private operations are blinded with the caller's randomness.

mod algorithm;
mod exchange;
mod generate;
mod identified;
mod named;
mod outline;
mod pkcs8;
mod private;
mod public;

pub use algorithm::{Hash, SignatureAlgorithm};
pub use exchange::{ExchangeCurve, KeyExchange};
pub use generate::{Prime, PrimeSearch};
pub use identified::verify_identified;
pub use named::{NamedSignature, signature_by_name};
pub use outline::KeyOutline;
pub use private::{KeyAlgorithm, PrivateKey};
pub use public::{PublicKey, ecdsa_der_to_raw, ecdsa_raw_to_der};

/// SHA-1 over the subjectPublicKey bits (RFC 5280 4.2.1.2 method 1).
fn identifier_of(subject_public_key: &[u8]) -> [u8; 20] {
    use sha1::Digest;
    sha1::Sha1::digest(subject_public_key).into()
}
