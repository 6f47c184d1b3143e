//! Judging what others made: certificates, encryption tokens, sealed messages and signatures.
//!
//! A call fails with an error only when the question is not understood (its field is named). A thing that must
//! not be relied on is an answer: [`Judgement::accepted`] is false and [`Judgement::problems`] say why.

use std::{slice::from_ref, sync::Arc};

use super::{
    error::{EhcertError, Problem},
    inspect::{CertificateView, views},
    keystore::Keystore,
};
use crate::{
    Code, Error, Timestamp,
    asn1::oid,
    certificate::Certificate,
    etk::{self, ChainTrust, ChainVerdict, Etk},
    key, pem,
    random::OsRandom,
    trust::{Anchors, Evidence, PathRequest, PeerName, Profile, Purpose, Strictness, Verdict, crl::Crl, ocsp},
};

type Result<T> = std::result::Result<T, EhcertError>;

/// Whom to trust, and what is known of revocation. Every file is DER or PEM; one with several PEM blocks counts
/// as all of them. What cannot be read among certificates, lists and responses is left out and listed in
/// [`Judgement::ignored`].
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct TrustInput {
    /// Trusted certificates. None: the built-in roots (eHealth production and acceptance, Belgian eID).
    #[serde(with = "super::bytes")]
    pub anchors: Vec<Vec<u8>>,
    /// Certificates that may lie between, trusted for nothing.
    #[serde(with = "super::bytes")]
    pub untrusted: Vec<Vec<u8>>,
    /// Certificate revocation lists: complete, delta and indirect ones.
    #[serde(with = "super::bytes")]
    pub crls: Vec<Vec<u8>>,
    /// OCSP responses.
    #[serde(with = "super::bytes")]
    pub ocsp: Vec<Vec<u8>>,
    /// Whether revocation counts. With lists or responses given, a status that they do not tell is then a
    /// refusal; with none given it is only told to be unknown.
    pub revocation: bool,
    /// Let SHA-1 signatures and RSA keys of 1024 bits through, to look at what is old. Nothing may be trusted
    /// because of the result.
    pub inspect_old: bool,
}

/// What is asked of a certificate beside its chain.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PathInput {
    /// Acceptable policies, dotted object identifiers; none: any.
    pub policies: Vec<String>,
    /// initial-explicit-policy (RFC 5280 6.1.1).
    pub explicit_policy: bool,
    /// initial-policy-mapping-inhibit.
    pub inhibit_mapping: bool,
    /// initial-any-policy-inhibit.
    pub inhibit_any: bool,
    /// `client`, `server`, `email` or `none`. Absent: `server` for a DNS name or an address, otherwise `none`.
    pub purpose: Option<String>,
    /// The DNS name, IP address or e-mail address that it must be for.
    pub name: Option<String>,
    /// `path`, `rfc5280` or `web-pki`. Absent: by the kind of `name`, see [`PathRequest::for_peer`].
    pub profile: Option<String>,
    /// Intermediates in the path, at most.
    pub max_intermediates: Option<u32>,
}

/// What came out.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Judgement {
    /// Whether it may be relied on.
    pub accepted: bool,
    /// Why not, the most important first; empty when accepted.
    pub problems: Vec<Problem>,
    /// What should be told although it is no reason to refuse.
    pub warnings: Vec<Problem>,
    /// The path found, leaf first; for a token or message the certificate of its owner or sender alone.
    pub chain: Vec<CertificateView>,
    /// Policies that hold for the path, dotted.
    pub policies: Vec<String>,
    /// For each certificate of the path but the anchor: `good` or `unknown`; empty when revocation did not count.
    pub revocation: Vec<String>,
    /// When the sender of a message, or the signer of a token, says that it was signed.
    pub signing_time: Option<i64>,
    /// Inputs that could not be read: `untrusted 3`, `crl 1`, counted from 1.
    pub ignored: Vec<String>,
}

impl Judgement {
    fn refused(mut self, error: &Error) -> Self {
        self.problems = vec![Problem::from(error)];
        self
    }

    fn of_report(mut self, report: &etk::Report) -> Self {
        let problems = |codes: &[Code]| codes.iter().map(|c| Problem::from(&Error::from(*c))).collect();
        self.accepted = report.is_ok();
        self.problems = problems(&report.errors);
        self.warnings = problems(&report.warnings);
        self
    }
}

