//! PKCS#10 certification requests (RFC 2986) as eHealth wants them: subject and key, nothing else
//! (ehealth.md 1.7.2). Reads and verifies anybody's.

use crate::{
    Code, Error, Result,
    asn1::{self, oid, tag},
    certificate::Signed,
    key::{KeyOutline, PrivateKey, PublicKey, SignatureAlgorithm},
    random::Random,
};

/// Requests larger than this are refused (real ones stay under 2 KiB).
const MAX_CSR: usize = 64 << 10;

/// A request by `key` for `subject_der` (a DER Name), signed with the key's default algorithm.
pub fn create(key: &PrivateKey, subject_der: &[u8], random: &mut dyn Random) -> Result<Vec<u8>> {
    let info = asn1::sequence(&[&asn1::small(0), subject_der, &key.public().to_spki(), &asn1::context(0, &[])]);
    let algorithm = key.default_signature();
    let signature = key.sign(algorithm, &info, random)?;
    Ok(asn1::sequence(&[&info, &algorithm.identifier(), &asn1::bit_string(&signature)]))
}

/// A parsed request together with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Csr {
    info: Vec<u8>,
    subject: Vec<u8>,
    spki: Vec<u8>,
    attributes: Vec<Vec<u8>>,
    extensions: Vec<Vec<u8>>,
    algorithm: Vec<u8>,
    signature: Vec<u8>,
}

impl Csr {
    /// From DER, or from PEM (`CERTIFICATE REQUEST`).
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let malformed = |e: Error| asn1::unreadable(&e, Code::CSR_MALFORMED);
        if bytes.len() > MAX_CSR {
            return Err(Error::new(Code::TOO_LARGE).with("limit", "64 KB"));
        }
        let der = crate::pem::der_of(bytes, &["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"]).map_err(malformed)?;
        Self::from_der(&der).map_err(malformed)
    }

    fn from_der(der: &[u8]) -> Result<Self> {
        let Signed { body: info, algorithm, signature } = Signed::read(der)?;
        let mut reader = info.reader();
        if reader.small()? != 0 {
            return Err(Error::new(Code::BAD_ENCODING).detail("version"));
        }
        let subject = reader.read(tag::SEQUENCE)?.raw.to_vec();
        let spki = reader.read(tag::SEQUENCE)?.raw.to_vec();
        let mut attributes = Vec::new();
        let mut extensions = Vec::new();
        // Some writers leave the empty set of attributes out.
        if let Some(set) = reader.optional(tag::context_constructed(0))? {
            let mut list = set.reader();
            while !list.is_empty() {
                let mut attribute = list.read(tag::SEQUENCE)?.reader();
                let kind = attribute.oid()?;
                attributes.push(kind.to_vec());
                let values = attribute.read(tag::SET)?;
                if kind == oid::EXTENSION_REQUEST {
                    let mut asked = values.reader().read(tag::SEQUENCE)?.reader();
                    while !asked.is_empty() {
                        extensions.push(asked.read(tag::SEQUENCE)?.reader().oid()?.to_vec());
                    }
                }
            }
        }
        reader.finish()?;
        let (info, algorithm, signature) = (info.raw.to_vec(), algorithm.to_vec(), signature.to_vec());
        Ok(Self { info, subject, spki, attributes, extensions, algorithm, signature })
    }

    /// Whether the request is signed by the key it is about.
    pub fn verify(&self) -> Result<()> {
        self.public_key()?.verify(self.signature_algorithm()?, &self.info, &self.signature)
    }
    /// The key.
    pub fn public_key(&self) -> Result<PublicKey> {
        PublicKey::from_spki(&self.spki)
    }
    /// The key, as far as its encoding tells.
    pub fn key_outline(&self) -> Result<KeyOutline> {
        KeyOutline::from_spki(&self.spki)
    }
    /// How it is signed.
    pub fn signature_algorithm(&self) -> Result<SignatureAlgorithm> {
        SignatureAlgorithm::parse(asn1::read_one(&self.algorithm, tag::SEQUENCE)?, None)
    }
    /// The subject, DER Name.
    pub fn subject_der(&self) -> &[u8] {
        &self.subject
    }
    /// Dotted object identifiers of the attributes.
    pub fn attributes(&self) -> Vec<String> {
        self.attributes.iter().map(|o| oid::dotted(o)).collect()
    }
    /// Dotted object identifiers of the extensions asked for. The RA issues by its own profile.
    pub fn requested_extensions(&self) -> Vec<String> {
        self.extensions.iter().map(|o| oid::dotted(o)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{key::KeyAlgorithm, random::OsRandom};

    #[test]
    fn a_request_verifies_and_holds_only_subject_and_key() {
        let subject = asn1::sequence(&[]);
        for algorithm in [KeyAlgorithm::Rsa2048, KeyAlgorithm::P384] {
            let key = PrivateKey::generate(algorithm, &mut OsRandom).unwrap();
            let der = create(&key, &subject, &mut OsRandom).unwrap();
            let csr = Csr::parse(&der).unwrap();
            csr.verify().unwrap();
            assert_eq!(csr.public_key().unwrap(), key.public());
            assert!(csr.attributes().is_empty());
            assert_eq!(Csr::parse(crate::pem::encode("CERTIFICATE REQUEST", &der).as_bytes()).unwrap().info, csr.info);
            let mut forged = der.clone();
            forged[8] ^= 1;
            assert!(Csr::parse(&forged).and_then(|c| c.verify()).is_err());
        }
        assert_eq!(Csr::parse(b"hello").unwrap_err().code(), Code::CSR_MALFORMED);
    }
}
