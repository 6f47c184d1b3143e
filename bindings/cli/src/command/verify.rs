//! `ehcert verify`: what others made, one or a whole batch.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Parser;
use ehcert_core::{
    Code, Error, Result, Timestamp,
    facade::{
        error::Problem,
        keystore::Keystore,
        verify::{Judgement, PathInput, TrustInput, verify_certificate, verify_etk, verify_message, verify_signature},
    },
};
use ehcert_native::clock;
use serde_json::{Map, Value};

use crate::{
    command::inspect::read,
    output::Output,
    secret, text,
    verify_args::{Case, Cert, Message, Trust, Verify, What},
};

/// What may be relied on.
const ACCEPTED: u8 = 0;
/// What may not.
const REFUSED: u8 = 1;
/// A question that is not understood.
const NOT_UNDERSTOOD: u8 = 2;
/// Characters of one line of a batch, at most: a path of some hundred certificates, in PEM.
const MAX_LINE: usize = 16 << 20;

pub(crate) fn run(args: &Verify, output: &Output) -> u8 {
    let done = match (&args.what, &args.batch) {
        (_, Some(file)) => batch(file, output),
        (Some(what), None) => one(what, output).map(|answers| {
            answers.into_iter().map(|(file, judgement)| tell(&file, &judgement, output)).max().unwrap_or(ACCEPTED)
        }),
        (None, None) => Err(Error::new(Code::INVALID_ARGUMENT).with("what", "verify").field("verify")),
    };
    done.unwrap_or_else(|error| {
        output.error(&error);
        NOT_UNDERSTOOD
    })
}

/// One question; several answers only for several certificates.
fn one(what: &What, output: &Output) -> Result<Vec<(PathBuf, Judgement)>> {
    match what {
        What::Cert(args) => {
            let (trust, at) = trust(&args.trust)?;
            let path = path(args);
            args.cert
                .iter()
                .map(|file| {
                    let answer = verify_certificate(content(file)?, trust.clone(), path.clone(), at);
                    Ok((file.clone(), answer?))
                })
                .collect()
        }
        What::Etk(args) => {
            let (trust, at) = trust(&args.trust)?;
            let token = content(&args.file)?;
            let judgement = verify_etk(token, trust, at).or_else(|e| refused(e.into_problem()))?;
            Ok(vec![(args.file.clone(), judgement)])
        }
        What::Message(args) => {
            let (trust, at) = trust(&args.trust)?;
            let keystore = keystore(args, output)?;
            let judgement = verify_message(content(&args.file)?, keystore, trust, at)?;
            Ok(vec![(args.file.clone(), judgement)])
        }
        What::Signature(args) => {
            let (key, data, signature) = (content(&args.key)?, content(&args.data)?, content(&args.signature)?);
            let judgement = verify_signature(key, args.algorithm.clone(), data, signature)?;
            Ok(vec![(args.data.clone(), judgement)])
        }
    }
}

fn trust(args: &Trust) -> Result<(TrustInput, i64)> {
    let all = |files: &[PathBuf]| files.iter().map(|f| content(f)).collect::<Result<Vec<_>>>();
    let at = match &args.at {
        Some(text) => {
            Timestamp::parse(text).map_err(|_| Error::new(Code::INVALID_ARGUMENT).with("what", "at").field("at"))?
        }
        None => clock::now(),
    };
    let input = TrustInput {
        anchors: all(&args.anchor)?,
        untrusted: all(&args.untrusted)?,
        crls: all(&args.crl)?,
        ocsp: all(&args.ocsp)?,
        revocation: !args.no_revocation,
        inspect_old: args.inspect_old,
    };
    Ok((input, at.0))
}

fn path(args: &Cert) -> PathInput {
    PathInput {
        policies: args.policy.clone(),
        explicit_policy: args.explicit_policy,
        inhibit_mapping: args.inhibit_mapping,
        inhibit_any: args.inhibit_any,
        purpose: args.purpose.clone(),
        name: args.name.clone(),
        profile: args.profile.clone(),
        max_intermediates: args.max_intermediates,
    }
}

fn keystore(args: &Message, output: &Output) -> Result<Option<Arc<Keystore>>> {
    let Some(file) = &args.keystore else { return Ok(None) };
    let password = secret::password(args.password.password_file.as_ref(), text::password(output.language()))?;
    let opened = Keystore::open(content(file)?, password.as_str().as_bytes().to_vec())?;
    Ok(Some(Arc::new(opened)))
}

/// The bytes of a file, or a PEM text in its place.
fn content(file: &Path) -> Result<Vec<u8>> {
    match file.to_str() {
        Some(text) if text.trim_start().starts_with("-----BEGIN ") => Ok(text.trim_start().as_bytes().to_vec()),
        _ => read(file),
    }
}

