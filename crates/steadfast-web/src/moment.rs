//! The present: the time as it goes on while a page is open, and the zone that the person is in.

use std::time::Duration;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use leptos::prelude::*;

/// How often a page looks at the clock. Nothing on a page is finer than a minute.
const LOOK_EVERY: Duration = Duration::from_secs(20);

/// Now, here. A handle; copies share one clock.
#[derive(Clone, Copy)]
pub(crate) struct Moment {
    /// To the minute, so that nothing is made anew more often.
    now: Memo<Timestamp>,
    zone: StoredValue<TimeZone>,
}

impl Moment {
    /// A clock that runs as long as the page that made it.
    pub(crate) fn new() -> Self {
        let exact = RwSignal::new(Timestamp::now());
        if let Ok(ticking) =
            set_interval_with_handle(move || exact.set(Timestamp::now()), LOOK_EVERY)
        {
            on_cleanup(move || ticking.clear());
        }
        let now = Memo::new(move |_| to_the_minute(exact.get()));
        Self { now, zone: StoredValue::new(TimeZone::system()) }
    }

    /// The time, read again every minute. It is up to a minute old.
    pub(crate) fn now(self) -> Timestamp {
        self.now.get()
    }

    /// The zone that the person is in.
    pub(crate) fn zone(self) -> TimeZone {
        self.zone.get_value()
    }

    /// Its IANA name.
    pub(crate) fn zone_name(self) -> String {
        self.zone.with_value(|zone| zone.iana_name().unwrap_or("UTC").to_owned())
    }

    /// The day that it is here, read again when it changes.
    pub(crate) fn today(self) -> Date {
        self.now().to_zoned(self.zone()).date()
    }

    /// The day that it was here when the page was made.
    pub(crate) fn today_untracked(self) -> Date {
        self.now.get_untracked().to_zoned(self.zone()).date()
    }
}

fn to_the_minute(at: Timestamp) -> Timestamp {
    let second = at.as_second();
    Timestamp::from_second(second - second.rem_euclid(60)).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_begins_with_its_second_zero_before_1970_too() {
        let check = |at: &str, expected: &str| {
            assert_eq!(to_the_minute(at.parse().unwrap()), expected.parse::<Timestamp>().unwrap());
        };
        check("2026-11-22T17:45:59.9Z", "2026-11-22T17:45:00Z");
        check("2026-11-22T17:45:00Z", "2026-11-22T17:45:00Z");
        check("1969-12-31T23:59:30Z", "1969-12-31T23:59:00Z");
    }
}
