//! How far the clocks of others are believed.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::said::{MemberId, Said, Window};

/// By how much the clocks of honest devices may differ without anybody being early or late for it.
pub(crate) const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// By how much somebody's clock must have gone back for what it said before to be taken for a mistake. Less than that can
/// be an entry that waited on a device without network, which comes after later ones.
const MISTAKE: SignedDuration = SignedDuration::from_hours(31 * 24);

/// What each member's clock said last.
///
/// # Why not believe the window alone?
///
/// [`Window::not_before`] is the latest time that anybody else ever claimed. Somebody whose clock was once years ahead would
/// with that one entry make everything late that the other says from then on, and nothing could be promised or
/// renegotiated ahead any more. So once that clock has been put right, what it says now counts, not what it once said.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Clocks(BTreeMap<MemberId, Timestamp>);

impl Clocks {
    /// The window of an entry as far as it is believed. The entry's own claim is noted for those to come.
    pub(crate) fn believe(&mut self, said: &Said) -> Window {
        let others = self.0.iter().filter(|(member, _)| **member != said.author);
        let latest = others.map(|(_, claimed)| *claimed).max();
        self.0.insert(said.author, said.claimed);
        let not_before = match (said.window.not_before, latest) {
            (Some(low), Some(latest)) if MISTAKE < low.duration_since(latest) => Some(latest),
            (low, _) => low,
        };
        Window { not_before, ..said.window }
    }
}
