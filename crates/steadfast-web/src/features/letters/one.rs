//! One letter. What somebody else wrote stays closed until it is wanted, and opening it is told to nobody.

use leptos::prelude::*;
use steadfast_repair::{
    EntryId,
    letters::{Kind, Letter},
};

use super::{guide::name, page::Alone, state::Form};
use crate::{
    app::{Navigation, Session},
    circle::{self, Circle},
    messages as say,
    moment::Moment,
    routes::Route,
    saying::{HowItWent, Saying},
    ui::{self, Go, GoButton, Page, Weight},
    wording::{entry_from_name, entry_name},
};

/// The letter that the address names.
#[component]
pub(crate) fn LetterPage() -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    // Only another letter makes the page anew.
    let id = Memo::new(move |_| match navigation.route() {
        Some(Route::Letter(name)) => entry_from_name(&name),
        _ => None,
    });
    move || {
        let id = id.get();
        circle::between_two(
            move |us| match id {
                Some(id) => view! { <Found us id /> }.into_any(),
                None => view! { <NotFound /> }.into_any(),
            },
            || view! { <Alone /> },
        )
    }
}

#[component]
fn NotFound() -> impl IntoView {
    view! {
        <Page title=say::letters::title()>
            <p>{say::letters::not_found()}</p>
            <GoButton to=Route::Letters label=say::letters::back() weight=Weight::Main />
        </Page>
    }
}

#[component]
fn Found(us: Circle, id: EntryId) -> impl IntoView {
    let moment = Moment::new();
    let saying = Saying::new(expect_context::<Session>());
    let people = us.people.clone();
    let circle = StoredValue::new(us);
    let found = circle::folded(circle, move |folded, _| {
        let letter = folded.letters().get(id)?.clone();
        // What it answers may have been erased since.
        let answers = match letter.kind {
            Kind::Restitution { after } => folded.letters().get(after).map(|_| after),
            _ => None,
        };
        Some((letter, answers))
    });
    // Made anew only if the letter goes: what is open stays open while other things come in.
    move || {
        let Some((Letter { entry, kind, words }, answers)) = found.get() else {
            return view! { <NotFound /> }.into_any();
        };
        let mine = people.is_me(entry.author);
        let who = people.subject(entry.author);
        let when = move || {
            let when = ui::said(entry.at, moment.now(), &moment.zone());
            say::letters::written(when, &who)
        };
        let words = words.as_str().to_owned();
        view! {
            <Page title=name(Form::of(kind))>
                <p class="quiet">
                    <Go to=Route::Letters label=say::letters::back() />
                </p>
                <p class="small quiet">{when}</p>
                {answers
                    .map(|after| {
                        view! {
                            <p class="small">
                                <Go to=Route::Letter(entry_name(after)) label=say::letters::answers() />
                            </p>
                        }
                    })}
                {if mine {
                    view! { <blockquote class="words letter">{words}</blockquote> }.into_any()
                } else {
                    view! {
                        <p class="small quiet">{say::letters::closed_lead()}</p>
                        <details class="fold">
                            <summary>{say::letters::open()}</summary>
                            <blockquote class="words letter">{words}</blockquote>
                        </details>
                    }
                        .into_any()
                }}
                <HowItWent saying />
            </Page>
        }
        .into_any()
    }
}
