//! Check-ins, and the time that two people agree on.

use jiff::civil::Weekday;
use steadfast_repair::EntryId;
use steadfast_repair::checkins::{
    AgreeTime, CheckIn, DeclineTime, EmptyCheckIn, Parts, ProposeTime, Refusal, Standing, Thank,
};
use steadfast_repair::people::{Role, Roles};
use steadfast_repair::weekdays::Weekdays;
use steadfast_repair::zone::ZoneName;

use crate::circle::{ANA, Circle, DR_LOPES, SAM, ZONE, clock, introduce, time, words};

pub(crate) fn propose(at: &str, days: Weekdays) -> ProposeTime {
    ProposeTime { at: clock(at), days, zone: ZoneName::new(ZONE).unwrap() }
}

pub(crate) fn check_in(feelings: &str) -> CheckIn {
    CheckIn::new(Parts { feelings: Some(words(feelings)), ..Parts::default() }).unwrap()
}

fn standing(us: &Circle, proposal: EntryId) -> Standing {
    let proposals = us.relationship.checkins().proposals();
    proposals.iter().find(|known| known.entry.id == proposal).unwrap().standing
}

#[test]
fn all_parts_can_be_skipped_but_not_together() {
    assert_eq!(CheckIn::new(Parts::default()), Err(EmptyCheckIn));
    let parts = Parts { needs: Some(words("Sleep.")), ..Parts::default() };
    assert_eq!(CheckIn::new(parts.clone()).unwrap().parts(), &parts);
}

#[test]
fn the_time_is_one_that_both_said_yes_to() {
    let mut us = Circle::us();
    let evenings = us.take(SAM, "2026-11-22 09:00", propose("21:00", Weekdays::ALL));
    assert_eq!(us.relationship.checkins().agreed_time(), None, "silence is no yes");
    assert_eq!(
        us.refuse(SAM, "2026-11-22 09:01", AgreeTime { proposal: evenings }),
        Refusal::OwnProposal.into()
    );
    us.take(ANA, "2026-11-22 10:00", AgreeTime { proposal: evenings });

    let agreed = us.relationship.checkins().agreed_time().unwrap();
    assert_eq!(agreed.entry.id, evenings);
    assert_eq!(agreed.next_from(time("2026-11-22 21:00")), Some(time("2026-11-22 21:00")));
    assert_eq!(agreed.next_from(time("2026-11-22 21:01")), Some(time("2026-11-23 21:00")));
    assert!(us.relationship.checkins().waiting().is_empty());
}

#[test]
fn a_weekly_time_comes_again_after_a_week() {
    let mut us = Circle::us();
    let sundays =
        us.take(SAM, "2026-11-22 09:00", propose("18:00", Weekdays::only(Weekday::Sunday)));
    us.take(ANA, "2026-11-22 10:00", AgreeTime { proposal: sundays });
    let agreed = us.relationship.checkins().agreed_time().unwrap();
    assert_eq!(agreed.next_from(time("2026-11-22 18:01")), Some(time("2026-11-29 18:00")));
}

#[test]
fn a_new_proposal_replaces_ones_own_and_a_new_yes_the_agreed_one() {
    let mut us = Circle::us();
    let first = us.take(SAM, "2026-11-22 09:00", propose("21:00", Weekdays::ALL));
    let second = us.take(SAM, "2026-11-22 09:01", propose("20:00", Weekdays::ALL));
    let hers = us.take(ANA, "2026-11-22 09:02", propose("19:00", Weekdays::ALL));
    assert!(matches!(standing(&us, first), Standing::Replaced(_)));
    assert_eq!(
        us.refuse(ANA, "2026-11-22 09:03", AgreeTime { proposal: first }),
        Refusal::NoLongerOpen.into()
    );
    us.take(ANA, "2026-11-22 09:04", AgreeTime { proposal: second });
    us.take(SAM, "2026-11-22 09:05", AgreeTime { proposal: hers });
    assert!(matches!(standing(&us, second), Standing::Replaced(_)));
    assert_eq!(us.relationship.checkins().agreed_time().unwrap().entry.id, hers);
}

