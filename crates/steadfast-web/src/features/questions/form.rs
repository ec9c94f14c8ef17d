//! What is filled in about times, and what it comes to.

use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};
use steadfast_repair::questions::Pace;

/// When the answer is wanted, as it is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// As soon as it can be given.
    Now,
    /// Not before a day.
    NotBefore,
    /// Only with the couples therapist.
    WithTherapist,
    /// Not for now.
    Parked,
}

/// Why a time cannot be said yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// There is no such day.
    Day,
    /// There is no such time of day.
    Time,
    /// It is over already.
    Past,
}

impl When {
    /// What was chosen before, with the day for the field beside it.
    pub(super) fn of(pace: Pace, zone: &TimeZone) -> (Self, String) {
        match pace {
            Pace::Now => (Self::Now, String::new()),
            Pace::NotBefore(at) => (Self::NotBefore, at.to_zoned(zone.clone()).date().to_string()),
            Pace::WithTherapist => (Self::WithTherapist, String::new()),
            Pace::Parked => (Self::Parked, String::new()),
        }
    }

    /// The pace that it comes to, with a day as a date field gives it. A day begins at midnight where the asker is.
    ///
    /// # Errors
    ///
    /// [`Problem::Day`].
    pub(super) fn pace(self, day: &str, zone: &TimeZone) -> Result<Pace, Problem> {
        Ok(match self {
            Self::Now => Pace::Now,
            Self::WithTherapist => Pace::WithTherapist,
            Self::Parked => Pace::Parked,
            Self::NotBefore => {
                let day: Date = day.parse().map_err(|_| Problem::Day)?;
                let begins = day.to_zoned(zone.clone()).map_err(|_| Problem::Day)?;
                Pace::NotBefore(begins.timestamp())
            }
        })
    }
}

/// The moment by which somebody will answer, from a date and a time field.
///
/// # Errors
///
/// Every [`Problem`].
pub(super) fn answer_by(
    day: &str,
    time: &str,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Timestamp, Problem> {
    let day: Date = day.parse().map_err(|_| Problem::Day)?;
    let time: Time = time.parse().map_err(|_| Problem::Time)?;
    let by = day.to_datetime(time).to_zoned(zone.clone()).map_err(|_| Problem::Day)?.timestamp();
    if by <= now { Err(Problem::Past) } else { Ok(by) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lisbon() -> TimeZone {
        TimeZone::get("Europe/Lisbon").unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_begins_at_midnight_where_the_asker_is() {
        // In July Lisbon is an hour ahead of Greenwich.
        let pace = When::NotBefore.pace("2026-07-02", &lisbon()).unwrap();
        assert_eq!(pace, Pace::NotBefore(at("2026-07-01T23:00:00Z")));
        assert_eq!(When::of(pace, &lisbon()), (When::NotBefore, "2026-07-02".to_owned()));
        assert_eq!(When::NotBefore.pace("", &lisbon()), Err(Problem::Day));
        assert_eq!(When::Now.pace("", &lisbon()), Ok(Pace::Now));
    }

    #[test]
    fn an_answer_is_promised_for_a_time_to_come() {
        let now = at("2026-11-22T17:00:00Z");
        let by = |day: &str, time: &str| answer_by(day, time, &lisbon(), now);
        assert_eq!(by("2026-11-24", "21:00"), Ok(at("2026-11-24T21:00:00Z")));
        assert_eq!(by("2026-11-22", "17:00"), Err(Problem::Past));
        assert_eq!(by("", "21:00"), Err(Problem::Day));
        assert_eq!(by("2026-11-24", ""), Err(Problem::Time));
    }
}
