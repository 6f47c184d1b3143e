//! A refusal of the registration authority, as against a failure of the sandbox.

use ehcert_core::message::RaError;

use crate::Error;

/// Why an operation did not succeed.
#[derive(Debug)]
pub(super) enum Stop {
    /// A rule is broken: the client is told which.
    Refused(RaError),
    /// The sandbox itself failed.
    Failed(Error),
}

/// The outcome of an operation.
pub(super) type Outcome<T> = Result<T, Stop>;

impl From<Error> for Stop {
    fn from(e: Error) -> Self {
        Self::Failed(e)
    }
}
impl From<ehcert_core::Error> for Stop {
    fn from(e: ehcert_core::Error) -> Self {
        Self::Failed(e.into())
    }
}

/// A refusal with its code and an English sentence.
pub(super) fn refuse(code: &str, message: impl Into<String>) -> Stop {
    Stop::Refused(RaError { code: code.to_owned(), message: message.into(), parameters: Vec::new() })
}

impl Stop {
    /// Adds a name and a value for programs.
    pub(super) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        if let Self::Refused(error) = &mut self {
            error.parameters.push((name.to_owned(), value.into()));
        }
        self
    }
}

/// Errors about what a client sent are refusals, not failures of the sandbox.
pub(super) trait OrRefuse<T> {
    /// The value, or a refusal with this code; the error's own name is a parameter.
    fn or_refuse(self, code: &str, message: &str) -> Outcome<T>;
}

impl<T> OrRefuse<T> for ehcert_core::Result<T> {
    fn or_refuse(self, code: &str, message: &str) -> Outcome<T> {
        self.map_err(|e| {
            let stop = refuse(code, message).with("Reason", e.code().name());
            match e.detail_text() {
                Some(detail) => stop.with("Detail", detail),
                None => stop,
            }
        })
    }
}
