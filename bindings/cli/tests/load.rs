//! Many enrolments at once, as a server of a software house would run them, on a platform that fails one request in five
//! and is killed and begun again while they run: each ends with exactly one certificate that opens and passes its
//! self-test, or with an error that a second run resolves.
//!
//! `EHCERT_LOAD` is the number of enrolments (default 48), `EHCERT_LOAD_FLOWS` how many run at once (default 64).

#[path = "../../../native/tests/support/mod.rs"]
mod support;

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command as Process, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use base64ct::{Base64, Encoding};
use ehcert_core::{
    flow::RevocationCheck,
    keystore::{Keystore, is_dummy},
    ra::Endpoints,
    trust::Anchors,
};
use ehcert_native::{
    Cancel,
    driver::Driver,
    http::{HttpClient, HttpConfig, HttpRequest},
    platform::certificates,
};
use serde_json::{Value, json};
use support::{Card, Disk, POST, SSIN, Site, complete, enrol, password, request, self_test};
use zeroize::Zeroizing;

/// The platform, in a process of its own that can be killed.
struct Platform {
    dir: PathBuf,
    url: String,
    child: Mutex<Child>,
    root: String,
    http: HttpClient,
}

fn spawn(dir: &Path, listen: &str) -> (Child, String) {
    let mut child = Process::new(env!("CARGO_BIN_EXE_ehcert"))
        .args(["sandbox", "run", "--json", "--listen", listen, "--dir"])
        .arg(dir)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let said: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("the platform said: {line}"));
    (child, said["url"].as_str().unwrap().to_owned())
}

impl Platform {
    fn begin(dir: PathBuf, card: &Card) -> Self {
        let (child, url) = spawn(&dir, "127.0.0.1:0");
        let http = HttpClient::new(HttpConfig { max_response: 64 << 20, ..HttpConfig::default() }).unwrap();
        let root = Base64::encode_string(card.root.der());
        let platform = Self { dir, url, child: Mutex::new(child), root, http };
        platform.prepare();
        platform
    }

    fn ask(&self, method: &str, path: &str, body: Vec<u8>) -> Vec<u8> {
        let request = HttpRequest {
            method: method.into(),
            url: format!("{}{path}", self.url),
            body,
            repeatable: true,
            ..HttpRequest::default()
        };
        let answer = self.http.send(&request, &Cancel::new()).unwrap();
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        answer.body
    }

    fn control(&self, command: &Value) -> Value {
        serde_json::from_slice(&self.ask("POST", "/control", command.to_string().into_bytes())).unwrap()
    }

    fn prepare(&self) {
        self.control(&json!({"do": "trust_eid_root", "certificate": self.root}));
        let organisation = json!({"type": POST.0, "id": POST.1, "name": POST.2});
        self.control(&json!({"do": "add_organisation", "ssin": SSIN, "organisation": organisation}));
        // One request in five: 1/15 each is cut, refused with 500 after it took effect, or slow.
        for (kind, more) in [
            ("cut", json!({"every": 15, "after": true})),
            ("http_error", json!({"every": 15, "status": 500})),
            ("slow", json!({"every": 15, "milliseconds": 400})),
        ] {
            let mut rule = more;
            rule["kind"] = kind.into();
            self.control(&json!({"do": "rule", "rule": rule}));
        }
    }

    /// `kill -9`, and begun again at the same address with what is on the disk.
    fn kill_and_restart(&self) {
        let mut child = self.child.lock().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        let listen = self.url.strip_prefix("http://").unwrap();
        *child = spawn(&self.dir, listen).0;
        drop(child);
        self.prepare();
    }

    fn site(&self) -> Site {
        let roots = certificates(&self.ask("GET", "/ca/roots.pem", Vec::new())).unwrap();
        let http = HttpConfig {
            total_timeout: Duration::from_secs(60),
            backoff: Duration::from_millis(50),
            ..HttpConfig::default()
        };
        Site {
            endpoints: Endpoints::from_base(&self.url),
            anchors: Anchors::from_certificates(roots),
            driver: Driver { http: HttpClient::new(http).unwrap(), cancel: Cancel::new() },
            revocation: RevocationCheck::Soft,
        }
    }
}

