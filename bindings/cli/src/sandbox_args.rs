//! The arguments of `ehcert demo` and `ehcert sandbox`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CardKind {
    /// An eID 1.7: RSA 2048.
    Rsa,
    /// An eID 1.8: P-384.
    Ec,
}

#[derive(Args)]
pub(crate) struct Demo {
    /// Where to put everything (default: a fresh folder under the temporary folder, which is kept).
    #[arg(long)]
    pub dir: Option<PathBuf>,
    /// A personal certificate instead of the on-call post's.
    #[arg(long)]
    pub person: bool,
    /// A P-384 key instead of RSA 2048.
    #[arg(long)]
    pub ec: bool,
    /// The generation of the software eID.
    #[arg(long, value_enum, default_value = "rsa")]
    pub card: CardKind,
}

/// `ehcert sandbox --dir DIR` is short for `ehcert sandbox run --dir DIR`.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct SandboxArgs {
    #[command(subcommand)]
    pub what: Option<Sandbox>,
    #[command(flatten)]
    pub run: Option<SandboxRun>,
}

#[derive(Args)]
pub(crate) struct SandboxRun {
    /// Loopback address to listen on; port 0 picks a free one.
    #[arg(long, default_value = "127.0.0.1:8470")]
    pub listen: String,
    /// Where its state is kept (with --web: a new folder under the temporary folder, when left out).
    #[arg(long, required_unless_present = "web")]
    pub dir: Option<PathBuf>,
    /// Serve the portal page as well, with a software card (of the kind rsa, unless --card says otherwise).
    #[arg(long)]
    pub web: bool,
    /// A software card to be asked at its address `/card`: a file that `sandbox card` made, or a kind, of which one is
    /// made in DIR/card.json when there is none.
    #[arg(long, value_name = "FILE|KIND")]
    pub card: Option<String>,
}

#[derive(Subcommand)]
pub(crate) enum Sandbox {
    /// Run the platform until interrupted.
    Run(SandboxRun),
    /// Tell a running platform how to behave: a JSON object.
    ///
    /// The object is what its POST /control takes, for example
    /// {"do":"rule","rule":{"kind":"deliver_after","polls":3}}; {"do":"state"} lists what it knows.
    Control {
        /// The platform's URL.
        #[arg(long, default_value = "http://127.0.0.1:8470")]
        url: String,
        /// The command, JSON.
        command: String,
    },
    /// Put a software eID card into a virtual reader (vpcd), until the reader goes away.
    Serve {
        /// The card's file; its counters are kept there.
        file: PathBuf,
        /// Port of the virtual reader on this machine: 35963 is vpcd's first reader.
        #[arg(long, default_value_t = 35963)]
        vpcd: u16,
    },
    /// Make a software eID card that `--card software:FILE` uses, and put it into a virtual reader if wanted.
    Card {
        /// The card's file; its PIN and counters are kept there. With --serve, a card that exists is used as it is.
        file: PathBuf,
        /// The platform's state folder, whose eID authority issues the card; not needed for one that exists.
        #[arg(long)]
        dir: Option<PathBuf>,
        /// Put the card into a virtual reader of vpcd, until that goes away: `vpcd`, or `vpcd:PORT` (35963 is the first
        /// reader, 35964 the second). Every program that speaks PC/SC sees it then.
        #[arg(long, value_name = "vpcd[:PORT]")]
        serve: Option<String>,
        /// Document type of a foreigner's card: 11 to 23, 27, 28, 31 to 36, 61 to 69.
        #[arg(long, value_name = "NUMBER")]
        document: Option<u8>,
        /// What the card is like: rsa (1.7), rekeyed (1.7), ec (1.8), no-signature, expired, kid, foreigner,
        /// blocked, long-names.
        #[arg(long, default_value = "rsa")]
        kind: String,
        /// First names of the invented holder.
        #[arg(long)]
        first_names: Option<String>,
        /// Surname of the invented holder.
        #[arg(long)]
        name: Option<String>,
        /// PIN of the card, 4 to 12 digits (default: 1234).
        #[arg(long)]
        pin: Option<String>,
    },
}
