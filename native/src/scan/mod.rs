//! Many keystores at once: where they are, what each tells, and reports of it.
//!
//! Folders are walked without following links, so that a ring of them ends nothing; a file that cannot be read is a row
//! like any other. Rows come as they are found, from as many threads as there are cores; memory does not grow with the
//! number of files. Reports are sorted, so they keep something of each row: an [`Entry`].

mod calendar;
mod entry;
mod fields;
mod page;
pub(crate) use page::escape;
mod passwords;
mod table;

use std::{
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use ehcert_core::{
    Error, Result, Timestamp,
    keystore::{Survey, SurveyInput, SurveyState, survey_many},
    subject::DistinguishedName,
};
use walkdir::WalkDir;

pub use self::{
    calendar::calendar,
    entry::Entry,
    fields::Names,
    page::{PageTexts, page},
    passwords::PasswordList,
    table::Table,
};
use crate::{
    Cancel,
    channel::{Receiver, bounded},
    store,
};

/// Folders in folders, at most.
const MAX_DEPTH: usize = 64;
/// Files on their way to a thread, at most.
const QUEUE: usize = 256;
/// Files that a thread surveys together, at most: enough to fill the vectors of any processor.
const BATCH: usize = 64;
/// Octets of them together, from which on a batch is full.
const BATCH_OCTETS: usize = 4 << 20;

/// A file and what it tells.
#[derive(Clone, Debug)]
pub struct Row {
    /// Where it is.
    pub path: PathBuf,
    /// What it tells; the problem where it could not be read at all.
    pub survey: std::result::Result<Survey, Error>,
}

impl Row {
    /// Days left, where a certificate was read.
    pub fn days_left(&self) -> Option<i64> {
        self.survey.as_ref().ok()?.days_left
    }

    /// Whether its certificate ends within this many days, or has ended.
    pub fn is_due(&self, within: i64) -> bool {
        self.days_left().is_some_and(|days| days <= within)
    }

    /// The problem, if there is one.
    pub fn problem(&self) -> Option<&Error> {
        match &self.survey {
            Ok(survey) => survey.problem.as_ref(),
            Err(error) => Some(error),
        }
    }
}

/// A file that was found, or the row of a folder that could not be read.
type Found = std::result::Result<PathBuf, Box<Row>>;

/// Looks at every keystore of some folders and files (by the endings of [`store::list`]; a file that is named itself
/// is looked at whatever its ending) and hands out rows as they come, in no order. `found` returns whether to go on.
///
/// Errors: `Cancelled`. Folders that cannot be read are rows with a problem.
pub fn scan(
    paths: &[PathBuf],
    passwords: &PasswordList,
    now: Timestamp,
    cancel: &Cancel,
    found: &mut dyn FnMut(Row) -> bool,
) -> Result<()> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (send_path, paths_to_do) = bounded::<Found>(QUEUE);
    let (send_row, rows) = bounded::<Row>(QUEUE);
    let paths_to_do = Mutex::new(paths_to_do);
    let stop = AtomicBool::new(false);
    let stopped = || stop.load(Ordering::Relaxed) || cancel.is_cancelled();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let send_path = send_path;
            for path in paths {
                for entry in walk(path) {
                    if stopped() || send_path.send(entry).is_err() {
                        return;
                    }
                }
            }
        });
        for _ in 0..threads {
            let send_row = send_row.clone();
            scope.spawn(|| {
                let send_row = send_row;
                loop {
                    let batch = take(&paths_to_do);
                    if batch.is_empty() || stopped() {
                        return;
                    }
                    for row in look(batch, passwords, now) {
                        if send_row.send(row).is_err() {
                            return;
                        }
                    }
                }
            });
        }
        drop(send_row);
        for row in rows {
            if !found(row) || stopped() {
                stop.store(true, Ordering::Relaxed);
                break;
            }
        }
        // Whoever waits to hand something over wakes up: the receivers go.
        stop.store(true, Ordering::Relaxed);
        if let Ok(queue) = paths_to_do.lock() {
            while queue.try_recv().is_some() {}
        }
    });
    cancel.check()
}

