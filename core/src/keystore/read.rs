//! PKCS#12, reading.

use std::borrow::Cow;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::{
    Attributes, Carried, KeyEntry, Keystore, MAX_KEYSTORE, StoredCertificate, TrustedEntry, foreign, is_dummy,
    kdf::{Derived, Wanted, derive_many},
    pbe,
};
use crate::{
    Code, Error, Result,
    asn1::{self, Reader, Tlv, oid, tag},
    certificate::Certificate,
    key::PrivateKey,
    request::Password,
};

/// Bags, nested ones included, that one keystore may hold.
const MAX_BAGS: usize = 4096;
/// Safe contents inside safe contents.
const MAX_NESTING: usize = 4;
/// Iterations of all key derivations of one keystore together: five bags at the limit of one.
const MAX_WORK: u64 = 5 * pbe::MAX_ITERATIONS;

fn damaged(what: &str) -> Error {
    Error::new(Code::KEYSTORE_DAMAGED).detail(what)
}

/// The outer shell: the authenticated safe's octets and the MAC data.
struct Pfx<'a> {
    safe: &'a [u8],
    mac: Option<Tlv<'a>>,
}

fn pfx(der: &[u8]) -> Result<Pfx<'_>> {
    let mut reader = asn1::read_one(der, tag::SEQUENCE)?.reader();
    if reader.read(tag::INTEGER)?.small()? != 3 {
        return Err(damaged("version"));
    }
    let mut content = reader.read(tag::SEQUENCE)?.reader();
    if content.oid()? != oid::DATA {
        return Err(Error::new(Code::UNSUPPORTED_ALGORITHM).with("algorithm", "PKCS#12 protected by a public key"));
    }
    let safe = asn1::read_one(content.read(tag::context_constructed(0))?.content, tag::OCTET_STRING)?.content;
    let mac = reader.optional(tag::SEQUENCE)?;
    reader.finish()?;
    Ok(Pfx { safe, mac })
}

/// Normalises the outer shell; says what the file is when it is no PKCS#12.
fn normalise(bytes: &[u8]) -> Result<Vec<u8>> {
    if bytes.len() > MAX_KEYSTORE {
        return Err(Error::new(Code::TOO_LARGE).with("limit", "4 MB").field("keystore"));
    }
    let der = asn1::to_der(bytes).map_err(|_| foreign::refuse(bytes))?;
    match pfx(&der) {
        Ok(_) => Ok(der),
        Err(error) if error.code() == Code::BAD_ENCODING => Err(foreign::refuse(bytes)),
        Err(error) => Err(error),
    }
}

/// ASN.1 faults inside a keystore mean that it is damaged.
fn inside(error: Error) -> Error {
    if error.code() == Code::BAD_ENCODING { damaged(error.detail_text().unwrap_or("not DER")) } else { error }
}

pub(super) fn open(bytes: &[u8], password: &Password) -> Result<Keystore> {
    let der = normalise(bytes)?;
    let mut outcome = open_with(&der, password);
    if let (Some(octets), Err(error)) = (as_octets(password), &outcome)
        && error.code() == Code::KEYSTORE_PASSWORD_WRONG
    {
        outcome = open_with(&der, &octets).or(outcome);
    }
    outcome.map_err(inside)
}

/// A password outside ASCII as old programs wrote it: as if the octets of its UTF-8 were characters.
pub(super) fn as_octets(password: &Password) -> Option<Password> {
    let octets = || Zeroizing::new(password.as_str().bytes().map(char::from).collect::<String>());
    (!password.as_str().is_ascii()).then(|| Password::from(octets()))
}

/// A password outside ASCII as Java since 21 takes it for encryption, but not for the MAC: the octets of its UTF-8, each
/// without its highest bit, as characters.
fn seven_bit(password: &Password) -> Option<Zeroizing<Vec<u8>>> {
    let text = password.as_str();
    if text.is_ascii() {
        return None;
    }
    let mut out = Zeroizing::new(vec![0; 2 * text.len() + 2]);
    for (character, octet) in out.chunks_exact_mut(2).zip(text.bytes()) {
        character[1] = octet & 0x7F;
    }
    Some(out)
}

