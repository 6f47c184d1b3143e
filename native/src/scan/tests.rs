use std::{fs, path::Path};

use ehcert_core::{
    Code,
    key::{KeyAlgorithm, PrivateKey},
    keystore::{Keystore, Profile, SurveyState},
    random::OsRandom,
    request::Password,
};

use super::*;
use crate::clock;

fn pending(folder: &Path, name: &str, password: &str) {
    let key = PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap();
    let store = Keystore::pending(key, None, clock::now(), &mut OsRandom).unwrap();
    let password = Password::from(password.to_owned());
    fs::write(folder.join(name), store.write(&password, Profile::Ehealth, &mut OsRandom).unwrap()).unwrap();
}

fn all(paths: &[PathBuf], passwords: &PasswordList) -> Vec<Row> {
    let mut rows = Vec::new();
    scan(paths, passwords, clock::now(), &Cancel::new(), &mut |row| {
        rows.push(row);
        true
    })
    .unwrap();
    rows.sort_by(|a, b| a.path.cmp(&b.path));
    rows
}

#[test]
fn every_file_is_a_row_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("a/b");
    fs::create_dir_all(&deep).unwrap();
    pending(folder.path(), "CBE=0314595348 20260101-120000.p12", "one-1234");
    pending(&deep, "x.PFX", "two-1234");
    fs::write(deep.join("y.acc-p12"), b"<html>").unwrap();
    fs::write(deep.join("z.txt"), b"").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path(), deep.join("ring")).unwrap();
    let list = PasswordList::from_csv(b"CBE*,one-1234\n**/b/*,two-1234\n").unwrap();
    let rows = all(&[folder.path().to_owned()], &list);
    let states: Vec<_> = rows.iter().map(|r| r.survey.as_ref().unwrap().state).collect();
    assert_eq!(states, [SurveyState::Pending, SurveyState::Pending, SurveyState::Unreadable]);
    let identity = rows[0].survey.as_ref().unwrap().identity.as_ref().unwrap();
    assert_eq!((identity.identifier_type.as_str(), identity.identifier.as_str()), ("CBE", "0314595348"));
    // Without a password its form still shows.
    let rows = all(&[folder.path().to_owned()], &PasswordList::none());
    let survey = rows[0].survey.as_ref().unwrap();
    assert_eq!((survey.state, survey.shape.as_ref().unwrap().mac_iterations), (SurveyState::Locked, 10_000));
    // A file that is named itself, whatever it is; a folder that is not there.
    let rows = all(&[deep.join("z.txt"), folder.path().join("missing")], &list);
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].problem().unwrap().code(), Code::KEYSTORE_OTHER_FILE);
    assert!(rows.iter().all(|r| r.problem().is_some()));
}

#[test]
fn a_scan_can_be_called_off_by_either_side() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..600 {
        fs::write(folder.path().join(format!("{number}.p12")), b"no keystore").unwrap();
    }
    let mut seen = 0;
    scan(&[folder.path().to_owned()], &PasswordList::none(), clock::now(), &Cancel::new(), &mut |_| {
        seen += 1;
        seen < 3
    })
    .unwrap();
    assert_eq!(seen, 3);
    let cancel = Cancel::new();
    let mut rows = 0;
    let error = scan(&[folder.path().to_owned()], &PasswordList::none(), clock::now(), &cancel, &mut |_| {
        rows += 1;
        cancel.cancel();
        true
    });
    assert_eq!((error.unwrap_err().code(), rows), (Code::CANCELLED, 1));
}

#[test]
fn reports_are_harmless_whatever_the_files_are_called() {
    let folder = tempfile::tempdir().unwrap();
    let name = "=cmd<script>&\"x\".p12";
    fs::write(folder.path().join(name), b"x").unwrap();
    let rows = all(&[PathBuf::from(folder.path())], &PasswordList::none());
    let mut csv = Vec::new();
    let mut table = Table::new(&mut csv).unwrap();
    table.row(&Row { path: name.into(), ..rows[0].clone() }).unwrap();
    table.finish().unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.lines().nth(1).unwrap().starts_with("\"'=cmd<script>&\"\"x\"\".p12\",unreadable,"), "{csv}");
    let texts =
        PageTexts { language: "en", title: "T", as_of: "of", columns: ["a", "b", "c", "d"], unread: "not read" };
    let entries: Vec<Entry> = rows.iter().map(|r| Entry::new(r, |_| "no <keystore>".into())).collect();
    let mut out = Vec::new();
    page(&entries, &texts, 90, clock::now(), &mut out).unwrap();
    let page = String::from_utf8(out).unwrap();
    assert!(!page.contains("<script>") && page.contains("&lt;script&gt;") && page.contains("no &lt;keystore&gt;"));
    let mut out = Vec::new();
    calendar(&entries, "{name}", "{date}", clock::now(), &mut out).unwrap();
    let calendar = String::from_utf8(out).unwrap();
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\n") && !calendar.contains("VEVENT"));
}

