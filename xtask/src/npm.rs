//! The npm package `ehcert`, assembled from two builds of `wasm` and the files of `wasm/npm`.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use ehcert_core::Language;

use crate::{package, records, rename, shrink, snip};

/// Files of `wasm/npm` that are taken as they are.
const FILES: &[&str] = &["driver.js", "driver.d.ts", "language.js", "language.d.ts", "worker.js", "README.md"];

/// Builds both modules and writes the package into `target/npm/ehcert`. `quick` leaves out what makes it small.
pub(crate) fn build(root: &Path, quick: bool) -> Result<PathBuf> {
    let target = root.join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()));
    let package = target.join("npm/ehcert");
    if package.exists() {
        fs::remove_dir_all(&package)?;
    }
    fs::create_dir_all(package.join("wasm"))?;
    let records = records::read(&root.join("core/src/facade"))?;
    let types = fs::read_to_string(root.join("wasm/npm/types.d.ts"))? + &records;
    for (module, features) in [("validate", &["--no-default-features"][..]), ("ehcert", &[])] {
        let raw = compile(root, &target, features, quick)?;
        bind(&raw, module, &package.join("wasm"), &types)?;
        if !quick {
            rename::rename(&package.join("wasm"), module)?;
            shrink::shrink(&package.join(format!("wasm/{module}_bg.wasm")), names())?;
        }
        for (from, to) in [("entry.js", ".js"), ("entry.node.js", ".node.js"), ("entry.d.ts", ".d.ts")] {
            let mut text = fs::read_to_string(root.join("wasm/npm").join(from))?.replace("MODULE", module);
            if module == "ehcert" {
                text.push_str(LANGUAGES);
            }
            fs::write(package.join(format!("{module}{to}")), text)?;
        }
    }
    fs::write(package.join("types.d.ts"), types)?;
    fs::create_dir_all(package.join("texts"))?;
    for language in Language::ALL.into_iter().filter(|language| *language != Language::En) {
        let text = serde_json::to_string(&ehcert_core::message::pack(language))?;
        fs::write(package.join(format!("texts/{}.js", language.tag())), format!("export default {text};\n"))?;
    }
    for file in FILES {
        fs::copy(root.join("wasm/npm").join(file), package.join(file)).with_context(|| (*file).to_owned())?;
    }
    for file in ["LICENSE-APACHE", "LICENSE-MIT"] {
        fs::copy(root.join(file), package.join(file))?;
    }
    let manifest = fs::read_to_string(root.join("wasm/npm/package.json"))?;
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    fs::write(package.join("package.json"), manifest.replace("\"version\": \"0.0.0\"", &version))?;
    Ok(package)
}

/// Whether functions keep their names, for a look at what takes the space.
fn names() -> bool {
    env::var_os("EHCERT_WASM_NAMES").is_some()
}

/// A panic in a browser is a trap: its text would go to a standard error that is not there. The standard library itself is
/// built so as well, because the one that comes with the compiler makes such texts: 5 % of the module. These options are
/// not stable yet; `--quick` does without them.
const ABORTING: &[&str] = &["-Zunstable-options", "-Cpanic=immediate-abort"];
/// SHA-2 without unrolled rounds: 3 KB less, and a keystore of 10,000 rounds opens in 18 ms, not 13. Large numbers in
/// words of 32 bits, whose products a browser has in one instruction: 1.7 KB less, at the same speed.
const COMPACT: &[&str] = &["--cfg", "sha2_backend_soft=\"compact\"", "--cfg", "cpubits=\"32\""];
/// The whole module loads the texts of other languages when they are spoken (`wasm/npm/language.js`): 29 KB less.
const ON_DEMAND: &str = "EHCERT_TEXTS_ON_DEMAND";
const STANDARD_LIBRARY: &[&str] = &["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];

fn compile(root: &Path, target: &Path, features: &[&str], quick: bool) -> Result<PathBuf> {
    let profile = if quick { "dev" } else { "release-wasm" };
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .current_dir(root)
        .args(["build", "--quiet", "-p", "ehcert-wasm", "--target", "wasm32-unknown-unknown", "--profile", profile])
        .args(features);
    if !quick {
        let mut flags = package::remapped(root, target)?;
        if features.is_empty() {
            cargo.env(ON_DEMAND, "1");
        }
        flags.extend([ABORTING, COMPACT].concat().into_iter().map(str::to_owned));
        cargo.args(STANDARD_LIBRARY).env("RUSTC_BOOTSTRAP", "1").env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    }
    let status = cargo.status()?;
    ensure!(
        status.success(),
        "the module was not built (a small one needs the sources of the standard library: rustup component add rust-src)"
    );
    let folder = if quick { "debug" } else { profile };
    Ok(target.join("wasm32-unknown-unknown").join(folder).join("ehcert_wasm.wasm"))
}

/// The JavaScript of a module, which knows the types of the package.
fn bind(raw: &Path, module: &str, out: &Path, types: &str) -> Result<()> {
    let mut generator = wasm_bindgen_cli_support::Bindgen::new();
    generator
        .input_module(module, snip::read(raw)?)
        .out_name(module)
        .typescript(true)
        .remove_name_section(!names())
        .remove_producers_section(true);
    generator.web(true)?;
    generator.generate(out)?;
    // What only its own JavaScript calls, and the package does not export.
    fs::remove_file(out.join(format!("{module}_bg.wasm.d.ts")))?;
    let path = out.join(format!("{module}.d.ts"));
    let declarations = fs::read_to_string(&path)?;
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let names = types
        .lines()
        .filter_map(|line| line.strip_prefix("export interface ").or_else(|| line.strip_prefix("export type ")))
        .filter_map(|line| line.split(|c| !word(c)).next())
        .filter(|name| declarations.split(|c| !word(c)).any(|w| w == *name))
        .collect::<Vec<_>>()
        .join(", ");
    fs::write(path, format!("import type {{ {names} }} from \"../types.js\";\n{declarations}"))?;
    Ok(())
}

/// In place of the module's own function: the whole module has its texts in English alone.
const LANGUAGES: &str = "\nexport { loadLanguage, setLanguage } from \"./language.js\";\n";
