//! What opens the app: the passphrase, one for *Mine*, and the 24 words.

use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use steadfast_member::error::UnlockError;
use zeroize::Zeroize;

use crate::{
    app::Session,
    messages as say,
    told::{Changing, Said, Telling, Told, unwrapping},
    ui::{Button, NewPassphrase, NewPassphraseFields, Note, PassphraseField, WordList},
};

/// Changes the passphrase of this device.
#[component]
pub(crate) fn PassphraseSection() -> impl IntoView {
    let session = expect_context::<Session>();
    let old = RwSignal::new(String::new());
    let old_problem = RwSignal::new(None::<String>);
    let new = NewPassphrase::new();
    let busy = RwSignal::new(false);
    let done = RwSignal::new(false);
    let told = RwSignal::new(None::<Told>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        done.set(false);
        told.set(None);
        old_problem.set(None);
        let (Some(text), Some(member)) = (new.take(), session.member_untracked()) else { return };
        busy.set(true);
        spawn_local(async move {
            match member.change_passphrase(&old.get_untracked(), &text).await {
                Ok(()) => {
                    forget(old);
                    new.forget();
                    done.try_set(true);
                }
                Err(error) => match Changing::of(&error, say::settings::wrong()) {
                    Changing::AtOld(words) => old_problem.set(Some(words)),
                    Changing::AtNew(words) => new.problem.set(Some(words)),
                    Changing::Apart(words) => told.set(Some(words)),
                },
            }
            busy.try_set(false);
        });
    };
    view! {
        <section class="group">
            <h2>{say::settings::passphrase_title()}</h2>
            <details class="fold">
                <summary>{say::settings::passphrase_go()}</summary>
                <form class="flow" on:submit=submit>
                    <PassphraseField label=say::settings::passphrase_old() value=old problem=old_problem />
                    <NewPassphraseFields
                        label=say::settings::passphrase_new()
                        again_label=say::settings::passphrase_again()
                        passphrase=new
                    />
                    <Telling told />
                    <div class="row">
                        <Button label=say::settings::passphrase_go() submit=true busy />
                    </div>
                </form>
            </details>
            <p role="status">{move || done.get().then(say::settings::passphrase_changed)}</p>
        </section>
    }
}

/// Gives *Mine* a passphrase of its own, or takes it away.
#[component]
pub(crate) fn MineSection() -> impl IntoView {
    let session = expect_context::<Session>();
    let has =
        Memo::new(move |_| session.member().is_some_and(|member| member.mine_has_passphrase()));
    let new = NewPassphrase::new();
    let busy = RwSignal::new(false);
    let done = RwSignal::new(None::<&'static str>);
    let told = RwSignal::new(None::<Told>);
    let change = move |passphrase: Option<String>| {
        let Some(member) = session.member_untracked().filter(|_| !busy.get_untracked()) else {
            return;
        };
        done.set(None);
        told.set(None);
        busy.set(true);
        spawn_local(async move {
            match member.set_mine_passphrase(passphrase.as_deref()).await {
                Ok(()) => {
                    new.forget();
                    let words = if passphrase.is_some() {
                        say::settings::mine_set()
                    } else {
                        say::settings::mine_removed()
                    };
                    done.try_set(Some(words));
                }
                Err(error) => match Changing::of(&error, say::settings::mine_closed()) {
                    Changing::AtNew(words) => new.problem.set(Some(words)),
                    Changing::AtOld(words) => {
                        told.set(Some(Told::new(words, say::trouble::mine_now())))
                    }
                    Changing::Apart(words) => told.set(Some(words)),
                },
            }
            busy.try_set(false);
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(text) = new.take() {
            change(Some(text));
        }
    };
    let fold =
        move || if has.get() { say::settings::mine_change() } else { say::settings::mine_go() };
    view! {
        <section class="group">
            <h2>{say::settings::mine_title()}</h2>
            <p>{move || if has.get() { say::settings::mine_has() } else { say::settings::mine_has_not() }}</p>
            <p class="quiet">{say::settings::mine_about()}</p>
            <details class="fold">
                <summary>{fold}</summary>
                <form class="flow" on:submit=submit>
                    <NewPassphraseFields
                        label=say::settings::mine_new()
                        again_label=say::settings::passphrase_again()
                        passphrase=new
                    />
                    <div class="row">
                        <Button label=Signal::derive(move || fold().to_owned()) submit=true busy />
                    </div>
                </form>
            </details>
            <Show when=move || has.get()>
                <Button label=say::settings::mine_remove() busy on_press=Callback::new(move |()| change(None)) />
            </Show>
            <Telling told />
            <p role="status">{done}</p>
        </section>
    }
}

/// Shows the 24 words to whoever knows the passphrase.
#[component]
pub(crate) fn WordsSection() -> impl IntoView {
    let session = expect_context::<Session>();
    let passphrase = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let words = RwSignal::new(Vec::<String>::new());
    let busy = RwSignal::new(false);
    let told = RwSignal::new(None::<Told>);
    let hide = move || {
        session.set_writing_down(false);
        words.try_update(|words| {
            words.iter_mut().for_each(Zeroize::zeroize);
            words.clear();
        });
    };
    on_cleanup(hide);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(member) = session.member_untracked().filter(|_| !busy.get_untracked()) else {
            return;
        };
        problem.set(None);
        told.set(None);
        busy.set(true);
        spawn_local(async move {
            match member.words(&passphrase.get_untracked()).await {
                Ok(found) => {
                    forget(passphrase);
                    session.set_writing_down(true);
                    words.try_set(found.iter().map(str::to_owned).collect());
                }
                Err(UnlockError::Keystore(error)) => {
                    match unwrapping(&error, say::settings::wrong()) {
                        Said::AtField(words) => problem.set(Some(words)),
                        Said::Apart(words) => told.set(Some(words)),
                    }
                }
                Err(UnlockError::Keep(error)) => told.set(Some(Told::from(&error))),
            }
            busy.try_set(false);
        });
    };
    view! {
        <section class="group">
            <h2>{say::settings::words_title()}</h2>
            <p>{say::settings::words_about()}</p>
            <Show
                when=move || !words.read().is_empty()
                fallback=move || {
                    view! {
                        <details class="fold">
                            <summary>{say::settings::words_go()}</summary>
                            <form class="flow" on:submit=submit>
                                <PassphraseField
                                    label=say::settings::passphrase_old()
                                    value=passphrase
                                    problem
                                />
                                <Telling told />
                                <div class="row">
                                    <Button label=say::settings::words_go() submit=true busy />
                                </div>
                            </form>
                        </details>
                    }
                }
            >
                <WordList label=say::settings::words_title() words=words.get() />
                <Note>
                    <p>{say::settings::words_whoever()}</p>
                </Note>
                <Button label=say::settings::words_hide() on_press=Callback::new(move |()| hide()) />
            </Show>
        </section>
    }
}

fn forget(secret: RwSignal<String>) {
    secret.try_update(|text| {
        text.zeroize();
        text.clear();
    });
}
