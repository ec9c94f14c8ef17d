//! Notes: who writes and quotes where, and what can be quoted.

use steadfast_repair::letters::{Kind, Send};
use steadfast_repair::notes::{
    Act, Part, Passage, Proof, Quote, Quoted, Refusal, Write, Written, passages,
};
use steadfast_repair::people::{CircleKind, Role, Roles};
use steadfast_repair::questions::Answer;
use steadfast_repair::today::{SectionKind, What, today};
use steadfast_repair::words::Words;
use steadfast_repair::{EntryId, MemberId, checkins, commitments, disclosures};

use crate::circle::{ANA, Circle, DR_LOPES, SAM, found, introduce, lisbon, time, title, words};

/// A proof that holds, of an answer with these words.
pub(crate) fn holds(said: &Words) -> Proof {
    Proof::Holds(Quoted {
        passages: vec![Passage { part: Part::Answer, words: said.clone() }],
        claimed: time("2026-11-19 18:02"),
        zone: "Europe/Lisbon".to_owned(),
        circle: EntryId([1; 32]),
        relay: "relay.example".to_owned(),
        entry: EntryId([2; 32]),
        author: MemberId([3; 32]),
        place: 214,
        size: 230,
    })
}

pub(crate) fn quote(proof: Proof, note: Option<Words>) -> Act {
    let (by, kind) = (Some(title("Sam")), CircleKind::Us);
    Act::Quote(Box::new(Quote { by, kind, circle_name: None, note, proof }))
}

fn write(text: &str) -> Act {
    Act::Write(Write { text: words(text) })
}

/// Sam and the therapist.
fn therapist_and_me() -> Circle {
    let mut two = Circle::empty();
    two.take(SAM, "2026-11-22 08:00", found(CircleKind::TherapistAndMe));
    two.take(SAM, "2026-11-22 08:00", introduce("Sam", Roles::only(Role::BetrayingPartner)));
    let therapist = Roles::only(Role::IndividualTherapist);
    two.take(DR_LOPES, "2026-11-22 08:01", introduce("Dr Lopes", therapist));
    two
}

#[test]
fn anybody_in_the_circle_writes_and_quotes() {
    let mut two = therapist_and_me();
    let said = words("I never told her.");
    let first = two.take(SAM, "2026-11-22 09:00", act(write("I want to talk about Thursday.")));
    let second = two.take(SAM, "2026-11-22 09:01", act(quote(holds(&said), None)));
    let third = two.take(DR_LOPES, "2026-11-22 09:02", act(write("Next week.")));
    let notes = two.relationship.notes().all();
    assert_eq!(notes.iter().map(|note| note.id()).collect::<Vec<_>>(), [first, second, third]);
    let Written::Quotation(quotation) = &notes[1].written else { panic!("it is a quotation") };
    assert_eq!(quotation.quoted().unwrap().passages[0].words, said);

    let mut us = Circle::us();
    us.take(ANA, "2026-11-22 09:00", act(write("What the therapist said.")));
}

#[test]
fn in_mine_nobody_would_read_it() {
    let mut mine = Circle::mine();
    let refused = mine.refuse(SAM, "2026-11-22 09:00", act(write("To myself.")));
    assert_eq!(refused, Refusal::NobodyElse.into());
    let quotation = act(quote(holds(&words("Yes.")), None));
    assert_eq!(mine.refuse(SAM, "2026-11-22 09:01", quotation), Refusal::NobodyElse.into());
}

/// Bug guarded against: words that the other never said, shown as theirs.
#[test]
fn a_quotation_whose_proof_fails_stays_in_the_record_and_says_nothing() {
    let mut two = therapist_and_me();
    let forged = quote(Proof::Fails, Some(words("Look what she wrote.")));
    assert_eq!(two.refuse(SAM, "2026-11-22 09:00", act(forged)), Refusal::ProofFails.into());
    let Proof::Holds(mut nothing) = holds(&words("x")) else { panic!("it holds") };
    nothing.passages.clear();
    let nothing = quote(Proof::Holds(nothing), None);
    assert_eq!(two.refuse(SAM, "2026-11-22 09:01", act(nothing)), Refusal::NoWords.into());
    assert!(two.relationship.notes().all().is_empty());
}

#[test]
fn today_says_that_something_came_and_not_what() {
    let mut two = therapist_and_me();
    let note = two.take(DR_LOPES, "2026-11-22 09:00", act(write("Next week.")));
    two.take(SAM, "2026-11-22 09:01", act(write("Thank you.")));
    let at = |now| today([&two.relationship], time(now), &lisbon());
    let shown = at("2026-11-22 12:00");
    let [section] = shown.sections.as_slice() else { panic!("{:?}", shown.sections) };
    assert_eq!(section.kind, SectionKind::FromOthers);
    let came = What::NoteCame { note, by: DR_LOPES, at: time("2026-11-22 09:00") };
    assert_eq!(section.items.iter().map(|item| &item.what).collect::<Vec<_>>(), [&came]);
    assert!(at("2026-11-26 12:00").sections.is_empty());
}

#[track_caller]
fn check(act: impl Into<crate::circle::Speech>, expect: &[(Part, &str)]) {
    let found = passages(&act.into().0);
    let found: Vec<_> = found.iter().map(|one| (one.part, one.words.as_str())).collect();
    assert_eq!(found, expect);
}

#[test]
fn what_can_be_quoted_are_somebodys_own_words() {
    let of = EntryId([7; 32]);
    let answer = Answer { question: of, words: words("Three times.") };
    check(answer, &[(Part::Answer, "Three times.")]);
    let letter = Send { kind: Kind::Impact, words: words("I stopped sleeping.") };
    check(letter, &[(Part::Letter(Kind::Impact), "I stopped sleeping.")]);
    let happened = time("2026-11-19 18:02");
    let about = disclosures::About::Other(title("The second account"));
    let told = disclosures::Disclose { about, happened, words: words("I opened it in May.") };
    let parts = [
        (Part::DisclosedWhat, "The second account"),
        (Part::Disclosure(happened), "I opened it in May."),
    ];
    check(told, &parts);
    let parts = checkins::Parts {
        feelings: Some(words("Tired.")),
        needs: Some(words("Quiet.")),
        ..checkins::Parts::default()
    };
    let checkin = checkins::CheckIn::new(parts).unwrap();
    check(checkin, &[(Part::Feelings, "Tired."), (Part::Needs, "Quiet.")]);
    check(act(write("Something.")), &[(Part::Note, "Something.")]);
    let keep = commitments::Keep { commitment: of, occurrence: crate::circle::date("2026-11-22") };
    check(keep, &[]);
}

/// Bug guarded against: a proof within a proof within a proof.
#[test]
fn of_a_quotation_only_the_note_around_it_is_quoted() {
    let holds = holds(&words("I never told her."));
    check(act(quote(holds.clone(), Some(words("This.")))), &[(Part::Note, "This.")]);
    check(act(quote(holds, None)), &[]);
}

fn act(act: Act) -> crate::circle::Speech {
    crate::circle::Speech(steadfast_repair::Act::Notes(act))
}
