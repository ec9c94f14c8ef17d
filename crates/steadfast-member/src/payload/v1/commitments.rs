//! What is said about commitments.

use steadfast_circle::cbor::{Reader, Writer};
use steadfast_repair::commitments::{
    Act, Answer, Change, End, Instead, Keep, Miss, NotHowISawIt, Once, Promise, RRULE_BYTES_MAX,
    Recurrence, Renegotiate, Repair, SawIt, Schedule, Within,
};

use super::{begin, fields};
use crate::payload::PayloadError;

const ONE: u64 = 0;
const FROM: u64 = 1;

pub(super) fn encode(act: &Act) -> Writer {
    match act {
        Act::Promise(Promise { what, why_it_matters, schedule }) => {
            let mut writer = begin("commitments.promise", 3);
            writer.text(what.as_str());
            fields::put_words_or_null(&mut writer, why_it_matters.as_ref());
            put_schedule(&mut writer, schedule);
            writer
        }
        Act::Keep(Keep { commitment, occurrence }) => {
            let mut writer = begin("commitments.keep", 2);
            fields::put_date(writer.bytes(commitment.0), *occurrence);
            writer
        }
        Act::Miss(Miss { commitment, occurrence, note }) => {
            let mut writer = begin("commitments.miss", 3);
            fields::put_date(writer.bytes(commitment.0), *occurrence);
            fields::put_words_or_null(&mut writer, note.as_ref());
            writer
        }
        Act::Repair(Repair { commitment, occurrence, note }) => {
            let mut writer = begin("commitments.repair", 3);
            fields::put_date(writer.bytes(commitment.0), *occurrence);
            fields::put_words_or_null(&mut writer, note.as_ref());
            writer
        }
        Act::Renegotiate(Renegotiate { commitment, change, note }) => {
            let mut writer = begin("commitments.renegotiate", 3);
            writer.bytes(commitment.0);
            put_change(&mut writer, change);
            fields::put_words_or_null(&mut writer, note.as_ref());
            writer
        }
        Act::Answer(Answer { renegotiation, yes }) => {
            let mut writer = begin("commitments.answer", 2);
            fields::put_yes(writer.bytes(renegotiation.0), *yes);
            writer
        }
        Act::SawIt(SawIt { commitment, occurrence }) => {
            let mut writer = begin("commitments.saw-it", 2);
            fields::put_date(writer.bytes(commitment.0), *occurrence);
            writer
        }
        Act::NotHowISawIt(NotHowISawIt { commitment, occurrence, words }) => {
            let mut writer = begin("commitments.not-how-i-saw-it", 3);
            fields::put_date(writer.bytes(commitment.0), *occurrence);
            writer.text(words.as_str());
            writer
        }
        Act::End(End { commitment, note }) => {
            let mut writer = begin("commitments.end", 2);
            fields::put_words_or_null(writer.bytes(commitment.0), note.as_ref());
            writer
        }
    }
}

pub(super) fn decode(
    said: &str,
    count: usize,
    reader: &mut Reader<'_>,
) -> Result<Option<Act>, PayloadError> {
    let commitment = |reader: &mut Reader<'_>| fields::entry(reader, "commitment");
    let occurrence = |reader: &mut Reader<'_>| fields::date(reader, "occurrence");
    let note = |reader: &mut Reader<'_>| fields::words_or_null(reader, "note");
    Ok(Some(match said {
        "promise" => {
            fields::exactly(count, 3)?;
            Act::Promise(Promise {
                what: fields::title(reader, "what")?,
                why_it_matters: fields::words_or_null(reader, "why it matters")?,
                schedule: schedule(reader)?,
            })
        }
        "keep" => {
            fields::exactly(count, 2)?;
            Act::Keep(Keep { commitment: commitment(reader)?, occurrence: occurrence(reader)? })
        }
        "miss" => {
            fields::exactly(count, 3)?;
            Act::Miss(Miss {
                commitment: commitment(reader)?,
                occurrence: occurrence(reader)?,
                note: note(reader)?,
            })
        }
        "repair" => {
            fields::exactly(count, 3)?;
            Act::Repair(Repair {
                commitment: commitment(reader)?,
                occurrence: occurrence(reader)?,
                note: note(reader)?,
            })
        }
        "renegotiate" => {
            fields::exactly(count, 3)?;
            Act::Renegotiate(Renegotiate {
                commitment: commitment(reader)?,
                change: change(reader)?,
                note: note(reader)?,
            })
        }
        "answer" => {
            fields::exactly(count, 2)?;
            let renegotiation = fields::entry(reader, "renegotiation")?;
            Act::Answer(Answer { renegotiation, yes: fields::yes(reader, "yes")? })
        }
        "saw-it" => {
            fields::exactly(count, 2)?;
            Act::SawIt(SawIt { commitment: commitment(reader)?, occurrence: occurrence(reader)? })
        }
        "not-how-i-saw-it" => {
            fields::exactly(count, 3)?;
            Act::NotHowISawIt(NotHowISawIt {
                commitment: commitment(reader)?,
                occurrence: occurrence(reader)?,
                words: fields::words(reader, "words")?,
            })
        }
        "end" => {
            fields::exactly(count, 2)?;
            Act::End(End { commitment: commitment(reader)?, note: note(reader)? })
        }
        _ => return Ok(None),
    }))
}

