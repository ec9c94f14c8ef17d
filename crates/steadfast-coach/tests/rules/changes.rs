//! Changes of a line under which it is no longer the writer's own statement.

use steadfast_coach::{FindingId, Kind, Role, check};

use crate::lines::{LINES, Line};

/// A change of a line under which it is no longer the writer's own statement.
pub(crate) struct Change {
    pub(crate) name: &'static str,
    before: &'static str,
    after: &'static str,
    /// The line goes on in the sentence, so its first letter is small.
    pub(crate) goes_on: bool,
}

pub(crate) const CHANGES: [Change; 11] = [
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
pub(crate) fn changed(line: &Line, change: &Change) -> String {
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

/// The lines in which a finding of this kind must be found.
pub(crate) fn yes_lines(kind: Kind) -> impl Iterator<Item = &'static Line> {
    LINES.iter().filter(move |line| {
        line.yes && FindingId::from_name(line.finding).is_some_and(|id| id.kind() == kind)
    })
}

/// Whether the finding of `line` still speaks in its changed `text`.
pub(crate) fn still_speaks(line: &Line, text: &str) -> bool {
    check(text, Role::Involved, line.form()).iter().any(|found| found.id.name() == line.finding)
}
