//! What is said to disclose something.

use steadfast_circle::cbor::{Reader, Writer};
use steadfast_repair::{
    agreements::{Helpers, Recipient},
    disclosures::{About, Act, Add, Disclose, ToldElsewhere},
};

use super::{agreements::recipient_text, begin, fields};
use crate::payload::PayloadError;

const HELPERS: [Helpers; 3] =
    [Helpers::Therapist, Helpers::Supporter, Helpers::TherapistAndSupporter];

/// How it is written who else was told.
pub(crate) fn helpers_text(helpers: Helpers) -> &'static str {
    match helpers {
        Helpers::Therapist => recipient_text(Recipient::Therapist),
        Helpers::Supporter => recipient_text(Recipient::Supporter),
        Helpers::TherapistAndSupporter => "therapist-and-supporter",
    }
}

pub(super) fn encode(act: &Act) -> Writer {
    match act {
        Act::Disclose(Disclose { about, happened, words }) => {
            let mut writer = begin("disclosures.disclose", 3);
            match about {
                About::Agreed { agreement, version, number } => {
                    writer.array(3).bytes(agreement.0).bytes(version.0).uint((*number).into());
                }
                About::AgreedElsewhere { what, within } => {
                    writer.array(2).text(what.as_str()).uint(within.get().into());
                }
                About::Other(what) => {
                    writer.array(1).text(what.as_str());
                }
            }
            writer.int(happened.as_millisecond()).text(words.as_str());
            writer
        }
        Act::Add(Add { disclosure, words }) => {
            let mut writer = begin("disclosures.add", 2);
            writer.bytes(disclosure.0).text(words.as_str());
            writer
        }
        Act::ToldElsewhere(ToldElsewhere { agreement, version, to }) => {
            let mut writer = begin("disclosures.told-elsewhere", 3);
            writer.bytes(agreement.0).bytes(version.0).text(helpers_text(*to));
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
        "disclose" => {
            fields::exactly(count, 3)?;
            Act::Disclose(Disclose {
                about: about(reader)?,
                happened: fields::moment(reader, "happened")?,
                words: fields::words(reader, "words")?,
            })
        }
        "add" => {
            fields::exactly(count, 2)?;
            let disclosure = fields::entry(reader, "disclosure")?;
            Act::Add(Add { disclosure, words: fields::words(reader, "words")? })
        }
        "told-elsewhere" => {
            fields::exactly(count, 3)?;
            Act::ToldElsewhere(ToldElsewhere {
                agreement: fields::entry(reader, "agreement")?,
                version: fields::entry(reader, "version")?,
                to: fields::one_of(reader, "to", HELPERS, helpers_text)?,
            })
        }
        _ => return Ok(None),
    }))
}

/// `[agreement, version, number]`, `[what, hours]` where the agreement is another circle's, or `[what]` under none.
fn about(reader: &mut Reader<'_>) -> Result<About, PayloadError> {
    match reader.array("about", 3)? {
        1 => Ok(About::Other(fields::title(reader, "what")?)),
        2 => Ok(About::AgreedElsewhere {
            what: fields::title(reader, "what")?,
            within: fields::hours(reader, "within")?,
        }),
        3 => Ok(About::Agreed {
            agreement: fields::entry(reader, "agreement")?,
            version: fields::entry(reader, "version")?,
            number: fields::uint16(reader, "number")?,
        }),
        _ => Err(PayloadError::Content { field: "about" }),
    }
}
