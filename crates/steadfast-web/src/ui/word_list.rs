//! Words to be copied or read aloud, each with its number.

use leptos::prelude::*;

/// A numbered list of words, in columns that are read downwards.
#[component]
pub(crate) fn WordList(
    /// What the list is, for those who hear it.
    #[prop(into)]
    label: String,
    words: Vec<String>,
) -> impl IntoView {
    let words = words.into_iter().map(|word| view! { <li translate="no">{word}</li> });
    view! {
        <ol class="word-list" aria-label=label data-test="words">
            {words.collect_view()}
        </ol>
    }
}
