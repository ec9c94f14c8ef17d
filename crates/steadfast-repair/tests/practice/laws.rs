//! Laws that hold whatever anybody says, in whatever order, at whatever time.

mod acts;
mod stories;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use steadfast_repair::commitments::{Counts, FollowThrough};
use steadfast_repair::{
    Act, Effect, MemberId, Refusal, Relationship, Said, Window, agreements, boundaries, checkins,
    commitments, disclosures, letters, notes, people, questions, reassurance, space,
};

use self::stories::{STORIES, stories, times};
use crate::circle::{date, lisbon, time as moment};

fn fold<'a>(story: impl IntoIterator<Item = &'a Said>) -> Relationship {
    let mut relationship = Relationship::new(MemberId([1; 32]));
    story.into_iter().for_each(|said| {
        relationship.apply(said);
    });
    relationship
}

/// The story without the acts that were refused.
fn only_what_took(story: &[Said]) -> Vec<Said> {
    let mut relationship = fold([]);
    story.iter().filter(|said| relationship.apply(said) == Effect::Took).cloned().collect()
}

/// Something unknown in place of an act, so that nothing is left of it but what its author's clock said.
fn unknown(said: &Said) -> Said {
    Said { act: Act::Unknown { kind: "unknown".to_owned() }, ..said.clone() }
}

/// The story without what the acts say that were refused.
fn without_what_was_refused(story: &[Said]) -> Vec<Said> {
    let all = fold(story);
    let refused = |said: &Said| all.refusal(said.id).is_some();
    story.iter().map(|said| if refused(said) { unknown(said) } else { said.clone() }).collect()
}

