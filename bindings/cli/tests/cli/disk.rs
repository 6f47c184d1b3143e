//! The disk under the keystore: every command that writes one, killed at each system call that touches its folder, and
//! failed with each fault of a disk at each call that opens, writes, syncs or renames (with strace). Afterwards nothing
//! is lost, and the same command again ends as if nothing had happened.
//!
//! All points take half an hour: without `EHCERT_FAULTS=all` some are passed over, evenly. What is printed says how many
//! there are and how many were tried.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command as Process, Stdio},
};

use ehcert_core::{flow::is_unfinished, key::PublicKey, keystore::Keystore, request::Password};
use ehcert_sandbox::Command;

use crate::support::{PASSWORD, Said, World, open, said};

/// What touches files on the way of a keystore to the disk and from there.
const KILLED_AT: [&str; 14] = [
    "openat",
    "read",
    "write",
    "fsync",
    "fdatasync",
    "close",
    "rename",
    "renameat2",
    "link",
    "linkat",
    "unlink",
    "flock",
    "statx",
    "mkdir",
];
/// Where a disk fails.
const FAILED_AT: [&str; 8] = ["openat", "write", "fsync", "fdatasync", "rename", "renameat2", "link", "linkat"];
const FAULTS: [&str; 4] = ["ENOSPC", "EIO", "EDQUOT", "EACCES"];

const NEW_PASSWORD: &str = "Andere-5678";

