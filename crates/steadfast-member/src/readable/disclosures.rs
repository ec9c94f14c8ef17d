//! What is said to disclose something, as data.

use serde_json::Value;
use steadfast_repair::disclosures::{About, Act, Add, Disclose, ToldElsewhere};

use super::fields::{Fields, entry, text};
use crate::payload::v1::helpers_text;

/// The key of an act's kind, and its fields.
pub(super) fn fields(act: &Act) -> (&'static str, Fields) {
    match act {
        Act::Disclose(Disclose { about, happened, words }) => {
            let mut fields = match about {
                About::Agreed { agreement, version, number } => vec![
                    entry("agreement", *agreement),
                    entry("version", *version),
                    ("number", Value::from(*number)),
                ],
                About::AgreedElsewhere { what, within } => {
                    vec![text("what", what.as_str()), ("within", Value::from(within.get()))]
                }
                About::Other(what) => vec![text("what", what.as_str())],
            };
            fields.push(text("happened", happened));
            fields.push(text("words", words.as_str()));
            ("disclosures.disclose", fields)
        }
        Act::Add(Add { disclosure, words }) => (
            "disclosures.add",
            vec![entry("disclosure", *disclosure), text("words", words.as_str())],
        ),
        Act::ToldElsewhere(ToldElsewhere { agreement, version, to }) => {
            let fields = vec![
                entry("agreement", *agreement),
                entry("version", *version),
                text("to", helpers_text(*to)),
            ];
            ("disclosures.told-elsewhere", fields)
        }
    }
}
