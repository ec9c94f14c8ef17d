//! Writes the compiled tables as Rust source.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::Write,
};

use crate::{
    code::{self, Coder},
    compile::{ENGINE_CLASSES, FINDINGS, Language, Owner},
    hashing,
    pattern::{self, Named, Parsed, Triggers},
};

/// As in `src/lookup.rs`.
const BUCKET_BITS: u32 = 10;
const ALIAS: u8 = u8::MAX;
/// As in `src/tables.rs`.
const FRAME: usize = 1 << 15;

/// The static tables, as the contents of a Rust file.
pub(crate) fn tables(language: &Language) -> String {
    let mut emitter = Emitter { language, coder: Coder::new(&language.lexicon), code: Vec::new() };
    let mut out = String::new();
    emitter.write_triggers(&mut out);
    emitter.write_phrases(&mut out);
    emitter.write_patterns(&mut out);
    let words = Words::number(language, emitter.coder.sets().keys().flatten().copied());
    words.write(language, &mut out);
    emitter.write_sets(&words, &mut out);
    emitter.write_advice(&mut out);
    put(&mut out, "CODE", "u8", emitter.code.iter());
    let set_count = emitter.coder.sets().len();
    write_line(
        &mut out,
        &format!(
            "pub(crate) static TABLES: Tables = Tables {{ shift: {}, bucket_ends: &BUCKET_ENDS, fingerprints: \
             &FINGERPRINTS, kinds: &KINDS, aliases: &ALIASES, meant: &MEANT, meant_keys: &MEANT_KEYS, skeletons: &SKELETONS, possessive: \
             POSSESSIVE, set_count: {set_count}, lists: &LISTS, word_sets: &WORD_SETS, code: &CODE, phrases: \
             &PHRASES, patterns: &PATTERNS, owners: &OWNERS, posting_ends: &POSTING_ENDS, postings: &POSTINGS, \
             rules: &RULES, frames: &FRAMES }};",
            words.shift
        ),
    );
    out
}

