//! PKCS#12's own key derivation (RFC 7292 B.2), one at a time or many at once.

use ehcert_lanes::Chain;
use sha2::Digest;
use zeroize::Zeroizing;

/// A derivation in the making: it asks for one chain of digests after the other until its output is long enough.
struct Derivation {
    diversifier: Vec<u8>,
    input: Zeroizing<Vec<u8>>,
    out: Zeroizing<Vec<u8>>,
    length: usize,
}

impl Derivation {
    /// `block` is the hash's block length; `purpose`: 1 key, 2 IV, 3 MAC key.
    fn new(block: usize, password: &[u8], salt: &[u8], purpose: u8, length: usize) -> Self {
        let stretch = |bytes: &[u8]| repeated(bytes, bytes.len().div_ceil(block) * block);
        let input = Zeroizing::new([stretch(salt).as_slice(), &stretch(password)].concat());
        Self { diversifier: vec![purpose; block], input, out: Zeroizing::new(Vec::with_capacity(length + 64)), length }
    }

    /// What the chain that is due begins with: the message of its first digest.
    fn message(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([self.diversifier.as_slice(), &self.input].concat())
    }

    /// Takes the last digest of a chain; whether the output is complete.
    fn absorb(&mut self, digest: &[u8]) -> bool {
        self.out.extend_from_slice(digest);
        if self.out.len() >= self.length {
            self.out.truncate(self.length);
            return true;
        }
        // I_j = (I_j + B + 1) mod 2^block for the next output.
        let block = self.diversifier.len();
        let addend = repeated(digest, block);
        for part in self.input.chunks_exact_mut(block) {
            let mut carry = 1u16;
            for (byte, add) in part.iter_mut().rev().zip(addend.iter().rev()) {
                carry += u16::from(*byte) + u16::from(*add);
                *byte = carry.to_le_bytes()[0];
                carry >>= 8;
            }
        }
        false
    }
}

/// As many octets as asked for: these again and again; none of none.
fn repeated(bytes: &[u8], length: usize) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(bytes.repeat(length.div_ceil(bytes.len().max(1))));
    out.truncate(length);
    out
}

/// The digest of a message, then the digest of that: `rounds` digests in a chain.
pub(super) fn iterate<D: Digest>(message: &[u8], rounds: u32) -> Zeroizing<Vec<u8>> {
    let mut digest = Zeroizing::new(D::digest(message).to_vec());
    for _ in 1..rounds {
        let next = D::digest(&*digest);
        digest.copy_from_slice(&next);
    }
    digest
}

/// RFC 7292 B.2 with any hash: `block` is its block length, `iterate` does a chain of its digests.
pub(super) fn derive(
    block: usize,
    password: &[u8],
    salt: &[u8],
    purpose: u8,
    length: usize,
    iterate: &dyn Fn(&[u8]) -> Zeroizing<Vec<u8>>,
) -> Zeroizing<Vec<u8>> {
    let mut derivation = Derivation::new(block, password, salt, purpose, length);
    loop {
        if derivation.absorb(&iterate(&derivation.message())) {
            return derivation.out;
        }
    }
}

/// A derivation with SHA-1 that opening a keystore will ask for.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    /// The password as [`super::pbe::bmp`] writes it.
    pub password: Zeroizing<Vec<u8>>,
    /// Salt.
    pub salt: Vec<u8>,
    /// Iterations, at least 1.
    pub rounds: u32,
    /// 1 key, 2 IV, 3 MAC key.
    pub purpose: u8,
    /// Octets of output.
    pub length: usize,
}

/// What was derived beforehand. What is not in it is derived when it is asked for.
#[derive(Default)]
pub(super) struct Derived(Vec<(Wanted, Zeroizing<Vec<u8>>)>);

impl Derived {
    /// Derives all at once.
    pub(super) fn of(wanted: Vec<Wanted>) -> Self {
        let lengths = [wanted.len()];
        derive_many(wanted, &lengths).pop().unwrap_or_default()
    }

    pub(super) fn find(
        &self,
        password: &[u8],
        salt: &[u8],
        rounds: u32,
        purpose: u8,
        length: usize,
    ) -> Option<Zeroizing<Vec<u8>>> {
        let same = |w: &Wanted| {
            (w.rounds, w.purpose, w.length) == (rounds, purpose, length) && w.salt == salt && *w.password == password
        };
        self.0.iter().find(|(wanted, _)| same(wanted)).map(|(_, out)| out.clone())
    }
}

/// Derives all at once, for several keystores: `lengths` tells how many of them belong to each.
pub(super) fn derive_many(wanted: Vec<Wanted>, lengths: &[usize]) -> Vec<Derived> {
    let begin = |w: &Wanted| Derivation::new(64, &w.password, &w.salt, w.purpose, w.length);
    let mut derivations: Vec<Derivation> = wanted.iter().map(begin).collect();
    let mut due: Vec<usize> = (0..wanted.len()).collect();
    while !due.is_empty() {
        let mut chains = Vec::with_capacity(due.len());
        for owner in due.drain(..) {
            let mut digest = [0; 20];
            digest.copy_from_slice(&sha1::Sha1::digest(&*derivations[owner].message()));
            chains.push(Chain { owner, digest, left: wanted[owner].rounds.saturating_sub(1) });
        }
        ehcert_lanes::run(&mut chains);
        due.extend(chains.iter().filter(|c| !derivations[c.owner].absorb(&c.digest)).map(|c| c.owner));
    }
    let mut done = wanted.into_iter().zip(derivations).map(|(wanted, derivation)| (wanted, derivation.out));
    lengths.iter().map(|length| Derived(done.by_ref().take(*length).collect())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_once_is_as_one_after_the_other() {
        let wanted: Vec<Wanted> = (0u8..40)
            .map(|n| Wanted {
                password: Zeroizing::new(vec![0, b'a' + n % 5, 0, 0]),
                salt: vec![n; usize::from(n % 21)],
                rounds: 1 + u32::from(n) * 3,
                purpose: 1 + n % 3,
                length: [5, 8, 16, 20, 24][usize::from(n % 5)],
            })
            .collect();
        for derived in [derive_many(wanted.clone(), &[10, 0, 30]), vec![Derived::of(wanted.clone())]] {
            for w in &wanted {
                let iterate = |message: &[u8]| iterate::<sha1::Sha1>(message, w.rounds);
                let one = derive(64, &w.password, &w.salt, w.purpose, w.length, &iterate);
                let found = derived.iter().find_map(|d| d.find(&w.password, &w.salt, w.rounds, w.purpose, w.length));
                assert_eq!(found.unwrap(), one);
                assert_eq!(one.len(), w.length);
            }
        }
        assert!(derive_many(Vec::new(), &[]).is_empty());
    }
}
