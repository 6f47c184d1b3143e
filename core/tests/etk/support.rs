//! Certificates, keys and files for the tests. All names are invented.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use ehcert_core::{
    Code, Result, Timestamp,
    asn1::{self, oid, tag},
    certificate::{Certificate, key_usage},
    etk::{ChainVerdict, DecryptionKey, Sender},
    key::{Hash, KeyAlgorithm, PrivateKey},
    random::{OsRandom, Random},
};

pub(crate) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// A moment at which everything made here is valid.
pub(crate) fn now() -> Timestamp {
    at("2026-11-24T12:00:00Z")
}

pub(crate) fn rsa(bits: usize) -> PrivateKey {
    struct Bridge;
    impl rsa::rand_core::TryRng for Bridge {
        type Error = ehcert_core::Error;
        fn try_next_u32(&mut self) -> Result<u32> {
            let mut bytes = [0; 4];
            OsRandom.fill(&mut bytes)?;
            Ok(u32::from_le_bytes(bytes))
        }
        fn try_next_u64(&mut self) -> Result<u64> {
            let mut bytes = [0; 8];
            OsRandom.fill(&mut bytes)?;
            Ok(u64::from_le_bytes(bytes))
        }
        fn try_fill_bytes(&mut self, buffer: &mut [u8]) -> Result<()> {
            OsRandom.fill(buffer)
        }
    }
    impl rsa::rand_core::TryCryptoRng for Bridge {}
    PrivateKey::Rsa(Box::new(rsa::PrivateKey::new(&mut Bridge, bits).unwrap()))
}

pub(crate) fn name(common: &str) -> Vec<u8> {
    let part = |kind: &[u8], text: &str| asn1::set_of(&[asn1::sequence(&[&asn1::oid(kind), &asn1::utf8(text)])]);
    asn1::sequence(&[&part(oid::COUNTRY, "BE"), &part(oid::ORGANIZATION, "Proef"), &part(oid::COMMON_NAME, common)])
}

/// What a made certificate holds.
pub(crate) struct Spec<'a> {
    pub(crate) subject: Vec<u8>,
    pub(crate) issuer: Vec<u8>,
    pub(crate) serial: Vec<u8>,
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
    pub(crate) usage: Option<u16>,
    pub(crate) ca: bool,
    pub(crate) key_identifier: bool,
    pub(crate) key: &'a PrivateKey,
    pub(crate) signer: &'a PrivateKey,
}

impl<'a> Spec<'a> {
    pub(crate) fn new(subject: &str, key: &'a PrivateKey) -> Self {
        Self {
            subject: name(subject),
            issuer: name("Uitgever"),
            // One for each subject, as a CA would.
            serial: [&[0x51], &Hash::Sha256.digest(subject.as_bytes())[..7]].concat(),
            from: at("2026-01-01T00:00:00Z"),
            until: at("2028-12-31T00:00:00Z"),
            usage: Some(key_usage::DIGITAL_SIGNATURE | key_usage::NON_REPUDIATION | key_usage::KEY_ENCIPHERMENT),
            ca: false,
            key_identifier: false,
            key,
            signer: &world().ca_key,
        }
    }
    pub(crate) fn make(&self) -> Certificate {
        let mut extensions = Vec::new();
        if let Some(usage) = self.usage {
            let bits = asn1::octet_string(&asn1::named_bits(&usage.to_be_bytes()));
            extensions.push(asn1::sequence(&[&asn1::oid(oid::KEY_USAGE), &asn1::boolean(true), &bits]));
        }
        if self.ca {
            let value = asn1::octet_string(&asn1::sequence(&[&asn1::boolean(true)]));
            extensions.push(asn1::sequence(&[&asn1::oid(oid::BASIC_CONSTRAINTS), &asn1::boolean(true), &value]));
        }
        if self.key_identifier {
            let value = asn1::octet_string(&asn1::octet_string(&self.key.public().identifier()));
            extensions.push(asn1::sequence(&[&asn1::oid(oid::SUBJECT_KEY_IDENTIFIER), &value]));
        }
        let algorithm = self.signer.default_signature();
        let mut parts = vec![
            asn1::context(0, &asn1::small(2)),
            asn1::unsigned(&self.serial),
            algorithm.identifier(),
            self.issuer.clone(),
            asn1::sequence(&[&asn1::time(self.from), &asn1::time(self.until)]),
            self.subject.clone(),
            self.key.public().to_spki(),
        ];
        if !extensions.is_empty() {
            parts.push(asn1::context(3, &asn1::tlv(tag::SEQUENCE, &extensions.concat())));
        }
        let tbs = asn1::tlv(tag::SEQUENCE, &parts.concat());
        let signature = self.signer.sign(algorithm, &tbs, &mut OsRandom).unwrap();
        Certificate::from_der(&asn1::sequence(&[&tbs, &algorithm.identifier(), &asn1::bit_string(&signature)])).unwrap()
    }
}

