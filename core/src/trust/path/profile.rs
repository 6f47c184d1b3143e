//! Rules for those who issue certificates, which a careful relying party may hold them to.

use super::{
    super::extension::{self, AuthorityKeyId, GeneralName},
    Node, PathRequest, PeerName, Profile,
};
use crate::{
    Code, Error, Result,
    asn1::{self, oid, tag},
    key::PublicKey,
};

fn broken(rule: &'static str) -> Error {
    Error::new(Code::CERTIFICATE_NOT_CONFORMING).with("rule", rule)
}

/// The first rule that does not hold.
fn all(rules: &[(bool, &'static str)]) -> Result<()> {
    rules.iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, rule)| Err(broken(rule)))
}

/// Rules for every certificate of a path.
pub(super) fn check(node: &Node<'_>, request: &PathRequest<'_>) -> Result<()> {
    if request.profile == Profile::Path {
        return Ok(());
    }
    let web = request.profile == Profile::WebPki;
    let e = &node.extensions;
    let critical = |oid: &[u8]| node.certificate.extension(oid).map(|e| e.critical);
    let anchor = request.anchors.contains(node.certificate);
    // A root may be renamed and still carry its own signature.
    let root = anchor && (node.is_self_issued() || node.signed(node, true).is_ok());
    let serial = node.certificate.serial();
    let constraint_dns = e.constraints.iter().flat_map(|c| c.permitted.iter().chain(&c.excluded));
    let aki = e.authority_key.unwrap_or_default();
    all(&[
        // RFC 5280 4.1.2.2
        (
            // Old roots have number 0.
            serial.len() <= 20
                && serial.first().is_some_and(|b| b & 0x80 == 0)
                && (anchor || serial.iter().any(|b| *b != 0)),
            "serial number is positive and has at most 20 octets",
        ),
        // 4.2.1.1: a self-signed certificate may leave it out.
        (aki.key.is_some() || root, "authorityKeyIdentifier is there"),
        (aki.issuer.is_some() == aki.serial.is_some(), "authorityKeyIdentifier has issuer and serial number or none"),
        // 4.2.1.2
        (e.subject_key.is_some() || !e.ca, "subjectKeyIdentifier of a CA is there"),
        // 4.2.1.3, 4.2.1.9
        (!e.ca || critical(oid::BASIC_CONSTRAINTS) == Some(true), "basicConstraints of a CA are critical"),
        (
            e.ca || e.key_usage.is_none_or(|u| u & crate::certificate::key_usage::KEY_CERT_SIGN == 0),
            "only a CA has keyCertSign",
        ),
        (e.path_length.is_none() || (e.ca && e.may_sign_certificates()), "only a CA has a path length"),
        // 4.2.1.6
        (
            !node.subject.is_empty() || critical(oid::SUBJECT_ALT_NAME) == Some(true),
            "subjectAltName without a subject is critical",
        ),
        (e.alternative_names.iter().all(is_well_spelt), "names are well spelt"),
        // 4.2.1.10
        (e.ca || e.constraints.is_none(), "only a CA has name constraints"),
        (web || critical(oid::NAME_CONSTRAINTS) != Some(false), "name constraints are critical"),
        (
            constraint_dns.clone().all(|n| !matches!(n, GeneralName::Dns(t) if t.starts_with('.'))),
            "DNS name constraints do not begin with a dot",
        ),
        // 4.2.1.11, 4.2.1.14
        (critical(oid::POLICY_CONSTRAINTS) != Some(false), "policy constraints are critical"),
        (critical(oid::INHIBIT_ANY_POLICY) != Some(false), "inhibitAnyPolicy is critical"),
    ])?;
    // 4.2.2.1
    extension::access(node.certificate, oid::OCSP).map_err(|_| broken("authorityInfoAccess is readable"))?;
    if web { browser(node, aki, root) } else { Ok(()) }
}

