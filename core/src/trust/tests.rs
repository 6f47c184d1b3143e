//! Paths, lists and responses that are right, and each in every way in which it can be wrong.

use super::{
    crl::{Crl, Reason},
    ocsp,
    testing::*,
    *,
};
use crate::{
    Code, Timestamp,
    asn1::{self, oid, tag},
    certificate::{Certificate, key_usage as usage},
    key::Hash,
};

fn root() -> Issuer {
    Issuer::root("Root", vec![basic_constraints(None)])
}

#[test]
fn the_certificate_that_was_asked_for() {
    let root = root();
    let ca = root.ca("Issuing CA");
    let purpose = |id: &[u8]| extension(oid::EXTENDED_KEY_USAGE, false, &asn1::sequence(&[&asn1::oid(id)]));
    let holder = ca.issue(&Plan::new("Practice", vec![purpose(oid::CLIENT_AUTH)]));
    let server = ca.issue(&Plan::new("Practice", vec![purpose(oid::SERVER_AUTH)]));
    let sub = ca.ca("Practice");
    let old = ca.issue(&Plan { days: (-10, -1), ..Plan::new("Practice", vec![]) });
    let early = ca.issue(&Plan { days: (1, 10), ..Plan::new("Practice", vec![]) });
    let stranger = Issuer::root("Issuing CA", vec![basic_constraints(None)]);
    let forged = stranger.issue(&Plan::new("Practice", vec![]));
    let anchors = Anchors::from_certificates(vec![root.certificate.clone()]);
    let helpers = [ca.certificate.clone()];
    let subject = name("PRACTICE ");
    let check = |holder: &Issuer, key: &Issuer, subject: &[u8], helpers: &[Certificate]| {
        check_issued(&holder.certificate, helpers, &key.key.public(), subject, &anchors, now())
    };
    assert_eq!(check(&holder, &holder, &subject, &helpers).unwrap().len(), 3);
    let with = anchors.clone().with_helpers(helpers.to_vec());
    assert!(check_issued(&holder.certificate, &[], &holder.key.public(), &subject, &with, now()).is_ok());
    for (what, answer, code) in [
        ("key", check(&holder, &old, &subject, &helpers), Code::CERTIFICATE_OTHER_KEY),
        ("name", check(&holder, &holder, &name("Other"), &helpers), Code::CERTIFICATE_OTHER_SUBJECT),
        ("no issuer", check(&holder, &holder, &subject, &[]), Code::CERTIFICATE_UNTRUSTED),
        ("forged", check(&forged, &forged, &subject, &helpers), Code::CERTIFICATE_SIGNATURE),
        ("CA", check(&sub, &sub, &subject, &helpers), Code::CERTIFICATE_KEY_USAGE),
        ("purpose", check(&server, &server, &subject, &helpers), Code::CERTIFICATE_PURPOSE),
        ("expired", check(&old, &old, &subject, &helpers), Code::CERTIFICATE_EXPIRED),
        ("early", check(&early, &early, &subject, &helpers), Code::CERTIFICATE_NOT_YET_VALID),
    ] {
        assert_eq!(answer.unwrap_err().code(), code, "{what}");
    }
}

#[test]
fn issuers_that_may_not() {
    let root = root();
    let row = |extensions: Vec<Vec<u8>>, days: (i64, i64)| {
        let ca = root.issue(&Plan { days, ..Plan::new("CA", extensions) });
        let leaf = ca.leaf(vec![]);
        validate(&leaf, &[ca.certificate], &root, |_| ()).map(|p| p.chain.len()).map_err(|e| e.code())
    };
    let days = (-10, 10);
    assert_eq!(row(vec![basic_constraints(None)], days), Ok(3));
    assert_eq!(row(vec![basic_constraints(Some(0)), key_usage(usage::KEY_CERT_SIGN)], days), Ok(3));
    for (extensions, days, code) in [
        (vec![], days, Code::CERTIFICATE_ISSUER_NOT_CA),
        (vec![basic_constraints(None), key_usage(usage::CRL_SIGN)], days, Code::CERTIFICATE_ISSUER_NOT_CA),
        (vec![basic_constraints(None)], (-10, -1), Code::CERTIFICATE_EXPIRED),
        (vec![basic_constraints(None)], (1, 10), Code::CERTIFICATE_NOT_YET_VALID),
        (
            vec![basic_constraints(None), extension(&[0x2A, 3, 4], true, &[5, 0])],
            days,
            Code::CERTIFICATE_CRITICAL_EXTENSION,
        ),
    ] {
        assert_eq!(row(extensions, days), Err(code), "{code:?}");
    }
}

