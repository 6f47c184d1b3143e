//! What goes wrong with cards.

use super::*;

#[test]
fn the_pin_counts_blocks_and_is_changed() {
    for name in ["rsa", "ec"] {
        let mut card = card(name);
        let verify = |card: &mut SoftwareCard, pin| {
            drive(&mut PinVerify::new(PinEntry::Ask, None, Options::default()), card, pin).map(|_| ())
        };
        let left = |card: &mut SoftwareCard| {
            let mut machine = PinCheck::new(Options::default());
            drive(&mut machine, card, "").unwrap();
            machine.take().unwrap().tries_left
        };
        verify(&mut card, "1234").unwrap();
        for (pin, tries) in [("9999", 2), ("12345", 1)] {
            let error = verify(&mut card, pin).unwrap_err();
            assert_eq!((error.code(), error.value("tries")), (Code::PIN_WRONG, Some(&*tries.to_string())));
            assert_eq!(left(&mut card), Some(tries));
        }
        // A right PIN gives all tries back.
        verify(&mut card, "1234").unwrap();
        assert_eq!(left(&mut card), Some(3));
        drive(&mut PinChange::new(None, None, Options::default()), &mut card, "1234").unwrap();
        assert_eq!(code(verify(&mut card, "1234")), Code::PIN_WRONG);
        verify(&mut card, "987654321012").unwrap();
        for want in [Code::PIN_WRONG, Code::PIN_WRONG, Code::PIN_BLOCKED, Code::PIN_BLOCKED] {
            assert_eq!(code(verify(&mut card, "0000")), want);
        }
        assert_eq!((left(&mut card), card.tries_left()), (Some(0), 0));
        // Blocked: said before anybody types.
        let mut seen = Seen::default();
        let mut machine =
            CardSign::new(request(CardKey::Signature, Hash::Sha256, b"", PinEntry::Ask), Options::default());
        let result = drive_with(&mut machine, &mut card, "987654321012", &mut seen, |card, apdu| card.transmit(apdu));
        assert_eq!(code(result), Code::PIN_BLOCKED);
        assert!(seen.asked.is_empty());
    }
}

#[test]
fn a_reader_with_keys_signs_and_changes() {
    let pad = pinpad::Pinpad::for_reader("Any", None, ehcert_core::Language::Fr).unwrap();
    for name in ["rsa", "ec"] {
        let mut card = card(name);
        for key in [CardKey::Authentication, CardKey::Signature] {
            let request = request(key, Hash::Sha256, b"x", PinEntry::Pinpad(pad));
            let mut machine = CardSign::new(request, Options::default());
            drive(&mut machine, &mut card, "1234").unwrap();
            machine.take().unwrap();
        }
        drive(&mut PinChange::new(Some(pad), None, Options::default()), &mut card, "1234").unwrap();
        assert_eq!(card.pin(), "987654321012");
    }
}

/// A card that is pulled out, or answers one octet, at every single command of a signature: the right
/// error, and never a second VERIFY.
#[test]
fn a_card_pulled_out_at_every_command() {
    for name in ["rsa", "ec"] {
        let mut whole = Seen::default();
        let new = || CardSign::new(request(CardKey::Signature, Hash::Sha256, b"x", PinEntry::Ask), Options::default());
        drive_with(&mut new(), &mut card(name), "1234", &mut whole, |card, apdu| card.transmit(apdu)).unwrap();
        for (place, broken) in (0..whole.commands.len()).flat_map(|place| [(place, vec![]), (place, vec![0x90])]) {
            let mut seen = Seen::default();
            let mut count = 0;
            let result = drive_with(&mut new(), &mut card(name), "1234", &mut seen, |card, apdu| {
                count += 1;
                if count == place + 1 { broken.clone() } else { card.transmit(apdu) }
            });
            // LOG OFF is the last: the signature is there already.
            match place + 1 == whole.commands.len() {
                true => result.unwrap(),
                false => assert_eq!(code(result), Code::CARD_NO_ANSWER, "{place}"),
            }
            let verified = seen.commands.iter().filter(|c| c.starts_with(&[0, 0x20, 0, 1, 8])).count();
            assert!(verified <= 1);
        }
    }
}

#[test]
fn another_card_and_another_program_are_noticed() {
    // Another card while the person types.
    let (mut first, mut second) = (card("ec"), card("no-signature"));
    let mut machine = CardSign::new(request(CardKey::Signature, Hash::Sha256, b"x", PinEntry::Ask), Options::default());
    let mut selects = 0;
    let result = drive_with(&mut machine, &mut first, "1234", &mut Seen::default(), |card, apdu| {
        selects += usize::from(apdu.starts_with(&[0, 0xA4, 4]));
        if selects > 1 { second.transmit(apdu) } else { card.transmit(apdu) }
    });
    assert_eq!(code(result), Code::CARD_CHANGED);
    assert_eq!(second.tries_left(), 3);
    // Another program resets the card between VERIFY and signature.
    let mut card = card("rsa");
    let mut machine =
        CardSign::new(request(CardKey::Authentication, Hash::Sha256, b"x", PinEntry::Ask), Options::default());
    let result = drive_with(&mut machine, &mut card, "1234", &mut Seen::default(), |card, apdu| {
        if apdu.starts_with(&[0, 0x2A]) {
            card.state.access_lost();
        }
        card.transmit(apdu)
    });
    assert_eq!(code(result), Code::CARD_ACCESS_LOST);
}