/// What a thread does next: it waits for one file and takes what is there beside it; nothing at the end.
fn take(queue: &Mutex<Receiver<Found>>) -> Vec<Found> {
    let Ok(queue) = queue.lock() else { return Vec::new() };
    let Some(first) = queue.recv() else { return Vec::new() };
    std::iter::once(first).chain(std::iter::from_fn(|| queue.try_recv()).take(BATCH - 1)).collect()
}

/// Surveys a batch, in parts that stay small.
fn look(batch: Vec<Found>, passwords: &PasswordList, now: Timestamp) -> Vec<Row> {
    let mut rows = Vec::with_capacity(batch.len());
    let (mut paths, mut inputs, mut octets) = (Vec::new(), Vec::new(), 0);
    let survey = |paths: &mut Vec<PathBuf>, inputs: &mut Vec<SurveyInput>, rows: &mut Vec<Row>| {
        let surveys = survey_many(inputs, now);
        rows.extend(paths.drain(..).zip(surveys).map(|(path, survey)| Row { path, survey: Ok(survey) }));
        inputs.clear();
    };
    for found in batch {
        let path = match found {
            Ok(path) => path,
            Err(row) => {
                rows.push(*row);
                continue;
            }
        };
        match store::read_keystore(&path) {
            Ok(bytes) => {
                octets += bytes.len();
                let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                inputs.push(SurveyInput { bytes, name, passwords: passwords.of(&path) });
                paths.push(path);
            }
            Err(problem) => rows.push(Row { path, survey: Err(problem) }),
        }
        if octets > BATCH_OCTETS {
            survey(&mut paths, &mut inputs, &mut rows);
            octets = 0;
        }
    }
    survey(&mut paths, &mut inputs, &mut rows);
    rows
}

fn walk(path: &Path) -> impl Iterator<Item = Found> {
    let given = path.to_owned();
    WalkDir::new(path).max_depth(MAX_DEPTH).follow_root_links(true).into_iter().filter_map(move |entry| match entry {
        Ok(entry) if entry.path() == given && entry.file_type().is_file() => Some(Ok(entry.into_path())),
        Ok(entry) => {
            let wanted = entry.file_type().is_file() && store::is_keystore_name(&entry.file_name().to_string_lossy());
            wanted.then(|| Ok(entry.into_path()))
        }
        Err(error) => {
            let path = error.path().map(Path::to_owned).unwrap_or_else(|| given.clone());
            let problem = match error.io_error() {
                Some(error) => store::folder_problem(error, &path),
                None => Error::new(ehcert_core::Code::FOLDER_UNUSABLE)
                    .with("path", path.display())
                    .detail("a ring of links"),
            };
            Some(Err(Box::new(Row { path, survey: Err(problem) })))
        }
    })
}

/// The stable name of what is known of a row.
pub fn state_name(row: &Row) -> &'static str {
    match &row.survey {
        Err(_) => "unreadable",
        Ok(survey) => match survey.state {
            SurveyState::Read => "read",
            SurveyState::Revoked => "revoked",
            SurveyState::Pending => "pending",
            SurveyState::Empty => "empty",
            SurveyState::Locked => "locked",
            SurveyState::Unreadable => "unreadable",
        },
    }
}

/// Whose it is: the CN of its certificate, else what the file's name tells.
pub fn holder(row: &Row) -> String {
    let Ok(survey) = &row.survey else { return String::new() };
    let name = DistinguishedName::parse(&survey.dn).ok();
    match name.as_ref().and_then(DistinguishedName::common_name) {
        Some(common_name) => common_name.to_owned(),
        None if !survey.dn.is_empty() => survey.dn.clone(),
        None => survey.identity.as_ref().map(|i| format!("{}={}", i.identifier_type, i.identifier)).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests;
