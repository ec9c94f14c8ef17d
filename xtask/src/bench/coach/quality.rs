//! Precision and recall of findings against marks: underlines by overlap of their spans, components by whether a draft
//! has them.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use steadfast_coach::{Finding, FindingId, Kind, Role, Severity, every_hit};

use super::drafts::{Draft, Mark};

/// How many of how many.
#[derive(Clone, Copy, Default)]
struct Share {
    part: u32,
    of: u32,
}

impl Share {
    fn count(&mut self, holds: bool) {
        self.part += u32::from(holds);
        self.of += 1;
    }

    fn plus(self, other: Share) -> Share {
        Share { part: self.part + other.part, of: self.of + other.of }
    }

    fn value(self) -> Option<f64> {
        (self.of > 0).then(|| f64::from(self.part) / f64::from(self.of))
    }

    /// The 95 % interval of Wilson (1927).
    fn interval(self) -> Option<(f64, f64)> {
        let share = self.value()?;
        let (z, n) = (1.959_964, f64::from(self.of));
        let middle = share + z * z / (2.0 * n);
        let reach = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
        let whole = 1.0 + z * z / n;
        Some((((middle - reach) / whole).max(0.0), ((middle + reach) / whole).min(1.0)))
    }
}

/// What is counted of one finding.
#[derive(Clone, Copy, Default)]
struct Counts {
    /// Of what was found as an underline, what was marked.
    precision: Share,
    /// The same of what the coach says must change.
    precision_change: Share,
    /// Of what was marked, what was found as an underline.
    recall: Share,
    /// The same of what stands there in so many words.
    recall_explicit: Share,
    /// Of what is only noted beside the text, what was marked.
    precision_noted: Share,
    /// Of what was marked, what was found as an underline or noted beside the text.
    recall_shown: Share,
    /// The same of what stands there in so many words.
    recall_shown_explicit: Share,
    /// Of what was found as an underline, what overlaps a mark of any underline: the place is right, if not the name.
    precision_any_name: Share,
    /// Of what was marked, what an underline of any name overlaps.
    recall_any_name: Share,
}

impl Counts {
    fn plus(self, other: Counts) -> Counts {
        Counts {
            precision: self.precision.plus(other.precision),
            precision_change: self.precision_change.plus(other.precision_change),
            recall: self.recall.plus(other.recall),
            recall_explicit: self.recall_explicit.plus(other.recall_explicit),
            precision_noted: self.precision_noted.plus(other.precision_noted),
            recall_shown: self.recall_shown.plus(other.recall_shown),
            recall_shown_explicit: self.recall_shown_explicit.plus(other.recall_shown_explicit),
            precision_any_name: self.precision_any_name.plus(other.precision_any_name),
            recall_any_name: self.recall_any_name.plus(other.recall_any_name),
        }
    }

    fn print(self, half: &str, finding: &str) {
        for (name, share) in [
            ("precision", self.precision),
            ("precision_change", self.precision_change),
            ("recall", self.recall),
            ("recall_explicit", self.recall_explicit),
            ("precision_noted", self.precision_noted),
            ("recall_shown", self.recall_shown),
            ("recall_shown_explicit", self.recall_shown_explicit),
            ("precision_any_name", self.precision_any_name),
            ("recall_any_name", self.recall_any_name),
        ] {
            print_share(name, half, finding, share);
        }
    }
}

/// Prints every figure about how often the coach is right in `drafts`.
pub(super) fn print<'a>(half: &str, drafts: impl IntoIterator<Item = &'a Draft>) {
    let drafts: Vec<&Draft> = drafts.into_iter().collect();
    let by_kind =
        |kind: Kind| FindingId::ALL.into_iter().filter(move |finding| finding.kind() == kind);
    let mut all = Counts::default();
    for finding in by_kind(Kind::Underline) {
        let counts = spans(&drafts, finding);
        counts.print(half, finding.name());
        all = all.plus(counts);
    }
    all.print(half, "all underlines");
    let (mut right, mut said, mut there) = (0, 0, 0);
    for finding in by_kind(Kind::Component) {
        let counts = presence(&drafts, finding);
        print_presence(half, finding.name(), counts);
        (right, said, there) = (right + counts.0, said + counts.1, there + counts.2);
    }
    print_presence(half, "all components", (right, said, there));
    for finding in by_kind(Kind::Note).chain(by_kind(Kind::Safety)) {
        print_presence(half, finding.name(), presence(&drafts, finding));
    }
    print_rules(half, &drafts);
    print_hurt(half, &drafts);
}

/// The precision of each rule that found something to underline or to note: by it a rule ships as a note.
fn print_rules(half: &str, drafts: &[&Draft]) {
    let mut rules: BTreeMap<&str, Share> = BTreeMap::new();
    for draft in drafts {
        for found in draft.found.iter().filter(|found| found.id.kind() == Kind::Underline) {
            let right = draft.marks.iter().any(|mark| mark.agrees(found));
            rules.entry(found.rule).or_default().count(right);
        }
    }
    for (rule, share) in rules {
        print_share("rule_precision", half, rule, share);
    }
}