fn open_with(der: &[u8], password: &Password) -> Result<Keystore> {
    let pfx = pfx(der)?;
    let mut work = 0;
    let mut bmp = pbe::bmp(password);
    // All that takes long, beside each other, before the MAC is known to be right.
    let derived = Derived::of(derivations(der, &bmp, false));
    if let Some(mac) = pfx.mac {
        bmp = check_mac(mac, pfx.safe, password, bmp, &derived, &mut work)?;
    }
    let safe = asn1::to_der(pfx.safe)?;
    let mut bags = Bags::new(password, bmp, &derived, work);
    let mut contents = asn1::read_one(&safe, tag::SEQUENCE)?.reader();
    while !contents.is_empty() {
        bags.content(contents.read(tag::SEQUENCE)?)?;
    }
    bags.assemble()
}

/// Checks the MAC; the password in the form in which it was right.
fn check_mac(
    mac: Tlv<'_>,
    safe: &[u8],
    password: &Password,
    mut bmp: Zeroizing<Vec<u8>>,
    derived: &Derived,
    work: &mut u64,
) -> Result<Zeroizing<Vec<u8>>> {
    let mut reader = mac.reader();
    let mut info = reader.read(tag::SEQUENCE)?.reader();
    let mut algorithm = info.read(tag::SEQUENCE)?.reader();
    let wanted = info.read(tag::OCTET_STRING)?.content;
    let salt = reader.read(tag::OCTET_STRING)?.content;
    let rounds = reader.optional(tag::INTEGER)?;
    let kind = algorithm.oid()?;
    let found = if kind == oid::PBMAC1 {
        let mut parameters = algorithm.read(tag::SEQUENCE)?.reader();
        let kdf = pbe::Kdf::parse(parameters.any()?)?;
        let prf = pbe::pbmac_prf(parameters.any()?)?;
        // RFC 9579 5: salt and iterations stand in the parameters and are passed over here; the length must be
        // there, short keys are refused.
        let length = kdf.length().and_then(|l| usize::try_from(l).ok()).filter(|l| (20..=64).contains(l));
        let length = length.ok_or_else(|| damaged("key length of PBMAC1"))?;
        add_work(work, kdf.rounds())?;
        prf.hmac(&kdf.derive(password.as_str().as_bytes(), length)?, safe)?
    } else {
        let prf = pbe::Prf::from_hash_oid(kind)?;
        let rounds = rounds.map(pbe::rounds).transpose()?.unwrap_or(1);
        add_work(work, rounds)?;
        let length = wanted.len().clamp(16, 64);
        let known = derived.find(&bmp, salt, rounds, 3, length).filter(|_| prf == pbe::Prf::Sha1);
        let found = prf.hmac(&known.unwrap_or_else(|| prf.pkcs12(&bmp, salt, rounds, 3, length)), safe)?;
        // An empty password is written as no octets at all by some, and as an empty text by others.
        if password.as_str().is_empty() && found != wanted {
            bmp.clear();
            prf.hmac(&prf.pkcs12(&bmp, salt, rounds, 3, length), safe)?
        } else {
            found
        }
    };
    if bool::from(found.ct_eq(wanted)) { Ok(bmp) } else { Err(Code::KEYSTORE_PASSWORD_WRONG.into()) }
}

/// Derivations of one keystore that are done beside each other, at most.
const MAX_BESIDE: usize = 64;

/// What opening a keystore with this password will have to derive, as far as that is known before any part of it is
/// decrypted: of a damaged one, of one of other algorithms, or beyond the bounds, less or nothing.
fn derivations(der: &[u8], bmp: &[u8], certificates_only: bool) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    let _ = collect_derivations(der, bmp, certificates_only, &mut wanted);
    let mut work = 0;
    let affordable = wanted.iter().take_while(|w| add_work(&mut work, w.rounds).is_ok()).count();
    wanted.truncate(affordable.min(MAX_BESIDE));
    wanted
}

