//! The modules as small as they get, packed: wasm-opt (of binaryen), and functions in an order that packs well.

use std::{collections::HashMap, fs, path::Path, process::Command};

use anyhow::{Context, Result, ensure};
use wasm_encoder::{Module, NameMap, NameSection, RawSection};
use wasmparser::{Parser, Payload, TypeRef};

/// What the compiler may have used; wasm-opt must be told.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-multivalue",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];
/// Flat code is laid out anew; what is computed twice stays so, and no load tells how it is aligned: both are repetitions,
/// which pack better than what would take their place. 1.5 % of a module together.
const PASSES: &[&str] =
    &["--flatten", "--rereloop", "-Oz", "-Oz", "--skip-pass=local-cse", "--dealign", "--strip-producers"];
/// Functions by their names, and the last touch that `-Oz` gives.
const BY_NAME: &[&str] =
    &["--reorder-functions-by-name", "--generate-stack-ir", "--optimize-stack-ir", "--strip-target-features"];
/// What wasm-opt has to be at least, the version of the tests: that of Debian 12 (108) exports another table than the
/// JavaScript asks for.
const WASM_OPT: u32 = 132;

/// Shrinks a module in place. `names` keeps the names of its functions, for a look at what takes the space, and leaves
/// them in their order.
pub(crate) fn shrink(module: &Path, names: bool) -> Result<()> {
    let told = Command::new("wasm-opt").arg("--version").output().context(MISSING)?.stdout;
    let told = String::from_utf8(told)?;
    let version =
        told.split_whitespace().find_map(|word| word.parse::<u32>().ok()).context("no version of wasm-opt")?;
    ensure!(
        version >= WASM_OPT,
        "wasm-opt {version} is too old: {WASM_OPT} or newer, as `npm install binaryen` has it"
    );
    if names {
        return optimise(module, &[PASSES, &["-g"]]);
    }
    optimise(module, &[PASSES, &["--strip-debug"]])?;
    let bytes = fs::read(module)?;
    fs::write(module, ranked(&bytes)?)?;
    optimise(module, &[BY_NAME])
}

const MISSING: &str = "wasm-opt (of binaryen) makes the module small: install it, or give --quick";

fn optimise(module: &Path, options: &[&[&str]]) -> Result<()> {
    let status = Command::new("wasm-opt")
        .args(options.concat())
        .args(FEATURES)
        .arg(module)
        .arg("-o")
        .arg(module)
        .status()
        .context(MISSING)?;
    ensure!(status.success(), "wasm-opt failed");
    Ok(())
}

/// The module with its functions named by their rank in an order that packs well.
fn ranked(module: &[u8]) -> Result<Vec<u8>> {
    let (mut imported, mut bodies) = (0, Vec::new());
    let mut out = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        match &payload {
            Payload::ImportSection(imports) => {
                for import in imports.clone().into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
        if let Some((id, range)) = payload.as_section() {
            out.section(&RawSection { id, data: module.get(range).context("a section is cut")? });
        }
    }
    let mut names = NameMap::new();
    for (rank, function) in order(&bodies).into_iter().enumerate() {
        names.append(imported + u32::try_from(function)?, &format!("{rank:06}"));
    }
    let mut section = NameSection::new();
    section.functions(&names);
    out.section(&section);
    Ok(out.finish())
}

/// Octets in a row that two functions share, or not.
const GRAM: usize = 5;
/// What this many functions share tells nothing of any two.
const COMMON: usize = 300;
/// The next function is compared with this many before it, the nearer ones more.
const RECENT: usize = 4;

/// The functions so that each follows those which it resembles most: a packer refers to what is near more cheaply, and
/// expects next what it has just seen. From the largest on, always the nearest of those that are left.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let grams: Vec<Vec<&[u8]>> = bodies
        .iter()
        .map(|body| {
            let mut grams: Vec<_> = body.windows(GRAM).collect();
            grams.sort_unstable();
            grams.dedup();
            grams
        })
        .collect();
    let mut having: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (function, grams) in grams.iter().enumerate() {
        for gram in grams {
            having.entry(gram).or_default().push(function);
        }
    }
    having.retain(|_, functions| functions.len() < COMMON);

    let mut left: Vec<bool> = vec![true; bodies.len()];
    let mut order: Vec<usize> = Vec::with_capacity(bodies.len());
    let mut shared = vec![0.0; bodies.len()];
    while order.len() < bodies.len() {
        shared.fill(0.0);
        for (distance, function) in (1_u32..).zip(order.iter().rev().take(RECENT)) {
            for other in grams[*function].iter().filter_map(|gram| having.get(gram)).flatten() {
                shared[*other] += 1.0 / f64::from(distance);
            }
        }
        let last = order.last().map_or(0, |last| grams[*last].len());
        // Alike, as the shared part of both together; without anything alike, the largest.
        let likeness = |function: usize| {
            let (own, shared) = (grams[function].len(), shared[function]);
            #[allow(clippy::cast_precision_loss, reason = "functions are far shorter than 2^52 octets")]
            let all = (own + last) as f64;
            (shared / (all - shared.min(all - 1.0) + 1.0), own)
        };
        let next = (0..bodies.len()).filter(|function| left[*function]).max_by(|a, b| {
            let (a, b) = (likeness(*a), likeness(*b));
            a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
        });
        let Some(next) = next else { break };
        left[next] = false;
        order.push(next);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_alike_stands_together() {
        let (a, b) = (b"an apple a day keeps".as_slice(), b"01234567890123456789".as_slice());
        let (a2, b2) = (b"an apple a day".as_slice(), b"0123456789012345".as_slice());
        let order = order(&[b2, a2, b, a, b""]);
        let place = |function| order.iter().position(|f| *f == function).unwrap();
        assert_eq!(order.len(), 5);
        assert_eq!(place(3).abs_diff(place(1)), 1, "{order:?}");
        assert_eq!(place(0).abs_diff(place(2)), 1, "{order:?}");
    }
}
