//! A row as JSON.

use ehcert_core::{Timestamp, keystore::Shape, subject::FileIdentity};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Row, holder, state_name};

/// How the members of a row are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// As the answers of jobs: `daysLeft`.
    Camel,
    /// As the lines of the command line: `days_left`.
    Snake,
}

/// Every member of a row, under its name in [`Names::Snake`]. All are always there: `null` where something is not known.
#[derive(Serialize)]
struct Fields<'a> {
    path: String,
    state: &'static str,
    holder: String,
    identity: Option<&'a FileIdentity>,
    dn: Option<&'a str>,
    serial: Option<&'a str>,
    not_before: Option<String>,
    not_after: Option<String>,
    days_left: Option<i64>,
    in_replacement_period: Option<bool>,
    revoked: Option<String>,
    encryption_keys: Option<usize>,
    shape: Option<&'a Shape>,
    problem: Option<&'static str>,
}

impl Row {
    /// The row as a JSON object: times are RFC 3339, the problem is the name of an error. A path that is no Unicode has
    /// U+FFFD where it is not.
    pub fn to_json(&self, names: Names) -> Value {
        let survey = self.survey.as_ref().ok();
        let time = |time: Option<Timestamp>| time.map(|t| t.to_rfc3339());
        let fields = Fields {
            path: self.path.to_string_lossy().into_owned(),
            state: state_name(self),
            holder: holder(self),
            identity: survey.and_then(|s| s.identity.as_ref()),
            dn: survey.map(|s| s.dn.as_str()),
            serial: survey.map(|s| s.serial.as_str()),
            not_before: time(survey.and_then(|s| s.not_before)),
            not_after: time(survey.and_then(|s| s.not_after)),
            days_left: self.days_left(),
            in_replacement_period: survey.map(|s| s.in_replacement_period),
            revoked: time(survey.and_then(|s| s.revoked)),
            encryption_keys: survey.map(|s| s.encryption_keys),
            shape: survey.and_then(|s| s.shape.as_ref()),
            problem: self.problem().map(|e| e.code().name()),
        };
        // Only texts, numbers and lists of them: this does not fail.
        match serde_json::to_value(fields) {
            Ok(Value::Object(members)) if names == Names::Camel => {
                let mut renamed = Map::new();
                renamed.extend(members.into_iter().map(|(name, value)| (camel(&name), value)));
                Value::Object(renamed)
            }
            Ok(row) => row,
            Err(_) => Value::Null,
        }
    }
}

/// `days_left` as `daysLeft`.
fn camel(name: &str) -> String {
    let mut after_line = false;
    let mut out = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '_' => after_line = true,
            _ if std::mem::take(&mut after_line) => out.extend(letter.to_uppercase()),
            _ => out.push(letter),
        }
    }
    out
}
