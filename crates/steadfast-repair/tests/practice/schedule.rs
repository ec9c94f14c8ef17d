//! When occurrences are due, across clock changes.

use jiff::Timestamp;
use steadfast_repair::commitments::{Schedule, ScheduleError, Within};
use steadfast_repair::zone::ZoneName;

use crate::circle::{by, clock, date, schedule};

/// When the one occurrence of a schedule opens, if it does, and is due.
#[track_caller]
fn check(zone: &str, day: &str, within: Within, opens: Option<&str>, due: &str) {
    let zone = ZoneName::new(zone).unwrap();
    let slot =
        Schedule::new(date(day), within, zone, None).unwrap().slot(date(day)).unwrap().unwrap();
    assert_eq!(slot.opens, opens.map(|opens| opens.parse::<Timestamp>().unwrap()));
    assert_eq!(slot.due, due.parse::<Timestamp>().unwrap());
}

fn between(from: &str, to: &str) -> Within {
    Within::Between { from: clock(from), to: clock(to) }
}

#[test]
fn a_time_of_day_is_meant_in_the_zone() {
    check("Europe/Lisbon", "2026-11-23", by("17:45"), None, "2026-11-23T17:45:00Z");
    check("Asia/Tokyo", "2026-11-23", by("17:45"), None, "2026-11-23T08:45:00Z");
    check("America/New_York", "2026-07-01", by("17:45"), None, "2026-07-01T21:45:00Z");
}

#[test]
fn a_time_that_the_clock_skips_is_meant_by_the_offset_before() {
    // Lisbon: 01:00 becomes 02:00 on the 29th of March 2026.
    check("Europe/Lisbon", "2026-03-29", by("01:30"), None, "2026-03-29T01:30:00Z");
    check("Europe/Lisbon", "2026-03-29", by("00:59"), None, "2026-03-29T00:59:00Z");
    check("Europe/Lisbon", "2026-03-29", by("02:00"), None, "2026-03-29T01:00:00Z");
}

#[test]
fn a_time_that_comes_twice_is_meant_the_first_time() {
    // Lisbon: 02:00 becomes 01:00 on the 25th of October 2026.
    check("Europe/Lisbon", "2026-10-25", by("01:30"), None, "2026-10-25T00:30:00Z");
    check("Europe/Lisbon", "2026-10-25", by("02:00"), None, "2026-10-25T02:00:00Z");
}

#[test]
fn a_day_ends_where_the_next_begins_also_without_a_midnight() {
    check("Europe/Lisbon", "2026-11-23", Within::AnyTime, None, "2026-11-24T00:00:00Z");
    // Beirut: midnight becomes 01:00 on the 29th of March 2026.
    check("Asia/Beirut", "2026-03-28", Within::AnyTime, None, "2026-03-28T22:00:00Z");
}

#[test]
fn between_two_times_may_run_over_midnight_and_never_turns_round() {
    check(
        "Europe/Lisbon",
        "2026-11-23",
        between("22:00", "00:30"),
        Some("2026-11-23T22:00:00Z"),
        "2026-11-24T00:30:00Z",
    );
    // The first 01:50 is after the first 01:10; a skipped 01:30 is meant as 02:30, and so is after 02:00.
    check(
        "Europe/Lisbon",
        "2026-03-29",
        between("01:30", "02:00"),
        Some("2026-03-29T01:30:00Z"),
        "2026-03-29T01:30:00Z",
    );
}

#[test]
fn there_is_nothing_due_on_other_days() {
    let once = schedule("2026-11-23", by("12:00"), None);
    assert_eq!(once.slot(date("2026-11-24")), Ok(None));
    assert_eq!(once.slot(date("9999-12-31")), Ok(None));
}

#[test]
fn a_schedule_without_an_occurrence_or_out_of_range_is_none() {
    let make = |start: &str, rule: &str| {
        let zone = ZoneName::new("Europe/Lisbon").unwrap();
        Schedule::new(date(start), by("12:00"), zone, Some(rule.parse().unwrap()))
    };
    let never = "FREQ=MONTHLY;BYMONTHDAY=30;INTERVAL=12";
    assert_eq!(make("2026-02-01", never), Err(ScheduleError::NoOccurrence));
    assert_eq!(make("2026-11-23", "FREQ=DAILY;UNTIL=20261122"), Err(ScheduleError::NoOccurrence));
    for start in ["1969-12-31", "2201-01-01", "-009999-01-01", "9999-12-31"] {
        assert_eq!(
            make(start, "FREQ=DAILY"),
            Err(ScheduleError::StartOutOfRange { start: date(start) })
        );
    }
}

#[test]
fn even_a_schedule_without_an_end_has_one() {
    let forever = schedule("2026-11-23", by("12:00"), Some("FREQ=DAILY"));
    assert_eq!(forever.last(), date("2036-11-23"));
    assert!(!forever.falls_on(date("2036-11-24")));
}
