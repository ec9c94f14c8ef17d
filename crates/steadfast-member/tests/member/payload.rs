//! Payloads of version 1: frozen vectors for every act, and what is refused.

mod agreements;
mod boundaries;
mod disclosures;
mod space;

use std::path::PathBuf;

use expect_test::expect_file;
use jiff::civil::{Weekday, date, time};
use proptest::prelude::*;
use steadfast_circle::{CircleId, DeviceId};
use steadfast_member::payload::{Payload, PayloadError};
use steadfast_repair::{
    EntryId, checkins, commitments,
    commitments::{Change, Instead, Once, Recurrence, Schedule, Within},
    journal, letters,
    people::{self, CircleKind, Role, Roles, SecretsPolicy},
    questions, reassurance,
    relationship::Act,
    weekdays::Weekdays,
    words::{Title, Words},
    zone::ZoneName,
};

fn words(text: &str) -> Words {
    Words::new(text).unwrap()
}

fn title(text: &str) -> Title {
    Title::new(text).unwrap()
}

fn zone() -> ZoneName {
    ZoneName::new("Europe/Lisbon").unwrap()
}

fn entry(byte: u8) -> EntryId {
    EntryId([byte; 32])
}

fn tuesdays() -> Schedule {
    let rule = Recurrence::weekly(Weekdays::only(Weekday::Tuesday));
    Schedule::new(date(2026, 11, 22), Within::By(time(18, 0, 0, 0)), zone(), Some(rule)).unwrap()
}

