use zeroize::Zeroizing;

use super::{
    ChainTrust, ChainVerdict, MIN_RSA_BITS, Report,
    cms::{ContentCipher, EnvelopedData, SignedData, SignerInfo, Transport},
};
use crate::{
    Code, Error, Result, Timestamp,
    asn1::{self, oid},
    certificate::{Certificate, key_usage},
    key::{Hash, PrivateKey, PublicKey, SignatureAlgorithm},
    random::Random,
};

/// Octets of a message that are read, at most, unless the caller allows more: eHealth's mailbox takes 10 MB.
pub const MAX_MESSAGE: usize = 100 << 20;

/// A private key of the recipient, with the encryption certificate by which messages name it.
#[derive(Clone, Copy, Debug)]
pub struct DecryptionKey<'a> {
    /// Issuer and serial number are looked up in the message.
    pub certificate: &'a Certificate,
    /// RSA.
    pub key: &'a PrivateKey,
}

/// At which time the sender's certificate must be valid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ValidateAt {
    /// Now. The default, for messages that are opened when they arrive.
    #[default]
    Now,
    /// At the time that the signature claims, never later than now: for messages out of an archive. Whoever
    /// has a stolen expired key can claim any time.
    SigningTime,
}

/// What is accepted of a sealed message.
#[derive(Clone)]
pub struct UnsealPolicy<'a> {
    /// Octets of a message, at most. Default 100 MB.
    pub max_size: usize,
    /// The shortest RSA key, in bits, of sender and recipient. Default [`MIN_RSA_BITS`].
    pub min_rsa_bits: usize,
    /// Hashes of signatures. Default SHA-256, SHA-384 and SHA-512 (ehealth.md 4.4.5, with P-384's own hash).
    pub hashes: Vec<Hash>,
    /// Encryptions of the content. Default AES-128, 192 and 256 in CBC.
    pub ciphers: Vec<ContentCipher>,
    /// RSASSA-PKCS1-v1_5 signatures. Default yes (the official policy EID).
    pub pkcs1: bool,
    /// RSASSA-PSS signatures. Default yes (the official policies EHEALTH_CERT and WEB_AUTHN).
    pub pss: bool,
    /// ECDSA signatures. Default yes.
    pub ecdsa: bool,
    /// Seconds that clocks may differ. Default 300, as in the connector.
    pub clock_skew: i64,
    /// Age in seconds of the signing time from which on the report warns. Default 300, as in the connector.
    pub signing_time_expiration: Option<i64>,
    /// When the sender's certificate must be valid.
    pub validate_at: ValidateAt,
    /// Who decides on the sender's chain. Without, the report warns [`Code::CHAIN_NOT_CHECKED`].
    pub trust: Option<&'a dyn ChainTrust>,
    /// Whether an unknown revocation status is an error (default) or a warning.
    pub hard_revocation: bool,
    /// Whether to warn when the message carries no OCSP response. Default no: few programs embed one.
    pub expect_ocsp: bool,
    /// Whether the inner signer may be another than the outer one. Default no (4.4.5). With yes, failures
    /// after decryption are told apart even for a sender who did not make the encrypted part: never use it
    /// where errors are answered to the sender automatically.
    pub other_inner_signer: bool,
}

impl Default for UnsealPolicy<'_> {
    fn default() -> Self {
        Self {
            max_size: MAX_MESSAGE,
            min_rsa_bits: MIN_RSA_BITS,
            hashes: vec![Hash::Sha256, Hash::Sha384, Hash::Sha512],
            ciphers: ContentCipher::ALL.to_vec(),
            pkcs1: true,
            pss: true,
            ecdsa: true,
            clock_skew: 300,
            signing_time_expiration: Some(300),
            validate_at: ValidateAt::Now,
            trust: None,
            hard_revocation: true,
            expect_ocsp: false,
            other_inner_signer: false,
        }
    }
}

