#![no_main]
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // The bytes are the answers of the card, each with its length in front.
    use ehcert_core::eid::{CardAnswer, CardMachine, CardRead, CardStep, Options, Wanted};
    let mut machine = CardRead::new(Wanted::everything(), Options::default());
    let mut rest = data;
    let mut step = machine.next(CardAnswer::Start);
    while let Ok(due) = step {
        let answer = match due {
            CardStep::Apdu { .. } => {
                let Some((length, after)) = rest.split_first() else { return };
                let take = usize::from(*length).min(after.len());
                let (now, later) = after.split_at(take);
                rest = later;
                CardAnswer::Response(now.to_vec())
            }
            CardStep::Wait { .. } => CardAnswer::Waited,
            _ => return,
        };
        step = machine.next(answer);
    }
});
