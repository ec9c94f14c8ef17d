//! This moment, and waiting a while without holding anything up.

use std::pin::pin;

use futures::future::{Either, select};
use js_sys::{Date, Function, Promise};
use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;

/// Milliseconds since 1970, as the browser says.
pub(crate) fn now_ms() -> f64 {
    Date::now()
}

/// Ends after so many milliseconds, or never where the browser has no timers.
pub(crate) async fn after_ms(milliseconds: i32) {
    let promise = Promise::new(&mut |done, _| {
        // Without a timer nothing is called, and whoever waits waits for something else as well.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds);
    });
    // A promise that is never rejected has no error.
    let _ = JsFuture::from(promise).await;
}

/// As [`after_ms`], but ends early once the device has a network again. Whether it did.
pub(crate) async fn after_ms_or_online(milliseconds: i32) -> bool {
    let mut waiting = None::<Function>;
    let online = Promise::new(&mut |done, _| {
        // A browser that cannot tell lets the time run out.
        let _ = window().add_event_listener_with_callback("online", &done);
        waiting = Some(done);
    });
    let online = async {
        let _ = JsFuture::from(online).await;
    };
    let early = match select(pin!(after_ms(milliseconds)), pin!(online)).await {
        Either::Left(_) => false,
        Either::Right(_) => true,
    };
    if let Some(done) = waiting {
        let _ = window().remove_event_listener_with_callback("online", &done);
    }
    early
}

/// Marks this moment for whoever measures the page (W3C User Timing). The name is all that it holds.
pub(crate) fn mark(name: &str) {
    if let Some(performance) = window().performance() {
        // Where it cannot be marked, nobody measures.
        let _ = performance.mark(name);
    }
}
