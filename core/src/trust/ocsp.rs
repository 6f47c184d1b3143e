//! OCSP (RFC 6960): requests, and responses with everything that must hold before they are believed.

use std::ops::Range;

use super::{
    crl::Reason,
    extension::Extensions,
    name,
    path::{check_algorithm, check_key},
    revocation::Verdict,
};
use crate::{
    Code, Error, Result, Timestamp,
    asn1::{self, Tlv, oid, tag},
    certificate::{Certificate, extension, key_usage},
    key::{Hash, SignatureAlgorithm},
    random::Random,
};

/// Responses larger than this are refused; real ones have one to four kilobytes.
pub const MAX_RESPONSE: usize = 1 << 20;
/// A response without nextUpdate ("newer information is always there") is believed for a day.
pub const MAX_AGE: i64 = Timestamp::DAY;
/// Octets of nonce (RFC 9654 3: 32 for requests, and what every responder can return).
const NONCE: usize = 32;
/// Answers and certificates in one response.
const MAX_PARTS: usize = 256;

fn bad(what: &str) -> Error {
    Error::new(Code::OCSP_MALFORMED).detail(what)
}

/// A request for the status of one certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// DER OCSPRequest, to be posted as `application/ocsp-request`.
    pub der: Vec<u8>,
    /// The nonce in it; [`Response::answers`] compares it.
    pub nonce: Option<Vec<u8>>,
}

impl Request {
    /// A request about `certificate`, issued by `issuer`. The certificate is named with SHA-1, which every
    /// responder knows (RFC 5019 2.1.1); no trust rests on it. With a nonce when randomness is given.
    pub fn new(certificate: &Certificate, issuer: &Certificate, random: Option<&mut dyn Random>) -> Result<Self> {
        let id = asn1::sequence(&[
            &Hash::Sha1.identifier(),
            &asn1::octet_string(&Hash::Sha1.digest(certificate.issuer_der())),
            &asn1::octet_string(&Hash::Sha1.digest(&issuer.public_key()?.subject_public_key())),
            &asn1::tlv(tag::INTEGER, certificate.serial()),
        ]);
        let list = asn1::sequence(&[&asn1::sequence(&[&id])]);
        let Some(random) = random else {
            return Ok(Self { der: asn1::sequence(&[&asn1::sequence(&[&list])]), nonce: None });
        };
        let mut nonce = vec![0; NONCE];
        random.fill(&mut nonce)?;
        let extension =
            asn1::sequence(&[&asn1::oid(oid::OCSP_NONCE), &asn1::octet_string(&asn1::octet_string(&nonce))]);
        let extensions = asn1::context(2, &asn1::sequence(&[&extension]));
        Ok(Self { der: asn1::sequence(&[&asn1::sequence(&[&list, &extensions])]), nonce: Some(nonce) })
    }
}

/// A parsed response. Not yet trusted: see [`Response::status`].
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    der: Vec<u8>,
    data: Range<usize>,
    algorithm: Range<usize>,
    signature: Range<usize>,
    responder: Responder,
    produced_at: Timestamp,
    answers: Vec<Answer>,
    nonce: Option<Vec<u8>>,
    certificates: Vec<Certificate>,
}

impl std::fmt::Debug for Response {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Response({} answers of {})", self.answers.len(), self.produced_at)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Responder {
    /// DER Name.
    Name(Vec<u8>),
    /// SHA-1 of the key.
    Key(Vec<u8>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Answer {
    /// `None`: a hash that is not known here, so it is about nobody.
    hash: Option<Hash>,
    name_hash: Vec<u8>,
    key_hash: Vec<u8>,
    serial: Vec<u8>,
    status: Status,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Good,
    Revoked(Timestamp, Reason),
    Unknown,
}

/// What a response is asked.
#[derive(Clone, Copy, Debug)]
pub struct Check<'a> {
    /// The certificate in question.
    pub certificate: &'a Certificate,
    /// Its issuer, whose path was validated already.
    pub issuer: &'a Certificate,
    /// The current time.
    pub now: Timestamp,
    /// Seconds by which clocks may differ.
    pub skew: i64,
    /// Certificates of responders that may be missing in the response, in any order.
    pub responders: &'a [Certificate],
    /// Whether SHA-1 signatures are let through, to look at what is old.
    pub inspect_old: bool,
}

impl Response {
    /// From DER. [`Code::OCSP_REFUSED`] when the responder answered with an error status,
    /// [`Code::OCSP_MALFORMED`] when it is no response.
    pub fn from_der(der: &[u8]) -> Result<Self> {
        if der.len() > MAX_RESPONSE {
            return Err(Error::new(Code::TOO_LARGE).with("limit", "1 MB"));
        }
        let unreadable = [Code::BAD_ENCODING, Code::CERTIFICATE_MALFORMED];
        Self::parse(der)
            .map_err(|e| if unreadable.contains(&e.code()) { asn1::unreadable(&e, Code::OCSP_MALFORMED) } else { e })
    }

