//! `ehcert sandbox`: the platform in a box.

use ehcert_core::{Code, Error, Result, random::OsRandom};
use ehcert_native::{
    Cancel, clock,
    http::{HttpClient, HttpConfig, HttpRequest},
};
use ehcert_sandbox::{
    Sandbox, SandboxConfig,
    card::{CardHolder, Profile, SoftwareCard},
};
use serde_json::{Value, json};

use crate::{args, output::Output};

pub(crate) fn run(args: &args::Sandbox, output: &Output) -> Result<u8> {
    match args {
        args::Sandbox::Run { listen, dir } => {
            let authority = Sandbox::eid_authority(dir).map_err(sandbox_error)?;
            let listen = listen.parse().map_err(|_| Error::new(Code::INVALID_ARGUMENT).with("what", "--listen"))?;
            let running = Sandbox::start(SandboxConfig {
                listen,
                dir: Some(dir.clone()),
                eid_roots: authority.roots().into_iter().cloned().collect(),
                ..SandboxConfig::default()
            })
            .map_err(sandbox_error)?;
            output.event("listening", json!({"url": running.url()}), running.url());
            running.wait();
            Ok(0)
        }
        args::Sandbox::Control { url, command } => {
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
        args::Sandbox::Card { dir, file, kind, first_names, name, pin } => {
            let authority = Sandbox::eid_authority(dir).map_err(sandbox_error)?;
            let (profile, mut holder): (Profile, CardHolder) =
                Profile::by_name(kind).ok_or_else(|| Error::new(Code::INVALID_ARGUMENT).with("what", "--kind"))?;
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
            std::fs::write(file, card.to_json()?)
                .map_err(|e| Error::new(Code::FILE_FAILED).with("path", file.display()).detail(e.kind()))?;
            output.event(
                "card",
                json!({"file": file, "national_number": holder.national_number}),
                &format!("software:{}", file.display()),
            );
            Ok(0)
        }
    }
}

/// The sandbox's own errors, for people who start one.
pub(crate) fn sandbox_error(error: ehcert_sandbox::Error) -> Error {
    Error::new(Code::SANDBOX_FAILED).detail(error)
}
