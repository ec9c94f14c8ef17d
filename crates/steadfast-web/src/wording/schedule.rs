//! How often and when, in words: "every workday, by 17:45, until 24 December".

use jiff::civil::Date;
use steadfast_repair::{
    commitments::{Ends, Frequency, Recurrence, Schedule, Within},
    weekdays::Weekdays,
};

use crate::{messages as say, ui};

/// A whole schedule, as somebody in the zone `here` reads it on the day `today`. The zone is named where it is another.
pub(crate) fn schedule(schedule: &Schedule, here: &str, today: Date) -> String {
    let mut words = say::wording::schedule(often(schedule, today), within(schedule.within()));
    if let Some(rule) = schedule.recurrence() {
        if today < schedule.first() {
            words = say::wording::schedule_from(ui::date(schedule.first(), today), words);
        }
        words = match rule.ends() {
            Ends::Never => words,
            Ends::On(date) => say::wording::schedule_until(ui::date(date, today), words),
            Ends::After(count) => say::wording::schedule_after(i64::from(count), words),
        };
    }
    if schedule.zone().as_str() == here {
        words
    } else {
        say::wording::schedule_zone(words, schedule.zone().as_str().replace('_', " "))
    }
}

/// How often: "every workday", "once, on 24 December".
fn often(schedule: &Schedule, today: Date) -> String {
    let Some(rule) = schedule.recurrence() else {
        return say::wording::often_once(ui::date(schedule.start(), today));
    };
    let every = rule.interval();
    match rule.frequency() {
        Frequency::Daily if plain_days(rule) => {
            if every == 1 {
                say::wording::often_daily().into()
            } else {
                say::wording::often_every_days(every)
            }
        }
        Frequency::Weekly => {
            let days = if rule.weekdays().is_empty() {
                Weekdays::only(schedule.start().weekday())
            } else {
                rule.weekdays()
            };
            match (every, days) {
                (1, Weekdays::ALL) => say::wording::often_daily().into(),
                (1, Weekdays::WORKDAYS) => say::wording::often_workdays().into(),
                (1, days) => say::wording::often_weekly(weekdays(days)),
                (weeks, days) => say::wording::often_every_weeks(weekdays(days), weeks),
            }
        }
        Frequency::Monthly if rule.weekdays().is_empty() => {
            let days = list(&days_of_month(rule, schedule.start()));
            if every == 1 {
                say::wording::often_monthly(days)
            } else {
                say::wording::often_every_months(days, every)
            }
        }
        // Rules that this app does not make, but another program may: exact rather than pretty.
        Frequency::Daily | Frequency::Monthly => say::wording::often_rule(rule),
    }
}

/// At what time of the day: "by 17:45".
pub(crate) fn within(within: Within) -> String {
    match within {
        Within::AnyTime => say::wording::time_any().into(),
        Within::By(time) => say::wording::time_by(ui::clock_time(time)),
        Within::Between { from, to } => {
            say::wording::time_between(ui::clock_time(from), ui::clock_time(to))
        }
    }
}

/// Days of the week, Monday first: "Monday and Thursday".
pub(crate) fn weekdays(days: Weekdays) -> String {
    list(&days.iter().map(|day| ui::weekday_name(day).to_owned()).collect::<Vec<_>>())
}

/// "a", "a and b", "a, b and c".
pub(super) fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [before @ .., last] => {
            let before = before.iter().skip(1).fold(before[0].clone(), say::wording::list_more);
            say::wording::list_last(before, last)
        }
    }
}

fn plain_days(rule: &Recurrence) -> bool {
    rule.weekdays().is_empty() && rule.month_days().next().is_none()
}

fn days_of_month(rule: &Recurrence, start: Date) -> Vec<String> {
    let numbered = rule.month_days().map(|day| match day {
        -1 => say::wording::day_last().to_owned(),
        day if day < 0 => say::wording::day_nth_from_end(-day),
        day => say::wording::day_nth(day),
    });
    let named = rule.nth_weekdays().map(|(nth, day)| {
        let weekday = ui::weekday_name(day);
        match nth {
            1 => say::wording::nth_1(weekday),
            2 => say::wording::nth_2(weekday),
            3 => say::wording::nth_3(weekday),
            4 => say::wording::nth_4(weekday),
            5 => say::wording::nth_5(weekday),
            -1 => say::wording::nth_last(weekday),
            nth => say::wording::nth_from_end(-nth, weekday),
        }
    });
    let days: Vec<_> = numbered.chain(named).collect();
    if days.is_empty() { vec![say::wording::day_nth(start.day())] } else { days }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use steadfast_repair::zone::ZoneName;

    use super::*;

    const TODAY: Date = date(2026, 11, 22);

    #[track_caller]
    fn check(rule: Option<&str>, within: Within, expected: &str) {
        let zone = ZoneName::new("Europe/Lisbon").unwrap();
        let rule = rule.map(|rule| rule.parse().unwrap());
        let made = Schedule::new(date(2026, 11, 20), within, zone, rule).unwrap();
        assert_eq!(schedule(&made, "Europe/Lisbon", TODAY), expected);
    }

    const BY: Within = Within::By(time(17, 45, 0, 0));

    #[test]
    fn schedules_read_as_people_say_them() {
        check(None, BY, "once, on 20 November, by 17:45");
        check(Some("FREQ=DAILY"), Within::AnyTime, "every day, at any time");
        check(Some("FREQ=DAILY;INTERVAL=3"), BY, "every 3 days, by 17:45");
        check(
            Some("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261224"),
            BY,
            "every workday, by 17:45, until 24 December",
        );
        check(Some("FREQ=WEEKLY"), BY, "every Friday, by 17:45");
        check(
            Some("FREQ=WEEKLY;BYDAY=MO,TH,SA"),
            BY,
            "every Monday, Thursday and Saturday, by 17:45",
        );
        // The first of these Sundays is in the week of the start, and today.
        check(Some("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"), BY, "every 2 weeks on Sunday, by 17:45");
        check(Some("FREQ=MONTHLY"), BY, "every month on day 20, by 17:45");
        check(
            Some("FREQ=MONTHLY;BYDAY=-1FR"),
            BY,
            "every month on the last Friday, by 17:45, from 27 November",
        );
        check(Some("FREQ=DAILY;COUNT=10"), BY, "every day, by 17:45, 10 times");
    }

    #[test]
    fn two_times_are_said_as_a_span() {
        let between = Within::Between { from: time(20, 0, 0, 0), to: time(21, 0, 0, 0) };
        check(Some("FREQ=DAILY"), between, "every day, between 20:00 and 21:00");
    }

    #[test]
    fn a_rule_of_another_program_is_shown_exactly() {
        check(
            Some("FREQ=DAILY;BYDAY=MO"),
            BY,
            "by the rule FREQ=DAILY;BYDAY=MO, by 17:45, from 23 November",
        );
    }

    #[test]
    fn the_zone_is_named_for_somebody_elsewhere() {
        let zone = ZoneName::new("America/New_York").unwrap();
        let made = Schedule::new(TODAY, BY, zone, Some(Recurrence::daily())).unwrap();
        assert_eq!(
            schedule(&made, "Europe/Lisbon", TODAY),
            "every day, by 17:45 (America/New York)"
        );
    }
}
