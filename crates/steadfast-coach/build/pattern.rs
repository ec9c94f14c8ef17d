//! The language of patterns, as a person writes them, and what is read from it.

use std::collections::{BTreeMap, BTreeSet};

use crate::lexicon::Lexicon;

/// One part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Word(u16),
    Lemma(u16),
    Class(u16),
    Phrases(u16),
    Any,
    Suffix(u16),
    Gap { words: u16, over_joints: bool },
    OneOf(Vec<Node>),
    Alt(Vec<Vec<Node>>),
    Opt(Vec<Node>),
    Not(Vec<Node>),
    Start,
    End,
    Comma,
}

/// A class of the lexicon: words only, or phrases too.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Named {
    Words(u16),
    Phrases(u16),
}

/// What has been read so far: names that patterns can use.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub(crate) by_name: BTreeMap<String, Named>,
    /// The alternatives of each phrase class.
    pub(crate) phrases: Vec<Vec<Vec<Node>>>,
}

/// A pattern with its underlined part.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parsed {
    pub(crate) before: Vec<Node>,
    pub(crate) span: Vec<Node>,
    pub(crate) after: Vec<Node>,
}

pub(crate) const SUFFIX_ING: u16 = 1 << 2;
pub(crate) const SUFFIX_ED: u16 = 1 << 3;
pub(crate) const SUFFIX_LY: u16 = 1 << 4;
pub(crate) const SUFFIX_CAPITAL: u16 = 1 << 5;
pub(crate) const SUFFIX_NUMBER: u16 = 1 << 6;
/// Alternatives inside alternatives, no deeper.
const DEPTH_MAX: usize = 12;

struct Reader<'a> {
    rest: &'a str,
    lexicon: &'a mut Lexicon,
    names: &'a Names,
    depth: usize,
}

/// Reads a pattern; `{` and `}` mark the underlined part, the whole when there are none.
pub(crate) fn parse(text: &str, lexicon: &mut Lexicon, names: &Names) -> Result<Parsed, String> {
    let (before, span, after) = match (text.find('{'), text.find('}')) {
        (None, None) => ("", text, ""),
        (Some(open), Some(close)) if open < close => {
            (&text[..open], &text[open + 1..close], &text[close + 1..])
        }
        _ => {
            return Err(
                "`{` and `}` must stand once each, `{` first: they mark the underlined part"
                    .to_owned(),
            );
        }
    };
    let mut sequence = |part: &str| {
        let mut reader = Reader { rest: part, lexicon, names, depth: 0 };
        let nodes = reader.sequence()?;
        match reader.rest.chars().next() {
            None => Ok(nodes),
            Some(other) => Err(format!("`{other}` stands where no group is open")),
        }
    };
    let parsed =
        Parsed { before: sequence(before)?, span: sequence(span)?, after: sequence(after)? };
    for part in [&parsed.before, &parsed.span] {
        if begins_with_gap(part) {
            return Err(
                "a pattern and its underlined part begin with a word, not with a gap".to_owned()
            );
        }
    }
    let (least, most) =
        width_of(&[&parsed.before[..], &parsed.span, &parsed.after].concat(), names);
    if least == 0 {
        return Err(
            "the pattern can match nothing at all: at least one part must be there".to_owned()
        );
    }
    if most > 60 {
        return Err(format!(
            "the pattern can reach over {most} words; 60 is the most: use shorter gaps"
        ));
    }
    Ok(parsed)
}

/// Whether a gap can be the first thing that is matched; it would reach back into what stands before.
fn begins_with_gap(nodes: &[Node]) -> bool {
    for node in nodes {
        match node {
            Node::Gap { .. } => return true,
            Node::Start | Node::Not(_) | Node::Comma => {}
            Node::Opt(body) => {
                if begins_with_gap(body) {
                    return true;
                }
            }
            Node::Alt(branches) => return branches.iter().any(|branch| begins_with_gap(branch)),
            _ => return false,
        }
    }
    false
}

