//! `ehcert scan`: what ends when, over many keystores.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

use ehcert_core::{
    Code, Error, Language, Result,
    keystore::{Survey, SurveyState},
    request::Password,
};
use ehcert_native::{
    Cancel, clock,
    scan::{Entry, Names, PageTexts, PasswordList, Row, Table, calendar, holder, page, scan},
};
use serde_json::json;

use crate::{args::Scan, output::Output, secret, text};

/// Something ends soon, or has ended.
const DUE: u8 = 3;
/// Rows between two lines of progress.
const PROGRESS: usize = 50;

pub(crate) fn run(args: &Scan, output: &Output) -> Result<u8> {
    let passwords = match (&args.passwords, &args.password_file) {
        (Some(file), _) => {
            let list = zeroize::Zeroizing::new(ehcert_native::store::read(file)?);
            PasswordList::from_csv(&list)?
        }
        (None, Some(file)) => PasswordList::one(Password::from(secret::first_line(file)?)),
        (None, None) => PasswordList::none(),
    };
    let (now, language) = (clock::now(), output.language());
    let mut csv = args.csv.then(|| Table::new(std::io::stdout().lock())).transpose()?;
    // Something is kept only where it must be sorted or makes a report: JSON and CSV stream.
    let keep = args.ics.is_some() || args.html.is_some() || !(args.csv || output.is_json());
    let (mut entries, mut total, mut due, mut unread) = (Vec::new(), 0usize, 0usize, 0usize);
    let mut outcome = Ok(());
    scan(&args.paths, &passwords, now, &Cancel::new(), &mut |row| {
        total += 1;
        due += usize::from(row.is_due(args.within));
        unread += usize::from(row.problem().is_some());
        match &mut csv {
            Some(table) => outcome = table.row(&row),
            None => output.event("keystore", row.to_json(Names::Snake), ""),
        }
        if total.is_multiple_of(PROGRESS) {
            output.progress(&format!("{total}  {}", row.path.display()));
        }
        if keep {
            entries.push(Entry::new(&row, |row| problem(row, language)));
        }
        outcome.is_ok()
    })?;
    outcome?;
    output.clear();
    if let Some(table) = csv {
        table.finish()?;
    }
    Entry::sort(&mut entries);
    if !args.csv {
        for entry in &entries {
            output.say(&line(entry, args.within));
        }
        let counts = json!({"files": total, "due": due, "unread": unread, "within": args.within});
        output.event("summary", counts, "");
    }
    if let Some(file) = &args.ics {
        let (title, note) = (text::scan_renew(language), text::scan_note(language));
        write(file, |out| calendar(&entries, title, note, now, out))?;
    }
    if let Some(file) = &args.html {
        let texts = PageTexts {
            language: language.tag(),
            title: text::scan_title(language),
            as_of: text::scan_as_of(language),
            columns: [
                text::scan_holder(language),
                text::valid_until(language),
                text::scan_days(language),
                text::scan_file(language),
            ],
            unread: text::scan_unread(language),
        };
        write(file, |out| page(&entries, &texts, args.within, now, out))?;
    }
    Ok(if due > 0 { DUE } else { 0 })
}

fn problem(row: &Row, language: Language) -> String {
    match &row.survey {
        Ok(survey) if survey.state == SurveyState::Pending => text::scan_pending(language).to_owned(),
        Ok(Survey { state: SurveyState::Revoked, revoked: Some(when), .. }) => {
            format!("{} {} {}", holder(row), text::scan_revoked(language), when.to_date())
        }
        Ok(survey) if survey.state == SurveyState::Locked => text::scan_locked(language).to_owned(),
        _ => row.problem().map(|e| e.message(language)).unwrap_or_default(),
    }
}

fn line(entry: &Entry, within: i64) -> String {
    let (mark, days) = match entry.days_left {
        Some(days) if days < 0 => ("\u{2717}", days.to_string()),
        Some(days) if days <= within => ("!", days.to_string()),
        Some(days) => ("\u{2713}", days.to_string()),
        None => ("?", "-".to_owned()),
    };
    let end = entry.not_after.map(|t| t.to_date()).unwrap_or_default();
    format!("{mark} {days:>6}  {end:10}  {}\n           {}", entry.what, entry.path.display())
}

/// A report replaces an older one of the same name.
fn write(path: &Path, report: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<()> {
    let written = File::create(path).map(BufWriter::new).and_then(|mut out| {
        report(&mut out)?;
        out.flush()
    });
    written.map_err(|e| Error::new(Code::FILE_FAILED).with("path", path.display()).detail(e.kind()))
}
