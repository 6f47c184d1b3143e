use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn good(_: &[u8]) -> Result<()> {
    Ok(())
}

fn code(outcome: Result<()>) -> Code {
    outcome.unwrap_err().code()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name != ".ehcert.lock");
    names.sort();
    names
}

#[test]
fn a_new_keystore_is_verified_private_and_alone_in_its_new_folder() {
    let home = folder();
    let path = home.path().join("ehealth/keystore/a.p12");
    let mut seen = Vec::new();
    let verify = |back: &[u8]| {
        assert!(!path.exists(), "the name appears only after the content was verified");
        seen = back.to_vec();
        Ok(())
    };
    create(&path, b"new", verify, &Cancel::new()).unwrap();
    assert_eq!(seen, b"new");
    assert_eq!(read(&path).unwrap(), b"new");
    assert_eq!(names(path.parent().unwrap()), ["a.p12"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(home.path().join("ehealth")).unwrap().permissions().mode() & 0o777, 0o700);
    }
}

#[test]
fn nothing_is_overwritten_by_create() {
    let home = folder();
    let path = home.path().join("a.p12");
    fs::write(&path, b"old").unwrap();
    assert_eq!(code(create(&path, b"new", good, &Cancel::new())), Code::FILE_EXISTS);
    assert_eq!(read(&path).unwrap(), b"old");
    // Another program makes the file while ours is being verified.
    let late = home.path().join("b.p12");
    let verify = |_: &[u8]| {
        fs::write(&late, b"theirs").unwrap();
        Ok(())
    };
    assert_eq!(code(create(&late, b"ours", verify, &Cancel::new())), Code::FILE_EXISTS);
    assert_eq!(read(&late).unwrap(), b"theirs");
    assert_eq!(names(home.path()), ["a.p12", "b.p12"]);
}

#[test]
fn what_does_not_verify_never_takes_the_place_of_the_old() {
    let home = folder();
    let path = home.path().join("a.p12");
    fs::write(&path, b"old").unwrap();
    let refuse = |_: &[u8]| Err(Error::new(Code::DECRYPTION_FAILED));
    assert_eq!(code(replace(&path, b"old", b"new", refuse, &Cancel::new())), Code::DECRYPTION_FAILED);
    assert_eq!(read(&path).unwrap(), b"old");
    assert_eq!(code(create(&home.path().join("b.p12"), b"new", refuse, &Cancel::new())), Code::DECRYPTION_FAILED);
    assert_eq!(names(home.path()), ["a.p12"]);
}

#[test]
fn replace_knows_what_it_replaces() {
    let home = folder();
    let path = home.path().join("a.p12");
    let cancel = Cancel::new();
    assert_eq!(code(replace(&path, b"old", b"new", good, &cancel)), Code::FILE_NOT_FOUND);
    fs::write(&path, b"old").unwrap();
    assert_eq!(code(replace(&path, b"else", b"new", good, &cancel)), Code::KEYSTORE_CHANGED);
    assert_eq!(read(&path).unwrap(), b"old");
    replace(&path, b"old", b"new", good, &cancel).unwrap();
    assert_eq!(read(&path).unwrap(), b"new");
    // The same step again, as after a crash at its very end.
    replace(&path, b"old", b"new", good, &cancel).unwrap();
    assert_eq!(names(home.path()), ["a.p12"]);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_its_target_is_replaced() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let home = folder();
    let (real, link) = (home.path().join("real/a.p12"), home.path().join("link.p12"));
    fs::create_dir(home.path().join("real")).unwrap();
    fs::write(&real, b"old").unwrap();
    fs::set_permissions(&real, PermissionsExt::from_mode(0o644)).unwrap();
    symlink(&real, &link).unwrap();
    replace(&link, b"old", b"new", good, &Cancel::new()).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().file_type().is_symlink());
    assert_eq!(read(&real).unwrap(), b"new");
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn litter_of_a_crash_is_removed_but_not_while_somebody_writes() {
    let home = folder();
    let part = home.path().join(PART_NAME);
    fs::write(&part, b"half").unwrap();
    let lock = FolderLock::try_take(home.path()).unwrap().unwrap();
    prepare_folder(home.path()).unwrap();
    assert!(part.exists());
    drop(lock);
    prepare_folder(home.path()).unwrap();
    assert!(!part.exists());
    fs::write(&part, b"half").unwrap();
    create(&home.path().join("a.p12"), b"new", good, &Cancel::new()).unwrap();
    assert_eq!(names(home.path()), ["a.p12"]);
}

