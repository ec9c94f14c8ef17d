//! What is written and quoted, as data.

use serde_json::{Value, json};
use steadfast_repair::notes::{Act, Passage, Quote, Write};

use super::fields::{Fields, entry, person, text, words};
use crate::payload::v1::{circle_kind_text, part_text};

/// The key of an act's kind, and its fields.
pub(super) fn fields(act: &Act) -> (&'static str, Fields) {
    match act {
        Act::Write(Write { text: note }) => ("notes.write", vec![text("text", note.as_str())]),
        Act::Quote(quote) => ("notes.quote", quoted(quote)),
    }
}

/// What the proof shows, and what only whoever quotes says. A quotation whose proof fails says nothing of the first.
fn quoted(quote: &Quote) -> Fields {
    let mut fields: Fields = quote.by.iter().map(|name| text("by", name.as_str())).collect();
    fields.push(text("from", circle_kind_text(quote.kind)));
    fields.extend(quote.circle_name.iter().map(|name| text("circle-name", name.as_str())));
    fields.extend(words("note", quote.note.as_ref()));
    fields.push(text("proof", if quote.quoted().is_some() { "holds" } else { "fails" }));
    if let Some(quoted) = quote.quoted() {
        let passage =
            |one: &Passage| json!({ "part": part_text(one.part), "words": one.words.as_str() });
        fields.extend([
            ("quoted", Value::Array(quoted.passages.iter().map(passage).collect())),
            text("claimed", quoted.claimed),
            text("zone", &quoted.zone),
            entry("circle", quoted.circle),
            text("relay", &quoted.relay),
            entry("entry", quoted.entry),
            person("member", quoted.author),
            ("place", Value::from(quoted.place)),
            ("size", Value::from(quoted.size)),
        ]);
    }
    fields
}
