//! Questions: asked at the asker's pace, answered by the other, and every answer kept.

use steadfast_repair::EntryId;
use steadfast_repair::people::{CircleKind, Role, Roles};
use steadfast_repair::questions::{
    Answer, Ask, Detail, NotRemember, Pace, Promise, Question, Refusal, SetPace, Setting, Standing,
    Withdraw,
};

use crate::circle::{ANA, Circle, DR_LOPES, SAM, found, introduce, time, words};

pub(crate) fn question(pace: Pace) -> Ask {
    let words = words("Were there other times before March?");
    Ask { words, pace, detail: Detail::Outline, again: None }
}

pub(crate) fn answer(question: EntryId, text: &str) -> Answer {
    Answer { question, words: words(text) }
}

pub(crate) fn promise(question: EntryId, by: &str) -> Promise {
    Promise { question, by: time(by), with: Setting::TheTwo }
}

impl Circle {
    fn question(&self, id: EntryId) -> &Question {
        self.relationship.questions().get(id).unwrap()
    }

    #[track_caller]
    fn stands(&self, id: EntryId, standing: Standing) {
        assert_eq!(self.question(id).standing(), standing);
    }
}

#[test]
fn a_question_is_asked_promised_answered_and_answered_otherwise() {
    let mut us = Circle::us();
    let id = us.take(ANA, "2026-11-22 09:00", question(Pace::Now));
    us.stands(id, Standing::Unanswered);
    us.take(SAM, "2026-11-22 10:00", promise(id, "2026-11-24 21:00"));
    us.stands(id, Standing::Promised);
    assert_eq!(us.question(id).promised(), Some((time("2026-11-24 21:00"), Setting::TheTwo)));
    us.take(SAM, "2026-11-24 20:00", answer(id, "No."));
    us.stands(id, Standing::Answered);
    assert_eq!(us.question(id).promised(), None);
    assert_eq!(us.relationship.questions().open().count(), 0);
    us.take(SAM, "2026-11-26 20:00", answer(id, "Once, in January. I was afraid to say it."));
    us.stands(id, Standing::Changed);
    let replies: Vec<_> = us.question(id).replies.iter().map(|reply| reply.entry.at).collect();
    let said = ["2026-11-22 10:00", "2026-11-24 20:00", "2026-11-26 20:00"].map(time);
    assert_eq!(replies, said, "each stands with its own date");
}

#[test]
fn an_answer_by_the_wrong_person_has_no_effect_and_says_why() {
    let mut us = Circle::us();
    let therapist = Roles::only(Role::CouplesTherapist);
    us.take(DR_LOPES, "2026-11-22 08:30", introduce("Dr Lopes", therapist));
    let id = us.take(ANA, "2026-11-22 09:00", question(Pace::Now));
    let refused = us.refuse(ANA, "2026-11-22 09:01", answer(id, "Yes, there were."));
    assert_eq!(refused, Refusal::OwnQuestion.into());
    let refused = us.refuse(DR_LOPES, "2026-11-22 09:02", answer(id, "There were none."));
    assert_eq!(refused, Refusal::NotAPartner.into());
    let refused = us.refuse(DR_LOPES, "2026-11-22 09:03", promise(id, "2026-11-24 21:00"));
    assert_eq!(refused, Refusal::NotAPartner.into());
    us.stands(id, Standing::Unanswered);
    let unknown = answer(EntryId([0; 32]), "No.");
    assert_eq!(us.refuse(SAM, "2026-11-22 09:04", unknown), Refusal::UnknownQuestion.into());
}

#[test]
fn the_betrayed_partner_asks() {
    let mut us = Circle::us();
    let refused = us.refuse(SAM, "2026-11-22 09:00", question(Pace::Now));
    assert_eq!(refused, Refusal::NotTheBetrayedPartner.into());
    let both = [Role::BetrayingPartner, Role::BetrayedPartner].into_iter().collect();
    us.take(SAM, "2026-11-22 09:01", introduce("Sam", both));
    us.take(SAM, "2026-11-22 09:02", question(Pace::Now));

    let mut mine = Circle::mine();
    let refused = mine.refuse(SAM, "2026-11-22 09:00", question(Pace::Now));
    assert_eq!(refused, Refusal::NobodyElse.into());
}

#[test]
fn an_answer_waits_until_it_is_wanted() {
    let mut us = Circle::us();
    let thursday = time("2026-11-26 00:00");
    let id = us.take(ANA, "2026-11-22 09:00", question(Pace::NotBefore(thursday)));
    let refused = us.refuse(SAM, "2026-11-25 23:59", answer(id, "Yes."));
    assert_eq!(refused, Refusal::TooEarly { not_before: thursday }.into());
    let forgotten = NotRemember { question: id, find_out: words("In the old phone.") };
    let refused = us.refuse(SAM, "2026-11-25 23:59", forgotten);
    assert_eq!(refused, Refusal::TooEarly { not_before: thursday }.into());
    // When it will come can be said before.
    us.take(SAM, "2026-11-25 23:59", promise(id, "2026-11-26 21:00"));
    us.take(SAM, "2026-11-26 00:00", answer(id, "Yes."));
}

