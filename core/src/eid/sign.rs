//! One signature, in the one order of commands that every generation accepts.

use super::{
    apdu,
    data::{ChipNumber, Generation},
    files::CardFile,
    machine::{Engine, PinPurpose, machine},
    pin::{AskPin, PinEntry, PinSource, refuse_blocked},
    read::parse_certificate,
    session::{Options, Session, unexpected},
};
use crate::{
    Code, Error, Result, Timestamp, asn1,
    certificate::Certificate,
    key::{Hash, PublicKey, SignatureAlgorithm, ecdsa_raw_to_der},
};

/// The holder's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardKey {
    /// Key 82. eHealth calls it `Authentication`.
    Authentication,
    /// Key 83, non-repudiation. eHealth calls it `Signature`.
    Signature,
}

impl CardKey {
    /// The reference in MSE: SET.
    pub fn reference(self) -> u8 {
        match self {
            Self::Authentication => 0x82,
            Self::Signature => 0x83,
        }
    }
    /// By its name: `authentication` or `signature`; [`Code::INVALID_ARGUMENT`] for another.
    pub fn by_name(name: &str) -> Result<Self> {
        match name {
            "authentication" => Ok(Self::Authentication),
            "signature" => Ok(Self::Signature),
            _ => Err(Error::new(Code::INVALID_ARGUMENT).with("what", "key")),
        }
    }
    /// Where its certificate is.
    pub fn certificate_file(self) -> CardFile {
        match self {
            Self::Authentication => CardFile::AuthenticationCertificate,
            Self::Signature => CardFile::SignatureCertificate,
        }
    }
    /// What its PIN is asked for.
    pub fn purpose(self) -> PinPurpose {
        match self {
            Self::Authentication => PinPurpose::Authentication,
            Self::Signature => PinPurpose::Signature,
        }
    }
    pub(super) fn missing(self) -> Error {
        match self {
            Self::Authentication => Code::AUTHENTICATION_CERTIFICATE_MISSING.into(),
            Self::Signature => Code::SIGNATURE_CERTIFICATE_MISSING.into(),
        }
    }
    pub(super) fn usable(self, certificate: &Certificate, now: Timestamp) -> Result<()> {
        if now > certificate.not_after() {
            let date = certificate.not_after().to_date();
            return Err(Error::new(Code::CARD_CERTIFICATE_EXPIRED).with("date", date));
        }
        if now < certificate.not_before() {
            let date = certificate.not_before().to_date();
            return Err(Error::new(Code::CARD_CERTIFICATE_NOT_YET_VALID).with("date", date));
        }
        Ok(())
    }
    pub(super) fn generation_can_sign(generation: Generation) -> Result<()> {
        if generation == Generation::V1_1 { Err(Code::CARD_TOO_OLD.into()) } else { Ok(()) }
    }
}

/// What to sign, with what.
pub struct SignRequest<P = PinEntry> {
    /// The key.
    pub key: CardKey,
    /// The hash that made `digest`: SHA-256, SHA-384 or SHA-512.
    pub hash: Hash,
    /// The digest of the message.
    pub digest: Vec<u8>,
    /// Where the PIN comes from.
    pub pin: P,
    /// The certificate of the key, when it was read before with `chip`: saves reading it again.
    pub certificate: Option<Certificate>,
    /// The chip that it must be; another card is [`Code::CARD_CHANGED`], before any PIN is sent.
    pub chip: Option<ChipNumber>,
    /// The current time: an expired certificate is refused before any PIN is asked.
    pub now: Timestamp,
}

/// A signature that was checked with the card's certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardSignature {
    /// RSA: PKCS#1 v1.5; EC: raw r||s, as XML signatures have it.
    pub signature: Vec<u8>,
    /// The algorithm.
    pub algorithm: SignatureAlgorithm,
    /// The certificate of the key that signed.
    pub certificate: Certificate,
    /// The chip that signed.
    pub chip: ChipNumber,
}

impl CardSignature {
    /// The signature as X.509 and CMS have it: ECDSA as DER.
    pub fn to_der(&self) -> Result<Vec<u8>> {
        match self.algorithm {
            SignatureAlgorithm::Ecdsa(_) => ecdsa_raw_to_der(&self.signature),
            _ => Ok(self.signature.clone()),
        }
    }
}

machine! {
    /// Makes one signature: select, certificate, tries left, PIN, then without a break MSE: SET, VERIFY,
    /// PSO, and at the end LOG OFF. Nothing that holds a PIN or signs is ever sent twice.
    pub CardSign -> CardSignature
}

impl CardSign {
    /// For the card in the reader. [`Code::INVALID_ARGUMENT`] from the first step when the digest does not
    /// have the length of its hash.
    pub fn new(request: SignRequest, options: Options) -> Self {
        let session = Session::new(options);
        Self(Engine::new(session.mailbox.clone(), async move { run(&session, request).await }))
    }
}

