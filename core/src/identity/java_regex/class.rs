//! Sets of characters.

use std::fmt::Write as _;

use super::unsupported;
use crate::Result;

/// A set of characters: its text for the `regex` crate, and its ranges unless a Unicode property is in it.
#[derive(Clone, Debug)]
pub(super) struct Set {
    pub(super) text: String,
    ranges: Option<Vec<(u32, u32)>>,
}

const LAST: u32 = 0x0010_FFFF;

impl Set {
    pub(super) fn ranges(mut ranges: Vec<(u32, u32)>) -> Self {
        ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::new();
        for (from, to) in ranges {
            match merged.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        let mut text = String::from("[");
        for (from, to) in &merged {
            // Surrogates are not characters.
            let from = if (0xD800..=0xDFFF).contains(from) { 0xE000 } else { *from };
            let to = if (0xD800..=0xDFFF).contains(to) { 0xD7FF } else { *to };
            if from <= to {
                let _ = write!(text, r"\x{{{from:X}}}-\x{{{to:X}}}");
            }
        }
        if text.len() == 1 {
            text.push_str(r"^\x{0}-\x{10FFFF}");
        }
        text.push(']');
        Self { text, ranges: Some(merged) }
    }

    pub(super) fn one(c: char) -> Self {
        Self::ranges(vec![(u32::from(c), u32::from(c))])
    }

    fn property(text: &str) -> Self {
        Self { text: format!("[{text}]"), ranges: None }
    }

    pub(super) fn negate(&self) -> Self {
        let Some(ranges) = &self.ranges else { return Self { text: format!("[^{}]", self.text), ranges: None } };
        let (mut out, mut next) = (Vec::new(), 0);
        for (from, to) in ranges {
            if *from > next {
                out.push((next, from - 1));
            }
            next = to.saturating_add(1);
        }
        if next <= LAST {
            out.push((next, LAST));
        }
        Self::ranges(out)
    }

    pub(super) fn union(&self, other: &Self) -> Self {
        match (&self.ranges, &other.ranges) {
            (Some(a), Some(b)) => Self::ranges(a.iter().chain(b).copied().collect()),
            _ => Self { text: format!("[{}{}]", self.text, other.text), ranges: None },
        }
    }

    pub(super) fn intersect(&self, other: &Self) -> Self {
        match (&self.ranges, &other.ranges) {
            (Some(_), Some(_)) => self.negate().union(&other.negate()).negate(),
            _ => Self { text: format!("[{}&&{}]", self.text, other.text), ranges: None },
        }
    }

    /// Whether no character is in both; false when that is not known.
    pub(super) fn is_disjoint(&self, other: &Self) -> bool {
        let (Some(a), Some(b)) = (&self.ranges, &other.ranges) else { return false };
        !a.iter().any(|x| b.iter().any(|y| x.0 <= y.1 && y.0 <= x.1))
    }

    /// With the other case of each ASCII letter, as Java's `(?i)` without `(?u)` has it.
    pub(super) fn ignoring_case(&self) -> Result<Self> {
        let ranges = self.ranges.as_ref().ok_or_else(|| unsupported("(?i) with \\p{...}"))?;
        let mut out = ranges.clone();
        for (first, shift) in [(u32::from(b'a'), -32i32), (u32::from(b'A'), 32)] {
            for (from, to) in ranges {
                let (from, to) = ((*from).max(first), (*to).min(first + 25));
                if from <= to {
                    out.push((from.saturating_add_signed(shift), to.saturating_add_signed(shift)));
                }
            }
        }
        Ok(Self::ranges(out))
    }
}

fn ascii(pairs: &[(char, char)]) -> Set {
    Set::ranges(pairs.iter().map(|(a, b)| (u32::from(*a), u32::from(*b))).collect())
}

/// The predefined classes of one letter: `\d \w \s \h \v` and their complements.
pub(super) fn predefined(letter: char) -> Option<Set> {
    let set = match letter.to_ascii_lowercase() {
        'd' => ascii(&[('0', '9')]),
        'w' => ascii(&[('0', '9'), ('A', 'Z'), ('a', 'z'), ('_', '_')]),
        's' => ascii(&[(' ', ' '), ('\t', '\r')]),
        'h' => ascii(&[
            (' ', ' '),
            ('\t', '\t'),
            ('\u{A0}', '\u{A0}'),
            ('\u{1680}', '\u{1680}'),
            ('\u{180E}', '\u{180E}'),
            ('\u{2000}', '\u{200A}'),
            ('\u{202F}', '\u{202F}'),
            ('\u{205F}', '\u{205F}'),
            ('\u{3000}', '\u{3000}'),
        ]),
        'v' => ascii(&[('\n', '\r'), ('\u{85}', '\u{85}'), ('\u{2028}', '\u{2029}')]),
        _ => return None,
    };
    Some(if letter.is_ascii_uppercase() { set.negate() } else { set })
}

const CATEGORIES: &[&str] = &[
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "LC", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe",
    "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp",
];

/// `\p{name}`.
pub(super) fn named(name: &str, ignore_case: bool) -> Result<Set> {
    let posix = match name {
        "Lower" if !ignore_case => Some(ascii(&[('a', 'z')])),
        "Upper" if !ignore_case => Some(ascii(&[('A', 'Z')])),
        // Java takes letters of both cases here.
        "Lower" | "Upper" | "Alpha" => Some(ascii(&[('A', 'Z'), ('a', 'z')])),
        "ASCII" => Some(ascii(&[('\0', '\x7F')])),
        "Digit" => Some(ascii(&[('0', '9')])),
        "Alnum" => Some(ascii(&[('0', '9'), ('A', 'Z'), ('a', 'z')])),
        "Punct" => Some(ascii(&[('!', '/'), (':', '@'), ('[', '`'), ('{', '~')])),
        "Graph" => Some(ascii(&[('!', '~')])),
        "Print" => Some(ascii(&[(' ', '~')])),
        "Blank" => Some(ascii(&[(' ', ' '), ('\t', '\t')])),
        "Cntrl" => Some(ascii(&[('\0', '\x1F'), ('\x7F', '\x7F')])),
        "XDigit" => Some(ascii(&[('0', '9'), ('A', 'F'), ('a', 'f')])),
        "Space" => Some(ascii(&[(' ', ' '), ('\t', '\r')])),
        "javaISOControl" => Some(ascii(&[('\0', '\x1F'), ('\x7F', '\u{9F}')])),
        _ => None,
    };
    if let Some(set) = posix {
        return Ok(set);
    }
    let property = match name {
        "javaLowerCase" | "IsLowercase" => r"\p{Lowercase}",
        "javaUpperCase" | "IsUppercase" => r"\p{Uppercase}",
        "javaAlphabetic" | "IsAlphabetic" => r"\p{Alphabetic}",
        "javaTitleCase" => r"\p{Lt}",
        "javaLetter" | "IsLetter" => r"\p{L}",
        "javaDigit" | "IsDigit" => r"\p{Nd}",
        "javaLetterOrDigit" => r"\p{L}\p{Nd}",
        "javaSpaceChar" => r"\p{Z}",
        "IsWhite_Space" | "IsWhiteSpace" => r"\p{White_Space}",
        // Character.isWhitespace: separators that may break a line, and some controls.
        "javaWhitespace" => r"\p{Z}&&[^\x{A0}\x{2007}\x{202F}]",
        _ => {
            let category = ["general_category=", "gc="].iter().find_map(|p| name.strip_prefix(p));
            let category = category.or_else(|| name.strip_prefix("Is")).unwrap_or(name);
            if !CATEGORIES.contains(&category) {
                return Err(unsupported(&format!("\\p{{{name}}}")));
            }
            if ignore_case {
                return Err(unsupported("(?i) with \\p{...}"));
            }
            return Ok(Set::property(&format!(r"\p{{{category}}}")));
        }
    };
    if ignore_case {
        return Err(unsupported("(?i) with \\p{...}"));
    }
    let set = Set::property(property);
    Ok(if name == "javaWhitespace" { set.union(&ascii(&[('\t', '\r'), ('\x1C', '\x1F')])) } else { set })
}
