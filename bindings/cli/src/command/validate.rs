//! `ehcert validate` and `ehcert preview`: the rules of the form, without card and network.

use ehcert_core::{
    Result,
    identity::Catalogue,
    request::{self, Password},
    subject::Subject,
};
use serde_json::{Value, json};

use crate::{
    args::{Preview, Validate},
    command::request::all,
    output::Output,
    secret, text,
};

pub(crate) fn run(args: &Validate, output: &Output) -> Result<u8> {
    let value = args.value.as_deref().unwrap_or_default();
    let result: Value = match args.kind.as_str() {
        "email" => json!(request::check_email(value)?),
        "phone" => json!(request::normalise_phone(value)?),
        "application-id" => json!(request::check_application_id(value)?),
        "name" => json!(request::fold_name(value)),
        "password" => {
            let password =
                secret::password(args.password.password_file.as_ref(), text::new_password(output.language()))?;
            return Ok(ticks(&password, output));
        }
        kind => {
            let checked = Catalogue::default().check(kind, value)?;
            for warning in &checked.warnings {
                output.say(&format!("  ! {}", warning.message(output.language())));
            }
            let warnings: Vec<_> = checked.warnings.iter().map(|w| w.code().name()).collect();
            json!({"type": checked.identifier_type, "value": checked.value, "warnings": warnings})
        }
    };
    let text = match &result {
        Value::String(text) => text.clone(),
        other => other["value"].as_str().or(other["text"].as_str()).unwrap_or_default().to_owned(),
    };
    output.event("valid", json!({"kind": args.kind, "result": result}), &format!("  \u{2713} {text}"));
    Ok(0)
}

fn ticks(password: &Password, output: &Output) -> u8 {
    let report = password.report(None);
    let errors = report.errors();
    for error in &errors {
        output.error(error);
    }
    let mark = if errors.is_empty() { "\u{2713}" } else { "\u{2717}" };
    output.event("password", json!(report), mark);
    u8::from(!errors.is_empty())
}

pub(crate) fn preview(args: &Preview, output: &Output) -> Result<u8> {
    let organisation = &args.organisation;
    let checked = Catalogue::default().check(&organisation.identifier_type, &organisation.identifier)?;
    let folded = request::fold_name(organisation.name.as_deref().unwrap_or_default());
    let application_id = match &organisation.application_id {
        Some(id) => request::check_application_id(id)?,
        None => None,
    };
    let subject = Subject::new(&checked.identifier_type, &checked.value, &folded.text, application_id.as_deref())
        .map_err(|e| all(output, vec![e]))?;
    let lines: Vec<String> = std::iter::once(format!("  CN  {}", subject.common_name()))
        .chain(subject.organizational_units().iter().map(|ou| format!("  OU  {ou}")))
        .chain([
            format!("  O   {}", ehcert_core::subject::ORGANIZATION),
            format!("  C   {}", ehcert_core::subject::COUNTRY),
        ])
        .collect();
    let fields = json!({
        "dn": subject.to_rfc2253(),
        "common_name": subject.common_name(),
        "organizational_units": subject.organizational_units(),
        "name": folded,
    });
    output.event("preview", fields, &lines.join("\n"));
    Ok(0)
}
