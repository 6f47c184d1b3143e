//! `kill -9` while it works, at any moment: the same command again ends with one certificate and its keys.

use std::{
    process::Stdio,
    time::{Duration, Instant},
};

use crate::support::World;

#[test]
fn killed_at_any_moment_and_run_again() {
    // How long an undisturbed run takes here decides where the knife falls.
    let world = World::new();
    let begin = Instant::now();
    world.request(&[("--complete", "30")]).ok();
    let whole = begin.elapsed();
    let points = 24;
    let mut killed = 0;
    for point in 0..points {
        let world = World::new();
        let arguments = world.request_arguments("organisation", &[("--complete", "30")]);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut child = world.process(&arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole * point / points + Duration::from_millis(1));
        child.kill().unwrap();
        if child.wait().unwrap().code().is_none() {
            killed += 1;
        }
        if !world.finished() {
            let again = world.run(&arguments);
            assert_eq!(again.code, 0, "point {point}: {:#?}", again.lines);
        }
        assert_eq!(world.issued(), 1, "point {point}");
        let store = world.keystore();
        assert_eq!(store.keys().len(), 2, "point {point}");
        let file = world.files().remove(0);
        let (url, password) = (world.sandbox.url().to_owned(), world.path("password"));
        world.run(&["selftest", file.to_str().unwrap(), "--platform", &url, "--password-file", &password]).ok();
    }
    assert!(killed >= points / 2, "{killed} of {points} were killed while they worked");
}