fn now() -> Timestamp {
    moment("2026-12-01 12:00")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(STORIES))]

    #[test]
    fn the_same_acts_give_the_same_state(story in stories()) {
        prop_assert_eq!(fold(&story), fold(&story));
        // A copy made halfway goes on as the original does.
        let (before, after) = story.split_at(story.len() / 2);
        let mut copy = fold(before).clone();
        after.iter().for_each(|said| { copy.apply(said); });
        prop_assert_eq!(copy, fold(&story));
    }

    #[test]
    fn a_refused_act_changes_nothing(story in stories()) {
        let (all, took) = (fold(&story), fold(&without_what_was_refused(&story)));
        prop_assert_eq!(all.people(), took.people());
        prop_assert_eq!(all.commitments(), took.commitments());
        prop_assert_eq!(all.checkins(), took.checkins());
        prop_assert_eq!(all.reassurance(), took.reassurance());
        prop_assert_eq!(all.questions(), took.questions());
        prop_assert_eq!(all.agreements(), took.agreements());
        prop_assert_eq!(all.boundaries(), took.boundaries());
        prop_assert_eq!(all.letters(), took.letters());
        prop_assert_eq!(all.notes(), took.notes());
        prop_assert_eq!(all.disclosures(), took.disclosures());
        prop_assert_eq!(all.space(), took.space());
        prop_assert_eq!(all.journal(), took.journal());
        let refused = story.iter().filter(|said| all.refusal(said.id).is_some()).count();
        prop_assert_eq!(refused + only_what_took(&story).len(), story.len(), "every refusal is kept");
    }

    #[test]
    fn a_window_that_comes_later_is_as_good_as_one_that_came_with_the_entry(story in stories()) {
        let open: Vec<_> = story
            .iter()
            .map(|said| {
                let window = Window { not_after: None, ..said.window };
                Said { window, ..said.clone() }
            })
            .collect();
        let mut later = fold(&open);
        story.iter().for_each(|said| later.set_window(said.id, said.window));
        prop_assert_eq!(later, fold(&story));
    }

    #[test]
    fn everything_can_be_asked_at_any_time(story in stories(), now in times()) {
        let relationship = fold(&story);
        let commitments = relationship.commitments();
        for commitment in commitments.all() {
            commitment.next_after(now);
            commitment.occurrences_between(Date::MIN, Date::MAX).take(100).for_each(|occurrence| {
                commitment.follow_through(occurrence.date, now);
            });
            commitment.counts(366, now);
            commitment.open(90, now).count();
            prop_assert_eq!(commitment.occurrence(Date::MAX), None);
        }
        steadfast_repair::today::today([&relationship, &fold([])], now, &lisbon());
    }

    #[test]
    fn the_counts_are_those_of_the_calendar(story in stories()) {
        let relationship = fold(&story);
        for commitment in relationship.commitments().all() {
            let today = commitment.date_at(now());
            let calendar = commitment.calendar(today.checked_sub(29.days()).unwrap(), today, now());
            let marks = || calendar.iter().flat_map(|day| &day.marks);
            let of = |what| marks().filter(|mark| mark.follow_through == what).count() as u32;
            let ahead = |mark: &&commitments::Mark| mark.follow_through == FollowThrough::Ahead;
            let counted = Counts {
                kept: of(FollowThrough::Kept),
                kept_late: of(FollowThrough::KeptLate),
                renegotiated_ahead: of(FollowThrough::RenegotiatedAhead),
                missed: of(FollowThrough::Missed),
                missed_and_repaired: of(FollowThrough::MissedAndRepaired),
                open: of(FollowThrough::Open),
                seen_otherwise: marks().filter(|mark| !ahead(mark) && mark.seen_otherwise).count() as u32,
            };
            prop_assert_eq!(commitment.counts(30, now()), counted);
        }
    }

    #[test]
    fn only_the_promiser_says_what_became_of_a_promise(story in stories()) {
        let seen = |said: &Said| {
            use commitments::Act::{NotHowISawIt, SawIt};
            matches!(&said.act, Act::Commitments(SawIt(_) | NotHowISawIt(_)))
        };
        let without: Vec<_> =
            story.iter().map(|said| if seen(said) { unknown(said) } else { said.clone() }).collect();
        let (with, without) = (fold(&story), fold(&without));
        prop_assert_eq!(with.commitments().all().len(), without.commitments().all().len());
        for (one, other) in with.commitments().all().iter().zip(without.commitments().all()) {
            for day in one.calendar(date("2026-11-20"), date("2026-12-11"), now()) {
                prop_assert_eq!(one.follow_through(day.date, now()), other.follow_through(day.date, now()));
            }
            let mut tellings = (0..22_i64)
                .flat_map(|days| one.tellings(date("2026-11-20").checked_add(days.days()).unwrap()));
            prop_assert!(tellings.all(|telling| telling.entry.author == one.promiser()));
        }
    }

    #[test]
    fn every_answer_that_took_effect_stands_and_only_the_other_gave_it(story in stories()) {
        let relationship = fold(&story);
        let took = story.iter().filter(|said| relationship.refusal(said.id).is_none()).filter(|said| {
            use questions::Act::{Answer, NotRemember, Promise};
            matches!(&said.act, Act::Questions(Answer(_) | NotRemember(_) | Promise(_)))
        });
        let mut stand: Vec<_> = Vec::new();
        for question in relationship.questions().all() {
            prop_assert!(question.replies.iter().all(|reply| reply.entry.author != question.entry.author));
            prop_assert!(question.replies.is_sorted_by_key(|reply| reply.entry.place));
            let open = relationship.questions().open().any(|open| open.id() == question.id());
            prop_assert_eq!(open, !question.is_answered() && question.withdrawn.is_none());
            for again in &question.asked_again {
                prop_assert_eq!(relationship.questions().get(*again).unwrap().again, Some(question.id()));
            }
            stand.extend(question.replies.iter().map(|reply| reply.entry.id));
        }
        stand.sort_unstable();
        let mut took: Vec<_> = took.map(|said| said.id).collect();
        took.sort_unstable();
        prop_assert_eq!(stand, took);
    }

    #[test]
    fn nothing_is_in_force_without_the_yes_of_two(story in stories()) {
        for (_, version) in fold(&story).agreements().in_force() {
            let yes = story.iter().find(|said| matches!(
                &said.act,
                Act::Agreements(agreements::Act::Agree(agree)) if agree.version == version.entry.id
                    && said.author != version.entry.author
                    && version.entry.place < said.place
            ));
            prop_assert!(yes.is_some());
        }
    }

    #[test]
    fn every_letter_that_took_effect_stands_as_it_was_sent(story in stories()) {
        let relationship = fold(&story);
        let sent = story.iter().filter(|said| relationship.refusal(said.id).is_none()).filter_map(|said| {
            match &said.act {
                Act::Letters(letters::Act::Send(send)) => Some((said.id, said.author, send.kind)),
                _ => None,
            }
        });
        let stand = relationship.letters().all().iter();
        let stand: Vec<_> = stand.map(|it| (it.entry.id, it.entry.author, it.kind)).collect();
        prop_assert_eq!(stand, sent.collect::<Vec<_>>());
    }

    #[test]
    fn every_note_that_took_effect_stands_and_no_quotation_without_its_proof(story in stories()) {
        let relationship = fold(&story);
        let took = story.iter().filter(|said| matches!(said.act, Act::Notes(_)));
        let took = took.filter(|said| relationship.refusal(said.id).is_none()).map(|said| said.id);
        let stand: Vec<_> = relationship.notes().all().iter().map(notes::Note::id).collect();
        prop_assert_eq!(stand, took.collect::<Vec<_>>());
        for said in &story {
            if let Act::Notes(notes::Act::Quote(quote)) = &said.act {
                prop_assert!(quote.quoted().is_some() || relationship.refusal(said.id).is_some());
            }
        }
        prop_assert!(relationship.notes().all().is_empty() || !relationship.people().is_mine());
    }

    #[test]
    fn what_comes_through_space_is_the_others_and_exempt(story in stories()) {
        let relationship = fold(&story);
        for request in relationship.space().all() {
            for message in &request.delivered {
                prop_assert_ne!(message.entry.author, request.by());
                prop_assert!(request.exempt.all().contains(&message.exemption));
                prop_assert_eq!(relationship.came(message.entry.id), None);
            }
        }
        for said in &story {
            let came = relationship.came(said.id);
            prop_assert!(came.is_none_or(|came| came.asked_by != said.author));
        }
    }

    #[test]
    fn silence_is_ahead_or_open(story in stories(), now in times()) {
        let promises: Vec<_> = story
            .iter()
            .filter(|said| matches!(&said.act, Act::Commitments(commitments::Act::Promise(_)) | Act::People(_)))
            .cloned()
            .collect();
        for commitment in fold(&promises).commitments().all() {
            for occurrence in commitment.occurrences_between(date("2026-11-20"), date("2026-12-11")) {
                let expect = if occurrence.slot.due < now { FollowThrough::Open } else { FollowThrough::Ahead };
                prop_assert_eq!(commitment.follow_through(occurrence.date, now), Some(expect));
            }
        }
    }

    #[test]
    fn nothing_told_is_ever_lost(story in stories()) {
        let relationship = fold(&story);
        let told = story.iter().filter(|said| {
            let telling = matches!(
                &said.act,
                Act::Commitments(commitments::Act::Keep(_) | commitments::Act::Miss(_) | commitments::Act::Repair(_))
            );
            telling && relationship.refusal(said.id).is_none()
        });
        let kept: usize = relationship
            .commitments()
            .all()
            .iter()
            .flat_map(|commitment| {
                commitment
                    .told_between(Date::MIN, Date::MAX)
                    .map(|(occurrence, _)| commitment.tellings(occurrence.date).len())
            })
            .sum();
        prop_assert_eq!(kept, told.count());
    }
}

