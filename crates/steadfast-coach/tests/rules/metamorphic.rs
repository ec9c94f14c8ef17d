//! Every yes line in quotation marks, denied, in another's mouth and in the hurt partner's role: it must fall silent.

use steadfast_coach::{FindingId, Kind, Role, check};

use crate::lines::{LINES, Line};

/// Of a hundred changed lines this many must be silent.
const SILENT_PER_CENT: usize = 98;

/// A change of a line under which it is no longer the writer's own statement.
struct Change {
    name: &'static str,
    before: &'static str,
    after: &'static str,
    /// The line goes on in the sentence, so its first letter is small.
    goes_on: bool,
}

const CHANGES: [Change; 11] = [
    Change {
        name: "straight quotation marks",
        before: "You wrote to me: \"",
        after: "\"",
        goes_on: false,
    },
    Change {
        name: "curly quotation marks",
        before: "The letter says “",
        after: "” and no more.",
        goes_on: false,
    },
    Change {
        name: "single quotation marks",
        before: "He always said ‘",
        after: "’ and left.",
        goes_on: false,
    },
    Change { name: "a quoted line", before: "> ", after: "", goes_on: false },
    Change { name: "denied", before: "I am not saying that ", after: "", goes_on: true },
    Change { name: "not true", before: "It is not true that ", after: "", goes_on: true },
    Change { name: "never to be said", before: "I will never say that ", after: "", goes_on: true },
    Change { name: "a relative", before: "My brother says that ", after: "", goes_on: true },
    Change { name: "the other partner", before: "You told me that ", after: "", goes_on: true },
    Change { name: "another name", before: "Marta thinks that ", after: "", goes_on: true },
    Change { name: "once said", before: "I used to say that ", after: "", goes_on: true },
];

/// The line after the change.
fn changed(line: &Line, change: &Change) -> String {
    let text = line.text.trim_end_matches(['.', '!']);
    let first_person = text.starts_with("I ") || text.starts_with("I'");
    let mut letters = text.chars();
    let text = match letters.next() {
        Some(first) if change.goes_on && !first_person => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    };
    format!("{}{text}{}", change.before, change.after)
}

fn yes_lines(kind: Kind) -> impl Iterator<Item = &'static Line> {
    LINES.iter().filter(move |line| {
        line.yes && FindingId::from_name(line.finding).is_some_and(|id| id.kind() == kind)
    })
}

#[test]
fn underlines_fall_silent() {
    let mut reports = Vec::new();
    for change in &CHANGES {
        let mut loud = Vec::new();
        let mut all = 0;
        for line in yes_lines(Kind::Underline) {
            all += 1;
            let text = changed(line, change);
            if check(&text, Role::Involved, line.form())
                .iter()
                .any(|found| found.id.name() == line.finding)
            {
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
            let found = check(&text, Role::Involved, line.form());
            assert!(
                found.iter().all(|found| found.id.name() != line.finding),
                "{}: {text}",
                change.name
            );
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
