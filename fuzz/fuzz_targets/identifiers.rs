#![no_main]
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    use ehcert_core::{identity::*, request, subject::*};
    for kind in ["SSIN", "CBE", "NIHII", "NIHII11", "EHP", "UNKNOWN-TYPE"] {
        let _ = Catalogue::default().check(kind, text);
    }
    let _ = (request::check_email(text), request::normalise_phone(text), request::check_application_id(text));
    let folded = request::fold_name(text).text;
    assert_eq!(request::fold_name(&folded).text, folded);
    let _ = (Subject::parse_rfc2253(text), DistinguishedName::parse(text));
    // An expression, and after the line's end what it is held against.
    let (expression, number) = text.split_once('\n').unwrap_or((text, text));
    let _ = Pattern::translate(expression).map(|pattern| pattern.matches(number));
});
