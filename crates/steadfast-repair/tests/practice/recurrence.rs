//! Recurrence rules, against the `rrule` crate and in their own words.

use jiff::civil::{Date, Weekday, date};
use proptest::prelude::*;
use steadfast_repair::commitments::{
    Ends, Frequency, Recurrence, RecurrenceError, Schedule, Within,
};
use steadfast_repair::weekdays::Weekdays;
use steadfast_repair::zone::ZoneName;

/// The first dates of a rule.
#[track_caller]
fn check(start: Date, rule: &str, expect: &[Date]) {
    let zone = ZoneName::new("Europe/Lisbon").unwrap();
    let schedule =
        Schedule::new(start, Within::AnyTime, zone, Some(rule.parse().unwrap())).unwrap();
    let dates: Vec<_> = schedule.between(start, schedule.last()).take(expect.len()).collect();
    assert_eq!(dates, expect);
}

#[test]
fn the_thirty_first_leaves_short_months_out() {
    check(
        date(2026, 1, 31),
        "FREQ=MONTHLY",
        &[date(2026, 1, 31), date(2026, 3, 31), date(2026, 5, 31)],
    );
}

#[test]
fn the_last_day_of_the_month_is_in_every_month() {
    let expect = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)];
    check(date(2026, 1, 31), "FREQ=MONTHLY;BYMONTHDAY=-1", &expect);
}

