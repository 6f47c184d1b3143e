//! A client for the tests: software keys as an identity card, and every operation through HTTP.

use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::OnceLock,
};

use ehcert_core::{
    Result, Timestamp,
    asn1::{self, oid},
    certificate::{Certificate, key_usage},
    key::{KeyAlgorithm, PrivateKey, PublicKey, ecdsa_der_to_raw},
    ra::{
        ActorType, CertificateIdentifier, ContactData, Contract, Endpoints, GenerateCertificateRequest,
        GenerateCertificateResponse, GenerateContractRequest, GetCertificateRequest, HttpRequest, Id, PendingSignature,
        Request, RequestBody, default_algorithm, http_request, read_answer,
    },
    random::OsRandom,
    subject::Subject,
};

use crate::{Clock, Running, Sandbox, SandboxConfig, x509};

/// The moment of all tests.
pub(super) const NOW: Timestamp = Timestamp(1_795_500_000);
/// Fictional national numbers whose check digits are right.
pub(super) const ALICE: &str = "80010112379";
pub(super) const BOB: &str = "75123023440";
/// A fictional BIS number.
pub(super) const FOREIGNER: &str = "80410112368";
/// A fictional on-call post.
pub(super) const POST: &str = "67803295";

/// Keys and certificates of a person's card.
#[derive(Clone)]
pub(super) struct Card {
    pub(super) person: ActorType,
    pub(super) authentication: (PrivateKey, Vec<Certificate>),
    pub(super) signature: (PrivateKey, Vec<Certificate>),
}

/// A PKI like the one of identity cards.
pub(super) struct EidPki {
    pub(super) root: Certificate,
    key: PrivateKey,
    ca: Certificate,
}

fn p384() -> PrivateKey {
    PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap()
}

fn template(issuer: &[u8], subject: &[u8], key: &PrivateKey, extensions: Vec<Vec<u8>>) -> x509::Template {
    x509::Template {
        serial: x509::random_serial(8, &mut OsRandom).unwrap(),
        issuer: issuer.to_vec(),
        subject: subject.to_vec(),
        not_before: NOW.plus(-1000 * Timestamp::DAY),
        not_after: NOW.plus(5000 * Timestamp::DAY),
        spki: key.public().to_spki(),
        extensions,
    }
}

impl EidPki {
    pub(super) fn new() -> Self {
        let (root_key, key) = (p384(), p384());
        let root_name = x509::name(&[(oid::COUNTRY, "BE"), (oid::COMMON_NAME, "SANDBOX Belgium Root CA")]);
        let ca_name = x509::name(&[(oid::COUNTRY, "BE"), (oid::COMMON_NAME, "SANDBOX Citizen CA")]);
        let ca_extensions = |path| {
            vec![x509::basic_constraints(true, path), x509::key_usage(key_usage::KEY_CERT_SIGN | key_usage::CRL_SIGN)]
        };
        let root = template(&root_name, &root_name, &root_key, ca_extensions(None)).sign(&root_key, &mut OsRandom);
        let ca = template(&root_name, &ca_name, &key, ca_extensions(Some(0))).sign(&root_key, &mut OsRandom);
        Self { root: root.unwrap(), key, ca: ca.unwrap() }
    }

    pub(super) fn card(&self, ssin: &str, first: &str, name: &str) -> Card {
        let one = |purpose: &str, usage| {
            let key = p384();
            let common_name = format!("{first} {name} ({purpose})");
            let mut parts = vec![(oid::COUNTRY, "BE"), (oid::COMMON_NAME, &common_name), (oid::SURNAME, name)];
            if !first.is_empty() {
                parts.push((oid::GIVEN_NAME, first));
            }
            parts.push((oid::SERIAL_NUMBER, ssin));
            let subject = x509::name(&parts);
            let extensions = vec![x509::basic_constraints(false, None), x509::key_usage(usage)];
            let leaf = template(self.ca.subject_der(), &subject, &key, extensions).sign(&self.key, &mut OsRandom);
            (key, vec![leaf.unwrap(), self.ca.clone(), self.root.clone()])
        };
        Card {
            person: ActorType {
                ids: vec![Id::new("SSIN", ssin)],
                first_names: first.split_whitespace().map(str::to_owned).collect(),
                name: name.to_owned(),
            },
            authentication: one("Authentication", key_usage::DIGITAL_SIGNATURE),
            signature: one("Signature", key_usage::NON_REPUDIATION),
        }
    }
}

