//! `cargo xtask header [--check]` writes `include/ehcert.h` (or says that it is stale);
//! `cargo xtask bindings LIBRARY OUT` generates Python and Kotlin from an unstripped library;
//! `cargo xtask wasm RAW OUT` makes the JavaScript modules of a built `.wasm` file.

use std::{env, fs, path::Path};

use anyhow::{Context, Result, bail};

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("no workspace")?;
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["header"] => fs::write(root.join("include/ehcert.h"), header(root)?).context("include/ehcert.h"),
        ["header", "--check"] => {
            if fs::read(root.join("include/ehcert.h"))? == header(root)? {
                return Ok(());
            }
            bail!("include/ehcert.h is stale: run `cargo xtask header` and commit it")
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
        ["wasm", raw, out] => {
            for target in ["web", "nodejs", "bundler"] {
                let mut generator = wasm_bindgen_cli_support::Bindgen::new();
                generator.input_path(raw).typescript(true);
                match target {
                    "web" => generator.web(true)?,
                    "nodejs" => generator.nodejs(true)?,
                    _ => generator.bundler(true)?,
                };
                generator.generate(Path::new(out).join(target))?;
            }
            Ok(())
        }
        _ => bail!("usage: cargo xtask header [--check] | bindings LIBRARY OUT | wasm RAW OUT"),
    }
}

/// The C header, as cbindgen reads it from `ffi/src`.
fn header(root: &Path) -> Result<Vec<u8>> {
    let ffi = root.join("ffi");
    let config = cbindgen::Config::from_file(ffi.join("cbindgen.toml")).map_err(anyhow::Error::msg)?;
    let mut out = Vec::new();
    cbindgen::generate_with_config(&ffi, config)?.write(&mut out);
    Ok(out)
}
