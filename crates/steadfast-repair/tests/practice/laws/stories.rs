//! The stories on which the laws are tried: what some people might say in a circle.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use steadfast_repair::commitments::{
    Keep, Miss, NotHowISawIt, Promise, Renegotiate, Repair, SawIt,
};
use steadfast_repair::people::{CircleKind, Found, Introduce, Role, Roles};
use steadfast_repair::words::{Title, Words};
use steadfast_repair::{
    Act, EntryId, MemberId, Said, Window, agreements, boundaries, checkins, commitments, questions,
    reassurance, space,
};

use super::acts::{
    about_agreements, about_boundaries, about_commitments, about_disclosures, about_letters,
    about_notes, about_questions, about_space, about_the_rest, schedules,
};
use crate::circle::{Speech, date, lisbon, time as moment};

/// How many entries a story has at most.
const ENTRIES: u8 = 90;

/// How many entries a story begins with, so that there are people in a circle and promises.
pub(super) const BEGINNING: u8 = 5;

/// An entry's id is its place, so that acts name each other now and then.
pub(super) fn id(place: u8) -> EntryId {
    EntryId([place; 32])
}

/// An entry after the beginning; an early one more often, as more comes after it.
pub(super) fn entries() -> impl Strategy<Value = EntryId> {
    prop_oneof![(BEGINNING..BEGINNING + 8).prop_map(id), (0..ENTRIES).prop_map(id)]
}

/// Mostly one of the first promises.
pub(super) fn promised() -> impl Strategy<Value = EntryId> {
    prop_oneof![5 => (3..BEGINNING).prop_map(id), 1 => entries()]
}

fn members() -> impl Strategy<Value = MemberId> {
    prop_oneof![3 => Just(1), 2 => Just(2), 1 => Just(3)].prop_map(|member| MemberId([member; 32]))
}

pub(super) fn some_words() -> impl Strategy<Value = Words> {
    "[a-z]{1,8}".prop_map(|text| Words::new(text).unwrap())
}

/// How many days a story takes.
pub(super) const DAYS: i64 = 9;

pub(super) fn day(nth: i64) -> Date {
    date("2026-11-20").checked_add(nth.days()).unwrap()
}

/// Mostly a day and the next one, otherwise a day of the story, now and then one at an end of time.
pub(super) fn dates(today: i64) -> impl Strategy<Value = Date> {
    prop_oneof![
        20 => (today..today + 2).prop_map(day),
        10 => (0..DAYS).prop_map(day),
        1 => Just(Date::MIN),
        1 => Just(Date::MAX),
    ]
}
/// Mostly a moment of the story.
pub(super) fn times() -> BoxedStrategy<Timestamp> {
    prop_oneof![
        30 => (0..DAYS).prop_flat_map(times_of),
        1 => Just(Timestamp::MIN),
        1 => Just(Timestamp::MAX),
    ]
    .boxed()
}

fn times_of(nth: i64) -> impl Strategy<Value = Timestamp> {
    (0_i8..24, 0_i8..4).prop_map(move |(hour, quarter)| {
        day(nth).at(hour, quarter * 15, 0, 0).to_zoned(lisbon()).unwrap().timestamp()
    })
}

fn windows() -> impl Strategy<Value = Window> {
    (proptest::option::weighted(0.3, times()), proptest::option::of(times()))
        .prop_map(|(not_before, not_after)| Window { not_before, not_after })
}

/// How many stories each law is tried on.
pub(super) const STORIES: u32 = 100;

/// What some people say, mostly about commitments.
pub(super) fn stories() -> BoxedStrategy<Vec<Said>> {
    let said = (0..DAYS).prop_flat_map(|today| {
        let act = prop_oneof![
            9 => about_commitments(today),
            2 => about_questions(),
            2 => about_agreements(),
            2 => about_boundaries(),
            1 => about_letters(),
            1 => about_notes(),
            2 => about_disclosures(),
            2 => about_space(),
            8 => about_the_rest(),
        ];
        let time = prop_oneof![9 => times_of(today), 1 => times()];
        (members(), time, windows(), act).boxed()
    });
    let promises = proptest::collection::vec(schedules(), usize::from(BEGINNING) - 3);
    let kind = proptest::sample::select(vec![
        CircleKind::Mine,
        CircleKind::Us,
        CircleKind::TherapistAndMe,
    ]);
    let beginning = (kind, promises).prop_map(|(kind, promises)| {
        let introduce = |role| Introduce {
            name: Title::new("x").unwrap(),
            roles: Roles::only(role),
            secrets: None,
        };
        let promise =
            |schedule| Promise { what: Title::new("x").unwrap(), why_it_matters: None, schedule };
        let mut acts: Vec<(u8, Speech)> = vec![
            (1, Found { kind, name: None }.into()),
            (1, introduce(Role::BetrayingPartner).into()),
            (2, introduce(Role::BetrayedPartner).into()),
        ];
        acts.extend(
            (1..).zip(promises).map(|(nth, schedule)| (1 + nth / 3, promise(schedule).into())),
        );
        let at = moment("2026-11-20 00:00");
        let said = acts
            .into_iter()
            .map(|(member, act)| (MemberId([member; 32]), at, Window::default(), act.0));
        said.collect::<Vec<_>>()
    });
    let rest = proptest::collection::vec(said, 0..=usize::from(ENTRIES - BEGINNING));
    (beginning, rest)
        .prop_map(|(mut said, rest)| {
            said.extend(rest);
            let placed = (0_u8..).zip(said);
            let mut story: Vec<Said> = placed
                .map(|(place, (author, claimed, window, act))| Said {
                    id: id(place),
                    author,
                    place: place.into(),
                    claimed,
                    zone: "Europe/Lisbon".to_owned(),
                    window,
                    act,
                })
                .collect();
            make_sense(&mut story);
            story
        })
        .boxed()
}

