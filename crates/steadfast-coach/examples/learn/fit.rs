//! Finds weights: logistic regression for each head, by adaptive gradient steps in a fixed order.

use std::collections::HashMap;

use steadfast_coach::{BUCKET_BITS, Example, HEADS, STEP_UNITS, UNDERLINES, UNIT, Weighing};

const EPOCHS: usize = 8;
const STEP: f64 = 0.15;
/// How strongly weights are drawn towards nothing.
const SHRINK: f64 = 3.0;
/// A feature that stands in fewer sentences is not learned.
const SEEN_LEAST: u32 = 2;
/// So many features are kept.
const FEATURES_KEPT: usize = 4_700;

/// A sentence to learn from.
pub(crate) struct Row {
    pub(crate) features: Vec<(u32, bool)>,
    /// How surely it has each head, and heads of which that is known.
    pub(crate) has: [f64; HEADS],
    pub(crate) known: u32,
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
        features.sort_unstable();
        features.dedup_by_key(|(key, _)| *key);
        Row { features, has, known }
    }
}

/// Weights by head.
pub(crate) struct Weights {
    /// In units.
    biases: [i32; HEADS],
    /// The key of a feature and its weights, in steps of the table.
    features: Vec<(u32, [i32; HEADS])>,
}

/// The sentences with their features numbered.
struct Problem<'a> {
    rows: Vec<(&'a Row, Vec<(u32, bool)>)>,
    counts: Vec<u32>,
}

impl<'a> Problem<'a> {
    fn new(rows: &[&'a Row], kept: Option<&HashMap<u32, u32>>) -> (Self, Vec<u32>) {
        let mut seen: HashMap<u32, u32> = HashMap::new();
        for (key, _) in rows.iter().flat_map(|row| &row.features) {
            *seen.entry(*key).or_default() += 1;
        }
        let mut numbers: HashMap<u32, u32> = HashMap::new();
        let mut keys = Vec::new();
        let mut counts = Vec::new();
        let numbered = rows
            .iter()
            .map(|row| {
                let mut features = Vec::new();
                for (key, own) in &row.features {
                    let count = seen[key];
                    if count < SEEN_LEAST || kept.is_some_and(|kept| !kept.contains_key(key)) {
                        continue;
                    }
                    let number = *numbers.entry(*key).or_insert_with(|| {
                        keys.push(*key);
                        counts.push(count);
                        (keys.len() - 1) as u32
                    });
                    features.push((number, *own));
                }
                (*row, features)
            })
            .collect();
        (Problem { rows: numbered, counts }, keys)
    }
}

/// The weights of some heads while they are sought; the last feature is the bias.
struct Sought {
    heads: usize,
    weights: Vec<f64>,
    squares: Vec<f64>,
}

impl Sought {
    fn new(heads: usize, features: usize) -> Self {
        let cells = heads * (features + 1);
        Sought { heads, weights: vec![0.0; cells], squares: vec![1e-3; cells] }
    }

    fn score(&self, features: &[(u32, bool)], only_own: bool, bias: usize, out: &mut [f64]) {
        out.copy_from_slice(&self.weights[bias * self.heads..][..self.heads]);
        for (feature, own) in features {
            if *own || !only_own {
                let at = *feature as usize * self.heads;
                for (sum, weight) in out.iter_mut().zip(&self.weights[at..]) {
                    *sum += weight;
                }
            }
        }
    }

    fn step(&mut self, feature: usize, slopes: &[f64], shrink: f64) {
        let at = feature * self.heads;
        for (head, slope) in slopes.iter().enumerate() {
            let slope = slope + shrink * self.weights[at + head];
            self.squares[at + head] += slope * slope;
            self.weights[at + head] -= STEP * slope / self.squares[at + head].sqrt();
        }
    }

