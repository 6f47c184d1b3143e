//! Exclusive XML Canonicalization 1.0 without comments (<https://www.w3.org/TR/xml-exc-c14n/>).

use roxmltree::{Document, Node, NodeId};

use super::writer::{escape_attribute, escape_text};

/// The canonical form of `element` and everything in it. `inclusive` is the InclusiveNamespaces
/// PrefixList: prefixes (`#default` for none) that are written wherever they are in scope and not
/// written yet, as Canonical XML does. The result is UTF-8.
///
/// Recursion is as deep as the document, which [`super::parse`] bounds.
pub fn canonicalize(element: Node<'_, '_>, inclusive: &[&str]) -> String {
    canonicalize_without(element, inclusive, None)
}

/// As [`canonicalize`], leaving out the element `without` and everything in it: the enveloped-signature
/// transform followed by exclusive canonicalisation.
pub(crate) fn canonicalize_without(element: Node<'_, '_>, inclusive: &[&str], without: Option<NodeId>) -> String {
    let inclusive = inclusive.iter().map(|p| if *p == "#default" { "" } else { *p }).collect();
    let mut canonical = Canonical { out: String::new(), inclusive, without, rendered: Vec::new() };
    canonical.node(element);
    canonical.out
}

struct Canonical<'a> {
    out: String,
    inclusive: Vec<&'a str>,
    without: Option<NodeId>,
    /// Namespaces that the output has in scope, innermost last: prefix and URI.
    rendered: Vec<(String, String)>,
}

impl Canonical<'_> {
    fn node(&mut self, node: Node<'_, '_>) {
        if self.without == Some(node.id()) {
            return;
        }
        if node.is_element() {
            self.element(node);
        } else if node.is_text() {
            escape_text(node.text().unwrap_or_default(), &mut self.out);
        } else if let Some(pi) = node.pi() {
            self.out.push_str("<?");
            self.out.push_str(pi.target);
            if let Some(value) = pi.value.filter(|v| !v.is_empty()) {
                self.out.push(' ');
                self.out.push_str(value);
            }
            self.out.push_str("?>");
        }
    }

    fn element(&mut self, node: Node<'_, '_>) {
        let qualified = name_at(node.document(), node.range().start.saturating_add(1));
        let mut attributes: Vec<_> = node
            .attributes()
            .map(|a| {
                (a.namespace().unwrap_or_default(), a.name(), name_at(node.document(), a.range().start), a.value())
            })
            .collect();
        crate::order::sort_by(&mut attributes, &|(a, x, ..), (b, y, ..)| (a, x).cmp(&(b, y)));

        let mut prefixes = vec![prefix(qualified)];
        prefixes.extend(attributes.iter().map(|(_, _, q, _)| prefix(q)).filter(|p| !p.is_empty()));
        prefixes.extend(self.inclusive.iter().copied());
        // xml is bound by definition and never declared.
        prefixes.retain(|p| *p != "xml");
        crate::order::sort(&mut prefixes);
        prefixes.dedup();

        self.out.push('<');
        self.out.push_str(qualified);
        let before = self.rendered.len();
        for prefix in prefixes {
            let uri = node.lookup_namespace_uri((!prefix.is_empty()).then_some(prefix)).unwrap_or_default();
            let current = self.rendered.iter().rev().find(|(p, _)| p == prefix).map_or("", |(_, uri)| uri);
            // An undeclared default namespace is only written where it takes one back.
            if current == uri {
                continue;
            }
            self.out.push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
            self.out.push_str(prefix);
            self.out.push_str("=\"");
            escape_attribute(uri, &mut self.out);
            self.out.push('"');
            self.rendered.push((prefix.to_owned(), uri.to_owned()));
        }
        for (_, _, qualified, value) in attributes {
            self.out.push(' ');
            self.out.push_str(qualified);
            self.out.push_str("=\"");
            escape_attribute(value, &mut self.out);
            self.out.push('"');
        }
        self.out.push('>');
        for child in node.children() {
            self.node(child);
        }
        self.out.push_str("</");
        self.out.push_str(qualified);
        self.out.push('>');
        self.rendered.truncate(before);
    }
}

/// The qualified name that starts at this place of the document: the parser keeps namespaces and local
/// names, but canonical form needs the prefix as it was written.
fn name_at<'input>(document: &Document<'input>, start: usize) -> &'input str {
    let rest = document.input_text().get(start..).unwrap_or_default();
    let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/' | '>')).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

fn prefix(qualified: &str) -> &str {
    qualified.split_once(':').map_or("", |(prefix, _)| prefix)
}
