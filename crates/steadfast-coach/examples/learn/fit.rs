//! Finds weights and writes them as the table that the weigher reads.

use std::collections::HashMap;

use steadfast_coach::{
    BUCKET_BITS, EXCESS, Example, GROUP_BUCKETS, HEADS, KEY_BITS, OWN_HEADS, OWN_NUMBERS,
    READ_HEADS, READ_NUMBERS, UNDERLINES, UNIT, Weighing,
};

use crate::network::{Network, learn};

/// A feature that stands in fewer sentences is not learned.
const SEEN_LEAST: u32 = 2;
/// So many features are kept.
const FEATURES_KEPT: usize = 4_400;
/// How often the weights of what stands around a sentence are sought anew.
const EPOCHS: usize = 8;

/// A sentence to learn from.
pub(crate) struct Row {
    /// The part of its key that tells a feature from others, and whether it is the writer's own statement; as often as it
    /// stands there, in order.
    features: Vec<(u32, bool)>,
    /// How surely it has each head, and heads of which that is known.
    has: [f64; HEADS],
    known: u32,
}

impl Row {
    pub(crate) fn new(
        example: Example,
        with_patterns: bool,
        has: [f64; HEADS],
        known: u32,
    ) -> Self {
        let mut features = example.features;
        if with_patterns {
            features.extend(example.by_patterns.into_iter().map(|key| (key, true)));
        }
        for (key, _) in &mut features {
            *key >>= 32 - KEY_BITS;
        }
        features.sort_unstable();
        Row { features, has, known }
    }

    /// How the loss changes with the scores of the heads that weigh the writer's own words: whether anything hurts, and
    /// which of the underlines.
    fn slopes_of_own(&self, scores: &[f32], slopes: &mut [f32]) {
        if self.known & 1 != 0 {
            slopes[0] = (chance_of(scores[0]) - self.has[0]) as f32;
        }
        let named: f64 = self.has[1..=UNDERLINES].iter().sum();
        if named > 0.0 {
            let names = &scores[1..=UNDERLINES];
            let most = names.iter().copied().fold(f32::MIN, f32::max);
            let powers: Vec<f64> = names.iter().map(|it| exp(f64::from(it - most))).collect();
            let sum: f64 = powers.iter().sum();
            for (name, power) in powers.iter().enumerate() {
                let away = power / sum - self.has[name + 1] / named;
                slopes[name + 1] = (away * self.has[0]) as f32;
            }
        }
    }

    /// The same for the heads that weigh all words.
    fn slopes_of_read(&self, scores: &[f32], slopes: &mut [f32]) {
        for (at, (score, slope)) in scores.iter().zip(slopes).enumerate() {
            let head = OWN_HEADS + at;
            if self.known >> head & 1 == 1 {
                *slope = (chance_of(*score) - self.has[head]) as f32;
            }
        }
    }
}

fn chance_of(score: f32) -> f64 {
    1.0 / (1.0 + exp(f64::from(-score)))
}

/// The numbers of features, in steps of the table, and both networks as bytes.
pub(crate) struct Weights {
    features: Vec<(u32, Vec<i8>)>,
    networks: Vec<u8>,
}

/// What is learned for the two kinds of heads.
struct Learned {
    keys: Vec<u32>,
    counts: Vec<u32>,
    own: Network,
    read: Network,
}

impl Learned {
    /// Learns from `rows`, by features that stand in several and are `kept`.
    fn from(rows: &[&Row], kept: impl Fn(u32) -> bool) -> Self {
        let mut seen: HashMap<u32, u32> = HashMap::new();
        for same in rows.iter().flat_map(|row| row.features.chunk_by(|one, other| one.0 == other.0))
        {
            *seen.entry(same[0].0).or_default() += 1;
        }
        let mut numbers: HashMap<u32, u32> = HashMap::new();
        let mut keys = Vec::new();
        let mut counts = Vec::new();
        let mut own = Vec::new();
        let mut read = Vec::new();
        for row in rows {
            let mut own_features = Vec::new();
            let mut all = Vec::new();
            for (key, is_own) in &row.features {
                let count = seen[key];
                if count < SEEN_LEAST || !kept(*key) {
                    continue;
                }
                let number = *numbers.entry(*key).or_insert_with(|| {
                    keys.push(*key);
                    counts.push(count);
                    (keys.len() - 1) as u32
                });
                all.push(number);
                if *is_own {
                    own_features.push(number);
                }
            }
            own.push(own_features);
            read.push(all);
        }
        Learned {
            own: learn(&own, &counts, OWN_NUMBERS, OWN_HEADS, |at, scores, slopes| {
                rows[at].slopes_of_own(scores, slopes);
            }),
            read: learn(&read, &counts, READ_NUMBERS, READ_HEADS, |at, scores, slopes| {
                rows[at].slopes_of_read(scores, slopes);
            }),
            keys,
            counts,
        }
    }
}

