//! PBKDF2 (RFC 8018 5.2), and a faster one with HMAC-SHA-256, which is what keystores are encrypted with today.
//!
//! From the second iteration on, the message of each HMAC is the digest before it: both of its hashes are one block of
//! 64 octets after a state that stays the same. So an iteration is two compressions and nothing else, while a general
//! HMAC copies and wipes its buffers each time. A test holds both against the `pbkdf2` crate, which does not share its
//! code with an HMAC of one message as [`block`] does.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256, block_api::compress256};
use zeroize::Zeroizing;

use crate::{Code, Result};

/// Initial state of SHA-256 (FIPS 180-4 5.3.3).
const INITIAL: [u32; 8] =
    [0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19];
/// Octets of a digest.
const DIGEST: usize = 32;
/// Octets of a block.
const BLOCK: usize = 64;

type State = Zeroizing<[u32; 8]>;

/// Fills `out` with a key: `block` makes each part of it from the salt and the part's number.
pub(super) fn fill(salt: &[u8], out: &mut [u8], block: &dyn Fn(&[u8]) -> Result<Vec<u8>>) -> Result<()> {
    let (mut number, mut filled) = (1u32, 0);
    while filled < out.len() {
        let part = Zeroizing::new(block(&[salt, &number.to_be_bytes()].concat())?);
        for (octet, made) in out[filled..].iter_mut().zip(part.iter()) {
            *octet = *made;
        }
        (number, filled) = (number + 1, filled + part.len());
    }
    Ok(())
}

/// F of RFC 8018 5.2: the HMAC of a message, the HMAC of that, and so on `rounds` times, all added up. With one round it
/// is the HMAC itself.
pub(super) fn block<M: Mac + KeyInit + Clone>(password: &[u8], message: &[u8], rounds: u32) -> Result<Vec<u8>> {
    let keyed = <M as KeyInit>::new_from_slice(password).map_err(|_| Code::INTERNAL)?;
    let mut last = keyed.clone().chain_update(message).finalize().into_bytes();
    let mut sum = last.to_vec();
    for _ in 1..rounds {
        last = keyed.clone().chain_update(&last).finalize().into_bytes();
        sum.iter_mut().zip(&last).for_each(|(sum, octet)| *sum ^= octet);
    }
    Ok(sum)
}

/// [`block`] with HMAC-SHA-256.
pub(super) fn block_sha256(password: &[u8], message: &[u8], rounds: u32) -> Result<Vec<u8>> {
    let mut key = Zeroizing::new([0u8; BLOCK]);
    if password.len() > BLOCK {
        key[..DIGEST].copy_from_slice(&Sha256::digest(password));
    } else {
        key[..password.len()].copy_from_slice(password);
    }
    let keyed = |pad: u8| -> State {
        let mut state = Zeroizing::new(INITIAL);
        compress256(&mut state, &[*Zeroizing::new(key.map(|octet| octet ^ pad))]);
        state
    };
    let (inner, outer) = (keyed(0x36), keyed(0x5C));
    // What follows a digest in its block: the end mark, and the length of a block and a digest in bits.
    let mut block = Zeroizing::new([0u8; BLOCK]);
    block[..DIGEST].copy_from_slice(&Zeroizing::new(self::block::<Hmac<Sha256>>(password, message, 1)?));
    block[DIGEST] = 0x80;
    block[BLOCK - 2..].copy_from_slice(&[3, 0]);
    let mut sum: State = Zeroizing::new([0; 8]);
    add(&mut sum, &words(&block));
    let mut state: State = Zeroizing::new([0; 8]);
    for _ in 1..rounds {
        *state = *inner;
        compress256(&mut state, std::slice::from_ref(&*block));
        put(&state, &mut block);
        *state = *outer;
        compress256(&mut state, std::slice::from_ref(&*block));
        put(&state, &mut block);
        add(&mut sum, &state);
    }
    put(&sum, &mut block);
    Ok(block[..DIGEST].to_vec())
}

fn add(sum: &mut [u32; 8], more: &[u32; 8]) {
    sum.iter_mut().zip(more).for_each(|(sum, word)| *sum ^= word);
}

/// The digest at the beginning of a block.
fn words(block: &[u8; BLOCK]) -> State {
    let mut words: State = Zeroizing::new([0; 8]);
    for (word, octets) in words.iter_mut().zip(block.as_chunks::<4>().0) {
        *word = u32::from_be_bytes(*octets);
    }
    words
}

/// Writes a digest to the beginning of a block.
fn put(digest: &[u32; 8], block: &mut [u8; BLOCK]) {
    for (word, octets) in digest.iter().zip(block.as_chunks_mut::<4>().0) {
        *octets = word.to_be_bytes();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_that_of_the_crate() {
        let long: Vec<u8> = (0..200u8).collect();
        for password in [0, 1, 9, 32, 63, 64, 65, 200] {
            for salt in [0, 8, 20, 64, 150] {
                for (rounds, length) in [(1, 32), (2, 1), (3, 24), (7, 64), (100, 70)] {
                    let (password, salt) = (&long[..password], &long[..salt]);
                    let [mut ours, mut theirs] = [vec![0; length], vec![0; length]];
                    fill(salt, &mut ours, &|message| block_sha256(password, message, rounds)).unwrap();
                    ::pbkdf2::pbkdf2::<Hmac<Sha256>>(password, salt, rounds, &mut theirs).unwrap();
                    assert_eq!(ours, theirs, "{} {} {rounds}", password.len(), salt.len());
                    fill(salt, &mut ours, &|message| block::<Hmac<sha2::Sha384>>(password, message, rounds)).unwrap();
                    ::pbkdf2::pbkdf2::<Hmac<sha2::Sha384>>(password, salt, rounds, &mut theirs).unwrap();
                    assert_eq!(ours, theirs, "{} {} {rounds}", password.len(), salt.len());
                }
            }
        }
    }

    /// RFC 7914 section 11.
    #[test]
    fn the_published_vector() {
        let mut key = [0; 64];
        fill(b"NaCl", &mut key, &|message| block_sha256(b"Password", message, 80_000)).unwrap();
        assert_eq!((&key[..4], &key[60..]), (&[0x4D, 0xDC, 0xD8, 0xF6][..], &[0x97, 0xF3, 0x3C, 0x8D][..]));
    }
}
