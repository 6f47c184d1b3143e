//! Name constraints (RFC 5280 4.2.1.10, 6.1.4 b c and g).
//!
//! The constraints of every issuer are kept side by side and a name must satisfy each of them, which is
//! the intersection that the RFC asks for.

use super::{
    super::{
        extension::{GeneralName, NameConstraints},
        name::{Folded, fold},
    },
    Node,
};
use crate::{Code, Error, Result, asn1::oid};

/// Comparisons of a name with a constraint in one path, at most. Two thousand names under two thousand
/// constraints are an attack on the time of the verifier; real paths need some dozens.
const MAX_COMPARISONS: usize = 1 << 20;

/// The constraints on what lies below some issuers.
#[derive(Default)]
pub(super) struct Constraints<'a> {
    all: Vec<Prepared<'a>>,
    compared: usize,
}

struct Prepared<'a> {
    permitted: Vec<Subtree<'a>>,
    excluded: Vec<Subtree<'a>>,
}

enum Subtree<'a> {
    Email(&'a str),
    Dns(&'a str),
    Directory(Folded<'a>),
    Uri(&'a str),
    Ip(&'a [u8], &'a [u8]),
    Other(u8),
}

/// A name of a certificate, ready to be compared.
enum Candidate<'a> {
    Email(&'a str),
    /// From the subject, where case is lost.
    FoldedEmail(&'a str),
    Dns(&'a str),
    Directory(&'a Folded<'a>),
    DirectoryName(Folded<'a>),
    Uri(&'a str),
    Ip(&'a [u8]),
    Other(u8),
}

fn bad(what: &str) -> Error {
    Error::new(Code::CERTIFICATE_MALFORMED).detail(what)
}

impl<'a> Subtree<'a> {
    fn prepare(name: &GeneralName<'a>) -> Result<Self> {
        Ok(match *name {
            GeneralName::Email(text) => {
                let host = match text.split_once('@') {
                    Some(("", _)) => return Err(bad("mailbox in a name constraint")),
                    Some((_, host)) => host,
                    None => text.strip_prefix('.').unwrap_or(text),
                };
                if !is_host(host) {
                    return Err(bad("mailbox in a name constraint"));
                }
                Self::Email(text)
            }
            GeneralName::Dns(text) => {
                let host = text.strip_prefix('.').unwrap_or(text);
                if !text.is_empty() && !is_host(host) {
                    return Err(bad("DNS name in a name constraint"));
                }
                Self::Dns(text)
            }
            GeneralName::Directory(der) => Self::Directory(Folded::parse(der)?),
            GeneralName::Uri(text) => {
                if !is_host(text.strip_prefix('.').unwrap_or(text)) {
                    return Err(bad("host in a name constraint"));
                }
                Self::Uri(text)
            }
            GeneralName::Ip(bytes) => {
                let (address, mask) = match bytes.len() {
                    8 => bytes.split_at(4),
                    32 => bytes.split_at(16),
                    _ => return Err(bad("address in a name constraint")),
                };
                let ones: u32 = mask.iter().map(|b| b.leading_ones()).take_while(|n| *n == 8).sum();
                let total: u32 = mask.iter().map(|b| b.count_ones()).sum();
                let partial = mask.iter().find(|b| **b != 0xFF).map_or(0, |b| b.leading_ones());
                if ones + partial != total {
                    return Err(bad("mask in a name constraint"));
                }
                Self::Ip(address, mask)
            }
            GeneralName::Other(kind, _) => Self::Other(kind),
        })
    }

    /// Whether the name lies in this subtree; `None` when they are of different kinds. `touch` asks
    /// instead whether a part of what the name stands for does: a wildcard stands for many names.
    fn matches(&self, name: &Candidate<'_>, touch: bool) -> Option<Result<bool>> {
        let inside = match (self, name) {
            (Self::Email(constraint), Candidate::Email(mailbox)) => return Some(email(constraint, mailbox)),
            (Self::Email(constraint), Candidate::FoldedEmail(mailbox)) => {
                return Some(email(&fold(constraint), mailbox));
            }
            (Self::Dns(constraint), Candidate::Dns(name)) => dns(constraint, name, touch),
            (Self::Directory(base), Candidate::Directory(name)) => name.is_within(base),
            (Self::Directory(base), Candidate::DirectoryName(name)) => name.is_within(base),
            (Self::Uri(constraint), Candidate::Uri(uri)) => return Some(uri_host(uri).map(|h| host(constraint, h))),
            (Self::Ip(address, mask), Candidate::Ip(name)) => {
                // An address of the other family is outside; it is still a name of this kind.
                address.len() == name.len() && address.iter().zip(*mask).zip(*name).all(|((a, m), n)| a & m == n & m)
            }
            // Nobody gave these kinds a meaning: a constraint on a name that occurs cannot be decided.
            (Self::Other(a), Candidate::Other(b)) if a == b => {
                return Some(
                    Err(Error::new(Code::CERTIFICATE_NAME_CONSTRAINT).detail("kind of name is not supported")),
                );
            }
            _ => return None,
        };
        Some(Ok(inside))
    }
}

impl<'a> Constraints<'a> {
    /// Adds the constraints of an issuer.
    pub(super) fn add(&mut self, constraints: &NameConstraints<'a>) -> Result<()> {
        let mut prepared = Prepared { permitted: Vec::new(), excluded: Vec::new() };
        let lists =
            [(&constraints.permitted, &mut prepared.permitted), (&constraints.excluded, &mut prepared.excluded)];
        for (names, subtrees) in lists {
            for name in names {
                subtrees.push(Subtree::prepare(name)?);
            }
        }
        self.all.push(prepared);
        Ok(())
    }

    /// Checks all names of a certificate: the subject, the subject alternative names, and the
    /// emailAddress of the subject when there are no alternative names.
    pub(super) fn check(&mut self, node: &Node<'_>) -> Result<()> {
        if self.all.is_empty() {
            return Ok(());
        }
        if !node.subject.is_empty() {
            self.check_name(&Candidate::Directory(&node.subject))?;
        }
        for name in &node.extensions.alternative_names {
            let candidate = match *name {
                GeneralName::Email(text) => Candidate::Email(text),
                GeneralName::Dns(text) => {
                    let rest = text.strip_prefix("*.").unwrap_or(text);
                    if !is_host(rest) {
                        return Err(bad("DNS name"));
                    }
                    Candidate::Dns(text)
                }
                GeneralName::Directory(der) => Candidate::DirectoryName(Folded::parse(der)?),
                GeneralName::Uri(text) => Candidate::Uri(text),
                GeneralName::Ip(bytes) if matches!(bytes.len(), 4 | 16) => Candidate::Ip(bytes),
                GeneralName::Ip(_) => return Err(bad("IP address")),
                GeneralName::Other(kind, _) => Candidate::Other(kind),
            };
            self.check_name(&candidate)?;
        }
        if node.extensions.alternative_names.is_empty() {
            for mailbox in node.subject.texts(oid::EMAIL_ADDRESS) {
                self.check_name(&Candidate::FoldedEmail(mailbox))?;
            }
        }
        Ok(())
    }

    fn check_name(&mut self, name: &Candidate<'_>) -> Result<()> {
        let outside = |what: &str| Err(Error::new(Code::CERTIFICATE_NAME_CONSTRAINT).detail(what));
        for issuer in &self.all {
            self.compared = self.compared.saturating_add(issuer.permitted.len() + issuer.excluded.len());
            if self.compared > MAX_COMPARISONS {
                return Err(Error::new(Code::CERTIFICATE_SEARCH_LIMIT).detail("name constraints"));
            }
            for subtree in &issuer.excluded {
                if subtree.matches(name, true).transpose()? == Some(true) {
                    return outside("excluded");
                }
            }
            let mut constrained = false;
            let mut inside = false;
            for subtree in &issuer.permitted {
                if let Some(matched) = subtree.matches(name, false).transpose()? {
                    constrained = true;
                    inside |= matched;
                }
            }
            if constrained && !inside {
                return outside("not permitted");
            }
        }
        Ok(())
    }
}

/// Letters, digits, hyphens and underscores in labels of 1 to 63, 253 octets at most. Underscores occur
/// in real names although DNS host names have none.
pub(super) fn is_host(name: &str) -> bool {
    name.len() <= 253
        && name.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
}

/// `name` is `constraint` or ends with `.constraint`.
fn below(constraint: &str, name: &str) -> bool {
    let Some(start) = name.len().checked_sub(constraint.len()) else { return false };
    name.get(start..).is_some_and(|tail| tail.eq_ignore_ascii_case(constraint))
        && (start == 0 || name.as_bytes().get(start - 1) == Some(&b'.'))
}

/// DNS: the name itself and everything below it. With a leading dot, as some CAs write it, only what is
/// below.
fn dns(constraint: &str, name: &str, touch: bool) -> bool {
    if constraint.is_empty() {
        return true;
    }
    let (base, strict) = match constraint.strip_prefix('.') {
        Some(base) => (base, true),
        None => (constraint, false),
    };
    let Some(parent) = name.strip_prefix("*.") else {
        return below(base, name) && !(strict && name.len() == base.len());
    };
    if below(base, parent) {
        return true;
    }
    // `*.example.com` can be any child of example.com, so an excluded child excludes it as a whole.
    touch && !strict && base.split_once('.').is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(parent))
}

/// A host exactly, or with a leading dot only what is below.
fn host(constraint: &str, name: &str) -> bool {
    match constraint.strip_prefix('.') {
        Some(base) => below(base, name) && name.len() != base.len(),
        None => constraint.eq_ignore_ascii_case(name),
    }
}

/// RFC 5280 4.2.1.10: a mailbox, all mailboxes of a host, or (leading dot) of the hosts of a domain.
/// The local part is compared with its case.
fn email(constraint: &str, mailbox: &str) -> Result<bool> {
    let Some((local, domain)) = mailbox.split_once('@').filter(|(l, d)| !l.is_empty() && is_host(d)) else {
        return Err(bad("mailbox"));
    };
    Ok(match constraint.split_once('@') {
        Some((wanted, at)) => wanted == local && at.eq_ignore_ascii_case(domain),
        None => host(constraint, domain),
    })
}

/// The host of a URI with an authority. RFC 5280: a URI without a host name is refused when its kind is
/// constrained.
fn uri_host(uri: &str) -> Result<&str> {
    let refuse = || Error::new(Code::CERTIFICATE_NAME_CONSTRAINT).detail("URI without a host name");
    let (_, rest) = uri.split_once("://").ok_or_else(refuse)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.rsplit_once('@').map_or(authority, |(_, h)| h);
    let host = host.split_once(':').map_or(host, |(h, _)| h);
    let numeric = host.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if is_host(host) && !numeric { Ok(host) } else { Err(refuse()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dns_rows() {
        for (constraint, name, permitted, excluded) in [
            ("example.com", "example.com", true, true),
            ("example.com", "A.b.Example.com", true, true),
            ("example.com", "badexample.com", false, false),
            (".example.com", "example.com", false, false),
            (".example.com", "a.example.com", true, true),
            ("", "anything.test", true, true),
            ("example.com", "*.example.com", true, true),
            ("bar.example.com", "*.example.com", false, true),
            ("a.bar.example.com", "*.example.com", false, false),
            ("example.com", "*.com", false, true),
        ] {
            assert_eq!(dns(constraint, name, false), permitted, "{constraint} {name} permitted");
            assert_eq!(dns(constraint, name, true), excluded, "{constraint} {name} excluded");
        }
    }

    #[test]
    fn mailbox_and_uri_rows() {
        for (constraint, name, inside) in [
            ("host.test", "a@host.test", true),
            ("host.test", "a@b.host.test", false),
            (".host.test", "a@b.host.test", true),
            (".host.test", "a@host.test", false),
            ("a@host.test", "a@HOST.test", true),
            ("a@host.test", "A@host.test", false),
            ("*@host.test", "a@host.test", false),
        ] {
            assert_eq!(email(constraint, name).unwrap(), inside, "{constraint} {name}");
        }
        assert!(email("host.test", "a@b@host.test").is_err());
        assert_eq!(uri_host("https://u:p@Host.test:8443/x?y@z").unwrap(), "Host.test");
        for uri in ["mailto:a@b.test", "https://192.0.2.1/", "https://[::1]/", "urn:x"] {
            assert!(uri_host(uri).is_err(), "{uri}");
        }
    }

    #[test]
    fn constraints_are_read_strictly() {
        for name in [
            GeneralName::Dns("*.example.com"),
            GeneralName::Dns("a..b"),
            GeneralName::Email("a@b@c.test"),
            GeneralName::Ip(&[192, 0, 2, 0]),
            GeneralName::Ip(&[192, 0, 2, 0, 255, 0, 255, 0]),
            GeneralName::Uri("https://x.test"),
        ] {
            assert!(Subtree::prepare(&name).is_err(), "{name:?}");
        }
        for mask in [[0; 4], [255; 4], [255, 255, 240, 0], [128, 0, 0, 0]] {
            let bytes = [[10, 0, 0, 0], mask].concat();
            assert!(Subtree::prepare(&GeneralName::Ip(&bytes)).is_ok(), "{mask:?}");
        }
    }
}
