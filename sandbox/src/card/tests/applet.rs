//! The card by itself: commands, file, holders.

use super::*;

/// The order rules of the keys, command by command.
#[test]
fn order_rules_of_both_applets() {
    const VERIFY: &str = "00200001 08 241234FFFFFFFFFF";
    const AUTHENTICATION: &str = "002241B6 05 0480 01 84 82";
    const SIGNATURE: &str = "002241B6 05 0480 01 84 83";
    const STATUS: &str = "00200001";
    let info = format!("002A9E9A 33 3031300D060960864801650304020105000420 {}", "5A".repeat(32));
    let digest = format!("002A9E9A 20 {}", "5A".repeat(32));
    for (name, sign, signed) in [("rsa", &info, "6100"), ("ec", &digest, "6160")] {
        let rows: Vec<Vec<(&str, &str)>> = vec![
            // No environment; no PIN.
            vec![(sign, "6985")],
            vec![(AUTHENTICATION, "9000"), (sign, "6982")],
            // Key 82: any number, with other commands between.
            vec![(VERIFY, "9000"), (AUTHENTICATION, "9000"), (sign, signed), (STATUS, "9000"), (sign, signed)],
            // Key 83: once, and a PIN given before the environment is not for it.
            vec![(SIGNATURE, "9000"), (VERIFY, "9000"), (sign, signed), (sign, "6982")],
            vec![(VERIFY, "9000"), (SIGNATURE, "9000"), (sign, "6982")],
            // One command between: 1.8 allows it, 1.7 does not; two are too many.
            vec![
                (SIGNATURE, "9000"),
                (VERIFY, "9000"),
                (SIGNATURE, "9000"),
                (sign, if name == "ec" { signed } else { "6982" }),
            ],
            vec![(SIGNATURE, "9000"), (VERIFY, "9000"), (SIGNATURE, "9000"), (SIGNATURE, "9000"), (sign, "6982")],
            // Mixed: after key 83 key 82 wants a VERIFY of its own.
            vec![(SIGNATURE, "9000"), (VERIFY, "9000"), (sign, signed), (AUTHENTICATION, "9000"), (sign, "6982")],
            vec![(SIGNATURE, "9000"), (VERIFY, "9000"), (AUTHENTICATION, "9000"), (sign, "6982")],
            // What takes the access away.
            vec![
                (AUTHENTICATION, "9000"),
                (VERIFY, "9000"),
                ("80E60000", "9000"),
                (STATUS, "63C3"),
                (AUTHENTICATION, "9000"),
                (sign, "6982"),
            ],
            vec![(AUTHENTICATION, "9000"), (VERIFY, "9000"), ("00200001 08 249999FFFFFFFFFF", "63C2"), (sign, "6982")],
            vec![
                (AUTHENTICATION, "9000"),
                (VERIFY, "9000"),
                ("00A4040C0F A00000003029057000AD1310 0101FF", "9000"),
                (AUTHENTICATION, "9000"),
                (sign, "6982"),
            ],
            // Malformed.
            vec![
                ("002241B6 05 0480 77 84 82", "9484"),
                ("002241B6 05 0480 01 84 81", "6A88"),
                ("002241B6 01 04", "6A80"),
            ],
            vec![("00224100", "6A86"), ("002A0000", "6A86"), (STATUS, "63C3"), ("00200002", "6A88")],
            vec![("00200001 02 2412", "6700"), ("00240001 08 241234FFFFFFFFFF", "6700")],
            vec![("00240001 10 241234FFFFFFFFFF 2312FFFFFFFFFFFF", "6A80"), (STATUS, "63C3")],
            vec![
                ("00FF0000", "6D00"),
                ("90B00000", "6E00"),
                ("00B00000", "6986"),
                ("00C00000 10", "6985"),
                ("00", "6700"),
            ],
            vec![("00A4040C 02 AABB", "6A82"), ("00A40800 02 3F00", "6A86"), ("00A4020C 01 3F", "6A87")],
            // Le: too many wanted, behind the end.
            vec![("00A4080C 06 3F00DF014035", "9000"), ("00B07FFF10", "6B00"), ("80E4000010", "6C1C")],
            vec![("00A4020C 02 3F00", "9000"), ("00A4020C 02 2F00", "9000"), ("00B00000F8", "6C25")],
            vec![("00A4020C 02 DF00", "9000"), ("00A4020C 02 5031", "9000"), ("00B00000F8", "6C24")],
            vec![
                ("00A4080C 04 DF005032", "9000"),
                ("00B00000F8", "6C29"),
                ("00A4080C 04 DF005034", "9000"),
                ("00B00000F8", "6C35"),
            ],
        ];
        for row in rows {
            let mut card = card(name);
            for (command, want) in &row {
                let answer = card.transmit(&hex(command));
                assert_eq!(answer[answer.len() - 2..], hex(want), "{name}: {command} in {row:?}");
            }
        }
    }
    // The signature comes in pieces as well.
    let mut card = card("ec");
    for command in [AUTHENTICATION, VERIFY, &digest] {
        card.transmit(&hex(command));
    }
    assert_eq!(card.transmit(&hex("00C00000FF")), hex("6C60"));
    let first = card.transmit(&hex("00C0000040"));
    assert_eq!((first.len(), &first[64..]), (66, &hex("6120")[..]));
    assert_eq!(card.transmit(&hex("00C0000020")).len(), 34);
    // READ RECORD of 1.8.
    card.transmit(&hex("00A4080C 06 3F00DF014031"));
    assert_eq!(card.transmit(&hex("80B20606 00"))[..2], [0x06, 0x0B]);
    assert_eq!(card.transmit(&hex("80B27777 00")), hex("6A83"));
    card.transmit(&hex("00A4080C 06 3F00DF014035"));
    assert_eq!(card.transmit(&hex("80B20606 00")), hex("6981"));
    assert_eq!(card.transmit(&hex("80E400011F"))[28..], hex("03FFFF9000"));
    assert_eq!(self::card("rsa").transmit(&hex("80E400011F")), hex("6A86"));
}