    fn parse(der: &[u8]) -> Result<Self> {
        let range = |part: &[u8]| {
            let start = part.as_ptr().addr() - der.as_ptr().addr();
            start..start + part.len()
        };
        let mut outer = asn1::read_one(der, tag::SEQUENCE)?.reader();
        let status = match outer.read(tag::ENUMERATED)?.content {
            [0] => None,
            [1] => Some("malformedRequest"),
            [2] => Some("internalError"),
            [3] => Some("tryLater"),
            [5] => Some("sigRequired"),
            [6] => Some("unauthorized"),
            _ => return Err(bad("status")),
        };
        if let Some(status) = status {
            return Err(Error::new(Code::OCSP_REFUSED).with("status", status));
        }
        let mut bytes = outer.read(tag::context_constructed(0))?.reader().read(tag::SEQUENCE)?.reader();
        outer.finish()?;
        if bytes.oid()? != oid::OCSP_BASIC {
            return Err(bad("kind of response"));
        }
        let basic = bytes.read(tag::OCTET_STRING)?.content;
        bytes.finish()?;
        let mut basic = asn1::read_one(basic, tag::SEQUENCE)?.reader();
        let data = basic.read(tag::SEQUENCE)?;
        let algorithm = basic.read(tag::SEQUENCE)?;
        let signature = basic.bit_string()?;
        let mut certificates = Vec::new();
        if let Some(list) = basic.optional(tag::context_constructed(0))? {
            let mut list = asn1::read_one(list.content, tag::SEQUENCE)?.reader();
            while !list.is_empty() && certificates.len() < MAX_PARTS {
                certificates.push(Certificate::from_der(list.any()?.raw)?);
            }
        }
        basic.finish()?;

        let mut reader = data.reader();
        if let Some(version) = reader.optional(tag::context_constructed(0))?
            && asn1::read_one(version.content, tag::INTEGER)?.small()? != 0
        {
            return Err(bad("version"));
        }
        let responder = reader.any()?;
        let responder = match responder.tag {
            0xA1 => Responder::Name(asn1::read_one(responder.content, tag::SEQUENCE)?.raw.to_vec()),
            0xA2 => Responder::Key(asn1::read_one(responder.content, tag::OCTET_STRING)?.content.to_vec()),
            _ => return Err(bad("responder")),
        };
        let produced_at = time(reader.any()?)?;
        let mut list = reader.read(tag::SEQUENCE)?.reader();
        let mut answers = Vec::new();
        while !list.is_empty() {
            answers.push(Answer::read(list.read(tag::SEQUENCE)?)?);
            if answers.len() > MAX_PARTS {
                return Err(Error::new(Code::TOO_LARGE).with("limit", MAX_PARTS).detail("answers"));
            }
        }
        let mut nonce = None;
        if let Some(extensions) = reader.optional(tag::context_constructed(1))? {
            let mut list = asn1::read_one(extensions.content, tag::SEQUENCE)?.reader();
            while !list.is_empty() {
                let (id, critical, value) = extension(&mut list)?;
                if id == oid::OCSP_NONCE {
                    // RFC 6960 wraps the nonce once more; some responders return the bare octets.
                    let inner = asn1::read_one(value, tag::OCTET_STRING).map_or(value, |t| t.content);
                    nonce = Some(inner.to_vec());
                } else if critical {
                    return Err(bad("unknown critical extension"));
                }
            }
        }
        reader.finish()?;
        Ok(Self {
            data: range(data.raw),
            algorithm: range(algorithm.raw),
            signature: range(signature),
            responder,
            produced_at,
            answers,
            nonce,
            certificates,
            der: der.to_vec(),
        })
    }