/// [`TrustInput`], read.
pub(super) struct Trust {
    anchors: Anchors,
    built_in: bool,
    untrusted: Vec<Certificate>,
    crls: Vec<Crl>,
    ocsp: Vec<ocsp::Response>,
    revocation: bool,
    inspect_old: bool,
    ignored: Vec<String>,
}

impl Trust {
    fn read(input: &TrustInput) -> Self {
        let mut ignored = Vec::new();
        let (mut anchors, mut untrusted, mut crls, mut ocsp) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut read_all = |files: &[Vec<u8>], label, what, keep: Keep<'_>| {
            for (index, file) in files.iter().enumerate() {
                for block in blocks(file, label) {
                    if keep(&block).is_err() {
                        ignored.push(format!("{what} {}", index + 1));
                    }
                }
            }
        };
        let certificate = |der: &[u8], to: &mut Vec<Certificate>| Certificate::from_der(der).map(|c| to.push(c));
        read_all(&input.anchors, "CERTIFICATE", "anchor", &mut |der| certificate(der, &mut anchors));
        read_all(&input.untrusted, "CERTIFICATE", "untrusted", &mut |der| certificate(der, &mut untrusted));
        read_all(&input.crls, "X509 CRL", "crl", &mut |der| Crl::from_der(der).map(|crl| crls.push(crl)));
        let response = &mut |der: &[u8]| ocsp::Response::from_der(der).map(|response| ocsp.push(response));
        read_all(&input.ocsp, "OCSP RESPONSE", "ocsp", response);
        let built_in = input.anchors.is_empty();
        let anchors = if built_in {
            Anchors::production().and(Anchors::acceptance()).and(Anchors::eid())
        } else {
            Anchors::from_certificates(anchors)
        };
        let (revocation, inspect_old) = (input.revocation, input.inspect_old);
        Self { anchors, built_in, untrusted, crls, ocsp, revocation, inspect_old, ignored }
    }

    /// For who holds a keystore: without anchors, the production roots alone.
    pub(super) fn for_keystore(input: &TrustInput) -> Self {
        let mut trust = Self::read(input);
        if trust.built_in {
            (trust.anchors, trust.built_in) = (Anchors::production(), false);
        }
        trust
    }

    /// Revocation counts whatever is known of it: nothing known is a status that is not known.
    pub(super) fn path_trust_unrevoked(&self) -> etk::PathTrust<'_> {
        let evidence = Evidence { indirect_crls: true, delta_crls: true, ..Evidence::new(&self.crls, &self.ocsp) };
        etk::PathTrust { evidence: Some(evidence), ..self.path_trust() }
    }

    /// What is known of revocation; `None` when it does not count or nothing is known.
    fn evidence(&self) -> Option<Evidence<'_>> {
        let known = self.revocation && !(self.crls.is_empty() && self.ocsp.is_empty());
        known.then(|| Evidence {
            strictness: Strictness::Hard,
            indirect_crls: true,
            delta_crls: true,
            ..Evidence::new(&self.crls, &self.ocsp)
        })
    }

    fn path_trust(&self) -> etk::PathTrust<'_> {
        etk::PathTrust {
            anchors: &self.anchors,
            untrusted: &self.untrusted,
            evidence: self.evidence(),
            inspect_old: self.inspect_old,
        }
    }

    /// What is wrong with the chain of a signer, told as a warning when nobody said whom to trust.
    fn judge<T>(
        &self,
        work: impl FnOnce(&dyn ChainTrust) -> crate::Result<(T, etk::Report)>,
    ) -> crate::Result<(T, etk::Report)> {
        let trust = self.path_trust();
        let unknown = std::cell::Cell::new(false);
        let lenient = |leaf: &Certificate, others: &[Certificate], at: Timestamp| match trust.verdict(leaf, others, at)
        {
            ChainVerdict::NotTrusted if self.built_in => {
                unknown.set(true);
                ChainVerdict::Trusted
            }
            verdict => verdict,
        };
        let (value, mut report) = work(&lenient)?;
        if unknown.get() {
            report.warnings.push(Code::CHAIN_NOT_CHECKED);
        }
        Ok((value, report))
    }
}