fn collect_derivations(der: &[u8], bmp: &[u8], certificates_only: bool, wanted: &mut Vec<Wanted>) -> Result<()> {
    let pfx = pfx(der)?;
    if let Some(mac) = pfx.mac.filter(|_| !certificates_only) {
        let mut reader = mac.reader();
        let mut info = reader.read(tag::SEQUENCE)?.reader();
        let kind = info.read(tag::SEQUENCE)?.reader().oid()?;
        let length = info.read(tag::OCTET_STRING)?.content.len();
        let salt = reader.read(tag::OCTET_STRING)?.content.to_vec();
        let rounds = reader.optional(tag::INTEGER)?.map(pbe::rounds).transpose()?.unwrap_or(1);
        if kind == oid::SHA1 {
            let password = Zeroizing::new(bmp.to_vec());
            wanted.push(Wanted { password, salt, rounds, purpose: 3, length: length.clamp(16, 64) });
        }
    }
    let safe = asn1::to_der(pfx.safe)?;
    let mut contents = asn1::read_one(&safe, tag::SEQUENCE)?.reader();
    while !contents.is_empty() && wanted.len() < MAX_BESIDE {
        let mut info = contents.read(tag::SEQUENCE)?.reader();
        let kind = info.oid()?;
        let value = info.read(tag::context_constructed(0))?.content;
        if kind == oid::ENCRYPTED_DATA {
            wanted.extend(pbe::wanted(encrypted_content(value)?.0, bmp));
        } else if kind == oid::DATA && !certificates_only {
            let safe = asn1::to_der(asn1::read_one(value, tag::OCTET_STRING)?.content)?;
            let mut bags = asn1::read_one(&safe, tag::SEQUENCE)?.reader();
            while !bags.is_empty() && wanted.len() < MAX_BESIDE {
                let mut bag = bags.read(tag::SEQUENCE)?.reader();
                if bag.oid()? == oid::SHROUDED_KEY_BAG {
                    let value = bag.read(tag::context_constructed(0))?.content;
                    let identifier = asn1::read_one(value, tag::SEQUENCE)?.reader().read(tag::SEQUENCE)?;
                    wanted.extend(pbe::wanted(identifier, bmp));
                }
            }
        }
    }
    Ok(())
}

fn add_work(work: &mut u64, rounds: u32) -> Result<()> {
    *work += u64::from(rounds);
    if *work > MAX_WORK {
        return Err(Error::new(Code::KEYSTORE_TOO_MANY_ITERATIONS).with("count", *work).with("limit", MAX_WORK));
    }
    Ok(())
}

struct FoundKey {
    key: PrivateKey,
    pkcs8: Zeroizing<Vec<u8>>,
    attributes: Attributes,
}

struct FoundCertificate {
    certificate: Certificate,
    attributes: Attributes,
    value: Vec<u8>,
    raw_attributes: Vec<u8>,
}

struct Bags<'a> {
    /// Leave the keys encrypted.
    certificates_only: bool,
    /// Attributes of keys that were passed over.
    passed_over: Vec<Attributes>,
    password: &'a Password,
    bmp: Zeroizing<Vec<u8>>,
    derived: &'a Derived,
    work: u64,
    count: usize,
    keys: Vec<FoundKey>,
    certificates: Vec<FoundCertificate>,
    carried: Vec<Carried>,
}

impl<'a> Bags<'a> {
    fn new(password: &'a Password, bmp: Zeroizing<Vec<u8>>, derived: &'a Derived, work: u64) -> Self {
        Self {
            certificates_only: false,
            passed_over: Vec::new(),
            password,
            bmp,
            derived,
            work,
            count: 0,
            keys: Vec::new(),
            certificates: Vec::new(),
            carried: Vec::new(),
        }
    }

    fn content(&mut self, info: Tlv<'_>) -> Result<()> {
        let mut reader = info.reader();
        let kind = reader.oid()?;
        let value = reader.read(tag::context_constructed(0))?.content;
        match kind {
            oid::DATA => {
                let safe = asn1::to_der(asn1::read_one(value, tag::OCTET_STRING)?.content)?;
                self.safe(&safe, 0)
            }
            oid::ENCRYPTED_DATA => {
                let plain = self.encrypted(value)?;
                let safe = Zeroizing::new(asn1::to_der(&plain)?);
                self.safe(&safe, 0)
            }
            other => Err(Error::new(Code::UNSUPPORTED_ALGORITHM).with("algorithm", oid::dotted(other))),
        }
    }

    fn encrypted(&mut self, value: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let (identifier, data) = encrypted_content(value)?;
        self.decrypt(identifier, &data)
    }

    fn decrypt(&mut self, identifier: Tlv<'_>, data: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let rounds = pbe::describe(identifier).1;
        add_work(&mut self.work, rounds)?;
        let outcome = pbe::decrypt(identifier, self.password, &self.bmp, data, self.derived);
        if let (Some(other), Err(error)) = (seven_bit(self.password), &outcome)
            && error.code() == Code::KEYSTORE_PASSWORD_WRONG
        {
            add_work(&mut self.work, rounds)?;
            let other = pbe::decrypt(identifier, self.password, &other, data, self.derived);
            // A wrong key fits the padding once in 256 times; what is inside is always a SEQUENCE.
            return other.ok().filter(|plain| plain.first() == Some(&0x30)).map_or(outcome, Ok);
        }
        outcome
    }

