//! What the coach says about a finding: one short explanation, one question, and where it comes from.

use crate::{english, finding::FindingId};

/// Where an explanation comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Authors, year, title and place, as one cites it.
    pub citation: &'static str,
}

/// What is said about one finding. There is never a sentence to use instead: the writer finds their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advice {
    /// A short name for people.
    pub title: &'static str,
    /// Why it matters, in a sentence or two.
    pub explanation: &'static str,
    /// One question to the writer.
    pub question: &'static str,
    /// The sources of the explanation.
    pub sources: &'static [Source],
}

/// The English words for a finding; `None` for [`FindingId::SelfHarm`], which leaves the coach and leads to the safety
/// page only.
#[must_use]
pub fn advice(id: FindingId) -> Option<&'static Advice> {
    english::ADVICE.get(id as usize).and_then(Option::as_ref)
}
