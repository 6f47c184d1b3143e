//! The keystore folder, and files that are replaced whole or not at all.
//!
//! A keystore holds keys that nobody can make again, so writing follows one order, at every point of which
//! a crash leaves the old or the new content and never less:
//!
//! 1. the folder is locked, so that no second process of ehcert writes in it;
//! 2. the content is written to a new file beside the target, readable by its owner only from its first
//!    byte, and forced to the disk;
//! 3. that file is read back, compared, and opened by the caller with the password;
//! 4. it takes the place of the old one in one step of the file system, and the folder is forced to the
//!    disk.
//!
//! What a crash leaves behind has one fixed name in a folder and is removed by the next write there.
//!
//! Paths in errors are shown without the national numbers that the names of keystores hold.

mod failure;
mod lock;
mod name;

use std::{
    fs::{self, File},
    io::{ErrorKind, Read, Write},
    path::{Path, PathBuf},
    time::{Duration, UNIX_EPOCH},
};

use ehcert_core::{Code, Error, Result, Timestamp, keystore};

pub use self::name::legal_file_name;
use self::{failure::of_io, lock::FolderLock, name::shown};
use crate::Cancel;

/// Largest file that is read whole: a list of passwords, tokens, a message to seal. Keystores have core's own limit.
const MAX_FILE: u64 = 16 * 1024 * 1024;
/// How long a write waits for another process to finish its own, which takes milliseconds.
const LOCK_WAIT: Duration = Duration::from_secs(10);
/// The name of the file that is being written. There is one in a folder at most, because of the lock.
const PART_NAME: &str = ".ehcert-new.part";
/// Endings of keystores that eHealth's own program and others have written, in lower case. `.acc.p12` is
/// covered by `.p12`.
const ENDINGS: [&str; 3] = [".p12", ".pfx", ".acc-p12"];

/// A keystore found in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeystoreFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its name without the folder; characters that are not Unicode are replaced.
    pub name: String,
    /// Whether its ending says that it is for the acceptance platform (`.acc-p12`, `.acc.p12`).
    pub acceptance: bool,
    /// Size in bytes.
    pub size: u64,
    /// When it was last written, where the file system knows.
    pub modified: Option<Timestamp>,
}

/// The folder in which eHealth's own program keeps keystores: `ehealth/keystore` in the user's folder.
///
/// Errors: `HomeNotFound`.
pub fn default_folder() -> Result<PathBuf> {
    match std::env::home_dir() {
        Some(home) if !home.as_os_str().is_empty() => Ok(home.join("ehealth").join("keystore")),
        _ => Err(Error::new(Code::HOME_NOT_FOUND)),
    }
}

/// Makes the folder, open to its owner only, where it is missing, and removes what an earlier crash left
/// in it.
///
/// Errors: `FolderUnusable`, `FileAccessDenied`, `DiskFull` and the other codes of the disk.
pub fn prepare_folder(folder: &Path) -> Result<()> {
    // The folder of a bare file name.
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    if !folder.is_dir() {
        make_folder(folder).map_err(|error| of_io(&error, folder, Code::FOLDER_UNUSABLE))?;
    }
    // Another process is writing if the folder is locked; then there is nothing stale to remove.
    if let Some(_lock) = FolderLock::try_take(folder)? {
        remove_part(&folder.join(PART_NAME));
    }
    Ok(())
}

