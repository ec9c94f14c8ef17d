//! Who writes, as far as it is known, and what the text is to be.

use steadfast_coach::{Form, Role};
use steadfast_repair::people::{self, Roles};

/// As whom somebody writes who has these parts in their circles. `None` where both hurt each other or nothing was said:
/// then it depends on what they write about, and they are asked.
pub(super) fn part(circles: impl IntoIterator<Item = Roles>) -> Option<Role> {
    let (mut involved, mut hurt) = (false, false);
    for roles in circles {
        involved |= roles.contains(people::Role::BetrayingPartner);
        hurt |= roles.contains(people::Role::BetrayedPartner);
    }
    match (involved, hurt) {
        (true, false) => Some(Role::Involved),
        (false, true) => Some(Role::Hurt),
        (true, true) | (false, false) => None,
    }
}

/// The form that was chosen, by its name; an apology before any was.
pub(super) fn form(chosen: &str) -> Form {
    Form::from_name(chosen).unwrap_or(Form::Apology)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_both_or_has_not_said_is_asked() {
        let betraying = Roles::only(people::Role::BetrayingPartner);
        let betrayed = Roles::only(people::Role::BetrayedPartner);
        assert_eq!(part([Roles::NONE, betraying]), Some(Role::Involved));
        assert_eq!(part([betrayed, Roles::NONE]), Some(Role::Hurt));
        assert_eq!(part([betraying, betrayed]), None);
        assert_eq!(part([betraying.with(people::Role::BetrayedPartner)]), None);
        assert_eq!(part([]), None);
        assert_eq!(part([Roles::only(people::Role::Supporter)]), None);
    }

    #[test]
    fn every_form_is_found_again_by_the_name_that_is_kept() {
        for kept in Form::ALL {
            assert_eq!(form(kept.name()), kept);
        }
        assert_eq!(form(""), Form::Apology);
    }
}
