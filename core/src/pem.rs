//! PEM (RFC 7468), for what people hand over as files.

use base64ct::{Base64, Encoding};

use crate::{Code, Error, Result, asn1::MAX_INPUT};

/// The bytes of a file that may be PEM with one of these labels, or DER. Text around the first block is
/// ignored, as OpenSSL writes it.
pub fn der_of(bytes: &[u8], labels: &[&str]) -> Result<Vec<u8>> {
    let bad = |what: &str| Error::new(Code::BAD_ENCODING).detail(what);
    if bytes.len() > MAX_INPUT {
        return Err(Error::new(Code::TOO_LARGE).with("limit", "64 MB"));
    }
    if bytes.first() == Some(&0x30) {
        return Ok(bytes.to_vec());
    }
    let text = std::str::from_utf8(bytes).map_err(|_| bad("neither DER nor PEM"))?;
    for label in labels {
        let Some((_, rest)) = text.split_once(&format!("-----BEGIN {label}-----")) else { continue };
        let (body, _) = rest.split_once(&format!("-----END {label}-----")).ok_or_else(|| bad("PEM is cut off"))?;
        let packed: String = body.split_ascii_whitespace().collect();
        return Base64::decode_vec(&packed).map_err(|_| bad("PEM is not base64"));
    }
    Err(bad("neither DER nor PEM of this kind"))
}

/// The bytes of every block with this label, in their order; an error when there is none.
pub fn all(bytes: &[u8], label: &str) -> Result<Vec<Vec<u8>>> {
    let bad = |what: &str| Error::new(Code::BAD_ENCODING).detail(what);
    if bytes.len() > MAX_INPUT {
        return Err(Error::new(Code::TOO_LARGE).with("limit", "64 MB"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| bad("not PEM"))?;
    let begin = format!("-----BEGIN {label}-----");
    let mut blocks = Vec::new();
    for rest in text.split(&begin).skip(1) {
        blocks.push(der_of(format!("{begin}{rest}").as_bytes(), &[label])?);
    }
    if blocks.is_empty() { Err(bad("no PEM block of this kind")) } else { Ok(blocks) }
}

/// Base64 without line breaks, as `xs:base64Binary` and JSON take it.
pub fn to_base64(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

/// One PEM block of lines of 64 characters.
pub fn encode(label: &str, der: &[u8]) -> String {
    let packed = to_base64(der);
    let mut out = format!("-----BEGIN {label}-----\n");
    for line in packed.as_bytes().chunks(64) {
        out.extend(line.iter().map(|b| char::from(*b)));
        out.push('\n');
    }
    out + &format!("-----END {label}-----\n")
}
