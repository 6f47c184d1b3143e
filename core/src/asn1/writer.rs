use super::tag;
use crate::Timestamp;

/// One element.
pub fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len() + 6);
    out.push(tag);
    push_length(&mut out, content.len());
    out.extend_from_slice(content);
    out
}

/// Identifier and length octets of an element whose content follows: for contents too large to copy.
pub fn header(tag: u8, length: usize) -> Vec<u8> {
    let mut out = vec![tag];
    push_length(&mut out, length);
    out
}

pub(super) fn push_length(out: &mut Vec<u8>, length: usize) {
    if length < 0x80 {
        out.push(length.to_le_bytes()[0]);
    } else {
        let octets = length.to_be_bytes();
        let skip = octets.iter().take_while(|b| **b == 0).count();
        out.push(0x80 | (octets.len() - skip).to_le_bytes()[0]);
        out.extend_from_slice(&octets[skip..]);
    }
}

/// SEQUENCE of these encoded elements.
pub fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    // Written in place: a copy on the way would leave parts of private keys behind.
    let length = parts.iter().map(|p| p.len()).sum();
    let mut out = Vec::with_capacity(length + 6);
    out.push(tag::SEQUENCE);
    push_length(&mut out, length);
    parts.iter().for_each(|p| out.extend_from_slice(p));
    out
}

/// SET OF these encoded elements, in DER order.
pub fn set_of<T: AsRef<[u8]>>(parts: &[T]) -> Vec<u8> {
    let mut sorted: Vec<&[u8]> = parts.iter().map(AsRef::as_ref).collect();
    crate::order::sort(&mut sorted);
    tlv(tag::SET, &sorted.concat())
}

/// `[n] EXPLICIT`, or `[n] IMPLICIT` of a constructed type whose content this is.
pub fn context(n: u8, content: &[u8]) -> Vec<u8> {
    tlv(tag::context_constructed(n), content)
}

/// OBJECT IDENTIFIER from its content octets (see [`mod@super::oid`]).
pub fn oid(content: &[u8]) -> Vec<u8> {
    tlv(tag::OID, content)
}

/// AlgorithmIdentifier with NULL as its parameters.
pub(crate) fn algorithm(id: &[u8]) -> Vec<u8> {
    sequence(&[&oid(id), &null()])
}

/// INTEGER from an unsigned big-endian number of any length.
pub fn unsigned(number: &[u8]) -> Vec<u8> {
    let skip = number.iter().take_while(|b| **b == 0).count();
    let digits = &number[skip..];
    let positive = digits.first().is_none_or(|b| b & 0x80 != 0);
    let length = digits.len() + usize::from(positive);
    // In place, as `sequence`.
    let mut out = Vec::with_capacity(length + 6);
    out.push(tag::INTEGER);
    push_length(&mut out, length);
    if positive {
        out.push(0);
    }
    out.extend_from_slice(digits);
    out
}

/// INTEGER from a small number.
pub fn small(number: u64) -> Vec<u8> {
    unsigned(&number.to_be_bytes())
}

/// OCTET STRING.
pub fn octet_string(content: &[u8]) -> Vec<u8> {
    tlv(tag::OCTET_STRING, content)
}

/// BIT STRING of whole octets.
pub fn bit_string(octets: &[u8]) -> Vec<u8> {
    let mut content = vec![0];
    content.extend_from_slice(octets);
    tlv(tag::BIT_STRING, &content)
}

/// BIT STRING of named bits: bit 0 is the highest bit of the first octet; trailing zero bits are cut off
/// as DER asks for.
pub fn named_bits(bits: &[u8]) -> Vec<u8> {
    let end = bits.iter().rposition(|b| *b != 0).map_or(0, |i| i + 1);
    let unused = if end == 0 { 0 } else { bits[end - 1].trailing_zeros().to_le_bytes()[0] };
    let mut content = vec![unused];
    content.extend_from_slice(&bits[..end]);
    tlv(tag::BIT_STRING, &content)
}

/// BOOLEAN.
pub fn boolean(value: bool) -> Vec<u8> {
    tlv(tag::BOOLEAN, &[if value { 0xFF } else { 0 }])
}

/// NULL.
pub fn null() -> Vec<u8> {
    tlv(tag::NULL, &[])
}

/// UTF8String.
pub fn utf8(text: &str) -> Vec<u8> {
    tlv(tag::UTF8_STRING, text.as_bytes())
}

/// PrintableString. The caller vouches for the characters.
pub fn printable(text: &str) -> Vec<u8> {
    tlv(tag::PRINTABLE_STRING, text.as_bytes())
}

/// UTCTime until 2049, GeneralizedTime from 2050 on (RFC 5280 4.1.2.5).
pub fn time(time: Timestamp) -> Vec<u8> {
    let (y, mo, d, h, mi, s) = time.to_utc();
    if y < 2050 {
        tlv(tag::UTC_TIME, format!("{:02}{mo:02}{d:02}{h:02}{mi:02}{s:02}Z", y % 100).as_bytes())
    } else {
        tlv(tag::GENERALIZED_TIME, format!("{y:04}{mo:02}{d:02}{h:02}{mi:02}{s:02}Z").as_bytes())
    }
}

/// GeneralizedTime whatever the year (OCSP).
pub fn generalized_time(time: Timestamp) -> Vec<u8> {
    let (y, mo, d, h, mi, s) = time.to_utc();
    tlv(tag::GENERALIZED_TIME, format!("{y:04}{mo:02}{d:02}{h:02}{mi:02}{s:02}Z").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_shortest_forms() {
        assert_eq!(small(0), [2, 1, 0]);
        assert_eq!(small(128), [2, 2, 0, 128]);
        assert_eq!(unsigned(&[0, 0, 1]), [2, 1, 1]);
        assert_eq!(named_bits(&[0x30]), [3, 2, 4, 0x30]);
        assert_eq!(named_bits(&[0, 0]), [3, 1, 0]);
        assert_eq!(tlv(4, &[0; 128])[..3], [4, 0x81, 128]);
        assert_eq!(set_of(&[small(2), small(1)]), [0x31, 6, 2, 1, 1, 2, 1, 2]);
    }
}
