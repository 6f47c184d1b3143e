use super::{
    super::pinpad::{self, Pinpad},
    *,
};
use crate::Language;

const QUERY: &str = "00200001";
const LOG_OFF: Line<'_> = ("80E60000", "9000");
const DATA: &str = "80E400001C";

#[test]
fn only_digits_that_can_be_right_become_a_pin() {
    for digits in ["", "123", "1234567890123", "12a4", "12 34", "１２３４", "-123"] {
        let error = PinCode::new(digits).err().unwrap();
        assert_eq!(error.code(), Code::PIN_FORMAT, "{digits}");
        assert!(digits.is_empty() || !error.to_string().contains(digits));
    }
    for (digits, block) in [
        ("1234", "241234FFFFFFFFFF"),
        ("12345", "2512345FFFFFFFFF"),
        ("000000", "26000000FFFFFFFF"),
        ("123456789012", "2C123456789012FF"),
    ] {
        assert_eq!(to_hex(&*PinCode::new(digits).unwrap().block()), block);
    }
}

/// Section 2: SELECT and GET CARD DATA decide whether it is a Belgian card.
#[test]
fn a_card_is_recognised_by_what_it_answers() {
    let card = card_1_7();
    let select = SELECT.0;
    let again = ("00A404000FA00000003029057000AD1310 0101FF", "9000");
    let rest = [(DATA, card.as_str()), (QUERY, "63C3")];
    let rows: Vec<(Vec<Line<'_>>, Option<Code>)> = vec![
        (vec![(select, "9000")], None),
        (vec![(select, "9001")], None),
        (vec![(select, "6102"), ("00C0000002", "6F009000")], None),
        (vec![(select, "6D00"), ("wait 50", ""), (select, "9000")], None),
        (vec![(select, "6A86"), again], None),
        (vec![(select, "6D00"), ("wait 50", ""), (select, "6D00")], Some(Code::CARD_NOT_RECOGNISED)),
        (vec![(select, "6A82")], Some(Code::CARD_NOT_RECOGNISED)),
        (vec![(select, "6A87")], Some(Code::CARD_NOT_RECOGNISED)),
        (vec![(select, "6E00")], Some(Code::CARD_NOT_RECOGNISED)),
        (vec![(select, "6985")], Some(Code::CARD_NOT_ACTIVATED)),
        (vec![(select, "6283")], Some(Code::CARD_NOT_ACTIVATED)),
        (vec![(select, "")], Some(Code::CARD_NO_ANSWER)),
        (vec![(select, "90")], Some(Code::CARD_NO_ANSWER)),
        (vec![(select, "9000"), (DATA, "6D00")], Some(Code::CARD_NOT_RECOGNISED)),
        (vec![(select, "9000"), (DATA, "9000")], Some(Code::CARD_NOT_RECOGNISED)),
        (vec![(select, "9000"), (DATA, "0102039000")], Some(Code::CARD_NOT_RECOGNISED)),
        (vec![(select, "9000"), (DATA, "00")], Some(Code::CARD_NO_ANSWER)),
    ];
    for (mut script, want) in rows {
        if want.is_none() {
            script.extend(rest);
        }
        let mut machine = PinCheck::new(Options::default());
        assert_eq!(code(play(&mut machine, &script)), want, "{script:?}");
    }
    // Another applet's version in the card data.
    for version in ["00", "09", "30", "FF"] {
        let other = card_data(&format!("{version}0003002101 0F"));
        let mut machine = PinCheck::new(Options::default());
        let result = play(&mut machine, &[SELECT, (DATA, &other)]);
        assert_eq!(code(result), Some(Code::CARD_NOT_RECOGNISED));
    }
    // Wrong Le, and the pause before the repetition.
    let mut machine = PinCheck::new(Options::default());
    play(&mut machine, &[SELECT, (DATA, "6C1C"), ("wait 10", ""), (DATA, &card), (QUERY, "9000")]).unwrap();
    assert!(machine.take().unwrap().verified);
    assert_eq!(machine.take().unwrap_err().code(), Code::WRONG_STATE);
}

