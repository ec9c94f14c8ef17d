//! A draft that is being written: remembers each sentence's findings and looks again only at what a keystroke touched.

use alloc::{string::String, vec::Vec};

use crate::{
    document::{self, SentenceHit},
    english::TABLES,
    finding::{Finding, FindingId, Form, Role},
    frames::{self, Guard},
    matcher::{Hit, Places},
    sentence::{self, State},
    tables::{FRAME, Rule, Says},
    tokens::Token,
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

/// As [`check`], with one guard switched off: shows that a rule's `no` line needs the guard that the rule declares.
#[doc(hidden)]
#[must_use]
pub fn check_without(text: &str, role: Role, form: Form, guard: Guard) -> Vec<Finding> {
    let mut draft = Draft::new(role, form);
    draft.guards = !guard.bits();
    draft.set_text(text);
    draft.findings
}

/// Every hit of every pattern of a rule, also where another finding takes its place: for whoever decides which patterns
/// are weak.
#[doc(hidden)]
#[must_use]
pub fn every_hit(text: &str, role: Role, form: Form) -> Vec<Finding> {
    let mut draft = Draft::new(role, form);
    draft.set_text(text);
    let mut hits = Vec::new();
    let sentences =
        draft.sentences.iter().map(|sentence| (sentence.bytes, sentence.hits.as_slice()));
    document::every_hit(&TABLES, sentences, form, &mut hits);
    hits
}

/// A text and what the coach finds in it, kept from one keystroke to the next.
#[derive(Debug)]
pub struct Draft {
    role: Role,
    form: Form,
    guards: u32,
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
    /// Rules that spoke in the sentence at hand, and whether one of their own patterns silences them there.
    silenced: Vec<(u16, bool)>,
}

/// A sentence and the white space after it.
#[derive(Debug)]
struct Sentence {
    bytes: usize,
    state_before: State,
    state_after: State,
    hits: Vec<SentenceHit>,
}

impl Draft {
    /// An empty draft.
    #[must_use]
    pub fn new(role: Role, form: Form) -> Self {
        Draft {
            role,
            form,
            guards: u32::MAX,
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
        let sentences =
            self.sentences.iter().map(|sentence| (sentence.bytes, sentence.hits.as_slice()));
        document::pass(&TABLES, sentences, self.form, &mut self.findings);
        &self.findings
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
        let Scratch { tokens, places, hits, silenced } = &mut self.scratch;
        let scanned = sentence::scan(&TABLES, text, start, state, tokens);
        places.read(&TABLES, tokens);
        places.find(&TABLES, hits);
        frames::lay(&TABLES, tokens, hits, scanned.question);
        let mut found = Vec::new();
        silenced.clear();
        // In the order of the rules, whatever the order in which their patterns were tried.
        hits.sort_unstable_by_key(|hit| (hit.pattern, hit.start));
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
            let is_silenced = match silenced.iter().find(|(of, _)| *of == owner) {
                Some((_, is_silenced)) => *is_silenced,
                None => {
                    let (first, count) = rule.unless;
                    let is_silenced = TABLES.unless[first as usize..][..count as usize]
                        .iter()
                        .any(|code| places.occurs(&TABLES, *code));
                    silenced.push((owner, is_silenced));
                    is_silenced
                }
            };
            if is_silenced {
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
        Sentence {
            bytes: scanned.end - start,
            state_before: state,
            state_after: scanned.state,
            hits: found,
        }
    }
}

fn speaks(rule: &Rule, role: Role, form: Form) -> bool {
    let for_role = match role {
        Role::Involved => true,
        Role::Hurt => matches!(rule.says, Says::Finding(FindingId::SelfHarm)),
    };
    for_role && rule.forms >> (form as u8) & 1 == 1
}

fn common_prefix(one: &[u8], other: &[u8]) -> usize {
    one.iter().zip(other).take_while(|(one, other)| one == other).count()
}

fn common_suffix(one: &[u8], other: &[u8]) -> usize {
    one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count()
}
