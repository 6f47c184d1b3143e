//! Dates as the card has them.

/// A day, or a month or year when the card knows no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CardDate {
    /// Four digits.
    pub year: u16,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
}

/// Months in French, Dutch and German; a card says nowhere which language it is in.
const MONTHS: [&[&str]; 12] = [
    &["JAN"],
    &["FEV", "FÉV", "FEB"],
    &["MARS", "MAAR", "MÄR", "MAR"],
    &["AVR", "APR"],
    &["MAI", "MEI"],
    &["JUIN", "JUN"],
    &["JUIL", "JUL"],
    &["AOUT", "AOÛT", "AUG"],
    &["SEPT", "SEP"],
    &["OCT", "OKT"],
    &["NOV"],
    &["DEC", "DÉC", "DEZ"],
];

impl CardDate {
    /// A birth date in any of its forms: `01 JAN 1971`, `26 AVR  1975`, `13.AUG. 1996`, `03.MÄR.1985`,
    /// `1971`, and without a day (`00`) or month. `None` when it is none of them.
    pub fn parse_birth(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split([' ', '.', '\u{a0}']).filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [year] => Self::checked(number(year, 4)?, None, None),
            [month, year] => Self::checked(number(year, 4)?, Some(named_month(month)?), None),
            [day, month, year] => {
                let month = match named_month(month) {
                    Some(month) => Some(month),
                    None => zero_is_unknown(number(month, 2)?),
                };
                Self::checked(number(year, 4)?, month, zero_is_unknown(number(day, 2)?))
            }
            _ => None,
        }
    }

    /// `DD.MM.YYYY`.
    pub fn parse_numeric(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('.');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || day.len() != 2 || month.len() != 2 {
            return None;
        }
        let (day, month) = (number(day, 2)?.try_into().ok()?, number(month, 2)?.try_into().ok()?);
        Self::checked(number(year, 4)?, Some(month), Some(day))
    }

    fn checked(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        // A day without month means nothing.
        let day = month.and(day);
        let last = month.map_or(31, |month| crate::time::days_of_month(year, month));
        let fits = (1800..=2999).contains(&year)
            && month.is_none_or(|m| (1..=12).contains(&m))
            && day.is_none_or(|d| (1..=last).contains(&d));
        fits.then_some(Self { year, month, day })
    }

    /// Full years of age on this day (year, month, day); unknown parts count as the first of January.
    pub fn age_on(self, (year, month, day): (u16, u8, u8)) -> u16 {
        let birthday = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        year.saturating_sub(self.year).saturating_sub(u16::from((month, day) < birthday))
    }
}

fn zero_is_unknown(number: u16) -> Option<u8> {
    u8::try_from(number).ok().filter(|n| *n != 0)
}

fn number(text: &str, most: usize) -> Option<u16> {
    let fits = !text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
    if fits && (most < 4 || text.len() == 4) { text.parse().ok() } else { None }
}

fn named_month(text: &str) -> Option<u8> {
    let text = crate::unicode::upper(text);
    let index = MONTHS.iter().position(|names| names.contains(&text.as_str()))?;
    u8::try_from(index + 1).ok()
}

impl std::fmt::Display for CardDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl serde::Serialize for CardDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn birth_dates_of_real_cards() {
        for (text, want) in [
            ("01 JAN 1971", "1971-01-01"),
            ("26 AVR  1975", "1975-04-26"),
            ("30 JUIL 1985", "1985-07-30"),
            ("07 SEPT 2003", "2003-09-07"),
            ("24 MAAR 1939", "1939-03-24"),
            ("13.AUG. 1996", "1996-08-13"),
            ("22.DEZ. 1997", "1997-12-22"),
            ("03.MÄR.1985", "1985-03-03"),
            ("03 MEI 2001", "2001-05-03"),
            ("15 FEV 1960", "1960-02-15"),
            ("15 MARS 1960", "1960-03-15"),
            ("15 MAI 1960", "1960-05-15"),
            ("15 JUIN 1960", "1960-06-15"),
            ("15 AOUT 1960", "1960-08-15"),
            ("15 OCT 1960", "1960-10-15"),
            ("15 OKT 1960", "1960-10-15"),
            ("15 NOV 1960", "1960-11-15"),
            ("15 DEC 1960", "1960-12-15"),
            ("15 FEB 1960", "1960-02-15"),
            ("15 APR 1960", "1960-04-15"),
            ("15 JUN 1960", "1960-06-15"),
            ("15 JUL 1960", "1960-07-15"),
            ("15 SEP 1960", "1960-09-15"),
            ("1971", "1971"),
            ("00 JAN 1971", "1971-01"),
            ("00.00.1971", "1971"),
            ("29 FEB 2000", "2000-02-29"),
        ] {
            assert_eq!(CardDate::parse_birth(text).map(|d| d.to_string()).as_deref(), Some(want), "{text}");
        }
        for text in ["", "71", "01 JAN", "32 JAN 1971", "29 FEB 1900", "01 XYZ 1971", "1 2 3 4", "01 JAN 19710"] {
            assert_eq!(CardDate::parse_birth(text), None, "{text}");
        }
    }

    #[test]
    fn validity_and_age() {
        assert_eq!(CardDate::parse_numeric("24.11.2026").unwrap().to_string(), "2026-11-24");
        for text in ["", "24/11/2026", "24.11.26", "31.04.2026", "24.11.2026.1", "1.1.2026"] {
            assert_eq!(CardDate::parse_numeric(text), None, "{text}");
        }
        let birth = CardDate::parse_numeric("24.11.2008").unwrap();
        assert_eq!(birth.age_on((2026, 11, 23)), 17);
        assert_eq!(birth.age_on((2026, 11, 24)), 18);
    }
}
