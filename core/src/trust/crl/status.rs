//! Whether a certificate is revoked, by lists (RFC 5280 6.3.3).

use super::{
    Crl, Reason,
    scope::{ALL_REASONS, Point},
};
use crate::{
    Code, Error, Result, Timestamp,
    certificate::Certificate,
    trust::{
        PathRequest, Profile,
        extension::Extensions,
        name,
        path::{check_algorithm, check_key},
        revocation::Verdict,
    },
};

/// Signers of lists whose own revocation is looked up, one inside the other.
const MAX_NESTING: usize = 3;

/// A question to a set of lists.
#[derive(Clone, Copy, Debug)]
pub struct CrlCheck<'a> {
    /// The lists, in any order; those about others are passed over.
    pub crls: &'a [Crl],
    /// How paths are judged; its leaf is not looked at.
    pub request: &'a PathRequest<'a>,
    /// The path of the certificate in question, from itself to the anchor: issuers sign lists, and the
    /// path of another signer must end at the same anchor.
    pub chain: &'a [Certificate],
    /// Seconds by which clocks may differ.
    pub skew: i64,
    /// Whether to use lists about the certificates of other issuers, where a certificate asks for one.
    /// Otherwise such a list is refused by name.
    pub indirect: bool,
    /// Whether to use lists that only say what changed. Otherwise such a list is refused by name.
    pub delta: bool,
}

fn untrusted(what: &str) -> Error {
    Error::new(Code::CRL_UNTRUSTED).detail(what)
}

