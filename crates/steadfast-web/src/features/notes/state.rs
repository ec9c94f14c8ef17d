//! What the page of notes shows: plain data.

use jiff::Timestamp;
use steadfast_repair::{
    EntryId,
    notes::{Note, Notes, Written},
};

use crate::wording::People;

/// One note, as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) id: EntryId,
    /// Whether it stays closed until the reader wants it: for whoever was hurt, what the other partner wrote and what anybody
    /// else quotes.
    pub(super) waits: bool,
    /// Who wrote it, at the beginning of a sentence.
    pub(super) who: String,
    pub(super) at: Timestamp,
    pub(super) written: Written,
}

/// The notes, the newest last.
pub(super) fn rows(notes: &Notes, people: &People) -> Vec<Row> {
    let row = |note: &Note| {
        let author = note.entry.author;
        let hard =
            matches!(note.written, Written::Quotation(_)) || people.speaks_as_partner(author);
        Row {
            id: note.id(),
            waits: people.am_betrayed() && !people.is_me(author) && hard,
            who: people.subject(author),
            at: note.entry.at,
            written: note.written.clone(),
        }
    };
    notes.all().iter().map(row).collect()
}
