use sha2::Digest;

use crate::{
    Code, Error, Result,
    asn1::{self, Tlv, oid, tag},
};

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[allow(missing_docs, reason = "the names are FIPS 180-4's")]
pub enum Hash {
    /// Only to read what is old.
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// The digest of these bytes.
    pub fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => sha1::Sha1::digest(bytes).to_vec(),
            Self::Sha256 => sha2::Sha256::digest(bytes).to_vec(),
            Self::Sha384 => sha2::Sha384::digest(bytes).to_vec(),
            Self::Sha512 => sha2::Sha512::digest(bytes).to_vec(),
        }
    }
    /// Octets of a digest.
    pub fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
    /// Content octets of the object identifier.
    pub fn oid(self) -> &'static [u8] {
        match self {
            Self::Sha1 => oid::SHA1,
            Self::Sha256 => oid::SHA256,
            Self::Sha384 => oid::SHA384,
            Self::Sha512 => oid::SHA512,
        }
    }
    /// The hash with these object identifier octets.
    pub fn from_oid(content: &[u8]) -> Result<Self> {
        [Self::Sha1, Self::Sha256, Self::Sha384, Self::Sha512]
            .into_iter()
            .find(|h| h.oid() == content)
            .ok_or_else(|| unsupported(content))
    }
    /// By the name that standards give it: `SHA-256`, `SHA-384` or `SHA-512`. [`Code::INVALID_ARGUMENT`] for another,
    /// SHA-1 included: nothing is signed with it any more.
    pub fn by_name(name: &str) -> Result<Self> {
        match name {
            "SHA-256" => Ok(Self::Sha256),
            "SHA-384" => Ok(Self::Sha384),
            "SHA-512" => Ok(Self::Sha512),
            _ => Err(Error::new(Code::INVALID_ARGUMENT).with("what", "hash")),
        }
    }
    fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        }
    }
    /// AlgorithmIdentifier with NULL parameters, as CMS and DigestInfo have it.
    pub fn identifier(self) -> Vec<u8> {
        asn1::algorithm(self.oid())
    }
}

/// How a signature is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5.
    RsaPkcs1(Hash),
    /// RSASSA-PSS; MGF1 with the same hash.
    RsaPss {
        /// For message and mask.
        hash: Hash,
        /// Octets of salt.
        salt: usize,
    },
    /// ECDSA; signatures are DER `SEQUENCE { r, s }` everywhere but in XML and on the card.
    Ecdsa(Hash),
}

/// Object identifiers that name scheme and hash at once.
const NAMED: [(&[u8], SignatureAlgorithm); 8] = [
    (oid::SHA1_WITH_RSA, SignatureAlgorithm::RsaPkcs1(Hash::Sha1)),
    (oid::SHA256_WITH_RSA, SignatureAlgorithm::RsaPkcs1(Hash::Sha256)),
    (oid::SHA384_WITH_RSA, SignatureAlgorithm::RsaPkcs1(Hash::Sha384)),
    (oid::SHA512_WITH_RSA, SignatureAlgorithm::RsaPkcs1(Hash::Sha512)),
    (oid::ECDSA_SHA1, SignatureAlgorithm::Ecdsa(Hash::Sha1)),
    (oid::ECDSA_SHA256, SignatureAlgorithm::Ecdsa(Hash::Sha256)),
    (oid::ECDSA_SHA384, SignatureAlgorithm::Ecdsa(Hash::Sha384)),
    (oid::ECDSA_SHA512, SignatureAlgorithm::Ecdsa(Hash::Sha512)),
];

impl SignatureAlgorithm {
    /// The hash of the message.
    pub fn hash(self) -> Hash {
        match self {
            Self::RsaPkcs1(hash) | Self::RsaPss { hash, .. } | Self::Ecdsa(hash) => hash,
        }
    }

    /// A name that [`super::signature_by_name`] reads: `rsa-pkcs1-sha256`, `ecdsa-sha384`.
    pub fn name(self) -> String {
        match self {
            Self::RsaPkcs1(hash) => format!("rsa-pkcs1-{}", hash.name()),
            Self::RsaPss { hash, salt } => format!("rsa-pss-{0}-mgf1-{0}-salt{salt}", hash.name()),
            Self::Ecdsa(hash) => format!("ecdsa-{}", hash.name()),
        }
    }

