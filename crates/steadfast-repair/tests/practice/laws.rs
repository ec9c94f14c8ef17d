//! Laws that hold whatever anybody says, in whatever order, at whatever time.

use jiff::civil::{Date, time};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use steadfast_repair::commitments::{
    Answer, Change, Counts, End, FollowThrough, Instead, Keep, Miss, NotHowISawIt, Once, Promise,
    Recurrence, Renegotiate, Repair, SawIt, Schedule, Within,
};
use steadfast_repair::people::{CircleKind, Found, Introduce, Rename, Role, Roles};
use steadfast_repair::weekdays::Weekdays;
use steadfast_repair::words::{Title, Words};
use steadfast_repair::zone::ZoneName;
use steadfast_repair::{
    Act, Effect, EntryId, MemberId, Refusal, Relationship, Said, Window, agreements, boundaries,
    checkins, commitments, disclosures, journal, letters, notes, people, questions, reassurance,
};

use crate::circle::{Speech, date, lisbon, time as moment};

/// How many entries a story has at most.
const ENTRIES: u8 = 90;

/// How many entries a story begins with, so that there are people in a circle and promises.
const BEGINNING: u8 = 5;

/// An entry's id is its place, so that acts name each other now and then.
fn id(place: u8) -> EntryId {
    EntryId([place; 32])
}

/// An entry after the beginning; an early one more often, as more comes after it.
fn entries() -> impl Strategy<Value = EntryId> {
    prop_oneof![(BEGINNING..BEGINNING + 8).prop_map(id), (0..ENTRIES).prop_map(id)]
}

/// Mostly one of the first promises.
fn promised() -> impl Strategy<Value = EntryId> {
    prop_oneof![5 => (3..BEGINNING).prop_map(id), 1 => entries()]
}

fn members() -> impl Strategy<Value = MemberId> {
    prop_oneof![3 => Just(1), 2 => Just(2), 1 => Just(3)].prop_map(|member| MemberId([member; 32]))
}

fn some_words() -> impl Strategy<Value = Words> {
    "[a-z]{1,8}".prop_map(|text| Words::new(text).unwrap())
}

/// How many days a story takes.
const DAYS: i64 = 9;

fn day(nth: i64) -> Date {
    date("2026-11-20").checked_add(nth.days()).unwrap()
}

/// Mostly a day and the next one, otherwise a day of the story, now and then one at an end of time.
fn dates(today: i64) -> impl Strategy<Value = Date> {
    prop_oneof![
        20 => (today..today + 2).prop_map(day),
        10 => (0..DAYS).prop_map(day),
        1 => Just(Date::MIN),
        1 => Just(Date::MAX),
    ]
}

fn withins() -> impl Strategy<Value = Within> {
    let hour = || (0_i8..24).prop_map(|hour| time(hour, 0, 0, 0));
    prop_oneof![
        Just(Within::AnyTime),
        hour().prop_map(Within::By),
        (hour(), hour()).prop_map(|(from, to)| Within::Between { from, to }),
    ]
}

fn schedules() -> BoxedStrategy<Schedule> {
    let rules = prop_oneof![
        1 => Just(None),
        4 => Just(Some("FREQ=DAILY")),
        1 => Just(Some("FREQ=DAILY;COUNT=6")),
        1 => Just(Some("FREQ=DAILY;INTERVAL=3;COUNT=4")),
        1 => Just(Some("FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20261205")),
        1 => Just(Some("FREQ=MONTHLY;BYMONTHDAY=-1,1")),
    ];
    let zones = prop_oneof![6 => Just("Europe/Lisbon"), 6 => Just("Pacific/Auckland"), 1 => Just("Mars/Olympus_Mons")];
    (0_i64..4, withins(), zones, rules)
        .prop_filter_map("no occurrence", |(days, within, zone, rule)| {
            let start = day(days);
            let rule = rule.map(|rule| rule.parse::<Recurrence>().unwrap());
            Schedule::new(start, within, ZoneName::new(zone).unwrap(), rule).ok()
        })
        .boxed()
}

