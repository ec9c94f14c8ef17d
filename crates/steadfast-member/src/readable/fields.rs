//! What each act says, as named fields of the data.

use serde_json::Value;
use steadfast_repair::{
    EntryId, MemberId, checkins,
    commitments::{self, Change, Instead, Once, Schedule, Within},
    journal, letters, people, questions, reassurance,
    relationship::Act,
    words::Words,
};

use super::hex;
use crate::payload::v1::{
    circle_kind_text, detail_text, letter_text, role_text, secrets_text, setting_text,
};

/// Some fields of an entry, each under its key.
pub(super) type Fields = Vec<Field>;

type Field = (&'static str, Value);

/// Something that a person wrote, or a date, a time or a rule as the record has it.
pub(super) fn text(key: &'static str, text: impl ToString) -> Field {
    (key, Value::from(text.to_string()))
}

pub(super) fn words(key: &'static str, words: Option<&Words>) -> Option<Field> {
    words.map(|words| text(key, words.as_str()))
}

/// Another entry.
pub(super) fn entry(key: &'static str, id: EntryId) -> Field {
    (key, Value::from(hex(&id.0)))
}

/// Somebody.
pub(super) fn person(key: &'static str, id: MemberId) -> Field {
    (key, Value::from(hex(&id.0)))
}

/// The key of an act's kind, and its fields.
pub(super) fn fields(act: &Act) -> (&'static str, Fields) {
    match act {
        Act::People(act) => of_people(act),
        Act::Commitments(act) => of_commitments(act),
        Act::Checkins(act) => of_checkins(act),
        Act::Reassurance(act) => of_reassurance(act),
        Act::Questions(act) => of_questions(act),
        Act::Agreements(act) => super::agreements::fields(act),
        Act::Boundaries(act) => super::boundaries::fields(act),
        Act::Letters(act) => of_letters(act),
        Act::Disclosures(act) => super::disclosures::fields(act),
        Act::Notes(act) => super::notes::fields(act),
        Act::Space(act) => super::space::fields(act),
        Act::Journal(act) => of_journal(act),
        Act::Unknown { kind } => ("unknown", vec![text("kind", kind)]),
    }
}

fn of_people(act: &people::Act) -> (&'static str, Fields) {
    use people::{Act, Found, Introduce, Rename};
    match act {
        Act::Found(Found { kind, name }) => {
            let mut fields = vec![text("kind", circle_kind_text(*kind))];
            fields.extend(name.as_ref().map(|name| text("name", name.as_str())));
            ("people.found", fields)
        }
        Act::Introduce(Introduce { name, roles, secrets }) => {
            let mut fields = vec![text("name", name.as_str())];
            fields.extend(roles.iter().map(|role| text("role", role_text(role))));
            fields.extend(secrets.map(|policy| text("secrets", secrets_text(policy))));
            ("people.introduce", fields)
        }
        Act::Rename(Rename { name }) => ("people.rename", vec![text("name", name.as_str())]),
    }
}

fn of_commitments(act: &commitments::Act) -> (&'static str, Fields) {
    use commitments::{
        Act, Answer, End, Keep, Miss, NotHowISawIt, Promise, Renegotiate, Repair, SawIt,
    };
    let about = |commitment: EntryId, occurrence: jiff::civil::Date, rest: Option<Field>| {
        let mut fields = vec![entry("commitment", commitment), text("occurrence", occurrence)];
        fields.extend(rest);
        fields
    };
    match act {
        Act::Promise(Promise { what, why_it_matters, schedule }) => {
            let mut fields = vec![text("what", what.as_str())];
            fields.extend(words("why-it-matters", why_it_matters.as_ref()));
            of_schedule(&mut fields, schedule);
            ("commitments.promise", fields)
        }
        Act::Keep(Keep { commitment, occurrence }) => {
            ("commitments.keep", about(*commitment, *occurrence, None))
        }
        Act::Miss(Miss { commitment, occurrence, note }) => {
            ("commitments.miss", about(*commitment, *occurrence, words("note", note.as_ref())))
        }
        Act::Repair(Repair { commitment, occurrence, note }) => {
            ("commitments.repair", about(*commitment, *occurrence, words("note", note.as_ref())))
        }
        Act::Renegotiate(Renegotiate { commitment, change, note }) => {
            let mut fields = vec![entry("commitment", *commitment)];
            match change {
                Change::One { occurrence, instead } => {
                    fields.push(text("occurrence", occurrence));
                    match instead {
                        Instead::LetGo => fields.push(text("instead", "let-go")),
                        Instead::Moved(Once { date, within }) => {
                            fields.push(text("instead", date));
                            fields.push(of_within(*within));
                        }
                    }
                }
                Change::From { date, schedule } => {
                    fields.push(text("from", date));
                    of_schedule(&mut fields, schedule);
                }
            }
            fields.extend(words("note", note.as_ref()));
            ("commitments.renegotiate", fields)
        }
        Act::Answer(Answer { renegotiation, yes }) => {
            let answer = text("answer", if *yes { "yes" } else { "no" });
            ("commitments.answer", vec![entry("renegotiation", *renegotiation), answer])
        }
        Act::SawIt(SawIt { commitment, occurrence }) => {
            ("commitments.saw-it", about(*commitment, *occurrence, None))
        }
        Act::NotHowISawIt(NotHowISawIt { commitment, occurrence, words: seen }) => {
            let seen = words("words", Some(seen));
            ("commitments.not-how-i-saw-it", about(*commitment, *occurrence, seen))
        }
        Act::End(End { commitment, note }) => {
            let mut fields = vec![entry("commitment", *commitment)];
            fields.extend(words("note", note.as_ref()));
            ("commitments.end", fields)
        }
    }
}

fn of_schedule(fields: &mut Fields, schedule: &Schedule) {
    fields.push(text("start", schedule.start()));
    fields.push(of_within(schedule.within()));
    fields.push(text("zone", schedule.zone()));
    fields.extend(schedule.recurrence().map(|rule| text("recurrence", rule)));
}

fn of_within(within: Within) -> Field {
    match within {
        Within::AnyTime => text("time", "any-time"),
        Within::By(time) => text("time", time),
        Within::Between { from, to } => text("time", format!("{from}/{to}")),
    }
}

fn of_checkins(act: &checkins::Act) -> (&'static str, Fields) {
    use checkins::{Act, AgreeTime, DeclineTime, Parts, ProposeTime, Thank};
    match act {
        Act::ProposeTime(ProposeTime { at, days, zone }) => {
            let mut fields = vec![text("time", at)];
            fields.extend(days.iter().map(|day| text("days", weekday(day))));
            fields.push(text("zone", zone));
            ("checkins.propose-time", fields)
        }
        Act::AgreeTime(AgreeTime { proposal }) => {
            ("checkins.agree-time", vec![entry("proposal", *proposal)])
        }
        Act::DeclineTime(DeclineTime { proposal }) => {
            ("checkins.decline-time", vec![entry("proposal", *proposal)])
        }
        Act::CheckIn(checkin) => {
            let Parts { feelings, appreciation, needs, ownership, struggles } = checkin.parts();
            let parts = [
                words("feelings", feelings.as_ref()),
                words("appreciation", appreciation.as_ref()),
                words("needs", needs.as_ref()),
                words("ownership", ownership.as_ref()),
                words("struggles", struggles.as_ref()),
            ];
            ("checkins.check-in", parts.into_iter().flatten().collect())
        }
        Act::Thank(Thank { checkin }) => ("checkins.thank", vec![entry("checkin", *checkin)]),
    }
}

fn weekday(day: jiff::civil::Weekday) -> &'static str {
    use jiff::civil::Weekday;
    match day {
        Weekday::Monday => "monday",
        Weekday::Tuesday => "tuesday",
        Weekday::Wednesday => "wednesday",
        Weekday::Thursday => "thursday",
        Weekday::Friday => "friday",
        Weekday::Saturday => "saturday",
        Weekday::Sunday => "sunday",
    }
}

