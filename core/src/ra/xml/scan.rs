//! Counts what a document will cost before the parser allocates for it.

use super::{MAX_ATTRIBUTES, MAX_DECLARATIONS, MAX_DEPTH, MAX_MARKS, MAX_NAMESPACES, too_large};
use crate::{Code, Error, Result};

/// Refuses a document that has a DTD or exceeds the limits of [`super`]. Linear in its length, constant
/// memory beyond the depth. What is accepted here may still not be well-formed.
pub(super) fn check(text: &str) -> Result<()> {
    let bad = |what: &str| Error::new(Code::ANSWER_NOT_XML).detail(what);
    for mark in [b'<', b'='] {
        if text.bytes().filter(|b| *b == mark).count() > MAX_MARKS {
            return Err(too_large(format!("{MAX_MARKS} elements")));
        }
    }
    // Namespace declarations of each open element.
    let mut open: Vec<usize> = Vec::new();
    let (mut scope, mut declarations) = (0usize, 0usize);
    let mut rest = text;
    while let Some((_, at)) = rest.split_once('<') {
        rest = at;
        let skip = |rest: &str, start: usize, end: &str| -> Result<usize> {
            let body = rest.get(start..).ok_or_else(|| bad("a mark is not closed"))?;
            body.find(end).map(|i| start + i + end.len()).ok_or_else(|| bad("a mark is not closed"))
        };
        let length = if rest.starts_with("!--") {
            skip(rest, 3, "-->")?
        } else if rest.starts_with("![CDATA[") {
            skip(rest, 8, "]]>")?
        } else if rest.starts_with('?') {
            skip(rest, 1, "?>")?
        } else if rest.starts_with('!') {
            return Err(Error::new(Code::XML_FORBIDDEN).detail("document type declaration"));
        } else if rest.starts_with('/') {
            scope = scope.saturating_sub(open.pop().unwrap_or(0));
            skip(rest, 1, ">")?
        } else {
            let tag = start_tag(rest)?;
            declarations += tag.declarations;
            if declarations > MAX_DECLARATIONS || scope + tag.declarations > MAX_NAMESPACES {
                return Err(too_large(format!("{MAX_NAMESPACES} namespaces")));
            }
            if !tag.closed {
                scope += tag.declarations;
                open.push(tag.declarations);
                if open.len() > MAX_DEPTH {
                    return Err(too_large(format!("{MAX_DEPTH} levels")));
                }
            }
            tag.length
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    Ok(())
}

struct StartTag {
    /// Bytes up to and with the `>`.
    length: usize,
    declarations: usize,
    closed: bool,
}

fn start_tag(text: &str) -> Result<StartTag> {
    let bad = |what: &str| Error::new(Code::ANSWER_NOT_XML).detail(what);
    let (mut attributes, mut declarations, mut default) = (0, 0, false);
    let mut quote = None;
    let mut name_start = 0;
    let mut last = ' ';
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (Some(q), _) if q == c => {
                quote = None;
                name_start = i + 1;
            }
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '=') => {
                attributes += 1;
                if attributes > MAX_ATTRIBUTES {
                    return Err(too_large(format!("{MAX_ATTRIBUTES} attributes")));
                }
                let name = text.get(name_start..i).unwrap_or_default().trim_end();
                let name = name.rsplit(char::is_whitespace).next().unwrap_or_default();
                if name == "xmlns" {
                    // The parser overlooks this one, and canonicalisation would have to guess.
                    if default {
                        return Err(bad("two default namespaces"));
                    }
                    default = true;
                    declarations += 1;
                } else if name.starts_with("xmlns:") {
                    declarations += 1;
                }
            }
            (None, '>') => return Ok(StartTag { length: i + 1, declarations, closed: last == '/' }),
            (None, '<') => return Err(bad("a tag inside a tag")),
            _ => {}
        }
        last = c;
    }
    Err(bad("a tag is not closed"))
}
