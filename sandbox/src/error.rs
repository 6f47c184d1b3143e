use std::net::SocketAddr;

/// Why the sandbox could not start or keep its state.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The sandbox listens on loopback only: its keys protect nothing and its control port asks nobody.
    NotLoopback(SocketAddr),
    /// Socket, folder or thread.
    Io(std::io::Error),
    /// The database.
    Store(redb::Error),
    /// A record of the database is not what this version writes.
    Record(String),
    /// A command that cannot be obeyed.
    Command(String),
    /// Certificates and keys.
    Core(ehcert_core::Error),
}

/// The result of the sandbox's own work.
pub type Result<T> = std::result::Result<T, Error>;

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotLoopback(address) => {
                write!(f, "the sandbox listens on loopback only (127.0.0.1 or ::1), not on {address}")
            }
            Self::Io(e) => e.fmt(f),
            Self::Store(e) => write!(f, "the sandbox's database: {e}"),
            Self::Record(e) => write!(f, "a record of the sandbox's database: {e}"),
            Self::Command(e) => f.write_str(e),
            Self::Core(e) => e.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotLoopback(_) | Self::Record(_) | Self::Command(_) => None,
            Self::Io(e) => Some(e),
            Self::Store(e) => Some(e),
            Self::Core(e) => Some(e),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(e: std::io::Error) -> Self {
        Self::Io(e)
    }
}
impl From<ehcert_core::Error> for Error {
    fn from(e: ehcert_core::Error) -> Self {
        Self::Core(e)
    }
}
impl From<serde_json::Error> for Error {
    fn from(e: serde_json::Error) -> Self {
        Self::Record(e.to_string())
    }
}
macro_rules! from_redb {
    ($($kind:ident)*) => {$(
        impl From<redb::$kind> for Error {
            fn from(e: redb::$kind) -> Self {
                Self::Store(e.into())
            }
        }
    )*};
}
from_redb!(DatabaseError TransactionError TableError StorageError CommitError SetDurabilityError);