impl CrlCheck<'_> {
    /// What the lists say about the first certificate of the chain. [`Verdict::Unknown`] holds the reason
    /// why the most relevant list could not be used.
    pub fn status(&self) -> Verdict {
        let Some(certificate) = self.chain.first() else { return Verdict::Unknown(None) };
        match self.status_of(certificate, self.chain, 0) {
            Ok(verdict) => verdict,
            Err(reason) => Verdict::Unknown(Some(reason)),
        }
    }

    fn status_of(&self, certificate: &Certificate, chain: &[Certificate], nesting: usize) -> Result<Verdict> {
        let is_ca = certificate.basic_constraints()?.0;
        let mut points = Point::list(certificate)?;
        points.push(Point::of_issuer());
        let mut covered = 0u16;
        let mut reason: Option<Error> = None;
        for point in &points {
            for crl in self.crls.iter().filter(|c| !c.is_delta()) {
                let scope = crl.scope.as_ref();
                let interim = point.reasons & scope.map_or(ALL_REASONS, |s| s.reasons);
                if interim & !covered == 0 || !point.fits(certificate, is_ca, crl.issuer_der(), scope)? {
                    continue;
                }
                match self.ask(crl, certificate, chain, nesting) {
                    Ok(None) => covered |= interim,
                    Ok(Some((at, reason))) => return Ok(Verdict::Revoked { at, reason }),
                    Err(error) => {
                        reason.get_or_insert(error);
                    }
                }
            }
        }
        if covered == ALL_REASONS {
            return Ok(Verdict::Good);
        }
        Ok(Verdict::Unknown(reason.or_else(|| self.why_nothing(certificate))))
    }

    /// When no list fits: whether there is one that is of the wrong kind.
    fn why_nothing(&self, certificate: &Certificate) -> Option<Error> {
        let of_issuer = |c: &&Crl| name::same(c.issuer_der(), certificate.issuer_der());
        let mut lists = self.crls.iter().filter(of_issuer).peekable();
        lists.peek()?;
        let delta_only = self.crls.iter().filter(of_issuer).all(Crl::is_delta);
        Some(if delta_only { Code::CRL_DELTA.into() } else { Code::CRL_SCOPE.into() })
    }

    /// What one complete list, with its delta, says.
    fn ask(
        &self,
        crl: &Crl,
        certificate: &Certificate,
        chain: &[Certificate],
        nesting: usize,
    ) -> Result<Option<(Timestamp, Reason)>> {
        if crl.is_indirect() && !self.indirect {
            return Err(Code::CRL_INDIRECT.into());
        }
        self.usable(crl, chain, nesting)?;
        let base = crl.find(certificate)?;
        let Some(delta) = self.delta_of(crl, chain, nesting)? else { return Ok(base) };
        Ok(match delta.find(certificate)? {
            Some((_, Reason::RemoveFromCrl)) => None,
            Some(newer) => Some(newer),
            None => base,
        })
    }

    fn usable(&self, crl: &Crl, chain: &[Certificate], nesting: usize) -> Result<()> {
        crl.usable(self.request.now, self.skew)?;
        if self.request.profile != Profile::Path && crl.number().is_none() {
            return Err(Error::new(Code::CRL_MALFORMED).detail("cRLNumber is missing (RFC 5280 5.2.3)"));
        }
        check_algorithm(crl.signature_algorithm()?, self.request.inspect_old)?;
        self.signer(crl, chain, nesting)
    }

    /// RFC 5280 6.3.3 c and h: the newest delta that fits to a complete list. Where a delta is at hand and
    /// not allowed, the complete list alone may be outdated, so it is refused by name.
    fn delta_of(&self, crl: &Crl, chain: &[Certificate], nesting: usize) -> Result<Option<&Crl>> {
        let mut best: Option<&Crl> = None;
        for delta in self.crls.iter().filter(|c| c.is_delta()) {
            let fits = name::same(delta.issuer_der(), crl.issuer_der())
                && delta.scope == crl.scope
                && delta.authority_key == crl.authority_key;
            let (Some(number), Some(base), Some(newer)) = (crl.number(), delta.delta_base.as_deref(), delta.number())
            else {
                continue;
            };
            if !fits || !at_most(base, number) || !at_most(number, newer) {
                continue;
            }
            if !self.delta {
                return Err(Code::CRL_DELTA.into());
            }
            if best.is_none_or(|b| b.number().is_some_and(|n| at_most(n, newer)))
                && self.usable(delta, chain, nesting).is_ok()
            {
                best = Some(delta);
            }
        }
        Ok(best)
    }

    /// RFC 5280 6.3.3 f and g: somebody with the name of the list's issuer who may sign lists, whose key
    /// made the signature, and whose path ends at the same anchor.
    fn signer(&self, crl: &Crl, chain: &[Certificate], nesting: usize) -> Result<()> {
        let mut refused = untrusted("no certificate of the issuer of the list");
        let anchors = self.request.anchors;
        let known = chain.iter().skip(1);
        let others = self.request.untrusted.iter().chain(anchors.helpers()).chain(anchors.certificates());
        let mut tried: Vec<&Certificate> = Vec::new();
        for candidate in known.chain(others) {
            if tried.contains(&candidate) || !name::same(candidate.subject_der(), crl.issuer_der()) {
                continue;
            }
            tried.push(candidate);
            match self.accept_signer(crl, candidate, chain, nesting) {
                Ok(()) => return Ok(()),
                Err(error) => refused = error,
            }
        }
        Err(refused)
    }

    fn accept_signer(&self, crl: &Crl, candidate: &Certificate, chain: &[Certificate], nesting: usize) -> Result<()> {
        check_key(&candidate.public_key()?, self.request.inspect_old)?;
        crl.is_signed_by(candidate)?;
        if !Extensions::read(candidate)?.may_sign_crls() {
            return Err(untrusted("keyUsage without cRLSign"));
        }
        // Issuers of this very path were validated with it.
        if chain.iter().skip(1).any(|c| c == candidate) {
            return Ok(());
        }
        if nesting >= MAX_NESTING {
            return Err(untrusted("signers of lists depend on each other"));
        }
        let request =
            PathRequest { purpose: crate::trust::Purpose::None, name: None, leaf: candidate, ..self.request.clone() };
        let path = request.validate()?;
        if path.chain.last() != chain.last() {
            return Err(untrusted("signer of the list has another anchor"));
        }
        for position in 0..path.chain.len().saturating_sub(1) {
            let part = path.chain.get(position..).unwrap_or_default();
            let Some(certificate) = part.first() else { continue };
            // What lies in the path of the certificate in question is checked with it.
            if chain.contains(certificate) {
                continue;
            }
            match self.status_of(certificate, part, nesting + 1)? {
                Verdict::Good => {}
                Verdict::Revoked { .. } => {
                    return Err(untrusted("signer of the list is revoked"));
                }
                Verdict::Unknown(_) => {
                    return Err(untrusted("revocation of the signer of the list"));
                }
            }
        }
        Ok(())
    }
}

/// Whether an unsigned big-endian number is at most another.
fn at_most(a: &[u8], b: &[u8]) -> bool {
    let strip = |n: &[u8]| n.iter().copied().skip_while(|b| *b == 0).collect::<Vec<u8>>();
    let (a, b) = (strip(a), strip(b));
    (a.len(), &a) <= (b.len(), &b)
}

/// The addresses of the lists that a certificate names, in its order.
pub(crate) fn urls(certificate: &Certificate) -> Result<Vec<String>> {
    let mut urls = Vec::new();
    for point in Point::list(certificate)? {
        urls.extend(point.urls());
    }
    Ok(urls)
}
