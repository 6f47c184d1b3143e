//! Building and validating certification paths (RFC 5280 6.1, RFC 4158), on the original bytes.
//!
//! The search goes from the leaf towards the anchors. Every step is checked as soon as it is taken (CA,
//! key usage, validity, signature), a complete path is then validated from the anchor down (names, name
//! constraints, policies, path length). A path that fails makes the search go on with the next one.
//!
//! Our own and not a crate's: the crates that could do it leave out policies, directory names and
//! e-mail constraints, PSS or P-521, and cannot say which of the conditions failed.

mod constraints;
mod peer;
mod policy;
mod profile;
mod search;

use super::{
    Anchors,
    extension::{Extensions, malformed},
    name::Folded,
};
use crate::{
    Code, Error, Result, Timestamp,
    asn1::oid,
    certificate::Certificate,
    key::{Hash, PublicKey, SignatureAlgorithm},
};

pub use peer::PeerName;

/// Certificates given as helpers, at most: each is read before the search.
pub const MAX_POOL: usize = 2048;
/// Intermediates in a path, at most. The longest of real PKIs have three.
pub const MAX_DEPTH: usize = 12;
/// Signatures checked in one search, at most: what bounds its time, whatever the helpers look like.
pub const MAX_SIGNATURES: usize = 100;
/// Complete paths validated in one search, at most.
pub const MAX_PATHS: usize = 32;
/// Steps of the search, at most.
const MAX_STEPS: usize = 4096;

/// What the leaf is to be used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Nothing in particular: key usage and extended key usage of the leaf are not looked at.
    #[default]
    None,
    /// To say who one is to a server, as eHealth certificates do.
    ClientAuth,
    /// To be a TLS server.
    ServerAuth,
    /// To sign or encrypt mail.
    Email,
    /// To sign OCSP responses for the issuer.
    OcspSigning,
}

impl Purpose {
    fn oid(self) -> Option<&'static [u8]> {
        match self {
            Self::None => None,
            Self::ClientAuth => Some(oid::CLIENT_AUTH),
            Self::ServerAuth => Some(oid::SERVER_AUTH),
            Self::Email => Some(oid::EMAIL_PROTECTION),
            Self::OcspSigning => Some(oid::OCSP_SIGNING),
        }
    }
    /// keyUsage bits of which one is needed (RFC 5280 4.2.1.12).
    fn key_usage(self) -> u16 {
        use crate::certificate::key_usage as u;
        match self {
            Self::None => u16::MAX,
            Self::ClientAuth => u::DIGITAL_SIGNATURE | u::KEY_AGREEMENT,
            Self::ServerAuth => u::DIGITAL_SIGNATURE | u::KEY_ENCIPHERMENT | u::KEY_AGREEMENT,
            Self::Email => u::DIGITAL_SIGNATURE | u::NON_REPUDIATION | u::KEY_ENCIPHERMENT | u::KEY_AGREEMENT,
            Self::OcspSigning => u::DIGITAL_SIGNATURE | u::NON_REPUDIATION,
        }
    }
}

/// How strictly certificates are held to rules that make no path unsafe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// What a relying party must check (RFC 5280 section 6). Right for certificates that exist already.
    #[default]
    Path,
    /// And what RFC 5280 section 4 asks of those who issue: key identifiers, serial numbers, which
    /// extensions are critical, spelling of names.
    Rfc5280,
    /// And what browsers ask of TLS servers (CA/Browser Forum Baseline Requirements): alternative names,
    /// extended key usage, no CA as server, no wildcard above the owner of a domain. Name constraints
    /// need not be critical there.
    WebPki,
}

