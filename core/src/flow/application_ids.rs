use super::{Answer, Flow, Host, Need, Step, exchange::Exchange, misfit};
use crate::{
    Result,
    identity::Catalogue,
    ra::{Endpoints, GetExistingApplicationIdsRequest, Id},
};

/// GetExistingApplicationIds: which certificates an organisation has already, told apart by application id. Nobody
/// signs it.
pub struct ApplicationIds {
    organization: Id,
    endpoints: Endpoints,
    exchange: Option<Exchange<GetExistingApplicationIdsRequest>>,
    outcome: Option<Vec<Option<String>>>,
}

impl ApplicationIds {
    /// For an organisation; type and number are checked first.
    pub fn new(identifier_type: &str, identifier: &str, endpoints: Endpoints) -> Result<Self> {
        let checked = Catalogue::default().check(identifier_type, identifier)?;
        let organization = Id::new(checked.identifier_type, checked.value);
        Ok(Self { organization, endpoints, exchange: None, outcome: None })
    }

    /// The outcome, once the flow is done: an entry for each active certificate, `None` for the one without
    /// application id.
    pub fn outcome(&self) -> Option<&[Option<String>]> {
        self.outcome.as_deref()
    }

    fn due(&self) -> Step {
        match (&self.outcome, &self.exchange) {
            (None, Some(exchange)) => Step { name: "application_ids", percent: 50, need: exchange.need() },
            (None, None) => Step { name: "application_ids", percent: 0, need: Need::Done },
            (Some(_), _) => Step { name: "done", percent: 100, need: Need::Done },
        }
    }
}

impl Flow for ApplicationIds {
    fn repeat(&mut self, host: &mut Host<'_>) -> Result<Step> {
        if self.outcome.is_none() {
            let request = GetExistingApplicationIdsRequest { organization: self.organization.clone() };
            self.exchange = Some(Exchange::unsigned(request, &self.endpoints, host)?);
        }
        Ok(self.due())
    }

    fn answer(&mut self, answer: Answer, host: &mut Host<'_>) -> Result<Step> {
        let Some(exchange) = self.exchange.as_mut().filter(|_| self.outcome.is_none()) else {
            return Err(misfit("application ids", &answer));
        };
        self.outcome = exchange.answer(answer, host.now)?.map(|response| response.application_ids);
        Ok(self.due())
    }
}
