//! The operations, step by step: one object for all of them.
//!
//! Call [`Flow::step`], do what it says, call the matching `answer_...` with the outcome, which gives the
//! next step, until [`FlowStep::Done`]; then read the outcome. A failed call leaves the flow where it was:
//! [`Flow::step`] gives the same step again. Dropping (or closing) the flow cancels it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use super::{
    error::{EhcertError, Problem},
    live::Live,
    outcome::{
        CompletionResult, EnrolmentResult, ForeignResult, OrganizationChoice, PreflightOutcome, RegisteredCertificate,
        RevocationResult,
    },
    step::{FlowStep, LocalizedText},
    validate::{ContactInput, RequestInput},
};
use crate::{
    Code, Error, Timestamp,
    certificate::Certificate,
    flow::{self, Answer, Host, Need, RevocationCheck},
    key::{KeyAlgorithm, PrivateKey},
    keystore::Profile,
    ra::{Endpoints, RevocationReason},
    random::OsRandom,
    request::Password,
    subject::Subject,
    trust::Anchors,
};

/// The eID's holder as a flow needs them: the two certificate chains as the card has them.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct SignerInput {
    /// DER certificates of the authentication key: leaf, CA, root.
    #[serde(with = "super::bytes")]
    pub authentication_chain: Vec<Vec<u8>>,
    /// DER certificates of the signature key: leaf, CA, root; empty when the card has none.
    #[serde(default, with = "super::bytes")]
    pub signature_chain: Vec<Vec<u8>>,
    /// Roots that the chains must lead to, DER. Empty: the Belgian roots.
    #[serde(default, with = "super::bytes")]
    pub anchors: Vec<Vec<u8>>,
}

/// Where the platform is.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PlatformInput {
    /// `production`, `acceptance`, or the base URL of a platform (`http://127.0.0.1:8080`).
    pub platform: String,
    /// Roots that issued certificates must lead to, DER. Empty: those of the platform.
    #[serde(default, with = "super::bytes")]
    pub anchors: Vec<Vec<u8>>,
    /// Whether completion, status of a keystore and self-test look after revocation by lists and OCSP, in steps of
    /// their own ([`FlowStep::Http`], optional): `off` or empty, `soft` (a status that cannot be found out is a
    /// warning) or `hard` (it is an error). [`Flow::revocation_outcome`] has what came out.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default = ""))]
    pub revocation: String,
}

impl PlatformInput {
    pub(super) fn endpoints(&self) -> Endpoints {
        match self.platform.as_str() {
            "production" => Endpoints::production(),
            "acceptance" => Endpoints::acceptance(),
            base => Endpoints::from_base(base),
        }
    }

    fn revocation(&self) -> crate::Result<RevocationCheck> {
        match self.revocation.as_str() {
            "" => Ok(RevocationCheck::Off),
            name => RevocationCheck::from_name(name)
                .ok_or_else(|| Error::new(Code::INVALID_ARGUMENT).with("what", "revocation").field("revocation")),
        }
    }

    pub(super) fn anchors(&self) -> crate::Result<Anchors> {
        match (self.anchors.is_empty(), self.platform.as_str()) {
            (false, _) => Anchors::from_der_list(&self.anchors),
            (true, "acceptance") => Ok(Anchors::acceptance()),
            (true, _) => Ok(Anchors::production()),
        }
    }
}

enum Inner {
    Preflight(Box<flow::Preflight>),
    Enrolment(Box<flow::Enrolment>),
    Completion(Box<flow::Completion>),
    Status(Box<flow::Status>),
    ApplicationIds(Box<flow::ApplicationIds>),
    SelfTest(Box<flow::SelfTest>),
    Activation(Box<flow::Activation>),
    Revocation(Box<flow::Revocation>),
    RevocationInquiry(Box<flow::RevocationInquiry>),
    Foreign(Box<flow::ForeignRequest>),
    /// Nothing is left of it.
    Wiped,
}

