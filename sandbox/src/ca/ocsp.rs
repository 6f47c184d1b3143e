//! RFC 6960: reading a request, writing a basic response.

use ehcert_core::{
    Result as CoreResult, Timestamp,
    asn1::{self, Reader, oid, tag},
    certificate::Certificate,
    key::Hash,
    random::Random,
};

use super::{Authority, Hierarchy, Identity, crl::reason_code};
use crate::Result;

/// Requests with more certificates than this are malformed: nobody asks for more at once.
const MAX_CERTIFICATES: usize = 32;
/// RFC 8954: a nonce has 1 to 32 octets.
const MAX_NONCE: usize = 32;

/// What is known of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Issued and not revoked.
    Good,
    /// Revoked at this time, for this reason.
    Revoked(Timestamp, String),
    /// Never issued.
    Unknown,
}

struct CertId<'a> {
    raw: &'a [u8],
    hash: Hash,
    issuer_name: &'a [u8],
    issuer_key: &'a [u8],
    serial: &'a [u8],
}

struct Request<'a> {
    certificates: Vec<CertId<'a>>,
    /// The nonce's whole Extension, to be sent back.
    nonce: Option<&'a [u8]>,
}

fn bad(what: &str) -> ehcert_core::Error {
    ehcert_core::Error::new(ehcert_core::Code::BAD_ENCODING).detail(what)
}

fn parse(der: &[u8]) -> CoreResult<Request<'_>> {
    let mut outer = asn1::read_one(der, tag::SEQUENCE)?.reader();
    let mut tbs = outer.read(tag::SEQUENCE)?.reader();
    // A signed request is read like an unsigned one: this responder answers everybody.
    outer.optional(tag::context_constructed(0))?;
    outer.finish()?;
    tbs.optional(tag::context_constructed(0))?;
    tbs.optional(tag::context_constructed(1))?;
    let mut list = tbs.read(tag::SEQUENCE)?.reader();
    let mut certificates = Vec::new();
    while !list.is_empty() {
        let id = list.read(tag::SEQUENCE)?.reader().read(tag::SEQUENCE)?;
        let mut fields = id.reader();
        let hash = Hash::from_oid(fields.read(tag::SEQUENCE)?.reader().any()?.oid()?)?;
        let issuer_name = fields.read(tag::OCTET_STRING)?.content;
        let issuer_key = fields.read(tag::OCTET_STRING)?.content;
        let serial = fields.any()?.unsigned()?;
        fields.finish()?;
        certificates.push(CertId { raw: id.raw, hash, issuer_name, issuer_key, serial });
        if certificates.len() > MAX_CERTIFICATES {
            return Err(bad("too many certificates"));
        }
    }
    let mut nonce = None;
    if let Some(extensions) = tbs.optional(tag::context_constructed(2))? {
        let mut list: Reader<'_> = asn1::read_one(extensions.content, tag::SEQUENCE)?.reader();
        while !list.is_empty() {
            let extension = list.read(tag::SEQUENCE)?;
            let mut fields = extension.reader();
            if fields.any()?.oid()? == oid::OCSP_NONCE {
                fields.optional(tag::BOOLEAN)?;
                let value = fields.read(tag::OCTET_STRING)?.content;
                if value.is_empty() || value.len() > MAX_NONCE + 2 {
                    return Err(bad("nonce"));
                }
                nonce = Some(extension.raw);
            }
        }
    }
    tbs.finish()?;
    if certificates.is_empty() {
        return Err(bad("no certificate asked for"));
    }
    Ok(Request { certificates, nonce })
}

impl CertId<'_> {
    fn is_issued_by(&self, issuer: &Certificate) -> bool {
        issuer.public_key().is_ok_and(|key| {
            self.hash.digest(issuer.subject_der()) == self.issuer_name
                && self.hash.digest(&key.subject_public_key()) == self.issuer_key
        })
    }
}

/// malformedRequest (1), internalError (2), unauthorized (6).
fn refused(status: u8) -> Vec<u8> {
    asn1::sequence(&[&asn1::tlv(tag::ENUMERATED, &[status])])
}

