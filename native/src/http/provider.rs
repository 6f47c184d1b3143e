//! The cryptography of TLS, of which only what servers of health care speak is linked.
//!
//! *ring* gives the ciphers and hashes: AES-GCM, which every server of TLS 1.3 must have (RFC 8446 section 9.1) and every
//! one of TLS 1.2 that is fit for use has. Keys are agreed on over P-256 and P-384, and signatures of RSA and ECDSA checked,
//! by what the engine uses for keystores and certificates anyway: its curves and big numbers are not there twice.
//! ChaCha20, X25519, Ed25519 and keys of clients stay out: no server here needs them, and the library that vendors ship
//! with their software would be 7 % larger.

use std::sync::Arc;

use ehcert_core::{
    asn1,
    key::{ExchangeCurve, KeyExchange, PublicKey, verify_identified},
    random::{OsRandom, Random as _},
};
use rustls::{
    Error, NamedGroup, PeerMisbehaved, SignatureScheme,
    crypto::{
        ActiveKeyExchange, CryptoProvider, GetRandomFailed, KeyProvider, SecureRandom, SharedSecret, SupportedKxGroup,
        WebPkiSupportedAlgorithms, ring::cipher_suite,
    },
    ffdhe_groups::FfdheGroup,
    pki_types::{
        AlgorithmIdentifier, InvalidSignature, PrivateKeyDer, SignatureVerificationAlgorithm,
        alg_id::{self, ECDSA_P256, ECDSA_P384, ECDSA_SHA256, ECDSA_SHA384, RSA_ENCRYPTION},
    },
    sign::SigningKey,
};

/// What a TLS client of ehcert is made of.
pub(super) fn provider() -> CryptoProvider {
    CryptoProvider {
        cipher_suites: vec![
            cipher_suite::TLS13_AES_256_GCM_SHA384,
            cipher_suite::TLS13_AES_128_GCM_SHA256,
            cipher_suite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            cipher_suite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            cipher_suite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            cipher_suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        ],
        kx_groups: vec![&Group(ExchangeCurve::P256), &Group(ExchangeCurve::P384)],
        signature_verification_algorithms: SIGNATURES,
        secure_random: &System,
        key_provider: &System,
    }
}

#[derive(Debug)]
struct System;

impl SecureRandom for System {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), GetRandomFailed> {
        OsRandom.fill(buffer).map_err(|_| GetRandomFailed)
    }
}

impl KeyProvider for System {
    /// No client of ours shows a certificate in TLS: requests are signed.
    fn load_private_key(&self, _: PrivateKeyDer<'static>) -> Result<Arc<dyn SigningKey>, Error> {
        Err(Error::General("no client certificates".to_owned()))
    }
}

#[derive(Debug)]
struct Group(ExchangeCurve);

impl SupportedKxGroup for Group {
    fn start(&self) -> Result<Box<dyn ActiveKeyExchange>, Error> {
        let key = KeyExchange::generate(self.0, &mut OsRandom).map_err(|_| GetRandomFailed)?;
        Ok(Box::new(Exchange { group: self.name(), public: key.public(), key }))
    }

    fn ffdhe_group(&self) -> Option<FfdheGroup<'static>> {
        None
    }

    fn name(&self) -> NamedGroup {
        match self.0 {
            ExchangeCurve::P256 => NamedGroup::secp256r1,
            ExchangeCurve::P384 => NamedGroup::secp384r1,
        }
    }
}

struct Exchange {
    group: NamedGroup,
    public: Vec<u8>,
    key: KeyExchange,
}

impl ActiveKeyExchange for Exchange {
    fn complete(self: Box<Self>, peer: &[u8]) -> Result<SharedSecret, Error> {
        let secret = self.key.agree(peer).map_err(|_| PeerMisbehaved::InvalidKeyShare)?;
        Ok(SharedSecret::from(&secret[..]))
    }

    fn ffdhe_group(&self) -> Option<FfdheGroup<'static>> {
        None
    }

    fn pub_key(&self) -> &[u8] {
        &self.public
    }

    fn group(&self) -> NamedGroup {
        self.group
    }
}

