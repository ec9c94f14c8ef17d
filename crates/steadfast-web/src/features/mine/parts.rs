//! The pages of the journal, and promises to oneself.

use leptos::prelude::*;
use steadfast_circle::CircleId;
use steadfast_repair::{
    EntryId,
    journal::{Act, Amend},
    relationship::Act as SaidAct,
};

use super::state::{Leaf, leaves};
use crate::{
    app::Session,
    drafts::draft,
    messages as say,
    moment::Moment,
    routes::Route,
    saying::Saying,
    ui::{self, Button, Dialog, Go, GoButton, Reads, TextField, Weight, When, WordsField},
    wording::entry_name,
    writing::words_of,
};

/// How many pages are shown at first, and how many more at each wish.
const SHOWN: usize = 20;
/// From how many pages on one may want to look for one.
const FIND_FROM: usize = 5;

/// What was written, the newest first.
#[component]
pub(super) fn Leaves(circle: CircleId, moment: Moment, saying: Saying) -> impl IntoView {
    let session = expect_context::<Session>();
    let letters = RwSignal::new(String::new());
    let most = RwSignal::new(SHOWN);
    let all = Memo::new(move |_| {
        session
            .relationship(circle, |folded| folded.journal().newest_first().len())
            .unwrap_or_default()
    });
    let found = Memo::new(move |_| {
        let (letters, most) = (letters.get(), most.get());
        session
            .relationship(circle, |folded| leaves(folded.journal(), &letters, most))
            .unwrap_or_default()
    });
    let amending = RwSignal::new(None::<Leaf>);
    view! {
        <section class="flow">
            <h2>{say::mine::pages()}</h2>
            <Show when=move || FIND_FROM <= all.get()>
                <TextField label=say::mine::find() value=letters kind="search" />
            </Show>
            <p class="quiet" role="status">
                {move || {
                    if all.get() == 0 {
                        Some(say::mine::none())
                    } else {
                        found.read().0.is_empty().then(say::mine::found_none)
                    }
                }}
            </p>
            <ul class="leaves">
                // A page that is written anew is another leaf, so that its words are.
                <For each=move || found.get().0 key=|leaf| (leaf.id, leaf.amended) let:leaf>
                    <li><OneLeaf leaf moment amending /></li>
                </For>
            </ul>
            <Show when=move || found.read().1>
                <Button label=say::mine::earlier() on_press=move |()| most.update(|most| *most += SHOWN) />
            </Show>
        </section>
        {move || amending.get().map(|leaf| view! { <AmendDialog leaf circle saying amending /> })}
    }
}

#[component]
fn OneLeaf(leaf: Leaf, moment: Moment, amending: RwSignal<Option<Leaf>>) -> impl IntoView {
    let (now, zone) = (moment.now(), moment.zone());
    let amended = leaf.amended.map(|at| say::mine::amended(ui::said(at, now, &zone)));
    let label = say::mine::amend_aria(ui::said(leaf.at, now, &zone));
    let versions = leaf.before.len();
    let before = leaf.before.clone().into_iter().map(|(at, text)| {
        view! {
            <li class="group">
                <p class="small quiet">{say::mine::version_from(ui::said(at, now, &zone))}</p>
                <p class="words">{text}</p>
            </li>
        }
    });
    let before = before.collect_view();
    let text = leaf.text.clone();
    let at = leaf.at;
    view! {
        <article class="leaf group">
            <p class="small quiet leaf-head">
                <When at now zone=zone.clone() />
                {amended.map(|words| view! { <span>{words}</span> })}
            </p>
            <p class="words">{text}</p>
            {(versions > 0)
                .then(|| {
                    view! {
                        <details class="fold">
                            <summary>{say::mine::versions(i64::try_from(versions).unwrap_or(i64::MAX))}</summary>
                            <ul class="flow">{before}</ul>
                        </details>
                    }
                })}
            <button
                type="button"
                class="button quiet-button leaf-amend"
                aria-label=label
                on:click=move |_| amending.set(Some(leaf.clone()))
            >
                {say::mine::amend()}
            </button>
        </article>
    }
}

/// Writes a page anew; how it was stays.
#[component]
fn AmendDialog(
    leaf: Leaf,
    circle: CircleId,
    saying: Saying,
    amending: RwSignal<Option<Leaf>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let open = RwSignal::new(true);
    Effect::new(move |_| {
        if !open.get() {
            amending.set(None);
        }
    });
    let entry: EntryId = leaf.id;
    let text = draft(session, &format!("mine/amend/{}", entry_name(entry)));
    if text.read_untracked().is_empty() {
        text.set(leaf.text.clone());
    }
    let problem = RwSignal::new(None::<String>);
    let keep = move || match words_of(&text.read_untracked(), say::mine::blank()) {
        Err(wrong) => problem.set(Some(wrong)),
        Ok(words) => {
            let act = Act::Amend(Amend { entry, text: words });
            saying.say(circle, SaidAct::Journal(act), say::mine::kept(), move |_| {
                text.set(String::new());
                open.set(false);
            });
        }
    };
    view! {
        <Dialog open title=say::mine::amend_title() close_label=say::mine::amend_not()>
            <p>{say::mine::amend_lead()}</p>
            <WordsField label=say::mine::amend_label() value=text reads=Reads::MeAlone problem=problem lines=8 />
            <Button label=say::mine::amend_keep() weight=Weight::Main busy=saying.busy() on_press=move |()| keep() />
        </Dialog>
    }
}

/// What one promised oneself, by name, and the way to more.
#[component]
pub(super) fn Promises(circle: CircleId, moment: Moment) -> impl IntoView {
    let session = expect_context::<Session>();
    let going = Memo::new(move |_| {
        let now = moment.now();
        session
            .relationship(circle, |folded| {
                let going =
                    folded.commitments().all().iter().filter(|commitment| !commitment.is_over(now));
                going
                    .map(|commitment| (commitment.id(), commitment.what().as_str().to_owned()))
                    .collect::<Vec<_>>()
            })
            .unwrap_or_default()
    });
    view! {
        <section class="group">
            <h2>{say::mine::commitments()}</h2>
            {move || {
                let going = going.get();
                if going.is_empty() {
                    return view! { <p class="quiet">{say::mine::commitments_none()}</p> }.into_any();
                }
                let items = going
                    .into_iter()
                    .map(|(id, what)| {
                        view! {
                            <li>
                                <Go to=Route::Commitment(entry_name(id)) class="words" label=what />
                            </li>
                        }
                    })
                    .collect_view();
                view! { <ul class="group">{items}</ul> }.into_any()
            }}
            <GoButton to=Route::Commitments label=say::mine::commitments_all() />
        </section>
    }
}