impl Authority {
    /// Answers an OCSP request for the certificates of one of the issuing authorities or roots. `status`
    /// is asked about a serial number of an issuing authority. Other issuers: `unauthorized`.
    pub fn answer_ocsp(
        &self,
        request: &[u8],
        now: Timestamp,
        random: &mut dyn Random,
        status: impl Fn(Hierarchy, &[u8]) -> Result<Status>,
    ) -> Result<Vec<u8>> {
        let Ok(request) = parse(request) else { return Ok(refused(1)) };
        let Some(first) = request.certificates.first() else { return Ok(refused(1)) };
        for hierarchy in Hierarchy::ALL {
            let tree = self.tree(hierarchy);
            // The responder's certificate comes from the issuing authority; the root answers by itself.
            for (issuer, responder) in [(&tree.issuing.certificate, &tree.ocsp), (&tree.root.certificate, &tree.root)] {
                if !first.is_issued_by(issuer) {
                    continue;
                }
                let own = [tree.ocsp.certificate.serial(), self.etk_ra.certificate.serial()];
                let mut singles = Vec::new();
                for id in &request.certificates {
                    let known = if !id.is_issued_by(issuer) {
                        Status::Unknown
                    } else if issuer == &tree.root.certificate {
                        let issued = [tree.issuing.certificate.serial(), tree.root.certificate.serial()];
                        if issued.contains(&id.serial) { Status::Good } else { Status::Unknown }
                    } else if own.contains(&id.serial) {
                        Status::Good
                    } else {
                        status(hierarchy, id.serial)?
                    };
                    singles.extend(single(id.raw, &known, now));
                }
                return response(responder, &singles, request.nonce, now, random);
            }
        }
        Ok(refused(6))
    }
}

fn single(id: &[u8], status: &Status, now: Timestamp) -> Vec<u8> {
    let status = match status {
        Status::Good => asn1::tlv(tag::context(0), &[]),
        Status::Revoked(at, reason) => {
            let code = reason_code(reason);
            let reason = match code {
                0 => Vec::new(),
                code => asn1::context(0, &asn1::tlv(tag::ENUMERATED, &[code])),
            };
            asn1::context(1, &[asn1::generalized_time(*at), reason].concat())
        }
        Status::Unknown => asn1::tlv(tag::context(2), &[]),
    };
    let next = asn1::context(0, &asn1::generalized_time(now.plus(3600)));
    asn1::sequence(&[id, &status, &asn1::generalized_time(now), &next])
}

fn response(
    responder: &Identity,
    singles: &[u8],
    nonce: Option<&[u8]>,
    now: Timestamp,
    random: &mut dyn Random,
) -> Result<Vec<u8>> {
    let key = &responder.key;
    let data = asn1::sequence(&[
        // byKey
        &asn1::context(2, &asn1::octet_string(&key.public().identifier())),
        &asn1::generalized_time(now),
        &asn1::tlv(tag::SEQUENCE, singles),
        &nonce.map(|n| asn1::context(1, &asn1::sequence(&[n]))).unwrap_or_default(),
    ]);
    let algorithm = key.default_signature();
    let signature = key.sign(algorithm, &data, random)?;
    let basic = asn1::sequence(&[
        &data,
        &algorithm.identifier(),
        &asn1::bit_string(&signature),
        &asn1::context(0, &asn1::sequence(&[responder.certificate.der()])),
    ]);
    let bytes = asn1::sequence(&[&asn1::oid(oid::OCSP_BASIC), &asn1::octet_string(&basic)]);
    Ok(asn1::sequence(&[&asn1::tlv(tag::ENUMERATED, &[0]), &asn1::context(0, &bytes)]))
}

#[cfg(test)]
mod tests {
    use ehcert_core::random::OsRandom;

    use super::*;

    const NOW: Timestamp = Timestamp(1_795_500_000);

