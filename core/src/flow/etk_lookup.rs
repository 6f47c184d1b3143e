//! The encryption token of somebody, from the public depot: fetched, and checked before anybody seals to it.

use super::{Answer, Flow, Host, Need, Step, exchange::Exchange, misfit};
use crate::{
    Code, Error, Result, Timestamp,
    etk::{Etk, EtkPolicy, PathTrust},
    ra::{DepotIdentifier, Endpoints, EtkAnswer, GetEtkRequest},
    subject::Subject,
    trust::Anchors,
};

/// What [`EtkLookup`] begins with.
#[derive(Clone, Debug)]
pub struct EtkLookupInput {
    /// Whose token.
    pub holder: DepotIdentifier,
    /// Where the depot is.
    pub endpoints: Endpoints,
    /// Roots that the owner's certificate must lead to.
    pub anchors: Anchors,
}

/// What [`EtkLookup`] found: a token that holds.
#[derive(Clone, Debug)]
pub struct EtkLookupReport {
    /// The token as the depot gave it.
    pub etk: Vec<u8>,
    /// DN of its owner, RFC 2253.
    pub dn: String,
    /// Serial number of the encryption certificate, decimal: the alias of its key in the owner's keystore.
    pub serial: String,
    /// First second of validity of the encryption certificate.
    pub not_before: Timestamp,
    /// Last second of it.
    pub not_after: Timestamp,
    /// What should be told, without stopping anything.
    pub warnings: Vec<Error>,
}

/// Asks the depot for the token of a holder. The token must be of that holder (whoever answers), its signatures must
/// hold, and its owner's certificate must lead to an anchor; whether that was revoked is not asked.
///
/// Errors: [`Code::ETK_NOT_FOUND`], [`Code::ETK_SEVERAL`] (which names the application ids to choose from),
/// [`Code::ETK_OTHER_OWNER`], those of [`Etk::parse`] and [`Etk::verify`].
pub struct EtkLookup {
    input: EtkLookupInput,
    exchange: Option<Exchange<GetEtkRequest>>,
    report: Option<EtkLookupReport>,
}

impl EtkLookup {
    /// Nothing is sent yet.
    pub fn new(input: EtkLookupInput) -> Self {
        Self { input, exchange: None, report: None }
    }

    /// The outcome, once the flow is done.
    pub fn report(&self) -> Option<&EtkLookupReport> {
        self.report.as_ref()
    }

    fn judge(&self, answer: EtkAnswer, now: Timestamp) -> Result<EtkLookupReport> {
        let wanted = &self.input.holder;
        let of = |code| Error::new(code).with("holder", format!("{}={}", wanted.r#type, wanted.value));
        let bytes = match answer {
            EtkAnswer::Etk(bytes) => bytes,
            EtkAnswer::Errors(errors) => {
                let detail: Vec<String> = errors.iter().take(5).map(|e| format!("{}: {}", e.code, e.message)).collect();
                return Err(of(Code::ETK_NOT_FOUND).detail(detail.join("; ")));
            }
            EtkAnswer::Matching(several) => {
                let ids = several.iter().flatten().filter_map(|i| i.application_id.as_deref()).take(20);
                let ids: Vec<String> =
                    ids.map(|id| id.chars().filter(|c| !c.is_control()).take(40).collect()).collect();
                return Err(of(Code::ETK_SEVERAL).with("choices", ids.join(", ")));
            }
        };
        let token = Etk::parse(&bytes)?;
        let certificate = token.encryption_certificate();
        let owner = Subject::from_der(certificate.subject_der()).map_err(|e| of(Code::ETK_OTHER_OWNER).detail(e))?;
        let is_wanted = owner.identifier_type().eq_ignore_ascii_case(&wanted.r#type)
            && owner.identifier() == wanted.value
            && wanted.application_id.as_deref().is_none_or(|id| owner.application_id().unwrap_or_default() == id);
        if !is_wanted {
            return Err(of(Code::ETK_OTHER_OWNER).detail(owner.identity_unit()));
        }
        let trust = PathTrust::new(&self.input.anchors);
        let report = token.verify(now, &EtkPolicy { trust: Some(&trust), ..EtkPolicy::default() });
        report.into_result()?;
        Ok(EtkLookupReport {
            dn: owner.to_rfc2253(),
            serial: token.alias(),
            not_before: certificate.not_before(),
            not_after: certificate.not_after(),
            warnings: report.warnings.iter().map(|code| (*code).into()).collect(),
            etk: bytes,
        })
    }

    fn due(&self) -> Step {
        match (&self.report, &self.exchange) {
            (None, Some(exchange)) => Step { name: "etk_depot", percent: 10, need: exchange.need() },
            (None, None) => Step { name: "etk_depot", percent: 0, need: Need::Done },
            (Some(_), _) => Step { name: "done", percent: 100, need: Need::Done },
        }
    }
}

impl Flow for EtkLookup {
    fn repeat(&mut self, host: &mut Host<'_>) -> Result<Step> {
        if self.report.is_none() {
            let request = GetEtkRequest { criteria: vec![self.input.holder.clone()] };
            self.exchange = Some(Exchange::unsigned(request, &self.input.endpoints, host)?);
        }
        Ok(self.due())
    }

    fn answer(&mut self, answer: Answer, host: &mut Host<'_>) -> Result<Step> {
        let (None, Some(exchange)) = (&self.report, &mut self.exchange) else {
            return Err(misfit("etk_depot", &answer));
        };
        if let Some(response) = exchange.answer(answer, host.now)? {
            self.report = Some(self.judge(response.answer, host.now)?);
        }
        Ok(self.due())
    }
}
