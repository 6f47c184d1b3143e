//! The catalogue of identifier types: built in, and replaced at run time by what the RA says.

use serde::{Deserialize, Serialize};

use super::{
    CheckAlgorithm, HolderKind, IdentifierType, Ssin,
    java_regex::Pattern,
    types::{Rule, built_in},
};
use crate::{Code, Error, Language, Result, subject};

/// The RA's list has at most this many types; today's have about 35.
pub const MAX_TYPES: usize = 500;
/// Names, algorithms and services of one type: at most this many of each, of this many characters.
const MAX_TEXTS: usize = 64;
const MAX_TEXT: usize = 256;
/// What a person may type as a number, before separators are taken out.
pub(super) const MAX_TYPED: usize = 128;

/// One organisation type as `GetGenericOrganizationTypes` returns it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OrganizationTypeData {
    /// `IdentifierType`.
    pub identifier_type: String,
    /// Language tag and text of each `Name`.
    pub names: Vec<(String, String)>,
    /// `ValidationRegEx`, in Java syntax.
    pub validation_regex: Option<String>,
    /// `CheckDigitAlgorithm`.
    pub check_digit_algorithms: Vec<String>,
    /// `AvailableBaseService`.
    pub available_base_services: Vec<String>,
}

/// A number that can be sent.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckedIdentifier {
    /// The type as a certificate has it: an alias is replaced by it.
    pub identifier_type: String,
    /// The number without separators.
    pub value: String,
    /// What should be shown to the person, who may be right nevertheless.
    #[serde(skip)]
    pub warnings: Vec<Error>,
}

impl std::fmt::Debug for CheckedIdentifier {
    /// Without the number, which may be a national number.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CheckedIdentifier({}=..., {:?})", self.identifier_type, self.warnings)
    }
}

/// All identifier types that are known.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Catalogue {
    types: Vec<IdentifierType>,
    from_ra: bool,
}

impl Default for Catalogue {
    /// The built-in types.
    fn default() -> Self {
        Self { types: built_in(), from_ra: false }
    }
}

/// Without spaces of any kind and the marks that people put between digits.
pub(super) fn without_separators(text: &str) -> String {
    let is_separator = |c: char| c.is_whitespace() || ".-/_,\u{2010}\u{2011}\u{2012}\u{2013}\u{2212}".contains(c);
    text.chars().filter(|c| !is_separator(*c)).collect()
}

