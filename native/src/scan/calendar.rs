//! Renewal dates for a calendar (iCalendar, RFC 5545).

use std::io::{Result, Write};

use ehcert_core::{Timestamp, flow::REPLACEMENT_PERIOD_DAYS};

use super::Entry;

/// Octets of a line, at most, before it is folded (RFC 5545 3.1).
const LINE: usize = 75;

/// Writes a calendar with a whole-day event for each certificate that is still valid: the day from which it can be
/// renewed, with an alarm a week before its end. `title` and `note` are told in each event, `{name}` and `{date}` stand
/// for the holder and the end. Stable identifiers: a calendar that is read in again moves its events and doubles none.
///
/// Our own and not a crate's: two properties and a fold, where the crates bring parsers and time zones.
pub fn calendar(entries: &[Entry], title: &str, note: &str, now: Timestamp, out: &mut dyn Write) -> Result<()> {
    let mut line = |text: &str| out.write_all(fold(text).as_bytes());
    line("BEGIN:VCALENDAR")?;
    line("VERSION:2.0")?;
    line("PRODID:-//ehcert//expiry watch//EN")?;
    for entry in entries {
        // What is revoked has no days left.
        let end = entry.not_after.filter(|end| *end > now && entry.days_left.is_some());
        let Some(end) = end else { continue };
        let begin = end.plus(-REPLACEMENT_PERIOD_DAYS * Timestamp::DAY).max(now);
        let date = end.to_date();
        let fill = |text: &str| escape(&text.replace("{name}", &entry.what).replace("{date}", &date));
        let day = |time: Timestamp| time.to_date().replace('-', "");
        line("BEGIN:VEVENT")?;
        line(&format!("UID:{}-{}@ehcert", entry.serial, day(end)))?;
        line(&format!("DTSTAMP:{}", stamp(now)))?;
        line(&format!("DTSTART;VALUE=DATE:{}", day(begin)))?;
        line(&format!("DTEND;VALUE=DATE:{}", day(begin.plus(Timestamp::DAY))))?;
        line(&format!("SUMMARY:{}", fill(title)))?;
        line(&format!("DESCRIPTION:{}", fill(note)))?;
        line("BEGIN:VALARM")?;
        line("ACTION:DISPLAY")?;
        line(&format!("DESCRIPTION:{}", fill(title)))?;
        line(&format!("TRIGGER;VALUE=DATE-TIME:{}", stamp(end.plus(-7 * Timestamp::DAY).max(now))))?;
        line("END:VALARM")?;
        line("END:VEVENT")?;
    }
    line("END:VCALENDAR")
}

/// `20261124T120000Z`.
fn stamp(time: Timestamp) -> String {
    let (year, month, day, hour, minute, second) = time.to_utc();
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

/// RFC 5545 3.3.11.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A content line, in pieces that no character is cut by.
fn fold(text: &str) -> String {
    let (mut out, mut used) = (String::new(), 0);
    for c in text.chars() {
        if used + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        let out = fold(&"\u{e9}".repeat(100));
        assert!(out.split("\r\n").all(|l| l.len() <= LINE));
        assert_eq!(out.replace("\r\n ", ""), "\u{e9}".repeat(100) + "\r\n");
        assert_eq!(escape("a;b,c\\d\ne\u{7}"), "a\\;b\\,c\\\\d\\ne");
    }
}