fn changes(today: i64) -> BoxedStrategy<Change> {
    let instead = prop_oneof![
        Just(Instead::LetGo),
        (dates(today), withins()).prop_map(|(date, within)| Instead::Moved(Once { date, within })),
    ];
    prop_oneof![
        (dates(today), instead)
            .prop_map(|(occurrence, instead)| Change::One { occurrence, instead }),
        (dates(today), schedules()).prop_map(|(date, schedule)| Change::From { date, schedule }),
    ]
    .boxed()
}

fn about_commitments(today: i64) -> BoxedStrategy<Act> {
    let note = || proptest::option::of(some_words());
    let occurrence = || (promised(), dates(today));
    prop_oneof![
        1 => ("[a-z]{1,8}", note(), schedules()).prop_map(|(what, why_it_matters, schedule)| {
            commitments::Act::Promise(Promise { what: Title::new(what).unwrap(), why_it_matters, schedule })
        }),
        6 => occurrence().prop_map(|(commitment, occurrence)| {
            commitments::Act::Keep(Keep { commitment, occurrence })
        }),
        2 => (occurrence(), note()).prop_map(|((commitment, occurrence), note)| {
            commitments::Act::Miss(Miss { commitment, occurrence, note })
        }),
        2 => (occurrence(), note()).prop_map(|((commitment, occurrence), note)| {
            commitments::Act::Repair(Repair { commitment, occurrence, note })
        }),
        3 => (promised(), changes(today), note()).prop_map(|(commitment, change, note)| {
            commitments::Act::Renegotiate(Renegotiate { commitment, change, note })
        }),
        3 => (entries(), any::<bool>()).prop_map(|(renegotiation, yes)| {
            commitments::Act::Answer(Answer { renegotiation, yes })
        }),
        1 => occurrence().prop_map(|(commitment, occurrence)| {
            commitments::Act::SawIt(SawIt { commitment, occurrence })
        }),
        1 => (occurrence(), some_words()).prop_map(|((commitment, occurrence), words)| {
            commitments::Act::NotHowISawIt(NotHowISawIt { commitment, occurrence, words })
        }),
        1 => (entries(), note()).prop_map(|(commitment, note)| {
            commitments::Act::End(End { commitment, note })
        }),
    ]
    .prop_map(Act::Commitments)
    .boxed()
}

fn about_questions() -> BoxedStrategy<Act> {
    use questions::{Answer, Ask, Detail, NotRemember, Pace, Promise, SetPace, Setting, Withdraw};
    let paces = || {
        prop_oneof![
            4 => Just(Pace::Now),
            2 => times().prop_map(Pace::NotBefore),
            1 => Just(Pace::WithTherapist),
            1 => Just(Pace::Parked),
        ]
    };
    let details = proptest::sample::select(vec![Detail::Short, Detail::Outline, Detail::Full]);
    let settings = proptest::sample::select(vec![Setting::TheTwo, Setting::Therapist]);
    prop_oneof![
        3 => (some_words(), paces(), details, proptest::option::of(entries()))
            .prop_map(|(words, pace, detail, again)| Ask { words, pace, detail, again }.into()),
        1 => (entries(), paces())
            .prop_map(|(question, pace)| Speech::from(SetPace { question, pace })),
        1 => entries().prop_map(|question| Withdraw { question }.into()),
        2 => (entries(), times(), settings)
            .prop_map(|(question, by, with)| Promise { question, by, with }.into()),
        1 => (entries(), some_words())
            .prop_map(|(question, find_out)| NotRemember { question, find_out }.into()),
        3 => (entries(), some_words())
            .prop_map(|(question, words)| Answer { question, words }.into()),
    ]
    .prop_map(|speech| speech.0)
    .boxed()
}

fn about_letters() -> BoxedStrategy<Act> {
    use letters::{AllowRestitution, Kind, Send};
    let kinds = prop_oneof![
        proptest::sample::select(vec![Kind::Acknowledgement, Kind::Apology, Kind::Validation]),
        Just(Kind::Impact),
        entries().prop_map(|after| Kind::Restitution { after }),
    ];
    prop_oneof![
        6 => (kinds, some_words()).prop_map(|(kind, words)| Send { kind, words }.into()),
        1 => Just(Speech::from(AllowRestitution)),
    ]
    .prop_map(|speech| speech.0)
    .boxed()
}