/// Every act, with its optional fields there and away.
pub(crate) fn examples() -> Vec<(&'static str, Payload)> {
    use commitments::Act as C;
    let once = Schedule::new(date(2026, 12, 24), Within::AnyTime, zone(), None).unwrap();
    let evening = Within::Between { from: time(21, 30, 0, 0), to: time(0, 15, 0, 0) };
    let occurrence = date(2026, 12, 1);
    let commitment = entry(1);
    let acts: Vec<(&str, Act)> = vec![
        (
            "people.found",
            Act::People(people::Act::Found(people::Found { kind: CircleKind::Us, name: None })),
        ),
        (
            "people.found-named",
            Act::People(people::Act::Found(people::Found {
                kind: CircleKind::UsAndTherapist,
                name: Some(title("Wednesdays")),
            })),
        ),
        (
            "people.introduce",
            Act::People(people::Act::Introduce(people::Introduce {
                name: title("Sam"),
                roles: [Role::BetrayingPartner, Role::BetrayedPartner].into_iter().collect(),
                secrets: None,
            })),
        ),
        (
            "people.introduce-with-secrets",
            Act::People(people::Act::Introduce(people::Introduce {
                name: title("Dr Okafor"),
                roles: Roles::only(Role::CouplesTherapist),
                secrets: Some(SecretsPolicy::KeptForAWhile),
            })),
        ),
        (
            "people.introduce-without-roles",
            Act::People(people::Act::Introduce(people::Introduce {
                name: title("Sam"),
                roles: Roles::NONE,
                secrets: None,
            })),
        ),
        (
            "people.rename",
            Act::People(people::Act::Rename(people::Rename { name: title("Samira") })),
        ),
        (
            "commitments.promise",
            Act::Commitments(C::Promise(commitments::Promise {
                what: title("Call when I leave work"),
                why_it_matters: Some(words("So that you do not have to wonder where I am.")),
                schedule: tuesdays(),
            })),
        ),
        (
            "commitments.promise-once",
            Act::Commitments(C::Promise(commitments::Promise {
                what: title("Be home all day"),
                why_it_matters: None,
                schedule: once.clone(),
            })),
        ),
        (
            "commitments.keep",
            Act::Commitments(C::Keep(commitments::Keep { commitment, occurrence })),
        ),
        (
            "commitments.miss",
            Act::Commitments(C::Miss(commitments::Miss {
                commitment,
                occurrence,
                note: Some(words("I forgot, and noticed at ten.")),
            })),
        ),
        (
            "commitments.miss-without-note",
            Act::Commitments(C::Miss(commitments::Miss { commitment, occurrence, note: None })),
        ),
        (
            "commitments.repair",
            Act::Commitments(C::Repair(commitments::Repair {
                commitment,
                occurrence,
                note: Some(words("I called at ten and said so.")),
            })),
        ),
        (
            "commitments.renegotiate-let-go",
            Act::Commitments(C::Renegotiate(commitments::Renegotiate {
                commitment,
                change: Change::One { occurrence, instead: Instead::LetGo },
                note: Some(words("I am in the air then.")),
            })),
        ),
        (
            "commitments.renegotiate-moved",
            Act::Commitments(C::Renegotiate(commitments::Renegotiate {
                commitment,
                change: Change::One {
                    occurrence,
                    instead: Instead::Moved(Once { date: date(2026, 12, 2), within: evening }),
                },
                note: None,
            })),
        ),
        (
            "commitments.renegotiate-from",
            Act::Commitments(C::Renegotiate(commitments::Renegotiate {
                commitment,
                change: Change::From { date: date(2027, 1, 1), schedule: tuesdays() },
                note: None,
            })),
        ),
        (
            "commitments.answer-yes",
            Act::Commitments(C::Answer(commitments::Answer { renegotiation: entry(2), yes: true })),
        ),
        (
            "commitments.answer-no",
            Act::Commitments(C::Answer(commitments::Answer {
                renegotiation: entry(2),
                yes: false,
            })),
        ),
        (
            "commitments.saw-it",
            Act::Commitments(C::SawIt(commitments::SawIt { commitment, occurrence })),
        ),
        (
            "commitments.not-how-i-saw-it",
            Act::Commitments(C::NotHowISawIt(commitments::NotHowISawIt {
                commitment,
                occurrence,
                words: words("The phone did not ring."),
            })),
        ),
        (
            "commitments.end",
            Act::Commitments(C::End(commitments::End {
                commitment,
                note: Some(words("I work from home now.")),
            })),
        ),
        (
            "checkins.propose-time",
            Act::Checkins(checkins::Act::ProposeTime(checkins::ProposeTime {
                at: time(20, 30, 0, 0),
                days: Weekdays::WORKDAYS,
                zone: zone(),
            })),
        ),
        (
            "checkins.agree-time",
            Act::Checkins(checkins::Act::AgreeTime(checkins::AgreeTime { proposal: entry(3) })),
        ),
        (
            "checkins.decline-time",
            Act::Checkins(checkins::Act::DeclineTime(checkins::DeclineTime { proposal: entry(3) })),
        ),
        (
            "checkins.check-in",
            Act::Checkins(checkins::Act::CheckIn(
                checkins::CheckIn::new(checkins::Parts {
                    feelings: Some(words("Tired, and a little hopeful.")),
                    appreciation: None,
                    needs: Some(words("An evening without screens.")),
                    ownership: None,
                    struggles: None,
                })
                .unwrap(),
            )),
        ),
        (
            "checkins.thank",
            Act::Checkins(checkins::Act::Thank(checkins::Thank { checkin: entry(4) })),
        ),
        (
            "reassurance.keep-help",
            Act::Reassurance(reassurance::Act::KeepHelp(reassurance::KeepHelp {
                text: words("A hand on my back."),
            })),
        ),
        (
            "reassurance.remove-help",
            Act::Reassurance(reassurance::Act::RemoveHelp(reassurance::RemoveHelp {
                help: entry(5),
            })),
        ),
        (
            "reassurance.ask",
            Act::Reassurance(reassurance::Act::Ask(reassurance::Ask {
                help: Some(entry(5)),
                words: Some(words("Now, if you can.")),
            })),
        ),
        (
            "reassurance.ask-with-one-tap",
            Act::Reassurance(reassurance::Act::Ask(reassurance::Ask { help: None, words: None })),
        ),
        (
            "reassurance.answer",
            Act::Reassurance(reassurance::Act::Answer(reassurance::Answer {
                ask: entry(6),
                words: words("I am here, and I am staying."),
            })),
        ),
        (
            "reassurance.offer",
            Act::Reassurance(reassurance::Act::Offer(reassurance::Offer {
                words: words("Thinking of you."),
            })),
        ),
        (
            "reassurance.withdraw",
            Act::Reassurance(reassurance::Act::Withdraw(reassurance::Withdraw { ask: entry(6) })),
        ),
        (
            "questions.ask",
            Act::Questions(questions::Act::Ask(questions::Ask {
                words: words("Where were you that night?"),
                pace: questions::Pace::Now,
                detail: questions::Detail::Short,
                again: None,
            })),
        ),
        (
            "questions.ask-again",
            Act::Questions(questions::Act::Ask(questions::Ask {
                words: words("Where were you that night?"),
                pace: questions::Pace::NotBefore("2026-11-26T00:00:00Z".parse().unwrap()),
                detail: questions::Detail::Outline,
                again: Some(entry(8)),
            })),
        ),
        (
            "questions.ask-with-therapist",
            Act::Questions(questions::Act::Ask(questions::Ask {
                words: words("Where were you that night?"),
                pace: questions::Pace::WithTherapist,
                detail: questions::Detail::Full,
                again: None,
            })),
        ),
        (
            "questions.set-pace",
            Act::Questions(questions::Act::SetPace(questions::SetPace {
                question: entry(8),
                pace: questions::Pace::Parked,
            })),
        ),
        (
            "questions.withdraw",
            Act::Questions(questions::Act::Withdraw(questions::Withdraw { question: entry(8) })),
        ),
        (
            "questions.promise",
            Act::Questions(questions::Act::Promise(questions::Promise {
                question: entry(8),
                by: "2026-11-24T21:00:00Z".parse().unwrap(),
                with: questions::Setting::TheTwo,
            })),
        ),
        (
            "questions.promise-with-therapist",
            Act::Questions(questions::Act::Promise(questions::Promise {
                question: entry(8),
                by: "2026-11-26T18:00:00Z".parse().unwrap(),
                with: questions::Setting::Therapist,
            })),
        ),
        (
            "questions.not-remember",
            Act::Questions(questions::Act::NotRemember(questions::NotRemember {
                question: entry(8),
                find_out: words("I will look through the calendar of that month."),
            })),
        ),
        (
            "questions.answer",
            Act::Questions(questions::Act::Answer(questions::Answer {
                question: entry(8),
                words: words("At the hotel by the station."),
            })),
        ),
        (
            "letters.send",
            Act::Letters(letters::Act::Send(letters::Send {
                kind: letters::Kind::Apology,
                words: words("I lied to you for eight months."),
            })),
        ),
        (
            "letters.send-acknowledgement",
            Act::Letters(letters::Act::Send(letters::Send {
                kind: letters::Kind::Acknowledgement,
                words: words("I lied to you for eight months."),
            })),
        ),
        (
            "letters.send-impact",
            Act::Letters(letters::Act::Send(letters::Send {
                kind: letters::Kind::Impact,
                words: words("I no longer sleep."),
            })),
        ),
        (
            "letters.send-restitution",
            Act::Letters(letters::Act::Send(letters::Send {
                kind: letters::Kind::Restitution { after: entry(9) },
                words: words("You wrote that you no longer sleep."),
            })),
        ),
        (
            "letters.send-validation",
            Act::Letters(letters::Act::Send(letters::Send {
                kind: letters::Kind::Validation,
                words: words("It makes sense that you are awake at night."),
            })),
        ),
        (
            "letters.allow-restitution",
            Act::Letters(letters::Act::AllowRestitution(letters::AllowRestitution)),
        ),
        (
            "journal.write",
            Act::Journal(journal::Act::Write(journal::Write {
                text: words("First page.\n\nMore."),
            })),
        ),
        (
            "journal.amend",
            Act::Journal(journal::Act::Amend(journal::Amend {
                entry: entry(7),
                text: words("First page, again."),
            })),
        ),
    ];
    let acts = acts
        .into_iter()
        .chain(agreements::examples())
        .chain(boundaries::examples())
        .chain(disclosures::examples())
        .chain(space::examples());
    let mut payloads: Vec<(&str, Payload)> =
        acts.map(|(name, act)| (name, Payload::Act(act))).collect();
    payloads.extend(crate::quoting::examples());
    let newcomer = |secrets| {
        let roles = Roles::only(Role::CouplesTherapist);
        Payload::Newcomer(people::Introduce { name: title("Dr Okafor"), roles, secrets })
    };
    payloads.push(("circle.newcomer", newcomer(None)));
    payloads.push(("circle.newcomer-with-secrets", newcomer(Some(SecretsPolicy::NoneKept))));
    payloads.push((
        "circle.device",
        Payload::Device {
            key: [7; 16],
            name: "phone".into(),
            ids: vec![(CircleId::from_bytes([8; 32]), DeviceId::from_bytes([9; 32]))],
        },
    ));
    payloads
}

