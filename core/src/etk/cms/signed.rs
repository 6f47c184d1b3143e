use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::{CertificateId, Frame, MAX_ENTRIES, bad, content_info};
use crate::{
    Code, Error, Result, Timestamp,
    asn1::{self, Tlv, oid, tag},
    certificate::Certificate,
    key::{Hash, PrivateKey, SignatureAlgorithm},
    random::Random,
};

/// id-aa-ets-revocationValues (1.2.840.113549.1.9.16.2.24).
const REVOCATION_VALUES: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x02, 0x18];

/// A parsed SignedData over the bytes it came in.
#[derive(Clone, Debug)]
pub struct SignedData<'a> {
    /// CMSVersion.
    pub version: u64,
    /// Content octets of eContentType.
    pub content_type: &'a [u8],
    /// What is signed, without tag and length; `None` when it is detached.
    pub content: Option<&'a [u8]>,
    /// The certificates that ehcert can read, in their order.
    pub certificates: Vec<Certificate>,
    /// Whether revocation information of another kind than a CRL (an OCSP response) is beside them.
    pub other_revocation: bool,
    /// The signers.
    pub signers: Vec<SignerInfo<'a>>,
}

impl<'a> SignedData<'a> {
    /// From a DER ContentInfo of type id-signedData.
    pub fn parse(der: &'a [u8]) -> Result<Self> {
        let mut reader = content_info(der, oid::SIGNED_DATA)?.expect(tag::SEQUENCE)?.reader();
        let version = reader.small()?;
        reader.read(tag::SET)?;
        let mut inside = reader.read(tag::SEQUENCE)?.reader();
        let content_type = inside.oid()?;
        let content = match inside.optional(tag::context_constructed(0))? {
            Some(t) => {
                let mut explicit = t.reader();
                let content = explicit.any()?.content;
                explicit.finish()?;
                Some(content)
            }
            None => None,
        };
        inside.finish()?;
        let mut certificates = Vec::new();
        if let Some(t) = reader.optional(tag::context_constructed(0))? {
            for choice in entries(t)? {
                // Attribute certificates and kinds of certificate from outside this world may stand here;
                // they name no signer.
                if let (tag::SEQUENCE, Ok(certificate)) = (choice.tag, Certificate::from_der(choice.raw)) {
                    certificates.push(certificate);
                }
            }
        }
        let mut other_revocation = false;
        if let Some(t) = reader.optional(tag::context_constructed(1))? {
            other_revocation = entries(t)?.iter().any(|e| e.tag == tag::context_constructed(1));
        }
        let mut signers = Vec::new();
        for entry in entries(reader.read(tag::SET)?)? {
            signers.push(SignerInfo::parse(entry)?);
        }
        reader.finish()?;
        Ok(Self { version, content_type, content, certificates, other_revocation, signers })
    }

    /// The certificate that this signer names.
    pub fn certificate_of(&self, signer: &SignerInfo<'_>) -> Option<&Certificate> {
        self.certificates.iter().find(|c| signer.id.names(c))
    }
}

fn entries(tlv: Tlv<'_>) -> Result<Vec<Tlv<'_>>> {
    let mut reader = tlv.reader();
    let mut list = Vec::new();
    while !reader.is_empty() {
        if list.len() == MAX_ENTRIES {
            return Err(Error::new(Code::TOO_LARGE).with("limit", MAX_ENTRIES));
        }
        list.push(reader.any()?);
    }
    Ok(list)
}

/// A set of attributes; each occurs once.
#[derive(Clone, Debug)]
pub struct Attributes<'a>(Vec<(&'a [u8], Tlv<'a>)>);

impl<'a> Attributes<'a> {
    fn parse(set: Tlv<'a>) -> Result<Self> {
        let mut list: Vec<(&[u8], Tlv<'_>)> = Vec::new();
        for entry in entries(set)? {
            let mut reader = entry.expect(tag::SEQUENCE)?.reader();
            let kind = reader.oid()?;
            let values = reader.read(tag::SET)?;
            reader.finish()?;
            if list.iter().any(|(other, _)| *other == kind) {
                return Err(bad("an attribute occurs twice"));
            }
            list.push((kind, values));
        }
        Ok(Self(list))
    }

    /// The value of an attribute that has exactly one; `None` when the attribute is absent.
    pub fn single(&self, kind: &[u8]) -> Result<Option<Tlv<'a>>> {
        let Some((_, values)) = self.0.iter().find(|(k, _)| *k == kind) else { return Ok(None) };
        let mut reader = values.reader();
        let value = reader.any()?;
        reader.finish()?;
        Ok(Some(value))
    }
}

/// One signer of a [`SignedData`].
#[derive(Clone, Debug)]
pub struct SignerInfo<'a> {
    /// Whose certificate it is.
    pub id: CertificateId<'a>,
    digest_algorithm: Tlv<'a>,
    signed: Option<(Tlv<'a>, Attributes<'a>)>,
    signature_algorithm: Tlv<'a>,
    signature: &'a [u8],
    unsigned: Option<Attributes<'a>>,
}

