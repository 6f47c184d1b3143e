//! The one seam for randomness: fallible, and given by the host.

use rsa::rand_core::{TryCryptoRng, TryRng};

#[cfg(feature = "os-random")]
use crate::Code;
use crate::{Error, Result};

/// A source of cryptographically secure random bytes.
pub trait Random {
    /// Fills `buffer`, or fails with [`Code::RANDOM_UNAVAILABLE`] and leaves nothing usable.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<()>;
}

impl<R: Random + ?Sized> Random for &mut R {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<()> {
        (**self).fill(buffer)
    }
}

/// The operating system's randomness; WebCrypto's in a browser (feature `wasm`).
#[cfg(feature = "os-random")]
#[derive(Clone, Copy, Debug, Default)]
pub struct OsRandom;

#[cfg(feature = "os-random")]
impl Random for OsRandom {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<()> {
        getrandom::fill(buffer).map_err(|e| Error::new(Code::RANDOM_UNAVAILABLE).detail(e))
    }
}

/// [`Random`] for the RustCrypto crates.
pub(crate) struct Rng<'a>(pub(crate) &'a mut dyn Random);

impl TryRng for Rng<'_> {
    type Error = Error;
    fn try_next_u32(&mut self) -> Result<u32> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }
    fn try_next_u64(&mut self) -> Result<u64> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }
    fn try_fill_bytes(&mut self, buffer: &mut [u8]) -> Result<()> {
        self.0.fill(buffer)
    }
}
impl TryCryptoRng for Rng<'_> {}
