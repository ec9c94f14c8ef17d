//! Quoting an entry in another circle: which, what they will see there, and a line of one's own.

use leptos::{prelude::*, task::spawn_local};
use steadfast_circle::CircleId;
use steadfast_member::{error::QuoteError, payload::Quoting};
use steadfast_repair::notes::Quote;

use super::state::Shown;
use crate::{
    app::Session,
    circle::{self, Circle},
    drafts::draft,
    messages as say,
    moment::Moment,
    saying::Saying,
    ui::{Button, Choice, Dialog, Note, Reads, SelectField, Weight, WordsField, Working},
    wording::{Quotation, entry_name},
    writing::words_of,
};

/// A quotation, and what it shows.
type Made = Result<(Quoting, Quote), QuoteError>;

/// The circles in which something can be quoted that was said in this one.
pub(super) fn targets(session: Session, from: CircleId) -> Memo<Vec<Circle>> {
    let shared = circle::shared(session);
    Memo::new(move |_| {
        let mut circles = shared.get();
        circles.retain(|circle| {
            circle.id != from && circle.is_going_on() && circle.people.is_shared()
        });
        circles
    })
}

/// Asks where to, and shows everything that will be read there.
#[component]
pub(super) fn QuoteDialog(
    entry: Shown,
    circle: StoredValue<Circle>,
    into: Memo<Vec<Circle>>,
    saying: Saying,
    quoting: RwSignal<Option<Shown>>,
    moment: Moment,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let open = RwSignal::new(true);
    Effect::new(move |_| {
        if !open.get() {
            quoting.set(None);
        }
    });
    let made = RwSignal::new(None::<Made>);
    let (from, id) = (circle.with_value(|circle| circle.id), entry.id);
    if let Some(member) = session.member_untracked() {
        spawn_local(async move {
            let quotation = member.quotation(from, id).await;
            made.try_set(Some(quotation.map(|one| {
                let shown = one.act();
                (one, shown)
            })));
        });
    }
    // Where there is one circle only, there is nothing to choose.
    let only = into.with_untracked(|into| match into.as_slice() {
        [only] => Some(only.id),
        _ => None,
    });
    let which = RwSignal::new(only);
    let target = Memo::new(move |_| {
        let which = which.get()?;
        into.read().iter().find(|circle| circle.id == which).cloned()
    });
    let note = draft(session, &format!("quote/{}", entry_name(id)));
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let send = move || {
        let (Some(Ok((quotation, _))), Some(target)) =
            (made.get_untracked(), target.get_untracked())
        else {
            return;
        };
        let written = note.get_untracked();
        let own =
            if written.trim().is_empty() { Ok(None) } else { words_of(&written, "").map(Some) };
        match own {
            Err(wrong) => problem.set(Some(wrong)),
            Ok(_) if busy.get_untracked() => {}
            Ok(own) => {
                busy.set(true);
                spawn_local(quote(
                    session,
                    saying,
                    target,
                    Quoting { note: own, ..quotation },
                    note,
                    open,
                ));
            }
        }
    };
    view! {
        <Dialog open title=say::record::quote_title() close_label=say::record::quote_not()>
            <p>{say::record::quote_lead()}</p>
            {move || {
                let named = into.get().into_iter().map(|circle| Choice::new(Some(circle.id), circle.title));
                let none = which.get_untracked().is_none().then(|| Choice::new(None, say::record::quote_pick()));
                view! {
                    <SelectField label=say::record::quote_into() value=which choices=none.into_iter().chain(named).collect() />
                }
            }}
            {move || match made.get() {
                None => view! { <Working /> }.into_any(),
                Some(Err(error)) => view! { <Note><p>{why_not(&error)}</p></Note> }.into_any(),
                Some(Ok((_, shown))) => {
                    view! {
                        <section class="group">
                            <h3>{say::record::quote_shown()}</h3>
                            <Quotation quote=shown who=say::wording::you() moment />
                        </section>
                    }
                        .into_any()
                }
            }}
            {move || target.get().filter(|_| matches!(*made.read(), Some(Ok(_)))).map(|target| {
                let reads = Signal::stored(target.readers());
                view! { <Last reads note problem busy=busy.into() on_send=send /> }
            })}
        </Dialog>
    }
}

/// A line of one's own, who reads all of it, and the button.
#[component]
fn Last(
    reads: Signal<Reads>,
    note: RwSignal<String>,
    problem: RwSignal<Option<String>>,
    busy: Signal<bool>,
    #[prop(into)] on_send: Callback<()>,
) -> impl IntoView {
    view! {
        <WordsField
            label=say::record::quote_note()
            value=note
            reads
            help=say::record::quote_note_help()
            problem
            lines=3
        />
        <Button
            label=say::record::quote_send()
            weight=Weight::Main
            busy
            on_press=on_send
        />
    }
}

async fn quote(
    session: Session,
    saying: Saying,
    target: Circle,
    quoting: Quoting,
    note: RwSignal<String>,
    open: RwSignal<bool>,
) {
    match session.quote(target.id, quoting).await {
        Ok(_) => {
            note.try_set(String::new());
            saying.tell(say::record::quoted_now(target.title));
        }
        // What was added stands in the field when it is opened again.
        Err(error) => saying.fail(error),
    }
    open.try_set(false);
}

fn why_not(error: &QuoteError) -> &'static str {
    match error {
        QuoteError::NotInRecord => say::record::quote_not_sent(),
        QuoteError::NoWords => say::record::quote_no_words(),
        QuoteError::TooLong => say::record::quote_too_long(),
        QuoteError::Keep(_) => say::record::quote_unreadable(),
    }
}
