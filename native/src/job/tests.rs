use super::*;

fn input(json: &str) -> Operation {
    serde_json::from_str(json).unwrap()
}

fn last(job: &Job) -> Event {
    let until = Instant::now() + Duration::from_secs(20);
    while Instant::now() < until {
        let event = job.poll(Duration::from_millis(100));
        if event.is_last() {
            return event;
        }
    }
    panic!("the job does not end");
}

fn names(event: &Event) -> Vec<String> {
    match event {
        Event::Failed { problems } => problems.iter().map(|p| p.name.clone()).collect(),
        _ => Vec::new(),
    }
}

const WRONG_FORM: &str = r#"{"operation":"request","with":{"platform":"http://127.0.0.1:1"},"identifierType":"CBE",
    "identifier":"0314595349","contact":{"emailPrivate":"x","phonePrivate":"0470000000"}}"#;

#[test]
fn a_wrong_form_is_said_before_anything_is_touched_and_again_at_every_poll() {
    let job = Job::start(input(WRONG_FORM), Password::from("Test-1234".to_owned()), None);
    let event = last(&job);
    assert!(!names(&event).is_empty(), "{:?}", names(&event));
    assert_eq!(names(&job.poll(Duration::ZERO)), names(&event));
    assert_eq!(job.answer_pin(Some("1234")).unwrap_err().code(), Code::WRONG_STATE);
    assert_eq!(job.answer_contract(true).unwrap_err().code(), Code::WRONG_STATE);
    assert_eq!(job.answer_card(&[0x90, 0]).unwrap_err().code(), Code::WRONG_STATE);
    assert!(job.end(Duration::ZERO));
}

#[test]
fn a_card_that_the_host_holds_is_asked_and_may_be_gone() {
    let job = Job::start(
        input(r#"{"operation":"check","with":{"platform":"acceptance","card":"host"}}"#),
        Password::from(String::new()),
        None,
    );
    let until = Instant::now() + Duration::from_secs(20);
    let first = loop {
        assert!(Instant::now() < until);
        match job.poll(Duration::from_millis(100)) {
            Event::Apdu { command } => break command,
            Event::Nothing => {}
            _ => panic!("another event"),
        }
    };
    assert!(first.starts_with("00") || first.starts_with("80"), "{first}");
    // The question stays until it is answered, and only its own answer fits.
    assert!(matches!(job.poll(Duration::ZERO), Event::Apdu { .. }));
    assert_eq!(job.answer_contract(true).unwrap_err().code(), Code::WRONG_STATE);
    job.answer_card(&[]).unwrap();
    assert_eq!(names(&last(&job)), ["CardRemoved"]);
}

#[test]
fn cancelling_ends_a_job_that_waits() {
    let job = Job::start(
        input(r#"{"operation":"check","with":{"platform":"acceptance","card":"host"}}"#),
        Password::from(String::new()),
        None,
    );
    assert!(job.end(Duration::from_secs(20)));
    assert_eq!(names(&job.poll(Duration::ZERO)), ["Cancelled"]);
}

#[test]
fn unknown_operations_and_missing_members_are_refused() {
    for bad in [
        "{}",
        r#"{"operation":"fly","with":{"platform":"x"}}"#,
        r#"{"operation":"request","with":{"platform":"x"}}"#,
        r#"{"operation":"check","with":{"platform":"x"},"applicationID":"X"}"#,
        r#"{"operation":"check","with":{"platform":"x","reader":"X"}}"#,
        r#"{"operation":"revoke","with":{"platform":"x"},"keystore":"k"}"#,
    ] {
        assert!(serde_json::from_str::<Operation>(bad).is_err(), "{bad}");
    }
    let shown = format!("{:?}", input(WRONG_FORM));
    assert!(!shown.contains("0470000000"), "{shown}");
}

#[test]
fn the_card_of_a_sandbox_is_for_sandboxes_only() {
    for (platform, code) in [("production", "InvalidArgument"), ("https://example.org", "InvalidArgument")] {
        let text = format!(r#"{{"operation":"check","with":{{"platform":"{platform}","card":"sandbox"}}}}"#);
        let job = Job::start(input(&text), Password::from(String::new()), None);
        assert_eq!(names(&last(&job)), [code], "{platform}");
    }
}