#[test]
fn forgeries_are_found() {
    let read = |card: &mut SoftwareCard| {
        let wanted = Wanted { challenge: Some([9; 48]), ..Wanted::everything() };
        let mut machine = CardRead::new(wanted, Options::default());
        drive(&mut machine, card, "").map(|_| machine.take().unwrap())
    };
    let failing = |card: &mut SoftwareCard| -> Vec<(DataSubject, Code)> {
        let checks = read(card).unwrap().checks();
        checks.into_iter().filter_map(|c| c.result.err().map(|e| (c.subject, e.code()))).collect()
    };
    for name in ["rsa", "rekeyed", "ec"] {
        let original = card(name);
        let damaged = |file: &str, change: fn(&mut Vec<u8>)| {
            let mut card = original.clone();
            change(card.file_mut(file).unwrap());
            card
        };
        // One letter of the municipality, after card number, chip and validity.
        let mut card = damaged("DF01/4031", |f| f[14 + 18 + 12 + 12 + 2] ^= 1);
        assert!(failing(&mut card).contains(&(DataSubject::Identity, Code::CARD_DATA_FORGED)), "{name}");
        let mut card = damaged("DF01/4033", |f| f[3] ^= 1);
        assert_eq!(failing(&mut card), [(DataSubject::Address, Code::CARD_DATA_FORGED)]);
        let mut card = damaged("DF01/4034", |f| f[20] ^= 1);
        assert_eq!(failing(&mut card), [(DataSubject::Address, Code::CARD_DATA_FORGED)]);
        let mut card = damaged("DF01/4032", |f| f[20] ^= 1);
        let both = [(DataSubject::Identity, Code::CARD_DATA_FORGED), (DataSubject::Address, Code::CARD_DATA_FORGED)];
        assert_eq!(failing(&mut card), both);
        let mut card = damaged("DF01/4032", |f| f.fill(0));
        assert_eq!(failing(&mut card), both);
        let mut card = damaged("DF01/4035", |f| f[500] ^= 1);
        assert_eq!(failing(&mut card), [(DataSubject::Photo, Code::CARD_DATA_FORGED)]);
        // Padding of the address is not covered, that of the identity's signature is.
        let mut card = damaged("DF01/4033", |f| f.extend([0; 5]));
        assert_eq!(failing(&mut card), []);
        // Cut off, and garbage.
        let mut card = damaged("DF00/5038", |f| f.truncate(300));
        assert_eq!(code(read(&mut card)), Code::CARD_FILE_DAMAGED);
        let mut card = damaged("DF00/503C", |f| f[6] ^= 0xFF);
        assert_eq!(code(read(&mut card)), Code::CARD_FILE_DAMAGED);
        let mut card = damaged("DF01/4031", |f| f.truncate(f.len() - 3));
        assert_eq!(code(read(&mut card)), Code::CARD_FILE_DAMAGED);
        let mut card = original.clone();
        card.files.remove("DF01/4033");
        assert_eq!(code(read(&mut card)), Code::CARD_FILE_MISSING);
        // The certificates of somebody else.
        let mut card = original.clone();
        let other = self::card("foreigner").files["DF00/5038"].clone();
        card.files.insert("DF00/5038".into(), other);
        assert_eq!(failing(&mut card), [(DataSubject::Holder, Code::CARD_HOLDER_MISMATCH)]);
    }
    // A copy has every file, but not the chip's key.
    let mut copy = card("ec");
    copy.basic = card("no-signature").basic;
    assert_eq!(failing(&mut copy), [(DataSubject::Chip, Code::CARD_COPIED)]);
    let mut copy = card("ec");
    copy.files.insert("DF01/4040".into(), card("no-signature").files["DF01/4040"].clone());
    assert_eq!(failing(&mut copy), [(DataSubject::Chip, Code::CARD_COPIED)]);
    let mut copy = card("ec");
    copy.chip.0[15] ^= 1;
    assert_eq!(failing(&mut copy), [(DataSubject::ChipNumber, Code::CARD_COPIED)]);
    // Proofs run out until the PIN is given.
    let mut tired = card("ec");
    tired.proofs_left = 0;
    assert_eq!(failing(&mut tired), [(DataSubject::Chip, Code::CARD_PROOF_EXHAUSTED)]);
    drive(&mut PinVerify::new(PinEntry::Ask, None, Options::default()), &mut tired, "1234").unwrap();
    assert_eq!(failing(&mut tired), []);
}
