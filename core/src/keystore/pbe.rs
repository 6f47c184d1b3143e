//! Password-based encryption and MAC: PKCS#12's own (RFC 7292 appendix B and C) and PKCS#5's (RFC 8018).

use aes::cipher::{
    Array, BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit, KeyInit,
    block_padding::{Padding, Pkcs7},
    consts::U8,
};
use hmac::Hmac;
use zeroize::Zeroizing;

use super::{
    kdf::{self, Derived, Wanted},
    pbkdf2,
};
use crate::{
    Code, Error, Result,
    asn1::{self, Tlv, oid, tag},
    etk::cms::ContentCipher,
    random::Random,
    request::Password,
};

/// More iterations than this are refused before any work: at 2 million a keystore takes seconds to open,
/// beyond it a hostile file only burns time.
pub const MAX_ITERATIONS: u64 = 2_000_000;

/// A password as BMPString with terminator, as PKCS#12's own key derivation takes it (RFC 7292 B.1).
pub(super) fn bmp(password: &Password) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(2 * password.as_str().len() + 2));
    put_utf16(password.as_str(), &mut out);
    out.extend_from_slice(&[0, 0]);
    out
}

/// Appends a text as a BMPString has it.
pub(super) fn put_utf16(text: &str, out: &mut Vec<u8>) {
    for unit in text.encode_utf16() {
        out.extend_from_slice(&unit.to_be_bytes());
    }
}

/// A hash of a MAC or a key derivation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prf {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

impl Prf {
    pub(super) fn from_hash_oid(content: &[u8]) -> Result<Self> {
        Ok(match content {
            oid::MD5 => Self::Md5,
            oid::SHA1 => Self::Sha1,
            oid::SHA224 => Self::Sha224,
            oid::SHA256 => Self::Sha256,
            oid::SHA384 => Self::Sha384,
            oid::SHA512 => Self::Sha512,
            _ => return Err(unsupported(content)),
        })
    }
    fn from_hmac_oid(content: &[u8]) -> Result<Self> {
        Ok(match content {
            oid::HMAC_SHA1 => Self::Sha1,
            oid::HMAC_SHA224 => Self::Sha224,
            oid::HMAC_SHA256 => Self::Sha256,
            oid::HMAC_SHA384 => Self::Sha384,
            oid::HMAC_SHA512 => Self::Sha512,
            _ => return Err(unsupported(content)),
        })
    }
    /// Octets of a block that it takes in.
    fn block(self) -> usize {
        match self {
            Self::Md5 | Self::Sha1 | Self::Sha224 | Self::Sha256 => 64,
            Self::Sha384 | Self::Sha512 => 128,
        }
    }
    /// See [`kdf::iterate`].
    fn iterate(self, message: &[u8], rounds: u32) -> Zeroizing<Vec<u8>> {
        match self {
            Self::Md5 => kdf::iterate::<md5::Md5>(message, rounds),
            Self::Sha1 => kdf::iterate::<sha1::Sha1>(message, rounds),
            Self::Sha224 => kdf::iterate::<sha2::Sha224>(message, rounds),
            Self::Sha256 => kdf::iterate::<sha2::Sha256>(message, rounds),
            Self::Sha384 => kdf::iterate::<sha2::Sha384>(message, rounds),
            Self::Sha512 => kdf::iterate::<sha2::Sha512>(message, rounds),
        }
    }
    /// See [`pbkdf2::block`].
    fn pbkdf2_block(self, password: &[u8], message: &[u8], rounds: u32) -> Result<Vec<u8>> {
        match self {
            Self::Md5 => pbkdf2::block::<Hmac<md5::Md5>>(password, message, rounds),
            Self::Sha1 => pbkdf2::block::<Hmac<sha1::Sha1>>(password, message, rounds),
            Self::Sha224 => pbkdf2::block::<Hmac<sha2::Sha224>>(password, message, rounds),
            Self::Sha256 => pbkdf2::block::<Hmac<sha2::Sha256>>(password, message, rounds),
            Self::Sha384 => pbkdf2::block::<Hmac<sha2::Sha384>>(password, message, rounds),
            Self::Sha512 => pbkdf2::block::<Hmac<sha2::Sha512>>(password, message, rounds),
        }
    }
    pub(super) fn hmac(self, key: &[u8], message: &[u8]) -> Result<Vec<u8>> {
        // Which is what PBKDF2 does once.
        self.pbkdf2_block(key, message, 1)
    }
    fn pbkdf2(self, password: &[u8], salt: &[u8], rounds: u32, out: &mut [u8]) -> Result<()> {
        match self {
            Self::Md5 => Err(unsupported(oid::MD5)),
            _ => pbkdf2::fill(salt, out, &|message| match self {
                Self::Sha256 => pbkdf2::block_sha256(password, message, rounds),
                _ => self.pbkdf2_block(password, message, rounds),
            }),
        }
    }
    /// PKCS#12's key derivation. `purpose`: 1 key, 2 IV, 3 MAC key.
    pub(super) fn pkcs12(
        self,
        password: &[u8],
        salt: &[u8],
        rounds: u32,
        purpose: u8,
        length: usize,
    ) -> Zeroizing<Vec<u8>> {
        let iterate = |message: &[u8]| self.iterate(message, rounds);
        kdf::derive(self.block(), password, salt, purpose, length, &iterate)
    }
}

