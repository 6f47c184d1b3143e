//! A platform, a card and a folder for one test, and the command to call.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    process::{Command as Process, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use ehcert_core::{flow::is_unfinished, keystore::Keystore, random::OsRandom, request::Password};
use ehcert_native::clock;
use ehcert_sandbox::{
    Behaviour, Command, Organisation, Rule, Running, Sandbox, SandboxConfig,
    card::{Profile, SoftwareCard},
};
use serde_json::Value;

/// Passes the check digits and belongs to nobody.
pub(crate) const POST: (&str, &str, &str) = ("NIHII-GUARD_POST", "67999077", "POSTE FICTIF DES ESSAIS");
pub(crate) const PASSWORD: &str = "Demo-1234";

/// What the command said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) lines: Vec<Value>,
}

impl Said {
    /// The events of this name.
    pub(crate) fn events(&self, name: &str) -> Vec<&Value> {
        self.lines.iter().filter(|l| l["event"] == name).collect()
    }
    /// The name of the first error, and its field.
    pub(crate) fn error(&self) -> (&str, &str) {
        let Some(error) = self.events("error").first().copied() else { return ("", "") };
        (error["name"].as_str().unwrap_or_default(), error["field"].as_str().unwrap_or_default())
    }
    /// Names of the steps that were begun.
    pub(crate) fn steps(&self) -> Vec<&str> {
        self.events("step").iter().filter_map(|s| s["name"].as_str()).collect()
    }
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{:#?}", self.lines);
        self
    }
}

pub(crate) struct World {
    pub(crate) sandbox: Running,
    pub(crate) folder: PathBuf,
    pub(crate) ssin: String,
}

impl World {
    /// A platform that knows the holder as the one of [`POST`], and a card of 1.8.
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("ehcert-cli-{}-{number}", std::process::id()));
        let platform = folder.join("platform");
        fs::create_dir_all(&platform).unwrap();
        let authority = Sandbox::eid_authority(&platform).unwrap();
        let sandbox = Sandbox::start(SandboxConfig {
            dir: Some(platform),
            eid_roots: authority.roots().into_iter().cloned().collect(),
            ..SandboxConfig::default()
        })
        .unwrap();
        fs::write(folder.join("pin"), "1234\n").unwrap();
        fs::write(folder.join("password"), format!("{PASSWORD}\n")).unwrap();
        let mut world = Self { sandbox, folder, ssin: String::new() };
        world.ssin = world.card("ec");
        let organisation = Organisation { kind: POST.0.into(), id: POST.1.into(), name: POST.2.into() };
        world.control(Command::AddOrganisation { ssin: world.ssin.clone(), organisation });
        world
    }

    /// Puts another kind of card in the place of the card; its national number.
    pub(crate) fn card(&self, kind: &str) -> String {
        let authority = Sandbox::eid_authority(&self.folder.join("platform")).unwrap();
        let (profile, holder) = Profile::by_name(kind).unwrap();
        let card = SoftwareCard::create(&authority, &holder, profile, clock::now(), &mut OsRandom).unwrap();
        fs::write(self.folder.join("card.json"), card.to_json().unwrap()).unwrap();
        holder.national_number
    }

    pub(crate) fn control(&self, command: Command) {
        self.sandbox.control(command).unwrap();
    }

    /// A behaviour for the next `times` requests of an operation.
    pub(crate) fn rule(&self, behaviour: Behaviour, operation: &str, times: u32) {
        self.control(Command::Rule { rule: Rule::new(behaviour).on(operation).times(times) });
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.join(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn process(&self, arguments: &[&str]) -> Process {
        let mut process = Process::new(env!("CARGO_BIN_EXE_ehcert"));
        process.args(arguments).arg("--json").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        process
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        said(self.process(arguments))
    }

    /// `request organisation` for [`POST`], with options that replace or add to the right ones.
    pub(crate) fn request(&self, change: &[(&str, &str)]) -> Said {
        let arguments = self.request_arguments("organisation", change);
        self.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// `request person`.
    pub(crate) fn request_person(&self, change: &[(&str, &str)]) -> Said {
        let arguments = self.request_arguments("person", change);
        self.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    pub(crate) fn request_arguments(&self, kind: &str, change: &[(&str, &str)]) -> Vec<String> {
        let mut options: Vec<(String, String)> = [
            ("--platform", self.sandbox.url().to_owned()),
            ("--card", format!("software:{}", self.path("card.json"))),
            ("--pin-file", self.path("pin")),
            ("--password-file", self.path("password")),
            ("--dir", self.path("keystore")),
            ("--email-private", "an@example.org".into()),
            ("--phone-private", "0470000000".into()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        if kind == "organisation" {
            options.push(("--type".into(), POST.0.into()));
            options.push(("--id".into(), POST.1.into()));
        }
        for (name, value) in change {
            options.retain(|(known, _)| known != name);
            options.push(((*name).to_owned(), (*value).to_owned()));
        }
        let flags = ["request", kind, "--accept-contract"].map(str::to_owned);
        let options = options.into_iter().filter(|(_, value)| value != "-absent-");
        flags.into_iter().chain(options.map(|(name, value)| format!("{name}={value}"))).collect()
    }

    /// `complete` for the only unfinished keystore.
    pub(crate) fn complete(&self, change: &[&str]) -> Said {
        let (url, password, dir) = (self.sandbox.url().to_owned(), self.path("password"), self.path("keystore"));
        let fixed = ["complete", "--platform", &url, "--password-file", &password, "--dir", &dir];
        self.run(&[&fixed[..], change].concat())
    }

    /// Every file of the keystore folder.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let mut all: Vec<PathBuf> =
            fs::read_dir(self.folder.join("keystore")).map_or(Vec::new(), |d| d.map(|e| e.unwrap().path()).collect());
        all.retain(|p| p.extension().is_some_and(|e| e == "p12"));
        all.sort();
        all
    }

    /// The keystore, opened, that is the only one in the folder.
    pub(crate) fn keystore(&self) -> Keystore {
        let files = self.files();
        assert_eq!(files.len(), 1, "{files:?}");
        open(&files[0])
    }

    /// Whether there is one certificate, and nothing left to do for any keystore.
    pub(crate) fn finished(&self) -> bool {
        self.issued() == 1 && self.files().iter().all(|f| !is_unfinished(&open(f)))
    }

    /// How many certificates the platform has issued.
    pub(crate) fn issued(&self) -> usize {
        let state = self.sandbox.control(Command::State).unwrap();
        state.certificates.len()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

pub(crate) fn open(path: &Path) -> Keystore {
    Keystore::open(&fs::read(path).unwrap(), &Password::from(PASSWORD.to_owned())).unwrap()
}

pub(crate) fn said(mut process: Process) -> Said {
    let mut child = process.spawn().unwrap();
    let mut errors = child.stderr.take().unwrap();
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        errors.read_to_string(&mut text).unwrap();
        text
    });
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let errors = reader.join().unwrap();
    for secret in [PASSWORD, "1234\n"] {
        assert!(!text.contains(secret) && !errors.contains(secret), "a secret was printed");
    }
    let lines = text.lines().map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}"))).collect();
    Said { code: output.status.code().unwrap_or(-1), lines }
}
