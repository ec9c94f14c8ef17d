//! What is written in a circle, and quoted there from another.

use steadfast_circle::{
    cbor::{Reader, Writer},
    quotation::QUOTATION_LENGTH_MAX,
};
use steadfast_repair::{
    notes::{Act, Part, Write},
    relationship,
};

use super::{begin, fields, letter_text};
use crate::payload::{Payload, PayloadError, Quoting};

/// A quotation is more than its act: the proof goes with it.
pub(super) fn encode(act: &Act) -> Option<Writer> {
    match act {
        Act::Write(Write { text }) => {
            let mut writer = begin("notes.write", 1);
            writer.text(text.as_str());
            Some(writer)
        }
        Act::Quote(_) => None,
    }
}

pub(super) fn encode_quoting(quoting: &Quoting) -> Writer {
    let mut writer = begin("notes.quote", 5);
    fields::put_title_or_null(&mut writer, quoting.by.as_ref());
    fields::put_kind(&mut writer, quoting.kind);
    fields::put_title_or_null(&mut writer, quoting.circle_name.as_ref());
    fields::put_words_or_null(&mut writer, quoting.note.as_ref());
    writer.bytes(&quoting.quotation);
    writer
}

pub(super) fn decode(
    said: &str,
    count: usize,
    reader: &mut Reader<'_>,
) -> Result<Option<Payload>, PayloadError> {
    Ok(Some(match said {
        "write" => {
            fields::exactly(count, 1)?;
            let write = Write { text: fields::words(reader, "text")? };
            Payload::Act(relationship::Act::Notes(Act::Write(write)))
        }
        "quote" => {
            fields::exactly(count, 5)?;
            Payload::Quote(Box::new(Quoting {
                by: fields::title_or_null(reader, "by")?,
                kind: fields::kind(reader)?,
                circle_name: fields::title_or_null(reader, "circle name")?,
                note: fields::words_or_null(reader, "note")?,
                quotation: reader.bytes("quotation", QUOTATION_LENGTH_MAX)?.to_vec(),
            }))
        }
        _ => return Ok(None),
    }))
}

/// What some quoted words were, for programs that read the data.
pub(crate) fn part_text(part: Part) -> &'static str {
    match part {
        Part::Letter(kind) => letter_text(kind),
        Part::Question => "question",
        Part::Answer => "answer",
        Part::FindOut => "find-out",
        Part::DisclosedWhat => "disclosed-what",
        Part::Disclosure(_) => "disclosure",
        Part::Addition => "addition",
        Part::Feelings => "feelings",
        Part::Appreciation => "appreciation",
        Part::Needs => "needs",
        Part::Ownership => "ownership",
        Part::Struggles => "struggles",
        Part::Asked => "asked",
        Part::Reassurance => "reassurance",
        Part::Boundary => "boundary",
        Part::Purpose => "purpose",
        Part::Note => "note",
        Part::Page => "page",
    }
}
