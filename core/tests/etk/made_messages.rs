//! Every official name of a sealed message's error or warning, provoked by a message made for it, and the one
//! outcome of everything that fails in decryption.

use std::collections::BTreeSet;

use ehcert_core::{
    Code, Timestamp,
    asn1::{self, oid, tag},
    certificate::{Certificate, key_usage},
    etk::{
        ChainVerdict, SealOptions, UnsealPolicy, Unsealed, ValidateAt,
        cms::{ContentCipher, SignOptions, Signer, envelop, sign},
        seal, unseal,
    },
    key::{Hash, PrivateKey, SignatureAlgorithm},
    message,
    random::OsRandom,
};

use super::support::{
    Spec, as_sender, at, ca, key_of, name, names, now, offset, recipient, recipient_of, replace_last, sender, trusted,
    world,
};

const TEXT: &[u8] = b"Dag collega";
const PSS: SignatureAlgorithm = SignatureAlgorithm::RsaPss { hash: Hash::Sha256, salt: 32 };

fn policy() -> UnsealPolicy<'static> {
    UnsealPolicy { trust: Some(&trusted), ..UnsealPolicy::default() }
}

fn opened(message: &[u8], policy: &UnsealPolicy<'_>) -> Unsealed {
    unseal(message, &[key_of(&recipient(), &world().recipient_key)], policy, now(), &mut OsRandom).unwrap()
}

/// A layer signed by these: certificate, key, algorithm, with signed attributes at this time.
fn layer_at(
    content: &[u8],
    bag: &[&Certificate],
    signers: &[(&Certificate, &PrivateKey, SignatureAlgorithm)],
    time: Option<Timestamp>,
) -> Vec<u8> {
    let options = Some(SignOptions { signing_time: time, algorithm_protect: false });
    let signers: Vec<_> = signers
        .iter()
        .map(|(certificate, key, algorithm)| Signer { certificate, key, algorithm: *algorithm, options })
        .collect();
    sign(content, bag, &signers, &mut OsRandom).unwrap().to_vec()
}

fn layer(content: &[u8], bag: &[&Certificate], signers: &[(&Certificate, &PrivateKey, SignatureAlgorithm)]) -> Vec<u8> {
    layer_at(content, bag, signers, Some(now()))
}

fn inner() -> Vec<u8> {
    layer(TEXT, &[], &[(&sender(), &world().sender_key, PSS)])
}

fn enveloped(inner: &[u8]) -> Vec<u8> {
    envelop(inner, &[&recipient()], ContentCipher::Aes128Cbc, &mut OsRandom).unwrap()
}

fn outer(envelope: &[u8]) -> Vec<u8> {
    let sender = sender();
    layer(envelope, &[&sender, &ca()], &[(&sender, &world().sender_key, PSS)])
}

/// A message that this certificate and key sign inside and outside.
fn from(certificate: &Certificate, key: &PrivateKey, algorithm: SignatureAlgorithm) -> Vec<u8> {
    let inner = layer(TEXT, &[], &[(certificate, key, algorithm)]);
    layer(&enveloped(&inner), &[certificate, &ca()], &[(certificate, key, algorithm)])
}

/// A message of the usual sender around an inner part that somebody else signed, who is named by certificate.
fn around(certificate: &Certificate, key: &PrivateKey, algorithm: SignatureAlgorithm) -> Vec<u8> {
    outer(&enveloped(&layer(TEXT, &[certificate], &[(certificate, key, algorithm)])))
}

/// The same SignedData without its content.
fn detached(signed: &[u8]) -> Vec<u8> {
    let mut info = asn1::read_one(signed, tag::SEQUENCE).unwrap().reader();
    let kind = info.any().unwrap();
    let data = asn1::read_one(info.any().unwrap().content, tag::SEQUENCE).unwrap();
    let mut reader = data.reader();
    let (version, digests) = (reader.any().unwrap(), reader.any().unwrap());
    let content_type = reader.any().unwrap().reader().any().unwrap();
    let parts = asn1::sequence(&[version.raw, digests.raw, &asn1::sequence(&[content_type.raw]), reader.rest()]);
    asn1::sequence(&[kind.raw, &asn1::context(0, &parts)])
}

