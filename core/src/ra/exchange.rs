//! What every request and every response has around its own content: identifiers, times, status.

use super::{
    operation::{Operation, Service},
    xml::{self, Namespace, Node, Writer, name, unexpected},
};
use crate::{Code, Error, Result, Timestamp, message::RaError, random::Random};

/// The status of a response that carries what was asked for (ehealth.md 1.3.3).
pub const SUCCESS: &str = "urn:be:fgov:ehealth:2.0:status:Success";
/// The status of a refused request.
pub const REQUESTER: &str = "urn:be:fgov:ehealth:2.0:status:Requester";
/// The status of a failure on the platform's side.
pub const RESPONDER: &str = "urn:be:fgov:ehealth:2.0:status:Responder";
/// The status code of the depot, version 1, for an answered question.
pub const DEPOT_SUCCESS: &str = "200";

/// The content of a request: a codec in both directions.
pub trait RequestBody: Sized {
    /// Which operation asks for it.
    const OPERATION: Operation;
    /// What answers it.
    type Response: ResponseBody;
    #[doc(hidden)]
    fn write(&self, writer: &mut Content<'_>);
    #[doc(hidden)]
    fn read(node: Node<'_, '_>) -> Result<Self>;
}

/// The content of a successful response: a codec in both directions.
pub trait ResponseBody: Sized {
    /// Which operation answers with it.
    const OPERATION: Operation;
    #[doc(hidden)]
    fn write(&self, writer: &mut Content<'_>);
    #[doc(hidden)]
    fn read(node: Node<'_, '_>) -> Result<Self>;
}

/// Where a message body writes itself to.
pub struct Content<'a>(pub(super) &'a mut Writer);

/// A request with its header. A signed request is made from [`Request::to_xml`] by
/// [`super::PendingSignature`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request<T> {
    /// `_` and a UUID; what the signature refers to and what the response answers to. Empty when a request
    /// that was read has none; the depot's request never has one on the wire.
    pub id: String,
    /// When it was made. `None` only where the wire has none (the depot).
    pub issue_instant: Option<Timestamp>,
    /// What is asked.
    pub body: T,
}

impl<T: RequestBody> Request<T> {
    /// A new request. Fails with [`Code::RANDOM_UNAVAILABLE`].
    pub fn new(body: T, now: Timestamp, random: &mut dyn Random) -> Result<Self> {
        Ok(Self { id: new_id(random)?, issue_instant: Some(now), body })
    }

    /// The request element in exclusive canonical form, without signature.
    pub fn to_xml(&self) -> String {
        request_element(T::OPERATION, &self.id, self.issue_instant, &mut |content| self.body.write(content))
    }

    /// From the request element (the child of the SOAP body). A signature in it is not looked at: see
    /// [`super::verify_enveloped`]. Fails with [`Code::MESSAGE_UNEXPECTED`].
    pub fn from_xml(node: Node<'_, '_>) -> Result<Self> {
        let (id, issue_instant) = request_head(T::OPERATION, node)?;
        Ok(Self { id, issue_instant, body: T::read(node)? })
    }

    /// As [`Self::from_xml`], but refuses what the schema does not have: unknown elements and attributes,
    /// and known ones in another order. For a server that holds its clients to the schema.
    pub fn from_xml_strict(node: Node<'_, '_>) -> Result<Self> {
        let request = Self::from_xml(node)?;
        let text = request.to_xml();
        let model = xml::parse(&text)?;
        if xml::same_shape(node, model.root_element()) {
            Ok(request)
        } else {
            Err(unexpected("elements or attributes that are not in the schema, or are in another order"))
        }
    }
}

// What all requests and all responses have in common stands in functions that know the operation as a value: they exist
// once, and not once for each of fifteen types.