fn strace_works() -> bool {
    let probe = Process::new("strace").args(["-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
    let works = probe.is_ok_and(|status| status.success());
    if !works {
        eprintln!("skipped: strace cannot be used here");
    }
    works
}

/// The command under strace, on a folder and what is in it; `inject` as strace takes it.
fn traced(world: &World, paths: &[PathBuf], calls: &str, inject: Option<String>, arguments: &[&str]) -> (Said, String) {
    let log = world.folder.join("strace.log");
    let mut process = Process::new("strace");
    process.args(["-f", "-qq", "-o"]).arg(&log).arg("-e").arg(format!("trace={calls}"));
    if let Some(inject) = inject {
        process.arg("-e").arg(format!("inject={inject}"));
    }
    for path in paths {
        process.arg("-P").arg(path).arg("-P").arg(path.join(".ehcert-new.part"));
    }
    let command = world.process(arguments);
    process.arg(command.get_program()).args(command.get_args());
    process.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let outcome = said(process);
    (outcome, fs::read_to_string(&log).unwrap_or_default())
}

/// A command in a world of its own.
struct Case {
    world: World,
    /// Folder and files that strace watches.
    paths: Vec<PathBuf>,
    arguments: Vec<String>,
}

impl Case {
    fn arguments(&self) -> Vec<&str> {
        self.arguments.iter().map(String::as_str).collect()
    }
    fn again(&self) -> Said {
        self.world.run(&self.arguments())
    }
    fn run(&self, calls: &str, inject: Option<String>) -> (Said, String) {
        traced(&self.world, &self.paths, calls, inject, &self.arguments())
    }
}

/// Tries the points of a command, all or one in `stride`. `check` sees what is left and whether it was said to be done.
fn at_every_point(name: &str, stride: usize, begin: &dyn Fn() -> Case, check: &dyn Fn(&Case, bool, &str)) {
    if !strace_works() {
        return;
    }
    let stride = if std::env::var("EHCERT_FAULTS").is_ok_and(|v| v == "all") { 1 } else { stride };
    let (outcome, log) = begin().run(&KILLED_AT.join(","), None);
    assert_eq!(outcome.code, 0, "{name}: {:?}", outcome.lines);
    let count = |call: &&str| log.lines().filter(|l| l.contains(&format!(" {call}("))).count();
    let mut points: Vec<(&str, usize, String)> = Vec::new();
    for call in KILLED_AT {
        points.extend((1..=count(&call)).map(|n| (call, n, "signal=KILL".to_owned())));
    }
    for fault in FAULTS {
        for call in FAILED_AT {
            points.extend((1..=count(&call)).map(|n| (call, n, format!("error={fault}"))));
        }
    }
    let (mut tried, mut stopped) = (0, 0);
    for (call, n, what) in points.iter().step_by(stride) {
        let point = format!("{name}: {what} at {call} {n}");
        let case = begin();
        let (outcome, _) = case.run(call, Some(format!("{call}:{what}:when={n}")));
        tried += 1;
        assert_ne!(outcome.code, 101, "{point}: a panic");
        let done = outcome.code == 0;
        if !done {
            stopped += 1;
            if !what.starts_with("signal") {
                assert!(!["", "Internal"].contains(&outcome.error().0), "{point}: {:?}", outcome.lines);
            }
        }
        check(&case, done, &point);
        let folder = &case.paths[0];
        let left: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        assert!(!left.iter().any(|p| p.extension().is_some_and(|e| e == "part")), "{point}: {left:?}");
        for keystore in left.iter().filter(|p| p.extension().is_some_and(|e| e == "p12")) {
            let mode = fs::metadata(keystore).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{point}: {}", keystore.display());
        }
    }
    eprintln!("{name}: {} points, {tried} tried, {stopped} stopped the command, 0 keystores lost", points.len());
    assert!(points.len() >= 20 && stopped >= 5, "{name}: {} points, {stopped}", points.len());
}

fn opens(path: &Path, password: &str) -> bool {
    let bytes = fs::read(path).unwrap();
    Keystore::open(&bytes, &Password::from(password.to_owned())).is_ok_and(|s| s.keys().len() == 2)
}

/// A world with a whole keystore in its folder.
fn with_keystore(command: &[&str], options: &dyn Fn(&World) -> Vec<String>) -> Case {
    let world = World::new();
    world.request(&[("--complete", "30")]).ok();
    let keystore = world.files()[0].clone();
    let mut arguments: Vec<String> = command.iter().map(|a| (*a).to_owned()).collect();
    arguments.push(keystore.to_str().unwrap().to_owned());
    arguments.extend(["--password-file".into(), world.path("password")]);
    arguments.extend(options(&world));
    Case { paths: vec![world.folder.join("keystore"), keystore], world, arguments }
}

#[test]
fn a_change_of_password() {
    let begin = || {
        with_keystore(&["passwd"], &|world| {
            fs::write(world.folder.join("new"), NEW_PASSWORD).unwrap();
            vec!["--new-password-file".into(), world.path("new")]
        })
    };
    at_every_point("passwd", 12, &begin, &|case, done, point| {
        let file = &case.world.files()[0];
        let (old, new) = (opens(file, PASSWORD), opens(file, NEW_PASSWORD));
        assert!(old != new && (new || !done), "{point}");
        if old {
            case.again().ok();
        } else {
            // The next command that writes there clears what is left.
            let again = ["rewrap", file.to_str().unwrap(), "--password-file", &case.world.path("new")];
            case.world.run(&again).ok();
        }
        assert!(opens(file, NEW_PASSWORD), "{point}");
    });
}

#[test]
fn another_form() {
    let begin = || with_keystore(&["rewrap"], &|_| vec!["--profile".into(), "modern".into()]);
    at_every_point("rewrap", 12, &begin, &|case, _, point| {
        let file = &case.world.files()[0];
        assert!(opens(file, PASSWORD), "{point}");
        case.again().ok();
        assert!(opens(file, PASSWORD), "{point}");
    });
}

#[test]
fn a_request() {
    let begin = || {
        let world = World::new();
        let arguments = world.request_arguments("organisation", &[]);
        Case { paths: vec![world.folder.join("keystore")], world, arguments }
    };
    at_every_point("request", 12, &begin, &|case, _, point| {
        if case.world.issued() == 0 {
            case.again().ok();
        }
        // Whatever was sent belongs to a key that is on the disk.
        case.world.complete(&[]).ok();
        assert!(case.world.finished(), "{point}");
    });
}

#[test]
fn step_2() {
    let begin = || {
        let world = World::new();
        world.request(&[]).ok();
        let keystore = world.files()[0].clone();
        let (url, password) = (world.sandbox.url().to_owned(), world.path("password"));
        let mut arguments: Vec<String> = vec!["complete".into(), keystore.to_str().unwrap().into()];
        arguments.extend(["--platform".into(), url, "--password-file".into(), password]);
        fs::copy(&keystore, world.folder.join("before")).unwrap();
        Case { paths: vec![world.folder.join("keystore"), keystore], world, arguments }
    };
    at_every_point("complete", 24, &begin, &|case, _, point| {
        let key = |path: &Path| -> PublicKey { open(path).authentication().unwrap().key.public() };
        let file = &case.world.files()[0];
        assert!(key(file) == key(&case.world.folder.join("before")), "{point}: the key is another");
        case.again().ok();
        assert!(case.world.finished() && open(file).keys().len() == 2, "{point}");
    });
}

#[test]
fn a_renewal() {
    let begin = || {
        let case = with_keystore(&["renew"], &|world| {
            let card = format!("software:{}", world.path("card.json"));
            let options = [
                ("--platform", world.sandbox.url().to_owned()),
                ("--card", card),
                ("--pin-file", world.path("pin")),
                ("--email-private", "an@example.org".into()),
                ("--phone-private", "0470000000".into()),
                ("--dir", world.path("renewed")),
                ("--complete", "30".into()),
            ];
            let options = options.into_iter().flat_map(|(name, value)| [name.to_owned(), value]);
            options.chain(["--accept-contract".to_owned()]).collect()
        });
        case.world.control(Command::Settings {
            authority: None,
            unknown_organisations: None,
            validity_days: None,
            replacement_days: Some(3650),
        });
        let renewed = case.world.folder.join("renewed");
        fs::create_dir(&renewed).unwrap();
        fs::copy(&case.world.files()[0], case.world.folder.join("before")).unwrap();
        Case { paths: vec![renewed, case.paths[1].clone()], ..case }
    };
    at_every_point("renew", 32, &begin, &|case, _, point| {
        let world = &case.world;
        let same = fs::read(&world.files()[0]).unwrap() == fs::read(world.folder.join("before")).unwrap();
        assert!(same, "{point}: the old keystore was touched");
        let new = || -> Vec<PathBuf> {
            let all = fs::read_dir(&case.paths[0]).unwrap().map(|e| e.unwrap().path());
            all.filter(|p| p.extension().is_some_and(|e| e == "p12")).collect()
        };
        // Begun again from where it is: the request if it was not sent, else step 2 of what is there.
        match new().as_slice() {
            [file] if world.issued() == 2 => {
                let (url, password) = (world.sandbox.url().to_owned(), world.path("password"));
                let file = file.to_str().unwrap();
                world.run(&["complete", file, "--platform", &url, "--password-file", &password]).ok();
            }
            _ => {
                case.again().ok();
            }
        }
        let files = new();
        assert_eq!((files.len(), world.issued()), (1, 2), "{point}");
        let store = open(&files[0]);
        assert!(!is_unfinished(&store) && store.encryption_entries().len() == 2, "{point}: old and new keys");
    });
}

/// Two processes change one keystore at the same moment, many times: one of them wins each time, or both one after the
/// other, and it opens.
#[test]
fn two_processes_at_once_on_one_keystore() {
    let case = with_keystore(&["passwd"], &|_| Vec::new());
    let (world, file) = (&case.world, case.world.files()[0].clone());
    let original = fs::read(&file).unwrap();
    let passwords = ["Eerste-1111", "Tweede-2222"];
    for (at, password) in passwords.iter().enumerate() {
        fs::write(world.folder.join(format!("new-{at}")), password).unwrap();
    }
    let (mut won, rounds) = (0, 12);
    for _ in 0..rounds {
        fs::write(&file, &original).unwrap();
        let codes: Vec<(i32, String)> = std::thread::scope(|scope| {
            let both = [0, 1].map(|at| {
                let new = world.path(&format!("new-{at}"));
                let arguments: Vec<String> = case.arguments.clone();
                scope.spawn(move || {
                    let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
                    arguments.extend(["--new-password-file", &new]);
                    let said = world.run(&arguments);
                    (said.code, said.error().0.to_owned())
                })
            });
            both.into_iter().map(|b| b.join().unwrap()).collect()
        });
        let open: Vec<usize> = (0..2).filter(|at| opens(&file, passwords[*at])).collect();
        assert_eq!(open.len(), 1, "{codes:?}");
        assert_eq!(codes[open[0]].0, 0, "who was told that it worked: {codes:?}");
        for (code, error) in &codes {
            assert!(
                *code == 0 || ["KeystoreChanged", "KeystorePasswordWrong", "KeystoreBusy"].contains(&error.as_str()),
                "{codes:?}"
            );
        }
        won += codes.iter().filter(|(code, _)| *code == 0).count();
    }
    assert_eq!(won, rounds, "a change that was told as done was overwritten by one that knew nothing of it");
    eprintln!("two processes at once: {rounds} rounds, one change in each, 0 keystores lost");
}
