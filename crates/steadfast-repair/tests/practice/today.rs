//! What to do now, and why.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use steadfast_repair::MemberId;
use steadfast_repair::agreements::End;
use steadfast_repair::boundaries;
use steadfast_repair::checkins::{AgreeTime, Thank};
use steadfast_repair::people::{CircleKind, Role, Roles};
use steadfast_repair::reassurance::{Answer, Ask, KeepHelp, Offer};
use steadfast_repair::relationship::Relationship;
use steadfast_repair::today::{Deed, Today, What, today};
use steadfast_repair::weekdays::Weekdays;

use crate::agreements::{agree, propose as propose_agreement, terms};
use crate::boundaries::ask as ask_boundary;
use crate::checkins::{check_in, propose};
use crate::circle::{
    ANA, Circle, DR_LOPES, SAM, by, found, introduce, keep, let_go, lisbon, miss, promise, repair,
    schedule, time, words, yes,
};
use crate::questions::{answer, promise as answer_by, question};

/// The page as lines: the opening, the sections with their items, and the first suggestions.
fn page(today: &Today) -> String {
    let mut page = format!("{:?}\n", today.opening);
    for section in &today.sections {
        let closed = if section.closed { ", closed" } else { "" };
        writeln!(page, "{:?}{closed}", section.kind).unwrap();
        for item in &section.items {
            writeln!(page, "  {}: {} at {}", item.circle, name(&item.what), clock(item.what.at()))
                .unwrap();
        }
    }
    for suggestion in &today.suggestions {
        let deed = format!("{:?}", suggestion.deed);
        let because = format!("{:?}", suggestion.because);
        let (deed, because) = (deed.split(' ').next().unwrap(), because.split('(').next().unwrap());
        writeln!(page, "could {deed} in {}: {because}", suggestion.circle).unwrap();
    }
    page
}

fn name(what: &What) -> String {
    match what {
        What::Told { follow_through, .. } => format!("Told {follow_through:?}"),
        What::RenegotiationAnswered { yes, .. } => format!("RenegotiationAnswered {yes}"),
        what => format!("{what:?}").split(' ').next().unwrap().to_owned(),
    }
}

fn clock(at: jiff::Timestamp) -> String {
    at.to_zoned(lisbon()).strftime("%a %d %H:%M").to_string()
}

/// The same circle, as somebody else sees it.
fn as_seen_by(circle: &Circle, member: MemberId) -> Relationship {
    let mut relationship = Relationship::new(member);
    circle.said.iter().for_each(|said| {
        relationship.apply(said);
    });
    relationship
}

#[track_caller]
fn check(circle: &Circle, member: MemberId, now: &str, expect: &Expect) {
    expect.assert_eq(&page(&today([&as_seen_by(circle, member)], time(now), &lisbon())));
}

