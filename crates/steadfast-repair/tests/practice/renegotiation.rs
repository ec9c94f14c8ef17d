//! Changing what was promised, ahead, with the other's yes.

use expect_test::{Expect, expect};
use steadfast_repair::EntryId;
use steadfast_repair::commitments::{End, Refusal, Renegotiate, Standing};
use steadfast_repair::people::{Role, Roles};

use crate::circle::{
    ANA, Circle, DR_LOPES, SAM, by, date, from, introduce, keep, let_go, miss, moved, no, promise,
    schedule, time, yes,
};

/// Lets Sam ask on the morning of Tuesday the 24th to change his calls, then lets something happen, and shows the days
/// and what was refused.
#[track_caller]
fn check(
    ask: impl FnOnce(EntryId) -> Renegotiate,
    then: impl FnOnce(&mut Circle, EntryId, EntryId),
    expect: &Expect,
) {
    let (mut us, calls) = Circle::with_calls();
    let (asked, _) = us.say(SAM, "2026-11-24 08:00", ask(calls));
    then(&mut us, calls, asked);
    let refused: String =
        us.refused.iter().map(|refusal| format!("refused: {refusal:?}\n")).collect();
    expect.assert_eq(&(us.days(calls) + &refused));
}

fn on_wednesday(to: &'static str, at: &'static str) -> impl FnOnce(EntryId) -> Renegotiate {
    move |calls| moved(calls, "2026-11-25", to, by(at))
}

