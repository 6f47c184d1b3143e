//! SHA-1 of many digests at once: what opening an old keystore spends its time on is a digest that is hashed again,
//! 50,000 or 100,000 times. One such chain cannot be made faster, but chains of one keystore, and of many, are
//! independent: each takes one lane of the processor's vectors (16 with AVX-512, 8 with AVX2, 4 with NEON), and two
//! vectors take turns, since each instruction waits for the one before it.
//!
//! The hash is written out here because the `sha1` crate hashes one message at a time; a test holds it against that
//! crate. Where there are no such vectors, and for fewer than four chains, that crate does the work.
//!
//! A crate of its own, because it is compiled for speed where the rest of the engine is compiled for size.

use sha1::Digest;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A digest that is hashed again and again.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Chain {
    /// Whose it is: [`run`] changes the order.
    pub owner: usize,
    /// The digest, of SHA-1.
    pub digest: [u8; 20],
    /// How often it is still to be hashed.
    pub left: u32,
}

/// With fewer chains one after the other is not slower: processors hash one message at a time in hardware.
const WORTH: usize = 4;

/// Hashes all to their end, `left` times each; the order of the chains changes.
pub fn run(chains: &mut [Chain]) {
    // Without optimisation the vectors are slower than the crate, which is always optimised.
    if chains.len() < WORTH || cfg!(debug_assertions) || !vectors::run(chains) {
        for chain in chains {
            for _ in 0..std::mem::take(&mut chain.left) {
                chain.digest = sha1::Sha1::digest(chain.digest).into();
            }
        }
    }
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
mod vectors {
    pub(super) fn run(_: &mut [super::Chain]) -> bool {
        false
    }
}

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
mod vectors {
    use pulp::{Arch, Simd, WithSimd};
    use zeroize::Zeroizing;

    use super::Chain;

    /// Initial state and round constants of SHA-1 (FIPS 180-4).
    const INITIAL: [u32; 5] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0];
    const ROUND: [u32; 4] = [0x5A82_7999, 0x6ED9_EBA1, 0x8F1B_BCDC, 0xCA62_C1D6];

    /// `false` where this processor has no vectors.
    pub(super) fn run(chains: &mut [Chain]) -> bool {
        Arch::new().dispatch(Run(chains))
    }

    struct Run<'a>(&'a mut [Chain]);

    impl WithSimd for Run<'_> {
        type Output = bool;

        #[inline(always)]
        fn with_simd<S: Simd>(self, simd: S) -> bool {
            if S::U32_LANES == 1 {
                return false;
            }
            // Neighbours of about the same length share a group.
            self.0.sort_unstable_by_key(|c| std::cmp::Reverse(c.left));
            for group in self.0.chunks_mut(2 * S::U32_LANES) {
                if group.len() > S::U32_LANES { finish::<S, 2>(simd, group) } else { finish::<S, 1>(simd, group) }
            }
            true
        }
    }

    /// Hashes a group, of as many chains as `G` vectors have lanes or fewer, to its end.
    #[inline(always)]
    fn finish<S: Simd, const G: usize>(simd: S, group: &mut [Chain]) {
        let width = G * S::U32_LANES;
        // Word by word, each word of all lanes together.
        let mut words = Zeroizing::new(vec![0u32; 5 * width]);
        for (lane, chain) in group.iter().enumerate() {
            for (at, word) in chain.digest.chunks_exact(4).enumerate() {
                words[at * width + lane] = u32::from_be_bytes([word[0], word[1], word[2], word[3]]);
            }
        }
        while let Some(steps) = group.iter().map(|c| c.left).filter(|left| *left > 0).min() {
            hash::<S, G>(simd, &mut words, steps);
            for (lane, chain) in group.iter_mut().enumerate().filter(|(_, c)| c.left > 0) {
                chain.left -= steps;
                for (at, word) in chain.digest.chunks_exact_mut(4).enumerate() {
                    word.copy_from_slice(&words[at * width + lane].to_be_bytes());
                }
            }
        }
    }

    #[inline(always)]
    fn hash<S: Simd, const G: usize>(simd: S, words: &mut [u32], steps: u32) {
        let (vectors, _) = S::as_mut_simd_u32s(words);
        let mut state = [[simd.splat_u32s(0); G]; 5];
        for (state, vectors) in state.iter_mut().zip(vectors.chunks_exact(G)) {
            state.copy_from_slice(vectors);
        }
        for _ in 0..steps {
            step(simd, &mut state);
        }
        for (state, vectors) in state.iter().zip(vectors.chunks_exact_mut(G)) {
            vectors.copy_from_slice(state);
        }
    }

    #[inline(always)]
    fn rotate<S: Simd, const BITS: u32>(simd: S, x: S::u32s) -> S::u32s {
        let left = simd.wrapping_dyn_shl_u32s(x, simd.splat_u32s(BITS));
        simd.or_u32s(left, simd.wrapping_dyn_shr_u32s(x, simd.splat_u32s(32 - BITS)))
    }

    /// One SHA-1 of 20 octets in every lane: a single block, whose padding is the same in all.
    #[inline(always)]
    fn step<S: Simd, const G: usize>(simd: S, digest: &mut [[S::u32s; G]; 5]) {
        let mut w = [[simd.splat_u32s(0); G]; 16];
        w[..5].copy_from_slice(digest);
        w[5] = [simd.splat_u32s(0x8000_0000); G];
        w[15] = [simd.splat_u32s(160); G];
        let initial = INITIAL.map(|word| [simd.splat_u32s(word); G]);
        let [mut a, mut b, mut c, mut d, mut e] = initial;
        let parity = |b, c, d| simd.xor_u32s(b, simd.xor_u32s(c, d));
        let choice = |b, c, d| simd.xor_u32s(d, simd.and_u32s(b, simd.xor_u32s(c, d)));
        let majority = |b, c, d| simd.or_u32s(simd.and_u32s(b, c), simd.and_u32s(d, simd.or_u32s(b, c)));
        // Written out, so that the schedule lives in registers.
        macro_rules! round {
            ($t:expr, $f:expr) => {{
                const T: usize = $t;
                for g in 0..G {
                    if T >= 16 {
                        let old = simd.xor_u32s(w[(T + 2) & 15][g], w[T & 15][g]);
                        let new = simd.xor_u32s(w[(T + 13) & 15][g], w[(T + 8) & 15][g]);
                        w[T & 15][g] = rotate::<S, 1>(simd, simd.xor_u32s(old, new));
                    }
                    let known = simd.add_u32s(simd.add_u32s(e[g], simd.splat_u32s(ROUND[T / 20])), w[T & 15][g]);
                    let mixed = simd.add_u32s(rotate::<S, 5>(simd, a[g]), $f(b[g], c[g], d[g]));
                    e[g] = d[g];
                    d[g] = c[g];
                    c[g] = rotate::<S, 30>(simd, b[g]);
                    b[g] = a[g];
                    a[g] = simd.add_u32s(mixed, known);
                }
            }};
        }
        macro_rules! rounds {
            ($f:expr; $($t:expr)*) => { $(round!($t, $f); round!($t + 1, $f); round!($t + 2, $f); round!($t + 3, $f);)* };
        }
        rounds!(choice; 0 4 8 12 16);
        rounds!(parity; 20 24 28 32 36);
        rounds!(majority; 40 44 48 52 56);
        rounds!(parity; 60 64 68 72 76);
        for ((out, new), initial) in digest.iter_mut().zip([a, b, c, d, e]).zip(initial) {
            for g in 0..G {
                out[g] = simd.add_u32s(new[g], initial[g]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lane_is_what_one_hash_after_the_other_gives() {
        for count in [1, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 70] {
            let chain = |owner: usize| {
                let digest = sha1::Sha1::digest(owner.to_be_bytes()).into();
                Chain { owner, digest, left: u32::try_from(owner * 7 % 40).unwrap() }
            };
            let mut chains: Vec<Chain> = (0..count).map(chain).collect();
            if !vectors::run(&mut chains) {
                run(&mut chains);
            }
            assert_eq!(chains.len(), count);
            for found in &chains {
                let begin = chain(found.owner);
                let wanted = (0..begin.left).fold(begin.digest, |d, _| sha1::Sha1::digest(d).into());
                assert_eq!((found.digest, found.left), (wanted, 0), "{} of {count}", found.owner);
            }
        }
    }
}
