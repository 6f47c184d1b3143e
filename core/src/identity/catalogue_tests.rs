use super::*;

fn check(kind: &str, value: &str) -> (String, Vec<Code>) {
    let checked = Catalogue::default().check(kind, value).unwrap_or_else(|e| panic!("{kind} {value}: {e}"));
    (checked.value, checked.warnings.iter().map(Error::code).collect())
}

fn data(kind: &str, regex: Option<&str>, algorithms: &[&str]) -> OrganizationTypeData {
    OrganizationTypeData {
        identifier_type: kind.into(),
        names: vec![("fr".into(), "Nom".into()), ("nl".into(), "Naam".into())],
        validation_regex: regex.map(str::to_owned),
        check_digit_algorithms: algorithms.iter().map(|a| (*a).to_owned()).collect(),
        available_base_services: vec!["tsa".into()],
    }
}

fn replaced(list: Vec<OrganizationTypeData>) -> (Catalogue, Vec<Code>) {
    let mut catalogue = Catalogue::default();
    let remarks = catalogue.replace_from(list).unwrap();
    (catalogue, remarks.iter().map(Error::code).collect())
}

#[test]
fn the_built_in_list_is_whole() {
    let catalogue = Catalogue::default();
    assert_eq!(catalogue.types().len(), 35);
    for kind in catalogue.types() {
        assert!(is_type_name(&kind.code), "{}", kind.code);
        assert_eq!(catalogue.find(&kind.code).unwrap().code, kind.code);
        assert_eq!(kind.is_person(), matches!(kind.code.as_str(), "SSIN" | "NIHII11"));
        for language in Language::ALL {
            assert!(kind.names.iter().any(|(l, text)| *l == language && !text.is_empty()), "{}", kind.code);
        }
        for alias in &kind.aliases {
            assert_eq!(catalogue.find(alias).unwrap().code, kind.code, "{alias}");
        }
    }
    let lengths: Vec<_> =
        [4, 8, 10, 11].map(|n| catalogue.types().iter().filter(|t| t.length == Some(n)).count()).to_vec();
    assert_eq!(lengths, [1, 25, 7, 2]);
    assert_eq!(catalogue.find("inss").unwrap().code, "SSIN");
    assert_eq!(catalogue.find("CBE-TREATMENT_CENTER").unwrap().code, "CBE-TREAT_CENTER");
    assert_eq!(catalogue.find(" nihii-pharmacy ").unwrap().name(Language::De), "Apotheke");
}

#[test]
fn numbers_as_people_type_them() {
    let none: Vec<Code> = Vec::new();
    for (kind, typed, value) in [
        ("NIHII-GUARD_POST", "67803295", "67803295"),
        ("NIHII-GUARD_POST", " 6-78032-95 ", "67803295"),
        ("NIHII-GUARD_POST", "NIHII-GUARD_POST=67803295", "67803295"),
        ("CBE", "0809.394.427", "0809394427"),
        ("KBO", "BE 0809 394 427", "0809394427"),
        ("CBE", "be0809394427", "0809394427"),
        ("CBE", "809.394.427", "0809394427"),
        ("EHP", "1990001916", "1990001916"),
        ("NISS", "93.05.18-223.61", "93051822361"),
        ("SITE", "1234", "1234"),
        ("SITEPIT", "1234567890", "1234567890"),
        // 8 digits with their check, and any qualification code.
        ("NIHII11", "1/00000/07/999", "10000007999"),
    ] {
        assert_eq!(check(kind, typed), (value.to_owned(), none.clone()), "{kind} {typed}");
    }
}

#[test]
fn doubts_are_warnings() {
    assert_eq!(check("NIHII-PHARMACY", "67803295 001"), ("67803295".into(), vec![Code::IDENTIFIER_SHORTENED]));
    // 123456 with the check digits of 89 and of 83.
    for value in ["12345676", "12345648"] {
        assert_eq!(check("NIHII", value).1, [Code::IDENTIFIER_CHECK_DIGIT_UNUSUAL], "{value}");
    }
    assert_eq!(check("EHP", "1990001917").1, [Code::IDENTIFIER_CHECK_DIGIT]);
    assert_eq!(check("nihii-new_kind", "12-34"), ("1234".into(), vec![Code::IDENTIFIER_TYPE_UNKNOWN]));
}

