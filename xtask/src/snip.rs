//! What a module need not say. A panic in a browser ends in a trap: its text goes to a standard error that is not
//! there. The functions that make such a text become the trap itself, and all that only they needed falls away.

use std::path::Path;

use anyhow::{Result, ensure};
use walrus::{FunctionBuilder, FunctionKind, Module};

/// Functions of the standard library that never return, by the end of their path.
const PANICS: &[&str] = &[
    "core::panicking::",
    "core::option::unwrap_failed",
    "core::option::expect_failed",
    "core::result::unwrap_failed",
    "core::slice::index::slice_index_fail",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::slice::sort::shared::smallsort::panic_on_ord_violation",
    "core::str::slice_error_fail",
    "core::cell::panic_already",
    "alloc::raw_vec::handle_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::alloc::handle_alloc_error",
    "std::panicking::",
    "std::alloc::rust_oom",
    "std::sync::lazy_lock::panic_poisoned",
    "hashbrown::raw::Fallibility::capacity_overflow",
    "__rustc::rust_panic",
];
/// What shows values in those texts and nowhere else.
const SHOWING: &[&str] =
    &["<char as core::fmt::Debug>::fmt", "<core::ops::range::Range<usize> as core::fmt::Debug>::fmt"];

/// Reads a module that still has the names of its functions, and replaces those.
pub(crate) fn read(path: &Path) -> Result<Module> {
    let mut module = Module::from_file(path)?;
    let panics: Vec<_> = module
        .funcs
        .iter_local()
        .filter_map(|(id, function)| {
            let full = format!("{:#}", rustc_demangle::demangle(module.funcs.get(id).name.as_deref()?));
            let name = plain(&full);
            let failed = PANICS.iter().any(|p| name.starts_with(p))
                || name.ends_with("::assert_failed")
                || SHOWING.contains(&full.as_str());
            failed.then(|| (id, function.args.clone(), function.ty()))
        })
        .collect();
    ensure!(
        panics.len() > 0 || std::env::var_os("RAW").is_some(),
        "the names of the standard library have changed: see xtask/src/snip.rs"
    );
    for (id, arguments, kind) in panics {
        let (parameters, results) = module.types.params_results(kind);
        let (parameters, results) = (parameters.to_vec(), results.to_vec());
        let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &results);
        builder.func_body().unreachable();
        let trap = builder.local_func(arguments);
        module.funcs.get_mut(id).kind = FunctionKind::Local(trap);
    }
    Ok(module)
}

/// The path of a function without hashes, crate disambiguators and type arguments.
fn plain(name: &str) -> String {
    let mut depth = 0_u32;
    let mut path = String::new();
    for c in name.chars() {
        match c {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            _ if depth == 0 => path.push(c),
            _ => {}
        }
    }
    path.replace("::::", "::")
}
