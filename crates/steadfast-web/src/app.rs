//! The app: which language it speaks, which door is open, and which page stands behind an address.

use leptos::prelude::*;
use leptos_router::{
    components::{FlatRoutes, Route as AnyRoute, Router},
    hooks::use_location,
    path,
};

use crate::{
    features::{help::HelpPage, more::MorePage, safety::SafetyPage},
    frame::Frame,
    messages::{self as say, Language},
    platform,
    routes::Route,
    ui::{GoButton, Navigations, Page, Weight},
};

/// Whether somebody is in, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// Nobody has begun on this device.
    Nobody,
    /// Somebody has, and it is locked.
    Locked,
    /// It is open, and the keys are in memory.
    Open,
}

/// The language of the pages; setting it makes them all anew.
#[derive(Clone, Copy)]
pub(crate) struct Speaks(pub(crate) RwSignal<Language>);

/// The whole app.
#[component]
pub(crate) fn App() -> impl IntoView {
    let first = platform::language_from_address()
        .or_else(platform::stored_language)
        .or_else(|| platform::languages().iter().find_map(|tag| Language::from_tag(tag)))
        .unwrap_or(Language::En);
    let speaks = Speaks(RwSignal::new(first));
    let door = RwSignal::new(Door::Nobody);
    provide_context(speaks);
    provide_context(door);
    provide_context(Navigations(RwSignal::new(0)));
    view! {
        <Router>
            {move || {
                let language = speaks.0.get();
                say::choose(language);
                if let Some(root) = document().document_element() {
                    root.set_attribute("lang", language.code()).expect("lang is a valid name for an attribute");
                }
                view! {
                    <Frame door>
                        // One route takes every address: `routes` says what it means, and this is where the router
                        // learns that a page is there.
                        <FlatRoutes fallback=|| ()>
                            <AnyRoute path=path!("/*any") view=Here />
                        </FlatRoutes>
                    </Frame>
                }
            }}
        </Router>
    }
}

/// The page of the address that one is at.
#[component]
fn Here() -> impl IntoView {
    let path = use_location().pathname;
    let route = Memo::new(move |_| Route::parse(&path.read()));
    let navigations = expect_context::<Navigations>();
    move || {
        let route = route.get();
        let page = match route {
            Some(Route::Help) => view! { <HelpPage /> }.into_any(),
            Some(Route::Safety) => view! { <SafetyPage /> }.into_any(),
            Some(Route::More) => view! { <MorePage /> }.into_any(),
            _ => view! { <NotFound /> }.into_any(),
        };
        navigations.0.update_untracked(|count| *count += 1);
        page
    }
}

/// An address that leads nowhere.
#[component]
fn NotFound() -> impl IntoView {
    view! {
        <Page title=say::frame::not_found_title()>
            <p>{say::frame::not_found()}</p>
            <GoButton to=Route::Today label=say::frame::not_found_link() weight=Weight::Main />
        </Page>
    }
}
