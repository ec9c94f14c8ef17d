//! What can be said to disclose something.

use jiff::Timestamp;

use crate::agreements::{Helpers, Hours};
use crate::said::EntryId;
use crate::words::{Title, Words};

/// What can be said to disclose something.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// See [`Disclose`].
    Disclose(Disclose),
    /// See [`Add`].
    Add(Add),
    /// See [`ToldElsewhere`].
    ToldElsewhere(ToldElsewhere),
}

/// Tells that something happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Disclose {
    /// What it is about.
    pub about: About,
    /// When it happened, by the author's word.
    pub happened: Timestamp,
    /// What there is to tell.
    pub words: Words,
}

/// What a disclosure is about.
#[derive(Debug, Clone, PartialEq)]
pub enum About {
    /// A behaviour of a disclosure agreement.
    Agreed {
        /// The agreement.
        agreement: EntryId,
        /// The version that was in force.
        version: EntryId,
        /// The number of the behaviour in it.
        number: u16,
    },
    /// Something that the two partners agreed on in a circle that not all who are here are in, by the author's word.
    AgreedElsewhere {
        /// What it is, in the words of the agreement.
        what: Title,
        /// Within what time it is to be told, counted from when it happened.
        within: Hours,
    },
    /// Something that stands in no agreement, in the author's words.
    Other(Title),
}

/// Adds something to a disclosure of the author's own. It stays an addition, with its own date.
#[derive(Debug, Clone, PartialEq)]
pub struct Add {
    /// The [`Disclose`].
    pub disclosure: EntryId,
    /// What there is to add.
    pub words: Words,
}

/// Says that something was told to somebody else in time, where the two agreed that this is what the partner hears. It says
/// neither what nor when, and is the author's word.
#[derive(Debug, Clone, PartialEq)]
pub struct ToldElsewhere {
    /// The agreement.
    pub agreement: EntryId,
    /// The version that was in force.
    pub version: EntryId,
    /// Who was told.
    pub to: Helpers,
}
