//! A place to write with the language coach beside it: marks under the words, and notes that can be put away.
//!
//! The words stand in a real text area, so that keyboards, undo, paste and screen readers work as everywhere. Behind it
//! lies the same text once more, unseen but for the lines under it. Both share one cell of a grid and grow together, so
//! that neither ever scrolls away from the other.

mod notes;
mod state;

use std::{collections::HashSet, time::Duration};

use leptos::{html, leptos_dom::helpers::debounce, prelude::*};
use steadfast_coach::{Draft, Finding, Form, Role};

use self::state::{Key, Mark, Notes, Segment};
use super::field::{Labelled, ReadsLine, described_by, fresh_id};
use crate::{
    messages as say, platform,
    routes::Route,
    ui::{Button, GoButton, Reads, Weight},
};

pub(crate) use notes::CoachNotes;

/// How long after the last letter it is said how much there is to look at, so that it does not talk into the writing.
const TELL_AFTER: Duration = Duration::from_millis(1_500);

/// The coach over one text. A handle; copies share one state. What it finds lives as long as the page and goes nowhere.
#[derive(Clone, Copy)]
pub(crate) struct Coach {
    text: RwSignal<String>,
    /// Whether it reads along at all.
    on: RwSignal<bool>,
    /// Who writes, where that is known. While it is not, nothing is underlined.
    role: Signal<Option<Role>>,
    form: Signal<Form>,
    found: Memo<Vec<Finding>>,
    notes: Memo<Notes>,
    away: RwSignal<HashSet<Key>>,
    open: RwSignal<Option<Key>>,
    field: NodeRef<html::Textarea>,
}

/// What the coach knows from one keystroke to the next, and for whom.
struct Reading {
    role: Role,
    form: Form,
    draft: Draft,
}

impl Coach {
    /// Reads `text` along as it changes.
    pub(crate) fn new(
        text: RwSignal<String>,
        role: Signal<Option<Role>>,
        form: Signal<Form>,
    ) -> Self {
        let on = RwSignal::new(platform::coach_reads_along());
        Effect::new(move |before: Option<bool>| {
            let on = on.get();
            if before.is_some_and(|before| before != on) {
                platform::store_coach_reads_along(on);
            }
            on
        });
        let reading = StoredValue::new(None::<Reading>);
        let found = Memo::new(move |_| {
            if !on.get() {
                return Vec::new();
            }
            let (role, form) = (role.get().unwrap_or(Role::Hurt), form.get());
            let look = |reading: &mut Option<Reading>| {
                let same = reading.take().filter(|it| it.role == role && it.form == form);
                let reading = reading.insert(same.unwrap_or_else(|| Reading {
                    role,
                    form,
                    draft: Draft::new(role, form),
                }));
                reading.draft.set_text(&text.read()).to_vec()
            };
            reading.try_update_value(look).unwrap_or_default()
        });
        let away = RwSignal::new(HashSet::new());
        let notes = Memo::new(move |_| state::notes(&text.read(), &found.read(), &away.read()));
        let (open, field) = (RwSignal::new(None), NodeRef::new());
        Self { text, on, role, form, found, notes, away, open, field }
    }

    fn segments(self) -> Vec<Segment> {
        state::segments(&self.text.read(), &self.notes.read().list, self.open.read().as_ref())
    }

    /// Opens a note and selects its words, or closes it again.
    fn toggle(self, key: &Key) {
        if self.open.read_untracked().as_ref() == Some(key) {
            self.open.set(None);
            return;
        }
        self.open.set(Some(key.clone()));
        let notes = self.notes.read_untracked();
        let noted = notes.list.iter().find(|noted| noted.key == *key);
        if let Some(noted) = noted
            && let Some(field) = self.field.get_untracked()
        {
            let (start, end) = noted.range(&self.text.read_untracked());
            // A courtesy: where the browser cannot select, the words are marked all the same.
            let _ = field.set_selection_range(start, end);
        }
    }

    /// Opens the note under the caret.
    fn open_at_caret(self) {
        let caret = self.field.get_untracked().and_then(|field| {
            let (start, end) = (field.selection_start().ok()??, field.selection_end().ok()??);
            (start == end).then_some(start)
        });
        let Some(caret) = caret else { return };
        let notes = self.notes.read_untracked();
        if let Some(noted) = state::note_at(&self.text.read_untracked(), &notes.list, caret) {
            self.open.set(Some(noted.key.clone()));
        }
    }

