//! A small network: hidden units over the numbers of a sentence, and heads over both.

use super::HIDDEN;

/// The three shifts at its beginning, a byte each: of what numbers give hidden units, of what these give heads, and of what
/// numbers give heads.
const SHIFTS: usize = 3;
/// No score is beyond this.
const SCORE_MOST: i32 = 8_000;

/// How many bytes a network takes.
pub(crate) const fn bytes(numbers: usize, heads: usize) -> usize {
    SHIFTS + 2 * (HIDDEN + heads) + numbers * HIDDEN + (HIDDEN + numbers + numbers) * heads
}

/// A network over `INPUTS` numbers with `OUTPUTS` heads, as its bytes: the shifts; the constants of the hidden units and of
/// the heads, two bytes each, the lower first; then what each number gives the hidden units, what each hidden unit gives
/// the heads, what each number gives these by itself, and what it gives them mostly, by itself and through the hidden
/// units, a byte each. Whatever the bytes are, reading them does not fail.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Network<'a, const INPUTS: usize, const OUTPUTS: usize>(pub(crate) &'a [u8]);

impl<const INPUTS: usize, const OUTPUTS: usize> Network<'_, INPUTS, OUTPUTS> {
    const TO_HIDDEN: usize = SHIFTS + 2 * (HIDDEN + OUTPUTS);
    const HIDDEN_TO_HEADS: usize = Self::TO_HIDDEN + INPUTS * HIDDEN;
    const TO_HEADS: usize = Self::HIDDEN_TO_HEADS + HIDDEN * OUTPUTS;
    const MOSTLY: usize = Self::TO_HEADS + INPUTS * OUTPUTS;

    fn shifts(&self) -> [u32; SHIFTS] {
        let shifts: &[u8; SHIFTS] = self.0.first_chunk().unwrap_or(&[0; SHIFTS]);
        shifts.map(|shift| u32::from(shift).min(31))
    }

    fn constant(&self, which: usize) -> i32 {
        let two = self.0.get(SHIFTS + 2 * which..).and_then(|bytes| bytes.first_chunk());
        two.map_or(0, |two| i32::from(i16::from_le_bytes(*two)))
    }

    /// The weights of number or unit `which` among those from byte `from` on.
    fn row<const WIDTH: usize>(&self, from: usize, which: usize) -> &[u8; WIDTH] {
        let row = self.0.get(from + which * WIDTH..).and_then(|bytes| bytes.first_chunk());
        row.unwrap_or(&[0; WIDTH])
    }

    /// What `values` give together by their weights from byte `from` on.
    fn give<const WIDTH: usize>(&self, from: usize, values: &[i16]) -> [i32; WIDTH] {
        let mut sums = [0; WIDTH];
        for (which, value) in values.iter().enumerate().filter(|(_, value)| **value != 0) {
            // A product is below 2²², and there are a few dozen of them at most.
            for (sum, weight) in sums.iter_mut().zip(self.row::<WIDTH>(from, which)) {
                *sum += i32::from(weight.cast_signed()) * i32::from(*value);
            }
        }
        sums
    }

    /// Writes what each head makes of the sums of numbers.
    pub(crate) fn weigh(&self, numbers: &[i16; INPUTS], scores: &mut [i16]) {
        let [to_hidden, hidden_to_heads, to_heads] = self.shifts();
        let sums = self.give::<HIDDEN>(Self::TO_HIDDEN, numbers);
        let hidden: [i16; HIDDEN] = core::array::from_fn(|unit| {
            let value = (sums[unit] >> to_hidden) + self.constant(unit);
            value.clamp(0, i32::from(i16::MAX)) as i16
        });
        let of_hidden = self.give::<OUTPUTS>(Self::HIDDEN_TO_HEADS, &hidden);
        let of_numbers = self.give::<OUTPUTS>(Self::TO_HEADS, numbers);
        let both = of_hidden.iter().zip(of_numbers);
        for (head, (score, (of_hidden, of_numbers))) in scores.iter_mut().zip(both).enumerate() {
            let sum = (of_hidden >> hidden_to_heads)
                + (of_numbers >> to_heads)
                + self.constant(HIDDEN + head);
            *score = sum.clamp(-SCORE_MOST, SCORE_MOST) as i16;
        }
    }

    /// What these numbers, of a part of the sentence, mostly give a head. Above nothing they speak for it; what comes from
    /// several heads may be added.
    pub(crate) fn gives_mostly(&self, head: usize, numbers: &[i16; INPUTS]) -> i32 {
        let weights = (0..INPUTS).map(|number| {
            let row = self.row::<OUTPUTS>(Self::MOSTLY, number);
            row.get(head).map_or(0, |weight| i32::from(weight.cast_signed()))
        });
        weights.zip(numbers).map(|(weight, number)| weight * i32::from(*number)).sum()
    }
}
