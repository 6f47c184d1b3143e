//! Command bytes. Numbers as in the applet's reference manuals 1.7 and 1.8.

use zeroize::Zeroizing;

/// AID of the identity applet.
const APPLET: [u8; 15] = [0xA0, 0x00, 0x00, 0x00, 0x30, 0x29, 0x05, 0x70, 0x00, 0xAD, 0x13, 0x10, 0x01, 0x01, 0xFF];

/// The highest offset that READ BINARY can express: bit 8 of P1 means something else.
pub(super) const MAX_OFFSET: usize = 0x7FFF;

/// SELECT the applet. `p2` is 0C (no FCI) in the manuals; some cards want 00.
pub(super) fn select_applet(p2: u8) -> Vec<u8> {
    command(&[0x00, 0xA4, 0x04, p2], &APPLET)
}

/// SELECT by absolute path.
pub(super) fn select_path(path: &[u8]) -> Vec<u8> {
    command(&[0x00, 0xA4, 0x08, 0x0C], path)
}

/// READ BINARY of `length` octets (1 to 256) at `offset` (at most [`MAX_OFFSET`]).
pub(super) fn read_binary(offset: usize, length: usize) -> Vec<u8> {
    let [low, high, ..] = offset.to_le_bytes();
    // Le 00 stands for 256.
    vec![0x00, 0xB0, high, low, length.to_le_bytes()[0]]
}

/// GET CARD DATA, 28 octets.
pub(super) fn card_data() -> Vec<u8> {
    vec![0x80, 0xE4, 0x00, 0x00, 0x1C]
}

/// GET CARD DATA of applet 1.8 with the tries left, 31 octets.
pub(super) fn card_data_with_tries() -> Vec<u8> {
    vec![0x80, 0xE4, 0x00, 0x01, 0x1F]
}

/// GET RESPONSE; `length` 00 stands for 256.
pub(super) fn get_response(length: u8) -> Vec<u8> {
    vec![0x00, 0xC0, 0x00, 0x00, length]
}

/// VERIFY with a PIN block.
pub(super) fn verify(block: &[u8; 8]) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(command(&[0x00, 0x20, 0x00, 0x01], block))
}

/// VERIFY without data: asks for the tries left. Only from applet 1.7 on: an older card counts it as a
/// wrong PIN.
pub(super) fn verify_query() -> Vec<u8> {
    vec![0x00, 0x20, 0x00, 0x01]
}

/// CHANGE REFERENCE DATA from the old to the new PIN block.
pub(super) fn change(old: &[u8; 8], new: &[u8; 8]) -> Zeroizing<Vec<u8>> {
    let mut both = Zeroizing::new([0; 16]);
    both[..8].copy_from_slice(old);
    both[8..].copy_from_slice(new);
    Zeroizing::new(command(&[0x00, 0x24, 0x00, 0x01], &*both))
}

/// LOG OFF: the card forgets the PIN.
pub(super) fn log_off() -> Vec<u8> {
    vec![0x80, 0xE6, 0x00, 0x00]
}

/// MANAGE SECURITY ENVIRONMENT: which key signs, and how.
pub(super) fn security_environment(algorithm: u8, key: u8) -> Vec<u8> {
    command(&[0x00, 0x22, 0x41, 0xB6], &[0x04, 0x80, algorithm, 0x84, key])
}

/// PSO: COMPUTE DIGITAL SIGNATURE, without Le (T=0, case 4).
pub(super) fn sign(data: &[u8]) -> Vec<u8> {
    command(&[0x00, 0x2A, 0x9E, 0x9A], data)
}

/// INTERNAL AUTHENTICATE with the chip's own key over 48 octets (applet 1.8).
pub(super) fn internal_authenticate(challenge: &[u8; 48]) -> Vec<u8> {
    let mut data = vec![0x94, 0x30];
    data.extend_from_slice(challenge);
    command(&[0x00, 0x88, 0x02, 0x81], &data)
}

fn command(header: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut apdu = Vec::with_capacity(5 + data.len());
    apdu.extend_from_slice(header);
    // Every caller passes well under 256 octets.
    apdu.push(data.len().to_le_bytes()[0]);
    apdu.extend_from_slice(data);
    apdu
}

/// An answer: data, then the status.
#[derive(Clone, Debug, Default)]
pub(super) struct Response {
    pub(super) data: Vec<u8>,
    pub(super) status: u16,
    /// The card said that less is left than was asked for (6Cxx), and `data` is that rest.
    pub(super) shortened: bool,
}

impl Response {
    pub(super) fn ok(&self) -> bool {
        self.status == 0x9000
    }
}