    /// Puts the keyboard where the words are.
    fn go_to_field(self) {
        if let Some(field) = self.field.get_untracked() {
            // It fails only for a field that is gone, and then there is nowhere to go.
            let _ = field.focus();
        }
    }

    /// Puts one note away until the page is left or its words change.
    fn put_away(self, key: Key) {
        self.open.set(None);
        self.away.update(|away| {
            away.insert(key);
        });
    }

    fn put_all_away(self) {
        self.open.set(None);
        let keys: Vec<_> =
            self.notes.read_untracked().list.iter().map(|noted| noted.key.clone()).collect();
        self.away.update(|away| away.extend(keys));
    }

    /// How much there is to look at, said only after a pause; `None` where there is nothing to say.
    fn told(self) -> ReadSignal<Option<usize>> {
        let (told, tell) = signal(None);
        let count = move || {
            let says = self.on.get_untracked() && self.role.get_untracked() == Some(Role::Involved);
            let written = !self.text.read_untracked().trim().is_empty();
            let notes = self.notes.read_untracked();
            (says && written && notes.safety.is_none()).then_some(notes.list.len())
        };
        let mut later = debounce(TELL_AFTER, move |()| {
            tell.try_set(count());
        });
        Effect::new(move |_| {
            self.text.track();
            self.notes.track();
            self.on.track();
            self.role.track();
            later(());
        });
        told
    }
}

/// A place for a person's own words that the coach reads along, with the line about who reads it.
#[component]
pub(crate) fn CoachedField(
    coach: Coach,
    #[prop(into)] label: String,
    #[prop(into)] help: String,
    #[prop(into)] reads: Signal<Reads>,
    #[prop(optional, into)] problem: Signal<Option<String>>,
    /// The longest that may be written, in UTF-16 units, as browsers count.
    #[prop(default = 8000)]
    longest: u32,
) -> impl IntoView {
    let id = fresh_id("field");
    let described = format!("{} {id}-reads", described_by(&id, true));
    let (text, field) = (coach.text, coach.field);
    // What stands there already is not set again: that would end a composition and forget what can be undone.
    Effect::new(move |_| {
        if let Some(field) = field.get()
            && field.value() != *text.read()
        {
            field.set_value(&text.read());
        }
    });
    view! {
        <Labelled id=id.clone() label help=Some(help) problem>
            <div class="coached">
                <div class="coached-marks input own-words" aria-hidden="true" translate="no" dir="auto">
                    {move || coach.segments().into_iter().map(|segment| view! { <Drawn segment /> }).collect_view()}
                    // A line break at the very end makes a line only if something follows it.
                    "\u{200B}"
                </div>
                <textarea
                    id=id.clone()
                    node_ref=field
                    class="coached-words input own-words"
                    rows=8
                    dir="auto"
                    maxlength=longest
                    autocomplete="off"
                    aria-describedby=described
                    aria-invalid=move || problem.read().is_some().then_some("true")
                    on:input:target=move |event| text.set(event.target().value())
                    on:click=move |_| coach.open_at_caret()
                ></textarea>
            </div>
            <ReadsLine reads id=format!("{id}-reads") />
            <div role="status">
                {move || coach.notes.read().safety.clone().map(|key| view! { <HelpFirst coach key /> })}
            </div>
        </Labelled>
    }
}

#[component]
fn Drawn(segment: Segment) -> impl IntoView {
    let class = match segment.mark {
        None => "",
        Some(Mark::Consider) => "mark-consider",
        Some(Mark::Change) => "mark-change",
    };
    view! { <span class=class class:mark-open=segment.open>{segment.text}</span> }
}

/// The way to help, in place of everything else that could be said.
#[component]
fn HelpFirst(coach: Coach, key: Key) -> impl IntoView {
    let put_away = move |()| {
        coach.put_away(key.clone());
        coach.go_to_field();
    };
    view! {
        <div class="note clay group">
            <p>{say::coach::help_first()}</p>
            <div class="row">
                <GoButton to=Route::Help label=say::frame::help() />
                <Button label=say::coach::help_not() weight=Weight::Quiet on_press=put_away />
            </div>
        </div>
    }
}
