//! One call of the registration authority: build, have it signed, send, read.

use super::{Answer, Host, Need, SigningKey, misfit};
use crate::{
    Code, Result,
    certificate::Certificate,
    key::{PrivateKey, ecdsa_der_to_raw},
    ra::{self, Endpoints, HttpRequest, PendingSignature, Request, RequestBody},
};

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
