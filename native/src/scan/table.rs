//! Rows as CSV (RFC 4180).

use std::io::Write;

use ehcert_core::{Code, Error, Result};

use super::Row;

/// Writes rows as CSV, with a heading.
pub struct Table<W: Write> {
    writer: csv::Writer<W>,
}

const HEADING: [&str; 13] = [
    "path",
    "state",
    "days_left",
    "not_after",
    "dn",
    "serial",
    "identifier_type",
    "identifier",
    "application_id",
    "encryption",
    "iterations",
    "problem",
    "revoked",
];

impl<W: Write> Table<W> {
    /// Writes the heading.
    pub fn new(out: W) -> Result<Self> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(HEADING).map_err(failed)?;
        Ok(Self { writer })
    }

    /// Writes a row.
    pub fn row(&mut self, row: &Row) -> Result<()> {
        let survey = row.survey.as_ref().ok();
        let identity = survey.and_then(|s| s.identity.as_ref());
        let part = survey.and_then(|s| s.shape.as_ref()).and_then(|s| s.bags.iter().find(|b| b.iterations > 0));
        let text = |value: Option<String>| value.unwrap_or_default();
        let fields = [
            row.path.display().to_string(),
            super::state_name(row).to_owned(),
            text(row.days_left().map(|d| d.to_string())),
            text(survey.and_then(|s| s.not_after).map(|t| t.to_date())),
            text(survey.map(|s| s.dn.clone())),
            text(survey.map(|s| s.serial.clone())),
            text(identity.map(|i| i.identifier_type.clone())),
            text(identity.map(|i| i.identifier.clone())),
            text(identity.and_then(|i| i.application_id.clone())),
            text(part.map(|p| p.encryption.clone())),
            text(part.map(|p| p.iterations.to_string())),
            text(row.problem().map(|e| e.code().name().to_owned())),
            text(survey.and_then(|s| s.revoked).map(|t| t.to_date())),
        ];
        self.writer.write_record(fields.map(|f| harmless(&f))).map_err(failed)
    }

    /// Writes what is left.
    pub fn finish(mut self) -> Result<()> {
        self.writer.flush().map_err(|e| Error::new(Code::FILE_FAILED).with("path", "CSV").detail(e.kind()))
    }
}

/// A text that a spreadsheet would take for a formula gets an apostrophe: names of files come from anybody.
fn harmless(text: &str) -> String {
    let formula =
        text.starts_with(['=', '+', '@', '\t', '\r']) || (text.starts_with('-') && text.parse::<i64>().is_err());
    if formula { format!("'{text}") } else { text.to_owned() }
}

fn failed(error: csv::Error) -> Error {
    Error::new(Code::FILE_FAILED).with("path", "CSV").detail(match error.kind() {
        csv::ErrorKind::Io(error) => error.kind().to_string(),
        _ => "CSV".to_owned(),
    })
}
