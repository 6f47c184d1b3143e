//! The number of a person in the National Register (NISS, INSZ) or the BIS register.

use serde::Serialize;

use crate::{Code, Error, Result};

/// Sex as the number tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Sex {
    /// Even sequence number.
    Female,
    /// Odd sequence number.
    Male,
}

/// A birth date as the number tells it: parts that are not known are `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BirthDate {
    /// Four digits. `None` when the number says neither year nor month nor day: its `00` is then no year.
    pub year: Option<u16>,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
}

/// A valid SSIN: a number of the National Register, or a BIS number. It is personal data, so neither
/// `Debug` nor an error shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Ssin {
    plain: String,
    year: u16,
    /// As written: with 20 or 40 added for a BIS number.
    month: u8,
    day: u8,
    sequence: u16,
}

impl std::fmt::Debug for Ssin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ssin(...)")
    }
}

impl Ssin {
    /// From 11 digits with the separators that people type (`88.02.29-999.90`).
    ///
    /// The two digits after the first nine are 97 less the remainder by 97 of those nine, with a 2 put
    /// in front of them for births from 2000 on. The century that fits is kept. No number fits both: that
    /// 2 stands for 2 000 000 000, which 97 does not divide, so the two remainders always differ.
    ///
    /// # Errors
    /// With the field `identifier`: [`Code::IDENTIFIER_MISSING`], [`Code::IDENTIFIER_CHARACTERS`],
    /// [`Code::IDENTIFIER_LENGTH`], [`Code::IDENTIFIER_CHECK_DIGIT`], [`Code::SSIN_DATE`],
    /// [`Code::SSIN_SEQUENCE`].
    pub fn parse(text: &str) -> Result<Self> {
        let refuse = |code| Error::new(code).field("identifier").with("type", "SSIN");
        if text.len() > super::catalogue::MAX_TYPED {
            return Err(refuse(Code::IDENTIFIER_LENGTH).with("expected", 11).with("found", text.len()));
        }
        let plain = super::catalogue::without_separators(text);
        if plain.is_empty() {
            return Err(refuse(Code::IDENTIFIER_MISSING));
        }
        if !plain.bytes().all(|b| b.is_ascii_digit()) {
            return Err(refuse(Code::IDENTIFIER_CHARACTERS));
        }
        let part = |from: usize, to: usize| plain.get(from..to).and_then(|t| t.parse::<u64>().ok());
        let (11, Some(first), Some(check), Some(yy), Some(month), Some(day), Some(sequence)) =
            (plain.len(), part(0, 9), part(9, 11), part(0, 2), part(2, 4), part(4, 6), part(6, 9))
        else {
            return Err(refuse(Code::IDENTIFIER_LENGTH).with("expected", 11).with("found", plain.chars().count()));
        };
        let century = if check == 97 - first % 97 {
            1900
        } else if check == 97 - (2_000_000_000 + first) % 97 {
            2000
        } else {
            return Err(refuse(Code::IDENTIFIER_CHECK_DIGIT));
        };
        let small = |n: u64| u8::try_from(n).unwrap_or(u8::MAX);
        let ssin = Self {
            year: century + u16::from(small(yy)),
            month: small(month),
            day: small(day),
            sequence: u16::try_from(sequence).unwrap_or(0),
            plain,
        };
        if !ssin.has_a_possible_date() {
            return Err(refuse(Code::SSIN_DATE));
        }
        if !(1..=998).contains(&sequence) {
            return Err(refuse(Code::SSIN_SEQUENCE));
        }
        Ok(ssin)
    }

