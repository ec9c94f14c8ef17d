//! The list of disclosure agreements: what goes on, and what ended.

use leptos::prelude::*;

use super::state::{Row, Stands, list};
use crate::{
    circle::{self, Circle},
    messages as say,
    moment::Moment,
    routes::Route,
    ui::{self, AlonePage, Go, GoButton, Note, Page, Stitch, Weight},
    wording::entry_name,
};

/// All disclosure agreements of *Us*.
#[component]
pub(crate) fn AgreementsPage() -> impl IntoView {
    circle::between_two(|us| view! { <BetweenTwo us /> }, || view! { <Alone /> })
}

#[component]
pub(super) fn Alone() -> impl IntoView {
    view! {
        <AlonePage title=say::agreements::title() lead=say::agreements::alone() to=Route::Us go=say::frame::us() />
    }
}

#[component]
fn BetweenTwo(us: Circle) -> impl IntoView {
    let moment = Moment::new();
    let (name, acts) = (us.people.other_name(), !us.people.am_professional());
    let circle = StoredValue::new(us);
    let rows = circle::folded(circle, |folded, us| Some(list(folded.agreements(), &us.people)));
    view! {
        <Page title=say::agreements::title()>
            <p>{say::agreements::lead()}</p>
            {move || {
                let (going, over) = rows.get().unwrap_or_default();
                let (nothing, name) = (going.is_empty(), name.clone());
                view! {
                    {(nothing && acts)
                        .then(|| {
                            view! {
                                <Note>
                                    <h2>{say::agreements::empty_title()}</h2>
                                    <p>{say::agreements::empty_lead()}</p>
                                </Note>
                            }
                        })}
                    {(nothing && !acts).then(|| view! { <p class="quiet">{say::agreements::empty_along()}</p> })}
                    <Rows rows=going name=name.clone() moment />
                    {acts
                        .then(|| {
                            let weight = if nothing { Weight::Main } else { Weight::Plain };
                            view! { <GoButton to=Route::NewAgreement label=say::agreements::new() weight /> }
                        })}
                    {(!over.is_empty())
                        .then(|| {
                            view! {
                                <Stitch />
                                <details class="fold">
                                    <summary>{say::agreements::ended_title()}</summary>
                                    <Rows rows=over name moment />
                                </details>
                            }
                        })}
                }
            }}
        </Page>
    }
}

#[component]
fn Rows(rows: Vec<Row>, name: String, moment: Moment) -> impl IntoView {
    let rows =
        rows.into_iter().map(|row| view! { <li><OneRow row name=name.clone() moment /></li> });
    view! { <ul class="flow">{rows.collect_view()}</ul> }
}

#[component]
fn OneRow(row: Row, name: String, moment: Moment) -> impl IntoView {
    let when = |at| ui::said(at, moment.now(), &moment.zone());
    let stands = match row.stands {
        Stands::Waits { for_me: true, at } => say::agreements::state_theirs(name, when(at)),
        Stands::Waits { for_me: false, at } => say::agreements::state_mine(name, when(at)),
        Stands::WaitsForBoth { at } => say::agreements::state_waits(when(at)),
        Stands::InForce { review } => {
            say::agreements::state_in_force(ui::date(review, moment.today()))
        }
        Stands::Unreadable => say::agreements::state_unreadable().into(),
        Stands::Nothing => say::agreements::state_none().into(),
        Stands::Ended { at } => say::agreements::state_ended(when(at)),
    };
    let whats = row.whats.into_iter().map(|what| view! { <li class="words">{what}</li> });
    view! {
        <article class="group">
            <h2>
                <Go to=Route::Agreement(entry_name(row.id)) label=row.about.title() />
            </h2>
            <p class="small quiet">{stands}</p>
            <ul class="agreement-whats">{whats.collect_view()}</ul>
        </article>
    }
}