/// An envelope whose parts a test chooses.
fn envelope_of(encrypted_key: &[u8], iv: &[u8], ciphertext: &[u8]) -> Vec<u8> {
    let recipient = recipient();
    let id = asn1::sequence(&[recipient.issuer_der(), &asn1::tlv(tag::INTEGER, recipient.serial())]);
    let rsa = asn1::sequence(&[&asn1::oid(oid::RSA_ENCRYPTION), &asn1::null()]);
    let info = asn1::sequence(&[&asn1::small(0), &id, &rsa, &asn1::octet_string(encrypted_key)]);
    let aes = asn1::sequence(&[&asn1::oid(oid::AES128_CBC), &asn1::octet_string(iv)]);
    let content = asn1::sequence(&[&asn1::oid(oid::DATA), &aes, &asn1::tlv(0x80, ciphertext)]);
    let data = asn1::sequence(&[&asn1::small(0), &asn1::set_of(&[info]), &content]);
    asn1::sequence(&[&asn1::oid(oid::ENVELOPED_DATA), &asn1::context(0, &data)])
}

/// Encrypted key, initialisation vector and ciphertext of an envelope of ours.
fn parts_of(envelope: &[u8]) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let mut info = asn1::read_one(envelope, tag::SEQUENCE).unwrap().reader();
    info.any().unwrap();
    let mut data = asn1::read_one(info.any().unwrap().content, tag::SEQUENCE).unwrap().reader();
    data.any().unwrap();
    let mut recipient = data.any().unwrap().reader().any().unwrap().reader();
    let key = std::iter::from_fn(|| recipient.any().ok()).last().unwrap().content.to_vec();
    let mut content = data.any().unwrap().reader();
    content.any().unwrap();
    let mut aes = content.any().unwrap().reader();
    aes.any().unwrap();
    (key, aes.any().unwrap().content.to_vec(), content.any().unwrap().content.to_vec())
}

/// The envelope with its only recipient addressed by a shared key instead (the form alone counts).
fn without_transport(envelope: &[u8]) -> Vec<u8> {
    let mut info = asn1::read_one(envelope, tag::SEQUENCE).unwrap().reader();
    info.any().unwrap();
    let mut data = asn1::read_one(info.any().unwrap().content, tag::SEQUENCE).unwrap().reader();
    data.any().unwrap();
    let recipient = data.any().unwrap().reader().any().unwrap();
    let mut out = envelope.to_vec();
    out[offset(recipient.raw, envelope)] = tag::context_constructed(2);
    out
}

fn verdict(verdict: ChainVerdict) -> &'static dyn ehcert_core::etk::ChainTrust {
    match verdict {
        ChainVerdict::Trusted => &trusted,
        ChainVerdict::TrustedCrlNotVerified => {
            &|_: &Certificate, _: &[Certificate], _: Timestamp| ChainVerdict::TrustedCrlNotVerified
        }
        ChainVerdict::NotTrusted => &|_: &Certificate, _: &[Certificate], _: Timestamp| ChainVerdict::NotTrusted,
        ChainVerdict::Revoked => &|_: &Certificate, _: &[Certificate], _: Timestamp| ChainVerdict::Revoked,
        ChainVerdict::StatusUnknown => &|_: &Certificate, _: &[Certificate], _: Timestamp| ChainVerdict::StatusUnknown,
    }
}

/// Judges the inner signer only: every other one is trusted.
fn inner_verdict(verdict: ChainVerdict) -> &'static dyn ehcert_core::etk::ChainTrust {
    fn is_inner(c: &Certificate) -> bool {
        c.subject_der() == name("Wachtpost Zeta")
    }
    match verdict {
        ChainVerdict::NotTrusted => &|c: &Certificate, _: &[Certificate], _: Timestamp| {
            if is_inner(c) { ChainVerdict::NotTrusted } else { ChainVerdict::Trusted }
        },
        ChainVerdict::Revoked => &|c: &Certificate, _: &[Certificate], _: Timestamp| {
            if is_inner(c) { ChainVerdict::Revoked } else { ChainVerdict::Trusted }
        },
        _ => &|c: &Certificate, _: &[Certificate], _: Timestamp| {
            if is_inner(c) { ChainVerdict::StatusUnknown } else { ChainVerdict::Trusted }
        },
    }
}

type Row = (&'static [&'static str], Vec<u8>, UnsealPolicy<'static>);

