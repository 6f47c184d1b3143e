//! What went wrong with a file, in our own codes.

use std::{
    io::{self, ErrorKind},
    path::Path,
};

use ehcert_core::{Code, Error};

use super::name::shown;

/// The error for a failed operation on `path`. `missing` is the code for something that is not there: a
/// file when reading, a folder when writing.
pub(super) fn of_io(error: &io::Error, path: &Path, missing: Code) -> Error {
    let code = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::FileTooLarge => Code::DISK_FULL,
        ErrorKind::QuotaExceeded => Code::DISK_QUOTA,
        // On Windows two programs that want the same file look like this (ERROR_SHARING_VIOLATION 32,
        // ERROR_LOCK_VIOLATION 33, ERROR_USER_MAPPED_FILE 1224), some of them with kinds of other faults.
        _ if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33 | 1224)) => Code::FILE_IN_USE,
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => Code::FILE_IN_USE,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Code::FILE_ACCESS_DENIED,
        ErrorKind::NotFound => missing,
        ErrorKind::NotADirectory => Code::FOLDER_UNUSABLE,
        // EIO of Unix, ERROR_CRC and ERROR_IO_DEVICE of Windows have no kind of their own.
        _ if matches!((cfg!(windows), error.raw_os_error()), (false, Some(5)) | (true, Some(23 | 1117))) => {
            Code::DISK_FAULT
        }
        _ => Code::FILE_FAILED,
    };
    // The words of the system only: a library may have added the path, and with it a national number.
    let words =
        error.raw_os_error().map_or_else(|| error.kind().to_string(), |n| io::Error::from_raw_os_error(n).to_string());
    Error::new(code).with("path", shown(path)).detail(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_has_its_code_and_hides_the_national_number() {
        let path = Path::new("keystore/SSIN=71010112384 20260101-120000.p12");
        let mut rows = vec![
            (io::Error::from(ErrorKind::StorageFull), Code::DISK_FULL),
            (ErrorKind::QuotaExceeded.into(), Code::DISK_QUOTA),
            (ErrorKind::PermissionDenied.into(), Code::FILE_ACCESS_DENIED),
            (ErrorKind::ReadOnlyFilesystem.into(), Code::FILE_ACCESS_DENIED),
            (ErrorKind::NotADirectory.into(), Code::FOLDER_UNUSABLE),
            (ErrorKind::NotFound.into(), Code::FILE_NOT_FOUND),
            (ErrorKind::Other.into(), Code::FILE_FAILED),
        ];
        #[cfg(target_os = "linux")]
        for (number, code) in
            [(28, Code::DISK_FULL), (122, Code::DISK_QUOTA), (5, Code::DISK_FAULT), (30, Code::FILE_ACCESS_DENIED)]
        {
            rows.push((io::Error::from_raw_os_error(number), code));
        }
        rows.push((io::Error::other(format!("at {}", path.display())), Code::FILE_FAILED));
        for (fault, code) in rows {
            let error = of_io(&fault, path, Code::FILE_NOT_FOUND);
            assert_eq!(error.code(), code, "{fault:?}");
            assert!(!error.to_string().contains("71010112384"), "{error}");
            assert!(error.to_string().contains("20260101-120000.p12"), "{error}");
        }
    }
}
