//! The calls of PC/SC, and all `unsafe` of this crate.
//!
//! On Windows and macOS PC/SC is part of the system and `pcsc-sys` declares it. Elsewhere its library may
//! not be installed, and a program that links it does not even start then. It is therefore loaded when a
//! card is first asked for. (The crate `pcsc` links it always; giving it other symbols of the same names to
//! link would put those names among the exports of every library that contains ours.)

// The functions of a C library can be called in no other way.
#![allow(unsafe_code)]

use std::{
    ffi::{CString, c_char},
    ptr::{null, null_mut},
    sync::Arc,
};

use self::abi::{DWORD, Functions, LONG, SCARD_IO_REQUEST, SCARD_READERSTATE, SCARDCONTEXT, SCARDHANDLE};
use super::service::{Link, Opener, Outcome, Seen, Service, number};

const SCOPE_USER: DWORD = 0;
const SHARE_SHARED: DWORD = 2;
/// The protocol of the Belgian identity card.
const PROTOCOL_T0: DWORD = 1;
const LEAVE_CARD: DWORD = 0;
const RESET_CARD: DWORD = 1;
/// A short answer is at most 256 bytes and the two status bytes; pcsclite's own buffers have this size.
const ANSWER: usize = 264;
/// Longest answer to reset (ISO 7816-3: TS and 32 characters).
const MAX_ATR: usize = 33;
/// SCARD_ATTR_VENDOR_IFD_VERSION: 0xMMmmbbbb, major, minor and build.
const FIRMWARE: DWORD = 0x0001_0102;
/// The list of readers may grow between asking for its length and for itself; then it is asked for again.
const LIST_TRIES: usize = 5;

/// The PC/SC of this computer.
pub(super) fn system() -> Opener {
    Arc::new(|| {
        let functions = abi::functions()?;
        let mut context: SCARDCONTEXT = 0;
        // SAFETY: the reserved pointers are null as PC/SC asks, `context` outlives the call.
        checked(unsafe { (functions.establish)(SCOPE_USER, null(), null(), &mut context) })?;
        Ok(Box::new(Opened(Arc::new(Context { functions, context }))) as Box<dyn Service>)
    })
}

/// The control code for a feature request or a feature of a reader.
pub(super) const fn control_code(code: u32) -> u32 {
    if cfg!(windows) { 0x0031_0000 | (code << 2) } else { 0x4200_0000 + code }
}

/// PC/SC numbers are 32 bits, in whatever width a system returns them.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn checked(result: LONG) -> Outcome<()> {
    match result as u32 {
        0 => Ok(()),
        number => Err(number),
    }
}

fn length(bytes: usize) -> Outcome<DWORD> {
    DWORD::try_from(bytes).map_err(|_| number::INVALID_PARAMETER)
}

/// The part of a buffer that a call says it filled.
fn filled(mut buffer: Vec<u8>, length: DWORD) -> Vec<u8> {
    buffer.truncate(usize::try_from(length).unwrap_or(usize::MAX));
    buffer
}

struct Context {
    functions: &'static Functions,
    context: SCARDCONTEXT,
}

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: the context was established and is released once. A failure leaves nothing to do.
        unsafe { (self.functions.release)(self.context) };
    }
}

struct Opened(Arc<Context>);

impl Service for Opened {
    fn readers(&self) -> Outcome<Vec<String>> {
        let Context { functions, context } = &*self.0;
        for _ in 0..LIST_TRIES {
            let mut size: DWORD = 0;
            // SAFETY: a null buffer asks for the length only.
            match checked(unsafe { (functions.list_readers)(*context, null(), null_mut(), &mut size) }) {
                Err(number::NO_READERS) => return Ok(Vec::new()),
                outcome => outcome?,
            }
            let mut names = vec![0_u8; usize::try_from(size).unwrap_or(0)];
            let buffer: *mut c_char = names.as_mut_ptr().cast();
            // SAFETY: the buffer has the length that is given with it.
            match checked(unsafe { (functions.list_readers)(*context, null(), buffer, &mut size) }) {
                Err(number::INSUFFICIENT_BUFFER) => {}
                Err(number::NO_READERS) => return Ok(Vec::new()),
                outcome => {
                    outcome?;
                    // Names ended by a zero each, and one more zero.
                    let names = filled(names, size);
                    let names = names.split(|byte| *byte == 0).filter(|name| !name.is_empty());
                    return Ok(names.map(|name| String::from_utf8_lossy(name).into_owned()).collect());
                }
            }
        }
        Err(number::INSUFFICIENT_BUFFER)
    }