fn outer_rows() -> Vec<Row> {
    let w = world();
    let (old, new) = (at("2026-11-24T11:59:59Z"), at("2026-11-24T12:05:01Z"));
    let spoilt = |spoil: &dyn Fn(&mut Spec<'static>)| {
        let mut spec = Spec::new("Wachtpost Alfa", &w.sender_key);
        spoil(&mut spec);
        from(&spec.make(), &w.sender_key, PSS)
    };
    let sender = sender();
    let good = from(&sender, &w.sender_key, PSS);
    let ec = Spec::new("Wachtpost Alfa", &w.ec_key).make();
    let by_ec = |content: &[u8]| layer(content, &[&ec], &[(&ec, &w.ec_key, SignatureAlgorithm::Ecdsa(Hash::Sha256))]);
    let weak = Spec::new("Wachtpost Alfa", &w.weak_key).make();
    let envelope = enveloped(&inner());
    // ecdsa-with-SHA224 (1.2.840.10045.4.3.1) is known to nobody here.
    let sha224 = [&oid::ECDSA_SHA256[..7], &[0x01]].concat();
    let chain = |v| UnsealPolicy { trust: Some(verdict(v)), ..policy() };
    let me = (&sender, &w.sender_key, PSS);
    vec![
        (
            &["OUTER_SIGNATURE_ALGORITHM_UNAUTHORIZED"],
            replace_last(&by_ec(&envelope), oid::ECDSA_SHA256, &sha224),
            policy(),
        ),
        (
            &["OUTER_SIGNATURE_DIGEST_ALGORITHM_UNAUTHORIZED", "INNER_SIGNATURE_DIGEST_ALGORITHM_UNAUTHORIZED"],
            from(&sender, &w.sender_key, SignatureAlgorithm::RsaPkcs1(Hash::Sha1)),
            policy(),
        ),
        (
            &["OUTER_SIGNATURE_KEY_LENGTH_UNAUTHORIZED", "INNER_SIGNATURE_KEY_LENGTH_UNAUTHORIZED"],
            from(&weak, &w.weak_key, PSS),
            policy(),
        ),
        (&["OUTER_CERTIFICATE_EXPECTED_BUT_NOT_PRESENT"], layer(&envelope, &[&ca()], &[me]), policy()),
        (
            &["OUTER_CERTIFICATE_HAS_INVALID_KEYUSAGE"],
            spoilt(&|s| s.usage = Some(key_usage::KEY_ENCIPHERMENT)),
            policy(),
        ),
        (&["OUTER_CERTIFICATE_EXPIRED"], spoilt(&|s| s.until = old), policy()),
        (&["OUTER_CERTIFICATE_NOT_YET_VALID"], spoilt(&|s| s.from = new), policy()),
        (&["OUTER_CERTIFICATE_REVOKED"], good.clone(), chain(ChainVerdict::Revoked)),
        (&["OUTER_CERTIFICATE_STATUS_UNKNOWN"], good.clone(), chain(ChainVerdict::StatusUnknown)),
        (&["OUTER_CERTIFICATE_CHAIN_NOT_TRUSTED"], good.clone(), chain(ChainVerdict::NotTrusted)),
        (
            &["OUTER_SIGNATURE_COULD_NOT_BE_VERIFIED"],
            layer(&envelope, &[&sender], &[(&sender, &w.recipient_key, PSS)]),
            policy(),
        ),
        (&["MESSAGE_INTEGRITY_INVALID"], replace_last(&good, &parts_of(&envelope_in(&good)).2[..8], &[0; 8]), policy()),
        (&["OUTER_SIGNED_DATA_STRUCTURE_INCORRECT"], b"geen bericht".to_vec(), policy()),
        (&["OUTER_SIGNED_DATA_STRUCTURE_INCORRECT"], envelope.clone(), policy()),
        (&["OUTER_CONTENT_MISSING"], detached(&good), policy()),
        (&["MESSAGE_OUTER_SIGNED_PART_HAS_NO_SIGNER_INFORMATION"], layer(&envelope, &[&sender], &[]), policy()),
        (
            &["MESSAGE_OUTER_SIGNED_PART_HAS_MORE_THAN_ONE_SIGNER_INFORMATION"],
            layer(&envelope, &[&sender], &[me, me]),
            policy(),
        ),
    ]
}

/// The envelope inside a message.
fn envelope_in(message: &[u8]) -> Vec<u8> {
    let data = ehcert_core::etk::cms::SignedData::parse(message).unwrap();
    data.content.unwrap().to_vec()
}

