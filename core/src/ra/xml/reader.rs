//! Small questions to a parsed element. Unknown elements are ignored; a known one that is missing, or
//! that occurs twice where once is allowed, is an error.

use base64ct::{Base64, Encoding};
use roxmltree::{Attribute, Node};

use super::{Namespace, unexpected};
use crate::{Error, Result, Timestamp};

/// Whether the node is this element.
pub(crate) fn is(node: Node<'_, '_>, namespace: Namespace, name: &str) -> bool {
    node.is_element()
        && node.tag_name().name() == name
        && node.tag_name().namespace().unwrap_or_default() == namespace.uri
}

/// Checks that the node is this element.
pub(crate) fn expect_named(node: Node<'_, '_>, namespace: Namespace, name: &str) -> Result<()> {
    if is(node, namespace, name) { Ok(()) } else { Err(unexpected(format!("{name} is expected"))) }
}

/// The children that are this element.
// Once, and not the iterator anew for each who asks.
#[inline(never)]
pub(crate) fn all<'a, 'i: 'a>(node: Node<'a, 'i>, namespace: Namespace, name: &str) -> Vec<Node<'a, 'i>> {
    node.children().filter(|child| is(*child, namespace, name)).collect()
}

/// The one child that is this element, if it is there.
pub(crate) fn optional<'a, 'i: 'a>(
    node: Node<'a, 'i>,
    namespace: Namespace,
    name: &'static str,
) -> Result<Option<Node<'a, 'i>>> {
    match all(node, namespace, name).as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        _ => Err(unexpected(format!("{name} occurs twice"))),
    }
}

/// The one child that is this element.
pub(crate) fn element<'a, 'i: 'a>(
    node: Node<'a, 'i>,
    namespace: Namespace,
    name: &'static str,
) -> Result<Node<'a, 'i>> {
    optional(node, namespace, name)?.ok_or_else(|| unexpected(format!("{name} is missing")))
}

/// All character data directly in the element, exactly. A comment in the middle does not cut it short:
/// canonicalisation drops comments, so what is read must be what was signed.
pub(crate) fn content(node: Node<'_, '_>) -> Result<String> {
    if node.children().any(|c| c.is_element()) {
        return Err(unexpected(format!("{} holds elements instead of text", node.tag_name().name())));
    }
    Ok(node.children().filter(|c| c.is_text()).filter_map(|c| c.text()).collect())
}

/// The exact text of the one child of this name, if it is there.
pub(crate) fn optional_text(node: Node<'_, '_>, namespace: Namespace, name: &'static str) -> Result<Option<String>> {
    optional(node, namespace, name)?.map(content).transpose()
}

/// The element's own text without white space at its ends, for types that collapse it.
pub(crate) fn token(node: Node<'_, '_>) -> Result<String> {
    Ok(content(node)?.trim().to_owned())
}

/// An attribute without namespace.
pub(crate) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attribute(name)
}

/// xs:base64Binary of the element itself, with white space anywhere.
pub(crate) fn base64(node: Node<'_, '_>) -> Result<Vec<u8>> {
    let compact: String = content(node)?.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    Base64::decode_vec(&compact).map_err(|_| unexpected(format!("{} is not base64", node.tag_name().name())))
}

/// The contents of an element, one after the other, into a record. The first that does not fit is remembered and nothing is
/// read after it, so that [`fields`] alone has to judge: a way out after each of them would be most of the code.
pub(crate) struct Fields<'a, 'i> {
    node: Node<'a, 'i>,
    refused: Option<Error>,
}

/// What `read` makes of an element.
pub(crate) fn fields<'a, 'i, T>(node: Node<'a, 'i>, read: impl FnOnce(&mut Fields<'a, 'i>) -> T) -> Result<T> {
    let mut fields = Fields { node, refused: None };
    let found = read(&mut fields);
    fields.refused.map_or(Ok(found), Err)
}