fn about_the_rest() -> BoxedStrategy<Act> {
    let names = || "[a-z]{1,8}".prop_map(|name| Title::new(name).unwrap());
    let roles = proptest::sample::subsequence(Role::ALL.to_vec(), 0..=2);
    let days = (0_u8..128).prop_map(|bits| Weekdays::from_bits(bits).unwrap());
    prop_oneof![
        proptest::sample::select(CircleKind::ALL.to_vec())
            .prop_map(|kind| Speech::from(Found { kind, name: None })),
        (names(), roles).prop_map(|(name, roles)| Introduce {
            name,
            roles: roles.into_iter().collect()
        }
        .into()),
        names().prop_map(|name| Rename { name }.into()),
        some_words().prop_map(|text| journal::Write { text }.into()),
        (entries(), some_words()).prop_map(|(entry, text)| journal::Amend { entry, text }.into()),
        (0_i8..24, days).prop_map(|(hour, days)| {
            let zone = ZoneName::new("Europe/Lisbon").unwrap();
            checkins::ProposeTime { at: time(hour, 0, 0, 0), days, zone }.into()
        }),
        entries().prop_map(|proposal| checkins::AgreeTime { proposal }.into()),
        entries().prop_map(|proposal| checkins::DeclineTime { proposal }.into()),
        some_words().prop_map(|feelings| {
            let parts = checkins::Parts { feelings: Some(feelings), ..checkins::Parts::default() };
            checkins::CheckIn::new(parts).unwrap().into()
        }),
        entries().prop_map(|checkin| checkins::Thank { checkin }.into()),
        some_words().prop_map(|text| reassurance::KeepHelp { text }.into()),
        entries().prop_map(|help| reassurance::RemoveHelp { help }.into()),
        (proptest::option::of(entries()), proptest::option::of(some_words()))
            .prop_map(|(help, words)| reassurance::Ask { help, words }.into()),
        (entries(), some_words())
            .prop_map(|(ask, words)| reassurance::Answer { ask, words }.into()),
        some_words().prop_map(|words| reassurance::Offer { words }.into()),
        entries().prop_map(|ask| reassurance::Withdraw { ask }.into()),
        Just(Act::Unknown { kind: "shared-moments".to_owned() }.into()),
    ]
    .prop_map(|speech| speech.0)
    .boxed()
}

fn about_agreements() -> BoxedStrategy<Act> {
    let terms = || {
        let whose = vec![agreements::Whose::Mine, agreements::Whose::Both];
        ("[a-z]{1,4}", 0_i64..DAYS, proptest::sample::select(whose)).prop_map(
            |(what, review, whose)| {
                let behaviour = crate::agreements::behaviour(1, &what);
                agreements::Terms::new(whose, vec![behaviour], day(review)).unwrap()
            },
        )
    };
    prop_oneof![
        2 => terms().prop_map(|terms| Speech::from(agreements::Propose { agreement: None, terms })),
        2 => (entries(), terms()).prop_map(|(agreement, terms)| {
            agreements::Propose { agreement: Some(agreement), terms }.into()
        }),
        4 => (entries(), entries())
            .prop_map(|(agreement, version)| agreements::Agree { agreement, version }.into()),
        1 => (entries(), entries())
            .prop_map(|(agreement, version)| agreements::Decline { agreement, version }.into()),
        1 => entries().prop_map(|agreement| agreements::End { agreement }.into()),
    ]
    .prop_map(|speech| speech.0)
    .boxed()
}

fn about_boundaries() -> BoxedStrategy<Act> {
    use boundaries::{Became, How};
    let terms = || {
        let how = proptest::sample::select(vec![How::Asked, How::Held]);
        ("[a-z]{1,4}", how).prop_map(|(need, how)| crate::boundaries::terms(how, &need))
    };
    let became = vec![Became::Respected, Became::Crossed, Became::Repaired];
    prop_oneof![
        2 => terms().prop_map(|terms| Speech::from(boundaries::Set { boundary: None, terms })),
        1 => (entries(), terms())
            .prop_map(|(boundary, terms)| boundaries::Set { boundary: Some(boundary), terms }.into()),
        3 => (entries(), entries())
            .prop_map(|(boundary, version)| boundaries::Agree { boundary, version }.into()),
        1 => (entries(), entries())
            .prop_map(|(boundary, version)| boundaries::Decline { boundary, version }.into()),
        1 => (entries(), proptest::sample::select(became), proptest::option::of(some_words()))
            .prop_map(|(boundary, became, note)| boundaries::Tell { boundary, became, note }.into()),
        1 => entries().prop_map(|boundary| boundaries::End { boundary }.into()),
    ]
    .prop_map(|speech| speech.0)
    .boxed()
}

