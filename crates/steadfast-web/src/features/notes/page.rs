//! The page of notes of one circle: what was written and quoted there, the newest last, and a place to write.

use leptos::prelude::*;
use steadfast_repair::{
    notes::{Act, Write, Written},
    relationship::Act as Said,
};

use super::state::{Row, rows};
use crate::{
    app::Session,
    circle::{self, Circle},
    messages as say,
    moment::Moment,
    routes::Route,
    saying::{HowItWent, Saying},
    space,
    ui::{self, AlonePage, Go, Page, Stitch, Weight},
    wording::{Quotation, entry_name},
    writing::WordsForm,
};

/// The notes of the circle that one is in.
#[component]
pub(crate) fn NotesPage() -> impl IntoView {
    circle::between_two(|here| view! { <Shared here /> }, || view! { <Alone /> })
}

/// Where there is nobody who would read them.
#[component]
fn Alone() -> impl IntoView {
    view! {
        <AlonePage title=say::notes::title() lead=say::notes::alone() to=Route::Unsent go=say::notes::alone_go() />
    }
}

#[component]
fn Shared(here: Circle) -> impl IntoView {
    let moment = Moment::new();
    let saying = Saying::new(expect_context::<Session>());
    let (id, together, reads) = (here.id, here.people.together(), space::reads(&here, None));
    let title = here.title.clone();
    let circle = StoredValue::new(here);
    let notes = circle::folded(circle, |folded, here| rows(folded.notes(), &here.people));
    let write = |text| Said::Notes(Act::Write(Write { text }));
    view! {
        <Page title=say::notes::title()>
            <p class="quiet">{say::notes::lead(title, together)}</p>
            <Show when=move || notes.read().is_empty()>
                <p class="quiet">{say::notes::none()}</p>
            </Show>
            <ol class="notes">
                <For each=move || notes.get() key=|row| entry_name(row.id) let:row>
                    <li><OneNote row moment /></li>
                </For>
            </ol>
            <Stitch />
            <WordsForm
                kept_as="note"
                circle=id
                saying
                act=write
                told=say::notes::written()
                if_blank=say::notes::blank()
                label=say::notes::words()
                help=say::notes::words_help()
                reads
                send=say::notes::write()
                weight=Weight::Main
            />
            <p class="small quiet">{say::notes::quoting()} " " <Go to=Route::Record label=say::notes::quoting_go() /></p>
            <HowItWent saying />
        </Page>
    }
}

/// One note.
#[component]
fn OneNote(row: Row, moment: Moment) -> impl IntoView {
    let Row { waits, who, at, written, .. } = row;
    let quotes = matches!(written, Written::Quotation(_));
    let inside = match written {
        Written::Words(words) => {
            let words = words.as_str().to_owned();
            view! { <blockquote class="words">{words}</blockquote> }.into_any()
        }
        Written::Quotation(quote) => {
            view! { <Quotation quote=*quote who=who.clone() moment /> }.into_any()
        }
    };
    let line = move || {
        let when = ui::said(at, moment.now(), &moment.zone());
        if quotes { say::notes::quoted(when, &who) } else { say::notes::wrote(when, &who) }
    };
    view! {
        <article class="group">
            <p class="small quiet">{line}</p>
            {if waits {
                view! {
                    <details class="fold">
                        <summary>{say::wording::read_it()}</summary>
                        <div class="group">{inside}</div>
                    </details>
                }
                    .into_any()
            } else {
                inside
            }}
        </article>
    }
}