/// Reads one thing and keeps it.
type Keep<'a> = &'a mut dyn FnMut(&[u8]) -> crate::Result<()>;

/// What is in a file, which may be DER, or PEM with any number of blocks. A file that is neither is one block that
/// nothing can be read from.
fn blocks(file: &[u8], label: &str) -> Vec<Vec<u8>> {
    if file.first() == Some(&0x30) {
        return vec![file.to_vec()];
    }
    pem::all(file, label).unwrap_or_else(|_| vec![Vec::new()])
}

fn field(name: &'static str) -> EhcertError {
    Error::new(Code::INVALID_ARGUMENT).with("what", name).field(name).into()
}

/// Builds and validates the path of a certificate (RFC 5280 6.1). `certificate` is DER or PEM; further PEM
/// blocks in it are taken as intermediates. `at` is the time at which everything must be valid.
/// An error only for a policy, purpose or profile that does not exist, and for a file that is neither DER nor PEM.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn verify_certificate(certificate: Vec<u8>, trust: TrustInput, path: PathInput, at: i64) -> Result<Judgement> {
    let mut trust = Trust::read(&trust);
    let der = pem::der_of(&certificate, &["CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CERTIFICATE"])?;
    let mut policies = Vec::with_capacity(path.policies.len());
    for policy in &path.policies {
        policies.push(oid::parse(policy).ok_or_else(|| field("policy"))?);
    }
    let purpose = match path.purpose.as_deref() {
        None => None,
        Some("none") => Some(Purpose::None),
        Some("client") => Some(Purpose::ClientAuth),
        Some("server") => Some(Purpose::ServerAuth),
        Some("email") => Some(Purpose::Email),
        Some(_) => return Err(field("purpose")),
    };
    let profile = match path.profile.as_deref() {
        None => None,
        Some("path") => Some(Profile::Path),
        Some("rfc5280") => Some(Profile::Rfc5280),
        Some("web-pki") => Some(Profile::WebPki),
        Some(_) => return Err(field("profile")),
    };
    if certificate.first() != Some(&0x30) {
        let more = pem::all(&certificate, "CERTIFICATE").unwrap_or_default();
        trust.untrusted.extend(more.iter().skip(1).filter_map(|der| Certificate::from_der(der).ok()));
    }
    let judgement = Judgement { ignored: trust.ignored.clone(), ..Judgement::default() };
    let leaf = match Certificate::from_der(&der) {
        Ok(leaf) => leaf,
        Err(error) => return Ok(judgement.refused(&error)),
    };
    let untrusted = [trust.untrusted.as_slice(), trust.anchors.helpers()].concat();
    let mut request = PathRequest::new(&leaf, &untrusted, &trust.anchors, Timestamp(at));
    if let Some(name) = &path.name {
        request = request.for_peer(PeerName::parse(name));
    }
    request.purpose = purpose.unwrap_or(request.purpose);
    request.profile = profile.unwrap_or(request.profile);
    request.max_intermediates = path.max_intermediates.map(|n| n as usize);
    request.inspect_old = trust.inspect_old;
    request.policies = policies;
    (request.explicit_policy, request.inhibit_mapping, request.inhibit_any) =
        (path.explicit_policy, path.inhibit_mapping, path.inhibit_any);
    let answer = match trust.evidence() {
        Some(evidence) => request.validate_unrevoked(&evidence),
        None => request.validate().map(|found| {
            let count = if trust.revocation { found.chain.len() - 1 } else { 0 };
            (found, vec![Verdict::Unknown(None); count])
        }),
    };
    let (found, verdicts) = match answer {
        Ok(answer) => answer,
        Err(error) => return Ok(judgement.refused(&error)),
    };
    let unknown = verdicts.iter().any(|v| *v != Verdict::Good);
    Ok(Judgement {
        accepted: true,
        chain: views(&found.chain)?,
        policies: found.policies.iter().map(|p| oid::dotted(p)).collect(),
        revocation: verdicts.iter().map(|v| if *v == Verdict::Good { "good" } else { "unknown" }.to_owned()).collect(),
        warnings: if unknown { vec![Problem::from(&Error::from(Code::REVOCATION_UNKNOWN))] } else { Vec::new() },
        ..judgement
    })
}

