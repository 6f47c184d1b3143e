//! A sandbox, an identity card of software keys, and the flows of a certificate's life over loopback.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::{path::Path, time::Duration};

use ehcert_core::{
    Result, Timestamp,
    certificate::Certificate,
    flow::{
        Completion, CompletionInput, CompletionReport, ContractDn, Enrolment, EnrolmentInput, EnrolmentOutcome, Flow,
        Review, RevocationCheck, RevocationReview, SelfTest, SelfTestInput, SelfTestReport, Signer, SigningKey, Status,
        StatusInput, StatusReport,
    },
    identity::Catalogue,
    key::{KeyAlgorithm, PrivateKey, SignatureAlgorithm, ecdsa_der_to_raw},
    keystore::Profile,
    ra::Endpoints,
    random::OsRandom,
    request::{ContactData, Draft, Holder, Password, Validated},
    trust::Anchors,
};
use ehcert_native::{
    Cancel, clock,
    driver::{Attendant, Driver},
    http::{HttpClient, HttpConfig},
};
use ehcert_sandbox::{Command, Organisation, Running, Sandbox, SandboxConfig};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use zeroize::Zeroizing;

/// Passes the check digits and belongs to nobody.
pub(crate) const POST: (&str, &str, &str) = ("NIHII-GUARD_POST", "67999077", "POSTE FICTIF DES ESSAIS");
/// A fictional national number whose check digits are right.
pub(crate) const SSIN: &str = "80010112379";
/// The password of every keystore here.
pub(crate) const PASSWORD: &str = "Demo-1234";

/// Keys and certificates of a person's card.
pub(crate) struct Card {
    pub(crate) root: Certificate,
    authentication: (PrivateKey, Vec<Certificate>),
    signature: (PrivateKey, Vec<Certificate>),
}

fn named(parts: &[(DnType, &str)], usages: &[KeyUsagePurpose], ca: IsCa) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    for (kind, value) in parts {
        params.distinguished_name.push(kind.clone(), *value);
    }
    params.key_usages = usages.to_vec();
    params.is_ca = ca;
    params
}

impl Card {
    pub(crate) fn new() -> Self {
        let p384 = || KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384).unwrap();
        let ca_usage = [KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let anyone = IsCa::Ca(BasicConstraints::Unconstrained);
        let root_key = p384();
        let root = named(&[(DnType::CommonName, "SANDBOX Belgium Root CA")], &ca_usage, anyone);
        let root_certificate = root.self_signed(&root_key).unwrap();
        let root_issuer = Issuer::new(root, root_key);
        let ca_key = p384();
        let ca = named(&[(DnType::CommonName, "SANDBOX Citizen CA")], &ca_usage, anyone);
        let ca_certificate = ca.signed_by(&ca_key, &root_issuer).unwrap();
        let ca_issuer = Issuer::new(ca, ca_key);
        let parse = |der: &[u8]| Certificate::from_der(der).unwrap();
        let leaf = |purpose: &str, usage: KeyUsagePurpose| {
            let key = p384();
            let common = format!("An Verzonnen ({purpose})");
            let attribute = |last: u64| DnType::CustomDnType(vec![2, 5, 4, last]);
            let parts = [
                (DnType::CountryName, "BE"),
                (DnType::CommonName, common.as_str()),
                (attribute(4), "Verzonnen"),
                (attribute(42), "An Louise"),
                (attribute(5), SSIN),
            ];
            let certificate = named(&parts, &[usage], IsCa::ExplicitNoCa).signed_by(&key, &ca_issuer).unwrap();
            let chain = vec![parse(certificate.der()), parse(ca_certificate.der()), parse(root_certificate.der())];
            (PrivateKey::from_pkcs8(&key.serialize_der()).unwrap(), chain)
        };
        Self {
            root: parse(root_certificate.der()),
            authentication: leaf("Authentication", KeyUsagePurpose::DigitalSignature),
            signature: leaf("Signature", KeyUsagePurpose::ContentCommitment),
        }
    }

    pub(crate) fn signer(&self) -> Signer {
        let anchors = Anchors::from_certificates(vec![self.root.clone()]);
        Signer::new(self.authentication.1.clone(), self.signature.1.clone(), &anchors, clock::now()).unwrap()
    }

    fn sign(&self, key: SigningKey, algorithm: SignatureAlgorithm, digest: &[u8]) -> Result<Vec<u8>> {
        let (key, _) = match key {
            SigningKey::EidAuthentication => &self.authentication,
            SigningKey::EidSignature => &self.signature,
        };
        assert!(matches!(algorithm, SignatureAlgorithm::Ecdsa(_)));
        ecdsa_der_to_raw(&key.sign_digest(algorithm, digest, &mut OsRandom)?, 48)
    }
}

/// Starts a sandbox that believes the card, and whose person represents [`POST`].
pub(crate) fn sandbox(dir: Option<&Path>, port: u16, card: &Card) -> ehcert_sandbox::Result<Running> {
    let running = Sandbox::start(SandboxConfig {
        listen: ([127, 0, 0, 1], port).into(),
        dir: dir.map(Path::to_path_buf),
        eid_roots: vec![card.root.clone()],
        ..SandboxConfig::default()
    })?;
    let organisation = Organisation { kind: POST.0.into(), id: POST.1.into(), name: POST.2.into() };
    running.control(Command::AddOrganisation { ssin: SSIN.into(), organisation })?;
    Ok(running)
}

