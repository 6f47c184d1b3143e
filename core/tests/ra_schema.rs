//! The registration authority's messages: every operation both ways, against the published schemas
//! (`xmllint`), and every signature against an independent implementation (`xmlsec1`).

#[path = "ra/answers.rs"]
mod answers;
#[path = "ra/canonical.rs"]
mod canonical;
#[path = "ra/samples.rs"]
mod samples;
#[path = "ra/signature.rs"]
mod signature;

use std::{
    fmt::Debug,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use ehcert_core::{
    certificate::Certificate,
    key::{KeyAlgorithm, PrivateKey},
    message::RaError,
    ra::*,
    random::OsRandom,
};
use samples::{Visit, every_operation, now};

/// The schema of a service, when the shared folder is there.
fn schema(service: Service) -> Option<PathBuf> {
    let file = match service {
        Service::CertRa => "ehealth-certra-schema-protocol-2_0.xsd",
        Service::EtkRa => "ehealth-etkra-schema-protocol-2_0.xsd",
        Service::EtkDepot => "ehealth-etkdepot-schema-protocol-1_0.xsd",
    };
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/xsd/ehealth-etee/XSD"));
    let path = folder.join(file);
    if !path.exists() {
        eprintln!("skipped: shared/xsd not present");
    }
    path.exists().then_some(path)
}

/// Runs a program; `None`, said aloud, when it is not installed.
fn run(program: &str, arguments: &[&str]) -> Option<Output> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => Some(output),
        Err(error) => {
            eprintln!("skipped: {program} cannot be started ({error})");
            None
        }
    }
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ehcert-ra-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
    fn write(&self, name: &str, content: &str) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Whether the schema accepts the document; `None` when it cannot be asked.
fn valid(folder: &Folder, service: Service, xml: &str) -> Option<Result<(), String>> {
    let schema = schema(service)?;
    let file = folder.write("message.xml", xml);
    let output = run("xmllint", &["--nonet", "--noout", "--schema", schema.to_str()?, &file])?;
    Some(if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) })
}

struct Schema {
    folder: Folder,
    key: PrivateKey,
    certificate: Certificate,
    seen: Vec<Operation>,
}

impl Schema {
    fn check(&self, service: Service, xml: &str) {
        if let Some(result) = valid(&self.folder, service, xml) {
            assert_eq!(result, Ok(()), "{xml}");
        }
    }
}

impl Visit for Schema {
    fn visit<T>(&mut self, request: T, response: T::Response)
    where
        T: RequestBody + Debug + PartialEq + Clone,
        T::Response: ResponseBody + Debug + PartialEq + Clone,
    {
        let operation = T::OPERATION;
        self.seen.push(operation);
        let request = Request::new(request, now(), &mut OsRandom).unwrap();
        let xml = match operation.signer() {
            Signer::None => request.to_xml(),
            _ => samples::sign(&request, &self.key, &self.certificate),
        };
        self.check(operation.service(), &xml);
        let response = Response::success(response, &request.id, now(), &mut OsRandom).unwrap();
        self.check(operation.service(), &response.to_xml());
        let mut status = Status::refused(vec![RaError {
            code: "SOME_CODE".into(),
            message: "Some <text>".into(),
            parameters: vec![("a".into(), "b".into()), ("c".into(), "d".into())],
        }]);
        status.codes.push("urn:be:fgov:ehealth:2.0:status:InvalidInput".into());
        status.message = Some("text".into());
        let refusal = Response::<T::Response>::failure(status, &request.id, now(), &mut OsRandom).unwrap();
        // The one response whose schema has no place for a status.
        if operation != Operation::GetExistingApplicationIds {
            self.check(operation.service(), &refusal.to_xml());
        }
    }
}

#[test]
fn every_message_obeys_the_schema() {
    for algorithm in [KeyAlgorithm::Rsa2048, KeyAlgorithm::P384] {
        let key = samples::key(algorithm);
        let certificate = samples::certificate(&key);
        let folder = Folder::new(if algorithm == KeyAlgorithm::P384 { "schema-ec" } else { "schema-rsa" });
        let mut visit = Schema { folder, key, certificate, seen: Vec::new() };
        every_operation(&mut visit);
        for operation in Operation::ALL {
            assert!(visit.seen.contains(&operation), "{operation:?} is not tested");
        }
        // The schema can refuse: an element too many must be noticed.
        let wrong = Request::new(ActivateETKRequest, now(), &mut OsRandom).unwrap().to_xml();
        if let Some(result) = valid(&visit.folder, Service::EtkRa, &wrong) {
            assert!(result.is_err(), "a request without its signature is accepted");
        }
    }
}

struct Xmlsec {
    folder: Folder,
    key: PrivateKey,
    certificate: Certificate,
    pem: String,
    verified: usize,
}

impl Xmlsec {
    fn verify(&self, root: &str, xml: &str) -> Option<bool> {
        let file = self.folder.write("signed.xml", xml);
        let id = format!("--id-attr:Id={root}");
        let (option, name) = id.split_once('=')?;
        let by_key = run("xmlsec1", &["--verify", option, name, "--pubkey-cert-pem", &self.pem, &file])?;
        let by_chain = run("xmlsec1", &["--verify", option, name, "--trusted-pem", &self.pem, &file])?;
        assert_eq!(
            by_key.status.success(),
            by_chain.status.success(),
            "{} {}",
            String::from_utf8_lossy(&by_key.stderr),
            String::from_utf8_lossy(&by_chain.stderr)
        );
        Some(by_key.status.success())
    }
}

