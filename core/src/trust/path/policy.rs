//! Certificate policies (RFC 5280 6.1, as a graph by RFC 9618: one node for each policy and level, so
//! that mappings cannot make it grow exponentially).

use super::super::extension::Extensions;
use crate::{Code, Error, Result, asn1::oid};

/// Nodes of one level, at most.
const MAX_NODES: usize = 1024;

/// A policy of one level.
#[derive(Debug)]
struct Policy<'a> {
    /// Object identifier octets.
    name: &'a [u8],
    /// What this policy is called in the next certificate.
    expected: Vec<&'a [u8]>,
    /// Policies of the level above.
    parents: Vec<&'a [u8]>,
}

/// The policies of one certificate, sorted by name. A sorted list and no map: the maps of the standard library would be
/// 6 KB of a module for browsers, for lists that hold a handful.
#[derive(Debug, Default)]
struct Level<'a>(Vec<Policy<'a>>);

impl<'a> Level<'a> {
    fn position(&self, name: &[u8]) -> std::result::Result<usize, usize> {
        self.0.binary_search_by(|policy| policy.name.cmp(name))
    }

    fn contains(&self, name: &[u8]) -> bool {
        self.position(name).is_ok()
    }

    /// Adds a policy, in the place of one with its name.
    fn insert(&mut self, policy: Policy<'a>) {
        match self.position(policy.name) {
            Ok(at) => self.0[at] = policy,
            Err(at) => self.0.insert(at, policy),
        }
    }

    /// All names in one part of the policies: sorted, each once.
    fn names(&self, part: for<'p> fn(&'p Policy<'a>) -> &'p Vec<&'a [u8]>) -> Vec<&'a [u8]> {
        let mut all = Vec::new();
        self.0.iter().for_each(|policy| all.extend_from_slice(part(policy)));
        set(all)
    }

    /// The policies that are called so in the next certificate.
    fn expecting(&self, name: &[u8]) -> Vec<&'a [u8]> {
        self.0.iter().filter(|policy| policy.expected.contains(&name)).map(|policy| policy.name).collect()
    }
}

/// Sorted, each once.
fn set(mut names: Vec<&[u8]>) -> Vec<&[u8]> {
    crate::order::sort(&mut names);
    names.dedup();
    names
}

/// The state of the policy part of path validation.
pub(super) struct Policies<'a> {
    /// One level for each certificate so far, the first being the initial anyPolicy; `None` when no policy
    /// is left.
    levels: Option<Vec<Level<'a>>>,
    explicit: u64,
    mapping: u64,
    any: u64,
}

fn refused(what: &str) -> Error {
    Error::new(Code::CERTIFICATE_POLICY).detail(what)
}

impl<'a> Policies<'a> {
    /// The start (RFC 5280 6.1.2) for a path of `length` certificates below the anchor.
    pub(super) fn new(length: usize, explicit: bool, inhibit_mapping: bool, inhibit_any: bool) -> Self {
        let start = |flag: bool| if flag { 0 } else { length as u64 + 1 };
        let root = Policy { name: oid::ANY_POLICY, expected: vec![oid::ANY_POLICY], parents: Vec::new() };
        Self {
            levels: Some(vec![Level(vec![root])]),
            explicit: start(explicit),
            mapping: start(inhibit_mapping),
            any: start(inhibit_any),
        }
    }

    /// 6.1.3 d to f: the policies of a certificate.
    pub(super) fn certificate(&mut self, extensions: &Extensions<'a>, self_issued: bool, last: bool) -> Result<()> {
        match (&extensions.policies, &mut self.levels) {
            (None, levels) => *levels = None,
            (Some(_), None) => {}
            (Some(policies), Some(levels)) => {
                let Some(above) = levels.last() else { return Err(refused("no level")) };
                let mut level = Level::default();
                for name in policies.iter().copied().filter(|p| *p != oid::ANY_POLICY) {
                    let mut parents = above.expecting(name);
                    if parents.is_empty() && above.contains(oid::ANY_POLICY) {
                        parents.push(oid::ANY_POLICY);
                    }
                    if !parents.is_empty() {
                        level.insert(Policy { name, expected: vec![name], parents });
                    }
                }
                if policies.contains(&oid::ANY_POLICY) && (self.any > 0 || (!last && self_issued)) {
                    for name in above.names(|policy| &policy.expected) {
                        if !level.contains(name) {
                            level.insert(Policy { name, expected: vec![name], parents: above.expecting(name) });
                        }
                    }
                }
                if level.0.len() > MAX_NODES {
                    return Err(Error::new(Code::CERTIFICATE_SEARCH_LIMIT).detail("policies"));
                }
                levels.push(level);
                self.prune();
            }
        }
        if self.explicit == 0 && self.levels.is_none() {
            return Err(refused("no valid policy is left"));
        }
        Ok(())
    }