#[test]
fn path_length_counts_what_is_not_self_issued() {
    let root = Issuer::root("Root", vec![basic_constraints(Some(1))]);
    let one = root.ca("One");
    let again = one.ca("One");
    let two = again.ca("Two");
    let pool = [one.certificate.clone(), again.certificate.clone(), two.certificate.clone()];
    assert_eq!(validate(&again.leaf(vec![]), &pool, &root, |_| ()).unwrap().chain.len(), 4);
    let error = validate(&two.leaf(vec![]), &pool, &root, |_| ()).unwrap_err();
    assert_eq!(error.code(), Code::CERTIFICATE_PATH_LENGTH);
    let limited = validate(&again.leaf(vec![]), &pool, &root, |r| r.max_intermediates = Some(0));
    assert_eq!(limited.unwrap_err().code(), Code::CERTIFICATE_PATH_LENGTH);
}

#[test]
fn purposes_and_names() {
    let root = root();
    let eku = |id| extension(oid::EXTENDED_KEY_USAGE, false, &asn1::sequence(&[&asn1::oid(id)]));
    let client = root.leaf(vec![eku(oid::CLIENT_AUTH), key_usage(usage::DIGITAL_SIGNATURE)]);
    let cipher = root.leaf(vec![key_usage(usage::DATA_ENCIPHERMENT)]);
    let host = root.leaf(vec![alternative_name(0x82, b"*.host.test")]);
    let mail = root.leaf(vec![alternative_name(0x81, b"info@host.test")]);
    let address = root.leaf(vec![alternative_name(0x87, &[192, 0, 2, 1])]);
    let (none, login, server) = (Purpose::None, Purpose::ClientAuth, Purpose::ServerAuth);
    for (leaf, purpose, name, code) in [
        (&client, login, None, None),
        (&client, server, None, Some(Code::CERTIFICATE_PURPOSE)),
        (&client, Purpose::OcspSigning, None, Some(Code::CERTIFICATE_PURPOSE)),
        (&cipher, login, None, Some(Code::CERTIFICATE_KEY_USAGE)),
        (&host, none, Some("a.host.test"), None),
        (&host, none, Some("A.HOST.test."), None),
        (&host, none, Some("host.test"), Some(Code::CERTIFICATE_NAME_MISMATCH)),
        (&host, none, Some("a.b.host.test"), Some(Code::CERTIFICATE_NAME_MISMATCH)),
        (&host, none, Some("192.0.2.1"), Some(Code::CERTIFICATE_NAME_MISMATCH)),
        (&mail, none, Some("info@HOST.test"), None),
        (&mail, none, Some("Info@host.test"), Some(Code::CERTIFICATE_NAME_MISMATCH)),
        (&address, none, Some("192.0.2.1"), None),
        (&address, none, Some("192.0.2.2"), Some(Code::CERTIFICATE_NAME_MISMATCH)),
        (&client, none, Some("Leaf"), Some(Code::CERTIFICATE_NAME_MISMATCH)),
    ] {
        let answer = validate(leaf, &[], &root, |r| {
            r.purpose = purpose;
            r.name = name.map(PeerName::parse);
        });
        assert_eq!(answer.err().map(|e| e.code()), code, "{purpose:?} {name:?}");
    }
    let required = validate(&host, &[], &root, |r| r.purpose_required = true);
    assert_eq!(required.unwrap_err().code(), Code::CERTIFICATE_PURPOSE);
}

