//! What the conformance tests share: the sets beside the checkout, archives, PEM.
#![allow(dead_code, reason = "each test uses a part")]

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use ehcert_core::certificate::Certificate;

/// A file of the shared folder beside the checkout; says so when it is not there.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let full =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|a| a.join("shared").join(path)).find(|p| p.exists());
    if full.is_none() {
        eprintln!("skipped: shared/{path} not present");
    }
    full
}

/// The content of an `.xz` file.
pub(crate) fn unxz(path: &Path) -> Vec<u8> {
    let output = Command::new("xz").arg("-dc").arg(path).stderr(Stdio::inherit()).output().expect("xz is installed");
    assert!(output.status.success(), "{}", path.display());
    output.stdout
}

/// The files of a `.tar.xz`: plain files only, which is all that the sets hold.
pub(crate) fn untar(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let bytes = unxz(path);
    let mut files = BTreeMap::new();
    let mut at = 0;
    let text = |field: &[u8]| String::from_utf8_lossy(field.split(|b| *b == 0).next().unwrap_or_default()).into_owned();
    let mut long_name = None;
    while let Some(header) = bytes.get(at..at + 512).filter(|h| h[0] != 0) {
        let size = usize::from_str_radix(text(&header[124..136]).trim(), 8).expect("octal size");
        let content = &bytes[at + 512..at + 512 + size];
        match header[156] {
            b'L' => long_name = Some(text(content)),
            b'0' | 0 => {
                let prefix = if &header[257..262] == b"ustar" && header[263] == b'0' {
                    text(&header[345..500])
                } else {
                    String::new()
                };
                let short = text(&header[..100]);
                let name =
                    long_name.take().unwrap_or(if prefix.is_empty() { short } else { format!("{prefix}/{short}") });
                files.insert(name.trim_start_matches("./").to_owned(), content.to_vec());
            }
            _ => long_name = None,
        }
        at += 512 + size.next_multiple_of(512);
    }
    files
}

/// The blocks of a PEM text: label and content.
pub(crate) fn pem(text: &str) -> Vec<(String, Vec<u8>)> {
    use base64ct::{Base64, Encoding};
    let mut out = Vec::new();
    for part in text.split("-----BEGIN ").skip(1) {
        let (label, rest) = part.split_once("-----").expect("label");
        let (body, _) = rest.split_once("-----END").expect("end");
        let body: String = body.chars().filter(|c| !c.is_whitespace()).collect();
        out.push((label.to_owned(), Base64::decode_vec(&body).expect("base64")));
    }
    out
}

/// A certificate in PEM or DER.
pub(crate) fn certificate(bytes: &[u8]) -> ehcert_core::Result<Certificate> {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains("-----BEGIN") => Certificate::from_der(&pem(text)[0].1),
        _ => Certificate::from_der(bytes),
    }
}

/// The cases that a test is allowed to miss, from the table of `tests/conformance/README.md`: lines
/// `| set | case | reason |`.
pub(crate) fn known_misses(set: &str) -> Vec<String> {
    include_str!("../../../tests/conformance/README.md")
        .lines()
        .filter_map(|line| {
            let mut cells = line.trim_matches('|').split('|').map(str::trim);
            (cells.next() == Some(set)).then(|| cells.next().unwrap_or_default().trim_matches('`').to_owned())
        })
        .collect()
}
