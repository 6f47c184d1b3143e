//! Step 2 of the procedure: from a pending keystore to one that works, safe to begin again at any point.

use zeroize::Zeroizing;

use super::{
    Answer, Flow, Host, Need, Step,
    exchange::{Exchange, check_not_expired, expired},
    gathering::{Gathering, RevocationCheck, RevocationReport, Subject as Asked},
    misfit,
    selftest::{depot_identifier, seal_and_open},
};
use crate::{
    Code, Error, Result, Timestamp,
    certificate::Certificate,
    etk::{self, Etk},
    key::{KeyAlgorithm, PrivateKey},
    keystore::{self, KeyEntry, Keystore, Profile},
    ra::{
        CompleteETKRegistrationRequest, Endpoints, EtkAnswer, EtkStatus,
        GetCertificateInfoForAuthenticationCertificateRequest, GetCertificateRequest, GetEtkRequest,
        StartETKRegistrationRequest,
    },
    request::Password,
    subject::{DistinguishedName, Subject},
    trust::{self, Anchors},
};

/// What [`Completion`] begins with.
pub struct CompletionInput {
    /// The keystore as stored: pending, or left at any later point by an earlier run.
    pub keystore: Zeroizing<Vec<u8>>,
    /// Its password.
    pub password: Password,
    /// How it is written.
    pub profile: Profile,
    /// Where the RA is.
    pub endpoints: Endpoints,
    /// Roots that the issued chain must lead to.
    pub anchors: Anchors,
    /// Whom the certificate must be for, where the caller knows better than the keystore, which says whom it was
    /// asked for (one of the official program does not). The key is always compared.
    pub expected: Option<Subject>,
    /// For how many seconds the certificate is waited for, in all, before [`Code::CERT_NOT_YET_DELIVERED`].
    /// Issue takes seconds when it is automatic and days when it is checked by hand.
    pub patience: u32,
    /// Whether the certificate's revocation is looked after before the encryption key is registered.
    pub revocation: RevocationCheck,
}

/// What [`Completion`] leaves.
#[derive(Clone)]
pub struct CompletionReport {
    /// The working keystore, as stored.
    pub keystore: Zeroizing<Vec<u8>>,
    /// DN of the certificate, RFC 2253.
    pub dn: String,
    /// Its serial number, decimal.
    pub serial: String,
    /// First second of its validity.
    pub not_before: Timestamp,
    /// Last second of its validity.
    pub not_after: Timestamp,
    /// Serial number of the encryption certificate, decimal: the alias of its key.
    pub etk_serial: String,
    /// The encryption token as the RA gave it; `None` when an earlier run had it and the depot does not show
    /// it yet.
    pub etk: Option<Vec<u8>>,
    /// `true` (renewal): the new ETK is used by senders only after ActivateETK.
    pub to_be_activated: bool,
    /// What should be told, without stopping anything.
    pub warnings: Vec<Error>,
    /// What is known of the revocation of the certificate; `None` with [`RevocationCheck::Off`].
    pub revocation: Option<RevocationReport>,
}

/// From a pending keystore to a working one.
pub struct Completion {
    input: CompletionInput,
    store: Keystore,
    state: State,
    waited: u32,
    /// The highest percentage that was told.
    reached: u8,
    polls: u32,
    to_be_activated: bool,
    etk: Option<Vec<u8>>,
    revocation: Option<RevocationReport>,
    report: Option<CompletionReport>,
}

enum State {
    Begin,
    Delivery(Exchange<GetCertificateRequest>),
    /// Until the next poll.
    Waiting(u32),
    /// Is what was issued still good?
    Revocation(Box<Gathering>),
    EncryptionKey,
    /// An earlier run had an encryption certificate: what became of it?
    AskStatus(Exchange<GetCertificateInfoForAuthenticationCertificateRequest>),
    Start(Exchange<StartETKRegistrationRequest>),
    Complete(Exchange<CompleteETKRegistrationRequest>),
    Depot(Exchange<GetEtkRequest>),
    /// A keystore, as it is written.
    Store(Box<Keystore>, Zeroizing<Vec<u8>>, New),
    Over,
}

