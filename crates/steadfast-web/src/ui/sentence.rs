//! A sentence of the app with somebody's own words in it, each set as what it is.

use leptos::prelude::*;

/// Stands in a message where somebody's own words belong. No keyboard writes it (U+FFFC, object replacement).
pub(crate) const INSIDE: &str = "\u{FFFC}";

/// The sentence; the first [`INSIDE`] in it becomes `inside`, set in the face of people's own words.
#[component]
pub(crate) fn Sentence(
    #[prop(into)] text: String,
    /// Somebody's own words.
    #[prop(into)]
    inside: String,
) -> impl IntoView {
    match text.split_once(INSIDE) {
        Some((before, after)) => {
            let (before, after) = (before.to_owned(), after.to_owned());
            view! { {before} <span class="words-inside">{inside}</span> {after} }.into_any()
        }
        None => text.into_any(),
    }
}
