//! What the compiler cannot know of a module: functions that are never called become traps, those that are only there for
//! speed become calls of their plain sister, and all that only they needed falls away.

use std::path::Path;

use anyhow::{Result, ensure};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module};

/// Square roots: `rsa` takes them to recover the primes of a key that comes without, and each of ours comes with its
/// primes (`core/src/key/pkcs8.rs` reads no other).
const NEVER: &[&str] = &["crypto_bigint::uint::ref_type::UintRef::sqrt", "crypto_bigint::uint::ref_type::sqrt"];

/// Products of numbers that are not taken modulo another: `crypto_bigint` multiplies them in pieces of 16 to 256 words, in
/// a function for each of these sizes. Each does the product of any longer numbers as well, only in more steps: that
/// for 16 does all. A key needs a handful of them; its powers, which take the time, go another way.
const PIECES: &[&str] = &[
    "crypto_bigint::uint::mul::karatsuba::wrapping_mul::reduce::",
    "crypto_bigint::uint::mul::karatsuba::wrapping_square::reduce::",
];
const SMALLEST: &str = "16";

/// Reads a module that still has the names of its functions, and replaces those.
pub(crate) fn read(path: &Path) -> Result<Module> {
    let mut module = Module::from_file(path)?;
    let functions: Vec<(String, FunctionId)> = module
        .funcs
        .iter_local()
        .filter_map(|(id, _)| {
            let name = format!("{:#}", rustc_demangle::demangle(module.funcs.get(id).name.as_deref()?));
            Some((name.replace(['<', '>'], ""), id))
        })
        .collect();
    for (_, id) in functions.iter().filter(|(name, _)| NEVER.iter().any(|never| name.starts_with(never))) {
        replace(&mut module, *id, None);
    }
    for pieces in PIECES {
        let sizes = || functions.iter().filter_map(|(name, id)| Some((name.strip_prefix(pieces)?, *id)));
        // A module that only checks what is typed has none of them, a quick one may have that for 16 inside others.
        let Some((_, smallest)) = sizes().find(|(size, _)| *size == SMALLEST) else { continue };
        let others: Vec<_> = sizes().filter(|(_, id)| *id != smallest).collect();
        for (_, id) in others {
            ensure!(module.funcs.get(id).ty() == module.funcs.get(smallest).ty(), "another signature: {pieces}");
            replace(&mut module, id, Some(smallest));
        }
    }
    Ok(module)
}

/// Makes a function a call of another with the same signature, or a trap.
fn replace(module: &mut Module, id: FunctionId, by: Option<FunctionId>) {
    let FunctionKind::Local(function) = &module.funcs.get(id).kind else { return };
    let arguments = function.args.clone();
    let (parameters, results) = module.types.params_results(function.ty());
    let (parameters, results) = (parameters.to_vec(), results.to_vec());
    let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &results);
    let mut body = builder.func_body();
    match by {
        Some(other) => {
            for argument in &arguments {
                body.local_get(*argument);
            }
            body.call(other);
        }
        None => {
            body.unreachable();
        }
    }
    let body = builder.local_func(arguments);
    module.funcs.get_mut(id).kind = FunctionKind::Local(body);
}
