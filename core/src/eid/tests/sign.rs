use std::sync::OnceLock;

use super::*;
use crate::{
    asn1::{self, oid},
    certificate::Certificate,
    key::{Hash, KeyAlgorithm, PrivateKey, SignatureAlgorithm, ecdsa_der_to_raw},
    random::OsRandom,
};

const DATA: &str = "80E400001C";
const QUERY: &str = "00200001";
const FOLDER: Line<'_> = ("00A4080C043F00DF00", "9000");
const VERIFY: Line<'_> = ("0020000108241234FFFFFFFFFF", "9000");
const LOG_OFF: Line<'_> = ("80E60000", "9000");
pub(super) const DIGEST: [u8; 32] = [0x5A; 32];

/// A key with a self-signed certificate.
pub(super) fn holder(algorithm: KeyAlgorithm) -> &'static (PrivateKey, Certificate) {
    static RSA: OnceLock<(PrivateKey, Certificate)> = OnceLock::new();
    static EC: OnceLock<(PrivateKey, Certificate)> = OnceLock::new();
    let cell = if algorithm == KeyAlgorithm::P384 { &EC } else { &RSA };
    cell.get_or_init(|| {
        let key = PrivateKey::generate(algorithm, &mut OsRandom).unwrap();
        let signature = key.default_signature();
        let pair = asn1::sequence(&[&asn1::oid(oid::COMMON_NAME), &asn1::utf8("Test")]);
        let name = asn1::sequence(&[&asn1::set_of(&[pair])]);
        let validity = asn1::sequence(&[&asn1::time(now().plus(-1000)), &asn1::time(now().plus(365 * Timestamp::DAY))]);
        let tbs = asn1::sequence(&[
            &asn1::context(0, &asn1::small(2)),
            &asn1::small(1),
            &signature.identifier(),
            &name,
            &validity,
            &name,
            &key.public().to_spki(),
        ]);
        let value = key.sign(signature, &tbs, &mut OsRandom).unwrap();
        let der = asn1::sequence(&[&tbs, &signature.identifier(), &asn1::bit_string(&value)]);
        (key, Certificate::from_der(&der).unwrap())
    })
}

/// A request whose certificate was read before, so that a transcript is only about signing.
pub(super) fn request(key: CardKey, algorithm: KeyAlgorithm) -> SignRequest {
    SignRequest {
        key,
        hash: Hash::Sha256,
        digest: DIGEST.to_vec(),
        pin: PinEntry::Given(PinCode::new("1234").unwrap()),
        certificate: Some(holder(algorithm).1.clone()),
        chip: Some(ChipNumber(hex(CHIP).try_into().unwrap())),
        now: now(),
    }
}

