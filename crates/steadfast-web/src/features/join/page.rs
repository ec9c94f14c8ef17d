//! From a link to a circle: who invites, what will be shared and with whom, and waiting to be let in.

use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use steadfast_circle::CircleId;
use steadfast_member::{error::PreviewError, view::Preview};

use super::{
    ask::Asking,
    state::{Ended, ended, waiting},
    waiting::Waiting,
};
use crate::{
    app::{Brought, Door, Session, WebMember},
    messages as say,
    routes::Route,
    told::{Telling, Told},
    ui::{Button, Clay, GoButton, Page, TextField, WatchedDevice, Weight, Working},
};

/// What was found behind the link.
#[derive(Clone)]
enum Found {
    Looking,
    Invitation(Box<Preview>),
    Trouble(PreviewError),
}

/// Joins a circle.
#[component]
pub(crate) fn JoinPage() -> impl IntoView {
    let session = expect_context::<Session>();
    // A newcomer hears first what every newcomer hears: they may be the one who is watched.
    let warned = RwSignal::new(session.door_signal().get_untracked() != Door::Nobody);
    let asked = RwSignal::new(None::<(CircleId, String)>);
    let link = Memo::new(move |_| session.invitation());
    let knocked = Memo::new(move |_| {
        asked.get().or_else(|| waiting(&session.circles()).map(|circle| (circle, String::new())))
    });
    move || match (link.get(), knocked.get()) {
        (None, Some((circle, inviter))) => view! { <Waiting circle inviter asked /> }.into_any(),
        (None, None) => view! { <Paste /> }.into_any(),
        (Some(_), _) if !warned.get() => view! { <Warning warned /> }.into_any(),
        (Some(link), _) => view! { <Look link asked /> }.into_any(),
    }
}

/// The note about watched devices, before anything else.
#[component]
fn Warning(warned: RwSignal<bool>) -> impl IntoView {
    view! {
        <Page title=say::join::title()>
            <WatchedDevice />
            <div class="row">
                <Button label=say::join::link_go() weight=Weight::Main on_press=move |()| warned.set(true) />
            </div>
        </Page>
    }
}

/// Asks for the link of somebody who has it elsewhere.
#[component]
fn Paste() -> impl IntoView {
    let session = expect_context::<Session>();
    let link = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let text = link.get_untracked().trim().to_owned();
        if text.is_empty() {
            problem.set(Some(say::join::link_missing().into()));
        } else {
            session.bring(Some(Brought::Invitation(text)));
        }
    };
    view! {
        <Page title=say::join::title_paste()>
            <form class="flow" on:submit=submit>
                <TextField
                    label=say::join::link()
                    help=say::join::link_help()
                    kind="url"
                    longest=1000
                    value=link
                    problem
                />
                <div class="row">
                    <Button label=say::join::link_go() weight=Weight::Main submit=true />
                </div>
            </form>
        </Page>
    }
}

/// Looks at the invitation, and shows what it finds.
#[component]
fn Look(link: String, asked: RwSignal<Option<(CircleId, String)>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let found = RwSignal::new_local(Found::Looking);
    let look = {
        let link = link.clone();
        move || {
            let link = link.clone();
            found.set(Found::Looking);
            spawn_local(async move {
                let seen = WebMember::preview(&session.ports(), &link).await;
                found.try_set(match seen {
                    Ok(preview) => Found::Invitation(Box::new(preview)),
                    Err(error) => Found::Trouble(error),
                });
            });
        }
    };
    look();
    let again = Callback::new(move |()| look());
    move || match found.get() {
        Found::Looking => view! {
            <Page title=say::join::title()>
                <Working words=say::join::looking() />
            </Page>
        }
        .into_any(),
        Found::Invitation(preview) => {
            view! { <Asking link=link.clone() preview=*preview asked /> }.into_any()
        }
        Found::Trouble(error) => view! { <NotUsable error again /> }.into_any(),
    }
}

/// An invitation that cannot be used, and what to do.
#[component]
fn NotUsable(error: PreviewError, again: Callback<()>) -> impl IntoView {
    let session = expect_context::<Session>();
    let home = if session.door_signal().get_untracked() == Door::Nobody {
        Route::Begin
    } else {
        Route::Today
    };
    let other = move || {
        view! {
            <Button
                label=say::join::back_to_paste()
                weight=Weight::Quiet
                on_press=move |()| session.bring(None)
            />
            <GoButton to=home.clone() label=say::join::not_now() weight=Weight::Quiet />
        }
    };
    let told = |told: Told| view! { <Telling told=Signal::stored(Some(told)) /> };
    let body = match ended(&error) {
        Ended::Forged => view! {
            <Clay title=say::join::broken_what() urgent=true>
                <p>{say::join::broken_now()}</p>
            </Clay>
        }
        .into_any(),
        Ended::NotOne => {
            told(Told::new(say::join::link_wrong(), say::join::link_wrong_now())).into_any()
        }
        Ended::TooNew => {
            told(Told::new(say::join::too_new_what(), say::join::too_new_now())).into_any()
        }
        Ended::Expired => {
            told(Told::new(say::join::expired_what(), say::join::closed_now())).into_any()
        }
        Ended::Closed => {
            told(Told::new(say::join::closed_what(), say::join::closed_now())).into_any()
        }
        Ended::Relay => {
            let words = match &error {
                PreviewError::Relay(error) => Told::from(error),
                _ => Told::new(say::trouble::silent_what(), say::trouble::silent_now()),
            };
            view! {
                {told(Told { nothing_lost: Some(say::join::still_stands().into()), ..words })}
                <div class="row">
                    <Button label=say::join::again() weight=Weight::Main on_press=again />
                </div>
            }
            .into_any()
        }
    };
    view! {
        <Page title=say::join::title_paste()>
            {body} <div class="row">{other()}</div>
        </Page>
    }
}