/// A question about a certificate. Start with [`PathRequest::new`] and set what differs.
#[derive(Clone, Debug)]
pub struct PathRequest<'a> {
    /// The certificate in question.
    pub leaf: &'a Certificate,
    /// Certificates that may lie between, in any order, at most [`MAX_POOL`]; trusted for nothing.
    pub untrusted: &'a [Certificate],
    /// Whom the caller trusts.
    pub anchors: &'a Anchors,
    /// The time at which everything must be valid.
    pub now: Timestamp,
    /// What the leaf is to be used for.
    pub purpose: Purpose,
    /// Whether the leaf must name its purpose. By RFC 5280 4.2.1.12 one that names none is for all.
    pub purpose_required: bool,
    /// Who the leaf must be.
    pub name: Option<PeerName>,
    /// Policies that are acceptable (object identifier octets, see [`mod@crate::asn1::oid`]); empty for any.
    pub policies: Vec<Vec<u8>>,
    /// initial-explicit-policy: a policy must hold for the whole path.
    pub explicit_policy: bool,
    /// initial-policy-mapping-inhibit.
    pub inhibit_mapping: bool,
    /// initial-any-policy-inhibit.
    pub inhibit_any: bool,
    /// Intermediates in the path, at most (self-issued ones do not count); [`MAX_DEPTH`] when absent.
    pub max_intermediates: Option<usize>,
    /// How strictly to look.
    pub profile: Profile,
    /// To look at what is old: SHA-1 signatures and RSA keys of 1024 bits are let through. Nothing may be
    /// trusted because of the result.
    pub inspect_old: bool,
}

impl<'a> PathRequest<'a> {
    /// Any purpose, any policy, no name, nothing old.
    pub fn new(leaf: &'a Certificate, untrusted: &'a [Certificate], anchors: &'a Anchors, now: Timestamp) -> Self {
        Self {
            leaf,
            untrusted,
            anchors,
            now,
            purpose: Purpose::None,
            purpose_required: false,
            name: None,
            policies: Vec::new(),
            explicit_policy: false,
            inhibit_mapping: false,
            inhibit_any: false,
            max_intermediates: None,
            profile: Profile::Path,
            inspect_old: false,
        }
    }

    /// This question about whoever calls himself `peer`, with the rules that hold for such names: a DNS name or
    /// an address is a TLS server's and browsers' rules apply, a mailbox is held to all of RFC 5280.
    #[must_use]
    pub fn for_peer(mut self, peer: PeerName) -> Self {
        match peer {
            PeerName::Email(_) => self.profile = Profile::Rfc5280,
            PeerName::Dns(_) | PeerName::Ip(_) => {
                self.profile = Profile::WebPki;
                self.purpose = Purpose::ServerAuth;
            }
        }
        self.name = Some(peer);
        self
    }

    /// Builds and validates a path.
    ///
    /// The error is that of the most promising path: [`Code::CERTIFICATE_UNTRUSTED`] when none reached an
    /// anchor for no other reason, otherwise the condition that failed (`CERTIFICATE_EXPIRED`,
    /// `CERTIFICATE_NAME_CONSTRAINT`...), or [`Code::CERTIFICATE_SEARCH_LIMIT`] when the search was given up.
    pub fn validate(&self) -> Result<ValidPath> {
        search::run(self, &mut |_| Ok(()))
    }

    /// As [`Self::validate`], with a last word on each valid path (a revocation check, for instance): an
    /// error makes the search go on.
    pub fn validate_with(&self, accept: &mut dyn FnMut(&ValidPath) -> Result<()>) -> Result<ValidPath> {
        search::run(self, accept)
    }
}

/// A path that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidPath {
    /// Leaf first, anchor last.
    pub chain: Vec<Certificate>,
    /// Policies that hold for the whole path, in the terms of the caller (object identifier octets).
    /// anyPolicy stands for all.
    pub policies: Vec<Vec<u8>>,
}

/// A certificate, read as far as the search needs it.
pub(super) struct Node<'a> {
    pub(super) certificate: &'a Certificate,
    subject: Folded<'a>,
    issuer: Folded<'a>,
    pub(super) extensions: Extensions<'a>,
    key: PublicKey,
}

impl<'a> Node<'a> {
    fn read(certificate: &'a Certificate) -> Result<Self> {
        let node = Self {
            certificate,
            subject: Folded::parse(certificate.subject_der()).map_err(malformed)?,
            issuer: Folded::parse(certificate.issuer_der()).map_err(malformed)?,
            extensions: Extensions::read(certificate)?,
            key: certificate.public_key().map_err(malformed)?,
        };
        // RFC 5280 4.1.2.4, 4.1.2.6: only an end entity may do without a name.
        if node.issuer.is_empty() || (node.extensions.ca && node.subject.is_empty()) {
            return Err(Error::new(Code::CERTIFICATE_MALFORMED).detail("empty name of an issuer"));
        }
        Ok(node)
    }

