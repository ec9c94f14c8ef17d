//! What people say of themselves and of the circle.

use steadfast_circle::cbor::{Reader, Writer};
use steadfast_repair::people::{Act, Found, Introduce, Rename, SecretsPolicy};

use super::{begin, fields};
use crate::payload::PayloadError;

/// How a policy on secrets is written.
pub(crate) fn secrets_text(policy: SecretsPolicy) -> &'static str {
    match policy {
        SecretsPolicy::NoneKept => "secrets-none-kept",
        SecretsPolicy::KeptForAWhile => "secrets-kept-for-a-while",
        SecretsPolicy::Kept => "secrets-kept",
    }
}

/// `name, roles`, and the policy on secrets after them where there is one.
pub(super) fn put_introduction(
    begin: impl FnOnce(usize) -> Writer,
    introduce: &Introduce,
) -> Writer {
    let Introduce { name, roles, secrets } = introduce;
    let mut writer = begin(2 + usize::from(secrets.is_some()));
    fields::put_roles(writer.text(name.as_str()), *roles);
    if let Some(policy) = secrets {
        writer.text(secrets_text(*policy));
    }
    writer
}

pub(super) fn introduction(
    count: usize,
    reader: &mut Reader<'_>,
) -> Result<Introduce, PayloadError> {
    let with_secrets = count == 3;
    fields::exactly(count, 2 + usize::from(with_secrets))?;
    Ok(Introduce {
        name: fields::title(reader, "name")?,
        roles: fields::roles(reader)?,
        secrets: if with_secrets {
            Some(fields::one_of(reader, "secrets", SecretsPolicy::ALL, secrets_text)?)
        } else {
            None
        },
    })
}

pub(super) fn encode(act: &Act) -> Writer {
    match act {
        Act::Found(Found { kind, name }) => {
            let mut writer = begin("people.found", 2);
            fields::put_kind(&mut writer, *kind);
            fields::put_title_or_null(&mut writer, name.as_ref());
            writer
        }
        Act::Introduce(introduce) => {
            put_introduction(|fields| begin("people.introduce", fields), introduce)
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
        "introduce" => Act::Introduce(introduction(count, reader)?),
        "rename" => {
            fields::exactly(count, 1)?;
            Act::Rename(Rename { name: fields::title(reader, "name")? })
        }
        _ => return Ok(None),
    }))
}
