//! The days of the week, each to be ticked.

use leptos::prelude::*;
use steadfast_repair::weekdays::{WEEK, Weekdays};

use crate::ui::weekday_name;

/// A question that is answered with days of the week.
#[component]
pub(crate) fn WeekdayTicks(
    /// The question.
    #[prop(into)]
    label: String,
    days: RwSignal<Weekdays>,
) -> impl IntoView {
    let ticks = WEEK.into_iter().map(|day| {
        view! {
            <label class="option">
                <input
                    type="checkbox"
                    prop:checked=move || days.read().contains(day)
                    on:change:target=move |event| {
                        let ticked = event.target().checked();
                        days.update(|days| {
                            *days = days.iter().filter(|other| *other != day).chain(ticked.then_some(day)).collect();
                        });
                    }
                />
                <span class="option-words">{weekday_name(day)}</span>
            </label>
        }
    });
    view! {
        <fieldset class="field">
            <legend>{label}</legend>
            <div class="options weekday-ticks">{ticks.collect_view()}</div>
        </fieldset>
    }
}
