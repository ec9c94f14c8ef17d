//! The features of a sentence: its words, pairs of words, beginnings of words, frames, and what patterns found in it.

use alloc::vec::Vec;

use super::{Clause, Sum};
use crate::{
    draft::PatternHit,
    finding::Form,
    frames,
    hashing::stir,
    tokens::{Token, mark},
};

/// Frames in which a word is not the writer's own statement, as the rules for underlines have it.
const NOT_OWN: u32 = frames::QUOTED
    | frames::REPORTED_OTHER
    | frames::REPORTED_SELF
    | frames::MENTION
    | frames::NEGATED << 1
    | frames::EVERYDAY;
/// Of these, those in which the words that lead to it say the same as if they were meant: "it is not true that".
const LED_TO: u32 = frames::NEGATED << 1;
/// A clause begins with a joining word or a comma when a subject stands among so many words from there.
const SUBJECT_WITHIN: usize = 3;
const SUBJECT: u16 = mark::FIRST | mark::SECOND | mark::THIRD;

/// What kind of feature it is; part of its key.
#[derive(Clone, Copy)]
#[repr(u32)]
enum Kind {
    Word = 0x1000_0000,
    Beginning = 0x2000_0000,
    Pair = 0x3000_0000,
    First = 0x5000_0000,
    Last = 0x6000_0000,
    Frame = 0x7000_0000,
    Length = 0x8000_0000,
    People = 0x9000_0000,
    Form = 0xa000_0000,
    Hit = 0xb000_0000,
    Flag = 0xc000_0000,
}

/// Where not all words are the writer's own statement and fewer than this are, these only lead to the others.
const OWN_LEAST: u32 = 5;
/// The key of the feature that the sentence is mostly quoted, or says nothing of the writer's own.
pub(super) const SILENT_KEY: u32 = 0;

fn key(kind: Kind, one: u32, other: u32) -> u32 {
    stir((one.rotate_left(7) ^ other).wrapping_mul(0x9e37_79b1) ^ kind as u32)
}

/// Whether the word is read at all: what stands in quotation marks is somebody's words at another time.
fn is_read(token: &Token) -> bool {
    token.frames & frames::QUOTED == 0
}

/// Whether a part of the sentence with a subject of its own begins with the word at `at`.
fn begins_clause(tokens: &[Token], at: usize) -> bool {
    let marks = tokens[at].marks;
    let subject_near =
        || tokens[at..].iter().take(SUBJECT_WITHIN).any(|token| token.marks & SUBJECT != 0);
    marks & mark::HARD != 0 || (marks & (mark::COMMA | mark::JOINT) != 0 && subject_near())
}

/// A bit for each word that is the writer's own statement. Words that lead to what is not ("it is not true that") say
/// nothing of their own either.
fn own_words(tokens: &[Token]) -> u64 {
    let mut own = 0;
    let mut leads = false;
    for (at, token) in tokens.iter().enumerate().rev() {
        let is_own = token.frames & NOT_OWN == 0 && !leads;
        own |= u64::from(is_own) << at;
        leads = (leads || token.frames & LED_TO != 0) && !begins_clause(tokens, at);
    }
    own
}

/// Parts of the sentence with a subject of their own that hold words which are read.
pub(super) fn clauses(tokens: &[Token], clauses: &mut Vec<Clause>) {
    let mut open = false;
    for (at, token) in tokens.iter().enumerate() {
        if !is_read(token) {
            open = false;
        } else if let Some(last) = clauses.last_mut().filter(|_| open && !begins_clause(tokens, at))
        {
            last.end = token.end;
        } else {
            clauses.push(Clause { start: token.start, end: token.end, sum: Sum::default() });
            open = true;
        }
    }
}

/// Tells `feature` of every feature: the word with which it ends unless it is of the whole sentence, its key, and
/// whether all of it is the writer's own statement.
pub(crate) fn visit(
    tokens: &[Token],
    question: bool,
    form: Form,
    hits: &[PatternHit],
    mut feature: impl FnMut(Option<usize>, u32, bool),
) {
    let own_words = own_words(tokens);
    let own = |at: usize| own_words >> at & 1 == 1;
    let mut all_frames = 0;
    let mut people = 0;
    let mut marks = 0;
    for (at, token) in tokens.iter().enumerate() {
        all_frames |= token.frames;
        if !is_read(token) {
            continue;
        }
        let is_own = own(at);
        if is_own {
            marks |= token.marks;
            people |= u32::from(token.marks & (mark::FIRST | mark::SECOND));
        }
        feature(Some(at), key(Kind::Word, token.keys.word, 0), is_own);
        if token.keys.beginning != 0 {
            feature(Some(at), key(Kind::Beginning, token.keys.beginning, 0), is_own);
        }
        match at.checked_sub(1).map(|before| &tokens[before]) {
            Some(before) if is_read(before) => {
                let pair = key(Kind::Pair, before.keys.word, token.keys.word);
                feature(Some(at), pair, is_own && own(at - 1));
            }
            Some(_) => {}
            None => feature(Some(at), key(Kind::First, token.keys.word, 0), is_own),
        }
        if at + 1 == tokens.len() {
            feature(Some(at), key(Kind::Last, token.keys.word, 0), is_own);
        }
    }
    let quoted = tokens.iter().filter(|token| !is_read(token)).count();
    let own_count = own_words.count_ones();
    let led = (own_count as usize) < tokens.len() && own_count < OWN_LEAST;
    if led || quoted * 2 > tokens.len() {
        feature(None, SILENT_KEY, true);
    }
    for bit in (0..16).filter(|bit| all_frames >> bit & 1 == 1) {
        feature(None, key(Kind::Frame, bit, 0), true);
    }
    // A sentence has fewer than 64 words.
    feature(None, key(Kind::Length, (tokens.len() / 4).min(6) as u32, 0), true);
    feature(None, key(Kind::People, people, 0), true);
    feature(None, key(Kind::Form, form as u32, 0), true);
    for (flag, holds) in
        [question, marks & mark::NEGATOR != 0, marks & mark::NUMBER != 0].into_iter().enumerate()
    {
        if holds {
            feature(None, key(Kind::Flag, flag as u32, 0), true);
        }
    }
    visit_hits(hits, |key| feature(None, key, true));
}

/// Tells `feature` the key of every feature that says what patterns found.
pub(crate) fn visit_hits(hits: &[PatternHit], mut feature: impl FnMut(u32)) {
    for hit in hits {
        feature(key(Kind::Hit, hit.id as u32, u32::from(hit.strong)));
    }
}
