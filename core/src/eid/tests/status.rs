//! Status words that the other transcripts have not: together each of those in the manuals of both applets is answered once
//! to each command that it belongs to.

use super::*;
use crate::key::{Hash, KeyAlgorithm, SignatureAlgorithm, ecdsa_der_to_raw};

const DATA: &str = "80E400001C";
const QUERY: &str = "00200001";
const TOKEN: &str = "00A4080C063F00DF005032";
const TOKEN_SHORT: &str = "00A4080C04DF005032";
const READ: &str = "00B00000F8";
const FOLDER: Line<'_> = ("00A4080C043F00DF00", "9000");
const MSE: &str = "002241B605048001 8483";
const VERIFY: &str = "0020000108241234FFFFFFFFFF";
const CHANGE: &str = "0024000110 241234FFFFFFFFFF 2598765FFFFFFFFF";
const LOG_OFF: &str = "80E60000";

/// After SELECT and GET CARD DATA of 1.7.
fn on_1_7<'a>(card: &'a str, tail: &[Line<'a>]) -> Vec<Line<'a>> {
    [&[SELECT, (DATA, card)], tail].concat()
}

/// Section 2 and 3: SELECT of a file and READ BINARY.
#[test]
fn selecting_and_reading() {
    let card = card_1_7();
    let rows: [(&[Line<'_>], Code); 11] = [
        (&[(TOKEN, "6A87"), (TOKEN_SHORT, "6A87")], Code::CARD_ANSWER_UNEXPECTED),
        (&[(TOKEN, "6A82"), (TOKEN_SHORT, "6A86")], Code::CARD_ANSWER_UNEXPECTED),
        (&[(TOKEN, "6A82"), (TOKEN_SHORT, "6985")], Code::CARD_NOT_ACTIVATED),
        (&[(TOKEN, "6A82"), (TOKEN_SHORT, "6283")], Code::CARD_NOT_ACTIVATED),
        (&[(TOKEN, "6A82"), (TOKEN_SHORT, "6D00")], Code::CARD_NOT_ACTIVATED),
        (&[(TOKEN, "90")], Code::CARD_NO_ANSWER),
        // Those of READ RECORD, which is never sent.
        (&[(TOKEN, "9000"), (READ, "6981")], Code::CARD_ANSWER_UNEXPECTED),
        (&[(TOKEN, "9000"), (READ, "6A83")], Code::CARD_ANSWER_UNEXPECTED),
        (&[(TOKEN, "9000"), (READ, "6A82")], Code::CARD_ANSWER_UNEXPECTED),
        (&[(TOKEN, "9000"), (READ, "6A86")], Code::CARD_ANSWER_UNEXPECTED),
        (&[(TOKEN, "9000"), (READ, "6700")], Code::CARD_ANSWER_UNEXPECTED),
    ];
    for (tail, want) in rows {
        let mut machine = CardRead::new(Wanted { token_info: true, ..Wanted::default() }, Options::default());
        assert_eq!(code(play(&mut machine, &on_1_7(&card, tail))), Some(want), "{tail:?}");
    }
}

/// Section 6: VERIFY, CHANGE and LOG OFF; neither PIN goes out twice.
#[test]
fn the_pin() {
    let card = card_1_7();
    let again: [Line<'_>; 2] = [SELECT, (DATA, &card)];
    for (answer, want) in [
        ("63C3", Code::PIN_WRONG),
        ("63C1", Code::PIN_WRONG),
        ("63C0", Code::PIN_BLOCKED),
        ("6A86", Code::CARD_ANSWER_UNEXPECTED),
        ("6A88", Code::CARD_ANSWER_UNEXPECTED),
        ("6D00", Code::CARD_ANSWER_UNEXPECTED),
        ("6581", Code::CARD_ANSWER_UNEXPECTED),
        ("6C10", Code::CARD_ANSWER_UNEXPECTED),
        ("90", Code::CARD_NO_ANSWER),
    ] {
        let tail = [&[(QUERY, "63C3"), ("change 3", "98765")], &again[..], &[(CHANGE, answer)]].concat();
        let result = play(&mut PinChange::new(None, None, Options::default()), &on_1_7(&card, &tail));
        assert_eq!(code(result), Some(want), "{answer}");
    }
    // The PIN was right: what LOG OFF answers changes nothing.
    for answer in ["9000", "6D00", "6E00", "6985", "90"] {
        let tail = [&[(QUERY, "63C3"), ("ask 3", "1234")], &again[..], &[(VERIFY, "9000"), (LOG_OFF, answer)]].concat();
        let mut machine = PinVerify::new(PinEntry::Ask, None, Options::default());
        play(&mut machine, &on_1_7(&card, &tail)).unwrap();
        assert_eq!(machine.take().unwrap().tries_left, Some(3), "{answer}");
    }
    // 1.8 says the right length of its card data.
    let (card, data) = (card_1_8(), card_1_8().replace("9000", "02FFFF9000"));
    let tries = "80E400011F";
    let mut machine = PinCheck::new(Options::default());
    play(&mut machine, &[SELECT, (DATA, &card), (tries, "6C1F"), ("wait 10", ""), (tries, &data)]).unwrap();
    assert_eq!(machine.take().unwrap().tries_left, Some(2));
}

/// Section 7 on 1.7: MSE, and the shapes in which a signature comes.
#[test]
fn a_signature_of_1_7() {
    let card = card_1_7();
    let (key, _) = sign::holder(KeyAlgorithm::Rsa2048);
    let value = key
        .sign_digest(SignatureAlgorithm::RsaPkcs1(Hash::Sha256), &sign::DIGEST, &mut crate::random::OsRandom)
        .unwrap();
    let (most, last) = (format!("{}6101", to_hex(&value[..255])), format!("{}9000", to_hex(&value[255..])));
    let (whole, half) = (format!("{}9000", to_hex(&value)), format!("{}9000", to_hex(&value[..128])));
    let pso = sign::pso_rsa();
    let signed = |tail: &[Line<'_>]| {
        let mut script = on_1_7(&card, &[(QUERY, "63C3"), FOLDER]);
        script.extend(tail);
        script.push((LOG_OFF, "9000"));
        let (code, mut machine) = sign::sign(sign::request(CardKey::Signature, KeyAlgorithm::Rsa2048), &script);
        assert_eq!(machine.take().ok().map(|s| s.signature), code.is_none().then(|| value.clone()));
        code
    };
    let (mse, verify) = ((MSE, "9000"), (VERIFY, "9000"));
    let rows: [(&[Line<'_>], Option<Code>); 9] = [
        (&[(MSE, "6982")], Some(Code::CARD_ACCESS_LOST)),
        (&[(MSE, "6A87")], Some(Code::CARD_ANSWER_UNEXPECTED)),
        (&[(MSE, "6581")], Some(Code::CARD_ANSWER_UNEXPECTED)),
        (&[mse, verify, (&pso, "6D00")], Some(Code::CARD_ANSWER_UNEXPECTED)),
        (&[mse, verify, (&pso, "6A86")], Some(Code::CARD_ANSWER_UNEXPECTED)),
        // At once, as a reader that fetches it by itself; in one piece; in two.
        (&[mse, verify, (&pso, &whole)], None),
        (&[mse, verify, (&pso, "61FF"), ("00C00000FF", &most), ("00C0000001", &last)], None),
        // As long as one of a key of 1024 bits, which this card has not.
        (&[mse, verify, (&pso, "6180"), ("00C0000080", &half)], Some(Code::CARD_SIGNATURE_WRONG)),
        // The signature was there, and its second half was not.
        (&[mse, verify, (&pso, "6100"), ("00C0000000", "6F00")], Some(Code::CARD_ANSWER_UNEXPECTED)),
    ];
    for (tail, want) in rows {
        assert_eq!(signed(tail), want, "{tail:?}");
    }
}

/// Section 7 on 1.8: the same refusals, and INTERNAL AUTHENTICATE.
#[test]
fn a_signature_and_a_proof_of_1_8() {
    let (key, _) = sign::holder(KeyAlgorithm::P384);
    let der =
        key.sign_digest(SignatureAlgorithm::Ecdsa(Hash::Sha256), &sign::DIGEST, &mut crate::random::OsRandom).unwrap();
    let raw = format!("{}9000", to_hex(&ecdsa_der_to_raw(&der, 48).unwrap()));
    let (card, tries) = (card_1_8(), card_1_8().replace("9000", "03FFFF9000"));
    let pso = format!("002A9E9A20{}", to_hex(&sign::DIGEST));
    let (mse, verify) = (("002241B60504804084 83", "9000"), (VERIFY, "9000"));
    let rows: [(&[Line<'_>], Option<Code>); 12] = [
        (&[(mse.0, "6A88")], Some(Code::CARD_KEY_MISSING)),
        (&[(mse.0, "6985")], Some(Code::CARD_KEY_MISSING)),
        (&[(mse.0, "6A80")], Some(Code::CARD_ALGORITHM)),
        (&[mse, (VERIFY, "63C2")], Some(Code::PIN_WRONG)),
        (&[mse, (VERIFY, "6983")], Some(Code::PIN_BLOCKED)),
        (&[mse, verify, (&pso, "6982")], Some(Code::CARD_ACCESS_LOST)),
        (&[mse, verify, (&pso, "6985")], Some(Code::CARD_KEY_MISSING)),
        (&[mse, verify, (&pso, "6A88")], Some(Code::CARD_KEY_MISSING)),
        (&[mse, verify, (&pso, "6700")], Some(Code::CARD_ALGORITHM)),
        (&[mse, verify, (&pso, "6A80")], Some(Code::CARD_ALGORITHM)),
        (&[mse, verify, (&pso, &raw)], None),
        (&[mse, verify, (&pso, "6160"), ("00C0000060", &raw)], None),
    ];
    for (tail, want) in rows {
        let mut script = vec![SELECT, (DATA, &card), ("80E400011F", &tries), FOLDER];
        script.extend(tail);
        script.push((LOG_OFF, "9000"));
        let (code, _) = sign::sign(sign::request(CardKey::Signature, KeyAlgorithm::P384), &script);
        assert_eq!(code, want, "{tail:?}");
    }

    let identity = "060B3739303831333430323130 070141 9000";
    let command = format!("0088028132 9430 {}", "07".repeat(48));
    let proof: [(&[Line<'_>], Code); 5] = [
        (&[(&command, "6160"), ("00C0000060", &raw)], Code::CARD_COPIED),
        (&[(&command, "6A86")], Code::CARD_COPIED),
        (&[(&command, "6A80")], Code::CARD_ANSWER_UNEXPECTED),
        (&[(&command, "6700")], Code::CARD_ANSWER_UNEXPECTED),
        (&[(&command, "6C60")], Code::CARD_ANSWER_UNEXPECTED),
    ];
    for (tail, want) in proof {
        let mut script = vec![SELECT, (DATA, &card), ("00A4080C063F00DF014031", "9000"), (READ, identity)];
        script.extend([("00A4080C063F00DF014040", "9000"), ("00B0000078", "6C02"), ("wait 10", "")]);
        script.push(("00B0000002", "30009000"));
        script.extend(tail);
        let mut machine = CardRead::new(Wanted { challenge: Some([7; 48]), ..Wanted::default() }, Options::default());
        play(&mut machine, &script).unwrap();
        let checks = machine.take().unwrap().checks();
        let chip = checks.into_iter().find(|c| c.subject == DataSubject::Chip).unwrap();
        assert_eq!(code(chip.result), Some(want), "{tail:?}");
    }
}
