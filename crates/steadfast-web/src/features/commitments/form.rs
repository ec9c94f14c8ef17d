//! What is filled in to make a promise, and what it comes to: a schedule and a promise, or the first thing to mend.

use jiff::civil::{Date, Time};
use steadfast_repair::{
    commitments::{
        COUNT_MAX, Ends, Frequency, Instead, Once, Promise, Recurrence, Schedule, ScheduleError,
        Within,
    },
    weekdays::Weekdays,
    words::{TextError, Title, Words},
    zone::ZoneName,
};

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Often {
    /// One day only.
    Once,
    /// Every day.
    Daily,
    /// Monday to Friday.
    Workdays,
    /// On the days of the week that are ticked.
    Weekdays,
    /// On the same day of every month.
    Monthly,
}

/// At what time of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// At any time.
    Any,
    /// By a time.
    By,
    /// Between two times.
    Between,
}

/// Until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Until {
    /// Until it is ended.
    Never,
    /// Until a day.
    On,
    /// A number of times.
    Times,
}

/// When something is promised, as it stands in the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ScheduleForm {
    pub(super) often: Often,
    pub(super) days: Weekdays,
    /// A date as a date field gives it: `2026-11-23`.
    pub(super) start: String,
    pub(super) at: At,
    /// Times as a time field gives them: `17:45`.
    pub(super) by: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) until: Until,
    pub(super) until_day: String,
    pub(super) times: String,
}

/// The first thing to mend in what was filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// What is promised.
    What(TextError),
    /// Why it matters, or why something is changed.
    Note(TextError),
    /// No day of the week is ticked.
    Days,
    /// There is no such first day.
    Start,
    /// There is no such time.
    Time,
    /// There is no such number of times.
    Times,
    /// There is no such last day, or it comes before the first.
    UntilDay,
    /// No day is left between the first and the last.
    NoDay,
}

impl ScheduleForm {
    /// What stands in the fields before anybody touches them: every workday from tomorrow on, by six in the evening.
    pub(super) fn fresh(tomorrow: Date) -> Self {
        Self {
            often: Often::Workdays,
            days: Weekdays::NONE,
            start: tomorrow.to_string(),
            at: At::By,
            by: "18:00".into(),
            from: "18:00".into(),
            to: "20:00".into(),
            until: Until::Never,
            until_day: String::new(),
            times: String::new(),
        }
    }

    /// The fields as an existing schedule fills them, to begin from when it is changed.
    pub(super) fn of(schedule: &Schedule, start: Date) -> Self {
        let mut form = Self::fresh(start);
        match schedule.within() {
            Within::AnyTime => form.at = At::Any,
            Within::By(time) => (form.at, form.by) = (At::By, field(time)),
            Within::Between { from, to } => {
                (form.at, form.from, form.to) = (At::Between, field(from), field(to))
            }
        }
        let Some(rule) = schedule.recurrence() else {
            form.often = Often::Once;
            return form;
        };
        (form.often, form.days) = match (rule.frequency(), rule.weekdays()) {
            (Frequency::Weekly, Weekdays::WORKDAYS) => (Often::Workdays, Weekdays::NONE),
            (Frequency::Weekly, Weekdays::NONE) => {
                (Often::Weekdays, Weekdays::only(schedule.start().weekday()))
            }
            (Frequency::Weekly, days) => (Often::Weekdays, days),
            (Frequency::Daily, _) => (Often::Daily, Weekdays::NONE),
            (Frequency::Monthly, _) => (Often::Monthly, Weekdays::NONE),
        };
        if let Ends::On(day) = rule.ends() {
            (form.until, form.until_day) = (Until::On, day.to_string());
        }
        form
    }

    /// The schedule that the fields come to, in this zone.
    ///
    /// # Errors
    ///
    /// The first [`Problem`] in the order in which the fields stand.
    pub(super) fn schedule(&self, zone: ZoneName) -> Result<Schedule, Problem> {
        let start: Date = self.start.parse().map_err(|_| Problem::Start)?;
        let rule = match self.often {
            Often::Once => None,
            Often::Daily => Some(Recurrence::daily()),
            Often::Workdays => Some(Recurrence::weekly(Weekdays::WORKDAYS)),
            Often::Weekdays if self.days.is_empty() => return Err(Problem::Days),
            Often::Weekdays => Some(Recurrence::weekly(self.days)),
            Often::Monthly => Some(Recurrence::monthly()),
        };
        let within = self.within()?;
        let rule = rule.map(|rule| self.ending(rule, start)).transpose()?;
        Schedule::new(start, within, zone, rule).map_err(|error| match error {
            ScheduleError::StartOutOfRange { .. } => Problem::Start,
            ScheduleError::NoOccurrence => Problem::NoDay,
        })
    }

    /// The day and time that would take the place of one occurrence. How often does not matter then.
    ///
    /// # Errors
    ///
    /// [`Problem::Start`] and [`Problem::Time`].
    pub(super) fn once(&self) -> Result<Instead, Problem> {
        let date = self.start.parse().map_err(|_| Problem::Start)?;
        Ok(Instead::Moved(Once { date, within: self.within()? }))
    }

    fn within(&self) -> Result<Within, Problem> {
        let time = |text: &str| text.parse::<Time>().map_err(|_| Problem::Time);
        Ok(match self.at {
            At::Any => Within::AnyTime,
            At::By => Within::By(time(&self.by)?),
            At::Between => Within::Between { from: time(&self.from)?, to: time(&self.to)? },
        })
    }