/// Section 6: the state, and that no try is burnt for it.
#[test]
fn the_tries_left_are_asked_only_where_it_costs_none() {
    for (answer, want) in [
        ("9000", Some(3)),
        ("63C3", Some(3)),
        ("63C2", Some(2)),
        ("63C1", Some(1)),
        ("63C0", Some(0)),
        ("6983", Some(0)),
        ("6A88", None),
        ("6A86", None),
        ("6D00", None),
        ("6700", None),
    ] {
        let mut machine = PinCheck::new(Options::default());
        play(&mut machine, &[SELECT, (DATA, &card_1_7()), (QUERY, answer)]).unwrap();
        let state = machine.take().unwrap();
        assert_eq!((state.tries_left, state.is_blocked()), (want, want == Some(0)), "{answer}");
        assert_eq!(state.verified, answer == "9000");
    }
    for (answer, want) in
        [("6581", Code::CARD_ANSWER_UNEXPECTED), ("6E00", Code::CARD_ANSWER_UNEXPECTED), ("", Code::CARD_NO_ANSWER)]
    {
        let mut machine = PinCheck::new(Options::default());
        assert_eq!(code(play(&mut machine, &[SELECT, (DATA, &card_1_7()), (QUERY, answer)])), Some(want));
    }
    // 1.1: an empty VERIFY would count as a wrong PIN, so nothing is sent.
    let mut machine = PinCheck::new(Options::default());
    play(&mut machine, &[SELECT, (DATA, &card_1_1())]).unwrap();
    assert_eq!(machine.take().unwrap().tries_left, None);
    // 1.8 tells in its card data; where it does not, it is asked.
    let with = |tries: &str| card_1_8().replace("9000", &format!("{tries}FFFF9000"));
    for (tries, extra, want) in [
        ("03", None, Some(3)),
        ("00", None, Some(0)),
        ("FF", Some((QUERY, "63C2")), Some(2)),
        ("09", Some((QUERY, "6983")), Some(0)),
    ] {
        let (card, data) = (card_1_8(), with(tries));
        let mut script = vec![SELECT, (DATA, card.as_str()), ("80E400011F", data.as_str())];
        script.extend(extra);
        let mut machine = PinCheck::new(Options::default());
        play(&mut machine, &script).unwrap();
        assert_eq!(machine.take().unwrap().tries_left, want, "{tries}");
    }
    let mut machine = PinCheck::new(Options::default());
    play(&mut machine, &[SELECT, (DATA, &card_1_8()), ("80E400011F", "6A86"), (QUERY, "63C1")]).unwrap();
}

/// Every answer to VERIFY; none of them makes it go out twice.
#[test]
fn verify_is_sent_once_and_understood() {
    let rows = [
        ("9000", None, None),
        ("63C2", Some(Code::PIN_WRONG), Some("2")),
        ("63C1", Some(Code::PIN_WRONG), Some("1")),
        ("63C0", Some(Code::PIN_BLOCKED), None),
        ("6983", Some(Code::PIN_BLOCKED), None),
        ("6700", Some(Code::PIN_FORMAT), None),
        ("6A80", Some(Code::PIN_FORMAT), None),
        ("6A86", Some(Code::CARD_ANSWER_UNEXPECTED), None),
        ("6A88", Some(Code::CARD_ANSWER_UNEXPECTED), None),
        ("6D00", Some(Code::CARD_ANSWER_UNEXPECTED), None),
        ("6581", Some(Code::CARD_ANSWER_UNEXPECTED), None),
        // Never repeated, even where another command would be.
        ("6C08", Some(Code::CARD_ANSWER_UNEXPECTED), None),
        ("6102", Some(Code::CARD_ANSWER_UNEXPECTED), None),
        ("", Some(Code::CARD_NO_ANSWER), None),
        ("90", Some(Code::CARD_NO_ANSWER), None),
    ];
    for (answer, want, tries) in rows {
        let card = card_1_7();
        let mut script = vec![SELECT, (DATA, card.as_str()), (QUERY, "63C3"), ("ask 3", "1234")];
        script.extend([SELECT, (DATA, card.as_str()), ("0020000108241234FFFFFFFFFF", answer)]);
        if want.is_none() {
            script.push(LOG_OFF);
        }
        let mut machine = PinVerify::new(PinEntry::Ask, None, Options::default());
        let result = play(&mut machine, &script);
        assert_eq!(result.as_ref().err().and_then(|e| e.value("tries")), tries, "{answer}");
        assert_eq!(code(result), want, "{answer}");
    }
}

#[test]
fn no_pin_is_asked_for_a_blocked_card_and_none_is_sent_to_another() {
    let card = card_1_7();
    let mut machine = PinVerify::new(PinEntry::Ask, None, Options::default());
    let blocked = [SELECT, (DATA, card.as_str()), (QUERY, "6983")];
    assert_eq!(code(play(&mut machine, &blocked)), Some(Code::PIN_BLOCKED));

    let other = card.replace("0D0E", "0D0F");
    let mut machine = PinVerify::new(PinEntry::Ask, None, Options::default());
    let swapped = [SELECT, (DATA, card.as_str()), (QUERY, "63C3"), ("ask 3", "1234"), SELECT, (DATA, other.as_str())];
    assert_eq!(code(play(&mut machine, &swapped)), Some(Code::CARD_CHANGED));

    let expected = ChipNumber(hex(CHIP).try_into().unwrap());
    let given = PinEntry::Given(PinCode::new("1234").unwrap());
    let mut machine = PinVerify::new(given, Some(expected), Options::default());
    assert_eq!(code(play(&mut machine, &[SELECT, (DATA, &other)])), Some(Code::CARD_CHANGED));

    let mut machine = PinVerify::new(PinEntry::Ask, None, Options::default());
    let cancelled = [SELECT, (DATA, card.as_str()), (QUERY, "63C3"), ("ask 3", "cancel")];
    assert_eq!(code(play(&mut machine, &cancelled)), Some(Code::CANCELLED));
}

