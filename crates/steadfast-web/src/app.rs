//! The app: which language it speaks, which door is open, and which page stands behind an address.

mod background;
mod idle;
mod navigation;
pub(crate) mod relays;
mod rooms;
mod session;

use std::rc::Rc;

use leptos::prelude::*;

use crate::{
    features::{
        begin::{BeginPage, Flow},
        help::HelpPage,
        safety::SafetyPage,
    },
    frame::Frame,
    messages::{self as say, Language},
    platform::{self, WebPorts},
    routes::{Address, Route},
    ui::{GoButton, Navigations, Page, Weight, Working},
};

pub(crate) use navigation::Navigation;
pub(crate) use rooms::Rooms;
pub(crate) use session::{Brought, Door, Session, WebMember};

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
    let session = Session::new(Rc::new(WebPorts::new()), brought());
    session.look();
    platform::on_leave(move || session.leave());
    platform::on_fragment(move || {
        if let Some(brought) = brought() {
            session.bring(Some(brought));
        }
    });
    idle::lock_when_idle(session);
    provide_context(speaks);
    provide_context(session);
    provide_context(Flow::new(session));
    provide_context(Rooms::new());
    provide_context(Navigation::new());
    provide_context(Navigations(RwSignal::new(0)));
    view! {
        {move || {
            let language = speaks.0.get();
            say::choose(language);
            if let Some(root) = document().document_element() {
                root.set_attribute("lang", language.code()).expect("lang is a valid name for an attribute");
            }
            view! {
                <Frame>
                    <Here />
                </Frame>
            }
        }}
    }
}

/// What came behind the `#` of the address, which is taken out of it.
fn brought() -> Option<Brought> {
    let (path, fragment) = platform::take_fragment()?;
    Brought::from_address(&platform::origin(), &path, &fragment)
}

/// What is shown at an address, as the door stands.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shown {
    /// The page of the address.
    Page(Address),
    /// The door, in place of a page that needs the keys. The address stays, so that the page comes once it opens.
    Unlock,
    /// Another page, whose address replaces this one.
    Elsewhere(Route),
    /// Nothing yet: the door is being looked at.
    Soon,
    /// There is no page at this address.
    Nothing,
}

/// What is shown at an address, as the door stands.
fn shown(address: Option<Address>, door: Door) -> Shown {
    let route = address.as_ref().map(|address| address.route.clone());
    let page = || address.map_or(Shown::Nothing, Shown::Page);
    match (route, door) {
        (None, _) => Shown::Nothing,
        (Some(Route::Unlock), Door::Open) => Shown::Elsewhere(Route::Today),
        (Some(Route::Unlock), Door::Nobody) => Shown::Elsewhere(Route::Begin),
        (Some(Route::Unlock), _) => Shown::Unlock,
        // Whoever was invited may have begun on this device already; then their keys are needed.
        (Some(Route::Join), Door::Open | Door::Nobody) => page(),
        (Some(route), _) if route.needs_no_key() && route != Route::Join => page(),
        (Some(_), Door::Open) => page(),
        (Some(_), Door::Nobody) => Shown::Elsewhere(Route::Begin),
        (Some(_), Door::Looking) => Shown::Soon,
        (Some(_), Door::Locked | Door::TooNew | Door::Unavailable) => Shown::Unlock,
    }
}

/// The page of the address that one is at.
#[component]
fn Here() -> impl IntoView {
    let session = expect_context::<Session>();
    let navigation = expect_context::<Navigation>();
    let shown = Memo::new(move |_| shown(navigation.address(), session.door()));
    let (rooms, navigations) = (expect_context::<Rooms>(), expect_context::<Navigations>());
    move || {
        let page = match shown.get() {
            Shown::Page(Address { circle, route }) => {
                session.go_into(circle);
                match route {
                    Route::Begin => Ok(view! { <BeginPage /> }.into_any()),
                    Route::Help => Ok(view! { <HelpPage /> }.into_any()),
                    Route::Safety => Ok(view! { <SafetyPage /> }.into_any()),
                    route => rooms.page(Address { circle, route }),
                }
            }
            Shown::Unlock => rooms.page(Route::Unlock.into()),
            Shown::Elsewhere(route) => {
                navigation.go_instead(route);
                Ok(().into_any())
            }
            Shown::Soon => Ok(view! { <Working /> }.into_any()),
            Shown::Nothing => Ok(view! { <NotFound /> }.into_any()),
        };
        // What stands in place of a page that is still being fetched is nowhere that one has gone to.
        if page.is_ok() {
            navigations.0.update_untracked(|count| *count += 1);
        }
        page.unwrap_or_else(|waiting| waiting)
    }
}

/// An address that leads nowhere.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    view! {
        <Page title=say::frame::not_found_title()>
            <p>{say::frame::not_found()}</p>
            <GoButton to=Route::Today label=say::frame::not_found_link() weight=Weight::Main />
        </Page>
    }
}

#[cfg(test)]
mod tests {
    use steadfast_circle::CircleId;

    use super::*;

    fn at(route: Route, door: Door) -> Shown {
        shown(Some(route.into()), door)
    }

    fn page(route: Route) -> Shown {
        Shown::Page(route.into())
    }

    #[test]
    fn nothing_of_the_record_is_shown_while_the_door_is_closed() {
        for door in [Door::Locked, Door::TooNew, Door::Unavailable] {
            assert_eq!(at(Route::Record, door), Shown::Unlock);
        }
        assert_eq!(at(Route::Record, Door::Looking), Shown::Soon);
        assert_eq!(at(Route::Record, Door::Open), page(Route::Record));
    }

    #[test]
    fn the_circle_of_an_address_is_shown_with_its_page_and_not_before_the_door_is_open() {
        let circle = Some(CircleId::from_bytes([7; 32]));
        let letters = Address { circle, route: Route::Letters };
        assert_eq!(shown(Some(letters.clone()), Door::Locked), Shown::Unlock);
        assert_eq!(shown(Some(letters.clone()), Door::Open), Shown::Page(letters));
    }

    #[test]
    fn help_is_there_whatever_the_door() {
        for door in
            [Door::Looking, Door::Nobody, Door::Locked, Door::Open, Door::TooNew, Door::Unavailable]
        {
            assert_eq!(at(Route::Help, door), page(Route::Help));
            assert_eq!(at(Route::Safety, door), page(Route::Safety));
        }
    }

    #[test]
    fn beginning_goes_on_while_the_door_opens_behind_it() {
        assert_eq!(at(Route::Begin, Door::Nobody), at(Route::Begin, Door::Open));
    }

    #[test]
    fn whoever_is_new_is_led_to_the_beginning_and_whoever_is_invited_to_the_invitation() {
        assert_eq!(at(Route::Today, Door::Nobody), Shown::Elsewhere(Route::Begin));
        assert_eq!(at(Route::Join, Door::Nobody), page(Route::Join));
        assert_eq!(at(Route::Join, Door::Locked), Shown::Unlock);
    }
}
