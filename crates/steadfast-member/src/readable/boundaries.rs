//! What is said about boundaries, as data.

use steadfast_repair::boundaries::{Act, Agree, Decline, End, Set, Tell};

use super::fields::{Fields, entry, text, words};
use crate::payload::v1::{became_text, how_text};

/// The key of an act's kind, and its fields.
pub(super) fn fields(act: &Act) -> (&'static str, Fields) {
    match act {
        Act::Set(Set { boundary, terms }) => {
            let mut fields: Fields =
                boundary.iter().map(|boundary| entry("boundary", *boundary)).collect();
            fields.push(text("how", how_text(terms.how())));
            fields.push(text("need", terms.need().as_str()));
            fields.extend(words("purpose", terms.purpose()));
            fields.push(text("review", terms.review()));
            fields.push(text("until", terms.until()));
            ("boundaries.set", fields)
        }
        Act::Agree(Agree { boundary, version }) => {
            ("boundaries.agree", vec![entry("boundary", *boundary), entry("version", *version)])
        }
        Act::Decline(Decline { boundary, version }) => {
            ("boundaries.decline", vec![entry("boundary", *boundary), entry("version", *version)])
        }
        Act::Tell(Tell { boundary, became, note }) => {
            let mut fields =
                vec![entry("boundary", *boundary), text("became", became_text(*became))];
            fields.extend(words("note", note.as_ref()));
            ("boundaries.tell", fields)
        }
        Act::End(End { boundary }) => ("boundaries.end", vec![entry("boundary", *boundary)]),
    }
}
