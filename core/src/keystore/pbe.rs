//! Password-based encryption and MAC: PKCS#12's own (RFC 7292 appendix B and C) and PKCS#5's (RFC 8018).

use aes::cipher::{
    BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit, KeyInit, KeyIvInit,
    block_padding::Pkcs7,
};
use hmac::{Hmac, Mac};
use sha2::Digest;
use zeroize::Zeroizing;

use super::kdf::{self, Derived, Wanted};
use crate::{
    Code, Error, Result,
    asn1::{self, Tlv, oid, tag},
    random::Random,
    request::Password,
};

/// More iterations than this are refused before any work: at 2 million a keystore takes seconds to open,
/// beyond it a hostile file only burns time.
pub const MAX_ITERATIONS: u64 = 2_000_000;

/// A password as BMPString with terminator, as PKCS#12's own key derivation takes it (RFC 7292 B.1).
pub(super) fn bmp(password: &Password) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(2 * password.as_str().len() + 2));
    for unit in password.as_str().encode_utf16() {
        out.extend_from_slice(&unit.to_be_bytes());
    }
    out.extend_from_slice(&[0, 0]);
    out
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
    pub(super) fn hmac(self, key: &[u8], message: &[u8]) -> Result<Vec<u8>> {
        fn run<M: Mac + KeyInit>(key: &[u8], message: &[u8]) -> Result<Vec<u8>> {
            let mut mac = <M as KeyInit>::new_from_slice(key).map_err(|_| Code::INTERNAL)?;
            mac.update(message);
            Ok(mac.finalize().into_bytes().to_vec())
        }
        match self {
            Self::Md5 => run::<Hmac<md5::Md5>>(key, message),
            Self::Sha1 => run::<Hmac<sha1::Sha1>>(key, message),
            Self::Sha224 => run::<Hmac<sha2::Sha224>>(key, message),
            Self::Sha256 => run::<Hmac<sha2::Sha256>>(key, message),
            Self::Sha384 => run::<Hmac<sha2::Sha384>>(key, message),
            Self::Sha512 => run::<Hmac<sha2::Sha512>>(key, message),
        }
    }
    fn pbkdf2(self, password: &[u8], salt: &[u8], rounds: u32, out: &mut [u8]) -> Result<()> {
        match self {
            Self::Md5 => return Err(unsupported(oid::MD5)),
            Self::Sha1 => pbkdf2::pbkdf2::<Hmac<sha1::Sha1>>(password, salt, rounds, out),
            Self::Sha224 => pbkdf2::pbkdf2::<Hmac<sha2::Sha224>>(password, salt, rounds, out),
            Self::Sha256 => return super::pbkdf2::hmac_sha256(password, salt, rounds, out),
            Self::Sha384 => pbkdf2::pbkdf2::<Hmac<sha2::Sha384>>(password, salt, rounds, out),
            Self::Sha512 => pbkdf2::pbkdf2::<Hmac<sha2::Sha512>>(password, salt, rounds, out),
        }
        .map_err(|_| Code::INTERNAL.into())
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
        match self {
            Self::Md5 => kdf::derive::<md5::Md5>(64, password, salt, rounds, purpose, length),
            Self::Sha1 => kdf::derive::<sha1::Sha1>(64, password, salt, rounds, purpose, length),
            Self::Sha224 => kdf::derive::<sha2::Sha224>(64, password, salt, rounds, purpose, length),
            Self::Sha256 => kdf::derive::<sha2::Sha256>(64, password, salt, rounds, purpose, length),
            Self::Sha384 => kdf::derive::<sha2::Sha384>(128, password, salt, rounds, purpose, length),
            Self::Sha512 => kdf::derive::<sha2::Sha512>(128, password, salt, rounds, purpose, length),
        }
    }
}