    /// The response as it came.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// When the response was signed.
    pub fn produced_at(&self) -> Timestamp {
        self.produced_at
    }

    /// The certificates that came along.
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// Whether this can be the response to a request: one with another nonce is refused
    /// ([`Code::OCSP_NONCE`]). One without is accepted, because many responders sign their answers in
    /// advance (RFC 6960 4.4.1); [`Self::status`] looks at its age.
    pub fn answers(&self, request: &Request) -> Result<()> {
        match (&request.nonce, &self.nonce) {
            (Some(sent), Some(returned)) if sent != returned => Err(Code::OCSP_NONCE.into()),
            _ => Ok(()),
        }
    }

    /// What the response says about a certificate, once everything holds: it is about this certificate
    /// ([`Code::OCSP_OTHER_CERTIFICATE`]), current ([`Code::OCSP_EXPIRED`]), and is signed by the issuer or by a responder that the issuer itself named
    /// ([`Code::OCSP_UNTRUSTED`]).
    ///
    /// `responder_status` is asked about a responder's certificate without `ocsp-nocheck`, which must
    /// then be good (RFC 6960 4.2.2.2.1).
    pub fn status(&self, check: &Check<'_>, responder_status: &dyn Fn(&Certificate) -> Verdict) -> Result<Verdict> {
        let key = check.issuer.public_key()?.subject_public_key();
        let about = |a: &&Answer| a.is_about(check.certificate, &key);
        // Where several speak about the same certificate, the newest counts.
        let answer = self
            .answers
            .iter()
            .filter(about)
            .max_by_key(|a| a.this_update)
            .ok_or_else(|| Error::from(Code::OCSP_OTHER_CERTIFICATE))?;
        let until = answer.next_update.unwrap_or_else(|| answer.this_update.plus(MAX_AGE));
        if check.now.plus(check.skew) < answer.this_update
            || check.now.plus(check.skew) < self.produced_at
            || check.now > until.plus(check.skew)
        {
            return Err(Error::new(Code::OCSP_EXPIRED).with("from", answer.this_update));
        }
        self.signed(check, responder_status)?;
        Ok(match answer.status {
            Status::Good => Verdict::Good,
            Status::Revoked(at, reason) => Verdict::Revoked { at, reason },
            Status::Unknown => Verdict::Unknown(None),
        })
    }

    /// RFC 6960 4.2.2.2: by the issuer, or by a certificate that the issuer itself signed for this.
    fn signed(&self, check: &Check<'_>, responder_status: &dyn Fn(&Certificate) -> Verdict) -> Result<()> {
        let untrusted = |what: &str| Error::new(Code::OCSP_UNTRUSTED).detail(what);
        if self.is_responder(check.issuer) {
            return self.verify(check.issuer, check);
        }
        let responder = self
            .certificates
            .iter()
            .chain(check.responders)
            .find(|c| self.is_responder(c))
            .ok_or_else(|| untrusted("certificate of the responder is missing"))?;
        if !name::same(responder.issuer_der(), check.issuer.subject_der()) {
            return Err(untrusted("responder is not of the same issuer"));
        }
        check_algorithm(responder.signature_algorithm()?, check.inspect_old)?;
        check.issuer.signed(responder).map_err(|_| untrusted("certificate of the responder"))?;
        let extensions = Extensions::read(responder)?;
        if !extensions.purposes.as_ref().is_some_and(|p| p.contains(&oid::OCSP_SIGNING)) {
            return Err(untrusted("responder is not meant to sign responses"));
        }
        let may_sign = key_usage::DIGITAL_SIGNATURE | key_usage::NON_REPUDIATION;
        if extensions.key_usage.is_some_and(|u| u & may_sign == 0) {
            return Err(untrusted("key usage of the responder"));
        }
        if extensions.unknown_critical.is_some() {
            return Err(untrusted("unknown critical extension of the responder"));
        }
        if !responder.is_valid_at(check.now) {
            return Err(untrusted("certificate of the responder is expired"));
        }
        self.verify(responder, check)?;
        if responder.extension(oid::OCSP_NOCHECK).is_none() {
            match responder_status(responder) {
                Verdict::Good => {}
                Verdict::Revoked { .. } => return Err(untrusted("responder is revoked")),
                Verdict::Unknown(_) => return Err(untrusted("revocation of the responder is not known")),
            }
        }
        Ok(())
    }

