//! Writes the compiled tables as Rust source.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use crate::{
    compile::{ENGINE_CLASSES, FINDINGS, Language, Owner},
    hashing,
    pattern::{self, Named, Node, Triggers},
};

/// A pattern that silences is asked for by no more words than this.
const UNLESS_WORDS_MAX: usize = 120;
/// A list of at least this many words that stands in several patterns is stored once.
const SHARED_WORDS_MIN: usize = 4;
/// How often a word stands in ordinary letters, roughly per thousand words; others count 1. Triggers are chosen by it.
const COMMON: &[(&str, u32)] = &[
    ("i", 70),
    ("you", 60),
    ("to", 40),
    ("and", 40),
    ("it", 35),
    ("the", 35),
    ("a", 30),
    ("that", 30),
    ("was", 25),
    ("not", 25),
    ("is", 25),
    ("am", 20),
    ("have", 20),
    ("do", 20),
    ("did", 15),
    ("be", 15),
    ("my", 20),
    ("me", 20),
    ("of", 20),
    ("for", 20),
    ("in", 15),
    ("with", 12),
    ("this", 12),
    ("so", 12),
    ("but", 15),
    ("what", 15),
    ("are", 15),
    ("your", 15),
    ("will", 15),
    ("on", 10),
    ("we", 12),
    ("had", 10),
    ("just", 8),
    ("if", 10),
    ("know", 10),
    ("because", 6),
    ("would", 10),
    ("when", 8),
    ("how", 8),
    ("about", 8),
    ("all", 6),
    ("at", 8),
    ("as", 8),
    ("or", 6),
    ("can", 8),
    ("been", 6),
    ("were", 8),
    ("has", 6),
    ("she", 6),
    ("he", 6),
    ("no", 5),
    ("feel", 5),
    ("hurt", 5),
    ("sorry", 5),
    ("never", 5),
    ("us", 6),
    ("want", 5),
    ("time", 5),
    ("going", 5),
    ("lied", 3),
    ("did", 12),
];

/// How often a word stands in ordinary letters.
fn weight_of(word: &str) -> u32 {
    COMMON.iter().find(|(common, _)| *common == word).map_or(1, |(_, weight)| *weight)
}

/// The static tables, as the contents of a Rust file.
pub(crate) fn tables(language: &Language) -> String {
    let mut emitter = Emitter {
        language,
        code: Vec::new(),
        macros: Vec::new(),
        shared: Shared::new(),
        unless_words: Vec::new(),
    };
    let mut out = String::new();
    emitter.emit_macros();
    let patterns = emitter.emit_patterns();
    emitter.write_words(&mut out);
    emitter.write_triggers(&mut out);
    emitter.write_rules(&mut out);
    let Emitter { code, macros, unless_words, .. } = &emitter;
    put(&mut out, "UNLESS_WORDS", "u16", unless_words.iter());
    put(&mut out, "CODE", "u16", code.iter());
    write_line(&mut out, &format!("static MACROS: [(u16, u16); {}] = {macros:?};", macros.len()));
    write_line(
        &mut out,
        &format!("static PATTERNS: [Pattern; {}] = [{}];", patterns.len(), patterns.join(", ")),
    );
    let frames: Vec<String> = language
        .frames
        .iter()
        .map(|(bit, backwards)| format!("Frame {{ bit: {bit}, backwards: {backwards} }}"))
        .collect();
    write_line(
        &mut out,
        &format!("static FRAMES: [Frame; {}] = [{}];", frames.len(), frames.join(", ")),
    );
    emitter.write_advice(&mut out);
    let classes: Vec<String> = ENGINE_CLASSES
        .iter()
        .map(|name| match language.names.by_name.get(*name) {
            Some(Named::Words(class)) => format!("class_{name}: {class}"),
            _ => String::new(),
        })
        .collect();
    write_line(
        &mut out,
        &format!(
            "pub(crate) static TABLES: Tables = Tables {{ spellings: SPELLINGS, spelling_ends: &SPELLING_ENDS, \
             spelling_means: &SPELLING_MEANS, slots: &SLOTS, skeletons: &SKELETONS, lemmas: &LEMMAS, class_sets: \
             &CLASS_SETS, sets: &SETS, expansions: &EXPANSIONS, possessive: POSSESSIVE, {}, code: &CODE, macros: \
             &MACROS, patterns: &PATTERNS, lexeme_group_ends: &LEXEME_GROUP_ENDS, lexeme_groups: &LEXEME_GROUPS, \
             group_ends: &GROUP_ENDS, postings: &POSTINGS, unless_words: &UNLESS_WORDS, rules: &RULES, frames: &FRAMES }};",
            classes.join(", ")
        ),
    );
    out
}

