//! The one error of the public API.

use std::borrow::Cow;

use crate::{Code, Language, message, message::RaError};

/// A value for a place `{key}` in a text.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct NamedValue {
    /// The name of the place.
    pub key: String,
    /// What stands there.
    pub value: String,
}

/// What the registration authority itself said.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct RaMessage {
    /// The RA's code, as it came.
    pub code: String,
    /// The RA's text (English), as it came.
    pub message: String,
    /// What the RA added.
    pub parameters: Vec<NamedValue>,
}

/// What went wrong (or, as a finding, what should be told): the same in every language binding.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Problem {
    /// Stable number.
    pub code: u16,
    /// Stable name.
    pub name: String,
    /// The field of the caller's input that is wrong, if it is about one.
    pub field: Option<String>,
    /// Whether a repetition can help.
    pub retryable: bool,
    /// Who must act: `user`, `helpdesk`, `integrator` or `ehealth`.
    pub actor: String,
    /// A technical remark for a log, without secrets and personal data.
    pub detail: Option<String>,
    /// Values of the text.
    pub values: Vec<NamedValue>,
    /// What the registration authority said.
    pub ra: Vec<RaMessage>,
}

impl From<&crate::Error> for Problem {
    fn from(error: &crate::Error) -> Self {
        let code = error.code();
        let named =
            |(key, value): &(Cow<'static, str>, String)| NamedValue { key: key.to_string(), value: value.clone() };
        Self {
            code: code.number(),
            name: code.name().to_owned(),
            field: error.field_name().map(str::to_owned),
            retryable: code.retryable(),
            actor: actor(code),
            detail: error.detail_text().map(str::to_owned),
            values: error.values().iter().map(named).collect(),
            ra: error
                .ra_errors()
                .iter()
                .map(|e| RaMessage {
                    code: e.code.clone(),
                    message: e.message.clone(),
                    parameters: e
                        .parameters
                        .iter()
                        .map(|(key, value)| NamedValue { key: key.clone(), value: value.clone() })
                        .collect(),
                })
                .collect(),
        }
    }
}

/// The error that a problem was made of, for a surface in Rust that prints it.
impl From<Problem> for crate::Error {
    fn from(problem: Problem) -> Self {
        let mut error = Self::new(Code::from_number(problem.code).unwrap_or(Code::INTERNAL));
        if let Some(field) = problem.field {
            error = error.field(field);
        }
        if let Some(detail) = problem.detail {
            error = error.detail(detail);
        }
        for NamedValue { key, value } in problem.values {
            error = error.with(key, value);
        }
        let parameters = |all: Vec<NamedValue>| all.into_iter().map(|p| (p.key, p.value)).collect();
        let said = |m: RaMessage| RaError { code: m.code, message: m.message, parameters: parameters(m.parameters) };
        error.ra(problem.ra.into_iter().map(said).collect())
    }
}

impl From<EhcertError> for crate::Error {
    fn from(error: EhcertError) -> Self {
        error.into_problem().into()
    }
}

fn actor(code: Code) -> String {
    match code.actor() {
        message::Actor::User => "user",
        message::Actor::Helpdesk => "helpdesk",
        message::Actor::Integrator => "integrator",
        message::Actor::Ehealth => "ehealth",
    }
    .to_owned()
}

/// The error of every fallible call: one variant for each group of codes, so that a language with exceptions has
/// one class for each. The order is that of the numbers and only grows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Error))]
pub enum EhcertError {
    /// 1000: arguments, state, what concerns everything.
    General {
        /// What went wrong.
        problem: Problem,
    },
    /// 1100: identifier types and numbers.
    Identity {
        /// What went wrong.
        problem: Problem,
    },
    /// 1200: what a person fills in.
    Request {
        /// What went wrong.
        problem: Problem,
    },
    /// 1300: names, keys and CSRs.
    Key {
        /// What went wrong.
        problem: Problem,
    },
    /// 1400: keystores.
    Keystore {
        /// What went wrong.
        problem: Problem,
    },
    /// 1500: certificates and trust.
    Trust {
        /// What went wrong.
        problem: Problem,
    },
    /// 1600: the registration authority.
    Authority {
        /// What went wrong.
        problem: Problem,
    },
    /// 1700: the identity card.
    Card {
        /// What went wrong.
        problem: Problem,
    },
    /// 1800: encryption tokens and sealed messages.
    Sealing {
        /// What went wrong.
        problem: Problem,
    },
    /// 1900: the operations.
    Operation {
        /// What went wrong.
        problem: Problem,
    },
    /// 2000: card reader, network, files.
    Driver {
        /// What went wrong.
        problem: Problem,
    },
}

impl EhcertError {
    /// What went wrong.
    pub fn problem(&self) -> &Problem {
        match self {
            Self::General { problem }
            | Self::Identity { problem }
            | Self::Request { problem }
            | Self::Key { problem }
            | Self::Keystore { problem }
            | Self::Trust { problem }
            | Self::Authority { problem }
            | Self::Card { problem }
            | Self::Sealing { problem }
            | Self::Operation { problem }
            | Self::Driver { problem } => problem,
        }
    }