fn envelope_rows() -> Vec<Row> {
    let w = world();
    let envelope = enveloped(&inner());
    let only_128 = UnsealPolicy { ciphers: vec![ContentCipher::Aes128Cbc], ..policy() };
    let strong = envelop(&inner(), &[&recipient()], ContentCipher::Aes256Cbc, &mut OsRandom).unwrap();
    // id-aes128-GCM (2.16.840.1.101.3.4.1.6) and id-RSAES-OAEP (1.2.840.113549.1.1.7).
    let gcm = [&oid::AES128_CBC[..8], &[0x06]].concat();
    let oaep = [&oid::RSA_ENCRYPTION[..8], &[0x07]].concat();
    let (key, iv, text) = parts_of(&envelope);
    let form = &["ENVELOPED_DATA_STRUCTURE_INCORRECT"];
    let stranger = recipient_of("Praktijk Gamma", &[0x77; 16], &w.sender_key);
    let same_serial = envelop(&inner(), &[&stranger], ContentCipher::Aes128Cbc, &mut OsRandom).unwrap();
    vec![
        (form, outer(b"geen omslag"), policy()),
        (form, outer(&inner()), policy()),
        (form, outer(&envelope_of(&key, &iv[..15], &text)), policy()),
        (form, outer(&envelope_of(&key, &iv, &text[..text.len() - 1])), policy()),
        (form, outer(&envelope_of(&key, &iv, &[])), policy()),
        (&["ENVELOPED_DATA_CONTAINS_NO_KEYTRANSRECIPIENTINFOS"], outer(&without_transport(&envelope)), policy()),
        (&["DECRYPTION_PRIVATE_KEY_NOT_FOUND"], outer(&same_serial), policy()),
        (
            &["DECRYPTION_SYMMETRIC_ALGORITHM_UNAUTHORIZED"],
            outer(&replace_last(&envelope, oid::AES128_CBC, &gcm)),
            policy(),
        ),
        (&["DECRYPTION_SYMMETRIC_KEY_LENGTH_UNAUTHORIZED"], outer(&strong), only_128),
        (
            &["DECRYPTION_ASYMMETRIC_ALGORITHM_UNAUTHORIZED"],
            outer(&replace_last(&envelope, oid::RSA_ENCRYPTION, &oaep)),
            policy(),
        ),
    ]
}