impl Reader<'_> {
    fn sequence(&mut self) -> Result<Vec<Node>, String> {
        let mut nodes = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            match self.rest.chars().next() {
                None | Some('|' | ')') => return Ok(nodes),
                Some(_) => {
                    let item = self.item()?;
                    nodes.extend(item);
                }
            }
        }
    }

    fn item(&mut self) -> Result<Vec<Node>, String> {
        let atom = self.atom()?;
        if let Some(rest) = self.rest.strip_prefix('?') {
            self.rest = rest;
            return Ok(vec![Node::Opt(atom)]);
        }
        Ok(atom)
    }

    fn atom(&mut self) -> Result<Vec<Node>, String> {
        let first = self.rest.chars().next().unwrap_or(' ');
        let after = &self.rest[first.len_utf8()..];
        match first {
            '(' => self.group(after),
            '[' => self.named(after),
            '!' => {
                self.rest = after;
                Ok(vec![Node::Not(self.atom()?)])
            }
            '~' => {
                self.rest = after;
                let verb = self.take_word()?;
                Ok(vec![Node::Lemma(self.lexicon.lemma(&verb))])
            }
            '*' => self.suffix(after),
            '_' => self.single(after, Node::Any),
            '^' => self.single(after, Node::Start),
            '$' => self.single(after, Node::End),
            ',' => self.single(after, Node::Comma),
            '.' => self.gap(after),
            _ => {
                let word = self.take_word()?;
                let words = self.lexicon.expand(&word);
                Ok(words.iter().map(|word| Node::Word(self.lexicon.lexeme(word))).collect())
            }
        }
    }

    fn single(&mut self, after: &str, node: Node) -> Result<Vec<Node>, String> {
        self.rest = &self.rest[self.rest.len() - after.len()..];
        Ok(vec![node])
    }

    fn take_word(&mut self) -> Result<String, String> {
        let end = self
            .rest
            .find(|letter: char| !(letter.is_alphanumeric() || letter == '\''))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        if word.is_empty() {
            let sign = self.rest.chars().next().unwrap_or(' ');
            return Err(format!(
                "`{sign}` means nothing in a pattern; words are written with letters and ' only"
            ));
        }
        if word.chars().any(char::is_uppercase) {
            return Err(format!("write `{word}` in small letters: patterns do not know capitals"));
        }
        self.rest = rest;
        Ok(word.to_owned())
    }

    fn group(&mut self, after: &str) -> Result<Vec<Node>, String> {
        self.rest = &self.rest[self.rest.len() - after.len()..];
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err("groups inside groups are too deep".to_owned());
        }
        let mut branches = vec![self.sequence()?];
        while let Some(rest) = self.rest.strip_prefix('|') {
            self.rest = rest;
            branches.push(self.sequence()?);
        }
        self.rest = self.rest.strip_prefix(')').ok_or("a `(` has no `)`")?;
        self.depth -= 1;
        if branches.iter().any(Vec::is_empty) {
            return Err(
                "an alternative is empty: write `( … )?` when the whole may be missing".to_owned()
            );
        }
        Ok(vec![alternatives(branches)])
    }

    fn named(&mut self, after: &str) -> Result<Vec<Node>, String> {
        let close = after.find(']').ok_or("a `[` has no `]`")?;
        let name = &after[..close];
        self.rest = &self.rest[1 + close + 1..];
        match self.names.by_name.get(name) {
            Some(Named::Words(class)) => Ok(vec![Node::Class(*class)]),
            Some(Named::Phrases(phrases)) => Ok(vec![Node::Phrases(*phrases)]),
            None => {
                let near: Vec<&str> = self
                    .names
                    .by_name
                    .keys()
                    .filter(|known| alike(known, name))
                    .map(String::as_str)
                    .take(3)
                    .collect();
                let hint = if near.is_empty() {
                    String::new()
                } else {
                    format!("; did you mean [{}]?", near.join("] or ["))
                };
                Err(format!("there is no class [{name}] in the lexicon{hint}"))
            }
        }
    }

    fn suffix(&mut self, after: &str) -> Result<Vec<Node>, String> {
        for (name, kind) in [
            ("ing", SUFFIX_ING),
            ("ed", SUFFIX_ED),
            ("ly", SUFFIX_LY),
            ("capital", SUFFIX_CAPITAL),
            ("number", SUFFIX_NUMBER),
        ] {
            if let Some(rest) = after.strip_prefix(name) {
                self.rest = &self.rest[self.rest.len() - rest.len()..];
                return Ok(vec![Node::Suffix(kind)]);
            }
        }
        Err("after `*` comes ing, ed, ly, capital or number".to_owned())
    }

    fn gap(&mut self, after: &str) -> Result<Vec<Node>, String> {
        let digits = after.strip_prefix('.').ok_or("a gap is written `..3`: up to three words")?;
        let end = digits.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(digits.len());
        let words: u16 =
            digits[..end].parse().map_err(|_| "a gap is written `..3`: up to three words")?;
        if words == 0 || words > 12 {
            return Err("a gap holds 1 to 12 words".to_owned());
        }
        let rest = &digits[end..];
        let over_joints = rest.starts_with('+');
        self.rest = &self.rest[self.rest.len() - rest.len() + usize::from(over_joints)..];
        Ok(vec![Node::Gap { words, over_joints }])
    }
}

/// Alternatives; single words among them as one set, which is shorter and quicker to test.
pub(crate) fn alternatives(branches: Vec<Vec<Node>>) -> Node {
    let single = |branch: &Vec<Node>| {
        matches!(branch[..], [Node::Word(_) | Node::Lemma(_) | Node::Class(_) | Node::Suffix(_)])
    };
    let (words, mut phrases): (Vec<_>, Vec<_>) = branches.into_iter().partition(single);
    let words = words.concat();
    if phrases.is_empty() {
        return Node::OneOf(words);
    }
    if !words.is_empty() {
        phrases.insert(0, vec![Node::OneOf(words)]);
    }
    Node::Alt(phrases)
}

