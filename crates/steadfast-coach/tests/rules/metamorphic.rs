//! Every yes line in quotation marks, denied, in another's mouth and in the hurt partner's role: it must fall silent.

use steadfast_coach::{FindingId, Kind, Role, check};

use crate::{
    changes::{CHANGES, changed, still_speaks, yes_lines},
    lines::LINES,
};

/// Of a hundred changed lines this many must be silent.
const SILENT_PER_CENT: usize = 98;

#[test]
fn underlines_fall_silent() {
    let mut reports = Vec::new();
    for change in &CHANGES {
        let mut loud = Vec::new();
        let mut all = 0;
        for line in yes_lines(Kind::Underline) {
            all += 1;
            let text = changed(line, change);
            if still_speaks(line, &text) {
                loud.push(format!("  {}: {text}", line.rule));
            }
        }
        if loud.len() * 100 > all * (100 - SILENT_PER_CENT) {
            reports.push(format!(
                "{}: {} of {all} still speak\n{}",
                change.name,
                loud.len(),
                loud.join("\n")
            ));
        }
    }
    assert!(reports.is_empty(), "{}", reports.join("\n"));
}

#[test]
fn components_and_notes_fall_silent_in_quotation() {
    for change in CHANGES.iter().filter(|change| !change.goes_on) {
        for line in yes_lines(Kind::Component).chain(yes_lines(Kind::Note)) {
            let text = changed(line, change);
            assert!(!still_speaks(line, &text), "{}: {text}", change.name);
        }
    }
}

#[test]
fn the_hurt_partner_hears_nothing_but_safety() {
    for line in LINES {
        for found in check(line.text, Role::Hurt, line.form()) {
            assert_eq!(found.id, FindingId::SelfHarm, "{}", line.text);
        }
    }
}

#[test]
fn self_harm_is_found_whoever_writes() {
    for line in LINES.iter().filter(|line| line.finding == "self_harm" && line.yes) {
        for role in [Role::Involved, Role::Hurt] {
            let found = check(line.text, role, line.form());
            assert!(found.iter().any(|found| found.id == FindingId::SelfHarm), "{}", line.text);
        }
    }
}
