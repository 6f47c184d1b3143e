//! The vpcd side on loopback, played by the test.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use super::super::{vpcd, *};

fn send(stream: &mut TcpStream, payload: &[u8]) {
    let length = u16::try_from(payload.len()).unwrap().to_be_bytes();
    stream.write_all(&[&length[..], payload].concat()).unwrap();
}

fn receive(stream: &mut TcpStream) -> Vec<u8> {
    let mut length = [0; 2];
    stream.read_exact(&mut length).unwrap();
    let mut payload = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut payload).unwrap();
    payload
}

/// Serves a card, lets `vpcd` speak with it, and returns the card, how often it was to be stored, and how
/// serving ended.
fn session(
    mut card: SoftwareCard,
    vpcd: impl FnOnce(TcpStream, &AtomicBool),
) -> (SoftwareCard, u32, std::io::Result<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let stop = AtomicBool::new(false);
    let mut stored = 0;
    let result = thread::scope(|scope| {
        let server = scope.spawn(|| {
            let stream = TcpStream::connect(address).unwrap();
            vpcd::serve(&mut card, stream, &stop, |_| stored += 1)
        });
        vpcd(listener.accept().unwrap().0, &stop);
        server.join().unwrap()
    });
    (card, stored, result)
}

#[test]
fn atr_commands_reset_and_removal() {
    let card = super::card("ec");
    let atr = card.atr();
    let (card, stored, result) = session(card, |mut stream, _| {
        send(&mut stream, &[0x01]);
        send(&mut stream, &[0x04]);
        assert_eq!(receive(&mut stream), atr);
        send(&mut stream, &[0x80, 0xE4, 0x00, 0x00, 0x1C]);
        let data = receive(&mut stream);
        assert_eq!((data.len(), data[21]), (30, 0x18));
        // A command that comes in single octets.
        for octet in [0x00, 0x04, 0x00, 0x20, 0x00, 0x01] {
            stream.write_all(&[octet]).unwrap();
        }
        assert_eq!(receive(&mut stream), [0x63, 0xC3]);
        send(&mut stream, &super::hex("0020000108 249999FFFFFFFFFF"));
        assert_eq!(receive(&mut stream), [0x63, 0xC2]);
        send(&mut stream, &super::hex("0020000108 241234FFFFFFFFFF"));
        assert_eq!(receive(&mut stream), [0x90, 0x00]);
        send(&mut stream, &super::hex("00200001"));
        assert_eq!(receive(&mut stream), [0x90, 0x00]);
        // Reset: no answer, and the PIN is forgotten.
        send(&mut stream, &[0x02]);
        send(&mut stream, &super::hex("00200001"));
        assert_eq!(receive(&mut stream), [0x63, 0xC3]);
        send(&mut stream, &[0x00]);
    });
    result.unwrap();
    assert_eq!((stored, card.tries_left()), (2, 3));
}

#[test]
fn the_stop_flag_takes_the_card_out() {
    let (_, _, result) = session(super::card("ec"), |mut stream, stop| {
        send(&mut stream, &[0x04]);
        receive(&mut stream);
        stop.store(true, Ordering::Relaxed);
        // The other side closes.
        assert_eq!(stream.read(&mut [0; 1]).unwrap(), 0);
    });
    result.unwrap();
}

#[test]
fn broken_messages_end_with_an_error() {
    let (_, _, result) = session(super::card("ec"), |mut stream, _| stream.write_all(&[0x00, 0x05, 0x00]).unwrap());
    assert_eq!(result.unwrap_err().kind(), std::io::ErrorKind::UnexpectedEof);
    let (_, _, result) = session(super::card("ec"), |mut stream, _| stream.write_all(&[0xFF, 0xFF]).unwrap());
    assert_eq!(result.unwrap_err().kind(), std::io::ErrorKind::InvalidData);
}
