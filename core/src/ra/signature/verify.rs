use super::{DIGESTS, ENVELOPED, EXCLUSIVE, METHODS, method_uri, refused, right_length};
use crate::{
    Code, Error, Result,
    certificate::Certificate,
    key::SignatureAlgorithm,
    ra::{
        operation::Operation,
        xml::{self, Namespace, Node, name},
    },
};

/// Certificates in KeyInfo beyond this are refused: an eID's chain has three.
const MAX_CERTIFICATES: usize = 10;
/// Prefixes in a PrefixList beyond this are refused: each is looked up at every element, and clients that
/// write a list at all name the few prefixes of the envelope.
const MAX_PREFIXES: usize = 16;

/// A signature that holds. Whether its signer is to be trusted is not decided here.
#[derive(Clone, Debug)]
pub struct VerifiedSignature {
    /// KeyInfo's certificates in their order; the first one's key made the signature.
    pub certificates: Vec<Certificate>,
    /// How it was made.
    pub algorithm: SignatureAlgorithm,
    /// Identifier of the request that was signed.
    pub id: String,
}

/// Verifies the enveloped signature of `root`, which must be the request element of `operation`. What the
/// caller reads afterwards must be read from this very node: it is what was signed.
///
/// Only one shape is accepted, so that nothing can be wrapped around it: one `Signature` in the whole
/// document, a direct child of `root`; one `Reference`, to the `Id` of `root`, which no other element
/// bears under any spelling of that attribute; the transforms enveloped-signature and exclusive
/// canonicalisation, in this order; SHA-2; no `Object` and no key but a certificate's.
///
/// Fails with [`Code::XML_SIGNATURE_MISSING`], [`Code::XML_SIGNATURE_REFUSED`] for another shape,
/// [`Code::SIGNATURE_INVALID`] when the content was changed or the key is another, and
/// [`Code::MESSAGE_UNEXPECTED`] for another element than the operation's request.
pub fn verify_enveloped(root: Node<'_, '_>, operation: Operation) -> Result<VerifiedSignature> {
    xml::expect_named(root, operation.namespace(), &operation.request_name())?;
    let document = root.document();
    let mut signatures = document.descendants().filter(|n| xml::is(*n, name::DS, "Signature"));
    let signature = signatures.next().ok_or(Code::XML_SIGNATURE_MISSING)?;
    if signatures.next().is_some() {
        return Err(refused("several signatures"));
    }
    if signature.parent() != Some(root) {
        return Err(refused("the signature is not a child of the request"));
    }
    let id = xml::attribute(root, "Id").filter(|id| !id.is_empty()).ok_or_else(|| refused("the request has no Id"))?;
    let bearers = document
        .descendants()
        .flat_map(|n| n.attributes())
        .filter(|a| a.name().eq_ignore_ascii_case("id") && a.value().trim() == id)
        .count();
    if bearers != 1 {
        return Err(refused("the Id of the request is not unique"));
    }

    let [signed_info, value, key_info] = exactly(signature, ["SignedInfo", "SignatureValue", "KeyInfo"])?;
    let [canonicalization, method, reference] =
        exactly(signed_info, ["CanonicalizationMethod", "SignatureMethod", "Reference"])?;
    let inclusive = exclusive(canonicalization)?;

    let [transforms, digest_method, digest_value] = exactly(reference, ["Transforms", "DigestMethod", "DigestValue"])?;
    let uri = xml::attribute(reference, "URI").ok_or_else(|| refused("a reference to nothing"))?;
    if uri.strip_prefix('#') != Some(id) {
        return Err(refused("the reference is not to the request"));
    }
    let [enveloped, transform] = exactly(transforms, ["Transform", "Transform"])?;
    if algorithm(enveloped) != Some(ENVELOPED) {
        return Err(refused("the first transform"));
    }
    exactly(enveloped, [])?;
    let content_inclusive = exclusive(transform)?;

    exactly(digest_method, [])?;
    let digest_method = algorithm(digest_method);
    let (hash, _) =
        DIGESTS.iter().find(|(_, uri)| Some(*uri) == digest_method).ok_or_else(|| refused("the digest algorithm"))?;
    exactly(method, [])?;
    let method = algorithm(method);
    let (algorithm, _) =
        METHODS.iter().find(|(_, uri)| Some(*uri) == method).ok_or_else(|| refused("the signature algorithm"))?;

    let certificates = certificates(key_info)?;
    let key = certificates.first().ok_or_else(|| refused("no certificate"))?.public_key()?;
    method_uri(*algorithm, &key)?;

    let content = xml::canonicalize_without(root, &content_inclusive, Some(signature.id()));
    if hash.digest(content.as_bytes()) != xml::base64(digest_value)? {
        return Err(Error::new(Code::SIGNATURE_INVALID).detail("the request was changed"));
    }
    let value = xml::base64(value)?;
    if !right_length(&key, &value) {
        return Err(Error::new(Code::SIGNATURE_INVALID).detail("length"));
    }
    let signed_info = xml::canonicalize(signed_info, &inclusive);
    key.verify_raw(*algorithm, signed_info.as_bytes(), &value)?;
    Ok(VerifiedSignature { certificates, algorithm: *algorithm, id: id.to_owned() })
}

/// The element children of a node, which must be exactly these elements of XML-DSig in this order.
fn exactly<'a, 'i, const N: usize>(node: Node<'a, 'i>, names: [&str; N]) -> Result<[Node<'a, 'i>; N]> {
    let children: Vec<_> = node.children().filter(Node::is_element).collect();
    let children: [Node<'a, 'i>; N] = children.try_into().map_err(|_| refused("an element too many or too few"))?;
    if children.iter().zip(names).all(|(child, name)| xml::is(*child, name::DS, name)) {
        Ok(children)
    } else {
        Err(refused("an element in the wrong place"))
    }
}

fn algorithm<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    xml::attribute(node, "Algorithm")
}

/// Checks that this is exclusive canonicalisation without comments; gives its PrefixList.
fn exclusive<'a>(node: Node<'a, '_>) -> Result<Vec<&'a str>> {
    /// The namespace of the parameters is the algorithm's own URI.
    const NAMESPACE: Namespace = Namespace { prefix: "ec", uri: EXCLUSIVE };
    if algorithm(node) != Some(EXCLUSIVE) {
        return Err(refused("the canonicalisation"));
    }
    let mut list = Vec::new();
    for child in node.children().filter(Node::is_element) {
        if !list.is_empty() || !xml::is(child, NAMESPACE, "InclusiveNamespaces") {
            return Err(refused("a parameter of the canonicalisation"));
        }
        list = xml::attribute(child, "PrefixList").unwrap_or_default().split_ascii_whitespace().collect();
        if list.len() > MAX_PREFIXES {
            return Err(refused("a parameter of the canonicalisation"));
        }
    }
    Ok(list)
}

fn certificates(key_info: Node<'_, '_>) -> Result<Vec<Certificate>> {
    let nodes: Vec<_> = xml::all(key_info, name::DS, "X509Data")
        .into_iter()
        .flat_map(|data| xml::all(data, name::DS, "X509Certificate"))
        .take(MAX_CERTIFICATES + 1)
        .collect();
    if nodes.len() > MAX_CERTIFICATES {
        return Err(refused("too many certificates"));
    }
    nodes.into_iter().map(|node| Certificate::from_der(&xml::base64(node)?)).collect()
}
