//! One process at a time writes in a folder.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::ErrorKind,
    path::Path,
    time::{Duration, Instant},
};

use ehcert_core::{Code, Error, Result};

use super::{failure::of_io, name::shown};
use crate::Cancel;

/// The file that stands for the folder where folders themselves cannot be locked. It stays: removing it
/// would let two processes hold two different files of that name.
const LOCK_NAME: &str = ".ehcert.lock";
/// How often a wait looks again.
const POLL: Duration = Duration::from_millis(20);

/// The right to write in a folder, held until dropped and given up by the system when the process dies.
#[derive(Debug)]
pub(super) struct FolderLock {
    // Closing the file gives up the lock.
    _held: File,
}

impl FolderLock {
    /// Waits for the lock.
    ///
    /// Errors: `KeystoreBusy` after `wait`, `Cancelled`, `FolderUnusable`, `FolderNotLockable`.
    pub(super) fn take(folder: &Path, wait: Duration, cancel: &Cancel) -> Result<Self> {
        let start = Instant::now();
        loop {
            cancel.check()?;
            if let Some(lock) = Self::try_take(folder)? {
                return Ok(lock);
            }
            if start.elapsed() >= wait {
                return Err(Error::new(Code::KEYSTORE_BUSY).with("path", shown(folder)));
            }
            cancel.sleep(POLL)?;
        }
    }

    /// The lock, or nothing when another process or thread has it.
    pub(super) fn try_take(folder: &Path) -> Result<Option<Self>> {
        if cfg!(unix) {
            let file = File::open(folder).map_err(|error| of_io(&error, folder, Code::FOLDER_UNUSABLE))?;
            match file.try_lock() {
                Ok(()) => return Ok(Some(Self { _held: file })),
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) if cannot_lock_folders(&error) => {}
                Err(TryLockError::Error(error)) => return Err(of_io(&error, folder, Code::FOLDER_UNUSABLE)),
            }
        }
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file =
            options.open(folder.join(LOCK_NAME)).map_err(|error| of_io(&error, folder, Code::FOLDER_UNUSABLE))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _held: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => {
                Err(Error::new(Code::FOLDER_NOT_LOCKABLE).with("path", shown(folder)).detail(error))
            }
        }
    }
}

/// Whether this file system cannot lock folders at all, as NFS, which locks only what is open for writing.
/// Any other failure must not lead to the lock file: one process would then hold that and another the
/// folder.
fn cannot_lock_folders(error: &std::io::Error) -> bool {
    const EBADF: i32 = 9;
    matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput) || error.raw_os_error() == Some(EBADF)
}
