//! Who may send which letter.

use super::acts::Kind;
use super::state::{Letters, Way};
use crate::practice::Saying;

/// Why something said by letter has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is nobody else in *Mine*.
    #[error("nobody else is in the circle")]
    NobodyElse,
    /// In a circle of the partners, only they write to each other.
    #[error("the author is not one of the partners")]
    NotAPartner,
    /// In a circle of the partners, the one who did harm acknowledges it, apologises and makes amends.
    #[error("the author is not the betraying partner")]
    NotTheBetrayingPartner,
    /// In a circle of the partners, the one who was hurt says what it did to them.
    #[error("the author is not the betrayed partner")]
    NotTheBetrayedPartner,
    /// What a restitution letter names is neither an impact letter of the other's nor a therapist's leave.
    #[error("an impact letter comes first, or a therapist's leave")]
    ImpactFirst,
    /// Only a therapist lets restitution come first.
    #[error("the author is not a therapist")]
    NotATherapist,
}

pub(super) fn send(letters: &Letters, kind: Kind, said: Saying<'_>) -> Result<(), Refusal> {
    let (people, author) = (said.people, said.entry.author);
    if people.is_mine() {
        return Err(Refusal::NobodyElse);
    }
    if !people.speaks_as_partner(author) {
        return Err(Refusal::NotAPartner);
    }
    match kind {
        Kind::Impact if !people.speaks_as_betrayed_partner(author) => {
            Err(Refusal::NotTheBetrayedPartner)
        }
        Kind::Acknowledgement | Kind::Apology | Kind::Restitution { .. }
            if !people.speaks_as_betraying_partner(author) =>
        {
            Err(Refusal::NotTheBetrayingPartner)
        }
        Kind::Restitution { after } => match letters.way(after) {
            Some(Way::Impact(by)) if by == author => Err(Refusal::ImpactFirst),
            Some(Way::Other) => Err(Refusal::ImpactFirst),
            // What is not known here was erased by its author since, and erasing one's own never undoes another's.
            Some(Way::Impact(_) | Way::Allowed) | None => Ok(()),
        },
        Kind::Acknowledgement | Kind::Apology | Kind::Impact | Kind::Validation => Ok(()),
    }
}

pub(super) fn allow_restitution(said: Saying<'_>) -> Result<(), Refusal> {
    if said.people.is_therapist(said.entry.author) { Ok(()) } else { Err(Refusal::NotATherapist) }
}
