//! Java syntax to a tree.

use std::sync::Arc;

use super::{
    class::{Set, named, predefined},
    invalid, unsupported,
};
use crate::{Error, Result};

/// Groups and classes nest at most this deep: the parser is recursive.
const MAX_DEPTH: usize = 40;
/// `{n}` beyond this is refused before it is compiled.
const MAX_REPEAT: u32 = 1000;

pub(super) enum Node {
    Class(Arc<Set>),
    /// `^` or `\A`.
    Start,
    /// `$`, `\Z` or `\z`.
    End,
    WordBoundary,
    Concat(Vec<Node>),
    Alternatives(Vec<Node>),
    Repeat {
        node: Box<Node>,
        least: u32,
        most: Option<u32>,
        possessive: bool,
    },
    /// A lookahead, and whether it must match.
    Ahead(Box<Node>, bool),
}

impl Node {
    fn class(set: Set) -> Self {
        Self::Class(Arc::new(set))
    }
}

/// The tree of an expression, and the lookaheads before anything that takes a character: conditions on the whole text,
/// each with whether it must match.
pub(super) fn parse(java: &str) -> Result<(Node, Vec<(Node, bool)>)> {
    let mut parser = Parser { chars: java.chars().collect(), at: 0, depth: 0, ignore_case: false };
    let node = parser.alternatives()?;
    if parser.peek().is_some() {
        return Err(invalid("an unopened parenthesis"));
    }
    let nodes = match node {
        Node::Concat(nodes) => nodes,
        node => vec![node],
    };
    let (mut rest, mut conditions) = (Vec::new(), Vec::new());
    for node in nodes {
        match node {
            Node::Ahead(inner, wanted) if rest.iter().all(|n| matches!(n, Node::Start)) => {
                conditions.push((*inner, wanted));
            }
            node => rest.push(node),
        }
    }
    Ok((Node::Concat(rest), conditions))
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: usize,
    ignore_case: bool,
}