/// A new request as [`Request::new`] and [`Request::to_xml`] make it: its identifier and its element.
pub(crate) fn request_xml(
    operation: Operation,
    write: &mut dyn FnMut(&mut Content<'_>),
    now: Timestamp,
    random: &mut dyn Random,
) -> Result<(String, String)> {
    let id = new_id(random)?;
    let xml = request_element(operation, &id, Some(now), write);
    Ok((id, xml))
}

/// A request element around its content.
fn request_element(
    operation: Operation,
    id: &str,
    issue_instant: Option<Timestamp>,
    write: &mut dyn FnMut(&mut Content<'_>),
) -> String {
    let mut writer = Writer::default();
    let instant = issue_instant.map(Timestamp::to_rfc3339);
    let mut attributes = Vec::new();
    if operation.service() != Service::EtkDepot {
        if !id.is_empty() {
            attributes.push((name::NONE, "Id", id));
        }
        if let Some(instant) = &instant {
            attributes.push((name::NONE, "IssueInstant", instant.as_str()));
        }
    }
    writer.start(operation.namespace(), &operation.request_name(), &attributes);
    write(&mut Content(&mut writer));
    writer.finish()
}

/// Identifier and time of a request element.
fn request_head(operation: Operation, node: Node<'_, '_>) -> Result<(String, Option<Timestamp>)> {
    xml::expect_named(node, operation.namespace(), &operation.request_name())?;
    if operation.service() == Service::EtkDepot {
        return Ok((String::new(), None));
    }
    Ok((xml::attribute(node, "Id").unwrap_or_default().to_owned(), Some(issue_instant(node)?)))
}

/// Status of a response (ehealth.md 1.3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Status codes from the outermost inwards.
    pub codes: Vec<String>,
    /// A text of the platform, in English.
    pub message: Option<String>,
    /// The errors of `EteeStatusDetail`.
    pub errors: Vec<RaError>,
}

impl Status {
    /// Everything is there.
    pub fn success() -> Self {
        Self { codes: vec![SUCCESS.into()], ..Self::default() }
    }
    /// The request is refused for these reasons.
    pub fn refused(errors: Vec<RaError>) -> Self {
        Self { codes: vec![REQUESTER.into()], message: None, errors }
    }
    /// Whether it is a success. Exactly the one code counts.
    pub fn is_success(&self) -> bool {
        matches!(self.codes.first().map(String::as_str), Some(SUCCESS | DEPOT_SUCCESS))
    }

    /// The error that the status stands for.
    fn into_error(mut self) -> Error {
        if self.errors.is_empty() {
            let code = self.codes.pop().unwrap_or_default();
            self.errors.push(RaError { code, message: self.message.unwrap_or_default(), parameters: Vec::new() });
        }
        // The second code comes with its dates in brackets: AUTH_CERT_NOT_YET_VALID[...] (ehealth.md 1.8.3).
        let has = |code: &str| self.errors.iter().any(|e| e.code == code || e.code.starts_with(&format!("{code}[")));
        let error = if has("CERT_NOT_YET_DELIVERED") {
            Error::new(Code::CERT_NOT_YET_DELIVERED)
        } else if has("AUTH_CERT_NOT_YET_VALID") {
            Error::new(Code::AUTH_CERT_NOT_YET_VALID)
        } else {
            let reason = self.errors.first().map(|e| if e.message.is_empty() { &e.code } else { &e.message });
            Error::new(Code::RA_REFUSED).with("reason", reason.map_or("", |r| r.trim()))
        };
        error.ra(self.errors)
    }

    fn write(&self, writer: &mut Writer) {
        writer.start(name::CORE, "Status", &[]);
        for code in &self.codes {
            writer.start(name::CORE, "StatusCode", &[(name::NONE, "Value", code)]);
        }
        for _ in &self.codes {
            writer.end();
        }
        writer.optional(name::CORE, "StatusMessage", self.message.as_deref());
        if !self.errors.is_empty() {
            writer.start(name::CORE, "StatusDetail", &[]);
            writer.start(name::ETEE, "EteeStatusDetail", &[]);
            for error in &self.errors {
                // The children have no namespace: that schema is the only unqualified one.
                writer.start(name::NONE, "Errors", &[]);
                writer.leaf(name::NONE, "Code", &error.code);
                writer.leaf(name::NONE, "Message", &error.message);
                for (key, value) in &error.parameters {
                    writer.start(name::NONE, "Parameters", &[]);
                    writer.leaf(name::NONE, "Name", key);
                    writer.leaf(name::NONE, "Value", value);
                    writer.end();
                }
                writer.end();
            }
            writer.end();
            writer.end();
        }
        writer.end();
    }

    fn read(node: Node<'_, '_>) -> Result<Self> {
        let mut status = Self { message: xml::optional_text(node, name::CORE, "StatusMessage")?, ..Self::default() };
        let mut code = Some(xml::element(node, name::CORE, "StatusCode")?);
        while let Some(node) = code {
            let value = xml::attribute(node, "Value").ok_or_else(|| unexpected("a status code without value"))?;
            status.codes.push(value.trim().to_owned());
            code = xml::optional(node, name::CORE, "StatusCode")?;
        }
        let details = xml::optional(node, name::CORE, "StatusDetail")?;
        let Some(details) = details else { return Ok(status) };
        for detail in xml::all(details, name::ETEE, "EteeStatusDetail") {
            for error in either(detail, name::ETEE, "Errors") {
                let field = |node, local| {
                    either(node, name::ETEE, local).first().map_or(Ok(String::new()), |node| xml::content(*node))
                };
                let mut parameters = Vec::new();
                for parameter in either(error, name::ETEE, "Parameters") {
                    let key = field(parameter, "Name")?;
                    parameters.push((key, field(parameter, "Value")?));
                }
                let code = field(error, "Code")?.trim().to_owned();
                status.errors.push(RaError { code, message: field(error, "Message")?, parameters });
            }
        }
        Ok(status)
    }

    fn write_depot(&self, writer: &mut Writer) {
        writer.start(name::CORE1, "Status", &[]);
        let code = if self.is_success() { DEPOT_SUCCESS } else { self.codes.first().map_or("500", String::as_str) };
        // The version 1 status has no namespace below its root, and needs a text.
        writer.leaf(name::NONE, "Code", code);
        let said = self.message.as_deref().or(self.errors.first().map(|e| e.message.as_str()));
        writer.leaf(name::NONE, "Message", said.unwrap_or(code));
        writer.end();
    }

    fn read_depot(node: Node<'_, '_>) -> Result<Self> {
        let either = |local| either(node, name::CORE1, local).first().copied();
        let code = either("Code").ok_or_else(|| unexpected("a status without code"))?;
        let message = either("Message").map(xml::content).transpose()?;
        Ok(Self { codes: vec![xml::token(code)?], message, errors: Vec::new() })
    }
}

/// Children that have no namespace by the schema; a platform that qualifies them is understood as well.
fn either<'a, 'i: 'a>(node: Node<'a, 'i>, namespace: Namespace, local: &'static str) -> Vec<Node<'a, 'i>> {
    let mut found = xml::all(node, name::NONE, local);
    found.append(&mut xml::all(node, namespace, local));
    found
}

