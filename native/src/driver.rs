//! The driver: carries out the steps of the core's flows with network, keystore folder and threads, and
//! hands back only what a person decides.

use std::path::{Path, PathBuf};

use ehcert_core::{
    Code, Result, Timestamp,
    flow::{Answer, Flow, Host, Need, Review, RevocationReview, SigningKey},
    key::{KeyAlgorithm, PrivateKey, SignatureAlgorithm},
    keystore::Keystore,
    random::OsRandom,
    request::Password,
    subject::Subject,
};
use zeroize::Zeroizing;

use crate::{
    cancel::Cancel,
    clock,
    http::{HttpClient, HttpRequest},
    keygen, store,
};

/// How long an answer is waited for that a flow can do without: nobody waits minutes for a list of revoked certificates
/// that a firewall keeps away.
const OPTIONAL_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(10);

/// What the driver cannot decide or do by itself.
pub trait Attendant {
    /// A step begins: its stable name ([`ehcert_core::message::step_label`]) and how far the flow is, 0 to 100.
    fn progress(&mut self, step: &'static str, percent: u8);
    /// Whether the person accepts this contract.
    fn contract(&mut self, review: &Review) -> Result<bool>;
    /// Whether the person accepts this revocation.
    fn revocation(&mut self, review: &RevocationReview) -> Result<bool>;
    /// A signature by the eID: RSA PKCS#1 v1.5, or ECDSA as r||s.
    fn sign(&mut self, key: SigningKey, algorithm: SignatureAlgorithm, digest: &[u8]) -> Result<Vec<u8>>;
    /// Stores the keystore so that it survives a power cut and gives back what was read from the medium.
    fn store(&mut self, keystore: &[u8]) -> Result<Zeroizing<Vec<u8>>>;
}

/// Runs flows.
pub struct Driver {
    /// Sends the requests.
    pub http: HttpClient,
    /// Stops everything from another thread.
    pub cancel: Cancel,
}

impl Driver {
    /// Runs a flow to its end. Its outcome is then taken from the flow. After an error the flow may be run
    /// again from where it stopped.
    pub fn run(&self, flow: &mut dyn Flow, attendant: &mut dyn Attendant) -> Result<()> {
        let mut random = OsRandom;
        let mut step = flow.repeat(&mut Host { now: clock::now(), random: &mut random })?;
        loop {
            self.cancel.check()?;
            attendant.progress(step.name, step.percent);
            let answer = match step.need {
                Need::Done => return Ok(()),
                Need::Sign { key, algorithm, digest } => Answer::Signature(attendant.sign(key, algorithm, &digest)?),
                Need::ShowContract(review) => Answer::Contract { accepted: attendant.contract(&review)? },
                Need::ShowRevocation(review) => Answer::Contract { accepted: attendant.revocation(&review)? },
                Need::GenerateKey(algorithm) => Answer::Key(generate_key(algorithm)?),
                Need::Http { request, repeatable, optional } => self.send(&request, repeatable, optional)?,
                Need::Store { keystore, .. } => Answer::Stored { read_back: attendant.store(&keystore)? },
                Need::Wait { seconds } => {
                    self.cancel.sleep(std::time::Duration::from_secs(seconds.into()))?;
                    Answer::Waited
                }
            };
            step = flow.answer(answer, &mut Host { now: clock::now(), random: &mut random })?;
        }
    }

