//! Version 1 of the payloads: one kind for each act, its fields after the kind.

mod agreements;
mod boundaries;
mod checkins;
mod commitments;
mod disclosures;
mod fields;
mod journal;
mod letters;
mod notes;
mod people;
mod questions;
mod reassurance;
mod space;

use steadfast_circle::{
    CircleId, DeviceId,
    cbor::{Reader, Writer},
};
use steadfast_repair::relationship::Act;

use super::{Payload, PayloadError};

/// The version number that these payloads carry.
pub const VERSION: u64 = 1;

pub(crate) use letters::letter_text;
pub(crate) use notes::part_text;
pub(crate) use people::secrets_text;
pub(crate) use questions::{detail_text, setting_text};

pub(crate) use agreements::{
    kind_text, partner_hears_text, recipient_text, telling_detail_text, whose_text,
};
pub(crate) use boundaries::{became_text, how_text};
pub(crate) use disclosures::helpers_text;
pub use fields::{circle_kind_from_text, circle_kind_text, role_from_text, role_text};

const NEWCOMER: &str = "circle.newcomer";
const DEVICE: &str = "circle.device";
const DEVICE_NAME_LENGTH_MAX: usize = 128;
/// As many circles as a member's locker holds.
const DEVICE_CIRCLES_MAX: usize = 128;

/// Begins a payload of this version: its array, version and kind. Exactly `fields` items must follow.
fn begin(kind: &str, fields: usize) -> Writer {
    let mut writer = Writer::new();
    writer.array(2 + fields).uint(VERSION).text(kind);
    writer
}

pub(super) fn encode(payload: &Payload) -> Option<Vec<u8>> {
    let writer = match payload {
        Payload::Nothing => return Some(Vec::new()),
        Payload::Newcomer(introduce) => {
            people::put_introduction(|fields| begin(NEWCOMER, fields), introduce)
        }
        Payload::Device { key, name, ids } => {
            let mut writer = begin(DEVICE, 3);
            writer.bytes(key).text(name).array(ids.len());
            for (circle, device) in ids {
                writer.array(2).bytes(circle).bytes(device);
            }
            writer
        }
        Payload::Quote(quoting) => notes::encode_quoting(quoting),
        Payload::Act(act) => match act {
            Act::People(act) => people::encode(act),
            Act::Commitments(act) => commitments::encode(act),
            Act::Checkins(act) => checkins::encode(act),
            Act::Reassurance(act) => reassurance::encode(act),
            Act::Questions(act) => questions::encode(act),
            Act::Agreements(act) => agreements::encode(act),
            Act::Boundaries(act) => boundaries::encode(act),
            Act::Letters(act) => letters::encode(act),
            Act::Disclosures(act) => disclosures::encode(act),
            Act::Notes(act) => notes::encode(act)?,
            Act::Space(act) => space::encode(act),
            Act::Journal(act) => journal::encode(act),
            Act::Unknown { .. } => return None,
        },
    };
    Some(writer.finish())
}

/// Reads the fields of a kind; `None` if this version does not know the kind.
pub(super) fn decode(
    kind: &str,
    fields: usize,
    reader: &mut Reader<'_>,
) -> Result<Option<Payload>, PayloadError> {
    if kind == NEWCOMER {
        return Ok(Some(Payload::Newcomer(people::introduction(fields, reader)?)));
    }
    if kind == DEVICE {
        fields::exactly(fields, 3)?;
        let key = reader.fixed("key")?;
        let name = reader.text("name", DEVICE_NAME_LENGTH_MAX)?.to_owned();
        let count = reader.array("ids", DEVICE_CIRCLES_MAX)?;
        let mut ids = Vec::with_capacity(count);
        for _ in 0..count {
            reader.array_of("id", 2)?;
            let circle = CircleId::from_bytes(reader.fixed("circle")?);
            ids.push((circle, DeviceId::from_bytes(reader.fixed("device")?)));
        }
        return Ok(Some(Payload::Device { key, name, ids }));
    }
    let Some((practice, said)) = kind.split_once('.') else { return Ok(None) };
    if practice == "notes" {
        return notes::decode(said, fields, reader);
    }
    let act = match practice {
        "people" => people::decode(said, fields, reader)?.map(Act::People),
        "commitments" => commitments::decode(said, fields, reader)?.map(Act::Commitments),
        "checkins" => checkins::decode(said, fields, reader)?.map(Act::Checkins),
        "reassurance" => reassurance::decode(said, fields, reader)?.map(Act::Reassurance),
        "questions" => questions::decode(said, fields, reader)?.map(Act::Questions),
        "agreements" => agreements::decode(said, fields, reader)?.map(Act::Agreements),
        "boundaries" => boundaries::decode(said, fields, reader)?.map(Act::Boundaries),
        "letters" => letters::decode(said, fields, reader)?.map(Act::Letters),
        "disclosures" => disclosures::decode(said, fields, reader)?.map(Act::Disclosures),
        "space" => space::decode(said, fields, reader)?.map(Act::Space),
        "journal" => journal::decode(said, fields, reader)?.map(Act::Journal),
        _ => None,
    };
    Ok(act.map(Payload::Act))
}
