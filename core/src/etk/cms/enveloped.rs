use std::borrow::Cow;

use aes::cipher::{
    Array, BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, BlockSizeUser, InnerIvInit,
    KeyInit, consts::U16,
};
use subtle::{ConstantTimeEq, ConstantTimeGreater};
use zeroize::Zeroizing;

use super::{super::Watched, CertificateId, Frame, MAX_ENTRIES, bad, content_info, implicit_octets};
use crate::{
    Code, Error, Result,
    asn1::{self, Tlv, oid, tag},
    certificate::Certificate,
    key::PrivateKey,
    random::Random,
};

const BLOCK: usize = 16;

/// How the content of an EnvelopedData is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum ContentCipher {
    /// AES-128-CBC: what eHealth's own library writes (ehealth.md 4.4.2).
    #[default]
    Aes128Cbc,
    /// AES-192-CBC.
    Aes192Cbc,
    /// AES-256-CBC.
    Aes256Cbc,
}

impl ContentCipher {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Aes128Cbc, Self::Aes192Cbc, Self::Aes256Cbc];

    /// Content octets of the object identifier.
    pub fn oid(self) -> &'static [u8] {
        match self {
            Self::Aes128Cbc => oid::AES128_CBC,
            Self::Aes192Cbc => oid::AES192_CBC,
            Self::Aes256Cbc => oid::AES256_CBC,
        }
    }
    /// Octets of the key.
    pub fn key_length(self) -> usize {
        match self {
            Self::Aes128Cbc => 16,
            Self::Aes192Cbc => 24,
            Self::Aes256Cbc => 32,
        }
    }
    /// The cipher with these object identifier octets.
    pub fn from_oid(content: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.oid() == content)
    }

    pub(crate) fn apply(self, key: &[u8], iv: &[u8; BLOCK], buffer: &mut [u8], encrypt: bool) -> Result<()> {
        fn run<C>(key: &[u8], iv: &[u8; BLOCK], buffer: &mut [u8], encrypt: bool) -> Result<()>
        where
            C: KeyInit + BlockSizeUser<BlockSize = U16> + BlockCipherEncrypt + BlockCipherDecrypt,
        {
            let wrong = |_| Error::new(Code::INTERNAL).detail("length of a content key");
            let cipher = C::new_from_slice(key).map_err(wrong)?;
            let (blocks, _) = Array::slice_as_chunks_mut(buffer);
            if encrypt {
                cbc::Encryptor::inner_iv_init(cipher, iv.into()).encrypt_blocks(blocks);
            } else {
                cbc::Decryptor::inner_iv_init(cipher, iv.into()).decrypt_blocks(blocks);
            }
            Ok(())
        }
        match self {
            Self::Aes128Cbc => run::<aes::Aes128>(key, iv, buffer, encrypt),
            Self::Aes192Cbc => run::<aes::Aes192>(key, iv, buffer, encrypt),
            Self::Aes256Cbc => run::<aes::Aes256>(key, iv, buffer, encrypt),
        }
    }
}

/// A RecipientInfo.
#[derive(Clone, Copy, Debug)]
pub enum Recipient<'a> {
    /// Somebody who is addressed by certificate.
    Transport(Transport<'a>),
    /// Key agreement, shared key, password or other: not used between known recipients of eHealth.
    Other,
}

/// KeyTransRecipientInfo.
#[derive(Clone, Copy, Debug)]
pub struct Transport<'a> {
    /// Whose certificate it is.
    pub id: CertificateId<'a>,
    /// Content octets of the object identifier of the key encryption.
    pub algorithm: &'a [u8],
    encrypted_key: &'a [u8],
}

/// A parsed EnvelopedData over the bytes it came in.
#[derive(Clone, Debug)]
pub struct EnvelopedData<'a> {
    /// Who can open it.
    pub recipients: Vec<Recipient<'a>>,
    /// Content octets of the type of the content inside.
    pub content_type: &'a [u8],
    /// Content octets of the object identifier of the content encryption.
    pub algorithm: &'a [u8],
    parameters: Option<Tlv<'a>>,
    encrypted: Cow<'a, [u8]>,
}

/// What decryption gave, right or wrong.
pub(crate) struct Decrypted {
    /// The bytes; without meaning unless `padding_ok`.
    pub(crate) bytes: Zeroizing<Vec<u8>>,
    /// Whether the padding was right. To be revealed only together with every later failure, as one outcome.
    pub(crate) padding_ok: subtle::Choice,
}

impl<'a> EnvelopedData<'a> {
    /// From a DER ContentInfo of type id-envelopedData.
    pub fn parse(der: &'a [u8]) -> Result<Self> {
        let mut reader = content_info(der, oid::ENVELOPED_DATA)?.expect(tag::SEQUENCE)?.reader();
        reader.small()?;
        reader.optional(tag::context_constructed(0))?;
        let mut recipients = Vec::new();
        let mut list = reader.read(tag::SET)?.reader();
        while !list.is_empty() {
            if recipients.len() == MAX_ENTRIES {
                return Err(Error::new(Code::TOO_LARGE).with("limit", MAX_ENTRIES));
            }
            let entry = list.any()?;
            recipients.push(if entry.tag == tag::SEQUENCE {
                let mut info = entry.reader();
                info.small()?;
                let id = CertificateId::parse(info.any()?)?;
                let algorithm = info.read(tag::SEQUENCE)?.reader().oid()?;
                let encrypted_key = info.read(tag::OCTET_STRING)?.content;
                info.finish()?;
                Recipient::Transport(Transport { id, algorithm, encrypted_key })
            } else {
                Recipient::Other
            });
        }
        let mut inside = reader.read(tag::SEQUENCE)?.reader();
        let content_type = inside.oid()?;
        let mut identifier = inside.read(tag::SEQUENCE)?.reader();
        let algorithm = identifier.oid()?;
        let parameters = if identifier.is_empty() { None } else { Some(identifier.any()?) };
        identifier.finish()?;
        let encrypted = implicit_octets(inside.any().map_err(|_| bad("encrypted content missing"))?)?;
        inside.finish()?;
        reader.optional(tag::context_constructed(1))?;
        reader.finish()?;
        Ok(Self { recipients, content_type, algorithm, parameters, encrypted })
    }

