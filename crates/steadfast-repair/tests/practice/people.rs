//! Who is in the circle, as they say themselves.

use steadfast_repair::people::{CircleKind, Refusal, Rename, Role, Roles};
use steadfast_repair::{Act, Effect};

use crate::circle::{ANA, Circle, DR_LOPES, SAM, found, introduce, title};

#[test]
fn what_a_circle_is_for_is_said_once() {
    let mut us = Circle::us();
    let refusal = us.refuse(ANA, "2026-11-22 09:00", found(CircleKind::Mine));
    assert_eq!(refusal, Refusal::AlreadyFounded.into());
    assert_eq!(us.relationship.people().kind(), Some(CircleKind::Us));
}

#[test]
fn a_new_name_leaves_the_roles_and_the_old_name_behind() {
    let mut us = Circle::us();
    us.take(SAM, "2026-11-22 09:00", Rename { name: title("Samuel") });
    let sam = us.relationship.people().get(SAM).unwrap();
    assert_eq!((sam.name.as_str(), sam.roles), ("Samuel", Roles::only(Role::BetrayingPartner)));
    assert_eq!(sam.earlier_names, [title("Sam")]);
}

#[test]
fn who_has_no_name_cannot_change_it() {
    let mut us = Circle::us();
    let refusal = us.refuse(DR_LOPES, "2026-11-22 09:00", Rename { name: title("Sam") });
    assert_eq!(refusal, Refusal::NotIntroduced.into());
}

#[test]
fn people_come_in_the_order_in_which_they_introduced_themselves() {
    let mut us = Circle::us();
    us.take(
        DR_LOPES,
        "2026-11-22 09:00",
        introduce("Dr Lopes", Roles::only(Role::CouplesTherapist)),
    );
    us.take(SAM, "2026-11-22 09:00", introduce("Samuel", Roles::NONE));
    let names: Vec<_> =
        us.relationship.people().all().iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["Samuel", "Ana", "Dr Lopes"]);
}

#[test]
fn a_therapist_does_not_speak_for_a_partner_and_the_unnamed_have_the_benefit_of_the_doubt() {
    let mut us = Circle::us();
    assert!(us.relationship.people().speaks_as_partner(DR_LOPES));
    us.take(
        DR_LOPES,
        "2026-11-22 09:00",
        introduce("Dr Lopes", Roles::only(Role::CouplesTherapist)),
    );
    let people = us.relationship.people();
    assert!(!people.speaks_as_partner(DR_LOPES) && people.speaks_as_partner(SAM));
    assert!(people.speaks_as_betrayed_partner(ANA) && !people.speaks_as_betrayed_partner(SAM));
}

#[test]
fn what_a_newer_version_says_is_kept_and_changes_nothing() {
    let mut us = Circle::us();
    let before = us.relationship.clone();
    let refusal = us.refuse(ANA, "2026-11-22 09:00", Act::Unknown { kind: "letters/2".to_owned() });
    let newer = steadfast_repair::Refusal::FromNewerVersion { kind: "letters/2".to_owned() };
    assert_eq!(refusal, newer);
    assert_eq!(us.relationship.people(), before.people());
}

#[test]
fn an_entry_is_not_folded_twice() {
    let mut us = Circle::us();
    let said = us.said.last().unwrap().clone();
    let before = us.relationship.clone();
    let again = us.relationship.apply(&said);
    assert!(matches!(
        again,
        Effect::Refused(steadfast_repair::Refusal::OutOfOrder { place: 2, after: 2 })
    ));
    assert_eq!(us.relationship, before);
}
