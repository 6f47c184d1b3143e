//! What people type wrongly: one error with code and field each, said before a PIN is asked for or a request sent.

use std::fs;

use crate::support::{PASSWORD, World};

#[test]
fn every_wrong_field_is_named() {
    let world = World::new();
    let long = "A".repeat(31);
    let mut wrong = Vec::new();
    for (change, name, field) in [
        (&[("--id", "67999078")][..], "IdentifierCheckDigit", "identifier"),
        (&[("--id", "6799907")], "IdentifierLength", "identifier"),
        (&[("--type", "guard post")], "IdentifierTypeInvalid", "identifier_type"),
        (&[("--application-id", &long)], "ApplicationIdLength", "application_id"),
        (&[("--application-id", "TWO WORDS")], "ApplicationIdCharacters", "application_id"),
        (&[("--email-private", "")], "FieldMissing", "email_private"),
        (&[("--email-private", "an.example.org")], "EmailAtSign", "email_private"),
        (&[("--email-private", "an@@example.org")], "EmailAtSign", "email_private"),
        (&[("--email-private", "an@example")], "EmailDomain", "email_private"),
        (&[("--email-general", "a b@example.org")], "EmailLocalPart", "email_general"),
        (&[("--phone-private", "")], "FieldMissing", "phone_private"),
        (&[("--phone-private", "047")], "PhoneLength", "phone_private"),
        (&[("--phone-private", "0470 CALL ME")], "PhoneCharacters", "phone_private"),
        (&[("--phone-general", "++32")], "PhoneCharacters", "phone_general"),
    ] {
        let said = world.request(&[change, &[("--name", "POSTE FICTIF")]].concat());
        if (said.code, said.error()) != (1, (name, field)) || !said.steps().is_empty() {
            wrong.push(format!("{change:?}: {:?} {:?}", said.error(), said.steps()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // A type that the engine does not know may be a new one: the registration authority is asked for its list.
    let said = world.request(&[("--type", "NIHII-CASTLE"), ("--name", "POSTE FICTIF")]);
    assert_eq!((said.code, said.error()), (1, ("IdentifierTypeUnknown", "identifier_type")));
    assert!(said.steps().contains(&"organization_types"));
    assert_eq!((world.issued(), world.files().len()), (0, 0));
}

#[test]
fn passwords_that_are_not_good_enough() {
    let world = World::new();
    for (password, name) in [
        ("Seven-7", "PasswordTooShort"),
        ("OnlyLetters", "PasswordDigitOrSymbol"),
        ("Caf\u{e9}-1234", "PasswordCharacters"),
    ] {
        fs::write(world.folder.join("password"), password).unwrap();
        let said = world.request(&[]);
        assert_eq!((said.code, said.error()), (1, (name, "password")), "{name}");
        assert_eq!(said.steps(), [] as [&str; 0]);
    }
    assert_eq!(world.issued(), 0);
}

#[test]
fn names_lose_what_certificates_cannot_hold_and_the_user_is_told() {
    let world = World::new();
    let run = |name: &str| {
        let arguments = ["preview", "--type", "NIHII-GUARD_POST", "--id", "67999077", "--name", name];
        world.run(&arguments)
    };
    let said = run("H\u{f4}pital Stra\u{df}e \u{d8}st").ok();
    let preview = said.events("preview")[0];
    assert_eq!(preview["name"]["text"], "HOPITAL STRASSE \u{d8}ST");
    assert_eq!(preview["name"]["changed"], true);
    assert_eq!(
        (&preview["name"]["expanded"][0], &preview["name"]["unfolded"][0]),
        (&"\u{df}".into(), &"\u{d8}".into())
    );
}

#[test]
fn an_application_id_is_not_for_a_person() {
    let world = World::new();
    // The command line has no such option for a person; the engine refuses it as well.
    let said = world.request_person(&[("--application-id", "LABO")]);
    assert_eq!(said.code, 2);
    use ehcert_core::{
        Code,
        identity::Catalogue,
        request::{ContactData, Draft, Holder},
    };
    let draft = Draft {
        holder: Holder::Person { ssin: world.ssin.clone(), first_names: "An".into(), last_name: "Fictief".into() },
        application_id: Some("LABO".into()),
        base_services: Vec::new(),
        contact: ContactData {
            email_private: "an@example.org".into(),
            phone_private: "0470000000".into(),
            ..ContactData::default()
        },
    };
    let errors = draft.validate(&Catalogue::default()).unwrap_err();
    let seen: Vec<_> = errors.iter().map(|e| (e.code(), e.field_name())).collect();
    assert_eq!(seen, [(Code::APPLICATION_ID_FOR_PERSON, Some("application_id"))]);
}

#[test]
fn a_card_that_cannot_sign_is_said_before_any_pin() {
    for (kind, name) in [
        ("no-signature", "SignatureCertificateMissing"),
        ("expired", "CardCertificateExpired"),
        ("kid", "AuthenticationCertificateMissing"),
    ] {
        let world = World::new();
        world.card(kind);
        // Whoever asked for a PIN would fail on this.
        fs::remove_file(world.folder.join("pin")).unwrap();
        let said = world.request(&[]);
        assert_eq!((said.code, said.error().0), (1, name), "{kind}");
        assert_eq!(world.issued(), 0);
    }
}

#[test]
fn a_wrong_pin_tells_how_often_one_may_still_try_and_then_the_card_is_blocked() {
    let world = World::new();
    fs::write(world.folder.join("pin"), "9999\n").unwrap();
    for left in ["2", "1"] {
        let said = world.request(&[]);
        assert_eq!((said.code, said.error().0), (1, "PinWrong"));
        let values = said.events("error")[0]["values"].to_string();
        assert!(values.contains(&format!("\"{left}\"")), "{values}");
    }
    let said = world.request(&[]);
    assert_eq!((said.code, said.error().0), (1, "PinBlocked"));
    fs::write(world.folder.join("pin"), "1234\n").unwrap();
    let said = world.request(&[]);
    assert_eq!((said.code, said.error().0), (1, "PinBlocked"), "the right one no longer helps");
    assert_eq!((world.issued(), world.files().len()), (0, 0));
}

#[test]
fn a_contract_that_is_refused_ends_the_request() {
    let world = World::new();
    let mut arguments = world.request_arguments("organisation", &[]);
    arguments.retain(|a| a != "--accept-contract");
    let said = world.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((said.code, said.error().0), (1, "ContractRefused"));
    assert_eq!((world.issued(), world.files().len()), (0, 0));
}

#[test]
fn a_password_that_is_wrong_later() {
    let world = World::new();
    world.request(&[]).ok();
    fs::write(world.folder.join("password"), format!("not {PASSWORD}")).unwrap();
    let said = world.complete(&[]);
    assert_eq!((said.code, said.error().0), (1, "KeystoreNotFound"));
    let file = world.files().remove(0);
    let said = world.complete(&[file.to_str().unwrap()]);
    assert_eq!((said.code, said.error().0), (1, "KeystorePasswordWrong"));
}