    fn is_self_issued(&self) -> bool {
        self.subject == self.issuer
    }

    /// What must hold for every certificate of a path, wherever it stands.
    fn check_alone(&self, request: &PathRequest<'_>) -> Result<()> {
        if request.now < self.certificate.not_before() {
            let date = self.certificate.not_before().to_date();
            return Err(Error::new(Code::CERTIFICATE_NOT_YET_VALID).with("date", date));
        }
        if request.now > self.certificate.not_after() {
            let date = self.certificate.not_after().to_date();
            return Err(Error::new(Code::CERTIFICATE_EXPIRED).with("date", date));
        }
        if let Some(unknown) = self.extensions.unknown_critical {
            return Err(Error::new(Code::CERTIFICATE_CRITICAL_EXTENSION).with("oid", oid::dotted(unknown)));
        }
        check_key(&self.key, request.inspect_old)?;
        profile::check(self, request)
    }

    /// What must hold for a certificate that issues.
    fn check_issuer(&self, request: &PathRequest<'_>) -> Result<()> {
        self.check_alone(request)?;
        if !self.extensions.ca {
            return Err(Code::CERTIFICATE_ISSUER_NOT_CA.into());
        }
        if !self.extensions.may_sign_certificates() {
            return Err(Error::new(Code::CERTIFICATE_ISSUER_NOT_CA).detail("keyUsage without keyCertSign"));
        }
        self.check_purpose(request.purpose)
    }

    /// Extended key usage: what an issuer may not do itself, it cannot give to others.
    fn check_purpose(&self, purpose: Purpose) -> Result<()> {
        match (purpose.oid(), &self.extensions.purposes) {
            (Some(wanted), Some(purposes))
                if !purposes.contains(&wanted)
                    && (purpose == Purpose::OcspSigning || !purposes.contains(&oid::ANY_EXTENDED_KEY_USAGE)) =>
            {
                Err(Code::CERTIFICATE_PURPOSE.into())
            }
            _ => Ok(()),
        }
    }

    /// What must hold for the leaf.
    fn check_leaf(&self, request: &PathRequest<'_>) -> Result<()> {
        self.check_alone(request)?;
        self.check_purpose(request.purpose)?;
        if request.purpose_required && self.extensions.purposes.is_none() {
            return Err(Error::new(Code::CERTIFICATE_PURPOSE).detail("no extended key usage"));
        }
        if self.extensions.key_usage.is_some_and(|u| u & request.purpose.key_usage() == 0) {
            return Err(Code::CERTIFICATE_KEY_USAGE.into());
        }
        profile::check_leaf(self, request)?;
        match &request.name {
            Some(name) => name.check(&self.extensions.alternative_names, request),
            None => Ok(()),
        }
    }

    /// Whether this key made the signature of `other`.
    fn signed(&self, other: &Self, inspect_old: bool) -> Result<()> {
        let algorithm = other.certificate.signature_algorithm()?;
        check_algorithm(algorithm, inspect_old)?;
        self.key
            .verify(algorithm, other.certificate.tbs(), other.certificate.signature())
            .map_err(|_| Code::CERTIFICATE_SIGNATURE.into())
    }
}

/// SHA-1 is broken as far as signatures are concerned.
pub(super) fn check_algorithm(algorithm: SignatureAlgorithm, inspect_old: bool) -> Result<()> {
    if algorithm.hash() == Hash::Sha1 && !inspect_old {
        return Err(Error::new(Code::CERTIFICATE_WEAK).with("algorithm", "SHA-1"));
    }
    Ok(())
}

/// RSA of 2048 to 8192 bits (the upper end is the key parser's), P-256, P-384, P-521.
pub(super) fn check_key(key: &PublicKey, inspect_old: bool) -> Result<()> {
    let least = if inspect_old { 1024 } else { 2048 };
    match key {
        PublicKey::Rsa(_) if key.bits() < least => {
            Err(Error::new(Code::CERTIFICATE_WEAK).with("algorithm", key.describe()))
        }
        _ => Ok(()),
    }
}
