use zeroize::Zeroizing;

use super::{
    Answer, Flow, Host, Need, Step,
    exchange::{Exchange, expired},
    misfit,
};
use crate::{
    Code, Result,
    keystore::Keystore,
    ra::{
        ActivateETKRequest, Endpoints, EtkStatus, GetCertificateInfoForAuthenticationCertificateRequest, RequestBody,
    },
    request::Password,
};

/// What [`Activation`] begins with.
pub struct ActivationInput {
    /// The renewed keystore, already on every workstation.
    pub keystore: Zeroizing<Vec<u8>>,
    /// Its password.
    pub password: Password,
    /// Where the RA is.
    pub endpoints: Endpoints,
}

/// ActivateETK: from then on senders use the new encryption key, so every workstation must have it.
///
/// The RA is first asked how it stands: a token that is active already is left alone, because a second ActivateETK is
/// refused after one whose answer was lost.
pub struct Activation {
    store: Keystore,
    endpoints: Endpoints,
    state: State,
}

enum State {
    Begin,
    AskStatus(Exchange<GetCertificateInfoForAuthenticationCertificateRequest>),
    Activate(Exchange<ActivateETKRequest>),
    Over,
}

impl Activation {
    /// Opens the keystore.
    pub fn new(input: ActivationInput) -> Result<Self> {
        let store = Keystore::open(&input.keystore, &input.password)?;
        store.issued()?;
        Ok(Self { store, endpoints: input.endpoints, state: State::Begin })
    }

    fn signed<T: RequestBody>(&self, request: T, host: &mut Host<'_>) -> Result<Exchange<T>> {
        let (entry, _) = self.store.issued()?;
        Exchange::signed_by_key(request, &self.endpoints, &entry.key, &entry.chain, host)
    }

    fn after_status(&self, status: &EtkStatus, host: &mut Host<'_>) -> Result<State> {
        match status {
            EtkStatus::ValidActive => Ok(State::Over),
            EtkStatus::Revoked => Err(Code::CERTIFICATE_REVOKED.into()),
            EtkStatus::Expired => Err(expired(self.store.issued()?.1)),
            // The RA knows best why nothing can be activated.
            _ => Ok(State::Activate(self.signed(ActivateETKRequest, host)?)),
        }
    }

    fn due(&self) -> Step {
        match &self.state {
            State::Begin => Step { name: "etk_status", percent: 0, need: Need::Done },
            State::AskStatus(exchange) => Step { name: "etk_status", percent: 10, need: exchange.need() },
            State::Activate(exchange) => Step { name: "etk_activate", percent: 50, need: exchange.need() },
            State::Over => Step { name: "done", percent: 100, need: Need::Done },
        }
    }
}

impl Flow for Activation {
    fn repeat(&mut self, host: &mut Host<'_>) -> Result<Step> {
        if !matches!(self.state, State::Over) {
            let request = GetCertificateInfoForAuthenticationCertificateRequest;
            self.state = State::AskStatus(self.signed(request, host)?);
        }
        Ok(self.due())
    }

    fn answer(&mut self, answer: Answer, host: &mut Host<'_>) -> Result<Step> {
        let next = match &mut self.state {
            State::AskStatus(exchange) => match exchange.answer(answer, host.now)? {
                None => None,
                Some(response) => {
                    let info = response.certificate.ok_or(Code::MESSAGE_UNEXPECTED)?;
                    Some(self.after_status(&info.etk_status, host)?)
                }
            },
            State::Activate(exchange) => exchange.answer(answer, host.now)?.map(|_| State::Over),
            State::Begin | State::Over => return Err(misfit("activation", &answer)),
        };
        if let Some(next) = next {
            self.state = next;
        }
        Ok(self.due())
    }
}
