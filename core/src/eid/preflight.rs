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
use crate::{Code, Result, Timestamp, certificate::Certificate};

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
}

machine! {
    /// Recognises the card, reads identity and both certificates, and asks for the tries left: at most 30
    /// commands. Chains and revocation are judged by [`crate::trust`] from the certificates in the report.
    Preflight -> CardReport
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
    for file in [CardFile::Identity, CardFile::AuthenticationCertificate, CardFile::SignatureCertificate] {
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
        pin,
    })
}
