//! The command line, as clap reads it and as `--help` teaches it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use ehcert_core::flow::RevocationCheck;
use ehcert_native::Cancel;

use crate::{
    eid_args::Eid,
    sandbox_args::{Demo, SandboxArgs},
    verify_args::Verify,
};

/// Request, complete, inspect and keep eHealth certificates.
#[derive(Parser)]
#[command(name = "ehcert", version, about, long_about = None, max_term_width = 100)]
#[command(after_help = "Try it without card and without network:  ehcert demo")]
pub(crate) struct Cli {
    /// Language of messages: fr, nl, de or en (default: the system's).
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<String>,
    /// Print one JSON object a line instead of text.
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Obtain a certificate end to end from a platform in a box with a software card.
    Demo(Demo),
    /// Run the platform in a box, steer it, or make software cards.
    Sandbox(SandboxArgs),
    /// Say whether a request could be made now: card, certificates, registration authority.
    Check(Check),
    /// Look at the identity card, its PIN, and sign with it.
    #[command(subcommand)]
    Eid(Eid),
    /// Step 1: ask for a certificate.
    #[command(subcommand)]
    Request(Request),
    /// Step 2: fetch the certificate and register the encryption token.
    Complete(Complete),
    /// Show what a keystore, certificate, CSR or ETK holds.
    Inspect(Inspect),
    /// Show what a request would put into the certificate, without sending anything.
    Preview(Preview),
    /// Check an identifier, e-mail, phone, application id or password.
    Validate(Validate),
    /// What the keystore (and, with --platform, the registration authority) says of a certificate.
    Status(StatusArgs),
    /// Ask for the successor of a certificate in its replacement period.
    Renew(Renew),
    /// Make the renewed encryption token the one that senders use.
    Activate(OnKeystore),
    /// End a certificate.
    Revoke(Revoke),
    /// Change the password of a keystore.
    Passwd(Passwd),
    /// Write a keystore anew in another form that other software reads.
    Rewrap(Rewrap),
    /// Say whether this workstation can receive messages.
    Selftest(OnKeystore),
    /// Look at every keystore of some folders: whose it is, how many days are left.
    ///
    /// The exit code is 3 when a certificate ends within --within days, so that a task that runs every night can tell.
    Scan(Scan),
    /// Fetch somebody's encryption token from the public depot and check it.
    ///
    /// Whose: a number with its type, or the holder of a keystore. The token is what `seal --to` takes.
    Etk(Etk),
    /// Encrypt and sign a file for the owner of an encryption token.
    Seal(Seal),
    /// Open a sealed message.
    Unseal(Unseal),
    /// Judge a certificate, encryption token, sealed message or signature of somebody else.
    ///
    /// The exit code is 0 for what may be relied on, 1 for what may not (with the reason), 2 for a question that
    /// is not understood. Files are PEM or DER, `-` is standard input.
    Verify(Verify),
    /// Print the completion script of a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// An operation on a keystore that talks to the platform.
#[derive(Args)]
pub(crate) struct OnKeystore {
    /// The keystore (.p12).
    pub keystore: PathBuf,
    #[command(flatten)]
    pub platform: Platform,
    #[command(flatten)]
    pub password: PasswordSource,
}

#[derive(Args)]
pub(crate) struct Platform {
    /// `production`, `acceptance`, or the base URL of a platform such as a sandbox.
    #[arg(long, default_value = "production", value_name = "URL")]
    pub platform: String,
    #[command(flatten)]
    pub revocation: Revocation,
}

impl Platform {
    /// The platform itself.
    pub(crate) fn open(&self, cancel: Cancel) -> ehcert_core::Result<ehcert_native::platform::Platform> {
        let platform = ehcert_native::platform::Platform::open(&self.platform, cancel)?;
        Ok(ehcert_native::platform::Platform { revocation: self.revocation.revocation, ..platform })
    }
}

#[derive(Args)]
pub(crate) struct PasswordSource {
    /// Read the keystore's password from the first line of a file, or from standard input with `-`.
    #[arg(long, value_name = "FILE|-")]
    pub password_file: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Card {
    /// Which card: a reader's name or a part of it, `any`, `software:FILE`, or `sandbox`: that of a sandbox.
    #[arg(long, default_value = "any", value_name = "CARD")]
    pub card: String,
    /// Read the PIN from the first line of a file instead of asking for it.
    #[arg(long, value_name = "FILE")]
    pub pin_file: Option<PathBuf>,
    /// Roots that test cards lead to, PEM or DER, instead of the Belgian ones; for requests only with a sandbox.
    #[arg(long, value_name = "FILE")]
    pub eid_anchor: Option<PathBuf>,
    /// How long to wait for a reader that another program holds.
    #[arg(long, default_value_t = 30, value_name = "SECONDS")]
    pub reader_wait: u32,
}

#[derive(Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub platform: Platform,
    #[command(flatten)]
    pub card: Card,
    /// Do not contact the registration authority (which takes the PIN).
    #[arg(long)]
    pub offline: bool,
    /// Look again whenever a reader or card comes or goes, until all is well.
    #[arg(long)]
    pub watch: bool,
    /// Stop watching after so many seconds.
    #[arg(long, requires = "watch", value_name = "SECONDS")]
    pub seconds: Option<u32>,
}

/// What both kinds of request take.
#[derive(Args)]
pub(crate) struct RequestCommon {
    #[command(flatten)]
    pub platform: Platform,
    #[command(flatten)]
    pub card: Card,
    #[command(flatten)]
    pub password: PasswordSource,
    #[command(flatten)]
    pub contact: Contact,
    /// A P-384 key instead of RSA 2048.
    #[arg(long)]
    pub ec: bool,
    /// Accept the contract without being asked: whoever uses this has read it.
    #[arg(long)]
    pub accept_contract: bool,
    /// Make a new key, although an earlier request for the same was not finished (when eHealth refused that one).
    #[arg(long)]
    pub fresh: bool,
    /// The keystore folder (default: ehealth/keystore in the home folder).
    #[arg(long)]
    pub dir: Option<PathBuf>,
    /// Fetch the certificate at once, waiting for it up to this many seconds.
    #[arg(long, value_name = "SECONDS")]
    pub complete: Option<u32>,
}

#[derive(Args)]
pub(crate) struct Contact {
    /// Personal e-mail address (mandatory).
    #[arg(long, value_name = "EMAIL")]
    pub email_private: String,
    /// General e-mail address.
    #[arg(long, value_name = "EMAIL")]
    pub email_general: Option<String>,
    /// Personal phone number (mandatory).
    #[arg(long, value_name = "PHONE")]
    pub phone_private: String,
    /// General phone number.
    #[arg(long, value_name = "PHONE")]
    pub phone_general: Option<String>,
}

#[derive(Subcommand)]
pub(crate) enum Request {
    /// For yourself, as a health professional: one certificate per person.
    Person {
        #[command(flatten)]
        common: RequestCommon,
    },
    /// For an organisation that you represent. Make sure it is not for yourself that you ask.
    Organisation {
        #[command(flatten)]
        common: RequestCommon,
        #[command(flatten)]
        organisation: Organisation,
    },
}

#[derive(Args)]
// Variant and fields would otherwise share a name, which clap forbids.
#[group(id = "organisation_fields")]
pub(crate) struct Organisation {
    /// Type of its number: NIHII-GUARD_POST, NIHII-PHARMACY, CBE...
    #[arg(long = "type", value_name = "TYPE")]
    pub identifier_type: String,
    /// Its number.
    #[arg(long = "id", value_name = "NUMBER")]
    pub identifier: String,
    /// Its name. Not needed when the registration authority knows the organisation as yours.
    #[arg(long)]
    pub name: Option<String>,
    /// Tells several certificates of one organisation apart: capitals, digits, - and _, at most 30.
    #[arg(long, value_name = "ID")]
    pub application_id: Option<String>,
    /// A base service that the certificate is for: tsa, consultrn, codage, other. May be repeated.
    #[arg(long = "use", value_name = "SERVICE")]
    pub base_services: Vec<String>,
}

#[derive(Args)]
pub(crate) struct Complete {
    /// The pending keystore; default: the only one in the keystore folder.
    pub keystore: Option<PathBuf>,
    #[command(flatten)]
    pub platform: Platform,
    #[command(flatten)]
    pub password: PasswordSource,
    /// The keystore folder (default: ehealth/keystore in the home folder).
    #[arg(long)]
    pub dir: Option<PathBuf>,
    /// Wait for the certificate up to this many seconds.
    #[arg(long, default_value_t = 60, value_name = "SECONDS")]
    pub wait: u32,
}

#[derive(Args)]
pub(crate) struct Inspect {
    /// The file, or `-` for standard input.
    pub file: PathBuf,
    #[command(flatten)]
    pub password: PasswordSource,
    /// For a keystore: tell only what can be told without its password.
    #[arg(long)]
    pub no_password: bool,
}

#[derive(Args)]
pub(crate) struct Preview {
    #[command(flatten)]
    pub organisation: Organisation,
}

#[derive(Args)]
pub(crate) struct Validate {
    /// What it is: an identifier type (SSIN, CBE, NIHII-PHARMACY...), `email`, `phone`, `application-id`,
    /// `name`, or `password` (read as a secret).
    pub kind: String,
    /// The value; not for a password.
    pub value: Option<String>,
    #[command(flatten)]
    pub password: PasswordSource,
}

#[derive(Args)]
pub(crate) struct StatusArgs {
    /// The keystore (.p12). Without: all certificates of the holder of the identity card, by the platform's word.
    #[arg(required_unless_present = "platform")]
    pub keystore: Option<PathBuf>,
    #[command(flatten)]
    pub password: PasswordSource,
    /// Ask this platform as well: `production`, `acceptance`, or a base URL.
    #[arg(long, value_name = "URL")]
    pub platform: Option<String>,
    #[command(flatten)]
    pub revocation: Revocation,
    #[command(flatten)]
    pub card: Card,
}

#[derive(Args)]
pub(crate) struct Scan {
    /// Folders, and files whatever their ending.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Passwords to try: a CSV file with two columns, pattern of the path (or of the file's name alone) and password.
    #[arg(long, value_name = "FILE")]
    pub passwords: Option<PathBuf>,
    /// One password for all: its file.
    #[arg(long, value_name = "FILE|-", conflicts_with = "passwords")]
    pub password_file: Option<PathBuf>,
    /// Days within which an end matters.
    #[arg(long, default_value_t = 90, value_name = "DAYS")]
    pub within: i64,
    /// Print CSV.
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// Write the days of renewal for a calendar program.
    #[arg(long, value_name = "FILE")]
    pub ics: Option<PathBuf>,
    /// Write one page with a timeline of the coming 36 months.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Renew {
    /// The keystore to renew; it is read, never changed.
    pub keystore: PathBuf,
    #[command(flatten)]
    pub common: RequestCommon,
    /// Read the password of the new keystore from here, when it is to be another one.
    #[arg(long, value_name = "FILE|-")]
    pub new_password_file: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Revoke {
    /// The keystore whose certificate ends.
    pub keystore: PathBuf,
    #[command(flatten)]
    pub platform: Platform,
    #[command(flatten)]
    pub card: Card,
    #[command(flatten)]
    pub password: PasswordSource,
    /// Why.
    #[arg(long, value_enum)]
    pub reason: Reason,
    /// Accept the revocation contract without being asked. It cannot be taken back.
    #[arg(long)]
    pub accept_contract: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Reason {
    /// Somebody else may have the key or its password.
    Compromised,
    /// The password is forgotten or the keystore lost: a new certificate takes its place.
    Forgotten,
    /// What the certificate says is no longer right.
    Changed,
    /// It is no longer needed, or any other reason.
    Other,
}

#[derive(Args)]
pub(crate) struct Passwd {
    /// The keystore (.p12).
    pub keystore: PathBuf,
    #[command(flatten)]
    pub password: PasswordSource,
    /// Read the new password from the first line of a file.
    #[arg(long, value_name = "FILE")]
    pub new_password_file: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Rewrap {
    /// The keystore (.p12).
    pub keystore: PathBuf,
    #[command(flatten)]
    pub password: PasswordSource,
    /// ehealth: read by everything; modern: AES-256; java-legacy: as Java 8 writes it.
    #[arg(long, default_value = "ehealth")]
    pub profile: String,
    /// Write to this new file instead of replacing the keystore.
    #[arg(long)]
    pub out: Option<PathBuf>,
}

#[derive(Args)]
#[command(group(clap::ArgGroup::new("whose").required(true).args(["identifier", "keystore"])))]
pub(crate) struct Etk {
    /// Type of the number: NIHII-PHARMACY, CBE, SSIN...
    #[arg(long = "type", value_name = "TYPE", requires = "identifier")]
    pub identifier_type: Option<String>,
    /// The number.
    #[arg(long = "id", value_name = "NUMBER", requires = "identifier_type")]
    pub identifier: Option<String>,
    /// Which of several tokens of that number.
    #[arg(long, value_name = "ID", requires = "identifier")]
    pub application_id: Option<String>,
    /// The holder of this keystore instead.
    #[arg(long, value_name = "KEYSTORE")]
    pub keystore: Option<PathBuf>,
    #[command(flatten)]
    pub password: PasswordSource,
    #[command(flatten)]
    pub platform: Platform,
    /// Write the token to this new file.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Seal {
    /// The file to seal, or `-`.
    pub file: PathBuf,
    /// Your keystore.
    #[arg(long)]
    pub keystore: PathBuf,
    #[command(flatten)]
    pub password: PasswordSource,
    /// The recipient's encryption token (ETK), in a file. May be repeated.
    #[arg(long = "to", required = true, value_name = "ETK")]
    pub recipients: Vec<PathBuf>,
    /// The file to write.
    #[arg(long)]
    pub out: PathBuf,
    /// Root certificates that recipients must lead to, DER or PEM (default: eHealth production).
    #[arg(long = "anchor", value_name = "FILE")]
    pub anchors: Vec<PathBuf>,
    /// Whether recipients may be revoked: `hard` (it must be known that they are not), `soft` (what cannot be found out
    /// is a warning) or `off`.
    #[arg(long, value_name = "MODE", default_value = "hard", value_parser = revocation)]
    pub revocation: RevocationCheck,
}

#[derive(Args)]
pub(crate) struct Unseal {
    /// The sealed message, or `-`.
    pub file: PathBuf,
    /// Your keystore.
    #[arg(long)]
    pub keystore: PathBuf,
    #[command(flatten)]
    pub password: PasswordSource,
    /// The file to write.
    #[arg(long)]
    pub out: PathBuf,
    /// Root certificates that senders must lead to, DER or PEM (default: eHealth production).
    #[arg(long = "anchor", value_name = "FILE")]
    pub anchors: Vec<PathBuf>,
    #[command(flatten)]
    pub revocation: Revocation,
}

/// How revocation is looked after.
#[derive(Args)]
pub(crate) struct Revocation {
    /// Ask lists and responders whether certificates were revoked: `soft` (what cannot be found out is a warning),
    /// `hard` (it is an error) or `off`.
    #[arg(long, value_name = "MODE", default_value = "soft", value_parser = revocation)]
    pub revocation: RevocationCheck,
}

fn revocation(name: &str) -> Result<RevocationCheck, &'static str> {
    RevocationCheck::from_name(name).ok_or("soft, hard or off")
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_command_is_well_formed() {
        <super::Cli as clap::CommandFactory>::command().debug_assert();
        <crate::verify_args::Case as clap::CommandFactory>::command().debug_assert();
    }
}
