//! Patterns as bytes, in the form that the engine's matcher runs.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    lexicon::Lexicon,
    pattern::{self, Node, Parsed},
};

/// The operations, as `src/tables.rs` knows them.
mod op {
    pub(super) const ALTERNATIVES: u8 = 0;
    pub(super) const OPTIONAL: u8 = 1;
    pub(super) const NOT: u8 = 2;
    pub(super) const ANY: u8 = 3;
    pub(super) const START: u8 = 4;
    pub(super) const END: u8 = 5;
    pub(super) const COMMA: u8 = 6;
    pub(super) const SUFFIX: u8 = 7;
    pub(super) const PHRASES: u8 = 8;
    pub(super) const GAP: u8 = 0x10;
    pub(super) const GAP_OVER_JOINTS: u8 = 0x20;
    pub(super) const WORD: u8 = 0x80;
}
/// Sets have numbers of 15 bits.
const SETS_MAX: usize = 1 << 15;

/// Turns parts of patterns into bytes, and remembers the sets of words that they ask for.
pub(crate) struct Coder<'a> {
    lexicon: &'a Lexicon,
    sets: BTreeMap<BTreeSet<u16>, usize>,
}

impl<'a> Coder<'a> {
    pub(crate) fn new(lexicon: &'a Lexicon) -> Self {
        Coder { lexicon, sets: BTreeMap::new() }
    }

    /// The sets of words so far, with their numbers.
    pub(crate) fn sets(&self) -> &BTreeMap<BTreeSet<u16>, usize> {
        &self.sets
    }

    /// The number of a set of words.
    pub(crate) fn set(&mut self, words: BTreeSet<u16>) -> usize {
        let next = self.sets.len();
        assert!(next < SETS_MAX, "there are fewer than 32,768 sets of words");
        *self.sets.entry(words).or_insert(next)
    }

    /// A whole pattern: which of the following it has; two sets of words of which it needs one each, the lengths of its
    /// three parts, then the parts.
    pub(crate) fn pattern(&mut self, parsed: &Parsed) -> Vec<u8> {
        let whole = [&parsed.before[..], &parsed.span, &parsed.after].concat();
        let sets = self.needed(&whole).map(|set| set.map(|words| self.set(words)));
        let parts = [&parsed.before, &parsed.span, &parsed.after].map(|part| self.sequence(part));
        let mut code = vec![0];
        for (bit, set) in sets.iter().enumerate() {
            if let Some(number) = set {
                code[0] |= 1 << bit;
                code.extend([as_byte(number >> 8), as_byte(number & 0xff)]);
            }
        }
        for (bit, part) in parts.iter().enumerate() {
            if !part.is_empty() {
                code[0] |= 4 << bit;
                put_length(&mut code, part.len());
            }
        }
        code.extend(parts.concat());
        code
    }

    /// The two rarest sets of single words of which the pattern needs one each.
    fn needed(&self, whole: &[Node]) -> [Option<BTreeSet<u16>>; 2] {
        let mut sets: Vec<BTreeSet<u16>> =
            whole.iter().filter_map(|node| pattern::words_of(node, self.lexicon)).collect();
        sets.sort_by_key(|words| {
            words.iter().map(|word| self.lexicon.frequency_of(*word)).sum::<u32>()
        });
        let mut rarest = sets.into_iter();
        [rarest.next(), rarest.next()]
    }

    /// A phrase class: its length, then its alternatives.
    pub(crate) fn phrases(&mut self, branches: &[Vec<Node>]) -> Vec<u8> {
        let body = self.sequence(&[Node::Alt(branches.to_vec())]);
        let mut code = Vec::new();
        put_length(&mut code, body.len());
        code.extend(body);
        code
    }

    fn sequence(&mut self, nodes: &[Node]) -> Vec<u8> {
        let mut code = Vec::new();
        for node in nodes {
            match node {
                Node::Word(_) | Node::Lemma(_) | Node::Class(_) | Node::OneOf(_) => {
                    self.put_word(&mut code, node);
                }
                Node::Phrases(number) => {
                    code.push(op::PHRASES);
                    code.extend(number.to_be_bytes());
                }
                Node::Gap { words, over_joints } => {
                    let kind = if *over_joints { op::GAP_OVER_JOINTS } else { op::GAP };
                    code.push(kind | as_byte(usize::from(*words)));
                }
                Node::Alt(branches) => {
                    let branches = joined(branches);
                    match &branches[..] {
                        [only] => code.extend(self.sequence(only)),
                        _ => put_alternatives(
                            &mut code,
                            branches.iter().map(|branch| self.sequence(branch)).collect(),
                        ),
                    }
                }
                Node::Opt(body) => self.put_sized(&mut code, op::OPTIONAL, body),
                Node::Not(body) => self.put_sized(&mut code, op::NOT, body),
                Node::Any => code.push(op::ANY),
                Node::Start => code.push(op::START),
                Node::End => code.push(op::END),
                Node::Comma => code.push(op::COMMA),
                Node::Suffix(kind) => code.extend([op::SUFFIX, as_byte(usize::from(*kind))]),
            }
        }
        code
    }