/// NameConstraints with one subtree: 0 permitted, 1 excluded.
fn constraint(list: u8, kind: u8, content: &[u8]) -> Vec<u8> {
    let subtree = asn1::sequence(&[&asn1::tlv(kind, content)]);
    extension(oid::NAME_CONSTRAINTS, true, &asn1::sequence(&[&asn1::context(list, &subtree)]))
}

#[test]
fn name_constraints_of_every_kind() {
    let cn = |text: &str| {
        asn1::sequence(&[&asn1::set_of(&[asn1::sequence(&[&asn1::oid(oid::COMMON_NAME), &asn1::utf8(text)])])])
    };
    let refused = Some(Code::CERTIFICATE_NAME_CONSTRAINT);
    let malformed = Some(Code::CERTIFICATE_MALFORMED);
    for (list, kind, constrained, name_kind, presented, code) in [
        (0, 0x82, &b"host.test"[..], 0x82, &b"a.host.test"[..], None),
        (0, 0x82, b"host.test", 0x82, b"other.test", refused),
        (0, 0x82, b"host.test", 0x81, b"a@other.test", None),
        (1, 0x82, b"a.host.test", 0x82, b"*.host.test", refused),
        (0, 0x81, b"host.test", 0x81, b"a@host.test", None),
        (0, 0x81, b"host.test", 0x81, b"a@b.host.test", refused),
        (0, 0x86, b".host.test", 0x86, b"https://a.host.test/", None),
        (0, 0x86, b".host.test", 0x86, b"https://host.test/", refused),
        (1, 0x86, b"host.test", 0x86, b"urn:x", refused),
        (0, 0x87, &[192, 0, 2, 0, 255, 255, 255, 0], 0x87, &[192, 0, 2, 9], None),
        (0, 0x87, &[192, 0, 2, 0, 255, 255, 255, 0], 0x87, &[192, 0, 3, 9], refused),
        (0, 0x87, &[192, 0, 2, 0], 0x87, &[192, 0, 2, 9], malformed),
        (0, 0x82, b"*.host.test", 0x82, b"a.host.test", malformed),
        (1, 0x88, &[0x2A, 3], 0x88, &[0x2A, 4], refused),
        (1, 0x88, &[0x2A, 3], 0x82, b"a.host.test", None),
        (0, 0xA4, &cn("Leaf"), 0x82, b"a.host.test", None),
        (0, 0xA4, &cn("Other"), 0x82, b"a.host.test", refused),
        (1, 0xA4, &cn("leaf "), 0x82, b"a.host.test", refused),
    ] {
        let root = Issuer::root("Root", vec![basic_constraints(None), constraint(list, kind, constrained)]);
        let leaf = root.leaf(vec![alternative_name(name_kind, presented)]);
        let answer = validate(&leaf, &[], &root, |_| ());
        assert_eq!(answer.err().map(|e| e.code()), code, "{list} {kind:x} {presented:02x?}");
    }
}

#[test]
fn mailboxes_of_the_subject_are_constrained_too() {
    let mailbox = asn1::sequence(&[&asn1::oid(oid::EMAIL_ADDRESS), &asn1::tlv(tag::IA5_STRING, b"Info@Host.test")]);
    let subject = asn1::sequence(&[&asn1::set_of(&[mailbox])]);
    let refused = Some(Code::CERTIFICATE_NAME_CONSTRAINT);
    for (list, constrained, alternative, code) in [
        (1, &b"Info@host.test"[..], false, refused),
        (0, b"Info@host.test", false, None),
        (0, b"other.test", false, refused),
        // RFC 5280 4.2.1.10: where there are alternative names, they count.
        (0, b"other.test", true, None),
    ] {
        let root = Issuer::root("Root", vec![basic_constraints(None), constraint(list, 0x81, constrained)]);
        let names = if alternative { vec![alternative_name(0x82, b"host.test")] } else { vec![] };
        let leaf = root.issue(&Plan { subject: subject.clone(), ..Plan::new("", names) }).certificate;
        let answer = validate(&leaf, &[], &root, |_| ());
        assert_eq!(answer.err().map(|e| e.code()), code, "{list} {alternative}");
    }
}

