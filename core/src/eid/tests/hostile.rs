//! Cards that lie: an error, after a bounded number of commands.

use super::*;

/// Answers every command by a function of it; returns how many commands there were.
fn answer_all(machine: &mut dyn CardMachine, mut card: impl FnMut(&[u8]) -> Vec<u8>) -> (Result<()>, usize) {
    let mut count = 0;
    let mut step = machine.next(CardAnswer::Start);
    loop {
        let answer = match step {
            Ok(CardStep::Apdu { ref bytes, .. }) => {
                count += 1;
                CardAnswer::Response(card(bytes))
            }
            Ok(CardStep::Wait { .. }) => CardAnswer::Waited,
            Ok(CardStep::Done) => return (Ok(()), count),
            Ok(ref other) => panic!("{other:?}"),
            Err(e) => return (Err(e), count),
        };
        step = machine.next(answer);
    }
}

fn read(wanted: Wanted, content: impl Fn(usize, usize) -> Vec<u8>) -> (Result<()>, usize) {
    let mut machine = CardRead::new(wanted, Options::default());
    answer_all(&mut machine, |apdu| match apdu {
        [0x80, 0xE4, ..] => hex(&card_1_8()),
        [0x00, 0xB0, high, low, le] => {
            let offset = usize::from(*high) << 8 | usize::from(*low);
            let mut data = content(offset, if *le == 0 { 256 } else { usize::from(*le) });
            data.extend([0x90, 0x00]);
            data
        }
        _ => vec![0x90, 0x00],
    })
}

fn identity() -> Wanted {
    Wanted { identity: true, ..Wanted::default() }
}
fn certificates() -> Wanted {
    Wanted { certificates: true, ..Wanted::default() }
}

#[test]
fn files_without_end_stop() {
    let (result, count) = read(identity(), |_, le| vec![1; le]);
    assert_eq!(code(result), Some(Code::CARD_FILE_TOO_LARGE));
    assert!(count < 150, "{count}");
    let (result, count) = read(Wanted { photo: true, ..Wanted::default() }, |_, le| vec![0; le]);
    assert_eq!(code(result), Some(Code::CARD_FILE_TOO_LARGE));
    assert!(count < 150, "{count}");
}

#[test]
fn certificates_that_claim_megabytes_are_refused_at_once() {
    for header in ["3083200000", "308400200000", "3082FFFF"] {
        let (result, count) = read(certificates(), |_, le| {
            let mut data = hex(header);
            data.resize(le, 0x55);
            data
        });
        assert_eq!(code(result), Some(Code::CARD_FILE_TOO_LARGE), "{header}");
        assert_eq!(count, 4);
    }
    for header in ["3080", "3180", "FFFF", "0001", "30"] {
        let (result, count) = read(certificates(), |_, le| {
            let mut data = hex(header);
            data.resize(if header == "30" { 1 } else { le }, 0x55);
            data
        });
        assert_eq!(code(result), Some(Code::CARD_FILE_DAMAGED), "{header}");
        assert_eq!(count, 4);
    }
}

#[test]
fn one_octet_at_a_time_ends() {
    // A certificate of 32 KiB, octet by octet.
    let (result, count) = read(certificates(), |offset, _| vec![*[0x30, 0x82, 0x7F, 0x00].get(offset).unwrap_or(&7)]);
    assert!(result.is_err());
    assert!(count <= 4096, "{count}");
    let header = |offset, le| {
        let data = hex("30827F00");
        if offset == 0 { data } else { vec![7; 1.min(le)] }
    };
    let (result, count) = read(certificates(), header);
    assert_eq!(code(result), Some(Code::TOO_LARGE));
    assert!(count <= 4096, "{count}");
}

#[test]
fn more_than_was_asked_for_is_refused() {
    let (result, _) = read(identity(), |_, le| vec![1; le + 1]);
    assert_eq!(code(result), Some(Code::CARD_FILE_DAMAGED));
    let mut machine = CardRead::new(identity(), Options::default());
    let (result, count) = answer_all(&mut machine, |_| vec![0x90; 300]);
    assert_eq!((code(result), count), (Some(Code::TOO_LARGE), 1));
}

#[test]
fn answers_in_pieces_without_end_stop() {
    let mut machine = CardRead::new(identity(), Options::default());
    let (result, count) = answer_all(&mut machine, |_| vec![1, 2, 0x61, 0x00]);
    assert_eq!(code(result), Some(Code::CARD_ANSWER_UNEXPECTED));
    assert!(count < 12, "{count}");
    let mut machine = CardRead::new(identity(), Options::default());
    let (result, count) = answer_all(&mut machine, |_| vec![0x6C, 0x00]);
    assert!(result.is_err() && count < 12, "{count}");
}

/// Every answer of 0 to 2 octets at every place of a pre-flight: an error or an end, never a panic.
#[test]
fn short_answers_at_every_place() {
    for place in 0..12 {
        for answer in
            [&[][..], &[0x00], &[0x90], &[0x6C, 0x00], &[0x61, 0x00], &[0x63, 0xC0], &[0xFF, 0xFF], &[0x90, 0x00]]
        {
            let mut machine = Preflight::new(now(), Options::default());
            let mut at = 0;
            let (_, count) = answer_all(&mut machine, |apdu| {
                at += 1;
                match apdu {
                    _ if at == place + 1 => answer.to_vec(),
                    [0x80, 0xE4, ..] => hex(&card_1_8()),
                    [0x00, 0xB0, ..] => hex("06 0B 3739303831333430323135 0701 61 9000"),
                    _ => vec![0x90, 0x00],
                }
            });
            assert!(count < 60);
        }
    }
}