/// What is new in a keystore that is stored.
enum New {
    Certificate,
    EncryptionKey,
    EncryptionCertificate,
    /// The final name of the encryption key; what is to be told afterwards.
    Name(Vec<Error>),
}

/// Alias of an encryption key whose token is not registered yet. Only ever seen in a keystore that was left
/// between two steps; afterwards the alias is the serial number of the certificate.
const PENDING_ENCRYPTION: &str = "encryption-pending";

impl Completion {
    /// Opens the keystore. Errors: those of [`Keystore::open`]; [`Code::KEYSTORE_NOT_PENDING`] when it holds no
    /// authentication key.
    pub fn new(input: CompletionInput) -> Result<Self> {
        let store = Keystore::open(&input.keystore, &input.password)?;
        store.authentication().ok_or(Code::KEYSTORE_NOT_PENDING)?;
        Ok(Self {
            input,
            store,
            state: State::Begin,
            waited: 0,
            reached: 0,
            polls: 0,
            to_be_activated: false,
            etk: None,
            revocation: None,
            report: None,
        })
    }

    /// The outcome, once the flow is done.
    pub fn report(&self) -> Option<&CompletionReport> {
        self.report.as_ref()
    }

    fn key(&self) -> Result<&PrivateKey> {
        self.store.authentication().map(|e| &e.key).ok_or_else(|| Code::KEYSTORE_NOT_PENDING.into())
    }

    fn chain(&self) -> Result<&[Certificate]> {
        self.store.authentication().map(|e| e.chain.as_slice()).ok_or_else(|| Code::KEYSTORE_NOT_PENDING.into())
    }

    fn leaf(&self) -> Result<&Certificate> {
        self.chain()?.first().ok_or_else(|| Code::KEYSTORE_NOT_PENDING.into())
    }

    /// Where to go on, judged by the keystore alone.
    fn resume(&mut self, host: &mut Host<'_>) -> Result<State> {
        if keystore::is_dummy(self.leaf()?) {
            return Ok(State::Delivery(self.get_certificate(host)?));
        }
        // Before a key is made and stored that could be registered no more.
        check_not_expired(self.leaf()?, host.now)?;
        if self.revocation.is_none() && self.input.revocation != RevocationCheck::Off {
            return self.ask_revocation(host);
        }
        if self.encryption_entry()?.is_some() {
            let request = GetCertificateInfoForAuthenticationCertificateRequest;
            let exchange = Exchange::signed_by_key(request, &self.input.endpoints, self.key()?, self.chain()?, host)?;
            return Ok(State::AskStatus(exchange));
        }
        if self.store.key(PENDING_ENCRYPTION).is_some() {
            return Ok(State::Start(self.start_registration(host)?));
        }
        Ok(State::EncryptionKey)
    }

    fn ask_revocation(&mut self, host: &mut Host<'_>) -> Result<State> {
        let (leaf, others) = self.chain()?.split_first().ok_or(Code::KEYSTORE_NOT_PENDING)?;
        let subject = Asked { leaf: leaf.clone(), others: others.to_vec() };
        let mut gathering = Gathering::new(&[subject], &self.input.anchors, host)?;
        if gathering.need().is_none() {
            return self.accept_revocation(gathering.take_report(), host);
        }
        Ok(State::Revocation(Box::new(gathering)))
    }

    fn accept_revocation(&mut self, report: RevocationReport, host: &mut Host<'_>) -> Result<State> {
        report.demand(self.input.revocation)?;
        self.revocation = Some(report);
        self.resume(host)
    }

