//! Every answer of the platform against eHealth's own schemas, by another program.

use std::{io::Write, path::Path, process::Command as Process};

use ehcert_core::{
    etk::{answer_challenge, issue_encryption_certificate},
    ra::{
        ActivateETKRequest, CompleteETKRegistrationRequest, DepotIdentifier, Endpoints, GenerateContractRequest,
        GenerateRevocationContractRequest, GetActorQualitiesRequest,
        GetCertificateInfoForAuthenticationCertificateRequest, GetCertificateInfoForCitizenRequest,
        GetCertificateRequest, GetEtkRequest, GetExistingApplicationIdsRequest, GetGenericOrganizationTypesRequest, Id,
        Request, RequestBody, Response, RevocationReason, RevokeRequest, Service, StartETKRegistrationRequest,
        SubmitCSRForForeignerRequest, http_request, soap,
        xml::{decode, parse},
    },
    random::OsRandom,
    subject::Subject,
};

use super::*;
use crate::{Command, Organisation};

/// Sends a request, checks request and answer against the schema of its service, gives what was answered.
struct Checker<'a> {
    world: &'a World,
    schemas: &'a Path,
    checked: Vec<&'static str>,
}

impl Checker<'_> {
    fn validate(&self, service: Service, xml: &str) {
        let schema = match service {
            Service::CertRa => "ehealth-certra-schema-protocol-2_0.xsd",
            Service::EtkRa => "ehealth-etkra-schema-protocol-2_0.xsd",
            Service::EtkDepot => "ehealth-etkdepot-schema-protocol-1_0.xsd",
        };
        let mut child = Process::new("xmllint")
            .args(["--nonet", "--noout", "--schema"])
            .arg(self.schemas.join(schema))
            .arg("-")
            .stdin(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(xml.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}\n{xml}", String::from_utf8_lossy(&output.stderr));
    }

    fn send<R: RequestBody>(&mut self, id: &str, xml: &str) -> Response<R::Response> {
        self.validate(R::OPERATION.service(), xml);
        let http = http_request(R::OPERATION, &Endpoints::from_base(self.world.sandbox.url()), xml);
        let (status, _, bytes) = self.world.send(&http).unwrap();
        assert_eq!(status, 200);
        let document = parse(decode(&bytes).unwrap()).unwrap();
        let node = soap::body(&document).unwrap();
        self.validate(R::OPERATION.service(), &ehcert_core::ra::xml::canonicalize(node, &[]));
        let answer = Response::<R::Response>::from_xml(node).unwrap();
        if R::OPERATION.service() != Service::EtkDepot {
            assert_eq!(answer.in_response_to.as_deref(), Some(id));
        }
        self.checked.push(R::OPERATION.name());
        answer
    }

    fn ask<R: RequestBody>(&mut self, body: R) -> R::Response {
        let request = Request::new(body, NOW, &mut OsRandom).unwrap();
        self.send::<R>(&request.id, &request.to_xml()).into_body(&request.id).unwrap()
    }

    fn ask_signed<R: RequestBody>(
        &mut self,
        body: R,
        (key, chain): &(ehcert_core::key::PrivateKey, Vec<ehcert_core::certificate::Certificate>),
    ) -> R::Response {
        let (id, xml) = self.world.sign(body, key, chain).unwrap();
        self.send::<R>(&id, &xml).into_body(&id).unwrap()
    }
}

#[test]
fn requests_and_answers_of_all_operations_obey_the_schemas() {
    let schemas = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/xsd/ehealth-etee/XSD"));
    if !schemas.is_dir() || Process::new("xmllint").arg("--version").output().is_err() {
        eprintln!("skipped: the schemas or xmllint are not present");
        return;
    }
    let world = World::new();
    let organisation = Organisation { kind: "NIHII-GUARD_POST".into(), id: POST.into(), name: "POST & CO".into() };
    world.sandbox.control(Command::AddOrganisation { ssin: ALICE.into(), organisation }).unwrap();
    let mut check = Checker { world: &world, schemas, checked: Vec::new() };
    let alice = &world.alice;
    check.ask_signed(GetActorQualitiesRequest { ssin: Id::new("SSIN", ALICE) }, &alice.authentication);
    check.ask(GetGenericOrganizationTypesRequest);
    let contract = GenerateContractRequest { contact: contact(), signer: alice.person.clone(), certificate: post() };
    let contract = check.ask(contract).contract;
    let key = rsa(0);
    let order = world.order(contract, &key);
    let public_key_identifier = check.ask_signed(order, &alice.signature).public_key_identifier;
    let chain = check.ask(GetCertificateRequest { public_key_identifier }).certificates;
    let chain = chain.iter().map(|der| ehcert_core::certificate::Certificate::from_der(der).unwrap()).collect();
    let issued = Issued { key, identifier: public_key_identifier, chain };
    check.ask(GetExistingApplicationIdsRequest { organization: Id::new("NIHII-GUARD_POST", POST) });

    let encryption = rsa(1);
    let start = StartETKRegistrationRequest { public_encryption_key: encryption.public().to_spki() };
    let challenge = check.ask_signed(start, &issued.signer()).challenge;
    let serial = answer_challenge(&challenge, &encryption, &mut OsRandom).unwrap();
    let certificate =
        issue_encryption_certificate(&issued.chain[0], &issued.key, &serial, &encryption.public(), &mut OsRandom);
    let complete = CompleteETKRegistrationRequest { to_be_registered: certificate.unwrap().der().to_vec() };
    check.ask_signed(complete, &issued.signer());
    check.ask_signed(ActivateETKRequest, &issued.signer());
    let depot = |value: &str| GetEtkRequest {
        criteria: vec![DepotIdentifier {
            r#type: "NIHII-GUARD_POST".into(),
            value: value.into(),
            application_id: None,
        }],
    };
    check.ask(depot(POST));
    check.ask(depot("71234523"));

    check.ask_signed(GetCertificateInfoForCitizenRequest, &alice.authentication);
    check.ask_signed(GetCertificateInfoForAuthenticationCertificateRequest, &issued.signer());
    let revocation = GenerateRevocationContractRequest {
        public_key_identifier,
        signer: alice.person.clone(),
        reason: RevocationReason::Superseded,
    };
    let contract = check.ask(revocation).contract;
    check.ask_signed(RevokeRequest { public_key_identifier, contract }, &alice.signature);
    let subject = Subject::new("SSIN", FOREIGNER, "ZOE MULLER", None).unwrap();
    let foreigner = SubmitCSRForForeignerRequest {
        person: world.eid.card(FOREIGNER, "Zoé", "Müller").person,
        contact: contact(),
        csr: pkcs10(&subject.to_der(), &rsa(2)),
    };
    check.ask(foreigner);
    let mut names = check.checked.clone();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 15, "{names:?}");

    // A refusal obeys them too.
    let request = Request::new(GetCertificateRequest { public_key_identifier: [1; 20] }, NOW, &mut OsRandom).unwrap();
    let refusal = check.send::<GetCertificateRequest>(&request.id, &request.to_xml());
    assert!(refusal.body.is_none() && refusal.status.errors[0].code == "UNKNOWN_PUBLIC_KEY_IDENTIFIER");
}
