//! The disk under the keystore: killed or failed at each single system call that touches it (with strace).

use std::{
    fs,
    path::Path,
    process::{Command as Process, Stdio},
};

use ehcert_core::{keystore::Keystore, request::Password};

use crate::support::{PASSWORD, Said, World, said};

/// What touches files on the way of a keystore to the disk.
const CALLS: [&str; 12] = [
    "openat",
    "write",
    "fsync",
    "fdatasync",
    "close",
    "rename",
    "renameat2",
    "linkat",
    "link",
    "unlink",
    "flock",
    "read",
];

fn strace_works() -> bool {
    let probe = Process::new("strace").args(["-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
    let works = probe.is_ok_and(|status| status.success());
    if !works {
        eprintln!("skipped: strace cannot be used here");
    }
    works
}

/// The command under strace: at the `n`-th such call on the folder or a file in it, `what` happens.
fn traced(
    world: &World,
    folder: &Path,
    keystore: Option<&Path>,
    call: &str,
    what: &str,
    n: u32,
    arguments: &[&str],
) -> Said {
    let mut process = Process::new("strace");
    process.args(["-f", "-qq", "-o", "/dev/null", "-e"]).arg(format!("trace={call}"));
    process.arg("-e").arg(format!("inject={call}:{what}:when={n}"));
    process.arg("-P").arg(folder).arg("-P").arg(folder.join(".ehcert-new.part"));
    if let Some(keystore) = keystore {
        process.arg("-P").arg(keystore);
    }
    let command = world.process(arguments);
    process.arg(command.get_program()).args(command.get_args());
    process.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    said(process)
}

fn opens(path: &Path, password: &str) -> bool {
    let bytes = fs::read(path).unwrap();
    Keystore::open(&bytes, &Password::from(password.to_owned())).is_ok_and(|s| s.keys().len() == 2)
}

/// A change of password at every point: the old keystore or the new one, whole.
#[test]
fn a_change_of_password_that_is_killed_or_fails_at_any_call_loses_nothing() {
    if !strace_works() {
        return;
    }
    let world = World::new();
    world.request(&[("--complete", "30")]).ok();
    let original = fs::read(&world.files()[0]).unwrap();
    let folder = world.folder.join("one");
    let file = folder.join("k.p12");
    let new = "Andere-5678";
    fs::write(world.folder.join("new"), new).unwrap();
    let (old_file, new_file) = (world.path("password"), world.path("new"));
    let arguments = ["passwd", file.to_str().unwrap(), "--password-file", &old_file, "--new-password-file", &new_file];
    let (mut killed, mut failed, mut changed) = (0, 0, 0);
    for what in ["signal=KILL", "error=ENOSPC", "error=EIO", "error=EACCES"] {
        for call in CALLS {
            // A failing close or unlink is nothing that a program could do something about.
            if what != "signal=KILL" && matches!(call, "close" | "unlink") {
                continue;
            }
            for n in 1..40 {
                let _ = fs::remove_dir_all(&folder);
                fs::create_dir(&folder).unwrap();
                fs::write(&file, &original).unwrap();
                let outcome = traced(&world, &folder, Some(&file), call, what, n, &arguments);
                let (old_opens, new_opens) = (opens(&file, PASSWORD), opens(&file, new));
                assert!(old_opens != new_opens, "{what} {call} {n}: {outcome:?}");
                assert_ne!(outcome.code, 101, "{what} {call} {n}: a panic");
                if outcome.code == 0 {
                    assert!(new_opens, "{what} {call} {n}: said to be done");
                    if what == "signal=KILL" || n > 3 {
                        break;
                    }
                    continue;
                }
                changed += u32::from(new_opens);
                if what == "signal=KILL" {
                    killed += 1;
                } else {
                    failed += 1;
                    assert!(!outcome.error().0.is_empty(), "{what} {call} {n}: {outcome:?}");
                    assert_ne!(outcome.error().0, "Internal", "{what} {call} {n}");
                }
                // What is left behind hinders nobody.
                if old_opens {
                    world.run(&arguments).ok();
                    assert!(opens(&file, new));
                }
                let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name()).collect();
                let litter = left.iter().filter(|n| n.to_string_lossy().ends_with(".part")).count();
                assert!(litter == 0 || new_opens, "{what} {call} {n}: {left:?}");
            }
        }
    }
    eprintln!(
        "change of password: killed at {killed} calls, failed at {failed}, {changed} of them after the change; 0 keystores lost"
    );
    assert!(killed >= 8 && failed >= 8, "{killed} {failed}");
}

/// Step 1 and 2 killed at every call on the folder: the same command again ends with one certificate.
#[test]
fn a_request_that_is_killed_at_any_call_is_gone_on_with() {
    if !strace_works() {
        return;
    }
    let mut killed = 0;
    for call in ["openat", "write", "fsync", "rename", "renameat2", "linkat", "link", "unlink"] {
        for n in 1..60 {
            let world = World::new();
            let folder = world.folder.join("keystore");
            let arguments = world.request_arguments("organisation", &[("--complete", "30")]);
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let outcome = traced(&world, &folder, None, call, "signal=KILL", n, &arguments);
            if outcome.code == 0 {
                break;
            }
            killed += 1;
            if !world.finished() {
                world.run(&arguments).ok();
            }
            assert_eq!(world.issued(), 1, "{call} {n}");
            assert_eq!(world.keystore().keys().len(), 2, "{call} {n}");
        }
    }
    eprintln!("request: killed at {killed} calls; each second run ended with one certificate");
    assert!(killed >= 10, "{killed}");
}

/// A full disk, before the request and in the course of it.
#[test]
fn a_full_disk_is_told_and_the_request_can_be_repeated() {
    if !strace_works() {
        return;
    }
    let mut told = 0;
    for call in ["openat", "write", "fsync"] {
        for n in 1..12 {
            let world = World::new();
            let folder = world.folder.join("keystore");
            let arguments = world.request_arguments("organisation", &[("--complete", "30")]);
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let outcome = traced(&world, &folder, None, call, "error=ENOSPC", n, &arguments);
            if outcome.code == 0 {
                continue;
            }
            assert_eq!((outcome.code, outcome.error().0), (1, "DiskFull"), "{call} {n}");
            told += 1;
            // At the very last call everything is done but for the word of the disk.
            if !world.finished() {
                world.run(&arguments).ok();
            }
            assert_eq!((world.issued(), world.files().len()), (1, 1), "{call} {n}");
        }
    }
    eprintln!("full disk: told at {told} calls");
    assert!(told >= 5, "{told}");
}
