//! How often: the part of RFC 5545's recurrence rules that promises between people need.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Weekday};

use crate::weekdays::{WEEK, Weekdays};

/// The most bytes that a recurrence rule's text may have.
pub const RRULE_BYTES_MAX: usize = 400;

/// The largest interval, in days, weeks or months as the frequency says.
pub const INTERVAL_MAX: u16 = 999;

/// The most occurrences that a rule may count: ten years of days.
pub const COUNT_MAX: u16 = 3_660;

/// The unit in which a recurrence counts (`FREQ`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Frequency {
    /// Every day, or every so many days.
    Daily,
    /// Every week, or every so many weeks. Weeks begin on Monday.
    Weekly,
    /// Every month, or every so many months. A month without such a day is left out.
    Monthly,
}

/// When a recurrence ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ends {
    /// Not by itself.
    Never,
    /// After so many occurrences (`COUNT`), 1 to [`COUNT_MAX`].
    After(u16),
    /// With the last occurrence on or before this date (`UNTIL`).
    On(Date),
}

/// A recurrence rule: the subset of RFC 5545, section 3.3.10, with `FREQ` (`DAILY`, `WEEKLY`, `MONTHLY`), `INTERVAL`,
/// `BYDAY`, `BYMONTHDAY`, and `COUNT` or `UNTIL`.
///
/// It says dates; the time of day is the schedule's. So `UNTIL` is a date, as the RFC asks where the start is one. A
/// start that does not match the rule is no occurrence (the RFC leaves this open).
///
/// ```
/// use steadfast_repair::commitments::Recurrence;
///
/// let rule: Recurrence = "FREQ=WEEKLY;BYDAY=FR,MO;UNTIL=20261224".parse()?;
/// assert_eq!(rule.to_string(), "FREQ=WEEKLY;BYDAY=MO,FR;UNTIL=20261224");
/// # Ok::<(), steadfast_repair::commitments::RecurrenceError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Recurrence {
    frequency: Frequency,
    interval: u16,
    /// `BYDAY` without ordinals.
    weekdays: Weekdays,
    /// `BYDAY` with ordinals: at index `i` the weekdays whose `i + 1`th in the month, from its start or its end, is meant.
    nth_from_start: [Weekdays; NTH],
    nth_from_end: [Weekdays; NTH],
    /// `BYMONTHDAY`: bit `d` for day `d`, and bit `d` for day `-d`, 1 to 31.
    month_days_from_start: u32,
    month_days_from_end: u32,
    ends: Ends,
}

/// No weekday comes more often in a month.
const NTH: usize = 5;

/// Why a recurrence rule cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecurrenceError {
    /// The text is longer than [`RRULE_BYTES_MAX`] bytes.
    #[error("the rule has {bytes} bytes, {RRULE_BYTES_MAX} are possible")]
    TooLong {
        /// How many bytes it has.
        bytes: usize,
    },
    /// A part is not of the form `NAME=value`.
    #[error("a part of the rule is not NAME=value")]
    NotAPart,
    /// A part stands twice.
    #[error("{part} stands twice")]
    Twice {
        /// The part's name.
        part: &'static str,
    },
    /// A part, or a value of it, that this subset does not have, or that has no meaning.
    #[error("{part} is not possible here")]
    NotPossible {
        /// The part's name, at most the 16 first characters of what stood in its place.
        part: String,
    },
    /// There is no `FREQ`.
    #[error("FREQ is missing")]
    NoFrequency,
    /// There is both `COUNT` and `UNTIL`.
    #[error("COUNT and UNTIL exclude each other")]
    TwoEnds,
    /// `BYDAY` has days with an ordinal beside days without.
    #[error("BYDAY mixes days with and without an ordinal")]
    MixedDays,
}

impl Recurrence {
    /// Every day.
    pub const fn daily() -> Self {
        Self::every(Frequency::Daily)
    }

