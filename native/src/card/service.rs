//! What this crate needs of PC/SC, so that tests can put a scripted reader in its place.

use std::sync::Arc;

/// A result of PC/SC: the error is its number, such as `0x8010_0069`.
pub(super) type Outcome<T> = std::result::Result<T, u32>;

/// Numbers of PC/SC that mean something here (the same on all systems).
pub(super) mod number {
    pub(crate) const INVALID_HANDLE: u32 = 0x8010_0003;
    pub(crate) const INVALID_PARAMETER: u32 = 0x8010_0004;
    pub(crate) const WAITED_TOO_LONG: u32 = 0x8010_0007;
    pub(crate) const INSUFFICIENT_BUFFER: u32 = 0x8010_0008;
    pub(crate) const UNKNOWN_READER: u32 = 0x8010_0009;
    pub(crate) const TIMEOUT: u32 = 0x8010_000A;
    pub(crate) const SHARING_VIOLATION: u32 = 0x8010_000B;
    pub(crate) const NO_SMARTCARD: u32 = 0x8010_000C;
    pub(crate) const PROTO_MISMATCH: u32 = 0x8010_000F;
    pub(crate) const NOT_READY: u32 = 0x8010_0010;
    /// Of a card whose reader was unplugged, in pcsclite.
    pub(crate) const INVALID_VALUE: u32 = 0x8010_0011;
    pub(crate) const COMM_ERROR: u32 = 0x8010_0013;
    pub(crate) const NOT_TRANSACTED: u32 = 0x8010_0016;
    pub(crate) const READER_UNAVAILABLE: u32 = 0x8010_0017;
    pub(crate) const CARD_UNSUPPORTED: u32 = 0x8010_001C;
    pub(crate) const NO_SERVICE: u32 = 0x8010_001D;
    pub(crate) const SERVICE_STOPPED: u32 = 0x8010_001E;
    pub(crate) const NO_ACCESS: u32 = 0x8010_0027;
    pub(crate) const NO_READERS: u32 = 0x8010_002E;
    pub(crate) const COMM_DATA_LOST: u32 = 0x8010_002F;
    pub(crate) const UNSUPPORTED_CARD: u32 = 0x8010_0065;
    pub(crate) const UNRESPONSIVE_CARD: u32 = 0x8010_0066;
    pub(crate) const UNPOWERED_CARD: u32 = 0x8010_0067;
    pub(crate) const RESET_CARD: u32 = 0x8010_0068;
    pub(crate) const REMOVED_CARD: u32 = 0x8010_0069;
    pub(crate) const SECURITY_VIOLATION: u32 = 0x8010_006A;
    /// A number of our own beside those of PC/SC: its library is not installed.
    pub(crate) const NOT_INSTALLED: u32 = 0xE4CE_0001;
}

/// State bits of a reader.
pub(super) mod state {
    pub(crate) const UNAVAILABLE: u32 = 0x0008;
    pub(crate) const PRESENT: u32 = 0x0020;
    pub(crate) const EXCLUSIVE: u32 = 0x0080;
    pub(crate) const IN_USE: u32 = 0x0100;
    pub(crate) const MUTE: u32 = 0x0200;
}

/// What a reader says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// Bits of [`state`]; the upper half counts how often a card went in or out.
    pub(super) state: u32,
    /// Answer to reset of the card in it; empty without card.
    pub(super) atr: Vec<u8>,
}

/// Opens the PC/SC service. Each connection opens it for itself, because a call that blocks would hold up
/// every other call through the same opening.
pub(super) type Opener = Arc<dyn Fn() -> Outcome<Box<dyn Service>> + Send + Sync>;

/// The PC/SC service, opened.
pub(super) trait Service: Send {
    /// Names of all readers; none is not an error.
    fn readers(&self) -> Outcome<Vec<String>>;
    /// What these readers say of themselves now, in the same order.
    fn look(&self, readers: &[String]) -> Outcome<Vec<Seen>>;
    /// Shares the card in a reader with other programs. Blocks while one of those holds it.
    fn connect(&self, reader: &str) -> Outcome<Box<dyn Link>>;
}

/// A card, shared with other programs. Dropping it gives it back.
pub(super) trait Link: Send {
    /// Sends a command and gets the whole answer.
    fn transmit(&mut self, command: &[u8]) -> Outcome<Vec<u8>>;
    /// Speaks to the reader instead of the card.
    fn control(&mut self, code: u32, data: &[u8]) -> Outcome<Vec<u8>>;
    /// Keeps other programs out. Blocks while one of them does the same.
    fn begin(&mut self) -> Outcome<()>;
    /// Lets other programs in again.
    fn end(&mut self) -> Outcome<()>;
    /// Takes the card up again after a reset or after it was put in again.
    fn reconnect(&mut self) -> Outcome<()>;
    /// Answer to reset of the card.
    fn atr(&mut self) -> Outcome<Vec<u8>>;
    /// Major and minor version of the reader's firmware.
    fn firmware(&mut self) -> Outcome<(u8, u8)>;
    /// Whether the card is to be reset when it is given back, so that no later program finds it with the
    /// PIN verified.
    fn reset_at_end(&mut self, reset: bool);
}
