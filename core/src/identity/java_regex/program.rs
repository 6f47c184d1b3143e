//! The tree as steps, and their run over a text: all ways to match at once, in time linear in the text (Thompson's
//! construction), so that no expression of the RA can hold a program up.

use std::sync::Arc;

use super::{class::Set, invalid, parse::Node, unsupported};
use crate::Result;

/// An expression that takes more steps is refused: `(\d{1,999}){1,999}` is short to write.
const MAX_STEPS: usize = 10_000;

/// What may come next is followed while it is this many ranges; beyond them it counts as anything, so that long classes in
/// many repetitions take no time that counts.
const MAX_RANGES: usize = 256;

#[derive(Clone, Debug)]
enum Step {
    /// Takes a character of the set.
    Take(Arc<Set>),
    /// Goes on at both.
    Fork(usize, usize),
    /// Only at the start of the text.
    Start,
    /// Only at the end of the text.
    End,
    /// Only between a word and what is none.
    WordBoundary,
}

/// The steps of one expression. Behind the last one it has matched.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    steps: Vec<Step>,
}

impl Program {
    /// Of an expression that must match at the start of a text, whatever comes after it.
    pub(super) fn prefix(node: &Node) -> Result<Self> {
        let mut program = Self::default();
        program.add(node, &Follow::anything())?;
        Ok(program)
    }

    /// Of an expression that must match a whole text.
    pub(super) fn whole(node: &Node) -> Result<Self> {
        let mut program = Self::default();
        program.add(node, &Follow::end())?;
        program.push(Step::End)?;
        Ok(program)
    }

    /// Whether it matches at the start of `text`.
    pub(super) fn matches(&self, text: &[char]) -> bool {
        let mut ways = vec![0];
        let mut open = Vec::new();
        // For each step the last place at which it was reached: once is enough.
        let mut reached = vec![None; self.steps.len()];
        for at in 0..=text.len() {
            let next = text.get(at).copied();
            let before = at.checked_sub(1).and_then(|i| text.get(i)).copied();
            open.append(&mut ways);
            while let Some(place) = open.pop() {
                let (Some(step), Some(last)) = (self.steps.get(place), reached.get_mut(place)) else { return true };
                if last.replace(at) == Some(at) {
                    continue;
                }
                match step {
                    Step::Take(set) => {
                        if next.is_some_and(|c| set.contains(c)) {
                            ways.push(place + 1);
                        }
                    }
                    Step::Fork(one, other) => open.extend([*one, *other]),
                    Step::Start if before.is_none() => open.push(place + 1),
                    Step::End if next.is_none() => open.push(place + 1),
                    Step::WordBoundary if is_word(before) != is_word(next) => open.push(place + 1),
                    Step::Start | Step::End | Step::WordBoundary => {}
                }
            }
            if ways.is_empty() {
                return false;
            }
        }
        false
    }

    fn push(&mut self, step: Step) -> Result<usize> {
        if self.steps.len() >= MAX_STEPS {
            return Err(invalid("too large"));
        }
        self.steps.push(step);
        Ok(self.steps.len() - 1)
    }

    /// Lets each of the forks, made before it was known, also go on at the end of what there is.
    fn join(&mut self, forks: &[usize]) {
        let end = self.steps.len();
        for fork in forks {
            if let Some(Step::Fork(_, other)) = self.steps.get_mut(*fork) {
                *other = end;
            }
        }
    }

    fn add(&mut self, node: &Node, follow: &Follow) -> Result<()> {
        match node {
            Node::Class(set) => drop(self.push(Step::Take(set.clone()))?),
            Node::Start => drop(self.push(Step::Start)?),
            Node::End => drop(self.push(Step::End)?),
            Node::WordBoundary => drop(self.push(Step::WordBoundary)?),
            Node::Ahead(_, true) => return Err(unsupported("(?=...)")),
            Node::Ahead(_, false) => return Err(unsupported("(?!...)")),
            Node::Concat(nodes) => {
                let mut after = vec![follow.clone()];
                for node in nodes.iter().skip(1).rev() {
                    after.extend(after.last().map(|follow| first_of(node, follow)));
                }
                for (node, follow) in nodes.iter().zip(after.iter().rev()) {
                    self.add(node, follow)?;
                }
            }
            Node::Alternatives(nodes) => {
                let mut ends = Vec::new();
                for (i, node) in nodes.iter().enumerate() {
                    let is_last = i + 1 == nodes.len();
                    let fork = if is_last { None } else { Some(self.push(Step::Fork(self.steps.len() + 1, 0))?) };
                    self.add(node, follow)?;
                    if let Some(fork) = fork {
                        ends.push(self.push(Step::Fork(0, 0))?);
                        self.join(&[fork]);
                    }
                }
                let end = self.steps.len();
                for place in ends {
                    if let Some(step) = self.steps.get_mut(place) {
                        *step = Step::Fork(end, end);
                    }
                }
            }
            Node::Repeat { node, least, most, possessive } => self.repeat(node, *least, *most, *possessive, follow)?,
        }
        Ok(())
    }

