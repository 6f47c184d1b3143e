use super::tag;
use crate::{Code, Error, Result, Timestamp};

/// One element: identifier octet, content, and both together as they came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tlv<'a> {
    /// The identifier octet (class, constructed bit, number below 31).
    pub tag: u8,
    /// The content octets.
    pub content: &'a [u8],
    /// Identifier, length and content octets.
    pub raw: &'a [u8],
}

fn bad(what: &str) -> Error {
    Error::new(Code::BAD_ENCODING).detail(what)
}

impl<'a> Tlv<'a> {
    /// This element, if it has the tag.
    pub fn expect(self, tag: u8) -> Result<Self> {
        if self.tag == tag { Ok(self) } else { Err(bad(&format!("tag {tag:02x} expected, {:02x} found", self.tag))) }
    }
    // By reference, though it is `Copy`: most elements are looked at inside a `Result`, and every caller would copy one
    // out of it.
    /// A reader over the content.
    pub fn reader(&self) -> Reader<'a> {
        Reader::new(self.content)
    }
    /// The content of an OBJECT IDENTIFIER (compare with the constants of [`mod@super::oid`]).
    pub fn oid(&self) -> Result<&'a [u8]> {
        self.expect(tag::OID).map(|t| t.content)
    }
    /// The content octets of an INTEGER, in the shortest form: big-endian two's complement.
    pub fn integer(&self) -> Result<&'a [u8]> {
        match self.expect(tag::INTEGER)?.content {
            [] => Err(bad("empty INTEGER")),
            [0x00, second, ..] if second & 0x80 == 0 => Err(bad("INTEGER is not in the shortest form")),
            [0xFF, second, ..] if second & 0x80 != 0 => Err(bad("INTEGER is not in the shortest form")),
            content => Ok(content),
        }
    }
    /// A non-negative INTEGER without its sign octet.
    pub fn unsigned(&self) -> Result<&'a [u8]> {
        match self.integer()? {
            [first, ..] if first & 0x80 != 0 => Err(bad("negative INTEGER")),
            [0, rest @ ..] if !rest.is_empty() => Ok(rest),
            content => Ok(content),
        }
    }
    /// A small non-negative INTEGER.
    pub fn small(&self) -> Result<u64> {
        let bytes = self.unsigned()?;
        if bytes.len() > 8 {
            return Err(bad("INTEGER out of range"));
        }
        Ok(bytes.iter().fold(0, |n, b| n << 8 | u64::from(*b)))
    }
    /// The octets of a BIT STRING whose length is a multiple of eight.
    pub fn bit_string(&self) -> Result<&'a [u8]> {
        match self.expect(tag::BIT_STRING)?.content {
            [0, rest @ ..] => Ok(rest),
            _ => Err(bad("BIT STRING with unused bits")),
        }
    }
    /// A BOOLEAN (DER: 00 or FF).
    pub fn boolean(&self) -> Result<bool> {
        match self.expect(tag::BOOLEAN)?.content {
            [0] => Ok(false),
            [0xFF] => Ok(true),
            _ => Err(bad("BOOLEAN is not DER")),
        }
    }
    /// A UTCTime or GeneralizedTime in the form of RFC 5280 (with seconds, `Z`, no fraction).
    pub fn time(&self) -> Result<Timestamp> {
        let text = self.content;
        let digits = |from: usize, n: usize| -> Result<u16> {
            let part = text.get(from..from + n).ok_or_else(|| bad("short time"))?;
            part.iter().try_fold(0u16, |v, b| match b {
                b'0'..=b'9' => Ok(v * 10 + u16::from(b - b'0')),
                _ => Err(bad("time is not digits")),
            })
        };
        let (year, at) = match (self.tag, text.len()) {
            (tag::UTC_TIME, 13) => {
                let two = digits(0, 2)?;
                (if two >= 50 { 1900 + two } else { 2000 + two }, 2)
            }
            (tag::GENERALIZED_TIME, 15) => (digits(0, 4)?, 4),
            _ => return Err(bad("time is not in the form of RFC 5280")),
        };
        if text.last() != Some(&b'Z') {
            return Err(bad("time is not in UTC"));
        }
        let part = |i: usize| digits(at + 2 * i, 2).and_then(|n| u8::try_from(n).map_err(|_| bad("time")));
        let (month, day, hour, minute, second) = (part(0)?, part(1)?, part(2)?, part(3)?, part(4)?);
        // Times before 1970 appear only in very old roots: they are "long ago" for every purpose here.
        if year < 1970 {
            return Ok(Timestamp(0));
        }
        Timestamp::from_utc(year, month, day, hour, minute, second)
    }
    /// Text of any of the directory string types. Teletex is read as Latin-1, as every implementation does.
    pub fn text(&self) -> Result<String> {
        let utf16 = |bytes: &[u8]| {
            let units: Vec<u16> = bytes.chunks_exact(2).map(|c| u16::from_be_bytes([c[0], c[1]])).collect();
            String::from_utf16(&units).map_err(|_| bad("bad BMPString"))
        };
        match self.tag {
            tag::UTF8_STRING => String::from_utf8(self.content.to_vec()).map_err(|_| bad("bad UTF-8")),
            tag::PRINTABLE_STRING | tag::IA5_STRING | tag::NUMERIC_STRING | 0x1A if self.content.is_ascii() => {
                Ok(self.content.iter().map(|b| char::from(*b)).collect())
            }
            tag::TELETEX_STRING => Ok(self.content.iter().map(|b| char::from(*b)).collect()),
            tag::BMP_STRING if self.content.len().is_multiple_of(2) => utf16(self.content),
            tag::UNIVERSAL_STRING if self.content.len().is_multiple_of(4) => self
                .content
                .chunks_exact(4)
                .map(|c| {
                    char::from_u32(u32::from_be_bytes([c[0], c[1], c[2], c[3]]))
                        .ok_or_else(|| bad("bad UniversalString"))
                })
                .collect(),
            _ => Err(bad("not a text")),
        }
    }
}