    fn ending(&self, rule: Recurrence, start: Date) -> Result<Recurrence, Problem> {
        let (ends, problem) = match self.until {
            Until::Never => (Ends::Never, Problem::NoDay),
            Until::On => match self.until_day.parse::<Date>() {
                Ok(day) if start <= day => (Ends::On(day), Problem::UntilDay),
                _ => return Err(Problem::UntilDay),
            },
            Until::Times => match self.times.trim().parse::<u16>() {
                Ok(times) if (1..=COUNT_MAX).contains(&times) => {
                    (Ends::After(times), Problem::Times)
                }
                _ => return Err(Problem::Times),
            },
        };
        rule.with_end(ends).map_err(|_| problem)
    }
}

/// The promise that was filled in.
///
/// # Errors
///
/// The first [`Problem`] in the order in which the fields stand.
pub(super) fn promise(
    what: &str,
    why: &str,
    form: &ScheduleForm,
    zone: ZoneName,
) -> Result<Promise, Problem> {
    let what = Title::new(what.trim()).map_err(Problem::What)?;
    let why_it_matters = note(why)?;
    Ok(Promise { what, why_it_matters, schedule: form.schedule(zone)? })
}

/// Words that may be left out.
///
/// # Errors
///
/// [`Problem::Note`] if there are too many.
pub(super) fn note(text: &str) -> Result<Option<Words>, Problem> {
    match Words::new(text.trim()) {
        Ok(words) => Ok(Some(words)),
        Err(TextError::Blank) => Ok(None),
        Err(error) => Err(Problem::Note(error)),
    }
}

/// A time as a time field takes it.
fn field(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, date, time};

    use super::*;

    /// Sunday.
    const TODAY: Date = date(2026, 11, 22);

    fn zone() -> ZoneName {
        ZoneName::new("Europe/Lisbon").unwrap()
    }

    fn fresh() -> ScheduleForm {
        ScheduleForm::fresh(TODAY.tomorrow().unwrap())
    }

    #[test]
    fn untouched_fields_come_to_every_workday_by_six() {
        let schedule = fresh().schedule(zone()).unwrap();
        assert_eq!(schedule.recurrence().unwrap().to_string(), "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR");
        assert_eq!(schedule.within(), Within::By(time(18, 0, 0, 0)));
        assert_eq!(schedule.first(), date(2026, 11, 23));
    }

    #[test]
    fn each_field_that_is_wrong_is_named() {
        let problem = |form: ScheduleForm| form.schedule(zone()).unwrap_err();
        assert_eq!(problem(ScheduleForm { start: String::new(), ..fresh() }), Problem::Start);
        assert_eq!(problem(ScheduleForm { start: "0001-01-01".into(), ..fresh() }), Problem::Start);
        assert_eq!(problem(ScheduleForm { often: Often::Weekdays, ..fresh() }), Problem::Days);
        assert_eq!(problem(ScheduleForm { by: String::new(), ..fresh() }), Problem::Time);
        assert_eq!(
            problem(ScheduleForm { until: Until::Times, times: "0".into(), ..fresh() }),
            Problem::Times
        );
        assert_eq!(
            problem(ScheduleForm { until: Until::Times, times: "99999".into(), ..fresh() }),
            Problem::Times
        );
        let before = ScheduleForm { until: Until::On, until_day: "2026-11-01".into(), ..fresh() };
        assert_eq!(problem(before), Problem::UntilDay);
    }

    #[test]
    fn an_end_that_leaves_no_day_is_said_to_do_so() {
        let form = ScheduleForm {
            often: Often::Weekdays,
            days: Weekdays::only(Weekday::Friday),
            until: Until::On,
            until_day: "2026-11-24".into(),
            ..fresh()
        };
        assert_eq!(form.schedule(zone()), Err(Problem::NoDay));
    }

    #[test]
    fn fields_of_a_schedule_come_to_that_schedule_again() {
        for rule in [
            "FREQ=DAILY",
            "FREQ=WEEKLY;BYDAY=MO,TH",
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261224",
            "FREQ=MONTHLY",
        ] {
            let within = Within::Between { from: time(20, 0, 0, 0), to: time(21, 30, 0, 0) };
            let schedule =
                Schedule::new(TODAY, within, zone(), Some(rule.parse().unwrap())).unwrap();
            assert_eq!(ScheduleForm::of(&schedule, TODAY).schedule(zone()), Ok(schedule), "{rule}");
        }
    }

    #[test]
    fn one_time_only_has_no_end_to_fill_in() {
        let form = ScheduleForm {
            often: Often::Once,
            until: Until::Times,
            times: "nonsense".into(),
            ..fresh()
        };
        assert_eq!(form.schedule(zone()).unwrap().recurrence(), None);
    }

    #[test]
    fn a_promise_needs_its_name_and_nothing_more() {
        assert_eq!(
            promise("  ", "", &fresh(), zone()).unwrap_err(),
            Problem::What(TextError::Blank)
        );
        let made = promise(" Call when leaving work ", " ", &fresh(), zone()).unwrap();
        assert_eq!((made.what.as_str(), made.why_it_matters), ("Call when leaving work", None));
    }
}
