//! The address that the page was opened at.

use leptos::prelude::{window, window_event_listener};
use wasm_bindgen::JsValue;

/// Where the app is served, such as `https://notes.example`, without a trailing slash.
pub(crate) fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// The path and what stood behind the `#`, which is taken out of the address and so out of the browser's history.
pub(crate) fn take_fragment() -> Option<(String, String)> {
    let location = window().location();
    let (path, fragment) = (location.pathname().ok()?, location.hash().ok()?);
    if fragment.is_empty() {
        return None;
    }
    let search = location.search().unwrap_or_default();
    // Where the history cannot be changed the link still works; it only stays to be seen.
    let _ = window().history().and_then(|history| {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("{path}{search}")))
    });
    Some((path, fragment))
}

/// Runs `changed` whenever somebody puts another `#` behind the address of the open page, as by pasting a link.
pub(crate) fn on_fragment(changed: impl Fn() + 'static) {
    // It holds as long as the page does.
    let _ = window_event_listener(leptos::ev::hashchange, move |_| changed());
}
