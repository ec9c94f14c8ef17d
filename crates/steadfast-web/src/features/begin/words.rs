//! The 24 words: shown once, and three of them asked for.

use leptos::{ev::SubmitEvent, prelude::*};
use rand_core::Rng;
use steadfast_member::ports::Ports;

use super::{
    flow::Flow,
    state::{CHECKED_WORDS, Step, draw_checked, wrong_words},
};
use crate::{
    app::Session,
    messages as say,
    ui::{Button, Note, Page, TextField, Weight, WordList},
};

/// Shows the words and says what they are for.
#[component]
pub(crate) fn WordsStep() -> impl IntoView {
    let (session, flow) = (expect_context::<Session>(), expect_context::<Flow>());
    // Writing takes longer than one touches the page; it must not lock in the middle of a word.
    session.set_writing_down(true);
    let later = RwSignal::new(false);
    view! {
        <Page title=say::begin::words_title()>
            <p>{say::begin::words_lead()}</p>
            <p>{say::begin::words_how()}</p>
            <WordList label=say::begin::words_list() words=flow.words.get_untracked() />
            <Note>
                <p>{say::begin::words_whoever()}</p>
            </Note>
            <div class="row">
                <Button
                    label=say::begin::words_done()
                    weight=Weight::Main
                    on_press=move |()| flow.step.set(Step::Check)
                />
                <Show when=move || !later.get()>
                    <Button label=say::begin::words_later() weight=Weight::Quiet on_press=move |()| later.set(true) />
                </Show>
            </div>
            <div role="status">
                <Show when=move || later.get()>
                    <div class="flow">
                        <p>{say::begin::words_later_note()}</p>
                        <Button
                            label=say::begin::words_later_go()
                            on_press=move |()| {
                                flow.forget_words();
                                session.set_writing_down(false);
                                flow.step.set(Step::Signed);
                            }
                        />
                    </div>
                </Show>
            </div>
        </Page>
    }
}

/// Asks for three of the words, so that a slip of the pen shows while it can still be mended.
#[component]
pub(crate) fn CheckStep() -> impl IntoView {
    let (session, flow) = (expect_context::<Session>(), expect_context::<Flow>());
    let mut random = [0; CHECKED_WORDS];
    session.ports().random().fill_bytes(&mut random);
    let checked = draw_checked(random);
    let typed: [RwSignal<String>; CHECKED_WORDS] =
        std::array::from_fn(|_| RwSignal::new(String::new()));
    let wrong = RwSignal::new(Vec::<usize>::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let found = flow.words.with_untracked(|words| {
            wrong_words(words, checked, &typed.map(|typed| typed.get_untracked()))
        });
        if found.is_empty() {
            flow.forget_words();
            session.set_writing_down(false);
            flow.step.set(Step::Signed);
        } else {
            wrong.set(found);
        }
    };
    let fields = checked.into_iter().zip(typed).map(move |(place, value)| {
        let number = place + 1;
        let problem = Signal::derive(move || {
            wrong.read().contains(&place).then(|| say::begin::check_wrong(number))
        });
        view! { <TextField label=say::begin::check_word(number) value problem /> }
    });
    view! {
        <Page title=say::begin::check_title()>
            <p>{say::begin::check_lead()}</p>
            <form class="flow" on:submit=submit>
                {fields.collect_view()}
                <div class="row">
                    <Button label=say::begin::check_go() weight=Weight::Main submit=true />
                    <Button
                        label=say::begin::check_again()
                        weight=Weight::Quiet
                        on_press=move |()| flow.step.set(Step::Words)
                    />
                </div>
            </form>
        </Page>
    }
}
