//! Sums of the numbers of features, four of them in one addition.

use super::table::{EXCESS, NUMBERS, NUMBERS_BYTES, OWN_NUMBERS, READ_NUMBERS};

/// So many sums stand in one number of the machine, 16 bits each.
const LANES: usize = 4;
const PACKED: usize = NUMBERS / LANES;
const OWN_PACKED: usize = OWN_NUMBERS / LANES;

const _: () = assert!(OWN_NUMBERS.is_multiple_of(LANES) && READ_NUMBERS.is_multiple_of(LANES));

/// The sum of the numbers of the features of some words. A sentence has fewer than 64 words with a few features each, and
/// a number is below 16, so that no lane runs over.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    packed: [u64; PACKED],
    /// How many features are in the lanes that take the writer's own words, and in the others.
    own: i16,
    read: i16,
}

impl Sum {
    /// Adds the numbers of a feature, two in a byte; those for what hurts only when it is the writer's `own`.
    pub(crate) fn add(&mut self, numbers: &[u8; NUMBERS_BYTES], own: bool) {
        let from = if own { 0 } else { OWN_PACKED };
        let halves = numbers.as_chunks().0.iter().map(|two| u64::from(u16::from_le_bytes(*two)));
        for (lanes, four) in self.packed.iter_mut().zip(halves).skip(from) {
            let two = (four | four << 24) & 0x0000_00ff_0000_00ff;
            *lanes += (two | two << 12) & 0x000f_000f_000f_000f;
        }
        self.own += i16::from(own);
        self.read += 1;
    }

    /// Adds the sum of other words.
    pub(crate) fn extend(&mut self, other: &Sum) {
        for (lanes, more) in self.packed.iter_mut().zip(other.packed) {
            *lanes += more;
        }
        self.own += other.own;
        self.read += other.read;
    }

    /// The sums for the writer's own words.
    pub(crate) fn of_own(&self) -> [i16; OWN_NUMBERS] {
        core::array::from_fn(|at| self.lane(at) - EXCESS * self.own)
    }

    /// The sums for all words that are read.
    pub(crate) fn of_read(&self) -> [i16; READ_NUMBERS] {
        core::array::from_fn(|at| self.lane(OWN_NUMBERS + at) - EXCESS * self.read)
    }

    fn lane(&self, at: usize) -> i16 {
        ((self.packed[at / LANES] >> (16 * (at % LANES))) as u16).cast_signed()
    }
}