fn alike(one: &str, other: &str) -> bool {
    one.contains(other)
        || other.contains(one)
        || one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count() >= 4
}

/// Least and most words that a sequence can take, with the words without meaning that may stand between its parts.
pub(crate) fn width_of(nodes: &[Node], names: &Names) -> (usize, usize) {
    let mut least = 0;
    let mut most = 0;
    for node in nodes {
        let (low, high) = match node {
            Node::Word(_)
            | Node::Lemma(_)
            | Node::Class(_)
            | Node::Any
            | Node::Suffix(_)
            | Node::OneOf(_) => (1, 1),
            Node::Gap { words, .. } => (0, usize::from(*words)),
            Node::Alt(branches) => width_of_branches(branches, names),
            Node::Phrases(number) => width_of_branches(&names.phrases[usize::from(*number)], names),
            Node::Opt(body) => (0, width_of(body, names).1),
            Node::Not(_) | Node::Start | Node::End | Node::Comma => (0, 0),
        };
        least += low;
        most += high;
    }
    (least, most)
}

fn width_of_branches(branches: &[Vec<Node>], names: &Names) -> (usize, usize) {
    branches
        .iter()
        .map(|branch| width_of(branch, names))
        .fold((usize::MAX, 0), |(low, high), (least, most)| (low.min(least), high.max(most)))
}

/// Where a trigger stands: how many words lie between the start of the pattern and it, at least and at most.
pub(crate) type Triggers = BTreeMap<u16, (usize, usize)>;

/// The cheapest set of words of which one must be there, with their places; `None` when nothing must.
pub(crate) fn triggers_of(
    nodes: &[Node],
    lexicon: &Lexicon,
    names: &Names,
    weight: &dyn Fn(u16) -> u32,
) -> Option<(u32, Triggers)> {
    let mut best: Option<(u32, Triggers)> = None;
    for (index, node) in nodes.iter().enumerate() {
        let found = match node {
            Node::Word(_) | Node::Lemma(_) | Node::Class(_) | Node::OneOf(_) => {
                words_of(node, lexicon)
                    .map(|words| words.into_iter().map(|word| (word, (0, 0))).collect())
            }
            Node::Alt(branches) => triggers_of_branches(branches, lexicon, names, weight),
            Node::Phrases(number) => {
                triggers_of_branches(&names.phrases[usize::from(*number)], lexicon, names, weight)
            }
            _ => None,
        };
        let Some(found) = found else { continue };
        let found: Triggers = found;
        let cost: u32 = found.keys().map(|word| weight(*word)).sum();
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            let (low, high) = width_of(&nodes[..index], names);
            // Words without meaning may stand before each part but the first.
            let noise =
                nodes[..=index].iter().skip(1).map(|node| noise_room(node, names)).sum::<usize>();
            let moved = found
                .into_iter()
                .map(|(word, (from, to))| {
                    // No place in a sentence is further back.
                    (word, (from + low, (to + high + noise.min(8)).min(63)))
                })
                .collect();
            best = Some((cost, moved));
        }
    }
    best
}

fn noise_room(node: &Node, names: &Names) -> usize {
    match node {
        Node::Not(_) | Node::Start | Node::End | Node::Comma | Node::Gap { .. } => 0,
        Node::Alt(_) | Node::Phrases(_) | Node::Opt(_) => {
            width_of(std::slice::from_ref(node), names).1.min(3)
        }
        _ => 1,
    }
}

fn triggers_of_branches(
    branches: &[Vec<Node>],
    lexicon: &Lexicon,
    names: &Names,
    weight: &dyn Fn(u16) -> u32,
) -> Option<Triggers> {
    let mut all = Triggers::new();
    for branch in branches {
        let (_, found) = triggers_of(branch, lexicon, names, weight)?;
        for (word, (from, to)) in found {
            let place = all.entry(word).or_insert((from, to));
            *place = (place.0.min(from), place.1.max(to));
        }
    }
    Some(all)
}

/// The words that a single-word node accepts, when they can be listed.
pub(crate) fn words_of(node: &Node, lexicon: &Lexicon) -> Option<BTreeSet<u16>> {
    match node {
        Node::Word(word) => Some(BTreeSet::from([*word])),
        Node::Lemma(lemma) => Some(lexicon.members_of_lemma(*lemma)),
        Node::Class(class) => Some(lexicon.classes[usize::from(*class)].1.clone()),
        Node::OneOf(nodes) => nodes.iter().try_fold(BTreeSet::new(), |mut all, node| {
            all.extend(words_of(node, lexicon)?);
            Some(all)
        }),
        _ => None,
    }
}