fn of_reassurance(act: &reassurance::Act) -> (&'static str, Fields) {
    use reassurance::{Act, Answer, Ask, KeepHelp, Offer, RemoveHelp, Withdraw};
    match act {
        Act::KeepHelp(KeepHelp { text: help }) => {
            ("reassurance.keep-help", vec![text("text", help.as_str())])
        }
        Act::RemoveHelp(RemoveHelp { help }) => {
            ("reassurance.remove-help", vec![entry("help", *help)])
        }
        Act::Ask(Ask { help, words: said }) => {
            let help = help.map(|help| entry("help", help));
            ("reassurance.ask", help.into_iter().chain(words("words", said.as_ref())).collect())
        }
        Act::Answer(Answer { ask, words: said }) => {
            ("reassurance.answer", vec![entry("ask", *ask), text("words", said.as_str())])
        }
        Act::Offer(Offer { words: said }) => {
            ("reassurance.offer", vec![text("words", said.as_str())])
        }
        Act::Withdraw(Withdraw { ask }) => ("reassurance.withdraw", vec![entry("ask", *ask)]),
    }
}

fn of_questions(act: &questions::Act) -> (&'static str, Fields) {
    use questions::{Act, Answer, Ask, NotRemember, Promise, SetPace, Withdraw};
    let about = |question: EntryId, rest: Vec<Field>| {
        std::iter::once(entry("question", question)).chain(rest).collect()
    };
    match act {
        Act::Ask(Ask { words: asked, pace, detail, again }) => {
            let mut fields = vec![text("words", asked.as_str())];
            fields.extend(of_pace(*pace));
            fields.push(text("detail", detail_text(*detail)));
            fields.extend(again.map(|again| entry("again", again)));
            ("questions.ask", fields)
        }
        Act::SetPace(SetPace { question, pace }) => {
            ("questions.set-pace", about(*question, of_pace(*pace)))
        }
        Act::Withdraw(Withdraw { question }) => {
            ("questions.withdraw", about(*question, Vec::new()))
        }
        Act::Promise(Promise { question, by, with }) => {
            let rest = vec![text("by", by), text("with", setting_text(*with))];
            ("questions.promise", about(*question, rest))
        }
        Act::NotRemember(NotRemember { question, find_out }) => {
            let rest = vec![text("find-out", find_out.as_str())];
            ("questions.not-remember", about(*question, rest))
        }
        Act::Answer(Answer { question, words: said }) => {
            ("questions.answer", about(*question, vec![text("words", said.as_str())]))
        }
    }
}

