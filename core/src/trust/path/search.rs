//! The search for a path, depth first, within bounds.

use super::{
    MAX_DEPTH, MAX_PATHS, MAX_POOL, MAX_SIGNATURES, MAX_STEPS, Node, PathRequest, ValidPath, constraints::Constraints,
    policy::Policies,
};
use crate::{Code, Error, Result, certificate::Certificate};

struct Search<'r, 'a> {
    request: &'r PathRequest<'a>,
    accept: &'r mut dyn FnMut(&ValidPath) -> Result<()>,
    /// Leaf, then anchors, then helpers; `None` for those that cannot be used, with the reason.
    nodes: Vec<Result<Node<'a>>>,
    /// Nodes from 1 to this are anchors.
    anchors: usize,
    /// Issuer, subject and result of each signature check: [`MAX_SIGNATURES`] at most, so looking through them is quick.
    signatures: Vec<(usize, usize, bool)>,
    paths: usize,
    steps: usize,
    /// The best reason for a refusal so far, with how much it tells.
    reason: (u8, Error),
}

/// How much a refusal tells about the leaf: the larger the better.
const NOTHING: u8 = 0;
/// A namesake of the issuer with another key: normal where a CA changed its key.
const NAMESAKE: u8 = 1;
const CANDIDATE: u8 = 2;
const PATH: u8 = 3;
const STOP: u8 = 4;

pub(super) fn run<'a>(
    request: &PathRequest<'a>,
    accept: &mut dyn FnMut(&ValidPath) -> Result<()>,
) -> Result<ValidPath> {
    let anchors = request.anchors.certificates();
    let helpers = || request.untrusted.iter().chain(request.anchors.helpers());
    if anchors.len() + helpers().count() > MAX_POOL {
        return Err(Error::new(Code::CERTIFICATE_SEARCH_LIMIT).detail("certificates given"));
    }
    let leaf = Node::read(request.leaf)?;
    leaf.check_leaf(request)?;
    let mut nodes = vec![Ok(leaf)];
    nodes.extend(anchors.iter().map(Node::read));
    // The same certificate twice would only double the work.
    let mut seen: Vec<&Certificate> = anchors.iter().collect();
    for helper in helpers() {
        if !seen.contains(&helper) {
            seen.push(helper);
            nodes.push(Node::read(helper));
        }
    }
    let mut search = Search {
        request,
        accept,
        nodes,
        anchors: anchors.len(),
        signatures: Vec::new(),
        paths: 0,
        steps: 0,
        reason: (NOTHING, Code::CERTIFICATE_UNTRUSTED.into()),
    };
    // A certificate that the caller trusts by name needs nobody else.
    if request.anchors.contains(request.leaf) {
        if request.explicit_policy {
            return Err(Error::new(Code::CERTIFICATE_POLICY).detail("an anchor has no policies"));
        }
        let path = ValidPath { chain: vec![request.leaf.clone()], policies: Vec::new() };
        return (search.accept)(&path).map(|()| path);
    }
    match search.extend(&mut vec![0], 0) {
        Some(path) => Ok(path),
        None => Err(search.reason.1),
    }
}

