//! Links within the app, by route and never by a written path. They stay in the circle that one is in.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};
use steadfast_circle::CircleId;

use crate::{app::Session, routes::Route, ui::Weight};

/// Where a link leads: to the page in the circle that one is in, or in this one.
pub(crate) fn href(to: Route, circle: Option<CircleId>) -> String {
    let session = expect_context::<Session>();
    circle
        .map_or_else(
            || session.address(to.clone()),
            |circle| session.address_in(circle, to.clone()),
        )
        .to_string()
}

/// A link in a sentence or a list.
#[component]
pub(crate) fn Go(
    to: Route,
    /// The circle that the page is about, where it is not the one that one is in.
    #[prop(optional)]
    circle: Option<CircleId>,
    #[prop(into)] label: String,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    view! { <A href=href(to, circle) exact=true attr:class=class>{label}</A> }
}

/// A link that looks like a button, because it is a page's next step.
#[component]
pub(crate) fn GoButton(
    to: Route,
    /// As for [`Go`].
    #[prop(optional)]
    circle: Option<CircleId>,
    #[prop(into)] label: String,
    #[prop(optional)] weight: Weight,
) -> impl IntoView {
    view! { <A href=href(to, circle) exact=true attr:class=weight.class()>{label}</A> }
}

/// Goes to a page once something is done: as a link to it would.
pub(crate) fn use_go() -> impl Fn(Route) + Clone {
    let (session, navigate) = (expect_context::<Session>(), use_navigate());
    move |to| navigate(&session.address(to).to_string(), NavigateOptions::default())
}