impl Visit for Xmlsec {
    fn visit<T>(&mut self, request: T, _response: T::Response)
    where
        T: RequestBody + Debug + PartialEq + Clone,
        T::Response: ResponseBody + Debug + PartialEq + Clone,
    {
        if T::OPERATION.signer() == Signer::None {
            return;
        }
        let request = Request::new(request, now(), &mut OsRandom).unwrap();
        let xml = samples::sign(&request, &self.key, &self.certificate);
        let name = T::OPERATION.request_name();
        let tag = format!("{}:{name}", root_namespace(&xml));
        let Some(verified) = self.verify(&tag, &xml) else { return };
        assert!(verified, "xmlsec1 refuses {name}: {xml}");
        let changed = xml.replacen("IssueInstant=\"2026", "IssueInstant=\"2027", 1);
        assert_ne!(changed, xml);
        assert_eq!(self.verify(&tag, &changed), Some(false), "xmlsec1 accepts a changed {name}");
        self.verified += 1;
    }
}

fn root_namespace(xml: &str) -> String {
    let document = ehcert_core::ra::xml::parse(xml).unwrap();
    document.root_element().tag_name().namespace().unwrap().to_owned()
}

#[test]
fn every_signed_request_is_verified_by_xmlsec() {
    if run("xmlsec1", &["--version"]).is_none() {
        return;
    }
    for algorithm in [KeyAlgorithm::Rsa2048, KeyAlgorithm::P384] {
        let key = samples::key(algorithm);
        let certificate = samples::certificate(&key);
        let folder = Folder::new(if algorithm == KeyAlgorithm::P384 { "xmlsec-ec" } else { "xmlsec-rsa" });
        let pem = folder.write("certificate.pem", &pem(certificate.der()));
        let mut visit = Xmlsec { folder, key, certificate, pem, verified: 0 };
        every_operation(&mut visit);
        assert_eq!(visit.verified, 8);
    }
}

#[test]
fn what_xmlsec_signs_is_verified() {
    for algorithm in [KeyAlgorithm::Rsa2048, KeyAlgorithm::P384] {
        let key = samples::key(algorithm);
        let certificate = samples::certificate(&key);
        let folder = Folder::new(if algorithm == KeyAlgorithm::P384 { "sign-ec" } else { "sign-rsa" });
        let certificate_file = folder.write("certificate.pem", &pem(certificate.der()));
        let key_file = folder.write("key.pem", &armoured("PRIVATE KEY", &key.to_pkcs8().unwrap()));
        // A template: our own request with its values taken out, laid out and prefixed as other clients do.
        let body = GetActorQualitiesRequest { ssin: Id::new("SSIN", "85061599987") };
        let request = Request::new(body, now(), &mut OsRandom).unwrap();
        let mut template = samples::sign(&request, &key, &certificate);
        for element in ["DigestValue", "SignatureValue", "X509Certificate"] {
            let (from, to) = (format!("<ds:{element}>"), format!("</ds:{element}>"));
            let (before, rest) = template.split_once(&from).unwrap();
            let (_, after) = rest.split_once(&to).unwrap();
            template = format!("{before}{from}{to}{after}");
        }
        template = template.replace("><", ">\n  <").replace("ds:", "").replace("xmlns:ds", "xmlns");
        let parameter =
            "<InclusiveNamespaces xmlns=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"w #default\"/>";
        template = template.replace("xml-exc-c14n#\">", &format!("xml-exc-c14n#\">{parameter}"));
        let envelope = soap::envelope(&template).replace("<soap:Body>", "<soap:Body xmlns:w='urn:w' xmlns='urn:d'>");
        let file = folder.write("template.xml", &envelope);
        let (key_and_certificate, id) = (
            format!("{key_file},{certificate_file}"),
            "urn:be:fgov:ehealth:certra:protocol:v2:GetActorQualitiesRequest",
        );
        let arguments = ["--sign", "--id-attr:Id", id, "--privkey-pem", &key_and_certificate, &file];
        let Some(output) = run("xmlsec1", &arguments) else { return };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let signed = String::from_utf8(output.stdout).unwrap();
        let document = xml::parse(&signed).unwrap();
        let root = soap::body(&document).unwrap();
        let verified = verify_enveloped(root, Operation::GetActorQualities).expect(&signed);
        assert_eq!(verified.certificates, [certificate]);
        assert_eq!(Request::<GetActorQualitiesRequest>::from_xml_strict(root).unwrap(), request);
    }
}

fn pem(der: &[u8]) -> String {
    armoured("CERTIFICATE", der)
}

fn armoured(label: &str, der: &[u8]) -> String {
    use base64ct::{Base64, Encoding};
    let text = Base64::encode_string(der);
    let lines: Vec<&str> = text.as_bytes().chunks(64).map(|c| std::str::from_utf8(c).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}
