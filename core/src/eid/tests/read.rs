use super::*;

const DATA: &str = "80E400001C";
const TOKEN: &str = "00A4080C063F00DF005032";
const TOKEN_SHORT: &str = "00A4080C04DF005032";
const READ: &str = "00B00000F8";

/// EF(TokenInfo), 41 octets.
fn token() -> String {
    format!("3027020100 0410{CHIP} 800642454C504943 03020430 9E0401020300").replace(' ', "")
}

fn run(options: Options, tail: &[Line<'_>]) -> (Result<()>, CardRead) {
    let card = card_1_7();
    let mut script = vec![SELECT, (DATA, card.as_str())];
    script.extend(tail);
    let mut machine = CardRead::new(Wanted { token_info: true, ..Wanted::default() }, options);
    let result = play(&mut machine, &script);
    (result, machine)
}

/// Section 3: the three shapes of the end of a file.
#[test]
fn a_file_ends_in_three_ways() {
    let whole = token();
    let full = format!("{whole}9000");
    let first = format!("{}9000", &whole[..40]);
    let by_20 = Options { chunk: 20, ..Options::default() };
    let by_41 = Options { chunk: 41, ..Options::default() };
    let rows: Vec<(Options, Vec<Line<'_>>)> = vec![
        (Options::default(), vec![(TOKEN, "9000"), (READ, "6C29"), ("wait 10", ""), ("00B0000029", &full)]),
        (Options::default(), vec![(TOKEN, "9000"), (READ, &full)]),
        // The size is a multiple of the chunk: the second 6B00, after another SELECT, is believed.
        (
            by_41,
            vec![
                (TOKEN, "9000"),
                ("00B0000029", &full),
                ("00B0002929", "6B00"),
                ("wait 50", ""),
                (TOKEN, "9000"),
                ("00B0002929", "6B00"),
            ],
        ),
        // In pieces, through GET RESPONSE.
        (Options::default(), vec![(TOKEN, "9000"), (READ, "6129"), ("00C0000029", &full)]),
        (
            Options::default(),
            vec![(TOKEN, "9000"), (READ, "6130"), ("00C0000030", "6C29"), ("wait 10", ""), ("00C0000029", &full)],
        ),
    ];
    for (options, script) in rows {
        let (result, mut machine) = run(options, &script);
        result.unwrap();
        let info = machine.take().unwrap().token_info.unwrap();
        assert_eq!((info.chip.to_string().as_str(), info.graphical, info.interface), (CHIP, 1, 3));
    }
    // Readers that lose their place in the middle of a file.
    let rest = format!("{}9000", &whole[80..]);
    for lost in ["6B00", "6986", "9000"] {
        let middle = format!("{}9000", &whole[40..80]);
        let script = [
            (TOKEN, "9000"),
            ("00B0000014", first.as_str()),
            ("00B0001414", lost),
            ("wait 50", ""),
            (TOKEN, "9000"),
            ("00B0001414", &middle),
            ("00B0002814", "6C01"),
            ("wait 10", ""),
            ("00B0002801", &rest),
        ];
        let (result, mut machine) = run(by_20, &script);
        result.unwrap();
        assert_eq!(machine.take().unwrap().files[&CardFile::TokenInfo], hex(&whole), "{lost}");
        assert_eq!(machine.progress().done, 41);
    }
}

/// Sections 2 and 3: every other answer to SELECT and READ BINARY.
#[test]
fn refusals_are_named() {
    let full = format!("{}9000", token());
    let rows: Vec<(Vec<Line<'_>>, Option<Code>)> = vec![
        (vec![(TOKEN, "6A86"), (TOKEN_SHORT, "9000"), (READ, &full)], None),
        (vec![(TOKEN, "6A87"), (TOKEN_SHORT, "9000"), (READ, &full)], None),
        (vec![(TOKEN, "6A82"), (TOKEN_SHORT, "6A82")], Some(Code::CARD_FILE_MISSING)),
        (vec![(TOKEN, "6A86"), (TOKEN_SHORT, "6A86")], Some(Code::CARD_ANSWER_UNEXPECTED)),
        (vec![(TOKEN, "6985")], Some(Code::CARD_NOT_ACTIVATED)),
        (vec![(TOKEN, "6283")], Some(Code::CARD_NOT_ACTIVATED)),
        (vec![(TOKEN, "6D00")], Some(Code::CARD_NOT_ACTIVATED)),
        (vec![(TOKEN, "6F00")], Some(Code::CARD_ANSWER_UNEXPECTED)),
        (vec![(TOKEN, "")], Some(Code::CARD_NO_ANSWER)),
        (vec![(TOKEN, "9000"), (READ, "6985")], Some(Code::CARD_NOT_ACTIVATED)),
        (vec![(TOKEN, "9000"), (READ, "6283")], Some(Code::CARD_NOT_ACTIVATED)),
        (vec![(TOKEN, "9000"), (READ, "6D00")], Some(Code::CARD_NOT_ACTIVATED)),
        (vec![(TOKEN, "9000"), (READ, "6982")], Some(Code::CARD_ANSWER_UNEXPECTED)),
        (vec![(TOKEN, "9000"), (READ, "6581")], Some(Code::CARD_ANSWER_UNEXPECTED)),
        (vec![(TOKEN, "9000"), (READ, "")], Some(Code::CARD_NO_ANSWER)),
        (vec![(TOKEN, "9000"), (READ, "6C")], Some(Code::CARD_NO_ANSWER)),
        // Twice 6C: not a third time.
        (
            vec![(TOKEN, "9000"), (READ, "6C29"), ("wait 10", ""), ("00B0000029", "6C28")],
            Some(Code::CARD_ANSWER_UNEXPECTED),
        ),
        // Nothing at the very start is no end of a file.
        (
            vec![
                (TOKEN, "9000"),
                (READ, "6B00"),
                ("wait 50", ""),
                (TOKEN, "9000"),
                (READ, "6986"),
                ("wait 50", ""),
                (TOKEN, "9000"),
                (READ, "6B00"),
            ],
            Some(Code::CARD_FILE_DAMAGED),
        ),
        (vec![(TOKEN, "9000"), (READ, "3000 9000")], Some(Code::CARD_FILE_DAMAGED)),
    ];
    for (script, want) in rows {
        let (result, _) = run(Options::default(), &script);
        assert_eq!(code(result), want, "{script:?}");
    }
}

#[test]
fn pauses_and_chunk_size_are_data() {
    let full = format!("{}9000", token());
    let options = Options { chunk: 255, pause_after_6c: 50, pause_after_select: 20, pause_before_retry: 5 };
    let card = card_1_7();
    let script = [
        SELECT,
        ("wait 20", ""),
        (DATA, &card),
        (TOKEN, "9000"),
        ("wait 20", ""),
        ("00B00000FF", "6C29"),
        ("wait 50", ""),
        ("00B0000029", &full),
    ];
    let mut machine = CardRead::new(Wanted { token_info: true, ..Wanted::default() }, options);
    play(&mut machine, &script).unwrap();
}

#[test]
fn a_machine_takes_only_the_answer_that_it_asked_for() {
    let wrong: [fn() -> CardAnswer; 5] = [
        || CardAnswer::Start,
        || CardAnswer::Waited,
        || CardAnswer::Pin(PinCode::new("1234").unwrap()),
        || CardAnswer::NewPin { old: PinCode::new("1234").unwrap(), new: PinCode::new("1234").unwrap() },
        || CardAnswer::Cancelled,
    ];
    for answer in wrong {
        let mut machine = CardRead::new(Wanted::everything(), Options::default());
        assert!(matches!(machine.next(CardAnswer::Start), Ok(CardStep::Apdu { secret: false, .. })));
        assert_eq!(machine.next(answer()).unwrap_err().code(), Code::WRONG_STATE);
        assert_eq!(machine.next(CardAnswer::Response(vec![0x90, 0])).unwrap_err().code(), Code::WRONG_STATE);
        assert_eq!(machine.take().unwrap_err().code(), Code::WRONG_STATE);
    }
    let mut machine = CardRead::new(Wanted::everything(), Options::default());
    assert_eq!(machine.next(CardAnswer::Waited).unwrap_err().code(), Code::WRONG_STATE);
}

#[test]
fn atrs_hint_and_never_decide() {
    let hint = |atr: &str| generation_hint(&hex(atr));
    assert_eq!(hint("3B9813400AA503010101AD1311"), [Generation::V1_1, Generation::V1_7]);
    assert_eq!(hint("3B7F96000080318065B0850401 20120FFF829000"), [Generation::V1_8]);
    assert_eq!(hint("3B989440FFA503010101AD1310"), [Generation::V1_1]);
    assert_eq!(hint("3B00"), []);
}
