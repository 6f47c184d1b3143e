use crate::{
    Result,
    asn1::{self, tag},
    subject::comparable,
};

/// Whether two DER Names name the same owner: the same attributes in any order, text compared without case
/// and with single blanks (X.520 caseIgnoreMatch), whatever string type it stands in. Java and eHealth's own
/// programs write names back in another order and with other string types (ehealth.md 4.3.5).
///
/// Bytes that are no Name are the same as nothing but themselves.
pub fn same_name(a: &[u8], b: &[u8]) -> bool {
    a == b || matches!((attributes(a), attributes(b)), (Ok(a), Ok(b)) if a == b)
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Text(String),
    Raw(Vec<u8>),
}

fn attributes(name: &[u8]) -> Result<Vec<(Vec<u8>, Value)>> {
    let mut list = Vec::new();
    let mut reader = asn1::read_one(name, tag::SEQUENCE)?.reader();
    while !reader.is_empty() {
        let mut set = reader.read(tag::SET)?.reader();
        while !set.is_empty() {
            let mut pair = set.read(tag::SEQUENCE)?.reader();
            let kind = pair.oid()?.to_vec();
            let value = pair.any()?;
            pair.finish()?;
            let value = value.text().map_or_else(|_| Value::Raw(value.raw.to_vec()), |t| Value::Text(comparable(&t)));
            list.push((kind, value));
        }
    }
    crate::order::sort(&mut list);
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1::oid;

    fn name(parts: &[(&[u8], Vec<u8>)]) -> Vec<u8> {
        let sets: Vec<Vec<u8>> =
            parts.iter().map(|(kind, value)| asn1::set_of(&[asn1::sequence(&[&asn1::oid(kind), value])])).collect();
        asn1::tlv(tag::SEQUENCE, &sets.concat())
    }

    #[test]
    fn order_case_blanks_and_string_type_do_not_count() {
        let a = name(&[(oid::COUNTRY, asn1::printable("BE")), (oid::COMMON_NAME, asn1::utf8("Post  Alpha"))]);
        let b = name(&[(oid::COMMON_NAME, asn1::printable("post alpha")), (oid::COUNTRY, asn1::utf8("be"))]);
        assert!(same_name(&a, &b));
        for other in [
            name(&[(oid::COUNTRY, asn1::printable("BE"))]),
            name(&[(oid::COUNTRY, asn1::printable("BE")), (oid::COMMON_NAME, asn1::utf8("Post Beta"))]),
            name(&[(oid::COUNTRY, asn1::printable("BE")), (oid::SURNAME, asn1::utf8("Post Alpha"))]),
            vec![0x30, 0x80],
        ] {
            assert!(!same_name(&a, &other));
        }
    }
}
