//! An entry on a page: its line, its day, and what was written below it.

use leptos::prelude::*;

use super::Line;
use crate::{messages as say, ui};
use jiff::civil::Date;

/// One entry, told. What somebody else wrote can wait, folded, until it is wanted.
#[component]
pub(crate) fn Entry(
    line: Line,
    /// The day that it is for the one who reads.
    today: Date,
    /// Whether what was written stays closed at first.
    #[prop(optional)]
    folded: bool,
) -> impl IntoView {
    let Line { line: text, inside, day, details, words, .. } = line;
    let written = !words.is_empty();
    let words = words.into_iter().map(|written| {
        view! {
            {written.label.map(|label| view! { <p class="said-part">{label}</p> })}
            <blockquote class="words">{written.text}</blockquote>
        }
    });
    let words = words.collect_view();
    view! {
        <p class="entry-line">
            <ui::Sentence text inside=inside.unwrap_or_default() />
            {day.map(|day| view! { <span class="quiet">{say::wording::for_day(ui::date_with_weekday(day, today))}</span> })}
        </p>
        {details.into_iter().map(|detail| view! { <p class="small quiet begins">{detail}</p> }).collect_view()}
        {if folded && written {
            view! {
                <details class="fold">
                    <summary>{say::wording::read_it()}</summary>
                    {words}
                </details>
            }
                .into_any()
        } else {
            words.into_any()
        }}
    }
}