#[test]
fn policies_through_a_mapping() {
    let [one, two, other]: [&[u8]; 3] = [&[0x2A, 1], &[0x2A, 2], &[0x2A, 9]];
    let policy =
        |id: &[u8]| extension(oid::CERTIFICATE_POLICIES, false, &asn1::sequence(&[&asn1::sequence(&[&asn1::oid(id)])]));
    let pair = asn1::sequence(&[&asn1::oid(one), &asn1::oid(two)]);
    let mapping = extension(oid::POLICY_MAPPINGS, true, &asn1::sequence(&[&pair]));
    let root = root();
    let plan = Plan::new("CA", vec![basic_constraints(None), policy(one), mapping]);
    let ca = root.issue(&plan);
    let (mapped, plain) = (ca.leaf(vec![policy(two)]), ca.leaf(vec![]));
    let pool = [ca.certificate.clone()];
    let refused = Some(Code::CERTIFICATE_POLICY);
    for (leaf, wanted, explicit, inhibit, code) in [
        (&mapped, vec![], true, false, None),
        (&mapped, vec![one.to_vec()], true, false, None),
        (&mapped, vec![two.to_vec()], true, false, refused),
        (&mapped, vec![two.to_vec()], false, false, None),
        (&mapped, vec![other.to_vec()], true, false, refused),
        (&mapped, vec![one.to_vec()], true, true, refused),
        (&plain, vec![], true, false, refused),
        (&plain, vec![], false, false, None),
    ] {
        let answer = validate(leaf, &pool, &root, |r| {
            r.policies = wanted.clone();
            r.explicit_policy = explicit;
            r.inhibit_mapping = inhibit;
        });
        assert_eq!(answer.err().map(|e| e.code()), code, "{wanted:?} {explicit} {inhibit}");
    }
    let path = validate(&mapped, &pool, &root, |r| r.explicit_policy = true).unwrap();
    assert_eq!(path.policies, [one.to_vec()]);
}

#[test]
fn policies_that_anybody_may_have_or_must_have() {
    let one: &[u8] = &[0x2A, 1];
    let policy =
        |id: &[u8]| extension(oid::CERTIFICATE_POLICIES, false, &asn1::sequence(&[&asn1::sequence(&[&asn1::oid(id)])]));
    let required = extension(oid::POLICY_CONSTRAINTS, true, &asn1::sequence(&[&asn1::tlv(0x80, &[0])]));
    let inhibit = extension(oid::INHIBIT_ANY_POLICY, true, &asn1::small(0));
    let to_any = asn1::sequence(&[&asn1::sequence(&[&asn1::oid(one), &asn1::oid(oid::ANY_POLICY)])]);
    let bad_mapping = extension(oid::POLICY_MAPPINGS, true, &to_any);
    let root = root();
    let refused = Some(Code::CERTIFICATE_POLICY);
    for (what, of_ca, of_leaf, explicit, inhibit_any, code) in [
        ("any above", vec![policy(oid::ANY_POLICY)], vec![policy(one)], true, false, None),
        ("any inhibited", vec![policy(oid::ANY_POLICY)], vec![policy(one)], true, true, refused),
        ("any below", vec![policy(one)], vec![policy(oid::ANY_POLICY)], true, false, None),
        ("CA inhibits", vec![policy(one), inhibit], vec![policy(oid::ANY_POLICY)], true, false, refused),
        ("CA requires", vec![policy(one), required.clone()], vec![], false, false, refused),
        ("CA requires, leaf has", vec![policy(one), required], vec![policy(one)], false, false, None),
        ("mapped to any", vec![policy(one), bad_mapping], vec![policy(one)], false, false, refused),
        ("neither", vec![], vec![], true, false, refused),
    ] {
        let ca = root.issue(&Plan::new("CA", [vec![basic_constraints(None)], of_ca].concat()));
        let answer = validate(&ca.leaf(of_leaf), std::slice::from_ref(&ca.certificate), &root, |r| {
            r.policies = vec![one.to_vec()];
            r.explicit_policy = explicit;
            r.inhibit_any = inhibit_any;
        });
        assert_eq!(answer.err().map(|e| e.code()), code, "{what}");
    }
}