machine! {
    /// What [`CardSign`] does with [`PinEntry::Ask`], without the code for everything else.
    pub(crate) AskedSign -> CardSignature
}

impl AskedSign {
    /// For the card in the reader.
    pub(crate) fn new(request: SignRequest<AskPin>, options: Options) -> Self {
        let session = Session::new(options);
        Self(Engine::new(session.mailbox.clone(), async move { run(&session, request).await }))
    }
}

async fn run<P: PinSource>(session: &Session, request: SignRequest<P>) -> Result<CardSignature> {
    let SignRequest { key, hash, digest, pin, certificate, chip, now } = request;
    if digest.len() != hash.length() || hash == Hash::Sha1 {
        return Err(Error::new(Code::INVALID_ARGUMENT).with("what", "digest").field("digest"));
    }
    let card = session.recognise(chip).await?;
    CardKey::generation_can_sign(card.generation)?;
    // A certificate without chip number says nothing about the card in the reader.
    let certificate = match certificate.filter(|_| chip.is_some()) {
        Some(certificate) => certificate,
        None => {
            let file = key.certificate_file();
            session.mailbox.expect(file.usual_size());
            let bytes = session.read(file, card.generation).await?;
            parse_certificate(&bytes, file)?.ok_or_else(|| key.missing())?
        }
    };
    key.usable(&certificate, now)?;
    let public = certificate.public_key()?;
    let (algorithm, reference, data, length) = plan(card.generation, &public, hash, &digest)?;

    let state = session.pin_state(&card).await?;
    refuse_blocked(state)?;
    let verification = pin.collect(session, key.purpose(), state, &card).await?;
    let outcome = compute::<P>(session, key, reference, &data, &verification, state.tries_left).await;
    drop(verification);
    // The card forgets the PIN whatever happened, unless it stopped answering.
    if !matches!(&outcome, Err(e) if e.code() == Code::CARD_NO_ANSWER) {
        session.log_off().await;
    }
    let signature = outcome?;

    let wrong = || Error::from(Code::CARD_SIGNATURE_WRONG);
    if signature.len() != length {
        return Err(wrong().detail("length"));
    }
    let signature = CardSignature { signature, algorithm, certificate, chip: card.chip };
    public.verify_digest(algorithm, &digest, &signature.to_der()?).map_err(|_| wrong())?;
    Ok(signature)
}

/// Algorithm, its reference in MSE: SET, what goes to PSO, and the length of what comes back. The same
/// reference means different things by generation.
fn plan(
    generation: Generation,
    public: &PublicKey,
    hash: Hash,
    digest: &[u8],
) -> Result<(SignatureAlgorithm, u8, Vec<u8>, usize)> {
    match (generation, public) {
        (Generation::V1_7, PublicKey::Rsa(_)) => {
            // 01: PKCS#1 v1.5 around a DigestInfo of ours.
            let info = asn1::sequence(&[&hash.identifier(), &asn1::octet_string(digest)]);
            Ok((SignatureAlgorithm::RsaPkcs1(hash), 0x01, info, public.bits().div_ceil(8)))
        }
        // 40: ECDSA over a digest whose hash the card is not told.
        (Generation::V1_8, PublicKey::P384(_)) => Ok((SignatureAlgorithm::Ecdsa(hash), 0x40, digest.to_vec(), 96)),
        _ => Err(Error::new(Code::CARD_ALGORITHM).with("algorithm", public.describe())),
    }
}

async fn compute<P: PinSource>(
    session: &Session,
    key: CardKey,
    algorithm: u8,
    data: &[u8],
    verification: &P::Ready,
    tries_left: Option<u8>,
) -> Result<Vec<u8>> {
    // Official programs go to the keys' folder first; where the card does not want that, MSE tells.
    session.transmit(apdu::select_path(&[0x3F, 0x00, 0xDF, 0x00])).await?;
    let response = session.transmit(apdu::security_environment(algorithm, key.reference())).await?;
    match response.status {
        0x9000 => {}
        status => return Err(refused("MSE", status, algorithm)),
    }
    // Nothing may come between VERIFY and PSO for key 83, not even another MSE.
    P::verify(session, verification, tries_left).await?;
    let response = session.transmit(apdu::sign(data)).await?;
    match response.status {
        0x9000 => Ok(response.data),
        status => Err(refused("PSO", status, algorithm)),
    }
}

fn refused(what: &str, status: u16, algorithm: u8) -> Error {
    let detail = format!("{what}: {status:04X}");
    match status {
        0x6982 => Error::new(Code::CARD_ACCESS_LOST).detail(detail),
        0x6A88 | 0x6985 => Error::new(Code::CARD_KEY_MISSING).detail(detail),
        0x6700 | 0x6A80 | 0x9484 => {
            Error::new(Code::CARD_ALGORITHM).with("algorithm", format!("{algorithm:02X}")).detail(detail)
        }
        status => unexpected(what, status),
    }
}
