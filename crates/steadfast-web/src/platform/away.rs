//! Leaving the page. `static/early.js` does it, so that it works even where this module does not run.

use js_sys::{Function, Reflect};
use leptos::prelude::window_event_listener;
use wasm_bindgen::{JsCast, JsValue};

/// Covers the page, lets the app drop its keys, and puts the neutral page in its place, in every tab.
pub(crate) fn leave() {
    let found = Reflect::get(&js_sys::global(), &JsValue::from_str("leavePage"));
    if let Some(leave) = found.ok().and_then(|found| found.dyn_into::<Function>().ok()) {
        // It ends by replacing the page, so there is nobody left to tell of a failure.
        let _ = leave.call0(&JsValue::NULL);
    }
}

/// Runs `drop_keys` when the page is being left, before anything else takes its place.
pub(crate) fn on_leave(drop_keys: impl Fn() + 'static) {
    let event = leptos::ev::Custom::<web_sys::Event>::new("leave");
    // It holds as long as the page does.
    let _ = window_event_listener(event, move |_| drop_keys());
}
