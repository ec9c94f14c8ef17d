//! The stitch: a line of small dashes that divides, and draws itself once where something was mended.

use leptos::prelude::*;

/// A line between two sections.
#[component]
pub(crate) fn Stitch(
    /// Whether something has just been mended here, so that the line draws itself, once.
    #[prop(optional)]
    mended: bool,
) -> impl IntoView {
    view! { <hr class="stitch" class:mended=mended /> }
}
