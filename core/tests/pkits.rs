//! NIST PKITS: path validation with policies, name constraints, and CRLs of every kind.

mod common;

use ehcert_core::{
    Result, Timestamp,
    asn1::oid,
    certificate::Certificate,
    trust::{Anchors, Evidence, PathRequest, Strictness, crl::Crl},
};

#[test]
fn pkits() {
    let (Some(list), Some(archive)) =
        (common::shared("conformance/pkits/pkits-cases.tsv"), common::shared("conformance/pkits/pkits.tar.xz"))
    else {
        return;
    };
    let files = common::untar(&archive);
    let file = |name: &str| {
        let (_, content) = files.iter().find(|(path, _)| path.rsplit('/').next() == Some(name)).expect(name);
        content.as_slice()
    };
    let now = Timestamp::parse("2020-01-01T00:00:00Z").expect("time");
    let known = common::known_misses("pkits");
    let (mut right, mut total, mut false_accepts) = (0, 0, 0);
    let mut missed = Vec::new();
    for line in std::fs::read_to_string(list).expect("cases").lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [name, accept, pool, lists, policies, explicit, mapping, any] = cells[..] else { panic!("{line}") };
        let run = || -> Result<()> {
            let mut pool = pool.split(',').map(|n| Certificate::from_der(file(n))).collect::<Result<Vec<_>>>()?;
            let leaf = pool.pop().expect("leaf");
            let anchors = Anchors::from_certificates(vec![pool.remove(0)]);
            let crls = lists
                .split(',')
                .filter(|n| !n.is_empty())
                .map(|n| Crl::from_der(file(n)))
                .collect::<Result<Vec<_>>>()?;
            let request = PathRequest {
                policies: policies.split(',').filter_map(oid::parse).collect(),
                explicit_policy: explicit == "1",
                inhibit_mapping: mapping == "1",
                inhibit_any: any == "1",
                ..PathRequest::new(&leaf, &pool, &anchors, now)
            };
            let evidence = Evidence {
                strictness: Strictness::Hard,
                indirect_crls: true,
                delta_crls: true,
                ..Evidence::new(&crls, &[])
            };
            request.validate_unrevoked(&evidence).map(|_| ())
        };
        let (expected, answer) = (accept == "1", run());
        total += 1;
        if answer.is_ok() == expected {
            right += 1;
        } else {
            false_accepts += usize::from(!expected);
            eprintln!("{name}: expected {expected}, {answer:?}");
            missed.push(name.to_owned());
        }
    }
    eprintln!("PKITS: {right} of {total}, {false_accepts} false accepts");
    assert_eq!(missed, known);
    assert_eq!(false_accepts, 0);
}
