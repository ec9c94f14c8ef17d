//! Space: what waits, what goes all the same, and what came although it should have waited.

use jiff::ToSpan;
use steadfast_repair::disclosures::{About, Disclose};
use steadfast_repair::people::{Role, Roles};
use steadfast_repair::space::{Ask, End, Exemptions, Message, Refusal};
use steadfast_repair::{EntryId, MemberId, Window, agreements, letters, questions, reassurance};

use crate::circle::{
    ANA, Circle, DR_LOPES, SAM, Speech, ZONE, introduce, keep, let_go, time, title, words,
};

pub(crate) fn ask(until: &str, exempt: &[&str]) -> Ask {
    let exempt = exempt.iter().map(|line| title(line)).collect();
    Ask { until: time(until), exempt: Exemptions::new(exempt).unwrap(), words: None }
}

fn message(request: EntryId, exemption: &str, text: &str) -> Message {
    Message { request, exemption: title(exemption), words: words(text) }
}

fn letter() -> Speech {
    letters::Send { kind: letters::Kind::Validation, words: words("It makes sense.") }.into()
}

fn offer() -> Speech {
    reassurance::Offer { words: words("I am here.") }.into()
}

/// Until when Sam's act waits at a moment; an empty text if it goes.
fn waits(circle: &Circle, act: impl Into<Speech>, now: &str) -> String {
    let until = circle.relationship.waits(&act.into().0, time(now));
    until.map_or_else(String::new, |until| until.in_tz(ZONE).unwrap().strftime("%F %R").to_string())
}

/// *Us*, in which Ana has asked for space at noon until six, except for the children.
fn in_space() -> (Circle, EntryId) {
    let mut us = Circle::us();
    let space = us.take(ANA, "2026-11-22 12:00", ask("2026-11-22 18:00", &["the children"]));
    (us, space)
}

/// Something of Sam's that comes at a moment, as somebody says it who had read what was said before a moment.
fn comes(circle: &mut Circle, at: &str, had_read: &str, act: impl Into<Speech>) -> EntryId {
    let window = Window { not_before: Some(time(had_read)), not_after: None };
    circle.say_in(SAM, at, window, act).0
}

#[test]
fn what_the_other_writes_waits_until_then() {
    let (us, _) = in_space();
    assert_eq!(waits(&us, letter(), "2026-11-22 12:01"), "2026-11-22 18:00");
    assert_eq!(waits(&us, offer(), "2026-11-22 17:59"), "2026-11-22 18:00");
    assert_eq!(waits(&us, offer(), "2026-11-22 18:00"), "");
    let on: Vec<MemberId> =
        us.relationship.space().on(time("2026-11-22 12:01")).map(|one| one.by()).collect();
    assert_eq!(on, [ANA]);
}

#[test]
fn it_is_over_when_its_author_ends_it_and_only_they_do() {
    let (mut us, space) = in_space();
    let end = End { request: space };
    assert_eq!(us.refuse(SAM, "2026-11-22 13:00", end.clone()), Refusal::NotYours.into());
    us.take(ANA, "2026-11-22 14:00", end.clone());
    assert_eq!(waits(&us, letter(), "2026-11-22 14:00"), "");
    assert_eq!(us.refuse(ANA, "2026-11-22 14:01", end), Refusal::Over.into());
    let nowhere = End { request: EntryId([9; 32]) };
    assert_eq!(us.refuse(ANA, "2026-11-22 14:01", nowhere), Refusal::UnknownRequest.into());
}

#[test]
fn asking_again_takes_the_place_of_what_was_asked() {
    let (mut us, first) = in_space();
    us.take(ANA, "2026-11-22 13:00", ask("2026-11-22 15:00", &[]));
    assert_eq!(waits(&us, letter(), "2026-11-22 14:00"), "2026-11-22 15:00");
    assert_eq!(waits(&us, letter(), "2026-11-22 16:00"), "");
    assert_eq!(us.refuse(ANA, "2026-11-22 13:30", End { request: first }), Refusal::Over.into());
}

#[test]
fn two_may_ask_each_other_and_a_therapist_writes_on() {
    let (mut us, _) = in_space();
    us.take(DR_LOPES, "2026-11-22 12:10", introduce("Rui", Roles::only(Role::CouplesTherapist)));
    us.take(SAM, "2026-11-22 12:30", ask("2026-11-22 20:00", &[]));
    assert_eq!(us.relationship.space().on(time("2026-11-22 13:00")).count(), 2);
    // Sam waits for Ana's only.
    assert_eq!(waits(&us, letter(), "2026-11-22 13:00"), "2026-11-22 18:00");
    let (said, _) = us.say(DR_LOPES, "2026-11-22 13:00", offer());
    assert_eq!(us.relationship.came(said), None);
    let asked = us.refuse(DR_LOPES, "2026-11-22 13:00", ask("2026-11-22 20:00", &[]));
    assert_eq!(asked, Refusal::NotAPartner.into());
}

