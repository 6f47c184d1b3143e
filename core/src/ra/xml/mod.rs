//! XML as the registration authority speaks it: a bounded parser, a canonical writer, exclusive C14N.
//!
//! `roxmltree` does the parsing. What it does not bound (attributes, namespaces in scope, depth, what it
//! reserves for `<` and `=`) is counted by the module `scan` first, and a DTD is refused before the parser sees it.

mod canonical;
mod reader;
mod scan;
mod writer;

pub use canonical::canonicalize;
pub use roxmltree::{Document, Node};

pub(crate) use reader::{
    Fields, all, attribute, base64, content, element, expect_named, fields, is, optional, optional_text, same_shape,
    token,
};
pub(crate) use writer::{Namespace, Writer, name};

pub(crate) use canonical::canonicalize_without;

use crate::{Code, Error, Result};

/// A message larger than this is refused before it is parsed. The largest real one (a contract in two
/// languages, or the list of organisation types) stays under 200 KiB.
pub const MAX_MESSAGE: usize = 4 << 20;
/// Elements nested deeper than this are refused; the RA's messages stay under 15.
pub const MAX_DEPTH: usize = 64;
/// Marks (`<`, and separately `=`) that a message may have: the parser reserves a node or an attribute
/// for each. The RA's messages stay under 10,000.
pub const MAX_MARKS: usize = 100_000;
/// Attributes and namespace declarations of one element.
pub const MAX_ATTRIBUTES: usize = 64;
/// Namespace declarations in scope at one place: the parser copies them for each element that declares.
pub const MAX_NAMESPACES: usize = 64;
/// Namespace declarations of a whole message: the parser keeps them sorted by insertion.
pub const MAX_DECLARATIONS: usize = 20_000;

/// The text of a message: UTF-8 with or without byte order mark. Fails with [`Code::TOO_LARGE`] above
/// [`MAX_MESSAGE`] bytes and with [`Code::ANSWER_NOT_XML`] when it is not UTF-8.
pub fn decode(bytes: &[u8]) -> Result<&str> {
    if bytes.len() > MAX_MESSAGE {
        return Err(too_large("4 MB"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Error::new(Code::ANSWER_NOT_XML).detail("not UTF-8"))?;
    Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text))
}

/// Parses a message within the limits of this module.
///
/// Fails with [`Code::TOO_LARGE`], with [`Code::XML_FORBIDDEN`] for a document type declaration, and with
/// [`Code::ANSWER_NOT_XML`] for what is not well-formed.
pub fn parse(text: &str) -> Result<Document<'_>> {
    if text.len() > MAX_MESSAGE {
        return Err(too_large("4 MB"));
    }
    scan::check(text)?;
    let options = roxmltree::ParsingOptions { allow_dtd: false, nodes_limit: NODES, ..Default::default() };
    // The parser's message may quote the document, which may hold personal data: only the place is kept.
    Document::parse_with_options(text, options)
        .map_err(|e| Error::new(Code::ANSWER_NOT_XML).detail(format!("not well-formed at {}", e.pos())))
}

/// One element and one text for each mark, and the root.
#[allow(clippy::cast_possible_truncation, reason = "a constant that fits")]
const NODES: u32 = 2 * MAX_MARKS as u32 + 1;

pub(crate) fn too_large(limit: impl ToString) -> Error {
    Error::new(Code::TOO_LARGE).with("limit", limit)
}

/// A message that is well-formed XML but not what it should be. `what` names elements only, never values.
pub(crate) fn unexpected(what: impl ToString) -> Error {
    Error::new(Code::MESSAGE_UNEXPECTED).detail(what)
}
