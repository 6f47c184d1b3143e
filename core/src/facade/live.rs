//! How many objects of this API are alive: what a binding's tests and a service's health page look at.

use std::sync::atomic::{AtomicU32, Ordering};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A part of every object: counts it while it lives.
#[derive(Debug)]
pub struct Live(());

impl Live {
    /// One more.
    #[allow(clippy::new_without_default, reason = "it has an effect")]
    pub fn new() -> Self {
        COUNT.fetch_add(1, Ordering::Relaxed);
        Self(())
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        COUNT.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Flows, card operations, keystores and jobs that are alive in this process. Whoever closes (or forgets) all of them sees
/// 0 again.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn live_objects() -> u32 {
    COUNT.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_counts_while_it_lives() {
        let (first, second) = (Live::new(), Live::new());
        assert!(live_objects() >= 2);
        drop((first, second));
    }
}
