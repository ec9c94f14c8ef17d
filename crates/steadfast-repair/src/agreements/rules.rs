//! Who may propose, amend, agree to and end a disclosure agreement.

use super::acts::{Agree, Decline, End, Propose, Terms};
use super::state::Agreements;
use crate::people::CircleKind;
use crate::practice::Saying;
use crate::said::EntryId;
use crate::versions::{NotOpen, Version, Yes};

/// Why something said about a disclosure agreement has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is made where the two partners are.
    #[error("the circle is not one of the two partners")]
    NotBetweenPartners,
    /// Only the two partners agree; their therapist's yes is not theirs.
    #[error("the author is not one of the partners")]
    NotAPartner,
    /// No agreement was proposed in that entry.
    #[error("there is no such agreement")]
    UnknownAgreement,
    /// That entry holds no version of the agreement.
    #[error("there is no such version of the agreement")]
    UnknownVersion,
    /// Whoever wrote it has said yes already. It takes the other.
    #[error("the version is the author's own")]
    OwnVersion,
    /// The version was answered, taken back or replaced already.
    #[error("the version no longer waits")]
    NoLongerWaiting,
    /// The agreement was ended.
    #[error("the agreement was ended")]
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

/// The index of the agreement that is amended; `None` for a new one.
///
/// Where the first proposal was erased, the agreement goes on under its name: nobody ends what the other also wrote by
/// erasing how it began.
pub(super) fn propose(
    agreements: &Agreements,
    act: &Propose,
    said: Saying<'_>,
) -> Result<Option<usize>, Refusal> {
    partner(said)?;
    let Some(index) = act.agreement.and_then(|agreement| agreements.index_of(agreement)) else {
        return Ok(None);
    };
    going_on(agreements, index)?;
    Ok(Some(index))
}

/// The index of the agreement, and what the yes is to.
pub(super) fn agree(
    agreements: &Agreements,
    act: &Agree,
    said: Saying<'_>,
) -> Result<(usize, Yes), Refusal> {
    partner(said)?;
    let index = known(agreements, act.agreement)?;
    let versions = agreements.all()[index].versions();
    let own = |version: &Version<Terms>| version.entry.author == said.entry.author;
    if versions.open(act.version).is_ok_and(own) {
        return Err(Refusal::OwnVersion);
    }
    Ok((index, versions.yes_to(act.version, agreements.has_version(act.version))?))
}

/// The index of the agreement.
pub(super) fn decline(
    agreements: &Agreements,
    act: &Decline,
    said: Saying<'_>,
) -> Result<usize, Refusal> {
    partner(said)?;
    let index = known(agreements, act.agreement)?;
    agreements.all()[index].versions().open(act.version)?;
    Ok(index)
}

/// The index of the agreement.
pub(super) fn end(agreements: &Agreements, act: &End, said: Saying<'_>) -> Result<usize, Refusal> {
    partner(said)?;
    known(agreements, act.agreement)
}

/// The index of an agreement that was not ended.
fn known(agreements: &Agreements, agreement: EntryId) -> Result<usize, Refusal> {
    let index = agreements.index_of(agreement).ok_or(Refusal::UnknownAgreement)?;
    going_on(agreements, index)?;
    Ok(index)
}

fn going_on(agreements: &Agreements, index: usize) -> Result<(), Refusal> {
    match agreements.all()[index].versions().ended() {
        Some(_) => Err(Refusal::Ended),
        None => Ok(()),
    }
}

fn partner(said: Saying<'_>) -> Result<(), Refusal> {
    if !said.people.kind().is_some_and(CircleKind::is_of_partners) {
        Err(Refusal::NotBetweenPartners)
    } else if !said.people.speaks_as_partner(said.entry.author) {
        Err(Refusal::NotAPartner)
    } else {
        Ok(())
    }
}
