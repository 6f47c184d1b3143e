//! One call of the registration authority: build, have it signed, send, read.

use super::{Answer, Host, Need, SigningKey, misfit};
use crate::{
    Code, Error, Result, Timestamp,
    certificate::Certificate,
    key::{PrivateKey, ecdsa_der_to_raw},
    ra::{self, Endpoints, HttpRequest, PendingSignature, Request, RequestBody},
};

/// Seconds that the clocks of host and RA may differ. An RA refuses messages of another time in words that help nobody.
const MAX_CLOCK_DIFFERENCE: i64 = 3600;

/// How many seconds the RA's clock is ahead of the host's, by the time that stands in an answer; 0 where none does.
pub(super) fn clock_difference(answer: &Answer, now: Timestamp) -> i64 {
    let Answer::Http { body, .. } = answer else { return 0 };
    ra::issue_instant(body).map_or(0, |t| t.0.saturating_sub(now.0))
}

/// [`Code::CLOCK_WRONG`] for clocks that differ by more than an hour. For questions only: an operation that took effect
/// must not be told as failed.
pub(super) fn check_clock(difference: i64) -> Result<()> {
    if difference.abs() <= MAX_CLOCK_DIFFERENCE {
        return Ok(());
    }
    // Rounded: a second on the way must not make a day a minute shorter.
    Err(Error::new(Code::CLOCK_WRONG).with("minutes", (difference.abs() + 30) / 60))
}

/// A call on its way.
pub(super) struct Exchange<T> {
    request: Request<T>,
    endpoints: Endpoints,
    state: State,
}

enum State {
    ToSign { key: SigningKey, pending: Box<PendingSignature> },
    ToSend(HttpRequest),
}

impl<T: RequestBody> Exchange<T> {
    /// A call that nobody signs.
    pub(super) fn unsigned(body: T, endpoints: &Endpoints, host: &mut Host<'_>) -> Result<Self> {
        let request = Request::new(body, host.now, host.random)?;
        let http = ra::http_request(T::OPERATION, endpoints, &request.to_xml());
        Ok(Self { request, endpoints: endpoints.clone(), state: State::ToSend(http) })
    }

    /// A call that the eID signs: [`Need::Sign`] comes before [`Need::Http`].
    pub(super) fn signed_by_eid(
        body: T,
        endpoints: &Endpoints,
        key: SigningKey,
        chain: &[Certificate],
        host: &mut Host<'_>,
    ) -> Result<Self> {
        let (request, pending) = prepare(body, chain, host)?;
        Ok(Self { request, endpoints: endpoints.clone(), state: State::ToSign { key, pending: Box::new(pending) } })
    }

    /// A call that the eHealth certificate itself signs.
    pub(super) fn signed_by_key(
        body: T,
        endpoints: &Endpoints,
        key: &PrivateKey,
        chain: &[Certificate],
        host: &mut Host<'_>,
    ) -> Result<Self> {
        let (request, pending) = prepare(body, chain, host)?;
        let signature = key.sign_digest(pending.algorithm(), &pending.digest(), host.random)?;
        let signature = match key {
            PrivateKey::Rsa(_) => signature,
            PrivateKey::P384(_) => ecdsa_der_to_raw(&signature, 48)?,
        };
        let http = ra::http_request(T::OPERATION, endpoints, &pending.finish(&signature)?);
        Ok(Self { request, endpoints: endpoints.clone(), state: State::ToSend(http) })
    }

    /// What is due.
    pub(super) fn need(&self) -> Need {
        match &self.state {
            State::ToSign { key, pending } => {
                Need::Sign { key: *key, algorithm: pending.algorithm(), digest: pending.digest() }
            }
            State::ToSend(http) => {
                Need::Http { request: http.clone(), repeatable: T::OPERATION.repeatable(), optional: false }
            }
        }
    }

    /// Takes an answer. `None`: the signature is in, [`Self::need`] now asks to send. `Some`: the RA's response.
    pub(super) fn answer(&mut self, answer: Answer) -> Result<Option<T::Response>> {
        match (&self.state, answer) {
            (State::ToSign { pending, .. }, Answer::Signature(signature)) => {
                let xml = pending.finish(&signature)?;
                self.state = State::ToSend(ra::http_request(T::OPERATION, &self.endpoints, &xml));
                Ok(None)
            }
            (State::ToSend(_), Answer::Http { status, content_type, body }) => {
                let content_type = Some(content_type.as_str()).filter(|t| !t.is_empty());
                ra::read_response(&self.request, status, content_type, &body).map(Some)
            }
            (State::ToSign { .. }, other) => Err(misfit("sign", &other)),
            (State::ToSend(_), other) => Err(misfit("http", &other)),
        }
    }
}

fn prepare<T: RequestBody>(
    body: T,
    chain: &[Certificate],
    host: &mut Host<'_>,
) -> Result<(Request<T>, PendingSignature)> {
    let request = Request::new(body, host.now, host.random)?;
    let leaf = chain.first().ok_or(Code::AUTHENTICATION_CERTIFICATE_MISSING)?;
    let algorithm = ra::default_algorithm(&leaf.public_key()?);
    let pending = PendingSignature::new(&request.to_xml(), &request.id, chain, algorithm, host.random)?;
    Ok((request, pending))
}
