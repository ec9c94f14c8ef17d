//! What is said by letter.

use steadfast_circle::cbor::{Reader, Writer};
use steadfast_repair::letters::{Act, AllowRestitution, Kind, Send};

use super::{begin, fields};
use crate::payload::PayloadError;

/// The longest name of a kind of letter, with some room; bytes.
const KIND_LENGTH_MAX: usize = 32;

pub(super) fn encode(act: &Act) -> Writer {
    match act {
        Act::Send(Send { kind, words }) => {
            let mut writer = begin("letters.send", 2);
            match kind {
                Kind::Restitution { after } => {
                    writer.array(2).text(letter_text(*kind)).bytes(after.0)
                }
                kind => writer.array(1).text(letter_text(*kind)),
            };
            writer.text(words.as_str());
            writer
        }
        Act::AllowRestitution(AllowRestitution) => begin("letters.allow-restitution", 0),
    }
}

pub(super) fn decode(
    said: &str,
    count: usize,
    reader: &mut Reader<'_>,
) -> Result<Option<Act>, PayloadError> {
    Ok(Some(match said {
        "send" => {
            fields::exactly(count, 2)?;
            Act::Send(Send { kind: kind(reader)?, words: fields::words(reader, "words")? })
        }
        "allow-restitution" => {
            fields::exactly(count, 0)?;
            Act::AllowRestitution(AllowRestitution)
        }
        _ => return Ok(None),
    }))
}

/// How a kind of letter is written.
pub(crate) fn letter_text(kind: Kind) -> &'static str {
    match kind {
        Kind::Acknowledgement => "acknowledgement",
        Kind::Apology => "apology",
        Kind::Impact => "impact",
        Kind::Restitution { .. } => "restitution",
        Kind::Validation => "validation",
    }
}

fn kind(reader: &mut Reader<'_>) -> Result<Kind, PayloadError> {
    let items = reader.array("kind", 2)?;
    match (items, reader.text("kind", KIND_LENGTH_MAX)?) {
        (1, "acknowledgement") => Ok(Kind::Acknowledgement),
        (1, "apology") => Ok(Kind::Apology),
        (1, "impact") => Ok(Kind::Impact),
        (2, "restitution") => Ok(Kind::Restitution { after: fields::entry(reader, "after")? }),
        (1, "validation") => Ok(Kind::Validation),
        _ => Err(PayloadError::Content { field: "kind" }),
    }
}
