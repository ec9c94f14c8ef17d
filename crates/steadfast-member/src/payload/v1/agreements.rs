//! What is said about disclosure agreements.

use steadfast_circle::cbor::{Reader, Writer};
use steadfast_repair::agreements::{
    Act, Agree, BEHAVIOURS_MAX, Behaviour, Decline, Detail, End, Helpers, Kind, PartnerHears,
    Propose, Recipient, Terms, ToldTo, Whose,
};

use super::{begin, fields};
use crate::payload::PayloadError;

const RECIPIENTS: [Recipient; 3] = [Recipient::Partner, Recipient::Therapist, Recipient::Supporter];
const KINDS: [Kind; 3] = [Kind::Slip, Kind::Relapse, Kind::Neither];
const DETAILS: [Detail; 3] =
    [Detail::ThatItHappened, Detail::WhatWhenWhere, Detail::WhateverIsAsked];
const WHOSE: [Whose; 3] = [Whose::Mine, Whose::Yours, Whose::Both];
const HEARS: [PartnerHears; 2] = [PartnerHears::ToldInTime, PartnerHears::Nothing];

/// How it is written whose behaviours an agreement is about.
pub(crate) fn whose_text(whose: Whose) -> &'static str {
    match whose {
        Whose::Mine => "mine",
        Whose::Yours => "yours",
        Whose::Both => "both",
    }
}

/// How a kind of behaviour is written.
pub(crate) fn kind_text(kind: Kind) -> &'static str {
    match kind {
        Kind::Slip => "slip",
        Kind::Relapse => "relapse",
        Kind::Neither => "neither",
    }
}

/// How somebody who is told is written.
pub(crate) fn recipient_text(recipient: Recipient) -> &'static str {
    match recipient {
        Recipient::Partner => "partner",
        Recipient::Therapist => "therapist",
        Recipient::Supporter => "supporter",
    }
}

/// How it is written what the partner hears when another is told.
pub(crate) fn partner_hears_text(hears: PartnerHears) -> &'static str {
    match hears {
        PartnerHears::ToldInTime => "told-in-time",
        PartnerHears::Nothing => "nothing",
    }
}

/// How it is written how much is told.
pub(crate) fn telling_detail_text(detail: Detail) -> &'static str {
    match detail {
        Detail::ThatItHappened => "that-it-happened",
        Detail::WhatWhenWhere => "what-when-where",
        Detail::WhateverIsAsked => "whatever-is-asked",
    }
}

pub(super) fn encode(act: &Act) -> Writer {
    match act {
        Act::Propose(Propose { agreement, terms }) => {
            let mut writer = begin("agreements.propose", 4);
            fields::put_entry_or_null(&mut writer, *agreement);
            writer.text(whose_text(terms.whose())).array(terms.behaviours().len());
            for behaviour in terms.behaviours() {
                put_behaviour(&mut writer, behaviour);
            }
            fields::put_date(&mut writer, terms.review());
            writer
        }
        Act::Agree(Agree { agreement, version }) => {
            let mut writer = begin("agreements.agree", 2);
            writer.bytes(agreement.0).bytes(version.0);
            writer
        }
        Act::Decline(Decline { agreement, version }) => {
            let mut writer = begin("agreements.decline", 2);
            writer.bytes(agreement.0).bytes(version.0);
            writer
        }
        Act::End(End { agreement }) => {
            let mut writer = begin("agreements.end", 1);
            writer.bytes(agreement.0);
            writer
        }
    }
}

pub(super) fn decode(
    said: &str,
    count: usize,
    reader: &mut Reader<'_>,
) -> Result<Option<Act>, PayloadError> {
    let agreement = |reader: &mut Reader<'_>| fields::entry(reader, "agreement");
    let version = |reader: &mut Reader<'_>| fields::entry(reader, "version");
    Ok(Some(match said {
        "propose" => {
            fields::exactly(count, 4)?;
            let agreement = fields::entry_or_null(reader, "agreement")?;
            let whose = fields::one_of(reader, "whose", WHOSE, whose_text)?;
            let behaviours = reader.array("behaviours", BEHAVIOURS_MAX)?;
            let behaviours =
                (0..behaviours).map(|_| behaviour(reader)).collect::<Result<Vec<_>, _>>()?;
            let terms = Terms::new(whose, behaviours, fields::date(reader, "review")?)
                .map_err(|_| PayloadError::Content { field: "behaviours" })?;
            Act::Propose(Propose { agreement, terms })
        }
        "agree" => {
            fields::exactly(count, 2)?;
            Act::Agree(Agree { agreement: agreement(reader)?, version: version(reader)? })
        }
        "decline" => {
            fields::exactly(count, 2)?;
            Act::Decline(Decline { agreement: agreement(reader)?, version: version(reader)? })
        }
        "end" => {
            fields::exactly(count, 1)?;
            Act::End(End { agreement: agreement(reader)? })
        }
        _ => return Ok(None),
    }))
}

/// `[number, what, kind, recipients, what the partner hears or null, within hours, detail]`
fn put_behaviour(writer: &mut Writer, behaviour: &Behaviour) {
    let Behaviour { number, what, kind, told_to, within, detail } = behaviour;
    writer.array(7).uint((*number).into()).text(what.as_str()).text(kind_text(*kind));
    writer.array(told_to.recipients().count());
    for recipient in told_to.recipients() {
        writer.text(recipient_text(recipient));
    }
    match told_to {
        ToldTo::Partner { .. } => writer.null(),
        ToldTo::Instead { partner_hears, .. } => writer.text(partner_hears_text(*partner_hears)),
    };
    writer.uint(within.get().into()).text(telling_detail_text(*detail));
}

fn behaviour(reader: &mut Reader<'_>) -> Result<Behaviour, PayloadError> {
    reader.array_of("behaviour", 7)?;
    Ok(Behaviour {
        number: fields::uint16(reader, "number")?,
        what: fields::title(reader, "what")?,
        kind: fields::one_of(reader, "kind", KINDS, kind_text)?,
        told_to: told_to(reader)?,
        within: fields::hours(reader, "within")?,
        detail: fields::one_of(reader, "detail", DETAILS, telling_detail_text)?,
    })
}

fn told_to(reader: &mut Reader<'_>) -> Result<ToldTo, PayloadError> {
    let refused = PayloadError::Content { field: "recipients" };
    let count = reader.array("recipients", RECIPIENTS.len())?;
    let mut recipients = Vec::with_capacity(count);
    for _ in 0..count {
        let recipient = fields::one_of(reader, "recipients", RECIPIENTS, recipient_text)?;
        // Ascending, so that one set has one encoding.
        if recipients.last().is_some_and(|last| recipient <= *last) {
            return Err(refused);
        }
        recipients.push(recipient);
    }
    let has = |recipient| recipients.contains(&recipient);
    let helpers = Helpers::of(has(Recipient::Therapist), has(Recipient::Supporter));
    let hears = if reader.null() {
        None
    } else {
        Some(fields::one_of(reader, "partner hears", HEARS, partner_hears_text)?)
    };
    match (has(Recipient::Partner), helpers, hears) {
        (true, also, None) => Ok(ToldTo::Partner { also }),
        (false, Some(helpers), Some(partner_hears)) => {
            Ok(ToldTo::Instead { helpers, partner_hears })
        }
        _ => Err(refused),
    }
}
