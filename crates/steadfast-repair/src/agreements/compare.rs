//! Two versions of an agreement beside each other, line by line.

use super::acts::{Behaviour, Terms};

/// One line of a comparison, in the order of the numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Line<'a> {
    /// It is in both, word for word.
    Same(&'a Behaviour),
    /// It is in both, and differs.
    Changed {
        /// As it was.
        before: &'a Behaviour,
        /// As it is now.
        after: &'a Behaviour,
    },
    /// It is new.
    Added(&'a Behaviour),
    /// It is no longer there.
    Removed(&'a Behaviour),
}

impl Line<'_> {
    /// The number of the behaviour.
    pub fn number(&self) -> u16 {
        match self {
            Self::Same(one) | Self::Added(one) | Self::Removed(one) => one.number,
            Self::Changed { after, .. } => after.number,
        }
    }

    /// Whether it is the same in both.
    pub fn is_same(&self) -> bool {
        matches!(self, Self::Same(_))
    }
}

/// Every behaviour of the two versions, once, in the order of the numbers.
pub fn compare<'a>(before: &'a Terms, after: &'a Terms) -> Vec<Line<'a>> {
    let gone = before
        .behaviours()
        .iter()
        .filter(|one| after.behaviour(one.number).is_none())
        .map(Line::Removed);
    let there = after.behaviours().iter().map(|one| match before.behaviour(one.number) {
        None => Line::Added(one),
        Some(earlier) if earlier == one => Line::Same(one),
        Some(earlier) => Line::Changed { before: earlier, after: one },
    });
    let mut lines: Vec<_> = gone.chain(there).collect();
    lines.sort_by_key(Line::number);
    lines
}