impl<'a, 'i> Fields<'a, 'i> {
    /// Refuses the whole.
    pub(crate) fn refuse(&mut self, what: &str) {
        self.refused.get_or_insert_with(|| unexpected(what));
    }

    /// What was found; nothing in place of an error.
    #[inline(never)]
    fn found<T: Default>(&mut self, found: Result<T>) -> T {
        found.unwrap_or_else(|error| {
            self.refused.get_or_insert(error);
            T::default()
        })
    }

    /// The children of this name; none when something was refused.
    #[inline(never)]
    fn children(&self, namespace: Namespace, name: &'static str) -> Vec<Node<'a, 'i>> {
        if self.refused.is_some() { Vec::new() } else { all(self.node, namespace, name) }
    }

    /// The one child of this name, if it is there.
    #[inline(never)]
    fn child(&mut self, namespace: Namespace, name: &'static str) -> Option<Node<'a, 'i>> {
        if self.refused.is_some() {
            return None;
        }
        let child = optional(self.node, namespace, name);
        self.found(child)
    }

    /// The one child of this name; the element itself when it was refused for having none.
    #[inline(never)]
    fn required(&mut self, namespace: Namespace, name: &'static str) -> Node<'a, 'i> {
        self.child(namespace, name).unwrap_or_else(|| {
            self.refuse(&format!("{name} is missing"));
            self.node
        })
    }

    /// What `read` makes of this node.
    fn at<T>(&mut self, node: Node<'a, 'i>, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.node, node);
        let found = read(self);
        self.node = outer;
        found
    }

    /// What `read` makes of the one child of this name.
    pub(crate) fn inside<T>(
        &mut self,
        namespace: Namespace,
        name: &'static str,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let child = self.required(namespace, name);
        self.at(child, read)
    }

    /// What `read` makes of the one child of this name, if it is there.
    pub(crate) fn optional<T>(
        &mut self,
        namespace: Namespace,
        name: &'static str,
        read: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        self.child(namespace, name).map(|child| self.at(child, read))
    }

    /// What `read` makes of the children of this name.
    pub(crate) fn each<T>(
        &mut self,
        namespace: Namespace,
        name: &'static str,
        read: impl Fn(&mut Self) -> T,
    ) -> Vec<T> {
        // A loop: `collect` would be compiled anew, iterator and all, for each kind of element.
        let mut found = Vec::new();
        for child in self.children(namespace, name) {
            found.push(self.at(child, &read));
        }
        found
    }

    /// As [`Self::each`]; there must be one.
    pub(crate) fn some<T>(
        &mut self,
        namespace: Namespace,
        name: &'static str,
        read: impl Fn(&mut Self) -> T,
    ) -> Vec<T> {
        let found = self.each(namespace, name, read);
        if found.is_empty() {
            self.refuse(&format!("{name} is missing"));
        }
        found
    }

    /// Whether there is a child of this name.
    pub(crate) fn has(&self, namespace: Namespace, name: &'static str) -> bool {
        !self.children(namespace, name).is_empty()
    }

    /// An attribute of the element itself.
    pub(crate) fn attribute(&self, namespace: Namespace, name: &str) -> Option<&'a str> {
        let is = |a: &Attribute<'_, '_>| a.namespace().unwrap_or_default() == namespace.uri && a.name() == name;
        self.node.attributes().find(is).map(|a| a.value())
    }

    /// The exact text of the one child of this name.
    #[inline(never)]
    pub(crate) fn text(&mut self, namespace: Namespace, name: &'static str) -> String {
        self.inside(namespace, name, Self::own_text)
    }

    /// The exact text of the one child of this name, if it is there.
    #[inline(never)]
    pub(crate) fn optional_text(&mut self, namespace: Namespace, name: &'static str) -> Option<String> {
        self.optional(namespace, name, Self::own_text)
    }

    /// The exact texts of all children of this name.
    #[inline(never)]
    pub(crate) fn texts(&mut self, namespace: Namespace, name: &'static str) -> Vec<String> {
        self.each(namespace, name, Self::own_text)
    }

    /// xs:boolean.
    #[inline(never)]
    pub(crate) fn boolean(&mut self, namespace: Namespace, name: &'static str) -> bool {
        match self.inside(namespace, name, Self::own_token).as_str() {
            "true" | "1" => return true,
            "false" | "0" => {}
            _ => self.refuse(&format!("{name} is neither true nor false")),
        }
        false
    }

    /// xs:dateTime.
    #[inline(never)]
    pub(crate) fn instant(&mut self, namespace: Namespace, name: &'static str) -> Timestamp {
        self.inside(namespace, name, Self::own_instant)
    }

    /// The element's own text, exactly.
    #[inline(never)]
    pub(crate) fn own_text(&mut self) -> String {
        if self.refused.is_some() { String::new() } else { self.found(content(self.node)) }
    }

    /// The element's own text without white space at its ends, for types that collapse it.
    #[inline(never)]
    pub(crate) fn own_token(&mut self) -> String {
        self.own_text().trim().to_owned()
    }

    /// The element itself as xs:dateTime.
    #[inline(never)]
    pub(crate) fn own_instant(&mut self) -> Timestamp {
        Timestamp::parse(&self.own_token()).unwrap_or_else(|_| {
            self.refuse(&format!("{} is no date and time", self.node.tag_name().name()));
            Timestamp(0)
        })
    }

    /// The element itself as xs:base64Binary, with white space anywhere.
    #[inline(never)]
    pub(crate) fn own_base64(&mut self) -> Vec<u8> {
        if self.refused.is_some() { Vec::new() } else { self.found(base64(self.node)) }
    }

    /// The element itself as xs:hexBinary of twenty octets.
    #[inline(never)]
    pub(crate) fn own_hex20(&mut self) -> [u8; 20] {
        let text = self.own_token();
        let digits = text.as_bytes();
        let mut out = [0; 20];
        if digits.len() != 40 || !digits.iter().all(u8::is_ascii_hexdigit) {
            self.refuse(&format!("{} is not 20 octets in hexadecimal", self.node.tag_name().name()));
            return out;
        }
        for (octet, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
            let digits = std::str::from_utf8(pair).unwrap_or_default();
            *octet = u8::from_str_radix(digits, 16).unwrap_or_default();
        }
        out
    }
}

