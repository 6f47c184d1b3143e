use super::{
    Answer, Flow, Host, Need, Signer, SigningKey, Step,
    exchange::{Exchange, clock_difference},
    misfit,
};
use crate::{
    Code, Error, Result,
    identity::{Catalogue, OrganizationTypeData},
    ra::{
        Endpoints, GetActorQualitiesRequest, GetGenericOrganizationTypesRequest, OrganizationAuthorization,
        OrganizationType,
    },
};

/// What [`Preflight`] begins with.
#[derive(Debug)]
pub struct PreflightInput {
    /// The holder, checked already by [`Signer::new`].
    pub signer: Signer,
    /// Where the RA is.
    pub endpoints: Endpoints,
}

/// What is known after [`Preflight`].
#[derive(Clone, Debug)]
pub struct PreflightReport {
    /// Whether the holder may have a certificate for themselves (at least one health care quality).
    pub natural_person: bool,
    /// The organisations recognised for the holder.
    pub organizations: Vec<OrganizationAuthorization>,
    /// The RA's rules for identifiers: the built-in ones, replaced by what the RA answered.
    pub catalogue: Catalogue,
    /// The RA's clock minus the host's, in seconds.
    pub clock_difference: i64,
    /// What does not stop the request but should be told (the RA's organisation types could not be read...).
    pub warnings: Vec<Error>,
}

/// Asks the RA, before anything is typed, for the rules of today and for whom the holder may act. The
/// organisation types come first: they need no PIN, so an RA that is down is noticed before a PIN is asked.
pub struct Preflight {
    input: PreflightInput,
    state: State,
    catalogue: Catalogue,
    clock_difference: i64,
    warnings: Vec<Error>,
    report: Option<PreflightReport>,
}

enum State {
    Begin,
    Types(Exchange<GetGenericOrganizationTypesRequest>),
    Qualities(Exchange<GetActorQualitiesRequest>),
    Over,
}

impl Preflight {
    /// A flow that is not begun.
    pub fn new(input: PreflightInput) -> Self {
        Self {
            input,
            state: State::Begin,
            catalogue: Catalogue::default(),
            clock_difference: 0,
            warnings: Vec::new(),
            report: None,
        }
    }

    /// The outcome, once the flow is done.
    pub fn report(&self) -> Option<&PreflightReport> {
        self.report.as_ref()
    }

    fn types(&self, host: &mut Host<'_>) -> Result<Exchange<GetGenericOrganizationTypesRequest>> {
        Exchange::unsigned(GetGenericOrganizationTypesRequest, &self.input.endpoints, host)
    }

    fn qualities(&self, host: &mut Host<'_>) -> Result<Exchange<GetActorQualitiesRequest>> {
        let signer = &self.input.signer;
        let key = SigningKey::EidAuthentication;
        let request = GetActorQualitiesRequest { ssin: signer.id() };
        Exchange::signed_by_eid(request, &self.input.endpoints, key, signer.chain(key), host)
    }

    fn due(&self) -> Step {
        let (name, percent, need) = match &self.state {
            State::Begin => ("preflight", 0, Need::Done),
            State::Types(exchange) => ("organization_types", 10, exchange.need()),
            State::Qualities(exchange) => match exchange.need() {
                need @ Need::Sign { .. } => ("sign_identity", 40, need),
                need => ("qualities", 70, need),
            },
            State::Over => ("done", 100, Need::Done),
        };
        Step { name, percent, need }
    }
}

impl Flow for Preflight {
    fn repeat(&mut self, host: &mut Host<'_>) -> Result<Step> {
        match &self.state {
            State::Begin | State::Types(_) => self.state = State::Types(self.types(host)?),
            // A signature made with a PIN is not thrown away: the signed request is sent again as it is.
            State::Qualities(_) | State::Over => {}
        }
        Ok(self.due())
    }

    fn answer(&mut self, answer: Answer, host: &mut Host<'_>) -> Result<Step> {
        match &mut self.state {
            State::Begin => return Err(misfit("begin", &answer)),
            State::Types(exchange) => {
                self.clock_difference = clock_difference(&answer, host.now);
                if let Some(response) = exchange.answer(answer, host.now)? {
                    // Rules that cannot be read do not stop a request: the built-in ones stay, and it is said.
                    match self.catalogue.replace_from(response.types.into_iter().map(type_data).collect()) {
                        Ok(remarks) => self.warnings.extend(remarks),
                        Err(error) => self.warnings.push(error),
                    }
                    self.state = State::Qualities(self.qualities(host)?);
                }
            }
            State::Qualities(exchange) => {
                if let Some(response) = exchange.answer(answer, host.now)? {
                    self.report = Some(PreflightReport {
                        natural_person: response.natural_person,
                        organizations: response.organizations,
                        catalogue: std::mem::take(&mut self.catalogue),
                        clock_difference: self.clock_difference,
                        warnings: std::mem::take(&mut self.warnings),
                    });
                    self.state = State::Over;
                }
            }
            State::Over => return Err(misfit("done", &answer)),
        }
        Ok(self.due())
    }
}

fn type_data(wire: OrganizationType) -> OrganizationTypeData {
    OrganizationTypeData {
        identifier_type: wire.identifier_type,
        names: wire.name.values,
        validation_regex: wire.validation_regex,
        check_digit_algorithms: wire.check_digit_algorithms,
        available_base_services: wire.available_base_services,
    }
}

impl PreflightReport {
    /// Whether the holder may ask for this: refused here, before anything is typed, when it cannot succeed.
    pub fn may_request_personal(&self) -> Result<()> {
        if self.natural_person { Ok(()) } else { Err(Code::PERSON_NOT_AUTHORISED.into()) }
    }
}