/// RSA keys take time: the tests share some. Each sandbox is new, so no key is used twice in one.
pub(super) fn rsa(at: usize) -> PrivateKey {
    static KEYS: [OnceLock<PrivateKey>; 4] = [const { OnceLock::new() }; 4];
    KEYS[at].get_or_init(|| PrivateKey::generate(KeyAlgorithm::Rsa2048, &mut OsRandom).unwrap()).clone()
}

/// A sandbox, the cards it believes, and a client of it.
pub(super) struct World {
    pub(super) sandbox: Running,
    pub(super) eid: EidPki,
    pub(super) alice: Card,
    pub(super) bob: Card,
}

/// A new key and what became of it.
#[derive(Clone)]
pub(super) struct Issued {
    pub(super) key: PrivateKey,
    pub(super) identifier: [u8; 20],
    pub(super) chain: Vec<Certificate>,
}

pub(super) fn contact() -> ContactData {
    ContactData {
        email_private: "alice@example.org".into(),
        email_general: Some("post@example.org".into()),
        phone_private: "+32 470 00 00 00".into(),
        phone_general: None,
    }
}

pub(super) fn post() -> CertificateIdentifier {
    CertificateIdentifier {
        actor: ActorType {
            ids: vec![Id::new("NIHII-GUARD_POST", POST)],
            first_names: Vec::new(),
            name: "Poste de garde des Érables".into(),
        },
        application_id: None,
    }
}

pub(super) fn pkcs10(subject: &[u8], key: &PrivateKey) -> Vec<u8> {
    let info = asn1::sequence(&[&asn1::small(0), subject, &key.public().to_spki(), &asn1::context(0, &[])]);
    x509::signed(&info, key, &mut OsRandom).unwrap()
}

/// The name of the RA's own error code, or of ours.
pub(super) fn code(error: &ehcert_core::Error) -> String {
    error.ra_errors().first().map_or_else(|| error.code().name().to_owned(), |e| e.code.clone())
}

/// Asserts that a result is refused with a code of the RA.
#[track_caller]
pub(super) fn refused<T: std::fmt::Debug>(result: Result<T>, wanted: &str) {
    let error = result.expect_err("refused");
    assert_eq!(code(&error), wanted, "{error}");
}

/// HTTP/1.1 over one connection: status, content type, body.
pub(super) fn exchange(url: &str, request: &[u8]) -> std::io::Result<(u16, String, Vec<u8>)> {
    let mut stream = TcpStream::connect(url.strip_prefix("http://").unwrap())?;
    stream.write_all(request)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|w| w == b"\r\n\r\n").ok_or(std::io::ErrorKind::UnexpectedEof)?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let field = |name: &str| {
        head.lines()
            .find_map(|l| l.split_once(": ").filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.to_owned()))
            .unwrap_or_default()
    };
    let body = answer[end + 4..].to_vec();
    let promised = field("content-length");
    if !promised.is_empty() && promised.parse::<usize>().unwrap() != body.len() {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    Ok((head.split(' ').nth(1).unwrap().parse().unwrap(), field("content-type"), body))
}

/// A POST as bytes.
pub(super) fn post_bytes(path: &str, headers: &[(&str, String)], body: &[u8]) -> Vec<u8> {
    let mut request = format!("POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n");
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
    [request.as_bytes(), body].concat()
}

impl World {
    pub(super) fn new() -> Self {
        Self::with(|_| {})
    }

    pub(super) fn with(change: impl FnOnce(&mut SandboxConfig)) -> Self {
        let eid = EidPki::new();
        let mut config =
            SandboxConfig { clock: Clock::Fixed(NOW), eid_roots: vec![eid.root.clone()], ..SandboxConfig::default() };
        change(&mut config);
        let sandbox = Sandbox::start(config).unwrap();
        let (alice, bob) = (eid.card(ALICE, "Alice Zoë", "Du Pré"), eid.card(BOB, "Bob", "Janssens"));
        Self { sandbox, eid, alice, bob }
    }

