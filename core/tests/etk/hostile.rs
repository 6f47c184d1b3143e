//! Bytes from a hostile hand: cut off, changed, forged. Nothing panics, nothing false is accepted.

use ehcert_core::{
    Code, Timestamp,
    asn1::{self, oid, tag},
    certificate::Certificate,
    etk::{
        ChainVerdict, Etk, EtkPolicy, SealOptions, UnsealPolicy, answer_challenge,
        cms::{EnvelopedData, SignOptions, SignedData, Signer, sign},
        issue_encryption_certificate, make_challenge, seal, unseal,
    },
    key::{Hash, SignatureAlgorithm},
    random::OsRandom,
};

use super::support::{Spec, as_sender, ca, key_of, names, now, recipient, sender, trusted, world};

fn token(options: Option<SignOptions>) -> Vec<u8> {
    let w = world();
    // RSA: many of these are verified.
    let auth = Spec::new("Wachtpost Alfa", &w.sender_key).make();
    let encryption =
        issue_encryption_certificate(&auth, &w.sender_key, &[0xA5; 16], &w.recipient_key.public(), &mut OsRandom)
            .unwrap();
    let ra = Spec::new("ETK-RA proef", &w.recipient_key).make();
    Etk::create(&encryption, &[auth, ca()], &ra, &w.recipient_key, options, &mut OsRandom).unwrap()
}

fn message() -> Vec<u8> {
    let w = world();
    let chain = [sender()];
    let me = as_sender(&w.sender_key, &chain);
    seal(b"Dag collega", &me, &[&recipient()], now(), &SealOptions::default(), &mut OsRandom).unwrap()
}

/// BER of the same: outer lengths indefinite, the content in pieces.
fn indefinite(der: &[u8]) -> Vec<u8> {
    let mut info = asn1::read_one(der, tag::SEQUENCE).unwrap().reader();
    let kind = info.any().unwrap();
    let data = asn1::read_one(info.any().unwrap().content, tag::SEQUENCE).unwrap();
    let mut reader = data.reader();
    let mut out = [&[0x30, 0x80][..], kind.raw, &[0xA0, 0x80, 0x30, 0x80]].concat();
    out.extend([reader.any().unwrap().raw, reader.any().unwrap().raw].concat());
    let mut content = reader.any().unwrap().reader();
    out.extend([&[0x30, 0x80][..], content.any().unwrap().raw, &[0xA0, 0x80, 0x24, 0x80]].concat());
    let octets = asn1::read_one(content.any().unwrap().content, tag::OCTET_STRING).unwrap().content;
    for piece in octets.chunks(100) {
        out.extend(asn1::octet_string(piece));
    }
    out.extend([0; 6]);
    out.extend(reader.rest());
    out.extend([0; 6]);
    out
}

#[test]
fn a_token_that_is_cut_or_changed_is_never_good() {
    let policy = EtkPolicy { trust: Some(&trusted), ..EtkPolicy::default() };
    for options in [None, Some(SignOptions { signing_time: Some(now()), algorithm_protect: true })] {
        let good = token(options);
        assert!(Etk::parse(&good).unwrap().verify(now(), &policy).is_ok());
        for end in 0..good.len() {
            assert!(Etk::parse(&good[..end]).is_err(), "cut at {end}");
        }
        for at in 0..good.len() {
            let mut bytes = good.clone();
            bytes[at] ^= 1 << (at % 8);
            if let Ok(etk) = Etk::parse(&bytes) {
                let report = etk.verify(now(), &policy);
                // What no signature of the token covers may change: the CA beside it, or version numbers.
                let same = etk.encryption_certificate() == Etk::parse(&good).unwrap().encryption_certificate();
                assert!(same || !report.is_ok(), "octet {at}");
            }
        }
    }
}

