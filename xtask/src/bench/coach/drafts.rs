//! The drafts of `testdata/coach` with the marks of whoever wrote them.

use std::{fs, ops::Range, path::Path};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use steadfast_coach::{Finding, FindingId, Form, Role, check};

use crate::workspace;

/// Which half of the drafts.
#[derive(Clone, Copy)]
pub(super) enum Half {
    /// Those that the first rules were written with.
    Tuning,
    /// Those that they were judged on. Both have been looked at since.
    Unseen,
}

/// One draft, what a person marked in it, and what the coach finds in it.
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) role: Role,
    pub(super) form: Form,
    pub(super) marks: Vec<Mark>,
    pub(super) found: Vec<Finding>,
}

/// What a person marked.
pub(super) struct Mark {
    pub(super) finding: FindingId,
    pub(super) span: Range<usize>,
    /// In so many words; otherwise indirectly.
    pub(super) explicit: bool,
}

impl Mark {
    /// Whether `found` is the same finding in an overlapping place.
    pub(super) fn agrees(&self, found: &Finding) -> bool {
        self.finding == found.id && self.overlaps(found)
    }

    /// Whether `found` is in an overlapping place, whatever it is.
    pub(super) fn overlaps(&self, found: &Finding) -> bool {
        self.span.start < found.end && found.start < self.span.end
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: String,
    role: String,
    form: String,
    text: String,
    marks: Vec<MarkObject>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkObject {
    finding: String,
    #[serde(rename = "kind")]
    _kind: String,
    quote: String,
    /// Which of several places where the quotation stands, from 1.
    #[serde(default = "first")]
    nth: usize,
    #[serde(default)]
    explicit: bool,
}

fn first() -> usize {
    1
}

/// Reads all drafts of one half and has the coach look at them.
///
/// # Errors
/// When a file cannot be read or a line is not a marked draft; the message names the file and the draft, not its text.
pub(super) fn read(half: Half) -> Result<Vec<Draft>> {
    let folder = workspace::root().join("testdata/coach").join(match half {
        Half::Tuning => "tuning",
        Half::Unseen => "unseen",
    });
    let mut files: Vec<_> = fs::read_dir(&folder)
        .with_context(|| format!("reading {}", folder.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.sort();
    let mut drafts = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "jsonl")) {
        read_file(file, &mut drafts).with_context(|| file.display().to_string())?;
    }
    Ok(drafts)
}

fn read_file(file: &Path, drafts: &mut Vec<Draft>) -> Result<()> {
    for (number, line) in fs::read_to_string(file)?.lines().enumerate() {
        let Ok(line) = serde_json::from_str::<Line>(line) else {
            anyhow::bail!("line {} is not a marked draft", number + 1);
        };
        let id = line.id.clone();
        drafts.push(draft(line).with_context(|| id)?);
    }
    Ok(())
}

fn draft(line: Line) -> Result<Draft> {
    let role = Role::from_name(&line.role).context("unknown role")?;
    let form = Form::from_name(&line.form).context("unknown form")?;
    let marks = line
        .marks
        .iter()
        .map(|mark| {
            let finding = FindingId::from_name(&mark.finding)
                .with_context(|| format!("there is no finding {}", mark.finding))?;
            ensure!(!mark.quote.is_empty() && mark.nth > 0, "a mark without a place");
            let (start, quote) =
                line.text.match_indices(&mark.quote).nth(mark.nth - 1).with_context(|| {
                    format!("a mark of {} that is not in the text", mark.finding)
                })?;
            Ok(Mark { finding, span: start..start + quote.len(), explicit: mark.explicit })
        })
        .collect::<Result<_>>()?;
    let found = check(&line.text, role, form);
    Ok(Draft { id: line.id, text: line.text, role, form, marks, found })
}
