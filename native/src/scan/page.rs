//! One page to hang on the wall: every certificate on a line of the coming 36 months.

use std::{
    fmt::Write as _,
    io::{Result, Write},
};

use ehcert_core::Timestamp;

use super::Entry;

/// Words of the page, in the reader's language.
#[derive(Clone, Copy, Debug)]
pub struct PageTexts {
    /// `lang` of the page: `fr`, `nl`, `de`, `en`.
    pub language: &'static str,
    /// Heading.
    pub title: &'static str,
    /// `as of`.
    pub as_of: &'static str,
    /// Column headings: holder, valid until, days left, file.
    pub columns: [&'static str; 4],
    /// Heading of what could not be read.
    pub unread: &'static str,
}

/// Months that the line shows.
const MONTHS: i64 = 36;
const WIDTH: f64 = 720.0;

/// Writes the page: complete in itself (no script, nothing fetched), readable in black and white, in the order given.
pub fn page(entries: &[Entry], texts: &PageTexts, within: i64, now: Timestamp, out: &mut dyn Write) -> Result<()> {
    let (title, language) = (escape(texts.title), texts.language);
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <title>{title}</title><style>{STYLE}</style></head><body><main><h1>{title}</h1><p>{} {}</p>\n",
        escape(texts.as_of),
        now.to_date()
    )?;
    let columns = texts.columns.map(|c| format!("<th scope=\"col\">{}</th>", escape(c)));
    writeln!(
        out,
        "<table><thead><tr>{}<th aria-hidden=\"true\">{}</th></tr></thead><tbody>",
        columns.concat(),
        axis(now)
    )?;
    for entry in entries {
        let Some(days) = entry.days_left else { continue };
        let class = if days < 0 {
            "over"
        } else if days <= within {
            "due"
        } else {
            "fine"
        };
        writeln!(
            out,
            "<tr class=\"{class}\"><th scope=\"row\">{}</th><td>{}</td><td class=\"n\">{days}</td><td>{}</td><td aria-hidden=\"true\">{}</td></tr>",
            escape(&entry.what),
            entry.not_after.map(|t| t.to_date()).unwrap_or_default(),
            escape(&entry.path.display().to_string()),
            bar(days, class)
        )?;
    }
    out.write_all(b"</tbody></table>\n")?;
    let mut unread = entries.iter().filter(|e| e.days_left.is_none()).peekable();
    if unread.peek().is_some() {
        writeln!(out, "<h2>{}</h2><ul>", escape(texts.unread))?;
        for entry in unread {
            writeln!(out, "<li>{}: {}</li>", escape(&entry.path.display().to_string()), escape(&entry.what))?;
        }
        out.write_all(b"</ul>\n")?;
    }
    out.write_all(b"</main></body></html>\n")
}

const STYLE: &str = "body{font:16px/1.45 system-ui,sans-serif;color:#1b2733;background:#fff;margin:2rem}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #cfd8e0;vertical-align:middle}\
td.n{text-align:right;font-variant-numeric:tabular-nums}tr.due td.n,tr.over td.n{font-weight:700}\
svg{display:block;width:720px;max-width:100%}.fine rect.b{fill:#2f7d5b}.due rect.b{fill:#b45309}.over rect.b{fill:#b42318}\
rect.t{fill:#eef2f5}text{font:11px system-ui,sans-serif;fill:#46535f}\
@media print{body{margin:0;font-size:12px}tr{break-inside:avoid}}\
@media (prefers-color-scheme:dark){body{background:#12181f;color:#e6edf3}th,td{border-color:#33404c}rect.t{fill:#1f2a35}text{fill:#a9b6c2}}";

/// Years and quarters above the bars.
fn axis(now: Timestamp) -> String {
    let (year, month, ..) = now.to_utc();
    let mut out = format!("<svg viewBox=\"0 0 {WIDTH} 16\" role=\"presentation\">");
    for ahead in (0..MONTHS).step_by(6) {
        let total = i64::from(year) * 12 + i64::from(month) - 1 + ahead;
        let x = ahead as f64 / MONTHS as f64 * WIDTH;
        let _ = write!(
            out,
            "<text x=\"{x:.0}\" y=\"12\">{:04}-{:02}</text>",
            total.div_euclid(12),
            total.rem_euclid(12) + 1
        );
    }
    out + "</svg>"
}

/// What is left of a certificate, on the line of 36 months.
fn bar(days: i64, class: &str) -> String {
    let whole = MONTHS as f64 * 30.4375;
    let width = (days.max(0) as f64 / whole).min(1.0) * WIDTH;
    // What is over still shows.
    let width = if class == "over" { 6.0 } else { width.max(3.0) };
    format!(
        "<svg viewBox=\"0 0 {WIDTH} 16\" role=\"presentation\"><rect class=\"t\" width=\"{WIDTH}\" height=\"16\"/>\
         <rect class=\"b\" width=\"{width:.1}\" height=\"16\"/></svg>"
    )
}

/// For text and attributes; control characters, which could turn the reading direction or hide something, are shown.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}') => {
                let _ = write!(out, "U+{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}
