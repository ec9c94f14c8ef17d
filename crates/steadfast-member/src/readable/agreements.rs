//! What is said about disclosure agreements, as data.

use serde_json::{Value, json};
use steadfast_repair::agreements::{Act, Agree, Behaviour, Decline, End, Propose, ToldTo};

use super::fields::{Fields, entry, text};
use crate::payload::v1::{
    kind_text, partner_hears_text, recipient_text, telling_detail_text, whose_text,
};

/// The key of an act's kind, and its fields.
pub(super) fn fields(act: &Act) -> (&'static str, Fields) {
    match act {
        Act::Propose(Propose { agreement, terms }) => {
            let mut fields: Fields =
                agreement.iter().map(|agreement| entry("agreement", *agreement)).collect();
            fields.push(text("whose", whose_text(terms.whose())));
            let behaviours = terms.behaviours().iter().map(behaviour).collect();
            fields.push(("behaviours", Value::Array(behaviours)));
            fields.push(text("review", terms.review()));
            ("agreements.propose", fields)
        }
        Act::Agree(Agree { agreement, version }) => {
            ("agreements.agree", vec![entry("agreement", *agreement), entry("version", *version)])
        }
        Act::Decline(Decline { agreement, version }) => {
            ("agreements.decline", vec![entry("agreement", *agreement), entry("version", *version)])
        }
        Act::End(End { agreement }) => ("agreements.end", vec![entry("agreement", *agreement)]),
    }
}

fn behaviour(behaviour: &Behaviour) -> Value {
    let Behaviour { number, what, kind, told_to, within, detail } = behaviour;
    let hears = match told_to {
        ToldTo::Partner { .. } => None,
        ToldTo::Instead { partner_hears, .. } => Some(partner_hears_text(*partner_hears)),
    };
    json!({
        "number": number,
        "what": what.as_str(),
        "kind": kind_text(*kind),
        "told-to": told_to.recipients().map(recipient_text).collect::<Vec<_>>(),
        "partner-hears": hears,
        "within-hours": within.get(),
        "detail": telling_detail_text(*detail),
    })
}
