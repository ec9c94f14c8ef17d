//! Who may promise, tell, change, answer and see, and until when.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::acts::{Answer, Change, End, Instead, Promise, Renegotiate};
use super::commitment::{Commitment, How, Occurrence, Saw};
use super::schedule::{Once, START_YEAR_MIN, Schedule, slot};
use super::state::Commitments;
use crate::practice::Saying;
use crate::said::{EntryId, MemberId};
use crate::zone::{UnknownZone, ZoneName};

/// Why something said about commitments has no effect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing was promised in that entry.
    #[error("there is no such commitment")]
    UnknownCommitment,
    /// Only the promiser tells, renegotiates and ends.
    #[error("the author is not the promiser")]
    NotThePromiser,
    /// Nobody confirms, disputes or answers what they promised themselves.
    #[error("the promise is the author's own")]
    OwnPromise,
    /// In a circle of the partners, only the other partner says yes or no.
    #[error("the author is not one of the partners")]
    NotAPartner,
    /// The schedule is in a zone that this program does not know.
    #[error("the time zone {zone} is not known here")]
    UnknownZone {
        /// Its name.
        zone: ZoneName,
    },
    /// All that it promises was due before it was said.
    #[error("nothing that is promised lies ahead")]
    NothingAhead,
    /// The commitment has no occurrence on that date, or none any more.
    #[error("there is no occurrence on {date}")]
    NoOccurrence {
        /// The date.
        date: Date,
    },
    /// It was told before it could have happened.
    #[error("the occurrence's turn comes at {from}")]
    NotYetItsTurn {
        /// From when it can be told.
        from: Timestamp,
    },
    /// It is not due yet, so there is nothing to repair: it can still be kept.
    #[error("the occurrence is due only at {due}")]
    NotYetDue {
        /// When it is due.
        due: Timestamp,
    },
    /// The promiser has told what became of it, and this does not follow on it.
    #[error("the occurrence was told already")]
    AlreadyTold {
        /// What they told.
        how: How,
    },
    /// What is to be changed, or what is to take its place, was due by then. Renegotiating is done ahead.
    #[error("it was not said ahead")]
    NotAhead,
    /// Another occurrence is on that date.
    #[error("{date} has an occurrence already")]
    DateTaken {
        /// The date.
        date: Date,
    },
    /// The date lies beyond all that can be promised.
    #[error("{date} is out of range")]
    OutOfRange {
        /// The date.
        date: Date,
    },
    /// The commitment was ended.
    #[error("the commitment was ended")]
    Ended,
    /// Nothing was renegotiated in that entry.
    #[error("there is no such renegotiation")]
    UnknownRenegotiation,
    /// The renegotiation was answered or replaced, or it lapsed.
    #[error("the renegotiation no longer waits")]
    NoLongerWaiting,
    /// The promiser has said nothing about the occurrence yet.
    #[error("nothing was told of the occurrence yet")]
    NothingTold,
    /// The author has said already that they saw it.
    #[error("the author has said so already")]
    AlreadySeen,
}

impl From<UnknownZone> for Refusal {
    fn from(unknown: UnknownZone) -> Self {
        Self::UnknownZone { zone: unknown.zone }
    }
}

/// The rules of the promise's zone.
pub(super) fn promise(act: &Promise, said: Saying<'_>) -> Result<TimeZone, Refusal> {
    let zone = act.schedule.zone().time_zone()?;
    let last = Once { date: act.schedule.last(), within: act.schedule.within() };
    if slot(last, &zone).due <= said.entry.at { Err(Refusal::NothingAhead) } else { Ok(zone) }
}

/// The index of the commitment, and the occurrence that is told.
///
/// A *kept* can be corrected to *missed*, and a *missed* said ahead is *kept* after all if it still was in time. A miss is
/// not undone otherwise: it is repaired.
pub(super) fn tell(
    commitments: &Commitments,
    commitment: EntryId,
    date: Date,
    how: How,
    said: Saying<'_>,
) -> Result<(usize, Occurrence), Refusal> {
    let (index, commitment) = own(commitments, commitment, said.entry.author)?;
    Ok((index, can_be_told(commitment, date, how, said.entry.at)?))
}

/// The occurrence of a date, if its promiser can say at this moment that this became of it.
pub(super) fn can_be_told(
    commitment: &Commitment,
    date: Date,
    how: How,
    at: Timestamp,
) -> Result<Occurrence, Refusal> {
    let occurrence = commitment.occurrence(date).ok_or(Refusal::NoOccurrence { date })?;
    let due = occurrence.slot.due;
    match (commitment.telling(date).map(|telling| telling.how), how) {
        (None, How::MissedAndRepaired) if at <= due => return Err(Refusal::NotYetDue { due }),
        (None, How::MissedAndRepaired) => {}
        (None, How::Kept | How::Missed) => {
            if let Some(from) = commitment.turn_of(&occurrence).filter(|&turn| at < turn) {
                return Err(Refusal::NotYetItsTurn { from });
            }
        }
        (Some(How::Kept), How::Missed) | (Some(How::Missed), How::MissedAndRepaired) => {}
        (Some(How::Missed), How::Kept) if at <= due => {}
        (Some(how), _) => return Err(Refusal::AlreadyTold { how }),
    }
    Ok(occurrence)
}

