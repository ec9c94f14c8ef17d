//! What people say in the stories on which the laws are tried, practice by practice.

use jiff::civil::time;
use proptest::prelude::*;
use steadfast_repair::commitments::{
    Answer, Change, End, Instead, Keep, Miss, NotHowISawIt, Once, Promise, Recurrence, Renegotiate,
    Repair, SawIt, Schedule, Within,
};
use steadfast_repair::people::{CircleKind, Found, Introduce, Rename, Role};
use steadfast_repair::weekdays::Weekdays;
use steadfast_repair::words::Title;
use steadfast_repair::zone::ZoneName;
use steadfast_repair::{
    Act, agreements, boundaries, checkins, commitments, disclosures, journal, letters, notes,
    questions, reassurance, space,
};

use super::stories::{DAYS, dates, day, entries, promised, some_words, times};
use crate::circle::Speech;

fn withins() -> impl Strategy<Value = Within> {
    let hour = || (0_i8..24).prop_map(|hour| time(hour, 0, 0, 0));
    prop_oneof![
        Just(Within::AnyTime),
        hour().prop_map(Within::By),
        (hour(), hour()).prop_map(|(from, to)| Within::Between { from, to }),
    ]
}

pub(super) fn schedules() -> BoxedStrategy<Schedule> {
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

pub(super) fn about_commitments(today: i64) -> BoxedStrategy<Act> {
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

pub(super) fn about_questions() -> BoxedStrategy<Act> {
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

pub(super) fn about_letters() -> BoxedStrategy<Act> {
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

pub(super) fn about_the_rest() -> BoxedStrategy<Act> {
    let names = || "[a-z]{1,8}".prop_map(|name| Title::new(name).unwrap());
    let roles = proptest::sample::subsequence(Role::ALL.to_vec(), 0..=2);
    let days = (0_u8..128).prop_map(|bits| Weekdays::from_bits(bits).unwrap());
    prop_oneof![
        proptest::sample::select(CircleKind::ALL.to_vec())
            .prop_map(|kind| Speech::from(Found { kind, name: None })),
        (names(), roles).prop_map(|(name, roles)| Introduce {
            name,
            roles: roles.into_iter().collect(),
            secrets: None,
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

pub(super) fn about_agreements() -> BoxedStrategy<Act> {
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

pub(super) fn about_boundaries() -> BoxedStrategy<Act> {
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

pub(super) fn about_disclosures() -> BoxedStrategy<Act> {
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

pub(super) fn about_notes() -> BoxedStrategy<Act> {
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

pub(super) fn about_space() -> BoxedStrategy<Act> {
    use space::{Ask, End, Exemptions, Message};
    let children = || Title::new("the children").unwrap();
    prop_oneof![
        2 => (times(), any::<bool>()).prop_map(move |(until, exempt)| {
            let exempt = exempt.then(children).into_iter().collect();
            Speech::from(Ask { until, exempt: Exemptions::new(exempt).unwrap(), words: None })
        }),
        1 => entries().prop_map(|request| End { request }.into()),
        2 => (entries(), some_words()).prop_map(move |(request, words)| {
            Message { request, exemption: children(), words }.into()
        }),
    ]
    .prop_map(|speech| speech.0)
    .boxed()
}
