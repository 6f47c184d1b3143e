//! `cargo bench -p ehcert-sandbox --bench card`: how many commands a card gets, by generation and by job.
//!
//! Commands and octets are counted, not time: on a real card each command takes 10 to 60 ms, and that is the time that
//! people wait. The peer is what the same job would cost by whole files as they lie on the card, padding included.

use ehcert_core::{
    Timestamp,
    eid::{
        CardAnswer, CardKey, CardMachine, CardRead, CardSign, CardStep, Options, PinChange, PinCheck, PinCode,
        PinEntry, Preflight, SignRequest, Wanted,
    },
    key::Hash,
    random::OsRandom,
};
use ehcert_sandbox::card::{EidAuthority, Profile, SoftwareCard};

fn main() {
    let now = Timestamp::from_utc(2026, 11, 24, 3, 15, 0).unwrap();
    let authority = EidAuthority::create(now, &mut OsRandom).unwrap();
    println!(
        "{:<14} {:>9} {:>12} {:>9} {:>6} {:>6} {:>6}",
        "card", "preflight", "everything", "at most", "sign", "PIN?", "PIN!"
    );
    for name in ["rsa", "rekeyed", "ec", "foreigner", "long-names"] {
        let (profile, holder) = Profile::by_name(name).unwrap();
        let mut card = SoftwareCard::create(&authority, &holder, profile, now, &mut OsRandom).unwrap();
        let mut run = |machine: &mut dyn CardMachine| run(machine, &mut card);
        let preflight = run(&mut Preflight::new(now, Options::default()));
        let mut read = CardRead::new(Wanted { challenge: Some([7; 48]), ..Wanted::everything() }, Options::default());
        let everything = run(&mut read);
        let request = SignRequest {
            key: CardKey::Signature,
            hash: Hash::Sha256,
            digest: vec![7; 32],
            pin: PinEntry::Given(PinCode::new("1234").unwrap()),
            certificate: None,
            chip: None,
            now,
        };
        let sign = run(&mut CardSign::new(request, Options::default()));
        let status = run(&mut PinCheck::new(Options::default()));
        let change = run(&mut PinChange::new(None, None, Options::default()));
        let files = read.take().unwrap().files;
        // What is on the card is padded; a reader that does not look at lengths reads all of it.
        let bound: usize = files
            .keys()
            .map(|file| card.file_mut(&file.name()).map_or(0, |content| content.len().div_ceil(248)))
            .sum::<usize>()
            + 15;
        println!("{name:<14} {preflight:>9} {everything:>12} {bound:>9} {sign:>6} {status:>6} {change:>6}");
        assert!(preflight <= 30 && everything <= bound, "{name}");
    }
}

/// How many commands it takes.
fn run(machine: &mut dyn CardMachine, card: &mut SoftwareCard) -> usize {
    let (mut count, mut step) = (0, machine.next(CardAnswer::Start).unwrap());
    card.reset();
    loop {
        let pin = || PinCode::new("1234").unwrap();
        let answer = match step {
            CardStep::Apdu { bytes, .. } => {
                count += 1;
                CardAnswer::Response(card.transmit(&bytes))
            }
            CardStep::Wait { .. } => CardAnswer::Waited,
            CardStep::AskPin { .. } => CardAnswer::NewPin { old: pin(), new: pin() },
            CardStep::Pinpad { .. } => panic!("no reader here has keys"),
            CardStep::Done => return count,
        };
        step = machine.next(answer).unwrap();
    }
}
