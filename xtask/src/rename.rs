//! Short names between a module and its JavaScript, which are the only ones that know them: those of wasm-bindgen are
//! long, and end in hashes that do not pack. 1 KB of the whole module.

use std::{collections::HashMap, fs, path::Path};

use anyhow::{Result, ensure};
use walrus::Module;

/// What a host may look for by its name.
const KEPT: &str = "memory";

/// Renames imports and exports of `MODULE_bg.wasm` in a folder, and in the files that wasm-bindgen wrote beside it. What
/// the JavaScript never asks for is not exported.
pub(crate) fn rename(folder: &Path, module: &str) -> Result<()> {
    let (path, code) = (folder.join(format!("{module}_bg.wasm")), folder.join(format!("{module}.js")));
    let mut wasm = Module::from_file(&path)?;
    let script = fs::read_to_string(&code)?;
    let unused = |name: &str| !script.contains(&format!("wasm.{name}"));
    let unused: Vec<String> =
        wasm.exports.iter().map(|export| export.name.clone()).filter(|name| unused(name)).collect();
    unused.iter().try_for_each(|name| wasm.exports.remove(name).map(drop))?;

    let (mut imports, mut exports) = (HashMap::new(), HashMap::new());
    for import in wasm.imports.iter_mut() {
        let short = short(imports.len());
        imports.insert(std::mem::replace(&mut import.name, short.clone()), short);
    }
    for export in wasm.exports.iter_mut().filter(|export| export.name != KEPT) {
        let short = short(exports.len());
        exports.insert(std::mem::replace(&mut export.name, short.clone()), short);
    }
    fs::write(&path, wasm.emit_wasm())?;

    let (text, met) = replaced(&script, &imports, &exports);
    let names = imports.len() + exports.len();
    ensure!(met == names, "{met} of {names} names of {module} are in its JavaScript");
    fs::write(code, text)?;
    let types = folder.join(format!("{module}.d.ts"));
    let text = fs::read_to_string(&types)?;
    let gone = |line: &&str| unused.iter().any(|name| line.contains(&format!(" {name}: ")));
    let kept: String = text.lines().filter(|line| !gone(line)).map(|line| format!("{line}\n")).collect();
    fs::write(types, replaced(&kept, &imports, &exports).0)?;
    Ok(())
}

/// `a` to `z`, then `aa` and on.
fn short(number: usize) -> String {
    let (letters, rest) = (b"abcdefghijklmnopqrstuvwxyz", number % 26);
    let mut name = if number < 26 { String::new() } else { short(number / 26 - 1) };
    name.push(char::from(letters[rest]));
    name
}

/// What stands before the name of an export: in JavaScript, and in its types.
const EXPORTS: &[&str] = &["wasm.", "readonly "];

/// A text with its names replaced, and how many different ones were: exports where they are asked of the module, imports
/// where they are the key of a function.
fn replaced(text: &str, imports: &HashMap<String, String>, exports: &HashMap<String, String>) -> (String, usize) {
    let (mut out, mut met) = (String::with_capacity(text.len()), std::collections::HashSet::new());
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        let (name, after) = rest.split_at(word);
        let short = if EXPORTS.iter().any(|before| out.ends_with(before)) {
            exports.get(name)
        } else if after.starts_with(": function") {
            imports.get(name)
        } else {
            None
        };
        if short.is_some() {
            met.insert(name);
        }
        out.push_str(short.map_or(name, String::as_str));
        let next = after.find(is_word).unwrap_or(after.len());
        out.push_str(&after[..next]);
        rest = &after[next..];
    }
    (out, met.len())
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_of_their_own() {
        let names: Vec<String> = [0, 25, 26, 51, 52, 701, 702].map(short).into();
        assert_eq!(names, ["a", "z", "aa", "az", "ba", "zz", "aaa"]);
    }

    #[test]
    fn names_are_replaced_where_they_are_meant() {
        let imports = HashMap::from([("__wbg_now_46".to_owned(), "a".to_owned())]);
        let exports = HashMap::from([("flow_step".to_owned(), "b".to_owned())]);
        let text = "class flow_step {} // __wbg_now_46\n__wbg_now_46: function() { wasm.flow_step(flow_steps); }";
        let (out, met) = replaced(text, &imports, &exports);
        assert_eq!(out, "class flow_step {} // __wbg_now_46\na: function() { wasm.b(flow_steps); }");
        assert_eq!(met, 2);
        assert_eq!(replaced("readonly flow_step: () => void;", &imports, &exports).0, "readonly b: () => void;");
    }
}
