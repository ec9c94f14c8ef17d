//! Links within the app, by route and never by a written path.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::{routes::Route, ui::Weight};

/// A link in a sentence or a list.
#[component]
pub(crate) fn Go(to: Route, #[prop(into)] label: String) -> impl IntoView {
    view! { <A href=to.to_string() exact=true>{label}</A> }
}

/// A link that looks like a button, because it is a page's next step.
#[component]
pub(crate) fn GoButton(
    to: Route,
    #[prop(into)] label: String,
    #[prop(optional)] weight: Weight,
) -> impl IntoView {
    view! { <A href=to.to_string() exact=true attr:class=weight.class()>{label}</A> }
}
