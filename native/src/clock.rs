//! The current time.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{Datelike, Local, TimeZone, Timelike};
use ehcert_core::Timestamp;

/// A date and time as the clock on the wall shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CivilTime {
    /// Year, such as 2026.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute, 0 to 59.
    pub minute: u8,
    /// Second, 0 to 59.
    pub second: u8,
}

impl std::fmt::Display for CivilTime {
    /// `20251117-122425`, as eHealth's own program writes it in the names of keystores.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { year, month, day, hour, minute, second } = self;
        write!(f, "{year:04}{month:02}{day:02}-{hour:02}{minute:02}{second:02}")
    }
}

/// Now, by the clock of this computer.
pub fn now() -> Timestamp {
    let seconds = match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |seconds| -seconds),
    };
    Timestamp(seconds)
}

/// What the clock on the wall shows at `time` in the time zone of this computer; UTC where the zone is
/// not known or the time is out of its range.
pub fn local(time: Timestamp) -> CivilTime {
    let (year, month, day, hour, minute, second) = time.to_utc();
    let utc = CivilTime { year, month, day, hour, minute, second };
    let Some(here) = Local.timestamp_opt(time.0, 0).earliest() else { return utc };
    let small = |number: u32| u8::try_from(number).ok();
    let civil = || {
        Some(CivilTime {
            year: u16::try_from(here.year()).ok()?,
            month: small(here.month())?,
            day: small(here.day())?,
            hour: small(here.hour())?,
            minute: small(here.minute())?,
            second: small(here.second())?,
        })
    };
    civil().unwrap_or(utc)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_after_the_day_this_was_written() {
        assert!(now() > Timestamp::from_utc(2026, 11, 1, 0, 0, 0).unwrap());
    }

    #[test]
    fn local_time_is_within_a_day_of_utc_and_extremes_do_not_panic() {
        let time = Timestamp::from_utc(2026, 7, 1, 12, 0, 0).unwrap();
        let civil = local(time);
        let as_utc =
            Timestamp::from_utc(civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second).unwrap();
        assert!((as_utc.0 - time.0).abs() <= 14 * 3600);
        for extreme in [i64::MIN, -1, 0, i64::MAX] {
            local(Timestamp(extreme));
        }
    }

    #[test]
    fn written_as_in_names_of_keystores() {
        let civil = CivilTime { year: 2025, month: 11, day: 7, hour: 1, minute: 2, second: 3 };
        assert_eq!(civil.to_string(), "20251107-010203");
    }
}
