//! What is said about boundaries.

use steadfast_circle::cbor::{Reader, Writer};
use steadfast_repair::boundaries::{Act, Agree, Became, Decline, End, How, Set, Tell, Terms};

use super::{begin, fields};
use crate::payload::PayloadError;

const HOW: [How; 2] = [How::Asked, How::Held];
const BECAME: [Became; 3] = [Became::Respected, Became::Crossed, Became::Repaired];

/// How it is written how a boundary comes to be in force.
pub(crate) fn how_text(how: How) -> &'static str {
    match how {
        How::Asked => "asked",
        How::Held => "held",
    }
}

/// How it is written what became of a boundary.
pub(crate) fn became_text(became: Became) -> &'static str {
    match became {
        Became::Respected => "respected",
        Became::Crossed => "crossed",
        Became::Repaired => "repaired",
    }
}

pub(super) fn encode(act: &Act) -> Writer {
    match act {
        Act::Set(Set { boundary, terms }) => {
            let mut writer = begin("boundaries.set", 6);
            fields::put_entry_or_null(&mut writer, *boundary);
            writer.text(how_text(terms.how())).text(terms.need().as_str());
            fields::put_words_or_null(&mut writer, terms.purpose());
            fields::put_date(&mut writer, terms.review());
            fields::put_date(&mut writer, terms.until());
            writer
        }
        Act::Agree(Agree { boundary, version }) => {
            let mut writer = begin("boundaries.agree", 2);
            writer.bytes(boundary.0).bytes(version.0);
            writer
        }
        Act::Decline(Decline { boundary, version }) => {
            let mut writer = begin("boundaries.decline", 2);
            writer.bytes(boundary.0).bytes(version.0);
            writer
        }
        Act::Tell(Tell { boundary, became, note }) => {
            let mut writer = begin("boundaries.tell", 3);
            writer.bytes(boundary.0).text(became_text(*became));
            fields::put_words_or_null(&mut writer, note.as_ref());
            writer
        }
        Act::End(End { boundary }) => {
            let mut writer = begin("boundaries.end", 1);
            writer.bytes(boundary.0);
            writer
        }
    }
}

pub(super) fn decode(
    said: &str,
    count: usize,
    reader: &mut Reader<'_>,
) -> Result<Option<Act>, PayloadError> {
    let boundary = |reader: &mut Reader<'_>| fields::entry(reader, "boundary");
    let version = |reader: &mut Reader<'_>| fields::entry(reader, "version");
    Ok(Some(match said {
        "set" => {
            fields::exactly(count, 6)?;
            let boundary = fields::entry_or_null(reader, "boundary")?;
            let how = fields::one_of(reader, "how", HOW, how_text)?;
            let need = fields::words(reader, "need")?;
            let purpose = fields::words_or_null(reader, "purpose")?;
            let review = fields::date(reader, "review")?;
            let until = fields::date(reader, "until")?;
            let terms = Terms::new(how, need, purpose, review, until)
                .map_err(|_| PayloadError::Content { field: "until" })?;
            Act::Set(Set { boundary, terms })
        }
        "agree" => {
            fields::exactly(count, 2)?;
            Act::Agree(Agree { boundary: boundary(reader)?, version: version(reader)? })
        }
        "decline" => {
            fields::exactly(count, 2)?;
            Act::Decline(Decline { boundary: boundary(reader)?, version: version(reader)? })
        }
        "tell" => {
            fields::exactly(count, 3)?;
            Act::Tell(Tell {
                boundary: boundary(reader)?,
                became: fields::one_of(reader, "became", BECAME, became_text)?,
                note: fields::words_or_null(reader, "note")?,
            })
        }
        "end" => {
            fields::exactly(count, 1)?;
            Act::End(End { boundary: boundary(reader)? })
        }
        _ => return Ok(None),
    }))
}
