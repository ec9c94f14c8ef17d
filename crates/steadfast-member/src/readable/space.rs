//! What is said about space, as data.

use steadfast_repair::space::{Act, Ask, End, Message};

use super::fields::{Fields, entry, text, words};

/// The key of an act's kind, and its fields.
pub(super) fn fields(act: &Act) -> (&'static str, Fields) {
    match act {
        Act::Ask(Ask { until, exempt, words: said }) => {
            let mut fields = vec![text("until", until)];
            fields.extend(exempt.all().iter().map(|line| text("exempt", line.as_str())));
            fields.extend(words("words", said.as_ref()));
            ("space.ask", fields)
        }
        Act::End(End { request }) => ("space.end", vec![entry("request", *request)]),
        Act::Message(Message { request, exemption, words: said }) => {
            let exemption = text("exemption", exemption.as_str());
            let said = text("words", said.as_str());
            ("space.message", vec![entry("request", *request), exemption, said])
        }
    }
}