impl Drop for Platform {
    fn drop(&mut self) {
        let child = self.child.get_mut().unwrap();
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// One run of the whole procedure, gone on with from what an earlier run stored.
fn procedure(site: &Site, disk: &mut Disk<'_>, application: &str) -> ehcert_core::Result<()> {
    let issued = disk.stored.as_ref().is_some_and(|bytes| {
        let store = Keystore::open(bytes, &password()).expect("what is stored opens");
        store.authentication().and_then(|e| e.chain.first()).is_some_and(|leaf| !is_dummy(leaf))
    });
    if !issued {
        enrol(site, disk, request(Some(application)))?;
    }
    complete(site, disk)?;
    self_test(site, disk).map(|_| ())
}

/// What this process holds in memory, in KiB.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}

fn number(name: &str, default: usize) -> usize {
    std::env::var(name).ok().map_or(default, |text| text.parse().expect("a number"))
}

#[test]
fn every_enrolment_ends_with_one_certificate_whatever_happens_to_the_platform() {
    let (total, flows) = (number("EHCERT_LOAD", 48), number("EHCERT_LOAD_FLOWS", 64));
    let folder = std::env::temp_dir().join(format!("ehcert-load-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let card = Card::new();
    let platform = Platform::begin(folder.clone(), &card);
    let site = platform.site();
    let stored: Mutex<BTreeMap<usize, Option<Zeroizing<Vec<u8>>>>> = Mutex::default();
    let failed: Mutex<Vec<(usize, String)>> = Mutex::default();
    let memory: Mutex<Vec<usize>> = Mutex::default();
    let (next, done, over) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
    let begin = Instant::now();

    // One enrolment; the disk is what is left of it, whatever happened.
    let work = |number: usize| {
        let earlier = stored.lock().unwrap().get(&number).cloned().flatten();
        let mut disk = Disk { stored: earlier, ..Disk::new(&card) };
        let outcome = procedure(&site, &mut disk, &format!("APP{number}"));
        stored.lock().unwrap().insert(number, disk.stored);
        outcome
    };
    let kills = std::thread::scope(|scope| {
        let killer = scope.spawn(|| {
            let mut kills = 0;
            for part in 1..=4 {
                while done.load(Ordering::Relaxed) < total * part / 5 {
                    if over.load(Ordering::Relaxed) {
                        return kills;
                    }
                    std::thread::sleep(Duration::from_millis(20));
                }
                platform.kill_and_restart();
                kills += 1;
            }
            kills
        });
        let workers: Vec<_> = (0..flows.min(total))
            .map(|_| {
                scope.spawn(|| {
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= total {
                            return;
                        }
                        if let Err(error) = work(number) {
                            failed.lock().unwrap().push((number, error.code().name().to_owned()));
                        }
                        let ended = done.fetch_add(1, Ordering::Relaxed);
                        if ended % (total / 8).max(1) == 0 {
                            memory.lock().unwrap().push(resident());
                            println!("load: {ended} ended after {:.0} s", begin.elapsed().as_secs_f64());
                        }
                    }
                })
            })
            .collect();
        for worker in workers {
            worker.join().unwrap();
        }
        over.store(true, Ordering::Relaxed);
        killer.join().unwrap()
    });
    let seconds = begin.elapsed().as_secs_f64();

    // The second run, once the platform is well again.
    platform.control(&json!({"do": "clear_rules"}));
    let failed = failed.into_inner().unwrap();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, name) in &failed {
        *names.entry(name).or_default() += 1;
    }
    let again = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..flows.min(failed.len()) {
            scope.spawn(|| {
                while let Some((number, name)) = failed.get(again.fetch_add(1, Ordering::Relaxed)) {
                    work(*number).unwrap_or_else(|error| panic!("the second run of {number} after {name}: {error}"));
                }
            });
        }
    });

    let state = platform.control(&json!({"do": "state"}));
    let mut active: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for certificate in state["certificates"].as_array().unwrap() {
        let application = certificate["holder"]["application_id"].as_str().unwrap().to_owned();
        active.entry(application).or_default().push(certificate["public_key_identifier"].as_str().unwrap().to_owned());
    }
    let stored = stored.into_inner().unwrap();
    assert_eq!((active.len(), stored.len()), (total, total));
    for (number, bytes) in &stored {
        let store = Keystore::open(bytes.as_ref().expect("a keystore"), &password()).unwrap();
        let authentication = store.authentication().unwrap();
        let identifier = authentication.key.public().identifier();
        let identifier: String = identifier.iter().map(|b| format!("{b:02X}")).collect();
        assert_eq!(active[&format!("APP{number}")], [identifier], "one certificate, and its key is here");
        assert!(!is_dummy(&authentication.chain[0]) && store.encryption_entries().len() == 1);
    }
    let memory = memory.into_inner().unwrap();
    // After the first eighth everything that is kept is there, but for the keystores themselves.
    let (early, late) = (memory.get(1).copied().unwrap_or(0), memory.last().copied().unwrap_or(0));
    println!(
        "load: {total} enrolments, {} at once, in {seconds:.0} s ({:.1} a second); {kills} times killed; {} needed a \
         second run {names:?}; 0 lost keys, 0 double certificates; memory {early} KiB after the first eighth, {late} KiB \
         at the end",
        flows.min(total),
        total as f64 / seconds,
        failed.len()
    );
    assert!(kills >= 1, "the platform was never killed");
    assert!(late < early + 64 * 1024, "memory grows: {memory:?}");
    drop(platform);
    std::fs::remove_dir_all(folder).unwrap();
}
