//! The ways back: with the 24 words, or with a code from another device.

use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use steadfast_circle::seed::WordsError;
use steadfast_member::{
    Restoring,
    error::{PairError, RestoreError},
};
use zeroize::Zeroize;

use super::{
    parts::Back,
    state::count_words,
    you::{RelayChoice, RelayFold, begin_words, device_name},
};
use crate::{
    app::{Navigation, Session, WebMember, relays},
    messages as say, platform,
    routes::Route,
    told::{Said, Telling, Told},
    ui::{Button, NewPassphrase, NewPassphraseFields, Page, TextField, Weight},
};

/// Where something that went wrong is said.
enum Place {
    /// At the words, or at the code.
    AtSecret(String),
    /// At the passphrase, or apart.
    Elsewhere(Said),
}

/// Everything is brought back with the 24 words.
#[component]
pub(crate) fn RestoreStep() -> impl IntoView {
    let session = expect_context::<Session>();
    let navigation = expect_context::<Navigation>();
    let words = RwSignal::new(String::new());
    let words_problem = RwSignal::new(None::<String>);
    let passphrase = NewPassphrase::new();
    let relay = RelayChoice::new();
    let busy = RwSignal::new(false);
    let told = RwSignal::new(None::<Told>);
    relay.look(session);
    on_cleanup(move || {
        words.try_update(Zeroize::zeroize);
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        told.set(None);
        words_problem.set(None);
        let (Some(passphrase_text), Some(address)) = (passphrase.take(), relay.take()) else {
            return;
        };
        busy.set(true);
        spawn_local(async move {
            let text = words.get_untracked();
            let restoring = Restoring {
                words: &text,
                passphrase: &passphrase_text,
                relay: &address,
                device: device_name(),
            };
            match WebMember::restore(session.ports(), restoring).await {
                Ok((member, _)) => {
                    relays::store(&address);
                    platform::ask_to_keep();
                    passphrase.forget();
                    navigation.go(Route::Today);
                    session.open(member);
                }
                Err(error) => match restore_words(&error) {
                    Place::AtSecret(found) => words_problem.set(Some(found)),
                    Place::Elsewhere(Said::AtField(found)) => passphrase.problem.set(Some(found)),
                    Place::Elsewhere(Said::Apart(found)) => told.set(Some(found)),
                },
            }
            busy.try_set(false);
        });
    };
    let id = "restore-words";
    view! {
        <Page title=say::begin::restore_title()>
            <p>{say::begin::restore_lead()}</p>
            <form class="flow" on:submit=submit>
                <div class="field">
                    <label for=id>{say::begin::restore_words()}</label>
                    <p class="field-help" id=format!("{id}-help")>
                        {say::begin::restore_words_help()}
                    </p>
                    <textarea
                        id=id
                        class="input"
                        rows=5
                        maxlength=1000
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        aria-describedby=format!("{id}-help {id}-count {id}-problem")
                        aria-invalid=move || words_problem.read().is_some().then_some("true")
                        prop:value=words
                        on:input:target=move |event| words.set(event.target().value())
                    ></textarea>
                    <p class="quiet small" id=format!("{id}-count")>
                        {move || say::begin::restore_count(count_words(&words.read()))}
                    </p>
                    <p class="field-problem" id=format!("{id}-problem") aria-live="polite">
                        {words_problem}
                    </p>
                </div>
                <NewPassphraseFields
                    label=say::begin::restore_passphrase()
                    again_label=say::begin::you_passphrase_again()
                    passphrase
                />
                <RelayFold relay />
                <Telling told />
                <div class="row">
                    <Button label=say::begin::restore_go() weight=Weight::Main submit=true busy />
                    <Back />
                </div>
                <p class="quiet" role="status">
                    {move || busy.get().then(say::begin::restore_working)}
                </p>
            </form>
        </Page>
    }
}

/// This device becomes another one of somebody who is here already.
#[component]
pub(crate) fn DeviceStep() -> impl IntoView {
    let session = expect_context::<Session>();
    let navigation = expect_context::<Navigation>();
    let code = RwSignal::new(untrack(|| session.pairing_code()).unwrap_or_default());
    let code_problem = RwSignal::new(None::<String>);
    let passphrase = NewPassphrase::new();
    let busy = RwSignal::new(false);
    let told = RwSignal::new(None::<Told>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        told.set(None);
        let text = code.get_untracked();
        let missing = text.trim().is_empty();
        code_problem.set(missing.then(|| say::begin::device_code_missing().into()));
        let Some(passphrase_text) = passphrase.take().filter(|_| !missing) else { return };
        busy.set(true);
        spawn_local(async move {
            match WebMember::pair(session.ports(), text.trim(), &passphrase_text, device_name())
                .await
            {
                Ok((member, _)) => {
                    platform::ask_to_keep();
                    passphrase.forget();
                    session.bring(None);
                    navigation.go(Route::Today);
                    session.open(member);
                }
                Err(error) => match pair_words(&error) {
                    Place::AtSecret(found) => code_problem.set(Some(found)),
                    Place::Elsewhere(Said::AtField(found)) => passphrase.problem.set(Some(found)),
                    Place::Elsewhere(Said::Apart(found)) => told.set(Some(found)),
                },
            }
            busy.try_set(false);
        });
    };
    view! {
        <Page title=say::begin::device_title()>
            <p>{say::begin::device_lead()}</p>
            <form class="flow" on:submit=submit>
                <TextField label=say::begin::device_code() longest=400 value=code problem=code_problem />
                <NewPassphraseFields
                    label=say::begin::restore_passphrase()
                    again_label=say::begin::you_passphrase_again()
                    passphrase
                />
                <Telling told />
                <div class="row">
                    <Button label=say::begin::device_go() weight=Weight::Main submit=true busy />
                    <Back />
                </div>
                <p class="quiet" role="status">
                    {move || busy.get().then(say::begin::device_working)}
                </p>
            </form>
        </Page>
    }
}

fn restore_words(error: &RestoreError) -> Place {
    match error {
        RestoreError::Words(WordsError::Count { found }) => {
            Place::AtSecret(say::begin::restore_wrong_count(found))
        }
        RestoreError::Words(WordsError::Unknown { number }) => {
            Place::AtSecret(say::begin::restore_unknown(number))
        }
        RestoreError::Words(WordsError::Checksum) => {
            Place::AtSecret(say::begin::restore_misfit().into())
        }
        RestoreError::NothingThere => {
            apart(say::begin::restore_nothing_what(), say::begin::restore_nothing_now())
        }
        RestoreError::LockerChanged => {
            apart(say::begin::restore_changed_what(), say::begin::restore_changed_now())
        }
        RestoreError::Relay(error) => Place::Elsewhere(Said::Apart(error.into())),
        RestoreError::Begin(error) => Place::Elsewhere(begin_words(error)),
    }
}

fn pair_words(error: &PairError) -> Place {
    match error {
        PairError::NotACode => Place::AtSecret(say::begin::device_not_a_code().into()),
        PairError::Gone => Place::AtSecret(say::begin::device_gone().into()),
        PairError::Changed => {
            apart(say::begin::device_changed_what(), say::begin::device_changed_now())
        }
        PairError::Restore(error) => match restore_words(error) {
            Place::AtSecret(_) => {
                apart(say::begin::device_changed_what(), say::begin::device_changed_now())
            }
            elsewhere => elsewhere,
        },
    }
}

fn apart(what: &str, now: &str) -> Place {
    Place::Elsewhere(Said::Apart(Told::new(what, now)))
}
