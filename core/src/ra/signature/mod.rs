//! Enveloped XML signatures as the RA asks for them (ehealth.md 1.6): plain XML-DSig over the whole request,
//! exclusive canonicalisation, the certificate chain in KeyInfo.

mod make;
mod verify;

pub use make::PendingSignature;
pub use verify::{VerifiedSignature, verify_enveloped};

use crate::{
    Code, Error, Result,
    key::{Hash, PublicKey, SignatureAlgorithm},
};

const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";

/// What may stand in SignatureMethod. SHA-1 and PSS may not.
const METHODS: [(SignatureAlgorithm, &str); 6] = [
    (SignatureAlgorithm::RsaPkcs1(Hash::Sha256), "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"),
    (SignatureAlgorithm::RsaPkcs1(Hash::Sha384), "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384"),
    (SignatureAlgorithm::RsaPkcs1(Hash::Sha512), "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"),
    (SignatureAlgorithm::Ecdsa(Hash::Sha256), "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"),
    (SignatureAlgorithm::Ecdsa(Hash::Sha384), "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384"),
    (SignatureAlgorithm::Ecdsa(Hash::Sha512), "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512"),
];

/// What may stand in DigestMethod.
const DIGESTS: [(Hash, &str); 3] = [
    (Hash::Sha256, "http://www.w3.org/2001/04/xmlenc#sha256"),
    (Hash::Sha384, "http://www.w3.org/2001/04/xmldsig-more#sha384"),
    (Hash::Sha512, "http://www.w3.org/2001/04/xmlenc#sha512"),
];

/// RSA keys shorter than this are refused.
const MIN_RSA_BITS: usize = 2048;

/// The algorithm for a key: SHA-256 whatever the key, as the platform's own client does (ehealth.md 1.6.2).
pub fn default_algorithm(key: &PublicKey) -> SignatureAlgorithm {
    match key {
        PublicKey::Rsa(_) => SignatureAlgorithm::RsaPkcs1(Hash::Sha256),
        _ => SignatureAlgorithm::Ecdsa(Hash::Sha256),
    }
}

/// URI of an allowed signature algorithm that fits the key.
fn method_uri(algorithm: SignatureAlgorithm, key: &PublicKey) -> Result<&'static str> {
    let fits = match algorithm {
        SignatureAlgorithm::RsaPkcs1(_) => matches!(key, PublicKey::Rsa(_)) && key.bits() >= MIN_RSA_BITS,
        SignatureAlgorithm::Ecdsa(_) => !matches!(key, PublicKey::Rsa(_)),
        SignatureAlgorithm::RsaPss { .. } => false,
    };
    METHODS.iter().find(|(a, _)| *a == algorithm && fits).map(|(_, uri)| *uri).ok_or_else(|| {
        Error::new(Code::UNSUPPORTED_ALGORITHM).with("algorithm", format!("{algorithm:?}, {}", key.describe()))
    })
}

/// Whether a signature value has the one length that its key allows. ECDSA in XML is r||s, each as long as
/// the field (XML-DSig 1.1, 6.4.3).
fn right_length(key: &PublicKey, signature: &[u8]) -> bool {
    let octets = key.bits().div_ceil(8);
    signature.len() == if matches!(key, PublicKey::Rsa(_)) { octets } else { 2 * octets }
}

fn refused(what: &'static str) -> Error {
    Error::new(Code::XML_SIGNATURE_REFUSED).detail(what)
}
