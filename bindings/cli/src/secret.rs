//! Passwords and PINs: from a prompt, a file or standard input, never from an argument.

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use ehcert_core::{Code, Error, Result, request::Password};
use zeroize::Zeroizing;

/// More than any password; a longer "password file" is the wrong file.
const MAX_SECRET: u64 = 4096;

/// The first line of a file, or of standard input for `-`, without its line end.
pub(crate) fn first_line(path: &Path) -> Result<Zeroizing<String>> {
    let bad = |e: std::io::Error| Error::new(Code::FILE_FAILED).with("path", path.display()).detail(e.kind());
    let mut bytes = Zeroizing::new(Vec::with_capacity(256));
    if path == Path::new("-") {
        std::io::stdin().take(MAX_SECRET).read_to_end(&mut bytes).map_err(bad)?;
    } else {
        std::fs::File::open(path).and_then(|f| f.take(MAX_SECRET).read_to_end(&mut bytes)).map_err(bad)?;
    }
    let line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let text = std::str::from_utf8(line)
        .map_err(|_| Error::new(Code::FILE_FAILED).with("path", path.display()).detail("not UTF-8"))?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// A password: from the file, or asked for.
pub(crate) fn password(file: Option<&PathBuf>, prompt: &str) -> Result<Password> {
    let text = match file {
        Some(path) => first_line(path)?,
        None => ask(prompt)?,
    };
    Ok(Password::from(text))
}

/// Asks without showing what is typed.
pub(crate) fn ask(prompt: &str) -> Result<Zeroizing<String>> {
    rpassword::prompt_password(prompt)
        .map(Zeroizing::new)
        .map_err(|_| Error::new(Code::CANCELLED).detail("no terminal to ask on"))
}
