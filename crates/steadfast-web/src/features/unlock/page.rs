//! Asks for the passphrase; stands in place of every page that needs the keys while they are gone.

use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use steadfast_member::{UnwrapError, error::UnlockError};
use zeroize::Zeroize;

use crate::{
    app::{Door, Session, WebMember},
    emptying::Emptying,
    messages as say,
    routes::Route,
    told::{Said, Telling, Told, unwrapping},
    ui::{Button, GoButton, Page, PassphraseField, Trouble, Weight},
};

/// The page for whatever stands at the door while it is not open.
#[component]
pub(crate) fn UnlockPage() -> impl IntoView {
    let session = expect_context::<Session>();
    move || match session.door() {
        Door::Looking | Door::Open => ().into_any(),
        Door::Nobody => view! {
            <Page title=say::unlock::empty_title()>
                <p>{say::unlock::empty_lead()}</p>
                <div class="row">
                    <GoButton to=Route::Begin label=say::unlock::empty_go() weight=Weight::Main />
                </div>
            </Page>
        }
        .into_any(),
        Door::Locked => view! { <Locked /> }.into_any(),
        Door::TooNew => view! {
            <Page title=say::unlock::title()>
                <Trouble what=say::unlock::too_new_what() now=say::unlock::too_new_now() />
            </Page>
        }
        .into_any(),
        Door::Unavailable => view! {
            <Page title=say::unlock::title()>
                <Trouble what=say::unlock::unavailable_what() now=say::unlock::unavailable_now() />
            </Page>
        }
        .into_any(),
    }
}

/// The passphrase, please.
#[component]
fn Locked() -> impl IntoView {
    let session = expect_context::<Session>();
    let passphrase = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let told = RwSignal::new(None::<Told>);
    let forgotten = RwSignal::new(false);
    on_cleanup(move || {
        passphrase.try_update(Zeroize::zeroize);
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        problem.set(None);
        told.set(None);
        busy.set(true);
        spawn_local(async move {
            let text = passphrase.get_untracked();
            match WebMember::unlock(session.ports(), &text).await {
                Ok(member) => session.open(member),
                // Another tab emptied the store, or a newer version took it over.
                Err(UnlockError::Keystore(UnwrapError::Empty | UnwrapError::TooNew)) => {
                    session.look()
                }
                Err(error) => match words(&error) {
                    Said::AtField(found) => problem.set(Some(found)),
                    Said::Apart(found) => told.set(Some(found)),
                },
            }
            busy.try_set(false);
        });
    };
    view! {
        <Page title=say::unlock::title()>
            <form class="flow" on:submit=submit>
                <PassphraseField label=say::unlock::passphrase() value=passphrase problem />
                <Telling told />
                <div class="row">
                    <Button label=say::unlock::go() weight=Weight::Main submit=true busy />
                </div>
                <p class="quiet" role="status">
                    {move || busy.get().then(say::unlock::working)}
                </p>
            </form>
            <Show
                when=move || forgotten.get()
                fallback=move || {
                    view! {
                        <Button
                            label=say::unlock::forgotten()
                            weight=Weight::Quiet
                            on_press=move |()| forgotten.set(true)
                        />
                    }
                }
            >
                <Forgotten forgotten />
            </Show>
        </Page>
    }
}

/// The way of somebody who no longer has the passphrase: an empty device, and the 24 words.
#[component]
fn Forgotten(forgotten: RwSignal<bool>) -> impl IntoView {
    view! {
        <Emptying
            title=say::unlock::forgotten_title()
            sure_label=say::unlock::forgotten_sure()
            go=say::unlock::forgotten_clear()
            keep=say::unlock::keep()
            open=forgotten
        >
            <p>{say::unlock::forgotten_lead()}</p>
            <p>{say::unlock::forgotten_lost()}</p>
        </Emptying>
    }
}

fn words(error: &UnlockError) -> Said {
    match error {
        UnlockError::Keystore(error) => unwrapping(error, say::unlock::wrong()),
        UnlockError::Keep(error) => Said::Apart(error.into()),
    }
}
