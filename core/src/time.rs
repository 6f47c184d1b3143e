//! Points in time. The core has no clock: `now` is always an argument.

use crate::{Code, Error, Result};

/// Days from the first of March of the year 0 to the first of January of 1970.
const TO_1970: i64 = 719_468;

/// How many days a month has; 0 for a month that does not exist.
pub(crate) fn days_of_month(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// Seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Seconds in a day.
    pub const DAY: i64 = 86_400;

    /// From a civil date and time in UTC.
    pub fn from_utc(year: u16, month: u8, day: u8, hour: u8, minute: u8, second: u8) -> Result<Self> {
        let last = days_of_month(year, month);
        // X.509 and people's birth dates do not need more.
        if !(1970..=9999).contains(&year) || !(1..=last).contains(&day) || hour > 23 || minute > 59 || second > 59 {
            return Err(Error::new(Code::BAD_ENCODING).detail("no such date"));
        }
        let [month, day, hour, minute, second] = [month, day, hour, minute, second].map(i64::from);
        // A year that begins in March has its leap day at the end: January and February belong to the one before.
        let march = (month + 9) % 12;
        let year = i64::from(year) - i64::from(march >= 10);
        let days = year * 365 + year / 4 - year / 100 + year / 400 + (march * 153 + 2) / 5 + day - 1 - TO_1970;
        Ok(Self(days * Self::DAY + hour * 3600 + minute * 60 + second))
    }

    /// The civil date and time in UTC: year, month, day, hour, minute, second. Times before 1970 or
    /// after 9999 are shown as the nearest of the two.
    pub fn to_utc(self) -> (u16, u8, u8, u8, u8, u8) {
        let seconds = self.0.clamp(0, 253_402_300_799);
        let days = seconds / Self::DAY + TO_1970;
        // Four hundred years have always the same days; within them the leap days before this one are taken out.
        let (cycle, day) = (days / 146_097, days % 146_097);
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (year * 365 + year / 4 - year / 100);
        let march = (day * 5 + 2) / 153;
        let (month, day) = ((march + 2) % 12 + 1, day - (march * 153 + 2) / 5 + 1);
        let year = cycle * 400 + year + i64::from(march >= 10);
        let octet = |n: i64| n.to_le_bytes()[0];
        let [low, high, ..] = year.to_le_bytes();
        (
            u16::from_le_bytes([low, high]),
            octet(month),
            octet(day),
            octet(seconds / 3600 % 24),
            octet(seconds / 60 % 60),
            octet(seconds % 60),
        )
    }

    /// `2026-11-24T03:15:00Z`.
    pub fn to_rfc3339(self) -> String {
        let (y, mo, d, h, mi, s) = self.to_utc();
        format!("{y:04}-{mo:02}-{d:02}T{h:02}:{mi:02}:{s:02}Z")
    }

    /// `2026-11-24`.
    pub fn to_date(self) -> String {
        self.to_rfc3339()[..10].to_owned()
    }

    /// From an `xs:dateTime` or RFC 3339 text: with or without fraction of a second, with `Z`, an offset,
    /// or nothing (taken as UTC).
    pub fn parse(text: &str) -> Result<Self> {
        let bad = || Error::new(Code::BAD_ENCODING).detail("not a date and time");
        let text = text.trim();
        if !text.is_ascii() || text.len() < 19 {
            return Err(bad());
        }
        let number = |from: usize, to: usize| -> Result<u16> {
            let part = &text[from..to];
            if part.bytes().all(|b| b.is_ascii_digit()) { part.parse().map_err(|_| bad()) } else { Err(bad()) }
        };
        let marks = text.as_bytes();
        if marks[4] != b'-' || marks[7] != b'-' || !matches!(marks[10], b'T' | b't' | b' ') {
            return Err(bad());
        }
        if marks[13] != b':' || marks[16] != b':' {
            return Err(bad());
        }
        let small = |from, to| number(from, to).and_then(|n| u8::try_from(n).map_err(|_| bad()));
        let base =
            Self::from_utc(number(0, 4)?, small(5, 7)?, small(8, 10)?, small(11, 13)?, small(14, 16)?, small(17, 19)?)?;
        let mut rest = &text[19..];
        if let Some(fraction) = rest.strip_prefix('.') {
            let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
            if digits == 0 {
                return Err(bad());
            }
            rest = &fraction[digits..];
        }
        let offset = match rest.as_bytes() {
            [] | [b'Z' | b'z'] => 0,
            [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] if [h1, h2, m1, m2].iter().all(|b| b.is_ascii_digit()) => {
                let two = |a: &u8, b: &u8| i64::from(a - b'0') * 10 + i64::from(b - b'0');
                let seconds = two(h1, h2) * 3600 + two(m1, m2) * 60;
                if *sign == b'+' { seconds } else { -seconds }
            }
            _ => return Err(bad()),
        };
        Ok(Self(base.0 - offset))
    }

    /// Later by this many seconds (earlier when negative).
    #[must_use]
    pub fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Whole days from `self` until `later`, rounded towards the past: 0 within the last day, negative
    /// after it.
    pub fn days_until(self, later: Self) -> i64 {
        later.0.saturating_sub(self.0).div_euclid(Self::DAY)
    }
}

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_rfc3339())
    }
}