/// A block cipher in CBC mode with PKCS#7 padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cipher {
    Aes128,
    Aes192,
    Aes256,
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
            Self::Aes128 | Self::DoubleDes => 16,
            Self::Aes192 | Self::TripleDes => 24,
            Self::Aes256 => 32,
            Self::Des => 8,
            Self::Rc2(bits) => bits / 8,
        }
    }
    fn iv_length(self) -> usize {
        match self {
            Self::Aes128 | Self::Aes192 | Self::Aes256 => 16,
            _ => 8,
        }
    }
    fn decrypt(self, key: &[u8], iv: &[u8], data: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        // A wrong key shows as a wrong padding: the same error for both.
        fn run<C: BlockCipherDecrypt + KeyInit>(key: &[u8], iv: &[u8], data: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
            let mut out = Zeroizing::new(data.to_vec());
            let cipher = cbc::Decryptor::<C>::new_from_slices(key, iv).ok()?;
            let length = cipher.decrypt_padded::<Pkcs7>(&mut out).ok()?.len();
            out.truncate(length);
            Some(out)
        }
        let plain = match self {
            Self::Aes128 => run::<aes::Aes128>(key, iv, data),
            Self::Aes192 => run::<aes::Aes192>(key, iv, data),
            Self::Aes256 => run::<aes::Aes256>(key, iv, data),
            Self::TripleDes => run::<des::TdesEde3>(key, iv, data),
            Self::DoubleDes => run::<des::TdesEde2>(key, iv, data),
            Self::Des => run::<des::Des>(key, iv, data),
            Self::Rc2(bits) => {
                let mut out = Zeroizing::new(data.to_vec());
                let cipher = rc2::Rc2::new_with_eff_key_len(key, bits);
                cbc::Decryptor::inner_iv_slice_init(cipher, iv).ok().and_then(|c| {
                    let length = c.decrypt_padded::<Pkcs7>(&mut out).ok()?.len();
                    out.truncate(length);
                    Some(out)
                })
            }
        };
        plain.ok_or_else(|| Code::KEYSTORE_PASSWORD_WRONG.into())
    }
    fn encrypt(self, key: &[u8], iv: &[u8], data: &[u8]) -> Result<Vec<u8>> {
        fn run<C: BlockCipherEncrypt + KeyInit>(key: &[u8], iv: &[u8], data: &[u8]) -> Option<Vec<u8>> {
            let mut out = data.to_vec();
            out.resize(data.len() + 16, 0);
            let cipher = cbc::Encryptor::<C>::new_from_slices(key, iv).ok()?;
            let length = cipher.encrypt_padded::<Pkcs7>(&mut out, data.len()).ok()?.len();
            out.truncate(length);
            Some(out)
        }
        let sealed = match self {
            Self::Aes256 => run::<aes::Aes256>(key, iv, data),
            Self::TripleDes => run::<des::TdesEde3>(key, iv, data),
            Self::Rc2(bits) => {
                let mut out = data.to_vec();
                out.resize(data.len() + 8, 0);
                let cipher = rc2::Rc2::new_with_eff_key_len(key, bits);
                cbc::Encryptor::inner_iv_slice_init(cipher, iv).ok().and_then(|c| {
                    let length = c.encrypt_padded::<Pkcs7>(&mut out, data.len()).ok()?.len();
                    out.truncate(length);
                    Some(out)
                })
            }
            // Never written.
            _ => None,
        };
        sealed.ok_or_else(|| Code::INTERNAL.into())
    }
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
        let algorithm = reader.any()?.oid()?;
        if algorithm != oid::PBKDF2 {
            return Err(unsupported(algorithm));
        }
        let mut parameters = reader.read(tag::SEQUENCE)?.reader();
        let salt = parameters.read(tag::OCTET_STRING)?.content;
        let rounds = rounds(parameters.any()?)?;
        let length = parameters.optional(tag::INTEGER)?.map(|t| t.small()).transpose()?;
        let prf = match parameters.optional(tag::SEQUENCE)? {
            Some(identifier) => Prf::from_hmac_oid(identifier.reader().any()?.oid()?)?,
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
    Prf::from_hmac_oid(identifier.expect(tag::SEQUENCE)?.reader().any()?.oid()?)
}

fn scheme(identifier: Tlv<'_>) -> Result<Scheme<'_>> {
    let mut reader = identifier.expect(tag::SEQUENCE)?.reader();
    let algorithm = reader.any()?.oid()?;
    if algorithm == oid::PBES2 {
        let mut parameters = reader.read(tag::SEQUENCE)?.reader();
        let kdf = Kdf::parse(parameters.any()?)?;
        let mut encryption = parameters.read(tag::SEQUENCE)?.reader();
        let cipher = match encryption.any()?.oid()? {
            oid::AES128_CBC => Cipher::Aes128,
            oid::AES192_CBC => Cipher::Aes192,
            oid::AES256_CBC => Cipher::Aes256,
            oid::DES_EDE3_CBC => Cipher::TripleDes,
            other => return Err(unsupported(other)),
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
            let mut chain = Zeroizing::new(password.as_str().as_bytes().to_vec());
            chain.extend_from_slice(salt);
            for _ in 0..rounds {
                let next = match prf {
                    Prf::Md5 => md5::Md5::digest(&*chain).to_vec(),
                    _ => sha1::Sha1::digest(&*chain).to_vec(),
                };
                chain = Zeroizing::new(next);
            }
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
        Cipher::Aes128 => "AES-128".into(),
        Cipher::Aes192 => "AES-192".into(),
        Cipher::Aes256 => "AES-256".into(),
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
            Ok((identifier, Cipher::Aes256.encrypt(&*key, &iv, data)?))
        }
    }
}
