//! Who may ask for space, end it, and say what stands under an exemption.

use jiff::{SignedDuration, Timestamp};

use super::acts::{Ask, End, Message, SPACE_HOURS_MAX};
use super::state::{Request, Space};
use crate::clocks::TOLERANCE;
use crate::people::CircleKind;
use crate::practice::Saying;
use crate::said::EntryId;

/// Why something said about space has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Space is asked for where the two partners are.
    #[error("the circle is not one of the two partners")]
    NotBetweenPartners,
    /// Only the partners ask each other for space.
    #[error("the author is not one of the partners")]
    NotAPartner,
    /// There is no other partner here yet, so there is nobody of whom to ask it.
    #[error("no other partner is in the circle")]
    NobodyElse,
    /// The time was over when it was asked for.
    #[error("it would have ended at {until}, before it was asked for")]
    AlreadyOver {
        /// When it would have ended.
        until: Timestamp,
    },
    /// It is asked for longer than [`SPACE_HOURS_MAX`] hours.
    #[error("it would last until {until}, longer than {SPACE_HOURS_MAX} hours")]
    TooLong {
        /// When it would end.
        until: Timestamp,
    },
    /// Space was not asked for in that entry.
    #[error("there is no such request for space")]
    UnknownRequest,
    /// Only who asked for space ends it.
    #[error("the request is another's")]
    NotYours,
    /// Nobody needs an exemption of their own request.
    #[error("the request is the author's own")]
    OwnRequest,
    /// The request does not have that exemption.
    #[error("the request has no such exemption")]
    NotExempt,
    /// The time is over, or it was ended.
    #[error("the space is over")]
    Over,
}

pub(super) fn ask(act: &Ask, said: Saying<'_>) -> Result<(), Refusal> {
    let Saying { entry, people, .. } = said;
    if !people.kind().is_some_and(CircleKind::is_of_partners) {
        return Err(Refusal::NotBetweenPartners);
    }
    if !people.speaks_as_partner(entry.author) {
        return Err(Refusal::NotAPartner);
    }
    let other = |id| id != entry.author && people.speaks_as_partner(id);
    if !people.all().iter().any(|person| other(person.id)) {
        return Err(Refusal::NobodyElse);
    }
    let until = act.until;
    if until <= entry.at {
        Err(Refusal::AlreadyOver { until })
    } else if is_too_long(until.duration_since(entry.at)) {
        Err(Refusal::TooLong { until })
    } else {
        Ok(())
    }
}

/// The index of the request.
pub(super) fn end(space: &Space, act: &End, said: Saying<'_>) -> Result<usize, Refusal> {
    let (index, request) = known(space, act.request)?;
    if request.asked.author != said.entry.author {
        Err(Refusal::NotYours)
    } else if request.ended.is_some() || request.until <= said.entry.at {
        Err(Refusal::Over)
    } else {
        Ok(index)
    }
}

/// The index of the request.
///
/// An end that the author had not read yet does not undo the message: the two crossed on the way, and what is urgent must not
/// be lost by that.
pub(super) fn message(space: &Space, act: &Message, said: Saying<'_>) -> Result<usize, Refusal> {
    let (index, request) = known(space, act.request)?;
    if request.asked.author == said.entry.author {
        return Err(Refusal::OwnRequest);
    }
    if !said.people.speaks_as_partner(said.entry.author) {
        return Err(Refusal::NotAPartner);
    }
    if !request.exempt.all().contains(&act.exemption) {
        return Err(Refusal::NotExempt);
    }
    let read = said.spoken.window.not_before;
    let had_read_the_end = request.ended.is_some_and(|end| read.is_some_and(|read| end.at <= read));
    let late = TOLERANCE < said.entry.at.duration_since(request.until);
    if had_read_the_end || late { Err(Refusal::Over) } else { Ok(index) }
}

/// Whether space lasts longer than can be asked for, clocks being what they are.
pub(super) fn is_too_long(lasts: SignedDuration) -> bool {
    SignedDuration::from_hours(SPACE_HOURS_MAX) + TOLERANCE < lasts
}

fn known(space: &Space, request: EntryId) -> Result<(usize, &Request), Refusal> {
    let index = space.index_of(request).ok_or(Refusal::UnknownRequest)?;
    Ok((index, &space.all()[index]))
}