#[test]
fn the_pin_is_changed() {
    for (answer, want) in [
        ("9000", None),
        ("63C2", Some(Code::PIN_WRONG)),
        ("6983", Some(Code::PIN_BLOCKED)),
        ("6700", Some(Code::PIN_FORMAT)),
        ("6A80", Some(Code::PIN_FORMAT)),
        ("6985", Some(Code::CARD_ANSWER_UNEXPECTED)),
        ("", Some(Code::CARD_NO_ANSWER)),
    ] {
        let card = card_1_7();
        let mut script = vec![SELECT, (DATA, card.as_str()), (QUERY, "63C3"), ("change 3", "98765")];
        script.extend([SELECT, (DATA, card.as_str())]);
        script.push(("0024000110 241234FFFFFFFFFF 2598765FFFFFFFFF", answer));
        if want.is_none() {
            script.push(LOG_OFF);
        }
        let mut machine = PinChange::new(None, None, Options::default());
        assert_eq!(code(play(&mut machine, &script)), want, "{answer}");
    }
}

/// Section 9, octet by octet.
#[test]
fn readers_with_keys_are_asked_in_their_structures() {
    let pad = Pinpad::for_reader("Some Pinpad Reader 00 00", None, Language::Nl).unwrap();
    let verify = "1E1E8947040C04020113080000 00000D000000 0020000108 20FFFFFFFFFFFFFF";
    let modify = "1E1E8947040008 0C0403020313080001020000 0015000000 0024000110 20FFFFFFFFFFFFFF 20FFFFFFFFFFFFFF";
    let rows = [
        ("9000", None),
        ("6400", Some(Code::PINPAD_TIMEOUT)),
        ("6401", Some(Code::CANCELLED)),
        ("6402", Some(Code::PIN_CONFIRMATION)),
        ("6403", Some(Code::PIN_FORMAT)),
        ("6B80", Some(Code::PINPAD_REFUSED)),
        ("63C2", Some(Code::PIN_WRONG)),
        ("6983", Some(Code::PIN_BLOCKED)),
        ("6F00", Some(Code::CARD_ANSWER_UNEXPECTED)),
        ("90", Some(Code::CARD_NO_ANSWER)),
        ("cancel", Some(Code::CANCELLED)),
    ];
    for (answer, want) in rows {
        let card = card_1_7();
        for structure in [verify, modify] {
            let mut script = vec![SELECT, (DATA, card.as_str()), (QUERY, "63C3"), (structure, answer)];
            if want.is_none() {
                script.push(LOG_OFF);
            }
            let result = if structure == verify {
                play(&mut PinVerify::new(PinEntry::Pinpad(pad), None, Options::default()), &script)
            } else {
                play(&mut PinChange::new(Some(pad), None, Options::default()), &script)
            };
            assert_eq!(code(result), want, "{answer}");
        }
    }
}

#[test]
fn readers_features_and_quirks() {
    let features = pinpad::Features::parse(&hex("0604420000DB 070442330007 120442330012 06"));
    assert_eq!(features.access(6), Some(pinpad::Access::Control(0x4200_00DB)));
    assert_eq!(features.access(7), Some(pinpad::Access::Control(0x4233_0007)));
    assert!(!features.without_keys().has(6));
    // A list with feature 12 alone is no pinpad.
    assert!(!pinpad::Features::parse(&hex("120442330012")).has(6));
    assert!(!pinpad::Features::parse(&hex("0605420000DB")).has(6));
    assert_eq!(pinpad::Features::parse_ppdu(&hex("06079000")).access(7), Some(pinpad::Access::Ppdu));
    assert_eq!(pinpad::Features::parse_ppdu(&hex("06076E00")), pinpad::Features::default());

    let for_reader = |name, firmware| Pinpad::for_reader(name, firmware, Language::De);
    assert_eq!(for_reader("SCM SPR532 [Vendor Interface] 00 00", Some((5, 5))).unwrap().format, 0x01);
    assert_eq!(for_reader("SCM SPR532 [Vendor Interface] 00 00", Some((5, 6))).unwrap().format, 0x89);
    assert_eq!(for_reader("Gemalto GemPC Pinpad 00 00", None), None);
    assert_eq!(pinpad::quirk("VASCO DIGIPASS 870 0"), Some(pinpad::Quirk::Ppdu));
    assert_eq!(pinpad::quirk("ACS ACR38U 00 00"), None);
    assert_eq!(to_hex(&pinpad::ppdu(pinpad::Operation::Verify, &[1, 2])), "FFC20106020102");
    for (language, id) in
        [(Language::Nl, "1308"), (Language::Fr, "0C08"), (Language::De, "0704"), (Language::En, "0904")]
    {
        assert_eq!(to_hex(&pinpad::language_id(language)), id);
    }
}