fn cut_off() -> Error {
    invalid("the expression is cut off")
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }
    fn ahead(&self, n: usize) -> Option<char> {
        self.chars.get(self.at.saturating_add(n)).copied()
    }
    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += 1;
        Some(c)
    }
    fn eat(&mut self, wanted: &str) -> bool {
        let found = wanted.chars().enumerate().all(|(i, c)| self.ahead(i) == Some(c));
        if found {
            self.at += wanted.chars().count();
        }
        found
    }
    fn until(&mut self, end: char) -> Result<String> {
        let mut out = String::new();
        loop {
            match self.next() {
                Some(c) if c == end => return Ok(out),
                Some(c) => out.push(c),
                None => return Err(cut_off()),
            }
        }
    }
    fn deeper(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(invalid("nested too deeply")) } else { Ok(()) }
    }

    fn alternatives(&mut self) -> Result<Node> {
        self.deeper()?;
        let mut list = vec![self.sequence()?];
        while self.eat("|") {
            list.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(if list.len() == 1 { list.remove(0) } else { Node::Alternatives(list) })
    }

    fn sequence(&mut self) -> Result<Node> {
        let mut nodes = Vec::new();
        while let Some(c) = self.peek() {
            if c == '|' || c == ')' {
                break;
            }
            if self.eat("\\Q") {
                let before = nodes.len();
                while !self.eat("\\E") {
                    let Some(c) = self.next() else { break };
                    nodes.push(self.literal(c)?);
                }
                // A quantifier belongs to the last character of the quotation; after an empty one there is none.
                if nodes.len() > before
                    && let Some(last) = nodes.pop()
                {
                    let last = self.quantified(last)?;
                    nodes.push(last);
                }
                continue;
            }
            if let Some(node) = self.atom()? {
                let node = self.quantified(node)?;
                nodes.push(node);
            }
        }
        Ok(Node::Concat(nodes))
    }

    fn literal(&self, c: char) -> Result<Node> {
        let set = Set::one(c);
        Ok(Node::class(if self.ignore_case { set.ignoring_case()? } else { set }))
    }

    /// One atom; nothing for a flag such as `(?i)`.
    fn atom(&mut self) -> Result<Option<Node>> {
        let c = self.next().ok_or_else(cut_off)?;
        Ok(Some(match c {
            '(' => return self.group(),
            '[' => Node::class(self.class()?),
            '.' => Node::class(Set::ranges(vec![(0, 0x0010_FFFF)])),
            '^' => Node::Start,
            '$' => Node::End,
            '*' | '+' | '?' | '{' => return Err(invalid("a quantifier without anything before it")),
            '\\' => self.escape()?,
            c => self.literal(c)?,
        }))
    }

    fn group(&mut self) -> Result<Option<Node>> {
        let before = self.ignore_case;
        if self.eat("?") {
            match self.next().ok_or_else(cut_off)? {
                ':' => {}
                '>' => return Err(unsupported("(?>...)")),
                '=' => return self.lookahead(true, before),
                '!' => return self.lookahead(false, before),
                '<' => match self.peek() {
                    Some('=') => return Err(unsupported("(?<=...)")),
                    Some('!') => return Err(unsupported("(?<!...)")),
                    _ => {
                        let name = self.until('>')?;
                        if !name.starts_with(|c: char| c.is_ascii_alphabetic())
                            || !name.chars().all(|c| c.is_ascii_alphanumeric())
                        {
                            return Err(invalid("the name of a group"));
                        }
                    }
                },
                first => {
                    if self.flags(first)? {
                        // `(?i)` holds until the end of the group around it, which restores the flag.
                        return Ok(None);
                    }
                }
            }
        }
        let node = self.alternatives()?;
        self.ignore_case = before;
        if self.eat(")") { Ok(Some(node)) } else { Err(cut_off()) }
    }

    fn lookahead(&mut self, wanted: bool, before: bool) -> Result<Option<Node>> {
        let node = self.alternatives()?;
        self.ignore_case = before;
        if self.eat(")") { Ok(Some(Node::Ahead(Box::new(node), wanted))) } else { Err(cut_off()) }
    }

    /// Flags after `(?`; true when the group ends with them, false when `:` follows.
    fn flags(&mut self, first: char) -> Result<bool> {
        let (mut on, mut flag) = (true, first);
        loop {
            match flag {
                ')' => return Ok(true),
                ':' => return Ok(false),
                '-' => on = false,
                'i' => self.ignore_case = on,
                // Line mode, dot mode and Unix lines: there are no line ends in the text.
                'm' | 's' | 'd' => {}
                'x' | 'u' | 'U' => return Err(unsupported(&format!("(?{flag})"))),
                _ => return Err(invalid("an unknown flag")),
            }
            flag = self.next().ok_or_else(cut_off)?;
        }
    }

    fn quantified(&mut self, mut node: Node) -> Result<Node> {
        let depth = self.depth;
        while let Some((least, most)) = self.quantifier()? {
            if matches!(node, Node::Start | Node::End | Node::WordBoundary | Node::Ahead(..)) {
                return Err(unsupported("a repeated anchor or lookaround"));
            }
            // Whether it is reluctant does not change which whole texts match.
            let possessive = !self.eat("?") && self.eat("+");
            node = Node::Repeat { node: Box::new(node), least, most, possessive };
            self.deeper()?;
        }
        self.depth = depth;
        Ok(node)
    }

    fn quantifier(&mut self) -> Result<Option<(u32, Option<u32>)>> {
        let range = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                self.at += 1;
                let text = self.until('}')?;
                let number = |t: &str| -> Result<u32> {
                    if t.is_empty() || t.len() > 9 || !t.bytes().all(|b| b.is_ascii_digit()) {
                        return Err(invalid("the number of a repetition"));
                    }
                    let n = t.parse().map_err(|_| invalid("the number of a repetition"))?;
                    if n > MAX_REPEAT { Err(invalid("too many repetitions")) } else { Ok(n) }
                };
                let range = match text.split_once(',') {
                    None => number(&text).map(|n| (n, Some(n)))?,
                    Some((least, "")) => (number(least)?, None),
                    Some((least, most)) => (number(least)?, Some(number(most)?)),
                };
                if range.1.is_some_and(|most| most < range.0) {
                    return Err(invalid("the numbers of a repetition"));
                }
                return Ok(Some(range));
            }
            _ => return Ok(None),
        };
        self.at += 1;
        Ok(Some(range))
    }

    /// What follows a backslash outside of a class.
    fn escape(&mut self) -> Result<Node> {
        let c = self.peek().ok_or_else(cut_off)?;
        let anchor = match c {
            'A' => Some(Node::Start),
            'Z' | 'z' => Some(Node::End),
            'b' if self.ahead(1) == Some('{') => return Err(unsupported("\\b{...}")),
            'b' => Some(Node::WordBoundary),
            'B' | 'G' | 'R' | 'X' => return Err(unsupported(&format!("\\{c}"))),
            'k' => return Err(unsupported("\\k<...>")),
            '1'..='9' => return Err(unsupported(&format!("\\{c}"))),
            _ => None,
        };
        if let Some(node) = anchor {
            self.at += 1;
            return Ok(node);
        }
        self.escaped_set().map(Node::class)
    }

    /// An escape that is a character or a class of them, without its backslash.
    fn escaped_set(&mut self) -> Result<Set> {
        let c = self.peek().ok_or_else(cut_off)?;
        if let Some(set) = predefined(c) {
            self.at += 1;
            return Ok(set);
        }
        if c == 'p' || c == 'P' {
            self.at += 1;
            let name = if self.eat("{") { self.until('}')? } else { self.next().ok_or_else(cut_off)?.to_string() };
            let set = named(name.get(..64).unwrap_or(&name), self.ignore_case)?;
            return Ok(if c == 'P' { set.negate() } else { set });
        }
        let set = Set::one(self.escaped_char()?);
        if self.ignore_case { set.ignoring_case() } else { Ok(set) }
    }

    fn escaped_char(&mut self) -> Result<char> {
        let c = self.next().ok_or_else(cut_off)?;
        Ok(match c {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'f' => '\x0C',
            'a' => '\x07',
            'e' => '\x1B',
            'c' => {
                let control = self.next().filter(char::is_ascii).ok_or_else(|| invalid("\\c"))?;
                char::from(u8::try_from(control).unwrap_or(0) ^ 64)
            }
            '0' => {
                let mut value = 0;
                let mut digits = 0;
                while let Some(digit) = self.peek().and_then(|c| c.to_digit(8)) {
                    // Three digits up to \0377, two otherwise.
                    if digits == 3 || value * 8 + digit > 0xFF {
                        break;
                    }
                    value = value * 8 + digit;
                    digits += 1;
                    self.at += 1;
                }
                if digits == 0 {
                    return Err(invalid("\\0"));
                }
                char::from_u32(value).ok_or_else(|| invalid("\\0"))?
            }
            'x' if self.eat("{") => {
                let digits = self.until('}')?;
                code_point(&digits)?
            }
            'x' => self.hex(2)?,
            'u' => self.hex(4)?,
            'N' => return Err(unsupported("\\N{...}")),
            // A backslash before any other ASCII letter is an error in Java too.
            c if c.is_ascii_alphanumeric() => return Err(invalid("an unknown escape")),
            c => c,
        })
    }

    fn hex(&mut self, digits: usize) -> Result<char> {
        let text: String = (0..digits).filter_map(|_| self.next()).collect();
        if text.chars().count() == digits { code_point(&text) } else { Err(cut_off()) }
    }

    /// A class after its `[`.
    fn class(&mut self) -> Result<Set> {
        self.deeper()?;
        let negated = self.eat("^");
        let mut current: Option<Set> = None;
        let mut left: Option<Set> = None;
        let mut nested = false;
        loop {
            let c = self.peek().ok_or_else(cut_off)?;
            if c == ']' && (current.is_some() || left.is_some()) {
                self.at += 1;
                break;
            }
            if self.eat("&&") {
                let side = current.take().ok_or_else(|| unsupported("&& without a left side"))?;
                left = Some(left.map_or(side.clone(), |l| l.intersect(&side)));
                nested = true;
                continue;
            }
            let item = if self.eat("[") {
                nested = true;
                self.class()?
            } else {
                self.class_item()?
            };
            current = Some(current.map_or(item.clone(), |have| have.union(&item)));
        }
        self.depth -= 1;
        // Before Java 9, ^ negated only what stood before the first nested class or &&.
        if negated && nested {
            return Err(unsupported("[^...[...]] or [^...&&...]"));
        }
        let set = match (left, current) {
            (Some(left), Some(right)) => left.intersect(&right),
            (None, Some(set)) => set,
            (_, None) => return Err(unsupported("&& without a right side")),
        };
        Ok(if negated { set.negate() } else { set })
    }

    fn class_item(&mut self) -> Result<Set> {
        if self.eat("\\Q") {
            let mut set: Option<Set> = None;
            while !self.eat("\\E") {
                let one = Set::one(self.next().ok_or_else(cut_off)?);
                let one = if self.ignore_case { one.ignoring_case()? } else { one };
                set = Some(set.map_or(one.clone(), |have| have.union(&one)));
            }
            return set.ok_or_else(|| unsupported("\\Q\\E"));
        }
        let first = match self.next().ok_or_else(cut_off)? {
            '\\' => {
                let c = self.peek().ok_or_else(cut_off)?;
                if predefined(c).is_some() || matches!(c, 'p' | 'P') {
                    return self.escaped_set();
                }
                self.escaped_char()?
            }
            c => c,
        };
        let mut last = first;
        // A hyphen makes a range unless the class ends or another one begins after it.
        if self.peek() == Some('-') && !matches!(self.ahead(1), Some(']' | '[') | None) {
            self.at += 1;
            last = match self.next().ok_or_else(cut_off)? {
                '\\' => {
                    let c = self.peek().ok_or_else(cut_off)?;
                    if predefined(c).is_some() || matches!(c, 'p' | 'P' | 'Q') {
                        return Err(invalid("a class at the end of a range"));
                    }
                    self.escaped_char()?
                }
                c => c,
            };
            if last < first {
                return Err(invalid("a range that goes backwards"));
            }
        }
        let set = Set::ranges(vec![(u32::from(first), u32::from(last))]);
        if self.ignore_case { set.ignoring_case() } else { Ok(set) }
    }
}

fn code_point(digits: &str) -> Result<char> {
    let value = if digits.bytes().all(|b| b.is_ascii_hexdigit()) { u32::from_str_radix(digits, 16).ok() } else { None };
    value.and_then(char::from_u32).ok_or_else(|| invalid("not a character"))
}
