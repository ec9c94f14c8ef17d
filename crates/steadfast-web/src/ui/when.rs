//! Times as people say them, with the exact one on demand.

use jiff::{
    Timestamp, Zoned,
    civil::{Date, Time, Weekday},
    tz::TimeZone,
};
use leptos::prelude::*;

use crate::messages as say;

/// How many days back a day is still called by its weekday.
const WEEKDAY_UP_TO_DAYS: i32 = 6;

/// A moment in the reader's zone. Pressing it shows the exact time, and again the words.
#[component]
pub(crate) fn When(
    at: Timestamp,
    now: Timestamp,
    zone: TimeZone,
    /// The zone of whoever wrote, as IANA names it, where it may differ from the reader's.
    #[prop(optional, into)]
    writers_zone: Option<String>,
) -> impl IntoView {
    let words = said(at, now, &zone);
    let exactly = exact(at, &zone, writers_zone.as_deref());
    let open = RwSignal::new(false);
    view! {
        <button type="button" class="when" aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
            <time datetime=at.to_string()>{move || if open.get() { exactly.clone() } else { words.clone() }}</time>
        </button>
    }
}

/// A moment as people say it: "12 minutes ago", "yesterday at 21:40", "on 3 March at 08:15".
pub(crate) fn said(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let seconds = now.as_second() - at.as_second();
    // A page's clock may be up to a minute behind what has just been said.
    if (-60..60).contains(&seconds) {
        return say::when::just_now().into();
    }
    if (60..3600).contains(&seconds) {
        return say::when::minutes_ago(seconds / 60);
    }
    let (at, today) = (at.to_zoned(zone.clone()), now.to_zoned(zone.clone()).date());
    say::when::at(day(at.date(), today), clock(&at))
}

/// A moment until when something is to be done: "by 17:45 today".
pub(crate) fn said_by(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (at, today) = (at.to_zoned(zone.clone()), now.to_zoned(zone.clone()).date());
    if at.date() == today {
        say::when::by_today(clock(&at))
    } else {
        say::when::by_day(day(at.date(), today), clock(&at))
    }
}

/// A moment until which something lasts: "until 17:45 today".
pub(crate) fn until(at: Timestamp, today: Date, zone: &TimeZone) -> String {
    let at = at.to_zoned(zone.clone());
    if at.date() == today {
        say::when::until_today(clock(&at))
    } else {
        say::when::until_day(day(at.date(), today), clock(&at))
    }
}

/// Today's date as a heading: "Sunday 22 November".
pub(crate) fn today_heading(now: Timestamp, zone: &TimeZone) -> String {
    let today = now.to_zoned(zone.clone()).date();
    say::when::today_heading(say::when::date(today.day(), month(today)), weekday(today))
}

/// A day as seen from another: "yesterday", "on Thursday", "on 3 March".
fn day(at: Date, today: Date) -> String {
    let days_ago = (today - at).get_days();
    match days_ago {
        -1 => say::when::tomorrow().into(),
        0 => say::when::today().into(),
        1 => say::when::yesterday().into(),
        2 => say::when::day_before_yesterday().into(),
        days if days.abs() <= WEEKDAY_UP_TO_DAYS => say::when::on_weekday(weekday(at)),
        _ => say::when::on_date(date(at, today)),
    }
}

/// A date, with its year only where it is not this one.
pub(crate) fn date(at: Date, today: Date) -> String {
    if at.year() == today.year() {
        say::when::date(at.day(), month(at))
    } else {
        say::when::date_with_year(at.day(), month(at), at.year())
    }
}

/// The exact moment in the reader's zone, then in the writer's if their clocks differ.
pub(crate) fn exact(at: Timestamp, zone: &TimeZone, writers_zone: Option<&str>) -> String {
    let mine = at.to_zoned(zone.clone());
    let words = in_full(&mine);
    let theirs = writers_zone.and_then(|name| at.in_tz(name).ok());
    match theirs {
        Some(theirs) if theirs.offset() != mine.offset() => {
            say::when::writers_time(words, in_full(&theirs))
        }
        _ => words,
    }
}

fn in_full(at: &Zoned) -> String {
    let date = say::when::date_with_year(at.day(), month(at.date()), at.year());
    let zone = at
        .time_zone()
        .iana_name()
        .map_or_else(|| at.offset().to_string(), |name| name.replace('_', " "));
    say::when::exact(date, clock(at), weekday(at.date()), zone)
}

fn clock(at: &Zoned) -> String {
    clock_time(at.time())
}

