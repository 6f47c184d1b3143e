//! The engine's card machines against the software card.

mod applet;
mod faults;
mod vpcd;

use std::sync::OnceLock;

use ehcert_core::{
    Code, Error, Result, Timestamp,
    eid::*,
    key::{Hash, SignatureAlgorithm},
    random::OsRandom,
};

use super::*;

fn now() -> Timestamp {
    Timestamp::from_utc(2026, 11, 24, 3, 15, 0).unwrap()
}

/// Making RSA keys is slow: one authority and one card of each kind for all tests.
fn authority() -> &'static EidAuthority {
    static AUTHORITY: OnceLock<EidAuthority> = OnceLock::new();
    AUTHORITY.get_or_init(|| EidAuthority::create(now(), &mut OsRandom).unwrap())
}

fn card(name: &str) -> SoftwareCard {
    static CARDS: OnceLock<Vec<(&str, SoftwareCard)>> = OnceLock::new();
    let cards = CARDS.get_or_init(|| {
        Profile::ALL
            .iter()
            .map(|(name, _)| {
                let (profile, holder) = Profile::by_name(name).unwrap();
                (*name, SoftwareCard::create(authority(), &holder, profile, now(), &mut OsRandom).unwrap())
            })
            .collect()
    });
    cards.iter().find(|(n, _)| *n == name).unwrap().1.clone()
}

/// What a driver saw.
#[derive(Debug, Default)]
struct Seen {
    commands: Vec<Vec<u8>>,
    waits: u32,
    asked: Vec<Option<u8>>,
}

/// Runs a machine on a card whose answers `wire` may replace.
fn drive_with(
    machine: &mut dyn CardMachine,
    card: &mut SoftwareCard,
    pin: &str,
    seen: &mut Seen,
    mut wire: impl FnMut(&mut SoftwareCard, &[u8]) -> Vec<u8>,
) -> Result<()> {
    let mut step = machine.next(CardAnswer::Start)?;
    loop {
        let answer = match &step {
            CardStep::Apdu { bytes, .. } => {
                seen.commands.push(bytes.to_vec());
                CardAnswer::Response(wire(card, bytes))
            }
            CardStep::Wait { milliseconds } => {
                assert!(*milliseconds > 0);
                seen.waits += 1;
                CardAnswer::Waited
            }
            CardStep::AskPin { purpose: PinPurpose::Change, tries_left, .. } => {
                seen.asked.push(*tries_left);
                CardAnswer::NewPin { old: PinCode::new(pin)?, new: PinCode::new("987654321012")? }
            }
            CardStep::AskPin { tries_left, .. } => {
                seen.asked.push(*tries_left);
                CardAnswer::Pin(PinCode::new(pin)?)
            }
            // What a reader with keys does: put the digits into the block of the command at the end.
            CardStep::Pinpad { operation, structure, .. } => {
                let mut command = structure[if *operation == pinpad::Operation::Verify { 19 } else { 24 }..].to_vec();
                command[5..13].copy_from_slice(&*PinCode::new(pin)?.block());
                if *operation == pinpad::Operation::Modify {
                    command[13..21].copy_from_slice(&*PinCode::new("987654321012")?.block());
                }
                seen.commands.push(command.clone());
                CardAnswer::Response(wire(card, &command))
            }
            CardStep::Done => return Ok(()),
        };
        step = machine.next(answer)?;
    }
}

fn drive(machine: &mut dyn CardMachine, card: &mut SoftwareCard, pin: &str) -> Result<Seen> {
    let mut seen = Seen::default();
    drive_with(machine, card, pin, &mut seen, |card, apdu| card.transmit(apdu)).map(|()| seen)
}

fn request(key: CardKey, hash: Hash, message: &[u8], pin: PinEntry) -> SignRequest {
    SignRequest { key, hash, digest: hash.digest(message), pin, certificate: None, chip: None, now: now() }
}

fn code<T>(result: Result<T>) -> Code {
    result.map(|_| ()).map_err(|e: Error| e.code()).unwrap_err()
}