    fn put_sized(&mut self, code: &mut Vec<u8>, operation: u8, body: &[Node]) {
        let body = self.sequence(body);
        code.push(operation);
        put_length(code, body.len());
        code.extend(body);
    }

    /// One word of several; endings among them become an alternative of their own.
    fn put_word(&mut self, code: &mut Vec<u8>, node: &Node) {
        let mut words = BTreeSet::new();
        let mut endings = 0;
        self.collect(node, &mut words, &mut endings);
        let test = (!words.is_empty()).then(|| {
            let number = self.set(words);
            vec![op::WORD | as_byte(number >> 8), as_byte(number & 0xff)]
        });
        match (test, endings) {
            (Some(test), 0) => code.extend(test),
            (None, endings) => code.extend([op::SUFFIX, as_byte(usize::from(endings))]),
            (Some(test), endings) => {
                put_alternatives(code, vec![test, vec![op::SUFFIX, as_byte(usize::from(endings))]]);
            }
        }
    }

    fn collect(&self, node: &Node, words: &mut BTreeSet<u16>, endings: &mut u16) {
        match node {
            Node::Suffix(kind) => *endings |= kind,
            Node::OneOf(nodes) => nodes.iter().for_each(|node| self.collect(node, words, endings)),
            _ => words.extend(pattern::words_of(node, self.lexicon).unwrap_or_default()),
        }
    }
}

/// Alternatives that differ in one word become one with a choice of words there: "come back" and "go back" are found as
/// "(come|go) back".
fn joined(branches: &[Vec<Node>]) -> Vec<Vec<Node>> {
    let mut waiting = branches.to_vec();
    let mut out = Vec::new();
    while let Some(first) = waiting.pop() {
        let alike = |place: usize| {
            let differs_only_there = |other: &Vec<Node>| {
                other.len() == first.len()
                    && is_a_word(&other[place])
                    && other
                        .iter()
                        .zip(&first)
                        .enumerate()
                        .all(|(at, (one, two))| at == place || one == two)
            };
            (0..waiting.len()).filter(|at| differs_only_there(&waiting[*at])).collect::<Vec<_>>()
        };
        let widest = (0..first.len())
            .filter(|place| is_a_word(&first[*place]))
            .map(|place| (place, alike(place)))
            .max_by_key(|(_, others)| others.len());
        match widest {
            Some((place, others)) if !others.is_empty() => {
                let mut choice = vec![first[place].clone()];
                for at in others.into_iter().rev() {
                    choice.push(waiting.swap_remove(at).swap_remove(place));
                }
                let mut whole = first.clone();
                whole[place] = Node::OneOf(choice);
                // It may now be like another in a second place.
                waiting.push(whole);
            }
            _ => out.push(first),
        }
    }
    out
}

fn is_a_word(node: &Node) -> bool {
    matches!(node, Node::Word(_) | Node::Lemma(_) | Node::Class(_) | Node::OneOf(_))
}

fn put_alternatives(code: &mut Vec<u8>, branches: Vec<Vec<u8>>) {
    code.push(op::ALTERNATIVES);
    put_length(code, branches.len());
    for branch in branches {
        put_length(code, branch.len());
        code.extend(branch);
    }
}

/// A length below 2¹⁵: one byte below 128, else two with the upper bit set in the first.
pub(crate) fn put_length(code: &mut Vec<u8>, length: usize) {
    assert!(length < 1 << 15, "a part of a pattern stays below 32 KB");
    if length < 0x80 {
        code.push(as_byte(length));
    } else {
        code.extend([0x80 | as_byte(length >> 8), as_byte(length & 0xff)]);
    }
}

fn as_byte(number: usize) -> u8 {
    u8::try_from(number).expect("the parts of a number are bytes")
}
