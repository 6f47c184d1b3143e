//! The one table of errors: number, stable name, texts in four languages, whether a repetition can
//! help, and who must act. Every surface shows the same codes. Beside it, the names of fields and steps.
//!
//! Numbers are append-only and are grouped by room: 1000 general, 1100 identity, 1200 request,
//! 1300 subject, key and CSR, 1400 keystore, 1500 certificate and trust, 1600 registration authority,
//! 1700 eID, 1800 ETK and sealed messages, 1900 flows, 2000 driver (card reader, network, files).

mod card_label;
mod error;
mod label;
mod pack;
mod table;

pub use card_label::{card_label, check_label};
pub use error::{Error, RaError, Result};
pub use label::{field_label, step_label};
pub(crate) use pack::{Kind, installed};
pub use pack::{install, pack};
pub use table::{all, of_forms};

/// Whether the texts of other languages are left out, to be installed at run time ([`install`]): set when the module for
/// browsers is built. A variable and no feature, because features of one build are added up.
pub(crate) const ENGLISH_ALONE: bool = option_env!("EHCERT_TEXTS_ON_DEMAND").is_some();

/// A language that people read messages in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
    /// Dutch.
    Nl,
    /// German.
    De,
}

impl Language {
    /// All four, in the order of the tables.
    pub const ALL: [Self; 4] = [Self::En, Self::Fr, Self::Nl, Self::De];

    /// From an ISO 639-1 code, with or without region and in any case (`fr`, `nl-BE`, `de_DE.UTF-8`).
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.get(..2)?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::En),
            "fr" => Some(Self::Fr),
            "nl" => Some(Self::Nl),
            "de" => Some(Self::De),
            _ => None,
        }
    }

    /// The ISO 639-1 code.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::Nl => "nl",
            Self::De => "de",
        }
    }
}

/// Who can do something about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Actor {
    /// The person in front of the screen.
    User,
    /// The helpdesk of the practice or of the software vendor.
    Helpdesk,
    /// The programmer who calls ehcert.
    Integrator,
    /// The eHealth platform.
    Ehealth,
}

/// Whether the same call can succeed later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Retry {
    /// Not without changing something.
    No,
    /// Yes: the cause passes by itself or can be removed by a person.
    Yes,
}

/// What a person reads, in one language. `{key}` stands for a value of the error.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// What happened, in plain words.
    pub message: &'static str,
    /// What to do next.
    pub advice: &'static str,
}

/// One row of the table.
#[derive(Debug)]
pub struct Entry {
    /// Stable number, never reused.
    pub number: u16,
    /// Whether a repetition can help.
    pub retry: Retry,
    /// Who must act.
    pub actor: Actor,
    /// The stable name, then message and advice in the order of [`Language::ALL`], a line each: one text of a row takes
    /// far less space in a module for browsers than nine with an address and a length each. English alone where the
    /// others are installed ([`install`]).
    pub texts: &'static str,
}

/// An error code: a row of the table.
#[derive(Clone, Copy)]
pub struct Code(pub(crate) &'static Entry);

impl Code {
    /// Stable number, never reused.
    pub fn number(self) -> u16 {
        self.0.number
    }
    /// Stable name, such as `IdentifierCheckDigit`; eHealth's own name where it has one.
    pub fn name(self) -> &'static str {
        self.0.texts.split_once('\n').map_or("", |(name, _)| name)
    }
    /// Whether a repetition can help.
    pub fn retryable(self) -> bool {
        self.0.retry == Retry::Yes
    }
    /// Who must act.
    pub fn actor(self) -> Actor {
        self.0.actor
    }
    /// The texts in one language, with their `{key}` places unfilled. English where those of the language are to be
    /// installed first ([`install`]).
    pub fn text(self, language: Language) -> Text {
        let of = |language| {
            let mut lines = self.0.texts.split('\n').skip(1 + 2 * language as usize);
            Some(Text { message: lines.next()?, advice: lines.next()? })
        };
        let text = of(language).or_else(|| pack::installed_text(language, self)).or_else(|| of(Language::En));
        text.unwrap_or(Text { message: "", advice: "" })
    }
    /// The row with this number.
    pub fn from_number(number: u16) -> Option<Self> {
        all().find(|code| code.number() == number)
    }
    /// The row with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        all().find(|code| code.name() == name)
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.number() == other.number()
    }
}
impl Eq for Code {}
impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
