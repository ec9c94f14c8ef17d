//! Who may set, agree to, tell of and end a boundary.

use super::acts::{Agree, Decline, End, How, Set, Tell};
use super::state::{Boundaries, Boundary};
use crate::people::CircleKind;
use crate::practice::Saying;
use crate::said::{EntryId, MemberId};
use crate::versions::{NotOpen, Yes};

/// Why something said about a boundary has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A boundary is asked for where the two partners are.
    #[error("the circle is not one of the two partners")]
    NotBetweenPartners,
    /// In a circle of the partners, only they speak of their boundaries.
    #[error("the author is not one of the partners")]
    NotAPartner,
    /// No boundary was set in that entry.
    #[error("there is no such boundary")]
    UnknownBoundary,
    /// Only whose boundary it is changes its words.
    #[error("the boundary is another's")]
    NotYours,
    /// That entry holds no version of the boundary.
    #[error("there is no such version of the boundary")]
    UnknownVersion,
    /// Nobody says yes for the other to what they asked for themselves.
    #[error("the boundary is the author's own")]
    OwnBoundary,
    /// What was asked for was answered, taken back or replaced already.
    #[error("the version no longer waits")]
    NoLongerWaiting,
    /// Nothing of it is in force, so nothing can have become of it.
    #[error("the boundary is not in force")]
    NotInForce,
    /// It is held by the other for themselves, and only they end it.
    #[error("the boundary is held by another")]
    HeldByAnother,
    /// The boundary was ended.
    #[error("the boundary was ended")]
    Ended,
}

impl From<NotOpen> for Refusal {
    fn from(why: NotOpen) -> Self {
        match why {
            NotOpen::Settled => Self::NoLongerWaiting,
            NotOpen::Unknown => Self::UnknownVersion,
        }
    }
}

/// The index of the boundary that is changed; `None` for a new one.
pub(super) fn set(
    boundaries: &Boundaries,
    act: &Set,
    said: Saying<'_>,
) -> Result<Option<usize>, Refusal> {
    partner(said)?;
    let of_partners = said.people.kind().is_some_and(CircleKind::is_of_partners);
    if act.terms.how() == How::Asked && !of_partners {
        return Err(Refusal::NotBetweenPartners);
    }
    let Some(boundary) = act.boundary else { return Ok(None) };
    let (index, boundary) = going_on(boundaries, boundary)?;
    if boundary.owner() == said.entry.author { Ok(Some(index)) } else { Err(Refusal::NotYours) }
}

/// The index of the boundary, and what the yes is to.
pub(super) fn agree(
    boundaries: &Boundaries,
    act: &Agree,
    said: Saying<'_>,
) -> Result<(usize, Yes), Refusal> {
    partner(said)?;
    let (index, boundary) = going_on(boundaries, act.boundary)?;
    if boundary.owner() == said.entry.author {
        return Err(Refusal::OwnBoundary);
    }
    Ok((index, boundary.versions().yes_to(act.version, boundaries.has_version(act.version))?))
}

/// The index of the boundary.
pub(super) fn decline(
    boundaries: &Boundaries,
    act: &Decline,
    said: Saying<'_>,
) -> Result<usize, Refusal> {
    partner(said)?;
    let (index, boundary) = going_on(boundaries, act.boundary)?;
    boundary.versions().open(act.version)?;
    Ok(index)
}

/// The index of the boundary. Its date is not looked at: what happened on the last day is told on the next.
pub(super) fn tell(
    boundaries: &Boundaries,
    act: &Tell,
    said: Saying<'_>,
) -> Result<usize, Refusal> {
    partner(said)?;
    let (index, boundary) = going_on(boundaries, act.boundary)?;
    match boundary.versions().in_force() {
        Some(_) => Ok(index),
        None => Err(Refusal::NotInForce),
    }
}

/// The index of the boundary.
pub(super) fn end(boundaries: &Boundaries, act: &End, said: Saying<'_>) -> Result<usize, Refusal> {
    partner(said)?;
    let (index, boundary) = going_on(boundaries, act.boundary)?;
    if may_end(boundary, said.entry.author) { Ok(index) } else { Err(Refusal::HeldByAnother) }
}

/// Whether a partner can end a boundary at this point: their own always, the other's by taking back their yes to it.
pub(super) fn may_end(boundary: &Boundary, partner: MemberId) -> bool {
    let asked = || {
        let version = boundary.versions().in_force();
        version.is_some_and(|version| version.terms.how() == How::Asked)
    };
    boundary.owner() == partner || asked()
}

fn going_on(boundaries: &Boundaries, boundary: EntryId) -> Result<(usize, &Boundary), Refusal> {
    let index = boundaries.index_of(boundary).ok_or(Refusal::UnknownBoundary)?;
    let boundary = &boundaries.all()[index];
    if boundary.versions().ended().is_some() { Err(Refusal::Ended) } else { Ok((index, boundary)) }
}

fn partner(said: Saying<'_>) -> Result<(), Refusal> {
    if said.people.speaks_as_partner(said.entry.author) {
        Ok(())
    } else {
        Err(Refusal::NotAPartner)
    }
}
