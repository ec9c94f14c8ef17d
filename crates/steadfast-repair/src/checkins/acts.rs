//! What can be said in and about check-ins.

use jiff::civil::Time;

use crate::said::EntryId;
use crate::weekdays::Weekdays;
use crate::words::Words;
use crate::zone::ZoneName;

/// What can be said in and about check-ins.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// See [`ProposeTime`].
    ProposeTime(ProposeTime),
    /// See [`AgreeTime`].
    AgreeTime(AgreeTime),
    /// See [`DeclineTime`].
    DeclineTime(DeclineTime),
    /// See [`CheckIn`].
    CheckIn(CheckIn),
    /// See [`Thank`].
    Thank(Thank),
}

/// Proposes when the two check in with each other. It takes the place of an earlier proposal of the author's.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposeTime {
    /// The time of day.
    pub at: Time,
    /// On which days; at least one.
    pub days: Weekdays,
    /// In which zone the time of day is meant.
    pub zone: ZoneName,
}

/// Says yes to the other's proposal. From then on it is the time for check-ins, instead of any earlier one.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreeTime {
    /// The [`ProposeTime`].
    pub proposal: EntryId,
}

/// Says no to a proposal, takes one's own back, or ends the agreed time. Each can do so alone.
#[derive(Debug, Clone, PartialEq)]
pub struct DeclineTime {
    /// The [`ProposeTime`].
    pub proposal: EntryId,
}

/// A check-in (FANOS). Each part can be skipped, not all of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parts {
    /// How I feel.
    pub feelings: Option<Words>,
    /// What I appreciate in the other.
    pub appreciation: Option<Words>,
    /// What I need.
    pub needs: Option<Words>,
    /// What I own: where I fell short.
    pub ownership: Option<Words>,
    /// What I struggle with.
    pub struggles: Option<Words>,
}

/// [`Parts`] of which at least one was not skipped.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckIn(Parts);

/// Every part of the check-in was skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("every part of the check-in is empty")]
pub struct EmptyCheckIn;

impl CheckIn {
    /// Takes the parts.
    ///
    /// # Errors
    ///
    /// [`EmptyCheckIn`] if all were skipped.
    pub fn new(parts: Parts) -> Result<Self, EmptyCheckIn> {
        let Parts { feelings, appreciation, needs, ownership, struggles } = &parts;
        if [feelings, appreciation, needs, ownership, struggles].iter().all(|part| part.is_none()) {
            return Err(EmptyCheckIn);
        }
        Ok(Self(parts))
    }

    /// The parts; at least one is there.
    pub fn parts(&self) -> &Parts {
        &self.0
    }
}

/// Thanks for a check-in. It is the listener's one answer: there are no comments.
#[derive(Debug, Clone, PartialEq)]
pub struct Thank {
    /// The [`CheckIn`].
    pub checkin: EntryId,
}
