//! A row of days with their marks.

use jiff::civil::Date;
use leptos::prelude::*;
use steadfast_repair::commitments::Day;

use super::{Mark, state_word};
use crate::{messages as say, ui};

/// A row of days with their marks; each is read aloud with its day and its words. Nothing, if nothing was promised.
#[component]
pub(crate) fn Days(days: Vec<Day>, today: Date) -> impl IntoView {
    let promised = days.iter().any(|day| !day.marks.is_empty());
    let days = days.into_iter().map(|day| {
        let words = day_words(&day, today);
        let name = ui::weekday_short(day.date.weekday());
        view! {
            <li class="day" class:day-today=day.date == today>
                <span class="day-marks" aria-hidden="true">
                    {day
                        .marks
                        .iter()
                        .map(|mark| view! { <Mark state=mark.follow_through seen_otherwise=mark.seen_otherwise /> })
                        .collect_view()}
                </span>
                <span class="day-name" aria-hidden="true">{name}</span>
                <span class="unseen">{words}</span>
            </li>
        }
    });
    promised.then(|| view! { <ul class="days">{days.collect_view()}</ul> })
}

/// A day and what became of it, to be read aloud: "Thursday 19 November: Kept".
pub(crate) fn day_words(day: &Day, today: Date) -> String {
    let states: Vec<String> = day
        .marks
        .iter()
        .map(|mark| {
            let word = state_word(mark.follow_through);
            if mark.seen_otherwise {
                say::wording::state_seen_otherwise(word)
            } else {
                word.to_owned()
            }
        })
        .collect();
    let states = if states.is_empty() {
        say::wording::nothing_promised().to_owned()
    } else {
        states.join(", ")
    };
    say::wording::days_of(ui::date_with_weekday(day.date, today), states)
}
