use zeroize::Zeroizing;

use super::{MAX_DEPTH, MAX_INPUT, header as new_header, tag};
use crate::{Code, Error, Result};

fn bad(what: &str) -> Error {
    Error::new(Code::BAD_ENCODING).detail(what)
}

/// Rewrites one BER element as DER-like bytes that [`super::Reader`] reads: definite lengths in their
/// shortest form, strings in one piece. Bytes that already are such come back unchanged, so that a
/// signature over a DER part stays valid. Elements of a SET are not sorted and values are not touched.
///
/// Trailing bytes after the element are refused. Bounds: [`MAX_INPUT`] bytes, [`MAX_DEPTH`] levels.
pub fn to_der(bytes: &[u8]) -> Result<Vec<u8>> {
    to_der_within(bytes, MAX_INPUT)
}

/// As [`to_der`], with a bound of the caller's own in bytes (sealed messages may be larger than anything
/// else).
pub fn to_der_within(bytes: &[u8], limit: usize) -> Result<Vec<u8>> {
    if bytes.len() > limit {
        return Err(Error::new(Code::TOO_LARGE).with("limit", format!("{} MB", limit >> 20)));
    }
    let mut out = Zeroizing::new(Vec::with_capacity(bytes.len()));
    let rest = element(bytes, &mut out, 0)?;
    if rest.is_empty() { Ok(std::mem::take(&mut *out)) } else { Err(bad("bytes after the end")) }
}

/// Appends without leaving a copy behind: what is rewritten may be a decrypted message or a key.
fn append(out: &mut Zeroizing<Vec<u8>>, bytes: &[u8]) {
    let needed = out.len().saturating_add(bytes.len());
    if needed > out.capacity() {
        let mut larger = Zeroizing::new(Vec::with_capacity(needed.max(out.capacity().saturating_mul(2))));
        larger.extend_from_slice(out);
        *out = larger;
    }
    out.extend_from_slice(bytes);
}

struct Header<'a> {
    tag: u8,
    /// `None` when the length is indefinite.
    length: Option<usize>,
    rest: &'a [u8],
}

fn header(bytes: &[u8]) -> Result<Header<'_>> {
    let (&tag, after) = bytes.split_first().ok_or_else(|| bad("element missing"))?;
    if tag & 0x1F == 0x1F {
        return Err(bad("high tag number"));
    }
    let (&first, after) = after.split_first().ok_or_else(|| bad("length missing"))?;
    match first {
        0..=0x7F => Ok(Header { tag, length: Some(usize::from(first)), rest: after }),
        0x80 if tag & 0x20 != 0 => Ok(Header { tag, length: None, rest: after }),
        0x81..=0x88 => {
            let (octets, rest) =
                after.split_at_checked(usize::from(first & 0x7F)).ok_or_else(|| bad("length cut off"))?;
            let length = octets.iter().fold(0u64, |l, b| l << 8 | u64::from(*b));
            let length = usize::try_from(length).map_err(|_| bad("length out of range"))?;
            Ok(Header { tag, length: Some(length), rest })
        }
        _ => Err(bad("bad length")),
    }
}

/// Appends the element at the start of `bytes` to `out` and returns what follows it.
fn element<'a>(bytes: &'a [u8], out: &mut Zeroizing<Vec<u8>>, depth: usize) -> Result<&'a [u8]> {
    if depth > MAX_DEPTH {
        return Err(Error::new(Code::TOO_LARGE).with("limit", MAX_DEPTH).detail("nested too deeply"));
    }
    let head = header(bytes)?;
    if head.tag & 0x20 == 0 {
        let length = head.length.ok_or_else(|| bad("bad length"))?;
        let (content, rest) = head.rest.split_at_checked(length).ok_or_else(|| bad("content cut off"))?;
        append(out, &new_header(head.tag, length));
        append(out, content);
        return Ok(rest);
    }
    let mut content = Zeroizing::new(Vec::new());
    let rest = children(&head, |child| element(child, &mut content, depth + 1))?;
    // A constructed universal string is the concatenation of its parts.
    let universal_string =
        matches!(head.tag & !0x20, tag::OCTET_STRING | tag::BIT_STRING | 0x0C | 0x12..=0x16 | 0x19..=0x1E);
    if head.tag & 0xC0 == 0 && universal_string {
        let joined = join(head.tag & !0x20, &content)?;
        append(out, &new_header(head.tag & !0x20, joined.len()));
        append(out, &joined);
    } else {
        append(out, &new_header(head.tag, content.len()));
        append(out, &content);
    }
    Ok(rest)
}