/// A block cipher in CBC mode with PKCS#7 padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cipher {
    Aes(ContentCipher),
    TripleDes,
    /// Two keys: the first is used again as the third.
    DoubleDes,
    Des,
    /// Effective bits.
    Rc2(usize),
}

impl Cipher {
    fn key_length(self) -> usize {
        match self {
            Self::Aes(cipher) => cipher.key_length(),
            Self::DoubleDes => 16,
            Self::TripleDes => 24,
            Self::Des => 8,
            Self::Rc2(bits) => bits / 8,
        }
    }
    /// That of a block as well.
    fn iv_length(self) -> usize {
        match self {
            Self::Aes(_) => 16,
            _ => 8,
        }
    }
    fn decrypt(self, key: &[u8], iv: &[u8], data: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        // A wrong key shows as a wrong padding: the same error for both.
        self.decrypted(key, iv, data).ok_or_else(|| Code::KEYSTORE_PASSWORD_WRONG.into())
    }
    fn decrypted(self, key: &[u8], iv: &[u8], data: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let mut out = Zeroizing::new(data.to_vec());
        match self {
            Self::Aes(cipher) => cipher.apply(key, iv.try_into().ok()?, &mut out, false).ok()?,
            // With one key three times Triple DES is DES.
            Self::TripleDes | Self::DoubleDes | Self::Des => {
                let key: Zeroizing<Vec<u8>> = Zeroizing::new([key, key, key].concat());
                decrypt_blocks(des::TdesEde3::new_from_slice(key.get(..24)?).ok()?, iv, &mut out)?;
            }
            Self::Rc2(bits) => decrypt_blocks(rc2::Rc2::new_with_eff_key_len(key, bits), iv, &mut out)?,
        }
        let last = out.len().checked_sub(self.iv_length()).filter(|at| at.is_multiple_of(self.iv_length()))?;
        let length = last + Pkcs7::raw_unpad(&out[last..]).ok()?.len();
        out.truncate(length);
        Some(out)
    }
    fn encrypt(self, key: &[u8], iv: &[u8], data: &[u8]) -> Result<Vec<u8>> {
        self.encrypted(key, iv, data).ok_or_else(|| Code::INTERNAL.into())
    }
    fn encrypted(self, key: &[u8], iv: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        let pad = self.iv_length() - data.len() % self.iv_length();
        let mut out = Vec::with_capacity(data.len() + pad);
        out.extend_from_slice(data);
        out.resize(data.len() + pad, pad.to_le_bytes()[0]);
        match self {
            Self::Aes(cipher) => cipher.apply(key, iv.try_into().ok()?, &mut out, true).ok()?,
            Self::TripleDes => encrypt_blocks(des::TdesEde3::new_from_slice(key).ok()?, iv, &mut out)?,
            Self::Rc2(bits) => encrypt_blocks(rc2::Rc2::new_with_eff_key_len(key, bits), iv, &mut out)?,
            // Never written.
            Self::DoubleDes | Self::Des => return None,
        }
        Some(out)
    }
}

