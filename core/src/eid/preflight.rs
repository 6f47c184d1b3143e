//! Whether an enrolment can go ahead with this card, before any PIN is asked.

use super::{
    data::CardData,
    files::CardFile,
    identity::{Identity, parse_identity, same_holder},
    machine::{Engine, machine},
    pin::PinState,
    read::parse_certificate,
    session::{Options, Session},
    sign::CardKey,
};
use crate::{
    Code, Error, Result, Timestamp,
    certificate::Certificate,
    trust::{Anchors, PathRequest},
};

/// A certificate of the card and whether it can be used.
#[derive(Clone, Debug)]
pub struct CertificateReport {
    /// The certificate; `None` when the card has none.
    pub certificate: Option<Certificate>,
    /// Why it cannot be used: missing, expired, of another holder, damaged.
    pub result: Result<()>,
}

/// What is known of a card without a PIN.
#[derive(Clone, Debug)]
pub struct CardReport {
    /// Card data.
    pub card: CardData,
    /// Whether the generation can sign.
    pub generation: Result<()>,
    /// The holder.
    pub identity: Identity,
    /// Full years, when the birth date is known.
    pub age: Option<u16>,
    /// The certificate of the authentication key.
    pub authentication: CertificateReport,
    /// The certificate of the signature key.
    pub signature: CertificateReport,
    /// Citizen CA or Foreigner CA; `None` when the card has none that can be read.
    pub ca: Option<Certificate>,
    /// Tries left.
    pub pin: PinState,
    /// Whether a try is left.
    pub pin_result: Result<()>,
}

impl CardReport {
    /// The first thing that stands in the way, in the order in which a person should hear of it.
    pub fn verdict(&self) -> Result<()> {
        self.generation.clone()?;
        self.authentication.result.clone()?;
        self.signature.result.clone()?;
        self.pin_result.clone()
    }

    fn of(&self, key: CardKey) -> &CertificateReport {
        match key {
            CardKey::Authentication => &self.authentication,
            CardKey::Signature => &self.signature,
        }
    }

    /// The chain of a key: leaf, CA, root. The root is one of `anchors`, never the card's own.
    ///
    /// Errors: that of the certificate itself, `EidCertificateUntrusted`.
    pub fn chain(&self, key: CardKey, anchors: &Anchors, now: Timestamp) -> Result<Vec<Certificate>> {
        let report = self.of(key);
        report.result.clone()?;
        let leaf = report.certificate.as_ref().ok_or_else(|| key.missing())?;
        PathRequest::new(leaf, self.ca.as_slice(), anchors, now)
            .validate()
            .map(|path| path.chain)
            .map_err(|e| Error::new(Code::EID_CERTIFICATE_UNTRUSTED).detail(e))
    }

    /// Everything that was looked at, in the order in which a person should hear of it, each with what was found or
    /// what stands in the way.
    pub fn findings(&self, anchors: &Anchors, now: Timestamp) -> Vec<Finding> {
        let valid = |name, report: &CertificateReport| {
            let until = report.certificate.as_ref().map(|c| c.not_after().to_date());
            Finding { name, value: until, result: report.result.clone() }
        };
        let version = format!("{}.{}", self.card.applet_version >> 4, self.card.applet_version & 0xF);
        let mut all = vec![
            Finding { name: "generation", value: Some(version), result: self.generation.clone() },
            valid("authentication", &self.authentication),
            valid("signature", &self.signature),
        ];
        // A certificate that cannot be used has been told already.
        let usable = [CardKey::Authentication, CardKey::Signature].into_iter().filter(|k| self.of(*k).result.is_ok());
        let chains: Vec<Result<Vec<Certificate>>> = usable.map(|key| self.chain(key, anchors, now)).collect();
        if !chains.is_empty() {
            let result = chains.into_iter().try_for_each(|chain| chain.map(|_| ()));
            all.push(Finding { name: "trusted", value: None, result });
        }
        let tries = self.pin.tries_left.map(|t| t.to_string());
        all.push(Finding { name: "pin", value: tries, result: self.pin_result.clone() });
        if let Some(age) = self.age {
            all.push(Finding { name: "age", value: Some(age.to_string()), result: Ok(()) });
        }
        all
    }
}

/// One line of a check: what was looked at, what was found, and whether that is good.
#[derive(Clone, Debug)]
pub struct Finding {
    /// `service`, `readers`, `reader`, `generation`, `authentication`, `signature`, `trusted`, `pin`, `age`,
    /// `registration_authority`: its words are [`crate::message::check_label`]'s.
    pub name: &'static str,
    /// Names of readers, the applet's version, the last day of validity (`2030-11-25`), tries left, full years.
    pub value: Option<String>,
    /// What stands in the way.
    pub result: Result<()>,
}

machine! {
    /// Recognises the card, reads identity, both certificates and their CA's, and asks for the tries left: at most 30
    /// commands. Revocation is judged by [`crate::trust`] from the certificates in the report.
    pub Preflight -> CardReport
}

impl Preflight {
    /// For the card in the reader.
    pub fn new(now: Timestamp, options: Options) -> Self {
        let session = Session::new(options);
        Self(Engine::new(session.mailbox.clone(), async move { run(&session, now).await }))
    }
}

async fn run(session: &Session, now: Timestamp) -> Result<CardReport> {
    let card = session.recognise(None).await?;
    let files = [
        CardFile::Identity,
        CardFile::AuthenticationCertificate,
        CardFile::SignatureCertificate,
        CardFile::CaCertificate,
    ];
    for file in files {
        session.mailbox.expect(file.usual_size());
    }
    let identity = parse_identity(&session.read(CardFile::Identity, card.generation).await?)?;
    let mut reports = Vec::new();
    for key in [CardKey::Authentication, CardKey::Signature] {
        let bytes = session.read(key.certificate_file(), card.generation).await?;
        reports.push(match parse_certificate(&bytes, key.certificate_file()) {
            Ok(certificate) => {
                let result = match &certificate {
                    Some(c) => key.usable(c, now).and_then(|()| same_holder(&identity, c)),
                    None => Err(key.missing()),
                };
                CertificateReport { certificate, result }
            }
            Err(e) => CertificateReport { certificate: None, result: Err(e) },
        });
    }
    // A card without certificates needs nobody who vouches for them.
    let ca = match reports.iter().any(|r| r.certificate.is_some()) {
        true => authority(session, &card).await?,
        false => None,
    };
    let pin = session.pin_state(&card).await?;
    let (year, month, day, ..) = now.to_utc();
    let (Some(signature), Some(authentication)) = (reports.pop(), reports.pop()) else {
        return Err(Code::INTERNAL.into());
    };
    Ok(CardReport {
        generation: CardKey::generation_can_sign(card.generation),
        age: identity.birth_date.map(|date| date.age_on((year, month, day))),
        pin_result: super::pin::refuse_blocked(pin),
        card,
        identity,
        authentication,
        signature,
        ca,
        pin,
    })
}

/// The CA's certificate; a file that cannot be used is told as a certificate that leads nowhere.
async fn authority(session: &Session, card: &CardData) -> Result<Option<Certificate>> {
    const FILE: CardFile = CardFile::CaCertificate;
    let read = session.read(FILE, card.generation).await.and_then(|bytes| parse_certificate(&bytes, FILE));
    match read {
        Err(e) if [Code::CARD_FILE_MISSING, Code::CARD_FILE_DAMAGED, Code::CARD_FILE_TOO_LARGE].contains(&e.code()) => {
            Ok(None)
        }
        other => other,
    }
}