/// A response with its header and status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response<T> {
    /// Its own identifier; may be empty in the depot's.
    pub id: String,
    /// The request it answers.
    pub in_response_to: Option<String>,
    /// When it was made; `None` only where the wire has none (the depot).
    pub issue_instant: Option<Timestamp>,
    /// How it went.
    pub status: Status,
    /// What was asked for; there exactly when the status is a success.
    pub body: Option<T>,
}

impl<T: ResponseBody> Response<T> {
    /// An answer to the request with the identifier `request_id` (empty: not told). Fails with
    /// [`Code::RANDOM_UNAVAILABLE`].
    pub fn success(body: T, request_id: &str, now: Timestamp, random: &mut dyn Random) -> Result<Self> {
        Self::new(Status::success(), Some(body), request_id, now, random)
    }

    /// A refusal. The schema of GetExistingApplicationIdsResponse has no place for one: a server that keeps
    /// to it answers with [`super::soap::fault`]. The status is written and read there as well, because
    /// without it a refusal would look like an organisation that has no certificate yet.
    pub fn failure(status: Status, request_id: &str, now: Timestamp, random: &mut dyn Random) -> Result<Self> {
        Self::new(status, None, request_id, now, random)
    }

    fn new(status: Status, body: Option<T>, request_id: &str, now: Timestamp, random: &mut dyn Random) -> Result<Self> {
        let in_response_to = (!request_id.is_empty()).then(|| request_id.to_owned());
        Ok(Self { id: new_id(random)?, in_response_to, issue_instant: Some(now), status, body })
    }

