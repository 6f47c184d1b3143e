use zeroize::Zeroizing;

use super::{Answer, Flow, Host, Need, Step, enrolment::wire_contact, exchange::Exchange, misfit};
use crate::{
    Code, Error, Result, Timestamp, csr,
    identity::Ssin,
    key::{KeyAlgorithm, PrivateKey},
    keystore::{Keystore, Profile},
    ra::{ActorType, Endpoints, Id, SubmitCSRForForeignerRequest},
    request::{ContactData, Password},
    subject::Subject,
};

/// What [`ForeignRequest`] begins with.
pub struct ForeignRequestInput {
    /// BIS number; the RA takes no other.
    pub bis: String,
    /// First names, as the BIS register has them.
    pub first_names: String,
    /// Surname.
    pub name: String,
    /// Contact data.
    pub contact: ContactData,
    /// Password of the keystore.
    pub password: Password,
    /// The kind of key.
    pub key_algorithm: KeyAlgorithm,
    /// How the keystore is written.
    pub profile: Profile,
    /// Where the RA is.
    pub endpoints: Endpoints,
}

/// What [`ForeignRequest`] leaves.
#[derive(Clone, Debug)]
pub struct ForeignRequestOutcome {
    /// The page on which the person confirms (CSAM log-in).
    pub validation_url: String,
    /// Until when; afterwards the request must be made again.
    pub expires: Timestamp,
}

/// SubmitCSRForForeigner: for who is neither Belgian nor resident. No eID signs; the person confirms on a
/// page of eHealth, then [`super::Completion`] goes on as usual.
pub struct ForeignRequest {
    input: ForeignRequestInput,
    state: State,
    outcome: Option<ForeignRequestOutcome>,
}

#[allow(clippy::large_enum_variant, reason = "one state at a time, moved a few times")]
enum State {
    Key,
    Store(PrivateKey, Zeroizing<Vec<u8>>),
    Submit(Exchange<SubmitCSRForForeignerRequest>, PrivateKey),
    Over,
}

impl ForeignRequest {
    /// A flow that is not begun. Fails for a national number that is not a BIS number
    /// ([`Ssin::require_bis`]).
    pub fn new(input: ForeignRequestInput) -> Result<Self> {
        Ssin::parse(&input.bis)?.require_bis()?;
        Ok(Self { input, state: State::Key, outcome: None })
    }

    /// The outcome, once the flow is done.
    pub fn outcome(&self) -> Option<&ForeignRequestOutcome> {
        self.outcome.as_ref()
    }

    fn submit(&self, key: &PrivateKey, host: &mut Host<'_>) -> Result<Exchange<SubmitCSRForForeignerRequest>> {
        // The connector's builder names a foreigner by surname, then first names (ehealth.md 2.1.6).
        let full_name = format!("{} {}", self.input.name, self.input.first_names);
        // As in every DN of eHealth: capitals without diacritics.
        let full_name = crate::request::fold_name(full_name.trim()).text;
        let subject = Subject::new("SSIN", &self.input.bis, &full_name, None)?;
        let first_names =
            if self.input.first_names.is_empty() { Vec::new() } else { vec![self.input.first_names.clone()] };
        let request = SubmitCSRForForeignerRequest {
            person: ActorType {
                ids: vec![Id::new("SSIN", &*self.input.bis)],
                first_names,
                name: self.input.name.clone(),
            },
            contact: wire_contact(&self.input.contact),
            csr: csr::create(key, &subject.to_der(), host.random)?,
        };
        Exchange::unsigned(request, &self.input.endpoints, host)
    }

    fn due(&self) -> Step {
        let (name, percent, need) = match &self.state {
            State::Key => ("key", 10, Need::GenerateKey(self.input.key_algorithm)),
            State::Store(_, bytes) => ("store_key", 40, Need::Store { keystore: bytes.clone(), replace: false }),
            State::Submit(exchange, _) => ("submit", 70, exchange.need()),
            State::Over => ("done", 100, Need::Done),
        };
        Step { name, percent, need }
    }
}

impl Flow for ForeignRequest {
    fn repeat(&mut self, host: &mut Host<'_>) -> Result<Step> {
        if let State::Submit(_, key) = &self.state {
            let key = key.clone();
            self.state = State::Submit(self.submit(&key, host)?, key);
        }
        Ok(self.due())
    }

    fn answer(&mut self, answer: Answer, host: &mut Host<'_>) -> Result<Step> {
        match (&mut self.state, answer) {
            (State::Key, Answer::Key(key)) => {
                let store = Keystore::pending(key.clone(), None, host.now, host.random)?;
                let bytes = store.write(&self.input.password, self.input.profile, host.random)?;
                self.state = State::Store(key, Zeroizing::new(bytes));
            }
            (State::Store(key, bytes), Answer::Stored { read_back }) => {
                let lost = |why: &str| Error::new(Code::KEYSTORE_NOT_STORED).detail(why);
                if read_back != *bytes {
                    return Err(lost("other bytes were read back"));
                }
                Keystore::open(&read_back, &self.input.password).map_err(|e| lost(e.code().name()))?;
                let key = key.clone();
                self.state = State::Submit(self.submit(&key, host)?, key);
            }
            (State::Submit(exchange, _), answer) => {
                if let Some(response) = exchange.answer(answer, host.now)? {
                    self.outcome = Some(ForeignRequestOutcome {
                        validation_url: response.validation_url,
                        expires: response.expiration,
                    });
                    self.state = State::Over;
                }
            }
            (_, answer) => return Err(misfit("foreign request", &answer)),
        }
        Ok(self.due())
    }
}