/// All test lines of all rules with what they expect, for the tests and for people who write rules: an array literal.
pub(crate) fn lines(language: &Language) -> String {
    let mut out = String::from("[\n");
    for rule in &language.rules {
        for line in &rule.lines {
            let finding = rule.finding.map_or("", |index| FINDINGS[index]);
            let forms = (0..8).find(|form| rule.forms >> form & 1 == 1).unwrap_or(0);
            let _ = writeln!(
                out,
                "Line {{ rule: {:?}, finding: {finding:?}, form: {forms}, guards: &{:?}, path: {:?}, line: {}, text: {:?}, \
                 marked: &{:?}, yes: {} }},",
                rule.name, rule.declared, line.path, line.line, line.text, line.marked, line.yes
            );
        }
    }
    out.push_str("]\n");
    out
}

fn write_line(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

fn put<T: std::fmt::Display>(
    out: &mut String,
    name: &str,
    of: &str,
    items: impl ExactSizeIterator<Item = T>,
) {
    let _ = write!(out, "static {name}: [{of}; {}] = [", items.len());
    for item in items {
        let _ = write!(out, "{item},");
    }
    write_line(out, "];");
}

struct Emitter<'a> {
    language: &'a Language,
    code: Vec<u16>,
    macros: Vec<(u16, u16)>,
    shared: Shared,
    unless_words: Vec<u16>,
}

