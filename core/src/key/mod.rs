//! Keys: RSA 2048 (the published rule) and EC P-384 (what the newer CA issues), private and public.
//!
//! Private keys are wiped when they are dropped and leave the engine only as PKCS#8 in a buffer that is
//! wiped as well. RSA private operations are blinded with the caller's randomness.

mod algorithm;
mod generate;
mod identified;
mod named;
mod private;
mod public;

pub use algorithm::{Hash, SignatureAlgorithm};
pub use generate::{Prime, PrimeSearch};
pub use identified::verify_identified;
pub use named::{NamedSignature, signature_by_name};
pub use private::{KeyAlgorithm, PrivateKey};
pub use public::{PublicKey, ecdsa_der_to_raw, ecdsa_raw_to_der};
