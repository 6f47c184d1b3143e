//! TypeScript of the facade's records, read from its source: what serde makes of them is what JavaScript sees.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result, bail};
use syn::{Attribute, Field, Fields, Item, Meta, Type};

/// Texts of which only some can stand there: record and field, and their type.
const CHOICES: &[(&str, &str, &str)] = &[
    ("Problem", "actor", "Actor"),
    ("CodeRow", "actor", "Actor"),
    ("RequestInput", "holder", "\"person\" | \"recognized\" | \"other\""),
    ("RequestInput", "key", "KeyAlgorithm | \"\""),
    ("FlowStep", "algorithm@GenerateKey", "KeyAlgorithm"),
    ("FlowStep", "algorithm@Sign", "\"RSASSA-PKCS1-v1_5\" | \"ECDSA\""),
    ("FlowStep", "key@Sign", "\"authentication\" | \"signature\""),
    ("FlowStep", "hash@Sign", "\"SHA-256\" | \"SHA-384\" | \"SHA-512\""),
    ("CardStep", "purpose@AskPin", "\"authentication\" | \"signature\" | \"verify\""),
    ("KeystorePart", "kind", "\"encrypted\" | \"key\" | \"certificate\" | \"other\""),
    ("PathInput", "purpose", "\"client\" | \"server\" | \"email\" | \"none\""),
    ("PathInput", "profile", "\"path\" | \"rfc5280\" | \"web-pki\""),
];

/// Every record and union of the facade.
pub(crate) fn read(facade: &Path) -> Result<String> {
    let mut files: Vec<_> = fs::read_dir(facade)?.collect::<std::io::Result<Vec<_>>>()?;
    files.sort_by_key(std::fs::DirEntry::file_name);
    let mut out = String::new();
    let mut used = BTreeMap::new();
    for file in files.iter().filter(|f| f.path().extension().is_some_and(|e| e == "rs")) {
        let source = fs::read_to_string(file.path())?;
        let parsed = syn::parse_file(&source).with_context(|| file.path().display().to_string())?;
        for item in parsed.items {
            match item {
                Item::Struct(s) if of_serde(&s.attrs) => {
                    let name = s.ident.to_string();
                    writeln!(out, "\n{}export interface {name} {{", doc(&s.attrs, ""))?;
                    for field in fields(&s.fields) {
                        out += &member(&name, "", field, has(&s.attrs, "default"), takes(&s.attrs), "  ", &mut used)?;
                    }
                    out += "}\n";
                }
                Item::Enum(e) if of_serde(&e.attrs) => {
                    let name = e.ident.to_string();
                    write!(out, "\n{}export type {name} =", doc(&e.attrs, ""))?;
                    for variant in &e.variants {
                        let kind = lower_first(&variant.ident.to_string());
                        write!(out, "\n  | {{\n{}      kind: \"{kind}\";\n", doc(&variant.attrs, "      "))?;
                        for field in fields(&variant.fields) {
                            let at = variant.ident.to_string();
                            out += &member(&name, &at, field, false, false, "      ", &mut used)?;
                        }
                        out += "    }";
                    }
                    out += ";\n";
                }
                _ => {}
            }
        }
    }
    for (record, field, _) in CHOICES {
        if !used.contains_key(&(*record, *field)) {
            bail!("the facade has no {record}.{field}");
        }
    }
    Ok(out)
}

fn fields(fields: &Fields) -> Vec<&Field> {
    fields.iter().collect()
}

