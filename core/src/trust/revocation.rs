//! Revocation of a whole path, by whatever evidence the host could get.

use super::{
    PathRequest, ValidPath,
    crl::{self, Crl, CrlCheck, Reason},
    extension, ocsp,
};
use crate::{Code, Error, Result, Timestamp, asn1::oid, certificate::Certificate};

/// What is known about the revocation of one certificate.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// Not revoked.
    Good,
    /// Revoked.
    Revoked {
        /// Since when.
        at: Timestamp,
        /// Why.
        reason: Reason,
    },
    /// Nothing usable was at hand; why the most relevant evidence was refused, if there was some.
    Unknown(Option<Error>),
}

impl Verdict {
    /// The error that a revoked certificate is ([`Code::CERTIFICATE_REVOKED`]), or that an unknown status
    /// is when `hard`: the reason, or [`Code::REVOCATION_UNKNOWN`].
    pub fn demand(&self, hard: bool) -> Result<()> {
        match self {
            Self::Revoked { at, reason } => {
                Err(Error::new(Code::CERTIFICATE_REVOKED).with("date", at.to_date()).with("reason", reason.name()))
            }
            Self::Unknown(reason) if hard => {
                Err(reason.clone().unwrap_or_else(|| Error::from(Code::REVOCATION_UNKNOWN)))
            }
            Self::Good | Self::Unknown(_) => Ok(()),
        }
    }
}

/// What an unknown status means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strictness {
    /// The path stays valid; the verdicts say what is not known.
    #[default]
    Soft,
    /// The path is refused. For sealing to a recipient, for instance.
    Hard,
}

/// Lists and responses that the host fetched, and how to use them.
#[derive(Clone, Debug)]
pub struct Evidence<'a> {
    /// Complete and delta lists, in any order.
    pub crls: &'a [Crl],
    /// OCSP responses, in any order.
    pub ocsp: &'a [ocsp::Response],
    /// What an unknown status means.
    pub strictness: Strictness,
    /// Whether indirect lists are used; otherwise refused with [`Code::CRL_INDIRECT`].
    pub indirect_crls: bool,
    /// Whether delta lists are used; otherwise refused with [`Code::CRL_DELTA`].
    pub delta_crls: bool,
    /// Seconds by which clocks may differ.
    pub skew: i64,
}

/// What eHealth's own library grants (300 s).
pub const CLOCK_SKEW: i64 = 300;

impl<'a> Evidence<'a> {
    /// Soft, without indirect and delta lists.
    pub fn new(crls: &'a [Crl], ocsp: &'a [ocsp::Response]) -> Self {
        Self { crls, ocsp, strictness: Strictness::Soft, indirect_crls: false, delta_crls: false, skew: CLOCK_SKEW }
    }

    /// The status of the first certificate of a chain (from itself to an anchor, at least two).
    /// OCSP responses are asked first, being newer as a rule; a certificate that one of the two calls
    /// revoked is revoked.
    pub fn status(&self, request: &PathRequest<'_>, chain: &[Certificate]) -> Verdict {
        let [certificate, issuer, ..] = chain else { return Verdict::Unknown(None) };
        let mut reason = None;
        let mut good = false;
        let by_lists = |chain: &[Certificate]| {
            CrlCheck {
                crls: self.crls,
                request,
                chain,
                skew: self.skew,
                indirect: self.indirect_crls,
                delta: self.delta_crls,
            }
            .status()
        };
        let from_list = by_lists(chain);
        let answers = self.ocsp.iter().map(|response| {
            let responder_status = |responder: &Certificate| {
                let mut chain = chain.to_vec();
                if let Some(first) = chain.first_mut() {
                    *first = responder.clone();
                }
                by_lists(&chain)
            };
            let check = ocsp::Check {
                certificate,
                issuer,
                now: request.now,
                skew: self.skew,
                responders: request.untrusted,
                inspect_old: request.inspect_old,
            };
            response.status(&check, &responder_status).unwrap_or_else(|e| Verdict::Unknown(Some(e)))
        });
        for verdict in answers.chain([from_list]) {
            match verdict {
                Verdict::Revoked { .. } => return verdict,
                Verdict::Good => good = true,
                // A response about another certificate of the path is no reason.
                Verdict::Unknown(Some(e)) if e.code() == Code::OCSP_OTHER_CERTIFICATE => {}
                Verdict::Unknown(error) => reason = reason.or(error),
            }
        }
        if good { Verdict::Good } else { Verdict::Unknown(reason) }
    }

    /// The status of every certificate of a path but the anchor, leaf first. An error when one is revoked,
    /// or unknown and [`Strictness::Hard`].
    pub fn check(&self, request: &PathRequest<'_>, path: &ValidPath) -> Result<Vec<Verdict>> {
        let count = path.chain.len().saturating_sub(1);
        let verdicts: Vec<Verdict> =
            (0..count).map(|i| self.status(request, path.chain.get(i..).unwrap_or_default())).collect();
        for verdict in &verdicts {
            verdict.demand(false)?;
        }
        for verdict in &verdicts {
            verdict.demand(self.strictness == Strictness::Hard)?;
        }
        Ok(verdicts)
    }
}

impl PathRequest<'_> {
    /// As [`PathRequest::validate`], with revocation: a path with a revoked certificate is not taken, the
    /// search goes on. Returns the verdict for each certificate but the anchor, leaf first.
    pub fn validate_unrevoked(&self, evidence: &Evidence<'_>) -> Result<(ValidPath, Vec<Verdict>)> {
        let mut verdicts = Vec::new();
        let path = self.validate_with(&mut |path| {
            verdicts = evidence.check(self, path)?;
            Ok(())
        })?;
        Ok((path, verdicts))
    }
}

/// Where to fetch evidence about a certificate.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Urls {
    /// Revocation lists, in the order of the certificate.
    pub crl: Vec<String>,
    /// OCSP responders.
    pub ocsp: Vec<String>,
    /// The certificate of the issuer.
    pub issuer: Vec<String>,
}

impl Urls {
    /// The addresses that a certificate names, whatever their scheme.
    /// [`Code::CERTIFICATE_MALFORMED`] when the extensions cannot be read.
    pub fn of(certificate: &Certificate) -> Result<Self> {
        let access = |method| extension::access(certificate, method).map_err(extension::malformed);
        Ok(Self { crl: crl::urls(certificate)?, ocsp: access(oid::OCSP)?, issuer: access(oid::CA_ISSUERS)? })
    }
}
