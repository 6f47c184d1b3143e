//! The sandbox of all scenarios, asked over HTTP as every other player does.

use ehcert_core::{facade::flow::PlatformInput, pem, random::OsRandom};
use ehcert_native::{
    Cancel, clock,
    http::{HttpClient, HttpConfig, HttpRequest, HttpResponse},
};
use ehcert_sandbox::{
    Running, Sandbox, SandboxConfig,
    card::{Profile, SoftwareCard},
};
use serde_json::Value;

pub(crate) struct World {
    sandbox: Running,
    http: HttpClient,
    pub(crate) roots: Vec<Vec<u8>>,
    /// Deleted with the world.
    _folder: tempfile::TempDir,
}

impl World {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let authority = Sandbox::eid_authority(folder.path()).unwrap();
        let (profile, holder) = Profile::by_name("ec").unwrap();
        let card = SoftwareCard::create(&authority, &holder, profile, clock::now(), &mut OsRandom).unwrap();
        let file = folder.path().join("card.json");
        std::fs::write(&file, card.to_json().unwrap()).unwrap();
        let sandbox = Sandbox::start(SandboxConfig {
            dir: Some(folder.path().to_owned()),
            eid_roots: authority.roots().into_iter().cloned().collect(),
            card: Some(file),
            ..SandboxConfig::default()
        })
        .unwrap();
        let config = HttpConfig { attempts: 1, ..HttpConfig::default() };
        let mut world = Self { sandbox, http: HttpClient::new(config).unwrap(), roots: Vec::new(), _folder: folder };
        let roots = world.send("GET", "/ca/roots.pem", &[], Vec::new()).unwrap();
        world.roots = pem::all(&roots.body, "CERTIFICATE").unwrap();
        world
    }

    pub(crate) fn url(&self) -> &str {
        self.sandbox.url()
    }

    pub(crate) fn platform(&self) -> PlatformInput {
        PlatformInput { platform: self.url().to_owned(), anchors: self.roots.clone(), revocation: String::new() }
    }

    /// A request; `None` when no whole answer came.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(String, String)],
        body: Vec<u8>,
    ) -> Option<HttpResponse> {
        let request = HttpRequest {
            method: method.into(),
            url: format!("{}{path}", self.url()),
            headers: headers.to_vec(),
            body,
            repeatable: false,
            signed_answer: false,
        };
        self.http.send(&request, &Cancel::new()).ok()
    }

    pub(crate) fn control(&self, command: &Value) {
        let headers = [("Content-Type".to_owned(), "application/json".to_owned())];
        let answer = self.send("POST", "/control", &headers, command.to_string().into_bytes()).unwrap();
        assert_eq!(answer.status, 200, "{command}: {}", String::from_utf8_lossy(&answer.body));
    }

    pub(crate) fn reset_card(&self) {
        assert_eq!(self.send("POST", "/card/reset", &[], Vec::new()).unwrap().status, 200);
    }

    pub(crate) fn transmit(&self, command: Vec<u8>) -> Vec<u8> {
        let answer = self.send("POST", "/card", &[], command).unwrap();
        assert_eq!(answer.status, 200);
        answer.body
    }
}
