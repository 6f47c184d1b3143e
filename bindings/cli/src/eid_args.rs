//! The arguments of `ehcert eid`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::args::Card;

/// What needs a card and nothing else.
#[derive(Args)]
pub(crate) struct CardAlone {
    #[command(flatten)]
    pub card: Card,
    /// The sandbox whose card `--card sandbox` is.
    #[arg(long, default_value = "http://127.0.0.1:8470", value_name = "URL")]
    pub platform: String,
}

#[derive(Subcommand)]
pub(crate) enum Eid {
    /// Show everything that the card tells without a PIN, and whether it is genuine.
    ///
    /// The exit code is 1 when a check failed: expired, forged, copied, not issued by Belgium. Nothing is sent anywhere.
    Show {
        #[command(flatten)]
        card: CardAlone,
        /// Write the photo, JPEG, to this new file.
        #[arg(long, value_name = "FILE")]
        photo: Option<PathBuf>,
        /// Write everything as one page to this new file.
        #[arg(long, value_name = "FILE")]
        html: Option<PathBuf>,
    },
    /// The card's PIN.
    #[command(subcommand)]
    Pin(EidPin),
    /// Sign a file with the card. With the key `signature` this binds you as a signature by hand does.
    Sign {
        #[command(flatten)]
        card: CardAlone,
        /// The file to sign, or `-`.
        file: PathBuf,
        /// Which key.
        #[arg(long, value_enum, default_value = "signature")]
        key: EidKey,
        /// Hash of the file.
        #[arg(long, value_enum, default_value = "sha-256")]
        hash: EidHash,
        /// Write the signature to this new file instead of printing it in Base64.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Write the signer's certificate, PEM, to this new file.
        #[arg(long, value_name = "FILE")]
        certificate: Option<PathBuf>,
        /// An ECDSA signature as r||s instead of DER.
        #[arg(long)]
        raw: bool,
    },
}

#[derive(Subcommand)]
pub(crate) enum EidPin {
    /// How often the PIN may be wrong before the card is blocked. No try is used up.
    Status {
        #[command(flatten)]
        card: CardAlone,
    },
    /// Choose another PIN: 4 to 12 digits.
    Change {
        #[command(flatten)]
        card: CardAlone,
        /// Read the new PIN from the first line of a file instead of asking for it.
        #[arg(long, value_name = "FILE")]
        new_pin_file: Option<PathBuf>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum EidKey {
    /// To prove who you are.
    Authentication,
    /// To sign.
    Signature,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum EidHash {
    /// SHA-256.
    #[value(name = "sha-256")]
    Sha256,
    /// SHA-384.
    #[value(name = "sha-384")]
    Sha384,
    /// SHA-512.
    #[value(name = "sha-512")]
    Sha512,
}
