//! `cargo xtask header [--check]` writes what is derived from `ffi/src` into `include` (or says that it is stale);
//! `cargo xtask package [TARGET...]` writes the archives for those who build on the C ABI into `dist`;
//! `cargo xtask stage TARGET BUILT OUT` lays out what was built into BUILT as they have it;
//! `cargo xtask bindings LIBRARY OUT` generates Python and Kotlin from an unstripped library;
//! `cargo xtask npm [--quick]` builds the npm package into `target/npm/ehcert`.

mod declarations;
mod documentation;
mod npm;
mod operations;
mod package;
mod records;
mod rename;
mod shrink;
mod snip;

use std::{env, fs, path::Path};

use anyhow::{Context, Result, bail};

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("no workspace")?;
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["header"] => {
            let files = derived(root)?;
            for (path, content) in &files {
                if *path == "include/abi.txt"
                    && let Ok(old) = fs::read_to_string(root.join(path))
                {
                    declarations::compatible(&old, content)?;
                }
            }
            for (path, content) in files {
                fs::write(root.join(path), content).context(path)?;
            }
            Ok(())
        }
        ["header", "--check"] => {
            for (path, content) in derived(root)? {
                if fs::read_to_string(root.join(path)).context(path)? != content {
                    bail!("{path} is stale: run `cargo xtask header` and commit it");
                }
            }
            Ok(())
        }
        ["bindings", library, out] => uniffi::generate(uniffi::GenerateOptions {
            languages: vec![uniffi::TargetLanguage::Python, uniffi::TargetLanguage::Kotlin],
            source: (*library).into(),
            out_dir: (*out).into(),
            config_override: None,
            format: false,
            crate_filter: None,
            metadata_no_deps: true,
        }),
        ["npm"] | ["npm", "--quick"] => {
            println!("{}", npm::build(root, args.len() == 2)?.display());
            Ok(())
        }
        ["build", target] => {
            println!("{}", package::build(root, target)?.display());
            Ok(())
        }
        ["package", only @ ..] => package::package(root, only),
        ["stage", target, built, out] => package::stage(root, target, Path::new(built), Path::new(out)),
        _ => bail!(
            "usage: cargo xtask header [--check] | build TARGET | package [TARGET...] | stage TARGET BUILT OUT | bindings LIBRARY OUT | npm [--quick]"
        ),
    }
}

/// What is derived from the C ABI, by path.
fn derived(root: &Path) -> Result<Vec<(&'static str, String)>> {
    let header = header(root)?;
    let abi = declarations::read(&header)?;
    let source = fs::read_to_string(root.join("ffi/src/lib.rs"))?;
    let version = source
        .split_once("fn ehc_abi_version() -> u32 {")
        .and_then(|(_, body)| body.split_once('}'))
        .and_then(|(body, _)| body.trim().parse().ok())
        .context("ehc_abi_version is no number")?;
    let job = |name: &str| fs::read_to_string(root.join("native/src/job").join(name));
    Ok(vec![
        ("include/ehcert.def", declarations::def(&abi)),
        ("include/abi.txt", declarations::signatures(&abi, version)),
        ("include/Ehcert.pas", declarations::pascal(&abi)),
        ("include/Ehcert.cs", declarations::sharp(&abi)),
        ("tests/c/exports.txt", declarations::exports(&abi)),
        ("include/operations.md", operations::page(&job("mod.rs")?, &job("members.rs")?)?),
        ("include/ehcert.h", header),
    ])
}

/// The C header, as cbindgen reads it from `ffi/src`.
fn header(root: &Path) -> Result<String> {
    let ffi = root.join("ffi");
    let config = cbindgen::Config::from_file(ffi.join("cbindgen.toml")).map_err(anyhow::Error::msg)?;
    let mut out = Vec::new();
    cbindgen::generate_with_config(&ffi, config)?.write(&mut out);
    // cbindgen closes its own blocks with a comment that C89 does not know.
    let header = String::from_utf8(out)?
        .replace(" // __cplusplus", " /* __cplusplus */")
        .replace("  // __cplusplus", " /* __cplusplus */")
        // Arguments that are only freed.
        .replace(" *_", " *");
    documentation::complete(&header, &fs::read_to_string(ffi.join("arguments.txt"))?)
}
