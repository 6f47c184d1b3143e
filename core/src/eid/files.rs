//! The files of the card and how each says where it ends.

use super::data::Generation;

/// A file of the card; all can be read without PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardFile {
    /// DF00/5032: chip number and personalisation versions.
    TokenInfo,
    /// DF00/5038: certificate of key 82.
    AuthenticationCertificate,
    /// DF00/5039: certificate of key 83.
    SignatureCertificate,
    /// DF00/503A: Citizen CA or Foreigner CA.
    CaCertificate,
    /// DF00/503B: Belgium Root CA.
    RootCertificate,
    /// DF00/503C: the national register's certificate.
    RrnCertificate,
    /// DF01/4031.
    Identity,
    /// DF01/4032: the national register's signature over the identity file.
    IdentitySignature,
    /// DF01/4033.
    Address,
    /// DF01/4034: the national register's signature over the address and the identity's signature.
    AddressSignature,
    /// DF01/4035: JPEG.
    Photo,
    /// DF01/4040: public key of the chip (applet 1.8).
    BasicKey,
}

/// How the end of a file is known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// When the card says so.
    Unknown,
    /// The outer DER length of the certificate in front of the padding.
    Der,
    /// After this many octets, or earlier when the card says so.
    AtMost(usize),
}

impl CardFile {
    /// The two octets of folder and of file.
    pub(super) fn ids(self) -> ([u8; 2], [u8; 2]) {
        const DF00: [u8; 2] = [0xDF, 0x00];
        const DF01: [u8; 2] = [0xDF, 0x01];
        match self {
            Self::TokenInfo => (DF00, [0x50, 0x32]),
            Self::AuthenticationCertificate => (DF00, [0x50, 0x38]),
            Self::SignatureCertificate => (DF00, [0x50, 0x39]),
            Self::CaCertificate => (DF00, [0x50, 0x3A]),
            Self::RootCertificate => (DF00, [0x50, 0x3B]),
            Self::RrnCertificate => (DF00, [0x50, 0x3C]),
            Self::Identity => (DF01, [0x40, 0x31]),
            Self::IdentitySignature => (DF01, [0x40, 0x32]),
            Self::Address => (DF01, [0x40, 0x33]),
            Self::AddressSignature => (DF01, [0x40, 0x34]),
            Self::Photo => (DF01, [0x40, 0x35]),
            Self::BasicKey => (DF01, [0x40, 0x40]),
        }
    }

    /// `DF01/4031`.
    pub fn name(self) -> String {
        let (folder, file) = self.ids();
        format!("{:04X}/{:04X}", u16::from_be_bytes(folder), u16::from_be_bytes(file))
    }

    pub(super) fn extent(self, generation: Generation) -> Extent {
        match self {
            Self::AuthenticationCertificate
            | Self::SignatureCertificate
            | Self::CaCertificate
            | Self::RootCertificate
            | Self::RrnCertificate => Extent::Der,
            // 128 octets on 1.1; 256 from 1.7 on, EC signatures padded with zeros.
            Self::IdentitySignature | Self::AddressSignature if generation > Generation::V1_1 => Extent::AtMost(256),
            Self::BasicKey => Extent::AtMost(120),
            _ => Extent::Unknown,
        }
    }

    /// About how large it is, for the progress of a read.
    pub(super) fn usual_size(self) -> usize {
        match self {
            Self::TokenInfo => 41,
            Self::AuthenticationCertificate | Self::SignatureCertificate => 1400,
            Self::CaCertificate | Self::RootCertificate => 1400,
            Self::RrnCertificate => 1000,
            Self::Identity => 210,
            Self::IdentitySignature | Self::AddressSignature => 256,
            Self::Address => 121,
            Self::Photo => 3000,
            Self::BasicKey => 120,
        }
    }
}