#[test]
fn ber_and_der_of_a_token_are_the_same() {
    let der = token(Some(SignOptions { signing_time: Some(now()), algorithm_protect: true }));
    let ber = indefinite(&der);
    assert_ne!(ber, der);
    let policy = EtkPolicy { trust: Some(&trusted), ..EtkPolicy::default() };
    let etk = Etk::parse(&ber).unwrap();
    assert!(etk.verify(now(), &policy).is_ok());
    assert_eq!(etk.bytes(), ber);
    assert_eq!(etk.signing_time(), Some(now()));
    for end in 0..ber.len() {
        assert!(Etk::parse(&ber[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn a_message_that_is_cut_or_changed_never_opens() {
    let good = message();
    let certificate = recipient();
    let keys = [key_of(&certificate, &world().recipient_key)];
    // The certificate in the message is vouched for as a CA would: this one and no other.
    let known = sender();
    let trust = |c: &Certificate, _: &[Certificate], _: Timestamp| {
        if *c == known { ChainVerdict::Trusted } else { ChainVerdict::NotTrusted }
    };
    let policy = UnsealPolicy { trust: Some(&trust), ..UnsealPolicy::default() };
    let open = |bytes: &[u8]| unseal(bytes, &keys, &policy, now(), &mut OsRandom).unwrap();
    assert_eq!(open(&indefinite(&good)).content().unwrap(), b"Dag collega");
    for end in 0..good.len() {
        assert_eq!(names(&open(&good[..end]).report.errors), ["OUTER_SIGNED_DATA_STRUCTURE_INCORRECT"], "cut at {end}");
    }
    let mut harmless = 0;
    for at in 0..good.len() {
        let mut bytes = good.clone();
        bytes[at] ^= 1 << (at % 8);
        let result = open(&bytes);
        if result.content().is_ok() {
            // Only version numbers and the list of digest algorithms are covered by no signature.
            assert_eq!(result.content().unwrap(), b"Dag collega");
            harmless += 1;
        }
    }
    assert!(harmless < 40, "{harmless}");
}

/// Every octet inside the encrypted part, with an outer signature that is right: no panic, and no content.
#[test]
fn a_changed_inner_part_never_opens() {
    let good = message();
    let envelope = SignedData::parse(&good).unwrap().content.unwrap().to_vec();
    let w = world();
    // Signed by an EC key, which is quicker: the inner signer is then another, which the policy allows here.
    let other = Spec::new("Wachtpost Eta", &w.ec_key).make();
    let certificate = recipient();
    let keys = [key_of(&certificate, &w.recipient_key)];
    let policy = UnsealPolicy { trust: Some(&trusted), other_inner_signer: true, ..UnsealPolicy::default() };
    for at in (0..envelope.len()).step_by(7) {
        let mut bytes = envelope.clone();
        bytes[at] ^= 0x10;
        let options = Some(SignOptions { signing_time: Some(now()), algorithm_protect: false });
        let algorithm = SignatureAlgorithm::Ecdsa(Hash::Sha256);
        let signer = Signer { certificate: &other, key: &w.ec_key, algorithm, options };
        let message = sign(&bytes, &[&other, &sender()], &[signer], &mut OsRandom).unwrap();
        let result = unseal(&message, &keys, &policy, now(), &mut OsRandom).unwrap();
        if let Some(content) = result.content_despite_errors() {
            // A change of something that nobody looks at, such as a version number.
            assert_eq!(content, b"Dag collega", "octet {at}");
        }
    }
}

#[test]
fn signed_attributes_cannot_be_passed_off_as_content() {
    // A signature over attributes is one over the bytes of their SET. Taken as content without attributes, it
    // would verify: the content of an attacker's choice, since the attributes hold a digest.
    let w = world();
    let certificate = sender();
    let options = Some(SignOptions { signing_time: Some(now()), algorithm_protect: false });
    let algorithm = SignatureAlgorithm::RsaPkcs1(Hash::Sha256);
    let signer = Signer { certificate: &certificate, key: &w.sender_key, algorithm, options };
    let honest = sign(b"Dag collega", &[&certificate], &[signer], &mut OsRandom).unwrap();
    let mut info = asn1::read_one(&honest, tag::SEQUENCE).unwrap().reader();
    info.any().unwrap();
    let data = asn1::read_one(info.any().unwrap().content, tag::SEQUENCE).unwrap();
    let mut reader = data.reader();
    let (version, digests) = (reader.any().unwrap().raw, reader.any().unwrap().raw);
    reader.any().unwrap();
    let bag = reader.any().unwrap().raw;
    let mut parts = reader.any().unwrap().reader().any().unwrap().reader();
    let list: Vec<_> = std::iter::from_fn(|| parts.any().ok()).collect();
    let attributes = asn1::tlv(tag::SET, list[3].content);
    let without = asn1::sequence(&[list[0].raw, list[1].raw, list[2].raw, list[4].raw, list[5].raw]);
    let content = asn1::sequence(&[&asn1::oid(oid::DATA), &asn1::context(0, &asn1::octet_string(&attributes))]);
    let data = asn1::sequence(&[version, digests, &content, bag, &asn1::set_of(&[without])]);
    let forged = asn1::sequence(&[&asn1::oid(oid::SIGNED_DATA), &asn1::context(0, &data)]);
    let data = SignedData::parse(&forged).unwrap();
    let signature = list[5].content;
    certificate.public_key().unwrap().verify(algorithm, data.content.unwrap(), signature).unwrap();
    let error = data.signers[0].verify(data.content_type, data.content.unwrap(), &certificate).unwrap_err();
    assert_eq!(error.code(), Code::BAD_ENCODING);
}

#[test]
fn a_content_that_begins_like_a_set_needs_no_attributes() {
    let w = world();
    let certificate = sender();
    let algorithm = SignatureAlgorithm::RsaPkcs1(Hash::Sha256);
    let signer = Signer { certificate: &certificate, key: &w.sender_key, algorithm, options: None };
    for content in [&b"1 januari"[..], &[0x31, 0], &asn1::set_of(&[asn1::small(1)])] {
        let signed = sign(content, &[&certificate], &[signer], &mut OsRandom).unwrap();
        let data = SignedData::parse(&signed).unwrap();
        data.signers[0].verify(data.content_type, content, &certificate).unwrap();
    }
}

#[test]
fn lists_without_end_are_refused() {
    let many = vec![0x30; 1].into_iter().chain([0]).collect::<Vec<u8>>().repeat(2000);
    let content = asn1::sequence(&[&asn1::oid(oid::DATA)]);
    let data = asn1::sequence(&[
        &asn1::small(1),
        &asn1::tlv(tag::SET, &[]),
        &content,
        &asn1::context(0, &many),
        &asn1::tlv(tag::SET, &[]),
    ]);
    let bytes = asn1::sequence(&[&asn1::oid(oid::SIGNED_DATA), &asn1::context(0, &data)]);
    assert_eq!(SignedData::parse(&bytes).unwrap_err().code(), Code::TOO_LARGE);
    let other = [tag::context_constructed(2), 0].repeat(2000);
    let data = asn1::sequence(&[&asn1::small(0), &asn1::tlv(tag::SET, &other), &content]);
    let bytes = asn1::sequence(&[&asn1::oid(oid::ENVELOPED_DATA), &asn1::context(0, &data)]);
    assert_eq!(EnvelopedData::parse(&bytes).unwrap_err().code(), Code::TOO_LARGE);
}

#[test]
fn a_changed_challenge_is_never_answered() {
    let key = &world().recipient_key;
    let good = make_challenge(&[9; 16], &key.public(), &mut OsRandom).unwrap();
    for at in (0..good.len()).step_by(5) {
        let mut bytes = good.clone();
        bytes[at] ^= 1 << (at % 8);
        assert_eq!(answer_challenge(&bytes, key, &mut OsRandom).unwrap_err().code(), Code::CHALLENGE_INVALID, "{at}");
        assert!(answer_challenge(&good[..at], key, &mut OsRandom).is_err(), "{at}");
    }
}

/// A SignedData over `content` whose one SignerInfo has these signed attributes, rightly signed.
fn with_attributes(content: &[u8], attributes: &[Vec<u8>]) -> Vec<u8> {
    let w = world();
    let certificate = sender();
    let set = asn1::set_of(attributes);
    let signature = w.sender_key.sign(SignatureAlgorithm::RsaPkcs1(Hash::Sha256), &set, &mut OsRandom).unwrap();
    let id = asn1::sequence(&[certificate.issuer_der(), &asn1::tlv(tag::INTEGER, certificate.serial())]);
    let inside = asn1::read_one(&set, tag::SET).unwrap().content;
    let rsa = asn1::sequence(&[&asn1::oid(oid::RSA_ENCRYPTION), &asn1::null()]);
    let sha256 = Hash::Sha256.identifier();
    let info = asn1::sequence(&[
        &asn1::small(1),
        &id,
        &sha256,
        &asn1::context(0, inside),
        &rsa,
        &asn1::octet_string(&signature),
    ]);
    let content = asn1::sequence(&[&asn1::oid(oid::DATA), &asn1::context(0, &asn1::octet_string(content))]);
    let data = asn1::sequence(&[&asn1::small(1), &asn1::set_of(&[sha256]), &content, &asn1::set_of(&[info])]);
    asn1::sequence(&[&asn1::oid(oid::SIGNED_DATA), &asn1::context(0, &data)])
}

#[test]
fn signed_attributes_must_be_the_standards_own() {
    let text = b"Dag collega";
    let attribute = |kind: &[u8], values: &[u8]| asn1::sequence(&[&asn1::oid(kind), &asn1::tlv(tag::SET, values)]);
    let kind = attribute(oid::CONTENT_TYPE, &asn1::oid(oid::DATA));
    let digest_of = |bytes: &[u8]| asn1::octet_string(&Hash::Sha256.digest(bytes));
    let digest = attribute(oid::MESSAGE_DIGEST, &digest_of(text));
    let protect = |hash: Hash, algorithm: &[u8]| {
        let value = asn1::sequence(&[&hash.identifier(), &asn1::context(1, &asn1::oid(algorithm))]);
        attribute(oid::CMS_ALGORITHM_PROTECT, &value)
    };
    let judged = |attributes: &[Vec<u8>]| {
        let bytes = with_attributes(text, attributes);
        let data = SignedData::parse(&bytes)?;
        data.signers[0].verify(data.content_type, data.content.unwrap(), &sender())
    };
    for good in [
        vec![kind.clone(), digest.clone()],
        vec![kind.clone(), digest.clone(), protect(Hash::Sha256, oid::RSA_ENCRYPTION)],
        vec![kind.clone(), digest.clone(), protect(Hash::Sha256, oid::SHA256_WITH_RSA)],
    ] {
        judged(&good).unwrap();
    }
    let two = [digest_of(text), digest_of(text)].concat();
    for (what, attributes, code) in [
        ("no content type", vec![digest.clone()], Code::BAD_ENCODING),
        ("no digest", vec![kind.clone()], Code::BAD_ENCODING),
        ("nothing", vec![], Code::BAD_ENCODING),
        (
            "another content type",
            vec![attribute(oid::CONTENT_TYPE, &asn1::oid(oid::ENVELOPED_DATA)), digest.clone()],
            Code::BAD_ENCODING,
        ),
        (
            "another digest",
            vec![kind.clone(), attribute(oid::MESSAGE_DIGEST, &digest_of(b"Dag"))],
            Code::MESSAGE_INTEGRITY_INVALID,
        ),
        (
            "an empty digest",
            vec![kind.clone(), attribute(oid::MESSAGE_DIGEST, &asn1::octet_string(&[]))],
            Code::MESSAGE_INTEGRITY_INVALID,
        ),
        ("two values", vec![kind.clone(), attribute(oid::MESSAGE_DIGEST, &two)], Code::BAD_ENCODING),
        ("no value", vec![kind.clone(), attribute(oid::MESSAGE_DIGEST, &[])], Code::BAD_ENCODING),
        ("an attribute twice", vec![kind.clone(), digest.clone(), digest.clone()], Code::BAD_ENCODING),
        (
            "another protected hash",
            vec![kind.clone(), digest.clone(), protect(Hash::Sha384, oid::RSA_ENCRYPTION)],
            Code::BAD_ENCODING,
        ),
        (
            "another protected algorithm",
            vec![kind.clone(), digest.clone(), protect(Hash::Sha256, oid::ECDSA_SHA256)],
            Code::BAD_ENCODING,
        ),
    ] {
        assert_eq!(judged(&attributes).unwrap_err().code(), code, "{what}");
    }
}

#[test]
fn a_signer_may_be_named_by_key_identifier() {
    // SubjectKeyIdentifier instead of issuer and serial number: read, never written.
    let w = world();
    let mut spec = Spec::new("Wachtpost Alfa", &w.sender_key);
    spec.key_identifier = true;
    let certificate = spec.make();
    let options = Some(SignOptions::default());
    let algorithm = SignatureAlgorithm::RsaPkcs1(Hash::Sha256);
    let signer = Signer { certificate: &certificate, key: &w.sender_key, algorithm, options };
    let signed = sign(b"Dag", &[&certificate], &[signer], &mut OsRandom).unwrap();
    let mut info = asn1::read_one(&signed, tag::SEQUENCE).unwrap().reader();
    info.any().unwrap();
    let data = asn1::read_one(info.any().unwrap().content, tag::SEQUENCE).unwrap();
    let mut reader = data.reader();
    let mut parts: Vec<&[u8]> = (0..4).map(|_| reader.any().unwrap().raw).collect();
    let mut old = reader.any().unwrap().reader().any().unwrap().reader();
    old.any().unwrap();
    old.any().unwrap();
    let id = certificate.public_key().unwrap().identifier();
    let renamed = asn1::sequence(&[&asn1::small(3), &asn1::tlv(0x80, &id), old.rest()]);
    let signers = asn1::set_of(&[renamed]);
    parts.push(&signers);
    let bytes = asn1::sequence(&[&asn1::oid(oid::SIGNED_DATA), &asn1::context(0, &asn1::sequence(&parts))]);
    let data = SignedData::parse(&bytes).unwrap();
    let named = data.certificate_of(&data.signers[0]).unwrap();
    assert_eq!(named, &certificate);
    data.signers[0].verify(data.content_type, b"Dag", named).unwrap();
    assert!(!data.signers[0].id.names(&sender()));
}
