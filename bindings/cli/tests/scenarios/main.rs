//! The Rust player of `tests/scenarios`: every file, through the public API, over loopback HTTP.

#![allow(clippy::result_large_err, reason = "the facade's error is a plain record")]

mod fields;
mod normal;
mod play;
mod world;

use std::{fs, path::PathBuf};

use serde_json::{Value, json};

use self::{play::Play, world::World};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/scenarios")
}

/// Whether the files are to be written rather than compared.
fn bless() -> bool {
    std::env::var_os("EHCERT_BLESS").is_some()
}

fn flow_files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|p| p.file_name().unwrap().to_str().unwrap().starts_with("flow-"))
        .collect();
    files.sort();
    files
}

fn read(file: &PathBuf) -> Value {
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

/// Writes a scenario with its lines, each on a line of its own.
fn write(file: &PathBuf, scenario: &Value, member: &str, lines: &[Value]) {
    let mut rest = scenario.as_object().unwrap().clone();
    rest.remove(member);
    let mut text = serde_json::to_string_pretty(&rest).unwrap();
    text.truncate(text.len() - 2);
    let lines: Vec<String> = lines.iter().map(|line| format!("    {line}")).collect();
    fs::write(file, format!("{text},\n  \"{member}\": [\n{}\n  ]\n}}\n", lines.join(",\n"))).unwrap();
}

fn differences(name: &str, expected: &[Value], found: &[Value]) -> Vec<String> {
    let mut all = Vec::new();
    for number in 0..expected.len().max(found.len()) {
        let none = Value::Null;
        let (wanted, line) = (expected.get(number).unwrap_or(&none), found.get(number).unwrap_or(&none));
        if normal::without_nulls(wanted) != normal::without_nulls(line) {
            all.push(format!("{name} line {}\n  expected {wanted}\n  found    {line}", number + 1));
        }
    }
    all
}

#[test]
fn every_flow_goes_as_it_is_told() {
    let world = World::new();
    let wanted = std::env::var("EHCERT_SCENARIO").unwrap_or_default();
    let mut wrong = Vec::new();
    let mut faults = 0;
    for file in flow_files() {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        if !name.contains(&wanted) {
            continue;
        }
        let scenario = read(&file);
        let lines = Play::new(&world, &scenario).run();
        normal::assert_serials_agree(&name, &lines);
        let lines: Vec<Value> = lines.iter().map(|line| normal::normalised(line, world.url())).collect();
        faults += usize::from(lines.iter().any(|line| line.get("error").is_some() || line.get("lost").is_some()));
        if bless() {
            write(&file, &scenario, "trace", &lines);
        } else {
            wrong.extend(differences(&name, scenario["trace"].as_array().unwrap(), &lines));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(faults >= 25 || !wanted.is_empty(), "only {faults} scenarios have a fault");
}

#[test]
fn every_field_is_judged_as_it_is_told() {
    let file = folder().join("fields.json");
    let told = read(&file);
    let language = told["language"].as_str().unwrap();
    let cases = told["cases"].as_array().unwrap();
    let found: Vec<Value> = cases.iter().map(|case| fields::judged(case, language)).collect();
    if bless() {
        let lines: Vec<Value> = cases
            .iter()
            .zip(found)
            .map(|(case, line)| {
                let mut whole = json!({"call": case["call"], "arguments": case["arguments"]});
                whole.as_object_mut().unwrap().extend(line.as_object().unwrap().clone());
                whole
            })
            .collect();
        write(&file, &told, "cases", &lines);
        return;
    }
    let expected: Vec<Value> = cases
        .iter()
        .map(|case| {
            let mut case = case.clone();
            case.as_object_mut().unwrap().remove("arguments");
            case
        })
        .collect();
    let wrong = differences("fields.json", &expected, &found);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(found.len() > 100 && found.iter().filter(|line| line.get("error").is_some()).count() > 40);
}
