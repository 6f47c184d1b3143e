//! `ehcert sandbox`: the platform in a box.

use std::{
    net::{Ipv4Addr, TcpStream},
    path::{Path, PathBuf},
    sync::atomic::AtomicBool,
};

use ehcert_core::{
    Code, Error, Result,
    eid::DocumentType,
    random::{OsRandom, Random},
};
use ehcert_native::{
    Cancel, clock,
    http::{HttpClient, HttpConfig, HttpRequest},
};
use ehcert_sandbox::{
    Command, Organisation, Sandbox, SandboxConfig, WebFile,
    card::{CardHolder, EidAuthority, Profile, SoftwareCard, vpcd},
};
use serde_json::{Value, json};

use super::demo;
use crate::{output::Output, sandbox_args};

/// The files of the portal page; none in a build without it.
static PORTAL: &[WebFile] = include!(concat!(env!("OUT_DIR"), "/portal.rs"));

pub(crate) fn run(args: &sandbox_args::SandboxArgs, output: &Output) -> Result<u8> {
    match (&args.what, &args.run) {
        (Some(what), _) => other(what, output),
        (None, Some(run)) => serve_platform(run, output),
        (None, None) => Err(Error::new(Code::INVALID_ARGUMENT).with("what", "--dir")),
    }
}

fn serve_platform(args: &sandbox_args::SandboxRun, output: &Output) -> Result<u8> {
    if args.web && PORTAL.is_empty() {
        return Err(Code::PORTAL_NOT_BUILT.into());
    }
    let dir = &match &args.dir {
        Some(dir) => dir.clone(),
        None => {
            let mut mark = [0; 6];
            OsRandom.fill(&mut mark)?;
            let mark: String = mark.iter().map(|b| format!("{b:02x}")).collect();
            std::env::temp_dir().join(format!("ehcert-sandbox-{mark}"))
        }
    };
    let card = args.card.as_deref().or(args.web.then_some("rsa"));
    let authority = Sandbox::eid_authority(dir).map_err(sandbox_error)?;
    // Whoever uses a card of this sandbox in a real or virtual reader needs its roots.
    let roots: String = authority.roots().iter().map(|c| ehcert_core::pem::encode("CERTIFICATE", c.der())).collect();
    std::fs::write(dir.join("eid-roots.pem"), roots).map_err(|e| Error::new(Code::SANDBOX_FAILED).detail(e))?;
    let listen = args.listen.parse().map_err(|_| Error::new(Code::INVALID_ARGUMENT).with("what", "--listen"))?;
    let running = Sandbox::start(SandboxConfig {
        listen,
        dir: Some(dir.clone()),
        eid_roots: authority.roots().into_iter().cloned().collect(),
        card: card.map(|card| card_file(card, dir, &authority)).transpose()?,
        web: if args.web { PORTAL } else { &[] },
        ..SandboxConfig::default()
    })
    .map_err(sandbox_error)?;
    if args.web
        && let Some((_, holder)) = card.and_then(Profile::by_name)
    {
        // The card's holder has an organisation to choose on the page.
        let (kind, id, name) = demo::POST;
        let organisation = Organisation { kind: kind.into(), id: id.into(), name: name.into() };
        running
            .control(Command::AddOrganisation { ssin: holder.national_number, organisation })
            .map_err(sandbox_error)?;
    }
    let portal = args.web.then(|| format!("{}/portal/", running.url()));
    let address = portal.as_deref().unwrap_or_else(|| running.url());
    output.event("listening", json!({"url": running.url(), "portal": portal, "dir": dir}), address);
    running.wait();
    Ok(0)
}

/// The file of a card that was given as such, or as the kind of one to be made.
fn card_file(card: &str, dir: &Path, authority: &EidAuthority) -> Result<PathBuf> {
    let Some((profile, holder)) = Profile::by_name(card) else { return Ok(card.into()) };
    let file = dir.join("card.json");
    if !file.exists() {
        write_card(&file, &SoftwareCard::create(authority, &holder, profile, clock::now(), &mut OsRandom)?)?;
    }
    Ok(file)
}

fn write_card(file: &Path, card: &SoftwareCard) -> Result<()> {
    card.save(file).map_err(|e| Error::new(Code::FILE_FAILED).with("path", file.display()).detail(e))
}