/// `[start, within, zone, recurrence (RFC 5545 text) or null]`
fn put_schedule(writer: &mut Writer, schedule: &Schedule) {
    writer.array(4);
    fields::put_date(writer, schedule.start());
    put_within(writer, schedule.within());
    writer.text(schedule.zone().as_str());
    match schedule.recurrence() {
        Some(rule) => writer.text(&rule.to_string()),
        None => writer.null(),
    };
}

fn schedule(reader: &mut Reader<'_>) -> Result<Schedule, PayloadError> {
    reader.array_of("schedule", 4)?;
    let start = fields::date(reader, "start")?;
    let within = within(reader)?;
    let zone = fields::zone(reader, "zone")?;
    let recurrence = if reader.null() {
        None
    } else {
        let text = reader.text("recurrence", RRULE_BYTES_MAX)?;
        let rule: Option<Recurrence> = text.parse().ok();
        // One rule has one spelling here, though RFC 5545 allows several.
        let rule = rule.filter(|rule| rule.to_string() == text);
        Some(rule.ok_or(PayloadError::Content { field: "recurrence" })?)
    };
    Schedule::new(start, within, zone, recurrence)
        .map_err(|_| PayloadError::Content { field: "schedule" })
}

/// `[]` for any time of the day, `[by]`, or `[from, to]`.
fn put_within(writer: &mut Writer, within: Within) {
    match within {
        Within::AnyTime => {
            writer.array(0);
        }
        Within::By(time) => fields::put_time(writer.array(1), time),
        Within::Between { from, to } => {
            fields::put_time(writer.array(2), from);
            fields::put_time(writer, to);
        }
    }
}

fn within(reader: &mut Reader<'_>) -> Result<Within, PayloadError> {
    Ok(match reader.array("within", 2)? {
        0 => Within::AnyTime,
        1 => Within::By(fields::time(reader, "by")?),
        _ => {
            Within::Between { from: fields::time(reader, "from")?, to: fields::time(reader, "to")? }
        }
    })
}

/// `[0, occurrence, null or [date, within]]` for one occurrence, `[1, date, schedule]` for all from a date on.
fn put_change(writer: &mut Writer, change: &Change) {
    writer.array(3);
    match change {
        Change::One { occurrence, instead } => {
            fields::put_date(writer.uint(ONE), *occurrence);
            match instead {
                Instead::LetGo => {
                    writer.null();
                }
                Instead::Moved(Once { date, within }) => {
                    fields::put_date(writer.array(2), *date);
                    put_within(writer, *within);
                }
            }
        }
        Change::From { date, schedule } => {
            fields::put_date(writer.uint(FROM), *date);
            put_schedule(writer, schedule);
        }
    }
}

fn change(reader: &mut Reader<'_>) -> Result<Change, PayloadError> {
    reader.array_of("change", 3)?;
    match reader.uint()? {
        ONE => {
            let occurrence = fields::date(reader, "occurrence")?;
            let instead = if reader.null() {
                Instead::LetGo
            } else {
                reader.array_of("instead", 2)?;
                Instead::Moved(Once {
                    date: fields::date(reader, "date")?,
                    within: within(reader)?,
                })
            };
            Ok(Change::One { occurrence, instead })
        }
        FROM => {
            Ok(Change::From { date: fields::date(reader, "date")?, schedule: schedule(reader)? })
        }
        _ => Err(PayloadError::Content { field: "change" }),
    }
}