/// Signatures of an algorithm by keys of a kind.
#[derive(Debug)]
struct Signature {
    key: AlgorithmIdentifier,
    algorithm: AlgorithmIdentifier,
}

impl SignatureVerificationAlgorithm for Signature {
    fn verify_signature(&self, key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
        let spki = asn1::sequence(&[&asn1::sequence(&[&self.key]), &asn1::bit_string(key)]);
        // No authority may sign with less (CA/Browser Forum Baseline Requirements 6.1.5).
        match PublicKey::from_spki(&spki) {
            Ok(key @ PublicKey::Rsa(_)) if key.bits() < 2048 => return Err(InvalidSignature),
            _ => {}
        }
        verify_identified(&spki, &asn1::sequence(&[&self.algorithm]), message, signature).map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.key
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.algorithm
    }
}

const fn rsa(algorithm: AlgorithmIdentifier) -> Signature {
    Signature { key: RSA_ENCRYPTION, algorithm }
}

/// The last octet of an identifier of PKCS #1 without its NULL: RFC 4055 section 2.1 wants them accepted.
macro_rules! bare {
    ($last:literal) => {
        rsa(AlgorithmIdentifier::from_slice(&[0x06, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, $last]))
    };
}

static P256_SHA256: Signature = Signature { key: ECDSA_P256, algorithm: ECDSA_SHA256 };
static P256_SHA384: Signature = Signature { key: ECDSA_P256, algorithm: ECDSA_SHA384 };
static P384_SHA256: Signature = Signature { key: ECDSA_P384, algorithm: ECDSA_SHA256 };
static P384_SHA384: Signature = Signature { key: ECDSA_P384, algorithm: ECDSA_SHA384 };
static PKCS1_SHA256: Signature = rsa(alg_id::RSA_PKCS1_SHA256);
static PKCS1_SHA384: Signature = rsa(alg_id::RSA_PKCS1_SHA384);
static PKCS1_SHA512: Signature = rsa(alg_id::RSA_PKCS1_SHA512);
static PKCS1_SHA256_BARE: Signature = bare!(11);
static PKCS1_SHA384_BARE: Signature = bare!(12);
static PKCS1_SHA512_BARE: Signature = bare!(13);
static PSS_SHA256: Signature = rsa(alg_id::RSA_PSS_SHA256);
static PSS_SHA384: Signature = rsa(alg_id::RSA_PSS_SHA384);
static PSS_SHA512: Signature = rsa(alg_id::RSA_PSS_SHA512);

const SIGNATURES: WebPkiSupportedAlgorithms = WebPkiSupportedAlgorithms {
    all: &[
        &P256_SHA256,
        &P256_SHA384,
        &P384_SHA256,
        &P384_SHA384,
        &PSS_SHA256,
        &PSS_SHA384,
        &PSS_SHA512,
        &PKCS1_SHA256,
        &PKCS1_SHA384,
        &PKCS1_SHA512,
        &PKCS1_SHA256_BARE,
        &PKCS1_SHA384_BARE,
        &PKCS1_SHA512_BARE,
    ],
    // In TLS 1.2 a scheme does not fix the curve, hence two for each of ECDSA.
    mapping: &[
        (SignatureScheme::ECDSA_NISTP384_SHA384, &[&P384_SHA384, &P256_SHA384]),
        (SignatureScheme::ECDSA_NISTP256_SHA256, &[&P256_SHA256, &P384_SHA256]),
        (SignatureScheme::RSA_PSS_SHA512, &[&PSS_SHA512]),
        (SignatureScheme::RSA_PSS_SHA384, &[&PSS_SHA384]),
        (SignatureScheme::RSA_PSS_SHA256, &[&PSS_SHA256]),
        (SignatureScheme::RSA_PKCS1_SHA512, &[&PKCS1_SHA512]),
        (SignatureScheme::RSA_PKCS1_SHA384, &[&PKCS1_SHA384]),
        (SignatureScheme::RSA_PKCS1_SHA256, &[&PKCS1_SHA256]),
    ],
};
