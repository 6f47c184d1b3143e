//! Signature algorithms by the names that people and programs give them.

use super::Hash;
use crate::{
    Code, Error, Result,
    asn1::{self, oid},
};

/// An algorithm by name, see [`signature_by_name`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedSignature {
    /// DER AlgorithmIdentifier, as [`super::verify_identified`] takes it.
    pub identifier: Vec<u8>,
    /// Whether an ECDSA signature is `r || s` (IEEE P1363) and not the DER SEQUENCE.
    pub p1363: bool,
}

/// What stands before the hash in a name, without punctuation and in small letters.
const BEFORE: [(&str, Scheme); 8] = [
    ("rsassapkcs1v15", Scheme::Pkcs1),
    ("rsapkcs1", Scheme::Pkcs1),
    ("rsassapss", Scheme::Pss),
    ("rsapss", Scheme::Pss),
    ("ecdsawith", Scheme::Ecdsa),
    ("ecdsa", Scheme::Ecdsa),
    ("rsa", Scheme::Pkcs1),
    ("pss", Scheme::Pss),
];
/// What stands behind the hash.
const BEHIND: [(&str, Scheme); 7] = [
    ("withrsaencryption", Scheme::Pkcs1),
    ("withrsaandmgf1", Scheme::Pss),
    ("withrsapss", Scheme::Pss),
    ("withrsassapss", Scheme::Pss),
    ("withrsa", Scheme::Pkcs1),
    ("withecdsainp1363format", Scheme::EcdsaP1363),
    ("withecdsa", Scheme::Ecdsa),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Pkcs1,
    Pss,
    Ecdsa,
    EcdsaP1363,
}

/// A hash of a signature; SHA-224 is one that other programs use.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Digest {
    Sha224,
    Known(Hash),
}

impl Digest {
    const NAMES: [(&str, Self); 5] = [
        ("sha224", Self::Sha224),
        ("sha256", Self::Known(Hash::Sha256)),
        ("sha384", Self::Known(Hash::Sha384)),
        ("sha512", Self::Known(Hash::Sha512)),
        ("sha1", Self::Known(Hash::Sha1)),
    ];

    /// The hash at the start of a text, and the rest.
    fn take(text: &str) -> Option<(Self, &str)> {
        Self::NAMES.iter().find_map(|(name, digest)| Some((*digest, text.strip_prefix(name)?)))
    }

    fn identifier(self) -> Vec<u8> {
        match self {
            Self::Sha224 => asn1::sequence(&[&asn1::oid(oid::SHA224), &asn1::null()]),
            Self::Known(hash) => hash.identifier(),
        }
    }

    fn length(self) -> usize {
        match self {
            Self::Sha224 => 28,
            Self::Known(hash) => hash.length(),
        }
    }

    fn hash(self) -> Option<Hash> {
        match self {
            Self::Sha224 => None,
            Self::Known(hash) => Some(hash),
        }
    }
}

/// The algorithm of a name: `rsa-pkcs1-sha256`, `rsa-pss-sha256` (salt as long as the hash, the same hash for
/// the mask), `rsa-pss-sha256-mgf1-sha1-salt20`, `ecdsa-sha384`, `ecdsa-sha384-p1363`, and as Java
/// (`SHA256withRSA`, `SHA256withRSAandMGF1`, `SHA384withECDSA`) and RFC 3279, 4055 and 5758 name them
/// (`sha256WithRSAEncryption`, `ecdsa-with-SHA384`). Case, hyphens and underscores do not matter.
/// [`Code::UNSUPPORTED_ALGORITHM`] for any other name, and for SHA-224 outside PSS.
pub fn signature_by_name(name: &str) -> Result<NamedSignature> {
    let unknown = || Error::new(Code::UNSUPPORTED_ALGORITHM).field("algorithm");
    let plain: String = name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).collect();
    let plain = crate::unicode::lower(&plain);
    let (scheme, digest, rest) = match Digest::take(&plain) {
        Some((digest, behind)) => {
            let (scheme, rest) =
                BEHIND.iter().find_map(|(text, s)| Some((*s, behind.strip_prefix(text)?))).ok_or_else(unknown)?;
            (scheme, digest, rest)
        }
        None => {
            let (scheme, behind) =
                BEFORE.iter().find_map(|(text, s)| Some((*s, plain.strip_prefix(text)?))).ok_or_else(unknown)?;
            let (digest, rest) = Digest::take(behind).ok_or_else(unknown)?;
            (scheme, digest, rest)
        }
    };
    let (scheme, rest) = match (scheme, rest) {
        (Scheme::Ecdsa, "p1363") => (Scheme::EcdsaP1363, ""),
        other => other,
    };
    let identifier = match scheme {
        Scheme::Pss => pss(digest, rest).ok_or_else(unknown)?,
        _ if !rest.is_empty() => return Err(unknown()),
        Scheme::Pkcs1 => super::SignatureAlgorithm::RsaPkcs1(digest.hash().ok_or_else(unknown)?).identifier(),
        Scheme::Ecdsa | Scheme::EcdsaP1363 => {
            super::SignatureAlgorithm::Ecdsa(digest.hash().ok_or_else(unknown)?).identifier()
        }
    };
    Ok(NamedSignature { identifier, p1363: scheme == Scheme::EcdsaP1363 })
}