/// CA/Browser Forum rules for every certificate.
fn browser(node: &Node<'_>, aki: AuthorityKeyId<'_>, root: bool) -> Result<()> {
    let e = &node.extensions;
    let whole_octets = match &node.key {
        PublicKey::Rsa(_) => node.key.bits().is_multiple_of(8),
        _ => true,
    };
    all(&[
        // 6.1.6: the modulus is a whole number of octets.
        (whole_octets, "RSA modulus has whole octets"),
        // 7.1.2.1.3
        (!root || e.authority_key.is_none() || aki.key == e.subject_key, "key identifiers of a root are equal"),
        (!root || (aki.issuer.is_none() && aki.serial.is_none()), "a root names no issuer of its key"),
        // 7.1.2.1.2
        (!root || e.purposes.is_none(), "a root has no extended key usage"),
    ])
}

/// Rules for the leaf.
pub(super) fn check_leaf(node: &Node<'_>, request: &PathRequest<'_>) -> Result<()> {
    if request.profile != Profile::WebPki {
        return Ok(());
    }
    let e = &node.extensions;
    let critical = |oid: &[u8]| node.certificate.extension(oid).map(|e| e.critical);
    let purposes = e.purposes.as_deref().unwrap_or_default();
    all(&[
        (!e.alternative_names.is_empty(), "a server has alternative names"),
        (
            node.subject.is_empty() || critical(oid::SUBJECT_ALT_NAME) == Some(false),
            "alternative names beside a subject are not critical",
        ),
        (critical(oid::EXTENDED_KEY_USAGE) != Some(true), "extended key usage is not critical"),
        (!purposes.contains(&oid::ANY_EXTENDED_KEY_USAGE), "a server certificate is not for any purpose"),
        (!e.ca, "a server is no CA"),
        (is_internal(request) || common_names_are_listed(node), "the common name is one of the alternative names"),
    ])
}

/// A name of which the public DNS knows nothing (RFC 6761), or this very machine: no browser rule is
/// about it.
fn is_internal(request: &PathRequest<'_>) -> bool {
    match &request.name {
        Some(PeerName::Dns(name)) => {
            let top = name.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
            ["localhost", "test", "invalid", "local"].iter().any(|t| top.eq_ignore_ascii_case(t))
        }
        Some(PeerName::Ip(address)) => address.is_loopback(),
        _ => false,
    }
}

/// CA/Browser Forum 7.1.4.3: a common name says nothing that the alternative names do not say,
/// character for character and with addresses in their canonical form. A parent domain of a name counts
/// as said, and a DNS name beside addresses only says nothing wrong about them.
fn common_names_are_listed(node: &Node<'_>) -> bool {
    let names = &node.extensions.alternative_names;
    let dns = || names.iter().filter_map(|n| if let GeneralName::Dns(t) = *n { Some(t) } else { None });
    let listed = |text: &str| {
        let digits = |label: &str| label.bytes().all(|b| b.is_ascii_digit());
        let address = text.contains(':') || text.starts_with("0x") || text.split('.').all(digits);
        if address || text.starts_with("0X") {
            return names.iter().any(|n| match *n {
                GeneralName::Ip(bytes) => super::peer::address(bytes).is_some_and(|a| a.to_string() == text),
                _ => false,
            });
        }
        // One label is no domain name.
        !text.contains('.')
            || dns().next().is_none()
            || dns().any(|name| name.strip_suffix(text).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
    };
    let read = || -> Result<bool> {
        let mut rdns = asn1::read_one(node.certificate.subject_der(), tag::SEQUENCE)?.reader();
        while !rdns.is_empty() {
            let mut rdn = rdns.read(tag::SET)?.reader();
            while !rdn.is_empty() {
                let mut attribute = rdn.read(tag::SEQUENCE)?.reader();
                let is_name = attribute.oid()? == oid::COMMON_NAME;
                if is_name && !listed(&attribute.any()?.text()?) {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    };
    read().unwrap_or(false)
}

/// Names that mean what they seem to (RFC 5280 4.2.1.6).
fn is_well_spelt(name: &GeneralName<'_>) -> bool {
    match *name {
        GeneralName::Dns(text) => {
            let host = text.strip_prefix("*.").unwrap_or(text);
            super::constraints::is_host(host) && !host.contains('_')
        }
        GeneralName::Ip(bytes) => matches!(bytes.len(), 4 | 16),
        GeneralName::Email(text) => {
            text.split_once('@').is_some_and(|(local, host)| !local.is_empty() && super::constraints::is_host(host))
        }
        GeneralName::Uri(text) => text.contains(':'),
        GeneralName::Directory(_) | GeneralName::Other(..) => true,
    }
}
