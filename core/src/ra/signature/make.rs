use super::{DIGESTS, ENVELOPED, EXCLUSIVE, method_uri, right_length};
use crate::{
    Code, Error, Result,
    certificate::Certificate,
    key::{PublicKey, SignatureAlgorithm},
    pem::to_base64,
    ra::{
        exchange::uuid,
        xml::{self, Writer, name},
    },
    random::Random,
};

/// A request that waits for its signature value: a card or a keystore gives it.
pub struct PendingSignature {
    /// The request in canonical form.
    request: String,
    reference: Reference,
    /// SignedInfo in canonical form.
    signed_info: String,
    signature_id: String,
    chain: Vec<Vec<u8>>,
    key: PublicKey,
    algorithm: SignatureAlgorithm,
}

struct Reference {
    uri: String,
    method: &'static str,
    digest_method: &'static str,
    digest: String,
}

impl std::fmt::Debug for PendingSignature {
    // The request holds names and national numbers.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PendingSignature({}, {:?})", self.signature_id, self.algorithm)
    }
}

impl PendingSignature {
    /// Prepares the signature of `request_xml` (see [`super::super::Request::to_xml`]), whose root has the
    /// attribute `Id` = `id`. `chain` begins with the signer's certificate. The algorithm must fit its key
    /// (see [`super::default_algorithm`]); its hash is also the hash of the content.
    ///
    /// Fails with [`Code::UNSUPPORTED_ALGORITHM`], and with [`Code::INVALID_ARGUMENT`] when `id` is not the
    /// root's only identifier of that value, the request is signed already, or the chain is empty.
    pub fn new(
        request_xml: &str,
        id: &str,
        chain: &[Certificate],
        algorithm: SignatureAlgorithm,
        random: &mut dyn Random,
    ) -> Result<Self> {
        let invalid = |what: &str| Error::new(Code::INVALID_ARGUMENT).with("what", what);
        let document = xml::parse(request_xml)?;
        let root = document.root_element();
        if id.is_empty() || xml::attribute(root, "Id") != Some(id) {
            return Err(invalid("id is not the request's Id"));
        }
        if root.descendants().any(|n| xml::is(n, name::DS, "Signature")) {
            return Err(invalid("the request is signed already"));
        }
        let key = chain.first().ok_or_else(|| invalid("no certificate"))?.public_key()?;
        let method = method_uri(algorithm, &key)?;
        let hash = algorithm.hash();
        let digest_method = DIGESTS.iter().find(|(h, _)| *h == hash).map(|(_, uri)| *uri);
        let request = xml::canonicalize(root, &[]);
        let reference = Reference {
            uri: format!("#{id}"),
            method,
            digest_method: digest_method.ok_or_else(|| invalid("digest"))?,
            digest: to_base64(&hash.digest(request.as_bytes())),
        };
        let mut writer = Writer::default();
        reference.write(&mut writer);
        Ok(Self {
            request,
            reference,
            signed_info: writer.finish(),
            signature_id: format!("xmldsig-{}", uuid(random)?),
            chain: chain.iter().map(|c| c.der().to_vec()).collect(),
            key,
            algorithm,
        })
    }

    /// What is signed: SignedInfo in canonical form.
    pub fn to_be_signed(&self) -> &[u8] {
        self.signed_info.as_bytes()
    }

    /// Digest of [`Self::to_be_signed`], for a card that is given digests.
    pub fn digest(&self) -> Vec<u8> {
        self.algorithm.hash().digest(self.signed_info.as_bytes())
    }

    /// The algorithm of the signature.
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// The signed request: the signature is the last child of its root. `signature` is the RSA signature,
    /// or r||s of ECDSA (see [`crate::key::ecdsa_der_to_raw`]).
    ///
    /// Fails with [`Code::SIGNATURE_INVALID`] when it is not the signature of the first certificate's key:
    /// a card that signs with another key than its certificate says is noticed before anything is sent.
    pub fn finish(&self, signature: &[u8]) -> Result<String> {
        if !right_length(&self.key, signature) {
            return Err(Error::new(Code::SIGNATURE_INVALID).detail("length"));
        }
        self.key.verify_raw(self.algorithm, self.to_be_signed(), signature)?;
        let mut writer = Writer::default();
        writer.start(name::DS, "Signature", &[(name::NONE, "Id", &self.signature_id)]);
        self.reference.write(&mut writer);
        writer.leaf(name::DS, "SignatureValue", &to_base64(signature));
        writer.start(name::DS, "KeyInfo", &[]);
        writer.start(name::DS, "X509Data", &[]);
        for certificate in &self.chain {
            writer.leaf(name::DS, "X509Certificate", &to_base64(certificate));
        }
        // The canonical form of an element always has an end tag, and it is the last thing in it.
        let (content, end) = self.request.rsplit_once('<').ok_or(Code::INTERNAL)?;
        Ok(format!("{content}{}<{end}", writer.finish()))
    }
}

impl Reference {
    fn write(&self, writer: &mut Writer) {
        let algorithm = |writer: &mut Writer, element: &str, uri: &str| {
            writer.leaf_with(name::DS, element, &[(name::NONE, "Algorithm", uri)], "");
        };
        writer.start(name::DS, "SignedInfo", &[]);
        algorithm(writer, "CanonicalizationMethod", EXCLUSIVE);
        algorithm(writer, "SignatureMethod", self.method);
        writer.start(name::DS, "Reference", &[(name::NONE, "URI", &self.uri)]);
        writer.start(name::DS, "Transforms", &[]);
        algorithm(writer, "Transform", ENVELOPED);
        algorithm(writer, "Transform", EXCLUSIVE);
        writer.end();
        algorithm(writer, "DigestMethod", self.digest_method);
        writer.leaf(name::DS, "DigestValue", &self.digest);
        writer.end();
        writer.end();
    }
}
