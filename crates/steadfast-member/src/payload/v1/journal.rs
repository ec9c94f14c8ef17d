//! What is written in the journal.

use steadfast_circle::cbor::{Reader, Writer};
use steadfast_repair::journal::{Act, Amend, Write};

use super::{begin, fields};
use crate::payload::PayloadError;

pub(super) fn encode(act: &Act) -> Writer {
    match act {
        Act::Write(Write { text }) => {
            let mut writer = begin("journal.write", 1);
            writer.text(text.as_str());
            writer
        }
        Act::Amend(Amend { entry, text }) => {
            let mut writer = begin("journal.amend", 2);
            writer.bytes(entry.0).text(text.as_str());
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
        "write" => {
            fields::exactly(count, 1)?;
            Act::Write(Write { text: fields::words(reader, "text")? })
        }
        "amend" => {
            fields::exactly(count, 2)?;
            Act::Amend(Amend {
                entry: fields::entry(reader, "entry")?,
                text: fields::words(reader, "text")?,
            })
        }
        _ => return Ok(None),
    }))
}
