use zeroize::Zeroizing;

use super::{
    Answer, Flow, Host, Need, Step,
    exchange::Exchange,
    gathering::{Gathering, RevocationCheck, RevocationReport, Subject as Asked},
    misfit,
};
use crate::{
    Code, Error, Result, Timestamp,
    certificate::Certificate,
    etk::{self, Etk, PathTrust},
    keystore::{KeyEntry, Keystore},
    ra::{DepotIdentifier, Endpoints, EtkAnswer, GetEtkRequest},
    random::Random,
    request::Password,
    subject::Subject,
    trust::Anchors,
};

/// What [`SelfTest`] begins with.
pub struct SelfTestInput {
    /// The keystore, as stored.
    pub keystore: Zeroizing<Vec<u8>>,
    /// Its password.
    pub password: Password,
    /// Where the depot is.
    pub endpoints: Endpoints,
    /// Roots that the certificate must lead to.
    pub anchors: Anchors,
    /// Whether the revocation of the token's owner is looked after.
    pub revocation: RevocationCheck,
}

/// What [`SelfTest`] found: everything holds.
#[derive(Clone, Debug)]
pub struct SelfTestReport {
    /// Serial number of the published encryption certificate, decimal: an alias of this keystore.
    pub etk_serial: String,
    /// What should be told, without stopping anything.
    pub warnings: Vec<Error>,
    /// What is known of the revocation of the owner; `None` with [`RevocationCheck::Off`].
    pub revocation: Option<RevocationReport>,
}

/// Whether a workstation with this keystore can receive messages: the depot's token is about a key in it,
/// signatures and chain hold, and a message sealed to the token is opened by the keystore.
pub struct SelfTest {
    input: SelfTestInput,
    store: Keystore,
    state: State,
    report: Option<SelfTestReport>,
}

#[allow(clippy::large_enum_variant, reason = "one state at a time, moved a few times")]
enum State {
    Begin,
    Depot(Exchange<GetEtkRequest>),
    /// Is the owner's certificate still good? With the token.
    Revocation(Box<Gathering>, Etk),
    Over,
}

impl SelfTest {
    /// Opens the keystore.
    pub fn new(input: SelfTestInput) -> Result<Self> {
        let store = Keystore::open(&input.keystore, &input.password)?;
        store.issued()?;
        // The depot no longer has its token, which would look as if it came late.
        if store.revoked().is_some() {
            return Err(Code::CERTIFICATE_REVOKED.into());
        }
        Ok(Self { input, store, state: State::Begin, report: None })
    }

    /// The outcome, once the flow is done.
    pub fn report(&self) -> Option<&SelfTestReport> {
        self.report.as_ref()
    }

    fn authentication(&self) -> Result<(&KeyEntry, &Certificate)> {
        let entry = self.store.authentication().ok_or(Code::KEYSTORE_NOT_PENDING)?;
        Ok((entry, entry.chain.first().ok_or(Code::KEYSTORE_NOT_PENDING)?))
    }

    /// Whether revocation counts.
    fn asked(&self) -> bool {
        self.input.revocation != RevocationCheck::Off
    }

    fn accept_token(&self, answer: EtkAnswer, host: &mut Host<'_>) -> Result<State> {
        let EtkAnswer::Etk(bytes) = answer else { return Err(Code::ETK_NOT_PUBLISHED.into()) };
        let token = Etk::parse(&bytes)?;
        let owner = token.authentication_certificate().filter(|_| self.asked());
        let subjects: Vec<Asked> =
            owner.map(|leaf| Asked { leaf: leaf.clone(), others: token.chain().to_vec() }).into_iter().collect();
        Ok(State::Revocation(Box::new(Gathering::new(&subjects, &self.input.anchors, host)?), token))
    }

