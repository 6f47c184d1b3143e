use ehcert_core::{
    Code, Error, Result,
    asn1::{self, tag},
    key::{PublicKey, SignatureAlgorithm},
};

/// Requests larger than this are refused: real ones stay under 2 KiB.
const MAX_REQUEST: usize = 64 << 10;

/// A PKCS#10 request (RFC 2986) on its original bytes.
pub(super) struct CertificateRequest {
    info: Vec<u8>,
    subject: Vec<u8>,
    spki: Vec<u8>,
    algorithm: Vec<u8>,
    signature: Vec<u8>,
}

impl CertificateRequest {
    /// From DER.
    pub(super) fn from_der(der: &[u8]) -> Result<Self> {
        if der.len() > MAX_REQUEST {
            return Err(Error::new(Code::TOO_LARGE).with("limit", "64 KB"));
        }
        let mut outer = asn1::read_one(der, tag::SEQUENCE)?.reader();
        let info = outer.read(tag::SEQUENCE)?;
        let algorithm = outer.read(tag::SEQUENCE)?;
        let signature = outer.read(tag::BIT_STRING)?.bit_string()?;
        outer.finish()?;
        let mut fields = info.reader();
        if fields.any()?.small()? != 0 {
            return Err(Error::new(Code::BAD_ENCODING).detail("version of the request"));
        }
        let subject = fields.read(tag::SEQUENCE)?;
        let spki = fields.read(tag::SEQUENCE)?;
        fields.optional(tag::context_constructed(0))?;
        fields.finish()?;
        Ok(Self {
            info: info.raw.to_vec(),
            subject: subject.raw.to_vec(),
            spki: spki.raw.to_vec(),
            algorithm: algorithm.raw.to_vec(),
            signature: signature.to_vec(),
        })
    }
    /// Proof of possession: the request is signed by its own key.
    pub(super) fn verify(&self) -> Result<()> {
        let algorithm = SignatureAlgorithm::parse(asn1::read_one(&self.algorithm, tag::SEQUENCE)?, None)?;
        self.public_key()?.verify(algorithm, &self.info, &self.signature)
    }
    pub(super) fn public_key(&self) -> Result<PublicKey> {
        PublicKey::from_spki(&self.spki)
    }
    pub(super) fn subject_der(&self) -> &[u8] {
        &self.subject
    }
}