fn about_disclosures() -> BoxedStrategy<Act> {
    use disclosures::{About, Add, Disclose, ToldElsewhere};
    let about = prop_oneof![
        "[a-z]{1,4}".prop_map(|what| About::Other(Title::new(what).unwrap())),
        (entries(), entries(), 1_u16..3).prop_map(|(agreement, version, number)| {
            About::Agreed { agreement, version, number }
        }),
        "[a-z]{1,4}".prop_map(|what| About::AgreedElsewhere {
            what: Title::new(what).unwrap(),
            within: agreements::Hours::DAY,
        }),
    ];
    let to = agreements::Helpers::Therapist;
    prop_oneof![
        4 => (about, times(), some_words())
            .prop_map(|(about, happened, words)| Speech::from(Disclose { about, happened, words })),
        2 => (entries(), some_words())
            .prop_map(|(disclosure, words)| Add { disclosure, words }.into()),
        1 => (entries(), entries())
            .prop_map(move |(agreement, version)| ToldElsewhere { agreement, version, to }.into()),
    ]
    .prop_map(|speech| speech.0)
    .boxed()
}

fn about_notes() -> BoxedStrategy<Act> {
    let note = || proptest::option::of(some_words());
    prop_oneof![
        some_words().prop_map(|text| notes::Act::Write(notes::Write { text })),
        (some_words(), note())
            .prop_map(|(said, note)| crate::notes::quote(crate::notes::holds(&said), note)),
        note().prop_map(|note| crate::notes::quote(notes::Proof::Fails, note)),
    ]
    .prop_map(Act::Notes)
    .boxed()
}

/// Mostly a moment of the story.
fn times() -> BoxedStrategy<Timestamp> {
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
const STORIES: u32 = 100;

/// What some people say, mostly about commitments.
fn stories() -> BoxedStrategy<Vec<Said>> {
    let said = (0..DAYS).prop_flat_map(|today| {
        let act = prop_oneof![
            9 => about_commitments(today),
            2 => about_questions(),
            2 => about_agreements(),
            2 => about_boundaries(),
            1 => about_letters(),
            1 => about_notes(),
            2 => about_disclosures(),
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
        let introduce =
            |role| Introduce { name: Title::new("x").unwrap(), roles: Roles::only(role) };
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
            Act::Agreements(agreements::Act::Propose(propose)) => {
                let asked = if said.author == promiser { other } else { promiser };
                written = (propose.agreement.unwrap_or(said.id), said.id, asked);
            }
            _ => {}
        }
    }
}

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

/// The story with something unknown in place of every act that was refused, so that nothing is left of it but what its
/// author's clock said.
fn without_what_was_refused(story: &[Said]) -> Vec<Said> {
    let all = fold(story);
    let refused = |said: &Said| all.refusal(said.id).is_some();
    let unknown =
        |said: &Said| Said { act: Act::Unknown { kind: "unknown".to_owned() }, ..said.clone() };
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
        let without: Vec<_> = story
            .iter()
            .filter(|said| {
                !matches!(&said.act, Act::Commitments(commitments::Act::SawIt(_) | commitments::Act::NotHowISawIt(_)))
            })
            .cloned()
            .collect();
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
                _ => "other",
            };
            *took.entry(kind).or_default() += 1;
        }
    }
    assert_eq!(took.len(), 13, "{took:?}");
    assert!(took["keep"] > 100 && took["renegotiate"] > 50 && took["answer"] > 10, "{took:?}");
    assert!(took["say yes"] > 20, "{took:?}");
}

#[test]
fn a_refusal_says_what_was_refused() {
    let refusal = Refusal::from(commitments::Refusal::NoOccurrence { date: date("2026-11-28") });
    assert_eq!(refusal.to_string(), "there is no occurrence on 2026-11-28");
}
