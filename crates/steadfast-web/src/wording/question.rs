//! When and how much somebody wants to know, and when it will be told, in words.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use steadfast_repair::questions::{Detail, Pace, Setting};

use crate::{messages as say, ui};

/// When whoever asked wants the answer, for somebody in the zone `here`.
pub(crate) fn pace(pace: Pace, here: &str, today: Date) -> String {
    match pace {
        Pace::Now => say::wording::pace_now().into(),
        Pace::NotBefore(at) => {
            let date = at.to_zoned(zone(here)).date();
            say::wording::pace_not_before(ui::date_with_weekday(date, today))
        }
        Pace::WithTherapist => say::wording::pace_therapist().into(),
        Pace::Parked => say::wording::pace_parked().into(),
    }
}

/// How much they want to know.
pub(crate) fn detail(detail: Detail) -> &'static str {
    match detail {
        Detail::Short => say::wording::detail_short(),
        Detail::Outline => say::wording::detail_outline(),
        Detail::Full => say::wording::detail_full(),
    }
}

/// By when, and with whom, it will be answered.
pub(crate) fn answer_by(by: Timestamp, with: Setting, here: &str, today: Date) -> String {
    let zone = zone(here);
    let day = ui::date_with_weekday(by.to_zoned(zone.clone()).date(), today);
    let clock = ui::clock_at(by, &zone);
    match with {
        Setting::TheTwo => say::wording::answer_by(day, clock),
        Setting::Therapist => say::wording::answer_by_therapist(day, clock),
    }
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}