impl<'a> Search<'_, 'a> {
    fn node(&self, index: usize) -> Option<&Node<'a>> {
        self.nodes.get(index)?.as_ref().ok()
    }

    fn note(&mut self, weight: u8, error: Error) {
        if weight > self.reason.0 {
            self.reason = (weight, error);
        }
    }

    fn stopped(&self) -> bool {
        self.reason.0 == STOP
    }

    /// Whether the budget allows one more of something.
    fn spend(&mut self, what: &'static str, used: usize, limit: usize) -> bool {
        if used < limit {
            return true;
        }
        self.note(STOP, Error::new(Code::CERTIFICATE_SEARCH_LIMIT).detail(what));
        false
    }

    /// Tries all issuers of the last certificate of the path. `intermediates` counts those of the path
    /// that are not self-issued.
    fn extend(&mut self, path: &mut Vec<usize>, intermediates: usize) -> Option<ValidPath> {
        let limit = self.request.max_intermediates.unwrap_or(MAX_DEPTH).min(MAX_DEPTH);
        for candidate in self.candidates(path) {
            self.steps += 1;
            if self.stopped() || !self.spend("steps", self.steps, MAX_STEPS) {
                return None;
            }
            let is_anchor = candidate <= self.anchors;
            let self_issued = self.node(candidate)?.is_self_issued();
            let below = intermediates + usize::from(!is_anchor && !self_issued);
            // Self-issued certificates do not count, but a path is never longer than twice the limit.
            if below > limit || path.len() > 2 * MAX_DEPTH {
                self.note(CANDIDATE, Code::CERTIFICATE_PATH_LENGTH.into());
                continue;
            }
            if let Err(error) = self.step(path, candidate, intermediates) {
                let weight = if error.code() == Code::CERTIFICATE_SIGNATURE { NAMESAKE } else { CANDIDATE };
                self.note(weight, error);
                continue;
            }
            path.push(candidate);
            let found = if is_anchor { self.complete(path) } else { self.extend(path, below) };
            path.pop();
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Possible issuers of the last certificate, the most promising first.
    fn candidates(&self, path: &[usize]) -> Vec<usize> {
        let Some(last) = path.last().and_then(|i| self.node(*i)) else { return Vec::new() };
        let wanted_key = last.extensions.authority_key.as_ref().and_then(|a| a.key);
        let mut found: Vec<(u8, usize)> = Vec::new();
        for (index, node) in self.nodes.iter().enumerate().skip(1) {
            let Ok(node) = node else { continue };
            if node.subject != last.issuer || self.is_in(path, node) {
                continue;
            }
            let fits = match (wanted_key, node.extensions.subject_key) {
                (Some(a), Some(b)) if a == b => 0,
                (Some(_), Some(_)) => 4,
                _ => 2,
            };
            let expired = if node.certificate.is_valid_at(self.request.now) { 0 } else { 8 };
            let helper = u8::from(index > self.anchors);
            found.push((fits + expired + helper, index));
        }
        let order = crate::order::ordered(found.len(), &|a, b| found.get(a).cmp(&found.get(b)));
        order.into_iter().filter_map(|at| found.get(at)).map(|(_, index)| *index).collect()
    }

    /// RFC 4158 2.4.2: the same name with the same key twice is a loop.
    fn is_in(&self, path: &[usize], node: &Node<'_>) -> bool {
        path.iter()
            .filter_map(|i| self.node(*i))
            .any(|other| other.certificate.spki_der() == node.certificate.spki_der() && other.subject == node.subject)
    }

    /// Whether `candidate` can have issued the last certificate of the path.
    fn step(&mut self, path: &[usize], candidate: usize, intermediates: usize) -> Result<()> {
        let untrusted = || Error::from(Code::CERTIFICATE_UNTRUSTED);
        let last = *path.last().ok_or_else(untrusted)?;
        let issuer = self.node(candidate).ok_or_else(untrusted)?;
        issuer.check_issuer(self.request)?;
        if issuer.extensions.path_length.is_some_and(|most| intermediates as u64 > most) {
            return Err(Code::CERTIFICATE_PATH_LENGTH.into());
        }
        let known = self.signatures.iter().find(|(by, of, _)| (*by, *of) == (candidate, last));
        if let Some((_, _, good)) = known {
            return if *good { Ok(()) } else { Err(Code::CERTIFICATE_SIGNATURE.into()) };
        }
        if !self.spend("signatures", self.signatures.len(), MAX_SIGNATURES) {
            return Err(Code::CERTIFICATE_SEARCH_LIMIT.into());
        }
        let (issuer, subject) = (self.node(candidate).ok_or_else(untrusted)?, self.node(last).ok_or_else(untrusted)?);
        let result = issuer.signed(subject, self.request.inspect_old);
        self.signatures.push((candidate, last, result.is_ok()));
        result
    }

    /// A path from the leaf to an anchor: the part of the validation that needs all of it.
    fn complete(&mut self, path: &[usize]) -> Option<ValidPath> {
        if !self.spend("paths", self.paths, MAX_PATHS) {
            return None;
        }
        self.paths += 1;
        let nodes: Vec<&Node<'a>> = path.iter().filter_map(|i| self.node(*i)).collect();
        let checked = validate(self.request, &nodes)
            .map(|policies| ValidPath { chain: nodes.iter().map(|n| n.certificate.clone()).collect(), policies });
        match checked.and_then(|valid| (self.accept)(&valid).map(|()| valid)) {
            Ok(valid) => Some(valid),
            Err(error) => {
                self.note(PATH, error);
                None
            }
        }
    }
}

/// RFC 5280 6.1.3 to 6.1.5 over a path (leaf first, anchor last) whose steps were checked already.
/// Returns the policies that hold.
fn validate(request: &PathRequest<'_>, path: &[&Node<'_>]) -> Result<Vec<Vec<u8>>> {
    let [below @ .., anchor] = path else { return Err(Code::CERTIFICATE_UNTRUSTED.into()) };
    let mut constraints = Constraints::default();
    if let Some(own) = &anchor.extensions.constraints {
        constraints.add(own)?;
    }
    let mut policies =
        Policies::new(below.len(), request.explicit_policy, request.inhibit_mapping, request.inhibit_any);
    for (position, node) in below.iter().enumerate().rev() {
        let last = position == 0;
        let self_issued = node.is_self_issued();
        if last || !self_issued {
            constraints.check(node)?;
        }
        policies.certificate(&node.extensions, self_issued, last)?;
        if last {
            return policies.finish(&node.extensions, &request.policies);
        }
        policies.next(&node.extensions, self_issued)?;
        if let Some(own) = &node.extensions.constraints {
            constraints.add(own)?;
        }
    }
    Err(Code::CERTIFICATE_UNTRUSTED.into())
}
