//! Private keys as files have them: PrivateKeyInfo (RFC 5208, 5958) around an RSAPrivateKey (RFC 8017 A.1.2) or an
//! ECPrivateKey (RFC 5915). By the reader and the writer of this crate: those of the key crates, one for each kind of
//! key, would be a thirtieth of a module for browsers.

use rsa::{
    BoxedUint,
    traits::{PrivateKeyParts, PublicKeyParts},
};
use zeroize::Zeroizing;

use super::PrivateKey;
use crate::{
    Code, Error, Result,
    asn1::{self, Reader, oid, tag},
};

fn invalid(what: &str) -> Error {
    // Says what is wrong with the form, never a part of the key.
    Error::new(Code::PRIVATE_KEY_INVALID).detail(what)
}

pub(super) fn read(der: &[u8]) -> Result<PrivateKey> {
    parse(der).map_err(|e| {
        if e.code() == Code::PRIVATE_KEY_INVALID { e } else { invalid(e.detail_text().unwrap_or("malformed")) }
    })
}

fn parse(der: &[u8]) -> Result<PrivateKey> {
    let mut info = asn1::read_one(der, tag::SEQUENCE)?.reader();
    let version = info.small()?;
    let mut algorithm = info.read(tag::SEQUENCE)?.reader();
    let key = info.read(tag::OCTET_STRING)?.content;
    info.optional(tag::context_constructed(0))?;
    let public = info.optional(tag::context(1))?.is_some();
    info.finish()?;
    if version != u64::from(public) {
        return Err(invalid("version"));
    }
    match algorithm.oid()? {
        oid::RSA_ENCRYPTION => {
            if !algorithm.is_empty() && !algorithm.read(tag::NULL)?.content.is_empty() {
                return Err(invalid("parameters of RSA"));
            }
            algorithm.finish()?;
            rsa(asn1::read_one(key, tag::SEQUENCE)?.reader())
        }
        oid::EC_PUBLIC_KEY => {
            if algorithm.oid()? != oid::P384 {
                return Err(invalid("another curve than P-384"));
            }
            algorithm.finish()?;
            p384(asn1::read_one(key, tag::SEQUENCE)?.reader())
        }
        _ => Err(invalid("neither RSA nor EC")),
    }
}

fn rsa(mut parts: Reader<'_>) -> Result<PrivateKey> {
    if parts.small()? != 0 {
        return Err(invalid("more than two primes"));
    }
    let [modulus, exponent, private, p, q] = {
        let mut next = || parts.unsigned();
        [next()?, next()?, next()?, next()?, next()?]
    };
    for _ in ["exponent1", "exponent2", "coefficient"] {
        // Made anew from the others.
        parts.unsigned()?;
    }
    parts.finish()?;
    let number = |octets: &[u8], length: usize| {
        let bits = u32::try_from(8 * length).map_err(|_| invalid("too long"))?;
        BoxedUint::from_be_slice(octets, bits).map_err(|_| invalid("a part is longer than the modulus"))
    };
    let length = modulus.len();
    let key = rsa::PrivateKey::from_components(
        number(modulus, length)?,
        number(exponent, exponent.len())?,
        number(private, length)?,
        vec![number(p, length)?, number(q, length)?],
    );
    key.map(|key| PrivateKey::Rsa(Box::new(key))).map_err(|_| invalid("the parts do not fit each other"))
}

fn p384(mut parts: Reader<'_>) -> Result<PrivateKey> {
    if parts.small()? != 1 {
        return Err(invalid("version of the EC key"));
    }
    let secret = parts.read(tag::OCTET_STRING)?.content;
    let curve = parts.optional(tag::context_constructed(0))?;
    let public = parts.optional(tag::context_constructed(1))?;
    parts.finish()?;
    if let Some(curve) = curve
        && asn1::read_one(curve.content, tag::OID)?.oid()? != oid::P384
    {
        return Err(invalid("two curves"));
    }
    let key = p384::SecretKey::from_slice(secret).map_err(|_| invalid("not a number of the curve"))?;
    if let Some(public) = public {
        let point = asn1::read_one(public.content, tag::BIT_STRING)?.bit_string()?;
        if p384::PublicKey::from_sec1_bytes(point).ok() != Some(key.public_key()) {
            return Err(invalid("another public key"));
        }
    }
    Ok(PrivateKey::P384(key))
}

