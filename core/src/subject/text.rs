//! Reading RFC 2253 and RFC 4514 text.

use super::name::{Attribute, DistinguishedName, MAX_ATTRIBUTES, MAX_NAME};
use crate::{
    Code, Error, Result,
    asn1::{self, Reader},
};

fn bad(what: &str) -> Error {
    Error::new(Code::SUBJECT_MALFORMED).detail(what)
}

pub(super) fn parse(text: &str) -> Result<DistinguishedName> {
    if text.len() > MAX_NAME {
        return Err(bad("the name is too large"));
    }
    let mut rdns: Vec<Vec<Attribute>> = Vec::new();
    let mut rest = text.trim();
    let (mut count, mut joined) = (0, false);
    while !rest.is_empty() {
        count += 1;
        if count > MAX_ATTRIBUTES {
            return Err(bad("too many attributes"));
        }
        let (kind, after) = rest.split_once('=').ok_or_else(|| bad("TYPE=value expected"))?;
        let (value, end) = value(after)?;
        let attribute = match value {
            Value::Text(text) => DistinguishedName::attribute(kind.trim(), &text, None)?,
            Value::Der(der) => {
                let mut reader = Reader::new(&der);
                let tlv = reader.any().map_err(|_| bad("the value after # is not DER"))?;
                reader.finish().map_err(|_| bad("the value after # is not DER"))?;
                let text = tlv.text().unwrap_or_else(|_| hex_text(&der));
                DistinguishedName::attribute(kind.trim(), &text, Some(der.clone()))?
            }
        };
        match rdns.last_mut() {
            Some(rdn) if joined => rdn.push(attribute),
            _ => rdns.push(vec![attribute]),
        }
        let mut marks = end.chars();
        joined = match marks.next() {
            None => return finish(rdns),
            Some(mark) => mark == '+',
        };
        rest = marks.as_str();
        if rest.trim().is_empty() {
            return Err(bad("the name ends with a separator"));
        }
    }
    finish(rdns)
}

fn finish(mut rdns: Vec<Vec<Attribute>>) -> Result<DistinguishedName> {
    if rdns.is_empty() {
        return Err(bad("empty"));
    }
    rdns.reverse();
    Ok(DistinguishedName::from_rdns(rdns))
}

enum Value {
    Text(String),
    Der(Vec<u8>),
}

fn hex_text(der: &[u8]) -> String {
    let digits: String = der.iter().map(|b| format!("{b:02x}")).collect();
    format!("#{digits}")
}

fn nibble(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

/// The value at the start of `text`, and what follows it, beginning with its separator.
fn value(text: &str) -> Result<(Value, &str)> {
    let text = text.trim_start();
    if let Some(hex) = text.strip_prefix('#') {
        let end = hex.find([',', ';', '+']).unwrap_or(hex.len());
        let (digits, rest) = hex.split_at(end);
        let digits = digits.trim_end().as_bytes();
        let der = digits
            .chunks(2)
            .map(|pair| match pair {
                [high, low] => Some(nibble(*high)? << 4 | nibble(*low)?),
                _ => None,
            })
            .collect::<Option<Vec<u8>>>()
            .ok_or_else(|| bad("hexadecimal digits expected after #"))?;
        if asn1::Reader::new(&der).is_empty() {
            return Err(bad("nothing after #"));
        }
        return Ok((Value::Der(der), rest));
    }
    let mut out: Vec<u8> = Vec::new();
    // Trailing spaces that are not escaped do not belong to the value.
    let mut keep = 0;
    let mut quoted = false;
    let mut chars = text.char_indices();
    let mut end = text.len();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                quoted = !quoted;
                keep = out.len();
            }
            '\\' => {
                let (_, next) = chars.next().ok_or_else(|| bad("a backslash at the end"))?;
                let pair = |c: char| u8::try_from(c).ok().and_then(nibble);
                let ahead = chars.as_str().chars().next();
                if let (Some(high), Some(low)) = (pair(next), ahead.and_then(pair)) {
                    out.push(high << 4 | low);
                    chars.next();
                } else {
                    push(&mut out, next);
                }
                keep = out.len();
            }
            ',' | ';' | '+' if !quoted && (c != ',' || starts_attribute(chars.as_str())) => {
                end = at;
                break;
            }
            ' ' if !quoted => out.push(b' '),
            c => {
                push(&mut out, c);
                keep = out.len();
            }
        }
    }
    if quoted {
        return Err(bad("a quotation mark is not closed"));
    }
    out.truncate(keep);
    let value = String::from_utf8(out).map_err(|_| bad("escaped octets are not UTF-8"))?;
    Ok((Value::Text(value), text.get(end..).unwrap_or("")))
}

fn push(out: &mut Vec<u8>, c: char) {
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

/// Whether an attribute begins here: a short type name or a dotted number, then `=`. The comma before
/// anything else belongs to the value (`CN=EHP=1990001916, VITALINKGATEWAY` written without escape).
fn starts_attribute(text: &str) -> bool {
    // An empty remainder is a trailing comma, which the caller refuses.
    let Some((kind, _)) = text.split_once('=') else { return text.trim().is_empty() };
    let kind = kind.trim();
    !kind.is_empty() && kind.len() <= 64 && kind.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
}
