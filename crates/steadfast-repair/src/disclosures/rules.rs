//! Who may disclose, and who may add to it.

use jiff::Timestamp;

use super::acts::{About, Add, Disclose};
use super::state::Disclosures;
use crate::clocks::TOLERANCE;
use crate::people::CircleKind;
use crate::practice::Saying;

/// Why something said to disclose has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is nobody else in *Mine* to tell.
    #[error("nobody else is in the circle")]
    NobodyElse,
    /// In a circle of the partners, only they disclose.
    #[error("the author is not one of the partners")]
    NotAPartner,
    /// It would have happened after it was told.
    #[error("it would have happened at {happened}, after it was told")]
    NotYet {
        /// When it is said to have happened.
        happened: Timestamp,
    },
    /// What the two partners agreed on stands in *Us*, and nobody's word takes its place there.
    #[error("the agreement is one of this circle, and not named")]
    AgreedHere,
    /// Nothing was disclosed in that entry.
    #[error("there is no such disclosure")]
    UnknownDisclosure,
    /// Only who told it adds to it.
    #[error("the disclosure is another's")]
    NotYours,
}

pub(super) fn disclose(act: &Disclose, said: Saying<'_>) -> Result<(), Refusal> {
    somebody_to_tell(said)?;
    let by_word = matches!(act.about, About::AgreedElsewhere { .. });
    if by_word && said.people.kind() == Some(CircleKind::Us) {
        return Err(Refusal::AgreedHere);
    }
    // The author's own claim, and not what is believed of it: both come from one clock.
    if TOLERANCE < act.happened.duration_since(said.spoken.claimed) {
        return Err(Refusal::NotYet { happened: act.happened });
    }
    Ok(())
}

/// The index of the disclosure.
pub(super) fn add(
    disclosures: &Disclosures,
    act: &Add,
    said: Saying<'_>,
) -> Result<usize, Refusal> {
    somebody_to_tell(said)?;
    let index = disclosures.index_of(act.disclosure).ok_or(Refusal::UnknownDisclosure)?;
    if disclosures.all()[index].entry.author == said.entry.author {
        Ok(index)
    } else {
        Err(Refusal::NotYours)
    }
}

pub(super) fn somebody_to_tell(said: Saying<'_>) -> Result<(), Refusal> {
    if said.people.is_mine() {
        Err(Refusal::NobodyElse)
    } else if !said.people.speaks_as_partner(said.entry.author) {
        Err(Refusal::NotAPartner)
    } else {
        Ok(())
    }
}
