//! The handle by which a person or a program stops what is going on.

use std::{
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use ehcert_core::{Code, Error, Result};

use crate::channel::{Receiver, RecvTimeoutError};

/// How soon a wait that cannot be woken notices that it was cancelled. A person does not notice it.
const NOTICE: Duration = Duration::from_millis(25);

/// A switch that is off until somebody cancels. Clones are the same switch.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<Switch>);

#[derive(Debug, Default)]
struct Switch {
    thrown: AtomicBool,
    sleepers: Mutex<()>,
    woken: Condvar,
}

/// How a wait for an answer of a worker ended.
pub(crate) enum Received<T> {
    /// The worker answered.
    Value(T),
    /// The deadline passed.
    Late,
    /// Somebody cancelled.
    Cancelled,
    /// The worker is gone and will never answer.
    Gone,
}

impl Cancel {
    /// A switch that is off.
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops everything that was given this switch or a clone of it. It cannot be turned back.
    pub fn cancel(&self) {
        // Under the lock, so that a sleeper who just looked at the switch is already waiting.
        let _guard = self.0.sleepers.lock().unwrap_or_else(PoisonError::into_inner);
        self.0.thrown.store(true, Ordering::Release);
        self.0.woken.notify_all();
    }

    /// Whether somebody cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.0.thrown.load(Ordering::Acquire)
    }

    /// `Cancelled` when somebody cancelled.
    pub fn check(&self) -> Result<()> {
        if self.is_cancelled() { Err(Error::new(Code::CANCELLED)) } else { Ok(()) }
    }

    /// Sleeps this long, or until somebody cancels: then `Cancelled` at once.
    pub fn sleep(&self, time: Duration) -> Result<()> {
        // A time beyond what the clock can count is as good as for ever.
        let deadline = Instant::now().checked_add(time);
        let mut guard = self.0.sleepers.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            self.check()?;
            let left = match deadline {
                Some(end) => end.saturating_duration_since(Instant::now()),
                None => time,
            };
            if left.is_zero() {
                return Ok(());
            }
            guard = self.0.woken.wait_timeout(guard, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits for a worker's answer until the deadline, or until somebody cancels.
    pub(crate) fn receive<T: 'static>(&self, answers: &Receiver<T>, deadline: Option<Instant>) -> Received<T> {
        loop {
            let left = deadline.map_or(NOTICE, |end| end.saturating_duration_since(Instant::now()).min(NOTICE));
            match answers.recv_timeout(left) {
                Ok(value) => return Received::Value(value),
                Err(RecvTimeoutError::Disconnected) => return Received::Gone,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if self.is_cancelled() {
                return Received::Cancelled;
            }
            if deadline.is_some_and(|end| end <= Instant::now()) {
                return Received::Late;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::bounded;

    #[test]
    fn a_sleeper_is_woken_by_a_clone_of_its_switch() {
        let cancel = Cancel::new();
        let other = cancel.clone();
        let sleeper = std::thread::spawn(move || other.sleep(Duration::MAX));
        cancel.cancel();
        assert_eq!(sleeper.join().unwrap().unwrap_err().code(), Code::CANCELLED);
        assert!(cancel.is_cancelled());
    }

    #[test]
    fn sleep_ends_by_itself_and_is_refused_after_cancel() {
        let cancel = Cancel::new();
        cancel.sleep(Duration::from_millis(1)).unwrap();
        cancel.cancel();
        assert_eq!(cancel.sleep(Duration::ZERO).unwrap_err().code(), Code::CANCELLED);
    }

    #[test]
    fn receive_tells_the_four_ends_apart() {
        let cancel = Cancel::new();
        let (sender, receiver) = bounded(1);
        sender.send(7).unwrap();
        assert!(matches!(cancel.receive(&receiver, None), Received::Value(7)));
        assert!(matches!(cancel.receive(&receiver, Some(Instant::now())), Received::Late));
        cancel.cancel();
        assert!(matches!(cancel.receive(&receiver, None), Received::Cancelled));
        drop(sender);
        assert!(matches!(cancel.receive(&receiver, None), Received::Gone));
    }
}