#[test]
fn space_is_asked_of_somebody_and_for_a_time_that_lies_ahead() {
    let mut us = Circle::us();
    let over = us.refuse(ANA, "2026-11-22 12:00", ask("2026-11-22 12:00", &[]));
    assert_eq!(over, Refusal::AlreadyOver { until: time("2026-11-22 12:00") }.into());
    let long = us.refuse(ANA, "2026-11-22 12:00", ask("2026-12-06 12:06", &[]));
    assert_eq!(long, Refusal::TooLong { until: time("2026-12-06 12:06") }.into());
    us.take(ANA, "2026-11-22 12:00", ask("2026-12-06 12:00", &[]));

    let mut mine = Circle::mine();
    let alone = mine.refuse(SAM, "2026-11-22 12:00", ask("2026-11-22 18:00", &[]));
    assert_eq!(alone, Refusal::NotBetweenPartners.into());
    let mut early = Circle::empty();
    early.take(
        SAM,
        "2026-11-22 08:00",
        crate::circle::found(steadfast_repair::people::CircleKind::Us),
    );
    let alone = early.refuse(SAM, "2026-11-22 12:00", ask("2026-11-22 18:00", &[]));
    assert_eq!(alone, Refusal::NobodyElse.into());
}

/// The attack: a request that was dated years ahead, so that it would shut the other out until then.
#[test]
fn a_request_from_the_future_does_not_hold_anything_back() {
    let mut us = Circle::us();
    us.take(ANA, "2036-11-22 12:00", ask("2036-12-06 12:00", &[]));
    assert_eq!(waits(&us, letter(), "2026-11-22 12:00"), "");
}

#[test]
fn what_has_a_due_time_and_what_takes_back_does_not_wait() {
    let (mut us, calls) = Circle::with_calls();
    let asked = us.take(ANA, "2026-11-22 10:00", question());
    us.take(ANA, "2026-11-22 12:00", ask("2026-11-29 12:00", &[]));
    let now = "2026-11-23 17:00";
    assert_eq!(waits(&us, keep(calls, "2026-11-23"), now), "");
    assert_eq!(waits(&us, let_go(calls, "2026-11-24"), now), "");
    assert_eq!(waits(&us, introduce("Samuel", Roles::NONE), now), "");
    assert_eq!(waits(&us, agreements::End { agreement: asked }, now), "");
    let told = |about| Disclose { about, happened: time("2026-11-23 12:00"), words: words("It.") };
    let agreed = About::Agreed { agreement: asked, version: asked, number: 1 };
    assert_eq!(waits(&us, told(agreed), now), "");
    assert_eq!(waits(&us, told(About::Other(title("It"))), now), "2026-11-29 12:00");
    let answer = questions::Answer { question: asked, words: words("In May.") };
    assert_eq!(waits(&us, answer, now), "2026-11-29 12:00");
}

fn question() -> questions::Ask {
    use questions::{Ask, Detail, Pace};
    Ask { words: words("When?"), pace: Pace::Now, detail: Detail::Short, again: None }
}

#[test]
fn what_the_one_who_asked_for_space_asks_since_is_answered_at_once() {
    let (mut us, _) = in_space();
    let now = "2026-11-22 13:00";
    let help = us.take(ANA, now, reassurance::Ask { help: None, words: None });
    let answer = reassurance::Answer { ask: help, words: words("I am here.") };
    assert_eq!(waits(&us, answer.clone(), now), "");
    let asked = us.take(ANA, now, question());
    let told = questions::Answer { question: asked, words: words("In May.") };
    assert_eq!(waits(&us, told, now), "");
    assert_eq!(waits(&us, letter(), now), "2026-11-22 18:00");
    let given = comes(&mut us, "2026-11-22 13:10", now, answer);
    assert_eq!(us.relationship.came(given), None);
}

#[test]
fn what_stands_under_an_exemption_goes_through() {
    let (mut us, space) = in_space();
    let fever = message(space, "the children", "Mia has a fever.");
    assert_eq!(waits(&us, fever.clone(), "2026-11-22 13:00"), "");
    let sent = us.take(SAM, "2026-11-22 13:00", fever.clone());
    let delivered = &us.relationship.space().get(space).unwrap().delivered;
    assert_eq!(delivered[0].words, words("Mia has a fever."));
    assert_eq!(us.relationship.came(sent), None);
    let at = "2026-11-22 13:05";
    let not = us.refuse(SAM, at, message(space, "emergencies", "Talk to me."));
    assert_eq!(not, Refusal::NotExempt.into());
    let own = us.refuse(ANA, at, message(space, "the children", "I know."));
    assert_eq!(own, Refusal::OwnRequest.into());
    let other = us.refuse(DR_LOPES, at, message(EntryId([9; 32]), "the children", "Hm."));
    assert_eq!(other, Refusal::UnknownRequest.into());
    let late = us.refuse(SAM, "2026-11-22 18:06", fever);
    assert_eq!(late, Refusal::Over.into());
}

