//! Something is under way. What ends within 300 ms never shows it.

use leptos::prelude::*;

use crate::messages as say;

/// A quiet sign that something is under way, with words for it.
#[component]
pub(crate) fn Working(
    /// What is being done; "One moment." if nothing better can be said.
    #[prop(optional, into)]
    words: Option<String>,
) -> impl IntoView {
    view! {
        <span class="working" role="status">
            <span class="working-dashes" aria-hidden="true"></span>
            {words.unwrap_or_else(|| say::ui::working().into())}
        </span>
    }
}