#[test]
fn a_writer_waits_for_the_other_and_can_be_called_off() {
    let home = folder();
    let path = home.path().join("a.p12");
    let lock = FolderLock::try_take(home.path()).unwrap().unwrap();
    assert!(FolderLock::try_take(home.path()).unwrap().is_none());
    let busy = FolderLock::take(home.path(), Duration::ZERO, &Cancel::new()).unwrap_err();
    assert_eq!(busy.code(), Code::KEYSTORE_BUSY);
    let cancel = Cancel::new();
    std::thread::scope(|threads| {
        let writer = threads.spawn(|| create(&path, b"new", good, &cancel));
        cancel.cancel();
        assert_eq!(code(writer.join().unwrap()), Code::CANCELLED);
    });
    drop(lock);
    create(&path, b"new", good, &Cancel::new()).unwrap();
}

#[test]
fn of_many_writers_at_once_nobody_loses_anything() {
    let home = folder();
    let path = home.path().join("a.p12");
    let created = AtomicUsize::new(0);
    let cancel = Cancel::new();
    std::thread::scope(|threads| {
        for writer in 0..8_u8 {
            let (path, created, cancel) = (&path, &created, &cancel);
            threads.spawn(move || {
                if create(path, &[], good, cancel).is_ok() {
                    created.fetch_add(1, Ordering::Relaxed);
                }
                // Each adds its byte to what is there, as a process adds its key.
                loop {
                    let old = read(path).unwrap();
                    let new = [old.as_slice(), &[writer]].concat();
                    match replace(path, &old, &new, good, cancel) {
                        Ok(()) => break,
                        Err(error) => assert_eq!(error.code(), Code::KEYSTORE_CHANGED),
                    }
                }
            });
        }
    });
    assert_eq!(created.into_inner(), 1);
    let mut content = read(&path).unwrap();
    content.sort_unstable();
    assert_eq!(content, [0, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(names(home.path()), ["a.p12"]);
}

#[test]
fn faults_of_the_folder_are_told_apart() {
    let home = folder();
    let file = home.path().join("file");
    fs::write(&file, b"").unwrap();
    let under_file = file.join("keystore/a.p12");
    assert_eq!(code(create(&under_file, b"x", good, &Cancel::new())), Code::FOLDER_UNUSABLE);
    assert_eq!(list(&home.path().join("none")).unwrap_err().code(), Code::FOLDER_UNUSABLE);
    assert_eq!(read(&home.path().join("none")).unwrap_err().code(), Code::FILE_NOT_FOUND);
    assert_eq!(read(home.path()).unwrap_err().code(), Code::FILE_FAILED);
    let huge = home.path().join("huge");
    let size = |length| File::create(&huge).unwrap().set_len(length).unwrap();
    let keystore = keystore::MAX_KEYSTORE as u64;
    size(MAX_FILE + 1);
    assert_eq!(read(&huge).unwrap_err().code(), Code::TOO_LARGE);
    // The same limit as core's, so that no file is read that core then refuses.
    size(keystore + 1);
    assert_eq!(read(&huge).unwrap().len() as u64, keystore + 1);
    assert_eq!(read_keystore(&huge).unwrap_err().code(), Code::TOO_LARGE);
    size(keystore);
    assert_eq!(read_keystore(&huge).unwrap().len() as u64, keystore);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let home = folder();
    fs::write(home.path().join("a.p12"), b"old").unwrap();
    fs::set_permissions(home.path(), PermissionsExt::from_mode(0o500)).unwrap();
    let probe = fs::write(home.path().join("probe"), b"").is_ok();
    if probe {
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    assert_eq!(code(create(&home.path().join("b.p12"), b"x", good, &Cancel::new())), Code::FILE_ACCESS_DENIED);
    assert_eq!(
        code(replace(&home.path().join("a.p12"), b"old", b"new", good, &Cancel::new())),
        Code::FILE_ACCESS_DENIED
    );
    assert_eq!(read(&home.path().join("a.p12")).unwrap(), b"old");
}

#[test]
fn keystores_are_listed_by_their_endings() {
    let home = folder();
    for name in ["b.p12", "a.P12", "c.pfx", "d.acc-p12", "e.acc.p12", "f.txt", "p12", PART_NAME] {
        fs::write(home.path().join(name), name).unwrap();
    }
    fs::create_dir(home.path().join("folder.p12")).unwrap();
    let found = list(home.path()).unwrap();
    let names: Vec<(&str, bool)> = found.iter().map(|k| (k.name.as_str(), k.acceptance)).collect();
    assert_eq!(names, [("a.P12", false), ("b.p12", false), ("c.pfx", false), ("d.acc-p12", true), ("e.acc.p12", true)]);
    assert_eq!(found[0].size, 5);
    assert!(found[0].modified.is_some());
}

#[test]
fn the_folder_of_the_user_ends_as_ehealth_names_it() {
    assert!(default_folder().unwrap().ends_with(Path::new("ehealth").join("keystore")));
}

/// What a second process is told to do: add this text to a file, or `die` while writing it.
const CHILD: &str = "EHCERT_TEST_CHILD";

/// Runs `the_other_process` of this test program as a process of its own.
fn other_process(job: &str, path: &Path) -> std::process::Child {
    std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::tests::the_other_process", "--nocapture"])
        .env(CHILD, job)
        .env("EHCERT_TEST_PATH", path)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap()
}

/// No test by itself: what [`other_process`] runs.
#[test]
fn the_other_process() {
    let Some(job) = std::env::var_os(CHILD) else { return };
    let path = PathBuf::from(std::env::var_os("EHCERT_TEST_PATH").unwrap());
    loop {
        let old = read(&path).unwrap();
        // Each its own letter: two that write the very same are both right.
        let new = [old.as_slice(), job.as_encoded_bytes()].concat();
        let verify = |_: &[u8]| if job == "die" { std::process::exit(9) } else { Ok(()) };
        match replace(&path, &old, &new, verify, &Cancel::new()) {
            Ok(()) => break,
            Err(error) => assert_eq!(error.code(), Code::KEYSTORE_CHANGED),
        }
    }
}

#[test]
fn of_several_processes_at_once_none_loses_anything() {
    let home = folder();
    let path = home.path().join("a.p12");
    fs::write(&path, b"").unwrap();
    let processes: Vec<_> = ["a", "b", "c", "d"].iter().map(|letter| other_process(letter, &path)).collect();
    for mut process in processes {
        assert!(process.wait().unwrap().success());
    }
    let mut content = read(&path).unwrap();
    content.sort_unstable();
    assert_eq!(content, b"abcd");
    assert_eq!(names(home.path()), ["a.p12"]);
}

#[test]
fn a_process_that_dies_while_writing_leaves_the_old_and_no_lock() {
    let home = folder();
    let path = home.path().join("a.p12");
    fs::write(&path, b"old").unwrap();
    assert_eq!(other_process("die", &path).wait().unwrap().code(), Some(9));
    assert_eq!(read(&path).unwrap(), b"old");
    assert_eq!(names(home.path()), [PART_NAME, "a.p12"]);
    replace(&path, b"old", b"new", good, &Cancel::new()).unwrap();
    assert_eq!(read(&path).unwrap(), b"new");
    assert_eq!(names(home.path()), ["a.p12"]);
}
