//! One request and one response for each operation, with every optional field and texts that are hard to
//! keep; and a self-signed certificate. All names and numbers are fictional.

use std::fmt::Debug;

use ehcert_core::{
    Timestamp,
    asn1::{self, oid},
    certificate::Certificate,
    key::{KeyAlgorithm, PrivateKey},
    message::RaError,
    ra::*,
    random::OsRandom,
};

/// Something to do with every operation.
pub(crate) trait Visit {
    fn visit<T>(&mut self, request: T, response: T::Response)
    where
        T: RequestBody + Debug + PartialEq + Clone,
        T::Response: ResponseBody + Debug + PartialEq + Clone;
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_utc(2026, 11, 24, 4, 5, 6).unwrap()
}

pub(crate) fn person() -> ActorType {
    ActorType {
        ids: vec![Id::new("SSIN", "85061599987")],
        first_names: vec!["Zoë  Noor".into(), "d'Årc".into()],
        name: "Van den \"Proefpersoon\" & Zn".into(),
    }
}

pub(crate) fn organization() -> ActorType {
    ActorType { ids: vec![Id::new("CBE", "0499999960")], first_names: vec![], name: "Wachtpost <Fictief>".into() }
}

pub(crate) fn contact() -> ContactData {
    ContactData {
        email_private: "zoe@example.org".into(),
        email_general: Some("post@example.org".into()),
        phone_private: "+3225550100".into(),
        phone_general: Some("+3225550101".into()),
    }
}

pub(crate) fn contract() -> Contract {
    Contract {
        dn: "CN=\"CBE=0499999960, POST\", OU=\"Wachtpost\\, Fictief\", TYPE=eh  ,C=BE ".into(),
        signer: person(),
        text: Text {
            values: vec![
                ("fr".into(), "\r\n\t <!DOCTYPE html><p class=\"a\">L'été &amp; l'œuf ]]> &#233;</p>\n\n ".into()),
                ("nl".into(), "<p>Overeenkomst\u{A0}— één\u{1F511}</p>".into()),
            ],
        },
    }
}

fn revocation_contract() -> RevocationContract {
    let contract = contract();
    let reason = RevocationReason::CessationOfOperation;
    RevocationContract { dn: contract.dn, signer: contract.signer, reason, text: contract.text }
}

fn info(full: bool) -> CertificateInfo {
    CertificateInfo {
        requested: now(),
        public_key_identifier: [0xA5; 20],
        entity_type: full.then_some(EntityType::Organization),
        identifier: CertificateIdentifier { actor: organization(), application_id: full.then(|| "POST".into()) },
        status: if full { CertificateStatus::ValidActive } else { CertificateStatus::InProgress },
        etk_status: if full { EtkStatus::WaitForActivation } else { EtkStatus::NotRequested },
        automatically_validated: full,
        details: full.then(|| CertificateDetails {
            serial_number: "12345678901234567890".into(),
            dn: "CN=x".into(),
            issuer_dn: "CN=y".into(),
            not_before: now(),
            not_after: now().plus(1000),
        }),
        revocable: full,
        replaceable: !full,
        replacement_start: full.then(now),
        contact: if full { contact() } else { ContactData { email_general: None, phone_general: None, ..contact() } },
        base_services: if full { vec!["tsa".into(), "codage".into()] } else { vec![] },
    }
}

fn text(value: &str) -> Text {
    Text { values: vec![("nl".into(), value.into())] }
}

fn depot_identifier(application_id: Option<&str>) -> DepotIdentifier {
    DepotIdentifier {
        r#type: "CBE".into(),
        value: "0499999960".into(),
        application_id: application_id.map(str::to_owned),
    }
}

