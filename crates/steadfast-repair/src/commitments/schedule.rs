//! When something is promised: from which day, at what time of day, in which zone, how often.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::recurrence::{Ends, Recurrence};
use crate::zone::{UnknownZone, ZoneName};

/// The first year in which a schedule may start.
pub const START_YEAR_MIN: i16 = 1970;

/// The last year in which a schedule may start.
pub const START_YEAR_MAX: i16 = 2200;

/// For how many years from its start a schedule has occurrences, at most.
pub const SCHEDULE_YEARS_MAX: i16 = 10;

/// At what time of its day an occurrence is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Within {
    /// At any time of the day; due when the day is over.
    AnyTime,
    /// At this time at the latest.
    By(Time),
    /// Between these two times. If `to` is not after `from`, it is on the next day.
    Between {
        /// Not earlier.
        from: Time,
        /// Not later.
        to: Time,
    },
}

/// One day and time that takes the place of an occurrence, in the zone of that occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Once {
    /// The date.
    pub date: Date,
    /// The time of day.
    pub within: Within,
}

/// When something is promised. An occurrence is named by its date in the schedule's zone; there is at most one a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    start: Date,
    within: Within,
    zone: ZoneName,
    recurrence: Option<Recurrence>,
    first: Date,
    last: Date,
}

/// Why there is no such schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// The start lies before [`START_YEAR_MIN`] or after [`START_YEAR_MAX`].
    #[error("the start {start} is out of range")]
    StartOutOfRange {
        /// The start.
        start: Date,
    },
    /// Its rule has no occurrence in [`SCHEDULE_YEARS_MAX`] years from the start.
    #[error("the recurrence has no occurrence")]
    NoOccurrence,
}

/// When one occurrence is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Slot {
    /// The earliest moment that was promised, for [`Within::Between`].
    pub opens: Option<Timestamp>,
    /// The latest moment at which it is kept in time.
    pub due: Timestamp,
}

impl Schedule {
    /// A schedule that starts on `start` and, without a recurrence, has that one occurrence.
    ///
    /// # Errors
    ///
    /// Every [`ScheduleError`].
    pub fn new(
        start: Date,
        within: Within,
        zone: ZoneName,
        recurrence: Option<Recurrence>,
    ) -> Result<Self, ScheduleError> {
        if !(START_YEAR_MIN..=START_YEAR_MAX).contains(&start.year()) {
            return Err(ScheduleError::StartOutOfRange { start });
        }
        let (first, last) = match &recurrence {
            None => (start, start),
            Some(rule) => first_and_last(start, rule).ok_or(ScheduleError::NoOccurrence)?,
        };
        Ok(Self { start, within, zone, recurrence, first, last })
    }

    /// The day from which it counts.
    pub fn start(&self) -> Date {
        self.start
    }

    /// The time of day.
    pub fn within(&self) -> Within {
        self.within
    }

    /// The zone in which dates and times of day are meant: the promiser's.
    pub fn zone(&self) -> &ZoneName {
        &self.zone
    }

    /// How often; `None` for once.
    pub fn recurrence(&self) -> Option<&Recurrence> {
        self.recurrence.as_ref()
    }

    /// The date of the first occurrence.
    pub fn first(&self) -> Date {
        self.first
    }

    /// The date of the last occurrence; if there is no end, one that nothing later than it is an occurrence.
    pub fn last(&self) -> Date {
        self.last
    }

    /// Whether there is an occurrence on this date.
    pub fn falls_on(&self, date: Date) -> bool {
        if date < self.first || self.last < date {
            return false;
        }
        self.recurrence.as_ref().is_none_or(|rule| rule.falls_on(self.start, date))
    }

    /// The dates of the occurrences from `from` to `to`, both included, in order.
    ///
    /// ```
    /// use jiff::civil::{Weekday, date, time};
    /// use steadfast_repair::commitments::{Recurrence, Schedule, Within};
    /// use steadfast_repair::weekdays::Weekdays;
    /// use steadfast_repair::zone::ZoneName;
    ///
    /// let rule = Recurrence::weekly(Weekdays::only(Weekday::Tuesday));
    /// let zone = ZoneName::new("Europe/Lisbon")?;
    /// let schedule = Schedule::new(date(2026, 11, 22), Within::By(time(18, 0, 0, 0)), zone, Some(rule))?;
    /// let dates: Vec<_> = schedule.between(date(2026, 11, 1), date(2026, 12, 5)).collect();
    /// assert_eq!(dates, [date(2026, 11, 24), date(2026, 12, 1)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn between(&self, from: Date, to: Date) -> impl Iterator<Item = Date> {
        let (from, to) = (from.max(self.first), to.min(self.last));
        days(from, to).filter(|&date| self.falls_on(date))
    }

    /// When the occurrence of a date is due; `None` if there is none on that date.
    ///
    /// # Errors
    ///
    /// [`UnknownZone`] if this program does not know the schedule's zone.
    pub fn slot(&self, date: Date) -> Result<Option<Slot>, UnknownZone> {
        let zone = self.zone.time_zone()?;
        Ok(self.falls_on(date).then(|| slot(Once { date, within: self.within }, &zone)))
    }
}

/// Every date from `from` to `to`, both included.
pub(super) fn days(from: Date, to: Date) -> impl Iterator<Item = Date> {
    let first = (from <= to).then_some(from);
    std::iter::successors(first, move |date| date.tomorrow().ok().filter(|next| *next <= to))
}

/// The last date on which a schedule with this start may have an occurrence.
pub(super) fn horizon(start: Date) -> Date {
    start.saturating_add(SCHEDULE_YEARS_MAX.years())
}

fn first_and_last(start: Date, rule: &Recurrence) -> Option<(Date, Date)> {
    let horizon = horizon(start);
    let mut falls = days(start, horizon).filter(|&date| rule.falls_on(start, date));
    let first = falls.next()?;
    let last = match rule.ends() {
        Ends::Never => horizon,
        Ends::On(until) => until.min(horizon),
        Ends::After(1) => first,
        Ends::After(count) => falls.take(usize::from(count) - 1).last().unwrap_or(first),
    };
    (first <= last).then_some((first, last))
}

/// When something on one day is due.
///
/// Where clocks go forward or back, a time of day that does not exist, or exists twice, is meant as RFC 5545, section
/// 3.3.5, says: the missing one by the offset from before the change, the doubled one the first time.
pub(super) fn slot(once: Once, zone: &TimeZone) -> Slot {
    let at = |date: Date, time: Time| {
        zone.to_ambiguous_timestamp(date.to_datetime(time)).compatible().expect(
            "the date is decades, not millennia, from now: it comes from a checked schedule",
        )
    };
    let next_day = once.date.tomorrow().unwrap_or(once.date);
    match once.within {
        Within::AnyTime => Slot { opens: None, due: at(next_day, Time::midnight()) },
        Within::By(time) => Slot { opens: None, due: at(once.date, time) },
        Within::Between { from, to } => {
            let last_day = if to <= from { next_day } else { once.date };
            let opens = at(once.date, from);
            // Where the clocks change between the two, the order could turn round.
            Slot { opens: Some(opens), due: at(last_day, to).max(opens) }
        }
    }
}
