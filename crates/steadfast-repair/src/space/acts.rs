//! What can be said about space.

use jiff::Timestamp;

use crate::said::EntryId;
use crate::words::{Title, Words};

/// The longest time for which space can be asked, in hours: fourteen days.
///
/// It is long enough for two weeks apart. It is short enough that nobody shuts the other out for good with one date: who
/// needs longer asks again, and says so.
pub const SPACE_HOURS_MAX: i64 = 14 * 24;

/// The most exemptions that one request may have. They have to be read at a glance by somebody who is in a hurry.
pub const EXEMPTIONS_MAX: usize = 8;

/// What can be said about space.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// See [`Ask`].
    Ask(Ask),
    /// See [`End`].
    End(End),
    /// See [`Message`].
    Message(Message),
}

/// Asks for space until a moment. It takes the place of an earlier request of the author's that is not over.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// Until when, to the millisecond; at most [`SPACE_HOURS_MAX`] hours ahead.
    pub until: Timestamp,
    /// What goes through all the same.
    pub exempt: Exemptions,
    /// What there is to say with it.
    pub words: Option<Words>,
}

/// Ends one's own request before its time. It needs no reason.
#[derive(Debug, Clone, PartialEq)]
pub struct End {
    /// The [`Ask`].
    pub request: EntryId,
}

/// Says something that stands under an exemption of the other's request. It does not wait.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// The [`Ask`].
    pub request: EntryId,
    /// Under which of its exemptions, in the very words.
    pub exemption: Title,
    /// What is said.
    pub words: Words,
}

/// What goes through although space was asked for: up to [`EXEMPTIONS_MAX`] things, in the asker's words, no two alike.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exemptions(Vec<Title>);

/// Why some lines are no exemptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExemptionsError {
    /// There are more than [`EXEMPTIONS_MAX`].
    #[error("there are {exemptions} exemptions, {EXEMPTIONS_MAX} are possible")]
    TooMany {
        /// How many there are.
        exemptions: usize,
    },
    /// Two say the same.
    #[error("two exemptions say the same")]
    Twice,
}

impl Exemptions {
    /// Takes the exemptions; none is possible.
    ///
    /// # Errors
    ///
    /// Every [`ExemptionsError`].
    pub fn new(exemptions: Vec<Title>) -> Result<Self, ExemptionsError> {
        if EXEMPTIONS_MAX < exemptions.len() {
            return Err(ExemptionsError::TooMany { exemptions: exemptions.len() });
        }
        let twice = |(at, one): (usize, &Title)| exemptions[..at].contains(one);
        if exemptions.iter().enumerate().any(twice) {
            return Err(ExemptionsError::Twice);
        }
        Ok(Self(exemptions))
    }

    /// The exemptions, in the order in which they were written.
    pub fn all(&self) -> &[Title] {
        &self.0
    }
}