/// What came out of a sealed message.
#[derive(Clone)]
pub struct Unsealed {
    content: Option<Zeroizing<Vec<u8>>>,
    /// The certificate of the outer signer, when it is in the message.
    pub sender: Option<Certificate>,
    /// When the outer signature says that it was made.
    pub signing_time: Option<Timestamp>,
    /// What was found.
    pub report: Report,
}

impl std::fmt::Debug for Unsealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Unsealed").field("sender", &self.sender).field("report", &self.report).finish_non_exhaustive()
    }
}

impl Unsealed {
    /// The content, if there is no error; otherwise the first error of the report.
    pub fn content(&self) -> Result<&[u8]> {
        self.report.into_result()?;
        self.content_despite_errors().ok_or_else(|| Code::INTERNAL.into())
    }
    /// The content if it could be decrypted, and it is what the inner signer signed or no signature says
    /// otherwise. For inspection, and for a caller who judges the errors of the report itself.
    pub fn content_despite_errors(&self) -> Option<&[u8]> {
        self.content.as_ref().map(|c| c.as_slice())
    }
    /// As [`Self::content`], giving up the rest.
    pub fn into_content(self) -> Result<Zeroizing<Vec<u8>>> {
        self.report.into_result()?;
        self.content.ok_or_else(|| Code::INTERNAL.into())
    }
}

/// The names of one layer's errors.
struct Layer {
    structure: Code,
    content_missing: Code,
    no_signer: Code,
    many_signers: Code,
    algorithm: Code,
    digest: Code,
    key_length: Code,
    certificate_missing: Code,
    key_usage: Code,
    revoked: Code,
    status_unknown: Code,
    expired: Code,
    not_yet_valid: Code,
    not_trusted: Code,
    not_verified: Code,
}

const OUTER: Layer = Layer {
    structure: Code::OUTER_SIGNED_DATA_STRUCTURE_INCORRECT,
    content_missing: Code::OUTER_CONTENT_MISSING,
    no_signer: Code::MESSAGE_OUTER_SIGNED_PART_HAS_NO_SIGNER_INFORMATION,
    many_signers: Code::MESSAGE_OUTER_SIGNED_PART_HAS_MORE_THAN_ONE_SIGNER_INFORMATION,
    algorithm: Code::OUTER_SIGNATURE_ALGORITHM_UNAUTHORIZED,
    digest: Code::OUTER_SIGNATURE_DIGEST_ALGORITHM_UNAUTHORIZED,
    key_length: Code::OUTER_SIGNATURE_KEY_LENGTH_UNAUTHORIZED,
    certificate_missing: Code::OUTER_CERTIFICATE_EXPECTED_BUT_NOT_PRESENT,
    key_usage: Code::OUTER_CERTIFICATE_HAS_INVALID_KEYUSAGE,
    revoked: Code::OUTER_CERTIFICATE_REVOKED,
    status_unknown: Code::OUTER_CERTIFICATE_STATUS_UNKNOWN,
    expired: Code::OUTER_CERTIFICATE_EXPIRED,
    not_yet_valid: Code::OUTER_CERTIFICATE_NOT_YET_VALID,
    not_trusted: Code::OUTER_CERTIFICATE_CHAIN_NOT_TRUSTED,
    not_verified: Code::OUTER_SIGNATURE_COULD_NOT_BE_VERIFIED,
};

const INNER: Layer = Layer {
    structure: Code::INNER_SIGNED_DATA_STRUCTURE_INCORRECT,
    content_missing: Code::INNER_CONTENT_MISSING,
    no_signer: Code::MESSAGE_INNER_SIGNED_PART_HAS_NO_SIGNER_INFORMATION,
    many_signers: Code::MESSAGE_INNER_SIGNED_PART_HAS_MORE_THAN_ONE_SIGNER_INFORMATION,
    algorithm: Code::INNER_SIGNATURE_ALGORITHM_UNAUTHORIZED,
    digest: Code::INNER_SIGNATURE_DIGEST_ALGORITHM_UNAUTHORIZED,
    key_length: Code::INNER_SIGNATURE_KEY_LENGTH_UNAUTHORIZED,
    certificate_missing: Code::INNER_CERTIFICATE_EXPECTED_BUT_NOT_PRESENT,
    key_usage: Code::INNER_CERTIFICATE_HAS_INVALID_KEYUSAGE,
    revoked: Code::INNER_CERTIFICATE_REVOKED,
    status_unknown: Code::INNER_CERTIFICATE_STATUS_UNKNOWN,
    expired: Code::INNER_CERTIFICATE_EXPIRED,
    not_yet_valid: Code::INNER_CERTIFICATE_NOT_YET_VALID,
    not_trusted: Code::INNER_CERTIFICATE_CHAIN_NOT_TRUSTED,
    not_verified: Code::INNER_SIGNATURE_COULD_NOT_BE_VERIFIED,
};