impl Emitter<'_> {
    fn emit_macros(&mut self) {
        let mut counts = BTreeMap::new();
        for branches in &self.language.names.phrases {
            branches.iter().for_each(|branch| count_lists(branch, &mut counts));
        }
        for (parsed, _) in &self.language.patterns {
            for part in [&parsed.before, &parsed.span, &parsed.after] {
                count_lists(part, &mut counts);
            }
        }
        counts.retain(|list, times| *times > 1 && list.len() > SHARED_WORDS_MIN);
        let first = self.language.names.phrases.len();
        self.shared = counts
            .into_keys()
            .enumerate()
            .map(|(index, list)| (list, as_u16(first + index)))
            .collect();
        let phrases = self.language.names.phrases.iter();
        let phrases: Vec<Vec<u16>> =
            phrases.map(|branches| encode(&[Node::Alt(branches.clone())], &self.shared)).collect();
        let lists = self.shared.keys().cloned();
        for code in phrases.into_iter().chain(lists).collect::<Vec<_>>() {
            self.macros.push((as_u16(self.code.len()), as_u16(code.len())));
            self.code.extend(code);
        }
    }

    fn emit_patterns(&mut self) -> Vec<String> {
        let mut known: BTreeMap<Vec<u16>, usize> = BTreeMap::new();
        let mut patterns = Vec::new();
        for (parsed, owner) in &self.language.patterns {
            let parts = [&parsed.before, &parsed.span, &parsed.after]
                .map(|part| encode(part, &self.shared));
            let whole = parts.concat();
            let at = *known.entry(whole.clone()).or_insert_with(|| {
                self.code.extend(whole);
                self.code.len() - parts.iter().map(Vec::len).sum::<usize>()
            });
            let of = match owner {
                Owner::Rule(rule) => format!("Owner::Rule({rule})"),
                Owner::Frame(frame) => format!("Owner::Frame({frame})"),
                Owner::Unless => {
                    let triggers = self.triggers_needed(parsed);
                    let at = as_u16(self.unless_words.len());
                    self.unless_words.extend(triggers.keys());
                    let lo = triggers.values().map(|place| place.0).min().unwrap_or(0);
                    let hi = triggers.values().map(|place| place.1).max().unwrap_or(0);
                    let count = triggers.len();
                    format!("Owner::Unless {{ words: {at}, count: {count}, lo: {lo}, hi: {hi} }}")
                }
            };
            patterns.push(format!(
                "Pattern {{ code: {}, before: {}, span: {}, after: {}, of: {of} }}",
                as_u16(at),
                parts[0].len(),
                parts[1].len(),
                parts[2].len()
            ));
        }
        patterns
    }

    /// The words of which one must stand in a sentence for the pattern to match, and where; none when there are too many
    /// to ask for.
    fn triggers_needed(&self, parsed: &pattern::Parsed) -> Triggers {
        let whole = [&parsed.before[..], &parsed.span, &parsed.after].concat();
        let lexicon = &self.language.lexicon;
        let weight = |word: u16| weight_of(&lexicon.lexemes[usize::from(word)]);
        pattern::triggers_of(&whole, lexicon, &self.language.names, &weight)
            .map(|(_, triggers)| triggers)
            .filter(|triggers| triggers.len() <= UNLESS_WORDS_MAX)
            .unwrap_or_default()
    }

    fn write_words(&self, out: &mut String) {
        let lexicon = &self.language.lexicon;
        let mut meanings: BTreeMap<&str, u16> = BTreeMap::new();
        for (index, lexeme) in lexicon.lexemes.iter().enumerate().skip(1) {
            meanings.insert(lexeme, as_u16(index));
        }
        let by_name = meanings.clone();
        let mut expansions: Vec<Vec<u16>> = Vec::new();
        for (written, words) in &lexicon.expansions {
            // A word that no rule knows stands as the unknown word.
            let lexemes: Vec<u16> = words
                .iter()
                .take(4)
                .map(|word| by_name.get(word.as_str()).copied().unwrap_or(0))
                .collect();
            if let [lexeme] = lexemes[..] {
                if lexeme != 0 {
                    meanings.insert(written, lexeme);
                }
                continue;
            }
            let index =
                expansions.iter().position(|known| *known == lexemes).unwrap_or_else(|| {
                    expansions.push(lexemes);
                    expansions.len() - 1
                });
            meanings.insert(written, as_u16(lexicon.lexemes.len() + index));
        }
        let spellings: String = meanings.keys().copied().collect();
        let mut ends = Vec::new();
        for spelling in meanings.keys() {
            ends.push(as_u16(
                ends.last().map_or(0, |end: &u16| usize::from(*end)) + spelling.len(),
            ));
        }
        write_line(out, &format!("static SPELLINGS: &str = {spellings:?};"));
        put(out, "SPELLING_ENDS", "u16", ends.iter());
        put(out, "SPELLING_MEANS", "u16", meanings.values());
        let size = (meanings.len() * 3 / 2).next_power_of_two();
        let mut slots = vec![0_u16; size];
        for (index, spelling) in meanings.keys().enumerate() {
            let mut slot = hashing::hash_of(spelling.as_bytes()) as usize & (size - 1);
            while slots[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            slots[slot] = as_u16(index + 1);
        }
        put(out, "SLOTS", "u16", slots.iter());
        let mut skeletons = BTreeMap::new();
        for word in &lexicon.easily_misspelt {
            if let Some(lexeme) = by_name.get(word.as_str()) {
                skeletons.insert(hashing::skeleton_of(word.as_bytes()), *lexeme);
            }
        }
        let skeletons: Vec<_> = skeletons.into_iter().collect();
        write_line(
            out,
            &format!("static SKELETONS: [(u32, u16); {}] = {skeletons:?};", skeletons.len()),
        );
        let lemmas = (0..lexicon.lexemes.len())
            .map(|index| lexicon.lemma_of.get(&as_u16(index)).copied().unwrap_or(0));
        put(out, "LEMMAS", "u16", lemmas);
        self.write_sets(out);
        let expansions: Vec<String> =
            expansions.iter().map(|words| format!("&{words:?}")).collect();
        let count = expansions.len();
        write_line(
            out,
            &format!("static EXPANSIONS: [&[u16]; {count}] = [{}];", expansions.join(",")),
        );
        write_line(
            out,
            &format!("const POSSESSIVE: u16 = {};", by_name.get("'s").copied().unwrap_or(0)),
        );
    }

    fn write_sets(&self, out: &mut String) {
        let lexicon = &self.language.lexicon;
        assert!(lexicon.classes.len() <= 256, "a class set has room for 256 classes");
        let mut of_lexeme = vec![[0_u64; 4]; lexicon.lexemes.len()];
        for (class, (_, members)) in lexicon.classes.iter().enumerate() {
            for member in members {
                of_lexeme[usize::from(*member)][class / 64] |= 1 << (class % 64);
            }
        }
        let mut sets: Vec<[u64; 4]> = vec![[0; 4]];
        let indexes: Vec<usize> = of_lexeme
            .iter()
            .map(|set| {
                sets.iter().position(|known| known == set).unwrap_or_else(|| {
                    sets.push(*set);
                    sets.len() - 1
                })
            })
            .collect();
        put(out, "CLASS_SETS", "u16", indexes.iter());
        write_line(out, &format!("static SETS: [[u64; 4]; {}] = {sets:?};", sets.len()));
    }

    fn write_triggers(&self, out: &mut String) {
        let lexicon = &self.language.lexicon;
        let weight = |word: u16| weight_of(&lexicon.lexemes[usize::from(word)]);
        // Patterns with the same words in the same places share one group of postings.
        let mut groups: BTreeMap<BTreeSet<u16>, Vec<(usize, usize, usize)>> = BTreeMap::new();
        for (index, (parsed, owner)) in self.language.patterns.iter().enumerate() {
            if matches!(owner, Owner::Unless) {
                continue;
            }
            let whole = [&parsed.before[..], &parsed.span, &parsed.after].concat();
            let Some((_, triggers)) =
                pattern::triggers_of(&whole, lexicon, &self.language.names, &weight)
            else {
                continue;
            };
            for ((low, high), words) in by_place(triggers) {
                groups.entry(words).or_default().push((index, low, high));
            }
        }
        let mut of_lexeme: Vec<Vec<u16>> = vec![Vec::new(); lexicon.lexemes.len()];
        let mut group_ends = Vec::new();
        let mut postings = Vec::new();
        for (group, (words, members)) in groups.iter().enumerate() {
            for word in words {
                of_lexeme[usize::from(*word)].push(as_u16(group));
            }
            postings.extend(members.iter().map(|(index, low, high)| {
                format!("Posting {{ pattern: {index}, lo: {low}, hi: {high} }}")
            }));
            group_ends.push(postings.len());
        }
        let mut ends = Vec::new();
        let mut lexeme_groups: Vec<u16> = Vec::new();
        for groups in &of_lexeme {
            lexeme_groups.extend(groups);
            ends.push(lexeme_groups.len());
        }
        put(out, "LEXEME_GROUP_ENDS", "u16", ends.iter());
        put(out, "LEXEME_GROUPS", "u16", lexeme_groups.iter());
        put(out, "GROUP_ENDS", "u16", group_ends.iter());
        put(out, "POSTINGS", "Posting", postings.iter());
    }

    fn write_rules(&self, out: &mut String) {
        let rules: Vec<String> = self
            .language
            .rules
            .iter()
            .map(|rule| {
                let says = match rule.finding {
                    Some(index) => format!("Says::Finding(FindingId::{})", camel(FINDINGS[index])),
                    None => format!("Says::Fact({})", rule.fact),
                };
                format!(
                    "Rule {{ name: {:?}, says: {says}, severity: Severity::{}, note: {}, guards: {}, forms: {}, unless: \
                     &{:?}, unless_near: {}, only_near: {} }}",
                    rule.name,
                    rule.severity,
                    rule.note,
                    rule.guards,
                    rule.forms,
                    rule.unless,
                    rule.unless_near,
                    rule.only_near
                )
            })
            .collect();
        write_line(
            out,
            &format!("static RULES: [Rule; {}] = [{}];", rules.len(), rules.join(", ")),
        );
    }

    fn write_advice(&self, out: &mut String) {
        let advice: Vec<String> = FINDINGS
            .iter()
            .map(|name| match self.language.words.get(*name) {
                None => "None".to_owned(),
                Some(words) => {
                    let sources: Vec<String> = words
                        .sources
                        .iter()
                        .filter_map(|source| self.language.sources.get(source))
                        .map(|citation| format!("Source {{ citation: {citation:?} }}"))
                        .collect();
                    format!(
                        "Some(Advice {{ title: {:?}, explanation: {:?}, question: {:?}, sources: &[{}] }})",
                        words.title,
                        words.explanation,
                        words.question,
                        sources.join(", ")
                    )
                }
            })
            .collect();
        write_line(
            out,
            &format!("pub(crate) static ADVICE: [Option<Advice>; 22] = [{}];", advice.join(", ")),
        );
    }
}