/// Bug guarded against: a call for help that is undone because the other ended the space at the same minute.
#[test]
fn a_message_that_crossed_with_the_end_still_counts() {
    let (mut us, space) = in_space();
    us.take(ANA, "2026-11-22 14:00", End { request: space });
    let fever = message(space, "the children", "Mia has a fever.");
    us.take(SAM, "2026-11-22 14:10", fever.clone());
    let read = Window { not_before: Some(time("2026-11-22 14:00")), not_after: None };
    let (late, _) = us.say_in(SAM, "2026-11-22 14:20", read, fever);
    assert_eq!(us.relationship.refusal(late), Some(&Refusal::Over.into()));
}

#[test]
fn what_came_all_the_same_is_said_and_whether_the_request_had_been_read() {
    let (mut us, space) = in_space();
    let knew = comes(&mut us, "2026-11-22 13:00", "2026-11-22 12:00", letter());
    let came = us.relationship.came(knew).unwrap();
    assert_eq!((came.request, came.asked_by, came.had_read), (space, ANA, true));
    let crossed = comes(&mut us, "2026-11-22 13:00", "2026-11-22 11:00", offer());
    assert!(!us.relationship.came(crossed).unwrap().had_read);
    let kept = comes(&mut us, "2026-11-22 13:00", "2026-11-22 12:00", introduce("S", Roles::NONE));
    assert_eq!(us.relationship.came(kept), None);
    // Words that had no effect came as well.
    let nowhere = reassurance::Answer { ask: EntryId([9; 32]), words: words("Talk to me.") };
    let refused = comes(&mut us, "2026-11-22 13:01", "2026-11-22 12:00", nowhere);
    assert!(us.relationship.came(refused).is_some());
    us.take(ANA, "2026-11-22 14:00", End { request: space });
    let after = comes(&mut us, "2026-11-22 14:00", "2026-11-22 14:00", letter());
    assert_eq!(us.relationship.came(after), None);
}

#[test]
fn what_came_after_its_time_did_not_come_in_it() {
    let (mut us, _) = in_space();
    let after = comes(&mut us, "2026-11-22 18:00", "2026-11-22 12:00", letter());
    assert_eq!(us.relationship.came(after), None);
    // Clocks differ by some minutes, and nobody is blamed for theirs.
    let early = comes(&mut us, "2026-11-22 17:56", "2026-11-22 12:00", letter());
    assert_eq!(us.relationship.came(early), None);
}

/// The attack: what is sent at once claims to be from after the time. The other's next words show that it was there before.
#[test]
fn a_claim_from_after_the_time_does_not_hide_that_it_came_in_it() {
    let (mut us, _) = in_space();
    let sent = comes(&mut us, "2026-11-22 18:10", "2026-11-22 12:00", letter());
    assert_eq!(us.relationship.came(sent), None);
    us.take(ANA, "2026-11-22 13:30", offer());
    let window = Window {
        not_before: Some(time("2026-11-22 12:00")),
        not_after: Some(time("2026-11-22 13:30")),
    };
    us.relationship.set_window(sent, window);
    assert!(us.relationship.came(sent).unwrap().had_read);
}

#[test]
fn what_waited_is_said_to_be_from_when_it_went() {
    let (us, _) = in_space();
    let has_waited = |act: Speech, at: &str| us.relationship.has_waited(&act.0, time(at));
    assert!(has_waited(letter(), "2026-11-22 13:00"));
    assert!(
        has_waited(letter(), "2026-11-22 11:59"),
        "it was written before it was asked, unsigned"
    );
    assert!(!has_waited(letter(), "2026-11-22 18:00"));
    assert!(!has_waited(introduce("S", Roles::NONE).into(), "2026-11-22 13:00"));
}

#[test]
fn exemptions_are_few_and_differ() {
    assert!(Exemptions::new(vec![title("a"); 2]).is_err());
    let many = (0..9).map(|n| title(&n.to_string())).collect();
    assert!(Exemptions::new(many).is_err());
}

#[test]
fn what_came_through_is_on_the_page_of_the_one_who_asked() {
    use steadfast_repair::today::{What, today};
    let mut us = Circle::us();
    let space = us.take(SAM, "2026-11-22 12:00", ask("2026-11-22 18:00", &["the children"]));
    us.take(ANA, "2026-11-22 13:00", message(space, "the children", "Mia has a fever."));
    let now = time("2026-11-22 13:00").checked_add(1.minute()).unwrap();
    let day = today([&us.relationship], now, &crate::circle::lisbon());
    let through = |what: &What| matches!(what, What::CameThrough { by, .. } if *by == ANA);
    assert!(day.sections.iter().flat_map(|section| &section.items).any(|one| through(&one.what)));
}
