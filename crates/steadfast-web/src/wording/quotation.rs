//! A quotation on a page: the words, where they were said, and how that is known.

use leptos::prelude::*;
use steadfast_repair::notes::{Quote, Quoted};

use super::{
    entry_name,
    notes::{part_words, source},
};
use crate::{app::Session, messages as say, moment::Moment};

/// What was quoted, with its proof; nothing where nothing proves it. The note of whoever quoted stands below.
#[component]
pub(crate) fn Quotation(
    quote: Quote,
    /// Who quotes, at the beginning of a sentence.
    #[prop(into)]
    who: String,
    moment: Moment,
) -> impl IntoView {
    let quoted = quote.quoted().cloned()?;
    let passages = quoted.passages.iter().map(|one| {
        let (part, words) = (one.part, one.words.as_str().to_owned());
        view! {
            <p class="said-part">{move || part_words(part, &moment.zone(), moment.today())}</p>
            <blockquote class="words">{words}</blockquote>
        }
    });
    let passages = passages.collect_view();
    let said = quote.clone();
    let source = move || source(&said, &moment.zone(), moment.today());
    let note = quote.note.map(|note| {
        view! {
            <p class="said-part">{say::wording::quoted_note(&who)}</p>
            <blockquote class="words">{note.as_str().to_owned()}</blockquote>
        }
    });
    Some(view! {
        <figure class="quotation">
            {passages}
            <figcaption class="small quiet">{source}</figcaption>
        </figure>
        <details class="fold">
            <summary>{say::record::how()}</summary>
            <How quoted />
        </details>
        {note}
    })
}

/// What the proof shows, what it does not, and what the reader's own copy says where they have one.
#[component]
fn How(quoted: Quoted) -> impl IntoView {
    let session = expect_context::<Session>();
    let about = quoted.clone();
    let own = Memo::new(move |_| session.member()?.holds(&about));
    let own = move || {
        own.get().map(
            |has| if has { say::wording::quoted_own() } else { say::wording::quoted_not_own() },
        )
    };
    let count = i64::try_from(quoted.size).unwrap_or(i64::MAX);
    view! {
        <div class="group small">
            <p>{say::wording::quoted_shows()}</p>
            <p>{say::wording::quoted_relay(count, quoted.relay)}</p>
            <p>{own}</p>
            <p>{say::wording::quoted_who()}</p>
            <p>{say::wording::quoted_when_not()}</p>
            <p>{say::wording::quoted_around()}</p>
            <p>{say::record::how_hash()} " " <code class="hash">{entry_name(quoted.entry)}</code></p>
        </div>
    }
}
