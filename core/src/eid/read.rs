//! Reading a card.

use super::{
    apdu,
    contents::{CardCertificates, CardContents, ChipProof, TokenInfo},
    data::{CardData, Generation},
    files::CardFile,
    identity::{Identity, parse_address, parse_identity, parse_without_birth},
    machine::{Engine, machine},
    session::{Options, Session, unexpected},
};
use crate::{Code, Error, Result, certificate::Certificate};

/// What to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Identity.
    pub identity: bool,
    /// Address.
    pub address: bool,
    /// Photo.
    pub photo: bool,
    /// The holder's two certificates.
    pub certificates: bool,
    /// The certificates of CA and root that go with them.
    pub chain: bool,
    /// Token information.
    pub token_info: bool,
    /// What [`CardContents::checks`] needs: the signatures of what is read, and the national register's
    /// certificate.
    pub proofs: bool,
    /// 48 random octets for the chip to sign: on 1.8 it proves that it is genuine. Ignored before.
    pub challenge: Option<[u8; 48]>,
}

impl Wanted {
    /// Everything that the card has but the chip's proof, which needs a challenge.
    pub fn everything() -> Self {
        Self {
            identity: true,
            address: true,
            photo: true,
            certificates: true,
            chain: true,
            token_info: true,
            proofs: true,
            challenge: None,
        }
    }

    fn files(&self, generation: Generation) -> Vec<CardFile> {
        let proofs = self.proofs && (self.identity || self.address || self.photo);
        let challenge = self.challenge.is_some() && generation >= Generation::V1_8;
        let rows = [
            (self.token_info, CardFile::TokenInfo),
            (self.identity || proofs || challenge, CardFile::Identity),
            // The signature of the address covers that of the identity.
            (proofs, CardFile::IdentitySignature),
            (self.address, CardFile::Address),
            (self.address && proofs, CardFile::AddressSignature),
            (self.photo, CardFile::Photo),
            (challenge, CardFile::BasicKey),
            (self.certificates, CardFile::AuthenticationCertificate),
            (self.certificates, CardFile::SignatureCertificate),
            (self.chain, CardFile::CaCertificate),
            (self.chain, CardFile::RootCertificate),
            (proofs, CardFile::RrnCertificate),
        ];
        rows.into_iter().filter(|(wanted, _)| *wanted).map(|(_, file)| file).collect()
    }
}

machine! {
    /// Reads from a card. Needs no PIN.
    pub CardRead -> CardContents
}

impl CardRead {
    /// For the card in the reader.
    pub fn new(wanted: Wanted, options: Options) -> Self {
        let session = Session::new(options);
        Self(Engine::new(session.mailbox.clone(), async move {
            let card = session.recognise(None).await?;
            read_all(&session, card, &wanted).await
        }))
    }
}

pub(super) async fn read_all(session: &Session, card: CardData, wanted: &Wanted) -> Result<CardContents> {
    let files = read_files(session, card.generation, &wanted.files(card.generation)).await?;
    let chip_proof = match wanted.challenge {
        Some(challenge) if card.generation >= Generation::V1_8 => Some(prove(session, challenge).await?),
        _ => None,
    };
    Ok(CardContents {
        certificates: files.certificates()?,
        identity: files.get(CardFile::Identity).map(parse_identity).transpose()?,
        address: files.get(CardFile::Address).map(parse_address).transpose()?,
        photo: files.get(CardFile::Photo).map(<[u8]>::to_vec),
        token_info: files.get(CardFile::TokenInfo).map(TokenInfo::parse).transpose()?,
        chip_proof,
        card,
        files: files.0.into_iter().collect(),
    })
}

/// The holder as far as an operation of the registration authority needs them.
pub(crate) struct Holder {
    pub(crate) national_number: String,
    pub(crate) surname: String,
    pub(crate) given_names: String,
    pub(crate) certificates: CardCertificates,
}

machine! {
    /// What [`CardRead`] reads of identity, certificates and chain, without the code for everything else.
    pub(crate) HolderRead -> Holder
}

impl HolderRead {
    /// For the card in the reader.
    pub(crate) fn new(options: Options) -> Self {
        let session = Session::new(options);
        Self(Engine::new(session.mailbox.clone(), async move {
            let wanted = Wanted { identity: true, certificates: true, chain: true, ..Wanted::default() };
            let card = session.recognise(None).await?;
            let files = read_files(&session, card.generation, &wanted.files(card.generation)).await?;
            let certificates = files.certificates()?;
            let identity = files.get(CardFile::Identity).ok_or(Code::CARD_FILE_MISSING)?;
            let Identity { national_number, surname, given_names, .. } = parse_without_birth(identity)?;
            Ok(Holder { national_number, surname, given_names, certificates })
        }))
    }
}

/// Files as read.
struct Files(Vec<(CardFile, Vec<u8>)>);

async fn read_files(session: &Session, generation: Generation, wanted: &[CardFile]) -> Result<Files> {
    for file in wanted {
        session.mailbox.expect(file.usual_size());
    }
    let mut files = Files(Vec::with_capacity(wanted.len()));
    for file in wanted {
        files.0.push((*file, session.read(*file, generation).await?));
    }
    Ok(files)
}

impl Files {
    fn get(&self, file: CardFile) -> Option<&[u8]> {
        self.0.iter().find(|(name, _)| *name == file).map(|(_, bytes)| bytes.as_slice())
    }

    fn certificate(&self, file: CardFile) -> Result<Option<Certificate>> {
        self.get(file).map_or(Ok(None), |bytes| parse_certificate(bytes, file))
    }

    fn certificates(&self) -> Result<CardCertificates> {
        Ok(CardCertificates {
            authentication: self.certificate(CardFile::AuthenticationCertificate)?,
            signature: self.certificate(CardFile::SignatureCertificate)?,
            ca: self.certificate(CardFile::CaCertificate)?,
            root: self.certificate(CardFile::RootCertificate)?,
            rrn: self.certificate(CardFile::RrnCertificate)?,
        })
    }
}

/// `None` for a file of zeros: the certificate was declined, or the holder is a child.
pub(super) fn parse_certificate(bytes: &[u8], file: CardFile) -> Result<Option<Certificate>> {
    Certificate::from_padded(bytes).map_err(|e| {
        let why = e.detail_text().unwrap_or("certificate").to_owned();
        Error::new(Code::CARD_FILE_DAMAGED).with("file", file.name()).detail(why)
    })
}

/// The outer error is that of the way to the card; a proof that is refused is a matter of the checks.
async fn prove(session: &Session, challenge: [u8; 48]) -> Result<Result<ChipProof>> {
    let response = session.transmit(apdu::internal_authenticate(&challenge)).await?;
    Ok(match response.status {
        0x9000 => Ok(ChipProof { challenge, signature: response.data }),
        // After 5000 proofs the chip wants a PIN.
        0x6982 | 0x6983 | 0x6985 => Err(Code::CARD_PROOF_EXHAUSTED.into()),
        0x6A88 | 0x6D00 | 0x6A86 => Err(Code::CARD_COPIED.into()),
        status => Err(unexpected("INTERNAL AUTHENTICATE", status)),
    })
}
