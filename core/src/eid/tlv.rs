//! The TLV of identity and address files: a tag octet, a length, the value.

use crate::{Code, Error, Result};

/// Files with more fields than this are refused: the newest specification has 32.
const MAX_FIELDS: usize = 64;

/// One field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// Its number.
    pub tag: u8,
    /// Its value, which may be empty.
    pub value: &'a [u8],
}

/// The fields of a file in their order. A length octet of FF means 255 and that another follows. A tag 00
/// is the structure version when it comes first with two octets, and the start of the zero padding
/// elsewhere.
pub fn parse_fields(bytes: &[u8]) -> Result<Vec<Field<'_>>> {
    let bad = |why: &str| Error::new(Code::CARD_FILE_DAMAGED).detail(why);
    let mut fields = Vec::new();
    let mut rest = bytes;
    while let Some((&tag, after)) = rest.split_first() {
        let version = fields.is_empty() && matches!(after, [2, _, _, ..]);
        if tag == 0 && !version {
            if rest.iter().any(|b| *b != 0) {
                return Err(bad("octets after the padding"));
            }
            break;
        }
        let chained = after.iter().take_while(|b| **b == 0xFF).count();
        let (&last, after) =
            after.get(chained..).and_then(<[u8]>::split_first).ok_or_else(|| bad("a field without length"))?;
        let length = chained.saturating_mul(255).saturating_add(usize::from(last));
        let (value, after) = after.split_at_checked(length).ok_or_else(|| bad("a field longer than its file"))?;
        fields.push(Field { tag, value });
        if fields.len() > MAX_FIELDS {
            return Err(bad("too many fields"));
        }
        rest = after;
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_padding_and_version() {
        let long = [&[0x07, 0xFF, 0x01][..], &[b'x'; 256], &[0, 0, 0]].concat();
        let fields = parse_fields(&long).unwrap();
        assert_eq!(fields.len(), 1);
        assert_eq!(fields[0].value.len(), 256);
        let version = parse_fields(&[0x00, 0x02, 0x00, 0x02, 0x14, 0x00, 0x00]).unwrap();
        assert_eq!(version, [Field { tag: 0, value: &[0, 2] }, Field { tag: 0x14, value: &[] }]);
        assert_eq!(parse_fields(&[]).unwrap(), []);
        assert_eq!(parse_fields(&[0; 121]).unwrap(), []);
    }

    #[test]
    fn lies_are_refused() {
        for bytes in [
            &[0x01][..],
            &[0x01, 0x05, b'a'],
            &[0x01, 0xFF],
            &[0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            &[0x01, 0x01, b'a', 0x00, 0x00, 0x01],
            &[0x01, 0x00].repeat(65),
        ] {
            assert_eq!(parse_fields(bytes).unwrap_err().code(), Code::CARD_FILE_DAMAGED, "{bytes:02x?}");
        }
    }
}
