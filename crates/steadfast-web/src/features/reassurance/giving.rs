//! Giving: an answer to what was asked, or something true and kind unasked.

use leptos::prelude::*;
use steadfast_repair::{
    reassurance::{Act, Answer, Offer},
    relationship::Act as SaidAct,
    words::{TextError, Words},
};

use super::{page::AskWords, state::Ask};
use crate::{
    app::Session,
    circle::Circle,
    drafts::draft,
    messages as say,
    moment::Moment,
    saying::Saying,
    ui::{self, Button, Weight, WordsField},
    wording::entry_name,
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
    let session = expect_context::<Session>();
    let (id, name, reads) =
        circle.with_value(|circle| (circle.id, circle.people.other_name(), circle.readers()));
    let entry = ask.id;
    let when = ui::said(ask.at, moment.now(), &moment.zone());
    let text = draft(session, &format!("reassurance/answer/{}", entry_name(entry)));
    let problem = RwSignal::new(None::<String>);
    let send = move || match words_of(&text.read_untracked(), say::reassurance::answer_blank()) {
        Err(wrong) => problem.set(Some(wrong)),
        Ok(words) => {
            let act = Act::Answer(Answer { ask: entry, words });
            saying.say(id, SaidAct::Reassurance(act), say::reassurance::asked_sent(), move |_| {
                text.set(String::new());
            });
        }
    };
    view! {
        <form
            class="group"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <p class="small quiet">{say::reassurance::asked_when(when)}</p>
            <AskWords ask />
            <WordsField
                label=say::reassurance::asked_answer()
                value=text
                reads=reads
                help=say::reassurance::asked_answer_hint()
                problem=problem
            />
            <Button label=say::reassurance::asked_send(name) weight=Weight::Main submit=true busy=saying.busy() />
        </form>
    }
}

/// Something given unasked.
#[component]
pub(super) fn Offering(circle: StoredValue<Circle>, saying: Saying) -> impl IntoView {
    let session = expect_context::<Session>();
    let (id, name, reads) =
        circle.with_value(|circle| (circle.id, circle.people.other_name(), circle.readers()));
    let text = draft(session, "reassurance/offer");
    let problem = RwSignal::new(None::<String>);
    let send = move || match words_of(&text.read_untracked(), say::reassurance::answer_blank()) {
        Err(wrong) => problem.set(Some(wrong)),
        Ok(words) => {
            let act = Act::Offer(Offer { words });
            saying.say(id, SaidAct::Reassurance(act), say::reassurance::offer_sent(), move |_| {
                text.set(String::new());
            });
        }
    };
    view! {
        <section class="group">
            <h2>{say::reassurance::offer_title()}</h2>
            <form
                class="group"
                on:submit=move |event| {
                    event.prevent_default();
                    send();
                }
            >
                <WordsField
                    label=say::reassurance::offer_words(&name)
                    value=text
                    reads=reads
                    help=say::reassurance::offer_hint()
                    problem=problem
                />
                <Button label=say::reassurance::offer_send(name) submit=true busy=saying.busy() />
            </form>
        </section>
    }
}

/// What was written, or what is wrong with it.
pub(super) fn words_of(text: &str, if_blank: &str) -> Result<Words, String> {
    Words::new(text.trim()).map_err(|error| match error {
        TextError::TooLong { chars, chars_max } => say::reassurance::too_long(chars, chars_max),
        TextError::Blank | TextError::NotOneLine { .. } => if_blank.to_owned(),
    })
}
