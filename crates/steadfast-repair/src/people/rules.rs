//! Who may say what of the circle and of themselves.

use super::state::People;
use crate::said::MemberId;

/// Why something said of the circle or of oneself has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// What the circle is for was said already.
    #[error("the circle was founded already")]
    AlreadyFounded,
    /// The author has no name yet that could be changed.
    #[error("the author has not introduced themselves")]
    NotIntroduced,
}

pub(super) fn found(people: &People) -> Result<(), Refusal> {
    if people.circle().is_some() { Err(Refusal::AlreadyFounded) } else { Ok(()) }
}

pub(super) fn rename(people: &People, author: MemberId) -> Result<(), Refusal> {
    if people.get(author).is_none() { Err(Refusal::NotIntroduced) } else { Ok(()) }
}