fn other(what: &sandbox_args::Sandbox, output: &Output) -> Result<u8> {
    match what {
        sandbox_args::Sandbox::Run(run) => serve_platform(run, output),
        sandbox_args::Sandbox::Control { url, command } => {
            let body: Value = serde_json::from_str(command)
                .map_err(|e| Error::new(Code::INVALID_ARGUMENT).with("what", "JSON").detail(e))?;
            let client = HttpClient::new(HttpConfig::default())?;
            let request = HttpRequest {
                method: "POST".into(),
                url: format!("{}/control", url.trim_end_matches('/')),
                headers: vec![("Content-Type".into(), "application/json".into())],
                body: body.to_string().into_bytes(),
                repeatable: false,
                signed_answer: false,
            };
            let response = client.send(&request, &Cancel::new())?;
            let answer: Value = serde_json::from_slice(&response.body).unwrap_or_default();
            let text = serde_json::to_string_pretty(&answer).unwrap_or_default();
            output.event("state", json!({"status": response.status, "answer": answer}), &text);
            Ok(if response.status == 200 { 0 } else { 1 })
        }
        sandbox_args::Sandbox::Serve { file, vpcd } => serve(file, *vpcd, output),
        sandbox_args::Sandbox::Card { file, serve: Some(reader), dir: None, .. } => {
            serve(file, vpcd_port(reader)?, output)
        }
        sandbox_args::Sandbox::Card { file, serve: Some(reader), .. } if file.exists() => {
            serve(file, vpcd_port(reader)?, output)
        }
        sandbox_args::Sandbox::Card { dir, file, serve: reader, document, kind, first_names, name, pin } => {
            let dir = dir.as_ref().ok_or_else(|| Error::new(Code::INVALID_ARGUMENT).with("what", "--dir"))?;
            // A reader that cannot be understood is told before the card is made.
            let port = reader.as_deref().map(vpcd_port).transpose()?;
            let authority = Sandbox::eid_authority(dir).map_err(sandbox_error)?;
            let (mut profile, mut holder): (Profile, CardHolder) =
                Profile::by_name(kind).ok_or_else(|| Error::new(Code::INVALID_ARGUMENT).with("what", "--kind"))?;
            if let Some(document) = document {
                let known = DocumentType::known().any(|known| known.0 == *document);
                if !known || *document > 99 {
                    return Err(Error::new(Code::INVALID_ARGUMENT).with("what", "--document"));
                }
                profile.document = *document;
            }
            if let Some(first_names) = first_names {
                holder.given_names.clone_from(first_names);
            }
            if let Some(name) = name {
                holder.surname.clone_from(name);
            }
            let mut card = SoftwareCard::create(&authority, &holder, profile, clock::now(), &mut OsRandom)?;
            if let Some(pin) = pin {
                card.set_pin(pin)?;
            }
            write_card(file, &card)?;
            output.event(
                "card",
                json!({"file": file, "national_number": holder.national_number}),
                &format!("software:{}", file.display()),
            );
            port.map_or(Ok(0), |port| serve(file, port, output))
        }
    }
}

/// The port of a virtual reader: `vpcd` or `vpcd:PORT`.
fn vpcd_port(reader: &str) -> Result<u16> {
    let bad = || Error::new(Code::INVALID_ARGUMENT).with("what", "--serve");
    match reader.strip_prefix("vpcd").ok_or_else(bad)? {
        "" => Ok(vpcd::DEFAULT_PORT),
        port => port.strip_prefix(':').and_then(|port| port.parse().ok()).ok_or_else(bad),
    }
}

/// Puts a card into a virtual reader and keeps its file up to date.
fn serve(file: &Path, port: u16, output: &Output) -> Result<u8> {
    let failed = |e: std::io::Error| Error::new(Code::SANDBOX_FAILED).detail(e);
    let json = std::fs::read_to_string(file).map_err(failed)?;
    let mut card = SoftwareCard::from_json(&json)?;
    let reader = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).map_err(failed)?;
    output.event("inserted", json!({"file": file, "port": port}), &format!("{} -> {port}", file.display()));
    let keep = |card: &SoftwareCard| {
        // A test card: a counter that cannot be kept does not stop it.
        let _ = card.save(file);
    };
    vpcd::serve(&mut card, reader, &AtomicBool::new(false), keep)
        .map_err(|e| Error::new(Code::SANDBOX_FAILED).detail(e))?;
    Ok(0)
}

/// The sandbox's own errors, for people who start one.
pub(crate) fn sandbox_error(error: ehcert_sandbox::Error) -> Error {
    Error::new(Code::SANDBOX_FAILED).detail(error)
}
