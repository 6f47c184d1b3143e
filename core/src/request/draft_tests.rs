use super::*;
use crate::{Language, identity::OrganizationTypeData, message::field_label};

fn contact() -> ContactData {
    ContactData {
        email_private: "anna@example.be".into(),
        email_general: None,
        phone_private: "0478/00.00.00".into(),
        phone_general: None,
    }
}

fn draft(holder: Holder) -> Draft {
    Draft { holder, application_id: None, base_services: Vec::new(), contact: contact() }
}

fn person(ssin: &str, first_names: &str, last_name: &str) -> Draft {
    draft(Holder::Person { ssin: ssin.into(), first_names: first_names.into(), last_name: last_name.into() })
}

fn organization(identifier_type: &str, identifier: &str, name: &str) -> Draft {
    draft(Holder::OtherOrganization {
        identifier_type: identifier_type.into(),
        identifier: identifier.into(),
        name: name.into(),
    })
}

fn validate(draft: &Draft) -> std::result::Result<Validated, Vec<(&'static str, Code)>> {
    draft.validate(&Catalogue::default()).map_err(|errors| {
        errors.iter().map(|e| (&*e.field_name().unwrap_or("no field").to_owned().leak(), e.code())).collect()
    })
}

#[test]
fn a_person() {
    let valid = validate(&person("93.05.18-223.61", " Anna  Maria", "Éxemple-Groß")).unwrap();
    assert_eq!(valid.subject, Subject::new("SSIN", "93051822361", "ANNA MARIA EXEMPLE-GROSS", None).unwrap());
    assert_eq!(valid.contact.phone_private, "0478000000");
    assert!(valid.warnings.is_empty() && valid.name.changed);
    assert_eq!(valid.name.expanded, ["ß"]);
    assert_eq!(valid.name.text, valid.subject.name());
    assert_eq!(validate(&person("93051822361", "", "Exemple")).unwrap().subject.name(), "EXEMPLE");
}

#[test]
fn an_organization() {
    let mut draft = organization("nihii-pharmacy", "67803295/001", "Pharmacie  de l'Été");
    draft.application_id = Some(" caché-1 ".into());
    draft.base_services = vec!["tsa".into(), " tsa ".into(), "codage".into()];
    let valid = validate(&draft).unwrap();
    assert_eq!(
        valid.subject,
        Subject::new("NIHII-PHARMACY", "67803295", "PHARMACIE DE L'ETE", Some("CACHE-1")).unwrap()
    );
    assert_eq!(valid.base_services, ["tsa", "codage"]);
    assert_eq!(valid.warnings.iter().map(Error::code).collect::<Vec<_>>(), [Code::IDENTIFIER_SHORTENED]);
    let json = serde_json::to_value(&valid).unwrap();
    assert_eq!(json["subject"]["applicationId"], "CACHE-1");
    assert_eq!(json["contact"]["emailPrivate"], "anna@example.be");
}

#[test]
fn everything_wrong_is_said_at_once() {
    let mut wrong = organization("CBE", "0809394428", " ");
    wrong.application_id = Some("a b".into());
    wrong.base_services = vec!["everything".into()];
    wrong.contact =
        ContactData { email_private: "x".into(), phone_general: Some("y".into()), ..ContactData::default() };
    assert_eq!(
        validate(&wrong).unwrap_err(),
        [
            ("identifier", Code::IDENTIFIER_CHECK_DIGIT),
            ("name", Code::FIELD_MISSING),
            ("application_id", Code::APPLICATION_ID_CHARACTERS),
            ("base_services", Code::BASE_SERVICE_UNKNOWN),
            ("email_private", Code::EMAIL_AT_SIGN),
            ("phone_private", Code::FIELD_MISSING),
            ("phone_general", Code::PHONE_CHARACTERS),
        ]
    );
    let mut wrong = person("93051822362", "Anna\u{200B}", "");
    wrong.application_id = Some("APP".into());
    assert_eq!(
        validate(&wrong).unwrap_err(),
        [
            ("ssin", Code::IDENTIFIER_CHECK_DIGIT),
            ("first_names", Code::NAME_INVISIBLE_CHARACTERS),
            ("last_name", Code::FIELD_MISSING),
            ("application_id", Code::APPLICATION_ID_FOR_PERSON),
        ]
    );
}

