//! What can be said to ask a question and to answer one.

use jiff::Timestamp;

use crate::said::EntryId;
use crate::words::Words;

/// What can be said to ask a question and to answer one.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// See [`Ask`].
    Ask(Ask),
    /// See [`SetPace`].
    SetPace(SetPace),
    /// See [`Withdraw`].
    Withdraw(Withdraw),
    /// See [`Promise`].
    Promise(Promise),
    /// See [`NotRemember`].
    NotRemember(NotRemember),
    /// See [`Answer`].
    Answer(Answer),
}

/// Asks a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// The question.
    pub words: Words,
    /// When the author wants the answer.
    pub pace: Pace,
    /// How much the author wants to know.
    pub detail: Detail,
    /// The earlier question, if this one is asked again: an [`Ask`] of the author's own.
    pub again: Option<EntryId>,
}

/// When whoever asked wants the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pace {
    /// As soon as it can be given.
    Now,
    /// Not before this time, to the millisecond.
    NotBefore(Timestamp),
    /// Only where the couples therapist is with them.
    WithTherapist,
    /// Not for now. Whoever asked takes it up again, or never does.
    Parked,
}

/// How much whoever asked wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Detail {
    /// A yes or no, a name, a number: a sentence.
    Short,
    /// What happened, in outline.
    Outline,
    /// All that the other remembers.
    Full,
}

/// Says anew when the author wants the answer to a question of theirs.
#[derive(Debug, Clone, PartialEq)]
pub struct SetPace {
    /// The [`Ask`].
    pub question: EntryId,
    /// When.
    pub pace: Pace,
}

/// Takes back one's own question that was not answered yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Withdraw {
    /// The [`Ask`].
    pub question: EntryId,
}

/// Says by when, and with whom, the author will answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    /// The [`Ask`].
    pub question: EntryId,
    /// By when, to the millisecond.
    pub by: Timestamp,
    /// With whom.
    pub with: Setting,
}

/// With whom a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Setting {
    /// Between the two.
    TheTwo,
    /// With the couples therapist.
    Therapist,
}

/// Says that the author does not remember, and how they will find out.
#[derive(Debug, Clone, PartialEq)]
pub struct NotRemember {
    /// The [`Ask`].
    pub question: EntryId,
    /// How they will find out.
    pub find_out: Words,
}

/// Answers a question of the other's. Said of one that was answered before, it stands beside the earlier answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The [`Ask`].
    pub question: EntryId,
    /// The answer.
    pub words: Words,
}
