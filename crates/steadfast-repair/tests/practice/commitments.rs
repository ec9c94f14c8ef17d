//! Promises, and what became of them.

use expect_test::{Expect, expect};
use steadfast_repair::commitments::{
    Counts, End, FollowThrough, How, NotHowISawIt, Refusal, SawIt, Within,
};
use steadfast_repair::people::{Role, Roles};
use steadfast_repair::said::Evidence;
use steadfast_repair::zone::ZoneName;
use steadfast_repair::{EntryId, Window};

use crate::circle::{
    ANA, Circle, DR_LOPES, SAM, by, clock, date, introduce, keep, miss, promise, repair, schedule,
    time, title, view, words,
};

/// Lets something happen to "Call when leaving work, by 17:45 on workdays", and shows the days as of noon on Sunday the
/// 29th, and what was refused.
#[track_caller]
fn check(story: impl FnOnce(&mut Circle, EntryId), expect: &Expect) {
    let (mut us, calls) = Circle::with_calls();
    story(&mut us, calls);
    let refused: String =
        us.refused.iter().map(|refusal| format!("refused: {refusal:?}\n")).collect();
    expect.assert_eq(&(us.days(calls) + &refused));
}

fn saw(commitment: EntryId, occurrence: &str) -> SawIt {
    SawIt { commitment, occurrence: date(occurrence) }
}

fn not_so(commitment: EntryId, occurrence: &str) -> NotHowISawIt {
    NotHowISawIt {
        commitment,
        occurrence: date(occurrence),
        words: words("The phone did not ring."),
    }
}

