//! `include/operations.md`: what a job can do, written from the comments of `native/src/job/mod.rs`, and from what
//! `native/src/job/members.rs` reads.

use std::fmt::Write as _;

use anyhow::{Context, Result, ensure};

const HEAD: &str = "# Operations of `ehc_job_start`
Written from the source by `cargo xtask header`: do not edit.

`operation_json` is an object with `operation` and the members of that operation. A member that is not known is refused;
one that is marked *optional* may be left out. The last event, `EHC_EVENT_DONE`, has the members of the result below
`result`: `ehc_event_value(event, \"result.keystore\", &text)`.

```json
{\"operation\": \"request\",
 \"with\": {\"platform\": \"production\", \"card\": \"any\", \"language\": \"nl\"},
 \"identifierType\": \"NIHII-GUARD_POST\", \"identifier\": \"67803295\", \"name\": \"On-call post Example\",
 \"contact\": {\"emailPrivate\": \"someone@example.org\", \"phonePrivate\": \"0470123456\"},
 \"complete\": 120}
```
";

#[derive(Default)]
struct Member {
    name: String,
    optional: bool,
    doc: String,
}

/// The page. Errors: a source that is not understood.
pub(crate) fn page(source: &str, reading: &str) -> Result<String> {
    let mut out = HEAD.to_owned();
    let operations = body(source, "pub enum Operation {")?;
    let mut count = 0;
    // A variant is indented by four spaces and ends with the brace that is.
    for variant in operations.split("\n    },\n").filter(|v| v.contains(" {\n")) {
        let (head, members) = variant.split_once(" {\n").context("a variant without members")?;
        let name = head.lines().last().unwrap_or_default().trim();
        let name = camel(name, true);
        let _ = write!(out, "\n## `{name}`\n{}\n", doc(head));
        let (_, read) = reading.split_once(&format!("\"{name}\" =>")).with_context(|| format!("{name} is not read"))?;
        let read = read.split_once("\" =>").map_or(read, |(read, _)| read);
        table(members, Some(read), &mut out)?;
        count += 1;
    }
    ensure!(count >= 8, "the operations were not understood");
    for (title, start) in [("with", "pub struct With {"), ("contact", "pub struct Contact {")] {
        let _ = write!(out, "\n## The member `{title}`\n");
        table(body(source, start)?, None, &mut out)?;
    }
    Ok(out)
}

fn body<'a>(source: &'a str, start: &str) -> Result<&'a str> {
    let (_, after) = source.split_once(start).with_context(|| format!("no {start}"))?;
    Ok(after.split_once("\n}\n").context("no end")?.0)
}

/// `read`: how the members are read, where attributes do not say it.
fn table(members: &str, read: Option<&str>, out: &mut String) -> Result<()> {
    out.push_str("\n| member | |\n|---|---|\n");
    let mut member = Member::default();
    for line in members.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            member.doc.push_str(text);
        } else if line.starts_with("#[serde(default") {
            member.optional = true;
        } else if let Some((name, _)) = line.split_once(':') {
            member.name = camel(name.trim_start_matches("pub "), false);
            ensure!(!member.doc.is_empty(), "{} has no comment", member.name);
            if let Some(read) = read {
                member.optional = read.contains(&format!("optional(\"{}\")", member.name));
                let known = member.optional || read.contains(&format!("required(\"{}\")", member.name));
                ensure!(known, "{} is not read", member.name);
            }
            let optional = if member.optional { " *optional*" } else { "" };
            let doc = links(member.doc.trim());
            let _ = writeln!(out, "| `{}`{optional} | {doc} |", member.name);
            member = Member::default();
        }
    }
    Ok(())
}

fn doc(head: &str) -> String {
    let lines: Vec<&str> = head.lines().filter_map(|l| l.trim().strip_prefix("/// ")).collect();
    links(&lines.join("\n"))
}

/// What links in the source are names in C.
fn links(text: &str) -> String {
    text.replace("[`Event::Apdu`]", "`EHC_EVENT_APDU`").replace("[`Event::Pin`]", "`EHC_EVENT_PIN`")
}

/// `identifier_type`, `SelfTest`: identifierType, selfTest.
fn camel(name: &str, variant: bool) -> String {
    let mut out = String::new();
    let mut upper = false;
    for (place, c) in name.chars().enumerate() {
        match c {
            '_' => upper = true,
            _ if upper => {
                out.extend(c.to_uppercase());
                upper = false;
            }
            _ if place == 0 && variant => out.extend(c.to_lowercase()),
            _ => out.push(c),
        }
    }
    out
}
