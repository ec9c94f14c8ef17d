//! The list of boundaries: one's own, the other's, and those that are over.

use leptos::prelude::*;
use steadfast_repair::EntryId;

use super::state::{Row, Stands, list};
use crate::{
    circle::{self, Circle},
    messages as say,
    moment::Moment,
    routes::Route,
    ui::{self, AlonePage, Go, GoButton, Note, Page, Stitch, Weight},
    wording::entry_name,
};

/// All boundaries of *Us*.
#[component]
pub(crate) fn BoundariesPage() -> impl IntoView {
    circle::between_two(|us| view! { <BetweenTwo us /> }, || view! { <Alone /> })
}

#[component]
pub(super) fn Alone() -> impl IntoView {
    view! {
        <AlonePage title=say::boundaries::title() lead=say::boundaries::alone() to=Route::Us go=say::frame::us() />
    }
}

#[component]
fn BetweenTwo(us: Circle) -> impl IntoView {
    let moment = Moment::new();
    let (name, acts) = (us.people.other_name(), !us.people.am_professional());
    let circle = StoredValue::new(us);
    let rows = circle::folded(circle, move |folded, us| {
        list(folded.boundaries(), &us.people, moment.today())
    });
    view! {
        <Page title=say::boundaries::title()>
            <p>{say::boundaries::lead()}</p>
            {acts.then(|| view! { <GoButton to=Route::NewBoundary label=say::boundaries::new() weight=Weight::Main /> })}
            {move || {
                let list = rows.get();
                let nothing = list.mine.is_empty() && list.theirs.is_empty();
                let going = if nothing {
                    view! {
                        <Note>
                            <h2>{say::boundaries::empty_title()}</h2>
                            <p>{say::boundaries::empty_lead()}</p>
                        </Note>
                    }
                        .into_any()
                } else {
                    let theirs = if acts { say::boundaries::theirs(&name) } else { say::boundaries::of_both().to_owned() };
                    view! {
                        {acts
                            .then(|| {
                                view! {
                                    <Rows
                                        title=say::boundaries::mine()
                                        none=say::boundaries::none_mine()
                                        rows=list.mine
                                        name=name.clone()
                                        moment
                                    />
                                }
                            })}
                        <Rows
                            title=theirs
                            none=say::boundaries::none_theirs(&name)
                            rows=list.theirs
                            name=name.clone()
                            moment
                        />
                    }
                        .into_any()
                };
                let name = name.clone();
                view! {
                    {going}
                    {(!list.over.is_empty())
                        .then(|| {
                            let rows = list.over.into_iter();
                            view! {
                                <Stitch />
                                <details class="fold">
                                    <summary>{say::boundaries::over_title()}</summary>
                                    <ul class="flow">
                                        {rows
                                            .map(|row| view! { <li><OneRow row name=name.clone() moment /></li> })
                                            .collect_view()}
                                    </ul>
                                </details>
                            }
                        })}
                }
            }}
        </Page>
    }
}

#[component]
fn Rows(
    #[prop(into)] title: String,
    /// What stands there while there is none.
    #[prop(into)]
    none: String,
    rows: Vec<Row>,
    name: String,
    moment: Moment,
) -> impl IntoView {
    let nothing = rows.is_empty().then(|| view! { <p class="quiet">{none}</p> });
    let rows =
        rows.into_iter().map(|row| view! { <li><OneRow row name=name.clone() moment /></li> });
    view! {
        <section class="group">
            <h2>{title}</h2>
            {nothing}
            <ul class="flow">{rows.collect_view()}</ul>
        </section>
    }
}

#[component]
fn OneRow(row: Row, name: String, moment: Moment) -> impl IntoView {
    let when = |at| ui::said(at, moment.now(), &moment.zone());
    let date = |day| ui::date(day, moment.today());
    let stands = match row.stands {
        Stands::Waits { for_me: true, at } => say::boundaries::state_theirs(name, when(at)),
        Stands::Waits { for_me: false, at } => say::boundaries::state_mine(name, when(at)),
        Stands::WaitsForBoth { at } => say::boundaries::state_waits(when(at)),
        Stands::InForce { until } => say::boundaries::state_in_force(date(until)),
        Stands::Over { until } => say::boundaries::state_over(date(until)),
        Stands::Nothing => say::boundaries::state_none().into(),
        Stands::Ended { at } => say::boundaries::state_ended(when(at)),
    };
    view! {
        <article class="group">
            <p>
                <Go to=address(row.id) class="words" label=row.need />
            </p>
            <p class="small quiet">{stands}</p>
        </article>
    }
}

/// Where one boundary is.
pub(super) fn address(id: EntryId) -> Route {
    Route::Boundary(entry_name(id))
}