fn inner_rows() -> Vec<Row> {
    let w = world();
    let (old, new) = (at("2026-11-24T11:59:59Z"), at("2026-11-24T12:05:01Z"));
    let sender = sender();
    let me = (&sender, &w.sender_key, PSS);
    let ecdsa = SignatureAlgorithm::Ecdsa(Hash::Sha256);
    let any = || UnsealPolicy { other_inner_signer: true, ..policy() };
    let spoilt = |spoil: &dyn Fn(&mut Spec<'static>)| {
        let mut spec = Spec::new("Wachtpost Zeta", &w.ec_key);
        spoil(&mut spec);
        around(&spec.make(), &w.ec_key, ecdsa)
    };
    let other = Spec::new("Wachtpost Zeta", &w.ec_key).make();
    let weak = Spec::new("Wachtpost Zeta", &w.weak_key).make();
    let by_other = around(&other, &w.ec_key, ecdsa);
    let chain = |v| UnsealPolicy { trust: Some(inner_verdict(v)), ..any() };
    let put = |inner: &[u8]| outer(&enveloped(inner));
    let sha224 = [&oid::ECDSA_SHA256[..7], &[0x01]].concat();
    let unknown = replace_last(&layer(TEXT, &[&other], &[(&other, &w.ec_key, ecdsa)]), oid::ECDSA_SHA256, &sha224);
    let mut altered = inner();
    let at = altered.windows(TEXT.len()).position(|w| w == TEXT).unwrap();
    altered[at] ^= 1;
    vec![
        (&["INNER_SIGNATURE_ALGORITHM_UNAUTHORIZED"], put(&unknown), any()),
        (
            &["INNER_SIGNATURE_DIGEST_ALGORITHM_UNAUTHORIZED"],
            put(&layer(TEXT, &[], &[(&sender, &w.sender_key, SignatureAlgorithm::RsaPkcs1(Hash::Sha1))])),
            policy(),
        ),
        (&["INNER_SIGNATURE_KEY_LENGTH_UNAUTHORIZED"], around(&weak, &w.weak_key, PSS), any()),
        (&["INNER_CERTIFICATE_EXPECTED_BUT_NOT_PRESENT"], put(&layer(TEXT, &[], &[(&other, &w.ec_key, ecdsa)])), any()),
        (&["INNER_CERTIFICATE_HAS_INVALID_KEYUSAGE"], spoilt(&|s| s.usage = Some(key_usage::KEY_AGREEMENT)), any()),
        (&["INNER_CERTIFICATE_EXPIRED"], spoilt(&|s| s.until = old), any()),
        (&["INNER_CERTIFICATE_NOT_YET_VALID"], spoilt(&|s| s.from = new), any()),
        (&["INNER_CERTIFICATE_REVOKED"], by_other.clone(), chain(ChainVerdict::Revoked)),
        (&["INNER_CERTIFICATE_STATUS_UNKNOWN"], by_other.clone(), chain(ChainVerdict::StatusUnknown)),
        (&["INNER_CERTIFICATE_CHAIN_NOT_TRUSTED"], by_other.clone(), chain(ChainVerdict::NotTrusted)),
        (
            &["INNER_SIGNATURE_COULD_NOT_BE_VERIFIED"],
            put(&layer(TEXT, &[], &[(&sender, &w.recipient_key, PSS)])),
            policy(),
        ),
        (&["MESSAGE_INTEGRITY_INVALID"], put(&altered), policy()),
        (&["INNER_SIGNED_DATA_STRUCTURE_INCORRECT"], put(TEXT), policy()),
        (&["INNER_SIGNED_DATA_STRUCTURE_INCORRECT"], by_other, policy()),
        (&["INNER_CONTENT_MISSING"], put(&detached(&inner())), policy()),
        (&["MESSAGE_INNER_SIGNED_PART_HAS_NO_SIGNER_INFORMATION"], put(&layer(TEXT, &[], &[])), policy()),
        (
            &["MESSAGE_INNER_SIGNED_PART_HAS_MORE_THAN_ONE_SIGNER_INFORMATION"],
            put(&layer(TEXT, &[], &[me, me])),
            policy(),
        ),
    ]
}

#[test]
fn every_official_name_is_provoked() {
    let mut seen = BTreeSet::new();
    for (want, message, policy) in [outer_rows(), envelope_rows(), inner_rows()].concat() {
        let result = opened(&message, &policy);
        assert_eq!(names(&result.report.errors), want);
        assert_eq!(result.content().unwrap_err().code().name(), want[0]);
        seen.extend(names(&result.report.errors));
    }
    // A recipient's key of 1024 bits.
    let w = world();
    let weak = recipient_of("Praktijk Delta", &[5], &w.weak_key);
    let message = outer(&envelop(&inner(), &[&weak], ContentCipher::Aes128Cbc, &mut OsRandom).unwrap());
    let result = unseal(&message, &[key_of(&weak, &w.weak_key)], &policy(), now(), &mut OsRandom).unwrap();
    assert_eq!(names(&result.report.errors), ["DECRYPTION_ASYMMETRIC_KEY_LENGTH_UNAUTHORIZED"]);
    seen.extend(names(&result.report.errors));

    for (want, message, policy) in warning_rows() {
        let result = opened(&message, &policy);
        assert_eq!(result.content().unwrap(), TEXT, "{want}");
        assert_eq!(names(&result.report.warnings), [want]);
        seen.insert(want);
    }
    let official: BTreeSet<_> =
        message::all().filter(|c| (1816..=1857).contains(&c.number())).map(Code::name).collect();
    assert_eq!(official.len(), 42);
    assert_eq!(official.difference(&seen).collect::<Vec<_>>(), Vec::<&&str>::new());
}

