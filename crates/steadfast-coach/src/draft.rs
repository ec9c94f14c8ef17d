//! A draft that is being written: remembers each sentence's findings and looks again only at what a keystroke touched.

use alloc::{string::String, vec::Vec};

use crate::{
    document::{self, SentenceHit},
    english::TABLES,
    finding::{Finding, FindingId, Form, Role},
    frames::{self, Guard},
    matcher::{Hit, Places},
    sentence::{self, State},
    tables::{FRAME, Rule},
    tokens::Token,
    weigher::{self, Surroundings, Table, Weighed},
};

/// How far beyond its end reading a sentence may look: an apostrophe and the character after it.
const LOOKAHEAD_BYTES: usize = 8;

/// Looks at the whole of `text` once.
#[must_use]
pub fn check(text: &str, role: Role, form: Form) -> Vec<Finding> {
    let mut draft = Draft::new(role, form);
    draft.set_text(text);
    draft.findings
}

/// What the patterns alone find, with one guard switched off: shows that a rule's `no` line needs the guard that the rule
/// declares.
#[doc(hidden)]
#[must_use]
pub fn check_without(text: &str, role: Role, form: Form, guard: Guard) -> Vec<Finding> {
    let mut draft = Draft::new(role, form);
    draft.guards = !guard.bits();
    draft.set_text(text);
    draft.by_patterns_alone()
}

/// What the patterns alone find: what a rule is tested by.
#[doc(hidden)]
#[must_use]
pub fn check_patterns(text: &str, role: Role, form: Form) -> Vec<Finding> {
    let mut draft = Draft::new(role, form);
    draft.set_text(text);
    draft.by_patterns_alone()
}

/// As [`check`], with another table of weights: for whoever learns one.
#[doc(hidden)]
#[must_use]
pub fn check_with(table: &'static [u8], text: &str, role: Role, form: Form) -> Vec<Finding> {
    let mut draft = Draft::new(role, form);
    draft.table = Table(table);
    draft.set_text(text);
    draft.findings
}

/// Every hit of every pattern of a rule, also where another finding takes its place: for whoever decides which patterns
/// are kept.
#[doc(hidden)]
#[must_use]
pub fn every_hit(text: &str, role: Role, form: Form) -> Vec<Finding> {
    let mut draft = Draft::new(role, form);
    draft.set_text(text);
    let mut hits = Vec::new();
    document::every_hit(&TABLES, &draft.sentences, form, &mut hits);
    hits
}

/// A sentence as the learner sees it.
#[doc(hidden)]
#[derive(Debug)]
pub struct Example {
    /// Byte offset of its first word in the text.
    pub start: usize,
    /// Byte offset after its last word.
    pub end: usize,
    /// The keys of its features, and whether each is the writer's own statement.
    pub features: Vec<(u32, bool)>,
    /// The keys of the features that say what patterns found.
    pub by_patterns: Vec<u32>,
}

