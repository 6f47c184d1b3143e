//! Small questions to a parsed element. Unknown elements are ignored; a known one that is missing, or
//! that occurs twice where once is allowed, is an error.

use base64ct::{Base64, Encoding};
use roxmltree::Node;

use super::{Namespace, unexpected};
use crate::{Result, Timestamp};

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
pub(crate) fn elements<'a, 'i: 'a>(
    node: Node<'a, 'i>,
    namespace: Namespace,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |c| is(*c, namespace, name))
}

/// What `read` makes of the children that are this element.
// A loop: `collect` to a `Result` would be compiled anew, iterator and all, for each kind of element.
pub(crate) fn each<'a, 'i: 'a, T>(
    node: Node<'a, 'i>,
    namespace: Namespace,
    name: &'static str,
    read: impl Fn(Node<'a, 'i>) -> Result<T>,
) -> Result<Vec<T>> {
    let mut found = Vec::new();
    for child in elements(node, namespace, name) {
        found.push(read(child)?);
    }
    Ok(found)
}

/// The one child that is this element, if it is there.
pub(crate) fn optional<'a, 'i: 'a>(
    node: Node<'a, 'i>,
    namespace: Namespace,
    name: &'static str,
) -> Result<Option<Node<'a, 'i>>> {
    let mut found = elements(node, namespace, name);
    let first = found.next();
    if found.next().is_some() {
        return Err(unexpected(format!("{name} occurs twice")));
    }
    Ok(first)
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

/// The exact text of the one child of this name.
pub(crate) fn text(node: Node<'_, '_>, namespace: Namespace, name: &'static str) -> Result<String> {
    content(element(node, namespace, name)?)
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

/// xs:boolean.
pub(crate) fn boolean(node: Node<'_, '_>, namespace: Namespace, name: &'static str) -> Result<bool> {
    match token(element(node, namespace, name)?)?.as_str() {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(unexpected(format!("{name} is neither true nor false"))),
    }
}

/// xs:dateTime.
pub(crate) fn instant(node: Node<'_, '_>, namespace: Namespace, name: &'static str) -> Result<Timestamp> {
    let value = token(element(node, namespace, name)?)?;
    Timestamp::parse(&value).map_err(|_| unexpected(format!("{name} is no date and time")))
}

/// xs:base64Binary of the element itself, with white space anywhere.
pub(crate) fn base64(node: Node<'_, '_>) -> Result<Vec<u8>> {
    let compact: String = content(node)?.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    Base64::decode_vec(&compact).map_err(|_| unexpected(format!("{} is not base64", node.tag_name().name())))
}

/// xs:hexBinary of twenty octets.
pub(crate) fn hex20(node: Node<'_, '_>) -> Result<[u8; 20]> {
    let bad = || unexpected(format!("{} is not 20 octets in hexadecimal", node.tag_name().name()));
    let text = token(node)?;
    if text.len() != 40 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(bad());
    }
    let mut out = [0; 20];
    for (octet, digits) in out.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let digits = std::str::from_utf8(digits).map_err(|_| bad())?;
        *octet = u8::from_str_radix(digits, 16).map_err(|_| bad())?;
    }
    Ok(out)
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
