//! Where a journal may be written, and by whom.

use super::acts::Amend;
use super::state::Journal;
use crate::people::CircleKind;
use crate::practice::Saying;

/// Why a line of a journal has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A journal is only in *Mine*: elsewhere others would read it.
    #[error("the circle is not Mine")]
    NotMine,
    /// The author is not the one whose circle it is.
    #[error("the author did not found the circle")]
    NotYours,
    /// No page of the journal began with that entry.
    #[error("there is no such page")]
    UnknownPage,
}

pub(super) fn write(said: Saying<'_>) -> Result<(), Refusal> {
    match said.people.circle() {
        Some(circle) if circle.kind == CircleKind::Mine => {
            if circle.founded.author == said.entry.author { Ok(()) } else { Err(Refusal::NotYours) }
        }
        _ => Err(Refusal::NotMine),
    }
}

/// The index of the page to amend.
pub(super) fn amend(journal: &Journal, act: &Amend, said: Saying<'_>) -> Result<usize, Refusal> {
    write(said)?;
    journal.index_of(act.entry).ok_or(Refusal::UnknownPage)
}