#[test]
fn silence_is_open_and_nothing_else() {
    check(
        |_, _| {},
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
fn a_week_of_every_kind() {
    check(
        |us, calls| {
            us.say(SAM, "2026-11-23 17:40", keep(calls, "2026-11-23"));
            us.say(SAM, "2026-11-24 18:20", keep(calls, "2026-11-24"));
            us.say(SAM, "2026-11-25 19:00", miss(calls, "2026-11-25"));
            us.say(SAM, "2026-11-26 19:00", miss(calls, "2026-11-26"));
            us.say(SAM, "2026-11-26 20:00", repair(calls, "2026-11-26"));
        },
        &expect![[r#"
            Mon 23  Kept
            Tue 24  KeptLate
            Wed 25  Missed
            Thu 26  MissedAndRepaired
            Fri 27  Open
            Mon 30  Ahead
        "#]],
    );
}

#[test]
fn kept_at_the_very_moment_is_kept() {
    check(
        |us, calls| {
            us.say(SAM, "2026-11-23 17:45", keep(calls, "2026-11-23"));
            us.say(SAM, "2026-11-24 17:45:01", keep(calls, "2026-11-24"));
        },
        &expect![[r#"
            Mon 23  Kept
            Tue 24  KeptLate
            Wed 25  Open
            Thu 26  Open
            Fri 27  Open
            Mon 30  Ahead
        "#]],
    );
}

#[test]
fn an_occurrence_is_told_in_its_turn() {
    check(
        |us, calls| {
            us.say(SAM, "2026-11-23 17:00", keep(calls, "2026-11-24"));
            us.say(SAM, "2026-11-23 18:00", keep(calls, "2026-11-24"));
            us.say(SAM, "2026-11-23 18:00", miss(calls, "2026-11-26"));
            us.say(SAM, "2026-11-24 12:00", keep(calls, "2026-11-28"));
        },
        &expect![[r#"
            Mon 23  Open
            Tue 24  Kept
            Wed 25  Open
            Thu 26  Open
            Fri 27  Open
            Mon 30  Ahead
            refused: Commitments(NotYetItsTurn { from: 2026-11-23T17:45:00Z })
            refused: Commitments(NotYetItsTurn { from: 2026-11-25T17:45:00Z })
            refused: Commitments(NoOccurrence { date: 2026-11-28 })
        "#]],
    );
}

#[test]
fn what_was_told_can_be_made_more_honest_and_not_less() {
    check(
        |us, calls| {
            us.say(SAM, "2026-11-23 17:40", keep(calls, "2026-11-23"));
            us.say(SAM, "2026-11-23 17:41", keep(calls, "2026-11-23"));
            us.say(SAM, "2026-11-23 17:42", repair(calls, "2026-11-23"));
            us.say(SAM, "2026-11-23 22:00", miss(calls, "2026-11-23"));
            us.say(SAM, "2026-11-23 22:05", keep(calls, "2026-11-23"));
            us.say(SAM, "2026-11-23 22:06", miss(calls, "2026-11-23"));
        },
        &expect![[r#"
            Mon 23  Missed
            Tue 24  Open
            Wed 25  Open
            Thu 26  Open
            Fri 27  Open
            Mon 30  Ahead
            refused: Commitments(AlreadyTold { how: Kept })
            refused: Commitments(AlreadyTold { how: Kept })
            refused: Commitments(AlreadyTold { how: Missed })
            refused: Commitments(AlreadyTold { how: Missed })
        "#]],
    );
}

#[test]
fn a_correction_leaves_what_was_said_before() {
    let (mut us, calls) = Circle::with_calls();
    us.take(SAM, "2026-11-23 17:40", keep(calls, "2026-11-23"));
    us.take(SAM, "2026-11-23 22:00", miss(calls, "2026-11-23"));
    let commitment = us.relationship.commitments().get(calls).unwrap();
    let told: Vec<_> =
        commitment.tellings(date("2026-11-23")).iter().map(|telling| telling.how).collect();
    assert_eq!(told, [How::Kept, How::Missed]);
}

#[test]
fn a_miss_said_ahead_can_still_be_kept_in_time() {
    check(
        |us, calls| {
            us.say(SAM, "2026-11-23 16:00", miss(calls, "2026-11-23"));
            us.say(SAM, "2026-11-23 17:30", keep(calls, "2026-11-23"));
        },
        &expect![[r#"
            Mon 23  Kept
            Tue 24  Open
            Wed 25  Open
            Thu 26  Open
            Fri 27  Open
            Mon 30  Ahead
        "#]],
    );
}

#[test]
fn what_is_not_due_yet_needs_no_repair() {
    check(
        |us, calls| {
            us.say(SAM, "2026-11-23 17:45", repair(calls, "2026-11-23"));
            us.say(SAM, "2026-11-23 20:00", repair(calls, "2026-11-23"));
        },
        &expect![[r#"
            Mon 23  MissedAndRepaired
            Tue 24  Open
            Wed 25  Open
            Thu 26  Open
            Fri 27  Open
            Mon 30  Ahead
            refused: Commitments(NotYetDue { due: 2026-11-23T17:45:00Z })
        "#]],
    );
}

#[test]
fn nobody_confirms_their_own_promise_or_tells_anothers() {
    check(
        |us, calls| {
            us.say(ANA, "2026-11-23 17:40", keep(calls, "2026-11-23"));
            us.say(ANA, "2026-11-23 18:00", miss(calls, "2026-11-23"));
            us.say(SAM, "2026-11-23 18:01", saw(calls, "2026-11-23"));
            us.say(SAM, "2026-11-23 18:01", not_so(calls, "2026-11-23"));
            us.say(ANA, "2026-11-23 18:02", End { commitment: calls, note: None });
        },
        &expect![[r#"
            Mon 23  Open
            Tue 24  Open
            Wed 25  Open
            Thu 26  Open
            Fri 27  Open
            Mon 30  Ahead
            refused: Commitments(NotThePromiser)
            refused: Commitments(NotThePromiser)
            refused: Commitments(OwnPromise)
            refused: Commitments(OwnPromise)
            refused: Commitments(NotThePromiser)
        "#]],
    );
}

#[test]
fn two_accounts_stand_side_by_side() {
    check(
        |us, calls| {
            us.say(ANA, "2026-11-23 17:00", saw(calls, "2026-11-23"));
            us.say(SAM, "2026-11-23 17:40", keep(calls, "2026-11-23"));
            us.say(ANA, "2026-11-23 20:00", not_so(calls, "2026-11-23"));
            us.say(SAM, "2026-11-24 17:40", keep(calls, "2026-11-24"));
            us.say(ANA, "2026-11-24 20:00", not_so(calls, "2026-11-24"));
            us.say(ANA, "2026-11-24 20:30", saw(calls, "2026-11-24"));
            us.say(ANA, "2026-11-24 20:31", saw(calls, "2026-11-24"));
        },
        &expect![[r#"
            Mon 23  Kept (seen otherwise)
            Tue 24  Kept
            Wed 25  Open
            Thu 26  Open
            Fri 27  Open
            Mon 30  Ahead
            refused: Commitments(NothingTold)
            refused: Commitments(AlreadySeen)
        "#]],
    );
}

#[test]
fn a_corrected_account_is_no_longer_disputed() {
    check(
        |us, calls| {
            us.say(SAM, "2026-11-23 17:40", keep(calls, "2026-11-23"));
            us.say(ANA, "2026-11-23 20:00", not_so(calls, "2026-11-23"));
            us.say(SAM, "2026-11-23 22:00", miss(calls, "2026-11-23"));
        },
        &expect![[r#"
            Mon 23  Missed
            Tue 24  Open
            Wed 25  Open
            Thu 26  Open
            Fri 27  Open
            Mon 30  Ahead
        "#]],
    );
}

#[test]
fn an_ended_commitment_stands_for_the_day_on_which_it_was_ended() {
    check(
        |us, calls| {
            us.say(SAM, "2026-11-24 09:00", End { commitment: calls, note: None });
            us.say(SAM, "2026-11-24 17:40", keep(calls, "2026-11-24"));
            us.say(SAM, "2026-11-25 17:40", keep(calls, "2026-11-25"));
            us.say(SAM, "2026-11-26 17:40", miss(calls, "2026-11-23"));
            us.say(SAM, "2026-11-26 17:40", End { commitment: calls, note: None });
        },
        &expect![[r#"
            Mon 23  Missed
            Tue 24  Kept
            refused: Commitments(NoOccurrence { date: 2026-11-25 })
            refused: Commitments(Ended)
        "#]],
    );
}

#[test]
fn what_was_due_before_it_was_promised_was_not_promised() {
    let mut us = Circle::us();
    let daily = schedule("2026-11-20", by("08:00"), Some("FREQ=DAILY;UNTIL=20261125"));
    let walks = us.take(SAM, "2026-11-23 09:00", promise("Walk the dog", daily));
    let commitment = us.relationship.commitments().get(walks).unwrap();
    let dates: Vec<_> = commitment
        .occurrences_between(date("2026-11-01"), date("2026-12-31"))
        .map(|occurrence| occurrence.date)
        .collect();
    assert_eq!(dates, [date("2026-11-24"), date("2026-11-25")]);

    let over = schedule("2026-11-20", by("08:00"), Some("FREQ=DAILY;COUNT=3"));
    let refusal = us.refuse(SAM, "2026-11-23 09:00", promise("Walk the dog", over));
    assert_eq!(refusal, Refusal::NothingAhead.into());
}

#[test]
fn something_promised_once_can_be_kept_as_early_as_one_likes() {
    let mut us = Circle::us();
    let once = schedule("2026-11-27", by("18:00"), None);
    let appointment = us.take(SAM, "2026-11-22 09:00", promise("Book the first session", once));
    us.take(SAM, "2026-11-22 09:30", keep(appointment, "2026-11-27"));
    assert_eq!(us.days(appointment), "Fri 27  Kept\n");
}

#[test]
fn what_is_promised_between_two_times_is_not_told_before_the_first() {
    let mut us = Circle::us();
    let evenings = Within::Between { from: clock("22:00"), to: clock("00:30") };
    let nightly = schedule("2026-11-23", evenings, Some("FREQ=DAILY"));
    let reading = us.take(SAM, "2026-11-22 09:00", promise("Put the phone away", nightly));
    let refusal = us.refuse(SAM, "2026-11-23 21:00", keep(reading, "2026-11-23"));
    assert_eq!(refusal, Refusal::NotYetItsTurn { from: time("2026-11-23 22:00") }.into());
    us.take(SAM, "2026-11-24 00:30", keep(reading, "2026-11-23"));
    let commitment = us.relationship.commitments().get(reading).unwrap();
    assert_eq!(
        commitment.follow_through(date("2026-11-23"), time("2026-11-24 01:00")),
        Some(FollowThrough::Kept)
    );
}

#[test]
fn any_time_of_the_day_is_over_with_the_day() {
    let mut us = Circle::us();
    let daily = schedule("2026-11-23", Within::AnyTime, Some("FREQ=DAILY"));
    let pages = us.take(SAM, "2026-11-22 09:00", promise("Write a page", daily));
    us.take(SAM, "2026-11-24 00:00", keep(pages, "2026-11-23"));
    us.take(SAM, "2026-11-25 00:01", keep(pages, "2026-11-24"));
    let commitment = us.relationship.commitments().get(pages).unwrap();
    let now = time("2026-11-25 08:00");
    assert_eq!(commitment.follow_through(date("2026-11-23"), now), Some(FollowThrough::Kept));
    assert_eq!(commitment.follow_through(date("2026-11-24"), now), Some(FollowThrough::KeptLate));
}

#[test]
fn an_unknown_commitment_and_an_unknown_zone_are_refused() {
    let mut us = Circle::us();
    let refusal = us.refuse(SAM, "2026-11-23 12:00", keep(EntryId([0; 32]), "2026-11-23"));
    assert_eq!(refusal, Refusal::UnknownCommitment.into());

    let zone = ZoneName::new("Mars/Olympus_Mons").unwrap();
    let known = schedule("2026-11-23", by("17:45"), None);
    let on_mars = steadfast_repair::commitments::Schedule::new(
        known.start(),
        known.within(),
        zone.clone(),
        None,
    )
    .unwrap();
    let refusal = us.refuse(SAM, "2026-11-22 12:00", promise("Call from Mars", on_mars));
    assert_eq!(refusal, Refusal::UnknownZone { zone }.into());
}

#[test]
fn a_therapist_may_say_what_they_saw() {
    let (mut us, calls) = Circle::with_calls();
    us.take(
        DR_LOPES,
        "2026-11-22 09:00",
        introduce("Dr Lopes", Roles::only(Role::CouplesTherapist)),
    );
    us.take(SAM, "2026-11-23 17:40", keep(calls, "2026-11-23"));
    us.take(DR_LOPES, "2026-11-23 18:00", not_so(calls, "2026-11-23"));
    us.take(ANA, "2026-11-23 18:00", saw(calls, "2026-11-23"));
    let commitment = us.relationship.commitments().get(calls).unwrap();
    assert_eq!(commitment.telling(date("2026-11-23")).unwrap().standing_views().count(), 2);
}

#[test]
fn a_backdated_kept_is_late_by_what_its_author_had_read() {
    let (mut us, calls) = Circle::with_calls();
    let window = Window { not_before: Some(time("2026-11-23 21:00")), not_after: None };
    us.say_in(SAM, "2026-11-23 17:40", window, keep(calls, "2026-11-23"));
    let commitment = us.relationship.commitments().get(calls).unwrap();
    let now = time("2026-11-24 08:00");
    assert_eq!(commitment.follow_through(date("2026-11-23"), now), Some(FollowThrough::KeptLate));
    let judged = commitment.kept_at(date("2026-11-23")).unwrap();
    assert_eq!((judged.at, judged.by), (time("2026-11-23 21:00"), Evidence::NotBefore));
}

#[test]
fn a_fast_clock_is_not_late_once_another_had_read_it_in_time() {
    let (mut us, calls) = Circle::with_calls();
    let (kept, _) = us.say(SAM, "2027-11-23 17:40", keep(calls, "2026-11-23"));
    let day = date("2026-11-23");
    let now = time("2026-11-24 08:00");
    let follow_through = |us: &Circle| {
        us.relationship.commitments().get(calls).unwrap().follow_through(day, now).unwrap()
    };
    assert_eq!(follow_through(&us), FollowThrough::KeptLate);
    let window = Window { not_before: None, not_after: Some(time("2026-11-23 17:42")) };
    us.relationship.set_window(kept, window);
    assert_eq!(follow_through(&us), FollowThrough::Kept);
}

#[test]
fn a_clock_that_was_put_right_makes_nobody_late() {
    // One entry from a clock years ahead once made all that the other said afterwards late, and every promise refused.
    let (mut us, calls) = Circle::with_calls();
    us.take(ANA, "2035-01-01 12:00", introduce("Ana", Roles::only(Role::BetrayedPartner)));
    let ahead = Window { not_before: Some(time("2035-01-01 12:00")), not_after: None };
    us.say_in(SAM, "2026-11-23 17:40", ahead, keep(calls, "2026-11-23"));
    us.take(ANA, "2026-11-23 20:00", introduce("Ana", Roles::only(Role::BetrayedPartner)));
    us.say_in(SAM, "2026-11-24 17:40", ahead, keep(calls, "2026-11-24"));
    us.say_in(
        SAM,
        "2026-11-24 17:41",
        ahead,
        promise("Cook", schedule("2026-11-25", by("20:00"), None)),
    );
    // It still cannot be backdated to before what she says now.
    us.say_in(SAM, "2026-11-23 17:40", ahead, keep(calls, "2026-11-25"));
    expect![[r#"
        Mon 23  KeptLate
        Tue 24  Kept
        Wed 25  Open
        Thu 26  Open
        Fri 27  Open
        Mon 30  Ahead
    "#]]
    .assert_eq(&us.days(calls));
    let refusal = Refusal::NotYetItsTurn { from: time("2026-11-24 17:45") }.into();
    assert_eq!(us.refused, [refusal]);
    assert_eq!(us.relationship.commitments().all().len(), 2);
}

#[test]
fn counts_are_plain_and_of_the_last_days() {
    let (mut us, calls) = Circle::with_calls();
    us.take(SAM, "2026-11-23 17:40", keep(calls, "2026-11-23"));
    us.take(SAM, "2026-11-24 18:20", keep(calls, "2026-11-24"));
    us.take(SAM, "2026-11-25 17:20", keep(calls, "2026-11-25"));
    us.take(ANA, "2026-11-25 20:00", not_so(calls, "2026-11-25"));
    let commitments = us.relationship.commitments();
    let now = time("2026-11-30 12:00");
    assert_eq!(
        commitments.get(calls).unwrap().counts(7, now),
        Counts { kept: 1, kept_late: 1, open: 2, seen_otherwise: 1, ..Counts::default() },
        "from Tuesday the 24th; what lies ahead does not count"
    );
    let month = Counts { kept: 2, kept_late: 1, open: 2, seen_otherwise: 1, ..Counts::default() };
    assert_eq!(commitments.counts(SAM, 30, now), month);
    assert_eq!(commitments.counts(SAM, 90, now).all(), 5);
    assert_eq!(commitments.counts(ANA, 90, now), Counts::default());
    assert_eq!(commitments.counts(SAM, 0, now), Counts::default());
}

#[test]
fn the_calendar_of_a_person_holds_all_that_they_promised() {
    let (mut us, calls) = Circle::with_calls();
    let once = schedule("2026-11-24", by("20:00"), None);
    us.take(SAM, "2026-11-22 10:00", promise("Cook", once));
    us.take(SAM, "2026-11-23 17:40", keep(calls, "2026-11-23"));
    let calendar = us.relationship.commitments().calendar(
        SAM,
        date("2026-11-21"),
        date("2026-11-25"),
        time("2026-11-24 12:00"),
    );
    assert_eq!(calendar.len(), 5, "days without marks are there too");
    expect![[r#"
        Mon 23  Kept
        Tue 24  Ahead  Ahead
        Wed 25  Ahead
    "#]]
    .assert_eq(&view(&calendar));
}

#[test]
fn what_can_be_told_is_what_would_take_effect() {
    let (mut us, calls) = Circle::with_calls();
    us.take(SAM, "2026-11-23 17:40", keep(calls, "2026-11-23"));
    let commitment = us.relationship.commitments().get(calls).unwrap();
    let can = |day: &str, how, at: &str| commitment.can_be_told(date(day), how, time(at));
    assert!(
        !can("2026-11-24", How::Kept, "2026-11-23 17:44")
            && can("2026-11-24", How::Kept, "2026-11-23 17:45")
    );
    assert!(
        !can("2026-11-23", How::Kept, "2026-11-23 18:00")
            && can("2026-11-23", How::Missed, "2026-11-23 18:00")
    );
    assert!(!can("2026-11-28", How::Kept, "2026-11-28 12:00"));
}

#[test]
fn what_is_open_is_past_due_and_untold() {
    let (mut us, calls) = Circle::with_calls();
    us.take(SAM, "2026-11-24 17:40", keep(calls, "2026-11-24"));
    let commitment = us.relationship.commitments().get(calls).unwrap();
    let open = |days, now: &str| -> Vec<_> {
        commitment.open(days, time(now)).map(|occurrence| occurrence.date).collect()
    };
    assert_eq!(open(7, "2026-11-25 17:45"), [date("2026-11-23")]);
    assert_eq!(open(7, "2026-11-25 17:46"), [date("2026-11-23"), date("2026-11-25")]);
    assert_eq!(open(2, "2026-11-25 17:46"), [date("2026-11-25")]);
}

#[test]
fn the_next_occurrence_and_the_end_of_all() {
    let mut us = Circle::us();
    let three = schedule("2026-11-23", by("18:00"), Some("FREQ=DAILY;INTERVAL=2;COUNT=3"));
    let id = us.take(SAM, "2026-11-22 10:00", promise("Cook", three));
    let commitment = us.relationship.commitments().get(id).unwrap();
    assert_eq!(commitment.next_after(time("2026-11-23 18:00")).unwrap().date, date("2026-11-25"));
    assert_eq!(commitment.next_after(time("2026-11-27 17:59")).unwrap().date, date("2026-11-27"));
    assert!(
        !commitment.is_over(time("2026-11-27 17:59"))
            && commitment.is_over(time("2026-11-27 18:00"))
    );
    assert_eq!(commitment.what(), &title("Cook"));
}