impl Inner {
    fn machine(&mut self) -> crate::Result<&mut dyn flow::Flow> {
        Ok(match self {
            Self::Preflight(f) => f.as_mut(),
            Self::Enrolment(f) => f.as_mut(),
            Self::Completion(f) => f.as_mut(),
            Self::Status(f) => f.as_mut(),
            Self::ApplicationIds(f) => f.as_mut(),
            Self::SelfTest(f) => f.as_mut(),
            Self::Activation(f) => f.as_mut(),
            Self::Revocation(f) => f.as_mut(),
            Self::RevocationInquiry(f) => f.as_mut(),
            Self::Foreign(f) => f.as_mut(),
            Self::Wiped => return Err(Code::WRONG_STATE.into()),
        })
    }
}

/// An operation on its way. May be used from any thread, one call at a time.
#[cfg_attr(feature = "uniffi", derive(uniffi::Object))]
pub struct Flow {
    inner: Mutex<Inner>,
    _live: Live,
}

type Result<T> = std::result::Result<T, EhcertError>;

impl Flow {
    fn of(inner: Inner) -> Self {
        Self { inner: Mutex::new(inner), _live: Live::new() }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A flow's state is whole between two calls, and a call that panicked left it before its step.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, answer: Answer, now: i64) -> Result<FlowStep> {
        let mut random = OsRandom;
        let mut host = Host { now: Timestamp(now), random: &mut random };
        Ok(FlowStep::from(self.lock().machine()?.answer(answer, &mut host)?))
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Flow {
    /// Asks the RA for its rules and for whom the holder may act.
    #[cfg_attr(feature = "uniffi", uniffi::constructor)]
    pub fn preflight(signer: SignerInput, platform: PlatformInput, now: i64) -> Result<Self> {
        let input = flow::PreflightInput { signer: signer_of(signer, now)?, endpoints: platform.endpoints() };
        Ok(Self::of(Inner::Preflight(Box::new(flow::Preflight::new(input)))))
    }

    /// Step 1: from a request to a pending keystore. `pending` is a keystore that an earlier run stored and did
    /// not finish; `renews` with `renews_password` the keystore that is renewed. Passwords are UTF-8.
    #[cfg_attr(feature = "uniffi", uniffi::constructor)]
    #[allow(clippy::too_many_arguments, reason = "one call of the public API; each has its own meaning")]
    pub fn enrolment(
        signer: SignerInput,
        request: RequestInput,
        password: Vec<u8>,
        profile: String,
        pending: Option<Vec<u8>>,
        renews: Option<Vec<u8>>,
        renews_password: Option<Vec<u8>>,
        platform: PlatformInput,
        now: i64,
    ) -> Result<Self> {
        let password = Password::from_utf8(password)?;
        let renews = match (renews, renews_password) {
            (Some(keystore), Some(own)) => {
                Some(flow::Renewed { keystore: Zeroizing::new(keystore), password: Password::from_utf8(own)? })
            }
            (Some(keystore), None) => {
                Some(flow::Renewed { keystore: Zeroizing::new(keystore), password: password.clone() })
            }
            (None, _) => None,
        };
        let input = flow::EnrolmentInput {
            signer: signer_of(signer, now)?,
            key_algorithm: request.key_algorithm()?,
            request: request.validated()?,
            password,
            profile: profile_of(&profile)?,
            endpoints: platform.endpoints(),
            pending: pending.map(Zeroizing::new),
            renews,
            contract_dn: flow::ContractDn::default(),
        };
        Ok(Self::of(Inner::Enrolment(Box::new(flow::Enrolment::new(input)))))
    }

    /// Step 2: from a pending keystore (or one left at any later point) to a working one. `expected_dn`: whom it
    /// must be for (RFC 2253), where the caller knows. `patience`: seconds to wait for the certificate in all.
    #[cfg_attr(feature = "uniffi", uniffi::constructor)]
    pub fn completion(
        keystore: Vec<u8>,
        password: Vec<u8>,
        profile: String,
        expected_dn: Option<String>,
        patience: u32,
        platform: PlatformInput,
    ) -> Result<Self> {
        let input = flow::CompletionInput {
            keystore: Zeroizing::new(keystore),
            password: Password::from_utf8(password)?,
            profile: profile_of(&profile)?,
            endpoints: platform.endpoints(),
            anchors: platform.anchors()?,
            expected: expected_dn.map(|dn| Subject::parse_rfc2253(&dn)).transpose()?,
            patience,
            revocation: platform.revocation()?,
        };
        Ok(Self::of(Inner::Completion(Box::new(flow::Completion::new(input)?))))
    }

    /// What the RA knows of the certificate in a keystore; no eID is needed.
    #[cfg_attr(feature = "uniffi", uniffi::constructor)]
    pub fn keystore_status(keystore: Vec<u8>, password: Vec<u8>, platform: PlatformInput) -> Result<Self> {
        let input = flow::StatusInput::Keystore {
            keystore: Zeroizing::new(keystore),
            password: Password::from_utf8(password)?,
            endpoints: platform.endpoints(),
            anchors: platform.anchors()?,
            revocation: platform.revocation()?,
        };
        Ok(Self::of(Inner::Status(Box::new(flow::Status::new(input)))))
    }

    /// What the RA knows of all certificates of a holder and of the organisations they may act for.
    #[cfg_attr(feature = "uniffi", uniffi::constructor)]
    pub fn citizen_status(signer: SignerInput, platform: PlatformInput, now: i64) -> Result<Self> {
        let input = flow::StatusInput::Citizen { signer: signer_of(signer, now)?, endpoints: platform.endpoints() };
        Ok(Self::of(Inner::Status(Box::new(flow::Status::new(input)))))
    }

    /// Which application ids an organisation has certificates for already. Nobody signs it.
    #[cfg_attr(feature = "uniffi", uniffi::constructor)]
    pub fn application_ids(identifier_type: String, identifier: String, platform: PlatformInput) -> Result<Self> {
        let flow = flow::ApplicationIds::new(&identifier_type, &identifier, platform.endpoints())?;
        Ok(Self::of(Inner::ApplicationIds(Box::new(flow))))
    }

    /// Whether a workstation with this keystore can receive messages: the published ETK is about a key in it,
    /// the chain holds, and a message sealed to it is opened.
    #[cfg_attr(feature = "uniffi", uniffi::constructor)]
    pub fn self_test(keystore: Vec<u8>, password: Vec<u8>, platform: PlatformInput) -> Result<Self> {
        let input = flow::SelfTestInput {
            keystore: Zeroizing::new(keystore),
            password: Password::from_utf8(password)?,
            endpoints: platform.endpoints(),
            anchors: platform.anchors()?,
            revocation: platform.revocation()?,
        };
        Ok(Self::of(Inner::SelfTest(Box::new(flow::SelfTest::new(input)?))))
    }

    /// ActivateETK: from then on senders use the key of this (renewed) keystore.
    #[cfg_attr(feature = "uniffi", uniffi::constructor)]
    pub fn activation(keystore: Vec<u8>, password: Vec<u8>, platform: PlatformInput) -> Result<Self> {
        let input = flow::ActivationInput {
            keystore: Zeroizing::new(keystore),
            password: Password::from_utf8(password)?,
            endpoints: platform.endpoints(),
        };
        Ok(Self::of(Inner::Activation(Box::new(flow::Activation::new(input)?))))
    }

    /// Ends a certificate. `public_key_identifier`: 20 bytes in hexadecimal. `reason`: `keyCompromise`,
    /// `affiliationChanged`, `superseded` or `cessationOfOperation`.
    #[cfg_attr(feature = "uniffi", uniffi::constructor)]
    pub fn revocation(
        signer: SignerInput,
        public_key_identifier: String,
        reason: String,
        platform: PlatformInput,
        now: i64,
    ) -> Result<Self> {
        let bad = |what: &str| Error::new(Code::INVALID_ARGUMENT).with("what", what);
        let input = flow::RevocationInput {
            signer: signer_of(signer, now)?,
            public_key_identifier: hex20(&public_key_identifier).ok_or_else(|| bad("public_key_identifier"))?,
            subject: None,
            reason: match RevocationReason::from(reason.as_str()) {
                RevocationReason::Other(_) => return Err(bad("reason").into()),
                known => known,
            },
            endpoints: platform.endpoints(),
        };
        Ok(Self::of(Inner::Revocation(Box::new(flow::Revocation::new(input)))))
    }

    /// Fetches what is known of the revocation of certificates (DER), encryption tokens (their owners) and sealed
    /// messages (their senders): the lists and responses with which they can then be judged, sealed to or opened.
    /// `untrusted`: certificates that may lie between. The platform gives the roots; its `revocation` does not count.
    #[cfg_attr(feature = "uniffi", uniffi::constructor)]
    pub fn revocation_inquiry(items: Vec<Vec<u8>>, untrusted: Vec<Vec<u8>>, platform: PlatformInput) -> Result<Self> {
        let flow = flow::RevocationInquiry::new(&items, &Certificate::from_der_list(&untrusted)?, platform.anchors()?)?;
        Ok(Self::of(Inner::RevocationInquiry(Box::new(flow))))
    }

    /// The request of a person with a BIS number and without eID.
    #[cfg_attr(feature = "uniffi", uniffi::constructor)]
    #[allow(clippy::too_many_arguments, reason = "one call of the public API; each has its own meaning")]
    pub fn foreign_request(
        bis: String,
        first_names: String,
        name: String,
        contact: ContactInput,
        password: Vec<u8>,
        key_algorithm: String,
        profile: String,
        platform: PlatformInput,
    ) -> Result<Self> {
        let input = flow::ForeignRequestInput {
            bis,
            first_names,
            name,
            contact: contact.checked()?,
            password: Password::from_utf8(password)?,
            key_algorithm: key_algorithm_of(&key_algorithm)?,
            profile: profile_of(&profile)?,
            endpoints: platform.endpoints(),
        };
        Ok(Self::of(Inner::Foreign(Box::new(flow::ForeignRequest::new(input)?))))
    }

    /// The step that is due. The first call begins the flow; later ones give the same step again, with a new request
    /// (another message identifier) where one is due: only an answer to the newest fits.
    pub fn step(&self, now: i64) -> Result<FlowStep> {
        let mut random = OsRandom;
        let mut host = Host { now: Timestamp(now), random: &mut random };
        Ok(FlowStep::from(self.lock().machine()?.repeat(&mut host)?))
    }

    /// Answers [`FlowStep::Sign`]: RSA PKCS#1 v1.5, or ECDSA as r||s.
    pub fn answer_signature(&self, signature: Vec<u8>, now: i64) -> Result<FlowStep> {
        self.run(Answer::Signature(signature), now)
    }

    /// Answers [`FlowStep::ShowContract`].
    pub fn answer_contract(&self, accepted: bool, now: i64) -> Result<FlowStep> {
        self.run(Answer::Contract { accepted }, now)
    }

    /// Does [`FlowStep::GenerateKey`]: up to a second of work on the caller's thread.
    pub fn generate_key(&self, now: i64) -> Result<FlowStep> {
        let mut random = OsRandom;
        let mut host = Host { now: Timestamp(now), random: &mut random };
        let due = self.lock().machine()?.repeat(&mut host)?;
        let Need::GenerateKey(algorithm) = due.need else { return Err(Code::WRONG_STATE.into()) };
        let key = PrivateKey::generate(algorithm, &mut OsRandom)?;
        self.run(Answer::Key(key), now)
    }

    /// Answers [`FlowStep::GenerateKey`] with a key made elsewhere (WebCrypto): DER PrivateKeyInfo.
    pub fn answer_key(&self, pkcs8: Vec<u8>, now: i64) -> Result<FlowStep> {
        let key = PrivateKey::from_pkcs8(&Zeroizing::new(pkcs8))?;
        self.run(Answer::Key(key), now)
    }

    /// Answers [`FlowStep::Http`]. `content_type`: the header's value, or empty. `status` 0: no answer came to an
    /// optional request.
    pub fn answer_http(&self, status: u16, content_type: String, body: Vec<u8>, now: i64) -> Result<FlowStep> {
        self.run(Answer::Http { status, content_type, body }, now)
    }

    /// Answers [`FlowStep::Store`] with the bytes as read back from the medium.
    pub fn answer_stored(&self, read_back: Vec<u8>, now: i64) -> Result<FlowStep> {
        self.run(Answer::Stored { read_back: Zeroizing::new(read_back) }, now)
    }

    /// Answers [`FlowStep::Wait`].
    pub fn answer_waited(&self, now: i64) -> Result<FlowStep> {
        self.run(Answer::Waited, now)
    }

    /// Ends the flow now and forgets everything of it, keys and passwords too; every later call fails with
    /// `WrongState`.
    pub fn wipe(&self) {
        *self.lock() = Inner::Wiped;
    }

    /// The outcome of a pre-flight that is done.
    pub fn preflight_outcome(&self) -> Option<PreflightOutcome> {
        let inner = self.lock();
        let Inner::Preflight(flow) = &*inner else { return None };
        flow.report().map(|report| PreflightOutcome {
            natural_person: report.natural_person,
            organizations: report
                .organizations
                .iter()
                .map(|o| OrganizationChoice {
                    identifier_type: o.identifier.r#type.clone(),
                    identifier: o.identifier.value.clone(),
                    names: LocalizedText::all(&o.name.values),
                })
                .collect(),
            clock_difference: report.clock_difference,
            warnings: report.warnings.iter().map(Problem::from).collect(),
        })
    }

    /// The outcome of an enrolment that is done.
    pub fn enrolment_outcome(&self) -> Option<EnrolmentResult> {
        let inner = self.lock();
        let Inner::Enrolment(flow) = &*inner else { return None };
        flow.outcome().map(|outcome| EnrolmentResult {
            public_key_identifier: hex(&outcome.public_key_identifier),
            automatically_validated: outcome.automatically_validated,
            replaces: outcome.replaces.as_ref().map(|r| hex(r)),
            already_submitted: outcome.already_submitted,
        })
    }

    /// The outcome of a completion that is done.
    pub fn completion_outcome(&self) -> Option<CompletionResult> {
        let inner = self.lock();
        let Inner::Completion(flow) = &*inner else { return None };
        flow.report().map(|report| CompletionResult {
            dn: report.dn.clone(),
            serial: report.serial.clone(),
            not_before: report.not_before.0,
            not_after: report.not_after.0,
            etk_serial: report.etk_serial.clone(),
            to_be_activated: report.to_be_activated,
            warnings: report.warnings.iter().map(Problem::from).collect(),
        })
    }

    /// The outcome of a status that is done: one certificate, or those of a citizen.
    pub fn status_outcome(&self) -> Option<Vec<RegisteredCertificate>> {
        let inner = self.lock();
        let Inner::Status(flow) = &*inner else { return None };
        flow.report().map(|report| {
            report
                .certificates
                .iter()
                .map(|info| RegisteredCertificate {
                    public_key_identifier: hex(&info.public_key_identifier),
                    dn: info.details.as_ref().map_or_else(String::new, |d| d.dn.clone()),
                    serial: info.details.as_ref().map_or_else(String::new, |d| d.serial_number.clone()),
                    status: info.status.as_str().to_owned(),
                    etk_status: info.etk_status.as_str().to_owned(),
                    not_after: info.details.as_ref().map(|d| d.not_after.0),
                    revocable: info.revocable,
                    replaceable: info.replaceable,
                    replacement_period_start: info.replacement_start.map(|t| t.0),
                })
                .collect()
        })
    }

    /// What lists and responders said in a flow that is done; `None` when they were not asked.
    pub fn revocation_outcome(&self) -> Option<RevocationResult> {
        let inner = self.lock();
        let report = match &*inner {
            Inner::Completion(flow) => flow.report()?.revocation.as_ref(),
            Inner::Status(flow) => flow.report()?.revocation.as_ref(),
            Inner::SelfTest(flow) => flow.report()?.revocation.as_ref(),
            Inner::RevocationInquiry(flow) => flow.report(),
            _ => None,
        }?;
        Some(RevocationResult {
            status: match (report.revoked(), report.unknown()) {
                (Some(_), _) => "revoked",
                (None, Some(_)) => "unknown",
                (None, None) => "good",
            }
            .into(),
            problems: report.revoked().or_else(|| report.unknown()).iter().map(Problem::from).collect(),
            failures: report.failures.iter().map(Problem::from).collect(),
            crls: report.crls.iter().map(|list| list.der().to_vec()).collect(),
            ocsp: report.ocsp.iter().map(|response| response.der().to_vec()).collect(),
        })
    }

    /// The outcome of [`Self::application_ids`]: an entry for each active certificate, empty for the one without
    /// application id.
    pub fn application_ids_outcome(&self) -> Option<Vec<String>> {
        let inner = self.lock();
        let Inner::ApplicationIds(flow) = &*inner else { return None };
        flow.outcome().map(|ids| ids.iter().map(|id| id.clone().unwrap_or_default()).collect())
    }

    /// The outcome of a self-test that is done: the serial number of the published ETK, decimal.
    pub fn self_test_outcome(&self) -> Option<String> {
        let inner = self.lock();
        let Inner::SelfTest(flow) = &*inner else { return None };
        flow.report().map(|report| report.etk_serial.clone())
    }

    /// The outcome of a foreign request that is done.
    pub fn foreign_outcome(&self) -> Option<ForeignResult> {
        let inner = self.lock();
        let Inner::Foreign(flow) = &*inner else { return None };
        flow.outcome()
            .map(|outcome| ForeignResult { validation_url: outcome.validation_url.clone(), expires: outcome.expires.0 })
    }
}

fn signer_of(input: SignerInput, now: i64) -> crate::Result<flow::Signer> {
    let anchors = if input.anchors.is_empty() { Anchors::eid() } else { Anchors::from_der_list(&input.anchors)? };
    flow::Signer::new(
        Certificate::from_der_list(&input.authentication_chain)?,
        Certificate::from_der_list(&input.signature_chain)?,
        &anchors,
        Timestamp(now),
    )
}

pub(super) fn profile_of(name: &str) -> crate::Result<Profile> {
    Profile::from_name(name).ok_or_else(|| Error::new(Code::INVALID_ARGUMENT).with("what", "profile"))
}

pub(super) fn key_algorithm_of(name: &str) -> crate::Result<KeyAlgorithm> {
    match name {
        "" | "rsa-2048" => Ok(KeyAlgorithm::Rsa2048),
        "p-384" => Ok(KeyAlgorithm::P384),
        _ => Err(Error::new(Code::INVALID_ARGUMENT).with("what", "key_algorithm")),
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02X}")).collect()
}

fn hex20(text: &str) -> Option<[u8; 20]> {
    let digits = text.as_bytes();
    if digits.len() != 40 {
        return None;
    }
    let mut out = [0; 20];
    for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
        let high = char::from(pair[0]).to_digit(16)?;
        let low = char::from(pair[1]).to_digit(16)?;
        *byte = (high * 16 + low).to_le_bytes()[0];
    }
    Some(out)
}
