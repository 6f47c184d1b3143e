//! Which passwords to try for which files.

use std::path::Path;

use ehcert_core::{Code, Error, Result, request::Password};
use glob::{MatchOptions, Pattern};

/// Passwords by patterns of paths: a CSV file with two columns, pattern and password, or in memory.
///
/// `*` and `?` do not cross folders, `**` does; a pattern without a slash is compared with the file's name alone. Case
/// does not matter. All that fit are tried in their order.
#[derive(Clone, Default)]
pub struct PasswordList {
    rows: Vec<(Pattern, Password)>,
}

impl std::fmt::Debug for PasswordList {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PasswordList({} rows)", self.rows.len())
    }
}

/// Rows of a list, at most: each is compared with every file.
const MAX_ROWS: usize = 10_000;

impl PasswordList {
    /// Nothing to try: only what needs no password is told.
    pub fn none() -> Self {
        Self::default()
    }

    /// One password for all files.
    pub fn one(password: Password) -> Self {
        Self { rows: vec![(Pattern::default(), password)] }
    }

    /// From CSV (RFC 4180): pattern, password; no heading. `InvalidArgument` names the line that is wrong.
    pub fn from_csv(bytes: &[u8]) -> Result<Self> {
        let bad = |line: u64| {
            Error::new(Code::INVALID_ARGUMENT)
                .with("what", "passwords")
                .field("passwords")
                .detail(format!("line {line}"))
        };
        let mut rows = Vec::new();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        let mut record = csv::StringRecord::new();
        loop {
            let line = reader.position().line();
            if !reader.read_record(&mut record).map_err(|_| bad(line))? {
                return Ok(Self { rows });
            }
            let (Some(pattern), Some(password), None) = (record.get(0), record.get(1), record.get(2)) else {
                return Err(bad(line));
            };
            if rows.len() >= MAX_ROWS {
                return Err(Error::new(Code::TOO_LARGE).with("limit", MAX_ROWS).field("passwords"));
            }
            rows.push((Pattern::new(pattern).map_err(|_| bad(line))?, Password::from(password.to_owned())));
        }
    }

    /// The passwords to try for a file.
    pub fn of(&self, path: &Path) -> Vec<Password> {
        let options =
            MatchOptions { case_sensitive: false, require_literal_separator: true, require_literal_leading_dot: false };
        let whole = path.to_string_lossy().replace('\\', "/");
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let fits = |pattern: &Pattern| match pattern.as_str() {
            "" => true,
            text if text.contains('/') => pattern.matches_with(&whole, options),
            _ => pattern.matches_with(&name, options),
        };
        self.rows.iter().filter(|(pattern, _)| fits(pattern)).map(|(_, password)| password.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(list: &PasswordList, path: &str) -> Vec<String> {
        list.of(Path::new(path)).iter().map(|p| p.as_str().to_owned()).collect()
    }

    #[test]
    fn patterns() {
        let list =
            PasswordList::from_csv(b"CBE=*.p12,one\n/a/**/*.p12,two\n\"*\",\"with \"\"quotes\"\", and comma\"\n")
                .unwrap();
        assert_eq!(of(&list, "/b/cbe=1 2.P12"), ["one", "with \"quotes\", and comma"]);
        assert_eq!(of(&list, "/a/x/y/z.p12"), ["two", "with \"quotes\", and comma"]);
        assert_eq!(of(&list, "/b/z.pfx").len(), 1);
        assert!(PasswordList::none().of(Path::new("/b/z.pfx")).is_empty());
        for bad in ["only one", "a,b,c", "[,x"] {
            let error = PasswordList::from_csv(bad.as_bytes()).unwrap_err();
            assert_eq!((error.code(), error.field_name()), (Code::INVALID_ARGUMENT, Some("passwords")), "{bad}");
            assert!(!error.to_string().contains("only"), "no content in the error");
        }
        assert!(!format!("{list:?}").contains("one"));
    }
}