/// Opens a sealed message (ehealth.md 4.4; BER or DER) with the key that it names, chosen by issuer and
/// serial number, never by trial.
///
/// What is wrong with the message stands in the report under eHealth's own names; `Err` is for what is not the
/// message's fault ([`Code::RANDOM_UNAVAILABLE`]) and for more than `max_size` octets ([`Code::TOO_LARGE`]).
/// Nothing is decrypted unless the outer signature verifies. From there on, everything that is not a SignedData
/// of the outer signer has the one outcome `INNER_SIGNED_DATA_STRUCTURE_INCORRECT`, whether the encrypted key,
/// the padding or what stood inside was wrong: whoever re-signs somebody else's encrypted part learns nothing
/// from the answer.
pub fn unseal(
    message: &[u8],
    keys: &[DecryptionKey<'_>],
    policy: &UnsealPolicy<'_>,
    now: Timestamp,
    random: &mut dyn Random,
) -> Result<Unsealed> {
    if message.len() > policy.max_size {
        return Err(Error::new(Code::TOO_LARGE).with("limit", format!("{} MB", policy.max_size >> 20)));
    }
    let mut opened = Unsealed { content: None, sender: None, signing_time: None, report: Report::default() };
    let mut judge = Judge { policy, now, report: Report::default() };
    judge.open(message, keys, random, &mut opened)?;
    opened.report = judge.report;
    Ok(opened)
}

struct Judge<'p> {
    policy: &'p UnsealPolicy<'p>,
    now: Timestamp,
    report: Report,
}