/// A change of any of these files is a change of what people wrote years ago. `UPDATE_EXPECT=1` writes those of a new
/// act; an existing one never changes.
#[test]
fn every_act_is_written_as_its_frozen_vector_says() {
    for (name, payload) in examples() {
        let bytes = payload.encode().expect("this version knows it");
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join(format!("../../testdata/payload/v1/{name}.json"));
        let vector =
            serde_json::json!({ "name": name, "payload": data_encoding::HEXLOWER.encode(&bytes) });
        let text = serde_json::to_string_pretty(&vector).unwrap() + "\n";
        expect_file![file].assert_eq(&text);
    }
}

#[test]
fn every_frozen_vector_reads_as_its_act() {
    for (name, payload) in examples() {
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join(format!("../../testdata/payload/v1/{name}.json"));
        let vector: serde_json::Value =
            serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let bytes =
            data_encoding::HEXLOWER.decode(vector["payload"].as_str().unwrap().as_bytes()).unwrap();
        assert_eq!(Payload::decode(&bytes), Ok(payload), "{name}");
    }
}

/// Bug guarded against: a decoder that ignores what follows, so that two payloads say the same.
#[test]
fn nothing_may_be_missing_or_follow() {
    for (name, payload) in examples() {
        let bytes = payload.encode().unwrap();
        for length in 1..bytes.len() {
            assert!(Payload::decode(&bytes[..length]).is_err(), "{name} cut at {length}");
        }
        let longer = [bytes.as_slice(), &[0]].concat();
        assert!(Payload::decode(&longer).is_err(), "{name} with a byte more");
    }
}