    fn look(&self, readers: &[String]) -> Outcome<Vec<Seen>> {
        let names = readers.iter().map(|name| c_name(name)).collect::<Outcome<Vec<CString>>>()?;
        let mut states: Vec<SCARD_READERSTATE> = names
            .iter()
            .map(|name| SCARD_READERSTATE {
                szReader: name.as_ptr(),
                pvUserData: null_mut(),
                dwCurrentState: 0,
                dwEventState: 0,
                cbAtr: 0,
                rgbAtr: [0; abi::ATR_BUFFER],
            })
            .collect();
        let Context { functions, context } = &*self.0;
        let count = length(states.len())?;
        // SAFETY: `states` holds `count` entries, whose names live in `names` until after the call. With
        // a current state of "unaware" and no waiting time the call answers at once.
        match checked(unsafe { (functions.status_change)(*context, 0, states.as_mut_ptr(), count) }) {
            Err(number::TIMEOUT) => {}
            outcome => outcome?,
        }
        let seen = states.iter().map(|state| {
            // Copied out, because the structure is packed on macOS.
            let (bits, used, atr) = (state.dwEventState, state.cbAtr, state.rgbAtr);
            let atr = filled(atr.to_vec(), used.min(abi::MAX_ATR_DWORD));
            Seen { state: low_32(bits), atr }
        });
        Ok(seen.collect())
    }

    fn connect(&self, reader: &str) -> Outcome<Box<dyn Link>> {
        let name = c_name(reader)?;
        let Context { functions, context } = &*self.0;
        let (mut card, mut protocol): (SCARDHANDLE, DWORD) = (0, 0);
        // SAFETY: the name and both outputs outlive the call.
        checked(unsafe {
            (functions.connect)(*context, name.as_ptr(), SHARE_SHARED, PROTOCOL_T0, &mut card, &mut protocol)
        })?;
        Ok(Box::new(Card { context: Arc::clone(&self.0), card, at_end: LEAVE_CARD }))
    }
}

fn c_name(name: &str) -> Outcome<CString> {
    CString::new(name).map_err(|_| number::UNKNOWN_READER)
}

#[allow(clippy::cast_possible_truncation, clippy::unnecessary_cast, clippy::useless_conversion)]
fn low_32(value: DWORD) -> u32 {
    // Only 32 bits are ever used, in whatever width a system has them.
    value as u32
}

struct Card {
    /// Keeps the context open as long as the card is.
    context: Arc<Context>,
    card: SCARDHANDLE,
    at_end: DWORD,
}

impl Drop for Card {
    fn drop(&mut self) {
        // SAFETY: the handle came from a successful connect and is given back once.
        unsafe { (self.context.functions.disconnect)(self.card, self.at_end) };
    }
}

impl Link for Card {
    fn transmit(&mut self, command: &[u8]) -> Outcome<Vec<u8>> {
        let send = SCARD_IO_REQUEST { dwProtocol: PROTOCOL_T0, cbPciLength: abi::IO_REQUEST_DWORD };
        let mut answer = vec![0_u8; ANSWER];
        let (size, mut used) = (length(command.len())?, length(answer.len())?);
        // SAFETY: both buffers have the lengths that are given with them; no answer header is asked for.
        checked(unsafe {
            (self.context.functions.transmit)(
                self.card,
                &send,
                command.as_ptr(),
                size,
                null_mut(),
                answer.as_mut_ptr(),
                &mut used,
            )
        })?;
        Ok(filled(answer, used))
    }

    fn control(&mut self, code: u32, data: &[u8]) -> Outcome<Vec<u8>> {
        let mut answer = vec![0_u8; ANSWER];
        let (size, room, mut used) = (length(data.len())?, length(answer.len())?, 0);
        // SAFETY: both buffers have the lengths that are given with them.
        checked(unsafe {
            (self.context.functions.control)(
                self.card,
                DWORD::from(code),
                data.as_ptr(),
                size,
                answer.as_mut_ptr(),
                room,
                &mut used,
            )
        })?;
        Ok(filled(answer, used))
    }

    fn begin(&mut self) -> Outcome<()> {
        // SAFETY: the handle is open.
        checked(unsafe { (self.context.functions.begin)(self.card) })
    }

    fn end(&mut self) -> Outcome<()> {
        // SAFETY: the handle is open.
        checked(unsafe { (self.context.functions.end)(self.card, LEAVE_CARD) })
    }

    fn reconnect(&mut self) -> Outcome<()> {
        let mut protocol: DWORD = 0;
        // SAFETY: the handle is open, the output outlives the call.
        checked(unsafe {
            (self.context.functions.reconnect)(self.card, SHARE_SHARED, PROTOCOL_T0, LEAVE_CARD, &mut protocol)
        })
    }

