//! The identity applet: commands, status words, order rules.

use ehcert_core::{
    asn1::{self, tag},
    key::{Hash, PrivateKey, SignatureAlgorithm, ecdsa_der_to_raw},
    random::OsRandom,
};

use super::software::{PROOFS, SoftwareCard, TRIES};

const APPLET: [u8; 15] = [0xA0, 0x00, 0x00, 0x00, 0x30, 0x29, 0x05, 0x70, 0x00, 0xAD, 0x13, 0x10, 0x01, 0x01, 0xFF];
const PKCS15: [u8; 12] = [0xA0, 0x00, 0x00, 0x01, 0x77, 0x50, 0x4B, 0x43, 0x53, 0x2D, 0x31, 0x35];

const OK: u16 = 0x9000;
const WRONG_LENGTH: u16 = 0x6700;
const NEEDS_PIN: u16 = 0x6982;
const BLOCKED: u16 = 0x6983;
const CONDITIONS: u16 = 0x6985;
const NO_FILE_SELECTED: u16 = 0x6986;
const WRONG_DATA: u16 = 0x6A80;
const NOT_FOUND: u16 = 0x6A82;
const NO_RECORD: u16 = 0x6A83;
const WRONG_PARAMETERS: u16 = 0x6A86;
const NO_KEY: u16 = 0x6A88;
const WRONG_OFFSET: u16 = 0x6B00;
const UNKNOWN_INSTRUCTION: u16 = 0x6D00;
const UNKNOWN_CLASS: u16 = 0x6E00;
const NO_ALGORITHM: u16 = 0x9484;

/// What a right PIN allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Access {
    #[default]
    None,
    /// Any number of signatures with key 82.
    Authentication,
    /// One signature with key 83, with at most so many other commands before it.
    Signature { spare: u8 },
}

/// What the card forgets when its power goes.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    folder: Option<&'static str>,
    file: Option<String>,
    environment: Option<(u8, u8)>,
    access: Access,
    /// What GET RESPONSE fetches.
    waiting: Vec<u8>,
}

#[cfg(test)]
impl State {
    /// As another program that resets the card would leave it, but for the selection.
    pub(super) fn access_lost(&mut self) {
        self.access = Access::None;
    }
}

type Answer = Result<Vec<u8>, u16>;

/// A command: header, what follows it, and whether that is Le.
struct Command<'a> {
    class: u8,
    instruction: u8,
    p1: u8,
    p2: u8,
    data: &'a [u8],
    /// Octets asked for.
    le: Option<usize>,
}

impl<'a> Command<'a> {
    fn parse(apdu: &'a [u8]) -> Option<Self> {
        let (&[class, instruction, p1, p2], rest) = apdu.split_first_chunk::<4>()?;
        let expected = |le: u8| Some(if le == 0 { 256 } else { usize::from(le) });
        let (data, le): (&[u8], _) = match rest {
            [] => (&[], None),
            [le] => (&[], expected(*le)),
            [lc, more @ ..] => match more.split_at_checked(usize::from(*lc))? {
                (data, []) => (data, None),
                (data, [le]) => (data, expected(*le)),
                _ => return None,
            },
        };
        Some(Self { class, instruction, p1, p2, data, le })
    }
}

impl SoftwareCard {
    /// Power off and on: the card forgets PIN, selection and security environment.
    pub fn reset(&mut self) {
        self.state = State::default();
    }

    /// Answers a command with data and status, as a T=0 card does: answers to commands that carry data
    /// are fetched with GET RESPONSE (61xx), and a wrong Le is told (6Cxx).
    pub fn transmit(&mut self, apdu: &[u8]) -> Vec<u8> {
        let (mut out, status) = match Command::parse(apdu) {
            Some(command) => self.dispatch(&command),
            None => (Vec::new(), WRONG_LENGTH),
        };
        out.extend(status.to_be_bytes());
        out
    }

    fn dispatch(&mut self, c: &Command<'_>) -> (Vec<u8>, u16) {
        let follows_up = c.class == 0 && matches!(c.instruction, 0x2A | 0xC0);
        if !follows_up {
            self.state.waiting.clear();
            // Key 83: what comes between VERIFY and signature uses the access up.
            if let Access::Signature { spare } = self.state.access {
                self.state.access = match spare.checked_sub(1) {
                    Some(spare) => Access::Signature { spare },
                    None => Access::None,
                };
            }
        }
        let answer = match (c.class, c.instruction) {
            (0x00, 0xA4) => self.select(c),
            (0x00, 0xB0) => self.read_binary(c),
            (0x00, 0xC0) => return self.get_response(c),
            (0x00, 0x20) => self.verify(c),
            (0x00, 0x24) => self.change(c),
            (0x00, 0x22) => self.manage_environment(c),
            (0x00, 0x2A) => self.sign(c),
            (0x00, 0x88) if self.is_1_8() => self.internal_authenticate(c),
            (0x80, 0xE4) => self.card_data(c),
            (0x80, 0xE6) => {
                self.state.access = Access::None;
                self.state.environment = None;
                Ok(Vec::new())
            }
            (0x80, 0xB2) if self.is_1_8() => self.read_record(c),
            (0x00 | 0x80, _) => Err(UNKNOWN_INSTRUCTION),
            _ => Err(UNKNOWN_CLASS),
        };
        match answer {
            Ok(data) => (data, OK),
            Err(status) => (Vec::new(), status),
        }
    }