fn spans(drafts: &[&Draft], finding: FindingId) -> Counts {
    let mut counts = Counts::default();
    for draft in drafts {
        for found in draft.found.iter().filter(|found| found.id == finding) {
            let right = draft.marks.iter().any(|mark| mark.agrees(found));
            if found.kind == Kind::Underline {
                counts.precision.count(right);
                counts.precision_any_name.count(
                    draft
                        .marks
                        .iter()
                        .any(|mark| mark.finding.kind() == Kind::Underline && mark.overlaps(found)),
                );
                if found.severity == Severity::Change {
                    counts.precision_change.count(right);
                }
            } else {
                counts.precision_noted.count(right);
            }
        }
        for mark in draft.marks.iter().filter(|mark| mark.finding == finding) {
            let seen = is_underlined(mark, &draft.found);
            counts.recall.count(seen);
            let shown = draft.found.iter().any(|found| mark.agrees(found));
            counts.recall_shown.count(shown);
            if mark.explicit {
                counts.recall_shown_explicit.count(shown);
            }
            counts.recall_any_name.count(
                draft
                    .found
                    .iter()
                    .any(|found| found.kind == Kind::Underline && mark.overlaps(found)),
            );
            if mark.explicit {
                counts.recall_explicit.count(seen);
            }
        }
    }
    counts
}

fn is_underlined(mark: &Mark, found: &[Finding]) -> bool {
    found.iter().any(|found| found.kind == Kind::Underline && mark.agrees(found))
}

/// In how many drafts the finding is rightly said to be, is said to be, and is.
fn presence(drafts: &[&Draft], finding: FindingId) -> (u32, u32, u32) {
    drafts.iter().fold((0, 0, 0), |(right, said, there), draft| {
        let is_said = draft.found.iter().any(|found| found.id == finding);
        let is_there = draft.marks.iter().any(|mark| mark.finding == finding);
        (
            right + u32::from(is_said && is_there),
            said + u32::from(is_said),
            there + u32::from(is_there),
        )
    })
}

fn print_presence(half: &str, finding: &str, (right, said, there): (u32, u32, u32)) {
    print_share("precision", half, finding, Share { part: right, of: said });
    print_share("recall", half, finding, Share { part: right, of: there });
    let f1 = (said + there > 0).then(|| f64::from(2 * right) / f64::from(said + there));
    print_figure(json!({ "figure": "f1", "half": half, "finding": finding, "value": f1 }));
}

/// What is underlined in drafts of the partner who was hurt; nothing ever should be.
fn print_hurt(half: &str, drafts: &[&Draft]) {
    let hurt: Vec<_> = drafts.iter().filter(|draft| draft.role == Role::Hurt).collect();
    let words: usize = hurt.iter().map(|draft| draft.text.split_whitespace().count()).sum();
    let underlines = hurt
        .iter()
        .flat_map(|draft| &draft.found)
        .filter(|found| found.id != FindingId::SelfHarm)
        .count();
    let value = (words > 0).then(|| underlines as f64 * 100.0 / words as f64);
    print_figure(json!({
        "figure": "underlines_in_hurt_per_100_words", "half": half, "value": value, "words": words,
        "drafts": hurt.len(),
    }));
}

fn print_share(name: &str, half: &str, finding: &str, share: Share) {
    if share.of > 0 {
        let (low, high) = share.interval().unzip();
        print_figure(json!({
            "figure": name, "half": half, "finding": finding, "value": share.value(), "low": low,
            "high": high, "part": share.part, "of": share.of,
        }));
    }
}

/// Prints one figure, numbers to four places.
pub(super) fn print_figure(mut figure: Value) {
    if let Some(object) = figure.as_object_mut() {
        for value in object.values_mut() {
            if let Some(number) = value.as_f64().filter(|_| value.is_f64()) {
                *value = json!((number * 1e4).round() / 1e4);
            }
        }
    }
    println!("{figure}");
}

/// Lists every hit of every pattern that underlines or notes, and whether a person marked the same there, something else
/// or nothing.
pub(super) fn print_hits(drafts: &[Draft]) {
    for draft in drafts {
        for found in every_hit(&draft.text, draft.role, draft.form) {
            let is_underline = |mark: &&Mark| mark.finding.kind() == Kind::Underline;
            let here =
                || draft.marks.iter().filter(is_underline).filter(|mark| mark.overlaps(&found));
            let what = match found.id.kind() {
                Kind::Underline if here().any(|mark| mark.agrees(&found)) => "right",
                Kind::Underline if here().next().is_some() => "other",
                Kind::Underline => "wrong",
                _ => continue,
            };
            let pattern = format!("{}#{}", found.rule, found.pattern);
            print_error(what, draft, found.id, &pattern, found.start..found.end);
        }
    }
}

/// Lists what is missed and what is wrong, for whoever writes rules.
pub(super) fn print_errors(drafts: &[Draft]) {
    for draft in drafts {
        for found in &draft.found {
            let wrong = match found.id.kind() {
                Kind::Component => !draft.marks.iter().any(|mark| mark.finding == found.id),
                _ => !draft.marks.iter().any(|mark| mark.agrees(found)),
            };
            if wrong {
                let pattern = format!("{}#{}", found.rule, found.pattern);
                print_error("wrong", draft, found.id, &pattern, found.start..found.end);
            }
        }
        for mark in &draft.marks {
            let missed = match mark.finding.kind() {
                Kind::Component => !draft.found.iter().any(|found| found.id == mark.finding),
                _ => !draft.found.iter().any(|found| mark.agrees(found)),
            };
            if missed {
                let how = if mark.explicit { "explicit" } else { "indirect" };
                print_error("missed", draft, mark.finding, how, mark.span.clone());
            }
        }
    }
}

fn print_error(
    what: &str,
    draft: &Draft,
    finding: FindingId,
    more: &str,
    span: std::ops::Range<usize>,
) {
    println!(
        "{what}\t{}\t{}\t{more}\t{}",
        draft.id,
        finding.name(),
        draft.text[span].replace('\n', " ")
    );
}
