//! The comments of the C header: each argument and what is returned, so that nobody has to guess what a name means.
//!
//! What an argument is stands in `ffi/arguments.txt` once for all functions that have it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};

const WIDTH: usize = 116;

/// The table of `ffi/arguments.txt`.
fn table(text: &str) -> Result<BTreeMap<&str, &str>> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(" = ").with_context(|| format!("arguments.txt: no ` = ` in {line:?}")))
        .collect()
}

/// Adds to every function's comment its arguments and what it returns.
///
/// Errors: an argument that the table does not know, and a line of the table that nothing needs.
pub(crate) fn complete(header: &str, arguments: &str) -> Result<String> {
    let table = table(arguments)?;
    let mut used = BTreeSet::new();
    let mut out = String::new();
    let mut rest = header;
    while let Some((before, after)) = rest.split_once("/**\n") {
        let (comment, after) = after.split_once(" */\n").context("a comment without end")?;
        out.push_str(before);
        out.push_str("/**\n");
        rest = after;
        match after.strip_prefix("EHC_API").and_then(|f| f.split_once(';')) {
            Some((signature, _)) => out.push_str(&function(comment, signature, &table, &mut used)?),
            None => out.push_str(comment),
        }
        out.push_str(" */\n");
    }
    out.push_str(rest);
    match table.keys().find(|key| !used.contains(*key)) {
        Some(key) => bail!("arguments.txt: no function has {key}"),
        None => Ok(out),
    }
}

fn function<'t>(
    comment: &str,
    signature: &str,
    table: &BTreeMap<&'t str, &'t str>,
    used: &mut BTreeSet<&'t str>,
) -> Result<String> {
    let (head, arguments) = signature.trim().split_once('(').context("a function without arguments")?;
    let at = head.rfind([' ', '*']).context("a function without a type")? + 1;
    let (returns, name) = head.split_at(at);
    let returns: String = returns.split_whitespace().collect();
    let mut lines = Vec::new();
    // What only gives a value is described by that value.
    let gives = !matches!(returns.as_str(), "void" | "EhcError*") && !comment.contains("@return");
    let comment = if gives { comment.replacen(" * ", " * @return ", 1) } else { comment.to_owned() };
    let mut previous = String::new();
    for argument in arguments.trim_end_matches(')').split(',').map(str::trim).filter(|a| *a != "void" && !a.is_empty())
    {
        let at = argument.rfind([' ', '*']).context("an argument without a name")? + 1;
        let (kind, argument) = argument.split_at(at);
        let kind: String = kind.split_whitespace().filter(|w| *w != "const").collect();
        let text = match (kind.strip_suffix("**"), argument.strip_suffix("_length")) {
            (Some(handle), _) => format!(
                "[out] {argument} the {} on success, which is then yours: free it with {}; untouched otherwise",
                noun(handle),
                free(handle)
            ),
            (None, Some(bytes)) if bytes == previous => format!("[in] {argument} octets of {bytes}"),
            _ if name.ends_with("_free") => format!("[in] {argument} what is freed; NULL is allowed"),
            _ => {
                let own = format!("{name}.{argument}");
                let (key, text) = table
                    .get_key_value(own.as_str())
                    .or_else(|| table.get_key_value(argument))
                    .with_context(|| format!("ffi/arguments.txt does not say what {own} is"))?;
                used.insert(*key);
                format!("[in] {argument} {text}")
            }
        };
        previous = argument.to_owned();
        lines.push(format!("@param{text}"));
    }
    if returns == "EhcError*" && !comment.contains("@return") {
        lines.push(
            "@return NULL on success; else what went wrong, to be freed with ehc_error_free: InvalidArgument for an argument \
             that is NULL or malformed, and what the description tells"
                .into(),
        );
    }
    let mut out = comment;
    if !lines.is_empty() {
        out.push_str(" *\n");
    }
    for line in lines {
        wrap(&line, &mut out);
    }
    Ok(out)
}

/// `EhcCardStep`: card step.
fn noun(handle: &str) -> String {
    words(handle).join(" ")
}

fn free(handle: &str) -> String {
    format!("ehc_{}_free", words(handle).join("_"))
}

fn words(handle: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for c in handle.trim_start_matches("Ehc").chars() {
        match words.last_mut() {
            Some(word) if !c.is_uppercase() => word.push(c),
            _ => words.push(c.to_lowercase().collect()),
        }
    }
    words
}

fn wrap(line: &str, out: &mut String) {
    let mut row = String::from(" *");
    for word in line.split(' ') {
        if row.len() + 1 + word.len() > WIDTH {
            out.push_str(&row);
            out.push('\n');
            row = String::from(" *  ");
        }
        row.push(' ');
        row.push_str(word);
    }
    out.push_str(&row);
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "/**\n * Does.\n */\nEHC_API EhcError *ehc_x(const char *a, const uint8_t *b, size_t b_length, \
                          EhcCardStep **out);\n\n/**\n * How many.\n */\nEHC_API size_t ehc_y(void);\n";

    #[test]
    fn every_argument_and_what_is_returned_is_told() {
        let out = complete(HEADER, "# Texts.\na = a name\nehc_x.b = octets\n").unwrap();
        for line in [
            " * @param[in] a a name\n",
            " * @param[in] b octets\n",
            " * @param[in] b_length octets of b\n",
            " free it with ehc_card_step_free",
            " * @return NULL on success",
            " * @return How many.\n",
        ] {
            assert!(out.contains(line), "{line} in {out}");
        }
    }

    #[test]
    fn an_argument_without_a_word_and_a_word_without_an_argument_are_refused() {
        assert!(complete(HEADER, "a = a name\n").is_err());
        assert!(complete(HEADER, "a = a name\nb = octets\nc = nothing\n").is_err());
    }
}