    /// The encryption key that belongs to the present authentication certificate: keys of earlier
    /// certificates stay in the keystore, but are signed by other keys.
    fn encryption_entry(&self) -> Result<Option<(&KeyEntry, &Certificate)>> {
        let leaf = self.leaf()?;
        Ok(self.store.encryption_entries().into_iter().find_map(|entry| {
            let certificate = entry.chain.first()?;
            etk::check_encryption_certificate(certificate, leaf).ok()?;
            Some((entry, certificate))
        }))
    }

    fn get_certificate(&self, host: &mut Host<'_>) -> Result<Exchange<GetCertificateRequest>> {
        let request = GetCertificateRequest { public_key_identifier: self.key()?.public().identifier() };
        Exchange::unsigned(request, &self.input.endpoints, host)
    }

    /// Key of the ETK in the making: pending, or of a certificate whose registration did not end.
    fn encryption_key(&self) -> Result<PrivateKey> {
        if let Some(entry) = self.store.key(PENDING_ENCRYPTION) {
            return Ok(entry.key.clone());
        }
        self.encryption_entry()?.map(|(entry, _)| entry.key.clone()).ok_or_else(|| Code::INTERNAL.into())
    }

    fn start_registration(&self, host: &mut Host<'_>) -> Result<Exchange<StartETKRegistrationRequest>> {
        let request = StartETKRegistrationRequest { public_encryption_key: self.encryption_key()?.public().to_spki() };
        Exchange::signed_by_key(request, &self.input.endpoints, self.key()?, self.chain()?, host)
    }

    fn store(&self, store: Keystore, new: New, host: &mut Host<'_>) -> Result<State> {
        let bytes = store.write(&self.input.password, self.input.profile, host.random)?;
        Ok(State::Store(Box::new(store), Zeroizing::new(bytes), new))
    }

    /// The issued chain: right key, right holder, known root; then into the keystore.
    fn accept_certificate(&self, der: &[Vec<u8>], host: &mut Host<'_>) -> Result<State> {
        let chain = Certificate::from_der_list(der)?;
        let (leaf, rest) = chain.split_first().ok_or(Code::CERTIFICATE_MALFORMED)?;
        let key = self.key()?.public();
        let requested = self.store.requested_name().map(Subject::parse_rfc2253).transpose()?;
        let expected = self.input.expected.as_ref().or(requested.as_ref()).map(Subject::to_der);
        let expected = expected.as_deref().unwrap_or(leaf.subject_der());
        trust::check_issued(leaf, rest, &key, expected, &self.input.anchors, host.now)?;
        let mut store = self.store.clone();
        store.set_authentication_chain(chain, |c| {
            DistinguishedName::from_der(c.subject_der()).map(|n| n.to_rfc2253())
        })?;
        self.store(store, New::Certificate, host)
    }

    fn accept_challenge(&self, challenge: &[u8], host: &mut Host<'_>) -> Result<State> {
        let key = self.encryption_key()?;
        let serial = etk::answer_challenge(challenge, &key, host.random)?;
        let certificate =
            etk::issue_encryption_certificate(self.leaf()?, self.key()?, &serial, &key.public(), host.random)?;
        let mut store = self.store.clone();
        // A certificate of a registration that did not end is replaced by the one of this registration.
        if let Some((_, old)) = self.encryption_entry()? {
            store.remove(&old.serial_decimal());
        }
        store.remove(PENDING_ENCRYPTION);
        store.add_key(PENDING_ENCRYPTION, key, vec![certificate], host.now)?;
        self.store(store, New::EncryptionCertificate, host)
    }

    fn complete_registration(&self, host: &mut Host<'_>) -> Result<Exchange<CompleteETKRegistrationRequest>> {
        let (_, certificate) = self.encryption_entry()?.ok_or(Code::INTERNAL)?;
        let request = CompleteETKRegistrationRequest { to_be_registered: certificate.der().to_vec() };
        Exchange::signed_by_key(request, &self.input.endpoints, self.key()?, self.chain()?, host)
    }