    /// Every week on these days; if there are none, on the weekday of the start.
    pub const fn weekly(days: Weekdays) -> Self {
        let mut rule = Self::every(Frequency::Weekly);
        rule.weekdays = days;
        rule
    }

    /// Every month on the day of the month that the start has.
    pub const fn monthly() -> Self {
        Self::every(Frequency::Monthly)
    }

    /// Every month on this day, 1 to 31, or counted from its end, −1 to −31.
    ///
    /// # Errors
    ///
    /// [`RecurrenceError::NotPossible`] for another number.
    pub fn monthly_on_day(day: i8) -> Result<Self, RecurrenceError> {
        let mut rule = Self::monthly();
        rule.add_month_day(day)?;
        Ok(rule)
    }

    /// Every month on the `nth` such weekday, 1 to 5, or counted from its end, −1 to −5.
    ///
    /// # Errors
    ///
    /// [`RecurrenceError::NotPossible`] for another number.
    pub fn monthly_on_nth(nth: i8, day: Weekday) -> Result<Self, RecurrenceError> {
        let mut rule = Self::monthly();
        rule.add_nth(nth, day)?;
        Ok(rule)
    }

    const fn every(frequency: Frequency) -> Self {
        Self {
            frequency,
            interval: 1,
            weekdays: Weekdays::NONE,
            nth_from_start: [Weekdays::NONE; NTH],
            nth_from_end: [Weekdays::NONE; NTH],
            month_days_from_start: 0,
            month_days_from_end: 0,
            ends: Ends::Never,
        }
    }

    /// The same, only every so many days, weeks or months.
    ///
    /// # Errors
    ///
    /// [`RecurrenceError::NotPossible`] unless the interval is 1 to [`INTERVAL_MAX`].
    pub fn with_interval(mut self, interval: u16) -> Result<Self, RecurrenceError> {
        if !(1..=INTERVAL_MAX).contains(&interval) {
            return Err(not_possible("INTERVAL"));
        }
        self.interval = interval;
        Ok(self)
    }

    /// The same, with an end.
    ///
    /// # Errors
    ///
    /// [`RecurrenceError::NotPossible`] if the count is not 1 to [`COUNT_MAX`], or the date's year not 1 to 9999.
    pub fn with_end(mut self, ends: Ends) -> Result<Self, RecurrenceError> {
        match ends {
            Ends::After(count) if !(1..=COUNT_MAX).contains(&count) => Err(not_possible("COUNT")),
            Ends::On(date) if date.year() < 1 => Err(not_possible("UNTIL")),
            _ => {
                self.ends = ends;
                Ok(self)
            }
        }
    }

    /// The unit in which it counts.
    pub const fn frequency(&self) -> Frequency {
        self.frequency
    }

    /// Every how many of the frequency's units.
    pub const fn interval(&self) -> u16 {
        self.interval
    }

    /// The weekdays without ordinals, if the rule names any.
    pub const fn weekdays(&self) -> Weekdays {
        self.weekdays
    }

    /// The weekdays with ordinals: the ordinal is 1 to 5, or −1 to −5 from the month's end.
    pub fn nth_weekdays(&self) -> impl Iterator<Item = (i8, Weekday)> {
        let from_start = (1_i8..).zip(self.nth_from_start);
        let from_end = (1_i8..).map(|nth| -nth).zip(self.nth_from_end);
        from_start.chain(from_end).flat_map(|(nth, days)| days.iter().map(move |day| (nth, day)))
    }

    /// The days of the month: 1 to 31, or −1 to −31 from the month's end.
    pub fn month_days(&self) -> impl Iterator<Item = i8> {
        let Self { month_days_from_start, month_days_from_end, .. } = *self;
        let from_start = (1_i8..=31).filter(move |day| month_days_from_start & (1 << day) != 0);
        let from_end =
            (1_i8..=31).filter(move |day| month_days_from_end & (1 << day) != 0).map(|day| -day);
        from_start.chain(from_end)
    }