    fn atr(&mut self) -> Outcome<Vec<u8>> {
        let mut atr = vec![0_u8; MAX_ATR];
        let (mut used, mut state, mut protocol) = (length(atr.len())?, 0, 0);
        // pcsclite and Windows want room for the name even when nobody asks for it.
        let mut name = [0_u8; 256];
        let mut name_size = length(name.len())?;
        // SAFETY: the buffers have the lengths that are given with them.
        checked(unsafe {
            (self.context.functions.status)(
                self.card,
                name.as_mut_ptr().cast(),
                &mut name_size,
                &mut state,
                &mut protocol,
                atr.as_mut_ptr(),
                &mut used,
            )
        })?;
        Ok(filled(atr, used))
    }

    fn firmware(&mut self) -> Outcome<(u8, u8)> {
        let mut version = [0_u8; 4];
        let mut used = length(version.len())?;
        // SAFETY: the buffer has the length that is given with it.
        checked(unsafe { (self.context.functions.attribute)(self.card, FIRMWARE, version.as_mut_ptr(), &mut used) })?;
        if low_32(used) != 4 {
            return Err(number::INVALID_PARAMETER);
        }
        let [major, minor, ..] = u32::from_ne_bytes(version).to_be_bytes();
        Ok((major, minor))
    }

    fn reset_at_end(&mut self, reset: bool) {
        self.at_end = if reset { RESET_CARD } else { LEAVE_CARD };
    }
}

/// Types and functions as C has them. Names of types and fields are those of PC/SC.
#[allow(non_camel_case_types, non_snake_case, clippy::upper_case_acronyms)]
mod abi {
    use std::ffi::c_void;

    use super::{Outcome, c_char};

    #[cfg(not(any(windows, target_os = "macos")))]
    mod types {
        use std::ffi::{c_char, c_long, c_ulong, c_void};

        pub(crate) type DWORD = c_ulong;
        pub(crate) type LONG = c_long;
        pub(crate) type SCARDCONTEXT = LONG;
        pub(crate) type SCARDHANDLE = LONG;
        pub(crate) const ATR_BUFFER_SIZE: usize = 33;

        #[repr(C)]
        pub(crate) struct SCARD_IO_REQUEST {
            pub(crate) dwProtocol: DWORD,
            pub(crate) cbPciLength: DWORD,
        }

        #[repr(C)]
        pub(crate) struct SCARD_READERSTATE {
            pub(crate) szReader: *const c_char,
            pub(crate) pvUserData: *mut c_void,
            pub(crate) dwCurrentState: DWORD,
            pub(crate) dwEventState: DWORD,
            pub(crate) cbAtr: DWORD,
            pub(crate) rgbAtr: [u8; ATR_BUFFER_SIZE],
        }
    }
    #[cfg(any(windows, target_os = "macos"))]
    use pcsc_sys as types;

    pub(super) use self::types::{
        ATR_BUFFER_SIZE as ATR_BUFFER, DWORD, LONG, SCARD_IO_REQUEST, SCARD_READERSTATE, SCARDCONTEXT, SCARDHANDLE,
    };

    /// [`super::MAX_ATR`] as PC/SC counts it.
    pub(super) const MAX_ATR_DWORD: DWORD = super::MAX_ATR as DWORD;
    pub(super) const IO_REQUEST_DWORD: DWORD = size_of::<SCARD_IO_REQUEST>() as DWORD;

    type Out<T> = *mut T;

    /// The functions of PC/SC that are used.
    pub(super) struct Functions {
        pub(super) establish: unsafe extern "system" fn(DWORD, *const c_void, *const c_void, Out<SCARDCONTEXT>) -> LONG,
        pub(super) release: unsafe extern "system" fn(SCARDCONTEXT) -> LONG,
        pub(super) list_readers:
            unsafe extern "system" fn(SCARDCONTEXT, *const c_char, Out<c_char>, Out<DWORD>) -> LONG,
        pub(super) status_change: unsafe extern "system" fn(SCARDCONTEXT, DWORD, Out<SCARD_READERSTATE>, DWORD) -> LONG,
        pub(super) connect:
            unsafe extern "system" fn(SCARDCONTEXT, *const c_char, DWORD, DWORD, Out<SCARDHANDLE>, Out<DWORD>) -> LONG,
        pub(super) reconnect: unsafe extern "system" fn(SCARDHANDLE, DWORD, DWORD, DWORD, Out<DWORD>) -> LONG,
        pub(super) disconnect: unsafe extern "system" fn(SCARDHANDLE, DWORD) -> LONG,
        pub(super) begin: unsafe extern "system" fn(SCARDHANDLE) -> LONG,
        pub(super) end: unsafe extern "system" fn(SCARDHANDLE, DWORD) -> LONG,
        pub(super) status: unsafe extern "system" fn(
            SCARDHANDLE,
            Out<c_char>,
            Out<DWORD>,
            Out<DWORD>,
            Out<DWORD>,
            Out<u8>,
            Out<DWORD>,
        ) -> LONG,
        pub(super) transmit: unsafe extern "system" fn(
            SCARDHANDLE,
            *const SCARD_IO_REQUEST,
            *const u8,
            DWORD,
            Out<SCARD_IO_REQUEST>,
            Out<u8>,
            Out<DWORD>,
        ) -> LONG,
        pub(super) attribute: unsafe extern "system" fn(SCARDHANDLE, DWORD, Out<u8>, Out<DWORD>) -> LONG,
        pub(super) control:
            unsafe extern "system" fn(SCARDHANDLE, DWORD, *const u8, DWORD, Out<u8>, DWORD, Out<DWORD>) -> LONG,
    }

