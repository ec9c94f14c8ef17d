//! Giving: an answer to what was asked, or something true and kind unasked.

use leptos::prelude::*;
use steadfast_repair::{
    reassurance::{Act, Answer, Offer},
    relationship::Act as SaidAct,
};

use super::{page::AskWords, state::Ask};
use crate::{
    circle::Circle,
    messages as say,
    moment::Moment,
    saying::Saying,
    space,
    ui::{self, Weight},
    wording::entry_name,
    writing::WordsForm,
};

/// What the other asked and nobody has answered.
#[component]
pub(super) fn AskedOfMe(
    circle: StoredValue<Circle>,
    asks: Memo<Vec<Ask>>,
    moment: Moment,
    saying: Saying,
) -> impl IntoView {
    let name = circle.with_value(|circle| circle.people.other_name());
    view! {
        <Show when=move || !asks.read().is_empty()>
            <section class="flow">
                <h2>{say::reassurance::asked_title(&name)}</h2>
                <ul class="flow">
                    // By key, so that a half-written answer stays while something else comes in.
                    <For each=move || asks.get() key=|ask| ask.id let:ask>
                        <li><Answering ask circle moment saying /></li>
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn Answering(
    ask: Ask,
    circle: StoredValue<Circle>,
    moment: Moment,
    saying: Saying,
) -> impl IntoView {
    let (id, name, reads) = circle.with_value(|circle| {
        (circle.id, circle.people.other_name(), space::reads(circle, Some(ask.id)))
    });
    let entry = ask.id;
    let when = ui::said(ask.at, moment.now(), &moment.zone());
    let answer = move |words| SaidAct::Reassurance(Act::Answer(Answer { ask: entry, words }));
    view! {
        <WordsForm
            kept_as=format!("reassurance/answer/{}", entry_name(entry))
            circle=id
            saying
            act=answer
            told=say::reassurance::asked_sent()
            if_blank=say::reassurance::answer_blank()
            label=say::reassurance::asked_answer()
            help=say::reassurance::asked_answer_hint()
            reads
            send=say::reassurance::asked_send(name)
            weight=Weight::Main
        >
            <p class="small quiet">{say::reassurance::asked_when(when)}</p>
            <AskWords ask />
        </WordsForm>
    }
}

/// Something given unasked.
#[component]
pub(super) fn Offering(circle: StoredValue<Circle>, saying: Saying) -> impl IntoView {
    let (id, name, reads) = circle
        .with_value(|circle| (circle.id, circle.people.other_name(), space::reads(circle, None)));
    let offer = |words| SaidAct::Reassurance(Act::Offer(Offer { words }));
    view! {
        <section class="group">
            <h2>{say::reassurance::offer_title()}</h2>
            <WordsForm
                kept_as="reassurance/offer"
                circle=id
                saying
                act=offer
                told=say::reassurance::offer_sent()
                if_blank=say::reassurance::answer_blank()
                label=say::reassurance::offer_words(&name)
                help=say::reassurance::offer_hint()
                reads
                send=say::reassurance::offer_send(name)
            />
        </section>
    }
}