fn of_pace(pace: questions::Pace) -> Vec<Field> {
    use questions::Pace;
    match pace {
        Pace::Now => vec![text("pace", "now")],
        Pace::NotBefore(at) => vec![text("pace", "not-before"), text("not-before", at)],
        Pace::WithTherapist => vec![text("pace", "with-therapist")],
        Pace::Parked => vec![text("pace", "parked")],
    }
}

fn of_letters(act: &letters::Act) -> (&'static str, Fields) {
    use letters::{Act, AllowRestitution, Kind, Send};
    match act {
        Act::Send(Send { kind, words: letter }) => {
            let mut fields = vec![text("letter", letter_text(*kind))];
            if let Kind::Restitution { after } = kind {
                fields.push(entry("after", *after));
            }
            fields.push(text("words", letter.as_str()));
            ("letters.send", fields)
        }
        Act::AllowRestitution(AllowRestitution) => ("letters.allow-restitution", Vec::new()),
    }
}

fn of_journal(act: &journal::Act) -> (&'static str, Fields) {
    use journal::{Act, Amend, Write};
    match act {
        Act::Write(Write { text: page }) => ("journal.write", vec![text("text", page.as_str())]),
        Act::Amend(Amend { entry: page, text: said }) => {
            ("journal.amend", vec![entry("entry", *page), text("text", said.as_str())])
        }
    }
}