#[test]
fn reports_begin_with_what_ends_first() {
    let entry = |path: &str, days_left| Entry {
        path: Path::new(path).into(),
        days_left,
        not_after: None,
        serial: "".into(),
        what: "".into(),
    };
    let mut all = [entry("d", None), entry("c", Some(5)), entry("b", Some(-2)), entry("a", Some(5))];
    Entry::sort(&mut all);
    assert_eq!(all.map(|e| e.path.display().to_string()).concat(), "bacd");
}

#[test]
fn a_row_has_the_same_members_for_every_surface() {
    let at = |text: &str| Some(Timestamp::parse(text).unwrap());
    let read = Survey {
        state: SurveyState::Revoked,
        identity: None,
        shape: None,
        dn: "CN=CBE\\=0314595348,O=Fictional".into(),
        serial: "17".into(),
        not_before: at("2026-01-01T00:00:00Z"),
        not_after: at("2029-01-01T00:00:00Z"),
        days_left: Some(12),
        revoked: at("2026-02-03T04:05:06Z"),
        in_replacement_period: true,
        encryption_keys: 2,
        problem: None,
    };
    let whole = Row { path: "a/b.p12".into(), survey: Ok(read) };
    let unread = Row { path: "c.p12".into(), survey: Err(Code::FILE_FAILED.into()) };
    let names = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let (camel, snake) = (whole.to_json(Names::Camel), whole.to_json(Names::Snake));
    let pairs = [
        ("path", "path", "a/b.p12".into()),
        ("state", "state", "revoked".into()),
        ("holder", "holder", "CBE=0314595348".into()),
        ("identity", "identity", serde_json::Value::Null),
        ("dn", "dn", "CN=CBE\\=0314595348,O=Fictional".into()),
        ("serial", "serial", "17".into()),
        ("notBefore", "not_before", "2026-01-01T00:00:00Z".into()),
        ("notAfter", "not_after", "2029-01-01T00:00:00Z".into()),
        ("daysLeft", "days_left", 12.into()),
        ("inReplacementPeriod", "in_replacement_period", true.into()),
        ("revoked", "revoked", "2026-02-03T04:05:06Z".into()),
        ("encryptionKeys", "encryption_keys", 2.into()),
        ("shape", "shape", serde_json::Value::Null),
        ("problem", "problem", serde_json::Value::Null),
    ];
    for (of_jobs, of_lines, value) in &pairs {
        assert_eq!((&camel[of_jobs], &snake[of_lines]), (value, value), "{of_lines}");
    }
    // Nothing else, and nothing less where nothing is known.
    for form in [Names::Camel, Names::Snake] {
        assert_eq!(names(&whole.to_json(form)).len(), pairs.len());
        assert_eq!(names(&whole.to_json(form)), names(&unread.to_json(form)));
    }
    assert_eq!(unread.to_json(Names::Camel)["problem"], "FileFailed");
    // The table has new columns at its end only: spreadsheets count them.
    let mut text = Vec::new();
    let mut table = Table::new(&mut text).unwrap();
    [&whole, &unread].into_iter().for_each(|row| table.row(row).unwrap());
    table.finish().unwrap();
    let lines: Vec<String> = String::from_utf8(text).unwrap().lines().map(str::to_owned).collect();
    assert!(lines[0].ends_with(",encryption,iterations,problem,revoked"), "{}", lines[0]);
    assert!(lines[1].ends_with(",,,2026-02-03"), "{}", lines[1]);
    assert!(lines[2].ends_with(",FileFailed,"), "{}", lines[2]);
}

#[cfg(unix)]
#[test]
fn a_name_that_is_no_unicode_is_a_row_as_well() {
    use std::os::unix::ffi::OsStrExt;
    let path = PathBuf::from(std::ffi::OsStr::from_bytes(b"caf\xE9.p12"));
    let row = Row { path, survey: Err(Code::FILE_FAILED.into()) };
    assert_eq!(row.to_json(Names::Snake)["path"], "caf\u{fffd}.p12");
}
