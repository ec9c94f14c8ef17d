//! Links within the app, by route and never by a written path. They stay in the circle that one is in.

use leptos::prelude::*;
use steadfast_circle::CircleId;

use crate::{
    app::{Navigation, Session},
    routes::{Address, Route},
    ui::Weight,
};

/// A link around whatever it leads to.
#[component]
pub(crate) fn Link(
    to: Route,
    /// The circle that the page is about, where it is not the one that one is in.
    #[prop(optional_no_strip)]
    circle: Option<CircleId>,
    #[prop(optional)] class: &'static str,
    /// What it is called, where its content does not say enough by itself.
    #[prop(optional, into)]
    label: Option<String>,
    children: Children,
) -> impl IntoView {
    let (session, navigation) = (expect_context::<Session>(), expect_context::<Navigation>());
    let to = circle.map_or_else(
        || session.address(to.clone()),
        |circle| session.address_in(circle, to.clone()),
    );
    let href = path_beyond_this_page(&to);
    view! {
        <a href=href class=class aria-label=label on:click=move |event| navigation.follow(&event, to.clone())>
            {children()}
        </a>
    }
}

/// What the browser may do with a link by itself, as in another tab. There it knows no circle; so that nobody writes in
/// another one than they mean, the link leads to where one chooses among them.
fn path_beyond_this_page(to: &Address) -> String {
    if to.circle.is_some() { Route::Circles.to_string() } else { to.route.to_string() }
}

/// A link in a sentence or a list.
#[component]
pub(crate) fn Go(
    to: Route,
    /// As for [`Link`].
    #[prop(optional)]
    circle: Option<CircleId>,
    #[prop(into)] label: String,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    view! { <Link to circle class>{label}</Link> }
}

/// A link that looks like a button, because it is a page's next step.
#[component]
pub(crate) fn GoButton(
    to: Route,
    /// As for [`Link`].
    #[prop(optional)]
    circle: Option<CircleId>,
    #[prop(into)] label: String,
    #[prop(optional)] weight: Weight,
) -> impl IntoView {
    view! { <Link to circle class=weight.class()>{label}</Link> }
}

/// Goes to a page once something is done: as a link to it would.
pub(crate) fn use_go() -> impl Fn(Route) + Clone {
    let (session, navigation) = (expect_context::<Session>(), expect_context::<Navigation>());
    move |to| navigation.go(session.address(to))
}