/// Judges an encryption token (ETK) by the checks and names of the official library. `token` is DER, BER or
/// base64. Without anchors a chain that leads to no built-in root is only warned about (`CHAIN_NOT_CHECKED`).
/// An error only for bytes that are no token.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn verify_etk(token: Vec<u8>, trust: TrustInput, at: i64) -> Result<Judgement> {
    let trust = Trust::read(&trust);
    let token = Etk::parse(&unwrapped(token))?;
    let ((), report) = trust.judge(|chain| {
        let policy = etk::EtkPolicy { trust: Some(chain), ..etk::EtkPolicy::default() };
        Ok(((), token.verify(Timestamp(at), &policy)))
    })?;
    let judgement = Judgement {
        chain: views(token.authentication_certificate().map(from_ref).unwrap_or_default())?,
        signing_time: token.signing_time().map(|t| t.0),
        ignored: trust.ignored.clone(),
        ..Judgement::default()
    };
    Ok(judgement.of_report(&report))
}

/// Judges a sealed message (ETEE triple wrap; DER, BER or base64) by the checks and names of the official library.
/// With `keystore` it is decrypted with the key of the recipient that the message names; without, the outer
/// signature and its signer are all that is judged, and `DECRYPTION_PRIVATE_KEY_NOT_FOUND` is a warning.
/// `inspect_old` accepts SHA-1 as well. Without anchors a chain that leads to no built-in root is only warned
/// about.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn verify_message(
    message: Vec<u8>,
    keystore: Option<Arc<Keystore>>,
    trust: TrustInput,
    at: i64,
) -> Result<Judgement> {
    let trust = Trust::read(&trust);
    let message = unwrapped(message);
    let (opened, mut report) = trust.judge(|chain| {
        let mut policy = etk::UnsealPolicy { trust: Some(chain), ..etk::UnsealPolicy::default() };
        if trust.inspect_old {
            policy.hashes.push(key::Hash::Sha1);
        }
        let unseal =
            |keys: &[etk::DecryptionKey<'_>]| etk::unseal(&message, keys, &policy, Timestamp(at), &mut OsRandom);
        let opened = match &keystore {
            Some(store) => store.unseal_with(unseal)?,
            None => unseal(&[])?,
        };
        let report = opened.report.clone();
        Ok((opened, report))
    })?;
    if keystore.is_none() {
        let not_here = Code::DECRYPTION_PRIVATE_KEY_NOT_FOUND;
        let before = report.errors.len();
        report.errors.retain(|code| *code != not_here);
        if report.errors.len() < before {
            report.warnings.push(not_here);
        }
    }
    let judgement = Judgement {
        chain: views(opened.sender.as_slice())?,
        signing_time: opened.signing_time.map(|t| t.0),
        ignored: trust.ignored.clone(),
        ..Judgement::default()
    };
    Ok(judgement.of_report(&report))
}

/// Whether `signature` over `data` was made by the key of a SubjectPublicKeyInfo (DER or PEM) with the algorithm
/// of this name (see [`key::signature_by_name`]). An error for a key or an algorithm that cannot be judged.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn verify_signature(spki: Vec<u8>, algorithm: String, data: Vec<u8>, signature: Vec<u8>) -> Result<Judgement> {
    let spki = pem::der_of(&spki, &["PUBLIC KEY"])?;
    let named = key::signature_by_name(&algorithm)?;
    let signature = if named.p1363 { key::ecdsa_raw_to_der(&signature) } else { Ok(signature) };
    let verified = signature.and_then(|s| key::verify_identified(&spki, &named.identifier, &data, &s));
    match verified {
        Ok(()) => Ok(Judgement { accepted: true, ..Judgement::default() }),
        Err(error) => Ok(Judgement::default().refused(&error)),
    }
}

/// The bytes of a token or message that somebody may have kept as base64 or PEM.
fn unwrapped(bytes: Vec<u8>) -> Vec<u8> {
    use base64ct::{Base64, Encoding};
    if bytes.first() == Some(&0x30) {
        return bytes;
    }
    let Ok(text) = std::str::from_utf8(&bytes) else { return bytes };
    let body: String = text.lines().filter(|l| !l.starts_with("-----")).flat_map(|l| l.trim().chars()).collect();
    Base64::decode_vec(&body).unwrap_or(bytes)
}
