//! The yes and no lines of all rules, as the build script collected them.

use steadfast_coach::{Finding, Form, Role, check_patterns};

/// One line of a rule file.
pub(crate) struct Line {
    pub(crate) rule: &'static str,
    pub(crate) finding: &'static str,
    pub(crate) form: usize,
    pub(crate) guards: &'static [&'static str],
    pub(crate) path: &'static str,
    pub(crate) line: usize,
    pub(crate) text: &'static str,
    pub(crate) marked: &'static [(usize, usize)],
    pub(crate) yes: bool,
}

impl Line {
    /// The first form in which the rule speaks.
    pub(crate) fn form(&self) -> Form {
        Form::ALL[self.form]
    }
}

pub(crate) static LINES: &[Line] = &include!(concat!(env!("OUT_DIR"), "/lines.rs"));

/// What the patterns find in the line when the partner who did the harm writes it.
pub(crate) fn involved(line: &Line) -> Vec<Finding> {
    check_patterns(line.text, Role::Involved, line.form())
}

/// The text with ⟦ ⟧ around `spans`.
pub(crate) fn mark(text: &str, spans: &[(usize, usize)]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (start, end) in spans {
        if *start >= at {
            out.push_str(&text[at..*start]);
            out.push('⟦');
            out.push_str(&text[*start..*end]);
            out.push('⟧');
            at = *end;
        }
    }
    out.push_str(&text[at..]);
    out
}
