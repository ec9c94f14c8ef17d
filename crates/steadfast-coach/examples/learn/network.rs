//! Finds the numbers of features and a small network over their sums, by gradient steps in a fixed order.

use steadfast_coach::{HIDDEN, UNIT};

use crate::fit::Chance;

/// So often every sentence is looked at.
const EPOCHS: usize = 5;
/// So many sentences are looked at for each step.
const BATCH: usize = 64;
/// The learning rate, which shrinks from the first to the last.
const RATE_FIRST: f32 = 0.005;
const RATE_LAST: f32 = 0.000_3;
/// What is remembered of earlier slopes from one step to the next.
const REMEMBERED: f32 = 0.999;
/// How strongly the numbers of a feature decay towards nothing at each step that moves them, divided by how many sentences
/// it is in.
const DECAY: f32 = 0.5;
/// So large a part of the features is dropped, each time another.
const DROPOUT: f64 = 0.25;
/// The numbers of a feature begin at most so far from nothing.
const FEATURE_FIRST: f32 = 0.15;
/// A feature's numbers are at most so many steps of the table.
const STEPS_MOST: f32 = 7.0;
/// A weight of the network is at most so many parts.
const WEIGHT_MOST: f32 = 127.0;
/// The value of a hidden unit counts in parts of this.
const HIDDEN_UNIT: i32 = 32;
/// How many steps an ordinary number has.
const STEPS_USUAL: f32 = 1.5;

/// Rows of numbers that are sought. Each number moves by its slope in parts of how large its slopes usually are (Adam without
/// momentum; arXiv 1412.6980); only rows of which somebody asked for the slopes are touched.
struct Rows {
    width: usize,
    values: Vec<f32>,
    slopes: Vec<f32>,
    squares: Vec<f32>,
    /// When a row was last moved.
    moved: Vec<usize>,
    is_asked: Vec<bool>,
    asked: Vec<usize>,
}

impl Rows {
    fn new(rows: usize, width: usize, first: f32, chance: &mut Chance) -> Self {
        let cells = rows * width;
        Rows {
            width,
            values: (0..cells).map(|_| (chance.next() as f32 * 2.0 - 1.0) * first).collect(),
            slopes: vec![0.0; cells],
            squares: vec![0.0; cells],
            moved: vec![0; rows],
            is_asked: vec![false; rows],
            asked: Vec::new(),
        }
    }

    fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.width..][..self.width]
    }

    fn slopes(&mut self, row: usize) -> &mut [f32] {
        if !std::mem::replace(&mut self.is_asked[row], true) {
            self.asked.push(row);
        }
        &mut self.slopes[row * self.width..][..self.width]
    }

    /// Moves the rows that were asked for; `now` counts the steps from 1, `kept` holds the powers of [`REMEMBERED`].
    fn step(&mut self, now: usize, step: f32, kept: &[f32], decay: impl Fn(usize) -> f32) {
        for row in self.asked.drain(..) {
            self.is_asked[row] = false;
            let remembered = kept[now - std::mem::replace(&mut self.moved[row], now)];
            let decay = decay(row);
            for at in row * self.width..(row + 1) * self.width {
                let slope = std::mem::take(&mut self.slopes[at]) + decay * self.values[at];
                let square = self.squares[at] * remembered + (1.0 - REMEMBERED) * slope * slope;
                self.squares[at] = square;
                let usual = (square / (1.0 - kept[now])).sqrt();
                self.values[at] -= step * slope / (usual + 1e-8);
            }
        }
    }
}

/// The numbers of features and the network over their sums, as they were found.
pub(crate) struct Network {
    features: Rows,
    /// For each hidden unit what it makes of each number, and a constant.
    hidden: Rows,
    /// For each head what it makes of each hidden unit and of each number, and a constant.
    heads: Rows,
    /// For each head in how many sentences of the last time its score was to rise, and in how many of them each hidden unit
    /// spoke: sentences that have it.
    having: Vec<(f32, [f32; HIDDEN])>,
}

impl Network {
    /// How much a feature says.
    pub(crate) fn worth(&self, feature: usize) -> f32 {
        self.features.row(feature).iter().map(|number| number * number).sum()
    }

    fn sums(&self, features: impl Iterator<Item = usize>, scale: f32) -> Vec<f32> {
        let mut sums = vec![0.0; self.features.width];
        for feature in features {
            for (sum, number) in sums.iter_mut().zip(self.features.row(feature)) {
                *sum += number * scale;
            }
        }
        sums
    }

