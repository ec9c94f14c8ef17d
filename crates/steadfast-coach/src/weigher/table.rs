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
// A bucket is how many features it has, a byte; the lower half of the key of each, two bytes, the lower first; then the
// features: a bit for each head that has a weight, three bytes, and the weights, two in a byte, the first in its lower
// half, each a count of [`STEP_UNITS`] units.
const HEADS_BYTES: usize = 3;
/// The heads that weigh only the writer's own words: that anything hurts, and the underlines.
const OF_UNDERLINES: u32 = (1 << (UNDERLINES + 1)) - 1;
/// What a step of a feature's weight weighs, in units.
pub const STEP_UNITS: i32 = 8;

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

    /// The bucket of features whose keys begin as `key` does.
    fn bucket(&self, key: u32) -> &[u8] {
        let at = BUCKET_STARTS + 2 * (key >> (32 - BUCKET_BITS)) as usize;
        let start = HEADER_BYTES + usize::from(self.number(at));
        let end = HEADER_BYTES + usize::from(self.number(at + 2));
        self.0.get(start..end).unwrap_or_default()
    }

    /// Adds the weights of the feature `key`; those of the underlines only when it is the writer's `own`.
    pub(crate) fn add(&self, key: u32, own: bool, scores: &mut Scores) {
        let Some((&count, bucket)) = self.bucket(key).split_first() else { return };
        let Some((keys, mut rest)) = bucket.split_at_checked(2 * usize::from(count)) else {
            return;
        };
        let wanted = (key as u16).to_le_bytes();
        let Some(before) = keys.chunks_exact(2).position(|key| key == wanted) else { return };
        for _ in 0..before {
            let Some((_, _, after)) = feature(rest) else { return };
            rest = after;
        }
        let Some((mut heads, weights, _)) = feature(rest) else { return };
        let mut at = 0;
        if !own {
            at = (heads & OF_UNDERLINES).count_ones() as usize;
            heads &= !OF_UNDERLINES;
        }
        while heads != 0 {
            let head = heads.trailing_zeros() as usize;
            heads &= heads - 1;
            if let (Some(two), Some(score)) = (weights.get(at / 2), scores.get_mut(head)) {
                // The step stands in the upper half of its byte.
                let step = if at % 2 == 0 { two << 4 } else { two & 0xf0 };
                *score =
                    score.saturating_add(i16::from(step.cast_signed()) * STEP_UNITS as i16 / 16);
            }
            at += 1;
        }
    }
}

/// The first of `features`: its heads and its weights, and what stands after it.
fn feature(features: &[u8]) -> Option<(u32, &[u8], &[u8])> {
    let (&[one, two, three], rest) = features.split_first_chunk::<HEADS_BYTES>()?;
    let heads = u32::from_le_bytes([one, two, three, 0]);
    let (weights, after) = rest.split_at_checked(heads.count_ones().div_ceil(2) as usize)?;
    Some((heads, weights, after))
}