fn by_place(triggers: Triggers) -> BTreeMap<(usize, usize), BTreeSet<u16>> {
    let mut places: BTreeMap<(usize, usize), BTreeSet<u16>> = BTreeMap::new();
    for (word, place) in triggers {
        places.entry(place).or_default().insert(word);
    }
    places
}

fn camel(name: &str) -> String {
    name.split('_').map(|part| part[..1].to_uppercase() + &part[1..]).collect()
}

fn as_u16(number: usize) -> u16 {
    u16::try_from(number).expect("the tables of one language stay below 65,536 entries each")
}

/// Lists of words that are stored once, with the number of the phrase class that each has become.
type Shared = BTreeMap<Vec<u16>, u16>;

fn encode(nodes: &[Node], shared: &Shared) -> Vec<u16> {
    let mut code = Vec::new();
    for node in nodes {
        match node {
            Node::Word(word) => code.push(unit(0, *word)),
            Node::Lemma(lemma) => code.push(unit(1, *lemma)),
            Node::Class(class) => code.push(unit(2, *class)),
            Node::Phrases(phrases) => code.push(unit(3, *phrases)),
            Node::Gap { words, over_joints } => {
                code.push(unit(4, words | if *over_joints { 0x40 } else { 0 }))
            }
            Node::Alt(branches) => {
                code.push(unit(5, as_u16(branches.len())));
                for branch in branches {
                    let body = encode(branch, shared);
                    code.push(as_u16(body.len()));
                    code.extend(body);
                }
            }
            Node::Opt(body) => sized(&mut code, 6, body, shared),
            Node::Not(body) => sized(&mut code, 7, body, shared),
            Node::Any => code.push(unit(8, 0)),
            Node::Start => code.push(unit(9, 0)),
            Node::End => code.push(unit(10, 0)),
            Node::Comma => code.push(unit(11, 0)),
            Node::Suffix(kind) => code.push(unit(12, *kind)),
            Node::OneOf(nodes) => {
                let list = encode_list(nodes);
                match shared.get(&list) {
                    Some(number) => code.push(unit(3, *number)),
                    None => code.extend(list),
                }
            }
        }
    }
    code
}

fn sized(code: &mut Vec<u16>, operation: u16, body: &[Node], shared: &Shared) {
    let body = encode(body, shared);
    code.push(unit(operation, as_u16(body.len())));
    code.extend(body);
}

/// One word of several, in the order of their units, for the engine's binary search.
fn encode_list(nodes: &[Node]) -> Vec<u16> {
    let mut tests = encode(nodes, &Shared::new());
    tests.sort_unstable();
    tests.dedup();
    tests.insert(0, unit(13, as_u16(tests.len())));
    tests
}

/// Counts the lists of words in `nodes`.
fn count_lists(nodes: &[Node], counts: &mut BTreeMap<Vec<u16>, usize>) {
    for node in nodes {
        match node {
            Node::OneOf(nodes) => *counts.entry(encode_list(nodes)).or_default() += 1,
            Node::Alt(branches) => {
                branches.iter().for_each(|branch| count_lists(branch, counts));
            }
            Node::Opt(body) | Node::Not(body) => count_lists(body, counts),
            _ => {}
        }
    }
}

fn unit(operation: u16, argument: u16) -> u16 {
    assert!(argument < 1 << 12, "an argument of a pattern stays below 4,096");
    operation << 12 | argument
}
