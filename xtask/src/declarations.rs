//! What other languages declare, written from the C header: Pascal, C#, the linker's export list, and a list of all
//! signatures that tells when the ABI changes.

use std::fmt::Write as _;

use anyhow::{Context, Result, bail};

/// What the header declares.
#[derive(Debug, Default)]
pub(crate) struct Abi {
    constants: Vec<(String, String, String)>,
    handles: Vec<(String, String)>,
    trust: Vec<(Kind, String)>,
    functions: Vec<Function>,
}

#[derive(Debug)]
struct Function {
    doc: String,
    name: String,
    returns: Kind,
    arguments: Vec<(Kind, String)>,
}

/// The types that the ABI uses; there are no others.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Void,
    Bool,
    I32,
    U8,
    U16,
    U32,
    I64,
    Size,
    Text,
    Bytes,
    /// A structure that the caller fills.
    Record(String),
    Handle(String),
    Out(String),
}

impl Kind {
    fn of(c: &str) -> Result<Self> {
        let words: String = c.split_whitespace().filter(|w| *w != "const").collect::<Vec<_>>().join(" ");
        Ok(match words.replace(" *", "*").as_str() {
            "void" => Self::Void,
            "bool" => Self::Bool,
            "int32_t" => Self::I32,
            "uint8_t" => Self::U8,
            "uint16_t" => Self::U16,
            "uint32_t" => Self::U32,
            "int64_t" => Self::I64,
            "size_t" => Self::Size,
            "char*" => Self::Text,
            "uint8_t*" => Self::Bytes,
            "EhcTrust*" => Self::Record("EhcTrust".into()),
            other => match (other.strip_suffix("**"), other.strip_suffix('*')) {
                (Some(handle), _) => Self::Out(handle.into()),
                (None, Some(handle)) => Self::Handle(handle.into()),
                _ => bail!("the ABI has no type {c:?}"),
            },
        })
    }

    fn c(&self) -> String {
        match self {
            Self::Void => "void".into(),
            Self::Bool => "bool".into(),
            Self::I32 => "int32_t".into(),
            Self::U8 => "uint8_t".into(),
            Self::U16 => "uint16_t".into(),
            Self::U32 => "uint32_t".into(),
            Self::I64 => "int64_t".into(),
            Self::Size => "size_t".into(),
            Self::Text => "const char *".into(),
            Self::Bytes => "const uint8_t *".into(),
            Self::Record(name) | Self::Handle(name) => format!("{name} *"),
            Self::Out(name) => format!("{name} **"),
        }
    }

    fn pascal(&self) -> String {
        match self {
            Self::Void => "Pointer".into(),
            Self::Bool => "Boolean".into(),
            Self::I32 => "Integer".into(),
            Self::U8 => "Byte".into(),
            Self::U16 => "Word".into(),
            Self::U32 => "Cardinal".into(),
            Self::I64 => "Int64".into(),
            Self::Size => "NativeUInt".into(),
            Self::Text => "PAnsiChar".into(),
            Self::Bytes => "PByte".into(),
            Self::Record(name) | Self::Handle(name) | Self::Out(name) => format!("P{name}"),
        }
    }

    fn sharp(&self, argument: bool) -> &'static str {
        match self {
            Self::Void => "void",
            Self::Bool => "bool",
            Self::I32 => "int",
            Self::U8 => "byte",
            Self::U16 => "ushort",
            Self::U32 => "uint",
            Self::I64 => "long",
            Self::Size => "UIntPtr",
            Self::Text if argument => "[MarshalAs(UnmanagedType.LPUTF8Str)] string",
            Self::Bytes if argument => "byte[]",
            Self::Text | Self::Bytes | Self::Handle(_) | Self::Record(_) => "IntPtr",
            Self::Out(_) => "out IntPtr",
        }
    }
}