    /// 6.1.4 a, b, h, i, j: what a certificate says about the ones below.
    pub(super) fn next(&mut self, extensions: &Extensions<'a>, self_issued: bool) -> Result<()> {
        if let Some(mappings) = &extensions.mappings {
            if mappings.iter().any(|(a, b)| *a == oid::ANY_POLICY || *b == oid::ANY_POLICY) {
                return Err(refused("anyPolicy is mapped"));
            }
            self.map(mappings);
        }
        if !self_issued {
            for counter in [&mut self.explicit, &mut self.mapping, &mut self.any] {
                *counter = counter.saturating_sub(1);
            }
        }
        for (counter, limit) in [
            (&mut self.explicit, extensions.require_explicit),
            (&mut self.mapping, extensions.inhibit_mapping),
            (&mut self.any, extensions.inhibit_any),
        ] {
            *counter = limit.map_or(*counter, |l| l.min(*counter));
        }
        Ok(())
    }

    fn map(&mut self, mappings: &[(&'a [u8], &'a [u8])]) {
        let Some(level) = self.levels.as_mut().and_then(|l| l.last_mut()) else { return };
        for issuer in set(mappings.iter().map(|(issuer, _)| *issuer).collect()) {
            let expected =
                || set(mappings.iter().filter(|(from, _)| *from == issuer).map(|(_, subject)| *subject).collect());
            match level.position(issuer) {
                Ok(at) if self.mapping == 0 => {
                    level.0.remove(at);
                }
                Ok(at) => level.0[at].expected = expected(),
                Err(_) if self.mapping > 0 && level.contains(oid::ANY_POLICY) => {
                    level.insert(Policy { name: issuer, expected: expected(), parents: vec![oid::ANY_POLICY] });
                }
                Err(_) => {}
            }
        }
        self.prune();
    }

    /// Takes away what has nothing below it.
    fn prune(&mut self) {
        let Some(levels) = &mut self.levels else { return };
        for depth in (1..levels.len()).rev() {
            let (above, below) = levels.split_at_mut(depth);
            if let (Some(above), Some(below)) = (above.last_mut(), below.first()) {
                let used = below.names(|policy| &policy.parents);
                above.0.retain(|policy| used.binary_search(&policy.name).is_ok());
            }
        }
        if levels.iter().any(|level| level.0.is_empty()) {
            self.levels = None;
        }
    }

    /// 6.1.5: the policies that hold for the whole path, in the terms of the caller. `initial` is the
    /// set that the caller accepts, empty for any.
    pub(super) fn finish(mut self, extensions: &Extensions<'a>, initial: &[Vec<u8>]) -> Result<Vec<Vec<u8>>> {
        self.explicit = self.explicit.saturating_sub(1);
        if extensions.require_explicit == Some(0) {
            self.explicit = 0;
        }
        let any_accepted = initial.is_empty() || initial.iter().any(|p| p == oid::ANY_POLICY);
        let mut valid: Vec<&[u8]> = Vec::new();
        if let Some(levels) = &self.levels {
            // A policy of the caller's domain is one that hangs directly below anyPolicy.
            for policy in levels.iter().skip(1).flat_map(|level| &level.0) {
                if policy.name != oid::ANY_POLICY && policy.parents.contains(&oid::ANY_POLICY) {
                    valid.push(policy.name);
                }
            }
            let any_left = levels.last().is_some_and(|level| level.contains(oid::ANY_POLICY));
            if !any_accepted {
                valid.retain(|policy| initial.iter().any(|accepted| accepted == policy));
                if any_left {
                    valid.extend(initial.iter().map(Vec::as_slice));
                }
            } else if any_left {
                valid.push(oid::ANY_POLICY);
            }
        }
        if self.explicit == 0 && valid.is_empty() {
            return Err(refused("none of the accepted policies holds for the whole path"));
        }
        Ok(set(valid).into_iter().map(<[u8]>::to_vec).collect())
    }
}
