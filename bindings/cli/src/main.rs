//! The `ehcert` command: it reads arguments, asks what a person decides, and prints. Every rule is in
//! `ehcert-core`, every access to card, network and disk in `ehcert-native`.

mod args;
mod attendant;
mod card;
mod command;
mod eid_args;
mod output;
mod sandbox_args;
mod secret;
mod text;
mod verify_args;

use clap::Parser;
use ehcert_core::{Language, Result};

use crate::{
    args::{Cli, Command},
    output::Output,
};

/// What is freed is wiped: the arithmetic of keys leaves intermediate values behind that no type of ours owns.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    let language = cli.lang.as_deref().and_then(Language::from_tag).unwrap_or_else(system_language);
    let output = Output::new(cli.json, language);
    match run(cli.command, &output) {
        Ok(code) => code.into(),
        Err(error) => {
            output.error(&error);
            1.into()
        }
    }
}

fn run(command: Command, output: &Output) -> Result<u8> {
    match command {
        Command::Demo(args) => command::demo::run(&args, output),
        Command::Sandbox(args) => command::sandbox::run(&args, output),
        Command::Check(args) => command::check::run(&args, output),
        Command::Eid(args) => command::eid::run(&args, output),
        Command::Request(args) => command::request::run(&args, output),
        Command::Complete(args) => command::complete::run(&args, output),
        Command::Inspect(args) => command::inspect::run(&args, output),
        Command::Preview(args) => command::validate::preview(&args, output),
        Command::Validate(args) => command::validate::run(&args, output),
        Command::Status(args) => command::status::run(&args, output),
        Command::Renew(args) => command::request::renew(&args, output),
        Command::Activate(args) => command::status::activate(&args, output),
        Command::Revoke(args) => command::revoke::run(&args, output),
        Command::Passwd(args) => command::rewrap::passwd(&args, output),
        Command::Rewrap(args) => command::rewrap::run(&args, output),
        Command::Selftest(args) => command::status::selftest(&args, output),
        Command::Scan(args) => command::scan::run(&args, output),
        Command::Etk(args) => command::etk::run(&args, output),
        Command::Seal(args) => command::seal::seal(&args, output),
        Command::Unseal(args) => command::seal::unseal(&args, output),
        Command::Verify(args) => Ok(command::verify::run(&args, output)),
        Command::Completions { shell } => {
            clap_complete::generate(
                shell,
                &mut <Cli as clap::CommandFactory>::command(),
                "ehcert",
                &mut std::io::stdout(),
            );
            Ok(0)
        }
    }
}

/// The language of the system's messages; English when it is none of the four.
fn system_language() -> Language {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .and_then(|value| Language::from_tag(&value))
        .unwrap_or_default()
}
