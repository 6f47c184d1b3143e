//! What reports print of a row.

use std::path::Path;

use ehcert_core::Timestamp;

use super::Row;

/// What a report prints of a file: a small part of a [`Row`], so that a hundred thousand can be kept and sorted.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where it is.
    pub path: Box<Path>,
    /// Days left, where a certificate was read.
    pub days_left: Option<i64>,
    /// Last second of validity.
    pub not_after: Option<Timestamp>,
    /// Serial number, decimal; empty where it is not known.
    pub serial: Box<str>,
    /// Whose it is where there are days left, else why there are none.
    pub what: Box<str>,
}

impl Entry {
    /// What is printed of a row; `problem` puts into words why there are no days left.
    pub fn new(row: &Row, problem: impl FnOnce(&Row) -> String) -> Self {
        let survey = row.survey.as_ref().ok();
        let what = if row.days_left().is_some() { super::holder(row) } else { problem(row) };
        Self {
            path: row.path.as_path().into(),
            days_left: row.days_left(),
            not_after: survey.and_then(|s| s.not_after),
            serial: survey.map(|s| s.serial.as_str()).unwrap_or_default().into(),
            what: what.into(),
        }
    }

    /// By days left, then by path; what has none comes last.
    pub fn sort(all: &mut [Self]) {
        all.sort_unstable_by(|a, b| {
            let key = |e: &Self| (e.days_left.is_none(), e.days_left);
            key(a).cmp(&key(b)).then_with(|| a.path.cmp(&b.path))
        });
    }
}
