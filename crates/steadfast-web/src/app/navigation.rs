//! Where one is in the app, and the ways to elsewhere.
//!
//! The browser's history names addresses to whoever looks through it. So an address says which page it is and never
//! which circle the page is about: the circle is kept in the state of the history's entry, out of sight.

use leptos::{ev::MouseEvent, prelude::*};

use crate::{
    platform,
    routes::{Address, Route},
};

/// Where one is. A handle; copies share one state.
#[derive(Clone, Copy)]
pub(crate) struct Navigation(RwSignal<Option<Address>>);

impl Navigation {
    /// Where the page was opened. From now on, steps through the browser's history are followed.
    pub(crate) fn new() -> Self {
        let at = RwSignal::new(opened_at());
        platform::on_step(move || at.set(opened_at()));
        Self(at)
    }

    /// The page and its circle, read again when one goes elsewhere; `None` where there is no page.
    pub(crate) fn address(self) -> Option<Address> {
        self.0.get()
    }

    /// The page and its circle, once.
    pub(crate) fn address_untracked(self) -> Option<Address> {
        self.0.get_untracked()
    }

    /// The page, as [`Navigation::address`].
    pub(crate) fn route(self) -> Option<Route> {
        self.0.with(|at| at.as_ref().map(|at| at.route.clone()))
    }

    /// The page, once.
    pub(crate) fn route_untracked(self) -> Option<Route> {
        untrack(|| self.route())
    }

    /// Goes to a page, from which a step back leads here.
    pub(crate) fn go(self, to: impl Into<Address>) {
        let to = to.into();
        if self.0.with_untracked(|at| at.as_ref() != Some(&to)) {
            platform::step(&to.route.to_string(), kept(&to).as_deref());
            self.0.set(Some(to));
        }
        platform::to_the_top();
    }

    /// Goes to a page that takes the place of this one.
    pub(crate) fn go_instead(self, to: impl Into<Address>) {
        let to = to.into();
        platform::step_aside(&to.route.to_string(), kept(&to).as_deref());
        self.0.set(Some(to));
    }

    /// Follows a link that was pressed, unless the browser was asked for something else, as for another tab.
    pub(crate) fn follow(self, event: &MouseEvent, to: Address) {
        let otherwise = event.button() != 0
            || event.meta_key()
            || event.ctrl_key()
            || event.shift_key()
            || event.alt_key();
        if !otherwise && !event.default_prevented() {
            event.prevent_default();
            self.go(to);
        }
    }
}

/// What the history keeps beside the path.
fn kept(address: &Address) -> Option<String> {
    address.circle.map(|circle| circle.to_string())
}

fn opened_at() -> Option<Address> {
    let (path, kept) = platform::place();
    Address::of(&path, kept.and_then(|circle| circle.parse().ok()))
}
