//! The table of weights as it is committed: a header, then weights by the hash of their feature.

use super::{HEADS, SURROUNDING_WEIGHTS, Scores, UNDERLINES};
use crate::finding::FindingId;

/// Features are found by the upper bits of their key, then by its lower half.
pub const BUCKET_BITS: u32 = 11;
const BUCKETS: usize = 1 << BUCKET_BITS;
/// Thresholds of each finding: of a note, of an underline, of a grave underline, and the first two where a pattern stands.
const LEVELS: usize = 5;
/// A threshold that nothing reaches.
const NEVER: u16 = u16::MAX;

// What the header holds, each number two bytes, the lower first.
const LEARNED_FROM_BYTES: usize = 8;
const BIASES: usize = LEARNED_FROM_BYTES;
const SURROUNDINGS: usize = BIASES + 2 * HEADS;
const THRESHOLDS: usize = SURROUNDINGS + 2 * SURROUNDING_WEIGHTS;
const BUCKET_STARTS: usize = THRESHOLDS + 2 * LEVELS * FindingId::ALL.len();
/// Where the weights begin.
pub(crate) const HEADER_BYTES: usize = BUCKET_STARTS + 2 * (BUCKETS + 1);
/// The lower half of a feature's key, and a bit for each head that has a weight; the weights follow.
const ENTRY_BYTES: usize = 5;

/// How sure the weigher must be of a finding for it to be said.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Levels {
    /// To note it beside the text, or to name a component.
    pub(crate) note: u32,
    /// To underline it.
    pub(crate) underline: u32,
    /// To say that it must change.
    pub(crate) change: u32,
    /// To note or name it when a pattern found it.
    pub(crate) note_of_pattern: u32,
    /// To underline it then.
    pub(crate) underline_of_pattern: u32,
}

/// The table of weights. Whatever its bytes are, reading it does not fail.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table<'a>(pub(crate) &'a [u8]);

impl Table<'_> {
    fn number(&self, at: usize) -> u16 {
        match self.0.get(at..at + 2) {
            Some(&[low, high]) => u16::from_le_bytes([low, high]),
            _ => 0,
        }
    }

    fn signed(&self, at: usize) -> i16 {
        self.number(at).cast_signed()
    }

    /// What every sentence weighs.
    pub(crate) fn biases(&self) -> Scores {
        core::array::from_fn(|head| self.signed(BIASES + 2 * head))
    }

    /// What each of the things around a sentence weighs.
    pub(crate) fn surroundings(&self) -> [i32; SURROUNDING_WEIGHTS] {
        core::array::from_fn(|at| i32::from(self.signed(SURROUNDINGS + 2 * at)))
    }

    /// How sure one must be of a finding.
    pub(crate) fn levels(&self, id: FindingId) -> Levels {
        let level = |at: usize| match self.number(THRESHOLDS + 2 * (LEVELS * id as usize + at)) {
            NEVER => u32::MAX,
            level => u32::from(level),
        };
        Levels {
            note: level(0),
            underline: level(1),
            change: level(2),
            note_of_pattern: level(3),
            underline_of_pattern: level(4),
        }
    }

    /// Adds the weights of the feature `key`; those of the underlines only when it is the writer's `own`.
    pub(crate) fn add(&self, key: u32, own: bool, scores: &mut Scores) {
        let bucket = BUCKET_STARTS + 2 * (key >> (32 - BUCKET_BITS)) as usize;
        let mut at = HEADER_BYTES + usize::from(self.number(bucket));
        let end = HEADER_BYTES + usize::from(self.number(bucket + 2));
        while at < end
            && let Some(&[low, high, one, two, three]) = self.0.get(at..at + ENTRY_BYTES)
        {
            let heads = u32::from_le_bytes([one, two, three, 0]);
            let weights = at + ENTRY_BYTES;
            at = weights + heads.count_ones() as usize;
            if u16::from_le_bytes([low, high]) != key as u16 {
                continue;
            }
            let Some(weights) = self.0.get(weights..at) else { return };
            let mut rest = heads;
            for weight in weights {
                let head = rest.trailing_zeros() as usize;
                rest &= rest.wrapping_sub(1);
                if (own || head > UNDERLINES)
                    && let Some(score) = scores.get_mut(head)
                {
                    *score = score.saturating_add(i16::from(weight.cast_signed()));
                }
            }
            return;
        }
    }
}
