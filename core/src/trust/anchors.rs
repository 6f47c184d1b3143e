//! Whom the caller trusts. The built-in sets are a start; every set can be replaced at run time, because
//! certification authorities come and go.

use crate::{Result, certificate::Certificate};

/// A set of trust anchors, and of intermediate certificates that help to reach them.
///
/// An anchor is trusted because the caller says so: its own signature is not checked. A helper is never
/// trusted by itself, it only saves fetching it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchors {
    anchors: Vec<Certificate>,
    helpers: Vec<Certificate>,
}

macro_rules! embedded {
    ($($file:literal)*) => { &[$(include_bytes!(concat!("anchors/", $file)).as_slice()),*] };
}

impl Anchors {
    /// No anchor: nothing is trusted.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The roots of the eHealth certificates of production: ZetesConfidens Private Trust PKI root CA 001
    /// (RSA) and 002 (EC), with their issuing CAs as helpers.
    pub fn production() -> Self {
        Self::embedded(
            embedded!("zetesconfidens-root-ca-001.der" "zetesconfidens-root-ca-002.der"),
            embedded!("zetesconfidens-ehealth-issuing-ca-001.der" "zetesconfidens-ehealth-issuing-ca-002.der"),
        )
    }

    /// The root of the eHealth certificates of the acceptance environment, with its issuing CA as helper.
    pub fn acceptance() -> Self {
        Self::embedded(embedded!("acceptance-root-ca-001.der"), embedded!("acceptance-issuing-ca-001.der"))
    }

    /// The roots of the Belgian identity cards in use: Belgium Root CA2, CA3, CA4 and CA6. Old ones
    /// stay, so that old signatures can be inspected; their validity is checked like everybody's.
    pub fn eid() -> Self {
        Self::embedded(
            embedded!("belgium-root-ca2.der" "belgium-root-ca3.der" "belgium-root-ca4.der" "belgium-root-ca6.der"),
            &[],
        )
    }

    /// Anchors from DER certificates; [`crate::Code::CERTIFICATE_MALFORMED`] when one is not readable.
    pub fn from_der_list<T: AsRef<[u8]>>(list: &[T]) -> Result<Self> {
        Ok(Self { anchors: Certificate::from_der_list(list)?, helpers: Vec::new() })
    }

    /// Anchors from certificates.
    pub fn from_certificates(anchors: Vec<Certificate>) -> Self {
        Self { anchors, helpers: Vec::new() }
    }

    /// This set with intermediate certificates to build chains from, which are not trusted by themselves.
    #[must_use]
    pub fn with_helpers(mut self, helpers: Vec<Certificate>) -> Self {
        self.helpers.extend(helpers);
        self
    }

    /// This set together with another.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.anchors.extend(other.anchors);
        self.helpers.extend(other.helpers);
        self
    }

    /// The trusted certificates.
    pub fn certificates(&self) -> &[Certificate] {
        &self.anchors
    }

    /// The helping certificates.
    pub fn helpers(&self) -> &[Certificate] {
        &self.helpers
    }

    /// Whether exactly this certificate is an anchor.
    pub fn contains(&self, certificate: &Certificate) -> bool {
        self.anchors.contains(certificate)
    }

    fn embedded(anchors: &[&[u8]], helpers: &[&[u8]]) -> Self {
        // A test reads each of them, so nothing is lost here.
        let read = |list: &[&[u8]]| list.iter().filter_map(|der| Certificate::from_der(der).ok()).collect();
        Self { anchors: read(anchors), helpers: read(helpers) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Code, key::Hash};

    #[test]
    fn every_embedded_certificate_is_read_and_is_the_published_one() {
        let readme = include_str!("anchors/README.md");
        for (set, anchors, helpers) in
            [(Anchors::production(), 2, 2), (Anchors::acceptance(), 1, 1), (Anchors::eid(), 4, 0)]
        {
            assert_eq!((set.certificates().len(), set.helpers().len()), (anchors, helpers));
            for certificate in set.certificates().iter().chain(set.helpers()) {
                let digest: String =
                    Hash::Sha256.digest(certificate.der()).iter().map(|b| format!("{b:02x}")).collect();
                assert!(readme.contains(&digest), "{certificate:?}");
            }
            for root in set.certificates() {
                assert!(root.is_self_issued() && root.signed(root).is_ok(), "{root:?}");
            }
            for helper in set.helpers() {
                assert!(set.certificates().iter().any(|root| root.signed(helper).is_ok()), "{helper:?}");
            }
        }
    }

    #[test]
    fn lists_are_read_or_refused() {
        let production = Anchors::production();
        let list: Vec<&[u8]> = production.certificates().iter().map(Certificate::der).collect();
        let read = Anchors::from_der_list(&list).unwrap();
        assert!(production.certificates().iter().all(|c| read.contains(c)));
        let bad = Anchors::from_der_list(&[&b"no certificate"[..]]).unwrap_err();
        assert_eq!(bad.code(), Code::CERTIFICATE_MALFORMED);
        assert_eq!(Anchors::empty().and(read.clone()), read);
    }
}