impl<'a> SignerInfo<'a> {
    fn parse(tlv: Tlv<'a>) -> Result<Self> {
        let mut reader = tlv.expect(tag::SEQUENCE)?.reader();
        reader.small()?;
        let id = CertificateId::parse(reader.any()?)?;
        let digest_algorithm = reader.read(tag::SEQUENCE)?;
        let signed = match reader.optional(tag::context_constructed(0))? {
            Some(t) => Some((t, Attributes::parse(t)?)),
            None => None,
        };
        let signature_algorithm = reader.read(tag::SEQUENCE)?;
        let signature = reader.read(tag::OCTET_STRING)?.content;
        let unsigned = reader.optional(tag::context_constructed(1))?.map(Attributes::parse).transpose()?;
        reader.finish()?;
        Ok(Self { id, digest_algorithm, signed, signature_algorithm, signature, unsigned })
    }

    /// The hash of the content. [`Code::UNSUPPORTED_ALGORITHM`] for one that ehcert does not know.
    pub fn hash(&self) -> Result<Hash> {
        Hash::from_oid(self.digest_algorithm.reader().oid()?)
    }

    /// How the signature was made.
    pub fn algorithm(&self) -> Result<SignatureAlgorithm> {
        SignatureAlgorithm::parse(self.signature_algorithm, self.hash().ok())
    }

    /// Whether there are signed attributes.
    pub fn has_signed_attributes(&self) -> bool {
        self.signed.is_some()
    }

    /// The signed signingTime: what the signer says, proven by nobody else.
    pub fn signing_time(&self) -> Result<Option<Timestamp>> {
        let Some((_, attributes)) = &self.signed else { return Ok(None) };
        attributes.single(oid::SIGNING_TIME)?.map(|t| t.time()).transpose()
    }

    /// Whether an OCSP response for the signer is among the unsigned attributes (revocationValues, RFC 5126
    /// 6.3.4). Its content is not looked at.
    pub fn embeds_ocsp(&self) -> bool {
        let value = self.unsigned.as_ref().and_then(|a| a.single(REVOCATION_VALUES).ok().flatten());
        value.is_some_and(|v| {
            let mut reader = v.reader();
            std::iter::from_fn(|| if reader.is_empty() { None } else { reader.any().ok() })
                .any(|t| t.tag == tag::context_constructed(1))
        })
    }

    /// Whether this certificate's key signed `content` (RFC 5652 5.4 and 5.6). The certificate itself is not
    /// judged.
    ///
    /// Errors: [`Code::MESSAGE_INTEGRITY_INVALID`] when the content has another digest than the signed one,
    /// [`Code::SIGNATURE_INVALID`] when the signature is not the key's, [`Code::BAD_ENCODING`] and
    /// [`Code::UNSUPPORTED_ALGORITHM`].
    pub fn verify(&self, content_type: &[u8], content: &[u8], certificate: &Certificate) -> Result<()> {
        let (hash, algorithm) = (self.hash()?, self.algorithm()?);
        if algorithm.hash() != hash {
            return Err(bad("signature and digest algorithm have different hashes"));
        }
        let key = certificate.public_key()?;
        let Some((raw, attributes)) = &self.signed else {
            // Without signed attributes the type is not signed, so only id-data may come so (RFC 5652 5.3);
            // and a signature over attributes must not be passed off as one over a content.
            if content_type != oid::DATA || resembles_signed_attributes(content) {
                return Err(bad("signed attributes missing"));
            }
            return key.verify(algorithm, content, self.signature);
        };
        let signed_type = attributes.single(oid::CONTENT_TYPE)?.ok_or_else(|| bad("contentType missing"))?;
        if signed_type.oid()? != content_type {
            return Err(bad("signed content type differs"));
        }
        if let Some(protect) = attributes.single(oid::CMS_ALGORITHM_PROTECT)? {
            self.check_protected(protect)?;
        }
        let digest = attributes.single(oid::MESSAGE_DIGEST)?.ok_or_else(|| bad("messageDigest missing"))?;
        let digest = digest.expect(tag::OCTET_STRING)?.content;
        if !bool::from(hash.digest(content).ct_eq(digest)) {
            return Err(Code::MESSAGE_INTEGRITY_INVALID.into());
        }
        // What is signed is the SET OF, not the [0] that stands in the message.
        let mut covered = raw.raw.to_vec();
        if let Some(first) = covered.first_mut() {
            *first = tag::SET;
        }
        key.verify(algorithm, &covered, self.signature)
    }

