use zeroize::Zeroizing;

use super::{Answer, Flow, Host, Need, Step, exchange::Exchange, misfit};
use crate::{
    Code, Result,
    keystore::Keystore,
    ra::{ActivateETKRequest, Endpoints},
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
pub struct Activation {
    store: Keystore,
    endpoints: Endpoints,
    state: State,
}

enum State {
    Begin,
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

    fn due(&self) -> Step {
        match &self.state {
            State::Begin => Step { name: "etk_activate", percent: 0, need: Need::Done },
            State::Activate(exchange) => Step { name: "etk_activate", percent: 50, need: exchange.need() },
            State::Over => Step { name: "done", percent: 100, need: Need::Done },
        }
    }
}

impl Flow for Activation {
    fn repeat(&mut self, host: &mut Host<'_>) -> Result<Step> {
        if !matches!(self.state, State::Over) {
            let entry = self.store.authentication().ok_or(Code::KEYSTORE_NOT_PENDING)?;
            let exchange =
                Exchange::signed_by_key(ActivateETKRequest, &self.endpoints, &entry.key, &entry.chain, host)?;
            self.state = State::Activate(exchange);
        }
        Ok(self.due())
    }

    fn answer(&mut self, answer: Answer, _host: &mut Host<'_>) -> Result<Step> {
        let State::Activate(exchange) = &mut self.state else { return Err(misfit("activation", &answer)) };
        if exchange.answer(answer)?.is_some() {
            self.state = State::Over;
        }
        Ok(self.due())
    }
}
