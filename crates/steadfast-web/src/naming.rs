//! What circles, people and their parts are called.

use steadfast_member::view::CircleSummary;
use steadfast_repair::{
    people::{CircleKind, Role, Roles, SecretsPolicy},
    words::Title,
};

use crate::messages as say;

/// What a circle is called: by its people, or else by what it is. Whoever is in it for the others' sake knows it by
/// theirs: "My therapist and me" is not what it is to the therapist.
pub(crate) fn circle(circle: &CircleSummary) -> String {
    if let Some(name) = &circle.name {
        return name.as_str().to_owned();
    }
    let others = others(circle);
    let me = circle.people.iter().find(|person| person.me);
    if me.is_some_and(|me| professional(me.roles).is_some()) && !others.is_empty() {
        return together(&others);
    }
    match circle.kind {
        CircleKind::Mine => say::naming::circle_mine(),
        CircleKind::Us => say::naming::circle_us(),
        CircleKind::UsAndTherapist => say::naming::circle_us_and_therapist(),
        CircleKind::TherapistAndMe => say::naming::circle_therapist(),
        CircleKind::SupporterAndMe => say::naming::circle_supporter(),
    }
    .into()
}

/// What somebody calls themselves.
pub(crate) fn person(name: Option<&Title>) -> String {
    name.map_or_else(|| say::naming::nameless().into(), |name| name.as_str().to_owned())
}

/// Everybody else who is in a circle now.
pub(crate) fn others(circle: &CircleSummary) -> Vec<String> {
    circle
        .people
        .iter()
        .filter(|other| !other.me && !other.left)
        .map(|other| person(other.name.as_ref()))
        .collect()
}

/// Some names in a row: "Ana, Dr Ruiz and Sam".
pub(crate) fn together(names: &[String]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => say::naming::and(rest.join(", "), last),
        Some((only, _)) => only.clone(),
        None => String::new(),
    }
}

/// The part of somebody who is there for the others; `None` for the partners, who need no list that says again which of
/// them hurt whom.
pub(crate) fn professional(roles: Roles) -> Option<String> {
    let words = roles.iter().filter_map(|role| match role {
        Role::BetrayingPartner | Role::BetrayedPartner => None,
        Role::CouplesTherapist => Some(say::naming::role_couples_therapist()),
        Role::IndividualTherapist => Some(say::naming::role_individual_therapist()),
        Role::Supporter => Some(say::naming::role_supporter()),
    });
    let words: Vec<_> = words.collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// The part that one has oneself, in one's own voice.
pub(crate) fn own_roles(roles: Roles) -> &'static str {
    match (roles.contains(Role::BetrayingPartner), roles.contains(Role::BetrayedPartner)) {
        (true, true) => say::naming::own_both(),
        (true, false) => say::naming::own_betraying(),
        (false, true) => say::naming::own_betrayed(),
        (false, false) if roles.contains(Role::CouplesTherapist) => {
            say::naming::own_couples_therapist()
        }
        (false, false) if roles.contains(Role::IndividualTherapist) => {
            say::naming::own_individual_therapist()
        }
        (false, false) if roles.contains(Role::Supporter) => say::naming::own_supporter(),
        (false, false) => say::naming::own_unsaid(),
    }
}

/// Whether somebody is there as a therapist.
pub(crate) fn is_therapist(roles: Roles) -> bool {
    roles.contains(Role::CouplesTherapist) || roles.contains(Role::IndividualTherapist)
}

/// What a therapist does with secrets between partners, for those who might tell them one. `None` for everybody else.
pub(crate) fn secrets(roles: Roles, policy: Option<SecretsPolicy>, name: &str) -> Option<String> {
    is_therapist(roles).then(|| match policy {
        Some(SecretsPolicy::NoneKept) => say::naming::secrets_none_kept(name),
        Some(SecretsPolicy::KeptForAWhile) => say::naming::secrets_kept_for_a_while(name),
        Some(SecretsPolicy::Kept) => say::naming::secrets_kept(name),
        None => say::naming::secrets_unsaid(name),
    })
}

/// What one does with secrets between partners oneself, in one's own voice.
pub(crate) fn own_secrets(policy: SecretsPolicy) -> &'static str {
    match policy {
        SecretsPolicy::NoneKept => say::naming::own_secrets_none_kept(),
        SecretsPolicy::KeptForAWhile => say::naming::own_secrets_kept_for_a_while(),
        SecretsPolicy::Kept => say::naming::own_secrets_kept(),
    }
}

#[cfg(test)]
mod tests {
    use steadfast_circle::CircleId;
    use steadfast_member::view::{Person, Standing, SyncStatus};
    use steadfast_repair::MemberId;

    use super::*;

    fn summary(kind: CircleKind, name: Option<&str>, mine: Role) -> CircleSummary {
        let person = |number, name, roles, me| Person {
            id: MemberId([number; 32]),
            name: Title::new(name).ok(),
            roles: Roles::only(roles),
            secrets: None,
            devices: Vec::new(),
            me,
            left: false,
        };
        CircleSummary {
            id: CircleId::from_bytes([7; 32]),
            kind,
            name: name.and_then(|name| Title::new(name).ok()),
            relay: "https://relay.example".parse().unwrap(),
            standing: Standing::In,
            people: vec![
                person(1, "Me", mine, true),
                person(2, "Sam", Role::BetrayingPartner, false),
            ],
            status: SyncStatus::Whole { entries: 0, checked_at: None },
            waiting: None,
        }
    }

    #[test]
    fn a_circle_has_its_peoples_name_before_that_of_its_kind() {
        let us = |name| circle(&summary(CircleKind::Us, name, Role::BetrayedPartner));
        assert_eq!(us(Some("The two of us")), "The two of us");
        assert_eq!(us(None), "Us");
    }

    #[test]
    fn to_a_therapist_it_is_the_circle_of_those_who_come_to_them() {
        let of = |mine| circle(&summary(CircleKind::TherapistAndMe, None, mine));
        assert_eq!(of(Role::BetrayedPartner), "My therapist and me");
        assert_eq!(of(Role::IndividualTherapist), "Sam");
    }

    #[test]
    fn no_list_says_who_hurt_whom() {
        assert_eq!(professional(Roles::only(Role::BetrayingPartner)), None);
        let therapist = Roles::only(Role::CouplesTherapist);
        assert_eq!(professional(therapist).as_deref(), Some("couples therapist"));
    }

    #[test]
    fn three_names_have_one_and() {
        let names = ["Ana", "Dr Ruiz", "Sam"].map(str::to_owned);
        assert_eq!(together(&names), "Ana, Dr Ruiz and Sam");
        assert_eq!(together(&names[..1]), "Ana");
        assert_eq!(together(&[]), "");
    }
}
