use super::{
    ChainTrust, ChainVerdict, MIN_RSA_BITS, Report,
    cms::{self, SignOptions, SignedData, Signer},
    encryption_certificate::check_pair,
    same_name,
};
use crate::{
    Code, Error, Result, Timestamp, asn1,
    certificate::Certificate,
    key::{Hash, PrivateKey, SignatureAlgorithm},
    random::Random,
};

/// Tokens larger than this are refused; real ones stay under 10 KiB.
pub const MAX_ETK: usize = 256 << 10;

/// An encryption token: the registration authority's signature over an encryption certificate, with the
/// authentication certificate of its owner and the chains beside it (ehealth.md 4.3).
#[derive(Clone)]
pub struct Etk {
    original: Vec<u8>,
    der: Vec<u8>,
    encryption: Certificate,
    certificates: Vec<Certificate>,
    authentication: Option<usize>,
    signer: Option<usize>,
}

impl std::fmt::Debug for Etk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Etk(serial {})", self.alias())
    }
}

/// How the registration authority's own signature on a token is judged.
#[derive(Clone, Copy)]
pub struct RaPolicy<'a> {
    /// Whether the signature must verify with the signer's certificate in the token. Default yes.
    pub signature: bool,
    /// Whether an expired signer is an error. Default no, a warning: eHealth's test signer was valid until 2023
    /// and signed on in 2024 (ehealth.md 4.3.4).
    pub expired_is_error: bool,
    /// Who decides on the signer's chain. Default nobody: today's production signer is not published, and
    /// what binds key and owner is the owner's own signature.
    pub trust: Option<&'a dyn ChainTrust>,
}

impl Default for RaPolicy<'_> {
    fn default() -> Self {
        Self { signature: true, expired_is_error: false, trust: None }
    }
}

/// How a token is judged.
#[derive(Clone, Copy)]
pub struct EtkPolicy<'a> {
    /// The shortest RSA key that is accepted, in bits. Default [`MIN_RSA_BITS`].
    pub min_rsa_bits: usize,
    /// Who decides on the owner's chain. Without, the report warns [`Code::CHAIN_NOT_CHECKED`].
    pub trust: Option<&'a dyn ChainTrust>,
    /// Whether an unknown revocation status is an error (default) or a warning. Keep it an error before
    /// sealing to the owner.
    pub hard_revocation: bool,
    /// The registration authority's signature.
    pub ra: RaPolicy<'a>,
}

impl Default for EtkPolicy<'_> {
    fn default() -> Self {
        Self { min_rsa_bits: MIN_RSA_BITS, trust: None, hard_revocation: true, ra: RaPolicy::default() }
    }
}