    fn request(issuer: &Certificate, serial: &[u8], nonce: Option<&[u8]>) -> Vec<u8> {
        let key = issuer.public_key().unwrap().subject_public_key();
        let id = asn1::sequence(&[
            &Hash::Sha1.identifier(),
            &asn1::octet_string(&Hash::Sha1.digest(issuer.subject_der())),
            &asn1::octet_string(&Hash::Sha1.digest(&key)),
            &asn1::unsigned(serial),
        ]);
        let list = asn1::sequence(&[&asn1::sequence(&[&id])]);
        let nonce = nonce.map(|n| {
            let extension = crate::x509::extension(oid::OCSP_NONCE, false, &asn1::octet_string(n));
            asn1::context(2, &asn1::sequence(&[&extension]))
        });
        asn1::sequence(&[&asn1::sequence(&[&list, &nonce.unwrap_or_default()])])
    }

    /// Status tag of the first certificate, after the signature of `responder` was checked.
    fn first_status(answer: &[u8], responder: &Identity, nonce: Option<&[u8]>) -> u8 {
        let mut outer = asn1::read_one(answer, tag::SEQUENCE).unwrap().reader();
        assert_eq!(outer.any().unwrap().content, [0]);
        let mut bytes = outer.any().unwrap().reader().any().unwrap().reader();
        assert_eq!(bytes.any().unwrap().oid().unwrap(), oid::OCSP_BASIC);
        let mut basic = asn1::read_one(bytes.any().unwrap().content, tag::SEQUENCE).unwrap().reader();
        let data = basic.any().unwrap();
        basic.any().unwrap();
        let signature = basic.any().unwrap().bit_string().unwrap();
        let key = &responder.key;
        key.public().verify(key.default_signature(), data.raw, signature).unwrap();
        assert_eq!(nonce.is_some_and(|n| data.raw.ends_with(n)), nonce.is_some());
        let mut fields = data.reader();
        fields.any().unwrap();
        assert_eq!(fields.any().unwrap().time().unwrap(), NOW);
        let mut single = fields.any().unwrap().reader().any().unwrap().reader();
        single.any().unwrap();
        single.any().unwrap().tag
    }

    #[test]
    fn statuses_are_told_by_the_right_responder() {
        let authority = Authority::generate(NOW, "http://127.0.0.1:1").unwrap();
        let lookup = |hierarchy: Hierarchy, serial: &[u8]| {
            Ok(match (hierarchy, serial) {
                (Hierarchy::Rsa, [1]) => Status::Good,
                (Hierarchy::Rsa, [2]) => Status::Revoked(NOW.plus(-5), "superseded".into()),
                _ => Status::Unknown,
            })
        };
        let ask = |request: &[u8]| authority.answer_ocsp(request, NOW, &mut OsRandom, lookup).unwrap();
        let rsa = authority.tree(Hierarchy::Rsa);
        let issuing = &rsa.issuing.certificate;
        for (serial, status) in [(&[1][..], 0x80), (&[2], 0xA1), (&[3], 0x82)] {
            assert_eq!(first_status(&ask(&request(issuing, serial, None)), &rsa.ocsp, None), status, "{serial:?}");
        }
        let nonce = [7; 16];
        let answer = ask(&request(issuing, authority.etk_ra.certificate.serial(), Some(&nonce)));
        assert_eq!(first_status(&answer, &rsa.ocsp, Some(&nonce)), 0x80);
        let ec = authority.tree(Hierarchy::Ec);
        let answer = ask(&request(&ec.root.certificate, ec.issuing.certificate.serial(), None));
        assert_eq!(first_status(&answer, &ec.root, None), 0x80);
        let stranger = Authority::forged(Hierarchy::Ec, NOW, "http://127.0.0.1:1").unwrap();
        assert_eq!(ask(&request(&stranger.issuing.certificate, &[1], None)), refused(6));
    }

    #[test]
    fn malformed_requests_are_answered_as_such() {
        let authority = Authority::generate(NOW, "http://127.0.0.1:1").unwrap();
        for bytes in [&b""[..], b"hello", &[0x30, 0]] {
            let answer = authority.answer_ocsp(bytes, NOW, &mut OsRandom, |_, _| Ok(Status::Good)).unwrap();
            assert_eq!(answer, refused(1));
        }
    }
}
