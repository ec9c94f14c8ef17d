//! What follows from the two answers before an invitation, and the questions again.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    app::Session,
    gate::{self, Answers, Questions, Way, WhyFirst},
    messages as say,
    routes::Route,
    told::{Telling, Told},
    ui::{GoButton, Page, Stitch, Weight, Working},
};

/// Where somebody stands before an invitation, and the two questions.
#[component]
pub(crate) fn GatePage() -> impl IntoView {
    let session = expect_context::<Session>();
    let kept = gate::way(session);
    let answered = RwSignal::new(None::<Answers>);
    let told = RwSignal::new(None::<Told>);
    let way = Memo::new(move |_| match answered.get() {
        Some(answers) => answers.reasons().map_or(Way::Open, Way::First),
        None => kept.get(),
    });
    let answer = Callback::new(move |answers: Answers| {
        let Some(member) = session.member_untracked() else { return };
        told.set(None);
        spawn_local(async move {
            match gate::keep(&member, answers).await {
                Ok(()) => {
                    answered.try_set(Some(answers));
                }
                Err(error) => {
                    told.try_set(Some(Told::from(&error)));
                }
            }
        });
    });
    let again = move || {
        view! {
            <Stitch />
            <section class="flow">
                <h2>{say::gate::again_title()}</h2>
                <p>{say::gate::again()}</p>
                <Questions on_answer=answer weight=Weight::Plain />
                <Telling told />
            </section>
        }
    };
    move || match way.get() {
        Way::Looking => view! { <Working /> }.into_any(),
        Way::Closed => view! {
            <Page title=say::gate::questions_title()>
                <p>{say::gate::closed()}</p>
                <div class="row">
                    <GoButton to=Route::Mine label=say::gate::closed_go() weight=Weight::Main />
                </div>
            </Page>
        }
        .into_any(),
        Way::Ask => view! {
            <Page title=say::gate::questions_title()>
                <Questions on_answer=answer />
                <Telling told />
            </Page>
        }
        .into_any(),
        Way::First(reasons) => view! {
            <Page title=say::gate::first_title()>
                <WhyFirst reasons />
                {again()}
            </Page>
        }
        .into_any(),
        Way::Open => view! {
            <Page title=say::gate::open_title()>
                <p>{say::gate::open()}</p>
                <div class="row">
                    <GoButton to=Route::People label=say::gate::open_go() weight=Weight::Main />
                </div>
                {again()}
            </Page>
        }
        .into_any(),
    }
}
