//! What is said about space.

use steadfast_circle::cbor::{Reader, Writer};
use steadfast_repair::space::{Act, Ask, EXEMPTIONS_MAX, End, Exemptions, Message};

use super::{begin, fields};
use crate::payload::PayloadError;

pub(super) fn encode(act: &Act) -> Writer {
    match act {
        Act::Ask(Ask { until, exempt, words }) => {
            let mut writer = begin("space.ask", 3);
            writer.int(until.as_millisecond()).array(exempt.all().len());
            for exemption in exempt.all() {
                writer.text(exemption.as_str());
            }
            fields::put_words_or_null(&mut writer, words.as_ref());
            writer
        }
        Act::End(End { request }) => {
            let mut writer = begin("space.end", 1);
            writer.bytes(request.0);
            writer
        }
        Act::Message(Message { request, exemption, words }) => {
            let mut writer = begin("space.message", 3);
            writer.bytes(request.0).text(exemption.as_str()).text(words.as_str());
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
            fields::exactly(count, 3)?;
            let until = fields::moment(reader, "until")?;
            let count = reader.array("exempt", EXEMPTIONS_MAX)?;
            let exempt =
                (0..count).map(|_| fields::title(reader, "exempt")).collect::<Result<_, _>>()?;
            let exempt =
                Exemptions::new(exempt).map_err(|_| PayloadError::Content { field: "exempt" })?;
            Act::Ask(Ask { until, exempt, words: fields::words_or_null(reader, "words")? })
        }
        "end" => {
            fields::exactly(count, 1)?;
            Act::End(End { request: fields::entry(reader, "request")? })
        }
        "message" => {
            fields::exactly(count, 3)?;
            Act::Message(Message {
                request: fields::entry(reader, "request")?,
                exemption: fields::title(reader, "exemption")?,
                words: fields::words(reader, "words")?,
            })
        }
        _ => return Ok(None),
    }))
}