fn warning_rows() -> Vec<(&'static str, Vec<u8>, UnsealPolicy<'static>)> {
    let w = world();
    let sender = sender();
    let signed = |time| layer_at(&enveloped(&inner()), &[&sender], &[(&sender, &w.sender_key, PSS)], time);
    let good = outer(&enveloped(&inner()));
    let soft = UnsealPolicy { trust: Some(verdict(ChainVerdict::StatusUnknown)), hard_revocation: false, ..policy() };
    vec![
        ("SIGNING_TIME_MISSING", signed(None), policy()),
        ("SIGNING_TIME_EXPIRED", signed(Some(now().plus(-601))), policy()),
        ("SigningTimeInFuture", signed(Some(now().plus(301))), policy()),
        ("OCSP_NOT_EMBEDDED", good.clone(), UnsealPolicy { expect_ocsp: true, ..policy() }),
        (
            "CRL_TRUST_NOT_VERIFIED",
            good.clone(),
            UnsealPolicy { trust: Some(verdict(ChainVerdict::TrustedCrlNotVerified)), ..policy() },
        ),
        ("OUTER_CERTIFICATE_STATUS_UNKNOWN", good.clone(), soft),
        ("ChainNotChecked", good, UnsealPolicy { trust: None, ..policy() }),
    ]
}

#[test]
fn times_at_the_edge_do_not_warn() {
    let sender = sender();
    for seconds in [-600, 0, 300] {
        let time = Some(now().plus(seconds));
        let message = layer_at(&enveloped(&inner()), &[&sender], &[(&sender, &world().sender_key, PSS)], time);
        assert_eq!(opened(&message, &policy()).report.warnings, []);
    }
}

#[test]
fn an_embedded_ocsp_response_is_seen() {
    // revocationValues with ocspVals [1], put into the unsigned attributes of the one SignerInfo.
    let kind = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x02, 0x18];
    let values = asn1::sequence(&[&asn1::context(1, &asn1::sequence(&[]))]);
    let attribute = asn1::sequence(&[&asn1::oid(&kind), &asn1::set_of(&[values])]);
    let message = outer(&enveloped(&inner()));
    let mut info = asn1::read_one(&message, tag::SEQUENCE).unwrap().reader();
    let content_type = info.any().unwrap();
    let data = asn1::read_one(info.any().unwrap().content, tag::SEQUENCE).unwrap();
    let mut reader = data.reader();
    let mut parts: Vec<&[u8]> = (0..4).map(|_| reader.any().unwrap().raw).collect();
    let signer = reader.any().unwrap().reader().any().unwrap();
    let signer = asn1::sequence(&[signer.content, &asn1::context(1, &attribute)]);
    let signers = asn1::set_of(&[signer]);
    parts.push(&signers);
    let message = asn1::sequence(&[content_type.raw, &asn1::context(0, &asn1::sequence(&parts))]);
    let result = opened(&message, &UnsealPolicy { expect_ocsp: true, ..policy() });
    assert_eq!((result.content().unwrap(), result.report.warnings.as_slice()), (TEXT, &[][..]));
}

#[test]
fn everything_that_fails_in_decryption_has_one_outcome() {
    let w = world();
    let (key, iv, text) = parts_of(&enveloped(&inner()));
    let flip = |bytes: &[u8], at: usize| {
        let mut out = bytes.to_vec();
        out[at] ^= 1;
        out
    };
    let sealed_key = |plain: &[u8]| w.recipient_key.public().encrypt_pkcs1(&mut OsRandom, plain).unwrap();
    let last = text.len() - 1;
    let mut rows = vec![
        ("an encrypted key that is nobody's", envelope_of(&[0; 256], &iv, &text)),
        ("an encrypted key that is too large for the modulus", envelope_of(&[0xFF; 256], &iv, &text)),
        ("an encrypted key that is too short", envelope_of(&key[1..], &iv, &text)),
        ("an encrypted key that is too long", envelope_of(&[&key[..], &[0]].concat(), &iv, &text)),
        ("no encrypted key", envelope_of(&[], &iv, &text)),
        ("another key", envelope_of(&sealed_key(&[7; 16]), &iv, &text)),
        ("a key of another length", envelope_of(&sealed_key(&[7; 24]), &iv, &text)),
        ("an empty key", envelope_of(&sealed_key(&[]), &iv, &text)),
        ("another initialisation vector", envelope_of(&key, &flip(&iv, 0), &text)),
        ("cut after the first block", envelope_of(&key, &iv, &text[..16])),
        ("one block short", envelope_of(&key, &iv, &text[..text.len() - 16])),
        ("the last block changed", envelope_of(&key, &iv, &flip(&text, last))),
    ];
    for at in [0, 1, 100, 255] {
        rows.push(("a changed encrypted key", envelope_of(&flip(&key, at), &iv, &text)));
    }
    // The octet that says how long the padding is: through every length there is, and beyond.
    for value in (1..=31).chain([0x40, 0x80, 0xFF]) {
        let mut changed = text.clone();
        changed[last - 16] ^= value;
        rows.push(("a changed padding", envelope_of(&key, &iv, &changed)));
    }
    let other = Spec::new("Wachtpost Eta", &w.ec_key).make();
    for (what, envelope) in &rows {
        let result = opened(&outer(envelope), &policy());
        let errors = names(&result.report.errors);
        assert_eq!(errors, ["INNER_SIGNED_DATA_STRUCTURE_INCORRECT"], "{what}");
        assert!(result.content_despite_errors().is_none(), "{what}");
        // The same, and even the untouched envelope, re-signed by somebody else: nothing to be learnt.
        let algorithm = SignatureAlgorithm::Ecdsa(Hash::Sha256);
        let stolen = layer(envelope, &[&other], &[(&other, &w.ec_key, algorithm)]);
        let errors = opened(&stolen, &policy()).report.errors;
        assert_eq!(names(&errors), ["INNER_SIGNED_DATA_STRUCTURE_INCORRECT"], "{what}");
    }
    let untouched = envelope_of(&key, &iv, &text);
    assert_eq!(opened(&outer(&untouched), &policy()).content().unwrap(), TEXT);
    let stolen = layer(&untouched, &[&other], &[(&other, &w.ec_key, SignatureAlgorithm::Ecdsa(Hash::Sha256))]);
    let errors = opened(&stolen, &policy()).report.errors;
    assert_eq!(names(&errors), ["INNER_SIGNED_DATA_STRUCTURE_INCORRECT"]);
}