/// Reads the header that cbindgen wrote.
pub(crate) fn read(header: &str) -> Result<Abi> {
    let mut abi = Abi::default();
    let mut rest = header;
    while let Some(start) = rest.find("/**") {
        let (_, after) = rest.split_at(start);
        let (comment, after) = after.split_once("*/").context("a comment without end")?;
        let doc: Vec<&str> = comment.lines().map(|l| l.trim_start_matches([' ', '*', '/']).trim_end()).collect();
        // The arguments have their lines in the header alone: other languages show the names.
        let doc = doc.join("\n");
        let doc = doc.split("@param").next().unwrap_or_default();
        let doc = match doc.split_once("@return") {
            Some((before, given)) if before.trim().is_empty() => given,
            Some((before, _)) => before,
            None => doc,
        };
        let doc = doc.trim().to_owned();
        let declaration = after.trim_start();
        rest = after;
        if let Some(define) = declaration.strip_prefix("#define ") {
            let mut words = define.split_whitespace();
            let (name, value) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            abi.constants.push((name.into(), value.into(), doc));
        } else if let Some(structure) = declaration.strip_prefix("typedef struct {") {
            let (members, after) = structure.split_once('}').context("a structure without end")?;
            // Behind each comment stands one member; a comment may hold a semicolon.
            for member in members.split("*/").skip(1) {
                let (member, _) = member.split_once(';').context("a member without end")?;
                abi.trust.push(variable(member)?);
            }
            rest = after;
        } else if let Some(handle) = declaration.strip_prefix("typedef struct ") {
            abi.handles.push((handle.split_whitespace().next().unwrap_or_default().into(), doc));
        } else if let Some(function) = declaration.strip_prefix("EHC_API") {
            let (signature, _) = function.split_once(';').context("a function without end")?;
            let (head, arguments) = signature.trim().split_once('(').context("a function without arguments")?;
            let (returns, name) = variable(head)?;
            let arguments = arguments.trim_end_matches(')').trim();
            let arguments = match arguments {
                "void" | "" => Vec::new(),
                some => some.split(',').map(variable).collect::<Result<_>>()?,
            };
            abi.functions.push(Function { doc, name, returns, arguments });
        }
    }
    Ok(abi)
}

/// `const uint8_t *data`: the type and the name.
fn variable(c: &str) -> Result<(Kind, String)> {
    let c = c.trim();
    let at = c.rfind([' ', '*']).with_context(|| format!("no name in {c:?}"))? + 1;
    let (kind, name) = c.split_at(at);
    Ok((Kind::of(kind)?, name.trim_start_matches('_').to_owned()))
}

const MARK: &str = "Written from include/ehcert.h by `cargo xtask header`: do not edit.";

/// The list of exports for linkers of Windows.
pub(crate) fn def(abi: &Abi) -> String {
    let mut names: Vec<&str> = abi.functions.iter().map(|f| f.name.as_str()).collect();
    names.sort_unstable();
    format!("; {MARK}\nLIBRARY ehcert\nEXPORTS\n    {}\n", names.join("\n    "))
}

/// What the libraries export, sorted.
pub(crate) fn exports(abi: &Abi) -> String {
    let mut names: Vec<&str> = abi.functions.iter().map(|f| f.name.as_str()).collect();
    names.sort_unstable();
    names.join("\n") + "\n"
}

/// Every signature on a line. A line may be added; one that changes or goes needs a new version of the ABI.
pub(crate) fn signatures(abi: &Abi, version: u32) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (name, value, _) in &abi.constants {
        lines.push(format!("{name} = {value}"));
    }
    let members: Vec<String> = abi.trust.iter().map(|(kind, name)| format!("{} {name}", kind.c())).collect();
    lines.push(format!("EhcTrust {{ {} }}", members.join("; ")));
    for f in &abi.functions {
        let arguments: Vec<String> = f.arguments.iter().map(|(kind, _)| kind.c()).collect();
        lines.push(format!("{}({}) -> {}", f.name, arguments.join(", "), f.returns.c()));
    }
    lines.sort_unstable();
    format!("abi {version}\n{}\n", lines.join("\n"))
}

/// Whether `new` keeps every line of `old`, or has another version.
pub(crate) fn compatible(old: &str, new: &str) -> Result<()> {
    if old.lines().next() != new.lines().next() {
        return Ok(());
    }
    let kept: std::collections::HashSet<&str> = new.lines().collect();
    match old.lines().find(|line| !kept.contains(line)) {
        None => Ok(()),
        Some(gone) => bail!("`{gone}` changed or is gone: raise `ehc_abi_version`"),
    }
}

