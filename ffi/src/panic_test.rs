//! For the tests of the boundary only, behind a feature that nothing which ships has.

use std::ffi::c_char;

use crate::{
    boundary::{call, run},
    error::EhcError,
    value::EhcText,
};

/// Panics inside a call: 0 without an output, 1 with one, 3 while values that own memory are
/// held; 2 goes the way of 3 and finds what it looks for.
///
/// cbindgen:ignore
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ehc_panic_test(
    kind: u32,
    secret: *const c_char,
    out: *mut Option<Box<EhcText>>,
) -> Option<Box<EhcError>> {
    // SAFETY: the contract of this function is that of `call` and of the arguments' readers.
    unsafe {
        match kind {
            0 => run(|| panic!("{}", crate::boundary::text(secret, "secret")?)),
            1 => call(out, || -> crate::boundary::Outcome<EhcText> {
                panic!("{}", crate::boundary::text(secret, "secret")?)
            }),
            _ => call(out, || {
                let held = vec![crate::boundary::text(secret, "secret")?; 3];
                // Within the list for 2, beyond it for 3.
                let nth = usize::try_from(kind).unwrap_or(usize::MAX);
                Ok(EhcText::new(held[nth].clone()))
            }),
        }
    }
}
