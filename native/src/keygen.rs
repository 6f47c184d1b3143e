//! Two independent jobs on two threads.
//!
//! The search for the two primes of an RSA key is nearly all of the work of making it, and the two
//! searches know nothing of each other. The core has no threads: it gives the two jobs, this runs them.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, PoisonError},
    thread::{Builder, scope},
};

use ehcert_core::{Code, Error, Result};

/// Runs `first` on this thread and `second` on another at the same time, and gives both answers.
///
/// Where the system refuses another thread, the two run one after the other. A job that panics does not
/// take the caller with it: the answer is then the error `Internal`.
pub fn join<A, B>(first: impl FnOnce() -> A + Send, second: impl FnOnce() -> B + Send) -> Result<(A, B)>
where
    A: Send,
    B: Send,
{
    // The job waits here, so that it is still ours when no thread could be started for it.
    let waiting = Mutex::new(Some(second));
    let run_second = || {
        let job = waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        job.map(contained)
    };
    let (a, b) = scope(|threads| {
        let other = Builder::new().name("ehcert-key".into()).spawn_scoped(threads, run_second);
        let a = contained(first);
        let b = match other {
            Ok(other) => other.join().unwrap_or(None),
            Err(_) => run_second(),
        };
        (a, b)
    });
    let stopped = || Error::new(Code::INTERNAL).detail("a job of the key search stopped");
    Ok((a?, b.ok_or_else(stopped)??))
}

fn contained<T>(job: impl FnOnce() -> T) -> Result<T> {
    // Nothing of the job is used after a panic, so nothing half-changed can be seen.
    catch_unwind(AssertUnwindSafe(job))
        .map_err(|_| Error::new(Code::INTERNAL).detail("a job of the key search panicked"))
}

#[cfg(test)]
mod tests {
    use std::{sync::Barrier, thread::current};

    use super::*;

    #[test]
    fn the_two_jobs_run_at_the_same_time() {
        // Each waits for the other: one after the other they would never end.
        let both = Barrier::new(2);
        let job = || {
            both.wait();
            current().id()
        };
        let (a, b) = join(job, job).unwrap();
        assert_ne!(a, b);
    }

    #[test]
    fn a_panic_of_either_is_an_error() {
        let quiet = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let first = join(|| -> u8 { panic!("first") }, || 1).map(|_| ());
        let second = join(|| 1, || -> u8 { panic!("second") }).map(|_| ());
        std::panic::set_hook(quiet);
        assert_eq!(first.unwrap_err().code(), Code::INTERNAL);
        assert_eq!(second.unwrap_err().code(), Code::INTERNAL);
    }
}
