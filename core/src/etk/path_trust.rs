//! The usual way to decide on the chain of a signer: a path to the caller's anchors, with whatever is known
//! of revocation.

use super::{ChainTrust, ChainVerdict};
use crate::{
    Code, Timestamp,
    certificate::Certificate,
    trust::{Anchors, Evidence, PathRequest, Strictness},
};

/// Trusts chains that lead to anchors.
#[derive(Clone, Debug)]
pub struct PathTrust<'a> {
    /// Whom the caller trusts.
    pub anchors: &'a Anchors,
    /// More certificates to build paths from, trusted for nothing.
    pub untrusted: &'a [Certificate],
    /// What is known of revocation; nothing is asked when absent.
    pub evidence: Option<Evidence<'a>>,
    /// As [`PathRequest::inspect_old`].
    pub inspect_old: bool,
}

impl<'a> PathTrust<'a> {
    /// A path to `anchors`, without revocation.
    pub fn new(anchors: &'a Anchors) -> Self {
        Self { anchors, untrusted: &[], evidence: None, inspect_old: false }
    }
}

impl ChainTrust for PathTrust<'_> {
    fn verdict(&self, leaf: &Certificate, others: &[Certificate], at: Timestamp) -> ChainVerdict {
        // The dates of the leaf have names of their own: the path is judged at a time when the leaf is valid.
        let at = leaf.nearest_valid(at);
        let pool = [others, self.untrusted].concat();
        let request = PathRequest { inspect_old: self.inspect_old, ..PathRequest::new(leaf, &pool, self.anchors, at) };
        let Some(evidence) = &self.evidence else {
            return if request.validate().is_ok() { ChainVerdict::Trusted } else { ChainVerdict::NotTrusted };
        };
        let hard = Evidence { strictness: Strictness::Hard, ..evidence.clone() };
        match request.validate_unrevoked(&hard) {
            Ok(_) => ChainVerdict::Trusted,
            Err(error) if error.code() == Code::CERTIFICATE_REVOKED => ChainVerdict::Revoked,
            // Good but for revocation: it is the status that is not known.
            Err(_) if request.validate().is_ok() => ChainVerdict::StatusUnknown,
            Err(_) => ChainVerdict::NotTrusted,
        }
    }
}
