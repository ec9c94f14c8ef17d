//! What became of occurrences, in words, plain counts and days.

use std::ops::AddAssign;

use jiff::civil::Date;

use crate::said::EntryId;

/// What became of one occurrence, by the promiser's word and the record's times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FollowThrough {
    /// Not due yet, and nothing said.
    Ahead,
    /// Past due, and nothing said. That is no violation; it is simply not known.
    Open,
    /// Said to be kept, by the time at which it was due.
    Kept,
    /// Said to be kept, later than that.
    KeptLate,
    /// Let go or moved ahead of time, with the other's yes. Where it was moved to is an occurrence of its own.
    RenegotiatedAhead,
    /// Said to be missed.
    Missed,
    /// Said to be missed, and repaired.
    MissedAndRepaired,
}

/// How often each follow-through came up, one by one. There is no sum of them that would mean anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// [`FollowThrough::Kept`].
    pub kept: u32,
    /// [`FollowThrough::KeptLate`].
    pub kept_late: u32,
    /// [`FollowThrough::RenegotiatedAhead`].
    pub renegotiated_ahead: u32,
    /// [`FollowThrough::Missed`].
    pub missed: u32,
    /// [`FollowThrough::MissedAndRepaired`].
    pub missed_and_repaired: u32,
    /// [`FollowThrough::Open`].
    pub open: u32,
    /// Of all these, those of which somebody else says that this is not how they saw it.
    pub seen_otherwise: u32,
}

/// One mark in a calendar of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The commitment: the entry of its promise.
    pub commitment: EntryId,
    /// What became of its occurrence on that day.
    pub follow_through: FollowThrough,
    /// Whether somebody else says that this is not how they saw it.
    pub seen_otherwise: bool,
}

/// A day of a calendar, with its marks.
///
/// A commitment may have two marks on one day: the occurrence that was renegotiated, and the later hour of the same day
/// that took its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The date, in the promiser's zone.
    pub date: Date,
    /// The marks, in the order in which the commitments were made.
    pub marks: Vec<Mark>,
}

impl Counts {
    /// How many occurrences these counts are of.
    pub fn all(&self) -> u32 {
        self.kept
            + self.kept_late
            + self.renegotiated_ahead
            + self.missed
            + self.missed_and_repaired
            + self.open
    }

    pub(super) fn count(&mut self, mark: Mark) {
        let count = match mark.follow_through {
            FollowThrough::Ahead => return,
            FollowThrough::Open => &mut self.open,
            FollowThrough::Kept => &mut self.kept,
            FollowThrough::KeptLate => &mut self.kept_late,
            FollowThrough::RenegotiatedAhead => &mut self.renegotiated_ahead,
            FollowThrough::Missed => &mut self.missed,
            FollowThrough::MissedAndRepaired => &mut self.missed_and_repaired,
        };
        *count += 1;
        self.seen_otherwise += u32::from(mark.seen_otherwise);
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.kept += other.kept;
        self.kept_late += other.kept_late;
        self.renegotiated_ahead += other.renegotiated_ahead;
        self.missed += other.missed;
        self.missed_and_repaired += other.missed_and_repaired;
        self.open += other.open;
        self.seen_otherwise += other.seen_otherwise;
    }
}
