//! One call of the registration authority: build, have it signed, send, read.

use std::marker::PhantomData;

use super::{Answer, Host, Need, SigningKey, misfit};
use crate::{
    Code, Error, Result, Timestamp,
    certificate::Certificate,
    key::{PrivateKey, ecdsa_der_to_raw},
    ra::{self, Endpoints, HttpRequest, Operation, PendingSignature, RequestBody, ResponseBody},
};

/// Seconds that the clocks of host and RA may differ. An RA refuses messages of another time in words that help nobody.
const MAX_CLOCK_DIFFERENCE: i64 = 3600;

/// How many seconds the RA's clock is ahead of the host's, by the time that stands in an answer; 0 where none does.
pub(super) fn clock_difference(answer: &Answer, now: Timestamp) -> i64 {
    let Answer::Http { body, .. } = answer else { return 0 };
    ra::issue_instant(body).map_or(0, |t| t.0.saturating_sub(now.0))
}

/// [`Code::CLOCK_WRONG`] instead of the outcome, where the clocks differ by more than an hour: of a question whatever was
/// answered, so that nothing is signed, issued or stored with a wrong date; of what takes effect when it was refused, which
/// may well be the reason. What took effect is never told as failed.
fn judge_clock(outcome: Result<()>, operation: Operation, difference: i64) -> Result<()> {
    let refused = outcome.as_ref().err().map(Error::ra_errors).unwrap_or_default();
    let concerned = if outcome.is_ok() { operation.repeatable() } else { !refused.is_empty() };
    if !concerned || difference.abs() <= MAX_CLOCK_DIFFERENCE {
        return outcome;
    }
    // Rounded: a second on the way must not make a day a minute shorter.
    let minutes = (difference.abs() + 30) / 60;
    Err(Error::new(Code::CLOCK_WRONG).with("minutes", minutes).ra(refused.to_vec()))
}

/// What is told of a certificate that has ended.
pub(super) fn expired(leaf: &Certificate) -> Error {
    Error::new(Code::CERTIFICATE_EXPIRED).with("date", leaf.not_after().to_date())
}

/// [`Code::CERTIFICATE_EXPIRED`] for one that has ended by the host's clock.
pub(super) fn check_not_expired(leaf: &Certificate, now: Timestamp) -> Result<()> {
    if leaf.not_after() < now { Err(expired(leaf)) } else { Ok(()) }
}

/// A call on its way.
pub(super) struct Exchange<T> {
    call: Box<Call>,
    body: PhantomData<fn() -> T>,
}

/// A call of any operation. Boxed, because flows hand it from state to state.
struct Call {
    operation: Operation,
    request_id: String,
    endpoints: Endpoints,
    state: State,
}

enum State {
    ToSign { key: SigningKey, pending: Box<PendingSignature> },
    ToSend(HttpRequest),
}

/// Who signs a call.
enum By<'a> {
    Nobody,
    Eid(SigningKey, &'a [Certificate]),
    Key(&'a PrivateKey, &'a [Certificate]),
}

impl<T: RequestBody> Exchange<T> {
    /// A call that nobody signs.
    pub(super) fn unsigned(body: T, endpoints: &Endpoints, host: &mut Host<'_>) -> Result<Self> {
        Self::begin(&body, &By::Nobody, endpoints, host)
    }

    /// A call that the eID signs: [`Need::Sign`] comes before [`Need::Http`].
    pub(super) fn signed_by_eid(
        body: T,
        endpoints: &Endpoints,
        key: SigningKey,
        chain: &[Certificate],
        host: &mut Host<'_>,
    ) -> Result<Self> {
        Self::begin(&body, &By::Eid(key, chain), endpoints, host)
    }

    /// A call that the eHealth certificate itself signs. [`Code::CERTIFICATE_EXPIRED`]: an RA refuses it then, in words of
    /// its own.
    pub(super) fn signed_by_key(
        body: T,
        endpoints: &Endpoints,
        key: &PrivateKey,
        chain: &[Certificate],
        host: &mut Host<'_>,
    ) -> Result<Self> {
        Self::begin(&body, &By::Key(key, chain), endpoints, host)
    }