    /// What a step of each number gives each head, by itself and through the hidden units that speak in sentences which
    /// have it.
    fn mostly(&self, steps: &[f32]) -> Vec<f32> {
        let of = |at: usize, head: usize| {
            let row = self.heads.row(head);
            let (count, spoke) = &self.having[head];
            let through = spoke.iter().enumerate().map(|(unit, spoke)| {
                spoke / count.max(1.0) * row[unit] * self.hidden.row(unit)[at]
            });
            (row[HIDDEN + at] + through.sum::<f32>()) * steps[at]
        };
        let heads = 0..self.having.len();
        (0..steps.len()).flat_map(|at| heads.clone().map(move |head| of(at, head))).collect()
    }

    /// The numbers of each feature in whole steps, and the network over these as `src/weigher/network.rs` reads it.
    pub(crate) fn in_bytes(&self) -> (Vec<Vec<i8>>, Vec<u8>) {
        let numbers = self.features.width;
        let rows = self.features.values.chunks(numbers);
        let count = rows.len().max(1) as f32;
        let steps: Vec<f32> = (0..numbers)
            .map(|at| {
                let size: f32 = rows.clone().map(|row| row[at].abs()).sum();
                (size / count / STEPS_USUAL).max(1e-6)
            })
            .collect();
        let in_steps = |row: &[f32]| -> Vec<i8> {
            let rounded = row.iter().zip(&steps).map(|(number, step)| (number / step).round());
            rounded.map(|number| number.clamp(-STEPS_MOST, STEPS_MOST) as i8).collect()
        };
        let features = rows.clone().map(in_steps).collect();
        let constants = |rows: &Rows, unit: i32| -> Vec<u8> {
            let last = rows.values.chunks(rows.width).map(|row| row[rows.width - 1] * unit as f32);
            last.flat_map(|it| (it.round().clamp(-8_000.0, 8_000.0) as i16).to_le_bytes()).collect()
        };
        // For each number or hidden unit what it gives, one row after the other.
        let in_rows = |rows: &Rows, from: usize, count: usize, steps: &[f32]| -> Vec<f32> {
            let of = |at: usize| rows.values.chunks(rows.width).map(move |row| row[from + at]);
            (0..count).flat_map(|at| of(at).map(move |weight| weight * steps[at])).collect()
        };
        let matrices = [
            (in_rows(&self.hidden, 0, numbers, &steps), HIDDEN_UNIT),
            (in_rows(&self.heads, 0, HIDDEN, &[1.0; HIDDEN]), UNIT / HIDDEN_UNIT),
            (in_rows(&self.heads, HIDDEN, numbers, &steps), UNIT),
        ];
        let mut shifts = Vec::new();
        let mut weights = Vec::new();
        for (matrix, unit) in matrices {
            let (shift, bytes) = in_parts(&matrix, unit);
            shifts.push(shift);
            weights.extend(bytes);
        }
        // Of these only the sign is asked for, so that no shift is needed.
        weights.extend(in_parts(&self.mostly(&steps), 1).1);
        let constants = [constants(&self.hidden, HIDDEN_UNIT), constants(&self.heads, UNIT)];
        (features, [shifts, constants.concat(), weights].concat())
    }
}

/// Weights as whole numbers of a byte, and by how many bits their products must be shifted to count in `unit`s. One that
/// is too large for a byte then is the largest that is not.
fn in_parts(weights: &[f32], unit: i32) -> (u8, Vec<u8>) {
    let most = weights.iter().fold(0.0, |most: f32, weight| most.max(weight.abs()));
    let fits = |bits: &u32| most * (1_u32 << bits) as f32 <= WEIGHT_MOST;
    let bits = (unit.ilog2()..24).rev().find(fits).unwrap_or(unit.ilog2());
    let whole = |weight: &f32| {
        let parts = (weight * (1_u32 << bits) as f32).round();
        parts.clamp(-WEIGHT_MOST, WEIGHT_MOST) as i8 as u8
    };
    ((bits - unit.ilog2()) as u8, weights.iter().map(whole).collect())
}