/// Learns weights from `rows`: once with all features, then with those that said most.
pub(crate) fn fit(rows: &[&Row]) -> Weights {
    let first = Learned::from(rows, |_| true);
    let mut by_worth: Vec<(f32, u32)> = (0..first.keys.len())
        .map(|at| {
            let worth = first.own.worth(at) + first.read.worth(at);
            (worth * first.counts[at] as f32, first.keys[at])
        })
        .collect();
    by_worth.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let mut kept: Vec<u32> = by_worth.iter().take(FEATURES_KEPT).map(|(_, key)| *key).collect();
    kept.sort_unstable();
    let found = Learned::from(rows, |key| kept.binary_search(&key).is_ok());
    let (own, of_own) = found.own.in_bytes();
    let (read, of_read) = found.read.in_bytes();
    let numbers = own.into_iter().zip(read).map(|(own, read)| [own, read].concat());
    Weights {
        features: found.keys.into_iter().zip(numbers).collect(),
        networks: [of_own, of_read].concat(),
    }
}

/// What the table holds besides weights.
#[derive(Clone)]
pub(crate) struct Header {
    /// A hash of what was learned from.
    pub(crate) learned_from: u64,
    pub(crate) surroundings: Vec<i16>,
    /// Five for each finding.
    pub(crate) levels: Vec<[u16; 5]>,
}

/// The table as `src/weigher/table.rs` reads it.
pub(crate) fn table(weights: &Weights, header: &Header) -> Result<Vec<u8>, String> {
    let mut bytes = header.learned_from.to_le_bytes().to_vec();
    bytes.extend(header.surroundings.iter().flat_map(|weight| weight.to_le_bytes()));
    bytes.extend(header.levels.iter().flatten().flat_map(|level| level.to_le_bytes()));
    bytes.extend(&weights.networks);
    let mut features: Vec<(u32, &Vec<i8>)> =
        weights.features.iter().map(|(key, numbers)| (*key, numbers)).collect();
    features.sort_unstable();
    let start_of = |bucket: usize| {
        features.partition_point(|(key, _)| ((key >> (KEY_BITS - BUCKET_BITS)) as usize) < bucket)
    };
    for bucket in (0..=1 << BUCKET_BITS).step_by(GROUP_BUCKETS) {
        let start = u16::try_from(start_of(bucket)).map_err(|_| "too many features")?;
        bytes.extend(start.to_le_bytes());
    }
    for bucket in 0..1 << BUCKET_BITS {
        let before = start_of(bucket) - start_of(bucket / GROUP_BUCKETS * GROUP_BUCKETS);
        bytes.push(u8::try_from(before).map_err(|_| "too many features in some buckets")?);
    }
    bytes.extend(features.iter().map(|(key, _)| *key as u8));
    for (_, numbers) in features {
        let half = |number: &i8| (i16::from(*number) + EXCESS) as u8;
        bytes.extend(numbers.chunks(2).map(|two| half(&two[0]) | half(&two[1]) << 4));
    }
    Ok(bytes)
}

/// Chance that is the same each time.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new() -> Self {
        Chance(0x2545_f491_4f6c_dd1d)
    }

    fn bits(&mut self) -> u64 {
        // Knuth's constants for a linear congruence.
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// A number from 0 on, below 1.
    pub(crate) fn next(&mut self) -> f64 {
        self.bits() as f64 / (1_u64 << 31) as f64
    }

    /// The numbers below `count`, mixed.
    pub(crate) fn mixed(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for at in (1..count).rev() {
            order.swap(at, self.bits() as usize % (at + 1));
        }
        order
    }
}

/// e to the power of `x`, the same on every machine.
fn exp(x: f64) -> f64 {
    let x = x.clamp(-40.0, 40.0);
    let doublings = (x * std::f64::consts::LOG2_E).round();
    let rest = x - doublings * std::f64::consts::LN_2;
    let series = (1..=14).rev().fold(1.0, |sum, n| 1.0 + sum * rest / f64::from(n));
    series * f64::from_bits(((1023 + doublings as i64) as u64) << 52)
}

/// Weights of what stands around a sentence, given whether it hurts.
pub(crate) fn surroundings(sentences: &[(&Weighing, bool)]) -> Vec<i16> {
    let width = sentences.first().map_or(0, |(sentence, _)| sentence.around.len());
    let mut weights = vec![0.0; width];
    let mut squares = vec![1e-3; width];
    let order = Chance::new().mixed(sentences.len());
    for _ in 0..EPOCHS {
        for &at in &order {
            let (sentence, hurts) = &sentences[at];
            let parts: Vec<f64> =
                sentence.around.iter().map(|part| f64::from(*part) / 256.0).collect();
            let more: f64 = weights.iter().zip(&parts).map(|(weight, part)| weight * part).sum();
            let score = f64::from(sentence.harm) / f64::from(UNIT) + more;
            let slope = 1.0 / (1.0 + exp(-score)) - f64::from(u8::from(*hurts));
            for (at, part) in parts.iter().enumerate() {
                let slope = slope * part;
                squares[at] += slope * slope;
                weights[at] -= 0.1 * slope / f64::sqrt(squares[at]);
            }
        }
    }
    weights
        .iter()
        .map(|weight| (weight * f64::from(UNIT)).round().clamp(-8_000.0, 8_000.0) as i16)
        .collect()
}