    fn begin(body: &T, by: &By<'_>, endpoints: &Endpoints, host: &mut Host<'_>) -> Result<Self> {
        let call = Call::new(T::OPERATION, &mut |content| body.write(content), by, endpoints, host)?;
        Ok(Self { call, body: PhantomData })
    }

    /// What is due.
    pub(super) fn need(&self) -> Need {
        self.call.need()
    }

    /// Takes an answer. `None`: the signature is in, [`Self::need`] now asks to send. `Some`: the RA's response.
    /// [`Code::CLOCK_WRONG`] when the RA lives in another time than the host.
    pub(super) fn answer(&mut self, answer: Answer, now: Timestamp) -> Result<Option<T::Response>> {
        let mut response = None;
        self.call.answer(answer, now, &mut |node| T::Response::read(node).map(|read| response = Some(read)))?;
        Ok(response)
    }
}

impl Call {
    /// `write` writes what is asked.
    fn new(
        operation: Operation,
        write: &mut dyn FnMut(&mut ra::Content<'_>),
        by: &By<'_>,
        endpoints: &Endpoints,
        host: &mut Host<'_>,
    ) -> Result<Box<Self>> {
        let (request_id, xml) = ra::request_xml(operation, write, host.now, host.random)?;
        let state = match by {
            By::Nobody => State::ToSend(ra::http_request(operation, endpoints, &xml)),
            By::Eid(key, chain) => {
                State::ToSign { key: *key, pending: Box::new(prepare(&xml, &request_id, chain, host)?) }
            }
            By::Key(key, chain) => {
                let signed = sign(&xml, &request_id, key, chain, host)?;
                State::ToSend(ra::http_request(operation, endpoints, &signed))
            }
        };
        Ok(Box::new(Self { operation, request_id, endpoints: endpoints.clone(), state }))
    }

    fn need(&self) -> Need {
        match &self.state {
            State::ToSign { key, pending } => {
                Need::Sign { key: *key, algorithm: pending.algorithm(), digest: pending.digest() }
            }
            State::ToSend(http) => {
                Need::Http { request: http.clone(), repeatable: self.operation.repeatable(), optional: false }
            }
        }
    }

    /// `read` takes the response, when the answer is one.
    fn answer(
        &mut self,
        answer: Answer,
        now: Timestamp,
        read: &mut dyn FnMut(ra::xml::Node<'_, '_>) -> Result<()>,
    ) -> Result<()> {
        let difference = clock_difference(&answer, now);
        match (&self.state, answer) {
            (State::ToSign { pending, .. }, Answer::Signature(signature)) => {
                let xml = pending.finish(&signature)?;
                self.state = State::ToSend(ra::http_request(self.operation, &self.endpoints, &xml));
                Ok(())
            }
            (State::ToSend(_), Answer::Http { status, content_type, body }) => {
                let content_type = Some(content_type.as_str()).filter(|t| !t.is_empty());
                let outcome = ra::read_answer_with(self.operation, &self.request_id, status, content_type, &body, read);
                judge_clock(outcome, self.operation, difference)
            }
            (State::ToSign { .. }, other) => Err(misfit("sign", &other)),
            (State::ToSend(_), other) => Err(misfit("http", &other)),
        }
    }
}

fn prepare(xml: &str, id: &str, chain: &[Certificate], host: &mut Host<'_>) -> Result<PendingSignature> {
    let leaf = chain.first().ok_or(Code::AUTHENTICATION_CERTIFICATE_MISSING)?;
    let algorithm = ra::default_algorithm(&leaf.public_key()?);
    PendingSignature::new(xml, id, chain, algorithm, host.random)
}

/// The request, signed by a key that the flow holds.
fn sign(xml: &str, id: &str, key: &PrivateKey, chain: &[Certificate], host: &mut Host<'_>) -> Result<String> {
    chain.first().map_or(Ok(()), |leaf| check_not_expired(leaf, host.now))?;
    let pending = prepare(xml, id, chain, host)?;
    let signature = key.sign_digest(pending.algorithm(), &pending.digest(), host.random)?;
    let signature = match key {
        PrivateKey::Rsa(_) => signature,
        PrivateKey::P384(_) => ecdsa_der_to_raw(&signature, 48)?,
    };
    pending.finish(&signature)
}
