//! The table of weights as it is committed: a header with two small networks, then features by the hash of what they are.

use super::{
    HEADS, SURROUNDING_WEIGHTS, UNDERLINES,
    network::{self, Network},
    sum::Sum,
};
use crate::finding::FindingId;

/// Features are found by the upper bits of their key, then by a byte after these.
pub const BUCKET_BITS: u32 = 11;
const BUCKETS: usize = 1 << BUCKET_BITS;
/// So many of the upper bits of its key tell a feature from others. Among some thousand features, something that none of
/// them is is taken for one about once in a hundred times.
pub const KEY_BITS: u32 = BUCKET_BITS + 8;
/// Thresholds of each finding: of a note, of an underline, of a grave underline, and the first two where a pattern stands.
const LEVELS: usize = 5;
/// A threshold that nothing reaches.
const NEVER: u16 = u16::MAX;

/// How many numbers a feature has (its embedding) for what weighs only the writer's own words: that anything hurts, and the underlines.
pub const OWN_NUMBERS: usize = 12;
/// How many numbers a feature has for what weighs all words that are read.
pub const READ_NUMBERS: usize = 8;
/// How many numbers a feature has.
pub(crate) const NUMBERS: usize = OWN_NUMBERS + READ_NUMBERS;
/// How many heads weigh only the writer's own words.
pub const OWN_HEADS: usize = UNDERLINES + 1;
/// How many heads weigh all words that are read.
pub const READ_HEADS: usize = HEADS - OWN_HEADS;

/// Buckets of which the first says where it begins, and each how far behind that it does.
pub const GROUP_BUCKETS: usize = 16;
/// By so much every number of a feature is written as more than it is, so that none is below nothing.
pub const EXCESS: i16 = 8;
/// How many bytes the numbers of a feature take.
pub(crate) const NUMBERS_BYTES: usize = NUMBERS / 2;

// In the order of the bytes, those of a number the lower first: what it was learned from, eight; the weights of what stands
// around a sentence, two each; the thresholds, two each; both networks, as they say themselves; where the first bucket of
// each group begins and where all end, counted in features, two each; for each bucket how many features of its group are
// before it, one; of each feature the byte of its key; of each its numbers, more by EXCESS, two in a byte, the first in the
// lower half.
const LEARNED_FROM_BYTES: usize = 8;
const SURROUNDINGS: usize = LEARNED_FROM_BYTES;
const THRESHOLDS: usize = SURROUNDINGS + 2 * SURROUNDING_WEIGHTS;
const NETWORK_OF_OWN: usize = THRESHOLDS + 2 * LEVELS * FindingId::ALL.len();
const NETWORK_OF_READ: usize = NETWORK_OF_OWN + network::bytes(OWN_NUMBERS, OWN_HEADS);
const BUCKET_STARTS: usize = NETWORK_OF_READ + network::bytes(READ_NUMBERS, READ_HEADS);
const BUCKET_PARTS: usize = BUCKET_STARTS + 2 * (BUCKETS / GROUP_BUCKETS + 1);
const FEATURES: usize = BUCKET_PARTS + BUCKETS;

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

impl<'a> Table<'a> {
    fn number(&self, at: usize) -> u16 {
        number(self.0.get(at..).unwrap_or_default())
    }

    /// What each of the things around a sentence weighs.
    pub(crate) fn surroundings(&self) -> [i32; SURROUNDING_WEIGHTS] {
        core::array::from_fn(|at| i32::from(self.number(SURROUNDINGS + 2 * at).cast_signed()))
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

    /// How many features there are: so many bytes of keys, then all their numbers.
    fn features(&self) -> usize {
        self.0.len().saturating_sub(FEATURES) / (1 + NUMBERS_BYTES)
    }

    /// Where the bucket begins, counted in features.
    fn start_of(&self, bucket: usize) -> usize {
        let group = usize::from(self.number(BUCKET_STARTS + 2 * (bucket / GROUP_BUCKETS)));
        let part = if bucket < BUCKETS { self.0.get(BUCKET_PARTS + bucket) } else { None };
        group + part.map_or(0, |part| usize::from(*part))
    }

    /// The numbers of the feature `key`, two in a byte.
    fn feature(&self, key: u32) -> Option<&[u8; NUMBERS_BYTES]> {
        let bucket = (key >> (32 - BUCKET_BITS)) as usize;
        let (start, end) = (self.start_of(bucket), self.start_of(bucket + 1));
        let (keys, numbers) = self.0.get(FEATURES..)?.split_at_checked(self.features())?;
        let wanted = (key >> (32 - KEY_BITS)) as u8;
        let at = keys.get(start..end)?.iter().position(|key| *key == wanted)?;
        numbers.as_chunks().0.get(start + at)
    }

    /// Adds the feature `key` where there is one.
    pub(crate) fn add(&self, key: u32, own: bool, sum: &mut Sum) {
        let Some(bytes) = self.feature(key) else { return };
        sum.add(bytes, own);
    }

    /// The network that weighs the writer's own words.
    pub(crate) fn of_own(&self) -> Network<'a, OWN_NUMBERS, OWN_HEADS> {
        Network(self.0.get(NETWORK_OF_OWN..).unwrap_or_default())
    }

    /// The network that weighs all words that are read.
    pub(crate) fn of_read(&self) -> Network<'a, READ_NUMBERS, READ_HEADS> {
        Network(self.0.get(NETWORK_OF_READ..).unwrap_or_default())
    }
}

fn number(bytes: &[u8]) -> u16 {
    bytes.first_chunk().map_or(0, |two| u16::from_le_bytes(*two))
}
