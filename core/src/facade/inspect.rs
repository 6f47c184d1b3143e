//! Previews: what is in a CSR, a certificate, a keystore or an encryption token.

use super::{error::EhcertError, flow::hex};
use crate::{asn1::oid, certificate::Certificate, csr::Csr, keystore, pem, subject::DistinguishedName};

type Result<T> = std::result::Result<T, EhcertError>;

/// What a CSR asks for.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CsrPreview {
    /// Subject, RFC 2253.
    pub subject: String,
    /// `RSA 2048`, `P-384`... or the reason why the key cannot be used.
    pub key: String,
    /// PublicKeyIdentifier, hexadecimal; empty for a key that cannot be used.
    pub public_key_identifier: String,
    /// Whether it is signed by its own key.
    pub signature_valid: bool,
    /// Dotted object identifiers of its attributes.
    pub attributes: Vec<String>,
    /// Dotted object identifiers of the extensions that it asks for; the RA issues by its own profile.
    pub requested_extensions: Vec<String>,
}

/// Shows a CSR, DER or PEM.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn preview_csr(bytes: Vec<u8>) -> Result<CsrPreview> {
    let csr = Csr::parse(&bytes)?;
    let CsrOutline { subject, attributes, requested_extensions, .. } = outline(&csr)?;
    let key = csr.public_key();
    Ok(CsrPreview {
        subject,
        public_key_identifier: key.as_ref().map(|k| hex(&k.identifier())).unwrap_or_default(),
        key: key.map_or_else(|e| e.code().name().to_owned(), |k| k.describe()),
        signature_valid: csr.verify().is_ok(),
        attributes,
        requested_extensions,
    })
}

/// What a CSR asks for, read without any arithmetic: key and signature are not checked.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CsrOutline {
    /// Subject, RFC 2253.
    pub subject: String,
    /// `RSA 2048`, `P-384`... or the reason why the key cannot be used.
    pub key: String,
    /// PublicKeyIdentifier, hexadecimal; empty for a key that cannot be used.
    pub public_key_identifier: String,
    /// Dotted object identifiers of its attributes.
    pub attributes: Vec<String>,
    /// Dotted object identifiers of the extensions that it asks for; the RA issues by its own profile.
    pub requested_extensions: Vec<String>,
}

/// As [`preview_csr`] without its checks, for a form that has no cryptography with it.
pub fn outline_csr(bytes: Vec<u8>) -> Result<CsrOutline> {
    Ok(outline(&Csr::parse(&bytes)?)?)
}

fn outline(csr: &Csr) -> crate::Result<CsrOutline> {
    let key = csr.key_outline();
    Ok(CsrOutline {
        subject: DistinguishedName::from_der(csr.subject_der())?.to_rfc2253(),
        public_key_identifier: key.as_ref().map(|k| hex(&k.identifier)).unwrap_or_default(),
        key: key.map_or_else(|e| e.code().name().to_owned(), |k| k.name),
        attributes: csr.attributes(),
        requested_extensions: csr.requested_extensions(),
    })
}

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CertificateView {
    /// Subject, RFC 2253.
    pub subject: String,
    /// Issuer, RFC 2253.
    pub issuer: String,
    /// Serial number, decimal.
    pub serial: String,
    /// First second of validity.
    pub not_before: i64,
    /// Last second of validity.
    pub not_after: i64,
    /// `RSA 2048`, `P-384`... or the reason why the key cannot be used.
    pub key: String,
    /// Dotted object identifiers of the extensions.
    pub extensions: Vec<String>,
}

/// Shows a certificate, DER or PEM. Nothing is verified.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn view_certificate(bytes: Vec<u8>) -> Result<CertificateView> {
    let der = pem::der_of(&bytes, &["CERTIFICATE"])?;
    Ok(view(&Certificate::from_der(&der)?)?)
}

/// As [`view_certificate`] without a check of the key, for a form that has no cryptography with it.
pub fn outline_certificate(bytes: Vec<u8>) -> Result<CertificateView> {
    let certificate = Certificate::from_der(&pem::der_of(&bytes, &["CERTIFICATE"])?)?;
    let key = certificate.key_outline().map(|k| k.name);
    Ok(view_with(&certificate, key)?)
}

pub(super) fn view(certificate: &Certificate) -> crate::Result<CertificateView> {
    view_with(certificate, certificate.public_key().map(|k| k.describe()))
}

/// A loop, because `collect` would bring code of its own.
pub(super) fn views(certificates: &[Certificate]) -> crate::Result<Vec<CertificateView>> {
    let mut views = Vec::with_capacity(certificates.len());
    for certificate in certificates {
        views.push(view(certificate)?);
    }
    Ok(views)
}

fn view_with(certificate: &Certificate, key: crate::Result<String>) -> crate::Result<CertificateView> {
    Ok(CertificateView {
        subject: DistinguishedName::from_der(certificate.subject_der())?.to_rfc2253(),
        issuer: DistinguishedName::from_der(certificate.issuer_der())?.to_rfc2253(),
        serial: certificate.serial_decimal(),
        not_before: certificate.not_before().0,
        not_after: certificate.not_after().0,
        key: key.unwrap_or_else(|e| e.code().name().to_owned()),
        extensions: certificate.extensions().iter().map(|e| oid::dotted(&e.oid)).collect(),
    })
}

/// One part of a keystore, as far as it can be seen without password.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct KeystorePart {
    /// `encrypted` (certificates, usually), `key`, `certificate` or `other`.
    pub kind: String,
    /// The name of the encryption; empty for none.
    pub encryption: String,
    /// Its iterations.
    pub iterations: u32,
    /// The alias, where it stands outside the encryption.
    pub alias: Option<String>,
}

/// What a keystore shows without its password.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct KeystoreShape {
    /// The MAC: `HMAC-SHA1`, `PBMAC1`...; empty for none.
    pub mac: String,
    /// Its iterations.
    pub mac_iterations: u64,
    /// Its parts.
    pub parts: Vec<KeystorePart>,
}

/// Shows what a keystore tells without its password.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn inspect_keystore(bytes: Vec<u8>) -> Result<KeystoreShape> {
    let shape = keystore::inspect(&bytes)?;
    Ok(KeystoreShape {
        mac: shape.mac,
        mac_iterations: shape.mac_iterations,
        parts: shape
            .bags
            .into_iter()
            .map(|b| KeystorePart { kind: b.kind, encryption: b.encryption, iterations: b.iterations, alias: b.alias })
            .collect(),
    })
}
