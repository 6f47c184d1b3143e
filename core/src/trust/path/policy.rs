//! Certificate policies (RFC 5280 6.1, as a graph by RFC 9618: one node for each policy and level, so
//! that mappings cannot make it grow exponentially).

use std::collections::{BTreeMap, BTreeSet};

use super::super::extension::Extensions;
use crate::{Code, Error, Result, asn1::oid};

/// Nodes of one level, at most.
const MAX_NODES: usize = 1024;

/// A policy of one level.
#[derive(Debug, Default)]
struct Policy<'a> {
    /// What this policy is called in the next certificate.
    expected: BTreeSet<&'a [u8]>,
    /// Policies of the level above.
    parents: BTreeSet<&'a [u8]>,
}

/// The state of the policy part of path validation.
pub(super) struct Policies<'a> {
    /// One map for each certificate so far, the first being the initial anyPolicy; `None` when no policy
    /// is left.
    levels: Option<Vec<BTreeMap<&'a [u8], Policy<'a>>>>,
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
        let root = Policy { expected: BTreeSet::from([oid::ANY_POLICY]), parents: BTreeSet::new() };
        Self {
            levels: Some(vec![BTreeMap::from([(oid::ANY_POLICY, root)])]),
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
                let mut level: BTreeMap<&'a [u8], Policy<'a>> = BTreeMap::new();
                let parents_of = |policy: &[u8]| -> BTreeSet<&'a [u8]> {
                    above.iter().filter(|(_, p)| p.expected.contains(policy)).map(|(name, _)| *name).collect()
                };
                let mut add = |policy: &'a [u8], parents: BTreeSet<&'a [u8]>| {
                    level.insert(policy, Policy { expected: BTreeSet::from([policy]), parents });
                };
                for policy in policies.iter().copied().filter(|p| *p != oid::ANY_POLICY) {
                    let parents = parents_of(policy);
                    if !parents.is_empty() {
                        add(policy, parents);
                    } else if above.contains_key(oid::ANY_POLICY) {
                        add(policy, BTreeSet::from([oid::ANY_POLICY]));
                    }
                }
                if policies.contains(&oid::ANY_POLICY) && (self.any > 0 || (!last && self_issued)) {
                    let expected: BTreeSet<&'a [u8]> =
                        above.values().flat_map(|p| p.expected.iter().copied()).collect();
                    for policy in expected {
                        if !level.contains_key(policy) {
                            level.insert(
                                policy,
                                Policy { expected: BTreeSet::from([policy]), parents: parents_of(policy) },
                            );
                        }
                    }
                }
                if level.len() > MAX_NODES {
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
        let mut by_issuer: BTreeMap<&'a [u8], BTreeSet<&'a [u8]>> = BTreeMap::new();
        for (issuer, subject) in mappings {
            by_issuer.entry(issuer).or_default().insert(subject);
        }
        for (issuer, subjects) in by_issuer {
            if self.mapping == 0 {
                level.remove(issuer);
            } else if let Some(policy) = level.get_mut(issuer) {
                policy.expected = subjects;
            } else if level.contains_key(oid::ANY_POLICY) {
                level.insert(issuer, Policy { expected: subjects, parents: BTreeSet::from([oid::ANY_POLICY]) });
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
                let used: BTreeSet<&[u8]> = below.values().flat_map(|p| p.parents.iter().copied()).collect();
                above.retain(|name, _| used.contains(name));
            }
        }
        if levels.iter().any(BTreeMap::is_empty) {
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
        let mut valid: BTreeSet<Vec<u8>> = BTreeSet::new();
        if let Some(levels) = &self.levels {
            // A policy of the caller's domain is one that hangs directly below anyPolicy.
            for level in levels.iter().skip(1) {
                for (name, policy) in level {
                    if *name != oid::ANY_POLICY && policy.parents.contains(oid::ANY_POLICY) {
                        valid.insert(name.to_vec());
                    }
                }
            }
            let any_left = levels.last().is_some_and(|l| l.contains_key(oid::ANY_POLICY));
            if !any_accepted {
                valid.retain(|p| initial.contains(p));
                if any_left {
                    valid.extend(initial.iter().cloned());
                }
            } else if any_left {
                valid.insert(oid::ANY_POLICY.to_vec());
            }
        }
        if self.explicit == 0 && valid.is_empty() {
            return Err(refused("none of the accepted policies holds for the whole path"));
        }
        Ok(valid.into_iter().collect())
    }
}