#[test]
fn with_our_therapist_means_where_they_are() {
    let mut us = Circle::us();
    let id = us.take(ANA, "2026-11-22 09:00", question(Pace::WithTherapist));
    let refused = us.refuse(SAM, "2026-11-22 10:00", answer(id, "Yes."));
    assert_eq!(refused, Refusal::OnlyWithTherapist.into());
    let refused = us.refuse(SAM, "2026-11-22 10:01", promise(id, "2026-11-24 21:00"));
    assert_eq!(refused, Refusal::OnlyWithTherapist.into());
    let session = Promise { with: Setting::Therapist, ..promise(id, "2026-11-26 18:00") };
    us.take(SAM, "2026-11-22 10:02", session);

    let mut three = Circle::us();
    let therapist = Roles::only(Role::CouplesTherapist);
    three.take(DR_LOPES, "2026-11-22 08:30", introduce("Dr Lopes", therapist));
    let id = three.take(ANA, "2026-11-22 09:00", question(Pace::WithTherapist));
    three.take(SAM, "2026-11-22 10:00", answer(id, "Yes."));
}

#[test]
fn a_question_can_be_parked_and_taken_up_again() {
    let mut us = Circle::us();
    let id = us.take(ANA, "2026-11-22 09:00", question(Pace::Now));
    let park = |question| SetPace { question, pace: Pace::Parked };
    let refused = us.refuse(SAM, "2026-11-22 09:30", park(id));
    assert_eq!(refused, Refusal::NotYourQuestion.into());
    us.take(ANA, "2026-11-22 10:00", park(id));
    assert_eq!(us.refuse(SAM, "2026-11-22 11:00", answer(id, "Yes.")), Refusal::Parked.into());
    let refused = us.refuse(SAM, "2026-11-22 11:01", promise(id, "2026-11-24 21:00"));
    assert_eq!(refused, Refusal::Parked.into());
    us.take(ANA, "2026-11-23 10:00", SetPace { question: id, pace: Pace::Now });
    us.take(SAM, "2026-11-23 11:00", answer(id, "Yes."));
    // Once it was told, there is nothing to hold back any more, and the truth that comes later never has to wait.
    let refused = us.refuse(ANA, "2026-11-23 12:00", park(id));
    assert_eq!(refused, Refusal::AlreadyAnswered.into());
    us.take(SAM, "2026-11-24 11:00", answer(id, "Twice."));
}

#[test]
fn a_question_can_be_taken_back_until_it_is_answered() {
    let mut us = Circle::us();
    let id = us.take(ANA, "2026-11-22 09:00", question(Pace::Now));
    let refused = us.refuse(SAM, "2026-11-22 09:01", Withdraw { question: id });
    assert_eq!(refused, Refusal::NotYourQuestion.into());
    us.take(ANA, "2026-11-22 09:02", Withdraw { question: id });
    us.stands(id, Standing::Withdrawn);
    let refused = us.refuse(SAM, "2026-11-22 09:03", answer(id, "Yes."));
    assert_eq!(refused, Refusal::Withdrawn.into());
    assert_eq!(us.relationship.questions().open().count(), 0);

    let answered = us.take(ANA, "2026-11-22 10:00", question(Pace::Now));
    us.take(SAM, "2026-11-22 10:01", answer(answered, "Yes."));
    let refused = us.refuse(ANA, "2026-11-22 10:02", Withdraw { question: answered });
    assert_eq!(refused, Refusal::AlreadyAnswered.into());
}

#[test]
fn not_to_remember_is_no_answer_and_says_how_to_find_out() {
    let mut us = Circle::us();
    let id = us.take(ANA, "2026-11-22 09:00", question(Pace::Now));
    let find_out = words("I will look through the bank statements with Dr Meyer on Thursday.");
    us.take(SAM, "2026-11-22 10:00", NotRemember { question: id, find_out: find_out.clone() });
    us.stands(id, Standing::Promised);
    us.take(SAM, "2026-11-26 20:00", answer(id, "Twice, in January."));
    us.stands(id, Standing::Answered);
    let refused = us.refuse(SAM, "2026-11-26 20:30", promise(id, "2026-11-28 21:00"));
    assert_eq!(refused, Refusal::AlreadyAnswered.into());
    us.take(SAM, "2026-11-26 21:00", NotRemember { question: id, find_out });
    us.stands(id, Standing::Changed);
}

#[test]
fn asking_again_is_linked_to_the_earlier_question() {
    let mut us = Circle::us();
    let first = us.take(ANA, "2026-11-22 09:00", question(Pace::Now));
    us.take(SAM, "2026-11-22 10:00", answer(first, "No."));
    let again = us.take(ANA, "2026-11-24 09:00", Ask { again: Some(first), ..question(Pace::Now) });
    assert_eq!(us.question(again).again, Some(first));
    assert_eq!(us.question(first).asked_again, [again]);
    us.stands(again, Standing::Unanswered);
    us.stands(first, Standing::Answered);
}

#[test]
fn a_question_outlives_the_words_of_the_one_that_it_asks_again() {
    // Bug guarded against: the earlier question is erased, and the later one falls with it.
    let mut us = Circle::us();
    let gone = EntryId([0; 32]);
    let id = us.take(ANA, "2026-11-22 09:00", Ask { again: Some(gone), ..question(Pace::Now) });
    assert_eq!(us.question(id).again, None);
}

#[test]
fn anybody_can_ask_their_supporter() {
    let mut two = Circle::empty();
    two.take(SAM, "2026-11-22 08:00", found(CircleKind::SupporterAndMe));
    two.take(SAM, "2026-11-22 08:00", introduce("Sam", Roles::only(Role::BetrayingPartner)));
    two.take(DR_LOPES, "2026-11-22 08:01", introduce("Rui", Roles::only(Role::Supporter)));
    let id = two.take(SAM, "2026-11-22 23:00", question(Pace::Now));
    two.take(DR_LOPES, "2026-11-22 23:01", answer(id, "I would tell her."));
}
