//! What is said to ask for and to give reassurance.

use steadfast_circle::cbor::{Reader, Writer};
use steadfast_repair::reassurance::{Act, Answer, Ask, KeepHelp, Offer, RemoveHelp, Withdraw};

use super::{begin, fields};
use crate::payload::PayloadError;

pub(super) fn encode(act: &Act) -> Writer {
    match act {
        Act::KeepHelp(KeepHelp { text }) => {
            let mut writer = begin("reassurance.keep-help", 1);
            writer.text(text.as_str());
            writer
        }
        Act::RemoveHelp(RemoveHelp { help }) => {
            let mut writer = begin("reassurance.remove-help", 1);
            writer.bytes(help.0);
            writer
        }
        Act::Ask(Ask { help, words }) => {
            let mut writer = begin("reassurance.ask", 2);
            fields::put_entry_or_null(&mut writer, *help);
            fields::put_words_or_null(&mut writer, words.as_ref());
            writer
        }
        Act::Answer(Answer { ask, words }) => {
            let mut writer = begin("reassurance.answer", 2);
            writer.bytes(ask.0).text(words.as_str());
            writer
        }
        Act::Offer(Offer { words }) => {
            let mut writer = begin("reassurance.offer", 1);
            writer.text(words.as_str());
            writer
        }
        Act::Withdraw(Withdraw { ask }) => {
            let mut writer = begin("reassurance.withdraw", 1);
            writer.bytes(ask.0);
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
        "keep-help" => {
            fields::exactly(count, 1)?;
            Act::KeepHelp(KeepHelp { text: fields::words(reader, "text")? })
        }
        "remove-help" => {
            fields::exactly(count, 1)?;
            Act::RemoveHelp(RemoveHelp { help: fields::entry(reader, "help")? })
        }
        "ask" => {
            fields::exactly(count, 2)?;
            let help = fields::entry_or_null(reader, "help")?;
            Act::Ask(Ask { help, words: fields::words_or_null(reader, "words")? })
        }
        "answer" => {
            fields::exactly(count, 2)?;
            Act::Answer(Answer {
                ask: fields::entry(reader, "ask")?,
                words: fields::words(reader, "words")?,
            })
        }
        "offer" => {
            fields::exactly(count, 1)?;
            Act::Offer(Offer { words: fields::words(reader, "words")? })
        }
        "withdraw" => {
            fields::exactly(count, 1)?;
            Act::Withdraw(Withdraw { ask: fields::entry(reader, "ask")? })
        }
        _ => return Ok(None),
    }))
}