pub(super) fn write(key: &PrivateKey) -> Result<Zeroizing<Vec<u8>>> {
    let (algorithm, inner) = match key {
        PrivateKey::Rsa(key) => {
            let number = |n: &BoxedUint| Zeroizing::new(asn1::unsigned(&Zeroizing::new(n.to_be_bytes())));
            let missing = || Error::from(Code::INTERNAL);
            let [p, q] = key.primes() else { return Err(invalid("more than two primes")) };
            let parts = [
                number(key.n()),
                number(key.e()),
                number(key.d()),
                number(p),
                number(q),
                number(key.dp().ok_or_else(missing)?),
                number(key.dq().ok_or_else(missing)?),
                number(&Zeroizing::new(key.crt_coefficient().ok_or_else(missing)?)),
            ];
            let version = asn1::small(0);
            let all: Vec<&[u8]> =
                std::iter::once(version.as_slice()).chain(parts.iter().map(|p| p.as_slice())).collect();
            let algorithm = asn1::sequence(&[&asn1::oid(oid::RSA_ENCRYPTION), &asn1::null()]);
            (algorithm, Zeroizing::new(asn1::sequence(&all)))
        }
        PrivateKey::P384(key) => {
            let secret = Zeroizing::new(asn1::octet_string(&Zeroizing::new(key.to_bytes())));
            let public = asn1::context(1, &asn1::bit_string(&key.public_key().to_sec1_bytes()));
            let algorithm = asn1::sequence(&[&asn1::oid(oid::EC_PUBLIC_KEY), &asn1::oid(oid::P384)]);
            (algorithm, Zeroizing::new(asn1::sequence(&[&asn1::small(1), &secret, &public])))
        }
    };
    let inner = Zeroizing::new(asn1::octet_string(&inner));
    Ok(Zeroizing::new(asn1::sequence(&[&asn1::small(0), &algorithm, &inner])))
}

#[cfg(test)]
mod tests {
    use ::rsa::pkcs8::{DecodePrivateKey, EncodePrivateKey};

    use super::*;
    use crate::{key::KeyAlgorithm, random::OsRandom};

    /// The key crates as witnesses.
    #[test]
    fn as_the_key_crates_write_and_read() {
        for algorithm in [KeyAlgorithm::Rsa2048, KeyAlgorithm::P384] {
            let key = PrivateKey::generate(algorithm, &mut OsRandom).unwrap();
            let theirs = match &key {
                PrivateKey::Rsa(key) => key.to_pkcs8_der().unwrap(),
                PrivateKey::P384(key) => key.to_pkcs8_der().unwrap(),
            };
            let ours = write(&key).unwrap();
            assert_eq!(ours.as_slice(), theirs.as_bytes());
            assert_eq!(read(&ours).unwrap().public(), key.public());
            for cut in 0..ours.len() {
                assert_eq!(read(&ours[..cut]).unwrap_err().code(), Code::PRIVATE_KEY_INVALID);
            }
            // Where one octet is wrong both refuse, or both read the same key: what they do not look at may be anything.
            for at in (0..ours.len()).step_by(if algorithm == KeyAlgorithm::P384 { 1 } else { 41 }) {
                let mut bad = ours.to_vec();
                bad[at] ^= 1;
                let theirs = match algorithm {
                    KeyAlgorithm::Rsa2048 => ::rsa::PrivateKey::from_pkcs8_der(&bad).is_ok(),
                    KeyAlgorithm::P384 => ::p384::SecretKey::from_pkcs8_der(&bad).is_ok(),
                };
                assert_eq!(read(&bad).is_ok(), theirs, "{algorithm:?} octet {at}");
            }
        }
    }
}
