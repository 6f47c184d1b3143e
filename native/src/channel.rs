//! Channels between threads, bounded: those of the standard library, with everything in a box.
//!
//! The standard library's are compiled anew for every type that goes through them, 10 KB of code each, and eight types do.
//! What goes through here is handed over a few times a second: a box for it costs nothing.

use std::{any::Any, marker::PhantomData, sync::mpsc, time::Duration};

pub(crate) use std::sync::mpsc::{RecvTimeoutError, TrySendError};

type Parcel = Box<dyn Any + Send>;

/// The other end is gone.
#[derive(Debug)]
pub(crate) struct Gone;

/// Clones send into the same channel.
pub(crate) struct Sender<T>(mpsc::SyncSender<Parcel>, PhantomData<fn(T)>);

/// Iterates over what comes until every sender is gone.
pub(crate) struct Receiver<T>(mpsc::Receiver<Parcel>, PhantomData<fn() -> T>);

/// A channel in which at most `places` (at least one) wait to be received.
pub(crate) fn bounded<T: Send + 'static>(places: usize) -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = mpsc::sync_channel(places.max(1));
    (Sender(sender, PhantomData), Receiver(receiver, PhantomData))
}

/// Only a `T` is ever put in: there always is one.
fn unpack<T: 'static>(parcel: Parcel) -> Option<T> {
    parcel.downcast().ok().map(|value| *value)
}

impl<T: Send + 'static> Sender<T> {
    /// Waits for a place.
    pub(crate) fn send(&self, value: T) -> Result<(), Gone> {
        self.0.send(Box::new(value)).map_err(|_| Gone)
    }

    /// Does not wait: gives back what there is no place for.
    pub(crate) fn try_send(&self, value: T) -> Result<(), TrySendError<Option<T>>> {
        self.0.try_send(Box::new(value)).map_err(|refused| match refused {
            TrySendError::Full(parcel) => TrySendError::Full(unpack(parcel)),
            TrySendError::Disconnected(parcel) => TrySendError::Disconnected(unpack(parcel)),
        })
    }
}

impl<T: 'static> Receiver<T> {
    /// Waits for at most this long.
    pub(crate) fn recv_timeout(&self, patience: Duration) -> Result<T, RecvTimeoutError> {
        self.0.recv_timeout(patience).and_then(|parcel| unpack(parcel).ok_or(RecvTimeoutError::Disconnected))
    }

    /// Waits; nothing once every sender is gone.
    pub(crate) fn recv(&self) -> Option<T> {
        self.0.recv().ok().and_then(unpack)
    }

    /// What is there already.
    pub(crate) fn try_recv(&self) -> Option<T> {
        self.0.try_recv().ok().and_then(unpack)
    }
}

impl<T: 'static> Iterator for Receiver<T> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        self.recv()
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<T> std::fmt::Debug for Sender<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sender")
    }
}

impl<T> std::fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Receiver")
    }
}