    fn has_a_possible_date(&self) -> bool {
        let month = self.calendar_month();
        let days = match month {
            2 if self.year.is_multiple_of(4) && self.year != 1900 => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        month <= 12 && self.day <= days
    }

    /// 0 when not known; above 12 when there is no such month.
    fn calendar_month(&self) -> u8 {
        match self.month {
            // 13 to 19 and 33 to 39 stay what they are: no month, in no register.
            20..=32 => self.month - 20,
            40..=52 => self.month - 40,
            other => other,
        }
    }

    /// Eleven digits.
    pub fn plain(&self) -> &str {
        &self.plain
    }

    /// As cards and letters write it: `YY.MM.DD-SSS.CC`.
    pub fn formatted(&self) -> String {
        let part = |from: usize, to: usize| self.plain.get(from..to).unwrap_or("");
        format!("{}.{}.{}-{}.{}", part(0, 2), part(2, 4), part(4, 6), part(6, 9), part(9, 11))
    }

    /// Whether it is a BIS number: of a person who is not in the National Register. Only such a person
    /// may use the way without an eID.
    pub fn is_bis(&self) -> bool {
        self.month >= 20
    }

    /// The way without an eID (`SubmitCSRForForeigner`) is for BIS numbers only.
    ///
    /// # Errors
    /// [`Code::BIS_NUMBER_REQUIRED`] with the field `ssin`.
    pub fn require_bis(&self) -> Result<()> {
        if self.is_bis() { Ok(()) } else { Err(Error::new(Code::BIS_NUMBER_REQUIRED).field("ssin")) }
    }

    /// `None` for a BIS number that was given before the sex was known.
    pub fn sex(&self) -> Option<Sex> {
        if (20..40).contains(&self.month) {
            return None;
        }
        Some(if self.sequence.is_multiple_of(2) { Sex::Female } else { Sex::Male })
    }

    /// The birth date, as far as the number tells it.
    pub fn birth_date(&self) -> BirthDate {
        let known = |n: u8| (n != 0).then_some(n);
        let (month, day) = (known(self.calendar_month()), known(self.day));
        let nothing = self.year.is_multiple_of(100) && month.is_none() && day.is_none();
        BirthDate {
            year: (!nothing).then_some(self.year),
            month,
            // Without a month, the day is a counter for people whose date is not known.
            day: month.and(day),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Code {
        let error = Ssin::parse(text).unwrap_err();
        assert_eq!(error.field_name(), Some("identifier"));
        assert!(text.len() < 6 || !error.to_string().contains(&text[..6]), "an error shows a number");
        error.code()
    }

    /// A fictional number: nine digits with the check digits that belong to them.
    fn with_check(first: u64, after_2000: bool) -> String {
        let check = 97 - (first + if after_2000 { 2_000_000_000 } else { 0 }) % 97;
        format!("{first:09}{check:02}")
    }

    fn date(year: u16, month: u8, day: u8) -> BirthDate {
        BirthDate { year: Some(year), month: Some(month), day: Some(day) }
    }

    #[test]
    fn both_centuries_and_unknown_parts() {
        let unknown = |year| BirthDate { year, month: None, day: None };
        for (number, bis, sex, born) in [
            ("93051822361".into(), false, Some(Sex::Male), date(1993, 5, 18)),
            ("40000100133".into(), false, Some(Sex::Male), unknown(Some(1940))),
            (with_check(880_229_998, false), false, Some(Sex::Female), date(1988, 2, 29)),
            (with_check(80_229_001, true), false, Some(Sex::Male), date(2008, 2, 29)),
            (with_check(882_229_002, false), true, None, date(1988, 2, 29)),
            (with_check(884_229_002, false), true, Some(Sex::Female), date(1988, 2, 29)),
            (with_check(882_000_003, false), true, None, unknown(Some(1988))),
            (with_check(884_000_003, false), true, Some(Sex::Male), unknown(Some(1988))),
            (with_check(1, false), false, Some(Sex::Male), unknown(None)),
            (with_check(2, true), false, Some(Sex::Female), unknown(None)),
            (
                with_check(10_500_002, true),
                false,
                Some(Sex::Female),
                BirthDate { year: Some(2001), month: Some(5), day: None },
            ),
        ] {
            let number: String = number;
            let ssin = Ssin::parse(&number).unwrap_or_else(|e| panic!("{number}: {e}"));
            assert_eq!((ssin.is_bis(), ssin.sex(), ssin.birth_date()), (bis, sex, born), "{number}");
            let required = ssin.require_bis().map_err(|e| e.code());
            assert_eq!(required, if bis { Ok(()) } else { Err(Code::BIS_NUMBER_REQUIRED) }, "{number}");
        }
    }

    #[test]
    fn published_dummies_pass_the_check_but_have_no_possible_sequence_number() {
        for number in ["88022999990", "88222999936", "88422999979", "08222999934", "08422999977"] {
            assert_eq!(refused(number), Code::SSIN_SEQUENCE, "{number}");
        }
    }

    #[test]
    fn no_number_fits_both_centuries() {
        assert!((0..97u64).all(|first| first % 97 != (first + 2_000_000_000) % 97));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, code) in [
            ("", Code::IDENTIFIER_MISSING),
            (" . - ", Code::IDENTIFIER_MISSING),
            ("9305182236", Code::IDENTIFIER_LENGTH),
            ("930518223610", Code::IDENTIFIER_LENGTH),
            (&"1".repeat(1_000_000), Code::IDENTIFIER_LENGTH),
            ("9305182236a", Code::IDENTIFIER_CHARACTERS),
            ("9305182236é", Code::IDENTIFIER_CHARACTERS),
            ("९३०५१८२२३६१", Code::IDENTIFIER_CHARACTERS),
            ("93051822362", Code::IDENTIFIER_CHECK_DIGIT),
            ("66041066600", Code::IDENTIFIER_CHECK_DIGIT),
            (&with_check(930_518_000, false), Code::SSIN_SEQUENCE),
            (&with_check(930_518_999, false), Code::SSIN_SEQUENCE),
            (&with_check(931_318_001, false), Code::SSIN_DATE),
            (&with_check(933_318_001, false), Code::SSIN_DATE),
            (&with_check(935_318_001, false), Code::SSIN_DATE),
            (&with_check(930_230_001, false), Code::SSIN_DATE),
            (&with_check(930_229_001, false), Code::SSIN_DATE),
            (&with_check(229_001, false), Code::SSIN_DATE),
            (&with_check(930_432_001, false), Code::SSIN_DATE),
        ] {
            assert_eq!(refused(text), code, "{text}");
        }
    }

    #[test]
    fn forms_and_silence() {
        let ssin = Ssin::parse(" 93.05.18-223.61 ").unwrap();
        assert_eq!((ssin.plain(), ssin.formatted().as_str()), ("93051822361", "93.05.18-223.61"));
        assert_eq!(format!("{ssin:?}"), "Ssin(...)");
    }
}