#[test]
fn names_of_each_kind() {
    let name = |text: &str| validate(&organization("CBE", "0809394427", text));
    let valid = name("Łódź Ønskeøen").unwrap();
    assert_eq!(valid.subject.name(), "ŁODZ ØNSKEØEN");
    assert_eq!(valid.warnings[0].code(), Code::NAME_UNFOLDED_LETTERS);
    assert_eq!(valid.warnings[0].value("characters"), Some("Ł Ø"));
    for (text, code) in [
        ("A\u{202E}B", Code::NAME_INVISIBLE_CHARACTERS),
        ("A\u{200B}B", Code::NAME_INVISIBLE_CHARACTERS),
        ("A\nB", Code::NAME_INVISIBLE_CHARACTERS),
        ("A\tB", Code::NAME_INVISIBLE_CHARACTERS),
        ("", Code::FIELD_MISSING),
        (&"x".repeat(257), Code::NAME_LENGTH),
        (&"x".repeat(100_000), Code::NAME_LENGTH),
    ] {
        assert_eq!(name(text).unwrap_err(), [("name", code)], "{text:.20}");
    }
    let half = "x".repeat(200);
    assert_eq!(validate(&person("93051822361", &half, &half)).unwrap_err(), [("last_name", Code::NAME_LENGTH)]);
}

#[test]
fn application_ids_of_each_kind() {
    for (typed, sent) in [
        ("", None),
        ("  ", None),
        ("app", Some("APP")),
        ("é_1-A", Some("E_1-A")),
        ("straße", Some("STRASSE")),
        (&"a".repeat(30), Some("A".repeat(30).as_str())),
    ] {
        assert_eq!(check_application_id(typed).unwrap().as_deref(), sent, "{typed}");
    }
    for (typed, code) in [
        ("a b", Code::APPLICATION_ID_CHARACTERS),
        ("a.b", Code::APPLICATION_ID_CHARACTERS),
        ("ø", Code::APPLICATION_ID_CHARACTERS),
        ("a,OU=b", Code::APPLICATION_ID_CHARACTERS),
        ("a\u{200B}", Code::APPLICATION_ID_CHARACTERS),
        (&"a".repeat(31), Code::APPLICATION_ID_LENGTH),
        (&format!("{}ß", "a".repeat(29)), Code::APPLICATION_ID_LENGTH),
    ] {
        let error = check_application_id(typed).unwrap_err();
        assert_eq!((error.code(), error.field_name()), (code, Some("application_id")), "{typed}");
    }
    let error = check_application_id("a b\u{200B}.").unwrap_err();
    assert_eq!(error.value("characters"), Some("U+0020 U+200B ."));
}

#[test]
fn a_type_of_persons_is_none_of_organizations() {
    let wrong = organization("SSIN", "93051822361", "X");
    assert_eq!(validate(&wrong).unwrap_err(), [("identifier_type", Code::HOLDER_MISMATCH)]);
    let unknown = validate(&organization("NEW", "1", "X")).unwrap();
    assert_eq!(unknown.warnings[0].code(), Code::IDENTIFIER_TYPE_UNKNOWN);
    assert_eq!(
        validate(&organization("A-B-C", "1", "X")).unwrap_err(),
        [("identifier_type", Code::IDENTIFIER_TYPE_INVALID)]
    );
}

#[test]
fn base_services_are_those_that_the_ra_gives() {
    let mut catalogue = Catalogue::default();
    let list = vec![OrganizationTypeData {
        identifier_type: "CBE".into(),
        available_base_services: vec!["new-service".into()],
        ..OrganizationTypeData::default()
    }];
    catalogue.replace_from(list).unwrap();
    let mut draft = organization("CBE", "0809394427", "X");
    draft.base_services = vec!["new-service".into()];
    assert_eq!(draft.validate(&catalogue).unwrap().base_services, ["new-service"]);
    draft.base_services = vec!["tsa".into()];
    let errors = draft.validate(&catalogue).unwrap_err();
    assert_eq!((errors.len(), errors[0].code()), (1, Code::BASE_SERVICE_UNKNOWN));
}

#[test]
fn every_field_has_a_name_in_every_language() {
    for field in [
        "ssin",
        "first_names",
        "last_name",
        "identifier_type",
        "identifier",
        "name",
        "application_id",
        "base_services",
        "email_private",
        "email_general",
        "phone_private",
        "phone_general",
        "password",
        "password_confirmation",
    ] {
        for language in Language::ALL {
            assert_ne!(field_label(field, language), field, "{language:?}");
        }
    }
}

#[test]
fn nothing_personal_in_logs_and_json_both_ways() {
    let draft = person("93051822361", "Anna", "Exemple");
    let shown = format!("{draft:?} {:?}", validate(&draft).unwrap());
    for secret in ["9305", "Anna", "ANNA", "Exemple", "EXEMPLE", "0478", "example.be"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    let json = serde_json::to_string(&draft).unwrap();
    assert!(json.contains("\"firstNames\":\"Anna\""), "{json}");
    assert_eq!(serde_json::from_str::<Draft>(&json).unwrap(), draft);
}
