//! Weighs whole sentences by what was learned from marked passages: the features of the words have a few numbers each,
//! and two small networks turn the sums of these into how likely each finding is.

mod features;
mod network;
mod sum;
mod surroundings;
mod table;

use alloc::vec::Vec;

use self::sum::Sum;
pub(crate) use self::{
    features::{visit, visit_hits},
    surroundings::{Surroundings, settle},
    table::Table,
};
pub use self::{
    surroundings::WEIGHTS as SURROUNDING_WEIGHTS,
    table::{
        BUCKET_BITS, EXCESS, GROUP_BUCKETS, KEY_BITS, OWN_HEADS, OWN_NUMBERS, READ_HEADS,
        READ_NUMBERS,
    },
};
use crate::{
    draft::PatternHit,
    finding::{FindingId, Form},
    tokens::Token,
};

/// What is weighed: that anything hurts, which of the underlines it is, each component, the request for forgiveness and
/// self-harm. A finding's head is its discriminant plus one.
pub const HEADS: usize = 23;
/// The head that says that anything hurts.
pub(crate) const HARM: usize = 0;
/// How many findings underline; their heads follow the one that says that anything hurts.
pub const UNDERLINES: usize = 12;
/// Scores count in parts of a natural logarithm of odds.
pub const UNIT: i32 = 32;
/// How many hidden units each network has.
pub const HIDDEN: usize = 16;
/// The weight for harm of a sentence that is not the writer's own statement; no other weighs as little.
pub const SILENT: i16 = -20_000;
/// One, as a chance.
pub(crate) const CERTAIN: u32 = 1 << 16;

/// The weights for English, as they were learned.
pub(crate) const ENGLISH: Table<'static> = Table(include_bytes!("../learned/en.weights"));

/// The weights of one sentence, by head.
pub(crate) type Scores = [i16; HEADS];

/// A part of a sentence with a subject of its own; offsets from the sentence's first byte.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clause {
    pub(crate) start: u32,
    pub(crate) end: u32,
    sum: Sum,
}

/// What a sentence weighs, whatever stands around it.
#[derive(Debug)]
pub(crate) struct Weighed {
    pub(crate) clauses: Vec<Clause>,
    pub(crate) scores: Scores,
    /// How likely each head is, before anything around it is looked at; for the underlines, which of them if any.
    pub(crate) chances: [u32; HEADS],
}

/// Weighs the words of a sentence; `None` when it has none of the writer's own.
pub(crate) fn weigh(
    table: Table<'_>,
    tokens: &[Token],
    question: bool,
    form: Form,
    hits: &[PatternHit],
) -> Option<Weighed> {
    let mut clauses: Vec<Clause> = Vec::new();
    let mut sum = Sum::default();
    let mut silent = false;
    features::clauses(tokens, &mut clauses);
    if clauses.is_empty() {
        return None;
    }
    let mut clause = 0;
    visit(tokens, question, form, hits, |at, key, own| {
        let into = match at {
            Some(at) => {
                // Words come in their order.
                while clauses.get(clause + 1).is_some_and(|next| next.start <= tokens[at].start) {
                    clause += 1;
                }
                clauses.get_mut(clause).map(|clause| &mut clause.sum)
            }
            None => Some(&mut sum),
        };
        if let Some(into) = into {
            table.add(key, own, into);
        }
        silent |= key == features::SILENT_KEY;
    });
    for clause in &clauses {
        sum.extend(&clause.sum);
    }
    let mut scores = [0; HEADS];
    let (of_own, of_read) = scores.split_at_mut(OWN_HEADS);
    table.of_own().weigh(&sum.of_own(), of_own);
    table.of_read().weigh(&sum.of_read(), of_read);
    if silent {
        scores[HARM] = SILENT;
    }
    Some(Weighed { chances: chances(&scores), clauses, scores })
}

fn chances(scores: &Scores) -> [u32; HEADS] {
    let mut chances = scores.map(|score| chance(i32::from(score)));
    let names = &scores[1..=UNDERLINES];
    let most = names.iter().copied().max().unwrap_or(0);
    let mut sum = 0;
    for (chance, score) in chances[1..=UNDERLINES].iter_mut().zip(names) {
        *chance = power(i32::from(most) - i32::from(*score));
        sum += *chance;
    }
    for chance in &mut chances[1..=UNDERLINES] {
        // Each is at most 2¹⁶ and the sum at least that; the only name there is becomes less than certain by one part.
        *chance = chance.saturating_mul(CERTAIN) / sum;
    }
    chances
}

/// The chance of odds whose logarithm is `score`; both in their units.
pub(crate) fn chance(score: i32) -> u32 {
    let low = power(score.saturating_abs());
    let of_the_lesser = if low == CERTAIN {
        // The product would not fit.
        CERTAIN / 2
    } else {
        low * CERTAIN / (CERTAIN + low)
    };
    if score < 0 { of_the_lesser } else { CERTAIN - of_the_lesser }
}

/// As many steps of a power of e are kept; further down it is nothing.
const POWERS: usize = 12 * UNIT as usize;

/// e to the power of minus `steps` units, in parts of [`CERTAIN`].
fn power(steps: i32) -> u32 {
    const TABLE: [u32; POWERS] = powers();
    usize::try_from(steps).ok().and_then(|steps| TABLE.get(steps)).copied().unwrap_or(0)
}

const fn powers() -> [u32; POWERS] {
    /// e to the power of -1/32, in parts of 2³².
    const STEP: u64 = 4_162_825_044;
    let mut powers = [0; POWERS];
    let mut now: u64 = 1 << 32;
    let mut at = 0;
    while at < POWERS {
        powers[at] = (now >> 16) as u32;
        now = (now * STEP) >> 32;
        at += 1;
    }
    powers
}

impl Weighed {
    /// The part of the sentence that says `id`: from the first to the last of its clauses that speak for it.
    pub(crate) fn place(&self, table: Table<'_>, id: FindingId) -> (u32, u32) {
        let head = id as usize + 1;
        let speaks = |clause: &&Clause| match head.checked_sub(OWN_HEADS) {
            Some(head) => table.of_read().gives_mostly(head, &clause.sum.of_read()) > 0,
            None => {
                let (network, numbers) = (table.of_own(), clause.sum.of_own());
                let harm = network.gives_mostly(HARM, &numbers);
                harm.saturating_add(network.gives_mostly(head, &numbers)) > 0
            }
        };
        let (first, last) = match &*self.clauses {
            // Most sentences: nothing need be weighed.
            [only] => (Some(only), Some(only)),
            clauses => {
                let mut speaking = clauses.iter().filter(speaks);
                let first = speaking.next();
                let last = speaking.next_back().or(first);
                (first.or(clauses.first()), last.or(clauses.last()))
            }
        };
        (first.map_or(0, |clause| clause.start), last.map_or(0, |clause| clause.end))
    }
}
