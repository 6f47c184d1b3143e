//! The arguments of `ehcert verify`, on the command line or as one case of a batch.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_required = false)]
pub(crate) struct Verify {
    #[command(subcommand)]
    pub what: Option<What>,
    /// Judge many things in one process: a file (or `-`) with one JSON object a line. Its members are the options
    /// below by their names, for example {"verify":"cert","cert":"a.pem","untrusted":["b.pem"],"anchor":"r.pem"};
    /// the answer to each is a JSON line, with the member "id" repeated. A file's place may hold its PEM text.
    #[arg(long, value_name = "FILE")]
    pub batch: Option<PathBuf>,
}

/// One case of a batch, as its members are read.
#[derive(Parser)]
#[command(no_binary_name = true, disable_help_flag = true)]
pub(crate) struct Case {
    #[command(subcommand)]
    pub what: What,
    /// Answers of a batch are JSON lines in any case.
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Subcommand)]
pub(crate) enum What {
    /// Build and validate the path of a certificate to a trusted one (RFC 5280).
    Cert(Box<Cert>),
    /// An encryption token (ETK), by the checks of the official library.
    Etk(Token),
    /// A sealed message, by the checks of the official library.
    Message(Message),
    /// A signature of a key.
    Signature(Signature),
}

/// Whom to trust, what is known of revocation, and when.
#[derive(Args)]
pub(crate) struct Trust {
    /// Certificates that may lie between, trusted for nothing.
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub untrusted: Vec<PathBuf>,
    /// Trusted certificates (default: eHealth production and acceptance, and the Belgian eID).
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub anchor: Vec<PathBuf>,
    /// Revocation lists, also delta and indirect ones. Once there is a list or a response, every certificate of
    /// the path must be known not to be revoked.
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub crl: Vec<PathBuf>,
    /// OCSP responses.
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub ocsp: Vec<PathBuf>,
    /// The time at which everything must be valid (default: now).
    #[arg(long, value_name = "RFC3339")]
    pub at: Option<String>,
    /// Leave revocation out, whatever is given.
    #[arg(long)]
    pub no_revocation: bool,
    /// Let SHA-1 and RSA 1024 through, to look at what is old: nothing may be trusted because of the result.
    #[arg(long)]
    pub inspect_old: bool,
}

#[derive(Args)]
pub(crate) struct Cert {
    /// The certificates in question; each is judged by itself.
    #[arg(required = true)]
    pub cert: Vec<PathBuf>,
    #[command(flatten)]
    pub trust: Trust,
    /// Acceptable policies, dotted (default: any).
    #[arg(long, num_args = 1.., value_name = "OID")]
    pub policy: Vec<String>,
    /// A policy must hold for the whole path.
    #[arg(long)]
    pub explicit_policy: bool,
    /// Policies are not mapped.
    #[arg(long)]
    pub inhibit_mapping: bool,
    /// anyPolicy stands for none.
    #[arg(long)]
    pub inhibit_any: bool,
    /// client, server, email or none (default: server for a DNS name or an address, otherwise none).
    #[arg(long)]
    pub purpose: Option<String>,
    /// The DNS name, IP address or e-mail address that it must be for.
    #[arg(long, value_name = "DNS|IP|EMAIL")]
    pub name: Option<String>,
    /// path, rfc5280 or web-pki: how strictly to look (default: web-pki for a DNS name or an address, rfc5280 for
    /// an e-mail address, otherwise path).
    #[arg(long)]
    pub profile: Option<String>,
    /// Intermediates in the path, at most.
    #[arg(long, value_name = "NUMBER")]
    pub max_intermediates: Option<u32>,
}

#[derive(Args)]
pub(crate) struct Token {
    /// The token: DER, BER or base64.
    pub file: PathBuf,
    #[command(flatten)]
    pub trust: Trust,
}

#[derive(Args)]
pub(crate) struct Message {
    /// The message: DER, BER or base64.
    pub file: PathBuf,
    #[command(flatten)]
    pub trust: Trust,
    /// The recipient's keystore; without, only the outer signature is judged.
    #[arg(long, value_name = "FILE")]
    pub keystore: Option<PathBuf>,
    #[command(flatten)]
    pub password: crate::args::PasswordSource,
}

#[derive(Args)]
pub(crate) struct Signature {
    /// What was signed.
    pub data: PathBuf,
    /// The signer's SubjectPublicKeyInfo.
    #[arg(long, value_name = "SPKI")]
    pub key: PathBuf,
    /// rsa-pkcs1-sha256, rsa-pss-sha256-mgf1-sha1-salt20, ecdsa-sha384-p1363, or as Java and RFC 5758 say.
    #[arg(long, value_name = "NAME")]
    pub algorithm: String,
    /// The signature.
    #[arg(long, value_name = "FILE")]
    pub signature: PathBuf,
}