#[test]
fn weeks_begin_on_monday() {
    // A Sunday and the Monday after it are in two weeks, so every other week has them eight days apart.
    let expect = [date(2026, 11, 22), date(2026, 11, 30), date(2026, 12, 6)];
    check(date(2026, 11, 22), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU", &expect);
}

#[test]
fn the_first_and_the_last_friday() {
    let expect = [date(2026, 11, 6), date(2026, 11, 27), date(2026, 12, 4), date(2026, 12, 25)];
    check(date(2026, 11, 1), "FREQ=MONTHLY;BYDAY=1FR,-1FR", &expect);
}

#[test]
fn the_fifth_from_either_end_is_only_in_long_months() {
    let expect = [
        date(2026, 11, 1),
        date(2026, 11, 30),
        date(2027, 1, 1),
        date(2027, 1, 3),
        date(2027, 1, 29),
    ];
    check(date(2026, 11, 1), "FREQ=MONTHLY;BYDAY=-5SU,5MO,-5FR,5FR", &expect);
}

#[test]
fn a_start_that_does_not_match_is_no_occurrence() {
    check(
        date(2026, 11, 22),
        "FREQ=WEEKLY;BYDAY=MO;COUNT=2",
        &[date(2026, 11, 23), date(2026, 11, 30)],
    );
}

#[test]
fn what_is_built_is_what_is_read() {
    let read = |text: &str| text.parse::<Recurrence>().unwrap();
    let workdays =
        Recurrence::weekly(Weekdays::WORKDAYS).with_end(Ends::On(date(2026, 12, 24))).unwrap();
    assert_eq!(workdays, read("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261224"));
    let other_days =
        Recurrence::daily().with_interval(2).unwrap().with_end(Ends::After(5)).unwrap();
    assert_eq!(other_days, read("FREQ=DAILY;INTERVAL=2;COUNT=5"));
    assert_eq!(Recurrence::monthly(), read("FREQ=MONTHLY"));
    assert_eq!(Recurrence::monthly_on_day(-1).unwrap(), read("FREQ=MONTHLY;BYMONTHDAY=-1"));
    assert_eq!(
        Recurrence::monthly_on_nth(-1, Weekday::Friday).unwrap(),
        read("freq=monthly;byday=-1fr;interval=1;wkst=mo")
    );
}

#[test]
fn what_is_not_possible_is_refused_by_name() {
    let refused = |text: &str| text.parse::<Recurrence>().unwrap_err();
    let not_possible = |part: &str| RecurrenceError::NotPossible { part: part.to_owned() };
    for (text, error) in [
        ("", RecurrenceError::NotAPart),
        ("INTERVAL=2", RecurrenceError::NoFrequency),
        ("FREQ=YEARLY", not_possible("FREQ")),
        ("FREQ=DAILY;BYHOUR=9", not_possible("BYHOUR")),
        ("FREQ=DAILY;FREQ=DAILY", RecurrenceError::Twice { part: "FREQ" }),
        ("FREQ=DAILY;COUNT=2;UNTIL=20261224", RecurrenceError::TwoEnds),
        ("FREQ=DAILY;COUNT=0", not_possible("COUNT")),
        ("FREQ=DAILY;COUNT=99999", not_possible("COUNT")),
        ("FREQ=DAILY;COUNT=+5", not_possible("COUNT")),
        ("FREQ=DAILY;INTERVAL=0", not_possible("INTERVAL")),
        ("FREQ=DAILY;UNTIL=20261224T120000Z", not_possible("UNTIL")),
        ("FREQ=DAILY;UNTIL=20260230", not_possible("UNTIL")),
        ("FREQ=DAILY;UNTIL=00000101", not_possible("UNTIL")),
        ("FREQ=WEEKLY;BYDAY=1MO", not_possible("BYDAY")),
        ("FREQ=WEEKLY;BYDAY=", not_possible("BYDAY")),
        ("FREQ=MONTHLY;BYDAY=6MO", not_possible("BYDAY")),
        ("FREQ=MONTHLY;BYDAY=0MO", not_possible("BYDAY")),
        ("FREQ=MONTHLY;BYDAY=-128MO", not_possible("BYDAY")),
        ("FREQ=MONTHLY;BYDAY=1MO,TU", RecurrenceError::MixedDays),
        ("FREQ=WEEKLY;BYMONTHDAY=1", not_possible("BYMONTHDAY")),
        ("FREQ=MONTHLY;BYMONTHDAY=32", not_possible("BYMONTHDAY")),
        ("FREQ=MONTHLY;BYMONTHDAY=0", not_possible("BYMONTHDAY")),
        ("FREQ=DAILY;WKST=SU", not_possible("WKST")),
        ("FREQ=DAILY;ABCDEFGHIJKLMNOPQRST=1", not_possible("ABCDEFGHIJKLMNOP")),
    ] {
        assert_eq!(refused(text), error, "{text}");
    }
    assert_eq!(refused(&"x".repeat(401)), RecurrenceError::TooLong { bytes: 401 });
}

/// Zones whose clocks change in different ways, and one whose clock does not.
const ZONES: [&str; 5] =
    ["Europe/Lisbon", "America/New_York", "Australia/Lord_Howe", "Pacific/Auckland", "Asia/Tokyo"];

fn weekdays() -> impl Strategy<Value = Weekdays> {
    (0_u8..128).prop_map(|bits| Weekdays::from_bits(bits).unwrap())
}

fn recurrences() -> impl Strategy<Value = Recurrence> {
    let days = proptest::collection::vec(prop_oneof![1_i8..=31, -31_i8..=-1], 0..3);
    // The other crate does not take the fifth from the end.
    let nth = proptest::collection::vec((prop_oneof![1_i8..=5, -4_i8..=-1], 0_u8..7), 0..3);
    let ends = prop_oneof![
        Just(Ends::Never),
        (1_u16..60).prop_map(Ends::After),
        (2026_i16..2028, 1_i8..=12, 1_i8..=28)
            .prop_map(|(year, month, day)| Ends::On(date(year, month, day))),
    ];
    let parts = (0..3, 1_u16..6, weekdays(), days, nth, ends);
    parts.prop_map(|(frequency, interval, weekdays, days, nth, ends)| {
        let name = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
        let list = |items: Vec<String>, part: &str| match items.as_slice() {
            [] => String::new(),
            items => format!(";{part}={}", items.join(",")),
        };
        let plain = || {
            weekdays
                .iter()
                .map(|day| name[day.to_monday_zero_offset() as usize].to_owned())
                .collect()
        };
        let month_days = || list(days.iter().map(ToString::to_string).collect(), "BYMONTHDAY");
        let text = match frequency {
            0 => format!("FREQ=DAILY{}{}", list(plain(), "BYDAY"), month_days()),
            1 => format!("FREQ=WEEKLY{}", list(plain(), "BYDAY")),
            _ if nth.is_empty() => {
                format!("FREQ=MONTHLY{}{}", list(plain(), "BYDAY"), month_days())
            }
            _ => {
                let nth = nth
                    .iter()
                    .map(|(nth, day)| format!("{nth}{}", name[usize::from(*day)]))
                    .collect();
                format!("FREQ=MONTHLY{}{}", list(nth, "BYDAY"), month_days())
            }
        };
        let rule: Recurrence = text.parse().unwrap();
        rule.with_interval(interval).unwrap().with_end(ends).unwrap()
    })
}

/// The moments of a rule in the two years from its start, by the `rrule` crate.
fn by_rrule(start: Date, time: jiff::civil::Time, zone: &str, rule: Recurrence) -> Vec<i64> {
    // There the end is a moment in UTC where ours is a date in the zone.
    let text = match rule.ends() {
        // An end before the start is an error there.
        Ends::On(until) if until < start => return Vec::new(),
        Ends::On(until) => {
            let last = until.at(23, 59, 59, 0).in_tz(zone).unwrap().timestamp();
            let dated = format!("UNTIL={}", until.strftime("%Y%m%d"));
            rule.to_string().replace(&dated, &format!("UNTIL={}", last.strftime("%Y%m%dT%H%M%SZ")))
        }
        _ => rule.to_string(),
    };
    let begins = start.to_datetime(time).strftime("%Y%m%dT%H%M%S");
    let set: rrule::RRuleSet =
        format!("DTSTART;TZID={zone}:{begins}\nRRULE:{text}").parse().unwrap();
    let moments = set.all(800).dates.into_iter().map(|moment| moment.timestamp());
    moments.take_while(|&moment| moment <= two_years_from(start, time, zone)).collect()
}

fn two_years_from(start: Date, time: jiff::civil::Time, zone: &str) -> i64 {
    start.to_datetime(time).in_tz(zone).unwrap().timestamp().as_second() + 730 * 86_400
}

proptest! {
    #[test]
    fn a_rule_is_written_in_one_form_and_read_back(rule in recurrences()) {
        let text = rule.to_string();
        prop_assert_eq!(text.parse::<Recurrence>().unwrap(), rule);
        prop_assert!(text.len() <= steadfast_repair::commitments::RRULE_BYTES_MAX);
    }

    #[test]
    fn no_text_is_too_much(text in "\\PC{0,60}", parts in "(FREQ|BYDAY|COUNT|UNTIL|BYMONTHDAY|=|;|,|-|[0-9]{1,4}|MO|WEEKLY|é){0,20}") {
        let _ = text.parse::<Recurrence>();
        if let Ok(rule) = parts.parse::<Recurrence>() {
            prop_assert_eq!(rule.to_string().parse::<Recurrence>().unwrap(), rule);
        }
    }

    #[test]
    fn occurrences_are_those_of_the_rrule_crate(
        rule in recurrences(),
        days in 0_i32..365,
        minute in 0_i16..1440,
        zone in 0_usize..ZONES.len(),
    ) {
        let zone = ZONES[zone];
        let start = date(2026, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let time = jiff::civil::time((minute / 60) as i8, (minute % 60) as i8, 0, 0);
        // The other crate takes no start at a time that does not exist or exists twice.
        let rules = ZoneName::new(zone).unwrap().time_zone().unwrap();
        prop_assume!(!rules.to_ambiguous_timestamp(start.to_datetime(time)).is_ambiguous());

        let schedule = Schedule::new(start, Within::By(time), ZoneName::new(zone).unwrap(), Some(rule));
        let until = two_years_from(start, time, zone);
        let ours: Vec<i64> = schedule.map_or_else(
            |_| Vec::new(),
            |schedule| {
                let dates = schedule.between(start, date(2029, 12, 31));
                dates
                    .map(|date| schedule.slot(date).unwrap().unwrap().due.as_second())
                    .take_while(|&due| due <= until)
                    .collect()
            },
        );
        prop_assert_eq!(ours, by_rrule(start, time, zone, rule), "{} from {}", rule, start);
    }
}

#[test]
fn the_frequency_can_be_asked_for() {
    let rule: Recurrence =
        "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR,1MO;BYMONTHDAY=-1,15".parse().unwrap();
    assert_eq!(
        (rule.frequency(), rule.interval(), rule.ends()),
        (Frequency::Monthly, 3, Ends::Never)
    );
    assert_eq!(
        rule.nth_weekdays().collect::<Vec<_>>(),
        [(1, Weekday::Monday), (-1, Weekday::Friday)]
    );
    assert_eq!(rule.month_days().collect::<Vec<_>>(), [15, -1]);
    assert!(rule.weekdays().is_empty());
}