impl Catalogue {
    /// The built-in types, made once: a form checks at every key stroke.
    pub fn built_in() -> &'static Self {
        static BUILT_IN: std::sync::LazyLock<Catalogue> = std::sync::LazyLock::new(Catalogue::default);
        &BUILT_IN
    }
    /// All types, in the order in which they should be offered.
    pub fn types(&self) -> &[IdentifierType] {
        &self.types
    }
    /// Whether [`Self::replace_from`] was done: the list is then complete for organisations.
    pub fn is_from_ra(&self) -> bool {
        self.from_ra
    }
    /// The type with this code or alias, in any case.
    pub fn find(&self, name: &str) -> Option<&IdentifierType> {
        let name = name.trim();
        self.types
            .iter()
            .find(|t| t.code.eq_ignore_ascii_case(name))
            .or_else(|| self.types.iter().find(|t| t.aliases.iter().any(|a| a.eq_ignore_ascii_case(name))))
    }

    /// Replaces the organisation types by those of the RA; the types of persons stay. A type's length
    /// and aliases are kept where ehcert knows them, and names in languages that the RA does not give.
    ///
    /// Returned are remarks, each with the type in `{type}`: an expression that cannot be run in linear
    /// time or an unknown algorithm ([`Code::PATTERN_UNSUPPORTED`], [`Code::PATTERN_INVALID`],
    /// [`Code::CHECK_ALGORITHM_UNKNOWN`]; the type stays and the RA has the last word), or an entry that
    /// is malformed and left out ([`Code::IDENTIFIER_TYPE_INVALID`]).
    ///
    /// # Errors
    /// [`Code::ORGANIZATION_TYPES_UNUSABLE`] when nothing usable is in the list or it is longer than
    /// [`MAX_TYPES`]; the catalogue is then unchanged.
    pub fn replace_from(&mut self, list: Vec<OrganizationTypeData>) -> Result<Vec<Error>> {
        if list.len() > MAX_TYPES {
            return Err(Error::new(Code::ORGANIZATION_TYPES_UNUSABLE).detail("too many types"));
        }
        let known = built_in();
        let mut remarks = Vec::new();
        let mut types: Vec<IdentifierType> = known.iter().filter(|t| t.is_person()).cloned().collect();
        let persons = types.len();
        for data in list {
            if !is_sound(&data) || types.iter().any(|t| t.code == data.identifier_type) {
                let shown: String = data.identifier_type.chars().filter(|c| !c.is_control()).take(64).collect();
                remarks.push(Error::new(Code::IDENTIFIER_TYPE_INVALID).field("identifier_type").with("type", shown));
                continue;
            }
            let known = known.iter().find(|t| t.code == data.identifier_type);
            types.push(from_ra(data, known, &mut remarks));
        }
        if types.len() == persons {
            return Err(Error::new(Code::ORGANIZATION_TYPES_UNUSABLE).detail("no usable type"));
        }
        self.types = types;
        self.from_ra = true;
        Ok(remarks)
    }

    /// Checks a typed number and brings it into the form that is sent: separators out, `BE` before an
    /// enterprise number out, 9 old digits of one filled up, the first 8 of an 11-digit NIHII number where
    /// the type wants 8.
    ///
    /// A type that is not in the built-in list is accepted with the warning
    /// [`Code::IDENTIFIER_TYPE_UNKNOWN`], because the platform's list grows. Once the RA has given its list,
    /// an organisation type outside of it is refused with the same code: the RA accepts no other.
    ///
    /// # Errors
    /// With the field `identifier_type` or `identifier`: [`Code::IDENTIFIER_TYPE_INVALID`],
    /// [`Code::IDENTIFIER_TYPE_UNKNOWN`], [`Code::IDENTIFIER_MISSING`], [`Code::IDENTIFIER_CHARACTERS`],
    /// [`Code::IDENTIFIER_LENGTH`], [`Code::IDENTIFIER_PATTERN`], [`Code::IDENTIFIER_CHECK_DIGIT`] and those
    /// of [`Ssin::parse`].
    pub fn check(&self, identifier_type: &str, value: &str) -> Result<CheckedIdentifier> {
        let mut warnings = Vec::new();
        let Some(known) = self.find(identifier_type) else {
            let code = crate::unicode::upper(identifier_type.trim());
            let about = |c| Error::new(c).field("identifier_type").with("type", shown(&code));
            if !is_type_name(&code) {
                return Err(about(Code::IDENTIFIER_TYPE_INVALID));
            }
            if self.from_ra {
                return Err(about(Code::IDENTIFIER_TYPE_UNKNOWN));
            }
            warnings.push(about(Code::IDENTIFIER_TYPE_UNKNOWN));
            let value = plain(&code, value)?;
            return Ok(CheckedIdentifier { identifier_type: code, value, warnings });
        };
        let code = known.code.clone();
        let mut value = plain(&code, value)?;
        if known.rule == Rule::Ssin {
            value = Ssin::parse(&value)?.plain().to_owned();
            return Ok(CheckedIdentifier { identifier_type: code, value, warnings });
        }
        if known.pattern.is_none() && !value.bytes().all(|b| b.is_ascii_digit()) {
            return Err(about(Code::IDENTIFIER_CHARACTERS, &code));
        }
        self.fit_length(known, &mut value, &mut warnings)?;
        match &known.pattern {
            Some(Ok(pattern)) if !pattern.matches(&value) => return Err(about(Code::IDENTIFIER_PATTERN, &code)),
            Some(Err(unusable)) => warnings.push(unusable.clone()),
            Some(Ok(_)) | None => {}
        }
        check_digits(known, &value, &mut warnings)?;
        Ok(CheckedIdentifier { identifier_type: code, value, warnings })
    }

    fn fit_length(&self, known: &IdentifierType, value: &mut String, warnings: &mut Vec<Error>) -> Result<()> {
        let Some(length) = known.length.map(usize::from) else { return Ok(()) };
        let found = value.len();
        if found == length || known.pattern.as_ref().is_some_and(|p| p.as_ref().is_ok_and(|p| p.matches(value))) {
            return Ok(());
        }
        if known.code.starts_with("NIHII") && length == 8 && found == 11 {
            value.truncate(8);
            warnings.push(about(Code::IDENTIFIER_SHORTENED, &known.code));
        } else if known.code.starts_with("CBE") && found == 9 {
            // Enterprise numbers were VAT numbers of nine digits once; the zero in front is theirs.
            value.insert(0, '0');
        } else {
            let error = about(Code::IDENTIFIER_LENGTH, &known.code).with("expected", length).with("found", found);
            // Without expression, the RA takes a number of any length for a type of its list.
            if !known.from_ra {
                return Err(error);
            }
            if known.pattern.is_none() {
                warnings.push(error);
            }
        }
        Ok(())
    }
}

fn about(code: Code, identifier_type: &str) -> Error {
    Error::new(code).field("identifier").with("type", identifier_type)
}

fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(subject::MAX_TYPE).collect()
}