/// Says what came out; the exit code of it.
fn tell(file: &Path, judgement: &Judgement, output: &Output) -> u8 {
    let name = file.to_str().filter(|t| !t.contains("-----BEGIN ")).unwrap_or("PEM");
    let mut lines = vec![format!("{} {name}", if judgement.accepted { "\u{2713}" } else { "\u{2717}" })];
    for (mark, problems) in [("-", &judgement.problems), ("!", &judgement.warnings)] {
        for problem in problems {
            let error = Error::from(problem.clone());
            let detail = error.detail_text().map(|d| format!(": {d}")).unwrap_or_default();
            lines.push(format!("  {mark} {} ({}{detail})", error.message(output.language()), problem.name));
        }
    }
    lines.extend(judgement.chain.iter().map(|c| format!("    {}", c.subject)));
    let mut fields = answer(judgement);
    fields.insert("file".into(), name.into());
    output.event("verify", Value::Object(fields), &lines.join("\n"));
    if judgement.accepted { ACCEPTED } else { REFUSED }
}

/// The members of an answer: those of the judgement, and the first problem's code and name in front.
fn answer(judgement: &Judgement) -> Map<String, Value> {
    let mut fields = Map::new();
    if let Some(problem) = judgement.problems.first() {
        fields.insert("code".into(), problem.code.into());
        fields.insert("name".into(), problem.name.clone().into());
    }
    if let Ok(Value::Object(all)) = serde_json::to_value(judgement) {
        fields.extend(all);
    }
    fields
}

/// One case a line, one answer a line. The exit code is 0 when every case was understood: what came out of each
/// stands in its answer.
fn batch(file: &Path, output: &Output) -> Result<u8> {
    let failed = |e: std::io::Error| Error::new(Code::FILE_FAILED).with("path", file.display()).detail(e.kind());
    let mut input: Box<dyn BufRead> = if file == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(BufReader::new(std::fs::File::open(file).map_err(failed)?))
    };
    let mut worst = ACCEPTED;
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = std::io::Read::take(&mut input, MAX_LINE as u64 + 1).read_until(b'\n', &mut line).map_err(failed)?;
        if read == 0 {
            return Ok(worst);
        }
        if line.len() > MAX_LINE {
            return Err(Error::new(Code::TOO_LARGE).with("limit", "16 MB"));
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let (id, answers) = case(&line, output);
        let answers = answers.unwrap_or_else(|error| {
            worst = NOT_UNDERSTOOD;
            let mut fields = answer(&Judgement { problems: vec![Problem::from(&error)], ..Judgement::default() });
            fields.insert("exit".into(), NOT_UNDERSTOOD.into());
            vec![fields]
        });
        for mut fields in answers {
            let exit = if fields.get("accepted") == Some(&Value::Bool(true)) { ACCEPTED } else { REFUSED };
            fields.entry("exit").or_insert(exit.into());
            fields.insert("id".into(), id.clone());
            output.batch_line(Value::Object(fields));
        }
    }
}

fn case(line: &[u8], output: &Output) -> (Value, Result<Vec<Map<String, Value>>>) {
    let bad = |detail: String| Error::new(Code::INVALID_ARGUMENT).with("what", "batch").field("batch").detail(detail);
    let object = match serde_json::from_slice::<Map<String, Value>>(line) {
        Ok(object) => object,
        Err(error) => return (Value::Null, Err(bad(format!("column {}", error.column())))),
    };
    let id = object.get("id").cloned().unwrap_or_default();
    let answers = arguments(&object)
        .and_then(|arguments| Case::try_parse_from(arguments).map_err(|e| bad(e.kind().to_string())))
        .and_then(|case| one(&case.what, output))
        .map(|answers| answers.iter().map(|(_, judgement)| answer(judgement)).collect());
    (id, answers)
}

/// The members of a case as the command line has them.
fn arguments(object: &Map<String, Value>) -> Result<Vec<String>> {
    let bad = || Error::new(Code::INVALID_ARGUMENT).with("what", "batch").field("batch");
    let mut positional = Vec::new();
    let mut arguments = vec![object.get("verify").map_or(Ok("cert"), |v| v.as_str().ok_or_else(bad))?.to_owned()];
    for (name, value) in object {
        let values: Vec<String> = match value {
            Value::Null | Value::Bool(false) => continue,
            Value::Array(all) => {
                all.iter().map(|v| v.as_str().map(str::to_owned).ok_or_else(bad)).collect::<Result<_>>()?
            }
            Value::String(text) => vec![text.clone()],
            Value::Number(number) => vec![number.to_string()],
            Value::Bool(true) => Vec::new(),
            Value::Object(_) => return Err(bad()),
        };
        match name.as_str() {
            "id" | "verify" => {}
            "cert" | "file" | "data" => positional.extend(values),
            name => {
                let name = name.replace('_', "-");
                // `--name=value`, so that a PEM text in the place of a file is no option.
                match values.as_slice() {
                    [] if *value == Value::Bool(true) => arguments.push(format!("--{name}")),
                    values => arguments.extend(values.iter().map(|v| format!("--{name}={v}"))),
                }
            }
        }
    }
    arguments.push("--".into());
    arguments.extend(positional);
    Ok(arguments)
}

fn refused(problem: Problem) -> Result<Judgement> {
    Ok(Judgement { problems: vec![problem], ..Judgement::default() })
}
