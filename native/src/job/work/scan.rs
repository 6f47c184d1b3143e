//! The job that looks at many keystores.

use std::path::PathBuf;

use ehcert_core::{Code, Error, Result, request::Password};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::Desk;
use crate::{
    clock,
    scan::{self, Names, PasswordList},
    store,
};

/// Days ahead in which an end is due: the period in which a certificate may be renewed.
pub(super) const WITHIN: u32 = 90;
/// Keystores in one answer, at most: it is held in memory as a whole.
const MAX_ROWS: usize = 100_000;

pub(super) fn run(
    paths: &[String],
    list: Option<&str>,
    password: &Password,
    within: u32,
    desk: &Desk,
) -> Result<Value> {
    let passwords = match list {
        Some(path) => PasswordList::from_csv(&Zeroizing::new(store::read(&PathBuf::from(path))?))?,
        None if password.as_str().is_empty() => PasswordList::none(),
        None => PasswordList::one(password.clone()),
    };
    let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
    let mut rows = Vec::new();
    scan::scan(&paths, &passwords, clock::now(), &desk.cancel, &mut |row| {
        rows.push(row);
        rows.len() <= MAX_ROWS
    })?;
    if rows.len() > MAX_ROWS {
        return Err(Error::new(Code::TOO_LARGE).with("limit", MAX_ROWS).field("paths"));
    }
    rows.sort_unstable_by_key(|row| (row.days_left().is_none(), row.days_left(), row.path.clone()));
    Ok(json!({
        "files": rows.len(),
        "due": rows.iter().filter(|row| row.is_due(within.into())).count(),
        "unread": rows.iter().filter(|row| row.problem().is_some()).count(),
        // Each row makes way for its members.
        "keystores": rows.into_iter().map(|row| row.to_json(Names::Camel)).collect::<Vec<_>>(),
    }))
}