    pub(super) fn send(&self, request: &HttpRequest) -> std::io::Result<(u16, String, Vec<u8>)> {
        let path = request.url.strip_prefix(self.sandbox.url()).unwrap();
        exchange(self.sandbox.url(), &post_bytes(path, &request.headers, &request.body))
    }

    pub(super) fn send_xml<R: RequestBody>(&self, id: &str, xml: &str) -> Result<R::Response> {
        let http = http_request(R::OPERATION, &Endpoints::from_base(self.sandbox.url()), xml);
        // A cut connection is for the caller to repeat, like every answer that did not come.
        let (status, kind, body) = self.send(&http).map_err(|_| ehcert_core::Code::ANSWER_EMPTY)?;
        read_answer(id, status, Some(&kind), &body)
    }

    pub(super) fn ask<R: RequestBody>(&self, body: R) -> Result<R::Response> {
        let request = Request::new(body, NOW, &mut OsRandom)?;
        self.send_xml::<R>(&request.id, &request.to_xml())
    }

    pub(super) fn ask_signed<R: RequestBody>(
        &self,
        body: R,
        (key, chain): &(PrivateKey, Vec<Certificate>),
    ) -> Result<R::Response> {
        let (id, xml) = self.sign(body, key, chain)?;
        self.send_xml::<R>(&id, &xml)
    }

    pub(super) fn sign<R: RequestBody>(
        &self,
        body: R,
        key: &PrivateKey,
        chain: &[Certificate],
    ) -> Result<(String, String)> {
        let request = Request::new(body, self.sandbox.now(), &mut OsRandom)?;
        let algorithm = default_algorithm(&key.public());
        let pending = PendingSignature::new(&request.to_xml(), &request.id, chain, algorithm, &mut OsRandom)?;
        let mut signature = key.sign(algorithm, pending.to_be_signed(), &mut OsRandom)?;
        if !matches!(key.public(), PublicKey::Rsa(_)) {
            signature = ecdsa_der_to_raw(&signature, 48)?;
        }
        Ok((request.id.clone(), pending.finish(&signature)?))
    }

    pub(super) fn contract(&self, card: &Card, certificate: &CertificateIdentifier) -> Result<Contract> {
        let request = GenerateContractRequest {
            contact: contact(),
            signer: card.person.clone(),
            certificate: certificate.clone(),
        };
        Ok(self.ask(request)?.contract)
    }

    pub(super) fn order(&self, contract: Contract, key: &PrivateKey) -> GenerateCertificateRequest {
        let subject = Subject::parse_rfc2253(&contract.dn).unwrap().to_der();
        GenerateCertificateRequest {
            contact: contact(),
            csr: pkcs10(&subject, key),
            contract,
            base_services: vec!["codage".into()],
        }
    }

    pub(super) fn request(
        &self,
        card: &Card,
        certificate: &CertificateIdentifier,
        key: &PrivateKey,
    ) -> Result<GenerateCertificateResponse> {
        let order = self.order(self.contract(card, certificate)?, key);
        self.ask_signed(order, &card.signature)
    }

    pub(super) fn fetch(&self, identifier: [u8; 20]) -> Result<Vec<Certificate>> {
        let answer = self.ask(GetCertificateRequest { public_key_identifier: identifier })?;
        answer.certificates.iter().map(|der| Certificate::from_der(der)).collect()
    }

    /// The whole first step for the on-call post, with a P-384 key.
    pub(super) fn issue(&self, card: &Card, certificate: &CertificateIdentifier) -> Issued {
        let key = p384();
        self.issue_with(card, certificate, key)
    }

    pub(super) fn issue_with(&self, card: &Card, certificate: &CertificateIdentifier, key: PrivateKey) -> Issued {
        let answer = self.request(card, certificate, &key).unwrap();
        let identifier = answer.public_key_identifier;
        Issued { key, identifier, chain: self.fetch(identifier).unwrap() }
    }

    pub(super) fn own(&self, card: &Card) -> CertificateIdentifier {
        CertificateIdentifier { actor: card.person.clone(), application_id: None }
    }
}

impl Issued {
    pub(super) fn signer(&self) -> (PrivateKey, Vec<Certificate>) {
        (self.key.clone(), self.chain.clone())
    }
}
