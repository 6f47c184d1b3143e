//! RSA keys as two prime searches that know nothing of each other, so that a driver runs them on two
//! threads while the core stays free of threads.

use crypto_bigint::{BitOps, BoxedUint, RandomBits};
use crypto_primes::{Flavor, hazmat::SmallFactorsSieve, is_prime};
use zeroize::{Zeroize, Zeroizing};

use super::PrivateKey;
use crate::{
    Code, Error, Result,
    random::{Random, Rng},
};

/// A search for one of the two primes of a key: a plain value that any thread can run.
#[derive(Clone, Copy, Debug)]
pub struct PrimeSearch {
    bits: u32,
}

/// A prime of a key; wiped when dropped.
pub struct Prime(Zeroizing<BoxedUint>);

impl std::fmt::Debug for Prime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Prime")
    }
}

/// The public exponent of every RSA key that ehcert makes.
const EXPONENT: u64 = 65_537;

impl PrimeSearch {
    /// For a key of 2048 bits.
    pub fn rsa_2048() -> Self {
        Self { bits: 1024 }
    }

    /// Runs the search: 20 to 300 ms. The two highest bits are set, so that two such primes make a modulus
    /// of twice the length.
    pub fn run(&self, random: &mut dyn Random) -> Result<Prime> {
        let length = std::num::NonZeroU32::new(self.bits).ok_or(Code::INTERNAL)?;
        let mut rng = Rng(random);
        loop {
            let mut start = BoxedUint::try_random_bits(&mut rng, self.bits)
                .map_err(|e| Error::new(Code::RANDOM_UNAVAILABLE).detail(e))?;
            for bit in [0, self.bits - 1, self.bits - 2] {
                start.set_bit_vartime(bit, true);
            }
            let mut sieve = SmallFactorsSieve::new(start, length, false).map_err(|_| Code::INTERNAL)?;
            if let Some(prime) = sieve.find(|candidate| is_prime(Flavor::Any, candidate)) {
                return Ok(Prime(Zeroizing::new(prime)));
            }
        }
    }
}

impl PrivateKey {
    /// The key of two primes. [`Code::PRIMES_UNSUITABLE`] when they do not fit each other or the exponent
    /// (FIPS 186-5 A.1.3): search again.
    pub fn from_primes(p: Prime, q: Prime) -> Result<Self> {
        let unsuitable = || Error::from(Code::PRIMES_UNSUITABLE);
        // |p - q| > 2^(bits - 100): the highest hundred bits differ somewhere.
        let high =
            |prime: &BoxedUint| Zeroizing::new(prime.to_be_bytes().iter().take(13).copied().collect::<Vec<u8>>());
        if high(&p.0).get(..12) == high(&q.0).get(..12) {
            return Err(unsuitable());
        }
        let key =
            rsa::PrivateKey::from_p_q((*p.0).clone(), (*q.0).clone(), EXPONENT.into()).map_err(|_| unsuitable())?;
        Ok(Self::Rsa(Box::new(key)))
    }

    pub(super) fn generate_rsa_2048(random: &mut dyn Random) -> Result<Self> {
        loop {
            let search = PrimeSearch::rsa_2048();
            match Self::from_primes(search.run(random)?, search.run(random)?) {
                Err(error) if error.code() == Code::PRIMES_UNSUITABLE => {}
                other => return other,
            }
        }
    }
}

impl Drop for Prime {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::OsRandom;

    #[test]
    fn two_searches_make_a_key() {
        let search = PrimeSearch::rsa_2048();
        let (p, q) = (search.run(&mut OsRandom).unwrap(), search.run(&mut OsRandom).unwrap());
        assert_eq!(PrivateKey::from_primes(p, q).unwrap().public().bits(), 2048);
    }

    #[test]
    fn the_same_prime_twice_is_refused() {
        let prime = PrimeSearch::rsa_2048().run(&mut OsRandom).unwrap();
        let again = Prime(prime.0.clone());
        assert_eq!(PrivateKey::from_primes(prime, again).unwrap_err().code(), Code::PRIMES_UNSUITABLE);
    }
}