    fn safe(&mut self, safe: &[u8], depth: usize) -> Result<()> {
        if depth > MAX_NESTING {
            return Err(damaged("nested too deeply"));
        }
        let mut list = asn1::read_one(safe, tag::SEQUENCE)?.reader();
        while !list.is_empty() {
            self.count += 1;
            if self.count > MAX_BAGS {
                return Err(Error::new(Code::TOO_LARGE).with("limit", MAX_BAGS).field("keystore"));
            }
            self.bag(list.read(tag::SEQUENCE)?, depth)?;
        }
        Ok(())
    }

    fn bag(&mut self, bag: Tlv<'_>, depth: usize) -> Result<()> {
        let mut reader = bag.reader();
        let kind = reader.oid()?;
        let value = reader.read(tag::context_constructed(0))?.content;
        let set = reader.optional(tag::SET)?;
        let attributes = Attributes::parse(set)?;
        let raw_attributes = set.map(|s| s.raw.to_vec()).unwrap_or_default();
        match kind {
            oid::KEY_BAG | oid::SHROUDED_KEY_BAG if self.certificates_only => {
                self.passed_over.push(attributes);
                Ok(())
            }
            oid::KEY_BAG => {
                self.key(Zeroizing::new(value.to_vec()), attributes, raw_attributes);
                Ok(())
            }
            oid::SHROUDED_KEY_BAG => {
                let mut info = asn1::read_one(value, tag::SEQUENCE)?.reader();
                let identifier = info.read(tag::SEQUENCE)?;
                let data = info.read(tag::OCTET_STRING)?.content;
                let plain = self.decrypt(identifier, data)?;
                let pkcs8 = Zeroizing::new(asn1::to_der(&plain)?);
                self.key(pkcs8, attributes, raw_attributes);
                Ok(())
            }
            oid::CERT_BAG => {
                let value = value.to_vec();
                match certificate_of(&value) {
                    Some(certificate) => {
                        self.certificates.push(FoundCertificate { certificate, attributes, value, raw_attributes });
                    }
                    None => self.carried.push(Carried::Certificate { value, attributes: raw_attributes }),
                }
                Ok(())
            }
            oid::SAFE_CONTENTS_BAG => self.safe(value, depth + 1),
            _ => {
                self.carried.push(Carried::Bag(bag.raw.to_vec()));
                Ok(())
            }
        }
    }

    fn key(&mut self, pkcs8: Zeroizing<Vec<u8>>, attributes: Attributes, raw_attributes: Vec<u8>) {
        match PrivateKey::from_pkcs8(&pkcs8) {
            Ok(key) => self.keys.push(FoundKey { key, pkcs8, attributes }),
            Err(_) => self.carried.push(Carried::Key { pkcs8, attributes: raw_attributes }),
        }
    }

    /// Gives each key its certificate (by localKeyID, else by the key itself) and the issuers above it.
    fn assemble(mut self) -> Result<Keystore> {
        let mut store = Keystore { carried: self.carried, ..Keystore::default() };
        let mut used = vec![false; self.certificates.len()];
        for (index, found) in self.keys.drain(..).enumerate() {
            drop(found.pkcs8);
            let spki = found.key.public().to_spki();
            let id = found.attributes.local_key_id.clone();
            let by_id = |c: &FoundCertificate| id.is_some() && c.attributes.local_key_id == id;
            let leaf = self
                .certificates
                .iter()
                .position(|c| by_id(c) && c.certificate.spki_der() == spki)
                .or_else(|| self.certificates.iter().position(|c| c.certificate.spki_der() == spki))
                .or_else(|| self.certificates.iter().position(by_id));
            let mut chain = Vec::new();
            let mut next = leaf;
            while let Some(at) = next {
                used[at] = true;
                let certificate = self.certificates[at].certificate.clone();
                let self_issued = certificate.is_self_issued();
                let issuer = certificate.issuer_der().to_vec();
                chain.push(certificate);
                next = if self_issued || chain.len() > 10 {
                    None
                } else {
                    self.certificates
                        .iter()
                        .position(|c| c.certificate.subject_der() == issuer && !chain.contains(&c.certificate))
                };
            }
            let alias = found.attributes.alias.unwrap_or_else(|| format!("key-{}", index + 1));
            let local_key_id = id.unwrap_or_else(|| format!("key {index}").into_bytes());
            let requested = found.attributes.requested.filter(|_| chain.first().is_some_and(is_dummy));
            let revoked = found.attributes.revoked;
            store.keys.push(KeyEntry { alias, key: found.key, chain, local_key_id, requested, revoked });
        }
        for (found, used) in self.certificates.into_iter().zip(used) {
            match found.attributes.alias {
                // Named and not bound to a key: an entry of its own, even if it also stands in a chain.
                Some(alias) if found.attributes.local_key_id.is_none() && (found.attributes.trusted || !used) => {
                    store.trusted.push(TrustedEntry { alias, certificate: found.certificate });
                }
                _ if used => {}
                _ => store.carried.push(Carried::Certificate { value: found.value, attributes: found.raw_attributes }),
            }
        }
        Ok(store)
    }
}