#[test]
fn either_can_decline_withdraw_and_end_alone() {
    let mut us = Circle::us();
    let declined = us.take(SAM, "2026-11-22 09:00", propose("21:00", Weekdays::ALL));
    us.take(ANA, "2026-11-22 09:01", DeclineTime { proposal: declined });
    assert!(matches!(standing(&us, declined), Standing::Declined(_)));

    let withdrawn = us.take(SAM, "2026-11-22 09:02", propose("20:00", Weekdays::ALL));
    us.take(SAM, "2026-11-22 09:03", DeclineTime { proposal: withdrawn });
    assert!(matches!(standing(&us, withdrawn), Standing::Withdrawn(_)));

    let ended = us.take(SAM, "2026-11-22 09:04", propose("20:00", Weekdays::ALL));
    us.take(ANA, "2026-11-22 09:05", AgreeTime { proposal: ended });
    us.take(ANA, "2026-11-22 09:06", DeclineTime { proposal: ended });
    assert!(matches!(standing(&us, ended), Standing::Ended(_)));
    assert_eq!(us.relationship.checkins().agreed_time(), None);
    assert_eq!(
        us.refuse(ANA, "2026-11-22 09:06", DeclineTime { proposal: ended }),
        Refusal::NoLongerOpen.into()
    );
}

#[test]
fn a_time_on_no_day_or_in_an_unknown_zone_is_none() {
    let mut us = Circle::us();
    assert_eq!(
        us.refuse(SAM, "2026-11-22 09:00", propose("21:00", Weekdays::NONE)),
        Refusal::NoDays.into()
    );
    let zone = ZoneName::new("Mars/Olympus_Mons").unwrap();
    let on_mars = ProposeTime { zone: zone.clone(), ..propose("21:00", Weekdays::ALL) };
    assert_eq!(us.refuse(SAM, "2026-11-22 09:00", on_mars), Refusal::UnknownZone { zone }.into());
}

#[test]
fn the_partners_time_is_not_the_therapists_to_agree_on() {
    let mut us = Circle::us();
    us.take(
        DR_LOPES,
        "2026-11-22 09:00",
        introduce("Dr Lopes", Roles::only(Role::CouplesTherapist)),
    );
    let proposal = us.take(SAM, "2026-11-22 09:00", propose("21:00", Weekdays::ALL));
    assert_eq!(
        us.refuse(DR_LOPES, "2026-11-22 09:01", AgreeTime { proposal }),
        Refusal::NotAPartner.into()
    );
}

#[test]
fn in_mine_a_time_needs_nobodys_yes() {
    let mut mine = Circle::mine();
    let proposal = mine.take(SAM, "2026-11-22 09:00", propose("21:00", Weekdays::ALL));
    assert_eq!(mine.relationship.checkins().agreed_time().unwrap().entry.id, proposal);
}

#[test]
fn the_listener_thanks_once_and_the_speaker_never() {
    let mut us = Circle::us();
    let checkin = us.take(SAM, "2026-11-22 21:00", check_in("Ashamed, and glad that you asked."));
    assert_eq!(us.refuse(SAM, "2026-11-22 21:01", Thank { checkin }), Refusal::OwnCheckin.into());
    us.take(ANA, "2026-11-22 21:02", Thank { checkin });
    assert_eq!(
        us.refuse(ANA, "2026-11-22 21:03", Thank { checkin }),
        Refusal::AlreadyThanked.into()
    );
    let thanks = Thank { checkin: EntryId([0; 32]) };
    assert_eq!(us.refuse(ANA, "2026-11-22 21:03", thanks), Refusal::UnknownCheckin.into());
    assert_eq!(us.relationship.checkins().get(checkin).unwrap().thanks.len(), 1);
}

#[test]
fn the_latest_is_known_of_all_and_of_each() {
    let mut us = Circle::us();
    let his = us.take(SAM, "2026-11-22 21:00", check_in("Tired."));
    let hers = us.take(ANA, "2026-11-22 21:10", check_in("Wary."));
    let checkins = us.relationship.checkins();
    assert_eq!(checkins.latest().unwrap().entry.id, hers);
    assert_eq!(checkins.latest_by(SAM).unwrap().entry.id, his);
    assert_eq!(checkins.latest_by(DR_LOPES), None);
    assert_eq!(
        checkins.newest_first().map(|checkin| checkin.entry.id).collect::<Vec<_>>(),
        [hers, his]
    );
}