#[test]
fn unanswered_it_changes_nothing() {
    check(
        on_wednesday("2026-11-28", "12:00"),
        |_, _, _| {},
        &expect![[r#"
            Mon 23  Open
            Tue 24  Open
            Wed 25  Open
            Thu 26  Open
            Fri 27  Open
            Mon 30  Ahead
        "#]],
    );
}

#[test]
fn with_a_yes_the_occurrence_is_moved() {
    check(
        on_wednesday("2026-11-28", "12:00"),
        |us, calls, asked| {
            us.say(ANA, "2026-11-24 09:00", yes(asked));
            us.say(SAM, "2026-11-25 17:00", keep(calls, "2026-11-25"));
            us.say(SAM, "2026-11-28 11:00", keep(calls, "2026-11-28"));
        },
        &expect![[r#"
            Mon 23  Open
            Tue 24  Open
            Wed 25  RenegotiatedAhead
            Thu 26  Open
            Fri 27  Open
            Sat 28  Kept
            Mon 30  Ahead
            refused: Commitments(NoOccurrence { date: 2026-11-25 })
        "#]],
    );
}

#[test]
fn moved_to_a_later_hour_of_the_same_day_it_has_two_marks() {
    check(
        on_wednesday("2026-11-25", "21:00"),
        |us, calls, asked| {
            us.say(ANA, "2026-11-24 09:00", yes(asked));
            us.say(SAM, "2026-11-25 20:55", keep(calls, "2026-11-25"));
        },
        &expect![[r#"
            Mon 23  Open
            Tue 24  Open
            Wed 25  RenegotiatedAhead  Kept
            Thu 26  Open
            Fri 27  Open
            Mon 30  Ahead
        "#]],
    );
}

#[test]
fn what_was_moved_can_be_missed_and_moved_again() {
    check(
        on_wednesday("2026-11-28", "12:00"),
        |us, calls, asked| {
            us.say(ANA, "2026-11-24 09:00", yes(asked));
            let (again, _) = us.say(
                SAM,
                "2026-11-27 08:00",
                moved(calls, "2026-11-28", "2026-11-29", by("11:00")),
            );
            us.say(ANA, "2026-11-27 09:00", yes(again));
            us.say(SAM, "2026-11-29 11:30", miss(calls, "2026-11-29"));
        },
        &expect![[r#"
            Mon 23  Open
            Tue 24  Open
            Wed 25  RenegotiatedAhead
            Thu 26  Open
            Fri 27  Open
            Sat 28  RenegotiatedAhead
            Sun 29  Missed
            Mon 30  Ahead
        "#]],
    );
}

#[test]
fn it_can_be_let_go_this_once() {
    check(
        |calls| let_go(calls, "2026-11-25"),
        |us, _, asked| {
            us.say(ANA, "2026-11-26 09:00", yes(asked));
        },
        &expect![[r#"
            Mon 23  Open
            Tue 24  Open
            Wed 25  RenegotiatedAhead
            Thu 26  Open
            Fri 27  Open
            Mon 30  Ahead
        "#]],
    );
}

#[test]
fn with_a_no_the_promise_stands() {
    check(
        |calls| let_go(calls, "2026-11-25"),
        |us, calls, asked| {
            us.say(ANA, "2026-11-24 09:00", no(asked));
            us.say(ANA, "2026-11-24 09:01", yes(asked));
            us.say(SAM, "2026-11-25 17:40", keep(calls, "2026-11-25"));
        },
        &expect![[r#"
            Mon 23  Open
            Tue 24  Open
            Wed 25  Kept
            Thu 26  Open
            Fri 27  Open
            Mon 30  Ahead
            refused: Commitments(NoLongerWaiting)
        "#]],
    );
}

#[test]
fn from_a_date_on_everything_is_new() {
    check(
        |calls| {
            let evenings = schedule("2026-11-26", by("20:00"), Some("FREQ=DAILY;INTERVAL=2"));
            from(calls, "2026-11-25", evenings)
        },
        |us, calls, asked| {
            us.say(ANA, "2026-11-24 09:00", yes(asked));
            us.say(SAM, "2026-11-26 19:59", keep(calls, "2026-11-26"));
        },
        &expect![[r#"
            Mon 23  Open
            Tue 24  Open
            Wed 25  RenegotiatedAhead
            Thu 26  Kept
            Sat 28  Open
            Mon 30  Ahead
        "#]],
    );
}

#[test]
fn a_new_schedule_may_begin_before_the_old_one_had_an_occurrence() {
    // The counts and the list of occurrences once began with the first occurrence of the first schedule.
    let mut us = Circle::us();
    let monthly = schedule("2026-11-23", by("12:00"), Some("FREQ=MONTHLY;BYMONTHDAY=15"));
    let walk = us.take(SAM, "2026-11-22 09:00", promise("Walk together", monthly));
    let daily = schedule("2026-11-25", by("12:00"), Some("FREQ=DAILY;COUNT=2"));
    let asked = us.take(SAM, "2026-11-23 08:00", from(walk, "2026-11-25", daily));
    us.take(ANA, "2026-11-23 09:00", yes(asked));
    let commitment = us.relationship.commitments().get(walk).unwrap();
    let occurrences = commitment.occurrences_between(date("2026-11-01"), date("2026-11-30"));
    let dates: Vec<_> = occurrences.map(|occurrence| occurrence.date).collect();
    assert_eq!(dates, [date("2026-11-25"), date("2026-11-26")]);
    assert_eq!(commitment.counts(30, time("2026-11-29 12:00")).open, 2);
}

#[test]
fn what_was_told_already_outlives_a_new_schedule() {
    check(
        |calls| from(calls, "2026-11-24", schedule("2026-11-26", by("20:00"), Some("FREQ=WEEKLY"))),
        |us, calls, asked| {
            us.say(SAM, "2026-11-24 12:00", keep(calls, "2026-11-24"));
            us.say(ANA, "2026-11-24 13:00", yes(asked));
        },
        &expect![[r#"
            Mon 23  Open
            Tue 24  Kept
            Wed 25  RenegotiatedAhead
            Thu 26  Open
        "#]],
    );
}

#[test]
fn only_the_other_partner_answers() {
    check(
        |calls| let_go(calls, "2026-11-25"),
        |us, _, asked| {
            us.say(
                DR_LOPES,
                "2026-11-24 08:30",
                introduce("Dr Lopes", Roles::only(Role::CouplesTherapist)),
            );
            us.say(SAM, "2026-11-24 09:00", yes(asked));
            us.say(DR_LOPES, "2026-11-24 09:00", yes(asked));
            us.say(ANA, "2026-11-24 09:00", yes(EntryId([0; 32])));
        },
        &expect![[r#"
            Mon 23  Open
            Tue 24  Open
            Wed 25  Open
            Thu 26  Open
            Fri 27  Open
            Mon 30  Ahead
            refused: Commitments(OwnPromise)
            refused: Commitments(NotAPartner)
            refused: Commitments(UnknownRenegotiation)
        "#]],
    );
}

#[test]
fn renegotiating_is_done_ahead() {
    let (mut us, calls) = Circle::with_calls();
    let refuse = |us: &mut Circle, at: &str, ask: Renegotiate, refusal: Refusal| {
        assert_eq!(us.refuse(SAM, at, ask), refusal.into());
    };
    refuse(&mut us, "2026-11-23 17:45", let_go(calls, "2026-11-23"), Refusal::NotAhead);
    us.take(SAM, "2026-11-24 17:44", let_go(calls, "2026-11-24"));

    // What takes its place lies ahead too, in reach, and on a day of its own.
    let into_the_past = moved(calls, "2026-11-25", "2026-11-22", by("12:00"));
    refuse(&mut us, "2026-11-25 08:00", into_the_past, Refusal::NotAhead);
    let onto_another = moved(calls, "2026-11-25", "2026-11-26", by("12:00"));
    refuse(
        &mut us,
        "2026-11-25 08:00",
        onto_another,
        Refusal::DateTaken { date: date("2026-11-26") },
    );
    let out_of_reach = moved(calls, "2026-11-25", "2099-01-01", by("12:00"));
    refuse(
        &mut us,
        "2026-11-25 08:00",
        out_of_reach,
        Refusal::OutOfRange { date: date("2099-01-01") },
    );

    let daily = || schedule("2026-11-25", by("12:00"), Some("FREQ=DAILY"));
    refuse(&mut us, "2026-11-25 08:00", from(calls, "2026-11-24", daily()), Refusal::NotAhead);
    refuse(&mut us, "2026-11-25 13:00", from(calls, "2026-11-25", daily()), Refusal::NotAhead);
    let evenings = schedule("2026-11-25", by("21:00"), Some("FREQ=DAILY"));
    refuse(&mut us, "2026-11-25 18:00", from(calls, "2026-11-25", evenings), Refusal::NotAhead);
    let never = schedule("2026-11-20", by("12:00"), None);
    refuse(&mut us, "2026-11-25 08:00", from(calls, "2026-11-26", never), Refusal::NothingAhead);
    us.take(SAM, "2026-11-25 13:00", from(calls, "2026-11-26", daily()));
}

#[test]
fn what_was_told_is_not_renegotiated() {
    let (mut us, calls) = Circle::with_calls();
    us.take(SAM, "2026-11-23 09:00", keep(calls, "2026-11-23"));
    let how = steadfast_repair::commitments::How::Kept;
    let refusal = us.refuse(SAM, "2026-11-23 09:01", let_go(calls, "2026-11-23"));
    assert_eq!(refusal, Refusal::AlreadyTold { how }.into());
}

#[test]
fn it_lapses_when_the_promiser_tells_or_ends_and_is_replaced_when_asked_anew() {
    let (mut us, calls) = Circle::with_calls();
    let first = us.take(SAM, "2026-11-23 08:00", let_go(calls, "2026-11-23"));
    let second =
        us.take(SAM, "2026-11-23 08:01", moved(calls, "2026-11-23", "2026-11-28", by("12:00")));
    us.take(SAM, "2026-11-23 17:00", keep(calls, "2026-11-23"));
    let third = us.take(SAM, "2026-11-24 08:00", let_go(calls, "2026-11-26"));
    us.take(SAM, "2026-11-24 09:00", End { commitment: calls, note: None });
    let standing = |id| us.relationship.commitments().renegotiation(id).unwrap().1.standing;
    assert!(matches!(standing(first), Standing::Replaced(_)));
    assert!(matches!(standing(second), Standing::Lapsed(_)));
    assert!(matches!(standing(third), Standing::Lapsed(_)));
    for asked in [first, second, third] {
        assert_eq!(us.refuse(ANA, "2026-11-24 10:00", yes(asked)), Refusal::NoLongerWaiting.into());
    }
    let refusal = us.refuse(SAM, "2026-11-24 10:00", let_go(calls, "2026-11-24"));
    assert_eq!(refusal, Refusal::Ended.into());
}

#[test]
fn a_yes_agrees_only_to_what_can_still_be() {
    let (mut us, calls) = Circle::with_calls();
    let to_saturday =
        us.take(SAM, "2026-11-23 08:00", moved(calls, "2026-11-25", "2026-11-28", by("12:00")));
    let also =
        us.take(SAM, "2026-11-23 08:01", moved(calls, "2026-11-26", "2026-11-28", by("13:00")));
    us.take(ANA, "2026-11-23 09:00", yes(to_saturday));
    let refusal = us.refuse(ANA, "2026-11-23 09:01", yes(also));
    assert_eq!(refusal, Refusal::DateTaken { date: date("2026-11-28") }.into());
    us.take(ANA, "2026-11-23 09:02", no(also));
}

#[test]
fn a_new_schedule_replaces_what_waits_about_its_days() {
    let (mut us, calls) = Circle::with_calls();
    let early = us.take(SAM, "2026-11-23 08:00", let_go(calls, "2026-11-24"));
    let late = us.take(SAM, "2026-11-23 08:00", let_go(calls, "2026-11-27"));
    let weekly = schedule("2026-11-26", by("20:00"), Some("FREQ=WEEKLY"));
    let all = us.take(SAM, "2026-11-23 08:01", from(calls, "2026-11-25", weekly));
    us.take(ANA, "2026-11-23 09:00", yes(all));
    let waiting: Vec<_> = us
        .relationship
        .commitments()
        .waiting_for(ANA)
        .map(|(_, renegotiation)| renegotiation.id())
        .collect();
    assert_eq!(waiting, [early]);
    assert_eq!(us.refuse(ANA, "2026-11-23 09:01", yes(late)), Refusal::NoLongerWaiting.into());
}

#[test]
fn a_new_schedule_takes_the_place_of_what_was_let_go_and_moved_too() {
    let (mut us, calls) = Circle::with_calls();
    let gone = us.take(SAM, "2026-11-23 08:00", let_go(calls, "2026-11-26"));
    let arrives =
        us.take(SAM, "2026-11-23 08:00", moved(calls, "2026-11-27", "2026-11-28", by("12:00")));
    let daily = schedule("2026-11-25", by("20:00"), Some("FREQ=DAILY;COUNT=5"));
    let all = us.take(SAM, "2026-11-23 08:01", from(calls, "2026-11-25", daily));
    for asked in [gone, arrives, all] {
        us.take(ANA, "2026-11-23 09:00", yes(asked));
    }
    let commitment = us.relationship.commitments().get(calls).unwrap();
    let occurrences = commitment.occurrences_between(date("2026-11-25"), date("2026-11-30"));
    let dues: Vec<_> = occurrences.map(|occurrence| occurrence.slot.due).collect();
    let expect = ["25", "26", "27", "28", "29"].map(|day| time(&format!("2026-11-{day} 20:00")));
    assert_eq!(dues, expect);
}

#[test]
fn it_is_for_the_other_to_answer_and_not_for_oneself() {
    let (mut us, calls) = Circle::with_calls();
    us.take(SAM, "2026-11-23 08:00", let_go(calls, "2026-11-25"));
    assert_eq!(us.relationship.commitments().waiting_for(SAM).count(), 0);
    assert_eq!(us.relationship.commitments().waiting_for(ANA).count(), 1);
}

#[test]
fn alone_in_mine_a_change_holds_at_once() {
    let mut mine = Circle::mine();
    let daily = schedule("2026-11-23", by("22:00"), Some("FREQ=DAILY;COUNT=3"));
    let pages = mine.take(SAM, "2026-11-22 09:00", promise("Write a page", daily));
    mine.take(SAM, "2026-11-23 09:00", let_go(pages, "2026-11-24"));
    expect![[r#"
        Mon 23  Open
        Tue 24  RenegotiatedAhead
        Wed 25  Open
    "#]]
    .assert_eq(&mine.days(pages));
}

#[test]
fn a_new_schedule_may_be_in_another_zone() {
    let (mut us, calls) = Circle::with_calls();
    let tokyo = steadfast_repair::zone::ZoneName::new("Asia/Tokyo").unwrap();
    let rule = "FREQ=DAILY".parse().unwrap();
    let there = steadfast_repair::commitments::Schedule::new(
        date("2026-11-25"),
        by("17:45"),
        tokyo,
        Some(rule),
    )
    .unwrap();
    let asked = us.take(SAM, "2026-11-23 08:00", from(calls, "2026-11-25", there));
    us.take(ANA, "2026-11-23 09:00", yes(asked));
    let commitment = us.relationship.commitments().get(calls).unwrap();
    let due = |day: &str| commitment.occurrence(date(day)).unwrap().slot.due;
    assert_eq!(due("2026-11-24"), time("2026-11-24 17:45"));
    assert_eq!(due("2026-11-25"), time("2026-11-25 08:45"));
}