/// Runs `each` over the elements inside and returns what follows the whole.
fn children<'a>(head: &Header<'a>, mut each: impl FnMut(&'a [u8]) -> Result<&'a [u8]>) -> Result<&'a [u8]> {
    if let Some(length) = head.length {
        let (mut inside, rest) = head.rest.split_at_checked(length).ok_or_else(|| bad("content cut off"))?;
        while !inside.is_empty() {
            inside = each(inside)?;
        }
        return Ok(rest);
    }
    let mut inside = head.rest;
    loop {
        if let [0, 0, rest @ ..] = inside {
            return Ok(rest);
        }
        if inside.is_empty() {
            return Err(bad("end of contents missing"));
        }
        inside = each(inside)?;
    }
}

/// Joins the parts of a constructed string, which were rewritten to primitive ones already.
fn join(primitive: u8, parts: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let mut reader = super::Reader::new(parts);
    // Never longer than its parts with their headers: it does not grow.
    let mut joined = Zeroizing::new(Vec::with_capacity(parts.len()));
    let mut unused = 0;
    while !reader.is_empty() {
        let part = reader.read(primitive)?.content;
        if primitive == tag::BIT_STRING {
            if unused != 0 {
                return Err(bad("unused bits inside a BIT STRING"));
            }
            let (&first, octets) = part.split_first().ok_or_else(|| bad("empty BIT STRING"))?;
            unused = first;
            joined.extend_from_slice(octets);
        } else {
            joined.extend_from_slice(part);
        }
    }
    if primitive == tag::BIT_STRING {
        joined.insert(0, unused);
    }
    Ok(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn der_is_unchanged() {
        let der = [0x30, 0x06, 0x02, 0x01, 0x05, 0x04, 0x01, 0xAA];
        assert_eq!(to_der(&der).unwrap(), der);
    }

    #[test]
    fn indefinite_and_constructed_are_made_definite_and_whole() {
        let ber = [0x30, 0x80, 0x24, 0x80, 0x04, 0x01, 0x01, 0x04, 0x02, 0x02, 0x03, 0, 0, 0, 0];
        assert_eq!(to_der(&ber).unwrap(), [0x30, 0x05, 0x04, 0x03, 1, 2, 3]);
        let long_length = [0x04, 0x83, 0, 0, 1, 0xAA];
        assert_eq!(to_der(&long_length).unwrap(), [0x04, 1, 0xAA]);
        let bits = [0x23, 0x80, 0x03, 0x02, 0, 0xF0, 0x03, 0x02, 4, 0xF0, 0, 0];
        assert_eq!(to_der(&bits).unwrap(), [0x03, 0x03, 4, 0xF0, 0xF0]);
    }

    #[test]
    fn hostile_input_is_refused() {
        let deep = [0x30, 0x80].repeat(1000);
        assert_eq!(to_der(&deep).unwrap_err().code(), Code::TOO_LARGE);
        for bytes in [
            &[0x30, 0x80][..],
            &[0x04, 0x80, 0, 0],
            &[0x30, 0x02, 0x04],
            &[0x02, 1, 1, 0],
            &[0x04, 0x88, 255, 255, 255, 255, 255, 255, 255, 255],
        ] {
            assert!(to_der(bytes).is_err(), "{bytes:02x?}");
        }
    }
}
