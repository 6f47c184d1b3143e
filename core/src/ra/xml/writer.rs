//! Writes XML that is already in exclusive canonical form.

/// A namespace and the prefix that ehcert writes for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Namespace {
    pub(crate) prefix: &'static str,
    pub(crate) uri: &'static str,
}

/// The namespaces of the RA's messages (ehealth.md 1.1.1 and 1.9.1).
pub(crate) mod name {
    use super::Namespace;

    macro_rules! namespaces {
        ($($name:ident = $prefix:literal $uri:literal)*) => {
            $(pub(crate) const $name: Namespace = Namespace { prefix: $prefix, uri: $uri };)*
        };
    }
    namespaces! {
        NONE = "" ""
        XML = "xml" "http://www.w3.org/XML/1998/namespace"
        XSI = "xsi" "http://www.w3.org/2001/XMLSchema-instance"
        SOAP = "soap" "http://schemas.xmlsoap.org/soap/envelope/"
        DS = "ds" "http://www.w3.org/2000/09/xmldsig#"
        CERTRA = "ra" "urn:be:fgov:ehealth:certra:protocol:v2"
        CERTRA_CORE = "racore" "urn:be:fgov:ehealth:certra:core:v2"
        ETKRA = "etk" "urn:be:fgov:ehealth:etkra:protocol:v2"
        ETEE = "etee" "urn:be:fgov:ehealth:etee:commons:core:v2"
        CORE = "core" "urn:be:fgov:ehealth:commons:core:v2"
        DEPOT = "depot" "urn:be:fgov:ehealth:etkdepot:1_0:protocol"
        CORE1 = "core1" "urn:be:fgov:ehealth:commons:1_0:core"
    }
}

/// An attribute: namespace ([`name::NONE`] for most), local name, value.
pub(crate) type Attribute<'a> = (Namespace, &'a str, &'a str);

/// Builds a document or a part of one. Each namespace is declared at the first element that uses it.
#[derive(Default)]
pub(crate) struct Writer {
    out: String,
    /// Open elements: the end tag, and how many namespaces were declared before it.
    open: Vec<(String, usize)>,
    declared: Vec<Namespace>,
}

impl Writer {
    /// An element; [`Self::end`] closes it.
    pub(crate) fn start(&mut self, namespace: Namespace, name: &str, attributes: &[Attribute<'_>]) {
        let before = self.declared.len();
        let qualified = qualified(namespace, name);
        self.out.push('<');
        self.out.push_str(&qualified);
        let mut used: Vec<Namespace> = attributes.iter().map(|(n, ..)| *n).chain([namespace]).collect();
        used.retain(|n| *n != name::NONE && *n != name::XML && !self.declared.contains(n));
        crate::order::sort_by(&mut used, &|a, b| a.prefix.cmp(b.prefix));
        used.dedup();
        for n in used {
            self.attribute(&format!("xmlns:{}", n.prefix), n.uri);
            self.declared.push(n);
        }
        let mut sorted = attributes.to_vec();
        crate::order::sort_by(&mut sorted, &|(a, x, _), (b, y, _)| (a.uri, *x).cmp(&(b.uri, *y)));
        for (n, local, value) in sorted {
            self.attribute(&self::qualified(n, local), value);
        }
        self.out.push('>');
        self.open.push((format!("</{qualified}>"), before));
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape_attribute(value, &mut self.out);
        self.out.push('"');
    }

    /// Character data.
    pub(crate) fn text(&mut self, text: &str) {
        escape_text(text, &mut self.out);
    }

    /// Closes the innermost open element.
    pub(crate) fn end(&mut self) {
        if let Some((tag, before)) = self.open.pop() {
            self.out.push_str(&tag);
            self.declared.truncate(before);
        }
    }

    /// An element with text only.
    pub(crate) fn leaf(&mut self, namespace: Namespace, name: &str, text: &str) {
        self.leaf_with(namespace, name, &[], text);
    }

    /// An element with attributes and text only.
    pub(crate) fn leaf_with(&mut self, namespace: Namespace, name: &str, attributes: &[Attribute<'_>], text: &str) {
        self.start(namespace, name, attributes);
        self.text(text);
        self.end();
    }

    /// An element with text only, left out when there is none.
    pub(crate) fn optional(&mut self, namespace: Namespace, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.leaf(namespace, name, text);
        }
    }

    /// The document. Elements still open are closed.
    pub(crate) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.out
    }
}

fn qualified(namespace: Namespace, local: &str) -> String {
    if namespace.prefix.is_empty() { local.to_owned() } else { format!("{}:{local}", namespace.prefix) }
}

/// Character data in canonical form (Canonical XML 1.0, 2.3).
pub(super) fn escape_text(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#xD;"),
            c => out.push(representable(c)),
        }
    }
}

/// An attribute's value in canonical form.
pub(super) fn escape_attribute(value: &str, out: &mut String) {
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#x9;"),
            '\n' => out.push_str("&#xA;"),
            '\r' => out.push_str("&#xD;"),
            c => out.push(representable(c)),
        }
    }
}

/// XML 1.0 has no way to write most control characters: they become U+FFFD, so that what is written can
/// be read back. Parsed documents cannot hold any.
fn representable(c: char) -> char {
    match c {
        '\t' | '\n' => c,
        c if c < ' ' => char::REPLACEMENT_CHARACTER,
        '\u{FFFE}' | '\u{FFFF}' => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}
