use zeroize::Zeroizing;

use super::{
    Answer, Flow, Host, Need, Signer, SigningKey, Step,
    exchange::Exchange,
    gathering::{Gathering, RevocationCheck, RevocationReport, Subject as Asked},
    misfit,
};
use crate::{
    Code, Error, Result, Timestamp,
    keystore::{self, Keystore},
    ra::{
        CertificateInfo, CertificateStatus, Endpoints, GetCertificateInfoForAuthenticationCertificateRequest,
        GetCertificateInfoForCitizenRequest,
    },
    request::Password,
    subject::{DistinguishedName, Subject},
    trust::Anchors,
};

/// Days before its end in which a certificate can be renewed, when the RA was not asked (ehealth.md 3.4.3);
/// the RA's ReplacementPeriodStartDate decides.
pub const REPLACEMENT_PERIOD_DAYS: i64 = 90;

/// What a keystore tells by itself.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OfflineStatus {
    /// Whether the request was made and the certificate is not here yet.
    pub pending: bool,
    /// DN, RFC 2253; empty while pending.
    pub dn: String,
    /// Serial number, decimal; empty while pending.
    pub serial: String,
    /// Last second of validity.
    pub not_after: Option<Timestamp>,
    /// Whole days until then, negative after it.
    pub days_left: Option<i64>,
    /// Whether a renewal is possible by the calendar: in the last 90 days, not after the end.
    pub in_replacement_period: bool,
    /// When the certificate was revoked, as far as the keystore was told.
    pub revoked: Option<Timestamp>,
    /// Serial numbers (decimal) of the encryption keys that are there, those of earlier certificates
    /// included.
    pub encryption_keys: Vec<String>,
}

impl OfflineStatus {
    /// Reads it from an opened keystore.
    pub fn of(store: &Keystore, now: Timestamp) -> Result<Self> {
        let entry = store.authentication().ok_or(Code::KEYSTORE_NOT_PENDING)?;
        let leaf = entry.chain.first().filter(|c| !keystore::is_dummy(c));
        let days_left = leaf.map(|c| now.days_until(c.not_after()));
        Ok(Self {
            pending: leaf.is_none(),
            dn: leaf
                .map(|c| DistinguishedName::from_der(c.subject_der()))
                .transpose()?
                .map_or_else(String::new, |n| n.to_rfc2253()),
            serial: leaf.map(crate::certificate::Certificate::serial_decimal).unwrap_or_default(),
            not_after: leaf.map(crate::certificate::Certificate::not_after),
            days_left,
            in_replacement_period: store.revoked().is_none()
                && days_left.is_some_and(|d| (0..REPLACEMENT_PERIOD_DAYS).contains(&d)),
            revoked: store.revoked(),
            encryption_keys: store
                .encryption_entries()
                .into_iter()
                .filter_map(|e| e.chain.first().map(crate::certificate::Certificate::serial_decimal))
                .collect(),
        })
    }
}

/// What keeps a certificate from being renewed for good, told by its keystore alone, before anybody is asked: an
/// expired certificate cannot sign the question any more. The subject of the certificate otherwise.
///
/// Errors: those of [`Keystore::issued`]; [`Code::CERTIFICATE_REVOKED`]; [`Code::RENEWAL_TOO_LATE`].
pub fn renewable(store: &Keystore, now: Timestamp) -> Result<Subject> {
    let (_, leaf) = store.issued()?;
    if store.revoked().is_some() {
        return Err(Code::CERTIFICATE_REVOKED.into());
    }
    if leaf.not_after() < now {
        return Err(Code::RENEWAL_TOO_LATE.into());
    }
    Subject::from_der(leaf.subject_der())
}

/// What [`Status`] begins with.
pub enum StatusInput {
    /// By the eHealth certificate itself: no eID is needed.
    Keystore {
        /// PKCS#12, as stored.
        keystore: Zeroizing<Vec<u8>>,
        /// Its password.
        password: Password,
        /// Where the RA is.
        endpoints: Endpoints,
        /// Roots that the certificate must lead to, for revocation.
        anchors: Anchors,
        /// Whether lists and responders are asked about revocation, beside the RA. A revoked certificate is what the
        /// report says, not an error.
        revocation: RevocationCheck,
    },
    /// By the eID: all certificates of the holder and of the organisations they may act for.
    Citizen {
        /// The holder.
        signer: Signer,
        /// Where the RA is.
        endpoints: Endpoints,
    },
}

/// What the RA answered.
#[derive(Clone, Debug)]
pub struct StatusReport {
    /// One for a keystore, any number for a citizen.
    pub certificates: Vec<CertificateInfo>,
    /// What lists and responders say of the certificate in the keystore; `None` when they were not asked.
    pub revocation: Option<RevocationReport>,
}

impl StatusReport {
    /// Whether the certificate can be renewed now, by the RA's own word.
    pub fn may_renew(info: &CertificateInfo, now: Timestamp) -> Result<()> {
        if info.status == CertificateStatus::Revoked {
            return Err(Code::CERTIFICATE_REVOKED.into());
        }
        if info.details.as_ref().is_some_and(|d| d.not_after < now) {
            return Err(Code::RENEWAL_TOO_LATE.into());
        }
        if info.replaceable {
            return Ok(());
        }
        Err(Error::new(Code::RENEWAL_TOO_EARLY)
            .with("date", info.replacement_start.map_or_else(|| "?".into(), Timestamp::to_date)))
    }
}