#[test]
fn what_is_wrong_is_said_with_its_field() {
    let long = "1".repeat(33);
    let longer = "1".repeat(MAX_TYPED + 1);
    for (kind, value, code, field) in [
        ("CBE", "0809394428", Code::IDENTIFIER_CHECK_DIGIT, "identifier"),
        ("NIHII-PHARMACY", "67803296", Code::IDENTIFIER_CHECK_DIGIT, "identifier"),
        ("SSIN", "66041066600", Code::IDENTIFIER_CHECK_DIGIT, "identifier"),
        ("CBE", "08093944271", Code::IDENTIFIER_LENGTH, "identifier"),
        ("CBE", "08093944", Code::IDENTIFIER_LENGTH, "identifier"),
        ("NIHII-PHARMACY", "6780329", Code::IDENTIFIER_LENGTH, "identifier"),
        ("NIHII-PHARMACY", "678032950", Code::IDENTIFIER_LENGTH, "identifier"),
        ("NIHII11", "67803295", Code::IDENTIFIER_LENGTH, "identifier"),
        ("SITE", "123", Code::IDENTIFIER_LENGTH, "identifier"),
        ("SSIN", "123", Code::IDENTIFIER_LENGTH, "identifier"),
        ("X", &long, Code::IDENTIFIER_LENGTH, "identifier"),
        ("CBE", &longer, Code::IDENTIFIER_LENGTH, "identifier"),
        ("CBE", "", Code::IDENTIFIER_MISSING, "identifier"),
        ("CBE", " .- ", Code::IDENTIFIER_MISSING, "identifier"),
        ("CBE", "O809394427", Code::IDENTIFIER_CHARACTERS, "identifier"),
        ("CBE", "0809394427é", Code::IDENTIFIER_CHARACTERS, "identifier"),
        ("CBE", "0809394427\u{200B}", Code::IDENTIFIER_CHARACTERS, "identifier"),
        ("CBE", "०८०९३९४४२७", Code::IDENTIFIER_CHARACTERS, "identifier"),
        ("", "1", Code::IDENTIFIER_TYPE_INVALID, "identifier_type"),
        ("A-B-C", "1", Code::IDENTIFIER_TYPE_INVALID, "identifier_type"),
        ("A B", "1", Code::IDENTIFIER_TYPE_INVALID, "identifier_type"),
        ("A=\u{202E}", "1", Code::IDENTIFIER_TYPE_INVALID, "identifier_type"),
    ] {
        let error = Catalogue::default().check(kind, value).unwrap_err();
        assert_eq!((error.code(), error.field_name()), (code, Some(field)), "{kind} {value}");
        for language in Language::ALL {
            let text = format!("{} {}", error.message(language), error.advice(language));
            assert!(!text.contains('{'), "{text}");
        }
    }
}

