//! What the C ABI costs over the Rust calls that it translates, in one run: `cargo bench -p ehcert-ffi --bench abi --
//! LIBRARY`. Prints microseconds; `tests/bench/abi.sh` builds the library as it ships and judges the figures.
//!
//! With `load LIBRARY` it is the process that is measured: loading the library and the first call.

use std::{
    env,
    ffi::{CString, c_char, c_void},
    hint::black_box,
    process::Command,
    ptr,
    time::Instant,
};

use ehcert_core::facade::{error::describe_problem, validate};

type Check = unsafe extern "C" fn(*const c_char, *mut *mut c_void) -> *mut c_void;
type CheckOf = unsafe extern "C" fn(*const c_char, *const c_char, *mut *mut c_void) -> *mut c_void;
type Message = unsafe extern "C" fn(*const c_void, *const c_char, *mut *mut c_void) -> *mut c_void;
type Free = unsafe extern "C" fn(*mut c_void);

const ROUNDS: u32 = 20_000;
const REPETITIONS: usize = 15;
const PROCESSES: usize = 25;

/// The functions that are measured.
struct Abi {
    phone: Check,
    identifier: CheckOf,
    message: Message,
    text_free: Free,
    error_free: Free,
    _library: libloading::Library,
}

impl Abi {
    fn load(path: &str) -> Result<Self, libloading::Error> {
        // SAFETY: the library runs nothing when it is loaded; the signatures are those of include/ehcert.h.
        unsafe {
            let library = libloading::Library::new(path)?;
            Ok(Self {
                phone: *library.get(b"ehc_check_phone")?,
                identifier: *library.get(b"ehc_check_identifier")?,
                message: *library.get(b"ehc_error_message")?,
                text_free: *library.get(b"ehc_text_free")?,
                error_free: *library.get(b"ehc_error_free")?,
                _library: library,
            })
        }
    }
    fn phone(&self, phone: &CString) {
        let mut out = ptr::null_mut();
        // SAFETY: a text that ends with NUL, an output that may be written, what was given is freed once.
        unsafe {
            assert!((self.phone)(phone.as_ptr(), &raw mut out).is_null());
            (self.text_free)(black_box(out));
        }
    }
    fn identifier(&self, kind: &CString, value: &CString) {
        let mut out = ptr::null_mut();
        // SAFETY: as above.
        unsafe {
            assert!((self.identifier)(kind.as_ptr(), value.as_ptr(), &raw mut out).is_null());
            (self.text_free)(black_box(out));
        }
    }
    fn refusal(&self, kind: &CString, value: &CString, language: &CString) {
        let mut out = ptr::null_mut();
        // SAFETY: as above.
        unsafe {
            let error = (self.identifier)(kind.as_ptr(), value.as_ptr(), &raw mut out);
            assert!(!error.is_null());
            assert!((self.message)(error, language.as_ptr(), &raw mut out).is_null());
            (self.text_free)(black_box(out));
            (self.error_free)(error);
        }
    }
}

/// Microseconds of one call: the median of the repetitions.
fn microseconds(mut call: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..REPETITIONS)
        .map(|_| {
            let begin = Instant::now();
            for _ in 0..ROUNDS {
                call();
            }
            begin.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[REPETITIONS / 2]
}

fn c(text: &str) -> CString {
    CString::new(text).expect("no NUL in it")
}

fn main() {
    let arguments: Vec<String> = env::args().skip(1).filter(|a| a != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["load", library] => {
            let begin = Instant::now();
            let abi = Abi::load(library).expect("the library loads");
            abi.phone(&c("0470/00.00.00"));
            println!("{}", begin.elapsed().as_secs_f64() * 1e3);
        }
        [library] => {
            let me = env::current_exe().expect("its own name");
            let mut loads: Vec<f64> = (0..PROCESSES)
                .filter_map(|_| {
                    let output = Command::new(&me).args(["load", library]).output().ok()?;
                    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
                })
                .collect();
            assert_eq!(loads.len(), PROCESSES, "every process loads the library");
            loads.sort_by(f64::total_cmp);
            println!("load and first call: {:.2} ms (median of {PROCESSES} processes)", loads[PROCESSES / 2]);
            let abi = Abi::load(library).expect("the library loads");
            let rows: [(&str, f64, f64); 3] = [
                (
                    "a phone number",
                    microseconds(|| drop(black_box(validate::check_phone("0470/00.00.00".into())))),
                    microseconds(|| abi.phone(&c("0470/00.00.00"))),
                ),
                (
                    "an identifier, its record as JSON",
                    microseconds(|| drop(black_box(validate::check_identifier("CBE".into(), "0999.999.031".into())))),
                    microseconds(|| abi.identifier(&c("CBE"), &c("0999.999.031"))),
                ),
                (
                    "a wrong identifier, its message",
                    microseconds(|| {
                        if let Err(error) = validate::check_identifier("CBE".into(), "0999.999.032".into()) {
                            drop(black_box(describe_problem(error.problem().clone(), "nl".into())));
                        }
                    }),
                    microseconds(|| abi.refusal(&c("CBE"), &c("0999.999.032"), &c("nl"))),
                ),
            ];
            for (what, rust, abi) in rows {
                println!("{what}: {:.3} us over the Rust call ({abi:.3} to {rust:.3})", abi - rust);
            }
        }
        // So that `cargo bench` and `cargo test --benches` of the workspace have nothing to do here.
        _ => println!("usage: cargo bench -p ehcert-ffi --bench abi -- LIBRARY"),
    }
}