    fn get_etk(&self, host: &mut Host<'_>) -> Result<Exchange<GetEtkRequest>> {
        let subject = Subject::from_der(self.leaf()?.subject_der())?;
        let request = GetEtkRequest { criteria: vec![depot_identifier(&subject)] };
        Exchange::unsigned(request, &self.input.endpoints, host)
    }

    /// The token must be about the encryption certificate in the keystore.
    fn check_etk(&self, bytes: &[u8], now: Timestamp) -> Result<()> {
        let token = Etk::parse(bytes)?;
        let (_, certificate) = self.encryption_entry()?.ok_or(Code::INTERNAL)?;
        if token.encryption_certificate().der() != certificate.der() {
            return Err(Code::ETK_OTHER.into());
        }
        // The chain was checked when the certificate came; here the token's own bonds are.
        token.verify(now, &etk::EtkPolicy::default()).into_result()
    }

    /// Seals a message to this keystore and opens it again.
    fn self_test(&self, host: &mut Host<'_>) -> Result<()> {
        let (_, certificate) = self.encryption_entry()?.ok_or(Code::INTERNAL)?;
        let sender = self.store.authentication().ok_or(Code::KEYSTORE_NOT_PENDING)?;
        let recipient = self.store.key(&certificate.serial_decimal()).ok_or(Code::INTERNAL)?;
        // A CA may date its certificates a little ahead of the host's clock: the test is of keys, not of dates.
        let now = host.now.max(self.leaf()?.not_before());
        seal_and_open(sender, recipient, certificate, now, host.random)
    }

    fn finish(&mut self, mut warnings: Vec<Error>, host: &mut Host<'_>) -> Result<State> {
        if let Some(etk) = &self.etk {
            self.check_etk(etk, host.now)?;
        }
        if self.store.key(PENDING_ENCRYPTION).is_some() {
            let (entry, certificate) = self.encryption_entry()?.ok_or(Code::INTERNAL)?;
            let mut store = self.store.clone();
            store.remove(PENDING_ENCRYPTION);
            let (alias, key) = (certificate.serial_decimal(), entry.key.clone());
            store.add_key(&alias, key, vec![certificate.clone()], host.now)?;
            return self.store(store, New::Name(warnings), host);
        }
        self.self_test(host)?;
        let leaf = self.leaf()?;
        let (_, encryption) = self.encryption_entry()?.ok_or(Code::INTERNAL)?;
        if !leaf.is_valid_at(host.now) {
            warnings.push(Code::CERTIFICATE_NOT_YET_VALID.into());
        }
        if let Some(report) = &self.revocation {
            warnings.extend(report.demand(self.input.revocation)?);
        }
        self.report = Some(CompletionReport {
            keystore: self.input.keystore.clone(),
            dn: DistinguishedName::from_der(leaf.subject_der())?.to_rfc2253(),
            serial: leaf.serial_decimal(),
            not_before: leaf.not_before(),
            not_after: leaf.not_after(),
            etk_serial: encryption.serial_decimal(),
            etk: self.etk.clone(),
            to_be_activated: self.to_be_activated,
            warnings,
            revocation: self.revocation.take(),
        });
        Ok(State::Over)
    }

    /// Seconds until the next poll: the connector's 10, then slower, for as long as the patience lasts.
    fn next_poll(&self) -> Option<u32> {
        let pause = match self.polls {
            0 => 2,
            1 => 5,
            2..=5 => 10,
            6..=20 => 30,
            _ => 120,
        };
        let left = self.input.patience.saturating_sub(self.waited);
        if left == 0 { None } else { Some(pause.min(left)) }
    }