    #[cfg(any(windows, target_os = "macos"))]
    pub(super) fn functions() -> Outcome<&'static Functions> {
        static LINKED: Functions = Functions {
            establish: pcsc_sys::SCardEstablishContext,
            release: pcsc_sys::SCardReleaseContext,
            list_readers: pcsc_sys::SCardListReaders,
            status_change: pcsc_sys::SCardGetStatusChange,
            connect: pcsc_sys::SCardConnect,
            reconnect: pcsc_sys::SCardReconnect,
            disconnect: pcsc_sys::SCardDisconnect,
            begin: pcsc_sys::SCardBeginTransaction,
            end: pcsc_sys::SCardEndTransaction,
            status: pcsc_sys::SCardStatus,
            transmit: pcsc_sys::SCardTransmit,
            control: pcsc_sys::SCardControl,
            attribute: pcsc_sys::SCardGetAttrib,
        };
        Ok(&LINKED)
    }

    #[cfg(not(any(windows, target_os = "macos")))]
    pub(super) use self::loaded::functions;

    #[cfg(not(any(windows, target_os = "macos")))]
    pub(super) mod loaded {
        use std::sync::OnceLock;

        use libloading::Library;

        use super::{Functions, Outcome};
        use crate::card::service::number;

        /// The name that pcsclite's interface has had since 2001; `.so` alone belongs to its developers'
        /// package.
        const LIBRARY: &str = "libpcsclite.so.1";

        pub(crate) fn functions() -> Outcome<&'static Functions> {
            static LOADED: OnceLock<(Functions, Library)> = OnceLock::new();
            // A failure is not kept: the person may install what is missing and try again.
            if LOADED.get().is_none() {
                let fresh = load(LIBRARY)?;
                // Another thread may have been quicker; then ours is unloaded again, unused.
                let _ = LOADED.set(fresh);
            }
            LOADED.get().map(|(functions, _)| functions).ok_or(number::NOT_INSTALLED)
        }

        /// The functions, which are valid as long as the library beside them is not dropped.
        pub(crate) fn load(name: &str) -> Outcome<(Functions, Library)> {
            // SAFETY: loading runs the initialisers of the library. The one of that name is the system's
            // PC/SC, whose initialisers are written for being loaded by any program.
            let library = unsafe { Library::new(name) }.map_err(|_| number::NOT_INSTALLED)?;
            macro_rules! function {
                ($name:literal) => {
                    // SAFETY: the type of the field is the one that pcsclite's header gives this function.
                    *unsafe { library.get($name) }.map_err(|_| number::NOT_INSTALLED)?
                };
            }
            let functions = Functions {
                establish: function!(b"SCardEstablishContext\0"),
                release: function!(b"SCardReleaseContext\0"),
                list_readers: function!(b"SCardListReaders\0"),
                status_change: function!(b"SCardGetStatusChange\0"),
                connect: function!(b"SCardConnect\0"),
                reconnect: function!(b"SCardReconnect\0"),
                disconnect: function!(b"SCardDisconnect\0"),
                begin: function!(b"SCardBeginTransaction\0"),
                end: function!(b"SCardEndTransaction\0"),
                status: function!(b"SCardStatus\0"),
                transmit: function!(b"SCardTransmit\0"),
                control: function!(b"SCardControl\0"),
                attribute: function!(b"SCardGetAttrib\0"),
            };
            Ok((functions, library))
        }
    }
}

#[cfg(all(test, not(any(windows, target_os = "macos"))))]
mod tests {
    use super::*;

    #[test]
    fn a_library_that_is_missing_or_another_is_an_error() {
        assert_eq!(abi::loaded::load("libehcert-no-such-library.so.1").err(), Some(number::NOT_INSTALLED));
        // A library that every program has, without the functions of PC/SC.
        assert_eq!(abi::loaded::load("libc.so.6").err(), Some(number::NOT_INSTALLED));
    }

    #[test]
    fn control_codes_are_those_of_pcsclite() {
        assert_eq!(control_code(3400), 0x4200_0D48);
    }

    #[test]
    fn names_with_a_zero_are_refused() {
        assert_eq!(c_name("a\0b"), Err(number::UNKNOWN_READER));
    }
}
