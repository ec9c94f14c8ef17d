//! Chooses how sure the weigher must be of each finding, by what it made of writers whom it had not read.

use steadfast_coach::{FindingId, Kind, Weighing};

use crate::passages::{Passage, overlap};

/// A threshold that nothing reaches.
pub(crate) const NEVER: u16 = u16::MAX;
/// Of what is underlined, so much must be right; of what must change, so much;
/// a little more than is promised, since other people's drafts differ more than these authors do.
const UNDERLINE_RIGHT: f64 = 0.91;
const CHANGE_RIGHT: f64 = 0.97;
/// Of what is only noted, so much.
const NOTE_RIGHT: f64 = 0.50;
/// That somebody may want to die and it is missed is so many times as bad as that it is said of somebody who does not.
const SELF_HARM_MISS: f64 = 2.0;
/// By fewer hits than this nothing is underlined.
const HITS_LEAST: usize = 9;

/// A sentence, how likely a finding is in it, and whether it is marked there.
#[derive(Clone, Copy)]
struct Case {
    passage: usize,
    chance: u32,
    by_pattern: bool,
    right: bool,
}

fn cases(weighed: &[(&Passage, Vec<Weighing>)], id: FindingId) -> Vec<Case> {
    let mut cases = Vec::new();
    for (passage, (text, sentences)) in weighed.iter().enumerate() {
        for sentence in sentences {
            cases.push(Case {
                passage,
                chance: sentence.chances[id as usize + 1],
                by_pattern: sentence.by_patterns.contains(&id),
                right: text.marks.iter().any(|(marked, span)| {
                    *marked == id && overlap(span, &(sentence.start..sentence.end))
                }),
            });
        }
    }
    cases.sort_by_key(|case| std::cmp::Reverse(case.chance));
    cases
}

/// The lowest chance from which on so large a share of the cases is right.
fn lowest(cases: &[Case], share: f64, least: usize) -> Option<u32> {
    let mut right = 0;
    let mut found = None;
    for (at, case) in cases.iter().enumerate() {
        right += usize::from(case.right);
        let ends_here = cases.get(at + 1).is_none_or(|next| next.chance < case.chance);
        if ends_here && at + 1 >= least && right as f64 >= share * (at + 1) as f64 {
            found = Some(case.chance);
        }
    }
    found
}

fn as_level(chance: Option<u32>) -> u16 {
    chance.map_or(NEVER, |chance| u16::try_from(chance).unwrap_or(NEVER).min(NEVER - 1))
}

/// The thresholds of a finding: note, underline, grave underline, and the first two where a pattern stands.
pub(crate) fn choose(weighed: &[(&Passage, Vec<Weighing>)], id: FindingId) -> [u16; 5] {
    let cases = cases(weighed, id);
    if id.kind() != Kind::Underline {
        let (note, of_pattern) = best(&cases, weighed.len(), id);
        return [note, NEVER, NEVER, of_pattern, NEVER];
    }
    let change = lowest(&cases, CHANGE_RIGHT, HITS_LEAST);
    let levels = |by_pattern: bool| {
        let these: Vec<Case> =
            cases.iter().copied().filter(|case| case.by_pattern == by_pattern).collect();
        let underline = lowest(&these, UNDERLINE_RIGHT, HITS_LEAST);
        let rest: Vec<Case> = these
            .into_iter()
            .filter(|case| underline.is_none_or(|level| case.chance < level))
            .collect();
        let note = as_level(lowest(&rest, NOTE_RIGHT, HITS_LEAST));
        (note.min(as_level(underline)), as_level(underline))
    };
    let ((note, underline), (note_of_pattern, underline_of_pattern)) =
        (levels(false), levels(true));
    [note, underline, as_level(change), note_of_pattern, underline_of_pattern]
}

/// The thresholds by which a finding is best told to be in a passage or not; of self-harm what a pattern found always is.
fn best(cases: &[Case], passages: usize, id: FindingId) -> (u16, u16) {
    let miss = if id == FindingId::SelfHarm { SELF_HARM_MISS } else { 1.0 };
    let steps: Vec<u32> = (1..20).map(|step| step * 65_536 / 20).collect();
    let mut there = vec![false; passages];
    for case in cases.iter().filter(|case| case.right) {
        there[case.passage] = true;
    }
    let mut found = (f64::MIN, (NEVER, NEVER));
    for note in &steps {
        for of_pattern in steps.iter().filter(|level| *level <= note) {
            let mut said = vec![false; passages];
            for case in cases {
                let by_pattern =
                    case.by_pattern && (case.chance >= *of_pattern || id == FindingId::SelfHarm);
                said[case.passage] |= by_pattern || case.chance >= *note;
            }
            let both =
                there.iter().zip(&said).filter(|(there, said)| **there && **said).count() as f64;
            let missed = there.iter().filter(|there| **there).count() as f64 - both;
            let wrong = said.iter().filter(|said| **said).count() as f64 - both;
            // The F-measure (van Rijsbergen 1979).
            let worth =
                (1.0 + miss) * both / ((1.0 + miss) * both + miss * missed + wrong).max(1.0);
            if worth > found.0 {
                found = (worth, (as_level(Some(*note)), as_level(Some(*of_pattern))));
            }
        }
    }
    found.1
}
