//! Boundaries: asked for and agreed, or held; respected, crossed and repaired, without verdict.

use steadfast_repair::EntryId;
use steadfast_repair::boundaries::{
    Agree, Became, Boundary, Decline, End, How, Refusal, Set, Tell, Terms,
};
use steadfast_repair::people::{Role, Roles};

use crate::circle::{ANA, Circle, DR_LOPES, SAM, date, introduce, words};

pub(crate) fn terms(how: How, need: &str) -> Terms {
    Terms::new(how, words(need), None, date("2026-12-20"), date("2027-01-31")).unwrap()
}

pub(crate) fn ask(need: &str) -> Set {
    Set { boundary: None, terms: terms(How::Asked, need) }
}

fn hold(need: &str) -> Set {
    Set { boundary: None, terms: terms(How::Held, need) }
}

fn tell(boundary: EntryId, became: Became) -> Tell {
    Tell { boundary, became, note: None }
}

fn get(circle: &Circle, boundary: EntryId) -> &Boundary {
    circle.relationship.boundaries().get(boundary).unwrap()
}

fn in_force(circle: &Circle, boundary: EntryId) -> Option<&str> {
    let version = get(circle, boundary).versions().in_force()?;
    Some(version.terms.need().as_str())
}

#[test]
fn what_is_asked_for_is_in_force_once_the_other_says_yes() {
    let mut us = Circle::us();
    let phones = us.take(ANA, "2026-11-22 20:00", ask("No phones in bed."));
    assert_eq!(in_force(&us, phones), None);
    assert_eq!(us.relationship.boundaries().waiting_for(SAM).count(), 1);
    let yes = Agree { boundary: phones, version: phones };
    assert_eq!(us.refuse(ANA, "2026-11-22 20:01", yes.clone()), Refusal::OwnBoundary.into());
    us.take(SAM, "2026-11-22 20:02", yes.clone());
    assert_eq!(in_force(&us, phones), Some("No phones in bed."));
    assert_eq!(us.refuse(SAM, "2026-11-22 20:03", yes), Refusal::NoLongerWaiting.into());
}

#[test]
fn what_somebody_holds_for_themselves_needs_nobodys_yes() {
    let mut us = Circle::us();
    let quiet = us.take(ANA, "2026-11-22 20:00", hold("I leave the room when you shout."));
    assert_eq!(in_force(&us, quiet), Some("I leave the room when you shout."));
    assert!(!get(&us, quiet).can_be_ended_by(SAM));
    assert_eq!(
        us.refuse(SAM, "2026-11-22 20:01", End { boundary: quiet }),
        Refusal::HeldByAnother.into()
    );
    us.take(ANA, "2026-11-22 20:02", End { boundary: quiet });
    assert_eq!(in_force(&us, quiet), None);

    let mut mine = Circle::mine();
    let alone = mine.take(SAM, "2026-11-22 20:00", hold("I do not read messages after ten."));
    assert!(in_force(&mine, alone).is_some());
    assert_eq!(
        mine.refuse(SAM, "2026-11-22 20:00", ask("No phones in bed.")),
        Refusal::NotBetweenPartners.into()
    );
}

#[test]
fn only_its_owner_changes_the_words_and_the_old_ones_hold_until_the_yes() {
    let mut us = Circle::us();
    let phones = us.take(ANA, "2026-11-22 20:00", ask("No phones in bed."));
    us.take(SAM, "2026-11-22 20:01", Agree { boundary: phones, version: phones });
    let terms_of = |need| Set { boundary: Some(phones), terms: terms(How::Asked, need) };
    assert_eq!(
        us.refuse(SAM, "2026-11-23 20:00", terms_of("Phones in bed.")),
        Refusal::NotYours.into()
    );
    let anew = us.take(ANA, "2026-11-23 20:01", terms_of("No phones upstairs."));
    assert_eq!(in_force(&us, phones), Some("No phones in bed."));
    us.take(SAM, "2026-11-23 20:02", Decline { boundary: phones, version: anew });
    assert_eq!(in_force(&us, phones), Some("No phones in bed."));
    let again = us.take(ANA, "2026-11-23 20:03", terms_of("No phones upstairs after ten."));
    us.take(SAM, "2026-11-23 20:04", Agree { boundary: phones, version: again });
    assert_eq!(in_force(&us, phones), Some("No phones upstairs after ten."));
}