    /// When it ends.
    pub const fn ends(&self) -> Ends {
        self.ends
    }

    /// Whether the rule, begun at `start` and leaving its end aside, has an occurrence on `date`, which is not before
    /// `start`. It takes the same short time for every date.
    pub(super) fn falls_on(&self, start: Date, date: Date) -> bool {
        let interval = i32::from(self.interval);
        let no_month_days = self.month_days_from_start | self.month_days_from_end == 0;
        match self.frequency {
            Frequency::Daily => {
                (self.weekdays.is_empty() || self.weekdays.contains(weekday(day_number(date))))
                    && (no_month_days || self.names_month_day(date))
                    && (day_number(date) - day_number(start)) % interval == 0
            }
            Frequency::Weekly => {
                let (first, number) = (day_number(start), day_number(date));
                let days = if self.weekdays.is_empty() {
                    Weekdays::only(weekday(first))
                } else {
                    self.weekdays
                };
                days.contains(weekday(number))
                    && (week_number(number) - week_number(first)) % interval == 0
            }
            Frequency::Monthly => {
                let months = 12 * (i32::from(date.year()) - i32::from(start.year()))
                    + i32::from(date.month())
                    - i32::from(start.month());
                let names_nth = self.names_nth();
                let day = if no_month_days && !names_nth && self.weekdays.is_empty() {
                    date.day() == start.day()
                } else {
                    (no_month_days || self.names_month_day(date))
                        && (!names_nth || self.names_nth_weekday(date))
                        && (self.weekdays.is_empty()
                            || self.weekdays.contains(weekday(day_number(date))))
                };
                day && months % interval == 0
            }
        }
    }

    fn names_month_day(&self, date: Date) -> bool {
        let from_end = date.days_in_month() - date.day() + 1;
        self.month_days_from_start & (1 << date.day()) != 0
            || self.month_days_from_end & (1 << from_end) != 0
    }

    fn names_nth(&self) -> bool {
        self.nth_from_start.iter().chain(&self.nth_from_end).any(|days| !days.is_empty())
    }

    fn names_nth_weekday(&self, date: Date) -> bool {
        let week_from_start = usize::from((date.day() - 1).unsigned_abs() / 7);
        let week_from_end = usize::from((date.days_in_month() - date.day()).unsigned_abs() / 7);
        let weekday = weekday(day_number(date));
        self.nth_from_start[week_from_start].contains(weekday)
            || self.nth_from_end[week_from_end].contains(weekday)
    }

    fn add_nth(&mut self, nth: i8, day: Weekday) -> Result<(), RecurrenceError> {
        let weeks = if nth < 0 { &mut self.nth_from_end } else { &mut self.nth_from_start };
        match usize::from(nth.unsigned_abs()).checked_sub(1).and_then(|week| weeks.get_mut(week)) {
            Some(days) => {
                *days = days.with(day);
                Ok(())
            }
            None => Err(not_possible("BYDAY")),
        }
    }

    fn add_month_day(&mut self, day: i8) -> Result<(), RecurrenceError> {
        if !(1..=31).contains(&day.unsigned_abs()) {
            return Err(not_possible("BYMONTHDAY"));
        }
        let days =
            if day < 0 { &mut self.month_days_from_end } else { &mut self.month_days_from_start };
        *days |= 1 << day.unsigned_abs();
        Ok(())
    }
}

/// A number for each date that grows by one from day to day: the days since the 1st of March of the year 0 in the proleptic
/// Gregorian calendar. A year that begins in March has its leap day last, which makes this a few multiplications; rules
/// are tried on thousands of days.
fn day_number(date: Date) -> i32 {
    let (year, month, day) =
        (i32::from(date.year()), i32::from(date.month()), i32::from(date.day()));
    let year = if month < 3 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
}

