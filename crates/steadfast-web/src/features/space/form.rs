//! Space as it is being asked for: plain data.

use jiff::{Timestamp, ToSpan, Zoned, civil::Date};
use steadfast_repair::{
    space::{Exemptions, SPACE_HOURS_MAX},
    words::Title,
};

/// When an evening ends, and when a morning has come, for those who ask until then.
const EVENING_HOUR: i8 = 20;
const MORNING_HOUR: i8 = 8;

/// For how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span {
    /// Until this evening.
    Evening,
    /// Until tomorrow morning.
    Morning,
    /// A day and a night.
    Day,
    /// Until a time of one's own.
    Own,
}

/// The spans that can be chosen at a moment: this evening only while it lies ahead by an hour.
pub(super) fn spans(now: &Zoned) -> Vec<Span> {
    let evening = until(Span::Evening, now, ("", ""));
    let ahead = evening.is_some_and(|until| until.duration_since(now.timestamp()).as_hours() >= 1);
    let evening = ahead.then_some(Span::Evening);
    evening.into_iter().chain([Span::Morning, Span::Day, Span::Own]).collect()
}

/// Until when, with the date and time of the fields for a time of one's own. `None` if that lies behind, or too far ahead.
pub(super) fn until(span: Span, now: &Zoned, (date, time): (&str, &str)) -> Option<Timestamp> {
    let at = |date: Date, hour: i8| {
        Some(date.at(hour, 0, 0, 0).to_zoned(now.time_zone().clone()).ok()?.timestamp())
    };
    let until = match span {
        Span::Evening => at(now.date(), EVENING_HOUR)?,
        Span::Morning => at(now.date().tomorrow().ok()?, MORNING_HOUR)?,
        Span::Day => now.timestamp().checked_add(24.hours()).ok()?,
        Span::Own => {
            let (date, time): (Date, jiff::civil::Time) = (date.parse().ok()?, time.parse().ok()?);
            date.to_datetime(time).to_zoned(now.time_zone().clone()).ok()?.timestamp()
        }
    };
    // The record keeps milliseconds; what it keeps is what is asked for.
    let until = Timestamp::from_millisecond(until.as_millisecond()).ok()?;
    let longest = now.timestamp().checked_add(SPACE_HOURS_MAX.hours()).ok()?;
    (now.timestamp() < until && until <= longest).then_some(until)
}

/// What goes through: what was ticked, and a line of one's own.
pub(super) fn exemptions(ticked: &[(&str, bool)], own: &str) -> Option<Exemptions> {
    let chosen = ticked.iter().filter(|(_, ticked)| *ticked).map(|(line, _)| *line);
    let own = Some(own.trim()).filter(|own| !own.is_empty());
    let mut lines: Vec<Title> = chosen.chain(own).map(Title::new).collect::<Result<_, _>>().ok()?;
    lines.dedup();
    Exemptions::new(lines).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now(text: &str) -> Zoned {
        text.parse().unwrap()
    }

    fn asked(span: Span, at: &str, own: (&str, &str)) -> Option<String> {
        let now = now(at);
        Some(
            until(span, &now, own)?.to_zoned(now.time_zone().clone()).strftime("%F %R").to_string(),
        )
    }

    #[test]
    fn a_span_ends_when_people_say_it_does() {
        let at = "2026-11-22T15:30[Europe/Lisbon]";
        let check =
            |span, expected: &str| assert_eq!(asked(span, at, ("", "")).as_deref(), Some(expected));
        check(Span::Evening, "2026-11-22 20:00");
        check(Span::Morning, "2026-11-23 08:00");
        check(Span::Day, "2026-11-23 15:30");
        assert_eq!(
            asked(Span::Own, at, ("2026-11-25", "18:00")).as_deref(),
            Some("2026-11-25 18:00")
        );
    }

    #[test]
    fn a_time_that_is_over_or_too_far_is_none() {
        let at = "2026-11-22T15:30[Europe/Lisbon]";
        for own in
            [("2026-11-22", "15:30"), ("2026-12-06", "15:31"), ("", "18:00"), ("2026-11-23", "")]
        {
            assert_eq!(asked(Span::Own, at, own), None, "{own:?}");
        }
        assert!(asked(Span::Own, at, ("2026-12-06", "15:30")).is_some());
    }

    #[test]
    fn an_evening_that_is_nearly_there_is_not_offered() {
        assert!(spans(&now("2026-11-22T19:00[Europe/Lisbon]")).contains(&Span::Evening));
        assert!(!spans(&now("2026-11-22T19:30[Europe/Lisbon]")).contains(&Span::Evening));
        assert!(!spans(&now("2026-11-22T22:00[Europe/Lisbon]")).contains(&Span::Evening));
    }

    #[test]
    fn what_goes_through_is_what_was_ticked_and_written() {
        let all = exemptions(&[("a", true), ("b", false)], " c ").unwrap();
        let lines: Vec<_> = all.all().iter().map(Title::as_str).collect();
        assert_eq!(lines, ["a", "c"]);
        assert_eq!(exemptions(&[("a", true)], "a").unwrap().all().len(), 1);
        assert_eq!(exemptions(&[("a", true)], "two\nlines"), None);
    }
}
