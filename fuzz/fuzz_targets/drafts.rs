#![no_main]
//! Requests as a form has them: eight texts, separated by NUL, with a kind in front. What is accepted is folded, named and
//! written, and reads back as the same.
use ehcert_core::{
    facade::validate::{ContactInput, RequestInput, check_password, review_request},
    subject::Subject,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((kind, rest)) = data.split_first() else { return };
    let _ = check_password(rest.to_vec(), None);
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let _ = serde_json::from_str::<RequestInput>(text).map(review_request);
    let mut parts = text.split('\0').map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    let input = RequestInput {
        holder: ["person", "recognized", "other", "nobody"][usize::from(kind & 3)].into(),
        identifier_type: ["SSIN", "CBE", "NIHII", "NIHII-PHARMACY", "NIHII-GUARD_POST", "EHP", "UNKNOWN", ""]
            [usize::from(kind >> 2 & 7)]
        .into(),
        identifier: next(),
        name: next(),
        first_names: next(),
        application_id: Some(next()),
        base_services: vec![next()],
        contact: ContactInput {
            email_private: next(),
            email_general: None,
            phone_private: next(),
            phone_general: Some(next()),
        },
        key: String::new(),
    };
    let Ok(report) = review_request(input) else { return };
    assert_eq!(report.ok, report.errors.is_empty());
    if report.ok {
        let subject = Subject::parse_rfc2253(&report.dn).expect("what is previewed can be read");
        assert_eq!(subject.to_rfc2253(), report.dn);
        assert_eq!(Subject::from_der(&subject.to_der()).expect("and as DER"), subject);
    }
});
