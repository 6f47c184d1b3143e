use ehcert_core::{
    Timestamp,
    asn1::{self, oid},
    random::Random,
};

use super::Identity;
use crate::{Result, x509};

/// A revoked certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// Unsigned big-endian serial number.
    pub serial: Vec<u8>,
    /// When it was revoked.
    pub at: Timestamp,
    /// RFC 5280's name of the reason, such as `keyCompromise`.
    pub reason: String,
}

/// CRLReason (RFC 5280 5.3.1) of eHealth's four reasons; anything else is `unspecified`.
pub(super) fn reason_code(reason: &str) -> u8 {
    match reason {
        "keyCompromise" => 1,
        "affiliationChanged" => 3,
        "superseded" => 4,
        "cessationOfOperation" => 5,
        _ => 0,
    }
}

/// How long a list may be used: a day, as lists for people's certificates usually are.
const NEXT_UPDATE: i64 = Timestamp::DAY;

impl Identity {
    /// A complete CRL of this authority (RFC 5280 5), version 2, numbered by the second of its making.
    pub fn revocation_list(&self, revoked: &[Revoked], now: Timestamp, random: &mut dyn Random) -> Result<Vec<u8>> {
        let entries: Vec<u8> = revoked
            .iter()
            .flat_map(|entry| {
                let code = reason_code(&entry.reason);
                // RFC 5280 5.3.1: the reason is left out rather than given as unspecified.
                let extensions = match code {
                    0 => Vec::new(),
                    code => asn1::sequence(&[&x509::extension(
                        oid::CRL_REASON,
                        false,
                        &asn1::tlv(asn1::tag::ENUMERATED, &[code]),
                    )]),
                };
                asn1::sequence(&[&asn1::unsigned(&entry.serial), &asn1::time(entry.at), &extensions])
            })
            .collect();
        let entries = if entries.is_empty() { entries } else { asn1::tlv(asn1::tag::SEQUENCE, &entries) };
        let number = x509::extension(oid::CRL_NUMBER, false, &asn1::small(now.0.max(0).cast_unsigned()));
        let authority = x509::authority_key_identifier(&self.key.public().identifier());
        let tbs = asn1::sequence(&[
            &asn1::small(1),
            &self.key.default_signature().identifier(),
            self.certificate.subject_der(),
            &asn1::time(now),
            &asn1::time(now.plus(NEXT_UPDATE)),
            &entries,
            &asn1::context(0, &asn1::sequence(&[&authority, &number])),
        ]);
        Ok(x509::signed(&tbs, &self.key, random)?)
    }
}

#[cfg(test)]
mod tests {
    use ehcert_core::{asn1::tag, random::OsRandom};

    use super::*;
    use crate::ca::{Authority, Hierarchy};

    #[test]
    fn a_list_names_what_is_revoked_and_why() {
        let now = Timestamp(1_795_500_000);
        let tree = Authority::forged(Hierarchy::Ec, now, "http://127.0.0.1:1").unwrap();
        let revoked = [Revoked { serial: vec![0x12, 0x34], at: now.plus(-60), reason: "keyCompromise".into() }];
        let list = tree.issuing.revocation_list(&revoked, now, &mut OsRandom).unwrap();
        let mut outer = asn1::read_one(&list, tag::SEQUENCE).unwrap().reader();
        let tbs = outer.any().unwrap();
        outer.any().unwrap();
        let signature = outer.any().unwrap().bit_string().unwrap();
        let key = &tree.issuing.key;
        key.public().verify(key.default_signature(), tbs.raw, signature).unwrap();
        let mut fields = tbs.reader();
        assert_eq!(fields.any().unwrap().small().unwrap(), 1);
        fields.any().unwrap();
        assert_eq!(fields.any().unwrap().raw, tree.issuing.certificate.subject_der());
        assert_eq!(fields.any().unwrap().time().unwrap(), now);
        assert_eq!(fields.any().unwrap().time().unwrap(), now.plus(NEXT_UPDATE));
        let mut entry = fields.any().unwrap().reader().any().unwrap().reader();
        assert_eq!(entry.any().unwrap().unsigned().unwrap(), [0x12, 0x34]);
        assert_eq!(entry.any().unwrap().time().unwrap(), now.plus(-60));
        assert!(entry.any().unwrap().raw.ends_with(&[tag::ENUMERATED, 1, 1]));
        // An empty list has no entries at all, not an empty sequence of them.
        let empty = tree.issuing.revocation_list(&[], now, &mut OsRandom).unwrap();
        let mut fields = asn1::read_one(&empty, tag::SEQUENCE).unwrap().reader().any().unwrap().reader();
        for _ in 0..5 {
            fields.any().unwrap();
        }
        assert_eq!(fields.peek(), Some(tag::context_constructed(0)));
    }
}
