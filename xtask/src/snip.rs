//! What a module never calls, though the compiler cannot know: such functions become traps, and all that only they
//! needed falls away.

use std::path::Path;

use anyhow::Result;
use walrus::{FunctionBuilder, FunctionKind, Module};

/// Square roots: `rsa` takes them to recover the primes of a key that comes without, and each of ours comes with its
/// primes (`core/src/key/pkcs8.rs` reads no other).
const NEVER: &[&str] = &["crypto_bigint::uint::ref_type::UintRef::sqrt", "crypto_bigint::uint::ref_type::sqrt"];

/// Reads a module that still has the names of its functions, and replaces those.
pub(crate) fn read(path: &Path) -> Result<Module> {
    let mut module = Module::from_file(path)?;
    let never: Vec<_> = module
        .funcs
        .iter_local()
        .filter_map(|(id, function)| {
            let name = format!("{:#}", rustc_demangle::demangle(module.funcs.get(id).name.as_deref()?));
            let name = name.replace(['<', '>'], "");
            NEVER.iter().any(|n| name.starts_with(n)).then(|| (id, function.args.clone(), function.ty()))
        })
        .collect();
    for (id, arguments, kind) in never {
        let (parameters, results) = module.types.params_results(kind);
        let (parameters, results) = (parameters.to_vec(), results.to_vec());
        let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &results);
        builder.func_body().unreachable();
        let trap = builder.local_func(arguments);
        module.funcs.get_mut(id).kind = FunctionKind::Local(trap);
    }
    Ok(module)
}
