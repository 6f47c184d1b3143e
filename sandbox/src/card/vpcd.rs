//! A software card in a virtual PC/SC reader: the client side of vpcd.
//!
//! Both sides send a length of two octets, big-endian, and that many octets. One octet from vpcd is a
//! control: 00 power off, 01 power on, 02 reset, 04 asks for the ATR; anything longer is an APDU.
//! Connecting puts the card in, closing takes it out.

use std::{
    io::{self, ErrorKind, Read, Write},
    net::TcpStream,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use super::SoftwareCard;

/// vpcd's port of the first reader; the second has the next one.
pub const DEFAULT_PORT: u16 = 35963;
/// How soon a stop is noticed.
const POLL: Duration = Duration::from_millis(100);
/// How long the rest of a message that has begun may take.
const PATIENCE: u32 = 50;
/// An extended APDU with its header; nothing longer is asked of a T=0 card.
const MAX_MESSAGE: usize = 1 << 12;

/// Serves the card on this connection until `stop` is set or vpcd closes it, both of which are `Ok`.
/// `changed` is called after every command that changed PIN or counters, so that they can be stored.
pub fn serve(
    card: &mut SoftwareCard,
    mut stream: TcpStream,
    stop: &AtomicBool,
    mut changed: impl FnMut(&SoftwareCard),
) -> io::Result<()> {
    // One small packet each way for a command: with Nagle and delayed ACK each would take 40 ms.
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(POLL))?;
    card.reset();
    loop {
        let mut length = [0; 2];
        if !receive(&mut stream, &mut length, stop, true)? {
            return Ok(());
        }
        let length = usize::from(u16::from_be_bytes(length));
        if length > MAX_MESSAGE {
            return Err(io::Error::new(ErrorKind::InvalidData, "vpcd sent a message that is too long"));
        }
        let mut message = vec![0; length];
        if !receive(&mut stream, &mut message, stop, false)? {
            return Ok(());
        }
        match message.as_slice() {
            [] => {}
            [0x00..=0x02] => card.reset(),
            [0x04] => send(&mut stream, card.atr())?,
            // Other controls want no answer that anybody knows of.
            [_] => {}
            apdu => {
                let before = card.counters();
                let answer = card.transmit(apdu);
                if before != card.counters() {
                    changed(card);
                }
                send(&mut stream, &answer)?;
            }
        }
    }
}

fn send(stream: &mut TcpStream, payload: &[u8]) -> io::Result<()> {
    let length = u16::try_from(payload.len()).map_err(|_| io::Error::from(ErrorKind::InvalidData))?;
    let mut message = length.to_be_bytes().to_vec();
    message.extend_from_slice(payload);
    stream.write_all(&message)
}

/// Fills the buffer; `false` when told to stop, or when the connection was closed between two messages.
fn receive(stream: &mut TcpStream, buffer: &mut [u8], stop: &AtomicBool, between: bool) -> io::Result<bool> {
    let mut filled = 0;
    let mut silence = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        if stop.load(Ordering::Relaxed) {
            return Ok(false);
        }
        quick_ack(stream);
        match stream.read(rest) {
            Ok(0) if between && filled == 0 => return Ok(false),
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(n) => {
                filled += n;
                silence = 0;
            }
            Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                // Between two messages silence is usual; within one it is a dead peer.
                if !between || filled > 0 {
                    silence += 1;
                    if silence > PATIENCE {
                        return Err(e);
                    }
                }
            }
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) if between && filled == 0 && e.kind() == ErrorKind::ConnectionReset => return Ok(false),
            Err(e) => return Err(e),
        }
    }
    Ok(true)
}

/// Linux forgets it after every read. Without it a command takes 40 ms; that is no reason to fail.
#[cfg(target_os = "linux")]
fn quick_ack(stream: &TcpStream) {
    use std::os::linux::net::TcpStreamExt;
    let _ = stream.set_quickack(true);
}

#[cfg(not(target_os = "linux"))]
fn quick_ack(_: &TcpStream) {}
