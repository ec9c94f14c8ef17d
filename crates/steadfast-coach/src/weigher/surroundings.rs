//! What stands around a sentence: whether others hurt, and what helps in the same draft.

use super::{CERTAIN, HARM, HEADS, Table, UNDERLINES, UNIT, Weighed, chance};
use crate::finding::FindingId;

/// How many components there are.
const COMPONENTS: usize = 8;
/// The first component's head.
const FIRST_COMPONENT: usize = FindingId::NamesTheAct as usize + 1;
/// How many things around a sentence have a weight, and one for nothing at all.
pub const WEIGHTS: usize = OTHERS + COMPONENTS;
const OTHERS: usize = 9;
/// A sentence's own weight counts as no more than this.
const SCORE_MOST: i16 = 12 * UNIT as i16;
/// What is around a sentence counts in parts of this.
const WHOLE: i32 = 256;

/// Sums over all sentences of a draft, from which those of all but one follow.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Surroundings {
    sentences: u32,
    harm: u32,
    /// The two that hurt most.
    most: u32,
    second: u32,
    /// How many sentences surely hold each component.
    components: [u32; COMPONENTS],
}

fn holds(weighed: &Weighed, component: usize) -> bool {
    weighed.chances[FIRST_COMPONENT + component] * 2 > CERTAIN
}

impl Surroundings {
    /// Takes in all sentences of a draft.
    pub(crate) fn of<'a>(sentences: impl Iterator<Item = &'a Weighed>) -> Self {
        let mut all = Surroundings::default();
        for weighed in sentences {
            let harm = weighed.chances[HARM];
            all.sentences += 1;
            all.harm = all.harm.saturating_add(harm / 256);
            if harm > all.most {
                (all.most, all.second) = (harm, all.most);
            } else {
                all.second = all.second.max(harm);
            }
            for (component, count) in all.components.iter_mut().enumerate() {
                *count += u32::from(holds(weighed, component));
            }
        }
        all
    }

    /// What stands around `this`, in parts of [`WHOLE`].
    pub(crate) fn around(
        &self,
        before: Option<&Weighed>,
        this: &Weighed,
        after: Option<&Weighed>,
    ) -> [i32; WEIGHTS] {
        let harm_of = |weighed: Option<&Weighed>| weighed.map_or(0, |it| it.chances[HARM] / 256);
        let own = this.chances[HARM];
        let most = if own == self.most { self.second } else { self.most };
        let others = self.sentences.saturating_sub(1);
        let mean = self.harm.saturating_sub(own / 256) / others.max(1);
        let owning = (0..COMPONENTS)
            .filter(|component| self.components[*component] > u32::from(holds(this, *component)))
            .count();
        let yes = |is: bool| if is { WHOLE } else { 0 };
        let mut around = [0; WEIGHTS];
        // Each is a chance in parts of 256, or a count of eight.
        around[..OTHERS].copy_from_slice(&[
            WHOLE,
            (most / 256) as i32,
            mean as i32,
            harm_of(before) as i32,
            harm_of(after) as i32,
            owning as i32 * (WHOLE / 8),
            yes(others == 0),
            yes(before.is_none() && others > 0),
            // How far the sentence's own weight is to be believed.
            i32::from(this.scores[HARM].clamp(-SCORE_MOST, SCORE_MOST)),
        ]);
        for (component, part) in around[OTHERS..].iter_mut().enumerate() {
            *part = (this.chances[FIRST_COMPONENT + component] / 256) as i32;
        }
        around
    }
}

/// How likely each head is with what stands around the sentence.
pub(crate) fn settle(table: Table<'_>, this: &Weighed, around: [i32; WEIGHTS]) -> [u32; HEADS] {
    let mut chances = this.chances;
    let more: i32 =
        table.surroundings().iter().zip(around).map(|(weight, part)| weight * part).sum();
    let harm = chance(i32::from(this.scores[HARM]) + more / WHOLE);
    chances[HARM] = harm;
    for name in &mut chances[1..=UNDERLINES] {
        // Both are at most 2¹⁶.
        *name = (u64::from(*name) * u64::from(harm) / u64::from(CERTAIN)) as u32;
    }
    chances
}
