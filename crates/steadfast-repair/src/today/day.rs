//! The day of the one who reads: its bounds where they are, and how far it looks back and ahead.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::{COMING_DAYS, RECENT_DAYS};

/// The reader's day.
pub(super) struct TheDay {
    pub(super) date: Date,
    pub(super) now: Timestamp,
    pub(super) begins: Timestamp,
    pub(super) ends: Timestamp,
    /// From when on it is recent what others did.
    pub(super) recent: Timestamp,
    /// Until when it is coming what the reader owes.
    pub(super) coming: Timestamp,
}

impl TheDay {
    pub(super) fn new(now: Timestamp, zone: &TimeZone) -> Self {
        let date = now.to_zoned(zone.clone()).date();
        // Only at the two ends of all time does a day have no beginning or end; there it is as long as a moment.
        let begin = |days: i32| {
            let date = date.checked_add(days.days()).ok()?;
            Some(date.to_zoned(zone.clone()).ok()?.timestamp())
        };
        let back = 1 - i32::from(RECENT_DAYS);
        Self {
            date,
            now,
            begins: begin(0).unwrap_or(now),
            ends: begin(1).unwrap_or(now),
            recent: begin(back).unwrap_or(now),
            coming: begin(1 + i32::from(COMING_DAYS)).unwrap_or(now),
        }
    }

    pub(super) fn is_recent(&self, at: Timestamp) -> bool {
        self.recent <= at
    }
}
