//! The three parts of help.

use std::time::Duration;

use leptos::{leptos_dom::helpers::IntervalHandle, prelude::*};

use super::state::{
    Breath, COUNTRIES, Country, Line, Purpose, Senses, breath_after, country_of, dialled,
};
use crate::{
    messages as say, platform,
    ui::{Button, Choice, SelectField, Weight},
};

/// A circle that breathes, and the words for it, which do the same where nothing may move.
#[component]
pub(super) fn Breathing() -> impl IntoView {
    let seconds = RwSignal::new(None::<u32>);
    let ticking = StoredValue::new(None::<IntervalHandle>);
    let stop = move || {
        if let Some(handle) = ticking.try_update_value(Option::take).flatten() {
            handle.clear();
        }
        // The page may be gone already, and its signals with it.
        let _ = seconds.try_set(None);
    };
    let start = move || {
        stop();
        seconds.set(Some(0));
        let tick = move || {
            let _ = seconds.try_update(|seconds| *seconds = seconds.map(|seconds| seconds + 1));
        };
        // Without a timer the circle still moves, and the first words stay.
        ticking.set_value(set_interval_with_handle(tick, Duration::from_secs(1)).ok());
    };
    on_cleanup(stop);
    let half = Memo::new(move |_| seconds.get().map(|seconds| breath_after(seconds).0));
    let words = move || {
        half.get().map(|half| match half {
            Breath::In => say::help::breathe_in(),
            Breath::Out => say::help::breathe_out(),
        })
    };
    view! {
        <section class="group">
            <h2>{say::help::breathe_title()}</h2>
            <p>{say::help::breathe_why()}</p>
            <Show when=move || half.get().is_some()>
                <div class="breath">
                    <div class="breath-circle" aria-hidden="true"></div>
                    <p class="breath-words">
                        <span aria-live="polite">{words}</span>
                        <span class="quiet" aria-hidden="true">
                            {move || seconds.get().map(|seconds| breath_after(seconds).1)}
                        </span>
                    </p>
                </div>
            </Show>
            // One button for both, so that whoever uses a keyboard keeps their place.
            <Button
                label=Signal::derive(move || {
                    let label = if half.get().is_some() { say::help::breathe_stop() } else { say::help::breathe() };
                    label.to_owned()
                })
                weight=Weight::Main
                on_press=move |()| if half.get_untracked().is_some() { stop() } else { start() }
            />
        </section>
    }
}

/// Five things, four, three, two, one.
#[component]
pub(super) fn Grounding() -> impl IntoView {
    let step = RwSignal::new(Senses::NotBegun);
    let words = move || match step.get() {
        Senses::NotBegun => say::help::ground_why(),
        Senses::Naming(5) => say::help::ground_5(),
        Senses::Naming(4) => say::help::ground_4(),
        Senses::Naming(3) => say::help::ground_3(),
        Senses::Naming(2) => say::help::ground_2(),
        Senses::Naming(_) => say::help::ground_1(),
        Senses::Done => say::help::ground_done(),
    };
    let next = Signal::derive(move || {
        match step.get() {
            Senses::NotBegun => say::help::ground_start(),
            Senses::Naming(_) => say::help::ground_next(),
            Senses::Done => say::help::ground_again(),
        }
        .to_owned()
    });
    view! {
        <section class="group">
            <h2>{say::help::ground_title()}</h2>
            <p class="ground-step" aria-live="polite">
                {words}
            </p>
            <Button label=next on_press=move |()| step.update(|step| *step = step.next()) />
        </section>
    }
}

/// Where on the page the people are, for a link to jump to.
pub(super) const PEOPLE: &str = "people-to-call";

/// Whom one can call, by country.
#[component]
pub(super) fn Lines() -> impl IntoView {
    let chosen = RwSignal::new(country_of(&platform::languages()).map(|country| country.code));
    let choices = std::iter::once(Choice::new(None, say::help::country_none()))
        .chain(COUNTRIES.iter().map(|country| Choice::new(Some(country.code), name(country))))
        .collect();
    let country = move || COUNTRIES.iter().find(|country| Some(country.code) == chosen.get());
    view! {
        <section class="group">
            <h2 id=PEOPLE tabindex="-1">{say::help::call_title()}</h2>
            <p class="quiet">{say::help::call_why()}</p>
            <SelectField label=say::help::country() value=chosen choices=choices help=say::help::country_elsewhere() />
            {move || country().map(|country| view! { <OfCountry country /> })}
        </section>
    }
}

/// The country's name in the reader's language.
fn name(country: &Country) -> String {
    platform::region_name(country.code, say::language()).unwrap_or_else(|| country.name.to_owned())
}

/// The numbers of one country.
#[component]
fn OfCountry(country: &'static Country) -> impl IntoView {
    let emergency = country.emergency.iter().map(|number| {
        view! {
            <li>
                <a class="button" href=dialled(number)>
                    {say::help::call(*number)}
                </a>
            </li>
        }
    });
    view! {
        <div class="lines group">
            <h3>{say::help::call_emergency()}</h3>
            <ul class="row">{emergency.collect_view()}</ul>
            <p class="small">
                <Page address=country.emergency_source words=say::help::source(host(country.emergency_source)) />
            </p>
            <LinesFor country purpose=Purpose::Crisis title=say::help::call_crisis() />
            <LinesFor country purpose=Purpose::Violence title=say::help::call_violence() />
        </div>
    }
}

/// The lines of one purpose.
#[component]
fn LinesFor(country: &'static Country, purpose: Purpose, title: &'static str) -> impl IntoView {
    let lines: Vec<&'static Line> =
        country.lines.iter().filter(|line| line.purpose == purpose).collect();
    view! {
        <h3>{title}</h3>
        {if lines.is_empty() {
            view! { <p>{say::help::none_sure()}</p> }.into_any()
        } else {
            view! { <ul class="group">{lines.into_iter().map(|line| view! { <OneLine line /> }).collect_view()}</ul> }
                .into_any()
        }}
    }
}

/// One line: its name, its number, when it answers, and its own page or, where none is known, the page that says so.
#[component]
fn OneLine(line: &'static Line) -> impl IntoView {
    let (address, words) = match line.web {
        Some(web) => (web, say::help::site(host(web))),
        None => (line.source, say::help::source(host(line.source))),
    };
    view! {
        <li class="line">
            <p translate="no">{line.name}</p>
            <div class="row">
                {line.phone.map(|phone| view! { <a class="button" href=dialled(phone)>{say::help::call(phone)}</a> })}
                {line.all_day.then(|| view! { <span class="quiet">{say::help::all_day()}</span> })}
                <span class="small">
                    <Page address words />
                </span>
            </div>
        </li>
    }
}

/// Whose page it is, as one would say it aloud: `https://www.samaritans.org/how-we-can-help` is `samaritans.org`.
fn host(address: &str) -> &str {
    let rest = address.trim_start_matches("https://").trim_start_matches("www.");
    rest.split('/').next().unwrap_or(rest)
}

/// A link to a page, opened apart, telling it nothing of where one came from.
#[component]
fn Page(address: &'static str, words: String) -> impl IntoView {
    view! {
        <a href=address target="_blank" rel="noreferrer noopener external">
            {words}
        </a>
    }
}
