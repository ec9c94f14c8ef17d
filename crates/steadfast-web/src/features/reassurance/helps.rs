//! The list of what helps: kept by the one who asks, read by the other.

use leptos::prelude::*;
use steadfast_repair::{
    EntryId,
    reassurance::{Act, KeepHelp, RemoveHelp},
    relationship::Act as SaidAct,
};

use super::state::Helps;
use crate::{circle::Circle, messages as say, saying::Saying, space, writing::WordsForm};

/// One's own list, to write on and to take things off.
#[component]
pub(super) fn MyHelps(
    circle: StoredValue<Circle>,
    helps: Memo<Vec<Helps>>,
    saying: Saying,
) -> impl IntoView {
    let (id, name, reads) = circle
        .with_value(|circle| (circle.id, circle.people.other_name(), space::reads(circle, None)));
    let keep = |text| SaidAct::Reassurance(Act::KeepHelp(KeepHelp { text }));
    let remove = move |help: EntryId| {
        let act = Act::RemoveHelp(RemoveHelp { help });
        saying.say(id, SaidAct::Reassurance(act), say::reassurance::helps_removed(), |_| {});
    };
    view! {
        <section class="flow">
            <h2>{say::reassurance::helps_title()}</h2>
            <p>{say::reassurance::helps_lead(name)}</p>
            {move || {
                let helps = helps.get();
                if helps.is_empty() {
                    return view! { <p class="quiet">{say::reassurance::helps_none()}</p> }.into_any();
                }
                let items = helps
                    .into_iter()
                    .map(|help| {
                        let label = say::reassurance::helps_remove_aria(&help.text);
                        view! {
                            <li class="help-item">
                                <span class="words">{help.text}</span>
                                <button
                                    type="button"
                                    class="button quiet-button"
                                    aria-label=label
                                    on:click=move |_| remove(help.id)
                                >
                                    {say::reassurance::helps_remove()}
                                </button>
                            </li>
                        }
                    })
                    .collect_view();
                view! { <ul class="help-items">{items}</ul> }.into_any()
            }}
            <WordsForm
                kept_as="reassurance/help"
                circle=id
                saying
                act=keep
                told=say::reassurance::helps_added()
                if_blank=say::reassurance::helps_blank()
                label=say::reassurance::helps_new()
                help=say::reassurance::helps_new_hint()
                reads
                send=say::reassurance::helps_add()
                lines=2
            />
        </section>
    }
}

/// The other's list, to read.
#[component]
pub(super) fn TheirHelps(circle: StoredValue<Circle>, helps: Memo<Vec<Helps>>) -> impl IntoView {
    let name = circle.with_value(|circle| circle.people.other_name());
    view! {
        <section class="group">
            <h2>{say::reassurance::helps_title_theirs(&name)}</h2>
            {move || {
                let helps = helps.get();
                if helps.is_empty() {
                    return view! { <p class="quiet">{say::reassurance::helps_none_giver(&name)}</p> }.into_any();
                }
                let items =
                    helps.into_iter().map(|help| view! { <li class="help-item"><span class="words">{help.text}</span></li> });
                view! {
                    <p>{say::reassurance::helps_lead_giver(&name)}</p>
                    <ul class="help-items">{items.collect_view()}</ul>
                }
                    .into_any()
            }}
        </section>
    }
}