/// See [`super::survey::certificates`].
pub(super) fn certificates(bytes: &[u8], password: &Password) -> Result<Vec<StoredCertificate>> {
    certificates_many(&[(bytes, password)]).pop().unwrap_or_else(|| Err(Code::INTERNAL.into()))
}

/// The same for many keystores, whose derivations are done beside each other.
pub(super) fn certificates_many(keystores: &[(&[u8], &Password)]) -> Vec<Result<Vec<StoredCertificate>>> {
    let opened: Vec<Result<Vec<u8>>> = keystores.iter().map(|(bytes, _)| normalise(bytes)).collect();
    let (mut wanted, mut lengths) = (Vec::new(), Vec::new());
    for (der, (_, password)) in opened.iter().zip(keystores) {
        let list = der.as_ref().map_or_else(|_| Vec::new(), |der| derivations(der, &pbe::bmp(password), true));
        lengths.push(list.len());
        wanted.extend(list);
    }
    let derived = derive_many(wanted, &lengths);
    let each = opened.into_iter().zip(keystores).zip(&derived);
    each.map(|((der, (_, password)), derived)| certificates_of(&der?, password, derived)).collect()
}

fn certificates_of(der: &[u8], password: &Password, derived: &Derived) -> Result<Vec<StoredCertificate>> {
    let pfx = pfx(der).map_err(inside)?;
    let safe = asn1::to_der(pfx.safe).map_err(inside)?;
    let mut bags = Bags::new(password, pbe::bmp(password), derived, 0);
    bags.certificates_only = true;
    let mut contents = asn1::read_one(&safe, tag::SEQUENCE).map_err(inside)?.reader();
    while !contents.is_empty() {
        let content = contents.read(tag::SEQUENCE).map_err(inside)?;
        // The MAC was not asked: bytes that are no bags come from a wrong password whose padding fitted by chance.
        bags.content(content).map_err(|error| {
            if error.code() == Code::BAD_ENCODING { Code::KEYSTORE_PASSWORD_WRONG.into() } else { error }
        })?;
    }
    let keys = bags.passed_over;
    let key_of = |c: &FoundCertificate| {
        let id = c.attributes.local_key_id.as_ref();
        id.and_then(|id| keys.iter().find(|k| k.local_key_id.as_ref() == Some(id)))
    };
    Ok(bags
        .certificates
        .iter()
        .map(|c| StoredCertificate {
            certificate: c.certificate.clone(),
            alias: c.attributes.alias.clone(),
            with_key: key_of(c).is_some(),
            revoked: key_of(c).and_then(|k| k.revoked),
        })
        .collect())
}

/// The X.509 certificate of a certBag value; `None` for an SDSI certificate or one that cannot be read.
fn certificate_of(value: &[u8]) -> Option<Certificate> {
    let mut reader = asn1::read_one(value, tag::SEQUENCE).ok()?.reader();
    if reader.oid().ok()? != oid::X509_CERTIFICATE {
        return None;
    }
    let content = reader.read(tag::context_constructed(0)).ok()?.content;
    Certificate::from_der(asn1::read_one(content, tag::OCTET_STRING).ok()?.content).ok()
}

