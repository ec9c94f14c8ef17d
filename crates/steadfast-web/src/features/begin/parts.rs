//! The steps that ask and explain, before and after keys are made.

use leptos::prelude::*;

use super::{
    flow::Flow,
    state::{Start, Step},
};
use crate::{
    app::{Door, Navigation, Session},
    gate::{Answers, Questions, WhyFirst},
    messages as say,
    routes::Route,
    ui::{Button, Go, GoButton, Page, Stitch, WatchedDevice, Weight},
};

/// Goes one step back, where one can.
#[component]
pub(crate) fn Back() -> impl IntoView {
    let flow = expect_context::<Flow>();
    flow.step.get_untracked().back(flow.start.get_untracked()).map(|back| {
        view! { <Button label=say::begin::back() weight=Weight::Quiet on_press=move |()| flow.step.set(back) /> }
    })
}

/// What must be said before anything is written.
#[component]
pub(crate) fn BeforeStep() -> impl IntoView {
    let flow = expect_context::<Flow>();
    view! {
        <Page title=say::begin::before_title()>
            <WatchedDevice />
            <p>{say::begin::before_alone()}</p>
            <p>
                {say::begin::before_therapy()} " " <Go to=Route::Help label=say::begin::before_help() />
            </p>
            <div class="row">
                <Button
                    label=say::begin::before_go()
                    weight=Weight::Main
                    on_press=move |()| flow.step.set(Step::Doors)
                />
            </div>
        </Page>
    }
}

/// The five doors, and the one for a further device.
#[component]
pub(crate) fn DoorsStep() -> impl IntoView {
    let flow = expect_context::<Flow>();
    let navigation = expect_context::<Navigation>();
    let enter = move |start: Start| {
        flow.start.set(Some(start));
        flow.answers.set(None);
        flow.step.set(start.next());
    };
    view! {
        <Page title=say::begin::doors_title()>
            <p class="quiet">{say::begin::doors_lead()}</p>
            <ul class="begin-doors">
                <DoorButton label=say::begin::door_hurt() on_press=move |()| enter(Start::Hurt) />
                <DoorButton label=say::begin::door_was_hurt() on_press=move |()| enter(Start::WasHurt) />
                <DoorButton label=say::begin::door_both() on_press=move |()| enter(Start::Both) />
            </ul>
            <ul class="begin-doors">
                <DoorButton
                    label=say::begin::door_invited()
                    help=say::begin::door_invited_help()
                    on_press=move |()| navigation.go(Route::Join)
                />
                <DoorButton
                    label=say::begin::door_words()
                    help=say::begin::door_words_help()
                    on_press=move |()| {
                        flow.start.set(None);
                        flow.answers.set(None);
                        flow.step.set(Step::Restore);
                    }
                />
                <DoorButton
                    label=say::begin::door_device()
                    help=say::begin::door_device_help()
                    on_press=move |()| {
                        flow.start.set(None);
                        flow.answers.set(None);
                        flow.step.set(Step::Device);
                    }
                />
            </ul>
            <div class="row">
                <Back />
            </div>
        </Page>
    }
}

/// One door: the whole row can be touched.
#[component]
fn DoorButton(
    #[prop(into)] label: String,
    #[prop(optional, into)] help: Option<String>,
    #[prop(into)] on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <li>
            <button type="button" class="begin-door" on:click=move |_| on_press.run(())>
                <span class="begin-door-words">{label}</span>
                {help.map(|help| view! { <span class="field-help">{help}</span> })}
            </button>
        </li>
    }
}

/// Whether the partner knows, and whether it has stopped.
#[component]
pub(crate) fn GateStep() -> impl IntoView {
    let flow = expect_context::<Flow>();
    let answer = move |answers: Answers| {
        flow.answers.set(Some(answers));
        flow.step.set(if answers.reasons().is_some() { Step::Specialist } else { Step::You });
    };
    view! {
        <Page title=say::gate::questions_title()>
            <Questions on_answer=answer>
                <Back />
            </Questions>
        </Page>
    }
}

/// Why a specialist comes first, and that one can begin alone all the same.
#[component]
pub(crate) fn SpecialistStep() -> impl IntoView {
    let flow = expect_context::<Flow>();
    view! {
        <Page title=say::gate::first_title()>
            {flow.reasons().map(|reasons| view! { <WhyFirst reasons /> })}
            <Stitch />
            <p>{say::begin::specialist_alone()}</p>
            <div class="row">
                <Button
                    label=say::begin::specialist_go()
                    weight=Weight::Main
                    on_press=move |()| flow.step.set(Step::You)
                />
                <Back />
            </div>
        </Page>
    }
}

/// What a signed record means, before the first entry.
#[component]
pub(crate) fn SignedStep() -> impl IntoView {
    let (session, flow) = (expect_context::<Session>(), expect_context::<Flow>());
    let navigation = expect_context::<Navigation>();
    let facts = [
        (say::begin::signed_readers_title(), say::begin::signed_readers()),
        (say::begin::signed_stays_title(), say::begin::signed_stays()),
        (say::begin::signed_erase_title(), say::begin::signed_erase()),
        (say::begin::signed_proof_title(), say::begin::signed_proof()),
    ];
    let facts = facts.into_iter().map(|(title, body)| {
        view! {
            <section class="group">
                <h2>{title}</h2>
                <p>{body}</p>
            </section>
        }
    });
    // Whoever was told to see a specialist first begins in their own journal, where nothing speaks of the other.
    let invited = untrack(|| session.invitation()).is_some();
    let next = match (invited, flow.reasons()) {
        (true, _) => Route::Join,
        (false, Some(_)) => Route::Mine,
        (false, None) => Route::Today,
    };
    view! {
        <Page title=say::begin::signed_title()>
            <p class="quiet">{say::begin::signed_lead()}</p>
            {facts.collect_view()}
            <div class="row">
                <Button
                    label=say::begin::signed_go()
                    weight=Weight::Main
                    on_press=move |()| {
                        navigation.go(next.clone());
                        flow.forget();
                    }
                />
            </div>
        </Page>
    }
}

/// Somebody has begun on this device already.
#[component]
pub(crate) fn HereAlready() -> impl IntoView {
    let session = expect_context::<Session>();
    let open = session.door_signal().get_untracked() == Door::Open;
    let (to, label) = if open {
        (Route::Today, say::begin::here_already_today())
    } else {
        (Route::Unlock, say::begin::here_already_unlock())
    };
    view! {
        <Page title=say::begin::here_already_title()>
            <p>{say::begin::here_already()}</p>
            <div class="row">
                <GoButton to label weight=Weight::Main />
            </div>
        </Page>
    }
}