#[test]
fn a_newer_version_and_an_unknown_kind_are_shown_as_such() {
    let unknown = |kind: &str| Ok(Payload::Act(Act::Unknown { kind: kind.into() }));
    // [1, "letters.apology", 7], [2, "commitments.keep", {}] and [1, "commitments.praise"]
    let newer_practice = b"\x83\x01\x6fletters.apology\x07";
    let newer_version = b"\x83\x02\x70commitments.keep\xa0";
    let newer_act = b"\x82\x01\x72commitments.praise";
    assert_eq!(Payload::decode(newer_practice), unknown("letters.apology"));
    assert_eq!(Payload::decode(newer_version), unknown("commitments.keep"));
    assert_eq!(Payload::decode(newer_act), unknown("commitments.praise"));
    assert_eq!(Payload::Act(Act::Unknown { kind: "letters.apology".into() }).encode(), None);
}

#[test]
fn no_payload_is_nothing_said() {
    assert_eq!(Payload::Nothing.encode(), Some(vec![]));
    assert_eq!(Payload::decode(&[]), Ok(Payload::Nothing));
}

/// Bug guarded against: other spellings of one date, rule or set, which would let one act have two encodings.
#[test]
fn other_spellings_are_refused() {
    let keep = Payload::Act(Act::Commitments(commitments::Act::Keep(commitments::Keep {
        commitment: entry(1),
        occurrence: date(2026, 12, 1),
    })));
    let bytes = keep.encode().unwrap();
    let at = bytes.windows(10).position(|window| window == b"2026-12-01").unwrap();
    let mut other = bytes[..at - 1].to_vec();
    other.extend(b"\x682026121");
    other.push(b'1');
    assert!(matches!(
        Payload::decode(&other),
        Err(PayloadError::Content { field: "occurrence" } | PayloadError::Form(_))
    ));

    // Roles in another order: [1, "people.introduce", "Sam", ["betrayed-partner", "betraying-partner"]]
    let mut roles = b"\x84\x01\x70people.introduce\x63Sam\x82".to_vec();
    roles.extend(b"\x70betrayed-partner\x71betraying-partner");
    assert_eq!(Payload::decode(&roles), Err(PayloadError::Content { field: "roles" }));
}