/// The index of the commitment, and the rules of the zone in which the change is meant.
pub(super) fn renegotiate(
    commitments: &Commitments,
    act: &Renegotiate,
    said: Saying<'_>,
) -> Result<(usize, TimeZone), Refusal> {
    let (index, commitment) = own(commitments, act.commitment, said.entry.author)?;
    if commitment.ended().is_some() {
        return Err(Refusal::Ended);
    }
    let at = said.entry.at;
    match &act.change {
        Change::One { occurrence, instead } => {
            let due = still_open(commitment, *occurrence)?.slot.due;
            if due <= at {
                return Err(Refusal::NotAhead);
            }
            let zone = commitment.zone_on(*occurrence).clone();
            if let Instead::Moved(once) = instead {
                if once.date.year() < START_YEAR_MIN || commitment.horizon() < once.date {
                    return Err(Refusal::OutOfRange { date: once.date });
                }
                if slot(*once, &zone).due <= at {
                    return Err(Refusal::NotAhead);
                }
                date_free(commitment, *occurrence, once.date)?;
            }
            Ok((index, zone))
        }
        Change::From { date, schedule } => {
            let zone = schedule.zone().time_zone()?;
            if *date < commitment.date_at(at) {
                return Err(Refusal::NotAhead);
            }
            let replaced =
                commitment.first_untold(*date).ok_or(Refusal::NoOccurrence { date: *date })?;
            let begins = first_untold(commitment, schedule, *date).ok_or(Refusal::NothingAhead)?;
            let begins = slot(Once { date: begins, within: schedule.within() }, &zone);
            if replaced.slot.due <= at || begins.due <= at {
                Err(Refusal::NotAhead)
            } else {
                Ok((index, zone))
            }
        }
    }
}

/// The commitment's index, the renegotiation's within it, and, with a yes, the rules of the zone in which it is meant.
pub(super) fn answer(
    commitments: &Commitments,
    act: &Answer,
    said: Saying<'_>,
) -> Result<(usize, usize, Option<TimeZone>), Refusal> {
    let (index, nth) =
        commitments.renegotiation_index(act.renegotiation).ok_or(Refusal::UnknownRenegotiation)?;
    let commitment = &commitments.all()[index];
    other(commitment, said.entry.author)?;
    if !said.people.speaks_as_partner(said.entry.author) {
        return Err(Refusal::NotAPartner);
    }
    let renegotiation = &commitment.renegotiations()[nth];
    if !renegotiation.is_waiting() {
        return Err(Refusal::NoLongerWaiting);
    }
    if !act.yes {
        return Ok((index, nth, None));
    }
    // Much may have happened since it was asked. Only what can still be is agreed to.
    let zone = match &renegotiation.change {
        Change::One { occurrence, instead } => {
            still_open(commitment, *occurrence)?;
            if let Instead::Moved(once) = instead {
                date_free(commitment, *occurrence, once.date)?;
            }
            commitment.zone_on(*occurrence).clone()
        }
        Change::From { schedule, .. } => schedule.zone().time_zone()?,
    };
    Ok((index, nth, Some(zone)))
}

/// The index of the commitment.
pub(super) fn view(
    commitments: &Commitments,
    commitment: EntryId,
    date: Date,
    saw_as_told: bool,
    said: Saying<'_>,
) -> Result<usize, Refusal> {
    let index = commitments.index_of(commitment).ok_or(Refusal::UnknownCommitment)?;
    let commitment = &commitments.all()[index];
    other(commitment, said.entry.author)?;
    commitment.occurrence(date).ok_or(Refusal::NoOccurrence { date })?;
    let telling = commitment.telling(date).ok_or(Refusal::NothingTold)?;
    let mut standing =
        telling.standing_views().filter(|view| view.entry.author == said.entry.author);
    if saw_as_told && standing.any(|view| view.saw == Saw::AsTold) {
        return Err(Refusal::AlreadySeen);
    }
    Ok(index)
}

/// The index of the commitment.
pub(super) fn end(
    commitments: &Commitments,
    act: &End,
    said: Saying<'_>,
) -> Result<usize, Refusal> {
    let (index, commitment) = own(commitments, act.commitment, said.entry.author)?;
    if commitment.ended().is_some() { Err(Refusal::Ended) } else { Ok(index) }
}

fn own(
    commitments: &Commitments,
    commitment: EntryId,
    author: MemberId,
) -> Result<(usize, &Commitment), Refusal> {
    let index = commitments.index_of(commitment).ok_or(Refusal::UnknownCommitment)?;
    let commitment = &commitments.all()[index];
    if commitment.promiser() == author {
        Ok((index, commitment))
    } else {
        Err(Refusal::NotThePromiser)
    }
}

fn other(commitment: &Commitment, author: MemberId) -> Result<(), Refusal> {
    if commitment.promiser() == author { Err(Refusal::OwnPromise) } else { Ok(()) }
}

fn still_open(commitment: &Commitment, date: Date) -> Result<Occurrence, Refusal> {
    let occurrence = commitment.occurrence(date).ok_or(Refusal::NoOccurrence { date })?;
    match commitment.telling(date) {
        Some(telling) => Err(Refusal::AlreadyTold { how: telling.how }),
        None => Ok(occurrence),
    }
}

/// Whether an occurrence can be moved to a date. Its own date is free for it: only the hour changes then.
fn date_free(commitment: &Commitment, occurrence: Date, date: Date) -> Result<(), Refusal> {
    if date != occurrence && commitment.occurrence(date).is_some() {
        return Err(Refusal::DateTaken { date });
    }
    Ok(())
}

/// The first date from `date` on that a new schedule would have, and of which nothing was told under the old one.
fn first_untold(commitment: &Commitment, schedule: &Schedule, date: Date) -> Option<Date> {
    schedule.between(date, schedule.last()).find(|&date| commitment.telling(date).is_none())
}
