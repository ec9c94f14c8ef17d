//! *Mine* while its own passphrase keeps it closed.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    app::Session,
    messages as say,
    told::{Said, Telling, Told, unwrapping},
    ui::{Button, Page, PassphraseField, Weight},
};

/// The way in.
#[component]
pub(super) fn Closed() -> impl IntoView {
    let session = expect_context::<Session>();
    let passphrase = RwSignal::new(String::new());
    let at_field = RwSignal::new(None::<String>);
    let apart = RwSignal::new(None::<Told>);
    let busy = RwSignal::new(false);
    let open = move || {
        let Some(member) = session.member_untracked() else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        at_field.set(None);
        apart.set(None);
        spawn_local(async move {
            let written = passphrase.get_untracked();
            let opened = member.open_mine(&written).await;
            busy.try_set(false);
            match opened {
                Ok(()) => {
                    passphrase.try_set(String::new());
                }
                Err(steadfast_member::error::UnlockError::Keystore(error)) => {
                    match unwrapping(&error, say::mine::wrong()) {
                        Said::AtField(words) => {
                            at_field.try_set(Some(words));
                        }
                        Said::Apart(told) => {
                            apart.try_set(Some(told));
                        }
                    }
                }
                Err(steadfast_member::error::UnlockError::Keep(error)) => {
                    apart.try_set(Some(Told::from(&error)));
                }
            }
        });
    };
    view! {
        <Page title=say::mine::title()>
            <p>{say::mine::locked()}</p>
            <p class="quiet">{say::mine::locked_lead()}</p>
            <form
                class="flow"
                on:submit=move |event| {
                    event.prevent_default();
                    open();
                }
            >
                <PassphraseField label=say::mine::passphrase() value=passphrase problem=at_field />
                <Telling told=apart />
                <Button label=say::mine::open() weight=Weight::Main submit=true busy=busy />
            </form>
        </Page>
    }
}

/// Closes it again, where it has a passphrase of its own.
#[component]
pub(super) fn CloseAgain() -> impl IntoView {
    let session = expect_context::<Session>();
    let has =
        Memo::new(move |_| session.member().is_some_and(|member| member.mine_has_passphrase()));
    let close = move || {
        if let Some(member) = session.member_untracked() {
            member.close_mine();
        }
    };
    view! {
        <Show when=move || has.get()>
            <Button label=say::mine::close() on_press=move |()| close() />
        </Show>
    }
}
