//! What the promiser asked to change, ahead, and what the other said to it.

use super::acts::Change;
use crate::said::{Entry, EntryId};
use crate::words::Words;

/// One renegotiation of a commitment.
#[derive(Debug, Clone, PartialEq)]
pub struct Renegotiation {
    /// Where it was asked for.
    pub entry: Entry,
    /// What it would change.
    pub change: Change,
    /// Why.
    pub note: Option<Words>,
    /// What became of it.
    pub standing: Standing,
}

/// What became of a renegotiation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has said yes or no, which means nothing: what was promised stands.
    Waiting,
    /// The other said yes, and it holds. In *Mine* the entry is the renegotiation itself.
    Agreed(Entry),
    /// The other said no, and what was promised stands.
    Declined(Entry),
    /// The promiser asked anew for the same occurrence, or for the same all-from-now-on.
    Replaced(Entry),
    /// The promiser has told what became of the occurrence, or has ended the commitment, before anybody answered.
    Lapsed(Entry),
}

impl Renegotiation {
    /// The entry that asked for it.
    pub fn id(&self) -> EntryId {
        self.entry.id
    }

    /// Whether it waits for a yes or no.
    pub fn is_waiting(&self) -> bool {
        self.standing == Standing::Waiting
    }
}
