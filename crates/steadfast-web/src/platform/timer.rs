//! This moment, and waiting a while without holding anything up.

use js_sys::{Date, Promise};
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
