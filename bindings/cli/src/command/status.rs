//! `ehcert status`, `activate` and `selftest`.

use ehcert_core::{
    Code, Result,
    flow::{Activation, ActivationInput, OfflineStatus, SelfTest, SelfTestInput, Status, StatusInput},
    keystore::Keystore,
    ra::CertificateInfo,
    request::Password,
};
use ehcert_native::{clock, store};
use serde_json::json;
use zeroize::Zeroizing;

use crate::{
    args::{OnKeystore, StatusArgs},
    attendant::Terminal,
    output::Output,
    secret,
    session::Session,
    text,
};

pub(crate) fn run(args: &StatusArgs, output: &Output) -> Result<u8> {
    let language = output.language();
    let password = secret::password(args.password.password_file.as_ref(), text::password(language))?;
    let bytes = Zeroizing::new(store::read(&args.keystore)?);
    let opened = Keystore::open(&bytes, &password)?;
    let status = OfflineStatus::of(&opened, clock::now())?;
    let mut lines = vec![status.dn.clone()];
    if let (Some(until), Some(days)) = (status.not_after, status.days_left) {
        lines.push(format!(
            "  {} {} ({days} {})",
            text::valid_until(language),
            until.to_date(),
            text::days_left(language)
        ));
    }
    if status.pending {
        lines.push(text::next_complete(language).to_owned());
    }
    lines.push(format!("  ETK: {}", status.encryption_keys.join(", ")));
    output.event("status", json!(status), &lines.join("\n"));
    if let Some(platform) = &args.platform {
        let session = Session::open(platform)?;
        let info = ask(&session, &bytes, &password, output)?;
        output.event(
            "registered",
            json!(info),
            &format!("  RA: {}, ETK {}", info.status.as_str(), info.etk_status.as_str()),
        );
    }
    Ok(0)
}

/// What the RA knows of the certificate in a keystore.
pub(crate) fn ask(session: &Session, keystore: &[u8], password: &Password, output: &Output) -> Result<CertificateInfo> {
    let mut flow = Status::new(StatusInput::Keystore {
        keystore: Zeroizing::new(keystore.to_vec()),
        password: password.clone(),
        endpoints: session.endpoints.clone(),
    });
    session.driver.run(&mut flow, &mut Terminal::new(output))?;
    flow.report().and_then(|r| r.certificates.first().cloned()).ok_or_else(|| Code::INTERNAL.into())
}

pub(crate) fn activate(args: &OnKeystore, output: &Output) -> Result<u8> {
    let session = Session::open(&args.platform.platform)?;
    let password = secret::password(args.password.password_file.as_ref(), text::password(output.language()))?;
    let mut flow = Activation::new(ActivationInput {
        keystore: Zeroizing::new(store::read(&args.keystore)?),
        password,
        endpoints: session.endpoints.clone(),
    })?;
    session.driver.run(&mut flow, &mut Terminal::new(output))?;
    output.event("activated", json!({"keystore": args.keystore}), text::activated(output.language()));
    Ok(0)
}

/// Whether this keystore can receive messages: the depot's token is about a key in it, and it opens what is
/// sealed to that token.
pub(crate) fn selftest(args: &OnKeystore, output: &Output) -> Result<u8> {
    let session = Session::open(&args.platform.platform)?;
    let password = secret::password(args.password.password_file.as_ref(), text::password(output.language()))?;
    let mut flow = SelfTest::new(SelfTestInput {
        keystore: Zeroizing::new(store::read(&args.keystore)?),
        password,
        endpoints: session.endpoints.clone(),
        anchors: session.anchors.clone(),
    })?;
    session.driver.run(&mut flow, &mut Terminal::new(output))?;
    let report = flow.report().ok_or(Code::INTERNAL)?;
    output.event(
        "selftest",
        json!({"etk_serial": report.etk_serial, "ok": true}),
        &format!("{}  ETK {}", text::works(output.language()), report.etk_serial),
    );
    Ok(0)
}