/// The keystores of a folder by their endings (`.p12`, `.pfx`, `.acc-p12`, `.acc.p12`, in any case), sorted
/// by name. Folders inside it are not looked at.
///
/// Errors: `FolderUnusable`, `FileAccessDenied`, ...
pub fn list(folder: &Path) -> Result<Vec<KeystoreFile>> {
    let failed = |error: &std::io::Error| of_io(error, folder, Code::FOLDER_UNUSABLE);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| failed(&error))? {
        let entry = entry.map_err(|error| failed(&error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !is_keystore_name(&name) {
            continue;
        }
        let lower = name.to_lowercase();
        // Follows a link, and passes over what vanished since the folder was read.
        let Ok(about) = fs::metadata(entry.path()) else { continue };
        if !about.is_file() {
            continue;
        }
        let modified = about.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        found.push(KeystoreFile {
            path: entry.path(),
            acceptance: lower.ends_with(".acc-p12") || lower.ends_with(".acc.p12"),
            name,
            size: about.len(),
            modified: modified.and_then(|since| i64::try_from(since.as_secs()).ok()).map(Timestamp),
        });
    }
    found.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// Whether a file's name has one of the endings of keystores.
pub(crate) fn is_keystore_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

/// What a fault of a folder is called.
pub(crate) fn folder_problem(error: &std::io::Error, folder: &Path) -> Error {
    of_io(error, folder, Code::FOLDER_UNUSABLE)
}

/// The whole content of a keystore, of at most [`keystore::MAX_KEYSTORE`]. Errors: those of [`read`].
pub fn read_keystore(path: &Path) -> Result<Vec<u8>> {
    read_up_to(path, keystore::MAX_KEYSTORE as u64)
}

/// The whole content of a file of at most 16 MiB.
///
/// Errors: `FileNotFound`, `FileAccessDenied`, `FileInUse`, `TooLarge`, `DiskFault`, `FileFailed`.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    read_up_to(path, MAX_FILE)
}

fn read_up_to(path: &Path, limit: u64) -> Result<Vec<u8>> {
    let failed = |error: &std::io::Error| of_io(error, path, Code::FILE_NOT_FOUND);
    // A device or pipe could be read for ever.
    let about = fs::metadata(path).map_err(|error| failed(&error))?;
    if !about.is_file() {
        return Err(Error::new(Code::FILE_FAILED).with("path", shown(path)).detail("not a regular file"));
    }
    let mut content = Vec::new();
    let file = File::open(path).map_err(|error| failed(&error))?;
    file.take(limit + 1).read_to_end(&mut content).map_err(|error| failed(&error))?;
    if u64::try_from(content.len()).is_ok_and(|length| length > limit) {
        return Err(Error::new(Code::TOO_LARGE).with("limit", format!("{} MiB", limit >> 20)));
    }
    Ok(content)
}

/// Writes a new file. Nothing is ever overwritten: when there is a file of that name, even one that another
/// process made a moment ago, it stays and the error is `FileExists`.
///
/// `verify` gets what was read back from the disk and says whether it is good: it opens the keystore with
/// its password. The file appears under its name only after that. `cancel` ends the wait for another
/// process; once writing has begun it is finished.
///
/// Errors: `FileExists`, `KeystoreBusy`, `FolderUnusable`, `FileAccessDenied`, `DiskFull`, `DiskQuota`,
/// `DiskFault`, `ReadBackFailed`, the error of `verify`, `Cancelled`.
pub fn create(path: &Path, content: &[u8], verify: impl FnOnce(&[u8]) -> Result<()>, cancel: &Cancel) -> Result<()> {
    let folder = folder_of(path);
    prepare_folder(folder)?;
    let _lock = FolderLock::take(folder, LOCK_WAIT, cancel)?;
    // Said before the work; the last step below says it again if another program was quicker.
    if path.symlink_metadata().is_ok() {
        return Err(Error::new(Code::FILE_EXISTS).with("path", shown(path)));
    }
    let part = write_part(path, folder, content, verify)?;
    part.persist_noclobber(path).map_err(|failed| match failed.error.kind() {
        ErrorKind::AlreadyExists => Error::new(Code::FILE_EXISTS).with("path", shown(path)),
        _ => of_io(&failed.error, path, Code::FOLDER_UNUSABLE),
    })?;
    sync_folder(folder).map_err(|error| of_io(&error, path, Code::FOLDER_UNUSABLE))
}

/// Puts `new` in the place of `old`, which is what the caller read before. When the file holds something
/// else by now, another process has changed it, perhaps added a key: then nothing is written and the error
/// is `KeystoreChanged`. When it holds `new` already, as after a crash at the very end, that is success.
///
/// `verify` and `cancel` as for [`create`]. Where `path` is a link, the file it points to is replaced.
///
/// Errors: as for [`create`] without `FileExists`; `FileNotFound`, `KeystoreChanged`, `FileInUse`.
pub fn replace(
    path: &Path,
    old: &[u8],
    new: &[u8],
    verify: impl FnOnce(&[u8]) -> Result<()>,
    cancel: &Cancel,
) -> Result<()> {
    let is_link = path.symlink_metadata().is_ok_and(|about| about.file_type().is_symlink());
    let target = if is_link {
        fs::canonicalize(path).map_err(|error| of_io(&error, path, Code::FILE_NOT_FOUND))?
    } else {
        path.to_owned()
    };
    let folder = folder_of(&target);
    let _lock = FolderLock::take(folder, LOCK_WAIT, cancel)?;
    let now = read_keystore(&target)?;
    if now == new {
        verify(&now)?;
        return sync_folder(folder).map_err(|error| of_io(&error, &target, Code::FOLDER_UNUSABLE));
    }
    if now != old {
        return Err(Error::new(Code::KEYSTORE_CHANGED).with("path", shown(&target)));
    }
    let part = write_part(&target, folder, new, verify)?;
    part.persist(&target).map_err(|failed| of_io(&failed.error, &target, Code::FOLDER_UNUSABLE))?;
    sync_folder(folder).map_err(|error| of_io(&error, &target, Code::FOLDER_UNUSABLE))
}

/// The content in a file of its own beside the target, on the disk and read back. The caller holds the
/// lock. What is returned removes itself unless it is put in place.
fn write_part(
    target: &Path,
    folder: &Path,
    content: &[u8],
    verify: impl FnOnce(&[u8]) -> Result<()>,
) -> Result<tempfile::TempPath> {
    let failed = |error: &std::io::Error| of_io(error, target, Code::FOLDER_UNUSABLE);
    remove_part(&folder.join(PART_NAME));
    let mut builder = tempfile::Builder::new();
    builder.prefix(PART_NAME).rand_bytes(0);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600));
    let mut part = builder.tempfile_in(folder).map_err(|error| failed(&error))?;
    part.write_all(content).map_err(|error| failed(&error))?;
    part.as_file().sync_all().map_err(|error| failed(&error))?;
    // Closed before it is renamed: Windows wants it so, and some network drives report errors only here.
    let part = part.into_temp_path();
    let back = fs::read(&part).map_err(|error| failed(&error))?;
    if back != content {
        return Err(Error::new(Code::READ_BACK_FAILED).with("path", shown(target)));
    }
    verify(&back)?;
    Ok(part)
}

/// Removes what a crash left. Failing is no fault here: writing the next one then says what is wrong.
fn remove_part(part: &Path) {
    if part.symlink_metadata().is_ok() {
        let _ = fs::remove_file(part);
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut missing: Vec<&Path> = folder.ancestors().take_while(|f| !f.as_os_str().is_empty() && !f.exists()).collect();
    missing.reverse();
    for folder in missing {
        #[cfg(unix)]
        let outcome = std::os::unix::fs::DirBuilderExt::mode(&mut fs::DirBuilder::new(), 0o700).create(folder);
        #[cfg(not(unix))]
        let outcome = fs::create_dir(folder);
        match outcome {
            // Another process may make it at the same moment.
            Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => {}
            outcome => outcome?,
        }
        sync_folder(folder_of(folder))?;
    }
    if folder.is_dir() { Ok(()) } else { Err(ErrorKind::NotADirectory.into()) }
}

/// Forces the names in a folder to the disk. Windows does this by itself and has no call for it.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    match File::open(folder)?.sync_all() {
        // Some network file systems have no such call; their server decides.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        outcome => outcome,
    }
}

#[cfg(test)]
mod tests;