#[test]
fn alone_it_opens_with_mine() {
    let mine = Circle::mine();
    check(
        &mine,
        SAM,
        "2026-11-22 12:00",
        &expect![[r#"
            Mine
            could WriteInMine in 0: NothingWaits
        "#]],
    );
}

#[test]
fn alone_in_us_it_still_opens_with_mine() {
    let mut us = Circle::empty();
    us.take(SAM, "2026-11-22 08:00", found(CircleKind::Us));
    us.take(SAM, "2026-11-22 08:00", introduce("Sam", Roles::only(Role::BetrayingPartner)));
    check(&us, SAM, "2026-11-22 12:00", &expect!["Mine\n"]);
}

#[test]
fn at_the_start_each_is_shown_the_smallest_first_step() {
    let us = Circle::us();
    check(
        &us,
        SAM,
        "2026-11-22 12:00",
        &expect![[r#"
            ForYou
            could Promise in 0: NothingPromised
            could CheckIn in 0: NoCheckInYet
            could ProposeCheckInTime in 0: NoTimeAgreed
            could ProposeAgreement in 0: NoAgreement
        "#]],
    );
    check(
        &us,
        ANA,
        "2026-11-22 12:00",
        &expect![[r#"
            HowAreYou
            could KeepWhatHelps in 0: NoListYet
        "#]],
    );
}

#[test]
fn nothing_begins_twice_where_a_therapist_reads_too() {
    let mut with_therapist = Circle::empty();
    for (who, name, role) in [
        (SAM, "Sam", Role::BetrayingPartner),
        (ANA, "Ana", Role::BetrayedPartner),
        (DR_LOPES, "Dr Lopes", Role::CouplesTherapist),
    ] {
        if who == SAM {
            with_therapist.take(who, "2026-11-22 08:00", found(CircleKind::UsAndTherapist));
        }
        with_therapist.take(who, "2026-11-22 08:10", introduce(name, Roles::only(role)));
    }
    for member in [SAM, DR_LOPES] {
        check(&with_therapist, member, "2026-11-22 12:00", &expect!["ForYou\n"]);
    }
}

/// A few days of two people. On the Wednesday: a call kept, one late, one due; an ask that waits, one that was answered.
fn some_days() -> Circle {
    let (mut us, calls) = Circle::with_calls();
    let once = schedule("2026-11-24", by("21:00"), None);
    let cook = us.take(SAM, "2026-11-22 10:00", promise("Cook", once));
    let time = us.take(SAM, "2026-11-22 10:00", propose("21:30", Weekdays::ALL));
    us.take(ANA, "2026-11-22 11:00", AgreeTime { proposal: time });
    us.take(ANA, "2026-11-22 11:01", KeepHelp { text: words("Hearing your voice.") });
    us.take(SAM, "2026-11-23 17:40", keep(calls, "2026-11-23"));
    us.take(SAM, "2026-11-23 21:30", check_in("Relieved that I called."));
    let ask = us.take(ANA, "2026-11-23 23:00", Ask { help: None, words: None });
    us.take(SAM, "2026-11-23 23:05", Answer { ask, words: words("I am coming up.") });
    us.take(SAM, "2026-11-24 18:10", keep(calls, "2026-11-24"));
    us.take(SAM, "2026-11-24 20:00", miss(cook, "2026-11-24"));
    us.take(SAM, "2026-11-25 07:30", let_go(calls, "2026-11-26"));
    us.take(SAM, "2026-11-25 07:31", Offer { words: words("Good morning.") });
    us.take(ANA, "2026-11-25 09:00", Ask { help: None, words: None });
    us
}

#[test]
fn the_one_who_repairs_sees_what_is_due_and_who_waits() {
    check(
        &some_days(),
        SAM,
        "2026-11-25 12:00",
        &expect![[r#"
            ForYou
            ForYou
              0: Missed at Tue 24 21:00
              0: Due at Wed 25 17:45
              0: CheckInDue at Wed 25 21:30
            Asked
              0: Asked at Wed 25 09:00
            could Answer in 0: AskedAt
            could Repair in 0: MissedAt
            could CheckIn in 0: AgreedFor
            could Keep in 0: DueAt
            could ProposeAgreement in 0: NoAgreement
            could OfferWhatHelps in 0: TheyKeepAList
        "#]],
    );
}

#[test]
fn the_betrayed_partner_sees_what_was_kept_and_is_asked_for_nothing() {
    check(
        &some_days(),
        ANA,
        "2026-11-25 12:00",
        &expect![[r#"
            HowAreYou
            FromOthers
              0: Offered at Wed 25 07:31
              0: Told Missed at Tue 24 20:00
              0: Told KeptLate at Tue 24 18:10
              0: Answered at Mon 23 23:05
              0: CheckedIn at Mon 23 21:30
              0: Told Kept at Mon 23 17:40
            Asked, closed
              0: RenegotiationAsked at Wed 25 07:30
            ForYou
              0: CheckInDue at Wed 25 21:30
            could CheckIn in 0: AgreedFor
        "#]],
    );
}

#[test]
fn what_was_asked_waits_for_the_other_at_the_askers_pace() {
    use steadfast_repair::questions::{Pace, SetPace};
    let mut us = Circle::us();
    let id = us.take(ANA, "2026-11-22 09:00", question(Pace::NotBefore(time("2026-11-24 00:00"))));
    let shown = |us: &Circle, member, now: &str| {
        let today = today([&as_seen_by(us, member)], time(now), &lisbon());
        let lines = page(&today);
        let lines =
            lines.lines().filter(|line| line.contains("Question") || line.contains("Answer"));
        lines.map(|line| line.trim().to_owned() + "\n").collect::<String>()
    };
    assert_eq!(shown(&us, SAM, "2026-11-23 20:00"), "");
    expect![[r#"
        0: QuestionAsked at Sun 22 09:00
        could AnswerQuestion in 0: AskedAt
    "#]]
    .assert_eq(&shown(&us, SAM, "2026-11-24 08:00"));

    // What is promised for Thursday is coming on Tuesday, for today on Thursday, and owed from then on.
    us.take(SAM, "2026-11-24 09:00", answer_by(id, "2026-11-26 21:00"));
    assert_eq!(shown(&us, SAM, "2026-11-24 10:00"), "0: AnswerComing at Thu 26 21:00\n");
    let owed = expect![[r#"
        0: AnswerDue at Thu 26 21:00
        could AnswerQuestion in 0: AnswerPromisedBy
    "#]];
    owed.assert_eq(&shown(&us, SAM, "2026-11-26 08:00"));
    owed.assert_eq(&shown(&us, SAM, "2026-12-20 08:00"));
    assert_eq!(shown(&us, ANA, "2026-11-24 10:00"), "0: QuestionReplied at Tue 24 09:00\n");

    us.take(ANA, "2026-11-25 09:00", SetPace { question: id, pace: Pace::Parked });
    assert_eq!(shown(&us, SAM, "2026-11-26 08:00"), "", "nothing is owed that is not wanted");
    us.take(ANA, "2026-11-25 10:00", SetPace { question: id, pace: Pace::Now });
    us.take(SAM, "2026-11-26 20:00", answer(id, "Yes."));
    assert_eq!(shown(&us, SAM, "2026-11-26 20:30"), "");
    assert_eq!(
        shown(&us, ANA, "2026-11-27 08:00"),
        "0: QuestionReplied at Thu 26 20:00\n",
        "what is recent is shown"
    );
}

#[test]
fn after_the_day_it_is_open_and_after_a_week_it_is_no_longer_shown() {
    let (us, _) = Circle::with_calls();
    check(
        &us,
        SAM,
        "2026-11-30 20:00",
        &expect![[r#"
            ForYou
            ForYou
              0: Open at Tue 24 17:45
              0: Open at Wed 25 17:45
              0: Open at Thu 26 17:45
              0: Open at Fri 27 17:45
              0: Open at Mon 30 17:45
            Coming
              0: Next at Tue 01 17:45
            could TellHowItWent in 0: DueAt
            could TellHowItWent in 0: DueAt
            could TellHowItWent in 0: DueAt
            could TellHowItWent in 0: DueAt
            could TellHowItWent in 0: DueAt
            could CheckIn in 0: NoCheckInYet
            could ProposeCheckInTime in 0: NoTimeAgreed
            could ProposeAgreement in 0: NoAgreement
        "#]],
    );
}

#[test]
fn what_was_done_is_not_shown_again() {
    let (mut us, calls) = Circle::with_calls();
    us.take(SAM, "2026-11-23 17:40", keep(calls, "2026-11-23"));
    us.take(SAM, "2026-11-24 18:00", miss(calls, "2026-11-24"));
    us.take(SAM, "2026-11-24 20:00", repair(calls, "2026-11-24"));
    let checkin = us.take(ANA, "2026-11-24 21:00", check_in("Tired."));
    us.take(SAM, "2026-11-24 21:30", Thank { checkin });
    us.take(SAM, "2026-11-24 21:31", check_in("Grateful."));
    check(
        &us,
        SAM,
        "2026-11-24 22:00",
        &expect![[r#"
            ForYou
            Coming
              0: Next at Wed 25 17:45
            could ProposeCheckInTime in 0: NoTimeAgreed
            could ProposeAgreement in 0: NoAgreement
        "#]],
    );
}

#[test]
fn an_answer_to_ones_own_renegotiation_is_shown_for_a_few_days() {
    let (mut us, calls) = Circle::with_calls();
    let asked = us.take(SAM, "2026-11-23 08:00", let_go(calls, "2026-11-26"));
    us.take(ANA, "2026-11-23 09:00", yes(asked));
    let shown = |now: &str| {
        let today = today([&us.relationship], time(now), &lisbon());
        page(&today).contains("RenegotiationAnswered true")
    };
    assert!(shown("2026-11-25 23:59") && !shown("2026-11-26 00:00"));
}

#[test]
fn alone_nobody_has_answered() {
    let mut mine = Circle::mine();
    let daily = schedule("2026-11-23", by("22:00"), Some("FREQ=DAILY"));
    let pages = mine.take(SAM, "2026-11-22 09:00", promise("Write a page", daily));
    mine.take(SAM, "2026-11-22 09:01", let_go(pages, "2026-11-23"));
    check(
        &mine,
        SAM,
        "2026-11-22 12:00",
        &expect![[r#"
            Mine
            Coming
              0: Next at Tue 24 22:00
            could WriteInMine in 0: NothingWaits
        "#]],
    );
}

#[test]
fn the_one_thing_is_the_next_one_when_it_was_put_off() {
    let us = some_days();
    let sam = as_seen_by(&us, SAM);
    let today_then = |now: &str| today([&sam], time(now), &lisbon());
    let noon = today_then("2026-11-25 12:00");
    let first = *noon.one_thing(&[]).unwrap();
    assert!(matches!(first.deed, Deed::Answer { .. }));
    let second = *noon.one_thing(&[first]).unwrap();
    assert!(matches!(second.deed, Deed::Repair { .. }));
    assert_eq!(
        today_then("2026-11-25 13:00").one_thing(&[first]),
        Some(&second),
        "it stays put off"
    );
}

#[test]
fn several_circles_make_one_page() {
    let mine = Circle::mine();
    let us = some_days();
    let page =
        page(&today([&mine.relationship, &us.relationship], time("2026-11-25 12:00"), &lisbon()));
    assert!(page.starts_with("ForYou\nForYou\n  1: Missed"), "{page}");
    assert!(page.ends_with("could WriteInMine in 0: NothingWaits\n"), "{page}");
}

#[test]
fn the_readers_day_is_in_the_readers_zone() {
    let (us, _) = Circle::with_calls();
    // In Auckland it is Tuesday already when Sam's Monday call is due in Lisbon.
    let auckland =
        steadfast_repair::zone::ZoneName::new("Pacific/Auckland").unwrap().time_zone().unwrap();
    let there = today([&us.relationship], time("2026-11-23 12:00"), &auckland);
    assert!(page(&there).contains("0: Due at Mon 23 17:45"), "{}", page(&there));

    // In Honolulu Monday lasts until 10:00 of Lisbon's Tuesday.
    let mut us = Circle::us();
    us.take(
        SAM,
        "2026-11-22 09:00",
        promise("Wake her with tea", schedule("2026-11-24", by("09:00"), None)),
    );
    let honolulu =
        steadfast_repair::zone::ZoneName::new("Pacific/Honolulu").unwrap().time_zone().unwrap();
    let there = today([&us.relationship], time("2026-11-23 10:30"), &honolulu);
    assert!(page(&there).contains("0: Due at Tue 24 09:00"), "{}", page(&there));
}

#[test]
fn an_agreement_is_asked_for_answered_and_looked_at_again() {
    let mut us = Circle::us();
    let first = us.take(SAM, "2026-11-22 20:00", propose_agreement(terms(&["Seeing her"])));
    let has = |us: &Circle, who, now: &str, line: &str| {
        let page = page(&today([&as_seen_by(us, who)], time(now), &lisbon()));
        assert!(page.contains(line), "{line} is not in\n{page}");
    };
    has(&us, ANA, "2026-11-23 12:00", "Asked, closed\n  0: AgreementProposed at Sun 22 20:00");
    us.take(ANA, "2026-11-23 20:00", agree(first, first));
    has(&us, SAM, "2026-11-24 12:00", "  0: AgreementAnswered at Mon 23 20:00");
    for who in [SAM, ANA] {
        has(&us, who, "2026-12-20 12:00", "ForYou\n  0: AgreementToReview at Sun 20 00:00");
    }
    has(&us, SAM, "2026-12-20 12:00", "could ReviewAgreement in 0: ReviewBy");
    us.take(ANA, "2026-12-20 20:00", End { agreement: first });
    has(&us, SAM, "2026-12-21 12:00", "  0: AgreementEnded at Sun 20 20:00");
}

#[test]
fn a_boundary_is_asked_for_answered_and_told_of() {
    let mut us = Circle::us();
    let phones = us.take(ANA, "2026-11-22 20:00", ask_boundary("No phones in bed."));
    let has = |us: &Circle, who, now: &str, line: &str| {
        let page = page(&today([&as_seen_by(us, who)], time(now), &lisbon()));
        assert!(page.contains(line), "{line} is not in\n{page}");
    };
    has(&us, SAM, "2026-11-23 12:00", "Asked\n  0: Boundary at Sun 22 20:00");
    has(&us, SAM, "2026-11-23 12:00", "could AnswerBoundary in 0: AskedAt");
    us.take(SAM, "2026-11-23 20:00", boundaries::Agree { boundary: phones, version: phones });
    has(&us, ANA, "2026-11-24 12:00", "FromOthers\n  0: Boundary at Mon 23 20:00");
    let became = boundaries::Became::Crossed;
    us.take(ANA, "2026-11-25 08:00", boundaries::Tell { boundary: phones, became, note: None });
    has(&us, SAM, "2026-11-25 12:00", "FromOthers\n  0: Boundary at Wed 25 08:00");
    has(&us, ANA, "2026-12-20 12:00", "ForYou\n  0: Boundary at Sun 20 00:00");
    us.take(ANA, "2026-12-20 20:00", boundaries::End { boundary: phones });
    has(&us, SAM, "2026-12-21 12:00", "  0: Boundary at Sun 20 20:00");
}