    /// AlgorithmIdentifier, DER.
    pub fn identifier(self) -> Vec<u8> {
        let oid = NAMED.iter().find(|(_, algorithm)| *algorithm == self).map_or(oid::RSASSA_PSS, |(oid, _)| oid);
        match self {
            Self::RsaPkcs1(_) => asn1::algorithm(oid),
            // RFC 5758: parameters are absent.
            Self::Ecdsa(_) => asn1::sequence(&[&asn1::oid(oid)]),
            Self::RsaPss { hash, salt } => {
                let mgf = asn1::sequence(&[&asn1::oid(oid::MGF1), &hash.identifier()]);
                let parameters = asn1::sequence(&[
                    &asn1::context(0, &hash.identifier()),
                    &asn1::context(1, &mgf),
                    &asn1::context(2, &asn1::small(salt as u64)),
                ]);
                asn1::sequence(&[&asn1::oid(oid), &parameters])
            }
        }
    }

    /// From an AlgorithmIdentifier of a signature. `rsaEncryption` (as old CMS signers write) takes its
    /// hash from `digest`.
    pub fn parse(identifier: Tlv<'_>, digest: Option<Hash>) -> Result<Self> {
        let mut reader = identifier.expect(tag::SEQUENCE)?.reader();
        let oid = reader.oid()?;
        let parameters = if reader.is_empty() { None } else { Some(reader.any()?) };
        reader.finish()?;
        if oid == oid::RSASSA_PSS {
            return pss(parameters.ok_or_else(|| unsupported(oid))?);
        }
        let algorithm = match (NAMED.iter().find(|(name, _)| *name == oid), digest) {
            (Some((_, algorithm)), _) => *algorithm,
            (None, Some(hash)) if oid == oid::RSA_ENCRYPTION => Self::RsaPkcs1(hash),
            _ => return Err(unsupported(oid)),
        };
        // RFC 4055 2.1: NULL or absent must both be accepted; anything else is an attack surface.
        match parameters {
            Some(p) if p.tag != tag::NULL || !p.content.is_empty() => {
                Err(Error::new(Code::BAD_ENCODING).detail("unexpected parameters of an algorithm"))
            }
            _ => Ok(algorithm),
        }
    }
}

/// RSASSA-PSS-params (RFC 4055 3.1), with its defaults of SHA-1 and 20.
fn pss(parameters: Tlv<'_>) -> Result<SignatureAlgorithm> {
    let bad = |what: &str| Error::new(Code::BAD_ENCODING).detail(what);
    let hash_of = |identifier: Tlv<'_>| -> Result<Hash> {
        let mut reader = identifier.expect(tag::SEQUENCE)?.reader();
        Hash::from_oid(reader.oid()?)
    };
    let mut reader = parameters.expect(tag::SEQUENCE)?.reader();
    let (mut hash, mut mask, mut salt) = (Hash::Sha1, Hash::Sha1, 20);
    if let Some(t) = reader.optional(tag::context_constructed(0))? {
        hash = hash_of(t.reader().any()?)?;
    }
    if let Some(t) = reader.optional(tag::context_constructed(1))? {
        let mut mgf = t.reader().read(tag::SEQUENCE)?.reader();
        if mgf.oid()? != oid::MGF1 {
            return Err(bad("PSS mask is not MGF1"));
        }
        mask = hash_of(mgf.any()?)?;
    }
    if let Some(t) = reader.optional(tag::context_constructed(2))? {
        salt = usize::try_from(t.reader().small()?).map_err(|_| bad("PSS salt"))?;
    }
    if let Some(t) = reader.optional(tag::context_constructed(3))?
        && t.reader().small()? != 1
    {
        return Err(bad("PSS trailer"));
    }
    reader.finish()?;
    if mask != hash {
        return Err(Error::new(Code::UNSUPPORTED_ALGORITHM).with("algorithm", "RSASSA-PSS with two different hashes"));
    }
    if salt > 512 {
        return Err(bad("PSS salt"));
    }
    Ok(SignatureAlgorithm::RsaPss { hash, salt })
}

pub(super) fn unsupported(content: &[u8]) -> Error {
    Error::new(Code::UNSUPPORTED_ALGORITHM).with("algorithm", oid::dotted(content))
}