    fn select(&mut self, c: &Command<'_>) -> Answer {
        match (c.p1, c.p2) {
            // No FCI is ever returned: only 0C is right, but 00 is in use and accepted for the applet.
            (0x04, 0x0C | 0x00) => {
                let folder = match c.data {
                    data if data == APPLET => "3F00",
                    data if data == PKCS15 => "DF00",
                    _ => return Err(NOT_FOUND),
                };
                self.state = State { folder: Some(folder), ..State::default() };
                Ok(Vec::new())
            }
            (0x08, 0x0C) => {
                let path = c.data.strip_prefix(&[0x3F, 0x00]).unwrap_or(c.data);
                let (folder, file) = match path {
                    [] => ("3F00", None),
                    [0xDF, 0x00, file @ ..] => ("DF00", Some(file)),
                    [0xDF, 0x01, file @ ..] => ("DF01", Some(file)),
                    file => ("3F00", Some(file)),
                };
                match file {
                    None | Some([]) => self.enter(folder),
                    Some([high, low]) => self.open(folder, [*high, *low]),
                    Some(_) => Err(NOT_FOUND),
                }
            }
            (0x00 | 0x02, 0x0C) => match *c.data {
                [0x3F, 0x00] => self.enter("3F00"),
                [0xDF, 0x00] => self.enter("DF00"),
                [0xDF, 0x01] => self.enter("DF01"),
                [high, low] => self.open(self.state.folder.unwrap_or("3F00"), [high, low]),
                _ => Err(0x6A87),
            },
            _ => Err(WRONG_PARAMETERS),
        }
    }

    fn enter(&mut self, folder: &'static str) -> Answer {
        self.state.folder = Some(folder);
        self.state.file = None;
        Ok(Vec::new())
    }

    fn open(&mut self, folder: &'static str, file: [u8; 2]) -> Answer {
        let name = format!("{folder}/{:02X}{:02X}", file[0], file[1]);
        if !self.files.contains_key(&name) {
            return Err(NOT_FOUND);
        }
        self.state.folder = Some(folder);
        self.state.file = Some(name);
        Ok(Vec::new())
    }

    fn selected(&self) -> Result<&[u8], u16> {
        let name = self.state.file.as_ref().ok_or(NO_FILE_SELECTED)?;
        self.files.get(name).map(|bytes| bytes.0.as_slice()).ok_or(NO_FILE_SELECTED)
    }

    fn read_binary(&self, c: &Command<'_>) -> Answer {
        let content = self.selected()?;
        let offset = usize::from(u16::from_be_bytes([c.p1, c.p2]));
        let le = c.le.ok_or(WRONG_LENGTH)?;
        let left = content.get(offset..).filter(|left| !left.is_empty()).ok_or(WRONG_OFFSET)?;
        match left.get(..le) {
            Some(part) => Ok(part.to_vec()),
            // Fewer than 256 are left.
            None => Err(0x6C00 | u16::from(left.len().to_le_bytes()[0])),
        }
    }

    /// One field of identity or address (applet 1.8).
    fn read_record(&self, c: &Command<'_>) -> Answer {
        if !matches!(self.state.file.as_deref(), Some("DF01/4031" | "DF01/4033")) {
            return Err(if self.state.file.is_some() { 0x6981 } else { NO_FILE_SELECTED });
        }
        let fields = ehcert_core::eid::parse_fields(self.selected()?).map_err(|_| NO_RECORD)?;
        let field = fields.iter().find(|f| f.tag == c.p1 && c.p1 == c.p2).ok_or(NO_RECORD)?;
        Ok(super::files::tlv(&[(field.tag, field.value)]))
    }