pub(super) fn sign(request: SignRequest, script: &[Line<'_>]) -> (Option<Code>, CardSign) {
    let mut machine = CardSign::new(request, Options::default());
    let result = play(&mut machine, script);
    (code(result), machine)
}

pub(super) fn pso_rsa() -> String {
    format!("002A9E9A33 3031300D060960864801650304020105000420 {}", to_hex(&DIGEST))
}

#[test]
fn rsa_on_1_7() {
    let (key, _) = holder(KeyAlgorithm::Rsa2048);
    let value = key.sign_digest(SignatureAlgorithm::RsaPkcs1(Hash::Sha256), &DIGEST, &mut OsRandom).unwrap();
    let (pso, answer, card) = (pso_rsa(), format!("{}9000", to_hex(&value)), card_1_7());
    for (which, mse) in
        [(CardKey::Authentication, "002241B60504800184 82"), (CardKey::Signature, "002241B60504800184 83")]
    {
        let script = [
            SELECT,
            (DATA, card.as_str()),
            (QUERY, "63C3"),
            FOLDER,
            (mse, "9000"),
            VERIFY,
            (&pso, "6100"),
            ("00C0000000", &answer),
            LOG_OFF,
        ];
        let (code, mut machine) = sign(request(which, KeyAlgorithm::Rsa2048), &script);
        assert_eq!(code, None);
        let signed = machine.take().unwrap();
        assert_eq!((signed.signature.as_slice(), signed.to_der().unwrap().as_slice()), (&value[..], &value[..]));
        assert_eq!(signed.algorithm, SignatureAlgorithm::RsaPkcs1(Hash::Sha256));
    }
}

#[test]
fn ecdsa_on_1_8_with_the_certificate_read_from_the_card() {
    let (key, certificate) = holder(KeyAlgorithm::P384);
    let der = key.sign_digest(SignatureAlgorithm::Ecdsa(Hash::Sha256), &DIGEST, &mut OsRandom).unwrap();
    let raw = ecdsa_der_to_raw(&der, 48).unwrap();
    let (card, answer) = (card_1_8(), format!("{}9000", to_hex(&raw)));
    let tries = card_1_8().replace("9000", "02FFFF9000");
    let pso = format!("002A9E9A20{}", to_hex(&DIGEST));
    let chunks: Vec<(String, String)> = certificate
        .der()
        .chunks(248)
        .enumerate()
        .map(|(i, part)| (format!("00B0{:04X}{:02X}", i * 248, part.len()), format!("{}9000", to_hex(part))))
        .collect();
    let mut script = vec![SELECT, (DATA, card.as_str()), ("00A4080C063F00DF005039", "9000")];
    script.extend(chunks.iter().map(|(c, a)| (c.as_str(), a.as_str())));
    script.extend([("80E400011F", tries.as_str()), ("ask 2", "1234"), SELECT, (DATA, &card), FOLDER]);
    script.extend([("002241B60504804084 83", "9000"), VERIFY, (&pso, "6160"), ("00C0000060", &answer), LOG_OFF]);
    let (code, mut machine) = sign(
        SignRequest {
            certificate: None,
            chip: None,
            pin: PinEntry::Ask,
            ..request(CardKey::Signature, KeyAlgorithm::P384)
        },
        &script,
    );
    assert_eq!(code, None);
    let signed = machine.take().unwrap();
    assert_eq!((signed.signature, signed.certificate), (raw, certificate.clone()));
}

/// Sections 6 and 7: every refusal between MSE and the signature; LOG OFF follows each, and nothing is
/// repeated.
#[test]
fn refusals_of_each_step() {
    let (pso, card) = (pso_rsa(), card_1_7());
    let mse = "002241B605048001 8483";
    let rows: Vec<(Vec<Line<'_>>, Code)> = vec![
        (vec![(mse, "6A88")], Code::CARD_KEY_MISSING),
        (vec![(mse, "6985")], Code::CARD_KEY_MISSING),
        (vec![(mse, "6A80")], Code::CARD_ALGORITHM),
        (vec![(mse, "9484")], Code::CARD_ALGORITHM),
        (vec![(mse, "6700")], Code::CARD_ALGORITHM),
        (vec![(mse, "6A86")], Code::CARD_ANSWER_UNEXPECTED),
        (vec![(mse, "6D00")], Code::CARD_ANSWER_UNEXPECTED),
        (vec![(mse, "9000"), (VERIFY.0, "63C2")], Code::PIN_WRONG),
        (vec![(mse, "9000"), (VERIFY.0, "63C0")], Code::PIN_BLOCKED),
        (vec![(mse, "9000"), (VERIFY.0, "6983")], Code::PIN_BLOCKED),
        (vec![(mse, "9000"), (VERIFY.0, "6581")], Code::CARD_ANSWER_UNEXPECTED),
        (vec![(mse, "9000"), VERIFY, (&pso, "6982")], Code::CARD_ACCESS_LOST),
        (vec![(mse, "9000"), VERIFY, (&pso, "6985")], Code::CARD_KEY_MISSING),
        (vec![(mse, "9000"), VERIFY, (&pso, "6A88")], Code::CARD_KEY_MISSING),
        (vec![(mse, "9000"), VERIFY, (&pso, "6700")], Code::CARD_ALGORITHM),
        (vec![(mse, "9000"), VERIFY, (&pso, "6A80")], Code::CARD_ALGORITHM),
        (vec![(mse, "9000"), VERIFY, (&pso, "9484")], Code::CARD_ALGORITHM),
        (vec![(mse, "9000"), VERIFY, (&pso, "6581")], Code::CARD_ANSWER_UNEXPECTED),
        // PSO carries data: a 6C is no invitation to send it again.
        (vec![(mse, "9000"), VERIFY, (&pso, "6C00")], Code::CARD_ANSWER_UNEXPECTED),
        (vec![(mse, "9000"), VERIFY, (&pso, "6102"), ("00C0000002", "AABB9000")], Code::CARD_SIGNATURE_WRONG),
    ];
    for (tail, want) in rows {
        let mut script = vec![SELECT, (DATA, card.as_str()), (QUERY, "63C3"), FOLDER];
        script.extend(tail);
        script.push(LOG_OFF);
        let (code, mut machine) = sign(request(CardKey::Signature, KeyAlgorithm::Rsa2048), &script);
        assert_eq!(code, Some(want), "{script:?}");
        assert!(machine.take().is_err());
    }
    // The card is gone: nobody is there to log off.
    for tail in [vec![(mse, "")], vec![(mse, "9000"), (VERIFY.0, "")], vec![(mse, "9000"), VERIFY, (&pso, "90")]] {
        let mut script = vec![SELECT, (DATA, card.as_str()), (QUERY, "63C3"), FOLDER];
        script.extend(tail);
        let (code, _) = sign(request(CardKey::Signature, KeyAlgorithm::Rsa2048), &script);
        assert_eq!(code, Some(Code::CARD_NO_ANSWER));
    }
}

#[test]
fn a_wrong_signature_does_not_leave() {
    let (pso, card) = (pso_rsa(), card_1_7());
    let answer = format!("{}9000", "5A".repeat(256));
    let script = [
        SELECT,
        (DATA, card.as_str()),
        (QUERY, "63C3"),
        FOLDER,
        ("002241B605048001 8482", "9000"),
        VERIFY,
        (&pso, "6100"),
        ("00C0000000", &answer),
        LOG_OFF,
    ];
    let (code, mut machine) = sign(request(CardKey::Authentication, KeyAlgorithm::Rsa2048), &script);
    assert_eq!(code, Some(Code::CARD_SIGNATURE_WRONG));
    assert!(machine.take().is_err());
}

/// Everything that can be known before the PIN is asked is said before it.
#[test]
fn what_is_refused_before_any_pin() {
    let (old, rsa, ec) = (card_1_1(), card_1_7(), card_1_8());
    let blocked = [SELECT, (DATA, rsa.as_str()), (QUERY, "6983")];
    let zeros = format!("{}9000", "00".repeat(248));
    let missing = |file| [SELECT, (DATA, rsa.as_str()), (file, "9000"), ("00B00000F8", zeros.as_str())];
    let fresh = |key| SignRequest { certificate: None, chip: None, ..request(key, KeyAlgorithm::Rsa2048) };
    let at = |seconds| SignRequest { now: now().plus(seconds), ..request(CardKey::Signature, KeyAlgorithm::Rsa2048) };
    let usual = || request(CardKey::Signature, KeyAlgorithm::Rsa2048);
    let rows: Vec<(SignRequest, Vec<Line<'_>>, Code)> = vec![
        (usual(), vec![SELECT, (DATA, &old)], Code::CARD_TOO_OLD),
        (usual(), blocked.to_vec(), Code::PIN_BLOCKED),
        // Key and applet do not go together.
        (usual(), vec![SELECT, (DATA, &ec)], Code::CARD_ALGORITHM),
        (request(CardKey::Signature, KeyAlgorithm::P384), vec![SELECT, (DATA, &rsa)], Code::CARD_ALGORITHM),
        (fresh(CardKey::Signature), missing("00A4080C063F00DF005039").to_vec(), Code::SIGNATURE_CERTIFICATE_MISSING),
        (
            fresh(CardKey::Authentication),
            missing("00A4080C063F00DF005038").to_vec(),
            Code::AUTHENTICATION_CERTIFICATE_MISSING,
        ),
        (at(-1001), vec![SELECT, (DATA, &rsa)], Code::CARD_CERTIFICATE_NOT_YET_VALID),
        (at(365 * Timestamp::DAY + 1), vec![SELECT, (DATA, &rsa)], Code::CARD_CERTIFICATE_EXPIRED),
        (SignRequest { digest: vec![0; 31], ..usual() }, vec![], Code::INVALID_ARGUMENT),
        (SignRequest { hash: Hash::Sha1, digest: vec![0; 20], ..usual() }, vec![], Code::INVALID_ARGUMENT),
    ];
    for (request, script, want) in rows {
        assert_eq!(sign(request, &script).0, Some(want), "{script:?}");
    }
}

/// Section 7, INTERNAL AUTHENTICATE.
#[test]
fn the_chip_proves_itself() {
    let card = card_1_8();
    let id = "060B3739303831333430323130 070141";
    let (id_answer, command) = (format!("{id}9000"), format!("0088028132 9430 {}", "07".repeat(48)));
    for (answer, want) in [
        ("9000", None),
        ("6982", Some(Code::CARD_PROOF_EXHAUSTED)),
        ("6983", Some(Code::CARD_PROOF_EXHAUSTED)),
        ("6985", Some(Code::CARD_PROOF_EXHAUSTED)),
        ("6A88", Some(Code::CARD_COPIED)),
        ("6D00", Some(Code::CARD_COPIED)),
        ("6581", Some(Code::CARD_ANSWER_UNEXPECTED)),
    ] {
        let script = [
            SELECT,
            (DATA, card.as_str()),
            ("00A4080C063F00DF014031", "9000"),
            ("00B00000F8", &id_answer),
            ("00A4080C063F00DF014040", "9000"),
            ("00B0000078", "6C02"),
            ("wait 10", ""),
            ("00B0000002", "30009000"),
            (&command, answer),
        ];
        let mut machine = CardRead::new(Wanted { challenge: Some([7; 48]), ..Wanted::default() }, Options::default());
        play(&mut machine, &script).unwrap();
        // Without a refusal: a key that is not the one in the identity file, and no signature.
        let proof = machine.take().unwrap().checks().into_iter().find(|c| c.subject == DataSubject::Chip).unwrap();
        assert_eq!(code(proof.result), want.or(Some(Code::CARD_COPIED)), "{answer}");
    }
    // 1.7 has no such key: nothing is sent.
    let rsa = card_1_7();
    let mut machine = CardRead::new(Wanted { challenge: Some([7; 48]), ..Wanted::default() }, Options::default());
    play(&mut machine, &[SELECT, (DATA, &rsa)]).unwrap();
}