/// A time of day: "17:45".
pub(crate) fn clock_time(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The time of day of a moment: "17:45".
pub(crate) fn clock_at(at: Timestamp, zone: &TimeZone) -> String {
    clock(&at.to_zoned(zone.clone()))
}

/// A moment on a clock and a day: "today at 17:45", whether it is over or to come.
pub(crate) fn at_time(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (at, today) = (at.to_zoned(zone.clone()), now.to_zoned(zone.clone()).date());
    say::when::at(day(at.date(), today), clock(&at))
}

/// A day by its name and date: "Thursday 19 November".
pub(crate) fn date_with_weekday(at: Date, today: Date) -> String {
    say::when::today_heading(date(at, today), weekday(at))
}

fn weekday(date: Date) -> &'static str {
    weekday_name(date.weekday())
}

/// A month's name.
pub(crate) fn month_name(date: Date) -> &'static str {
    month(date)
}

/// A day of the week in a letter or three, for where many stand side by side.
pub(crate) fn weekday_short(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => say::when::weekday_short_1(),
        Weekday::Tuesday => say::when::weekday_short_2(),
        Weekday::Wednesday => say::when::weekday_short_3(),
        Weekday::Thursday => say::when::weekday_short_4(),
        Weekday::Friday => say::when::weekday_short_5(),
        Weekday::Saturday => say::when::weekday_short_6(),
        Weekday::Sunday => say::when::weekday_short_7(),
    }
}

/// A day of the week.
pub(crate) fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => say::when::weekday_1(),
        Weekday::Tuesday => say::when::weekday_2(),
        Weekday::Wednesday => say::when::weekday_3(),
        Weekday::Thursday => say::when::weekday_4(),
        Weekday::Friday => say::when::weekday_5(),
        Weekday::Saturday => say::when::weekday_6(),
        Weekday::Sunday => say::when::weekday_7(),
    }
}

fn month(date: Date) -> &'static str {
    match date.month() {
        1 => say::when::month_1(),
        2 => say::when::month_2(),
        3 => say::when::month_3(),
        4 => say::when::month_4(),
        5 => say::when::month_5(),
        6 => say::when::month_6(),
        7 => say::when::month_7(),
        8 => say::when::month_8(),
        9 => say::when::month_9(),
        10 => say::when::month_10(),
        11 => say::when::month_11(),
        _ => say::when::month_12(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sunday 22 November 2026, 18:00 in Madrid.
    const NOW: &str = "2026-11-22T17:00:00Z";

    fn madrid() -> TimeZone {
        TimeZone::get("Europe/Madrid").unwrap()
    }

    fn check(at: &str, expected: &str) {
        assert_eq!(said(at.parse().unwrap(), NOW.parse().unwrap(), &madrid()), expected, "{at}");
    }

    #[test]
    fn the_past_is_said_as_people_say_it() {
        check("2026-11-22T16:59:30Z", "just now");
        check("2026-11-22T16:59:00Z", "a minute ago");
        check("2026-11-22T16:12:00Z", "48 minutes ago");
        check("2026-11-22T08:05:00Z", "today at 09:05");
        check("2026-11-21T20:40:00Z", "yesterday at 21:40");
        check("2026-11-20T20:40:00Z", "the day before yesterday at 21:40");
        check("2026-11-19T17:02:00Z", "on Thursday at 18:02");
        check("2026-11-15T17:02:00Z", "on 15 November at 18:02");
        check("2025-03-03T07:15:00Z", "on 3 March 2025 at 08:15");
    }

    #[test]
    fn the_day_is_the_readers_not_that_of_greenwich() {
        // 23:30 UTC on Saturday is already Sunday in Madrid.
        check("2026-11-21T23:30:00Z", "today at 00:30");
    }

    #[test]
    fn what_is_to_come_says_until_when() {
        let by = |at: &str| said_by(at.parse().unwrap(), NOW.parse().unwrap(), &madrid());
        assert_eq!(by("2026-11-22T16:45:00Z"), "by 17:45 today");
        assert_eq!(by("2026-11-23T16:45:00Z"), "by 17:45 tomorrow");
        assert_eq!(by("2026-11-26T16:45:00Z"), "by 17:45 on Thursday");
    }

    #[test]
    fn a_clock_that_runs_ahead_is_shown_and_not_hidden() {
        check("2026-11-22T17:10:00Z", "today at 18:10");
    }

    #[test]
    fn the_exact_time_names_the_writers_zone_only_where_it_differs() {
        let at = "2026-11-19T17:02:00Z".parse().unwrap();
        let mine = "Thursday 19 November 2026, 18:02 (Europe/Madrid)";
        assert_eq!(exact(at, &madrid(), Some("Europe/Paris")), mine);
        assert_eq!(
            exact(at, &madrid(), Some("America/New_York")),
            format!("{mine}, Thursday 19 November 2026, 12:02 (America/New York)")
        );
        assert_eq!(exact(at, &madrid(), Some("Nowhere/At_All")), mine);
    }

    #[test]
    fn the_heading_of_today() {
        assert_eq!(today_heading(NOW.parse().unwrap(), &madrid()), "Sunday 22 November");
    }
}
