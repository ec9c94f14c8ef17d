//! What parts somebody can have in a circle that they join, and which errors end an invitation.

use steadfast_circle::CircleId;
use steadfast_member::{
    error::PreviewError,
    view::{CircleSummary, Standing},
};
use steadfast_repair::people::{CircleKind, Role, Roles};

/// The parts that a newcomer can say they have in a circle of this kind; the likeliest first.
///
/// The inviter's roles decide the order among partners: whoever is invited by the one who hurt was most likely hurt.
pub(super) fn parts(kind: CircleKind, inviter: Roles) -> Vec<Roles> {
    let hurt = Roles::only(Role::BetrayingPartner);
    let was_hurt = Roles::only(Role::BetrayedPartner);
    let both = hurt.with(Role::BetrayedPartner);
    let partners = if inviter == both {
        [both, was_hurt, hurt]
    } else if inviter == was_hurt {
        [hurt, was_hurt, both]
    } else {
        [was_hurt, hurt, both]
    };
    match kind {
        CircleKind::Mine => partners.to_vec(),
        // With both their yes, their therapist can be in Us itself.
        CircleKind::Us => [&partners[..], &[Roles::only(Role::CouplesTherapist)]].concat(),
        CircleKind::UsAndTherapist => {
            [&[Roles::only(Role::CouplesTherapist)], &partners[..]].concat()
        }
        CircleKind::TherapistAndMe => vec![Roles::only(Role::IndividualTherapist)],
        CircleKind::SupporterAndMe => vec![Roles::only(Role::Supporter)],
    }
}

/// The part that is chosen at first: the only one, or the one said on this device before.
pub(super) fn first_part(parts: &[Roles], mine: Roles) -> Option<Roles> {
    match parts {
        [only] => Some(*only),
        parts => parts.iter().copied().find(|part| *part == mine),
    }
}

/// What came of looking at an invitation that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// The text is no invitation, or not all of one.
    NotOne,
    /// A newer version made it.
    TooNew,
    /// Its time is over.
    Expired,
    /// It was used, or taken back.
    Closed,
    /// What the relay shows is not what the inviter made.
    Forged,
    /// The relay was not reached, or refused; the invitation may still stand.
    Relay,
}

/// What an error means for the invitation.
pub(super) fn ended(error: &PreviewError) -> Ended {
    match error {
        PreviewError::NotAnInvitation => Ended::NotOne,
        PreviewError::TooNew => Ended::TooNew,
        PreviewError::Unknown | PreviewError::Closed => Ended::Closed,
        PreviewError::Expired => Ended::Expired,
        PreviewError::Forged => Ended::Forged,
        PreviewError::Relay(_) => Ended::Relay,
    }
}

/// The circle at which we knocked last and still wait.
pub(super) fn waiting(circles: &[CircleSummary]) -> Option<CircleId> {
    circles.iter().rev().find(|circle| circle.standing == Standing::Joining).map(|circle| circle.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_invited_by_the_one_who_hurt_was_most_likely_hurt() {
        let first = |inviter| parts(CircleKind::Us, Roles::only(inviter))[0];
        assert_eq!(first(Role::BetrayingPartner), Roles::only(Role::BetrayedPartner));
        assert_eq!(first(Role::BetrayedPartner), Roles::only(Role::BetrayingPartner));
    }

    #[test]
    fn nobody_is_given_a_part_among_partners_unasked() {
        assert_eq!(first_part(&parts(CircleKind::Us, Roles::NONE), Roles::NONE), None);
        let mine = Roles::only(Role::BetrayedPartner);
        assert_eq!(first_part(&parts(CircleKind::Us, Roles::NONE), mine), Some(mine));
    }

    #[test]
    fn a_therapist_need_not_say_what_the_circle_says_already() {
        let parts = parts(CircleKind::TherapistAndMe, Roles::NONE);
        assert_eq!(first_part(&parts, Roles::NONE), Some(Roles::only(Role::IndividualTherapist)));
    }
}
