//! What the command line prints: text for people, or one JSON object a line.

use std::io::{IsTerminal, Write};

use ehcert_core::{Error, Language};
use serde_json::{Map, Value, json};

/// Where output goes, and how.
pub(crate) struct Output {
    json: bool,
    language: Language,
}

impl Output {
    pub(crate) fn new(json: bool, language: Language) -> Self {
        Self { json, language }
    }

    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// One event: `fields` as a JSON line, or `text` for people (nothing when it is empty).
    pub(crate) fn event(&self, name: &str, fields: Value, text: &str) {
        if self.json {
            let mut object = Map::new();
            object.insert("event".into(), name.into());
            if let Value::Object(fields) = fields {
                object.extend(fields);
            }
            self.line(&Value::Object(object).to_string());
        } else if !text.is_empty() {
            self.line(text);
        }
    }

    /// A JSON line, whatever the form of the output: the answers of a batch.
    pub(crate) fn batch_line(&self, fields: Value) {
        self.line(&fields.to_string());
    }

    /// A remark for people only.
    pub(crate) fn say(&self, text: &str) {
        if !self.json {
            self.line(text);
        }
    }

    /// A progress line that the next line replaces; only on a terminal.
    pub(crate) fn progress(&self, text: &str) {
        if !self.json && std::io::stderr().is_terminal() {
            eprint!("\r\x1b[K  {text}");
        }
    }

    /// Something that should be known and stops nothing.
    pub(crate) fn warning(&self, problem: &Error) {
        self.clear();
        let (message, advice) = (problem.message(self.language), problem.advice(self.language));
        let code = problem.code();
        let fields = json!({"code": code.number(), "name": code.name(), "message": message, "advice": advice});
        self.event("warning", fields, &format!("  ! {message}\n    -> {advice}"));
    }

    /// Ends a progress line.
    pub(crate) fn clear(&self) {
        if !self.json && std::io::stderr().is_terminal() {
            eprint!("\r\x1b[K");
        }
    }

    fn line(&self, text: &str) {
        // A closed pipe (`ehcert ... | head`) is no reason to panic: the work goes on.
        let _ = writeln!(std::io::stdout(), "{text}");
    }

    /// An error: what happened, what to do, and for the helpdesk the code and details.
    pub(crate) fn error(&self, error: &Error) {
        let (message, advice) = (error.message(self.language), error.advice(self.language));
        if self.json {
            let problem = ehcert_core::facade::error::Problem::from(error);
            let mut fields = serde_json::to_value(problem).unwrap_or_default();
            if let Value::Object(object) = &mut fields {
                object.insert("message".into(), message.into());
                object.insert("advice".into(), advice.into());
            }
            self.event("error", fields, "");
            return;
        }
        self.clear();
        let field = error
            .field_name()
            .map(|f| format!(" [{}]", ehcert_core::message::field_label(f, self.language)))
            .unwrap_or_default();
        eprintln!("{message}{field}\n  -> {advice}");
        eprint!("  ({} {}", error.code().number(), error.code().name());
        if let Some(detail) = error.detail_text() {
            eprint!(": {detail}");
        }
        eprintln!(")");
        for ra in error.ra_errors() {
            eprintln!("  RA: {} {}", ra.code, ra.message);
        }
    }
}