enum Call {
    Keystore(Exchange<GetCertificateInfoForAuthenticationCertificateRequest>),
    Citizen(Exchange<GetCertificateInfoForCitizenRequest>),
    /// The RA has answered; the lists are asked.
    Revocation(Box<Gathering>, Vec<CertificateInfo>),
}

/// GetCertificateInfoForAuthenticationCertificate or GetCertificateInfoForCitizen.
pub struct Status {
    input: StatusInput,
    call: Option<Call>,
    report: Option<StatusReport>,
}

impl Status {
    /// A flow that is not begun.
    pub fn new(input: StatusInput) -> Self {
        Self { input, call: None, report: None }
    }

    /// The outcome, once the flow is done.
    pub fn report(&self) -> Option<&StatusReport> {
        self.report.as_ref()
    }

    fn check(&self) -> RevocationCheck {
        match &self.input {
            StatusInput::Keystore { revocation, .. } => *revocation,
            StatusInput::Citizen { .. } => RevocationCheck::Off,
        }
    }

    /// The questions about the certificate in the keystore, once it is issued.
    fn gathering(&self, host: &mut Host<'_>) -> Result<Option<Gathering>> {
        let StatusInput::Keystore { keystore, password, anchors, .. } = &self.input else { return Ok(None) };
        if self.check() == RevocationCheck::Off {
            return Ok(None);
        }
        let store = Keystore::open(keystore, password)?;
        let chain = store.authentication().map(|e| e.chain.as_slice()).and_then(<[_]>::split_first);
        let Some((leaf, others)) = chain.filter(|(leaf, _)| !keystore::is_dummy(leaf)) else { return Ok(None) };
        let subject = Asked { leaf: leaf.clone(), others: others.to_vec() };
        Gathering::new(&[subject], anchors, host).map(Some)
    }

    fn due(&self) -> Step {
        let need = match (&self.report, &self.call) {
            (Some(_), _) => return Step { name: "done", percent: 100, need: Need::Done },
            (None, None) => return Step { name: "status", percent: 0, need: Need::Done },
            (None, Some(Call::Keystore(exchange))) => exchange.need(),
            (None, Some(Call::Citizen(exchange))) => exchange.need(),
            (None, Some(Call::Revocation(gathering, _))) => {
                let need = gathering.need().unwrap_or(Need::Done);
                return Step { name: "revocation", percent: 80, need };
            }
        };
        match need {
            need @ Need::Sign { .. } => Step { name: "sign_identity", percent: 20, need },
            need => Step { name: "status", percent: 60, need },
        }
    }
}

impl Flow for Status {
    fn repeat(&mut self, host: &mut Host<'_>) -> Result<Step> {
        if self.report.is_some() {
            return Ok(self.due());
        }
        match &self.input {
            StatusInput::Keystore { keystore, password, endpoints, .. } => {
                let store = Keystore::open(keystore, password)?;
                let (entry, _) = store.issued()?;
                let request = GetCertificateInfoForAuthenticationCertificateRequest;
                let exchange = Exchange::signed_by_key(request, endpoints, &entry.key, &entry.chain, host)?;
                self.call = Some(Call::Keystore(exchange));
            }
            // A signature made with a PIN is not thrown away.
            StatusInput::Citizen { .. } if self.call.is_some() => {}
            StatusInput::Citizen { signer, endpoints } => {
                let key = SigningKey::EidAuthentication;
                let request = GetCertificateInfoForCitizenRequest;
                let exchange = Exchange::signed_by_eid(request, endpoints, key, signer.chain(key), host)?;
                self.call = Some(Call::Citizen(exchange));
            }
        }
        Ok(self.due())
    }

    fn answer(&mut self, answer: Answer, host: &mut Host<'_>) -> Result<Step> {
        let certificates = match self.call.as_mut().filter(|_| self.report.is_none()) {
            None => return Err(misfit("status", &answer)),
            Some(Call::Keystore(exchange)) => match exchange.answer(answer, host.now)? {
                None => None,
                Some(response) => Some(vec![response.certificate.ok_or(Code::MESSAGE_UNEXPECTED)?]),
            },
            Some(Call::Citizen(exchange)) => exchange.answer(answer, host.now)?.map(|response| response.certificates),
            Some(Call::Revocation(gathering, _)) => {
                gathering.answer(answer, host)?;
                None
            }
        };
        if let Some(certificates) = certificates {
            match self.gathering(host)? {
                Some(gathering) => self.call = Some(Call::Revocation(Box::new(gathering), certificates)),
                None => self.report = Some(StatusReport { certificates, revocation: None }),
            }
        }
        let hard = self.check() == RevocationCheck::Hard;
        if let Some(Call::Revocation(gathering, certificates)) = &mut self.call
            && gathering.need().is_none()
        {
            if let (true, Some(unknown)) = (hard, gathering.report().unknown()) {
                return Err(unknown);
            }
            let revocation = Some(gathering.take_report());
            self.report = Some(StatusReport { certificates: std::mem::take(certificates), revocation });
        }
        Ok(self.due())
    }
}
