//! Waiting to be let in, and being in.

use leptos::{prelude::*, task::spawn_local};
use steadfast_circle::CircleId;
use steadfast_member::{
    error::SayError,
    view::{CircleSummary, JoinState, Standing},
};
use steadfast_repair::people::CircleKind;

use super::ask::join_words;
use crate::{
    app::Session,
    messages as say,
    routes::Route,
    told::{Telling, Told},
    ui::{Button, GoButton, Page, Stitch, Weight, WordList, Working},
};

/// What is shown of a circle at which somebody knocked.
#[component]
pub(crate) fn Waiting(
    circle: CircleId,
    /// Who invited, if that is still known.
    inviter: String,
    asked: RwSignal<Option<(CircleId, String)>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let inviter =
        if inviter.is_empty() { say::join::inviter_unnamed().to_owned() } else { inviter };
    let here = Memo::new(move |_| {
        session
            .member()
            .and_then(|member| member.circle(circle))
            .filter(|circle| circle.standing == Standing::In)
            .map(|circle| (circle.kind, others(&circle)))
    });
    move || match here.get() {
        Some((kind, names)) => view! { <In circle kind names /> }.into_any(),
        None => view! { <StillWaiting circle inviter=inviter.clone() asked /> }.into_any(),
    }
}

/// The names of everybody else who is in a circle.
fn others(circle: &CircleSummary) -> String {
    let names: Vec<_> = circle
        .people
        .iter()
        .filter(|person| !person.me && !person.left)
        .filter_map(|person| person.name.as_ref().map(|name| name.as_str().to_owned()))
        .collect();
    names.join(", ")
}

/// We knocked, and wait.
#[component]
fn StillWaiting(
    circle: CircleId,
    inviter: String,
    asked: RwSignal<Option<(CircleId, String)>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let told = Signal::derive(move || match session.joining(circle) {
        Some(Err(error)) => Some(join_words(&error)),
        _ => None,
    });
    let failed = RwSignal::new(None::<Told>);
    let words = Memo::new(move |_| match session.joining(circle) {
        Some(Ok(JoinState::Waiting { words })) => words.split(' ').map(str::to_owned).collect(),
        _ => Vec::new(),
    });
    let stop = move |()| {
        let Some(member) = session.member_untracked() else { return };
        spawn_local(async move {
            match member.forget(circle).await {
                Ok(()) => asked.set(None),
                Err(SayError::Keep(error)) => failed.set(Some(Told::from(&error))),
                // It was settled meanwhile: we are in, or it is gone already.
                Err(_) => asked.set(None),
            }
        });
    };
    let compare = say::join::waiting_words(&inviter);
    view! {
        <Page title=say::join::waiting_title(&inviter)>
            <p>{say::join::waiting_lead(&inviter)}</p>
            <Telling told />
            {move || {
                let words = words.get();
                if words.is_empty() {
                    view! { <Working words=say::join::waiting_looking() /> }.into_any()
                } else {
                    view! {
                        <section class="group">
                            <p>{compare.clone()}</p>
                            <WordList label=say::join::waiting_words_label() words />
                        </section>
                    }
                        .into_any()
                }
            }}
            <Telling told=failed />
            <Stitch />
            <div class="row">
                <GoButton to=Route::Today label=say::join::waiting_today() />
                <Button label=say::join::waiting_stop() weight=Weight::Quiet on_press=Callback::new(stop) />
            </div>
        </Page>
    }
}

/// We are in.
#[component]
fn In(circle: CircleId, kind: CircleKind, names: String) -> impl IntoView {
    let label = match kind {
        CircleKind::Us => say::join::joined_go(),
        _ => say::join::joined_circle(),
    };
    let lead = if names.is_empty() {
        say::join::joined_lead_unnamed().into()
    } else {
        say::join::joined_lead(names)
    };
    view! {
        <Page title=say::join::joined_title()>
            <div role="status">
                <p>{lead}</p>
            </div>
            <Stitch mended=true />
            <div class="row">
                <GoButton to=Route::Us circle label weight=Weight::Main />
            </div>
        </Page>
    }
}
