//! The pass over the whole document: how sure the weigher is of it, what overlaps what, and what
//! this kind of document may hold.

use alloc::vec::Vec;

use crate::{
    draft::Sentence,
    finding::{Finding, FindingId, Form, Kind, Role, Severity},
    tables::Tables,
    weigher::{HEADS, Surroundings, Table, Weighed, settle as with_surroundings},
};

/// A rule that spoke in a sentence; offsets from the sentence's first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SentenceHit {
    pub(crate) rule: u16,
    /// Which of the rule's patterns, from 0.
    pub(crate) pattern: u16,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// What the weigher's findings are called in place of a rule, in the order of [`FindingId`].
const WEIGHER: [&str; FindingId::ALL.len()] = [
    "weigher/minimising",
    "weigher/blame_shifting",
    "weigher/justifying",
    "weigher/conditional_apology",
    "weigher/intention_over_impact",
    "weigher/agentless",
    "weigher/rushing",
    "weigher/expecting_return",
    "weigher/demanding_forgiveness",
    "weigher/counter_attack",
    "weigher/denying_reality",
    "weigher/self_condemnation",
    "weigher/names_the_act",
    "weigher/owns",
    "weigher/acknowledges_impact",
    "weigher/remorse",
    "weigher/validates",
    "weigher/repair",
    "weigher/commits_to_change",
    "weigher/patience",
    "weigher/forgiveness_request",
    "weigher/self_harm",
];

/// Turns what was read of all sentences into findings.
pub(crate) fn pass(
    tables: &Tables,
    table: Table<'_>,
    sentences: &[Sentence],
    role: Role,
    form: Form,
    findings: &mut Vec<Finding>,
) {
    let all = Surroundings::of(sentences.iter().filter_map(|it| it.weighed.as_ref()));
    let weighed = |at: Option<usize>| sentences.get(at?).and_then(|it| it.weighed.as_ref());
    let levels_of = FindingId::ALL.map(|id| table.levels(id));
    let speaks = |id| role == Role::Involved || id == FindingId::SelfHarm;
    read(tables, sentences, form, findings, |findings, first, at, start| {
        let before = weighed(at.checked_sub(1));
        let chances = weighed(Some(at)).map_or([0; HEADS], |this| {
            with_surroundings(table, this, all.around(before, this, weighed(at.checked_add(1))))
        });
        let mut by_patterns: u32 = 0;
        let mut next = first;
        while let Some(found) = findings.get_mut(next) {
            let (levels, chance) = (&levels_of[found.id as usize], chances[found.id as usize + 1]);
            by_patterns |= 1 << found.id as u32;
            // Where somebody may want to die, a pattern is enough.
            if chance >= levels.note_of_pattern || found.id == FindingId::SelfHarm {
                judge(found, chance, levels.underline_of_pattern, levels.change, form);
                next += 1;
            } else {
                findings.remove(next);
            }
        }
        for ((id, levels), chance) in FindingId::ALL.into_iter().zip(&levels_of).zip(&chances[1..])
        {
            if *chance >= levels.note
                && by_patterns >> id as u32 & 1 == 0
                && speaks(id)
                && let Some(this) = weighed(Some(at))
            {
                let mut found = found_by_weight(table, id, this, start);
                judge(&mut found, *chance, levels.underline, levels.change, form);
                findings.push(found);
            }
        }
        settle(findings, first);
    });
}

/// As [`pass`], by the patterns alone, without choosing among those that overlap.
pub(crate) fn every_hit(
    tables: &Tables,
    sentences: &[Sentence],
    form: Form,
    findings: &mut Vec<Finding>,
) {
    read(tables, sentences, form, findings, |_, _, _, _| {});
}

/// As [`pass`], by the patterns alone.
pub(crate) fn patterns_alone(
    tables: &Tables,
    sentences: &[Sentence],
    form: Form,
    findings: &mut Vec<Finding>,
) {
    read(tables, sentences, form, findings, |findings, first, _, _| settle(findings, first));
}