/// What flows are told of the world.
pub(crate) struct Site {
    pub(crate) endpoints: Endpoints,
    pub(crate) anchors: Anchors,
    pub(crate) driver: Driver,
    pub(crate) revocation: RevocationCheck,
}

impl Site {
    pub(crate) fn of(sandbox: &Running) -> Self {
        let http = HttpConfig {
            total_timeout: Duration::from_secs(20),
            backoff: Duration::from_millis(20),
            ..HttpConfig::default()
        };
        Self {
            endpoints: Endpoints::from_base(sandbox.url()),
            anchors: Anchors::from_certificates(sandbox.authority().roots()),
            driver: Driver { http: HttpClient::new(http).unwrap(), cancel: Cancel::new() },
            revocation: RevocationCheck::Soft,
        }
    }
}

/// Attends a flow; the "disk" is a place in memory.
pub(crate) struct Disk<'a> {
    pub(crate) card: &'a Card,
    pub(crate) stored: Option<Zeroizing<Vec<u8>>>,
    pub(crate) steps: Vec<&'static str>,
}

impl<'a> Disk<'a> {
    pub(crate) fn new(card: &'a Card) -> Self {
        Self { card, stored: None, steps: Vec::new() }
    }
}

impl Attendant for Disk<'_> {
    fn progress(&mut self, step: &'static str, _percent: u8) {
        self.steps.push(step);
    }
    fn contract(&mut self, _review: &Review) -> Result<bool> {
        Ok(true)
    }
    fn revocation(&mut self, _review: &RevocationReview) -> Result<bool> {
        Ok(true)
    }
    fn sign(&mut self, key: SigningKey, algorithm: SignatureAlgorithm, digest: &[u8]) -> Result<Vec<u8>> {
        self.card.sign(key, algorithm, digest)
    }
    fn store(&mut self, keystore: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        self.stored = Some(Zeroizing::new(keystore.to_vec()));
        Ok(Zeroizing::new(keystore.to_vec()))
    }
}

pub(crate) fn password() -> Password {
    Password::from_utf8(PASSWORD.into()).unwrap()
}

/// A request for [`POST`].
pub(crate) fn request(application_id: Option<&str>) -> Validated {
    let draft = Draft {
        holder: Holder::RecognizedOrganization {
            identifier_type: POST.0.into(),
            identifier: POST.1.into(),
            name: POST.2.into(),
        },
        application_id: application_id.map(str::to_owned),
        base_services: Vec::new(),
        contact: ContactData {
            email_private: "an@example.org".into(),
            email_general: None,
            phone_private: "0470000000".into(),
            phone_general: None,
        },
    };
    draft.validate(&Catalogue::default()).unwrap()
}

/// Step 1, gone on with where `disk` holds a keystore already.
pub(crate) fn enrol(site: &Site, disk: &mut Disk<'_>, request: Validated) -> Result<EnrolmentOutcome> {
    let mut flow = Enrolment::new(EnrolmentInput {
        signer: disk.card.signer(),
        request,
        password: password(),
        key_algorithm: KeyAlgorithm::P384,
        profile: Profile::Ehealth,
        endpoints: site.endpoints.clone(),
        pending: disk.stored.clone(),
        renews: None,
        contract_dn: ContractDn::default(),
    });
    site.driver.run(&mut flow, disk)?;
    Ok(flow.outcome().unwrap().clone())
}

/// Step 2.
pub(crate) fn complete(site: &Site, disk: &mut Disk<'_>) -> Result<CompletionReport> {
    let mut flow = Completion::new(CompletionInput {
        keystore: disk.stored.clone().unwrap(),
        password: password(),
        profile: Profile::Ehealth,
        endpoints: site.endpoints.clone(),
        anchors: site.anchors.clone(),
        expected: None,
        patience: 30,
        revocation: site.revocation,
    })?;
    site.driver.run(&mut flow, disk)?;
    Ok(flow.report().unwrap().clone())
}

pub(crate) fn self_test(site: &Site, disk: &mut Disk<'_>) -> Result<SelfTestReport> {
    let mut flow = SelfTest::new(SelfTestInput {
        keystore: disk.stored.clone().unwrap(),
        password: password(),
        endpoints: site.endpoints.clone(),
        anchors: site.anchors.clone(),
        revocation: site.revocation,
    })?;
    site.driver.run(&mut flow, disk)?;
    Ok(flow.report().unwrap().clone())
}

pub(crate) fn status(site: &Site, disk: &mut Disk<'_>) -> Result<StatusReport> {
    let mut flow = Status::new(StatusInput::Keystore {
        keystore: disk.stored.clone().unwrap(),
        password: password(),
        endpoints: site.endpoints.clone(),
        anchors: site.anchors.clone(),
        revocation: site.revocation,
    });
    site.driver.run(&mut flow, disk)?;
    Ok(flow.report().unwrap().clone())
}

/// Runs any other flow.
pub(crate) fn run(site: &Site, flow: &mut dyn Flow, disk: &mut Disk<'_>) -> Result<()> {
    site.driver.run(flow, disk)
}

pub(crate) fn now() -> Timestamp {
    clock::now()
}