/// Reads DER elements one after the other. Indefinite and non-minimal lengths are refused: run
/// [`super::to_der`] first where BER may come.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// A reader over these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }
    /// Whether everything was read.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }
    /// What was not read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }
    /// The tag of the next element, if there is one.
    pub fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }
    /// The next element.
    pub fn any(&mut self) -> Result<Tlv<'a>> {
        let (tlv, rest) = split(self.rest)?;
        self.rest = rest;
        Ok(tlv)
    }
    /// The next element, which must have this tag.
    pub fn read(&mut self, tag: u8) -> Result<Tlv<'a>> {
        self.any()?.expect(tag)
    }
    // Of what follows the callers want a part of the next element only: with `any` each of them would copy all of it.
    /// As [`Tlv::oid`], of the next element.
    pub(crate) fn oid(&mut self) -> Result<&'a [u8]> {
        self.any()?.oid()
    }
    /// As [`Tlv::unsigned`], of the next element.
    pub(crate) fn unsigned(&mut self) -> Result<&'a [u8]> {
        self.any()?.unsigned()
    }
    /// As [`Tlv::small`], of the next element.
    pub(crate) fn small(&mut self) -> Result<u64> {
        self.any()?.small()
    }
    /// As [`Tlv::bit_string`], of the next element.
    pub(crate) fn bit_string(&mut self) -> Result<&'a [u8]> {
        self.any()?.bit_string()
    }
    /// As [`Tlv::time`], of the next element.
    pub(crate) fn time(&mut self) -> Result<Timestamp> {
        self.any()?.time()
    }
    /// The next element if it has this tag.
    pub fn optional(&mut self, tag: u8) -> Result<Option<Tlv<'a>>> {
        if self.peek() == Some(tag) { self.any().map(Some) } else { Ok(None) }
    }
    /// Nothing may follow.
    pub fn finish(self) -> Result<()> {
        if self.rest.is_empty() { Ok(()) } else { Err(bad("bytes after the end")) }
    }
}

/// An error of reading, under the name that it has for what was read.
pub(crate) fn unreadable(error: &Error, code: Code) -> Error {
    Error::new(code).detail(error.detail_text().unwrap_or("not DER"))
}

/// The single element that these bytes are.
pub fn read_one(bytes: &[u8], tag: u8) -> Result<Tlv<'_>> {
    let mut reader = Reader::new(bytes);
    let tlv = reader.read(tag)?;
    reader.finish()?;
    Ok(tlv)
}

fn split(bytes: &[u8]) -> Result<(Tlv<'_>, &[u8])> {
    let (&tag, after) = bytes.split_first().ok_or_else(|| bad("element missing"))?;
    if tag & 0x1F == 0x1F {
        return Err(bad("high tag number"));
    }
    let (&first, after) = after.split_first().ok_or_else(|| bad("length missing"))?;
    let (length, after) = match first {
        0..=0x7F => (usize::from(first), after),
        0x81..=0x84 => {
            let n = usize::from(first & 0x7F);
            let (octets, after) = after.split_at_checked(n).ok_or_else(|| bad("length cut off"))?;
            let length = octets.iter().fold(0usize, |l, b| l << 8 | usize::from(*b));
            if octets[0] == 0 || length < 0x80 {
                return Err(bad("length is not in the shortest form"));
            }
            (length, after)
        }
        _ => return Err(bad("length is not DER")),
    };
    let (content, rest) = after.split_at_checked(length).ok_or_else(|| bad("content cut off"))?;
    let raw = &bytes[..bytes.len() - rest.len()];
    Ok((Tlv { tag, content, raw }, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_not_der() {
        for bytes in [
            &[][..],
            &[0x30],
            &[0x30, 0x80, 0, 0],
            &[0x04, 0x81, 0x01, 0],
            &[0x04, 0x02, 0],
            &[0x1F, 0x01, 0],
            &[0x30, 0x85, 1, 1, 1, 1, 1],
        ] {
            assert_eq!(Reader::new(bytes).any().unwrap_err().code(), Code::BAD_ENCODING, "{bytes:02x?}");
        }
    }

    #[test]
    fn reads_values() {
        let mut reader = Reader::new(&[0x02, 0x02, 0x00, 0x80, 0x01, 0x01, 0xFF]);
        assert_eq!(reader.any().unwrap().small().unwrap(), 128);
        assert!(reader.any().unwrap().boolean().unwrap());
        assert!(reader.is_empty());
        let time = read_one(b"\x17\x0d261124031500Z", tag::UTC_TIME).unwrap().time().unwrap();
        assert_eq!(time.to_rfc3339(), "2026-11-24T03:15:00Z");
        assert!(read_one(b"\x17\x0d261324031500Z", tag::UTC_TIME).unwrap().time().is_err());
    }
}