impl Judge<'_> {
    fn open(
        &mut self,
        message: &[u8],
        keys: &[DecryptionKey<'_>],
        random: &mut dyn Random,
        opened: &mut Unsealed,
    ) -> Result<()> {
        let Ok(der) = asn1::to_der_within(message, self.policy.max_size) else {
            self.report.error(OUTER.structure);
            return Ok(());
        };
        let Ok(outer) = SignedData::parse(&der) else {
            self.report.error(OUTER.structure);
            return Ok(());
        };
        let Some((info, content)) = self.parts(&OUTER, &outer) else { return Ok(()) };
        let Some(sender) = outer.certificate_of(info).cloned() else {
            self.report.error(OUTER.certificate_missing);
            return Ok(());
        };
        opened.signing_time = info.signing_time().ok().flatten();
        opened.sender = Some(sender.clone());
        let verified = self.signature(&OUTER, info, outer.content_type, content, &sender);
        self.signing_time(opened.signing_time);
        self.certificate(&OUTER, &sender, &outer.certificates, opened.signing_time);
        if self.policy.expect_ocsp && !info.embeds_ocsp() && !outer.other_revocation {
            self.report.warning(Code::OCSP_NOT_EMBEDDED);
        }
        if !verified {
            return Ok(());
        }
        let Ok(der) = asn1::to_der_within(content, self.policy.max_size) else {
            self.report.error(Code::ENVELOPED_DATA_STRUCTURE_INCORRECT);
            return Ok(());
        };
        let Ok(envelope) = EnvelopedData::parse(&der) else {
            self.report.error(Code::ENVELOPED_DATA_STRUCTURE_INCORRECT);
            return Ok(());
        };
        let Some((transport, key, cipher)) = self.recipient(&envelope, keys) else { return Ok(()) };
        let decrypted = envelope.decrypt(cipher, transport, key, random)?;
        // From here on bytes are read even if the padding was wrong, so that the time tells nothing either.
        let inner = asn1::to_der_within(&decrypted.bytes, self.policy.max_size).map(Zeroizing::new);
        let inner = inner.as_ref().map(|der| SignedData::parse(der));
        match inner {
            Ok(Ok(inner)) if bool::from(decrypted.padding_ok) && self.bound(&inner, &sender) => {
                self.inner(&inner, &outer, &sender, opened);
            }
            _ => self.report.error(INNER.structure),
        }
        Ok(())
    }

    /// Whether the inner part may be talked about: it names the outer signer, or names nobody.
    fn bound(&self, inner: &SignedData<'_>, sender: &Certificate) -> bool {
        self.policy.other_inner_signer || inner.signers.is_empty() || inner.signers.iter().any(|s| s.id.names(sender))
    }

    fn inner(&mut self, inner: &SignedData<'_>, outer: &SignedData<'_>, sender: &Certificate, opened: &mut Unsealed) {
        let Some((info, content)) = self.parts(&INNER, inner) else { return };
        let same = info.id.names(sender);
        let signer =
            if same { Some(sender) } else { inner.certificate_of(info).or_else(|| outer.certificate_of(info)) };
        let Some(signer) = signer else { return self.report.error(INNER.certificate_missing) };
        let verified = self.signature(&INNER, info, inner.content_type, content, signer);
        if !same {
            // The same certificate was judged as the outer signer's.
            let all: Vec<Certificate> = inner.certificates.iter().chain(&outer.certificates).cloned().collect();
            self.certificate(&INNER, signer, &all, info.signing_time().ok().flatten());
        }
        if verified {
            opened.content = Some(Zeroizing::new(content.to_vec()));
        }
    }

    /// The one signer and the content of a layer.
    fn parts<'d, 'a>(&mut self, layer: &Layer, data: &'d SignedData<'a>) -> Option<(&'d SignerInfo<'a>, &'a [u8])> {
        let info = match data.signers.as_slice() {
            [info] => Some(info),
            [] => {
                self.report.error(layer.no_signer);
                None
            }
            _ => {
                self.report.error(layer.many_signers);
                None
            }
        };
        if data.content.is_none() {
            self.report.error(layer.content_missing);
        }
        Some((info?, data.content?))
    }

    /// Judges algorithm and signature; whether the signature verifies, allowed or not.
    fn signature(
        &mut self,
        layer: &Layer,
        info: &SignerInfo<'_>,
        content_type: &[u8],
        content: &[u8],
        signer: &Certificate,
    ) -> bool {
        let policy = self.policy;
        let hash = info.hash();
        if !hash.as_ref().is_ok_and(|h| policy.hashes.contains(h)) {
            self.report.error(layer.digest);
        }
        let algorithm = info.algorithm();
        let allowed = match &algorithm {
            Ok(SignatureAlgorithm::RsaPkcs1(_)) => policy.pkcs1,
            Ok(SignatureAlgorithm::RsaPss { .. }) => policy.pss,
            Ok(SignatureAlgorithm::Ecdsa(_)) => policy.ecdsa,
            // rsaEncryption takes its hash from the digest: that one was named above.
            Err(_) => hash.is_err(),
        };
        if !allowed {
            self.report.error(layer.algorithm);
        }
        match signer.public_key() {
            Ok(key @ PublicKey::Rsa(_)) if key.bits() < policy.min_rsa_bits => self.report.error(layer.key_length),
            _ => {}
        }
        if hash.is_err() || algorithm.is_err() {
            return false;
        }
        match info.verify(content_type, content, signer) {
            Ok(()) => true,
            Err(e) if e.code() == Code::MESSAGE_INTEGRITY_INVALID => {
                self.report.error(Code::MESSAGE_INTEGRITY_INVALID);
                false
            }
            Err(_) => {
                self.report.error(layer.not_verified);
                false
            }
        }
    }

    fn signing_time(&mut self, signing_time: Option<Timestamp>) {
        let Some(time) = signing_time else { return self.report.warning(Code::SIGNING_TIME_MISSING) };
        let skew = self.policy.clock_skew;
        if time > self.now.plus(skew) {
            self.report.warning(Code::SIGNING_TIME_IN_FUTURE);
        }
        if self.policy.signing_time_expiration.is_some_and(|age| time.plus(age.saturating_add(skew)) < self.now) {
            self.report.warning(Code::SIGNING_TIME_EXPIRED);
        }
    }

    /// Judges the certificate of a signer: usage, dates, chain.
    fn certificate(&mut self, layer: &Layer, signer: &Certificate, others: &[Certificate], signed: Option<Timestamp>) {
        let at = match (self.policy.validate_at, signed) {
            (ValidateAt::SigningTime, Some(time)) => time.min(self.now),
            _ => self.now,
        };
        let signing = key_usage::DIGITAL_SIGNATURE | key_usage::NON_REPUDIATION;
        if !matches!(signer.key_usage(), Ok(usage) if usage.is_none_or(|u| u & signing != 0)) {
            self.report.error(layer.key_usage);
        }
        if at > signer.not_after() {
            self.report.error(layer.expired);
        }
        if at.plus(self.policy.clock_skew) < signer.not_before() {
            self.report.error(layer.not_yet_valid);
        }
        let Some(trust) = self.policy.trust else { return self.report.warning(Code::CHAIN_NOT_CHECKED) };
        let others: Vec<Certificate> = others.iter().filter(|c| *c != signer).cloned().collect();
        match trust.verdict(signer, &others, at) {
            ChainVerdict::Trusted => {}
            ChainVerdict::TrustedCrlNotVerified => self.report.warning(Code::CRL_TRUST_NOT_VERIFIED),
            ChainVerdict::NotTrusted => self.report.error(layer.not_trusted),
            ChainVerdict::Revoked => self.report.error(layer.revoked),
            ChainVerdict::StatusUnknown => self.report.note(layer.status_unknown, self.policy.hard_revocation),
        }
    }

    /// The recipient whose key is here, and how the content is encrypted. All of it stands in the clear.
    fn recipient<'e, 'a, 'k>(
        &mut self,
        envelope: &'e EnvelopedData<'a>,
        keys: &[DecryptionKey<'k>],
    ) -> Option<(&'e Transport<'a>, &'k PrivateKey, ContentCipher)> {
        if envelope.transports().next().is_none() {
            self.report.error(Code::ENVELOPED_DATA_CONTAINS_NO_KEYTRANSRECIPIENTINFOS);
            return None;
        }
        let mine = envelope.transports().find_map(|t| Some((t, keys.iter().find(|k| t.id.names(k.certificate))?.key)));
        let Some((transport, key)) = mine else {
            self.report.error(Code::DECRYPTION_PRIVATE_KEY_NOT_FOUND);
            return None;
        };
        if transport.algorithm != oid::RSA_ENCRYPTION || !matches!(key, PrivateKey::Rsa(_)) {
            self.report.error(Code::DECRYPTION_ASYMMETRIC_ALGORITHM_UNAUTHORIZED);
            return None;
        }
        if key.public().bits() < self.policy.min_rsa_bits {
            self.report.error(Code::DECRYPTION_ASYMMETRIC_KEY_LENGTH_UNAUTHORIZED);
            return None;
        }
        let Some(cipher) = ContentCipher::from_oid(envelope.algorithm) else {
            self.report.error(Code::DECRYPTION_SYMMETRIC_ALGORITHM_UNAUTHORIZED);
            return None;
        };
        if !self.policy.ciphers.contains(&cipher) {
            self.report.error(Code::DECRYPTION_SYMMETRIC_KEY_LENGTH_UNAUTHORIZED);
            return None;
        }
        if envelope.check_form().is_err() {
            self.report.error(Code::ENVELOPED_DATA_STRUCTURE_INCORRECT);
            return None;
        }
        Some((transport, key, cipher))
    }
}
