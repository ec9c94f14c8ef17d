//! Asking: with one press, with something from the list, or in words; and taking it back.

use leptos::prelude::*;
use steadfast_repair::{
    EntryId,
    reassurance::{Act, Ask, Withdraw},
    relationship::Act as SaidAct,
};

use super::{
    page::AskWords,
    state::{self, Helps},
};
use crate::{
    circle::Circle,
    messages as say,
    moment::Moment,
    routes::Route,
    saying::Saying,
    space,
    ui::{self, Button, GoButton, Weight},
    writing::WordsForm,
};

/// Asks, in one of three ways.
#[component]
pub(super) fn Asking(
    circle: StoredValue<Circle>,
    helps: Memo<Vec<Helps>>,
    saying: Saying,
) -> impl IntoView {
    let (id, name, reads) = circle
        .with_value(|circle| (circle.id, circle.people.other_name(), space::reads(circle, None)));
    let ask = move |help: Option<EntryId>| {
        let act = Act::Ask(Ask { help, words: None });
        saying.say(id, SaidAct::Reassurance(act), say::reassurance::ask_sent(), |_| {});
    };
    let in_words = |words| SaidAct::Reassurance(Act::Ask(Ask { help: None, words: Some(words) }));
    view! {
        <section class="flow">
            <h2>{say::reassurance::ask_title(&name)}</h2>
            <div class="group">
                <Button label=say::reassurance::ask_plain() weight=Weight::Main busy=saying.busy() on_press=move |()| ask(None) />
                <p class="small quiet">{say::reassurance::ask_plain_hint()}</p>
            </div>
            {move || {
                let helps = helps.get();
                (!helps.is_empty())
                    .then(|| {
                        let items = helps
                            .into_iter()
                            .map(|help| {
                                let label = say::reassurance::ask_this_aria(&help.text);
                                view! {
                                    <li class="help-item">
                                        <span class="words">{help.text}</span>
                                        <button
                                            type="button"
                                            class="button"
                                            aria-label=label
                                            on:click=move |_| ask(Some(help.id))
                                        >
                                            {say::reassurance::ask_this()}
                                        </button>
                                    </li>
                                }
                            })
                            .collect_view();
                        view! { <ul class="help-items">{items}</ul> }
                    })
            }}
            <WordsForm
                kept_as="reassurance/ask"
                circle=id
                saying
                act=in_words
                told=say::reassurance::ask_sent()
                if_blank=say::reassurance::ask_blank()
                label=say::reassurance::ask_words()
                help=say::reassurance::ask_words_hint()
                reads
                send=say::reassurance::ask_send(&name)
                lines=2
            />
        </section>
    }
}

/// What was asked and not answered yet.
#[component]
pub(super) fn WaitingFor(
    circle: StoredValue<Circle>,
    asks: Memo<Vec<state::Ask>>,
    moment: Moment,
    saying: Saying,
) -> impl IntoView {
    let id = circle.with_value(|circle| circle.id);
    move || {
        let asks = asks.get();
        (!asks.is_empty()).then(|| {
            let items = asks
                .into_iter()
                .map(|ask| {
                    let entry = ask.id;
                    let when = ui::said(ask.at, moment.now(), &moment.zone());
                    let take_back = move || {
                        let act = Act::Withdraw(Withdraw { ask: entry });
                        saying.say(id, SaidAct::Reassurance(act), say::reassurance::waiting_taken_back(), |_| {});
                    };
                    view! {
                        <li class="group">
                            <AskWords ask />
                            <p class="small quiet">{say::reassurance::waiting_when(when)}</p>
                            <Button
                                label=say::reassurance::waiting_take_back()
                                weight=Weight::Quiet
                                busy=saying.busy()
                                on_press=move |()| take_back()
                            />
                        </li>
                    }
                })
                .collect_view();
            view! {
                <section class="group">
                    <h2>{say::reassurance::waiting_title()}</h2>
                    <ul class="flow">{items}</ul>
                    <GoButton to=Route::Help label=say::reassurance::waiting_help() weight=Weight::Quiet />
                </section>
            }
        })
    }
}
