//! Sums of the numbers of features, four of them in one addition.

use super::table::{BIAS, NUMBERS, NUMBERS_BYTES, OWN_NUMBERS, READ_NUMBERS};

/// So many numbers stand in one word, 16 bits each.
const LANES: usize = 4;
const WORDS: usize = NUMBERS / LANES;
const OWN_WORDS: usize = OWN_NUMBERS / LANES;

/// The sum of the numbers of the features of some words. A sentence has fewer than 64 words with a few features each, and
/// a number is below 16, so that no lane runs over.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    words: [u64; WORDS],
    /// How many features are in the lanes that take the writer's own words, and in the others.
    own: i16,
    read: i16,
}

impl Sum {
    /// Adds the numbers of a feature, two in a byte; those for the underlines only when it is the writer's `own`.
    pub(crate) fn add(&mut self, numbers: &[u8; NUMBERS_BYTES], own: bool) {
        let from = if own { 0 } else { OWN_WORDS };
        let halves = numbers.as_chunks().0.iter().map(|two| u64::from(u16::from_le_bytes(*two)));
        for (word, four) in self.words.iter_mut().zip(halves).skip(from) {
            let two = (four | four << 24) & 0x0000_00ff_0000_00ff;
            *word += (two | two << 12) & 0x000f_000f_000f_000f;
        }
        self.own += i16::from(own);
        self.read += 1;
    }

    /// Adds the sum of other words.
    pub(crate) fn extend(&mut self, other: &Sum) {
        for (word, more) in self.words.iter_mut().zip(other.words) {
            *word += more;
        }
        self.own += other.own;
        self.read += other.read;
    }

    /// The sums for the writer's own words.
    pub(crate) fn of_own(&self) -> [i16; OWN_NUMBERS] {
        core::array::from_fn(|at| self.lane(at) - BIAS * self.own)
    }

    /// The sums for all words that are read.
    pub(crate) fn of_read(&self) -> [i16; READ_NUMBERS] {
        core::array::from_fn(|at| self.lane(OWN_NUMBERS + at) - BIAS * self.read)
    }

    fn lane(&self, at: usize) -> i16 {
        ((self.words[at / LANES] >> (16 * (at % LANES))) as u16).cast_signed()
    }
}
