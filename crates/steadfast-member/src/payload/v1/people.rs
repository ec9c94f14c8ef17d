//! What people say of themselves and of the circle.

use steadfast_circle::cbor::{Reader, Writer};
use steadfast_repair::people::{Act, Found, Introduce, Rename};

use super::{begin, fields};
use crate::payload::PayloadError;

pub(super) fn encode(act: &Act) -> Writer {
    match act {
        Act::Found(Found { kind, name }) => {
            let mut writer = begin("people.found", 2);
            fields::put_kind(&mut writer, *kind);
            fields::put_title_or_null(&mut writer, name.as_ref());
            writer
        }
        Act::Introduce(Introduce { name, roles }) => {
            let mut writer = begin("people.introduce", 2);
            fields::put_roles(writer.text(name.as_str()), *roles);
            writer
        }
        Act::Rename(Rename { name }) => {
            let mut writer = begin("people.rename", 1);
            writer.text(name.as_str());
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
        "found" => {
            fields::exactly(count, 2)?;
            let kind = fields::kind(reader)?;
            let name = fields::title_or_null(reader, "name")?;
            Act::Found(Found { kind, name })
        }
        "introduce" => {
            fields::exactly(count, 2)?;
            Act::Introduce(Introduce {
                name: fields::title(reader, "name")?,
                roles: fields::roles(reader)?,
            })
        }
        "rename" => {
            fields::exactly(count, 1)?;
            Act::Rename(Rename { name: fields::title(reader, "name")? })
        }
        _ => return Ok(None),
    }))
}
