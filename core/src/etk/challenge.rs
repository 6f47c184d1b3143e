//! The challenge of the ETK registration (ehealth.md 4.1): `C || H`, where C is the serial number of the
//! coming encryption certificate (16 octets) encrypted with RSA PKCS#1 v1.5 to the encryption key, and H its
//! SHA-256.

use sha2::{Digest, Sha256};
use subtle::{ConstantTimeEq, ConstantTimeLess};
use zeroize::Zeroizing;

use super::Watched;
use crate::{
    Code, Error, Result,
    key::{PrivateKey, PublicKey},
    random::Random,
};

/// Octets of the serial number: an unsigned big-endian number.
pub const SERIAL_LENGTH: usize = 16;
const HASH_LENGTH: usize = 32;
/// No RSA key that ehcert knows makes a longer ciphertext (8192 bits).
const MAX_CHALLENGE: usize = 1024 + HASH_LENGTH;

/// The serial number in a challenge. `random` blinds the RSA operation.
///
/// Whatever is wrong with it (length, padding, hash, another key) the error is [`Code::CHALLENGE_INVALID`]: RSA
/// decryption rejects implicitly and the hash is compared in constant time, so that a forged challenge learns
/// nothing about the key.
pub fn answer_challenge(challenge: &[u8], key: &PrivateKey, random: &mut dyn Random) -> Result<[u8; SERIAL_LENGTH]> {
    let invalid = || Error::from(Code::CHALLENGE_INVALID);
    if challenge.len() > MAX_CHALLENGE {
        return Err(invalid());
    }
    let (sealed, hash) = challenge.split_last_chunk::<HASH_LENGTH>().ok_or_else(invalid)?;
    let mut random = Watched::new(random);
    let opened = key.decrypt_pkcs1(&mut random, sealed);
    random.into_result()?;
    let opened = opened.map_err(|_| invalid())?;
    // Padded up so that a short plaintext is hashed and compared as every other is.
    let mut serial = Zeroizing::new([0u8; SERIAL_LENGTH]);
    for (to, from) in serial.iter_mut().zip(opened.iter()) {
        *to = *from;
    }
    let long_enough = !(opened.len() as u64).ct_lt(&(SERIAL_LENGTH as u64));
    if bool::from(long_enough & Sha256::digest(*serial).as_slice().ct_eq(hash)) { Ok(*serial) } else { Err(invalid()) }
}

/// The registration authority's side: a challenge that only the owner of `key` (RSA) can answer with `serial`.
pub fn make_challenge(serial: &[u8; SERIAL_LENGTH], key: &PublicKey, random: &mut dyn Random) -> Result<Vec<u8>> {
    let mut challenge = key.encrypt_pkcs1(random, serial)?;
    challenge.extend_from_slice(&Sha256::digest(serial));
    Ok(challenge)
}
