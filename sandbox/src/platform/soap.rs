//! SOAP 1.1: from an envelope to an operation and back. What is wrong with the message itself is a SOAP
//! fault; what breaks a rule of the registration authority is its own answer with a status.

use ehcert_core::{
    message::RaError,
    ra::{
        ActivateETKRequest, CompleteETKRegistrationRequest, GenerateCertificateRequest, GenerateContractRequest,
        GenerateRevocationContractRequest, GetActorQualitiesRequest,
        GetCertificateInfoForAuthenticationCertificateRequest, GetCertificateInfoForCitizenRequest,
        GetCertificateRequest, GetEtkRequest, GetExistingApplicationIdsRequest, GetGenericOrganizationTypesRequest,
        Operation, Request, RequestBody, Response, RevokeRequest, Service, Signer, StartETKRegistrationRequest, Status,
        SubmitCSRForForeignerRequest, VerifiedSignature,
        soap::{body, envelope, fault},
        verify_enveloped,
        xml::{self, Node},
    },
    random::OsRandom,
};
use hyper::HeaderMap;

use super::{
    Platform,
    refusal::{OrRefuse, Outcome, Stop},
    signer::Role,
};
use crate::{
    Error,
    control::Exchange,
    http::Answer,
    rule::{Behaviour, Effects},
    store::{Read as Snapshot, Write},
};

const XML: &str = "text/xml; charset=utf-8";
const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";

/// Why there is no answer of the registration authority.
enum Failure {
    /// The message is not one: its sender is told by a SOAP fault.
    Client(String),
    Sandbox(Error),
}

/// The response element, and its outcome in a word.
type Reply = (String, String);

type Served<T> = std::result::Result<T, Failure>;

impl From<Error> for Failure {
    fn from(e: Error) -> Self {
        Self::Sandbox(e)
    }
}
impl From<ehcert_core::Error> for Failure {
    fn from(e: ehcert_core::Error) -> Self {
        Self::Sandbox(e.into())
    }
}

fn client(e: &ehcert_core::Error) -> Failure {
    Failure::Client(format!("{}: {}", e.code().name(), e.detail_text().unwrap_or("the message is not understood")))
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|h| h.to_str().ok()).unwrap_or_default().trim()
}

/// SOAP 1.1 section 6: the content type, and the SOAPAction of the operation, quoted.
fn check_headers(headers: &HeaderMap, operation: Operation) -> Served<()> {
    let kind = header(headers, "content-type").split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("text/xml") {
        return Err(Failure::Client(format!("the content type must be text/xml, not {kind:?}")));
    }
    let wanted = format!("\"{}\"", operation.soap_action());
    if header(headers, "soapaction") != wanted {
        return Err(Failure::Client(format!("the SOAPAction of this operation is {wanted}")));
    }
    Ok(())
}

fn is_signature(node: Node<'_, '_>) -> bool {
    node.tag_name().namespace() == Some(SIGNATURE) && node.tag_name().name() == "Signature"
}

/// Whether the elements and attributes are those of the schema in its order. `expected` is the message as
/// the schema has it, written anew from what was read: what was read over in `received` shows here.
fn check_shape(received: Node<'_, '_>, expected: Node<'_, '_>) -> std::result::Result<(), String> {
    if is_signature(received) && is_signature(expected) {
        return Ok(());
    }
    let name = received.tag_name().name();
    if received.tag_name() != expected.tag_name() {
        return Err(format!("{name} stands where {} is expected", expected.tag_name().name()));
    }
    for attribute in received.attributes() {
        if !expected.attributes().any(|a| (a.namespace(), a.name()) == (attribute.namespace(), attribute.name())) {
            return Err(format!("{name} has no attribute {}", attribute.name()));
        }
    }
    let elements = |node: Node<'_, '_>| node.children().filter(Node::is_element).count();
    let stray = received.children().any(|c| c.is_text() && !c.text().unwrap_or_default().trim().is_empty());
    if stray && elements(expected) > 0 {
        return Err(format!("{name} holds text between its elements"));
    }
    let mut wanted = expected.children().filter(Node::is_element);
    for child in received.children().filter(Node::is_element) {
        match wanted.next() {
            Some(expected) => check_shape(child, expected)?,
            None => return Err(format!("{} is not expected at the end of {name}", child.tag_name().name())),
        }
    }
    match wanted.next() {
        Some(missing) => Err(format!("{} is missing in {name}", missing.tag_name().name())),
        None => Ok(()),
    }
}

impl Platform {
    /// Answers a POST to one of the three services.
    pub(super) fn soap(&self, service: Service, headers: &HeaderMap, bytes: &[u8]) -> Answer {
        let mut exchange = Exchange { at: self.now(), operation: "", outcome: String::new(), spoilt: None };
        let answer = match self.answer_soap(service, headers, bytes, &mut exchange) {
            Ok(answer) => answer,
            Err(failure) => {
                exchange.outcome = "Fault".to_owned();
                let (code, text) = match failure {
                    Failure::Client(text) => ("Client", text),
                    Failure::Sandbox(e) => ("Server", format!("the sandbox failed: {e}")),
                };
                Answer::new(500, XML, fault(code, &text))
            }
        };
        self.remember(exchange);
        answer
    }

