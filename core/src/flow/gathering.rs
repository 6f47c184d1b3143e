//! Fetching what is known of the revocation of certificates, as steps: OCSP first, then the lists, until the status of
//! every certificate of a path is known or there is nobody left to ask.

use super::{Answer, Flow, Host, Need, Step, misfit};
use crate::{
    Code, Error, Result, Timestamp,
    certificate::Certificate,
    etk::{Etk, cms},
    ra::HttpRequest,
    trust::{
        Anchors, Evidence, PathRequest, Urls, Verdict,
        crl::Crl,
        ocsp::{self, Response},
    },
};

/// Addresses that are asked about one certificate, at most. Real ones name one responder and one list.
const MAX_SOURCES: usize = 4;
/// Requests of one gathering, at most: four certificates with four addresses each.
const MAX_REQUESTS: usize = 16;
/// Subjects of one [`RevocationInquiry`], at most.
const MAX_SUBJECTS: usize = 64;

/// Whether a flow looks after revocation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RevocationCheck {
    /// No: no step is made for it.
    #[default]
    Off,
    /// Yes; a status that could not be found out is told as a warning ([`Code::REVOCATION_UNKNOWN`]).
    Soft,
    /// Yes; a status that could not be found out is an error. The step can be done again.
    Hard,
}

impl RevocationCheck {
    /// `off`, `soft` or `hard`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "off" => Some(Self::Off),
            "soft" => Some(Self::Soft),
            "hard" => Some(Self::Hard),
            _ => None,
        }
    }
}

/// What is known of one certificate.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The certificate.
    pub certificate: Certificate,
    /// Whether it is revoked.
    pub verdict: Verdict,
}

/// What a gathering found.
#[derive(Clone, Debug, Default)]
pub struct RevocationReport {
    /// Every certificate of the paths but the anchors, leaf first. Empty for a subject without path.
    pub standings: Vec<Standing>,
    /// The lists that were fetched.
    pub crls: Vec<Crl>,
    /// The OCSP responses that were fetched.
    pub ocsp: Vec<Response>,
    /// What went wrong on the way: no path, no answer, an answer that could not be used.
    pub failures: Vec<Error>,
    /// Whether a subject had no path to an anchor, so that nobody was asked about it.
    pub without_path: bool,
}

impl RevocationReport {
    /// The first certificate that is revoked, as [`Code::CERTIFICATE_REVOKED`].
    pub fn revoked(&self) -> Option<Error> {
        self.standings.iter().find_map(|s| s.verdict.demand(false).err())
    }

    /// [`Code::REVOCATION_UNKNOWN`], with the reason as its detail, unless the status of everything is known.
    pub fn unknown(&self) -> Option<Error> {
        let open = self.standings.iter().find(|s| matches!(s.verdict, Verdict::Unknown(_)));
        if open.is_none() && !self.without_path {
            return None;
        }
        let inner = open.and_then(|s| if let Verdict::Unknown(reason) = &s.verdict { reason.as_ref() } else { None });
        let reason = inner.or(self.failures.first());
        let error = Error::new(Code::REVOCATION_UNKNOWN);
        Some(match reason {
            Some(reason) => error.detail(reason),
            None => error.detail("the certificate names nobody who could be asked"),
        })
    }

    /// What has to be told under `check`. An error: something is revoked, or unknown and [`RevocationCheck::Hard`].
    pub fn demand(&self, check: RevocationCheck) -> Result<Vec<Error>> {
        if check == RevocationCheck::Off {
            return Ok(Vec::new());
        }
        if let Some(revoked) = self.revoked() {
            return Err(revoked);
        }
        match self.unknown() {
            Some(unknown) if check == RevocationCheck::Hard => Err(unknown),
            unknown => Ok(unknown.into_iter().collect()),
        }
    }

    /// As evidence for further judgements.
    pub fn evidence(&self) -> Evidence<'_> {
        Evidence::new(&self.crls, &self.ocsp)
    }
}

/// Whose status is asked: a certificate and what came with it, in any order and from an untrusted hand.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) leaf: Certificate,
    pub(super) others: Vec<Certificate>,
}

enum Source {
    Ocsp(String),
    Crl(String),
}

enum Due {
    Ocsp(HttpRequest, ocsp::Request),
    Crl(HttpRequest),
}

