//! RSA keys as two prime searches that know nothing of each other, so that a driver runs them on two
//! threads while the core stays free of threads.

use crypto_bigint::{BitOps, BoxedUint, CheckedAdd, Limb, NonZero, RandomBits, RandomBitsError};
use crypto_primes::hazmat::MillerRabin;
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
/// Candidates that a prime below this divides (nine of ten odd ones) are not looked at further. Dividing by all of them
/// takes as long as one round of Miller and Rabin, and saves seven.
const SMALL: usize = 1 << 17;
/// Odd numbers from a random one upwards among which a prime is looked for. One of 355 is prime at 1024 bits: that none
/// is there happens once in a hundred thousand, and then the search begins anew.
const WINDOW: usize = 1 << 12;

impl PrimeSearch {
    /// For a key of 2048 bits.
    pub fn rsa_2048() -> Self {
        Self { bits: 1024 }
    }

    /// Runs the search: 20 to 300 ms. The two highest bits are set, so that two such primes make a modulus
    /// of twice the length.
    pub fn run(&self, random: &mut dyn Random) -> Result<Prime> {
        let small = small_primes();
        let mut rng = Rng(random);
        loop {
            let start = BoxedUint::try_random_bits(&mut rng, self.bits).map_err(no_randomness)?;
            let mut start = Zeroizing::new(start);
            for bit in [0, self.bits - 1, self.bits - 2] {
                start.set_bit_vartime(bit, true);
            }
            let divided = divided(&start, &small);
            for index in divided.iter().zip(0_u32..).filter_map(|(divided, index)| (!divided).then_some(index)) {
                let Some(candidate) = start.checked_add(&BoxedUint::from(2 * index)).into_option() else { break };
                let candidate = Zeroizing::new(candidate);
                if is_prime(&candidate, &mut rng)? {
                    return Ok(Prime(candidate));
                }
            }
        }
    }
}

fn no_randomness(error: RandomBitsError<Error>) -> Error {
    match error {
        RandomBitsError::RandCore(error) => error,
        _ => Code::RANDOM_UNAVAILABLE.into(),
    }
}

/// Rounds of Miller and Rabin with random bases: that a composite of 1024 bits passes them all happens once in 2^128
/// (FIPS 186-5 C.1).
const ROUNDS: usize = 6;

/// FIPS 186-5 B.3.1, after a round with base 2, which nearly all composites fail, and which needs no randomness.
fn is_prime(candidate: &BoxedUint, rng: &mut Rng<'_>) -> Result<bool> {
    let Some(odd) = candidate.to_odd().into_option() else { return Ok(false) };
    let test = MillerRabin::new(odd);
    if test.test_base_two().is_composite() {
        return Ok(false);
    }
    let (one, last) = (BoxedUint::one(), candidate.wrapping_sub(BoxedUint::one()));
    let mut rounds = 0;
    while rounds < ROUNDS {
        let base = BoxedUint::try_random_bits_with_precision(rng, candidate.bit_width(), candidate.bits_precision())
            .map_err(no_randomness)?;
        if base <= one || base >= last {
            continue;
        }
        if test.test(&base).is_composite() {
            return Ok(false);
        }
        rounds += 1;
    }
    Ok(true)
}

/// The odd primes below [`SMALL`]: found in no time, where a table of them would be a twentieth of a module for browsers.
fn small_primes() -> Vec<u32> {
    let mut composite = vec![false; SMALL];
    let mut primes = Vec::new();
    for n in (3..SMALL).step_by(2) {
        if composite.get(n) == Some(&false) {
            primes.extend(u32::try_from(n));
            // The square of a larger one is beyond the table, and beyond a word of 32 bits.
            if n > SMALL / n {
                continue;
            }
            composite.iter_mut().skip(n * n).step_by(n).for_each(|c| *c = true);
        }
    }
    primes
}

/// Which of the numbers `start`, `start` + 2, `start` + 4... one of the small primes divides. `start` is odd, and larger
/// than all of them.
fn divided(start: &BoxedUint, small: &[u32]) -> Zeroizing<Vec<bool>> {
    let mut divided = Zeroizing::new(vec![false; WINDOW]);
    for &prime in small {
        let Some(limb) = NonZero::new(Limb::from(prime)).into_option() else { continue };
        #[allow(clippy::unnecessary_cast, reason = "a limb has 32 bits in a browser")]
        let rest = start.rem_limb(limb).0 as u64;
        // start + 2 n is a multiple of the prime: n is -rest / 2, and half is (prime + 1) / 2.
        let prime = u64::from(prime);
        let first = (prime - rest) * prime.div_ceil(2) % prime;
        let (Ok(first), Ok(prime)) = (usize::try_from(first), usize::try_from(prime)) else { continue };
        divided.iter_mut().skip(first).step_by(prime).for_each(|d| *d = true);
    }
    divided
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
    fn the_sieve_leaves_what_no_small_prime_divides() {
        let small = small_primes();
        assert_eq!(small.len(), 12_250);
        assert!(small.iter().all(|p| (2..*p).take_while(|d| d * d <= *p).all(|d| p % d != 0)));
        for start in [1_000_003_u64, 987_654_321, 0xffff_ffff_0000_0001] {
            let marks = divided(&BoxedUint::from(start), &small);
            for (index, divided) in (0_u64..).zip(marks.iter()) {
                let number = start + 2 * index;
                assert_eq!(*divided, small.iter().any(|p| number % u64::from(*p) == 0), "{number}");
            }
        }
    }

    #[test]
    fn there_are_as_many_rounds_as_the_standard_asks_for() {
        assert_eq!(crypto_primes::hazmat::minimum_mr_iterations(1024, 128), Some(ROUNDS));
    }

    #[test]
    fn what_is_prime_and_what_is_not() {
        let judge = |n: &BoxedUint| is_prime(n, &mut Rng(&mut OsRandom)).unwrap();
        // 2^521 - 1 and 2^607 - 1 (Mersenne); their product; strong pseudoprimes to base 2.
        let mersenne = |n: u32| BoxedUint::one_with_precision(1152).shl(n).wrapping_sub(BoxedUint::one());
        let (p, q) = (mersenne(521), mersenne(607));
        assert!(judge(&p) && judge(&q));
        assert!(!judge(&p.wrapping_mul(&q)));
        for composite in [2047_u64, 3277, 4033, 1_373_653, 3_215_031_751] {
            assert!(!judge(&BoxedUint::from(composite)), "{composite}");
        }
        assert!(!judge(&BoxedUint::from(65_536_u64)));
    }

    #[test]
    fn the_same_prime_twice_is_refused() {
        let prime = PrimeSearch::rsa_2048().run(&mut OsRandom).unwrap();
        let again = Prime(prime.0.clone());
        assert_eq!(PrivateKey::from_primes(prime, again).unwrap_err().code(), Code::PRIMES_UNSUITABLE);
    }
}
