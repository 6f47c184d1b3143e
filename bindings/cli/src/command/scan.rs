//! `ehcert scan`: what ends when, over many keystores.

use std::path::Path;

use ehcert_core::{
    Code, Error, Language, Result,
    keystore::{Survey, SurveyState},
    request::Password,
};
use ehcert_native::{
    Cancel, clock,
    scan::{PageTexts, PasswordList, Row, Table, calendar, holder, page, scan, state_name},
};
use serde_json::{Value, json};

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
    // Rows are kept only where they must be sorted or make a report: JSON and CSV stream.
    let keep = args.ics.is_some() || args.html.is_some() || !(args.csv || output.is_json());
    let (mut rows, mut total, mut due, mut unread) = (Vec::new(), 0usize, 0usize, 0usize);
    let mut outcome = Ok(());
    scan(&args.paths, &passwords, now, &Cancel::new(), &mut |row| {
        total += 1;
        due += usize::from(row.is_due(args.within));
        unread += usize::from(row.problem().is_some());
        match &mut csv {
            Some(table) => outcome = table.row(&row),
            None => output.event("keystore", fields(&row), ""),
        }
        if total.is_multiple_of(PROGRESS) {
            output.progress(&format!("{total}  {}", row.path.display()));
        }
        if keep {
            rows.push(row);
        }
        outcome.is_ok()
    })?;
    outcome?;
    output.clear();
    if let Some(table) = csv {
        table.finish()?;
    }
    rows.sort_by_key(|row| (row.days_left().is_none(), row.days_left(), row.path.clone()));
    if !args.csv {
        for row in &rows {
            output.say(&line(row, args.within, language));
        }
        let counts = json!({"files": total, "due": due, "unread": unread, "within": args.within});
        output.event("summary", counts, "");
    }
    if let Some(file) = &args.ics {
        write(file, &calendar(&rows, text::scan_renew(language), text::scan_note(language), now))?;
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
            pending: text::scan_pending(language),
        };
        write(file, &page(&rows, &texts, args.within, now, &|row| problem(row, language)))?;
    }
    Ok(if due > 0 { DUE } else { 0 })
}

fn fields(row: &Row) -> Value {
    let survey = row.survey.as_ref().ok();
    json!({
        "path": row.path,
        "state": state_name(row),
        "holder": holder(row),
        "identity": survey.and_then(|s| s.identity.as_ref()),
        "dn": survey.map(|s| s.dn.as_str()),
        "serial": survey.map(|s| s.serial.as_str()),
        "not_before": survey.and_then(|s| s.not_before).map(|t| t.to_rfc3339()),
        "not_after": survey.and_then(|s| s.not_after).map(|t| t.to_rfc3339()),
        "days_left": row.days_left(),
        "in_replacement_period": survey.map(|s| s.in_replacement_period),
        "revoked": survey.and_then(|s| s.revoked).map(|t| t.to_rfc3339()),
        "encryption_keys": survey.map(|s| s.encryption_keys),
        "shape": survey.and_then(|s| s.shape.as_ref()),
        "problem": row.problem().map(|e| e.code().name()),
    })
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

fn line(row: &Row, within: i64, language: Language) -> String {
    let (mark, days) = match row.days_left() {
        Some(days) if days < 0 => ("\u{2717}", days.to_string()),
        Some(days) if days <= within => ("!", days.to_string()),
        Some(days) => ("\u{2713}", days.to_string()),
        None => ("?", "-".to_owned()),
    };
    let end = row.survey.as_ref().ok().and_then(|s| s.not_after).map(|t| t.to_date()).unwrap_or_default();
    let what = if row.days_left().is_some() { holder(row) } else { problem(row, language) };
    format!("{mark} {days:>6}  {end:10}  {what}\n           {}", row.path.display())
}

/// A report replaces an older one of the same name.
fn write(path: &Path, content: &str) -> Result<()> {
    std::fs::write(path, content)
        .map_err(|e| Error::new(Code::FILE_FAILED).with("path", path.display()).detail(e.kind()))
}