    fn is_responder(&self, certificate: &Certificate) -> bool {
        match &self.responder {
            Responder::Name(der) => name::same(der, certificate.subject_der()),
            Responder::Key(hash) => certificate.public_key().is_ok_and(|k| k.identifier().as_slice() == hash),
        }
    }

    fn verify(&self, signer: &Certificate, check: &Check<'_>) -> Result<()> {
        let part = |range: &Range<usize>| self.der.get(range.clone()).unwrap_or_default();
        let algorithm = SignatureAlgorithm::parse(asn1::read_one(part(&self.algorithm), tag::SEQUENCE)?, None)?;
        check_algorithm(algorithm, check.inspect_old)?;
        let key = signer.public_key()?;
        check_key(&key, check.inspect_old)?;
        key.verify(algorithm, part(&self.data), part(&self.signature))
            .map_err(|_| Error::new(Code::OCSP_UNTRUSTED).detail("signature"))
    }
}

impl Answer {
    fn read(t: Tlv<'_>) -> Result<Self> {
        let mut reader = t.reader();
        let mut id = reader.read(tag::SEQUENCE)?.reader();
        let hash = Hash::from_oid(id.read(tag::SEQUENCE)?.reader().oid()?).ok();
        let name_hash = id.read(tag::OCTET_STRING)?.content.to_vec();
        let key_hash = id.read(tag::OCTET_STRING)?.content.to_vec();
        let serial = id.read(tag::INTEGER)?.content.to_vec();
        id.finish()?;
        let status = reader.any()?;
        let status = match status.tag {
            0x80 => Status::Good,
            0xA1 => {
                let mut info = status.reader();
                let at = time(info.any()?)?;
                let reason = match info.optional(tag::context_constructed(0))? {
                    None => Reason::Unspecified,
                    Some(t) => match asn1::read_one(t.content, tag::ENUMERATED)?.content {
                        [value] => Reason::from_value(*value).ok_or_else(|| bad("reason"))?,
                        _ => return Err(bad("reason")),
                    },
                };
                info.finish()?;
                Status::Revoked(at, reason)
            }
            0x82 => Status::Unknown,
            _ => return Err(bad("status of a certificate")),
        };
        let this_update = time(reader.any()?)?;
        let next_update = match reader.optional(tag::context_constructed(0))? {
            Some(t) => Some(time(asn1::read_one(t.content, tag::GENERALIZED_TIME)?)?),
            None => None,
        };
        if let Some(extensions) = reader.optional(tag::context_constructed(1))? {
            let mut list = asn1::read_one(extensions.content, tag::SEQUENCE)?.reader();
            while !list.is_empty() {
                let (_, critical, _) = extension(&mut list)?;
                if critical {
                    return Err(bad("unknown critical extension"));
                }
            }
        }
        reader.finish()?;
        Ok(Self { hash, name_hash, key_hash, serial, status, this_update, next_update })
    }

    fn is_about(&self, certificate: &Certificate, issuer_key: &[u8]) -> bool {
        self.serial == certificate.serial()
            && self.hash.is_some_and(|hash| {
                self.name_hash == hash.digest(certificate.issuer_der()) && self.key_hash == hash.digest(issuer_key)
            })
    }
}

fn time(t: Tlv<'_>) -> Result<Timestamp> {
    t.expect(tag::GENERALIZED_TIME)?.time()
}