/// Bug guarded against: a pace, a detail or a time that nobody can mean, taken for the next best one.
#[test]
fn a_question_is_asked_in_one_way_only() {
    let ask = |pace: &[u8], detail: &[u8]| {
        let ask = [b"\x86\x01\x6dquestions.ask\x64Why?".as_slice(), pace, detail, b"\xf6"];
        Payload::decode(&ask.concat())
    };
    let (now, short) = (b"\x81\x63now".as_slice(), b"\x65short".as_slice());
    assert!(ask(now, short).is_ok());
    assert!(ask(b"\x82\x6anot-before\x00", short).is_ok());
    let wrong = |field| Err(PayloadError::Content { field });
    assert_eq!(ask(b"\x81\x64soon", short), wrong("pace"));
    assert_eq!(ask(b"\x81\x6anot-before", short), wrong("pace"));
    assert_eq!(ask(b"\x82\x63now\x00", short), wrong("pace"));
    assert_eq!(ask(now, b"\x63all"), wrong("detail"));
    let end_of_time = b"\x82\x6anot-before\x1b\x7f\xff\xff\xff\xff\xff\xff\xff";
    assert_eq!(ask(end_of_time, short), wrong("not before"));
}

/// Bug guarded against: a restitution letter that names nothing, or another letter that names something.
#[test]
fn only_a_restitution_letter_names_what_opened_the_way_for_it() {
    let send = |kind: &[u8]| {
        Payload::decode(&[b"\x84\x01\x6cletters.send".as_slice(), kind, b"\x63Hi."].concat())
    };
    let wrong = Err(PayloadError::Content { field: "kind" });
    assert!(send(b"\x81\x67apology").is_ok());
    assert_eq!(send(b"\x81\x6brestitution"), wrong);
    assert_eq!(send(b"\x82\x67apology\x00"), wrong);
    assert_eq!(send(b"\x81\x68farewell"), wrong);
}

#[test]
fn blank_and_overlong_texts_are_refused() {
    // [1, "journal.write", "  "]
    assert!(matches!(
        Payload::decode(b"\x83\x01\x6djournal.write\x62  "),
        Err(PayloadError::Text(_))
    ));
    let mut long = b"\x83\x01\x6djournal.write\x79\x1f\x41".to_vec();
    long.extend([b'a'; 8001]);
    assert!(matches!(Payload::decode(&long), Err(PayloadError::Text(_))));
}

proptest! {
    #[test]
    fn what_is_written_reads_back(text in "[^\\p{C}\\s][^\\p{C}]{0,300}", bytes in any::<[u8; 32]>()) {
        let amend = journal::Amend { entry: EntryId(bytes), text: words(&text) };
        let payload = Payload::Act(Act::Journal(journal::Act::Amend(amend)));
        prop_assert_eq!(Payload::decode(&payload.encode().unwrap()), Ok(payload));
    }

    /// Whatever reads as something known is written with the very same bytes.
    #[test]
    fn hostile_bytes_never_panic_and_have_one_spelling(
        index in any::<usize>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let examples = examples();
        let mut bytes = examples[index % examples.len()].1.encode().unwrap();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Ok(payload) = Payload::decode(&bytes) && let Some(again) = payload.encode() {
            prop_assert_eq!(again, bytes);
        }
    }
}