/// All fifteen operations; those whose answers have several shapes come more than once.
pub(crate) fn every_operation(visit: &mut impl Visit) {
    visit.visit(
        GetActorQualitiesRequest { ssin: Id::new("SSIN", "85061599987") },
        GetActorQualitiesResponse {
            natural_person: true,
            organizations: vec![OrganizationAuthorization {
                name: text("Wachtpost"),
                identifier: Id::new("CBE", "0499999960"),
            }],
        },
    );
    visit.visit(
        GetGenericOrganizationTypesRequest,
        GetGenericOrganizationTypesResponse {
            types: vec![
                OrganizationType {
                    name: text("Apotheek"),
                    identifier_type: "NIHII-PHARMACY".into(),
                    validation_regex: Some(r"^\d{8}(?!9)$ ".into()),
                    check_digit_algorithms: vec!["CHECK-MOD-97".into(), "CHECK-97-MOD-97".into()],
                    available_base_services: vec!["consultrn".into()],
                },
                OrganizationType {
                    name: text("Iets"),
                    identifier_type: "X".into(),
                    validation_regex: None,
                    check_digit_algorithms: vec![],
                    available_base_services: vec![],
                },
            ],
        },
    );
    visit.visit(
        GetExistingApplicationIdsRequest { organization: Id::new("CBE", "0499999960") },
        GetExistingApplicationIdsResponse { application_ids: vec![None, Some("POST".into())] },
    );
    visit.visit(
        GenerateContractRequest {
            contact: contact(),
            signer: person(),
            certificate: CertificateIdentifier { actor: organization(), application_id: Some("POST".into()) },
        },
        GenerateContractResponse { contract: contract() },
    );
    visit.visit(
        GenerateCertificateRequest {
            contact: contact(),
            csr: (0..=255).collect(),
            contract: contract(),
            base_services: vec!["tsa".into(), "other".into()],
        },
        GenerateCertificateResponse {
            public_key_identifier: [1; 20],
            automatically_validated: false,
            replaces: Some([0xFE; 20]),
        },
    );
    visit.visit(
        GetCertificateRequest { public_key_identifier: [0x0F; 20] },
        GetCertificateResponse { certificates: vec![vec![0x30, 0], vec![0x30, 1, 0]] },
    );
    visit.visit(
        GetCertificateInfoForCitizenRequest,
        GetCertificateInfoForCitizenResponse { certificates: vec![info(true), info(false)] },
    );
    visit.visit(
        GetCertificateInfoForAuthenticationCertificateRequest,
        GetCertificateInfoForAuthenticationCertificateResponse { certificate: Some(info(true)) },
    );
    visit.visit(
        GenerateRevocationContractRequest {
            public_key_identifier: [2; 20],
            signer: person(),
            reason: RevocationReason::KeyCompromise,
        },
        GenerateRevocationContractResponse { contract: revocation_contract() },
    );
    visit.visit(RevokeRequest { public_key_identifier: [3; 20], contract: revocation_contract() }, RevokeResponse);
    visit.visit(
        SubmitCSRForForeignerRequest { person: person(), contact: contact(), csr: vec![0x30, 0] },
        SubmitCSRForForeignerResponse {
            validation_url: "https://platform.example/validate?a=1&b=2".into(),
            expiration: now(),
        },
    );
    visit.visit(
        StartETKRegistrationRequest { public_encryption_key: vec![0x30, 0] },
        StartETKRegistrationResponse { challenge: vec![7; 256] },
    );
    visit.visit(
        CompleteETKRegistrationRequest { to_be_registered: vec![0x30, 0] },
        CompleteETKRegistrationResponse { etk: vec![0x30, 0x80, 0, 0], to_be_activated: true },
    );
    visit.visit(ActivateETKRequest, ActivateETKResponse);
    let asked = vec![depot_identifier(Some("POST")), depot_identifier(None)];
    for answer in [
        EtkAnswer::Etk(vec![0x30, 0]),
        EtkAnswer::Matching(vec![asked.clone(), vec![depot_identifier(None)]]),
        EtkAnswer::Errors(vec![RaError { code: "1".into(), message: "none".into(), parameters: vec![] }]),
    ] {
        visit.visit(GetEtkRequest { criteria: asked.clone() }, GetEtkResponse { criteria: asked.clone(), answer });
    }
}

pub(crate) fn key(algorithm: KeyAlgorithm) -> PrivateKey {
    PrivateKey::generate(algorithm, &mut OsRandom).unwrap()
}

/// A self-signed certificate of this key.
pub(crate) fn certificate(key: &PrivateKey) -> Certificate {
    let algorithm = key.default_signature();
    let name = asn1::sequence(&[&asn1::set_of(&[asn1::sequence(&[
        &asn1::oid(oid::COMMON_NAME),
        &asn1::utf8("Fictional signer"),
    ])])]);
    let validity = asn1::sequence(&[
        &asn1::time(Timestamp::from_utc(2020, 1, 1, 0, 0, 0).unwrap()),
        &asn1::time(Timestamp::from_utc(2049, 1, 1, 0, 0, 0).unwrap()),
    ]);
    let tbs = asn1::sequence(&[
        &asn1::context(0, &asn1::small(2)),
        &asn1::small(4711),
        &algorithm.identifier(),
        &name,
        &validity,
        &name,
        &key.public().to_spki(),
    ]);
    let signature = key.sign(algorithm, &tbs, &mut OsRandom).unwrap();
    let der = asn1::sequence(&[&tbs, &algorithm.identifier(), &asn1::bit_string(&signature)]);
    Certificate::from_der(&der).unwrap()
}

/// The signed form of a request, with this key and certificate.
pub(crate) fn sign<T: RequestBody>(request: &Request<T>, key: &PrivateKey, certificate: &Certificate) -> String {
    let algorithm = default_algorithm(&key.public());
    sign_xml(&request.to_xml(), &request.id, key, certificate, algorithm)
}

pub(crate) fn sign_xml(
    xml: &str,
    id: &str,
    key: &PrivateKey,
    certificate: &Certificate,
    algorithm: ehcert_core::key::SignatureAlgorithm,
) -> String {
    let chain = [certificate.clone()];
    let pending = PendingSignature::new(xml, id, &chain, algorithm, &mut OsRandom).unwrap();
    let mut value = key.sign_digest(algorithm, &pending.digest(), &mut OsRandom).unwrap();
    if matches!(key, PrivateKey::P384(_)) {
        value = ehcert_core::key::ecdsa_der_to_raw(&value, 48).unwrap();
    }
    pending.finish(&value).unwrap()
}
