//! The pass over the whole document: what stands near what, what overlaps what, and what this kind of document may hold.

use alloc::vec::Vec;

use crate::{
    finding::{Finding, FindingId, Form, Kind, Severity},
    tables::{Rule, Says, Tables},
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

/// Turns the hits of all sentences, each with its length in bytes, into findings.
pub(crate) fn pass<'a>(
    tables: &Tables,
    sentences: impl Iterator<Item = (usize, &'a [SentenceHit])> + Clone,
    form: Form,
    findings: &mut Vec<Finding>,
) {
    read(tables, sentences, form, findings, settle);
    weigh(findings);
}

/// Components that own what was done and turn towards the other; naming the act and regret stand in evasive letters too.
const OWNING: [FindingId; 6] = [
    FindingId::Owns,
    FindingId::AcknowledgesImpact,
    FindingId::Validates,
    FindingId::Repair,
    FindingId::CommitsToChange,
    FindingId::Patience,
];
/// So many of them ask for as many other underlines before one is believed.
const OWNING_MAX: usize = 2;

/// In a draft that owns much, a single turn of phrase is most likely meant otherwise, so what would be underlined is only
/// noted; where several such turns stand together they bear each other out.
fn weigh(findings: &mut [Finding]) {
    let mut underlines = 0;
    let mut end = 0;
    for found in findings.iter().filter(|found| found.kind == Kind::Underline) {
        // What overlaps is one turn of phrase under several names.
        underlines += usize::from(found.start >= end);
        end = end.max(found.end);
    }
    let owning = OWNING
        .iter()
        .filter(|component| findings.iter().any(|found| found.id == **component))
        .count()
        .min(OWNING_MAX);
    if underlines > owning {
        return;
    }
    for found in findings.iter_mut().filter(|found| {
        // What a form may not hold at all stays underlined.
        found.kind == Kind::Underline && found.id != FindingId::ForgivenessRequest
    }) {
        found.kind = Kind::Note;
        found.severity = Severity::Info;
    }
}

/// As [`pass`], without choosing among findings that overlap.
pub(crate) fn every_hit<'a>(
    tables: &Tables,
    sentences: impl Iterator<Item = (usize, &'a [SentenceHit])> + Clone,
    form: Form,
    findings: &mut Vec<Finding>,
) {
    read(tables, sentences, form, findings, |_, _| {});
}

fn read<'a>(
    tables: &Tables,
    sentences: impl Iterator<Item = (usize, &'a [SentenceHit])> + Clone,
    form: Form,
    findings: &mut Vec<Finding>,
    settle: impl Fn(&mut Vec<Finding>, usize),
) {
    let mut start = 0;
    let mut facts_before = 0;
    let mut upcoming = sentences.clone().skip(1);
    for (bytes, hits) in sentences {
        let facts_here = facts_of(tables, hits);
        let facts_after = upcoming.next().map_or(0, |(_, hits)| facts_of(tables, hits));
        let near = facts_before | facts_here | facts_after;
        let first = findings.len();
        for hit in hits {
            let rule = &tables.rules[hit.rule as usize];
            if let Says::Finding(id) = rule.says
                && rule.unless_near & near == 0
                && (rule.only_near == 0 || rule.only_near & near != 0)
            {
                findings.push(finding_of(rule, id, form, start, hit));
            }
        }
        settle(findings, first);
        start += bytes;
        facts_before = facts_here;
    }
}

fn facts_of(tables: &Tables, hits: &[SentenceHit]) -> u16 {
    hits.iter().fold(0, |facts, hit| match tables.rules[hit.rule as usize].says {
        Says::Fact(bit) => facts | bit,
        Says::Finding(_) => facts,
    })
}

fn finding_of(rule: &Rule, id: FindingId, form: Form, start: usize, hit: &SentenceHit) -> Finding {
    // A restitution letter holds no request for forgiveness at all.
    let forbidden_here = form == Form::Restitution && id == FindingId::ForgivenessRequest;
    let (kind, severity) = if forbidden_here {
        (Kind::Underline, Severity::Change)
    } else if id.kind() == Kind::Underline && hit.pattern >= rule.strong {
        (Kind::Note, Severity::Info)
    } else {
        (id.kind(), rule.severity)
    };
    Finding {
        id,
        kind,
        severity,
        start: start + hit.start as usize,
        end: start + hit.end as usize,
        rule: rule.name,
        pattern: hit.pattern,
    }
}

/// Of findings that overlap in one sentence (those from index `first` on) keeps one of each id, and no component that an
/// underline takes back.
fn settle(findings: &mut Vec<Finding>, first: usize) {
    if findings.len() == first {
        return;
    }
    findings[first..].sort_unstable_by(|one, other| {
        (one.start, core::cmp::Reverse(one.end), one.id, one.rule).cmp(&(
            other.start,
            core::cmp::Reverse(other.end),
            other.id,
            other.rule,
        ))
    });
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