/// RSASSA-PSS with what follows the hash: `[mgf1 HASH][salt]N`.
fn pss(digest: Digest, rest: &str) -> Option<Vec<u8>> {
    let (mask, rest) = match rest.strip_prefix("mgf1") {
        Some(rest) => Digest::take(rest)?,
        None => (digest, rest),
    };
    let salt = match rest.strip_prefix("salt").unwrap_or(rest) {
        "" => digest.length() as u64,
        number => number.parse::<u16>().ok()?.into(),
    };
    let mask = asn1::sequence(&[&asn1::oid(oid::MGF1), &mask.identifier()]);
    let parameters = asn1::sequence(&[
        &asn1::context(0, &digest.identifier()),
        &asn1::context(1, &mask),
        &asn1::context(2, &asn1::small(salt)),
    ]);
    Some(asn1::sequence(&[&asn1::oid(oid::RSASSA_PSS), &parameters]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::SignatureAlgorithm;

    #[test]
    fn one_algorithm_has_many_names() {
        let named = |name: &str| signature_by_name(name).map(|s| (s.identifier, s.p1363)).map_err(|e| e.code());
        let is = |algorithm: SignatureAlgorithm, p1363| Ok((algorithm.identifier(), p1363));
        for name in ["rsa-pkcs1-sha256", "SHA256withRSA", "sha256WithRSAEncryption", "RSASSA-PKCS1-v1_5-SHA-256"] {
            assert_eq!(named(name), is(SignatureAlgorithm::RsaPkcs1(Hash::Sha256), false), "{name}");
        }
        for name in ["ecdsa-with-SHA384", "SHA384withECDSA", "ecdsa-sha384"] {
            assert_eq!(named(name), is(SignatureAlgorithm::Ecdsa(Hash::Sha384), false), "{name}");
        }
        for name in ["ecdsa-sha1-p1363", "SHA1withECDSAinP1363Format"] {
            assert_eq!(named(name), is(SignatureAlgorithm::Ecdsa(Hash::Sha1), true), "{name}");
        }
        for (name, hash, salt) in [
            ("rsa-pss-sha512", Hash::Sha512, 64),
            ("SHA256withRSAandMGF1", Hash::Sha256, 32),
            ("RSASSA-PSS-SHA384-salt0", Hash::Sha384, 0),
            ("rsa-pss-sha256-mgf1-sha256-20", Hash::Sha256, 20),
        ] {
            assert_eq!(named(name), is(SignatureAlgorithm::RsaPss { hash, salt }, false), "{name}");
        }
        assert_ne!(named("rsa-pss-sha256-mgf1-sha1-salt32"), named("rsa-pss-sha256"));
        for bad in [
            "",
            "sha256",
            "rsa",
            "md5WithRSA",
            "rsa-pss-sha512/256",
            "ecdsa-sha256-x",
            "sha224withrsa",
            "rsa-pss-sha1-salt70000",
        ] {
            assert_eq!(named(bad), Err(Code::UNSUPPORTED_ALGORITHM), "{bad}");
        }
    }
}