    fn get_response(&mut self, c: &Command<'_>) -> (Vec<u8>, u16) {
        let length = self.state.waiting.len();
        let le = c.le.unwrap_or(256);
        if length == 0 {
            return (Vec::new(), CONDITIONS);
        }
        if le > length {
            return (Vec::new(), 0x6C00 | u16::from(length.to_le_bytes()[0]));
        }
        let rest = self.state.waiting.split_off(le);
        let data = std::mem::replace(&mut self.state.waiting, rest);
        match self.state.waiting.len() {
            0 => (data, OK),
            left => (data, 0x6100 | u16::from(left.min(256).to_le_bytes()[0])),
        }
    }

    /// Keeps an answer for GET RESPONSE. 256 octets are told as 00.
    fn later(&mut self, data: Vec<u8>) -> Answer {
        let length = data.len().min(256).to_le_bytes()[0];
        self.state.waiting = data;
        Err(0x6100 | u16::from(length))
    }

    fn card_data(&self, c: &Command<'_>) -> Answer {
        let ec = self.is_1_8();
        let mut data = self.chip.0.clone();
        // Component, system number and version, soft mask number and version.
        data.extend([0xF3, 0x36, 0x10, 0x2A, 0x01]);
        match ec {
            true => data.extend([0x18, 0x00, 0x01, 0x01, 0x00, 0x02, 0x8A]),
            false => data.extend([0x17, 0x00, 0x03, 0x00, 0x21, 0x01, 0x0F]),
        }
        match c.p2 {
            0x00 => {}
            0x01 if ec => data.extend([self.tries_left, 0xFF, 0xFF]),
            _ => return Err(WRONG_PARAMETERS),
        }
        match c.le {
            Some(le) if le == data.len() => Ok(data),
            _ => Err(0x6C00 | u16::from(data.len().to_le_bytes()[0])),
        }
    }

    fn verify(&mut self, c: &Command<'_>) -> Answer {
        if (c.p1, c.p2) != (0x00, 0x01) {
            return Err(NO_KEY);
        }
        // T=0 knows no command without a length: an empty VERIFY comes with P3 = 00.
        if c.data.is_empty() {
            return match (self.state.access, self.tries_left) {
                (_, 0) => Err(BLOCKED),
                (Access::None, tries) => Err(0x63C0 | u16::from(tries)),
                _ => Ok(Vec::new()),
            };
        }
        let block = c.data.try_into().map_err(|_| WRONG_LENGTH)?;
        self.check_pin(block)?;
        self.grant();
        Ok(Vec::new())
    }

    fn change(&mut self, c: &Command<'_>) -> Answer {
        if (c.p1, c.p2) != (0x00, 0x01) {
            return Err(NO_KEY);
        }
        let both: &[u8; 16] = c.data.try_into().map_err(|_| WRONG_LENGTH)?;
        let (old, new) = both.split_at(8);
        let new = digits(new.try_into().map_err(|_| WRONG_LENGTH)?).ok_or(WRONG_DATA)?;
        self.check_pin(old.try_into().map_err(|_| WRONG_LENGTH)?)?;
        self.pin = new;
        self.grant();
        Ok(Vec::new())
    }

    /// A wrong PIN takes a try and every access away; a right one gives all tries back.
    fn check_pin(&mut self, block: &[u8; 8]) -> Result<(), u16> {
        if self.tries_left == 0 {
            return Err(BLOCKED);
        }
        self.state.access = Access::None;
        if digits(block).is_none_or(|pin| pin != self.pin) {
            self.tries_left -= 1;
            return Err(if self.tries_left == 0 { BLOCKED } else { 0x63C0 | u16::from(self.tries_left) });
        }
        self.tries_left = TRIES;
        self.proofs_left = PROOFS;
        Ok(())
    }

    /// What a right PIN is for depends on the key that was chosen before it.
    fn grant(&mut self) {
        self.state.access = match self.state.environment {
            Some((_, 0x83)) => Access::Signature { spare: u8::from(self.is_1_8()) },
            _ => Access::Authentication,
        };
    }

    fn manage_environment(&mut self, c: &Command<'_>) -> Answer {
        let ([0x04, 0x80, algorithm, 0x84, key], 0x41, 0xB6) = (c.data, c.p1, c.p2) else {
            return Err(if (c.p1, c.p2) == (0x41, 0xB6) { WRONG_DATA } else { WRONG_PARAMETERS });
        };
        let known: &[u8] =
            if self.is_1_8() { &[0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40] } else { &[0x01, 0x02, 0x08, 0x10, 0x20] };
        if self.key(*key).is_none() {
            return Err(NO_KEY);
        }
        // 04 of 1.7 is MD5: nobody signs with it any more, and neither does this card.
        if !known.contains(algorithm) {
            return Err(NO_ALGORITHM);
        }
        self.state.environment = Some((*algorithm, *key));
        Ok(Vec::new())
    }

