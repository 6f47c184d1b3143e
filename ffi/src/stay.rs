//! The library stays loaded once it has threads: after a cancel, one may still wait for a server or a reader, and a host
//! that unloads the library would pull the code from under it. Linux is told so in the library itself (`build.rs`).

/// Keeps the library loaded until the process ends.
#[cfg(windows)]
pub(crate) fn stay_loaded() {
    use std::{ffi::c_void, ptr, sync::Once};

    /// `GET_MODULE_HANDLE_EX_FLAG_PIN` and `GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS`.
    const PIN_FROM_ADDRESS: u32 = 1 | 4;
    unsafe extern "system" {
        fn GetModuleHandleExW(flags: u32, address: *const c_void, module: *mut *mut c_void) -> i32;
    }
    static DONE: Once = Once::new();
    DONE.call_once(|| {
        let mut module = ptr::null_mut();
        // SAFETY: the address lies in this library, and the handle, which is not used, goes into a variable of ours.
        unsafe { GetModuleHandleExW(PIN_FROM_ADDRESS, stay_loaded as *const c_void, &raw mut module) };
    });
}

/// Nothing to be done.
#[cfg(not(windows))]
pub(crate) fn stay_loaded() {}