    fn update(&mut self, problem: &Problem<'_>, row: usize, only_own: bool, slopes: &[f64]) {
        for (feature, own) in &problem.rows[row].1 {
            if *own || !only_own {
                let feature = *feature as usize;
                self.step(feature, slopes, SHRINK / f64::from(problem.counts[feature]));
            }
        }
        self.step(problem.counts.len(), slopes, 0.0);
    }
}

/// e to the power of `x`, the same on every machine.
fn exp(x: f64) -> f64 {
    let x = x.clamp(-40.0, 40.0);
    let halves = (x * std::f64::consts::LOG2_E).round();
    let rest = x - halves * std::f64::consts::LN_2;
    let series = (1..=14).rev().fold(1.0, |sum, n| 1.0 + sum * rest / f64::from(n));
    series * f64::from_bits(((1023 + halves as i64) as u64) << 52)
}

/// The order in which sentences are learned from: the same each time, and mixed.
fn mixed(count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut state: u64 = 0x2545_f491_4f6c_dd1d;
    for at in (1..count).rev() {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(at, (state >> 33) as usize % (at + 1));
    }
    order
}

fn learn(problem: &Problem<'_>) -> Vec<[f64; HEADS]> {
    let features = problem.counts.len();
    // Whether anything hurts, by the writer's own words; which of the underlines; the rest, by all words that are read.
    let mut harm = Sought::new(1, features);
    let mut names = Sought::new(UNDERLINES, features);
    let rest_heads = HEADS - 1 - UNDERLINES;
    let mut rest = Sought::new(rest_heads, features);
    let order = mixed(problem.rows.len());
    for _ in 0..EPOCHS {
        for &at in &order {
            let (row, listed) = &problem.rows[at];
            if row.known & 1 != 0 {
                let mut score = [0.0];
                harm.score(listed, true, features, &mut score);
                let slope = 1.0 / (1.0 + exp(-score[0])) - row.has[0];
                harm.update(problem, at, true, &[slope]);
            }
            let named: f64 = row.has[1..=UNDERLINES].iter().sum();
            if named > 0.0 {
                let mut scores = [0.0; UNDERLINES];
                names.score(listed, true, features, &mut scores);
                let most = scores.iter().copied().fold(f64::MIN, f64::max);
                let powers = scores.map(|score| exp(score - most));
                let sum: f64 = powers.iter().sum();
                let slopes: [f64; UNDERLINES] = std::array::from_fn(|name| {
                    (powers[name] / sum - row.has[name + 1] / named) * row.has[0]
                });
                names.update(problem, at, true, &slopes);
            }
            let known = row.known >> (1 + UNDERLINES);
            if known != 0 {
                let mut scores = vec![0.0; rest_heads];
                rest.score(listed, false, features, &mut scores);
                let slopes: Vec<f64> = scores
                    .iter()
                    .enumerate()
                    .map(|(head, score)| {
                        let target = row.has[1 + UNDERLINES + head];
                        if known >> head & 1 == 0 {
                            0.0
                        } else {
                            1.0 / (1.0 + exp(-score)) - target
                        }
                    })
                    .collect();
                rest.update(problem, at, false, &slopes);
            }
        }
    }
    (0..=features)
        .map(|feature| {
            std::array::from_fn(|head| match head {
                0 => harm.weights[feature],
                1..=UNDERLINES => names.weights[feature * UNDERLINES + head - 1],
                _ => rest.weights[feature * rest_heads + head - 1 - UNDERLINES],
            })
        })
        .collect()
}

/// Learns weights from `rows`: once with all features, then with those that weighed most.
pub(crate) fn fit(rows: &[&Row]) -> Weights {
    let (problem, keys) = Problem::new(rows, None);
    let first = learn(&problem);
    let mut by_weight: Vec<(f64, u32)> = keys
        .iter()
        .zip(&first)
        .zip(&problem.counts)
        .map(|((key, weights), count)| {
            let most = weights.iter().map(|weight| weight.abs()).fold(0.0, f64::max);
            (most * f64::from(*count).sqrt(), *key)
        })
        .collect();
    by_weight.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let kept = by_weight.iter().take(FEATURES_KEPT).map(|(_, key)| (*key, 0)).collect();
    let (problem, keys) = Problem::new(rows, Some(&kept));
    let found = learn(&problem);
    let whole = |weight: f64| (weight * f64::from(UNIT)).round() as i32;
    Weights {
        biases: found[keys.len()].map(whole),
        features: keys
            .iter()
            .zip(&found)
            .map(|(key, weights)| {
                let steps = |weight: f64| weight * f64::from(UNIT) / f64::from(STEP_UNITS);
                (*key, weights.map(|weight| (steps(weight).round() as i32).clamp(-7, 7)))
            })
            .filter(|(_, weights)| weights.iter().any(|weight| *weight != 0))
            .collect(),
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
    for bias in weights.biases {
        bytes.extend((bias.clamp(-30_000, 30_000) as i16).to_le_bytes());
    }
    bytes.extend(header.surroundings.iter().flat_map(|weight| weight.to_le_bytes()));
    bytes.extend(header.levels.iter().flatten().flat_map(|level| level.to_le_bytes()));
    let mut buckets: Vec<Vec<_>> = vec![Vec::new(); 1 << BUCKET_BITS];
    for (key, weights) in &weights.features {
        buckets[(key >> (32 - BUCKET_BITS)) as usize].push((*key as u16, weights));
    }
    let buckets: Vec<Vec<u8>> = buckets.into_iter().map(bucket).collect();
    let mut at = 0;
    bytes.extend(0_u16.to_le_bytes());
    for bucket in &buckets {
        at += bucket.len();
        let end = u16::try_from(at).map_err(|_| "the weights take more than 64 KB")?;
        bytes.extend(end.to_le_bytes());
    }
    bytes.extend(buckets.concat());
    Ok(bytes)
}

/// The features of a bucket, by the lower halves of their keys.
fn bucket(mut features: Vec<(u16, &[i32; HEADS])>) -> Vec<u8> {
    features.sort_unstable();
    let mut bytes = Vec::new();
    if !features.is_empty() {
        bytes.push(u8::try_from(features.len()).expect("keys are spread over the buckets"));
    }
    bytes.extend(features.iter().flat_map(|(key, _)| key.to_le_bytes()));
    for (_, weights) in features {
        let there: Vec<i32> = weights.iter().copied().filter(|weight| *weight != 0).collect();
        let heads = (0..HEADS).fold(0, |heads, at| heads | u32::from(weights[at] != 0) << at);
        bytes.extend(&heads.to_le_bytes()[..3]);
        let half = |weight: &i32| *weight as u8 & 0xf;
        bytes.extend(there.chunks(2).map(|two| half(&two[0]) | two.get(1).map_or(0, half) << 4));
    }
    bytes
}

/// Weights of what stands around a sentence, given whether it hurts.
pub(crate) fn surroundings(sentences: &[(&Weighing, bool)]) -> Vec<i16> {
    let width = sentences.first().map_or(0, |(sentence, _)| sentence.around.len());
    let mut weights = vec![0.0; width];
    let mut squares = vec![1e-3; width];
    let order = mixed(sentences.len());
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
