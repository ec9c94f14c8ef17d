//! When the app locks itself.

use leptos::prelude::*;

use crate::{
    messages as say, platform,
    ui::{Choice, SelectField},
};

/// The minutes that can be chosen. There is no *never*: a page left open is the likeliest way to be read.
const MINUTES: [u32; 6] = [1, 2, 5, 10, 20, 60];

/// The idle lock.
#[component]
pub(crate) fn LockSection() -> impl IntoView {
    let minutes = RwSignal::new(platform::idle_minutes());
    Effect::new(move |before: Option<u32>| {
        let chosen = minutes.get();
        if before.is_some_and(|before| before != chosen) {
            platform::store_idle_minutes(chosen);
        }
        chosen
    });
    let choices = MINUTES
        .into_iter()
        .map(|minutes| Choice::new(minutes, say::settings::idle_minutes(minutes.into())))
        .collect();
    view! {
        <section class="group">
            <h2>{say::settings::lock_title()}</h2>
            <SelectField
                label=say::settings::idle()
                help=say::settings::idle_help()
                value=minutes
                choices
            />
        </section>
    }
}