#[test]
fn a_hostile_pool_ends_the_search() {
    // Forty CAs of one name, each signed by the one before: every one is a candidate for every other.
    let root = root();
    let mut pool = Vec::new();
    let mut last = Issuer::root("Maze", vec![basic_constraints(None)]);
    for _ in 0..40 {
        pool.push(last.certificate.clone());
        last = last.ca("Maze");
    }
    let leaf = last.leaf(vec![]);
    let error = validate(&leaf, &pool, &root, |_| ()).unwrap_err();
    let gave_up = [Code::CERTIFICATE_SEARCH_LIMIT, Code::CERTIFICATE_SIGNATURE, Code::CERTIFICATE_UNTRUSTED];
    assert!(gave_up.contains(&error.code()), "{error}");
    let many = vec![root.certificate.clone(); path::MAX_POOL + 1];
    let error = validate(&leaf, &many, &root, |_| ()).unwrap_err();
    assert_eq!(error.code(), Code::CERTIFICATE_SEARCH_LIMIT);
}

#[test]
fn every_changed_byte_of_a_leaf_is_noticed() {
    let root = root();
    let leaf = root.leaf(vec![alternative_name(0x82, b"host.test")]);
    for at in 0..leaf.der().len() {
        let mut changed = leaf.der().to_vec();
        changed[at] ^= 0x04;
        if let Ok(changed) = Certificate::from_der(&changed) {
            assert!(validate(&changed, &[], &root, |_| ()).is_err(), "{at}");
        }
        assert!(Certificate::from_der(&leaf.der()[..at]).is_err(), "{at}");
    }
}

/// A list with entries (serial number, extensions of the entry) and extensions of the list.
fn list(issuer: &Issuer, days: (i64, i64), entries: &[(u64, Vec<u8>)], extensions: &[Vec<u8>]) -> Crl {
    let day = |n: i64| asn1::time(now().plus(n * Timestamp::DAY));
    let entries: Vec<u8> = entries
        .iter()
        .flat_map(|(serial, more)| {
            let more = if more.is_empty() { Vec::new() } else { asn1::sequence(&[more]) };
            asn1::sequence(&[&asn1::small(*serial), &day(-2), &more])
        })
        .collect();
    let entries = if entries.is_empty() { Vec::new() } else { asn1::tlv(tag::SEQUENCE, &entries) };
    let tbs = asn1::sequence(&[
        &asn1::small(1),
        &ALGORITHM.identifier(),
        issuer.certificate.subject_der(),
        &day(days.0),
        &day(days.1),
        &entries,
        &asn1::context(0, &asn1::tlv(tag::SEQUENCE, &extensions.concat())),
    ]);
    Crl::from_der(&signed(&issuer.key, &tbs)).unwrap()
}

fn number(n: u64) -> Vec<u8> {
    extension(oid::CRL_NUMBER, false, &asn1::small(n))
}

