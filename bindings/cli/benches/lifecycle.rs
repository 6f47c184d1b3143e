//! `cargo bench`: the steps of a certificate's life, each beside OpenSSL's way to the same thing, in turns in one
//! run. The column that counts is the ratio: both sides share the machine and its moods.
//!
//! Not criterion: the figure wanted is the ratio of two medians taken in turns, which it does not give.

#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../tests/cli/support.rs"]
mod support;

use std::{
    fs,
    hint::black_box,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use ehcert_core::{
    certificate::Certificate,
    csr,
    key::{KeyAlgorithm, PrivateKey},
    keystore::{Keystore, Profile},
    ra::{GetCertificateInfoForAuthenticationCertificateRequest, PendingSignature, Request, default_algorithm},
    random::OsRandom,
    request::Password,
    subject::Subject,
    trust::{Anchors, PathRequest},
};
use ehcert_native::{clock, driver::generate_key};
use openssl::{
    ec::{EcGroup, EcKey},
    hash::MessageDigest,
    nid::Nid,
    pkcs12::Pkcs12,
    pkey::{PKey, Private},
    rsa::Rsa,
    sign::Signer,
    stack::Stack,
    x509::{X509, X509NameBuilder, X509ReqBuilder, X509StoreContext, store::X509StoreBuilder},
};

use support::{PASSWORD, World};

fn main() {
    // Cargo passes its own arguments (--bench); a name of ours picks rows.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let mut table = Table { wanted };
    println!("{:<28} {:>12} {:>12} {:>8}", "", "ehcert", "openssl", "ratio");
    keys(&mut table);
    let world = World::new();
    world.request(&[("--complete", "30")]).ok();
    let store = world.keystore();
    requests(&mut table, &store);
    keystores(&mut table, &store);
    chains(&mut table, &store, world.sandbox.authority().roots());
    drop(world);
    whole_request(&mut table);
}

struct Table {
    wanted: Vec<String>,
}

impl Table {
    /// Takes both in turns and prints the medians.
    fn row(&mut self, name: &str, times: usize, mut ours: impl FnMut(), mut peer: impl FnMut()) {
        if !self.wanted.is_empty() && !self.wanted.iter().any(|w| name.contains(w.as_str())) {
            return;
        }
        let (mut us, mut them) = (Vec::new(), Vec::new());
        for round in 0..=times {
            let (a, b) = (time(&mut ours), time(&mut peer));
            // The first round warms up.
            if round > 0 {
                us.push(a);
                them.push(b);
            }
        }
        let (us, them) = (median(us), median(them));
        let ratio = us.as_secs_f64() / them.as_secs_f64();
        println!("{name:<28} {:>9.3} ms {:>9.3} ms {ratio:>8.2}", ms(us), ms(them));
    }
}

fn time(work: &mut impl FnMut()) -> Duration {
    let begin = Instant::now();
    work();
    begin.elapsed()
}

fn median(mut all: Vec<Duration>) -> Duration {
    all.sort();
    all[all.len() / 2]
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn keys(table: &mut Table) {
    // The time of a prime search varies much: many samples.
    table.row(
        "key RSA 2048, two threads",
        60,
        || drop(black_box(generate_key(KeyAlgorithm::Rsa2048).unwrap())),
        || drop(black_box(Rsa::generate(2048).unwrap())),
    );
    let group = EcGroup::from_curve_name(Nid::SECP384R1).unwrap();
    table.row(
        "key P-384",
        100,
        || drop(black_box(PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap().public())),
        || drop(black_box(EcKey::generate(&group).unwrap())),
    );
}

fn peer_key(key: &PrivateKey) -> PKey<Private> {
    PKey::private_key_from_pkcs8(&key.to_pkcs8().unwrap()).unwrap()
}

fn requests(table: &mut Table, store: &Keystore) {
    let entry = store.authentication().unwrap();
    let peer = peer_key(&entry.key);
    let subject = Subject::from_der(entry.chain[0].subject_der()).unwrap();
    let der = subject.to_der();
    table.row(
        "CSR",
        200,
        || drop(black_box(csr::create(&entry.key, &der, &mut OsRandom).unwrap())),
        || {
            let mut name = X509NameBuilder::new().unwrap();
            for (kind, text) in [("C", "BE"), ("O", "Federal Government"), ("CN", subject.common_name().as_str())] {
                name.append_entry_by_text(kind, text).unwrap();
            }
            let mut request = X509ReqBuilder::new().unwrap();
            request.set_subject_name(&name.build()).unwrap();
            request.set_pubkey(&peer).unwrap();
            request.sign(&peer, MessageDigest::sha256()).unwrap();
            black_box(request.build().to_der().unwrap());
        },
    );
    let algorithm = default_algorithm(&entry.key.public());
    let prepare = || {
        let body = GetCertificateInfoForAuthenticationCertificateRequest;
        let request = Request::new(body, clock::now(), &mut OsRandom).unwrap();
        PendingSignature::new(&request.to_xml(), &request.id, &entry.chain, algorithm, &mut OsRandom).unwrap()
    };
    // The peer only signs the bytes: it has no XML.
    let bytes = prepare().to_be_signed().to_vec();
    table.row(
        "request, signed",
        200,
        || {
            let pending = prepare();
            let signature = entry.key.sign(algorithm, pending.to_be_signed(), &mut OsRandom).unwrap();
            black_box(pending.finish(&signature).unwrap());
        },
        || {
            let mut signer = Signer::new(MessageDigest::sha256(), &peer).unwrap();
            black_box(signer.sign_oneshot_to_vec(&bytes).unwrap());
        },
    );
}

fn keystores(table: &mut Table, store: &Keystore) {
    let entry = store.authentication().unwrap();
    let peer = peer_key(&entry.key);
    let chain: Vec<X509> = entry.chain.iter().map(|c| X509::from_der(c.der()).unwrap()).collect();
    let password = Password::from(PASSWORD.to_owned());
    // One key on both sides: the peer writes no more.
    let mut one = Keystore::default();
    one.add_key("authentication", entry.key.clone(), entry.chain.clone(), clock::now()).unwrap();
    let write = || one.write(&password, Profile::Ehealth, &mut OsRandom).unwrap();
    let peer_write = || {
        let mut others = Stack::new().unwrap();
        for certificate in &chain[1..] {
            others.push(certificate.clone()).unwrap();
        }
        let mut builder = Pkcs12::builder();
        builder.name("authentication").pkey(&peer).cert(&chain[0]).ca(others);
        builder
            .key_algorithm(Nid::PBE_WITHSHA1AND3_KEY_TRIPLEDES_CBC)
            .cert_algorithm(Nid::PBE_WITHSHA1AND3_KEY_TRIPLEDES_CBC)
            .key_iter(10_000)
            .mac_iter(10_000)
            .mac_md(MessageDigest::sha1());
        builder.build2(PASSWORD).unwrap().to_der().unwrap()
    };
    let (ours, theirs) = (write(), peer_write());
    table.row("keystore write", 30, || drop(black_box(write())), || drop(black_box(peer_write())));
    table.row(
        "keystore open",
        30,
        || drop(black_box(Keystore::open(&ours, &password).unwrap())),
        || drop(black_box(Pkcs12::from_der(&theirs).unwrap().parse2(PASSWORD).unwrap())),
    );
}

fn chains(table: &mut Table, store: &Keystore, roots: Vec<Certificate>) {
    let chain = &store.authentication().unwrap().chain;
    let (leaf, rest) = chain.split_first().unwrap();
    let anchors = Anchors::from_certificates(roots.clone());
    let peer = |c: &Certificate| X509::from_der(c.der()).unwrap();
    let bytes: Vec<Vec<u8>> = chain.iter().map(|c| c.der().to_vec()).collect();
    table.row(
        "chain, read and checked",
        200,
        || {
            let read: Vec<Certificate> = bytes.iter().map(|der| Certificate::from_der(der).unwrap()).collect();
            let request = PathRequest::new(&read[0], &read[1..], &anchors, clock::now());
            black_box(request.validate().unwrap());
        },
        || {
            let mut trusted = X509StoreBuilder::new().unwrap();
            for root in &roots {
                trusted.add_cert(peer(root)).unwrap();
            }
            let mut between = Stack::new().unwrap();
            for certificate in rest {
                between.push(peer(certificate)).unwrap();
            }
            let mut context = X509StoreContext::new().unwrap();
            let verified = context.init(&trusted.build(), &peer(leaf), &between, |c| {
                let verified = c.verify_cert()?;
                assert!(verified, "{}", c.error());
                Ok(verified)
            });
            verified.unwrap();
        },
    );
}

/// Step 1 as a process, platform and card included, beside the three commands by which people do a third of it.
fn whole_request(table: &mut Table) {
    let folder = std::env::temp_dir().join(format!("ehcert-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let openssl = |arguments: &str| {
        let done = Command::new("openssl")
            .args(arguments.split(' '))
            .current_dir(&folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(done.success(), "{arguments}");
    };
    openssl("req -x509 -newkey rsa:2048 -nodes -keyout dummy.key -out dummy.pem -subj /C=BE -days 1");
    let mut worlds: Vec<World> = (0..=40).map(|_| World::new()).collect();
    let mut peak = 0;
    table.row(
        "request, whole process",
        40,
        || {
            let world = worlds.pop().unwrap();
            let arguments = world.request_arguments("organisation", &[]);
            let mut child = world.process(&arguments.iter().map(String::as_str).collect::<Vec<_>>()).spawn().unwrap();
            let status = format!("/proc/{}/status", child.id());
            while child.try_wait().unwrap().is_none() {
                let text = fs::read_to_string(&status).unwrap_or_default();
                let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"));
                let kib = line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<u64>().ok());
                peak = peak.max(kib.unwrap_or(0));
                std::thread::sleep(Duration::from_millis(1));
            }
            assert!(child.wait().unwrap().success());
        },
        || {
            openssl("genrsa -out key.pem 2048");
            openssl("req -new -key key.pem -out csr.pem -subj /C=BE/O=Federal-Government/CN=TEST");
            openssl("pkcs12 -export -inkey dummy.key -in dummy.pem -out store.p12 -passout pass:Demo-1234");
        },
    );
    if peak > 0 {
        println!("{:<28} {:>8.1} MiB resident at most", "", peak as f64 / 1024.0);
    }
    fs::remove_dir_all(folder).unwrap();
}
