//! Who may agree on a time for check-ins, and who may thank for one.

use jiff::tz::TimeZone;

use super::acts::{AgreeTime, DeclineTime, ProposeTime, Thank};
use super::state::{Checkins, Standing};
use crate::practice::Saying;
use crate::zone::{UnknownZone, ZoneName};

/// Why something said in or about check-ins has no effect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// In a circle of the partners, only they agree on their time.
    #[error("the author is not one of the partners")]
    NotAPartner,
    /// The proposed time is on no day of the week.
    #[error("the proposal names no day")]
    NoDays,
    /// The proposed time is in a zone that this program does not know.
    #[error("the time zone {zone} is not known here")]
    UnknownZone {
        /// Its name.
        zone: ZoneName,
    },
    /// No time was proposed in that entry.
    #[error("there is no such proposal")]
    UnknownProposal,
    /// One cannot say yes to one's own proposal.
    #[error("the proposal is the author's own")]
    OwnProposal,
    /// The proposal was declined, taken back, ended or replaced already, or agreed to when a yes is meant.
    #[error("the proposal no longer waits")]
    NoLongerOpen,
    /// There is no check-in in that entry.
    #[error("there is no such check-in")]
    UnknownCheckin,
    /// Only the listener thanks.
    #[error("the check-in is the author's own")]
    OwnCheckin,
    /// The author has thanked for it already.
    #[error("the author has thanked already")]
    AlreadyThanked,
}

impl From<UnknownZone> for Refusal {
    fn from(unknown: UnknownZone) -> Self {
        Self::UnknownZone { zone: unknown.zone }
    }
}

/// The zone of the time.
pub(super) fn propose(act: &ProposeTime, said: Saying<'_>) -> Result<TimeZone, Refusal> {
    partner(said)?;
    if act.days.is_empty() {
        return Err(Refusal::NoDays);
    }
    Ok(act.zone.time_zone()?)
}

/// The index of the proposal that is agreed to.
pub(super) fn agree(
    checkins: &Checkins,
    act: &AgreeTime,
    said: Saying<'_>,
) -> Result<usize, Refusal> {
    partner(said)?;
    let index = checkins.proposal_index(act.proposal).ok_or(Refusal::UnknownProposal)?;
    let proposal = &checkins.proposals()[index];
    if proposal.entry.author == said.entry.author {
        return Err(Refusal::OwnProposal);
    }
    match proposal.standing {
        Standing::Waiting => Ok(index),
        _ => Err(Refusal::NoLongerOpen),
    }
}

/// The index of the proposal, and what becomes of it.
pub(super) fn decline(
    checkins: &Checkins,
    act: &DeclineTime,
    said: Saying<'_>,
) -> Result<(usize, Standing), Refusal> {
    partner(said)?;
    let index = checkins.proposal_index(act.proposal).ok_or(Refusal::UnknownProposal)?;
    let proposal = &checkins.proposals()[index];
    let own = proposal.entry.author == said.entry.author;
    match proposal.standing {
        Standing::Waiting if own => Ok((index, Standing::Withdrawn(said.entry))),
        Standing::Waiting => Ok((index, Standing::Declined(said.entry))),
        Standing::Agreed(_) => Ok((index, Standing::Ended(said.entry))),
        _ => Err(Refusal::NoLongerOpen),
    }
}

/// The index of the check-in that is thanked for.
pub(super) fn thank(checkins: &Checkins, act: &Thank, said: Saying<'_>) -> Result<usize, Refusal> {
    let index = checkins.index_of(act.checkin).ok_or(Refusal::UnknownCheckin)?;
    let checkin = &checkins.oldest_first()[index];
    if checkin.entry.author == said.entry.author {
        return Err(Refusal::OwnCheckin);
    }
    if checkin.thanks.iter().any(|thanks| thanks.author == said.entry.author) {
        return Err(Refusal::AlreadyThanked);
    }
    Ok(index)
}

fn partner(said: Saying<'_>) -> Result<(), Refusal> {
    if said.people.speaks_as_partner(said.entry.author) {
        Ok(())
    } else {
        Err(Refusal::NotAPartner)
    }
}