    fn answer_soap(
        &self,
        service: Service,
        headers: &HeaderMap,
        bytes: &[u8],
        exchange: &mut Exchange,
    ) -> Served<Answer> {
        let document = xml::decode(bytes).and_then(xml::parse).map_err(|e| client(&e))?;
        let node = body(&document).map_err(|e| client(&e))?;
        let operation = Operation::of_request(node).map_err(|e| client(&e))?;
        exchange.operation = operation.name();
        if operation.service() != service {
            return Err(Failure::Client(format!("{} belongs to another service", operation.name())));
        }
        let Effects { decisions, fault: bad } = self.effects(operation.name())?;
        let (spoilt, after) = bad.map_or((None, false), |(behaviour, after)| (Some(behaviour), after));
        exchange.spoilt.clone_from(&spoilt);
        // These spoil an answer that must be there first.
        let needs_answer = matches!(
            spoilt,
            None | Some(Behaviour::Slow { .. } | Behaviour::WrongContentType | Behaviour::Cut { bytes: 1.. })
        );
        let mut answer = Answer::new(200, XML, "");
        if needs_answer || after {
            check_headers(headers, operation)?;
            let (message, outcome) = self.operate(operation, node, &decisions)?;
            exchange.outcome = outcome;
            answer.body = envelope(&message).into_bytes();
        }
        match spoilt {
            Some(Behaviour::SoapFault { code, text }) => {
                answer.status = 500;
                answer.body = fault(code.strip_prefix("soap:").unwrap_or(&code), &text).into_bytes();
            }
            Some(Behaviour::RaError { code, message }) => {
                let error = RaError { code, message, parameters: Vec::new() };
                answer.body = envelope(&self.refusal_of(operation, node, error)?.0).into_bytes();
            }
            other => answer.fault = other,
        }
        Ok(answer)
    }

    /// Reads the request, lets `work` answer it, writes the answer.
    fn reply<R: RequestBody>(
        &self,
        node: Node<'_, '_>,
        work: impl FnOnce(&R) -> Outcome<R::Response>,
    ) -> Served<Reply> {
        let request = Request::<R>::from_xml(node).map_err(|e| client(&e))?;
        self.check_schema(node, &request)?;
        match work(&request.body) {
            Ok(body) => {
                let response = Response::success(body, &request.id, self.now(), &mut OsRandom)?;
                Ok((response.to_xml(), "Success".to_owned()))
            }
            Err(Stop::Refused(error)) => self.refusal::<R>(&request.id, error),
            Err(Stop::Failed(e)) => Err(e.into()),
        }
    }

    fn refusal<R: RequestBody>(&self, id: &str, error: RaError) -> Served<Reply> {
        // This response alone has no place for a status.
        if R::OPERATION == Operation::GetExistingApplicationIds {
            return Err(Failure::Client(format!("{}: {}", error.code, error.message)));
        }
        let outcome = error.code.clone();
        let status = Status::refused(vec![error]);
        Ok((Response::<R::Response>::failure(status, id, self.now(), &mut OsRandom)?.to_xml(), outcome))
    }

    fn check_schema<R: RequestBody>(&self, node: Node<'_, '_>, request: &Request<R>) -> Served<()> {
        let mut expected = request.to_xml();
        if R::OPERATION.signer() != Signer::None {
            let last = node.children().rfind(Node::is_element);
            if !last.is_some_and(|n| is_signature(n)) {
                return Err(Failure::Client("the signature must be the last element of the request".into()));
            }
            // The signature has a strict check of its own: here it only takes its place.
            if let Some(end) = expected.rfind("</") {
                expected.insert_str(end, &format!("<Signature xmlns=\"{SIGNATURE}\"/>"));
            }
        }
        let expected = xml::parse(&expected)?;
        check_shape(node, expected.root_element()).map_err(Failure::Client)
    }

    /// A look at the state for an operation that changes nothing.
    fn look<T>(&self, work: impl FnOnce(&Snapshot) -> Outcome<T>) -> Outcome<T> {
        work(&self.store.read()?)
    }

    /// A transaction in which an operation does its work; a refusal undoes it.
    fn transact<T>(&self, work: impl FnOnce(&Write) -> Outcome<T>) -> Outcome<T> {
        self.store.write(work)
    }