/// The unit for Delphi and Free Pascal.
pub(crate) fn pascal(abi: &Abi) -> String {
    let mut out = format!("{{ {MARK} Conventions: README.md beside it. }}\nunit Ehcert;\n\n");
    out.push_str("{$IFDEF FPC}{$MODE DELPHI}{$ENDIF}\n\ninterface\n\nconst\n");
    out.push_str("  EHC_LIBRARY = {$IFDEF MSWINDOWS}'ehcert.dll'{$ELSE}'libehcert.so.1'{$ENDIF};\n");
    for (name, value, doc) in &abi.constants {
        let _ = writeln!(out, "  {{ {} }}\n  {name} = {value};", doc.replace('\n', " "));
    }
    out.push_str("\ntype\n");
    for (name, doc) in &abi.handles {
        let _ = writeln!(out, "  {{ {} }}\n  P{name} = type Pointer;", doc.replace('\n', " "));
    }
    out.push_str("\n  TEhcTrust = record\n");
    for (kind, name) in &abi.trust {
        let _ = writeln!(out, "    {name}: {};", kind.pascal());
    }
    out.push_str("  end;\n  PEhcTrust = ^TEhcTrust;\n\n");
    for f in &abi.functions {
        let arguments: Vec<String> = f
            .arguments
            .iter()
            .map(|(kind, name)| match kind {
                Kind::Out(_) => format!("out {name}_: {}", kind.pascal()),
                _ => format!("{name}_: {}", kind.pascal()),
            })
            .collect();
        let arguments = if arguments.is_empty() { String::new() } else { format!("({})", arguments.join("; ")) };
        let _ = writeln!(out, "{{ {} }}", f.doc.replace('\n', " ").replace('}', ")").replace('{', "("));
        let _ = match f.returns {
            Kind::Void => write!(out, "procedure {}{arguments};", f.name),
            _ => write!(out, "function {}{arguments}: {};", f.name, f.returns.pascal()),
        };
        out.push_str(" cdecl; external EHC_LIBRARY;\n");
    }
    out.push_str("\nimplementation\n\nend.\n");
    out
}

/// The P/Invoke declarations for C# and VB.NET.
pub(crate) fn sharp(abi: &Abi) -> String {
    let mut out = format!("// {MARK} Conventions: README.md beside it.\n");
    out.push_str("using System;\nusing System.Runtime.InteropServices;\n\nnamespace Ehcert\n{\n");
    out.push_str("    /// <summary>What judges take: whom to trust, and what is known of revocation.</summary>\n");
    out.push_str("    [StructLayout(LayoutKind.Sequential)]\n    public struct EhcTrust\n    {\n");
    for (kind, name) in &abi.trust {
        let _ = writeln!(out, "        public {} {name};", kind.sharp(false));
    }
    out.push_str(
        "    }\n\n    /// <summary>The functions of the library; handles are IntPtr, texts UTF-8.</summary>\n",
    );
    out.push_str("    public static class Native\n    {\n        public const string Library = \"ehcert\";\n");
    for (name, value, doc) in &abi.constants {
        let _ =
            writeln!(out, "        /// <summary>{}</summary>\n        public const uint {name} = {value};", xml(doc));
    }
    for f in &abi.functions {
        let arguments: Vec<String> =
            f.arguments.iter().map(|(kind, name)| format!("{} {}", kind.sharp(true), word(name))).collect();
        let _ = writeln!(out, "\n        /// <summary>{}</summary>", xml(&f.doc));
        out.push_str("        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]\n");
        if f.returns == Kind::Bool {
            out.push_str("        [return: MarshalAs(UnmanagedType.I1)]\n");
        }
        let _ = writeln!(
            out,
            "        public static extern {} {}({});",
            f.returns.sharp(false),
            f.name,
            arguments.join(", ")
        );
    }
    out.push_str("    }\n}\n");
    out
}

/// Argument names that C# keeps for itself.
fn word(name: &str) -> String {
    if matches!(name, "out" | "event" | "in" | "ref" | "string" | "object") { format!("@{name}") } else { name.into() }
}

fn xml(doc: &str) -> String {
    doc.replace('\n', " ").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_may_be_added_and_none_may_go_without_a_new_version() {
        let old = "abi 1\na() -> void\nb() -> void\n";
        assert!(compatible(old, "abi 1\na() -> void\nb() -> void\nc() -> void\n").is_ok());
        assert!(compatible(old, "abi 1\na() -> void\n").is_err());
        assert!(compatible(old, "abi 1\na(bool) -> void\nb() -> void\n").is_err());
        assert!(compatible(old, "abi 2\na() -> void\n").is_ok());
    }

    #[test]
    fn what_the_abi_has_no_type_for_is_refused() {
        let header = "/**\n * Doc.\n */\nEHC_API float ehc_x(const char *a, size_t b);\n";
        assert!(read(header).is_err());
        let header = header.replace("float", "EhcText *");
        assert_eq!(
            signatures(&read(&header).unwrap(), 1),
            "abi 1\nEhcTrust {  }\nehc_x(const char *, size_t) -> EhcText *\n"
        );
    }
}