#[test]
fn what_is_sealed_opens_for_each_recipient() {
    let w = world();
    let (first, second_key) = (recipient(), super::support::rsa(3072));
    let second = recipient_of("Praktijk Gamma", &[0x80], &second_key);
    for (key, cipher) in [
        (&w.sender_key, ContentCipher::Aes128Cbc),
        (&w.ec_key, ContentCipher::Aes192Cbc),
        (&w.sender_key, ContentCipher::Aes256Cbc),
    ] {
        let chain = [Spec::new("Wachtpost Alfa", key).make(), ca()];
        let options = SealOptions { cipher, ..SealOptions::default() };
        for content in [&b""[..], b"x", &[0x31; 15], &[0x31; 16], &vec![7; 3 << 20]] {
            let message =
                seal(content, &as_sender(key, &chain), &[&first, &second], now(), &options, &mut OsRandom).unwrap();
            for (certificate, key) in [(&first, &w.recipient_key), (&second, &second_key)] {
                // Other keys of the store come first, as after a renewal.
                let older = recipient_of("Praktijk Beta", &[0x66], &w.weak_key);
                let keys = [key_of(&older, &w.weak_key), key_of(certificate, key)];
                let result = unseal(&message, &keys, &policy(), now(), &mut OsRandom).unwrap();
                assert!(result.content().unwrap() == content);
                assert_eq!(result.sender.as_ref(), Some(&chain[0]));
                assert_eq!(result.signing_time, Some(now()));
                assert_eq!(result.report.warnings, []);
                assert!(result.into_content().unwrap().as_slice() == content);
            }
        }
    }
}