    fn send(&self, request: &ehcert_core::ra::HttpRequest, repeatable: bool, optional: bool) -> Result<Answer> {
        let request = HttpRequest {
            method: request.method.to_owned(),
            url: request.url.clone(),
            headers: request.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
            body: request.body.clone(),
            repeatable,
            signed_answer: optional,
        };
        let http = if optional { &self.http.hurried(OPTIONAL_TIMEOUT) } else { &self.http };
        let response = match http.send(&request, &self.cancel) {
            // The flow knows what it means that nothing came.
            Err(error) if optional && error.code() != Code::CANCELLED => {
                return Ok(Answer::Http { status: 0, content_type: String::new(), body: Vec::new() });
            }
            answer => answer?,
        };
        Ok(Answer::Http { status: response.status, content_type: response.content_type(), body: response.body })
    }
}

/// A key, its two primes searched on two threads.
pub fn generate_key(algorithm: KeyAlgorithm) -> Result<PrivateKey> {
    match algorithm {
        KeyAlgorithm::P384 => PrivateKey::generate(algorithm, &mut OsRandom),
        KeyAlgorithm::Rsa2048 => loop {
            let search = ehcert_core::key::PrimeSearch::rsa_2048();
            let (p, q) = keygen::join(|| search.run(&mut OsRandom), || search.run(&mut OsRandom))?;
            match PrivateKey::from_primes(p?, q?) {
                // The two primes were too close together: so unlikely that it never happens, but a rule.
                Err(error) if error.code() == Code::PRIMES_UNSUITABLE => {}
                other => return other,
            }
        },
    }
}

/// The path of a new keystore: the name of ehealth.md 3.1.2 with local time, legal on every system. A name that is
/// taken is passed over for that of the next second, for a minute at most.
pub fn keystore_path(folder: &Path, subject: &Subject, now: Timestamp) -> PathBuf {
    let path = |now: Timestamp| {
        let t = clock::local(now);
        let name = subject.file_base_name(t.year, t.month, t.day, t.hour, t.minute, t.second) + ".p12";
        folder.join(store::legal_file_name(&name))
    };
    (0..60).map(|second| path(now.plus(second))).find(|path| !path.exists()).unwrap_or_else(|| path(now))
}

/// The newest keystore in a folder that an earlier request for this subject left and did not finish, if it opens
/// with the password. One under another password is another request: it is left alone.
pub fn pending_keystore(folder: &Path, subject: &Subject, password: &Password) -> Result<Option<PathBuf>> {
    // The name begins with type, number and application id; then comes the time.
    let sample = subject.file_base_name(2000, 1, 1, 0, 0, 0);
    let prefix = sample.rsplit_once(' ').map_or(sample.as_str(), |(identity, _)| identity);
    let prefix = store::legal_file_name(&format!("{prefix} "));
    let prefix = prefix.trim_end();
    let mut found: Vec<PathBuf> = unfinished_keystores(folder, password)?;
    found.retain(|path| {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        name.rsplit_once(' ').is_some_and(|(identity, _)| identity == prefix)
    });
    found.sort_unstable();
    Ok(found.pop())
}

/// All keystores in a folder that open with the password and wait for their certificate or for their ETK.
pub fn unfinished_keystores(folder: &Path, password: &Password) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let unfinished = |path: &Path| -> Result<bool> {
        let store = Keystore::open(&store::read_keystore(path)?, password)?;
        Ok(ehcert_core::flow::is_unfinished(&store))
    };
    let files = store::list(folder)?;
    Ok(files.into_iter().filter(|f| unfinished(&f.path).unwrap_or(false)).map(|f| f.path).collect())
}

/// A keystore on disk in the course of a flow: created once, then replaced, never lost.
pub struct KeystoreSlot {
    path: PathBuf,
    current: Option<Zeroizing<Vec<u8>>>,
    cancel: Cancel,
}

impl KeystoreSlot {
    /// A keystore that does not exist yet.
    pub fn new(path: PathBuf, cancel: Cancel) -> Self {
        Self { path, current: None, cancel }
    }

    /// A keystore that exists.
    pub fn open(path: PathBuf, cancel: Cancel) -> Result<Self> {
        let current = Zeroizing::new(store::read_keystore(&path)?);
        Ok(Self { path, current: Some(current), cancel })
    }

    /// Where it is.
    pub fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// What it holds.
    pub fn content(&self) -> Option<&Zeroizing<Vec<u8>>> {
        self.current.as_ref()
    }

    /// Puts new content in its place and reads it back.
    pub fn put(&mut self, content: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let same = |read: &[u8]| if read == content { Ok(()) } else { Err(Code::KEYSTORE_NOT_STORED.into()) };
        match &self.current {
            None => store::create(&self.path, content, same, &self.cancel)?,
            Some(old) => store::replace(&self.path, old, content, same, &self.cancel)?,
        }
        self.current = Some(Zeroizing::new(content.to_vec()));
        store::read_keystore(&self.path).map(Zeroizing::new)
    }
}