fn member(
    record: &str,
    variant: &str,
    field: &Field,
    all_optional: bool,
    input: bool,
    indent: &str,
    used: &mut BTreeMap<(&'static str, &'static str), ()>,
) -> Result<String> {
    let name = field.ident.as_ref().context("a field without name")?.to_string();
    let key = if variant.is_empty() { name.clone() } else { format!("{name}@{variant}") };
    let (inner, optional) = match generic(&field.ty, "Option") {
        Some(inner) => (inner, true),
        None => (&field.ty, false),
    };
    let choice = CHOICES.iter().find(|(r, f, _)| *r == record && *f == key);
    let kind = match choice {
        Some((r, f, kind)) => {
            used.insert((*r, *f), ());
            (*kind).to_owned()
        }
        None => script(inner, has(&field.attrs, "serde_bytes") || has(&field.attrs, "bytes"))?,
    };
    let optional = optional || all_optional || has(&field.attrs, "default");
    let (mark, rest) = match (optional, input) {
        (false, _) => ("", ""),
        (true, false) => ("?", " | undefined"),
        (true, true) => ("?", " | null | undefined"),
    };
    Ok(format!("{}{indent}{}{mark}: {kind}{rest};\n", doc(&field.attrs, indent), camel(&name)))
}

/// The type of a value.
fn script(kind: &Type, bytes: bool) -> Result<String> {
    if let Some(inner) = generic(kind, "Vec") {
        let byte = |t: &Type| matches!(t, Type::Path(p) if p.path.is_ident("u8"));
        if byte(inner) {
            if !bytes {
                bail!("bytes without serde_bytes would be a list of numbers");
            }
            return Ok("Uint8Array".into());
        }
        return Ok(format!("{}[]", script(inner, bytes)?));
    }
    let Type::Path(path) = kind else { bail!("a type that no record has") };
    let name = path.path.segments.last().context("an empty path")?.ident.to_string();
    Ok(match name.as_str() {
        "String" => "string".into(),
        "bool" => "boolean".into(),
        "u8" | "u16" | "u32" | "u64" | "i64" => "number".into(),
        _ => name,
    })
}

fn generic<'a>(kind: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Path(path) = kind else { return None };
    let last = path.path.segments.last()?;
    if last.ident != name {
        return None;
    }
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        syn::GenericArgument::Type(inner) => Some(inner),
        _ => None,
    }
}

fn of_serde(attributes: &[Attribute]) -> bool {
    derives(attributes, "Serialize") || takes(attributes)
}

fn takes(attributes: &[Attribute]) -> bool {
    derives(attributes, "Deserialize")
}

fn derives(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|a| a.path().is_ident("derive") && has_word(&tokens(a), name))
}

/// Whether `#[serde(...)]` has this word.
fn has(attributes: &[Attribute], word: &str) -> bool {
    attributes.iter().any(|a| a.path().is_ident("serde") && has_word(&tokens(a), word))
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|w| w == word)
}

fn tokens(attribute: &Attribute) -> String {
    match &attribute.meta {
        Meta::List(list) => list.tokens.to_string(),
        _ => String::new(),
    }
}

/// The doc comment as JSDoc, with the names that JavaScript has.
fn doc(attributes: &[Attribute], indent: &str) -> String {
    let lines: Vec<String> = attributes
        .iter()
        .filter_map(|a| match &a.meta {
            Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
                _ => None,
            },
            _ => None,
        })
        .map(|line| linked(line.trim()))
        .collect();
    match lines.as_slice() {
        [] => String::new(),
        [one] => format!("{indent}/** {one} */\n"),
        many => {
            let body: String = many.iter().map(|l| format!("{indent} * {l}").trim_end().to_owned() + "\n").collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}

/// Links of rustdoc as plain names.
fn linked(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("[`") {
        let Some((name, tail)) = after.split_once("`]") else { break };
        let path: Vec<&str> = name.split("::").filter(|p| !matches!(*p, "super" | "crate" | "Self")).collect();
        let path: Vec<String> = path.iter().map(|p| camel(p)).collect();
        out += &format!("{before}`{}`", path.join("."));
        // What the link leads to in Rust's documentation.
        rest = tail.strip_prefix('(').and_then(|t| t.split_once(')')).map_or(tail, |(_, t)| t);
    }
    out + rest
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|c| c.to_ascii_lowercase().to_string() + letters.as_str()).unwrap_or_default()
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |out, word| {
        let mut letters = word.chars();
        out + &letters.next().map(|c| c.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
    })
}