#[test]
fn either_says_what_became_of_it_and_nothing_follows() {
    let mut us = Circle::us();
    let phones = us.take(ANA, "2026-11-22 20:00", ask("No phones in bed."));
    let early = us.refuse(ANA, "2026-11-22 20:01", tell(phones, Became::Crossed));
    assert_eq!(early, Refusal::NotInForce.into());
    us.take(SAM, "2026-11-22 20:02", Agree { boundary: phones, version: phones });
    us.take(SAM, "2026-11-23 08:00", tell(phones, Became::Respected));
    us.take(ANA, "2026-11-24 08:00", tell(phones, Became::Crossed));
    us.take(SAM, "2026-11-24 09:00", tell(phones, Became::Repaired));
    let told: Vec<_> =
        get(&us, phones).told().iter().map(|told| (told.entry.author, told.became)).collect();
    assert_eq!(told, [(SAM, Became::Respected), (ANA, Became::Crossed), (SAM, Became::Repaired)]);
    assert!(in_force(&us, phones).is_some());
}

#[test]
fn each_takes_back_their_yes_alone() {
    for who in [ANA, SAM] {
        let mut us = Circle::us();
        let phones = us.take(ANA, "2026-11-22 20:00", ask("No phones in bed."));
        us.take(SAM, "2026-11-22 20:01", Agree { boundary: phones, version: phones });
        assert!(get(&us, phones).can_be_ended_by(who));
        us.take(who, "2026-11-23 20:00", End { boundary: phones });
        assert_eq!(in_force(&us, phones), None);
        for refused in [
            us.refuse(ANA, "2026-11-23 20:01", End { boundary: phones }),
            us.refuse(ANA, "2026-11-23 20:01", tell(phones, Became::Respected)),
            us.refuse(SAM, "2026-11-23 20:01", Agree { boundary: phones, version: phones }),
        ] {
            assert_eq!(refused, Refusal::Ended.into());
        }
    }
}

#[test]
fn it_is_looked_at_again_on_its_day_and_over_after_its_end() {
    let mut us = Circle::us();
    us.take(ANA, "2026-11-22 20:00", hold("I leave the room when you shout."));
    let boundaries = us.relationship.boundaries();
    let on =
        |day| (boundaries.in_force(date(day)).count(), boundaries.to_review(date(day)).count());
    assert_eq!(on("2026-12-19"), (1, 0));
    assert_eq!(on("2026-12-20"), (1, 1));
    assert_eq!(on("2027-01-31"), (1, 1));
    assert_eq!(on("2027-02-01"), (0, 0));
    let (review, until) = (date("2026-12-20"), date("2026-12-19"));
    assert!(Terms::new(How::Held, words("Room."), None, review, until).is_err());
}

/// The attack: words that were said yes to are erased, so that looser ones would hold again.
#[test]
fn erasing_what_is_in_force_does_not_bring_back_what_was_before() {
    let mut us = Circle::us();
    let phones = us.take(ANA, "2026-11-22 20:00", ask("No phones in bed."));
    us.take(SAM, "2026-11-22 20:01", Agree { boundary: phones, version: phones });
    us.take(SAM, "2026-11-23 20:01", Agree { boundary: phones, version: EntryId([7; 32]) });
    assert_eq!(in_force(&us, phones), None);
    assert!(get(&us, phones).versions().unreadable().is_some());
}

#[test]
fn a_therapist_in_the_circle_speaks_for_neither() {
    let mut us = Circle::us();
    us.take(DR_LOPES, "2026-11-22 19:00", introduce("Rui", Roles::only(Role::CouplesTherapist)));
    let phones = us.take(ANA, "2026-11-22 20:00", ask("No phones in bed."));
    for refused in [
        us.refuse(DR_LOPES, "2026-11-22 20:01", Agree { boundary: phones, version: phones }),
        us.refuse(DR_LOPES, "2026-11-22 20:01", hold("Quiet.")),
        us.refuse(DR_LOPES, "2026-11-22 20:01", tell(phones, Became::Crossed)),
        us.refuse(DR_LOPES, "2026-11-22 20:01", End { boundary: phones }),
    ] {
        assert_eq!(refused, Refusal::NotAPartner.into());
    }
    let nowhere = EntryId([0; 32]);
    let unknown = us.refuse(SAM, "2026-11-22 20:02", End { boundary: nowhere });
    assert_eq!(unknown, Refusal::UnknownBoundary.into());
    let unknown = Decline { boundary: phones, version: nowhere };
    assert_eq!(us.refuse(SAM, "2026-11-22 20:02", unknown), Refusal::UnknownVersion.into());
}