/// All test lines of all rules with what they expect, for the tests and for people who write rules: an array literal.
pub(crate) fn lines(language: &Language) -> String {
    let mut out = String::from("[\n");
    for rule in &language.rules {
        for line in &rule.lines {
            let finding = FINDINGS[rule.finding];
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

fn put_debug<T: std::fmt::Debug>(out: &mut String, name: &str, of: &str, items: &[T]) {
    write_line(out, &format!("static {name}: [{of}; {}] = {items:?};", items.len()));
}

/// All spellings, numbered from 1 in the order of their hashes.
#[derive(Debug)]
struct Words<'a> {
    shift: u32,
    /// Hash, spelling and, when it stands for others, these.
    spellings: Vec<(u32, &'a str, Option<&'a [String]>)>,
    by_name: HashMap<&'a str, u16>,
    of_lexeme: Vec<u16>,
}

/// The classes that the engine asks for by name.
fn engine_classes(language: &Language) -> impl Iterator<Item = (usize, &BTreeSet<u16>)> {
    ENGINE_CLASSES.iter().enumerate().filter_map(|(bit, name)| {
        match language.names.by_name.get(*name) {
            Some(Named::Words(class)) => {
                Some((bit, &language.lexicon.classes[usize::from(*class)].1))
            }
            _ => None,
        }
    })
}

impl<'a> Words<'a> {
    /// Numbers the words that stand in sets or in a class of the engine, and what stands for one of them.
    fn number(language: &'a Language, in_sets: impl Iterator<Item = u16>) -> Self {
        let lexicon = &language.lexicon;
        let used =
            in_sets.chain(engine_classes(language).flat_map(|(_, words)| words.iter().copied()));
        let mut meanings: BTreeMap<&str, Option<&[String]>> =
            used.map(|lexeme| (lexicon.lexemes[usize::from(lexeme)].as_str(), None)).collect();
        meanings.insert("'s", None);
        for (written, words) in &lexicon.expansions {
            // What stands for a word that no rule knows need not be known either.
            let known = words.iter().any(|word| meanings.get(word.as_str()) == Some(&None));
            let itself = words.len() == 1 && words[0] == *written;
            if (known || words.len() > 1) && !itself {
                meanings.insert(written, Some(words));
            }
        }
        let mut spellings: Vec<_> = meanings
            .iter()
            .map(|(spelling, words)| (hashing::hash_of(spelling.as_bytes()), *spelling, *words))
            .collect();
        spellings.sort_unstable();
        let shift = (0..=32 - BUCKET_BITS - 16)
            .find(|shift| {
                let place = |hash: u32| (hash >> (32 - BUCKET_BITS), hash >> shift & 0xffff);
                let mut seen = BTreeSet::new();
                spellings.iter().all(|(hash, ..)| seen.insert(place(*hash)))
            })
            .expect("some part of its hash gives every spelling a place of its own");
        let by_name: HashMap<&str, u16> = spellings
            .iter()
            .enumerate()
            .map(|(index, (_, spelling, _))| (*spelling, as_u16(index + 1)))
            .collect();
        let of_lexeme = lexicon
            .lexemes
            .iter()
            .map(|lexeme| by_name.get(lexeme.as_str()).copied().unwrap_or(0))
            .collect();
        Words { shift, spellings, by_name, of_lexeme }
    }

    fn write(&self, language: &Language, out: &mut String) {
        let mut bucket_ends = vec![0; 1 << BUCKET_BITS];
        let mut kinds = vec![0_u8; self.spellings.len() + 1];
        for (bit, lexemes) in engine_classes(language) {
            for lexeme in lexemes {
                kinds[usize::from(self.of_lexeme[usize::from(*lexeme)])] |= 1 << bit;
            }
        }
        for (index, (hash, _, stands_for)) in self.spellings.iter().enumerate() {
            for end in &mut bucket_ends[(hash >> (32 - BUCKET_BITS)) as usize..] {
                *end = index + 1;
            }
            if stands_for.is_some() {
                kinds[index + 1] = ALIAS;
            }
        }
        put(out, "BUCKET_ENDS", "u16", bucket_ends.iter());
        put(
            out,
            "FINGERPRINTS",
            "u16",
            self.spellings.iter().map(|(hash, ..)| hash >> self.shift & 0xffff),
        );
        put(out, "KINDS", "u8", kinds.iter());
        let skeletons: BTreeMap<u32, u16> = language
            .lexicon
            .easily_misspelt
            .iter()
            .map(|word| (hashing::skeleton_of(word.as_bytes()), self.plain(word)))
            .filter(|(_, number)| *number != 0)
            .collect();
        put_debug(out, "SKELETONS", "(u32, u16)", &skeletons.into_iter().collect::<Vec<_>>());
        write_line(out, &format!("const POSSESSIVE: u16 = {};", self.plain("'s")));
    }

    /// The number of a word that stands for itself; 0 when no rule knows it.
    fn plain(&self, word: &str) -> u16 {
        let number = self.by_name.get(word).copied().unwrap_or(0);
        match number.checked_sub(1).map(|index| self.spellings[usize::from(index)].2) {
            Some(None) => number,
            _ => 0,
        }
    }
}

struct Emitter<'a> {
    language: &'a Language,
    coder: Coder<'a>,
    code: Vec<u8>,
}

impl Emitter<'_> {
    /// Appends to the code and says where.
    fn append(&mut self, code: &[u8]) -> usize {
        self.code.extend(code);
        self.code.len() - code.len()
    }

    fn write_phrases(&mut self, out: &mut String) {
        let mut starts = Vec::new();
        for branches in &self.language.names.phrases {
            let code = self.coder.phrases(branches);
            starts.push(self.append(&code));
        }
        put(out, "PHRASES", "u16", starts.iter());
    }

    /// For each set of words the patterns that one of them triggers, and from where.
    fn write_triggers(&mut self, out: &mut String) {
        let mut of_set: Vec<Vec<String>> = Vec::new();
        for (index, (parsed, _)) in self.language.patterns.iter().enumerate() {
            for ((low, high), words) in by_place(self.triggers(parsed)) {
                let set = self.coder.set(words);
                of_set.resize(of_set.len().max(set + 1), Vec::new());
                of_set[set].push(format!("Posting {{ pattern: {index}, lo: {low}, hi: {high} }}"));
            }
        }
        let ends = of_set.iter().scan(0, |end, postings| {
            *end += postings.len();
            Some(*end)
        });
        put(out, "POSTING_ENDS", "u16", ends.collect::<Vec<_>>().iter());
        put(out, "POSTINGS", "Posting", of_set.concat().iter());
    }

    /// Patterns, and whose they are.
    fn write_patterns(&mut self, out: &mut String) {
        let mut starts = Vec::new();
        let mut owners = Vec::new();
        let mut first_of_rule = vec![0; self.language.rules.len()];
        for (parsed, owner) in &self.language.patterns {
            let code = self.coder.pattern(parsed);
            let at = self.append(&code);
            let owner = match owner {
                Owner::Rule(rule) => *rule,
                Owner::Frame(frame) => FRAME + *frame,
            };
            if owners.last() != Some(&owner) && owner < FRAME {
                first_of_rule[owner] = starts.len();
            }
            starts.push(at);
            owners.push(owner);
        }
        put(out, "PATTERNS", "u16", starts.iter());
        put(out, "OWNERS", "u16", owners.iter());
        self.write_rules(&first_of_rule, out);
    }

    /// The words of which one must stand in a sentence for the pattern to match, and where.
    fn triggers(&self, parsed: &Parsed) -> Triggers {
        let whole = [&parsed.before[..], &parsed.span, &parsed.after].concat();
        let lexicon = &self.language.lexicon;
        let weight = |word: u16| lexicon.frequency_of(word);
        pattern::triggers_of(&whole, lexicon, &self.language.names, &weight)
            .map(|(_, triggers)| triggers)
            .unwrap_or_default()
    }

    fn write_rules(&self, first_of_rule: &[usize], out: &mut String) {
        let mut rules: Vec<String> = Vec::new();
        for (rule, first) in self.language.rules.iter().zip(first_of_rule) {
            rules.push(format!(
                "Rule {{ name: {:?}, finding: FindingId::{}, first: {first}, strong: {}, guards: {}, forms: {} }}",
                rule.name,
                camel(FINDINGS[rule.finding]),
                rule.strong,
                rule.guards,
                rule.forms,
            ));
        }
        put(out, "RULES", "Rule", rules.iter());
        let frames = self
            .language
            .frames
            .iter()
            .map(|(bit, backwards)| format!("Frame {{ bit: {bit}, backwards: {backwards} }}"));
        put(out, "FRAMES", "Frame", frames);
    }

    /// For each word the sets that it is in, or the words for which it stands.
    fn write_sets(&self, words: &Words<'_>, out: &mut String) {
        let mut of_word: Vec<Vec<usize>> = vec![Vec::new(); words.spellings.len() + 1];
        for (members, number) in self.coder.sets() {
            for word in members {
                of_word[usize::from(words.of_lexeme[usize::from(*word)])].push(*number);
            }
        }
        // The word that no rule knows is in no set.
        of_word[0].clear();
        of_word.iter_mut().for_each(|sets| sets.sort_unstable());
        let mut bytes: Vec<u8> = Vec::new();
        let mut places = BTreeMap::new();
        let mut starts = Vec::new();
        for sets in of_word {
            let start = *places.entry(sets).or_insert_with_key(|sets| {
                let start = bytes.len();
                let mut next = 0;
                for set in sets {
                    // 0 ends the list.
                    code::put_length(&mut bytes, set + 1 - next);
                    next = *set + 1;
                }
                bytes.push(0);
                start
            });
            starts.push(as_u16(start));
        }
        let mut meant: Vec<&str> = Vec::new();
        let mut lists: Vec<u16> = Vec::new();
        let mut places = BTreeMap::new();
        let spellings = words.spellings.iter().zip(&mut starts[1..]);
        for (stands_for, start) in
            spellings.filter_map(|((_, _, stands_for), start)| Some((stands_for.as_ref()?, start)))
        {
            *start = *places.entry(stands_for).or_insert_with(|| {
                let start = lists.len();
                for word in stands_for.iter().take(4) {
                    let known = meant.iter().position(|known| known == word);
                    if known.is_none() {
                        meant.push(word);
                    }
                    let number = known.unwrap_or(meant.len() - 1) + 1;
                    lists.push(as_u16(number));
                }
                lists.push(0);
                as_u16(start)
            });
        }
        put(out, "ALIASES", "u16", lists.iter());
        put(out, "MEANT", "u16", meant.iter().map(|word| words.plain(word)));
        let keys = meant.iter().map(|word| hashing::hash_of(word.as_bytes()));
        put(out, "MEANT_KEYS", "u32", keys);
        put(out, "LISTS", "u16", starts.iter());
        put(out, "WORD_SETS", "u8", bytes.iter());
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
