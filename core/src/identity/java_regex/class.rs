//! Sets of characters.

use unicode_general_category::{GeneralCategory, GeneralCategory::*, get_general_category};

use super::unsupported;
use crate::Result;

/// A set of characters. Without a Unicode property in it, it is always `Ranges`.
#[derive(Clone, Debug)]
pub(super) enum Set {
    /// From and to, in order and apart from each other.
    Ranges(Vec<(u32, u32)>),
    /// What a property of Unicode holds for.
    Property(fn(char) -> bool),
    /// Of these general categories.
    Categories(&'static [GeneralCategory]),
    /// Every other character.
    Not(Box<Self>),
    /// What is in one of them.
    Any(Vec<Self>),
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
        Self::Ranges(merged)
    }

    pub(super) fn one(c: char) -> Self {
        Self::ranges(vec![(u32::from(c), u32::from(c))])
    }

    pub(super) fn contains(&self, c: char) -> bool {
        match self {
            Self::Ranges(ranges) => {
                let c = u32::from(c);
                ranges.get(ranges.partition_point(|(_, to)| *to < c)).is_some_and(|(from, _)| *from <= c)
            }
            Self::Property(holds) => holds(c),
            Self::Categories(list) => list.contains(&get_general_category(c)),
            Self::Not(set) => !set.contains(c),
            Self::Any(sets) => sets.iter().any(|set| set.contains(c)),
        }
    }

    /// How many ranges and properties it is made of.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Ranges(ranges) => ranges.len(),
            Self::Property(_) | Self::Categories(_) => 1,
            Self::Not(set) => set.size(),
            Self::Any(sets) => sets.iter().map(Self::size).sum(),
        }
    }

    pub(super) fn negate(&self) -> Self {
        let Self::Ranges(ranges) = self else { return Self::Not(Box::new(self.clone())) };
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
        match (self, other) {
            (Self::Ranges(a), Self::Ranges(b)) => Self::ranges(a.iter().chain(b).copied().collect()),
            // A long list stays flat, so that nothing recurses as deep as it is long.
            (Self::Any(list), other) => Self::Any(list.iter().chain([other]).cloned().collect()),
            _ => Self::Any(vec![self.clone(), other.clone()]),
        }
    }

    pub(super) fn intersect(&self, other: &Self) -> Self {
        self.negate().union(&other.negate()).negate()
    }

    /// Whether no character is in both; false when that is not known.
    pub(super) fn is_disjoint(&self, other: &Self) -> bool {
        let (Self::Ranges(a), Self::Ranges(b)) = (self, other) else { return false };
        !a.iter().any(|x| b.iter().any(|y| x.0 <= y.1 && y.0 <= x.1))
    }

    /// With the other case of each ASCII letter, as Java's `(?i)` without `(?u)` has it.
    pub(super) fn ignoring_case(&self) -> Result<Self> {
        let Self::Ranges(ranges) = self else { return Err(unsupported("(?i) with \\p{...}")) };
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

/// A general category by its short name; of a group of them all that are in it.
fn category(name: &str) -> Option<&'static [GeneralCategory]> {
    Some(match name {
        "L" => &[UppercaseLetter, LowercaseLetter, TitlecaseLetter, ModifierLetter, OtherLetter],
        "LC" => &[UppercaseLetter, LowercaseLetter, TitlecaseLetter],
        "Lu" => &[UppercaseLetter],
        "Ll" => &[LowercaseLetter],
        "Lt" => &[TitlecaseLetter],
        "Lm" => &[ModifierLetter],
        "Lo" => &[OtherLetter],
        "M" => &[NonspacingMark, SpacingMark, EnclosingMark],
        "Mn" => &[NonspacingMark],
        "Mc" => &[SpacingMark],
        "Me" => &[EnclosingMark],
        "N" => &[DecimalNumber, LetterNumber, OtherNumber],
        "Nd" => &[DecimalNumber],
        "Nl" => &[LetterNumber],
        "No" => &[OtherNumber],
        "P" => &[
            ConnectorPunctuation,
            DashPunctuation,
            OpenPunctuation,
            ClosePunctuation,
            InitialPunctuation,
            FinalPunctuation,
            OtherPunctuation,
        ],
        "Pc" => &[ConnectorPunctuation],
        "Pd" => &[DashPunctuation],
        "Ps" => &[OpenPunctuation],
        "Pe" => &[ClosePunctuation],
        "Pi" => &[InitialPunctuation],
        "Pf" => &[FinalPunctuation],
        "Po" => &[OtherPunctuation],
        "S" => &[MathSymbol, CurrencySymbol, ModifierSymbol, OtherSymbol],
        "Sm" => &[MathSymbol],
        "Sc" => &[CurrencySymbol],
        "Sk" => &[ModifierSymbol],
        "So" => &[OtherSymbol],
        "Z" => &[SpaceSeparator, LineSeparator, ParagraphSeparator],
        "Zs" => &[SpaceSeparator],
        "Zl" => &[LineSeparator],
        "Zp" => &[ParagraphSeparator],
        _ => return None,
    })
}

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
    let set = match name {
        "javaLowerCase" | "IsLowercase" => Set::Property(char::is_lowercase),
        "javaUpperCase" | "IsUppercase" => Set::Property(char::is_uppercase),
        "javaAlphabetic" | "IsAlphabetic" => Set::Property(char::is_alphabetic),
        "IsWhite_Space" | "IsWhiteSpace" => Set::Property(char::is_whitespace),
        "javaTitleCase" => Set::Categories(&[TitlecaseLetter]),
        "javaDigit" | "IsDigit" => Set::Categories(&[DecimalNumber]),
        "javaLetterOrDigit" => Set::Categories(&[
            UppercaseLetter,
            LowercaseLetter,
            TitlecaseLetter,
            ModifierLetter,
            OtherLetter,
            DecimalNumber,
        ]),
        // Character.isWhitespace: separators that may break a line, and some controls.
        "javaWhitespace" => Set::Property(|c| match c {
            '\t'..='\r' | '\x1C'..='\x1F' => true,
            '\u{A0}' | '\u{2007}' | '\u{202F}' => false,
            c => matches!(get_general_category(c), SpaceSeparator | LineSeparator | ParagraphSeparator),
        }),
        _ => {
            let short = match name {
                "javaLetter" | "IsLetter" => "L",
                "javaSpaceChar" => "Z",
                name => ["general_category=", "gc=", "Is"].iter().find_map(|p| name.strip_prefix(p)).unwrap_or(name),
            };
            Set::Categories(category(short).ok_or_else(|| unsupported(&format!("\\p{{{name}}}")))?)
        }
    };
    if ignore_case { Err(unsupported("(?i) with \\p{...}")) } else { Ok(set) }
}