/// A type's name: upper-case letters, digits, `_`, and one `-` at most.
fn is_type_name(name: &str) -> bool {
    (1..=subject::MAX_TYPE).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().all(|b| matches!(b, b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-'))
        && name.matches('-').count() <= 1
}

/// A typed number without its separators, and without a `TYPE=` or `BE` that was copied with it.
fn plain(code: &str, typed: &str) -> Result<String> {
    if typed.len() > MAX_TYPED {
        return Err(about(Code::IDENTIFIER_LENGTH, code)
            .with("expected", subject::MAX_IDENTIFIER)
            .with("found", typed.len()));
    }
    let typed = typed.trim();
    let typed = typed.strip_prefix(code).and_then(|t| t.trim_start().strip_prefix('=')).unwrap_or(typed);
    let mut value = without_separators(typed);
    if code.starts_with("CBE")
        && let Some((country, number)) = value.split_at_checked(2)
        && country.eq_ignore_ascii_case("BE")
    {
        value = number.to_owned();
    }
    if value.is_empty() {
        return Err(about(Code::IDENTIFIER_MISSING, code));
    }
    if !value.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(about(Code::IDENTIFIER_CHARACTERS, code));
    }
    if value.len() > subject::MAX_IDENTIFIER {
        return Err(about(Code::IDENTIFIER_LENGTH, code)
            .with("expected", subject::MAX_IDENTIFIER)
            .with("found", value.len()));
    }
    Ok(value)
}

fn check_digits(known: &IdentifierType, value: &str, warnings: &mut Vec<Error>) -> Result<()> {
    // The last three digits of an 11-digit NIHII number are a qualification code, which no check covers.
    let digits = if known.code == "NIHII11" { value.get(..8).unwrap_or(value) } else { value };
    let mut names = known.check_digit_algorithms.iter();
    let passed = names.position(|name| CheckAlgorithm::find(name).is_some_and(|a| a.accepts(digits)));
    let failed = about(Code::IDENTIFIER_CHECK_DIGIT, &known.code);
    match (known.rule, passed) {
        (Rule::None | Rule::Ssin, _) => {}
        (Rule::Nihii, Some(at)) if at > 0 => warnings.push(about(Code::IDENTIFIER_CHECK_DIGIT_UNUSUAL, &known.code)),
        (_, Some(_)) => {}
        (Rule::Inferred, None) => warnings.push(failed),
        (Rule::Certain | Rule::Nihii, None) => return Err(failed),
        // No algorithm: every number will do. One that ehcert does not know: perhaps it would pass.
        (Rule::Ra, None) => {
            let unknown = known.check_digit_algorithms.iter().find(|name| CheckAlgorithm::find(name).is_none());
            match unknown {
                Some(name) => {
                    let remark = about(Code::CHECK_ALGORITHM_UNKNOWN, &known.code).with("algorithm", shown(name));
                    warnings.push(remark);
                }
                None if known.check_digit_algorithms.is_empty() => {}
                None => return Err(failed),
            }
        }
    }
    Ok(())
}

fn is_sound(data: &OrganizationTypeData) -> bool {
    let short = |text: &str| text.chars().count() <= MAX_TEXT && !text.chars().any(char::is_control);
    let few = |texts: &[String]| texts.len() <= MAX_TEXTS && texts.iter().all(|t| short(t));
    is_type_name(&data.identifier_type)
        && data.names.len() <= MAX_TEXTS
        && data.names.iter().all(|(language, text)| short(language) && short(text))
        && few(&data.check_digit_algorithms)
        && few(&data.available_base_services)
}

fn from_ra(data: OrganizationTypeData, known: Option<&IdentifierType>, remarks: &mut Vec<Error>) -> IdentifierType {
    let code = data.identifier_type;
    let about = |e: Error| e.field("identifier_type").with("type", &code);
    let pattern = data
        .validation_regex
        .as_deref()
        .filter(|p| cfg!(feature = "java-regex") && !p.is_empty())
        .map(|p| Pattern::translate(p).map_err(about));
    if let Some(Err(refused)) = &pattern {
        remarks.push(refused.clone());
    }
    for name in data.check_digit_algorithms.iter().filter(|name| CheckAlgorithm::find(name).is_none()) {
        remarks.push(about(Error::new(Code::CHECK_ALGORITHM_UNKNOWN)).with("algorithm", name));
    }
    let mut names: Vec<(Language, String)> = Vec::new();
    let given = data.names.iter().filter_map(|(tag, text)| Some((Language::from_tag(tag)?, text.trim().to_owned())));
    let ours = known.map(|k| k.names.clone()).unwrap_or_default();
    for (language, text) in given.chain(ours) {
        if !text.is_empty() && !names.iter().any(|(have, _)| *have == language) {
            names.push((language, text));
        }
    }
    IdentifierType {
        aliases: known.map(|k| k.aliases.clone()).unwrap_or_default(),
        length: known.and_then(|k| k.length),
        holder: HolderKind::Organization,
        names,
        validation_regex: data.validation_regex,
        check_digit_algorithms: data.check_digit_algorithms,
        available_base_services: data.available_base_services,
        from_ra: true,
        rule: Rule::Ra,
        pattern,
        code,
    }
}

#[cfg(test)]
#[path = "catalogue_tests.rs"]
mod tests;
