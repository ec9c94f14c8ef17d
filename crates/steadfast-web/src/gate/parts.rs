//! The two questions, why a specialist comes first, and what stands in an invitation's place.

use leptos::{ev::SubmitEvent, prelude::*};

use super::state::{Answers, Knows, Reasons, Stopped, Way};
use crate::{
    messages as say,
    routes::Route,
    ui::{Button, Choice, ChoiceField, Go, GoButton, Note, Weight},
};

/// Asks whether the partner knows and whether it has stopped.
#[component]
pub(crate) fn Questions(
    #[prop(into)] on_answer: Callback<Answers>,
    /// That of the button.
    #[prop(default = Weight::Main)]
    weight: Weight,
    /// What stands beside the button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let knows = RwSignal::new(None::<Knows>);
    let stopped = RwSignal::new(None::<Stopped>);
    let asked = RwSignal::new(false);
    let unanswered = move || asked.get() && (knows.read().is_none() || stopped.read().is_none());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        asked.set(true);
        if let (Some(knows), Some(stopped)) = (knows.get_untracked(), stopped.get_untracked()) {
            on_answer.run(Answers { knows, stopped });
        }
    };
    view! {
        <p class="quiet">{say::gate::kept()}</p>
        <form class="flow" on:submit=submit>
            <ChoiceField
                label=say::gate::knows()
                value=knows
                choices=vec![
                    Choice::new(Knows::All, say::gate::knows_all()),
                    Choice::new(Knows::Some, say::gate::knows_some()),
                    Choice::new(Knows::Nothing, say::gate::knows_no()),
                    Choice::new(Knows::Unsaid, say::gate::unsaid()),
                ]
            />
            <ChoiceField
                label=say::gate::stopped()
                value=stopped
                choices=vec![
                    Choice::new(Stopped::Yes, say::gate::stopped_yes()),
                    Choice::new(Stopped::No, say::gate::stopped_no()),
                    Choice::new(Stopped::Unsure, say::gate::stopped_unsure()),
                    Choice::new(Stopped::Unsaid, say::gate::unsaid()),
                ]
            />
            <p class="field-problem" role="status">
                {move || unanswered().then(say::gate::unanswered)}
            </p>
            <div class="row">
                <Button label=say::gate::go() weight submit=true />
                {children.map(|children| children())}
            </div>
        </form>
    }
}

/// Why a specialist comes first, and how to find one.
#[component]
pub(crate) fn WhyFirst(reasons: Reasons) -> impl IntoView {
    let part = |title: &'static str, body: &'static str| {
        view! {
            <section class="group">
                <h2>{title}</h2>
                <p>{body}</p>
            </section>
        }
    };
    view! {
        {reasons.telling.then(|| part(say::gate::telling_title(), say::gate::telling()))}
        {reasons.stopping.then(|| part(say::gate::stopping_title(), say::gate::stopping()))}
        {part(say::gate::find_title(), say::gate::find())}
        <Note>
            <p>{say::gate::safe()}</p>
            <p>
                <Go to=Route::Help label=say::begin::before_help() />
            </p>
        </Note>
    }
}

/// What stands where an invitation would be pressed for, and is not: why, and the way to answer again. Nothing where
/// it is offered, and nothing where that is not to be told.
#[component]
pub(crate) fn BeforeInviting(way: Memo<Way>) -> impl IntoView {
    move || {
        let (words, label) = match way.get() {
            Way::First(_) => (say::gate::held(), say::gate::held_go()),
            Way::Ask => (say::gate::ask(), say::gate::ask_go()),
            Way::Looking | Way::Closed | Way::Open => return None,
        };
        Some(view! {
            <div class="group">
                <p>{words}</p>
                <div class="row">
                    <GoButton to=Route::Gate label />
                </div>
            </div>
        })
    }
}
