//! A page for tests: the browser's store, held to the contract of every store.

use leptos::prelude::window;
use steadfast_member::store::contract;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::RequestInit;

use super::store::BrowserStore;

/// At the address `/contract`: runs every point on a store of its own, and posts the name of each that held to
/// `/held/<name>`; `done` comes last. A point that does not hold panics, and its name never comes. Gives whether this is
/// that page.
pub(crate) fn hold_to_contract() -> bool {
    if window().location().pathname().as_deref() != Ok("/contract") {
        return false;
    }
    macro_rules! hold {
        ($($point:ident),+ $(,)?) => {
            spawn_local(async move {
                $(
                    contract::$point(&BrowserStore::named(stringify!($point))).await;
                    tell(stringify!($point)).await;
                )+
                tell("done").await;
            });
        };
    }
    hold!(
        reads_what_was_put,
        deletes,
        scans_in_order,
        commits_all_or_nothing,
        refuses_when_expectations_fail,
        checks_expectations_in_order,
        keeps_large_values,
        reads_many_in_order,
    );
    true
}

async fn tell(name: &str) {
    let options = RequestInit::new();
    options.set_method("POST");
    // Whoever runs the test is gone if this fails, and then there is nobody to tell.
    let _ =
        JsFuture::from(window().fetch_with_str_and_init(&format!("/held/{name}"), &options)).await;
}