/// The steps about some certificates. Only addresses from certificates that lead to an anchor are ever visited.
pub(super) struct Gathering {
    anchors: Anchors,
    pool: Vec<Certificate>,
    /// Parts of valid paths: a certificate, its issuer, and so on up to the anchor.
    open: Vec<Vec<Certificate>>,
    sources: Option<Vec<Source>>,
    due: Option<Due>,
    requests: usize,
    report: RevocationReport,
}

impl Gathering {
    /// Finds the paths of the subjects, and the first request.
    pub(super) fn new(subjects: &[Subject], anchors: &Anchors, host: &mut Host<'_>) -> Result<Self> {
        let mut pool: Vec<Certificate> = anchors.helpers().to_vec();
        let mut open: Vec<Vec<Certificate>> = Vec::new();
        let mut report = RevocationReport::default();
        for Subject { leaf, others } in subjects.iter().take(MAX_SUBJECTS) {
            pool.extend(others.iter().cloned());
            // Dates have their own errors; here the question is revocation.
            let at = leaf.nearest_valid(host.now);
            match PathRequest::new(leaf, others, anchors, at).validate() {
                Ok(path) => {
                    let parts = (0..path.chain.len().saturating_sub(1)).filter_map(|i| path.chain.get(i..));
                    for part in parts {
                        if !open.iter().any(|known| known.first() == part.first()) {
                            open.push(part.to_vec());
                        }
                    }
                }
                Err(error) => {
                    report.without_path = true;
                    report.failures.push(error);
                }
            }
        }
        // The last one is asked first: leaves come first.
        open.reverse();
        let mut gathering =
            Self { anchors: anchors.clone(), pool, open, sources: None, due: None, requests: 0, report };
        gathering.advance(host)?;
        Ok(gathering)
    }

    /// What is due; nothing when everything was asked.
    pub(super) fn need(&self) -> Option<Need> {
        let (Due::Ocsp(request, _) | Due::Crl(request)) = self.due.as_ref()?;
        Some(Need::Http { request: request.clone(), repeatable: true, optional: true })
    }

    /// Takes an answer; [`Self::need`] then has the next request.
    pub(super) fn answer(&mut self, answer: Answer, host: &mut Host<'_>) -> Result<()> {
        let Answer::Http { status, body, .. } = answer else { return Err(misfit("http", &answer)) };
        let read = match (&self.due, status) {
            (None, _) => return Err(Code::WRONG_STATE.into()),
            (Some(Due::Ocsp(_, request)), 200) => Response::from_der(&body).and_then(|response| {
                response.answers(request)?;
                self.report.ocsp.push(response);
                Ok(())
            }),
            (Some(Due::Crl(_)), 200) => Crl::from_der(&body).map(|list| self.report.crls.push(list)),
            (Some(Due::Ocsp(request, _) | Due::Crl(request)), status) => {
                let what = if status == 0 { "no answer".to_owned() } else { format!("HTTP status {status}") };
                Err(Error::new(Code::REVOCATION_UNKNOWN).detail(format!("{}: {what}", request.url)))
            }
        };
        if let Err(error) = read {
            self.report.failures.push(error);
        }
        self.due = None;
        self.advance(host)
    }

    pub(super) fn report(&self) -> &RevocationReport {
        &self.report
    }

    /// The report, for good: nothing may be asked afterwards.
    pub(super) fn take_report(&mut self) -> RevocationReport {
        std::mem::take(&mut self.report)
    }

    /// The next request that may tell something.
    fn advance(&mut self, host: &mut Host<'_>) -> Result<()> {
        while let Some(part) = self.open.pop() {
            let [certificate, issuer, ..] = part.as_slice() else { continue };
            let verdict = self.verdict(&part, host.now);
            if self.sources.is_none() {
                self.sources = Some(sources(certificate));
            }
            let source = match (&verdict, self.requests < MAX_REQUESTS, &mut self.sources) {
                (Verdict::Unknown(_), true, Some(sources)) if !sources.is_empty() => Some(sources.remove(0)),
                _ => None,
            };
            let Some(source) = source else {
                self.report.standings.push(Standing { certificate: certificate.clone(), verdict });
                self.sources = None;
                continue;
            };
            self.requests += 1;
            let due = match source {
                Source::Ocsp(url) => ocsp::Request::new(certificate, issuer, Some(&mut *host.random))
                    .map(|request| Due::Ocsp(ocsp_request(url, request.der.clone()), request)),
                Source::Crl(url) => {
                    Ok(Due::Crl(HttpRequest { method: "GET", url, headers: Vec::new(), body: Vec::new() }))
                }
            };
            self.open.push(part);
            self.due = Some(due?);
            return Ok(());
        }
        Ok(())
    }

