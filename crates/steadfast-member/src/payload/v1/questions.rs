//! What is said to ask a question and to answer one.

use steadfast_circle::cbor::{Reader, Writer};
use steadfast_repair::questions::{
    Act, Answer, Ask, Detail, NotRemember, Pace, Promise, SetPace, Setting, Withdraw,
};

use super::{begin, fields};
use crate::payload::PayloadError;

/// The longest name of a detail, a pace or a setting, with some room; bytes.
const WORD_LENGTH_MAX: usize = 32;

pub(super) fn encode(act: &Act) -> Writer {
    match act {
        Act::Ask(Ask { words, pace, detail, again }) => {
            let mut writer = begin("questions.ask", 4);
            put_pace(writer.text(words.as_str()), *pace);
            writer.text(detail_text(*detail));
            fields::put_entry_or_null(&mut writer, *again);
            writer
        }
        Act::SetPace(SetPace { question, pace }) => {
            let mut writer = begin("questions.set-pace", 2);
            put_pace(writer.bytes(question.0), *pace);
            writer
        }
        Act::Withdraw(Withdraw { question }) => {
            let mut writer = begin("questions.withdraw", 1);
            writer.bytes(question.0);
            writer
        }
        Act::Promise(Promise { question, by, with }) => {
            let mut writer = begin("questions.promise", 3);
            writer.bytes(question.0).int(by.as_millisecond()).text(setting_text(*with));
            writer
        }
        Act::NotRemember(NotRemember { question, find_out }) => {
            let mut writer = begin("questions.not-remember", 2);
            writer.bytes(question.0).text(find_out.as_str());
            writer
        }
        Act::Answer(Answer { question, words }) => {
            let mut writer = begin("questions.answer", 2);
            writer.bytes(question.0).text(words.as_str());
            writer
        }
    }
}

pub(super) fn decode(
    said: &str,
    count: usize,
    reader: &mut Reader<'_>,
) -> Result<Option<Act>, PayloadError> {
    Ok(Some(match said {
        "ask" => {
            fields::exactly(count, 4)?;
            Act::Ask(Ask {
                words: fields::words(reader, "words")?,
                pace: pace(reader)?,
                detail: fields::one_of(reader, "detail", DETAILS, detail_text)?,
                again: fields::entry_or_null(reader, "again")?,
            })
        }
        "set-pace" => {
            fields::exactly(count, 2)?;
            Act::SetPace(SetPace {
                question: fields::entry(reader, "question")?,
                pace: pace(reader)?,
            })
        }
        "withdraw" => {
            fields::exactly(count, 1)?;
            Act::Withdraw(Withdraw { question: fields::entry(reader, "question")? })
        }
        "promise" => {
            fields::exactly(count, 3)?;
            Act::Promise(Promise {
                question: fields::entry(reader, "question")?,
                by: fields::moment(reader, "by")?,
                with: fields::one_of(reader, "with", SETTINGS, setting_text)?,
            })
        }
        "not-remember" => {
            fields::exactly(count, 2)?;
            Act::NotRemember(NotRemember {
                question: fields::entry(reader, "question")?,
                find_out: fields::words(reader, "find out")?,
            })
        }
        "answer" => {
            fields::exactly(count, 2)?;
            Act::Answer(Answer {
                question: fields::entry(reader, "question")?,
                words: fields::words(reader, "words")?,
            })
        }
        _ => return Ok(None),
    }))
}

const DETAILS: [Detail; 3] = [Detail::Short, Detail::Outline, Detail::Full];
const SETTINGS: [Setting; 2] = [Setting::TheTwo, Setting::Therapist];

/// How a detail is written.
pub(crate) fn detail_text(detail: Detail) -> &'static str {
    match detail {
        Detail::Short => "short",
        Detail::Outline => "outline",
        Detail::Full => "full",
    }
}

/// How a setting is written.
pub(crate) fn setting_text(setting: Setting) -> &'static str {
    match setting {
        Setting::TheTwo => "the-two",
        Setting::Therapist => "therapist",
    }
}

/// `["now"]`, `["not-before", ms]`, `["with-therapist"]` or `["parked"]`.
fn put_pace(writer: &mut Writer, pace: Pace) {
    match pace {
        Pace::Now => writer.array(1).text("now"),
        Pace::NotBefore(at) => writer.array(2).text("not-before").int(at.as_millisecond()),
        Pace::WithTherapist => writer.array(1).text("with-therapist"),
        Pace::Parked => writer.array(1).text("parked"),
    };
}

fn pace(reader: &mut Reader<'_>) -> Result<Pace, PayloadError> {
    let items = reader.array("pace", 2)?;
    match (items, reader.text("pace", WORD_LENGTH_MAX)?) {
        (1, "now") => Ok(Pace::Now),
        (2, "not-before") => Ok(Pace::NotBefore(fields::moment(reader, "not before")?)),
        (1, "with-therapist") => Ok(Pace::WithTherapist),
        (1, "parked") => Ok(Pace::Parked),
        _ => Err(PayloadError::Content { field: "pace" }),
    }
}