fn found_by_weight(table: Table<'_>, id: FindingId, weighed: &Weighed, start: usize) -> Finding {
    let (from, to) = weighed.place(table, id);
    Finding {
        id,
        kind: id.kind(),
        severity: Severity::Info,
        start: start + from as usize,
        end: start + to as usize,
        rule: WEIGHER[id as usize],
        pattern: 0,
    }
}

/// Decides how a finding of this chance is shown.
fn judge(found: &mut Finding, chance: u32, underline: u32, change: u32, form: Form) {
    (found.kind, found.severity) = match found.id.kind() {
        Kind::Underline if chance >= change => (Kind::Underline, Severity::Change),
        Kind::Underline if chance >= underline => (Kind::Underline, Severity::Consider),
        Kind::Underline => (Kind::Note, Severity::Info),
        // A restitution letter holds no request for forgiveness at all.
        _ if form == Form::Restitution && found.id == FindingId::ForgivenessRequest => {
            (Kind::Underline, Severity::Change)
        }
        kind => (kind, Severity::Info),
    };
}

fn read(
    tables: &Tables,
    sentences: &[Sentence],
    form: Form,
    findings: &mut Vec<Finding>,
    finish: impl Fn(&mut Vec<Finding>, usize, usize, usize),
) {
    let mut start = 0;
    for (at, sentence) in sentences.iter().enumerate() {
        let first = findings.len();
        findings.extend(sentence.hits.iter().map(|hit| finding_of(tables, form, start, hit)));
        finish(findings, first, at, start);
        start += sentence.bytes;
    }
}

fn finding_of(tables: &Tables, form: Form, start: usize, hit: &SentenceHit) -> Finding {
    let rule = &tables.rules[hit.rule as usize];
    let mut found = Finding {
        id: rule.finding,
        kind: rule.finding.kind(),
        severity: Severity::Info,
        start: start + hit.start as usize,
        end: start + hit.end as usize,
        rule: rule.name,
        pattern: hit.pattern,
    };
    // Until it is weighed, what a weak pattern found is a note.
    let chance = u32::from(hit.pattern < rule.strong);
    judge(&mut found, chance, 1, u32::MAX, form);
    found
}

/// Of findings that overlap in one sentence (those from index `first` on) keeps one of each id, and no component that an
/// underline takes back.
fn settle(findings: &mut Vec<Finding>, first: usize) {
    if findings.len() == first {
        return;
    }
    sort(&mut findings[first..]);
    let mut at = first;
    while at < findings.len() {
        let this = findings[at];
        let yields = findings[first..].iter().enumerate().any(|(index, other)| {
            let overlaps = other.start < this.end && this.start < other.end && first + index != at;
            overlaps && takes_precedence(other, &this, first + index < at)
        });
        if yields {
            findings.remove(at);
        } else {
            at += 1;
        }
    }
}

/// Puts the few findings of a sentence in the order of the text, by insertion.
fn sort(findings: &mut [Finding]) {
    for end in 1..findings.len() {
        let mut at = end;
        while at > 0 && goes_before(&findings[at], &findings[at - 1]) {
            findings.swap(at, at - 1);
            at -= 1;
        }
    }
}

fn goes_before(one: &Finding, other: &Finding) -> bool {
    (one.start, other.end, one.id as u8, one.pattern)
        < (other.start, one.end, other.id as u8, other.pattern)
}

fn length(found: &Finding) -> usize {
    found.end - found.start
}

fn takes_precedence(other: &Finding, this: &Finding, earlier: bool) -> bool {
    if other.id == this.id {
        // What is underlined goes before a note of the same.
        if other.kind != this.kind {
            return other.kind == Kind::Underline;
        }
        return length(other) > length(this) || (length(other) == length(this) && earlier);
    }
    match other.kind {
        Kind::Safety => true,
        Kind::Underline => this.kind == Kind::Component,
        Kind::Component | Kind::Note => false,
    }
}
