//! What can be said about boundaries.

use jiff::civil::Date;

use crate::said::EntryId;
use crate::words::Words;

/// What can be said about boundaries.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// See [`Set`].
    Set(Set),
    /// See [`Agree`].
    Agree(Agree),
    /// See [`Decline`].
    Decline(Decline),
    /// See [`Tell`].
    Tell(Tell),
    /// See [`End`].
    End(End),
}

/// Asks for a boundary, or holds one; or puts other words in the place of one's own.
#[derive(Debug, Clone, PartialEq)]
pub struct Set {
    /// The author's boundary that it changes, named by the entry that first set it; `None` for a new one.
    pub boundary: Option<EntryId>,
    /// What it says.
    pub terms: Terms,
}

/// Says yes to a boundary that the other asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Agree {
    /// The boundary.
    pub boundary: EntryId,
    /// The [`Set`] with the very words.
    pub version: EntryId,
}

/// Says no to what the other asked for, or takes back what the author asked for. What is in force stays so.
#[derive(Debug, Clone, PartialEq)]
pub struct Decline {
    /// The boundary.
    pub boundary: EntryId,
    /// The [`Set`].
    pub version: EntryId,
}

/// Says what became of a boundary. It is what its author saw, and no verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Tell {
    /// The boundary.
    pub boundary: EntryId,
    /// What became of it.
    pub became: Became,
    /// What there is to say about it.
    pub note: Option<Words>,
}

/// Ends a boundary: the author's own, or their yes to the other's. It needs no reason.
#[derive(Debug, Clone, PartialEq)]
pub struct End {
    /// The boundary.
    pub boundary: EntryId,
}

/// What a boundary says.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    how: How,
    need: Words,
    purpose: Option<Words>,
    review: Date,
    until: Date,
}

/// A boundary would end before it is looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it would end on {until}, before it is looked at again on {review}")]
pub struct TermsError {
    /// When it would be looked at again.
    pub review: Date,
    /// When it would end.
    pub until: Date,
}

impl Terms {
    /// Takes the terms.
    ///
    /// # Errors
    ///
    /// [`TermsError`] if the end is before the review.
    pub fn new(
        how: How,
        need: Words,
        purpose: Option<Words>,
        review: Date,
        until: Date,
    ) -> Result<Self, TermsError> {
        if until < review {
            return Err(TermsError { review, until });
        }
        Ok(Self { how, need, purpose, review, until })
    }

    /// Whether it is asked for, or held.
    pub fn how(&self) -> How {
        self.how
    }

    /// What its author needs.
    pub fn need(&self) -> &Words {
        &self.need
    }

    /// What it is for.
    pub fn purpose(&self) -> Option<&Words> {
        self.purpose.as_ref()
    }

    /// The date on which it is looked at again. Nothing lapses on it.
    pub fn review(&self) -> Date {
        self.review
    }

    /// The last date on which it is in force; not before the review.
    pub fn until(&self) -> Date {
        self.until
    }
}

/// How a boundary comes to be in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum How {
    /// It is asked of the other, and in force once they say yes.
    Asked,
    /// Its author holds it for themselves, by what they do. It needs nobody's yes.
    Held,
}

/// What became of a boundary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Became {
    /// It was respected.
    Respected,
    /// It was crossed.
    Crossed,
    /// It was crossed, and what that broke was repaired.
    Repaired,
}