    /// What is due. The percentage stays where it was when a step is gone back to: a lost answer is no loss of work.
    fn due(&mut self) -> Step {
        let (name, percent, need) = match &self.state {
            State::Begin => ("delivery", 0, Need::Done),
            State::Delivery(exchange) => ("delivery", 10, exchange.need()),
            State::Waiting(seconds) => ("waiting", 10, Need::Wait { seconds: *seconds }),
            State::Revocation(gathering) => ("revocation", 35, gathering.need().unwrap_or(Need::Done)),
            State::EncryptionKey => ("encryption_key", 40, Need::GenerateKey(KeyAlgorithm::Rsa2048)),
            State::AskStatus(exchange) => ("etk_status", 52, exchange.need()),
            State::Start(exchange) => ("etk_start", 60, exchange.need()),
            State::Complete(exchange) => ("etk_complete", 80, exchange.need()),
            State::Depot(exchange) => ("etk_depot", 90, exchange.need()),
            State::Store(_, bytes, new) => {
                let (name, percent) = match new {
                    New::Certificate => ("store_certificate", 30),
                    New::EncryptionKey => ("store_encryption_key", 50),
                    New::EncryptionCertificate => ("store_encryption_certificate", 70),
                    New::Name(_) => ("store_final", 95),
                };
                (name, percent, Need::Store { keystore: bytes.clone(), replace: true })
            }
            State::Over => ("done", 100, Need::Done),
        };
        self.reached = self.reached.max(percent);
        Step { name, percent: self.reached, need }
    }

    /// What was stored must be what was written, and must open.
    fn check_stored(&self, read_back: &[u8], bytes: &[u8]) -> Result<()> {
        if read_back != bytes {
            return Err(Error::new(Code::KEYSTORE_NOT_STORED).detail("other bytes were read back"));
        }
        Keystore::open(read_back, &self.input.password)
            .map(|_| ())
            .map_err(|e| Error::new(Code::KEYSTORE_NOT_STORED).detail(e.code().name()))
    }

    /// The state after the encryption certificate is in the keystore and the RA's word is `status`.
    fn after_status(&mut self, status: &EtkStatus, host: &mut Host<'_>) -> Result<State> {
        match status {
            EtkStatus::ValidActive => Ok(State::Depot(self.get_etk(host)?)),
            EtkStatus::WaitForActivation => {
                self.to_be_activated = true;
                self.finish(Vec::new(), host)
            }
            EtkStatus::Revoked => Err(Code::CERTIFICATE_REVOKED.into()),
            EtkStatus::Expired => Err(expired(self.leaf()?)),
            _ => Ok(State::Start(self.start_registration(host)?)),
        }
    }

    fn advance(&mut self, state: &mut State, answer: Answer, host: &mut Host<'_>) -> Result<Option<State>> {
        Ok(match (state, answer) {
            (State::Delivery(exchange), answer) => match exchange.answer(answer, host.now) {
                Ok(None) => None,
                Ok(Some(response)) => Some(self.accept_certificate(&response.certificates, host)?),
                Err(error) if error.code() == Code::CERT_NOT_YET_DELIVERED => {
                    Some(State::Waiting(self.next_poll().ok_or(error)?))
                }
                Err(error) => return Err(error),
            },
            (State::Waiting(seconds), Answer::Waited) => {
                let next = self.get_certificate(host)?;
                self.waited = self.waited.saturating_add(*seconds);
                self.polls += 1;
                Some(State::Delivery(next))
            }
            (State::Revocation(gathering), answer) => {
                gathering.answer(answer, host)?;
                match gathering.need() {
                    Some(_) => None,
                    None => Some(self.accept_revocation(gathering.take_report(), host)?),
                }
            }
            (State::EncryptionKey, Answer::Key(key)) => {
                if key.algorithm() != Some(KeyAlgorithm::Rsa2048) {
                    return Err(Error::new(Code::INVALID_ARGUMENT).with("what", "key"));
                }
                let mut store = self.store.clone();
                let dummy = keystore::dummy_certificate(&key, host.now, host.random)?;
                store.add_key(PENDING_ENCRYPTION, key, vec![dummy], host.now)?;
                Some(self.store(store, New::EncryptionKey, host)?)
            }
            (State::AskStatus(exchange), answer) => match exchange.answer(answer, host.now)? {
                None => None,
                Some(response) => {
                    let info = response.certificate.ok_or(Code::MESSAGE_UNEXPECTED)?;
                    Some(self.after_status(&info.etk_status, host)?)
                }
            },
            (State::Start(exchange), answer) => {
                exchange.answer(answer, host.now)?.map(|r| self.accept_challenge(&r.challenge, host)).transpose()?
            }
            (State::Complete(exchange), answer) => match exchange.answer(answer, host.now)? {
                None => None,
                Some(response) => {
                    self.check_etk(&response.etk, host.now)?;
                    self.to_be_activated = response.to_be_activated;
                    self.etk = Some(response.etk);
                    Some(if self.to_be_activated {
                        self.finish(Vec::new(), host)?
                    } else {
                        State::Depot(self.get_etk(host)?)
                    })
                }
            },
            (State::Depot(exchange), answer) => match exchange.answer(answer, host.now)? {
                None => None,
                Some(response) => Some(self.accept_depot(response.answer, host)?),
            },
            (State::Store(store, bytes, new), Answer::Stored { read_back }) => {
                self.check_stored(&read_back, bytes)?;
                (self.store, self.input.keystore) = ((**store).clone(), bytes.clone());
                Some(match new {
                    New::Certificate => self.resume(host)?,
                    New::EncryptionKey => State::Start(self.start_registration(host)?),
                    New::EncryptionCertificate => State::Complete(self.complete_registration(host)?),
                    New::Name(warnings) => self.finish(std::mem::take(warnings), host)?,
                })
            }
            (_, answer) => return Err(misfit("completion", &answer)),
        })
    }