    fn judge(
        &self,
        token: &Etk,
        found: &RevocationReport,
        now: Timestamp,
        random: &mut dyn Random,
    ) -> Result<SelfTestReport> {
        let trust =
            PathTrust { evidence: self.asked().then(|| found.evidence()), ..PathTrust::new(&self.input.anchors) };
        let policy = etk::EtkPolicy {
            trust: Some(&trust),
            hard_revocation: self.input.revocation == RevocationCheck::Hard,
            ..etk::EtkPolicy::default()
        };
        token.verify(now, &policy).into_result()?;
        let warnings = found.demand(self.input.revocation)?;
        let certificate = token.encryption_certificate();
        let entry = self
            .store
            .encryption_entries()
            .into_iter()
            .find(|e| e.chain.first() == Some(certificate))
            .ok_or_else(|| Error::new(Code::ETK_NOT_IN_KEYSTORE).with("serial", token.alias()))?;
        let (sender, _) = self.authentication()?;
        seal_and_open(sender, entry, certificate, now, random)?;
        Ok(SelfTestReport { etk_serial: token.alias(), warnings, revocation: None })
    }

    fn due(&self) -> Step {
        match &self.state {
            State::Begin => Step { name: "self_test", percent: 0, need: Need::Done },
            State::Depot(exchange) => Step { name: "etk_depot", percent: 30, need: exchange.need() },
            State::Revocation(gathering, _) => {
                Step { name: "revocation", percent: 60, need: gathering.need().unwrap_or(Need::Done) }
            }
            State::Over => Step { name: "done", percent: 100, need: Need::Done },
        }
    }
}

/// Seals a text by `sender` to `recipient`'s certificate and opens it with its key.
pub(super) fn seal_and_open(
    sender: &KeyEntry,
    recipient: &KeyEntry,
    certificate: &Certificate,
    now: Timestamp,
    random: &mut dyn Random,
) -> Result<()> {
    let failed = |e: Error| Error::new(Code::SELF_TEST_FAILED).detail(e);
    let text = b"ehcert self-test";
    let who = etk::Sender { key: &sender.key, chain: &sender.chain };
    let sealed = etk::seal(text, &who, &[certificate], now, &etk::SealOptions::default(), random).map_err(failed)?;
    let keys = [etk::DecryptionKey { certificate, key: &recipient.key }];
    let opened = etk::unseal(&sealed, &keys, &etk::UnsealPolicy::default(), now, random)
        .and_then(etk::Unsealed::into_content)
        .map_err(failed)?;
    if opened.as_slice() == text { Ok(()) } else { Err(Code::SELF_TEST_FAILED.into()) }
}

impl Flow for SelfTest {
    fn repeat(&mut self, host: &mut Host<'_>) -> Result<Step> {
        if !matches!(self.state, State::Over) {
            let subject = Subject::from_der(self.authentication()?.1.subject_der())?;
            let request = GetEtkRequest { criteria: vec![depot_identifier(&subject)] };
            self.state = State::Depot(Exchange::unsigned(request, &self.input.endpoints, host)?);
        }
        Ok(self.due())
    }

    fn answer(&mut self, answer: Answer, host: &mut Host<'_>) -> Result<Step> {
        match &mut self.state {
            State::Depot(exchange) => {
                if let Some(response) = exchange.answer(answer, host.now)? {
                    self.state = self.accept_token(response.answer, host)?;
                }
            }
            State::Revocation(gathering, _) => gathering.answer(answer, host)?,
            _ => return Err(misfit("self-test", &answer)),
        }
        if let State::Revocation(gathering, token) = &self.state
            && gathering.need().is_none()
        {
            let mut report = self.judge(token, gathering.report(), host.now, host.random)?;
            if let State::Revocation(mut gathering, _) = std::mem::replace(&mut self.state, State::Over) {
                report.revocation = self.asked().then(|| gathering.take_report());
            }
            self.report = Some(report);
        }
        Ok(self.due())
    }
}

/// How the depot names the holder of a certificate.
pub(super) fn depot_identifier(subject: &Subject) -> DepotIdentifier {
    DepotIdentifier {
        r#type: subject.identifier_type().to_owned(),
        value: subject.identifier().to_owned(),
        application_id: subject.application_id().map(str::to_owned),
    }
}