#[test]
fn everything_on_every_card_is_read_and_checked() {
    for (name, profile) in Profile::ALL {
        let mut card = card(name);
        let wanted = Wanted { challenge: Some([7; 48]), ..Wanted::everything() };
        let mut machine = CardRead::new(wanted, Options::default());
        let seen = drive(&mut machine, &mut card, "").unwrap();
        let progress = machine.progress();
        assert!(progress.done > 3000 && progress.percent() <= 100, "{name}");
        let contents = machine.take().unwrap();
        contents.verify().unwrap_or_else(|e| panic!("{name}: {e}"));
        let subjects: Vec<DataSubject> = contents.checks().iter().map(|c| c.subject).collect();
        for subject in [DataSubject::Identity, DataSubject::Address, DataSubject::Photo, DataSubject::ChipNumber] {
            assert!(subjects.contains(&subject), "{name} {subject:?}");
        }
        assert_eq!(subjects.contains(&DataSubject::Holder), profile.authentication, "{name}");
        assert_eq!(subjects.contains(&DataSubject::Chip), profile.generation == CardGeneration::Ec, "{name}");

        let identity = contents.identity.unwrap();
        let holder = card.holder().clone();
        assert_eq!(identity.surname, holder.surname);
        assert_eq!(identity.given_names, holder.given_names);
        assert_eq!(identity.national_number, holder.national_number);
        let (year, month, day) = holder.birth;
        assert_eq!(identity.birth_date, Some(CardDate { year, month: Some(month), day: Some(day) }));
        assert_eq!(identity.document, Some(DocumentType(profile.document)));
        assert_eq!(contents.address.unwrap().street, holder.street);
        assert_eq!(photo_size(&contents.photo.unwrap()), Some((140, 200)));
        assert_eq!(contents.token_info.unwrap().chip, contents.card.chip);
        assert_eq!(contents.certificates.authentication.is_some(), profile.authentication);
        assert_eq!(contents.certificates.signature.is_some(), profile.signature);
        if let (Some(leaf), Some(ca), Some(root)) =
            (&contents.certificates.signature, &contents.certificates.ca, &contents.certificates.root)
        {
            ca.signed(leaf).unwrap();
            root.signed(ca).unwrap();
            assert!(authority().roots().contains(&root));
        }
        let sizes: usize = card
            .files
            .iter()
            .filter(|(n, _)| contents.files.keys().any(|f| f.name() == **n))
            .map(|(_, b)| b.0.len().div_ceil(248))
            .sum();
        assert!(seen.commands.len() <= sizes + 15, "{name}: {} commands, {sizes} pieces", seen.commands.len());
    }
}

#[test]
fn both_keys_of_both_generations_sign() {
    for (name, algorithm) in [
        ("rsa", SignatureAlgorithm::RsaPkcs1(Hash::Sha256)),
        ("rekeyed", SignatureAlgorithm::RsaPkcs1(Hash::Sha256)),
        ("ec", SignatureAlgorithm::Ecdsa(Hash::Sha256)),
        ("ec", SignatureAlgorithm::Ecdsa(Hash::Sha384)),
    ] {
        let mut card = card(name);
        for key in [CardKey::Authentication, CardKey::Signature] {
            let hash = algorithm.hash();
            let mut machine = CardSign::new(request(key, hash, b"contract", PinEntry::Ask), Options::default());
            let seen = drive(&mut machine, &mut card, "1234").unwrap();
            assert_eq!(seen.asked, [Some(3)]);
            let signed = machine.take().unwrap();
            assert_eq!(signed.algorithm, algorithm);
            assert_eq!(signed.signature.len(), if name == "ec" { 96 } else { 256 });
            let public = signed.certificate.public_key().unwrap();
            public.verify_raw(algorithm, b"contract", &signed.signature).unwrap();
            public.verify(algorithm, b"contract", &signed.to_der().unwrap()).unwrap();
            // VERIFY, then at once PSO; at the end the card has forgotten the PIN.
            let verify = seen.commands.iter().position(|c| c.starts_with(&[0, 0x20, 0, 1, 8])).unwrap();
            assert_eq!(seen.commands[verify + 1][..4], [0, 0x2A, 0x9E, 0x9A]);
            assert_eq!(seen.commands[verify - 1][..2], [0, 0x22]);
            assert_eq!(seen.commands.last().unwrap(), &[0x80, 0xE6, 0, 0]);
            assert_eq!(card.transmit(&[0, 0x20, 0, 1]), [0x63, 0xC3]);
        }
    }
}

#[test]
fn preflight_takes_few_commands_and_says_what_is_wrong_before_any_pin() {
    for (name, want) in [
        ("rsa", None),
        ("rekeyed", None),
        ("ec", None),
        ("foreigner", None),
        ("long-names", None),
        ("no-signature", Some(Code::SIGNATURE_CERTIFICATE_MISSING)),
        ("kid", Some(Code::AUTHENTICATION_CERTIFICATE_MISSING)),
        ("expired", Some(Code::CARD_CERTIFICATE_EXPIRED)),
        ("blocked", Some(Code::PIN_BLOCKED)),
    ] {
        let mut machine = Preflight::new(now(), Options::default());
        let seen = drive(&mut machine, &mut card(name), "").unwrap();
        assert!(seen.commands.len() <= 30, "{name}: {}", seen.commands.len());
        assert!(seen.asked.is_empty());
        let report = machine.take().unwrap();
        assert_eq!(report.verdict().err().map(|e| e.code()), want, "{name}");
        assert_eq!(
            report.age,
            Some(match name {
                "kid" => 8,
                "foreigner" => 37,
                "long-names" => 62,
                _ => 47,
            })
        );
        assert_eq!(report.pin.tries_left, Some(if name == "blocked" { 0 } else { 3 }));
    }
}

fn hex(text: &str) -> Vec<u8> {
    bytes::from_hex(&text.replace(' ', "")).unwrap()
}
