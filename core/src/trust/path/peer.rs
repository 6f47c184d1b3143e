//! Whether a certificate is for the expected peer (RFC 9525 for DNS and IP).

use std::net::IpAddr;

use super::{super::extension::GeneralName, PathRequest, Profile};
use crate::{Code, Error, Result};

/// Who the leaf must be. Only subject alternative names count, never the common name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeerName {
    /// A DNS name, as A-labels.
    Dns(String),
    /// An IP address.
    Ip(IpAddr),
    /// A mailbox; the host part without regard to case.
    Email(String),
}

impl PeerName {
    /// From text: an address, something with `@`, or else a DNS name.
    pub fn parse(text: &str) -> Self {
        match text.parse() {
            Ok(address) => Self::Ip(address),
            Err(_) if text.contains('@') => Self::Email(text.to_owned()),
            Err(_) => Self::Dns(text.to_owned()),
        }
    }

    /// As text.
    pub fn text(&self) -> String {
        match self {
            Self::Dns(text) | Self::Email(text) => text.clone(),
            Self::Ip(address) => address.to_string(),
        }
    }

    pub(super) fn check(&self, names: &[GeneralName<'_>], request: &PathRequest<'_>) -> Result<()> {
        let matched = match self {
            // An address is not a name, even if someone wrote it into a dNSName.
            Self::Dns(wanted) if wanted.parse::<IpAddr>().is_ok() => false,
            Self::Dns(wanted) => names.iter().any(|n| matches!(n, GeneralName::Dns(p) if dns(p, wanted, request))),
            Self::Ip(wanted) => {
                names.iter().any(|n| matches!(n, GeneralName::Ip(bytes) if address(bytes) == Some(*wanted)))
            }
            Self::Email(wanted) => names.iter().any(|n| matches!(n, GeneralName::Email(p) if mailbox(p, wanted))),
        };
        if matched { Ok(()) } else { Err(Error::new(Code::CERTIFICATE_NAME_MISMATCH).with("name", self.text())) }
    }
}

/// What an iPAddress stands for: four octets, or sixteen.
pub(super) fn address(bytes: &[u8]) -> Option<IpAddr> {
    let v6 = || <[u8; 16]>::try_from(bytes).map(IpAddr::from);
    <[u8; 4]>::try_from(bytes).map(IpAddr::from).or_else(|_| v6()).ok()
}

fn mailbox(presented: &str, wanted: &str) -> bool {
    match (presented.rsplit_once('@'), wanted.rsplit_once('@')) {
        (Some((a, host_a)), Some((b, host_b))) => a == b && host_a.eq_ignore_ascii_case(host_b),
        _ => false,
    }
}

/// RFC 9525 6.3: label by label; a wildcard is a whole left-most label and stands for exactly one.
fn dns(presented: &str, wanted: &str, request: &PathRequest<'_>) -> bool {
    let host =
        |name: &str| super::constraints::is_host(name) && (request.profile == Profile::Path || !name.contains('_'));
    let wanted = wanted.strip_suffix('.').unwrap_or(wanted);
    if !host(wanted) {
        return false;
    }
    let Some(parent) = presented.strip_prefix("*.") else {
        return host(presented) && presented.eq_ignore_ascii_case(wanted);
    };
    // A wildcard directly below a top-level domain would cover strangers.
    host(parent)
        && parent.contains('.')
        && wanted.split_once('.').is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(parent))
}