/// AlgorithmIdentifier and ciphertext of an EncryptedData.
fn encrypted_content(value: &[u8]) -> Result<(Tlv<'_>, Cow<'_, [u8]>)> {
    let mut reader = asn1::read_one(value, tag::SEQUENCE)?.reader();
    reader.read(tag::INTEGER)?;
    let mut content = reader.read(tag::SEQUENCE)?.reader();
    content.oid()?;
    let identifier = content.read(tag::SEQUENCE)?;
    let data = match content.any()? {
        t if t.tag == tag::context(0) => Cow::Borrowed(t.content),
        // BER writers send the octets in pieces: normalising leaves the pieces inside the implicit tag.
        t if t.tag == tag::context_constructed(0) => {
            let mut pieces = t.reader();
            let mut joined = Vec::with_capacity(t.content.len());
            while !pieces.is_empty() {
                joined.extend_from_slice(pieces.read(tag::OCTET_STRING)?.content);
            }
            Cow::Owned(joined)
        }
        _ => return Err(damaged("encrypted content is missing")),
    };
    Ok((identifier, data))
}

/// One part of a keystore, as far as it can be seen without password.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BagShape {
    /// `encrypted` (certificates, usually), `key`, `certificate` or `other`.
    pub kind: String,
    /// The name of the encryption; empty for none.
    pub encryption: String,
    /// Its iterations.
    pub iterations: u32,
    /// The alias, where it stands outside the encryption.
    pub alias: Option<String>,
}

/// What a keystore shows without its password.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Shape {
    /// The MAC: `HMAC-SHA1`, `PBMAC1`..., empty for none.
    pub mac: String,
    /// Its iterations.
    pub mac_iterations: u64,
    /// Its parts.
    pub bags: Vec<BagShape>,
}

/// What a keystore shows without its password. Errors as those of [`Keystore::open`], but for the password.
pub fn inspect(bytes: &[u8]) -> Result<Shape> {
    let der = normalise(bytes)?;
    shape(&der).map_err(inside)
}

fn shape(der: &[u8]) -> Result<Shape> {
    let pfx = pfx(der)?;
    let mut shape = Shape { mac: String::new(), mac_iterations: 0, bags: Vec::new() };
    if let Some(mac) = pfx.mac {
        let mut reader = mac.reader();
        let kind = reader.read(tag::SEQUENCE)?.reader().read(tag::SEQUENCE)?.reader().oid()?.to_vec();
        reader.read(tag::OCTET_STRING)?;
        shape.mac_iterations = reader.optional(tag::INTEGER)?.map(|t| t.small()).transpose()?.unwrap_or(1);
        shape.mac = match kind.as_slice() {
            oid::PBMAC1 => "PBMAC1".into(),
            oid::SHA1 => "HMAC-SHA1".into(),
            oid::SHA256 => "HMAC-SHA256".into(),
            oid::SHA384 => "HMAC-SHA384".into(),
            oid::SHA512 => "HMAC-SHA512".into(),
            other => oid::dotted(other),
        };
    }
    let safe = asn1::to_der(pfx.safe)?;
    let mut contents = asn1::read_one(&safe, tag::SEQUENCE)?.reader();
    while !contents.is_empty() && shape.bags.len() < MAX_BAGS {
        let mut info = contents.read(tag::SEQUENCE)?.reader();
        let kind = info.oid()?;
        let value = info.read(tag::context_constructed(0))?.content;
        if kind == oid::ENCRYPTED_DATA {
            let (encryption, iterations) = pbe::describe(encrypted_content(value)?.0);
            shape.bags.push(BagShape { kind: "encrypted".into(), encryption, iterations, alias: None });
        } else if kind == oid::DATA {
            let safe = asn1::to_der(asn1::read_one(value, tag::OCTET_STRING)?.content)?;
            let mut bags: Reader<'_> = asn1::read_one(&safe, tag::SEQUENCE)?.reader();
            while !bags.is_empty() && shape.bags.len() < MAX_BAGS {
                shape.bags.push(bag_shape(bags.read(tag::SEQUENCE)?)?);
            }
        }
    }
    Ok(shape)
}

fn bag_shape(bag: Tlv<'_>) -> Result<BagShape> {
    let mut reader = bag.reader();
    let kind = reader.oid()?;
    let value = reader.read(tag::context_constructed(0))?.content;
    let alias = Attributes::parse(reader.optional(tag::SET)?)?.alias;
    let (encryption, iterations) = if kind == oid::SHROUDED_KEY_BAG {
        pbe::describe(asn1::read_one(value, tag::SEQUENCE)?.reader().read(tag::SEQUENCE)?)
    } else {
        (String::new(), 0)
    };
    let kind = match kind {
        oid::SHROUDED_KEY_BAG | oid::KEY_BAG => "key",
        oid::CERT_BAG => "certificate",
        _ => "other",
    };
    Ok(BagShape { kind: kind.into(), encryption, iterations, alias })
}
