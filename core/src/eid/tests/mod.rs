//! Scripted transcripts: each exchange is written down, in order, and nothing else may be sent.

mod hostile;
mod parse;
mod pin;
mod read;
mod sign;
mod specimen;
mod status;

use super::*;
use crate::{Code, Result, Timestamp};

/// One exchange: what the machine must ask, and the answer. Commands and answers are hexadecimal; a
/// command that ends in `*` is compared as far as it goes. `wait`, `ask`, `change` and `pinpad` stand for the
/// other steps.
type Line<'a> = (&'a str, &'a str);

const SELECT: Line<'_> = ("00A4040C0FA00000003029057000AD1310 0101FF", "9000");
const CHIP: &str = "534C0102030405060708090A0B0C0D0E";

fn card_data(applet: &str) -> String {
    format!("{CHIP}F336102A01{applet}9000")
}

fn card_1_7() -> String {
    card_data("170003002101 0F")
}
fn card_1_8() -> String {
    card_data("18000101000 28A")
}
fn card_1_1() -> String {
    card_data("11000200010 10F")
}

fn now() -> Timestamp {
    Timestamp::from_utc(2026, 11, 24, 3, 15, 0).unwrap()
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_digit(16).unwrap().to_le_bytes()[0]).collect();
    assert!(digits.len().is_multiple_of(2), "{text}");
    digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02X}")).collect()
}

/// Plays a transcript. Every line must be used, and the machine must end where the transcript does.
fn play(machine: &mut dyn CardMachine, script: &[Line<'_>]) -> Result<()> {
    let mut lines = script.iter();
    let mut step = machine.next(CardAnswer::Start);
    loop {
        let asked = match step {
            Ok(CardStep::Done) | Err(_) => {
                assert_eq!(lines.next(), None, "the machine ended early: {step:?}");
                assert_eq!(machine.next(CardAnswer::Waited).unwrap_err().code(), Code::WRONG_STATE);
                return step.map(|_| ());
            }
            Ok(step) => step,
        };
        let Some((command, answer)) = lines.next() else { panic!("not in the transcript: {asked:?}") };
        let cancelled = *answer == "cancel";
        let answer = match &asked {
            _ if cancelled => CardAnswer::Cancelled,
            CardStep::Apdu { bytes, secret } => {
                let (want, got) = (command.replace(' ', ""), to_hex(bytes));
                match want.strip_suffix('*') {
                    Some(front) => assert!(got.starts_with(front), "{front} expected, {got} sent"),
                    None => assert_eq!(got, want),
                }
                // What holds a PIN is marked, and never shown.
                let holds_pin = matches!(bytes[1], 0x20 | 0x24) && bytes.len() > 5;
                assert_eq!(*secret, holds_pin);
                if holds_pin {
                    assert!(!format!("{asked:?}").contains("34"), "{asked:?}");
                }
                CardAnswer::Response(hex(answer))
            }
            CardStep::Wait { milliseconds } => {
                assert_eq!(*command, format!("wait {milliseconds}"));
                CardAnswer::Waited
            }
            CardStep::AskPin { purpose: PinPurpose::Change, tries_left, min: 4, max: 12 } => {
                assert_eq!(*command, format!("change {}", tries_left.unwrap()));
                CardAnswer::NewPin { old: PinCode::new("1234").unwrap(), new: PinCode::new(answer).unwrap() }
            }
            CardStep::AskPin { tries_left, min: 4, max: 12, .. } => {
                assert_eq!(*command, format!("ask {}", tries_left.map_or("?".into(), |t| t.to_string())));
                CardAnswer::Pin(PinCode::new(answer).unwrap())
            }
            CardStep::Pinpad { structure, .. } => {
                assert_eq!(to_hex(structure), command.replace(' ', ""));
                CardAnswer::Response(hex(answer))
            }
            other => panic!("{other:?}"),
        };
        step = machine.next(answer);
    }
}

fn code(result: Result<()>) -> Option<Code> {
    result.err().map(|e| e.code())
}