#[test]
fn lists_in_every_state() {
    let root = root();
    let leaf = root.leaf(vec![]);
    let stranger = Issuer::root("Root", vec![basic_constraints(None)]);
    let no_lists = Issuer::root("Root", vec![basic_constraints(None), key_usage(usage::KEY_CERT_SIGN)]);
    let idp = |content: &[u8]| extension(oid::ISSUING_DISTRIBUTION_POINT, true, &asn1::sequence(&[content]));
    let delta = |base| extension(oid::DELTA_CRL_INDICATOR, true, &asn1::small(base));
    let reason = |r: u8| extension(oid::CRL_REASON, false, &asn1::tlv(tag::ENUMERATED, &[r]));
    let unknown = extension(&[0x2A, 3, 4], true, &[5, 0]);
    let days = (-3, 3);
    let verdict = |crls: &[Crl], change: &dyn Fn(&mut Evidence<'_>)| {
        let anchors = Anchors::from_certificates(vec![root.certificate.clone()]);
        let request = PathRequest::new(&leaf, &[], &anchors, now());
        let mut evidence = Evidence { strictness: Strictness::Hard, ..Evidence::new(crls, &[]) };
        change(&mut evidence);
        request.validate_unrevoked(&evidence).map(|(_, verdicts)| verdicts).map_err(|e| e.code())
    };
    let as_is = |crls: &[Crl]| verdict(crls, &|_| ());
    let good = || Ok(vec![Verdict::Good]);
    assert_eq!(as_is(&[list(&root, days, &[], &[number(1)])]), good());
    assert_eq!(as_is(&[list(&root, days, &[(8, vec![])], &[number(1)])]), good());
    let attributes = idp(&asn1::tlv(0x85, &[0xFF]));
    let cas = idp(&asn1::tlv(0x82, &[0xFF]));
    let users = idp(&asn1::tlv(0x81, &[0xFF]));
    let indirect = idp(&asn1::tlv(0x84, &[0xFF]));
    let some_reasons = idp(&asn1::tlv(0x83, &[5, 0x60]));
    assert_eq!(as_is(&[list(&root, days, &[], &[number(1), users.clone()])]), good());
    for (what, crls, code) in [
        ("revoked", vec![list(&root, days, &[(7, reason(1))], &[number(1)])], Code::CERTIFICATE_REVOKED),
        ("nothing", vec![], Code::REVOCATION_UNKNOWN),
        ("stranger", vec![list(&stranger, days, &[], &[number(1)])], Code::CRL_UNTRUSTED),
        ("old", vec![list(&root, (-9, -1), &[], &[number(1)])], Code::CRL_EXPIRED),
        ("early", vec![list(&root, (1, 9), &[], &[number(1)])], Code::CRL_EXPIRED),
        ("unknown", vec![list(&root, days, &[], &[number(1), unknown.clone()])], Code::CRL_CRITICAL_EXTENSION),
        ("entry", vec![list(&root, days, &[(9, unknown)], &[number(1)])], Code::CRL_CRITICAL_EXTENSION),
        ("attributes", vec![list(&root, days, &[], &[number(1), attributes])], Code::CRL_SCOPE),
        ("CAs", vec![list(&root, days, &[], &[number(1), cas])], Code::CRL_SCOPE),
        ("some reasons", vec![list(&root, days, &[], &[number(1), some_reasons])], Code::CRL_SCOPE),
        ("indirect", vec![list(&root, days, &[], &[number(1), indirect.clone()])], Code::CRL_INDIRECT),
        ("delta only", vec![list(&root, days, &[], &[number(2), delta(1)])], Code::CRL_DELTA),
    ] {
        assert_eq!(as_is(&crls), Err(code), "{what}");
    }
    let allowed = [list(&root, days, &[], &[number(1), indirect])];
    assert_eq!(verdict(&allowed, &|e| e.indirect_crls = true), good());
    // A delta takes away from the complete list, and adds to it.
    let base = |entries: &[(u64, Vec<u8>)]| list(&root, days, entries, &[number(1)]);
    let newer = |entries: &[(u64, Vec<u8>)]| list(&root, days, entries, &[number(2), delta(1)]);
    let released = [base(&[(7, reason(6))]), newer(&[(7, reason(8))])];
    assert_eq!(as_is(&released), Err(Code::CRL_DELTA));
    assert_eq!(verdict(&released, &|e| e.delta_crls = true), good());
    let added = [base(&[]), newer(&[(7, reason(4))])];
    assert_eq!(verdict(&added, &|e| e.delta_crls = true), Err(Code::CERTIFICATE_REVOKED));
    // Soft: what is not known is said, what is revoked stays revoked.
    let soft: &dyn Fn(&mut Evidence<'_>) = &|e| e.strictness = Strictness::Soft;
    assert_eq!(verdict(&[], soft), Ok(vec![Verdict::Unknown(None)]));
    assert_eq!(verdict(&[base(&[(7, vec![])])], soft), Err(Code::CERTIFICATE_REVOKED));
    // An issuer whose key usage leaves out lists.
    let leaf = no_lists.leaf(vec![]);
    let anchors = Anchors::from_certificates(vec![no_lists.certificate.clone()]);
    let request = PathRequest::new(&leaf, &[], &anchors, now());
    let crls = [list(&no_lists, days, &[], &[number(1)])];
    let evidence = Evidence { strictness: Strictness::Hard, ..Evidence::new(&crls, &[]) };
    assert_eq!(request.validate_unrevoked(&evidence).unwrap_err().code(), Code::CRL_UNTRUSTED);
}

#[test]
fn damaged_lists() {
    let root = root();
    let whole = list(&root, (-3, 3), &[(7, vec![])], &[number(1)]);
    for at in 0..whole.der().len() {
        assert_eq!(Crl::from_der(&whole.der()[..at]).unwrap_err().code(), Code::CRL_MALFORMED, "{at}");
        let mut changed = whole.der().to_vec();
        changed[at] ^= 0x40;
        if let Ok(changed) = Crl::from_der(&changed) {
            assert!(changed.is_signed_by(&root.certificate).is_err(), "{at}");
        }
    }
    let mut longer = whole.der().to_vec();
    longer.push(0);
    assert_eq!(Crl::from_der(&longer).unwrap_err().code(), Code::CRL_MALFORMED);
    assert_eq!(Reason::from_value(7), None);
}

/// A response about `leaf` of `issuer`, signed by `signer`: by key or by name, with its certificate.
fn response(leaf: &Certificate, issuer: &Issuer, signer: &Issuer, by_key: bool, status: &[u8]) -> ocsp::Response {
    let key = issuer.key.public().subject_public_key();
    let id = asn1::sequence(&[
        &Hash::Sha256.identifier(),
        &asn1::octet_string(&Hash::Sha256.digest(leaf.issuer_der())),
        &asn1::octet_string(&Hash::Sha256.digest(&key)),
        &asn1::tlv(tag::INTEGER, leaf.serial()),
    ]);
    let time = |n: i64| asn1::generalized_time(now().plus(n));
    let answer = asn1::sequence(&[&id, status, &time(-60), &asn1::context(0, &time(3600))]);
    let responder = match by_key {
        true => asn1::context(2, &asn1::octet_string(&signer.key.public().identifier())),
        false => asn1::context(1, signer.certificate.subject_der()),
    };
    let data = asn1::sequence(&[&responder, &time(-60), &asn1::sequence(&[&answer])]);
    let signature = signer.key.sign(ALGORITHM, &data, &mut crate::random::OsRandom).unwrap();
    let certificates = asn1::context(0, &asn1::sequence(&[signer.certificate.der()]));
    let basic = asn1::sequence(&[&data, &ALGORITHM.identifier(), &asn1::bit_string(&signature), &certificates]);
    let bytes = asn1::sequence(&[&asn1::oid(oid::OCSP_BASIC), &asn1::octet_string(&basic)]);
    let der = asn1::sequence(&[&asn1::tlv(tag::ENUMERATED, &[0]), &asn1::context(0, &bytes)]);
    ocsp::Response::from_der(&der).unwrap()
}

#[test]
fn responders_of_every_kind() {
    let root = root();
    let leaf = root.leaf(vec![]);
    let signing = || extension(oid::EXTENDED_KEY_USAGE, false, &asn1::sequence(&[&asn1::oid(oid::OCSP_SIGNING)]));
    let any = asn1::sequence(&[&asn1::oid(oid::ANY_EXTENDED_KEY_USAGE)]);
    let nocheck = || extension(oid::OCSP_NOCHECK, false, &asn1::null());
    let delegated = |extensions| root.issue(&Plan { serial: 20, ..Plan::new("Responder", extensions) });
    let good = asn1::tlv(0x80, &[]);
    let unknown = asn1::tlv(0x82, &[]);
    let at = asn1::generalized_time(now().plus(-Timestamp::DAY));
    let reason = asn1::context(0, &asn1::tlv(tag::ENUMERATED, &[1]));
    let revoked = asn1::context(1, &[at, reason].concat());
    let ask = |responses: &[ocsp::Response], crls: &[Crl]| {
        let anchors = Anchors::from_certificates(vec![root.certificate.clone()]);
        let request = PathRequest::new(&leaf, &[], &anchors, now());
        let evidence = Evidence { strictness: Strictness::Hard, ..Evidence::new(crls, responses) };
        request.validate_unrevoked(&evidence).map(|(_, v)| v).map_err(|e| e.code())
    };
    let answers = Ok(vec![Verdict::Good]);
    let right = delegated(vec![signing(), nocheck()]);
    for by_key in [false, true] {
        assert_eq!(ask(&[response(&leaf, &root, &root, by_key, &good)], &[]), answers, "issuer {by_key}");
        assert_eq!(ask(&[response(&leaf, &root, &right, by_key, &good)], &[]), answers, "delegated {by_key}");
    }
    let stranger = Issuer::root("Root", vec![basic_constraints(None)]);
    let foreign = stranger.issue(&Plan::new("Responder", vec![signing(), nocheck()]));
    let expired = root.issue(&Plan { days: (-9, -1), ..Plan::new("Responder", vec![signing(), nocheck()]) });
    let any_use = delegated(vec![extension(oid::EXTENDED_KEY_USAGE, false, &any), nocheck()]);
    let no_sign = delegated(vec![signing(), nocheck(), key_usage(usage::KEY_ENCIPHERMENT)]);
    let checked = delegated(vec![signing()]);
    let untrusted = Code::OCSP_UNTRUSTED;
    for (what, signer, status, code) in [
        ("revoked", &right, &revoked, Code::CERTIFICATE_REVOKED),
        ("unknown", &right, &unknown, Code::REVOCATION_UNKNOWN),
        ("stranger", &stranger, &good, untrusted),
        ("foreign", &foreign, &good, untrusted),
        ("expired", &expired, &good, untrusted),
        ("any purpose", &any_use, &good, untrusted),
        ("key usage", &no_sign, &good, untrusted),
        ("unchecked", &checked, &good, untrusted),
        ("plain", &delegated(vec![nocheck()]), &good, untrusted),
    ] {
        assert_eq!(ask(&[response(&leaf, &root, signer, false, status)], &[]), Err(code), "{what}");
    }
    // Without nocheck a list has to know the responder.
    let known = list(&root, (-3, 3), &[], &[number(1)]);
    let revoked_responder = list(&root, (-3, 3), &[(20, vec![])], &[number(1)]);
    let status = |crls: &[Crl]| {
        let anchors = Anchors::from_certificates(vec![root.certificate.clone()]);
        let chain = [checked.certificate.clone(), root.certificate.clone()];
        let request = PathRequest::new(&checked.certificate, &[], &anchors, now());
        Evidence::new(crls, &[]).status(&request, &chain)
    };
    assert_eq!(status(std::slice::from_ref(&known)), Verdict::Good);
    assert!(matches!(status(std::slice::from_ref(&revoked_responder)), Verdict::Revoked { .. }));
    let about_other = response(&root.leaf(vec![]), &root, &root, false, &good);
    let other_serial = root.issue(&Plan { serial: 9, ..Plan::new("Leaf", vec![]) }).certificate;
    assert_eq!(ask(&[about_other], &[]), answers, "same number, same issuer: the same certificate for OCSP");
    let other = response(&other_serial, &root, &root, false, &good);
    assert_eq!(ask(&[other], &[]), Err(Code::REVOCATION_UNKNOWN));
    // What either of the two calls revoked is revoked.
    let says_good = response(&leaf, &root, &right, false, &good);
    let revoked_list = list(&root, (-3, 3), &[(7, vec![])], &[number(1)]);
    assert_eq!(ask(&[says_good], &[revoked_list]), Err(Code::CERTIFICATE_REVOKED));
}