    fn repeat(&mut self, node: &Node, least: u32, most: Option<u32>, possessive: bool, follow: &Follow) -> Result<()> {
        if possessive && !is_harmless(node, least, most, follow) {
            return Err(unsupported("possessive quantifier (*+, ++, ?+, {n}+)"));
        }
        let again = first_of(node, follow).or(follow);
        let follow = if most.is_some_and(|most| most <= 1) { follow } else { &again };
        let begin = self.steps.len();
        for _ in 0..least {
            self.add(node, follow)?;
            if self.steps.len() == begin {
                // It takes no step, however often.
                return Ok(());
            }
        }
        let mut forks = Vec::new();
        if let Some(most) = most {
            for _ in least..most {
                forks.push(self.push(Step::Fork(self.steps.len() + 1, 0))?);
                self.add(node, follow)?;
            }
        } else {
            let fork = self.push(Step::Fork(self.steps.len() + 1, 0))?;
            self.add(node, follow)?;
            self.push(Step::Fork(fork, fork))?;
            forks.push(fork);
        }
        self.join(&forks);
        Ok(())
    }
}

/// `\w`, of which `\b` is the edge.
fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// What can come after a place: characters (`None` when that is not known), and whether it may be the end.
#[derive(Clone)]
struct Follow {
    first: Option<Option<Arc<Set>>>,
    may_end: bool,
}

impl Follow {
    /// Only the end.
    fn end() -> Self {
        Self { first: None, may_end: true }
    }
    fn anything() -> Self {
        Self { first: Some(None), may_end: true }
    }
    fn or(&self, other: &Self) -> Self {
        let first = match (&self.first, &other.first) {
            (None, one) | (one, None) => one.clone(),
            (Some(Some(a)), Some(Some(b))) if a.size() + b.size() <= MAX_RANGES => Some(Some(Arc::new(a.union(b)))),
            (Some(_), Some(_)) => Some(None),
        };
        Self { first, may_end: self.may_end || other.may_end }
    }
}

/// What can come first in `node` when `follow` comes after it.
fn first_of(node: &Node, follow: &Follow) -> Follow {
    match node {
        Node::Class(set) => Follow { first: Some(Some(set.clone())), may_end: false },
        Node::End | Node::Start | Node::WordBoundary => follow.clone(),
        Node::Ahead(..) => Follow::anything(),
        Node::Concat(nodes) => nodes.iter().rev().fold(follow.clone(), |follow, node| first_of(node, &follow)),
        Node::Alternatives(nodes) => {
            let mut all = nodes.iter().map(|n| first_of(n, follow));
            let start = all.next().unwrap_or_else(|| follow.clone());
            all.fold(start, |a, b| a.or(&b))
        }
        Node::Repeat { node, least, most, .. } => {
            let inside = first_of(node, follow);
            if *least == 0 || *most == Some(0) { inside.or(follow) } else { inside }
        }
    }
}

/// Whether giving nothing back makes no difference: one class at a time, and either always as many, or
/// nothing that follows can begin with a character of it. Then the longest run is the only one that fits.
fn is_harmless(node: &Node, least: u32, most: Option<u32>, follow: &Follow) -> bool {
    let set = match node {
        Node::Class(set) => set,
        Node::Concat(nodes) => match nodes.as_slice() {
            [Node::Class(set)] => set,
            _ => return false,
        },
        _ => return false,
    };
    if most == Some(least) {
        return true;
    }
    match &follow.first {
        None => true,
        Some(first) => first.as_ref().is_some_and(|first| first.is_disjoint(set)),
    }
}