    fn verdict(&self, part: &[Certificate], now: Timestamp) -> Verdict {
        let Some(certificate) = part.first() else { return Verdict::Unknown(None) };
        let request = PathRequest::new(certificate, &self.pool, &self.anchors, now);
        self.report.evidence().status(&request, part)
    }
}

/// Whom a certificate names, those first who answer about it alone. LDAP is passed over.
fn sources(certificate: &Certificate) -> Vec<Source> {
    let urls = Urls::of(certificate).unwrap_or_default();
    let mut found = Vec::new();
    for (urls, kind) in [(urls.ocsp, Source::Ocsp as fn(String) -> Source), (urls.crl, Source::Crl)] {
        for url in urls {
            let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
            if scheme.is_some_and(|s| s == "http" || s == "https") {
                found.push(kind(url));
            }
        }
    }
    found.truncate(MAX_SOURCES);
    found
}

/// RFC 6960 A.1, by POST.
fn ocsp_request(url: String, body: Vec<u8>) -> HttpRequest {
    let headers = vec![
        ("Content-Type", "application/ocsp-request".to_owned()),
        ("Accept", "application/ocsp-response".to_owned()),
    ];
    HttpRequest { method: "POST", url, headers, body }
}

/// What is known of the revocation of certificates, encryption tokens and senders of messages: the lists and responses
/// with which they can then be judged. Nothing found is an error here.
pub struct RevocationInquiry {
    subjects: Vec<Subject>,
    anchors: Anchors,
    gathering: Option<Gathering>,
}

impl RevocationInquiry {
    /// Each item is a certificate (DER), an encryption token or a sealed message; of a token the owner is asked about,
    /// of a message its outer signer. `untrusted` may lie between. [`Code::INVALID_ARGUMENT`] for anything else and for
    /// more than 64 items.
    pub fn new(items: &[Vec<u8>], untrusted: &[Certificate], anchors: Anchors) -> Result<Self> {
        let argument = || Error::new(Code::INVALID_ARGUMENT).with("what", "items").field("items");
        if items.len() > MAX_SUBJECTS {
            return Err(argument());
        }
        let mut subjects = Vec::new();
        for item in items {
            let (leaf, mut others) = signer_of(item).ok_or_else(argument)?;
            others.extend(untrusted.iter().cloned());
            subjects.push(Subject { leaf, others });
        }
        Ok(Self { subjects, anchors, gathering: None })
    }

    /// The outcome, once the flow is done.
    pub fn report(&self) -> Option<&RevocationReport> {
        self.gathering.as_ref().filter(|g| g.need().is_none()).map(Gathering::report)
    }

    fn due(&self) -> Step {
        match self.gathering.as_ref().and_then(Gathering::need) {
            Some(need) => Step { name: "revocation", percent: 50, need },
            None => Step { name: "done", percent: 100, need: Need::Done },
        }
    }
}

/// The certificate that a thing depends on, and those that came with it.
fn signer_of(item: &[u8]) -> Option<(Certificate, Vec<Certificate>)> {
    if let Ok(certificate) = Certificate::from_der(item) {
        return Some((certificate, Vec::new()));
    }
    if let Ok(token) = Etk::parse(item) {
        return Some((token.authentication_certificate()?.clone(), token.chain().to_vec()));
    }
    let der = crate::asn1::to_der_within(item, crate::etk::MAX_MESSAGE).ok()?;
    let data = cms::SignedData::parse(&der).ok()?;
    let signer = data.certificate_of(data.signers.first()?)?.clone();
    Some((signer, data.certificates.clone()))
}

impl Flow for RevocationInquiry {
    fn repeat(&mut self, host: &mut Host<'_>) -> Result<Step> {
        if self.gathering.is_none() {
            self.gathering = Some(Gathering::new(&self.subjects, &self.anchors, host)?);
        }
        Ok(self.due())
    }

    fn answer(&mut self, answer: Answer, host: &mut Host<'_>) -> Result<Step> {
        match &mut self.gathering {
            Some(gathering) if gathering.need().is_some() => gathering.answer(answer, host)?,
            _ => return Err(misfit("revocation", &answer)),
        }
        Ok(self.due())
    }
}
