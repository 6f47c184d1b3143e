use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::{Code, Error, Result};

/// A password. Wipes itself, shows nothing in `Debug`, is compared in constant time.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes a text over.
    pub fn new(text: impl Into<Zeroizing<String>>) -> Self {
        Self(text.into())
    }
    /// From UTF-8 bytes, as they come over a language boundary; the bytes are wiped.
    pub fn from_utf8(bytes: Vec<u8>) -> Result<Self> {
        let bytes = Zeroizing::new(bytes);
        let text = std::str::from_utf8(&bytes)
            .map_err(|_| Error::new(Code::INVALID_ARGUMENT).with("what", "password").field("password"))?;
        Ok(Self(Zeroizing::new(text.to_owned())))
    }
    /// The text.
    pub fn expose(&self) -> &str {
        &self.0
    }
    /// BMPString with terminator, as PKCS#12's own key derivation takes it (RFC 7292 B.1).
    pub(super) fn bmp(&self) -> Zeroizing<Vec<u8>> {
        let mut out = Zeroizing::new(Vec::with_capacity(2 * self.0.len() + 2));
        for unit in self.0.encode_utf16() {
            out.extend_from_slice(&unit.to_be_bytes());
        }
        out.extend_from_slice(&[0, 0]);
        out
    }
}

impl PartialEq for Password {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}
impl Eq for Password {}
impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password")
    }
}