/// Whether an element that was received has the elements of `model`, all of them in that order and no
/// others, with the same attributes. Values are not compared, the signature of `received` itself is left
/// out, and so are attributes of XML Schema's instance namespace, which any schema allows.
pub(crate) fn same_shape(received: Node<'_, '_>, model: Node<'_, '_>) -> bool {
    fn attributes<'a>(node: Node<'a, '_>) -> Vec<(Option<&'a str>, &'a str)> {
        let mut names: Vec<_> = node
            .attributes()
            .filter(|a| a.namespace() != Some(super::name::XSI.uri))
            .map(|a| (a.namespace(), a.name()))
            .collect();
        crate::order::sort(&mut names);
        names
    }
    fn same(received: Node<'_, '_>, model: Node<'_, '_>, children: &[Node<'_, '_>]) -> bool {
        let expected: Vec<_> = model.children().filter(Node::is_element).collect();
        let mixed = |n: Node<'_, '_>| n.is_text() && !n.text().unwrap_or_default().trim().is_empty();
        received.tag_name() == model.tag_name()
            && attributes(received) == attributes(model)
            && children.len() == expected.len()
            && (children.is_empty() || !received.children().any(mixed))
            && children.iter().zip(expected).all(|(received, model)| {
                let below: Vec<_> = received.children().filter(Node::is_element).collect();
                same(*received, model, &below)
            })
    }
    let mut children: Vec<_> = received.children().filter(Node::is_element).collect();
    children.pop_if(|last| is(*last, super::name::DS, "Signature"));
    same(received, model, &children)
}
