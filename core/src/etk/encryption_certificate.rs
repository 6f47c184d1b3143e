use super::{MIN_RSA_BITS, Report, same_name};
use crate::{
    Code, Error, Result,
    asn1::{self, oid},
    certificate::{Certificate, key_usage},
    key::{PrivateKey, PublicKey, SignatureAlgorithm},
    random::Random,
};

/// What the keyUsage of an encryption certificate is, exactly.
const ENCIPHERMENT: u16 = key_usage::KEY_ENCIPHERMENT | key_usage::DATA_ENCIPHERMENT;

/// An encryption certificate before it is signed (ehealth.md 4.2.1): X.509 v3; subject and issuer are the
/// subject of the authentication certificate, byte for byte; the serial number is the challenge's; the dates
/// are the authentication certificate's; one extension, keyUsage critical keyEncipherment and
/// dataEncipherment.
///
/// It is self-issued but not self-signed: the authentication key signs, so a generic chain builder refuses it
/// and [`check_encryption_certificate`] is its own check (4.2.2).
#[derive(Clone, Debug)]
pub struct EncryptionCertificateDraft {
    tbs: Vec<u8>,
    algorithm: SignatureAlgorithm,
}

impl EncryptionCertificateDraft {
    /// For this authentication certificate, serial number (big-endian, as [`super::answer_challenge`] gives
    /// it) and encryption key.
    ///
    /// The algorithm goes by the authentication key (4.2.3): RSA signs with SHA-256, P-384 with SHA-384. The
    /// algorithm that stands in the authentication certificate is its CA's and need not fit.
    pub fn new(auth: &Certificate, serial: &[u8; 16], encryption_public: &PublicKey) -> Result<Self> {
        use crate::key::Hash;
        let algorithm = match auth.public_key()? {
            PublicKey::Rsa(_) => SignatureAlgorithm::RsaPkcs1(Hash::Sha256),
            PublicKey::P384(_) => SignatureAlgorithm::Ecdsa(Hash::Sha384),
            other => return Err(Error::new(Code::UNSUPPORTED_ALGORITHM).with("algorithm", other.describe())),
        };
        let usage = asn1::octet_string(&asn1::named_bits(&[0x30]));
        let extension = asn1::sequence(&[&asn1::oid(oid::KEY_USAGE), &asn1::boolean(true), &usage]);
        let tbs = asn1::sequence(&[
            &asn1::context(0, &asn1::small(2)),
            &asn1::unsigned(serial),
            &algorithm.identifier(),
            auth.subject_der(),
            &asn1::sequence(&[&asn1::time(auth.not_before()), &asn1::time(auth.not_after())]),
            auth.subject_der(),
            &encryption_public.to_spki(),
            &asn1::context(3, &asn1::sequence(&[&extension])),
        ]);
        Ok(Self { tbs, algorithm })
    }
    /// What is to be signed: DER TBSCertificate.
    pub fn tbs(&self) -> &[u8] {
        &self.tbs
    }
    /// How it is to be signed.
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }
    /// The certificate, with a signature (ECDSA: DER) made by whoever holds the authentication key.
    pub fn finish(&self, signature: &[u8]) -> Result<Certificate> {
        Certificate::from_der(&asn1::sequence(&[&self.tbs, &self.algorithm.identifier(), &asn1::bit_string(signature)]))
    }
}

/// The encryption certificate of 4.2, drafted and signed. `auth_key` must be the key of `auth`
/// ([`Code::INVALID_ARGUMENT`] otherwise).
pub fn issue_encryption_certificate(
    auth: &Certificate,
    auth_key: &PrivateKey,
    serial: &[u8; 16],
    encryption_public: &PublicKey,
    random: &mut dyn Random,
) -> Result<Certificate> {
    if auth_key.public() != auth.public_key()? {
        return Err(Error::new(Code::INVALID_ARGUMENT).with("what", "auth_key"));
    }
    let draft = EncryptionCertificateDraft::new(auth, serial, encryption_public)?;
    draft.finish(&auth_key.sign(draft.algorithm(), draft.tbs(), random)?)
}

/// Whether an encryption certificate belongs to an authentication certificate, by the checks of 4.3.5 that
/// need no clock and no anchor. The error has eHealth's own name: `ETK_ENCRYPTION_CERT_SIGNATURE_NOT_VALID`,
/// `ETK_AUTHENTICATION_CERT_HAS_INVALID_KEY`, `ETK_CERTS_INVALID` (encryption key too short or unknown),
/// `ETK_ENCRYPTION_CERT_HAS_INVALID_KEYUSAGE`, `ETK_AUTHENTICATION_CERT_HAS_INVALID_KEYUSAGE`,
/// `ETK_CERTS_DO_NOT_MATCH`.
pub fn check_encryption_certificate(encryption: &Certificate, auth: &Certificate) -> Result<()> {
    let mut report = Report::default();
    check_pair(encryption, auth, MIN_RSA_BITS, &mut report);
    report.into_result()
}

/// All checks of the pair, into a report.
pub(super) fn check_pair(encryption: &Certificate, auth: &Certificate, min_rsa_bits: usize, report: &mut Report) {
    let strong = |certificate: &Certificate| match certificate.public_key() {
        Ok(key @ PublicKey::Rsa(_)) => key.bits() >= min_rsa_bits,
        Ok(_) => true,
        Err(_) => false,
    };
    if !strong(auth) {
        report.error(Code::ETK_AUTHENTICATION_CERT_HAS_INVALID_KEY);
    }
    if !strong(encryption) {
        report.error(Code::ETK_CERTS_INVALID);
    }
    if auth.signed(encryption).is_err() {
        report.error(Code::ETK_ENCRYPTION_CERT_SIGNATURE_NOT_VALID);
    }
    let is_ca = |certificate: &Certificate| !matches!(certificate.basic_constraints(), Ok((false, _)));
    if is_ca(encryption) || !matches!(encryption.key_usage(), Ok(Some(ENCIPHERMENT))) {
        report.error(Code::ETK_ENCRYPTION_CERT_HAS_INVALID_KEYUSAGE);
    }
    let signs = matches!(auth.key_usage(), Ok(Some(usage)) if usage & key_usage::DIGITAL_SIGNATURE != 0);
    if is_ca(auth) || !signs {
        report.error(Code::ETK_AUTHENTICATION_CERT_HAS_INVALID_KEYUSAGE);
    }
    if !same_name(encryption.subject_der(), auth.subject_der()) {
        report.error(Code::ETK_CERTS_DO_NOT_MATCH);
    }
}
