//! Time windows: between which claims of others an entry must have been written.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::MemberId;

/// What the record proves about when an entry was written, as far as the other members' clocks are right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimeWindow {
    /// Not before this, in milliseconds since 1970: the latest time that another member claimed in an entry which the
    /// author had seen.
    pub not_before_ms: Option<i64>,
    /// Not after this, in milliseconds since 1970: the earliest time that another member claimed in an entry which
    /// had seen this one.
    pub not_after_ms: Option<i64>,
}

impl TimeWindow {
    /// Whether a claimed time lies in the window.
    pub fn contains(&self, claimed_ms: i64) -> bool {
        self.not_before_ms.is_none_or(|start| start <= claimed_ms)
            && self.not_after_ms.is_none_or(|end| claimed_ms <= end)
    }

    /// Whether the window ends before it begins, so that some clock must be wrong.
    pub fn is_contradictory(&self) -> bool {
        matches!((self.not_before_ms, self.not_after_ms), (Some(start), Some(end)) if end < start)
    }
}

/// The windows of a whole record. Entries are added in order; each costs a few comparisons, whatever was claimed.
#[derive(Debug, Clone, Default)]
pub struct Windows {
    authors: Vec<(u32, u64)>,
    members: Vec<Claims>,
    ordinals: BTreeMap<MemberId, u32>,
}

/// What one member claimed.
#[derive(Debug, Clone, Default)]
struct Claims {
    /// Where their latest claim grew, and to what: both rise.
    latest: Vec<(u64, i64)>,
    /// Steps of what entries below a size are not after: both rise.
    ends: Vec<(u64, i64)>,
}

impl Windows {
    /// The windows of an empty record.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many entries were added.
    pub fn size(&self) -> u64 {
        self.authors.len() as u64
    }

    /// Adds the next entry: its author, how many entries it had seen, and the time that it claims, if its body can be
    /// read. Returns the indices of entries whose windows may end earlier now; only those of other members do.
    pub fn push(&mut self, author: MemberId, seen: u64, claimed_ms: Option<i64>) -> Range<u64> {
        let index = self.size();
        let next = self.members.len() as u32;
        let ordinal = *self.ordinals.entry(author).or_insert(next);
        if ordinal == next {
            self.members.push(Claims::default());
        }
        self.authors.push((ordinal, seen.min(index)));
        let Some(claimed) = claimed_ms else { return 0..0 };
        let claims = &mut self.members[ordinal as usize];
        if claims.latest.last().is_none_or(|(_, latest)| claimed > *latest) {
            claims.latest.push((index, claimed));
        }
        claims.end(seen.min(index), claimed)
    }

    /// The window of the entry at an index; none if there is no such entry.
    pub fn get(&self, index: u64) -> Option<TimeWindow> {
        let (author, seen) = *self.authors.get(usize::try_from(index).ok()?)?;
        let others =
            || self.members.iter().enumerate().filter(|(other, _)| *other != author as usize);
        Some(TimeWindow {
            not_before_ms: others().filter_map(|(_, claims)| claims.latest_before(seen)).max(),
            not_after_ms: others().filter_map(|(_, claims)| claims.earliest_after(index)).min(),
        })
    }
}

impl Claims {
    /// The latest claim in entries below an index.
    fn latest_before(&self, index: u64) -> Option<i64> {
        let below = self.latest.partition_point(|(at, _)| *at < index);
        below.checked_sub(1).map(|last| self.latest[last].1)
    }

    /// The earliest claim in entries that had seen the one at an index.
    fn earliest_after(&self, index: u64) -> Option<i64> {
        let step = self.ends.partition_point(|(seen, _)| *seen <= index);
        self.ends.get(step).map(|(_, end)| *end)
    }

    /// Enters that all entries below `seen` are not after `claimed`. A step is dropped when a later one says more.
    fn end(&mut self, seen: u64, claimed: i64) -> Range<u64> {
        // A step that covers as much and is as early already says it.
        let covering = self.ends.partition_point(|(other, _)| *other < seen);
        if seen == 0 || self.ends.get(covering).is_some_and(|(_, end)| *end <= claimed) {
            return 0..0;
        }
        let after = if self.ends.get(covering).is_some_and(|(other, _)| *other == seen) {
            covering + 1
        } else {
            covering
        };
        let before = self.ends[..covering].partition_point(|(_, end)| *end < claimed);
        let start = before.checked_sub(1).map_or(0, |last| self.ends[last].0);
        self.ends.splice(before..after, [(seen, claimed)]);
        start..seen
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn naive(entries: &[(u8, u64, Option<i64>)], index: usize) -> TimeWindow {
        let (author, seen, _) = entries[index];
        let others = || entries.iter().enumerate().filter(|(_, (other, ..))| *other != author);
        TimeWindow {
            not_before_ms: others()
                .filter(|(at, _)| (*at as u64) < seen)
                .filter_map(|(_, e)| e.2)
                .max(),
            not_after_ms: others()
                .filter(|(_, e)| e.1 > index as u64)
                .filter_map(|(_, e)| e.2)
                .min(),
        }
    }

    proptest! {
        #[test]
        fn windows_are_those_of_the_definition_and_only_tighten_where_said(
            entries in prop::collection::vec((0_u8..4, 0_u64..60, prop::option::of(-20_i64..20)), 0..60)
        ) {
            let mut windows = Windows::new();
            let mut so_far = Vec::new();
            for (index, (author, seen, claimed)) in entries.into_iter().enumerate() {
                let seen = seen.min(index as u64);
                let before: Vec<_> = (0..index as u64).map(|i| windows.get(i).unwrap()).collect();
                let changed = windows.push(MemberId::from_bytes([author; 32]), seen, claimed);
                so_far.push((author, seen, claimed));
                for i in 0..=index {
                    prop_assert_eq!(windows.get(i as u64).unwrap(), naive(&so_far, i));
                }
                for (i, before) in (0..).zip(before) {
                    prop_assert!(changed.contains(&i) || windows.get(i) == Some(before));
                }
            }
        }
    }
}
