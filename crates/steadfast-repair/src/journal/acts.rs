//! What can be written in the journal.

use crate::said::EntryId;
use crate::words::Words;

/// What can be written in the journal, which is only in *Mine*.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// See [`Write`].
    Write(Write),
    /// See [`Amend`].
    Amend(Amend),
}

/// Writes a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    /// What it says.
    pub text: Words,
}

/// Writes a page anew. The earlier versions stay.
#[derive(Debug, Clone, PartialEq)]
pub struct Amend {
    /// The [`Write`] that began the page, not a later version of it.
    pub entry: EntryId,
    /// What it says now.
    pub text: Words,
}