#[test]
fn a_card_survives_its_file_and_says_that_it_is_a_test_card() {
    let mut original = card("rsa");
    drive(&mut PinVerify::new(PinEntry::Ask, None, Options::default()), &mut original, "0000").unwrap_err();
    let json = original.to_json().unwrap();
    assert!(json.contains("Not a real eID"));
    let mut again = SoftwareCard::from_json(&json).unwrap();
    assert_eq!((again.tries_left(), again.chip(), again.pin()), (2, original.chip(), "1234"));
    assert_eq!(again.atr(), original.atr());
    let mut machine = CardSign::new(request(CardKey::Signature, Hash::Sha256, b"x", PinEntry::Ask), Options::default());
    let seen = drive(&mut machine, &mut again, "1234").unwrap();
    assert_eq!(seen.asked, [Some(2)]);
    for json in ["", "{}", "[]", &json[..json.len() / 2], &json.replace("\"tries_left\": 2", "\"tries_left\": 9")] {
        assert_eq!(code(SoftwareCard::from_json(json)), Code::INVALID_ARGUMENT);
    }
    assert!(again.set_pin("12").is_err());

    let json = authority().to_json().unwrap();
    assert_eq!(EidAuthority::from_json(&json).unwrap().roots(), authority().roots());
    assert_eq!(code(EidAuthority::from_json("{}")), Code::INVALID_ARGUMENT);
}

#[test]
fn invented_people_have_numbers_that_pass_their_check() {
    for holder in [
        CardHolder::fictional(CardLanguage::Fr),
        CardHolder::fictional(CardLanguage::Nl),
        CardHolder::fictional(CardLanguage::De),
        CardHolder::child(),
        CardHolder::foreigner(),
        CardHolder::long_names(),
    ] {
        let number: u64 = holder.national_number.parse().unwrap();
        let front = number / 100 + if holder.birth.0 >= 2000 { 2_000_000_000 } else { 0 };
        assert_eq!(97 - front % 97, number % 100, "{}", holder.surname);
        // The fields' sizes on the card.
        assert!(holder.surname.len() <= 90 && holder.given_names.len() <= 75 && holder.birth_place.len() <= 60);
        let text = holder.birth_text();
        assert!(text.len() <= 12 && CardDate::parse_birth(&text).is_some(), "{text}");
    }
    assert!(national_number((1979, 8, 13), 998).is_err());
    assert!(national_number((1879, 8, 13), 1).is_err());
}

#[test]
fn every_kind_of_document_can_be_made() {
    for kind in DocumentType::known() {
        let profile = Profile { document: kind.0, ..Profile::EC };
        let holder = CardHolder::foreigner();
        let mut card = SoftwareCard::create(authority(), &holder, profile, now(), &mut OsRandom).unwrap();
        let mut machine = CardRead::new(Wanted::everything(), Options::default());
        drive(&mut machine, &mut card, "").unwrap();
        let contents = machine.take().unwrap();
        contents.verify().unwrap();
        let identity = contents.identity.unwrap();
        assert_eq!(identity.document, Some(kind));
        assert_eq!(identity.family_member, matches!(kind.0, 17 | 18 | 35 | 36));
    }
}