    /// What went wrong, giving up the rest.
    pub fn into_problem(self) -> Problem {
        self.problem().clone()
    }
}

impl From<Problem> for EhcertError {
    fn from(problem: Problem) -> Self {
        match problem.code / 100 {
            11 => Self::Identity { problem },
            12 => Self::Request { problem },
            13 => Self::Key { problem },
            14 => Self::Keystore { problem },
            15 => Self::Trust { problem },
            16 => Self::Authority { problem },
            17 => Self::Card { problem },
            18 => Self::Sealing { problem },
            19 => Self::Operation { problem },
            20 => Self::Driver { problem },
            _ => Self::General { problem },
        }
    }
}

impl std::fmt::Display for EhcertError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let problem = self.problem();
        write!(f, "{}: {}", problem.name, describe_problem(problem.clone(), "en".to_owned()).message)
    }
}

impl std::error::Error for EhcertError {}

impl From<crate::Error> for EhcertError {
    fn from(error: crate::Error) -> Self {
        Problem::from(&error).into()
    }
}

impl From<Code> for EhcertError {
    fn from(code: Code) -> Self {
        crate::Error::new(code).into()
    }
}

/// What a person reads of a problem.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Description {
    /// What happened, in plain words.
    pub message: String,
    /// What to do next.
    pub advice: String,
}

/// The texts of a problem in a language (`fr`, `nl`, `de`, `en`, with or without region); English for any
/// other.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn describe_problem(problem: Problem, language: String) -> Description {
    let code = Code::from_number(problem.code);
    described(problem, code, language_of(&language))
}

/// As [`describe_problem`] for a problem of a form or a preview ([`message::of_forms`]).
pub fn describe_problem_of_form(problem: Problem, language: String) -> Description {
    let code = message::of_forms().find(|code| code.number() == problem.code);
    described(problem, code, language_of(&language))
}

fn described(problem: Problem, code: Option<Code>, language: Language) -> Description {
    let Some(code) = code else {
        return Description { message: problem.name, advice: String::new() };
    };
    let fill =
        |text: &str| problem.values.iter().fold(text.to_owned(), |t, v| t.replace(&format!("{{{}}}", v.key), &v.value));
    let text = code.text(language);
    Description { message: fill(text.message), advice: fill(text.advice) }
}

/// One row of the table of codes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CodeRow {
    /// Stable number.
    pub code: u16,
    /// Stable name.
    pub name: String,
    /// Whether a repetition can help.
    pub retryable: bool,
    /// Who must act.
    pub actor: String,
    /// What happened, with its places unfilled.
    pub message: String,
    /// What to do next, with its places unfilled.
    pub advice: String,
}

/// All codes, in a language.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn error_table(language: String) -> Vec<CodeRow> {
    let language = language_of(&language);
    let mut rows = Vec::new();
    for code in message::all() {
        let text = code.text(language);
        rows.push(CodeRow {
            code: code.number(),
            name: code.name().to_owned(),
            retryable: code.retryable(),
            actor: actor(code),
            message: text.message.to_owned(),
            advice: text.advice.to_owned(),
        });
    }
    rows
}

/// The name of a field, for people.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn field_label(field: String, language: String) -> String {
    message::field_label(&field, language_of(&language)).to_owned()
}

/// The name of a step, for people.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn step_label(step: String, language: String) -> String {
    message::step_label(&step, language_of(&language)).to_owned()
}

/// The language of a tag; English where it is none of the four.
pub(super) fn language_of(tag: &str) -> Language {
    Language::from_tag(tag).unwrap_or_default()
}
