//! SOAP 1.1 around the messages, and HTTP around SOAP. The engine does no I/O: it says what to send and is
//! told what came back.

use super::{
    exchange::{Request, RequestBody, Response, ResponseBody, response_head},
    operation::{Endpoints, Operation},
    xml::{self, Document, Node, Writer, name, unexpected},
};
use crate::{Code, Error, Result, Timestamp, message::RaError};

/// An HTTP request for the host to carry out.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// `POST`, or `GET` for a list of revoked certificates.
    pub method: &'static str,
    /// Absolute URL.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(&'static str, String)>,
    /// The SOAP envelope, UTF-8; an OCSP request; nothing for a GET.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for HttpRequest {
    // The body holds names and national numbers.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HttpRequest({} {}, {} bytes)", self.method, self.url, self.body.len())
    }
}

/// The SOAP envelope around a message element. `message` goes in as it is, so that its signature holds.
pub fn envelope(message: &str) -> String {
    let uri = name::SOAP.uri;
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<soap:Envelope xmlns:soap=\"{uri}\"><soap:Body>{message}\
         </soap:Body></soap:Envelope>"
    )
}

/// An envelope with a fault. `code` is `Client`, `Server` or a qualification of them; `text` is for people.
pub fn fault(code: &str, text: &str) -> String {
    let mut writer = Writer::default();
    writer.start(name::SOAP, "Fault", &[]);
    // faultcode and faultstring have no namespace (SOAP 1.1, 4.4).
    writer.leaf(name::NONE, "faultcode", &format!("{}:{code}", name::SOAP.prefix));
    writer.leaf(name::NONE, "faultstring", text);
    envelope(&writer.finish())
}

/// The one element in the body of an envelope. Fails with [`Code::MESSAGE_UNEXPECTED`] when the document is
/// no SOAP 1.1 envelope with exactly one element in its body, and with [`Code::SOAP_FAULT`] when that is a
/// fault.
pub fn body<'a, 'i>(document: &'a Document<'i>) -> Result<Node<'a, 'i>> {
    let root = document.root_element();
    xml::expect_named(root, name::SOAP, "Envelope")?;
    let body = xml::element(root, name::SOAP, "Body")?;
    let mut elements = body.children().filter(Node::is_element);
    let first = elements.next().ok_or_else(|| unexpected("the SOAP body is empty"))?;
    if elements.next().is_some() {
        return Err(unexpected("the SOAP body has several elements"));
    }
    if xml::is(first, name::SOAP, "Fault") { Err(fault_error(first)) } else { Ok(first) }
}

/// A fault is kept like an error of the RA: code and text as they came.
fn fault_error(fault: Node<'_, '_>) -> Error {
    let field = |local| {
        let node = xml::optional(fault, name::NONE, local).ok().flatten();
        node.and_then(|n| xml::token(n).ok()).unwrap_or_default()
    };
    let error = RaError { code: field("faultcode"), message: field("faultstring"), parameters: Vec::new() };
    let reason = if error.message.is_empty() { &error.code } else { &error.message };
    Error::new(Code::SOAP_FAULT).with("reason", reason).ra(vec![error])
}

/// What to send for an operation: `message` is the request element, signed where it must be.
pub fn http_request(operation: Operation, endpoints: &Endpoints, message: &str) -> HttpRequest {
    HttpRequest {
        method: "POST",
        url: endpoints.url(operation).to_owned(),
        headers: vec![
            ("Content-Type", "text/xml; charset=utf-8".to_owned()),
            // SOAP 1.1, 6.1.1: the value is quoted.
            ("SOAPAction", format!("\"{}\"", operation.soap_action())),
        ],
        body: envelope(message).into_bytes(),
    }
}

/// What came back for `request`: the content of the response, or the error that the answer means.
///
/// `status` and `content_type` are HTTP's; the content type may be missing. Fails with
/// - [`Code::SOAP_FAULT`] for a fault, whatever the HTTP status;
/// - [`Code::HTTP_STATUS`] for a status other than 2xx without a fault;
/// - [`Code::ANSWER_EMPTY`], [`Code::ANSWER_NOT_XML`] (a web page, garbage), [`Code::TOO_LARGE`],
///   [`Code::XML_FORBIDDEN`] and [`Code::MESSAGE_UNEXPECTED`] for a body that is no answer;
/// - what [`Response::into_body`] says about the answer.
pub fn read_response<T: RequestBody>(
    request: &Request<T>,
    status: u16,
    content_type: Option<&str>,
    body: &[u8],
) -> Result<T::Response> {
    read_answer(&request.id, status, content_type, body)
}

/// When an answer says that it was made; `None` when it does not say so. Judges nothing else: it is what the
/// clock of the platform is read from, before the answer itself is.
pub fn issue_instant(body: &[u8]) -> Option<Timestamp> {
    let document = xml::parse(xml::decode(body).ok()?.trim_start()).ok()?;
    let response = self::body(&document).ok()?;
    xml::attribute(response, "IssueInstant").and_then(|value| Timestamp::parse(value).ok())
}

/// As [`read_response`], for a caller that kept only the identifier of the request.
pub fn read_answer<T: ResponseBody>(
    request_id: &str,
    status: u16,
    content_type: Option<&str>,
    body: &[u8],
) -> Result<T> {
    let mut content = None;
    let mut read = |node: Node<'_, '_>| T::read(node).map(|read| content = Some(read));
    read_answer_with(T::OPERATION, request_id, status, content_type, body, &mut read)?;
    content.ok_or_else(|| Code::INTERNAL.into())
}

/// As [`read_answer`], of any operation: `read` is called once with the response element when the status is a success.
pub(crate) fn read_answer_with(
    operation: Operation,
    request_id: &str,
    status: u16,
    content_type: Option<&str>,
    body: &[u8],
    read: &mut dyn FnMut(Node<'_, '_>) -> Result<()>,
) -> Result<()> {
    let answer = answer(operation, content_type, body, read);
    if !(200..300).contains(&status) {
        // Only a fault says more than the status does.
        return Err(match answer {
            Err(error) if error.code() == Code::SOAP_FAULT => error,
            _ => Error::new(Code::HTTP_STATUS).with("status", status),
        });
    }
    answer?.into_body(request_id)
}

fn answer(
    operation: Operation,
    content_type: Option<&str>,
    bytes: &[u8],
    read: &mut dyn FnMut(Node<'_, '_>) -> Result<()>,
) -> Result<Response<()>> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Code::ANSWER_EMPTY.into());
    }
    let kind = content_type.unwrap_or("text/xml").split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !matches!(kind.as_str(), "text/xml" | "application/xml" | "application/soap+xml") {
        return Err(Error::new(Code::ANSWER_NOT_XML).detail(format!("content type {kind:.60}")));
    }
    let text = xml::decode(bytes)?;
    let start = text.trim_start().get(..14).unwrap_or_default().to_ascii_lowercase();
    if start.starts_with("<html") || start.starts_with("<!doctype html") {
        return Err(Error::new(Code::ANSWER_NOT_XML).detail("a web page"));
    }
    let document = xml::parse(text.trim_start())?;
    let element = self::body(&document)?;
    let response = response_head(operation, element)?;
    if response.body.is_some() {
        read(element)?;
    }
    Ok(response)
}
