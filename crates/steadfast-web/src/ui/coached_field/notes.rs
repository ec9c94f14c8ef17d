//! The quiet margin of a coached field: the switch, the notes, and what is there of a good letter.

use leptos::{html, prelude::*};
use steadfast_coach::{FindingId, Role, advice};

use super::{
    Coach,
    state::{Key, Noted, inventory},
};
use crate::{
    messages as say,
    ui::{Button, INSIDE, Sentence, TickField, Weight, field::fresh_id},
};

/// From how many notes on they can be put away all at once.
const ALL_FROM: usize = 2;

/// What the coach has to say, beside the field or below it, and the switch that turns it off.
#[component]
pub(crate) fn CoachNotes(coach: Coach) -> impl IntoView {
    let told = coach.told();
    let heading = NodeRef::<html::H2>::new();
    let involved = Memo::new(move |_| coach.on.get() && coach.role.get() == Some(Role::Involved));
    // Help comes before everything that the coach has to say.
    let waits = Memo::new(move |_| coach.notes.read().safety.is_some());
    let lead = move || match coach.role.get() {
        Some(Role::Involved) => say::coach::lead(),
        Some(Role::Hurt) => say::coach::lead_hurt(),
        None => say::coach::lead_unknown(),
    };
    view! {
        <section class="coach-notes group">
            <h2 tabindex="-1" node_ref=heading>
                {say::coach::title()}
            </h2>
            <TickField label=say::coach::switch() value=coach.on />
            <Show when=move || coach.on.get() fallback=|| view! { <p>{say::coach::off()}</p> }>
                <p>{lead}</p>
            </Show>
            <p class="coach-told" role="status">
                {move || told.get().map(|count| match count {
                    0 => say::coach::noticed_none().to_owned(),
                    _ => say::coach::noticed(i64::try_from(count).unwrap_or(i64::MAX)),
                })}
            </p>
            <Show when=move || involved.get() && !waits.get()>
                <List coach heading />
                <Inventory coach />
                <p class="small">{say::coach::unreviewed()}</p>
            </Show>
        </section>
    }
}

/// The notes, and the ways to be rid of them and to have them back.
#[component]
fn List(coach: Coach, heading: NodeRef<html::H2>) -> impl IntoView {
    let count = Memo::new(move |_| coach.notes.read().list.len());
    // The button that was pressed is gone; the keyboard goes on from the heading.
    let catch = move || {
        if let Some(heading) = heading.get_untracked() {
            let _ = heading.focus();
        }
    };
    let put_away = Callback::new(move |key| {
        coach.put_away(key);
        catch();
    });
    let put_all_away = move |()| {
        coach.put_all_away();
        catch();
    };
    let bring_back = move |()| {
        coach.away.update(|away| away.clear());
        catch();
    };
    view! {
        <ul class="coach-list">
            <For
                each=move || coach.notes.get().list
                key=|noted| (noted.key.clone(), noted.unsure)
                let:noted
            >
                <OneNote coach noted put_away />
            </For>
        </ul>
        <div class="row">
            <Show when=move || ALL_FROM <= count.get()>
                <Button label=say::coach::put_all_away() weight=Weight::Quiet on_press=put_all_away />
            </Show>
            <Show when=move || !coach.away.read().is_empty()>
                <Button label=say::coach::bring_back() weight=Weight::Quiet on_press=bring_back />
            </Show>
        </div>
    }
}

/// One note: the words and what was noticed, and, once opened, why it matters, one question, and where that comes from.
#[component]
fn OneNote(coach: Coach, noted: Noted, put_away: Callback<Key>) -> impl IntoView {
    let key = noted.key;
    let advice = advice(key.id)?;
    let head = if noted.unsure {
        say::coach::note_perhaps(advice.title, INSIDE)
    } else {
        say::coach::note(advice.title, INSIDE)
    };
    let id = fresh_id("note");
    let mine = key.clone();
    let open = Memo::new(move |_| coach.open.read().as_ref() == Some(&mine));
    let (toggled, gone) = (key.clone(), key.clone());
    let sources = advice.sources.iter().map(|source| {
        view! { <li class="small" lang="en">{source.citation}</li> }
    });
    Some(view! {
        <li class="coach-note" class:coach-note-open=open>
            <button
                type="button"
                class="coach-note-head"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls=id.clone()
                on:click=move |_| coach.toggle(&toggled)
            >
                <span lang="en">
                    <Sentence text=head inside=key.quoted() />
                </span>
            </button>
            <div class="group" id=id hidden=move || !open.get()>
                <p lang="en">{advice.explanation}</p>
                <p class="coach-question" lang="en">{advice.question}</p>
                <details class="fold">
                    <summary>{say::coach::sources()}</summary>
                    <ul class="group">{sources.collect_view()}</ul>
                </details>
                <div class="row">
                    <Button label=say::coach::go_to_words() on_press=move |()| coach.go_to_field() />
                    <Button
                        label=say::coach::put_away()
                        weight=Weight::Quiet
                        on_press=move |()| put_away.run(gone.clone())
                    />
                </div>
            </div>
        </li>
    })
}

/// What is there and what is not there yet, once something is written. No score, and nothing that one must have.
#[component]
fn Inventory(coach: Coach) -> impl IntoView {
    let parts = Memo::new(move |_| {
        let written = !coach.text.read().trim().is_empty();
        if written { inventory(&coach.found.read(), coach.form.get()) } else { Default::default() }
    });
    let list = |heading: &'static str, ids: Vec<FindingId>| {
        (!ids.is_empty()).then(|| {
            let titles = ids.into_iter().filter_map(advice).map(|advice| {
                view! { <li lang="en">{advice.title}</li> }
            });
            view! {
                <h3>{heading}</h3>
                <ul class="coach-parts">{titles.collect_view()}</ul>
            }
        })
    };
    move || {
        let (there, not_yet) = parts.get();
        view! {
            {list(say::coach::there(), there)}
            {list(say::coach::not_yet(), not_yet)}
        }
    }
}
