use super::{Answer, Flow, Host, Need, Signer, SigningKey, Step, exchange::Exchange, misfit};
use crate::{
    Code, Error, Result,
    ra::{Endpoints, GenerateRevocationContractRequest, RevocationContract, RevocationReason, RevokeRequest},
    subject::Subject,
};

/// What [`Revocation`] begins with.
#[derive(Debug)]
pub struct RevocationInput {
    /// The holder who signs.
    pub signer: Signer,
    /// PublicKeyIdentifier of the certificate.
    pub public_key_identifier: [u8; 20],
    /// Whose certificate it is: the contract must be about this holder. `None`: where only its key is known.
    pub subject: Option<Subject>,
    /// Why.
    pub reason: RevocationReason,
    /// Where the RA is.
    pub endpoints: Endpoints,
}

/// What the person sees before signing a revocation.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RevocationReview {
    /// The DN of the certificate that ends, as the RA's contract gives it.
    pub dn: String,
    /// First names and surname of who signs.
    pub signer: String,
    /// The contract, HTML5, by language. From the network: render it sandboxed, without scripts.
    pub contract: Vec<(String, String)>,
}

/// Ends a certificate and its ETK. It cannot be taken back.
pub struct Revocation {
    input: RevocationInput,
    state: State,
}

enum State {
    Begin,
    Contract(Exchange<GenerateRevocationContractRequest>),
    Review(RevocationContract),
    Revoke(Exchange<RevokeRequest>),
    Over,
}

impl Revocation {
    /// A flow that is not begun.
    pub fn new(input: RevocationInput) -> Self {
        Self { input, state: State::Begin }
    }

    fn due(&self) -> Step {
        let (name, percent, need) = match &self.state {
            State::Begin => ("contract", 0, Need::Done),
            State::Contract(exchange) => ("contract", 10, exchange.need()),
            State::Review(contract) => {
                let review = RevocationReview {
                    dn: contract.dn.clone(),
                    signer: self.input.signer.full_name(),
                    contract: contract.text.values.clone(),
                };
                ("review", 30, Need::ShowRevocation(Box::new(review)))
            }
            State::Revoke(exchange) => match exchange.need() {
                need @ Need::Sign { .. } => ("sign_revocation", 50, need),
                need => ("revoke", 80, need),
            },
            State::Over => ("done", 100, Need::Done),
        };
        Step { name, percent, need }
    }

    fn contract(&self, host: &mut Host<'_>) -> Result<Exchange<GenerateRevocationContractRequest>> {
        let request = GenerateRevocationContractRequest {
            public_key_identifier: self.input.public_key_identifier,
            signer: self.input.signer.actor(),
            reason: self.input.reason.clone(),
        };
        Exchange::unsigned(request, &self.input.endpoints, host)
    }
}

impl Flow for Revocation {
    fn repeat(&mut self, host: &mut Host<'_>) -> Result<Step> {
        if matches!(self.state, State::Begin | State::Contract(_)) {
            self.state = State::Contract(self.contract(host)?);
        }
        Ok(self.due())
    }

    fn answer(&mut self, answer: Answer, host: &mut Host<'_>) -> Result<Step> {
        match (&mut self.state, answer) {
            (State::Contract(exchange), answer) => {
                if let Some(response) = exchange.answer(answer, host.now)? {
                    let contract = response.contract;
                    if contract.reason != self.input.reason || !self.input.signer.is_named_by(&contract.signer) {
                        return Err(Error::new(Code::CONTRACT_DIFFERS).detail("reason or signer differs"));
                    }
                    let told = Subject::parse_rfc2253(&contract.dn);
                    let same = |wanted: &Subject, told: &Subject| {
                        (wanted.identity_unit(), wanted.application_id())
                            == (told.identity_unit(), told.application_id())
                    };
                    if self.input.subject.as_ref().is_some_and(|w| !told.as_ref().is_ok_and(|t| same(w, t))) {
                        return Err(Error::new(Code::CONTRACT_DIFFERS).detail("the certificate differs"));
                    }
                    self.state = State::Review(contract);
                }
            }
            (State::Review(_), Answer::Contract { accepted: false }) => return Err(Code::CONTRACT_REFUSED.into()),
            (State::Review(contract), Answer::Contract { accepted: true }) => {
                let request = RevokeRequest {
                    public_key_identifier: self.input.public_key_identifier,
                    contract: contract.clone(),
                };
                let key = SigningKey::EidSignature;
                let chain = self.input.signer.chain(key);
                self.state = State::Revoke(Exchange::signed_by_eid(request, &self.input.endpoints, key, chain, host)?);
            }
            (State::Revoke(exchange), answer) => {
                if exchange.answer(answer, host.now)?.is_some() {
                    self.state = State::Over;
                }
            }
            (_, answer) => return Err(misfit("revocation", &answer)),
        }
        Ok(self.due())
    }
}