    /// CMSAlgorithmProtection (RFC 6211): both algorithms must be the signed ones. What they mean is compared,
    /// so that rsaEncryption in one place and sha256WithRSAEncryption in the other are the same.
    fn check_protected(&self, value: Tlv<'_>) -> Result<()> {
        let mut reader = value.expect(tag::SEQUENCE)?.reader();
        let hash = Hash::from_oid(reader.read(tag::SEQUENCE)?.reader().oid()?)?;
        let signature = reader.read(tag::context_constructed(1))?;
        reader.finish()?;
        let algorithm = SignatureAlgorithm::parse(Tlv { tag: tag::SEQUENCE, ..signature }, Some(hash))?;
        if hash == self.hash()? && algorithm == self.algorithm()? {
            Ok(())
        } else {
            Err(bad("algorithms differ from the protected ones"))
        }
    }
}

/// Whether the content could be the DER of signed attributes.
fn resembles_signed_attributes(content: &[u8]) -> bool {
    let Ok(set) = asn1::read_one(content, tag::SET) else { return false };
    Attributes::parse(set).is_ok_and(|a| matches!(a.single(oid::MESSAGE_DIGEST), Ok(Some(_))))
}

/// Who signs, and how, for [`sign`].
#[derive(Clone, Copy, Debug)]
pub struct Signer<'a> {
    /// Named by issuer and serial number.
    pub certificate: &'a Certificate,
    /// Its private key.
    pub key: &'a PrivateKey,
    /// Digest and signature.
    pub algorithm: SignatureAlgorithm,
    /// Signed attributes; `None` signs the content directly, as old ETKs do.
    pub options: Option<SignOptions>,
}

/// Signed attributes beside contentType and messageDigest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignOptions {
    /// signingTime.
    pub signing_time: Option<Timestamp>,
    /// CMSAlgorithmProtection (RFC 6211).
    pub algorithm_protect: bool,
}

/// A DER ContentInfo with a SignedData over this content (attached, type id-data): one SignerInfo for each
/// signer. `certificates` are put in as they are.
pub fn sign(
    content: &[u8],
    certificates: &[&Certificate],
    signers: &[Signer<'_>],
    random: &mut dyn Random,
) -> Result<Zeroizing<Vec<u8>>> {
    let mut infos = Vec::new();
    let mut digests: Vec<Vec<u8>> = Vec::new();
    for signer in signers {
        infos.push(signer_info(content, signer, random)?);
        let digest = signer.algorithm.hash().identifier();
        if !digests.contains(&digest) {
            digests.push(digest);
        }
    }
    let mut last = Vec::new();
    if !certificates.is_empty() {
        // Signer first, then its chain: the order helps people; a BER SET has none.
        let bag: Vec<&[u8]> = certificates.iter().map(|c| c.der()).collect();
        last = asn1::context(0, &bag.concat());
    }
    last.extend(asn1::set_of(&infos));
    let first = [asn1::small(1), asn1::set_of(&digests)].concat();
    Ok(Frame::around(content.len())
        .inside(tag::OCTET_STRING, &[], &[])
        .inside(tag::context_constructed(0), &[], &[])
        .inside(tag::SEQUENCE, &asn1::oid(oid::DATA), &[])
        .inside(tag::SEQUENCE, &first, &last)
        .inside(tag::context_constructed(0), &[], &[])
        .inside(tag::SEQUENCE, &asn1::oid(oid::SIGNED_DATA), &[])
        .fill(content))
}

fn signer_info(content: &[u8], signer: &Signer<'_>, random: &mut dyn Random) -> Result<Vec<u8>> {
    let hash = signer.algorithm.hash();
    // RFC 3370 3.2: PKCS#1 v1.5 signatures go by rsaEncryption in CMS; every program reads that.
    let algorithm = match signer.algorithm {
        SignatureAlgorithm::RsaPkcs1(_) => asn1::algorithm(oid::RSA_ENCRYPTION),
        other => other.identifier(),
    };
    let (attributes, signature) = match signer.options {
        None => (Vec::new(), signer.key.sign(signer.algorithm, content, random)?),
        Some(options) => {
            let attribute =
                |kind: &[u8], value: &[u8]| asn1::sequence(&[&asn1::oid(kind), &asn1::tlv(tag::SET, value)]);
            let mut list = vec![
                attribute(oid::CONTENT_TYPE, &asn1::oid(oid::DATA)),
                attribute(oid::MESSAGE_DIGEST, &asn1::octet_string(&hash.digest(content))),
            ];
            if let Some(time) = options.signing_time {
                list.push(attribute(oid::SIGNING_TIME, &asn1::time(time)));
            }
            if options.algorithm_protect {
                let bare = asn1::read_one(&algorithm, tag::SEQUENCE)?.content;
                let both = asn1::sequence(&[&hash.identifier(), &asn1::context(1, bare)]);
                list.push(attribute(oid::CMS_ALGORITHM_PROTECT, &both));
            }
            let set = asn1::set_of(&list);
            let signature = signer.key.sign(signer.algorithm, &set, random)?;
            (asn1::context(0, asn1::read_one(&set, tag::SET)?.content), signature)
        }
    };
    Ok(asn1::sequence(&[
        &asn1::small(1),
        &CertificateId::write(signer.certificate),
        &hash.identifier(),
        &attributes,
        &algorithm,
        &asn1::octet_string(&signature),
    ]))
}