#[test]
fn a_message_that_cannot_be_sealed_is_said_so() {
    let w = world();
    let chain = [sender(), ca()];
    let me = as_sender(&w.sender_key, &chain);
    let sealed = |sender: &ehcert_core::etk::Sender<'_>, recipients: &[&Certificate]| {
        seal(TEXT, sender, recipients, now(), &SealOptions::default(), &mut OsRandom).map_err(|e| e.code())
    };
    let good = recipient();
    assert_eq!(sealed(&me, &[]), Err(Code::INVALID_ARGUMENT));
    assert_eq!(sealed(&as_sender(&w.ec_key, &chain), &[&good]), Err(Code::INVALID_ARGUMENT));
    assert_eq!(sealed(&as_sender(&w.sender_key, &[]), &[&good]), Err(Code::INVALID_ARGUMENT));
    let spoilt = |spoil: &dyn Fn(&mut Spec<'static>)| {
        let mut spec = Spec::new("Praktijk Beta", &w.recipient_key);
        spoil(&mut spec);
        spec.make()
    };
    for certificate in [
        spoilt(&|s| s.until = at("2026-11-24T11:59:59Z")),
        spoilt(&|s| s.from = at("2026-11-24T12:00:01Z")),
        spoilt(&|s| s.usage = Some(key_usage::DIGITAL_SIGNATURE)),
        spoilt(&|s| s.key = &w.weak_key),
        spoilt(&|s| s.key = &w.ec_key),
    ] {
        assert_eq!(sealed(&me, &[&good, &certificate]), Err(Code::RECIPIENT_UNUSABLE));
    }
    let by = |spoil: &dyn Fn(&mut Spec<'static>)| {
        let mut spec = Spec::new("Wachtpost Alfa", &w.sender_key);
        spoil(&mut spec);
        spec.make()
    };
    for (certificate, key) in [
        (by(&|s| s.until = at("2026-11-24T11:59:59Z")), &w.sender_key),
        (by(&|s| s.from = at("2026-11-24T12:00:01Z")), &w.sender_key),
        (by(&|s| s.usage = Some(key_usage::KEY_ENCIPHERMENT)), &w.sender_key),
        (by(&|s| s.key = &w.weak_key), &w.weak_key),
    ] {
        assert_eq!(sealed(&as_sender(key, &[certificate]), &[&good]), Err(Code::SENDER_UNUSABLE));
    }
    let expired = spoilt(&|s| s.until = at("2026-11-24T11:59:59Z"));
    let options = SealOptions { allow_expired: true, ..SealOptions::default() };
    seal(TEXT, &me, &[&expired], now(), &options, &mut OsRandom).unwrap();
}

#[test]
fn an_archived_message_can_be_judged_at_its_own_time() {
    let mut spec = Spec::new("Wachtpost Alfa", &world().sender_key);
    spec.until = now();
    let message = from(&spec.make(), &world().sender_key, PSS);
    let later = now().plus(86_400 * 400);
    let keys_of = recipient();
    let keys = [key_of(&keys_of, &world().recipient_key)];
    let today = unseal(&message, &keys, &policy(), later, &mut OsRandom).unwrap();
    assert_eq!(names(&today.report.errors), ["OUTER_CERTIFICATE_EXPIRED"]);
    // Opened, but not handed out without asking for it.
    assert_eq!(today.content_despite_errors(), Some(TEXT));
    assert!(today.content().is_err());
    let archive = UnsealPolicy { validate_at: ValidateAt::SigningTime, ..policy() };
    let result = unseal(&message, &keys, &archive, later, &mut OsRandom).unwrap();
    assert_eq!(result.content().unwrap(), TEXT);
    assert_eq!(names(&result.report.warnings), ["SIGNING_TIME_EXPIRED"]);
}

#[test]
fn algorithms_can_be_taken_off_the_list() {
    let w = world();
    let ec = Spec::new("Wachtpost Alfa", &w.ec_key).make();
    let rows = [
        (from(&sender(), &w.sender_key, PSS), UnsealPolicy { pss: false, ..policy() }),
        (
            from(&sender(), &w.sender_key, SignatureAlgorithm::RsaPkcs1(Hash::Sha512)),
            UnsealPolicy { pkcs1: false, ..policy() },
        ),
        (from(&ec, &w.ec_key, SignatureAlgorithm::Ecdsa(Hash::Sha384)), UnsealPolicy { ecdsa: false, ..policy() }),
    ];
    for (message, refusing) in rows {
        assert_eq!(
            names(&opened(&message, &refusing).report.errors),
            ["OUTER_SIGNATURE_ALGORITHM_UNAUTHORIZED", "INNER_SIGNATURE_ALGORITHM_UNAUTHORIZED"]
        );
        assert_eq!(opened(&message, &policy()).content().unwrap(), TEXT);
    }
}

#[test]
fn a_message_larger_than_the_policy_is_not_looked_at() {
    let message = outer(&enveloped(&inner()));
    let small = UnsealPolicy { max_size: message.len() - 1, ..policy() };
    let error = unseal(&message, &[], &small, now(), &mut OsRandom).unwrap_err();
    assert_eq!(error.code(), Code::TOO_LARGE);
    let exact = UnsealPolicy { max_size: message.len(), ..policy() };
    assert_eq!(opened(&message, &exact).content().unwrap(), TEXT);
}

#[test]
fn debug_shows_no_content() {
    let result = opened(&outer(&enveloped(&inner())), &policy());
    let text = format!("{result:?}");
    assert!(!text.contains("Dag") && !text.contains("68, 97, 103"), "{text}");
}
