use super::{
    MIN_RSA_BITS,
    cms::{self, ContentCipher, SignOptions, Signer},
};
use crate::{
    Code, Error, Result, Timestamp,
    certificate::{Certificate, key_usage},
    key::{Hash, PrivateKey, PublicKey, SignatureAlgorithm},
    random::Random,
};

/// Who seals.
#[derive(Clone, Copy, Debug)]
pub struct Sender<'a> {
    /// The private key of the first certificate.
    pub key: &'a PrivateKey,
    /// The authentication certificate, then its issuers.
    pub chain: &'a [Certificate],
}

/// How a message is sealed.
#[derive(Clone, Copy, Debug, Default)]
pub struct SealOptions {
    /// Encryption of the content. Default AES-128-CBC, what every program of eHealth's world reads.
    pub cipher: ContentCipher,
    /// Signature of both layers; `None` goes by the sender's key: RSA signs with RSASSA-PSS, SHA-256, salt
    /// 32 (the official policy EHEALTH_CERT, ehealth.md 4.4.4). For P-384 no policy is published; ECDSA with
    /// SHA-256 is the one ECDSA that a known reader accepts (4.4.5).
    pub signature: Option<SignatureAlgorithm>,
    /// Whether certificates may be used outside their validity (to test; default no).
    pub allow_expired: bool,
}

/// Seals a message to known recipients (ehealth.md 4.4): content signed, encrypted once with the key sent to
/// each recipient, and signed again. `recipients` are encryption certificates
/// ([`super::Etk::encryption_certificate`]); verify their tokens first.
///
/// The inner signature carries no certificate, the outer one the sender's chain: both are by the same signer.
/// Returns DER.
///
/// Errors: [`Code::INVALID_ARGUMENT`] (no recipient, a chain that is not the key's),
/// [`Code::SENDER_UNUSABLE`], [`Code::RECIPIENT_UNUSABLE`], [`Code::RANDOM_UNAVAILABLE`].
pub fn seal(
    content: &[u8],
    sender: &Sender<'_>,
    recipients: &[&Certificate],
    signing_time: Timestamp,
    options: &SealOptions,
    random: &mut dyn Random,
) -> Result<Vec<u8>> {
    let argument = |what: &str| Error::new(Code::INVALID_ARGUMENT).with("what", what);
    let certificate = sender.chain.first().ok_or_else(|| argument("chain"))?;
    if certificate.public_key()? != sender.key.public() {
        return Err(argument("key"));
    }
    check_sender(certificate, signing_time, options)?;
    if recipients.is_empty() || recipients.len() > cms::MAX_ENTRIES {
        return Err(argument("recipients"));
    }
    for recipient in recipients {
        check_recipient(recipient, signing_time, options)?;
    }
    let algorithm = options.signature.unwrap_or(match sender.key {
        PrivateKey::Rsa(_) => SignatureAlgorithm::RsaPss { hash: Hash::Sha256, salt: 32 },
        PrivateKey::P384(_) => SignatureAlgorithm::Ecdsa(Hash::Sha256),
    });
    let attributes = SignOptions { signing_time: Some(signing_time), algorithm_protect: false };
    let signer = Signer { certificate, key: sender.key, algorithm, options: Some(attributes) };
    let inner = cms::sign(content, &[], &[signer], random)?;
    let envelope = cms::envelop(&inner, recipients, options.cipher, random)?;
    let chain: Vec<&Certificate> = sender.chain.iter().collect();
    Ok(cms::sign(&envelope, &chain, &[signer], random)?.to_vec())
}

/// What every reader would refuse is refused before it is sent.
fn check_sender(sender: &Certificate, now: Timestamp, options: &SealOptions) -> Result<()> {
    let unusable = |reason: &str| Err(Error::new(Code::SENDER_UNUSABLE).detail(reason));
    if !options.allow_expired && !sender.is_valid_at(now) {
        return unusable("outside its validity");
    }
    if matches!(sender.public_key()?, key @ PublicKey::Rsa(_) if key.bits() < MIN_RSA_BITS) {
        return unusable("RSA key under 2048 bits");
    }
    match sender.key_usage()? {
        Some(usage) if usage & (key_usage::DIGITAL_SIGNATURE | key_usage::NON_REPUDIATION) == 0 => {
            unusable("keyUsage allows no signature")
        }
        _ => Ok(()),
    }
}

fn check_recipient(recipient: &Certificate, now: Timestamp, options: &SealOptions) -> Result<()> {
    let unusable = |reason: &str| {
        Err(Error::new(Code::RECIPIENT_UNUSABLE).with("serial", recipient.serial_decimal()).detail(reason))
    };
    if !options.allow_expired && !recipient.is_valid_at(now) {
        return unusable("outside its validity");
    }
    match recipient.public_key() {
        Ok(key @ PublicKey::Rsa(_)) if key.bits() >= MIN_RSA_BITS => {}
        // How the official library addresses EC recipients is not published (4.4.7).
        _ => return unusable("no RSA key of at least 2048 bits"),
    }
    match recipient.key_usage()? {
        Some(usage) if usage & key_usage::KEY_ENCIPHERMENT == 0 => unusable("keyUsage lacks keyEncipherment"),
        _ => Ok(()),
    }
}
