//! What is said in and about check-ins.

use steadfast_circle::cbor::{Reader, Writer};
use steadfast_repair::checkins::{Act, AgreeTime, CheckIn, DeclineTime, Parts, ProposeTime, Thank};

use super::{begin, fields};
use crate::payload::PayloadError;

pub(super) fn encode(act: &Act) -> Writer {
    match act {
        Act::ProposeTime(ProposeTime { at, days, zone }) => {
            let mut writer = begin("checkins.propose-time", 3);
            fields::put_time(&mut writer, *at);
            fields::put_weekdays(&mut writer, *days);
            writer.text(zone.as_str());
            writer
        }
        Act::AgreeTime(AgreeTime { proposal }) => {
            let mut writer = begin("checkins.agree-time", 1);
            writer.bytes(proposal.0);
            writer
        }
        Act::DeclineTime(DeclineTime { proposal }) => {
            let mut writer = begin("checkins.decline-time", 1);
            writer.bytes(proposal.0);
            writer
        }
        Act::CheckIn(checkin) => {
            let mut writer = begin("checkins.check-in", 5);
            let Parts { feelings, appreciation, needs, ownership, struggles } = checkin.parts();
            for part in [feelings, appreciation, needs, ownership, struggles] {
                fields::put_words_or_null(&mut writer, part.as_ref());
            }
            writer
        }
        Act::Thank(Thank { checkin }) => {
            let mut writer = begin("checkins.thank", 1);
            writer.bytes(checkin.0);
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
        "propose-time" => {
            fields::exactly(count, 3)?;
            Act::ProposeTime(ProposeTime {
                at: fields::time(reader, "at")?,
                days: fields::weekdays(reader, "days")?,
                zone: fields::zone(reader, "zone")?,
            })
        }
        "agree-time" => {
            fields::exactly(count, 1)?;
            Act::AgreeTime(AgreeTime { proposal: fields::entry(reader, "proposal")? })
        }
        "decline-time" => {
            fields::exactly(count, 1)?;
            Act::DeclineTime(DeclineTime { proposal: fields::entry(reader, "proposal")? })
        }
        "check-in" => {
            fields::exactly(count, 5)?;
            let parts = Parts {
                feelings: fields::words_or_null(reader, "feelings")?,
                appreciation: fields::words_or_null(reader, "appreciation")?,
                needs: fields::words_or_null(reader, "needs")?,
                ownership: fields::words_or_null(reader, "ownership")?,
                struggles: fields::words_or_null(reader, "struggles")?,
            };
            Act::CheckIn(CheckIn::new(parts).map_err(|_| PayloadError::Content { field: "parts" })?)
        }
        "thank" => {
            fields::exactly(count, 1)?;
            Act::Thank(Thank { checkin: fields::entry(reader, "checkin")? })
        }
        _ => return Ok(None),
    }))
}
