//! Reading a card.

use std::collections::BTreeMap;

use super::{
    apdu,
    contents::{CardCertificates, CardContents, ChipProof, TokenInfo},
    data::{CardData, Generation},
    files::CardFile,
    identity::{parse_address, parse_identity},
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
    CardRead -> CardContents
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
    let wanted_files = wanted.files(card.generation);
    for file in &wanted_files {
        session.mailbox.expect(file.usual_size());
    }
    let mut files = BTreeMap::new();
    for file in wanted_files {
        files.insert(file, session.read(file, card.generation).await?);
    }
    let chip_proof = match wanted.challenge {
        Some(challenge) if card.generation >= Generation::V1_8 => Some(prove(session, challenge).await?),
        _ => None,
    };
    let certificate = |file| certificate(&files, file);
    let certificates = CardCertificates {
        authentication: certificate(CardFile::AuthenticationCertificate)?,
        signature: certificate(CardFile::SignatureCertificate)?,
        ca: certificate(CardFile::CaCertificate)?,
        root: certificate(CardFile::RootCertificate)?,
        rrn: certificate(CardFile::RrnCertificate)?,
    };
    let get = |file| files.get(&file).map(Vec::as_slice);
    Ok(CardContents {
        identity: get(CardFile::Identity).map(parse_identity).transpose()?,
        address: get(CardFile::Address).map(parse_address).transpose()?,
        photo: get(CardFile::Photo).map(<[u8]>::to_vec),
        token_info: get(CardFile::TokenInfo).map(TokenInfo::parse).transpose()?,
        certificates,
        chip_proof,
        card,
        files,
    })
}

fn certificate(files: &BTreeMap<CardFile, Vec<u8>>, file: CardFile) -> Result<Option<Certificate>> {
    match files.get(&file) {
        Some(bytes) => parse_certificate(bytes, file),
        None => Ok(None),
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