/// Lets every other act make sense, as most do among people: the promiser speaks of the first promise, and the other
/// partner answers what was asked last.
fn make_sense(story: &mut [Said]) {
    let (promiser, other) = (MemberId([1; 32]), MemberId([2; 32]));
    let first = id(3);
    let (mut asked, mut proposed, mut reassure, mut question) = (id(0), id(0), id(0), id(0));
    // The last agreement, its last version, and who has not said yes to that.
    let mut written = (id(0), id(0), other);
    let mut asked_for = (id(0), other);
    // The last request for space, and who is asked for it.
    let mut request = (id(0), other);
    for said in story.iter_mut().skip(usize::from(BEGINNING)) {
        let sense = said.place % 2 == 0;
        let author = match &mut said.act {
            Act::Commitments(commitments::Act::Keep(Keep { commitment, .. }))
            | Act::Commitments(commitments::Act::Miss(Miss { commitment, .. }))
            | Act::Commitments(commitments::Act::Repair(Repair { commitment, .. }))
            | Act::Commitments(commitments::Act::Renegotiate(Renegotiate { commitment, .. }))
                if sense =>
            {
                *commitment = first;
                promiser
            }
            Act::Commitments(commitments::Act::SawIt(SawIt { commitment, .. }))
            | Act::Commitments(commitments::Act::NotHowISawIt(NotHowISawIt {
                commitment, ..
            })) if sense => {
                *commitment = first;
                other
            }
            Act::Commitments(commitments::Act::Answer(answer)) if sense => {
                answer.renegotiation = asked;
                other
            }
            Act::Checkins(checkins::Act::AgreeTime(agree)) if sense => {
                agree.proposal = proposed;
                other
            }
            Act::Questions(questions::Act::Ask(ask)) if sense => {
                ask.again = Some(question);
                other
            }
            Act::Questions(questions::Act::Answer(answer)) if sense => {
                answer.question = question;
                promiser
            }
            Act::Questions(questions::Act::Promise(promise)) if sense => {
                promise.question = question;
                promiser
            }
            Act::Reassurance(reassurance::Act::Answer(answer)) if sense => {
                answer.ask = reassure;
                promiser
            }
            Act::Agreements(agreements::Act::Propose(propose)) if sense => {
                propose.agreement = propose.agreement.map(|_| written.0);
                if said.author == promiser { promiser } else { other }
            }
            Act::Agreements(agreements::Act::Agree(agree)) if sense => {
                (agree.agreement, agree.version) = (written.0, written.1);
                written.2
            }
            Act::Boundaries(boundaries::Act::Agree(agree)) if sense => {
                (agree.boundary, agree.version) = (asked_for.0, asked_for.0);
                asked_for.1
            }
            Act::Boundaries(boundaries::Act::Tell(tell)) if sense => {
                tell.boundary = asked_for.0;
                promiser
            }
            Act::Space(space::Act::Ask(ask)) if sense => {
                ask.until = said.claimed.saturating_add(30.hours()).unwrap_or(Timestamp::MAX);
                if said.author == promiser { promiser } else { other }
            }
            Act::Space(space::Act::Message(message)) if sense => {
                message.request = request.0;
                request.1
            }
            _ => said.author,
        };
        said.author = author;
        match &said.act {
            Act::Commitments(commitments::Act::Renegotiate(_)) => asked = said.id,
            Act::Checkins(checkins::Act::ProposeTime(_)) => proposed = said.id,
            Act::Reassurance(reassurance::Act::Ask(_)) => reassure = said.id,
            Act::Questions(questions::Act::Ask(_)) => question = said.id,
            Act::Boundaries(boundaries::Act::Set(set)) if set.boundary.is_none() => {
                asked_for = (said.id, if said.author == promiser { other } else { promiser });
            }
            Act::Space(space::Act::Ask(_)) => {
                request = (said.id, if said.author == promiser { other } else { promiser });
            }
            Act::Agreements(agreements::Act::Propose(propose)) => {
                let asked = if said.author == promiser { other } else { promiser };
                written = (propose.agreement.unwrap_or(said.id), said.id, asked);
            }
            _ => {}
        }
    }
}