#[cfg(test)]
mod tests {
    use der::DateTime;

    use super::*;

    /// Somebody else's calendar as a witness.
    #[test]
    fn every_day_is_where_it_should_be() {
        for day in 0..2_932_897 {
            // Seconds of every kind, without a loop for each.
            let seconds = day * 86_400 + day * 7919 % 86_400;
            let witness = DateTime::from_unix_duration(std::time::Duration::from_secs(seconds)).unwrap();
            let civil = Timestamp(seconds.cast_signed()).to_utc();
            let w =
                (witness.year(), witness.month(), witness.day(), witness.hour(), witness.minutes(), witness.seconds());
            assert_eq!(civil, w);
            let (y, mo, d, h, mi, s) = civil;
            assert_eq!(Timestamp::from_utc(y, mo, d, h, mi, s).unwrap().0, seconds.cast_signed());
        }
        assert_eq!(Timestamp(-1).to_utc(), (1970, 1, 1, 0, 0, 0));
        assert_eq!(Timestamp(i64::MAX).to_utc(), (9999, 12, 31, 23, 59, 59));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for year in [0, 1969, 1970, 1972, 2000, 2026, 2100, 9999, 10_000, u16::MAX] {
            for month in 0..=13 {
                for day in 0..=32 {
                    let witness = DateTime::new(year, month, day, 0, 0, 0);
                    assert_eq!(
                        Timestamp::from_utc(year, month, day, 0, 0, 0).is_ok(),
                        witness.is_ok(),
                        "{year} {month} {day}"
                    );
                }
            }
        }
        for (h, m, s) in [(24, 0, 0), (0, 60, 0), (0, 0, 60)] {
            assert!(Timestamp::from_utc(2026, 1, 1, h, m, s).is_err());
        }
    }

    #[test]
    fn parses_every_form_of_xs_date_time() {
        let want = Timestamp::from_utc(2026, 11, 24, 3, 15, 0).unwrap();
        for text in [
            "2026-11-24T03:15:00Z",
            "2026-11-24T03:15:00",
            "2026-11-24T04:15:00.123+01:00",
            "2026-11-23T22:15:00-05:00",
        ] {
            assert_eq!(Timestamp::parse(text).unwrap(), want, "{text}");
        }
        for text in [
            "",
            "2026-11-24",
            "2026-13-24T03:15:00Z",
            "2026-11-24T03:15:00.Z",
            "2026-11-24T03:15:00+1",
            "é026-11-24T03:15:00Z",
        ] {
            assert!(Timestamp::parse(text).is_err(), "{text}");
        }
        assert_eq!(want.to_rfc3339(), "2026-11-24T03:15:00Z");
        assert_eq!(want.days_until(want.plus(-1)), -1);
        assert_eq!(want.days_until(want.plus(86_400)), 1);
    }
}