    /// The depot shows what senders will use. It may lag behind the registration: said, not an error.
    fn accept_depot(&mut self, answer: EtkAnswer, host: &mut Host<'_>) -> Result<State> {
        let mut warnings = Vec::new();
        if let EtkAnswer::Etk(published) = answer {
            self.check_etk(&published, host.now)?;
            self.etk = Some(published);
        } else {
            warnings.push(Code::ETK_NOT_PUBLISHED.into());
        }
        self.finish(warnings, host)
    }
}

impl Flow for Completion {
    fn repeat(&mut self, host: &mut Host<'_>) -> Result<Step> {
        // Each of these requests may be sent twice, and a fresh one carries a fresh Id and IssueInstant.
        self.state = match &self.state {
            State::Begin => self.resume(host)?,
            State::Revocation(_) => self.ask_revocation(host)?,
            State::Delivery(_) => State::Delivery(self.get_certificate(host)?),
            State::Start(_) => State::Start(self.start_registration(host)?),
            // Its answer may have been lost: ask what became of it.
            State::Complete(_) | State::AskStatus(_) => self.resume(host)?,
            State::Depot(_) => State::Depot(self.get_etk(host)?),
            _ => return Ok(self.due()),
        };
        Ok(self.due())
    }

    fn answer(&mut self, answer: Answer, host: &mut Host<'_>) -> Result<Step> {
        let mut state = std::mem::replace(&mut self.state, State::Begin);
        let next = self.advance(&mut state, answer, host);
        match next {
            Ok(Some(next)) => self.state = next,
            Ok(None) => self.state = state,
            Err(error) => {
                self.state = state;
                return Err(error);
            }
        }
        Ok(self.due())
    }
}

/// Whether a keystore waits for [`Completion`]: its certificate is not there yet, no encryption key belongs to it,
/// or the token of that key is not registered.
pub fn is_unfinished(store: &Keystore) -> bool {
    let Some(leaf) = store.authentication().and_then(|e| e.chain.first()) else { return false };
    if keystore::is_dummy(leaf) || store.key(PENDING_ENCRYPTION).is_some() {
        return true;
    }
    !store
        .encryption_entries()
        .iter()
        .filter_map(|e| e.chain.first())
        .any(|c| etk::check_encryption_certificate(c, leaf).is_ok())
}
