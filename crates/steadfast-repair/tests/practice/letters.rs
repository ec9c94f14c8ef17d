//! Letters: who writes which, and in which order.

use steadfast_repair::EntryId;
use steadfast_repair::letters::{AllowRestitution, Kind, Refusal, Send};
use steadfast_repair::people::{CircleKind, Role, Roles};

use crate::circle::{ANA, Circle, DR_LOPES, SAM, found, introduce, words};

fn letter(kind: Kind) -> Send {
    Send { kind, words: words("I have thought about it for a long time.") }
}

fn restitution(after: EntryId) -> Send {
    letter(Kind::Restitution { after })
}

#[test]
fn each_writes_what_is_theirs_to_write() {
    let mut us = Circle::us();
    us.take(SAM, "2026-11-22 09:00", letter(Kind::Acknowledgement));
    us.take(SAM, "2026-11-22 09:01", letter(Kind::Apology));
    us.take(ANA, "2026-11-22 09:02", letter(Kind::Impact));
    us.take(SAM, "2026-11-22 09:03", letter(Kind::Validation));
    us.take(ANA, "2026-11-22 09:04", letter(Kind::Validation));
    for kind in [Kind::Acknowledgement, Kind::Apology] {
        let refused = us.refuse(ANA, "2026-11-22 10:00", letter(kind));
        assert_eq!(refused, Refusal::NotTheBetrayingPartner.into());
    }
    let refused = us.refuse(SAM, "2026-11-22 10:01", letter(Kind::Impact));
    assert_eq!(refused, Refusal::NotTheBetrayedPartner.into());
    assert_eq!(us.relationship.letters().all().len(), 5);

    let mut mine = Circle::mine();
    let refused = mine.refuse(SAM, "2026-11-22 09:00", letter(Kind::Apology));
    assert_eq!(refused, Refusal::NobodyElse.into());
}

#[test]
fn both_write_all_of_them_when_each_has_hurt_the_other() {
    let mut us = Circle::us();
    let both: Roles = [Role::BetrayingPartner, Role::BetrayedPartner].into_iter().collect();
    us.take(SAM, "2026-11-22 08:10", introduce("Sam", both));
    us.take(ANA, "2026-11-22 08:11", introduce("Ana", both));
    let own = us.take(SAM, "2026-11-22 09:00", letter(Kind::Impact));
    us.take(ANA, "2026-11-22 09:01", letter(Kind::Apology));
    // Nobody makes amends for what was done to themselves.
    let refused = us.refuse(SAM, "2026-11-22 09:02", restitution(own));
    assert_eq!(refused, Refusal::ImpactFirst.into());
    us.take(ANA, "2026-11-22 09:03", restitution(own));
}

#[test]
fn restitution_answers_an_impact_letter() {
    let mut us = Circle::us();
    assert_eq!(us.relationship.letters().way_to_restitution(SAM), None);
    let apology = us.take(SAM, "2026-11-22 09:00", letter(Kind::Apology));
    let refused = us.refuse(SAM, "2026-11-22 09:01", restitution(apology));
    assert_eq!(refused, Refusal::ImpactFirst.into());
    let impact = us.take(ANA, "2026-11-23 09:00", letter(Kind::Impact));
    assert_eq!(us.relationship.letters().way_to_restitution(SAM), Some(impact));
    us.take(SAM, "2026-11-24 09:00", restitution(impact));
}

#[test]
fn a_therapist_lets_restitution_come_first_and_nobody_else_does() {
    let mut us = Circle::us();
    let refused = us.refuse(SAM, "2026-11-22 09:00", AllowRestitution);
    assert_eq!(refused, Refusal::NotATherapist.into());
    let therapist = Roles::only(Role::CouplesTherapist);
    us.take(DR_LOPES, "2026-11-22 09:01", introduce("Dr Lopes", therapist));
    let leave = us.take(DR_LOPES, "2026-11-22 09:02", AllowRestitution);
    assert_eq!(us.relationship.letters().way_to_restitution(SAM), Some(leave));
    us.take(SAM, "2026-11-22 09:03", restitution(leave));
    let refused = us.refuse(DR_LOPES, "2026-11-22 09:04", letter(Kind::Apology));
    assert_eq!(refused, Refusal::NotAPartner.into());
}

#[test]
fn erasing_an_impact_letter_does_not_undo_the_restitution_that_answers_it() {
    // The words of the impact letter are gone, so nothing of it is folded any more.
    let mut us = Circle::us();
    us.take(SAM, "2026-11-22 09:00", restitution(EntryId([0; 32])));
    assert_eq!(us.relationship.letters().all().len(), 1);
}

#[test]
fn one_writes_to_ones_therapist_what_one_will() {
    let mut two = Circle::empty();
    two.take(SAM, "2026-11-22 08:00", found(CircleKind::TherapistAndMe));
    two.take(SAM, "2026-11-22 08:00", introduce("Sam", Roles::only(Role::BetrayingPartner)));
    let therapist = Roles::only(Role::IndividualTherapist);
    two.take(DR_LOPES, "2026-11-22 08:01", introduce("Dr Lopes", therapist));
    two.take(SAM, "2026-11-22 09:00", letter(Kind::Apology));
    two.take(SAM, "2026-11-22 09:01", letter(Kind::Impact));
    let leave = two.take(DR_LOPES, "2026-11-22 09:02", AllowRestitution);
    two.take(SAM, "2026-11-22 09:03", restitution(leave));
}
