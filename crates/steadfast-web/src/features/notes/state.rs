//! What the page of notes shows: plain data.

use jiff::Timestamp;
use steadfast_repair::{
    EntryId,
    notes::{Notes, Written},
};

use crate::wording::People;

/// One note, as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) id: EntryId,
    /// Whether it is the reader's own.
    pub(super) mine: bool,
    /// Who wrote it, at the beginning of a sentence.
    pub(super) who: String,
    pub(super) at: Timestamp,
    pub(super) written: Written,
}

/// The notes, the newest last.
pub(super) fn rows(notes: &Notes, people: &People) -> Vec<Row> {
    let row = |note: &steadfast_repair::notes::Note| Row {
        id: note.id(),
        mine: people.is_me(note.entry.author),
        who: people.subject(note.entry.author),
        at: note.entry.at,
        written: note.written.clone(),
    };
    notes.all().iter().map(row).collect()
}