/// Keys are made once for all tests: RSA keys take time.
pub(crate) struct World {
    pub(crate) ca_key: PrivateKey,
    pub(crate) sender_key: PrivateKey,
    pub(crate) other_key: PrivateKey,
    pub(crate) ec_key: PrivateKey,
    pub(crate) recipient_key: PrivateKey,
    pub(crate) weak_key: PrivateKey,
}

pub(crate) fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| World {
        ca_key: PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap(),
        sender_key: rsa(2048),
        other_key: PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap(),
        ec_key: PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap(),
        recipient_key: rsa(2048),
        weak_key: rsa(1024),
    })
}

pub(crate) fn ca() -> Certificate {
    let mut spec = Spec::new("Uitgever", &world().ca_key);
    spec.ca = true;
    spec.usage = Some(key_usage::KEY_CERT_SIGN);
    spec.make()
}

pub(crate) fn sender() -> Certificate {
    Spec::new("Wachtpost Alfa", &world().sender_key).make()
}

pub(crate) const ENCIPHERMENT: u16 = key_usage::KEY_ENCIPHERMENT | key_usage::DATA_ENCIPHERMENT;

/// An encryption certificate for a key: self-issued by its owner, signed by another key.
pub(crate) fn recipient_of(subject: &str, serial: &[u8], key: &PrivateKey) -> Certificate {
    let mut spec = Spec::new(subject, key);
    (spec.issuer, spec.serial, spec.usage) = (name(subject), serial.to_vec(), Some(ENCIPHERMENT));
    spec.make()
}

pub(crate) fn recipient() -> Certificate {
    recipient_of("Praktijk Beta", &[0x77; 16], &world().recipient_key)
}

pub(crate) fn as_sender<'a>(key: &'a PrivateKey, chain: &'a [Certificate]) -> Sender<'a> {
    Sender { key, chain }
}

pub(crate) fn key_of<'a>(certificate: &'a Certificate, key: &'a PrivateKey) -> DecryptionKey<'a> {
    DecryptionKey { certificate, key }
}

pub(crate) fn trusted(_: &Certificate, _: &[Certificate], _: Timestamp) -> ChainVerdict {
    ChainVerdict::Trusted
}

pub(crate) fn names(codes: &[Code]) -> Vec<&'static str> {
    codes.iter().map(|c| c.name()).collect()
}

/// Where an element's bytes stand inside the whole.
pub(crate) fn offset(part: &[u8], whole: &[u8]) -> usize {
    part.as_ptr().addr() - whole.as_ptr().addr()
}

/// The same bytes with the last occurrence of `from` replaced; both are of one length.
pub(crate) fn replace_last(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let at = bytes.windows(from.len()).rposition(|w| w == from).expect("nothing to replace");
    let mut out = bytes.to_vec();
    out[at..at + from.len()].copy_from_slice(to);
    out
}

/// The folder of the real-world files beside the checkout, if it is there.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let full = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")).join(path);
    if full.exists() {
        return Some(full);
    }
    eprintln!("skipped: ../shared/{path} is not present");
    None
}

/// A folder of this test run's own.
pub(crate) fn scratch(purpose: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("etk-{purpose}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs a program; `None` when it is not installed, else whether it succeeded and what it printed.
pub(crate) fn run(program: &str, arguments: &[&str]) -> Option<(bool, Vec<u8>)> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            if !output.status.success() {
                eprintln!("{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
            }
            Some((output.status.success(), output.stdout))
        }
        Err(_) => {
            eprintln!("skipped: {program} is not installed");
            None
        }
    }
}

/// The blocks with this label in a PEM text, decoded.
pub(crate) fn pem(text: &str, label: &str) -> Vec<Vec<u8>> {
    use base64ct::{Base64, Encoding};
    text.split(&format!("-----BEGIN {label}-----"))
        .skip(1)
        .map(|rest| {
            let body: String = rest.split("-----END").next().unwrap().split_whitespace().collect();
            Base64::decode_vec(&body).unwrap()
        })
        .collect()
}
