use std::borrow::Cow;

use super::{Code, Language};

/// The result of everything in ehcert.
pub type Result<T> = std::result::Result<T, Error>;

/// What the registration authority itself said.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct RaError {
    /// The RA's code, as it came.
    pub code: String,
    /// The RA's text (English), as it came.
    pub message: String,
    /// Names and values that the RA added.
    pub parameters: Vec<(String, String)>,
}

/// An error: a [`Code`], the field it is about, and values for its text. Never holds a password, PIN,
/// private key or national number.
#[derive(Clone, PartialEq)]
pub struct Error(Box<Inner>);

#[derive(Clone, PartialEq)]
struct Inner {
    code: Code,
    field: Option<Cow<'static, str>>,
    values: Vec<(Cow<'static, str>, String)>,
    detail: Option<String>,
    ra: Vec<RaError>,
}

impl Error {
    /// A bare error.
    // Errors are made in a thousand places: what makes them stays in one, and out of the way of what goes well.
    #[cold]
    #[inline(never)]
    pub fn new(code: Code) -> Self {
        Self(Box::new(Inner { code, field: None, values: Vec::new(), detail: None, ra: Vec::new() }))
    }
    /// Names the field of the caller's input that is wrong (`identifier`, `email_private`...).
    #[must_use]
    pub fn field(self, field: impl Into<Cow<'static, str>>) -> Self {
        self.set_field(field.into())
    }
    /// A value for the place `{key}` of the text.
    #[must_use]
    pub fn with(self, key: impl Into<Cow<'static, str>>, value: impl ToString) -> Self {
        self.add_value(key.into(), value.to_string())
    }
    /// A technical remark for a log. Must not hold a secret or personal data.
    #[must_use]
    pub fn detail(self, detail: impl ToString) -> Self {
        self.set_detail(detail.to_string())
    }
    /// What the registration authority said.
    #[must_use]
    pub fn ra(mut self, errors: Vec<RaError>) -> Self {
        self.0.ra = errors;
        self
    }

    #[cold]
    #[inline(never)]
    fn set_field(mut self, field: Cow<'static, str>) -> Self {
        self.0.field = Some(field);
        self
    }

    #[cold]
    #[inline(never)]
    fn add_value(mut self, key: Cow<'static, str>, value: String) -> Self {
        self.0.values.push((key, value));
        self
    }

    #[cold]
    #[inline(never)]
    fn set_detail(mut self, detail: String) -> Self {
        self.0.detail = Some(detail);
        self
    }

    /// The code.
    pub fn code(&self) -> Code {
        self.0.code
    }
    /// The field of the caller's input that is wrong, if the error is about one.
    pub fn field_name(&self) -> Option<&str> {
        self.0.field.as_deref()
    }
    /// The value given for a place of the text.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.0.values.iter().find(|(k, _)| *k == key).map(|(_, v)| v.as_str())
    }
    /// All values of the text.
    pub fn values(&self) -> &[(Cow<'static, str>, String)] {
        &self.0.values
    }
    /// The technical remark.
    pub fn detail_text(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }
    /// What the registration authority said, if it spoke.
    pub fn ra_errors(&self) -> &[RaError] {
        &self.0.ra
    }
    /// What happened, in plain words.
    pub fn message(&self, language: Language) -> String {
        self.fill(self.0.code.text(language).message)
    }
    /// What to do next.
    pub fn advice(&self, language: Language) -> String {
        self.fill(self.0.code.text(language).advice)
    }

    fn fill(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for (key, value) in &self.0.values {
            out = out.replace(&format!("{{{key}}}"), value);
        }
        out
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.0.code.name(), self.message(Language::En))?;
        if let Some(field) = &self.0.field {
            write!(f, " [{field}]")?;
        }
        if let Some(detail) = &self.0.detail {
            write!(f, " ({detail})")?;
        }
        for ra in &self.0.ra {
            write!(f, " (RA: {} {})", ra.code, ra.message)?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}