    fn key(&self, reference: u8) -> Option<&PrivateKey> {
        match reference {
            0x82 => self.authentication.as_ref(),
            0x83 => self.signature.as_ref(),
            _ => None,
        }
        .map(|stored| &stored.0)
    }

    fn sign(&mut self, c: &Command<'_>) -> Answer {
        self.state.waiting.clear();
        if (c.p1, c.p2) != (0x9E, 0x9A) {
            return Err(WRONG_PARAMETERS);
        }
        let (algorithm, key) = self.state.environment.ok_or(CONDITIONS)?;
        match (key, self.state.access) {
            (0x83, Access::Signature { .. }) => self.state.access = Access::None,
            (0x82, Access::Authentication) => {}
            // A PIN given for one key is not good for the other.
            _ => return Err(NEEDS_PIN),
        }
        let private = self.key(key).ok_or(NO_KEY)?;
        let signature = match self.is_1_8() {
            true => sign_ec(private, algorithm, c.data)?,
            false => sign_rsa(private, algorithm, c.data)?,
        };
        self.later(signature)
    }

    fn internal_authenticate(&mut self, c: &Command<'_>) -> Answer {
        if (c.p1, c.p2) != (0x02, 0x81) {
            return Err(WRONG_PARAMETERS);
        }
        let [0x94, 0x30, challenge @ ..] = c.data else { return Err(WRONG_DATA) };
        if challenge.len() != 48 {
            return Err(WRONG_LENGTH);
        }
        self.proofs_left = self.proofs_left.checked_sub(1).ok_or(NEEDS_PIN)?;
        let key = self.basic.as_ref().ok_or(NO_KEY)?;
        let signature = sign_ec(&key.0, 0x02, challenge)?;
        self.later(signature)
    }
}

/// The digits of a PIN block; `None` when it is malformed.
fn digits(block: &[u8; 8]) -> Option<String> {
    let nibbles: Vec<u8> = block.iter().flat_map(|b| [b >> 4, b & 0xF]).collect();
    let [2, length @ 4..=12, rest @ ..] = nibbles.as_slice() else { return None };
    let (pin, fill) = rest.split_at_checked(usize::from(*length))?;
    let good = pin.iter().all(|d| *d < 10) && fill.iter().all(|d| *d == 0xF);
    good.then(|| pin.iter().map(|d| char::from(b'0' + d)).collect())
}

/// Applet 1.8: raw r||s over a digest.
fn sign_ec(key: &PrivateKey, algorithm: u8, digest: &[u8]) -> Answer {
    let fits = match algorithm {
        0x01 | 0x08 => digest.len() == 32,
        0x02 | 0x10 => digest.len() == 48,
        0x04 | 0x20 => digest.len() == 64,
        _ => matches!(digest.len(), 20 | 28 | 32 | 48 | 64),
    };
    if !fits {
        return Err(WRONG_LENGTH);
    }
    // A digest shorter than the field is the same number with zeros in front.
    let mut padded = vec![0; 48usize.saturating_sub(digest.len())];
    padded.extend_from_slice(digest);
    key.sign_digest(SignatureAlgorithm::Ecdsa(Hash::Sha384), &padded, &mut OsRandom)
        .and_then(|der| ecdsa_der_to_raw(&der, 48))
        .map_err(|_| CONDITIONS)
}

/// Applet 1.7.
fn sign_rsa(key: &PrivateKey, algorithm: u8, data: &[u8]) -> Answer {
    let (algorithm, digest) = match algorithm {
        // The caller gives the DigestInfo.
        0x01 => digest_info(data).ok_or(WRONG_DATA)?,
        0x02 => (SignatureAlgorithm::RsaPkcs1(Hash::Sha1), data),
        0x08 => (SignatureAlgorithm::RsaPkcs1(Hash::Sha256), data),
        0x10 => (SignatureAlgorithm::RsaPss { hash: Hash::Sha1, salt: 20 }, data),
        _ => (SignatureAlgorithm::RsaPss { hash: Hash::Sha256, salt: 32 }, data),
    };
    if digest.len() != algorithm.hash().length() {
        return Err(WRONG_LENGTH);
    }
    key.sign_digest(algorithm, digest, &mut OsRandom).map_err(|_| CONDITIONS)
}

fn digest_info(data: &[u8]) -> Option<(SignatureAlgorithm, &[u8])> {
    let mut reader = asn1::read_one(data, tag::SEQUENCE).ok()?.reader();
    let mut algorithm = reader.read(tag::SEQUENCE).ok()?.reader();
    let hash = Hash::from_oid(algorithm.any().ok()?.oid().ok()?).ok()?;
    let digest = reader.read(tag::OCTET_STRING).ok()?.content;
    reader.finish().ok()?;
    Some((SignatureAlgorithm::RsaPkcs1(hash), digest))
}