    /// The recipients that are addressed by certificate.
    pub fn transports(&self) -> impl Iterator<Item = &Transport<'a>> {
        self.recipients.iter().filter_map(|r| match r {
            Recipient::Transport(t) => Some(t),
            Recipient::Other => None,
        })
    }

    /// Initialisation vector and length of the ciphertext, when they have the form that AES-CBC needs.
    pub(crate) fn check_form(&self) -> Result<[u8; BLOCK]> {
        let iv = self.parameters.ok_or_else(|| bad("initialisation vector missing"))?;
        let iv = iv.expect(tag::OCTET_STRING)?.content;
        if self.encrypted.is_empty() || !self.encrypted.len().is_multiple_of(BLOCK) {
            return Err(bad("ciphertext is not whole blocks"));
        }
        iv.try_into().map_err(|_| bad("initialisation vector"))
    }

    /// Decrypts for one recipient. Whatever is wrong with the encrypted key or the padding, bytes come out:
    /// RSA decryption rejects implicitly, and a content key of a wrong length is replaced by a random one.
    /// Errors tell only what everybody can see in the message, or that randomness failed.
    pub(crate) fn decrypt(
        &self,
        cipher: ContentCipher,
        transport: &Transport<'_>,
        key: &PrivateKey,
        random: &mut dyn Random,
    ) -> Result<Decrypted> {
        let iv = self.check_form()?;
        let mut spare = Zeroizing::new(vec![0u8; cipher.key_length()]);
        random.fill(&mut spare)?;
        let mut random = Watched::new(random);
        let opened = key.decrypt_pkcs1(&mut random, transport.encrypted_key);
        random.into_result()?;
        let opened = opened.unwrap_or_else(|_| Zeroizing::new(Vec::new()));
        let content_key = if opened.len() == spare.len() { &opened } else { &spare };
        let mut bytes = Zeroizing::new(self.encrypted.to_vec());
        cipher.apply(content_key, &iv, &mut bytes, false)?;
        // PKCS#7: the last octet n says how many there are, 1 to 16, and all n are n.
        let pad = bytes.last().copied().unwrap_or(0);
        let mut padding_ok = !pad.ct_eq(&0) & !pad.ct_gt(&16);
        for (i, byte) in (1u8..=16).zip(bytes.iter().rev()) {
            padding_ok &= i.ct_gt(&pad) | byte.ct_eq(&pad);
        }
        let keep = bytes.len().saturating_sub(usize::from(pad));
        bytes.truncate(keep);
        Ok(Decrypted { bytes, padding_ok })
    }
}

/// A DER ContentInfo with an EnvelopedData (version 0) of this content: its key encrypted with RSA PKCS#1
/// v1.5 to each certificate, named by issuer and serial number.
pub fn envelop(
    content: &[u8],
    recipients: &[&Certificate],
    cipher: ContentCipher,
    random: &mut dyn Random,
) -> Result<Vec<u8>> {
    let mut key = Zeroizing::new(vec![0u8; cipher.key_length()]);
    let mut iv = [0u8; BLOCK];
    random.fill(&mut key)?;
    random.fill(&mut iv)?;
    let mut infos = Vec::new();
    for recipient in recipients {
        let encrypted = recipient.public_key()?.encrypt_pkcs1(random, &key)?;
        infos.push(asn1::sequence(&[
            &asn1::small(0),
            &CertificateId::write(recipient),
            &asn1::algorithm(oid::RSA_ENCRYPTION),
            &asn1::octet_string(&encrypted),
        ]));
    }
    let pad = BLOCK - content.len() % BLOCK;
    let mut buffer = Zeroizing::new(Vec::with_capacity(content.len() + pad));
    buffer.extend_from_slice(content);
    buffer.resize(content.len() + pad, pad.to_le_bytes()[0]);
    cipher.apply(&key, &iv, &mut buffer, true)?;
    let algorithm = asn1::sequence(&[&asn1::oid(cipher.oid()), &asn1::octet_string(&iv)]);
    let out = Frame::around(buffer.len())
        .inside(tag::context(0), &[], &[])
        .inside(tag::SEQUENCE, &[asn1::oid(oid::DATA), algorithm].concat(), &[])
        .inside(tag::SEQUENCE, &[asn1::small(0), asn1::set_of(&infos)].concat(), &[])
        .inside(tag::context_constructed(0), &[], &[])
        .inside(tag::SEQUENCE, &asn1::oid(oid::ENVELOPED_DATA), &[])
        .fill(&buffer);
    Ok(out.to_vec())
}
