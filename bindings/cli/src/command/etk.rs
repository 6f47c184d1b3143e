//! `ehcert etk`: the encryption token of a recipient.

use ehcert_core::Result;
use ehcert_native::{
    Cancel,
    operation::{self, EtkOwner},
    platform::Platform,
    store,
};
use serde_json::json;
use zeroize::Zeroizing;

use crate::{args::Etk, attendant::Terminal, command::seal::write_new, output::Output, secret, text};

pub(crate) fn run(args: &Etk, output: &Output) -> Result<u8> {
    let language = output.language();
    let platform = Platform::open(&args.platform.platform, Cancel::new())?;
    let owner = match &args.keystore {
        Some(path) => EtkOwner::Keystore {
            keystore: Zeroizing::new(store::read_keystore(path)?),
            password: secret::password(args.password.password_file.as_ref(), text::password(language))?,
        },
        None => EtkOwner::Identifier {
            identifier_type: args.identifier_type.clone().unwrap_or_default(),
            identifier: args.identifier.clone().unwrap_or_default(),
            application_id: args.application_id.clone(),
        },
    };
    let found = operation::fetch_etk(&platform, &owner, &mut Terminal::new(output, false))?;
    let mut lines = vec![
        found.dn.clone(),
        format!("  ETK {}", found.serial),
        format!("  {} {}", text::valid_until(language), found.not_after.to_date()),
    ];
    if let Some(path) = &args.out {
        write_new(path, &found.etk)?;
        lines.push(format!("{} {}", text::written(language), path.display()));
    }
    output.event(
        "etk",
        json!({
            "dn": found.dn,
            "serial": found.serial,
            "not_before": found.not_before.to_rfc3339(),
            "not_after": found.not_after.to_rfc3339(),
            "file": args.out,
            "warnings": found.warnings.iter().map(|w| w.code().name()).collect::<Vec<_>>(),
        }),
        &lines.join("\n"),
    );
    Ok(0)
}