    fn operate(&self, operation: Operation, node: Node<'_, '_>, decisions: &[Behaviour]) -> Served<Reply> {
        let verified = || -> Outcome<VerifiedSignature> {
            verify_enveloped(node, operation)
                .or_refuse("SIGNATURE_INVALID", "The signature of the request does not hold.")
        };
        let eid = |role| self.eid_signer(&verified()?, role);
        match operation {
            Operation::GetActorQualities => self.reply(node, |r: &GetActorQualitiesRequest| {
                let eid = eid(Role::Authentication)?;
                self.look(|look| self.get_actor_qualities(look, &eid, r))
            }),
            Operation::GetGenericOrganizationTypes => {
                self.reply(node, |_: &GetGenericOrganizationTypesRequest| Ok(self.get_organization_types()))
            }
            Operation::GetExistingApplicationIds => self.reply(node, |r: &GetExistingApplicationIdsRequest| {
                self.look(|look| self.get_application_ids(look, r))
            }),
            Operation::GenerateContract => {
                self.reply(node, |r: &GenerateContractRequest| self.transact(|w| self.generate_contract(w, r)))
            }
            Operation::GenerateCertificate => self.reply(node, |r: &GenerateCertificateRequest| {
                let eid = eid(Role::Signature)?;
                self.transact(|w| self.generate_certificate(w, &eid, r, decisions))
            }),
            Operation::GetCertificate => self.reply(node, |r: &GetCertificateRequest| self.get_certificate(r)),
            Operation::GetCertificateInfoForCitizen => self.reply(node, |_: &GetCertificateInfoForCitizenRequest| {
                let eid = eid(Role::Authentication)?;
                self.look(|look| self.info_for_citizen(look, &eid))
            }),
            Operation::GetCertificateInfoForAuthenticationCertificate => {
                self.reply(node, |_: &GetCertificateInfoForAuthenticationCertificateRequest| {
                    let signature = verified()?;
                    self.look(|look| self.info_for_certificate(look, &self.ehealth_signer(look, &signature)?.0))
                })
            }
            Operation::GenerateRevocationContract => self.reply(node, |r: &GenerateRevocationContractRequest| {
                self.transact(|w| self.generate_revocation_contract(w, r))
            }),
            Operation::Revoke => self.reply(node, |r: &RevokeRequest| {
                let eid = eid(Role::Signature)?;
                self.transact(|w| self.revoke(w, &eid, r))
            }),
            Operation::SubmitCSRForForeigner => self.reply(node, |r: &SubmitCSRForForeignerRequest| {
                self.transact(|w| self.submit_foreigner(w, r, decisions))
            }),
            Operation::StartETKRegistration => self.reply(node, |r: &StartETKRegistrationRequest| {
                let signature = verified()?;
                self.transact(|w| self.start_etk(w, &mut self.active_signer(w, &signature)?.0, r))
            }),
            Operation::CompleteETKRegistration => self.reply(node, |r: &CompleteETKRegistrationRequest| {
                let signature = verified()?;
                self.transact(|w| {
                    let (mut record, leaf) = self.active_signer(w, &signature)?;
                    self.complete_etk(w, &mut record, &leaf, r)
                })
            }),
            Operation::ActivateETK => self.reply(node, |_: &ActivateETKRequest| {
                let signature = verified()?;
                self.transact(|w| self.activate_etk(w, &mut self.active_signer(w, &signature)?.0))
            }),
            Operation::GetEtk => self.reply(node, |r: &GetEtkRequest| self.look(|look| self.get_etk(look, r))),
        }
    }

    /// The operation's own answer with an error that a rule of the control asks for.
    fn refusal_of(&self, operation: Operation, node: Node<'_, '_>, error: RaError) -> Served<Reply> {
        let id = node.attribute("Id").unwrap_or_default();
        match operation {
            Operation::GetActorQualities => self.refusal::<GetActorQualitiesRequest>(id, error),
            Operation::GetGenericOrganizationTypes => self.refusal::<GetGenericOrganizationTypesRequest>(id, error),
            Operation::GetExistingApplicationIds => self.refusal::<GetExistingApplicationIdsRequest>(id, error),
            Operation::GenerateContract => self.refusal::<GenerateContractRequest>(id, error),
            Operation::GenerateCertificate => self.refusal::<GenerateCertificateRequest>(id, error),
            Operation::GetCertificate => self.refusal::<GetCertificateRequest>(id, error),
            Operation::GetCertificateInfoForCitizen => self.refusal::<GetCertificateInfoForCitizenRequest>(id, error),
            Operation::GetCertificateInfoForAuthenticationCertificate => {
                self.refusal::<GetCertificateInfoForAuthenticationCertificateRequest>(id, error)
            }
            Operation::GenerateRevocationContract => self.refusal::<GenerateRevocationContractRequest>(id, error),
            Operation::Revoke => self.refusal::<RevokeRequest>(id, error),
            Operation::SubmitCSRForForeigner => self.refusal::<SubmitCSRForForeignerRequest>(id, error),
            Operation::StartETKRegistration => self.refusal::<StartETKRegistrationRequest>(id, error),
            Operation::CompleteETKRegistration => self.refusal::<CompleteETKRegistrationRequest>(id, error),
            Operation::ActivateETK => self.refusal::<ActivateETKRequest>(id, error),
            Operation::GetEtk => self.refusal::<GetEtkRequest>(id, error),
        }
    }
}