/// CBC over whole blocks of 8 octets; `None` when the IV has another length.
fn decrypt_blocks<C: BlockCipherDecrypt<BlockSize = U8>>(cipher: C, iv: &[u8], buffer: &mut [u8]) -> Option<()> {
    let (blocks, _) = Array::slice_as_chunks_mut(buffer);
    cbc::Decryptor::inner_iv_slice_init(cipher, iv).ok()?.decrypt_blocks(blocks);
    Some(())
}

fn encrypt_blocks<C: BlockCipherEncrypt<BlockSize = U8>>(cipher: C, iv: &[u8], buffer: &mut [u8]) -> Option<()> {
    let (blocks, _) = Array::slice_as_chunks_mut(buffer);
    cbc::Encryptor::inner_iv_slice_init(cipher, iv).ok()?.encrypt_blocks(blocks);
    Some(())
}

fn unsupported(content: &[u8]) -> Error {
    Error::new(Code::UNSUPPORTED_ALGORITHM).with("algorithm", oid::dotted(content))
}

fn malformed(what: &str) -> Error {
    Error::new(Code::KEYSTORE_DAMAGED).detail(what)
}

/// An iteration count within the bounds.
pub(super) fn rounds(count: Tlv<'_>) -> Result<u32> {
    let count = count.small().map_err(|_| malformed("iterations"))?;
    if count > MAX_ITERATIONS {
        return Err(Error::new(Code::KEYSTORE_TOO_MANY_ITERATIONS).with("count", count).with("limit", MAX_ITERATIONS));
    }
    u32::try_from(count).ok().filter(|c| *c > 0).ok_or_else(|| malformed("iterations"))
}

/// What encrypts a bag, read from its AlgorithmIdentifier.
enum Scheme<'a> {
    Pkcs12 { cipher: Cipher, salt: &'a [u8], rounds: u32 },
    Pbes1 { prf: Prf, cipher: Cipher, salt: &'a [u8], rounds: u32 },
    Pbes2 { kdf: Kdf<'a>, cipher: Cipher, iv: &'a [u8] },
}

/// PBKDF2 with its parameters.
pub(super) struct Kdf<'a> {
    prf: Prf,
    salt: &'a [u8],
    rounds: u32,
    length: Option<u64>,
}

impl<'a> Kdf<'a> {
    /// From the AlgorithmIdentifier of a key derivation.
    pub(super) fn parse(identifier: Tlv<'a>) -> Result<Self> {
        let mut reader = identifier.expect(tag::SEQUENCE)?.reader();
        let algorithm = reader.oid()?;
        if algorithm != oid::PBKDF2 {
            return Err(unsupported(algorithm));
        }
        let mut parameters = reader.read(tag::SEQUENCE)?.reader();
        let salt = parameters.read(tag::OCTET_STRING)?.content;
        let rounds = rounds(parameters.any()?)?;
        let length = parameters.optional(tag::INTEGER)?.map(|t| t.small()).transpose()?;
        let prf = match parameters.optional(tag::SEQUENCE)? {
            Some(identifier) => Prf::from_hmac_oid(identifier.reader().oid()?)?,
            None => Prf::Sha1,
        };
        Ok(Self { prf, salt, rounds, length })
    }
    pub(super) fn length(&self) -> Option<u64> {
        self.length
    }
    pub(super) fn rounds(&self) -> u32 {
        self.rounds
    }
    pub(super) fn derive(&self, password: &[u8], length: usize) -> Result<Zeroizing<Vec<u8>>> {
        let mut key = Zeroizing::new(vec![0; length]);
        self.prf.pbkdf2(password, self.salt, self.rounds, &mut key)?;
        Ok(key)
    }
}

/// HMAC of PBMAC1 (RFC 9579), from the AlgorithmIdentifier of its message authentication.
pub(super) fn pbmac_prf(identifier: Tlv<'_>) -> Result<Prf> {
    Prf::from_hmac_oid(identifier.expect(tag::SEQUENCE)?.reader().oid()?)
}

