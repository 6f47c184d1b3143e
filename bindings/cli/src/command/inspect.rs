//! `ehcert inspect`: what is in a file.

use std::{io::Read, path::Path};

use ehcert_core::{
    Code, Error, Result,
    facade::{
        inspect::{preview_csr, view_certificate},
        keystore::Keystore,
    },
};
use ehcert_native::{clock, store};
use serde_json::json;

use crate::{args::Inspect, output::Output, secret, text};

/// More than any file that ehcert knows.
const MAX_INPUT: u64 = 64 << 20;

pub(crate) fn run(args: &Inspect, output: &Output) -> Result<u8> {
    let bytes = read(&args.file)?;
    let (kind, value) = if let Ok(csr) = preview_csr(bytes.clone()) {
        ("csr", json!(csr))
    } else if let Ok(certificate) = view_certificate(bytes.clone()) {
        ("certificate", json!(certificate))
    } else if let Ok(token) = ehcert_core::etk::Etk::parse(&bytes) {
        let certificate = view_certificate(token.encryption_certificate().der().to_vec())?;
        (
            "etk",
            json!({"encryption": certificate, "report": format!("{:?}", token.verify(clock::now(), &Default::default()))}),
        )
    } else {
        let shape = ehcert_core::keystore::inspect(&bytes)?;
        if args.no_password {
            ("keystore", json!({"shape": shape}))
        } else {
            let password = secret::password(args.password.password_file.as_ref(), text::password(output.language()))?;
            let opened = Keystore::open(bytes, password.as_str().as_bytes().to_vec())?;
            let entries = opened.entries()?;
            let status = opened.status(clock::now().0).ok();
            ("keystore", json!({"shape": shape, "entries": entries, "status": status}))
        }
    };
    let text = serde_json::to_string_pretty(&value).unwrap_or_default();
    output.event("inspect", json!({"kind": kind, "content": value}), &format!("{kind}\n{}", plain(&text)));
    Ok(0)
}

/// JSON as an indented outline, without its punctuation.
fn plain(json: &str) -> String {
    json.lines()
        .map(|l| l.trim_end_matches([',', '{', '[']).replace('"', ""))
        .filter(|l| !matches!(l.trim(), "}" | "]" | "" | "}]"))
        .collect::<Vec<_>>()
        .join("\n")
}

pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    if path != Path::new("-") {
        return store::read(path);
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .take(MAX_INPUT)
        .read_to_end(&mut bytes)
        .map_err(|e| Error::new(Code::FILE_FAILED).with("path", "-").detail(e.kind()))?;
    Ok(bytes)
}
