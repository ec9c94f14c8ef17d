//! What can be said about commitments.

use jiff::civil::Date;

use super::schedule::{Once, Schedule};
use crate::said::EntryId;
use crate::words::{Title, Words};

/// What can be said about commitments. A commitment is named by its [`Promise`], an occurrence of it by the date that it
/// has in the promiser's zone.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// See [`Promise`].
    Promise(Promise),
    /// See [`Keep`].
    Keep(Keep),
    /// See [`Miss`].
    Miss(Miss),
    /// See [`Repair`].
    Repair(Repair),
    /// See [`Renegotiate`].
    Renegotiate(Renegotiate),
    /// See [`Answer`].
    Answer(Answer),
    /// See [`SawIt`].
    SawIt(SawIt),
    /// See [`NotHowISawIt`].
    NotHowISawIt(NotHowISawIt),
    /// See [`End`].
    End(End),
}

/// Promises something small enough to be kept and seen. The author is the promiser.
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    /// What is promised.
    pub what: Title,
    /// Why it matters to the other, if that is said.
    pub why_it_matters: Option<Words>,
    /// When, how often, until when.
    pub schedule: Schedule,
}

/// The promiser says that an occurrence was kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Keep {
    /// The [`Promise`].
    pub commitment: EntryId,
    /// The date of the occurrence.
    pub occurrence: Date,
}

/// The promiser says that an occurrence was missed. It can also correct an earlier [`Keep`].
#[derive(Debug, Clone, PartialEq)]
pub struct Miss {
    /// The [`Promise`].
    pub commitment: EntryId,
    /// The date of the occurrence.
    pub occurrence: Date,
    /// What there is to say about it.
    pub note: Option<Words>,
}

/// The promiser says how a missed occurrence was repaired. If nothing was said of it yet, this says both.
#[derive(Debug, Clone, PartialEq)]
pub struct Repair {
    /// The [`Promise`].
    pub commitment: EntryId,
    /// The date of the occurrence.
    pub occurrence: Date,
    /// How it was repaired.
    pub note: Option<Words>,
}

/// The promiser asks, ahead, for something else than what was promised. It holds once the other says yes; in *Mine*,
/// where there is nobody to ask, at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Renegotiate {
    /// The [`Promise`].
    pub commitment: EntryId,
    /// What is asked for.
    pub change: Change,
    /// Why.
    pub note: Option<Words>,
}

/// What a renegotiation changes.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// One occurrence.
    One {
        /// The date of the occurrence.
        occurrence: Date,
        /// What takes its place.
        instead: Instead,
    },
    /// All occurrences from a date on.
    From {
        /// The first date to which the new schedule applies.
        date: Date,
        /// The new schedule.
        schedule: Schedule,
    },
}

/// What takes the place of one occurrence.
#[derive(Debug, Clone, PartialEq)]
pub enum Instead {
    /// Nothing: it is let go this once.
    LetGo,
    /// Another day or time.
    Moved(Once),
}

/// The other says yes or no to a renegotiation.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The [`Renegotiate`].
    pub renegotiation: EntryId,
    /// Yes or no.
    pub yes: bool,
}

/// Somebody else says that they saw it as the promiser told it.
#[derive(Debug, Clone, PartialEq)]
pub struct SawIt {
    /// The [`Promise`].
    pub commitment: EntryId,
    /// The date of the occurrence.
    pub occurrence: Date,
}

/// Somebody else says that this is not how they saw it. Neither account overwrites the other.
#[derive(Debug, Clone, PartialEq)]
pub struct NotHowISawIt {
    /// The [`Promise`].
    pub commitment: EntryId,
    /// The date of the occurrence.
    pub occurrence: Date,
    /// How they saw it.
    pub words: Words,
}

/// The promiser ends the commitment. What is promised for the day on which this is said still stands.
#[derive(Debug, Clone, PartialEq)]
pub struct End {
    /// The [`Promise`].
    pub commitment: EntryId,
    /// Why.
    pub note: Option<Words>,
}