/// A hash of texts, by which the table of weights knows whether it was learned from these.
#[doc(hidden)]
pub fn learned_from<'a>(texts: impl Iterator<Item = &'a str>) -> u64 {
    texts.flat_map(|text| text.bytes().chain([0])).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// What the weigher makes of a sentence, for the learner.
#[doc(hidden)]
#[derive(Debug)]
pub struct Weighing {
    /// Byte offset of its first word in the text.
    pub start: usize,
    /// Byte offset after its last word.
    pub end: usize,
    /// The weight of its words for anything that hurts.
    pub harm: i16,
    /// What stands around it.
    pub around: Vec<i32>,
    /// How likely each head is with what stands around it.
    pub chances: Vec<u32>,
    /// Which findings a pattern found in it.
    pub by_patterns: Vec<FindingId>,
}

/// What the weigher makes of each sentence of `text` with another table of weights.
#[doc(hidden)]
#[must_use]
pub fn weighings(table: &'static [u8], text: &str, form: Form) -> Vec<Weighing> {
    let mut draft = Draft::new(Role::Involved, form);
    draft.table = Table(table);
    draft.set_text(text);
    let all = Surroundings::of(draft.sentences.iter().filter_map(|it| it.weighed.as_ref()));
    let weighed = |at: usize| draft.sentences.get(at).and_then(|it| it.weighed.as_ref());
    let mut out = Vec::new();
    let mut start = 0;
    let mut hits = Vec::new();
    for (at, sentence) in draft.sentences.iter().enumerate() {
        if let Some(this) = &sentence.weighed
            && let (Some(first), Some(last)) = (this.clauses.first(), this.clauses.last())
        {
            let before = at.checked_sub(1).and_then(weighed);
            let around = all.around(before, this, weighed(at + 1));
            collect(&sentence.hits, &mut hits);
            out.push(Weighing {
                start: start + first.start as usize,
                end: start + last.end as usize,
                harm: this.scores[weigher::HARM],
                around: around.to_vec(),
                chances: weigher::settle(draft.table, this, around).to_vec(),
                by_patterns: hits.iter().map(|hit| hit.id).collect(),
            });
        }
        start += sentence.bytes;
    }
    out
}

/// The sentences of `text` that hold words of the writer, with the keys of their features.
#[doc(hidden)]
#[must_use]
pub fn examples(text: &str, form: Form) -> Vec<Example> {
    let mut draft = Draft::new(Role::Involved, form);
    let mut examples = Vec::new();
    let (mut at, mut state) = (0, State::default());
    while at < text.len() {
        let sentence = draft.read(text, at, state);
        if let (Some(first), Some(last), Some(_)) =
            (draft.scratch.tokens.first(), draft.scratch.tokens.last(), &sentence.weighed)
        {
            let Scratch { tokens, pattern_hits, .. } = &draft.scratch;
            let mut example = Example {
                start: at + first.start as usize,
                end: at + last.end as usize,
                features: Vec::new(),
                by_patterns: Vec::new(),
            };
            weigher::visit(tokens, sentence.question, form, &[], |_, key, own| {
                example.features.push((key, own));
            });
            weigher::visit_hits(pattern_hits, |key| example.by_patterns.push(key));
            examples.push(example);
        }
        at += sentence.bytes;
        state = sentence.state_after;
    }
    examples
}

/// A text and what the coach finds in it, kept from one keystroke to the next.
#[derive(Debug)]
pub struct Draft {
    role: Role,
    form: Form,
    guards: u32,
    table: Table<'static>,
    text: String,
    sentences: Vec<Sentence>,
    findings: Vec<Finding>,
    scratch: Scratch,
}

/// Buffers that are used again for every sentence.
#[derive(Debug, Default)]
struct Scratch {
    tokens: Vec<Token>,
    places: Places,
    hits: Vec<Hit>,
    pattern_hits: Vec<PatternHit>,
}

/// A sentence and the white space after it.
#[derive(Debug)]
pub(crate) struct Sentence {
    pub(crate) bytes: usize,
    state_before: State,
    state_after: State,
    pub(crate) hits: Vec<SentenceHit>,
    question: bool,
    /// What it weighs; nothing when none of its words are the writer's own.
    pub(crate) weighed: Option<Weighed>,
}

/// That a pattern found something in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PatternHit {
    pub(crate) id: FindingId,
    /// It is not one of the rule's weak patterns.
    pub(crate) strong: bool,
}

impl Draft {
    /// An empty draft.
    #[must_use]
    pub fn new(role: Role, form: Form) -> Self {
        Draft {
            role,
            form,
            guards: u32::MAX,
            table: weigher::ENGLISH,
            text: String::new(),
            sentences: Vec::new(),
            findings: Vec::new(),
            scratch: Scratch::default(),
        }
    }

    /// The text as last set.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is found in the text as last set, in the order of the text.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Replaces the text by `text`, looks again at the sentences that differ, and returns all findings. They are the
    /// same as those of [`check`] on `text`.
    pub fn set_text(&mut self, text: &str) -> &[Finding] {
        let same_before = common_prefix(self.text.as_bytes(), text.as_bytes());
        let same_after =
            common_suffix(&self.text.as_bytes()[same_before..], &text.as_bytes()[same_before..]);
        let (kept, mut at) = self.sentences_before(same_before);
        let rest = self.sentences.split_off(kept);
        let mut old = rest.into_iter();
        let mut old_start = at;
        let mut waiting = old.next();
        let mut state = self.sentences.last().map_or(State::default(), |last| last.state_after);
        while at < text.len() {
            // Everything from here on stands unchanged, only moved, and is read in the same state.
            while let Some(sentence) = &waiting
                && self.text.len() - old_start > text.len() - at
            {
                old_start += sentence.bytes;
                waiting = old.next();
            }
            if let Some(sentence) = &waiting
                && text.len() - at <= same_after
                && self.text.len() - old_start == text.len() - at
                && sentence.state_before == state
            {
                self.sentences.extend(waiting.take());
                self.sentences.extend(old);
                break;
            }
            let sentence = self.read(text, at, state);
            at += sentence.bytes;
            state = sentence.state_after;
            self.sentences.push(sentence);
        }
        self.text.clear();
        self.text.push_str(text);
        self.findings.clear();
        let Draft { table, sentences, role, form, findings, .. } = self;
        document::pass(&TABLES, *table, sentences, *role, *form, findings);
        &self.findings
    }

