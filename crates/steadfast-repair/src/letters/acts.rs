//! What can be said by letter.

use crate::said::EntryId;
use crate::words::Words;

/// What can be said by letter, and about letters.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// See [`Send`].
    Send(Send),
    /// See [`AllowRestitution`].
    AllowRestitution(AllowRestitution),
}

/// Sends a letter. Nobody says when, or whether, it was opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Send {
    /// What it is.
    pub kind: Kind,
    /// The letter.
    pub words: Words,
}

/// What a letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Says what the author did, and that it was their doing.
    Acknowledgement,
    /// Says sorry.
    Apology,
    /// Says what it did to the author, by the one who was hurt.
    Impact,
    /// Answers an impact letter: what the author has understood, and what they do to make amends.
    Restitution {
        /// What opened the way for it: an impact letter of the other's, or an [`AllowRestitution`].
        after: EntryId,
    },
    /// Says that what the other feels makes sense.
    Validation,
}

/// By a therapist: lets a restitution letter come without an impact letter before it.
#[derive(Debug, Clone, PartialEq)]
pub struct AllowRestitution;