/// The 1st of March of the year 0 is a Wednesday.
fn weekday(day_number: i32) -> Weekday {
    const FROM_WEDNESDAY: [Weekday; 7] = [
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
        Weekday::Monday,
        Weekday::Tuesday,
    ];
    // The remainder is 0 to 6.
    FROM_WEDNESDAY[day_number.rem_euclid(7).unsigned_abs() as usize]
}

/// A number for each week, Monday to Sunday, that grows by one from week to week.
fn week_number(day_number: i32) -> i32 {
    (day_number + 2).div_euclid(7)
}

fn not_possible(part: &str) -> RecurrenceError {
    RecurrenceError::NotPossible { part: part.chars().take(16).collect() }
}

impl FromStr for Recurrence {
    type Err = RecurrenceError;

    /// Reads a rule as RFC 5545 writes it, without `RRULE:`. Names may be in lower case; `WKST=MO`, which is what the RFC
    /// takes for granted, may stand in it.
    fn from_str(text: &str) -> Result<Self, RecurrenceError> {
        if text.len() > RRULE_BYTES_MAX {
            return Err(RecurrenceError::TooLong { bytes: text.len() });
        }
        let parts = Parts::of(&text.to_ascii_uppercase())?;
        let mut rule = Self::every(match parts.frequency.as_deref() {
            Some("DAILY") => Frequency::Daily,
            Some("WEEKLY") => Frequency::Weekly,
            Some("MONTHLY") => Frequency::Monthly,
            Some(_) => return Err(not_possible("FREQ")),
            None => return Err(RecurrenceError::NoFrequency),
        });
        if let Some(interval) = parts.interval {
            rule = rule.with_interval(number(&interval, "INTERVAL")?)?;
        }
        rule = match (parts.count, parts.until) {
            (Some(_), Some(_)) => return Err(RecurrenceError::TwoEnds),
            (Some(count), None) => rule.with_end(Ends::After(number(&count, "COUNT")?))?,
            (None, Some(until)) => rule.with_end(Ends::On(date(&until)?))?,
            (None, None) => rule,
        };
        if let Some(days) = parts.by_day {
            rule.read_days(&days)?;
        }
        if let Some(days) = parts.by_month_day {
            // RFC 5545: BYMONTHDAY must not stand with FREQ=WEEKLY.
            if rule.frequency == Frequency::Weekly {
                return Err(not_possible("BYMONTHDAY"));
            }
            for day in days.split(',') {
                let sign_taken = day.strip_prefix('+').unwrap_or(day);
                rule.add_month_day(sign_taken.parse().map_err(|_| not_possible("BYMONTHDAY"))?)?;
            }
        }
        if parts.week_start.is_some_and(|day| day != "MO") {
            return Err(not_possible("WKST"));
        }
        Ok(rule)
    }
}

/// The parts of a rule, not yet read.
#[derive(Default)]
struct Parts {
    frequency: Option<String>,
    interval: Option<String>,
    count: Option<String>,
    until: Option<String>,
    by_day: Option<String>,
    by_month_day: Option<String>,
    week_start: Option<String>,
}

impl Parts {
    fn of(text: &str) -> Result<Self, RecurrenceError> {
        let mut parts = Self::default();
        for part in text.split(';') {
            let (name, value) = part.split_once('=').ok_or(RecurrenceError::NotAPart)?;
            let (slot, name) = match name {
                "FREQ" => (&mut parts.frequency, "FREQ"),
                "INTERVAL" => (&mut parts.interval, "INTERVAL"),
                "COUNT" => (&mut parts.count, "COUNT"),
                "UNTIL" => (&mut parts.until, "UNTIL"),
                "BYDAY" => (&mut parts.by_day, "BYDAY"),
                "BYMONTHDAY" => (&mut parts.by_month_day, "BYMONTHDAY"),
                "WKST" => (&mut parts.week_start, "WKST"),
                other => return Err(not_possible(other)),
            };
            if slot.replace(value.to_owned()).is_some() {
                return Err(RecurrenceError::Twice { part: name });
            }
        }
        Ok(parts)
    }
}