    fn by_patterns_alone(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        document::patterns_alone(&TABLES, &self.sentences, self.form, &mut findings);
        findings
    }

    /// How many sentences end, with what reading them looked at, before byte `same_before`; and where they end.
    fn sentences_before(&self, same_before: usize) -> (usize, usize) {
        let mut end = 0;
        for (index, sentence) in self.sentences.iter().enumerate() {
            if end + sentence.bytes + LOOKAHEAD_BYTES > same_before {
                return (index, end);
            }
            end += sentence.bytes;
        }
        (self.sentences.len(), end)
    }

    fn read(&mut self, text: &str, start: usize, state: State) -> Sentence {
        let Scratch { tokens, places, hits, pattern_hits } = &mut self.scratch;
        let scanned = sentence::scan(&TABLES, text, start, state, tokens);
        places.read(&TABLES, tokens);
        places.find(&TABLES, hits);
        frames::lay(&TABLES, tokens, hits, scanned.question);
        let mut found = Vec::new();
        for hit in hits.iter() {
            let owner = TABLES.owners[hit.pattern as usize];
            if owner >= FRAME {
                continue;
            }
            let rule = &TABLES.rules[owner as usize];
            if !speaks(rule, self.role, self.form)
                || frames::of(tokens, hit.start as usize, hit.end as usize)
                    & rule.guards
                    & self.guards
                    != 0
            {
                continue;
            }
            let sentence_hit = SentenceHit {
                rule: owner,
                pattern: hit.pattern - rule.first,
                start: tokens[hit.start as usize].start,
                end: tokens[hit.end as usize - 1].end,
            };
            if !found.contains(&sentence_hit) {
                found.push(sentence_hit);
            }
        }
        collect(&found, pattern_hits);
        Sentence {
            bytes: scanned.end - start,
            state_before: state,
            state_after: scanned.state,
            weighed: weigher::weigh(self.table, tokens, scanned.question, self.form, pattern_hits),
            question: scanned.question,
            hits: found,
        }
    }
}

/// Which findings the hits are of, each once.
fn collect(found: &[SentenceHit], hits: &mut Vec<PatternHit>) {
    hits.clear();
    for hit in found {
        let rule = &TABLES.rules[hit.rule as usize];
        let hit = PatternHit { id: rule.finding, strong: hit.pattern < rule.strong };
        if !hits.contains(&hit) {
            hits.push(hit);
        }
    }
}

fn speaks(rule: &Rule, role: Role, form: Form) -> bool {
    let for_role = match role {
        Role::Involved => true,
        Role::Hurt => rule.finding == FindingId::SelfHarm,
    };
    for_role && rule.forms >> (form as u8) & 1 == 1
}

/// So many bytes are compared at once.
const BLOCK: usize = 16;

fn common_prefix(one: &[u8], other: &[u8]) -> usize {
    let blocks = one.as_chunks::<BLOCK>().0.iter().zip(other.as_chunks::<BLOCK>().0);
    let same = BLOCK * blocks.take_while(|(one, other)| one == other).count();
    let rest = one[same..].iter().zip(&other[same..]);
    same + rest.take_while(|(one, other)| one == other).count()
}

fn common_suffix(one: &[u8], other: &[u8]) -> usize {
    let blocks =
        one.as_rchunks::<BLOCK>().1.iter().rev().zip(other.as_rchunks::<BLOCK>().1.iter().rev());
    let same = BLOCK * blocks.take_while(|(one, other)| one == other).count();
    let rest = one.iter().rev().zip(other.iter().rev()).skip(same);
    same + rest.take_while(|(one, other)| one == other).count()
}