/// Learns from `cases`, the features of each sentence. `counts` says in how many sentences each feature is, `slopes_of`
/// how a sentence's loss changes with the score of each head.
pub(crate) fn learn(
    cases: &[Vec<u32>],
    counts: &[u32],
    numbers: usize,
    heads: usize,
    slopes_of: impl Fn(usize, &[f32], &mut [f32]),
) -> Network {
    let mut chance = Chance::new();
    let first_of = |wide: usize| 1.0 / (wide as f32).sqrt();
    let mut network = Network {
        features: Rows::new(counts.len(), numbers, FEATURE_FIRST, &mut chance),
        hidden: Rows::new(HIDDEN, numbers + 1, first_of(numbers), &mut chance),
        heads: Rows::new(heads, HIDDEN + numbers + 1, first_of(HIDDEN + numbers), &mut chance),
        having: Vec::new(),
    };
    let steps = EPOCHS * cases.len().div_ceil(BATCH);
    let kept: Vec<f32> =
        std::iter::successors(Some(1.0), |last| Some(last * REMEMBERED)).take(steps + 1).collect();
    let mut now = 0;
    for _ in 0..EPOCHS {
        network.having = vec![Default::default(); heads];
        for batch in chance.mixed(cases.len()).chunks(BATCH) {
            for &at in batch {
                network.look_at(&cases[at], &mut chance, |scores, out| slopes_of(at, scores, out));
            }
            let done = now as f32 / steps as f32;
            let step = RATE_FIRST + (RATE_LAST - RATE_FIRST) * done;
            now += 1;
            network.features.step(now, step, &kept, |row| DECAY / counts[row] as f32);
            network.hidden.step(now, step, &kept, |_| 0.0);
            network.heads.step(now, step, &kept, |_| 0.0);
        }
    }
    network
}

impl Network {
    /// Adds the slopes of one sentence.
    fn look_at(
        &mut self,
        case: &[u32],
        chance: &mut Chance,
        slopes_of: impl Fn(&[f32], &mut [f32]),
    ) {
        let looked_at: Vec<usize> =
            case.iter().filter(|_| chance.next() >= DROPOUT).map(|at| *at as usize).collect();
        let scale = (1.0 / (1.0 - DROPOUT)) as f32;
        let numbers = self.features.width;
        let sums = self.sums(looked_at.iter().copied(), scale);
        let hidden: Vec<f32> = (0..HIDDEN)
            .map(|unit| {
                let row = self.hidden.row(unit);
                (product(&row[..numbers], &sums) + row[numbers]).max(0.0)
            })
            .collect();
        let heads = self.having.len();
        let scores: Vec<f32> = (0..heads)
            .map(|head| {
                let row = self.heads.row(head);
                product(&row[..HIDDEN], &hidden)
                    + product(&row[HIDDEN..HIDDEN + numbers], &sums)
                    + row[HIDDEN + numbers]
            })
            .collect();
        let mut slopes = vec![0.0; heads];
        slopes_of(&scores, &mut slopes);
        let mut of_hidden = [0.0; HIDDEN];
        let mut of_sums = vec![0.0; numbers];
        for (head, slope) in slopes.iter().enumerate().filter(|(_, slope)| **slope != 0.0) {
            if *slope < 0.0 {
                let (count, spoke) = &mut self.having[head];
                *count += 1.0;
                for (spoke, unit) in spoke.iter_mut().zip(&hidden) {
                    *spoke += f32::from(u8::from(*unit > 0.0));
                }
            }
            let row = self.heads.row(head);
            add(&mut of_hidden, &row[..HIDDEN], *slope);
            add(&mut of_sums, &row[HIDDEN..HIDDEN + numbers], *slope);
            let row = self.heads.slopes(head);
            add(&mut row[..HIDDEN], &hidden, *slope);
            add(&mut row[HIDDEN..HIDDEN + numbers], &sums, *slope);
            row[HIDDEN + numbers] += slope;
        }
        for (unit, slope) in of_hidden.iter().enumerate().filter(|(unit, _)| hidden[*unit] > 0.0) {
            add(&mut of_sums, &self.hidden.row(unit)[..numbers], *slope);
            let row = self.hidden.slopes(unit);
            add(&mut row[..numbers], &sums, *slope);
            row[numbers] += slope;
        }
        for feature in looked_at {
            add(self.features.slopes(feature), &of_sums, scale);
        }
    }
}

fn product(one: &[f32], other: &[f32]) -> f32 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// Adds `times` of `these` to `sums`.
fn add(sums: &mut [f32], these: &[f32], times: f32) {
    for (sum, one) in sums.iter_mut().zip(these) {
        *sum += one * times;
    }
}