impl Recurrence {
    fn read_days(&mut self, days: &str) -> Result<(), RecurrenceError> {
        for day in days.split(',') {
            let name_at = day
                .find(|char: char| char.is_ascii_alphabetic())
                .ok_or_else(|| not_possible("BYDAY"))?;
            let (nth, name) = day.split_at(name_at);
            let weekday = weekday_of(name).ok_or_else(|| not_possible("BYDAY"))?;
            if nth.is_empty() {
                self.weekdays = self.weekdays.with(weekday);
                continue;
            }
            // RFC 5545: an ordinal has a meaning only within a month or a year.
            if self.frequency != Frequency::Monthly {
                return Err(not_possible("BYDAY"));
            }
            let nth = nth.strip_prefix('+').unwrap_or(nth);
            self.add_nth(nth.parse().map_err(|_| not_possible("BYDAY"))?, weekday)?;
        }
        if self.names_nth() && !self.weekdays.is_empty() {
            return Err(RecurrenceError::MixedDays);
        }
        Ok(())
    }
}

const WEEKDAY_NAMES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

fn weekday_of(name: &str) -> Option<Weekday> {
    WEEK.into_iter().zip(WEEKDAY_NAMES).find(|(_, known)| *known == name).map(|(day, _)| day)
}

fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

fn number(text: &str, part: &'static str) -> Result<u16, RecurrenceError> {
    // `parse` would take a sign, which the RFC does not.
    if text.starts_with('+') {
        return Err(not_possible(part));
    }
    text.parse().map_err(|_| not_possible(part))
}

/// A `DATE` of RFC 5545, section 3.3.4: eight digits.
fn date(text: &str) -> Result<Date, RecurrenceError> {
    let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let read = || {
        let (year, month, day) = (text.get(..4)?, text.get(4..6)?, text.get(6..)?);
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    };
    digits.then(read).flatten().ok_or_else(|| not_possible("UNTIL"))
}

impl fmt::Display for Recurrence {
    /// Writes the rule in one form only: parts in the order of this type's documentation, days in the order of the week,
    /// and nothing that goes without saying.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.frequency {
            Frequency::Daily => "FREQ=DAILY",
            Frequency::Weekly => "FREQ=WEEKLY",
            Frequency::Monthly => "FREQ=MONTHLY",
        })?;
        if self.interval != 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        let plain = self.weekdays.iter().map(|day| weekday_name(day).to_owned());
        let nth = self.nth_weekdays().map(|(nth, day)| format!("{nth}{}", weekday_name(day)));
        list(f, ";BYDAY=", plain.chain(nth))?;
        list(f, ";BYMONTHDAY=", self.month_days().map(|day| day.to_string()))?;
        match self.ends {
            Ends::Never => Ok(()),
            Ends::After(count) => write!(f, ";COUNT={count}"),
            Ends::On(date) => {
                write!(f, ";UNTIL={:04}{:02}{:02}", date.year(), date.month(), date.day())
            }
        }
    }
}

fn list(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    values: impl Iterator<Item = String>,
) -> fmt::Result {
    for (index, value) in values.enumerate() {
        f.write_str(if index == 0 { name } else { "," })?;
        f.write_str(&value)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_numbered_without_a_gap() {
        let mut day = date(-401, 2, 27);
        let mut number = day_number(day);
        while day < date(2401, 3, 2) {
            day = day.checked_add(1.day()).unwrap();
            number += 1;
            assert_eq!(day_number(day), number, "{day}");
            assert_eq!(weekday(number), day.weekday(), "{day}");
            let new_week = day.weekday() == Weekday::Monday;
            assert_eq!(week_number(number) - week_number(number - 1), i32::from(new_week), "{day}");
        }
    }
}
