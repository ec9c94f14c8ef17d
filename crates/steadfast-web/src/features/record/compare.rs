//! Comparing two records in person: a square code, or twelve words, and never anything shorter.

use leptos::{prelude::*, task::spawn_local};
use steadfast_circle::CircleId;
use steadfast_member::{
    error::CompareError,
    view::{Compared, Comparison},
};

use crate::{
    app::Session,
    circle::Circle,
    messages as say,
    ui::{Button, Dialog, QrCode, TextField, Trouble, WordList},
};

/// The dialog in which two people compare.
#[component]
pub(super) fn CompareDialog(circle: StoredValue<Circle>, open: RwSignal<bool>) -> impl IntoView {
    let id = circle.with_value(|circle| circle.id);
    view! {
        <Dialog open title=say::record::compare_title()>
            <Comparing id />
        </Dialog>
    }
}

#[component]
fn Comparing(id: CircleId) -> impl IntoView {
    let session = expect_context::<Session>();
    let shown = Memo::new(move |_| {
        let Comparison { entries, qr, words } = session.member()?.compare(id)?;
        Some((entries, qr, words))
    });
    let theirs = RwSignal::new(String::new());
    let outcome = RwSignal::new(None::<Result<Compared, CompareError>>);
    let checking = RwSignal::new(false);
    let compare = move || {
        if let Some(member) = session.member_untracked() {
            outcome.set(Some(member.check_compared(id, theirs.read_untracked().trim())));
        }
    };
    let check_this_one = move || {
        let Some(member) = session.member_untracked() else { return };
        checking.set(true);
        spawn_local(async move {
            // How it went shows in the number of entries, and in the status of the record.
            let _ = member.sync(id).await;
            checking.try_set(false);
            outcome.try_set(None);
        });
    };
    view! {
        <p>{say::record::compare_lead()}</p>
        {move || {
            shown
                .get()
                .map(|(entries, qr, words)| {
                    let list: Vec<_> = words.split_whitespace().map(str::to_owned).collect();
                    view! {
                        <p class="compare-entries">
                            {say::record::compare_entries(i64::try_from(entries).unwrap_or(i64::MAX))}
                        </p>
                        <h3>{say::record::compare_words()}</h3>
                        <WordList label=say::record::compare_words() words=list />
                        <h3>{say::record::compare_code()}</h3>
                        <QrCode text=qr />
                    }
                })
        }}
        <form
            class="group"
            on:submit=move |event| {
                event.prevent_default();
                compare();
            }
        >
            <TextField
                label=say::record::compare_theirs()
                value=theirs
                help=say::record::compare_theirs_hint()
                longest=400
            />
            <Button label=say::record::compare_check() submit=true />
        </form>
        <div aria-live="polite">
            {move || outcome.get().map(|outcome| view! { <Outcome outcome check_this_one=Callback::new(move |()| check_this_one()) checking /> })}
        </div>
    }
}

#[component]
fn Outcome(
    outcome: Result<Compared, CompareError>,
    check_this_one: Callback<()>,
    checking: RwSignal<bool>,
) -> impl IntoView {
    match outcome {
        Ok(Compared::Same { entries }) => {
            view! { <p class="compare-same" data-test="compared-same">{say::record::compare_same(entries)}</p> }.into_any()
        }
        Ok(Compared::TheyAreAhead { .. }) => view! {
            <div class="group">
                <p>{say::record::compare_ahead()}</p>
                <Button label=say::record::compare_check_now() busy=checking on_press=check_this_one />
            </div>
        }
        .into_any(),
        Ok(Compared::Different { .. }) => view! {
            <div class="note clay group" role="alert" data-test="compared-different">
                <p class="trouble-what">{say::record::compare_differs()}</p>
                <p>{say::record::compare_differs_now()}</p>
            </div>
        }
        .into_any(),
        Err(CompareError::NotAComparison | CompareError::Nothing) => {
            view! { <Trouble what=say::record::compare_not_read() now=say::record::compare_not_read_now() /> }.into_any()
        }
    }
}