#[test]
fn the_ra_replaces_the_rules() {
    let (catalogue, remarks) = replaced(vec![
        data("NIHII-PHARMACY", Some("[67]\\d{7}"), &["CHECK-97-MOD-97"]),
        data("NEW_KIND", Some("[A-Z]{2}\\d{2}"), &[]),
        data("PLAIN", None, &["CHECK-MOD-97"]),
        data("CBE", None, &[]),
    ]);
    assert!(remarks.is_empty() && catalogue.is_from_ra());
    let check = |kind: &str, value: &str| catalogue.check(kind, value).map(|c| c.value).map_err(|e| e.code());
    assert_eq!(check("NIHII-PHARMACY", "67803295"), Ok("67803295".into()));
    assert_eq!(check("NIHII-PHARMACY", "67803295001"), Ok("67803295".into()));
    assert_eq!(check("NIHII-PHARMACY", "12345625"), Err(Code::IDENTIFIER_PATTERN));
    // The RA's algorithm is the only one now.
    assert_eq!(check("NIHII-PHARMACY", "67803296"), Err(Code::IDENTIFIER_CHECK_DIGIT));
    assert_eq!(check("NEW_KIND", "AB12"), Ok("AB12".into()));
    assert_eq!(check("NEW_KIND", "ab12"), Err(Code::IDENTIFIER_PATTERN));
    assert_eq!(check("PLAIN", "12345672"), Ok("12345672".into()));
    assert_eq!(check("PLAIN", "12345625"), Err(Code::IDENTIFIER_CHECK_DIGIT));
    // Without algorithm, every number is valid; an unusual length is a warning.
    assert_eq!(check("CBE", "0809394428"), Ok("0809394428".into()));
    assert_eq!(catalogue.check("CBE", "1234").unwrap().warnings[0].code(), Code::IDENTIFIER_LENGTH);
    assert_eq!(check("NIHII-HOSPITAL", "67803295"), Err(Code::IDENTIFIER_TYPE_UNKNOWN));
    assert_eq!(check("SSIN", "93051822361"), Ok("93051822361".into()));
    let pharmacy = catalogue.find("NIHII-PHARMACY").unwrap();
    assert_eq!((pharmacy.name(Language::Fr), pharmacy.name(Language::De)), ("Nom", "Apotheke"));
    assert_eq!(pharmacy.available_base_services, ["tsa"]);
}

#[test]
fn rules_that_cannot_be_run_are_said_and_leave_the_number_to_the_ra() {
    let (catalogue, remarks) = replaced(vec![
        data("BACK", Some("(\\d)\\1"), &[]),
        data("BROKEN", Some("["), &[]),
        data("FUTURE", None, &["CHECK-MOD-11"]),
        data("bad name", None, &[]),
        data("BACK", None, &[]),
        data("SSIN", None, &[]),
    ]);
    assert_eq!(
        remarks,
        [
            Code::PATTERN_UNSUPPORTED,
            Code::PATTERN_INVALID,
            Code::CHECK_ALGORITHM_UNKNOWN,
            Code::IDENTIFIER_TYPE_INVALID,
            Code::IDENTIFIER_TYPE_INVALID,
            Code::IDENTIFIER_TYPE_INVALID,
        ]
    );
    for (kind, code) in [
        ("BACK", Code::PATTERN_UNSUPPORTED),
        ("BROKEN", Code::PATTERN_INVALID),
        ("FUTURE", Code::CHECK_ALGORITHM_UNKNOWN),
    ] {
        let checked = catalogue.check(kind, "1234").unwrap();
        assert_eq!(checked.warnings.iter().map(Error::code).collect::<Vec<_>>(), [code], "{kind}");
        assert!(!checked.warnings[0].message(Language::Nl).contains('{'));
    }
}

#[test]
fn a_useless_list_changes_nothing() {
    let many = (0..=MAX_TYPES).map(|n| data(&format!("T{n}"), None, &[])).collect();
    let mut long = data("LONG", None, &[]);
    long.names[0].1 = "x".repeat(MAX_TEXT + 1);
    let mut control = data("CONTROL", None, &[]);
    control.available_base_services = vec!["a\nb".into()];
    for list in [Vec::new(), vec![data("", None, &[])], vec![long, control], many] {
        let mut catalogue = Catalogue::default();
        assert_eq!(catalogue.replace_from(list).unwrap_err().code(), Code::ORGANIZATION_TYPES_UNUSABLE);
        assert!(!catalogue.is_from_ra());
        assert_eq!(catalogue.types().len(), 35);
    }
}

#[test]
fn shown_to_programs_but_not_in_logs() {
    let checked = Catalogue::default().check("SSIN", "93051822361").unwrap();
    assert!(!format!("{checked:?}").contains("9305"));
    let json = serde_json::to_value(Catalogue::default()).unwrap();
    assert_eq!(json["types"][0]["code"], "SSIN");
    assert_eq!(json["types"][0]["holder"], "person");
    assert_eq!(json["types"][2]["checkDigitAlgorithms"][0], "CHECK-97-MOD-97");
}