#[test]
fn the_stories_are_stories() {
    // If nearly everything in them were refused, the laws above would say little.
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut took = std::collections::BTreeMap::<&str, usize>::new();
    for _ in 0..512 {
        let story = stories().new_tree(&mut runner).unwrap().current();
        for said in only_what_took(&story) {
            let kind = match &said.act {
                Act::People(people::Act::Found(_)) => "found",
                Act::Commitments(commitments::Act::Promise(_)) => "promise",
                Act::Commitments(commitments::Act::Keep(_)) => "keep",
                Act::Commitments(commitments::Act::Renegotiate(_)) => "renegotiate",
                Act::Commitments(commitments::Act::Answer(_)) => "answer",
                Act::Checkins(checkins::Act::AgreeTime(_)) => "agree",
                Act::Questions(questions::Act::Answer(_)) => "answer a question",
                Act::Reassurance(reassurance::Act::Answer(_)) => "reassure",
                Act::Agreements(agreements::Act::Agree(_)) => "say yes",
                Act::Boundaries(boundaries::Act::Tell(_)) => "tell",
                Act::Disclosures(disclosures::Act::Disclose(_)) => "disclose",
                Act::Notes(notes::Act::Quote(_)) => "quote",
                Act::Space(space::Act::Message(_)) => "come through",
                _ => "other",
            };
            *took.entry(kind).or_default() += 1;
        }
    }
    assert_eq!(took.len(), 14, "{took:?}");
    assert!(took["keep"] > 100 && took["renegotiate"] > 50 && took["answer"] > 10, "{took:?}");
    assert!(took["say yes"] > 20, "{took:?}");
}

#[test]
fn a_refusal_says_what_was_refused() {
    let refusal = Refusal::from(commitments::Refusal::NoOccurrence { date: date("2026-11-28") });
    assert_eq!(refusal.to_string(), "there is no occurrence on 2026-11-28");
}