impl Etk {
    /// From the bytes of the depot (DER or BER, after base64). [`Code::ETK_MALFORMED`] when it is no token:
    /// exactly one signer, and an encryption certificate as content. Nothing is verified yet.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let malformed = |e: Error| Error::new(Code::ETK_MALFORMED).detail(e.detail_text().unwrap_or("not CMS"));
        if bytes.len() > MAX_ETK {
            return Err(Error::new(Code::TOO_LARGE).with("limit", "256 KB"));
        }
        let der = asn1::to_der(bytes).map_err(malformed)?;
        let data = SignedData::parse(&der).map_err(malformed)?;
        let [signer] = data.signers.as_slice() else {
            return Err(Error::new(Code::ETK_MALFORMED).detail("not exactly one signer"));
        };
        let content = data.content.ok_or_else(|| Error::new(Code::ETK_MALFORMED).detail("no content"))?;
        let encryption = Certificate::from_der(content).map_err(malformed)?;
        let signer = data.certificates.iter().position(|c| signer.id.names(c));
        let candidates = || data.certificates.iter().enumerate().filter(|(i, _)| Some(*i) != signer);
        // The certificate whose key signed the encryption certificate: as a rule the one of its owner's name.
        // If none did, the one of that name, so that the checks can say what is wrong.
        let named = |c: &Certificate| same_name(c.subject_der(), encryption.subject_der());
        let authentication = candidates()
            .find(|(_, c)| named(c) && c.signed(&encryption).is_ok())
            .or_else(|| candidates().find(|(_, c)| !named(c) && c.signed(&encryption).is_ok()))
            .or_else(|| candidates().find(|(_, c)| named(c)))
            .map(|(i, _)| i);
        let certificates = data.certificates.clone();
        Ok(Self { original: bytes.to_vec(), der, encryption, certificates, authentication, signer })
    }

    /// A new token, as the registration authority makes it: `authentication_chain` is the owner's
    /// authentication certificate followed by its issuers. With `options` the signature is over signed
    /// attributes, as since 2024; without, over the content, as before (4.3.2).
    pub fn create(
        encryption: &Certificate,
        authentication_chain: &[Certificate],
        ra: &Certificate,
        ra_key: &PrivateKey,
        options: Option<SignOptions>,
        random: &mut dyn Random,
    ) -> Result<Vec<u8>> {
        let algorithm = match ra_key {
            PrivateKey::Rsa(_) => SignatureAlgorithm::RsaPkcs1(Hash::Sha256),
            PrivateKey::P384(_) => SignatureAlgorithm::Ecdsa(Hash::Sha256),
        };
        let bag: Vec<&Certificate> = std::iter::once(ra).chain(authentication_chain).collect();
        let signer = Signer { certificate: ra, key: ra_key, algorithm, options };
        Ok(cms::sign(encryption.der(), &bag, &[signer], random)?.to_vec())
    }

    /// The token as it came.
    pub fn bytes(&self) -> &[u8] {
        &self.original
    }
    /// The encryption certificate: to its key messages are sealed.
    pub fn encryption_certificate(&self) -> &Certificate {
        &self.encryption
    }
    /// The owner's authentication certificate, when it is in the token.
    pub fn authentication_certificate(&self) -> Option<&Certificate> {
        self.certificates.get(self.authentication?)
    }
    /// The registration authority's certificate, when it is in the token.
    pub fn signer(&self) -> Option<&Certificate> {
        self.certificates.get(self.signer?)
    }
    /// All certificates beside the encryption certificate, in their order: signer, owner, issuers.
    pub fn chain(&self) -> &[Certificate] {
        &self.certificates
    }
    /// The serial number of the encryption certificate in decimal: the alias of its key in a keystore.
    pub fn alias(&self) -> String {
        self.encryption.serial_decimal()
    }
    /// When the registration authority says that it signed.
    pub fn signing_time(&self) -> Option<Timestamp> {
        SignedData::parse(&self.der).ok()?.signers.first()?.signing_time().ok()?
    }

    /// The connector's rule (ehealth.md 3.2.7): the depot's token must be of a key in the keystore, that is,
    /// its [`Self::alias`] one of the store's. [`Code::ETK_NOT_IN_KEYSTORE`] otherwise.
    pub fn check_alias<'a>(&self, aliases: impl IntoIterator<Item = &'a str>) -> Result<()> {
        let alias = self.alias();
        if aliases.into_iter().any(|a| a == alias) {
            Ok(())
        } else {
            Err(Error::new(Code::ETK_NOT_IN_KEYSTORE).with("serial", alias))
        }
    }

    /// All checks of the official library (4.3.5), under eHealth's own names.
    pub fn verify(&self, now: Timestamp, policy: &EtkPolicy<'_>) -> Report {
        let mut report = Report::default();
        if let Some(auth) = self.authentication_certificate() {
            check_pair(&self.encryption, auth, policy.min_rsa_bits, &mut report);
            if now > auth.not_after() {
                report.error(Code::ETK_AUTHENTICATION_CERT_EXPIRED);
            }
            if now < auth.not_before() {
                report.error(Code::ETK_AUTHENTICATION_CERT_NOT_YET_VALID);
            }
            if self.encryption.signature_algorithm().is_ok_and(|a| a.hash() == Hash::Sha1) {
                report.warning(Code::WEAK_HASH);
            }
            self.check_owner_chain(auth, now, policy, &mut report);
        } else {
            report.error(Code::ETK_CERTS_INVALID);
        }
        if now > self.encryption.not_after() {
            report.error(Code::ETK_ENCRYPTION_CERT_EXPIRED);
        }
        if now < self.encryption.not_before() {
            report.error(Code::ETK_ENCRYPTION_CERT_NOT_YET_VALID);
        }
        self.check_ra(now, policy, &mut report);
        report
    }

    fn check_owner_chain(&self, auth: &Certificate, now: Timestamp, policy: &EtkPolicy<'_>, report: &mut Report) {
        let Some(trust) = policy.trust else { return report.warning(Code::CHAIN_NOT_CHECKED) };
        match trust.verdict(auth, &self.others(auth), now) {
            ChainVerdict::Trusted => {}
            ChainVerdict::TrustedCrlNotVerified => report.warning(Code::CRL_TRUST_NOT_VERIFIED),
            ChainVerdict::NotTrusted => report.error(Code::ETK_CERTS_INVALID),
            ChainVerdict::Revoked => report.error(Code::ETK_AUTHENTICATION_CERT_REVOKED),
            ChainVerdict::StatusUnknown => {
                report.note(Code::ETK_AUTHENTICATION_CERT_STATUS_UNKNOWN, policy.hard_revocation);
            }
        }
    }

    fn check_ra(&self, now: Timestamp, policy: &EtkPolicy<'_>, report: &mut Report) {
        if policy.ra.signature && self.verify_signature().is_err() {
            report.error(Code::ETK_SIGNATURE_INVALID);
        }
        let Some(ra) = self.signer() else { return };
        if !ra.is_valid_at(now) {
            report.note(Code::ETK_RA_CERT_EXPIRED, policy.ra.expired_is_error);
        }
        if let Some(trust) = policy.ra.trust {
            match trust.verdict(ra, &self.others(ra), now) {
                ChainVerdict::Trusted => {}
                ChainVerdict::TrustedCrlNotVerified => report.warning(Code::CRL_TRUST_NOT_VERIFIED),
                ChainVerdict::NotTrusted => report.error(Code::ETK_SIGNATURE_INVALID),
                ChainVerdict::Revoked => report.error(Code::ETK_RA_CERT_REVOKED),
                ChainVerdict::StatusUnknown => report.note(Code::ETK_RA_CERT_STATUS_UNKNOWN, policy.hard_revocation),
            }
        }
    }

    /// Whether the signer's certificate in the token made its signature. Says nothing about whose certificate
    /// that is.
    pub fn verify_signature(&self) -> Result<()> {
        let invalid = || Error::from(Code::ETK_SIGNATURE_INVALID);
        let data = SignedData::parse(&self.der).map_err(|_| invalid())?;
        let (Some(info), Some(ra), Some(content)) = (data.signers.first(), self.signer(), data.content) else {
            return Err(invalid());
        };
        info.verify(data.content_type, content, ra).map_err(|e| invalid().detail(e))
    }

    fn others(&self, leaf: &Certificate) -> Vec<Certificate> {
        self.certificates.iter().filter(|c| *c != leaf).cloned().collect()
    }
}