    /// The response element in exclusive canonical form.
    pub fn to_xml(&self) -> String {
        let mut writer = Writer::default();
        let depot = T::OPERATION.service() == Service::EtkDepot;
        let instant = self.issue_instant.map(Timestamp::to_rfc3339);
        let mut attributes = Vec::new();
        if !self.id.is_empty() {
            attributes.push((name::NONE, "Id", self.id.as_str()));
        }
        if !depot {
            if let Some(id) = &self.in_response_to {
                attributes.push((name::NONE, "InResponseTo", id.as_str()));
            }
            if let Some(instant) = &instant {
                attributes.push((name::NONE, "IssueInstant", instant.as_str()));
            }
        }
        writer.start(T::OPERATION.namespace(), &T::OPERATION.response_name(), &attributes);
        if depot {
            self.status.write_depot(&mut writer);
        } else if has_status(T::OPERATION) || !self.status.is_success() {
            self.status.write(&mut writer);
        }
        if let Some(body) = &self.body {
            body.write(&mut Content(&mut writer));
        }
        writer.finish()
    }

    /// From the response element (the child of the SOAP body). Fails with [`Code::MESSAGE_UNEXPECTED`];
    /// a status that is no success is not a failure here.
    pub fn from_xml(node: Node<'_, '_>) -> Result<Self> {
        let Response { id, in_response_to, issue_instant, status, body } = response_head(T::OPERATION, node)?;
        let body = body.map(|()| T::read(node)).transpose()?;
        Ok(Self { id, in_response_to, issue_instant, status, body })
    }
}

impl<T> Response<T> {
    /// What was asked for. Fails with [`Code::ANSWER_MISMATCH`] when the response names another request
    /// than `request_id`; with [`Code::CERT_NOT_YET_DELIVERED`], [`Code::AUTH_CERT_NOT_YET_VALID`] or
    /// [`Code::RA_REFUSED`] and everything that the RA said when it refused.
    pub fn into_body(self, request_id: &str) -> Result<T> {
        if self.in_response_to.is_some_and(|id| id != request_id) {
            return Err(Code::ANSWER_MISMATCH.into());
        }
        match self.body {
            Some(body) => Ok(body),
            None => Err(self.status.into_error()),
        }
    }
}

/// A response element without its content; `body` tells whether there is one to be read.
pub(super) fn response_head(operation: Operation, node: Node<'_, '_>) -> Result<Response<()>> {
    xml::expect_named(node, operation.namespace(), &operation.response_name())?;
    let depot = operation.service() == Service::EtkDepot;
    let status = if depot {
        Status::read_depot(xml::element(node, name::CORE1, "Status")?)?
    } else {
        match xml::optional(node, name::CORE, "Status")? {
            Some(status) => Status::read(status)?,
            None if has_status(operation) => return Err(unexpected("Status is missing")),
            None => Status::success(),
        }
    };
    Ok(Response {
        id: xml::attribute(node, "Id").unwrap_or_default().to_owned(),
        in_response_to: xml::attribute(node, "InResponseTo").map(str::to_owned),
        issue_instant: if depot { None } else { Some(issue_instant(node)?) },
        body: status.is_success().then_some(()),
        status,
    })
}

/// This one response extends the plain type, which has no status (ehealth.md 1.3.4).
fn has_status(operation: Operation) -> bool {
    operation != Operation::GetExistingApplicationIds
}

fn issue_instant(node: Node<'_, '_>) -> Result<Timestamp> {
    let value = xml::attribute(node, "IssueInstant").ok_or_else(|| unexpected("IssueInstant is missing"))?;
    Timestamp::parse(value).map_err(|_| unexpected("IssueInstant is no date and time"))
}

/// `_` and a random UUID (RFC 9562 version 4): an xs:ID must not begin with a digit.
pub(super) fn new_id(random: &mut dyn Random) -> Result<String> {
    Ok(format!("_{}", uuid(random)?))
}

/// A random UUID.
pub(super) fn uuid(random: &mut dyn Random) -> Result<String> {
    let mut bytes = [0u8; 16];
    random.fill(&mut bytes)?;
    let number = u128::from_be_bytes(bytes) & !(0xF << 76) & !(0x3 << 62) | 0x4 << 76 | 0x2 << 62;
    Ok(format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        number >> 96,
        number >> 80 & 0xFFFF,
        number >> 64 & 0xFFFF,
        number >> 48 & 0xFFFF,
        number & 0xFFFF_FFFF_FFFF
    ))
}
