//! The page of all questions, by how they stand.

use leptos::prelude::*;
use steadfast_repair::questions::{Pace, Question, Standing};

use super::state::{Filter, last_answered, listed};
use crate::{
    app::Session,
    circle::{self, Circle},
    messages as say,
    moment::Moment,
    routes::Route,
    ui::{self, AlonePage, Choice, Go, GoButton, Page, SelectField, Weight},
    wording::{People, answer_by, entry_name, opening, pace},
};

/// The questions between the two.
#[component]
pub(crate) fn QuestionsPage() -> impl IntoView {
    circle::between_two(|us| view! { <BetweenTwo us /> }, || view! { <Alone /> })
}

/// Where nobody else is there to be asked.
#[component]
pub(super) fn Alone() -> impl IntoView {
    let us = circle::here(expect_context::<Session>());
    view! {
        <AlonePage
            title=say::questions::title()
            lead=say::questions::alone_lead()
            to=if us.get_untracked().is_some() { Route::Us } else { Route::Mine }
            go=say::questions::alone_go()
        />
    }
}

#[component]
fn BetweenTwo(us: Circle) -> impl IntoView {
    let moment = Moment::new();
    let people = us.people.clone();
    let (asks, along) = (people.asks(), us.reads_along());
    let name = people.other_name();
    let circle = StoredValue::new(us);
    let filter = RwSignal::new(Filter::All);
    let shown = circle::folded(circle, move |folded, _| listed(folded, filter.get()));
    let any = circle::folded(circle, |folded, _| !folded.questions().all().is_empty());
    let choices = || {
        let choice = |filter| Choice::new(filter, filter_word(filter));
        Filter::ALL.into_iter().map(choice).collect()
    };
    view! {
        <Page title=say::questions::title()>
            {if asks {
                view! {
                    <p>{say::questions::lead_asker(&name)}</p>
                    <GoButton to=Route::NewQuestion label=say::questions::ask_go(&name) weight=Weight::Main />
                }
                    .into_any()
            } else if along {
                view! { <p>{say::us::along()}</p> }.into_any()
            } else {
                view! { <p>{say::questions::lead_answerer(&name)}</p> }.into_any()
            }}
            <Show when=move || any.get()>
                <SelectField label=say::questions::filter() value=filter choices=choices() />
            </Show>
            {move || {
                let rows = shown.get();
                if rows.is_empty() {
                    let none = if any.get() { say::questions::none_such() } else { say::questions::none() };
                    return view! { <p class="quiet">{none}</p> }.into_any();
                }
                let rows = rows
                    .into_iter()
                    .map(|question| view! { <li><OneRow question people=people.clone() moment /></li> });
                view! { <ul class="question-rows">{rows.collect_view()}</ul> }.into_any()
            }}
        </Page>
    }
}

fn filter_word(filter: Filter) -> &'static str {
    match filter {
        Filter::All => say::questions::filter_all(),
        Filter::Unanswered => say::questions::filter_unanswered(),
        Filter::Promised => say::questions::filter_promised(),
        Filter::Answered => say::questions::filter_answered(),
        Filter::Changed => say::questions::filter_changed(),
    }
}

#[component]
fn OneRow(question: Question, people: People, moment: Moment) -> impl IntoView {
    let (at, who) = (question.entry.at, people.subject(question.entry.author));
    let asked = move || say::questions::asked(ui::said(at, moment.now(), &moment.zone()), &who);
    let (name, words) = (entry_name(question.id()), opening(question.words.as_str()));
    let stands = move || stands(&question, &people, moment);
    view! {
        <article class="question-row">
            <h2 class="question-name">
                <Go to=Route::Question(name) class="words" label=words />
            </h2>
            <p class="small quiet">{asked}</p>
            <p class="small">{stands}</p>
        </article>
    }
}

/// How a question stands, in a sentence.
pub(super) fn stands(question: &Question, people: &People, moment: Moment) -> String {
    let (now, zone, today) = (moment.now(), moment.zone(), moment.today());
    let answered = last_answered(question).map(|at| ui::said(at, now, &zone)).unwrap_or_default();
    match question.standing() {
        Standing::Withdrawn => say::questions::stands_withdrawn().into(),
        Standing::Answered => say::questions::stands_answered(answered),
        Standing::Changed => say::questions::stands_changed().into(),
        Standing::Unanswered | Standing::Promised if question.pace == Pace::Parked => {
            say::questions::stands_parked().into()
        }
        Standing::Promised => match question.promised() {
            Some((by, with)) => {
                let by = answer_by(by, with, &moment.zone_name(), today);
                say::questions::stands_promised(by)
            }
            None => say::questions::stands_finding_out().into(),
        },
        Standing::Unanswered if question.is_wanted(now) && question.pace == Pace::Now => {
            say::questions::stands_unanswered().into()
        }
        Standing::Unanswered if people.is_me(question.entry.author) => {
            say::questions::stands_waits(pace(question.pace, &moment.zone_name(), today))
        }
        Standing::Unanswered => pace(question.pace, &moment.zone_name(), today),
    }
}
