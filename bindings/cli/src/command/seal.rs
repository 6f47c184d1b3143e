//! `ehcert seal` and `ehcert unseal`.

use ehcert_core::{Code, Error, Result, facade::keystore::Keystore};
use ehcert_native::{clock, platform::anchors_from, store};
use serde_json::json;

use crate::{
    args::{Seal, Unseal},
    command::inspect::read,
    output::Output,
    secret, text,
};

pub(crate) fn seal(args: &Seal, output: &Output) -> Result<u8> {
    let opened = open(&args.keystore, args.password.password_file.as_ref(), output)?;
    let tokens = args.recipients.iter().map(|f| store::read(f)).collect::<Result<Vec<_>>>()?;
    let content = read(&args.file)?;
    let sealed = opened.seal(content, tokens, roots(&args.anchors)?, clock::now().0)?;
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
    let unsealed = opened.unseal(message, roots(&args.anchors)?, clock::now().0)?;
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

fn open(path: &std::path::Path, password: Option<&std::path::PathBuf>, output: &Output) -> Result<Keystore> {
    let password = secret::password(password, text::password(output.language()))?;
    let bytes = store::read(path)?;
    Ok(Keystore::open(bytes, password.as_str().as_bytes().to_vec())?)
}

fn roots(files: &[std::path::PathBuf]) -> Result<Vec<Vec<u8>>> {
    Ok(anchors_from(files)?.certificates().iter().map(|c| c.der().to_vec()).collect())
}

/// Writes a file that does not exist yet.
fn write_new(path: &std::path::Path, content: &[u8]) -> Result<()> {
    use std::io::Write;
    std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .and_then(|mut f| f.write_all(content))
        .map_err(|e| Error::new(Code::FILE_FAILED).with("path", path.display()).detail(e.kind()))
}
