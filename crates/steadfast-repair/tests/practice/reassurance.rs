//! Reassurance: what helps, what is asked for, what is given.

use steadfast_repair::EntryId;
use steadfast_repair::people::{CircleKind, Role, Roles};
use steadfast_repair::reassurance::{Answer, Ask, KeepHelp, Offer, Refusal, RemoveHelp, Withdraw};

use crate::circle::{ANA, Circle, DR_LOPES, SAM, found, introduce, words};

const ONE_TAP: Ask = Ask { help: None, words: None };

fn answer(ask: EntryId) -> Answer {
    Answer { ask, words: words("I am at my desk, and I will be home at six.") }
}

#[test]
fn the_betrayed_partner_keeps_the_list() {
    let mut us = Circle::us();
    let call = us.take(ANA, "2026-11-22 09:00", KeepHelp { text: words("Hearing your voice.") });
    us.take(ANA, "2026-11-22 09:01", KeepHelp { text: words("Knowing where you are.") });
    us.take(ANA, "2026-11-22 09:02", RemoveHelp { help: call });
    let helps: Vec<_> =
        us.relationship.reassurance().helps(ANA).map(|help| help.text.as_str()).collect();
    assert_eq!(helps, ["Knowing where you are."]);
    assert!(
        us.relationship.reassurance().help(call).unwrap().removed.is_some(),
        "it stays in the record"
    );
    assert_eq!(
        us.refuse(SAM, "2026-11-22 09:03", RemoveHelp { help: call }),
        Refusal::NotOnYourList.into()
    );
    let soothe_me = KeepHelp { text: words("Being told that I am good.") };
    assert_eq!(
        us.refuse(SAM, "2026-11-22 09:04", soothe_me),
        Refusal::NotTheBetrayedPartner.into()
    );
}

#[test]
fn one_tap_asks_and_the_other_answers() {
    let mut us = Circle::us();
    let ask = us.take(ANA, "2026-11-22 14:00", ONE_TAP);
    assert_eq!(us.relationship.reassurance().waiting_for(SAM).count(), 1);
    assert_eq!(us.relationship.reassurance().waiting_for(ANA).count(), 0);
    assert_eq!(us.refuse(ANA, "2026-11-22 14:01", answer(ask)), Refusal::OwnAsk.into());
    us.take(SAM, "2026-11-22 14:02", answer(ask));
    us.take(SAM, "2026-11-22 15:00", answer(ask));
    assert_eq!(us.relationship.reassurance().waiting_for(SAM).count(), 0);
    assert_eq!(us.relationship.reassurance().ask(ask).unwrap().answers.len(), 2);
}

#[test]
fn both_can_ask_when_each_has_hurt_the_other() {
    let mut us = Circle::us();
    assert_eq!(us.refuse(SAM, "2026-11-22 14:00", ONE_TAP), Refusal::NotTheBetrayedPartner.into());
    let both = [Role::BetrayingPartner, Role::BetrayedPartner].into_iter().collect();
    us.take(SAM, "2026-11-22 14:01", introduce("Sam", both));
    us.take(SAM, "2026-11-22 14:02", ONE_TAP);
}

#[test]
fn what_is_asked_for_is_on_ones_own_list() {
    let mut us = Circle::us();
    let help = us.take(ANA, "2026-11-22 09:00", KeepHelp { text: words("A hug.") });
    us.take(ANA, "2026-11-22 09:01", Ask { help: Some(help), words: None });
    us.take(ANA, "2026-11-22 09:02", RemoveHelp { help });
    let gone = Ask { help: Some(help), words: None };
    assert_eq!(us.refuse(ANA, "2026-11-22 09:03", gone), Refusal::NotOnYourList.into());
}

#[test]
fn an_ask_can_be_taken_back_until_it_is_answered() {
    let mut us = Circle::us();
    let ask = us.take(ANA, "2026-11-22 14:00", ONE_TAP);
    assert_eq!(us.refuse(SAM, "2026-11-22 14:01", Withdraw { ask }), Refusal::NotYourAsk.into());
    us.take(ANA, "2026-11-22 14:02", Withdraw { ask });
    assert_eq!(us.refuse(SAM, "2026-11-22 14:03", answer(ask)), Refusal::Withdrawn.into());
    assert_eq!(us.relationship.reassurance().unanswered().count(), 0);

    let answered = us.take(ANA, "2026-11-22 15:00", ONE_TAP);
    us.take(SAM, "2026-11-22 15:01", answer(answered));
    let refusal = us.refuse(ANA, "2026-11-22 15:02", Withdraw { ask: answered });
    assert_eq!(refusal, Refusal::AlreadyAnswered.into());
}

#[test]
fn only_the_other_partner_answers_for_the_other_partner() {
    let mut us = Circle::us();
    us.take(
        DR_LOPES,
        "2026-11-22 09:00",
        introduce("Dr Lopes", Roles::only(Role::CouplesTherapist)),
    );
    let ask = us.take(ANA, "2026-11-22 14:00", ONE_TAP);
    assert_eq!(us.refuse(DR_LOPES, "2026-11-22 14:01", answer(ask)), Refusal::NotAPartner.into());
    let unknown = answer(EntryId([0; 32]));
    assert_eq!(us.refuse(SAM, "2026-11-22 14:02", unknown), Refusal::UnknownAsk.into());
}

#[test]
fn anybody_can_ask_their_supporter() {
    let mut two = Circle::empty();
    two.take(SAM, "2026-11-22 08:00", found(CircleKind::SupporterAndMe));
    two.take(SAM, "2026-11-22 08:00", introduce("Sam", Roles::only(Role::BetrayingPartner)));
    two.take(DR_LOPES, "2026-11-22 08:01", introduce("Rui", Roles::only(Role::Supporter)));
    let ask = two.take(SAM, "2026-11-22 23:00", ONE_TAP);
    two.take(DR_LOPES, "2026-11-22 23:01", answer(ask));
}

#[test]
fn reassurance_is_offered_unasked_where_somebody_is_there() {
    let mut us = Circle::us();
    us.take(
        SAM,
        "2026-11-22 12:00",
        Offer { words: words("Nothing to say but that I am thinking of you.") },
    );
    assert_eq!(us.relationship.reassurance().offers().len(), 1);

    let mut mine = Circle::mine();
    assert_eq!(mine.refuse(SAM, "2026-11-22 12:00", ONE_TAP), Refusal::NobodyElse.into());
    let offer = Offer { words: words("To myself.") };
    assert_eq!(mine.refuse(SAM, "2026-11-22 12:00", offer), Refusal::NobodyElse.into());
}
