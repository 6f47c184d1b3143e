//! The certificate that stands in for the one to come, because PKCS#12 readers want one beside a key.

use crate::{
    Result, Timestamp,
    asn1::{self, oid},
    certificate::Certificate,
    key::PrivateKey,
    random::Random,
};

/// `C=Dummy` as the official program writes it; the text is no country, but every reader takes it.
fn name() -> Vec<u8> {
    let attribute = asn1::sequence(&[&asn1::oid(oid::COUNTRY), &asn1::printable("Dummy")]);
    asn1::sequence(&[&asn1::set_of(&[attribute])])
}

/// The dummy certificate of a key (ehealth.md 3.2.1): subject and issuer `C=Dummy`, serial number 0, valid for
/// one minute of yesterday, critical keyUsage keyEncipherment and dataEncipherment, signed by the key itself.
pub fn dummy_certificate(key: &PrivateKey, now: Timestamp, random: &mut dyn Random) -> Result<Certificate> {
    let from = now.plus(-Timestamp::DAY);
    let usage = asn1::sequence(&[
        &asn1::oid(oid::KEY_USAGE),
        &asn1::boolean(true),
        &asn1::octet_string(&asn1::named_bits(&[0x30])),
    ]);
    let algorithm = key.default_signature();
    let tbs = asn1::sequence(&[
        &asn1::context(0, &asn1::small(2)),
        &asn1::small(0),
        &algorithm.identifier(),
        &name(),
        &asn1::sequence(&[&asn1::time(from), &asn1::time(from.plus(60))]),
        &name(),
        &key.public().to_spki(),
        &asn1::context(3, &asn1::sequence(&[&usage])),
    ]);
    let signature = key.sign(algorithm, &tbs, random)?;
    Certificate::from_der(&asn1::sequence(&[&tbs, &algorithm.identifier(), &asn1::bit_string(&signature)]))
}

/// Whether a certificate is such a stand-in, of ehcert or of the official program.
pub fn is_dummy(certificate: &Certificate) -> bool {
    let subject = certificate.subject_der();
    certificate.is_self_issued() && (subject == name() || subject.ends_with(b"Dummy")) && certificate.serial() == [0]
}