fn scheme(identifier: Tlv<'_>) -> Result<Scheme<'_>> {
    let mut reader = identifier.expect(tag::SEQUENCE)?.reader();
    let algorithm = reader.oid()?;
    if algorithm == oid::PBES2 {
        let mut parameters = reader.read(tag::SEQUENCE)?.reader();
        let kdf = Kdf::parse(parameters.any()?)?;
        let mut encryption = parameters.read(tag::SEQUENCE)?.reader();
        let cipher = match encryption.oid()? {
            oid::DES_EDE3_CBC => Cipher::TripleDes,
            other => Cipher::Aes(ContentCipher::from_oid(other).ok_or_else(|| unsupported(other))?),
        };
        let iv = encryption.read(tag::OCTET_STRING)?.content;
        return Ok(Scheme::Pbes2 { kdf, cipher, iv });
    }
    let mut parameters = reader.read(tag::SEQUENCE)?.reader();
    let salt = parameters.read(tag::OCTET_STRING)?.content;
    let rounds = rounds(parameters.any()?)?;
    let pkcs12 = |cipher| Ok(Scheme::Pkcs12 { cipher, salt, rounds });
    let pbes1 = |prf, cipher| Ok(Scheme::Pbes1 { prf, cipher, salt, rounds });
    match algorithm {
        oid::PBE_SHA_3DES => pkcs12(Cipher::TripleDes),
        oid::PBE_SHA_2DES => pkcs12(Cipher::DoubleDes),
        oid::PBE_SHA_RC2_128 => pkcs12(Cipher::Rc2(128)),
        oid::PBE_SHA_RC2_40 => pkcs12(Cipher::Rc2(40)),
        oid::PBE_MD5_DES => pbes1(Prf::Md5, Cipher::Des),
        oid::PBE_SHA1_DES => pbes1(Prf::Sha1, Cipher::Des),
        oid::PBE_MD5_RC2 => pbes1(Prf::Md5, Cipher::Rc2(64)),
        oid::PBE_SHA1_RC2 => pbes1(Prf::Sha1, Cipher::Rc2(64)),
        other => Err(unsupported(other)),
    }
}

/// The derivations that decrypting will ask for, as far as they can be done beside others.
pub(super) fn wanted(identifier: Tlv<'_>, bmp: &[u8]) -> Vec<Wanted> {
    let Ok(Scheme::Pkcs12 { cipher, salt, rounds }) = scheme(identifier) else { return Vec::new() };
    let of = |purpose, length| Wanted {
        password: Zeroizing::new(bmp.to_vec()),
        salt: salt.to_vec(),
        rounds,
        purpose,
        length,
    };
    vec![of(1, cipher.key_length()), of(2, cipher.iv_length())]
}

/// Decrypts what an AlgorithmIdentifier says it encrypted, with what was derived for it; `bmp` is the password as [`bmp`] writes it, or no octet at
/// all for the empty one of some programs. [`Code::KEYSTORE_PASSWORD_WRONG`] when the padding is wrong.
pub(super) fn decrypt(
    identifier: Tlv<'_>,
    password: &Password,
    bmp: &[u8],
    data: &[u8],
    derived: &Derived,
) -> Result<Zeroizing<Vec<u8>>> {
    match scheme(identifier)? {
        Scheme::Pkcs12 { cipher, salt, rounds } => {
            let derive = |purpose, length| {
                let found = derived.find(bmp, salt, rounds, purpose, length);
                found.unwrap_or_else(|| Prf::Sha1.pkcs12(bmp, salt, rounds, purpose, length))
            };
            cipher.decrypt(&derive(1, cipher.key_length()), &derive(2, cipher.iv_length()), data)
        }
        Scheme::Pbes1 { prf, cipher, salt, rounds } => {
            // RFC 8018 5.1 (PBKDF1): 8 octets of key and 8 of IV from one chain of digests.
            let first = Zeroizing::new([password.as_str().as_bytes(), salt].concat());
            let chain = prf.iterate(&first, rounds);
            let (key, rest) = chain.split_at_checked(8).ok_or(Code::INTERNAL)?;
            let iv = rest.get(..8).ok_or(Code::INTERNAL)?;
            cipher.decrypt(key, iv, data)
        }
        Scheme::Pbes2 { kdf, cipher, iv } => {
            let key = kdf.derive(password.as_str().as_bytes(), cipher.key_length())?;
            cipher.decrypt(&key, iv, data)
        }
    }
}

/// The name of what encrypts, and how often it iterates; for who has no password.
pub(super) fn describe(identifier: Tlv<'_>) -> (String, u32) {
    match scheme(identifier) {
        Ok(Scheme::Pkcs12 { cipher, rounds, .. }) => (format!("PBE-SHA1-{}", cipher_name(cipher)), rounds),
        Ok(Scheme::Pbes1 { prf, cipher, rounds, .. }) => (format!("PBES1-{prf:?}-{}", cipher_name(cipher)), rounds),
        Ok(Scheme::Pbes2 { kdf, cipher, .. }) => {
            (format!("PBES2-HMAC-{:?}-{}", kdf.prf, cipher_name(cipher)), kdf.rounds)
        }
        Err(error) => (error.value("algorithm").unwrap_or("?").to_owned(), 0),
    }
}

fn cipher_name(cipher: Cipher) -> String {
    match cipher {
        Cipher::Aes(cipher) => format!("AES-{}", 8 * cipher.key_length()),
        Cipher::TripleDes => "3DES".into(),
        Cipher::DoubleDes => "2DES".into(),
        Cipher::Des => "DES".into(),
        Cipher::Rc2(bits) => format!("RC2-{bits}"),
    }
}

/// How ehcert encrypts a bag.
#[derive(Clone, Copy, Debug)]
pub(super) enum Writing {
    /// pbeWithSHAAnd3-KeyTripleDES-CBC.
    TripleDes { rounds: u32 },
    /// pbeWithSHAAnd40BitRC2-CBC: only to look like Java 8.
    Rc2 { rounds: u32 },
    /// PBES2 with AES-256-CBC, PBKDF2 and HMAC-SHA-256.
    Aes256 { rounds: u32 },
}

/// Encrypts; gives the AlgorithmIdentifier and the ciphertext.
pub(super) fn encrypt(
    writing: Writing,
    password: &Password,
    data: &[u8],
    random: &mut dyn Random,
) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut salt = [0u8; 20];
    random.fill(&mut salt)?;
    let pkcs12 = |cipher: Cipher, algorithm: &[u8], rounds: u32| {
        let bmp = bmp(password);
        let key = Prf::Sha1.pkcs12(&bmp, &salt, rounds, 1, cipher.key_length());
        let iv = Prf::Sha1.pkcs12(&bmp, &salt, rounds, 2, cipher.iv_length());
        let parameters = asn1::sequence(&[&asn1::octet_string(&salt), &asn1::small(rounds.into())]);
        let identifier = asn1::sequence(&[&asn1::oid(algorithm), &parameters]);
        cipher.encrypt(&key, &iv, data).map(|sealed| (identifier, sealed))
    };
    match writing {
        Writing::TripleDes { rounds } => pkcs12(Cipher::TripleDes, oid::PBE_SHA_3DES, rounds),
        Writing::Rc2 { rounds } => pkcs12(Cipher::Rc2(40), oid::PBE_SHA_RC2_40, rounds),
        Writing::Aes256 { rounds } => {
            let mut iv = [0u8; 16];
            random.fill(&mut iv)?;
            let mut key = Zeroizing::new([0u8; 32]);
            Prf::Sha256.pbkdf2(password.as_str().as_bytes(), &salt, rounds, &mut *key)?;
            let prf = asn1::sequence(&[&asn1::oid(oid::HMAC_SHA256), &asn1::null()]);
            let kdf = asn1::sequence(&[&asn1::octet_string(&salt), &asn1::small(rounds.into()), &prf]);
            let parameters = asn1::sequence(&[
                &asn1::sequence(&[&asn1::oid(oid::PBKDF2), &kdf]),
                &asn1::sequence(&[&asn1::oid(oid::AES256_CBC), &asn1::octet_string(&iv)]),
            ]);
            let identifier = asn1::sequence(&[&asn1::oid(oid::PBES2), &parameters]);
            Ok((identifier, Cipher::Aes(ContentCipher::Aes256Cbc).encrypt(&*key, &iv, data)?))
        }
    }
}
