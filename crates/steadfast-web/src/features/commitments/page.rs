//! The list of commitments: one's own, the other's, and what is over.

use leptos::prelude::*;
use steadfast_member::view::Standing;

use super::{
    parts::{Rows, looking},
    state::{List, list},
};
use crate::{
    app::Session,
    circle::{self, Circle},
    messages as say,
    moment::Moment,
    routes::Route,
    ui::{GoButton, Note, Page, Stitch, Weight},
};

/// All commitments of *Us*, and those to oneself in *Mine*.
#[component]
pub(crate) fn CommitmentsPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let (us, mine) = (circle::here(session), circle::mine(session));
    let along =
        Memo::new(move |_| us.read().as_ref().is_some_and(|us| us.people.am_professional()));
    let moment = Moment::new();
    let shared = Memo::new(move |_| us.get().map(|us| read(session, &us, moment)));
    // Promises to oneself stand beside those to the partner, and nowhere else.
    let alone = Memo::new(move |_| {
        mine.get().filter(|_| session.named().is_none()).map(|mine| read(session, &mine, moment))
    });
    let nothing = Memo::new(move |_| {
        shared.read().as_ref().is_none_or(List::is_empty)
            && alone.read().as_ref().is_none_or(List::is_empty)
    });
    view! {
        <Page title=say::commitments::title()>
            <p>{say::commitments::lead()}</p>
            <Show when=move || nothing.get() && !along.get()>
                <Nothing us />
            </Show>
            <Show when=move || !along.get()>
                <GoButton to=Route::NewCommitment label=say::commitments::new() weight=Weight::Main />
            </Show>
            <Show when=move || !nothing.get()>
                {move || shared.get().map(|list| view! { <Shared list moment us /> })}
                {move || {
                    let rows = alone.get().map(|list| list.mine).unwrap_or_default();
                    (!rows.is_empty())
                        .then(|| view! { <Rows title=say::commitments::alone() rows=rows moment /> })
                }}
                {move || {
                    let over: Vec<_> = [shared.get(), alone.get()].into_iter().flatten().flat_map(|list| list.over).collect();
                    (!over.is_empty())
                        .then(|| {
                            view! {
                                <Stitch />
                                <details class="fold">
                                    <summary>{say::commitments::over()}</summary>
                                    <Rows rows=over moment />
                                </details>
                            }
                        })
                }}
            </Show>
        </Page>
    }
}

/// What each of the people promised the others.
#[component]
fn Shared(list: List, moment: Moment, us: Memo<Option<Circle>>) -> impl IntoView {
    let someone_else = us.with_untracked(|us| us.as_ref().is_some_and(|us| us.people.is_shared()));
    view! {
        {(!list.mine.is_empty()).then(|| view! { <Rows title=say::commitments::yours() rows=list.mine moment /> })}
        {list
            .theirs
            .into_iter()
            .map(|(name, rows)| {
                if rows.is_empty() {
                    someone_else.then(|| view! { <p class="quiet">{say::commitments::none_theirs(&name)}</p> }.into_any())
                } else {
                    Some(view! { <Rows title=say::commitments::theirs(&name) rows moment /> }.into_any())
                }
            })
            .collect_view()}
    }
}

/// What the page is for, while it is empty.
#[component]
fn Nothing(us: Memo<Option<Circle>>) -> impl IntoView {
    let words = move || {
        us.with(|us| match us {
            Some(us) if us.standing == Standing::In || us.standing == Standing::Founding => {
                let name = us.people.other_name();
                if us.people.am_betrayed() && !us.people.am_betraying() {
                    say::commitments::empty_betrayed(name)
                } else {
                    say::commitments::empty_promiser(name)
                }
            }
            Some(_) | None => say::commitments::empty_alone().into(),
        })
    };
    view! {
        <Note>
            <h2>{say::commitments::empty_title()}</h2>
            <p>{words}</p>
        </Note>
    }
}

fn read(session: Session, circle: &Circle, moment: Moment) -> List {
    session
        .relationship(circle.id, |folded| {
            looking(&circle.people, moment, |looking| list(folded, &circle.people, looking))
        })
        .unwrap_or_default()
}
