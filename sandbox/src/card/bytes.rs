//! Octets and keys in JSON: hexadecimal text.

use ehcert_core::{
    certificate::Certificate,
    key::{PrivateKey, PublicKey},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Octets, as upper-case hexadecimal in JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bytes(pub(super) Vec<u8>);

pub(super) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02X}")).collect()
}

pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).map(|d| d.to_le_bytes()[0])).collect();
    let digits = digits.filter(|d| d.len().is_multiple_of(2))?;
    Some(digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |value, digit| value << 4 | digit)).collect())
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&to_hex(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        from_hex(&text).map(Self).ok_or_else(|| D::Error::custom("not hexadecimal"))
    }
}

/// A private key, as PKCS#8 in JSON.
#[derive(Clone, Debug)]
pub(super) struct StoredKey(pub(super) PrivateKey);

impl StoredKey {
    pub(super) fn public(&self) -> PublicKey {
        self.0.public()
    }
}

impl Serialize for StoredKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let der = self.0.to_pkcs8().map_err(serde::ser::Error::custom)?;
        serializer.serialize_str(&to_hex(&der))
    }
}

impl<'de> Deserialize<'de> for StoredKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Bytes(der) = Bytes::deserialize(deserializer)?;
        PrivateKey::from_pkcs8(&der).map(Self).map_err(D::Error::custom)
    }
}

/// A certificate, as DER in JSON.
#[derive(Clone, Debug)]
pub(super) struct StoredCertificate(pub(super) Certificate);

impl Serialize for StoredCertificate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&to_hex(self.0.der()))
    }
}

impl<'de> Deserialize<'de> for StoredCertificate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Bytes(der) = Bytes::deserialize(deserializer)?;
        Certificate::from_der(&der).map(Self).map_err(D::Error::custom)
    }
}
