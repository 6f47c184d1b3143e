//! `ehcert seal` and `ehcert unseal`.

use ehcert_core::{
    Code, Error, Result,
    facade::{keystore::Keystore, verify::TrustInput},
    flow::{RevocationCheck, RevocationReport},
};
use ehcert_native::{
    Cancel, clock,
    driver::Driver,
    http::{HttpClient, HttpConfig},
    operation::inquire,
    platform::anchors_from,
    store,
};
use serde_json::json;

use crate::{
    args::{Seal, Unseal},
    attendant::Terminal,
    command::inspect::read,
    output::Output,
    secret, text,
};

pub(crate) fn seal(args: &Seal, output: &Output) -> Result<u8> {
    let opened = open(&args.keystore, args.password.password_file.as_ref(), output)?;
    let tokens = args.recipients.iter().map(|f| store::read(f)).collect::<Result<Vec<_>>>()?;
    let content = read(&args.file)?;
    let now = clock::now().0;
    let sealed = if args.revocation == RevocationCheck::Off {
        opened.seal(content, tokens, roots(&args.anchors)?, now)?
    } else {
        let (found, trust) = asked(&tokens, &args.anchors, output)?;
        match found.demand(args.revocation)?.first() {
            Some(warning) => {
                output.say(&format!("  ! {}", warning.message(output.language())));
                opened.seal(content, tokens, trust.anchors, now)?
            }
            None => opened.seal_unrevoked(content, tokens, trust, now)?,
        }
    };
    write_new(&args.out, &sealed)?;
    output.event(
        "sealed",
        json!({"file": args.out}),
        &format!("{} {}", text::written(output.language()), args.out.display()),
    );
    Ok(0)
}

pub(crate) fn unseal(args: &Unseal, output: &Output) -> Result<u8> {
    let opened = open(&args.keystore, args.password.password_file.as_ref(), output)?;
    let message = read(&args.file)?;
    let now = clock::now().0;
    let check = args.revocation.revocation;
    let unsealed = if check == RevocationCheck::Off {
        opened.unseal(message, roots(&args.anchors)?, now)?
    } else {
        let trust = match asked(std::slice::from_ref(&message), &args.anchors, output) {
            Ok((_, trust)) => trust,
            // No message at all: opening it says so by its own name.
            Err(error) if error.code() == Code::INVALID_ARGUMENT => {
                TrustInput { anchors: roots(&args.anchors)?, ..TrustInput::default() }
            }
            Err(error) => return Err(error),
        };
        opened.unseal_unrevoked(message, trust, check == RevocationCheck::Hard, now)?
    };
    write_new(&args.out, &unsealed.content)?;
    for warning in &unsealed.warnings {
        output.say(&format!("  ! {}", warning.name));
    }
    let warnings: Vec<_> = unsealed.warnings.iter().map(|w| w.name.clone()).collect();
    output.event(
        "unsealed",
        json!({"file": args.out, "signing_time": unsealed.signing_time, "warnings": warnings}),
        &format!("{} {}", text::written(output.language()), args.out.display()),
    );
    Ok(0)
}

/// What lists and responders say of these tokens or messages, and whom to trust with it.
fn asked(items: &[Vec<u8>], anchors: &[std::path::PathBuf], output: &Output) -> Result<(RevocationReport, TrustInput)> {
    let anchors = anchors_from(anchors)?;
    let driver = Driver { http: HttpClient::new(HttpConfig::default())?, cancel: Cancel::new() };
    let found = inquire(&driver, items, anchors.clone(), &mut Terminal::new(output, false))?;
    let trust = TrustInput {
        anchors: anchors.certificates().iter().map(|c| c.der().to_vec()).collect(),
        untrusted: anchors.helpers().iter().map(|c| c.der().to_vec()).collect(),
        crls: found.crls.iter().map(|list| list.der().to_vec()).collect(),
        ocsp: found.ocsp.iter().map(|response| response.der().to_vec()).collect(),
        ..TrustInput::default()
    };
    Ok((found, trust))
}

fn open(path: &std::path::Path, password: Option<&std::path::PathBuf>, output: &Output) -> Result<Keystore> {
    let password = secret::password(password, text::password(output.language()))?;
    let bytes = store::read_keystore(path)?;
    Ok(Keystore::open(bytes, password.as_str().as_bytes().to_vec())?)
}

fn roots(files: &[std::path::PathBuf]) -> Result<Vec<Vec<u8>>> {
    Ok(anchors_from(files)?.certificates().iter().map(|c| c.der().to_vec()).collect())
}

/// Writes a file that does not exist yet.
pub(super) fn write_new(path: &std::path::Path, content: &[u8]) -> Result<()> {
    use std::io::Write;
    std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .and_then(|mut f| f.write_all(content))
        .map_err(|e| Error::new(Code::FILE_FAILED).with("path", path.display()).detail(e.kind()))
}
